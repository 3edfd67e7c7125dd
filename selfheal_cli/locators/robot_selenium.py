"""The dialect of Robot Framework's SeleniumLibrary: `strategy:value`, key attributes, chains.

In a call, the name is the keyword's and the first argument (or the option `locator`) the locator;
`Select Frame` leads into a frame. A step keeps the prefix as its author wrote it (`id=`, `css: `)
in the option `prefix` where it is not the usual one, and the kind of element that the keyword
looks for in `kind`. Facts: the library's "Locating elements" and its element finder, 6.9.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.base import Spoken
from selfheal_cli.locators.robot_keywords import CONSTRAINTS, KEYWORDS, STRATEGIES, normalised
from selfheal_cli.locators.robot_selenium_resolve import resolve
from selfheal_cli.model import Argument, Call, Locator, OptionValue, Step

NAME = "robot-selenium"

_PREFIXES = {
    "identifier": "identifier:",
    "id": "id:",
    "name": "name:",
    "link-text": "link:",
    "partial-link-text": "partial link:",
    "css": "css:",
    "class": "class:",
    "jquery": "jquery:",
    "tag": "tag:",
    "attr": "data:",
}
_REFUSED = {"dom": "JavaScript", "sclocator": "the page's own scripts"}
_IMPLICIT_XPATH = re.compile(r"\(*//")
_CHAIN = re.compile(
    r" >> (?=(?:identifier|id|name|xpath|dom|link|partial link|css|class|jquery|sizzle|tag"
    r"|sclocator) ?[:|=])",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"<selenium\.\S+\.WebElement |\A\$\{|\A<WebElement")


def parse(text: str) -> Locator:
    """The locator of an argument's text, or of the library's word that it was not found. Raises
    LocatorSyntaxError, UnsupportedLocator."""
    if _WITH_LOCATOR.fullmatch(text):
        return from_message(text)
    if not text.strip():
        raise LocatorSyntaxError("the locator is empty")
    if _OBJECT.search(text):
        raise UnsupportedLocator("a WebElement object stands for the locator that found it")
    return Locator(NAME, tuple(_step(part) for part in _CHAIN.split(text)))


def _step(text: str, kind: str = "") -> Step:
    strategy, prefix, value = _split(text)
    options: dict[str, OptionValue] = {}
    if strategy == "data":
        name, colon, value = value.partition(":")
        if not (name and colon and value):
            raise LocatorSyntaxError(f"data takes name:value, not {text[:60]!r}")
        strategy, options = "attr", {"attribute": f"data-{name}", "exact": True}
    if prefix != _usual_prefix(strategy, value):
        options["prefix"] = prefix
    if kind:
        options["kind"] = kind
    return Step(strategy, value, tuple(options.items()))


def _split(text: str) -> tuple[str, str, str]:
    """Strategy, prefix as written, value."""
    if _IMPLICIT_XPATH.match(text):
        return "xpath", "", text
    end = min((at for at in (text.find("="), text.find(":")) if at >= 0), default=-1)
    named = re.sub(r"\s+", "", text[:end]).lower() if end >= 0 else ""
    if named in _REFUSED:
        raise UnsupportedLocator(f"'{named}' asks {_REFUSED[named]}, which a snapshot does not run")
    if named not in STRATEGIES and named != "data":
        return "default", "", text
    value = text[end + 1 :].lstrip()
    return STRATEGIES.get(named, named), text[: len(text) - len(value)], value


def _usual_prefix(strategy: str, value: str) -> str:
    if strategy == "xpath":
        return "" if _IMPLICIT_XPATH.match(value) else "xpath:"
    if strategy == "default":
        return "" if _reads_as_default(value) else "default:"
    return _PREFIXES[strategy]


def _reads_as_default(text: str) -> bool:
    try:
        return _split(text) == ("default", "", text)
    except UnsupportedLocator:
        return False


def render(steps: Sequence[Step]) -> str:
    """The text of a chain without frames; `parse` gives the same steps back, kinds aside. Raises
    UnsupportedLocator for what the library has no words for."""
    text = " >> ".join(map(_rendered, steps))
    parts = _CHAIN.split(text)
    whole = text.strip() and len(parts) == len(steps) and not _OBJECT.search(text)
    if not whole or not all(map(_states, parts, steps)):
        raise UnsupportedLocator("SeleniumLibrary's locator syntax cannot state this value")
    return text


def _rendered(step: Step) -> str:
    usual = _usual(step)
    prefix = step.option("prefix", usual)
    written = f"{prefix}{_body(step)}"
    return written if _states(written, step) else f"{usual}{_body(step)}"


def _usual(step: Step) -> str:
    if step.strategy not in (*_PREFIXES, "xpath", "default") or not isinstance(step.value, str):
        raise UnsupportedLocator(f"SeleniumLibrary has no strategy '{step.strategy}'")
    return _usual_prefix(step.strategy, step.value)


def _body(step: Step) -> str:
    attribute = str(step.option("attribute"))
    if step.strategy != "attr":
        return str(step.value)
    if not attribute.startswith("data-") or step.option("exact") is not True:
        raise UnsupportedLocator("SeleniumLibrary's 'data' compares data- attributes as a whole")
    return f"{attribute.removeprefix('data-')}:{step.value}"


def _states(text: str, step: Step) -> bool:
    try:
        read = _step(text)
    except (LocatorSyntaxError, UnsupportedLocator):
        return False
    return (read.strategy, read.value) == (step.strategy, step.value)


def from_calls(calls: Sequence[Call]) -> Locator:
    """The locator that the last keyword states, in the frames that those before it selected.
    Raises LocatorSyntaxError, UnsupportedLocator."""
    frames: tuple[Step, ...] = ()
    steps: tuple[Step, ...] = ()
    for call in calls:
        keyword = normalised(call.name)
        if keyword == "unselectframe":
            frames = ()
        elif keyword in KEYWORDS:
            steps = (*frames, *_stated(call, KEYWORDS[keyword]))
            frames = (*steps, Step("frame", "")) if keyword == "selectframe" else frames
    if not steps:
        raise LocatorSyntaxError("the keywords state no locator")
    return Locator(NAME, steps)


def _stated(call: Call, kind: str) -> tuple[Step, ...]:
    given: Argument = call.args[0] if call.args else dict(call.options).get("locator")
    if not isinstance(given, str):
        raise LocatorSyntaxError(f"'{call.name[:60]}' has no locator text")
    *before, last = parse(given).steps
    options = (*last.options, ("kind", kind)) if kind else last.options
    return (*before, Step(last.strategy, last.value, options))


def to_calls(steps: Sequence[Step], language: str) -> tuple[Call, ...]:
    """`Select Frame` for each frame entered, then the call `locator`, which is no keyword but
    stands for any that takes one. Raises UnsupportedLocator."""
    calls: list[Call] = []
    start = 0
    for index, step in enumerate(steps):
        if step.strategy == "frame":
            calls.append(Call("Select Frame", (render(steps[start:index]),)))
            start = index + 1
    rest = steps[start:]
    return (*calls, Call("locator", (render(rest),))) if rest else tuple(calls)


def show(locator: Locator, language: str) -> str:
    """The text of the argument; frames before it."""
    texts = [str(call.args[0]) for call in to_calls(locator.steps, language)]
    return " > ".join(texts)


# --- messages ----------------------------------------------------------------------------------

_WITH_LOCATOR = re.compile(r"\b([A-Z][a-z]+(?: [a-z]+)*) with locator '(.*)' not found", re.S)
_NAMED = re.compile(
    r"(?:\b[Ee]lement|\bmatching locator|\bhave contained (?P<kind>[a-z ]+)"
    r"|\b(?P<named>Checkbox|List|Text field|Text area|Frame|Table)) '(?P<text>.*?)'"
    r"(?= (?:not|found|did|should|is|but|attribute|does|was|still|to|had|attempted)\b|[.:]?\s*$)",
    re.S,
)


def from_message(message: str) -> Locator:
    """The locator that an error of the library names. Raises LocatorSyntaxError,
    UnsupportedLocator."""
    found = _WITH_LOCATOR.search(message)
    if found:
        return _of_kind(found[2], found[1].lower())
    named = _NAMED.search(message)
    if named is None:
        raise LocatorSyntaxError("the message names no locator")
    return _of_kind(named["text"], named["kind"] or (named["named"] or "").lower())


def _of_kind(text: str, word: str) -> Locator:
    kind = word if word in CONSTRAINTS or word in ("input", "button", "form", "table") else ""
    call = Call("locator", (text,))
    return Locator(NAME, _stated(call, kind))


ROBOT_SELENIUM = Spoken(NAME, parse, resolve, from_calls, to_calls, show)
