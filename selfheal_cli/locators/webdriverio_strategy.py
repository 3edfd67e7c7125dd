"""WebdriverIO's selector strings: the strategy that each states, and what is sent for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.call_arguments import only_text
from selfheal_cli.locators.webdriverio_roles import ROLE_ELEMENTS
from selfheal_cli.model import OptionValue, Step

DEEP = ">>>"
_ARIA = "aria/"
_DIRECT = re.compile(
    r"(?P<using>id|css selector|xpath|link text|partial link text|name|tag name|class name"
    r"|-android uiautomator|-android datamatcher|-android viewmatcher|-android viewtag"
    r"|-ios uiautomation|-ios predicate string|-ios class chain|accessibility id)"
    r":(?P<value>[^\n\r\u2028\u2029]+)"
)
_USINGS = {
    "id": "id",
    "css selector": "css",
    "xpath": "xpath",
    "link text": "link-text",
    "partial link text": "partial-link-text",
    "name": "name",
    "tag name": "tag",
    "class name": "class",
}
_MOBILE = ("android=", "ios=", "~")
_MOBILE_NAMES = ("uia", "xcuielementtype", "android.widget", "cyi", "android.view")
_IMAGES = (".jpg", ".jpeg", ".gif", ".png", ".bmp", ".svg")
_XPATHS = ("/", "(", "../", "./", "*/")
_TAG = re.compile(r"<[0-9a-zA-Z-]+( /)*>")
_TAG_MARKS = re.compile(r"[<>/\s\ufeff]")
_NAME = r"-?[_a-zA-Z]+[_a-zA-Z0-9-]*"
_HOLDER = (
    rf"(?P<tag>[a-z0-9|-]*)(?:(?P<mark>[.#])(?P<name>{_NAME}))?"
    rf"(?:\[(?P<attribute>{_NAME})(?:=[\"'](?P<value>[a-zA-Z0-9\-_. ]+)[\"'])?\])?"
)
_TEXT = re.compile(
    rf"(?P<holder>{_HOLDER})(?P<folds>\.)?(?P<partial>\*)?=(?P<query>[^\n\r\u2028\u2029]+)\Z"
)
_HOLDING = re.compile(_HOLDER)
_ROLE = re.compile(r"\[role=([A-Za-z]+)\]")


def read(text: str) -> Step:
    """The step that a selector string states. Raises UnsupportedLocator for mobile strategies."""
    direct = _DIRECT.match(text)
    if direct:
        return _direct(direct)
    _refuse_mobile(text)
    if text.startswith(_XPATHS):
        return Step("xpath", text)
    for start, strategy, options in _PREFIXES:
        if text.startswith(start):
            return Step(strategy, text[len(start) :], options)
    return _by_looks(text)


_PREFIXES: tuple[tuple[str, str, tuple[tuple[str, OptionValue], ...]], ...] = (
    ("=", "link-text", ()),
    ("*=", "partial-link-text", ()),
    ("id=", "id", ()),
    (DEEP, "css", (("shadow", True),)),
    (_ARIA, "aria", ()),
)


def _direct(found: re.Match[str]) -> Step:
    using = found["using"]
    if using not in _USINGS:
        raise UnsupportedLocator(f"'{using}' looks into a mobile application")
    return Step(_USINGS[using], found["value"], (("prefix", using + ":"),))


def _refuse_mobile(text: str) -> None:
    lowered = text.lower()
    if any(lowered.endswith(end) and lowered != end for end in _IMAGES):
        raise UnsupportedLocator("an image is looked for on the screen")
    if text.startswith(_MOBILE):
        raise UnsupportedLocator(f"'{text[:60]}' looks into a mobile application")


def _by_looks(text: str) -> Step:
    if text.lower().startswith(_MOBILE_NAMES):
        raise UnsupportedLocator(f"'{text[:60]}' looks into a mobile application")
    if _TAG.search(text):
        bare = _TAG_MARKS.sub("", text)
        return Step("tag", bare, () if text == f"<{bare} />" else (("prefix", text),))
    if text in ("..", "."):
        return Step("xpath", text)
    stated = _TEXT.match(text)
    if stated and not text.startswith("[name="):
        return _text(stated)
    role = _ROLE.fullmatch(text)
    return Step("role", role[1]) if role else Step("css", text)


def _text(found: re.Match[str]) -> Step:
    options: list[tuple[str, OptionValue]] = []
    if found["holder"]:
        options.append(("selector", found["holder"]))
    if not found["partial"]:
        options.append(("exact", True))
    if found["folds"]:
        options.append(("match-case", False))
    return Step("text", found["query"], tuple(options))


def write(step: Step) -> str:
    """The selector string of a step. Raises UnsupportedLocator where none says the same."""
    form = _FORMS.get(step.strategy)
    if form is None or not isinstance(step.value, str):
        raise UnsupportedLocator(f"WebdriverIO has no strategy '{step.strategy}'")
    prefix = str(step.option("prefix"))
    text = form(step) if not prefix else prefix + step.value if prefix.endswith(":") else prefix
    try:
        if read(text) == step:
            return text
    except UnsupportedLocator:
        pass
    raise UnsupportedLocator(f"WebdriverIO would read '{text[:60]}' as another strategy")


def _write_text(step: Step) -> str:
    folds = "." if step.option("match-case", True) is False else ""
    partial = "" if step.option("exact") is True else "*"
    return f"{step.option('selector')}{folds}{partial}={step.value}"


def _after(start: str) -> Callable[[Step], str]:
    return lambda step: start + only_text(step.value)


_FORMS: dict[str, Callable[[Step], str]] = {
    "css": lambda step: (DEEP if step.option("shadow") else "") + only_text(step.value),
    "xpath": _after(""),
    "id": _after("id="),
    "link-text": _after("="),
    "partial-link-text": _after("*="),
    "aria": _after(_ARIA),
    "tag": lambda step: f"<{step.value} />",
    "role": lambda step: f"[role={step.value}]",
    "text": _write_text,
}


# --- what is sent to the browser -----------------------------------------------------------------


def wire(step: Step) -> tuple[str, str]:
    """The WebDriver strategy and value that WebdriverIO sends (`shadow` is answered by a script).
    Raises UnsupportedLocator."""
    value = only_text(step.value)
    if step.strategy == "aria":
        return "xpath", _aria(value)
    if step.strategy == "text":
        return "xpath", _text_xpath(step)
    if step.strategy == "role":
        return "css selector", ",".join(
            filter(None, (f'[role="{value}"]', ROLE_ELEMENTS.get(value)))
        )
    if step.option("shadow") is True:
        return "shadow", value
    using = next((using for using, name in _USINGS.items() if name == step.strategy), "")
    if not using:
        raise UnsupportedLocator(f"WebdriverIO has no strategy '{step.strategy}'")
    return using, value


def _quoted(value: str) -> str:
    """An XPath string."""
    if '"' not in value:
        return f'"{value}"'
    if "'" not in value:
        return f"'{value}'"
    pieces: list[str] = []
    for segment in value.split('"'):
        pieces += [f'"{segment}"'] if segment else []
        pieces.append("'\"'")
    return f"concat({', '.join(pieces[:-1])})"


def _aria(label: str) -> str:
    """The places where WebdriverIO looks for a name."""
    name = _quoted(label)
    told = f"(//*[normalize-space(text()) = {name}]/@id)"
    labelled = f"(//label[normalize-space() = {name}]/@for)"
    around = f"ancestor::label[normalize-space(text()) = {name}]"
    ways = [
        f".//*[@aria-labelledby={told}]",
        f".//*[@aria-describedby={told}]",
        f".//*[@aria-label = {name}]",
        f".//input[@id = {labelled}]",
        f".//textarea[@id = {labelled}]",
        f".//input[{around}]",
        f".//textarea[{around}]",
        f".//input[@placeholder={name}]",
        f".//textarea[@placeholder={name}]",
        f".//input[@aria-placeholder={name}]",
        f".//textarea[@aria-placeholder={name}]",
        f".//*[not(self::label)][@title={name}]",
        f".//img[@alt={name}]",
        f".//*[not(self::label)][normalize-space(text()) = {name}]",
    ]
    return " | ".join(ways)


_FOLD = '"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"'


def _text_xpath(step: Step) -> str:
    """Elements of the stated kind whose own text is the query; partial: the innermost that
    contain it."""
    holder = _HOLDING.match(str(step.option("selector")))
    given = holder.groupdict() if holder else {}
    tag = given.get("tag") or "*"
    tests = _holder_tests(given)
    folds = step.option("match-case", True) is False
    query = only_text(step.value).lower() if folds else only_text(step.value)
    if step.option("exact") is not True:
        inner = f"[{' and '.join(tests)}]" if tests else ""
        content = f"translate(., {_FOLD})" if folds else "."
        tests.append(f'contains({content}, "{query}") and not(.//{tag}{inner})')
        return f".//{tag}[{' and '.join(tests)}]"
    own = f"translate(text(), {_FOLD})" if folds else "text()"
    first = f".//{tag}[{' and '.join([*tests, _equals(own, query)])}]"
    whole = [*tests, f"not({first})", _equals("", query)]
    return f"{first} | .//{tag}[{' and '.join(whole)}]"


def _equals(content: str, query: str) -> str:
    return f'normalize-space({content}) = "{query}"'


def _holder_tests(given: Mapping[str, str | None]) -> list[str]:
    tests: list[str] = []
    if given.get("mark") == ".":
        tests.append(f'contains(concat(" ",@class," "), " {given["name"]} ")')
    elif given.get("mark"):
        tests.append(f'contains(@id, "{given["name"]}")')
    attribute, value = given.get("attribute"), given.get("value")
    if attribute:
        tests.append(f'contains(@{attribute}, "{value}")' if value else f"@{attribute}")
    return tests


def from_wire(using: str, value: str) -> Step:
    """The step of a WebDriver command. Raises LocatorSyntaxError, UnsupportedLocator."""
    if using not in _USINGS:
        raise LocatorSyntaxError(f"unknown location strategy '{using[:60]}'")
    if using not in ("css selector", "xpath"):
        return read(f"{using}:{value}")
    return next(_made_from(using, value), Step(_USINGS[using], value))


_TEXTS = (
    (re.compile(r'\.//([\w-]+|\*)\[normalize-space\(text\(\)\) = "([^"]*)"\] \| '), "{}={}"),
    (re.compile(r'\.//([\w-]+|\*)\[contains\(\., "([^"]*)"\) and '), "{}*={}"),
    (re.compile(r"(\.).*? \| \.//\*\[@aria-label = (?:\"([^\"]*)\"|'[^']*')\] "), "aria/{1}"),
)


def _made_from(using: str, value: str) -> Iterator[Step]:
    """The author's strategy, where the value is what WebdriverIO makes of one."""
    for pattern, form in _TEXTS if using == "xpath" else ():
        found = pattern.match(value)
        if found and found[2]:
            step = read(form.format(found[1], found[2]))
            if step.strategy != "xpath" and wire(step) == (using, value):
                yield step
