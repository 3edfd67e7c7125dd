"""What Selenide's `$` and `find` take: CSS, XPath where it looks like one, `by...` calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.call_arguments import text_at
from selfheal_cli.locators.selenide_conditions import flags
from selfheal_cli.locators.selenium_calls import from_calls as from_selenium
from selfheal_cli.model import Argument, Call, Step

_ATTRIBUTES = {"byTitle": "title", "byValue": "value", "byTestId": "data-testid"}
_NAMED = {attribute: name for name, attribute in _ATTRIBUTES.items()}
_SELENIUM = {
    "byId": "id",
    "byName": "name",
    "byXpath": "xpath",
    "byCssSelector": "css",
    "byClassName": "class",
    "byTagName": "tag",
    "byLinkText": "link-text",
    "byPartialLinkText": "partial-link-text",
}
_BY_STRATEGY = {strategy: name for name, strategy in _SELENIUM.items()}
_TEXTS = {
    "byText": (True, False),
    "withText": (False, False),
    "byTextCaseInsensitive": (True, True),
    "withTextCaseInsensitive": (False, True),
}
_BY_FLAGS = {is_: name for name, is_ in _TEXTS.items()}
_PATHS = ("/", "./", "(/")


def looks_like_path(text: str) -> bool:
    """Whether a bare text is an XPath."""
    return text.startswith(_PATHS)


def read(given: Argument) -> Sequence[Step]:
    """The steps that a selector states. Raises LocatorSyntaxError, UnsupportedLocator."""
    if isinstance(given, str):
        return [Step("xpath" if looks_like_path(given) else "css", given)]
    if not isinstance(given, tuple) or not given:
        raise LocatorSyntaxError("a selector is expected")
    call = given[-1]
    name = call.name.rpartition(".")[2]
    by = _BY.get(name)
    return by(call, name) if by is not None else from_selenium(given).steps


def _by_selenium(call: Call, name: str) -> list[Step]:
    return [Step(_SELENIUM[name], text_at(call, 0))]


def _by_text(call: Call, name: str) -> list[Step]:
    exact, folded = _TEXTS[name]
    return [Step("text", text_at(call, 0), flags(exact=exact, folded=folded))]


def _by_tag(call: Call, name: str) -> list[Step]:
    options = flags(exact=name.startswith("by"), tag=text_at(call, 0))
    return [Step("text", text_at(call, 1), options)]


def _by_attribute(call: Call, name: str) -> list[Step]:
    stated = _ATTRIBUTES.get(name)
    attribute = stated or text_at(call, 0)
    value = text_at(call, 0 if stated else 1)
    return [Step("attr", value, (("attribute", attribute), ("exact", True)))]


def _by_shadow(call: Call, name: str) -> list[Step]:
    """`shadowCss(target, host, inner hosts...)`, the hosts from the outside."""
    texts = [text_at(call, at) for at in range(len(call.args))]
    if name == "shadowDeepCss" and texts:
        return [Step("css", texts[0], (("shadow", True),))]
    if len(texts) < 2:
        raise LocatorSyntaxError("shadowCss names no host")
    entered = [step for host in texts[1:] for step in (Step("css", host), Step("shadow", ""))]
    return [*entered, Step("css", texts[0])]


_BY: dict[str, Callable[[Call, str], list[Step]]] = {
    **dict.fromkeys(_SELENIUM, _by_selenium),
    **dict.fromkeys(_TEXTS, _by_text),
    **dict.fromkeys(("byTagAndText", "withTagAndText"), _by_tag),
    **dict.fromkeys(("byAttribute", *_ATTRIBUTES), _by_attribute),
    **dict.fromkeys(("shadowCss", "shadowDeepCss"), _by_shadow),
}


def write(step: Step) -> Argument:
    """The selector as an author gives it. Raises UnsupportedLocator."""
    value = step.value
    if not isinstance(value, str):
        raise UnsupportedLocator("Selenide finds by no regular expression")
    if step == Step("css", value):
        return (Call("byCssSelector", (value,)),) if looks_like_path(value) else value
    return (_by_call(step, value),)


def write_shadow(steps: Sequence[Step]) -> Argument:
    """Hosts, their shadow roots and what is looked for in the last. Raises UnsupportedLocator."""
    plain = all(step == Step("css", step.value) for step in steps[::2])
    if len(steps) % 2 == 0 or not plain:
        raise UnsupportedLocator("Selenide enters shadow roots of hosts that CSS names")
    *hosts, target = (str(step.value) for step in steps[::2])
    return (Call("shadowCss", (target, *hosts)),)


def _by_call(step: Step, value: str) -> Call:
    if step.strategy == "css" and step.option("shadow") is True:
        return Call("shadowDeepCss", (value,))
    if step.strategy in _BY_STRATEGY and not step.options:
        return Call(_BY_STRATEGY[step.strategy], (value,))
    if step.strategy == "text":
        return _text_call(step, value)
    if step.strategy == "attr" and step.option("exact") is True:
        attribute = str(step.option("attribute"))
        named = _NAMED.get(attribute)
        return Call(named, (value,)) if named else Call("byAttribute", (attribute, value))
    raise UnsupportedLocator(f"Selenide has no strategy '{step.strategy}'")


def _text_call(step: Step, value: str) -> Call:
    tag = step.option("tag")
    exact, folded = bool(step.option("exact")), bool(step.option("folded"))
    if not tag:
        return Call(_BY_FLAGS[exact, folded], (value,))
    if folded:
        raise UnsupportedLocator("with a tag, Selenide heeds upper and lower case")
    return Call("byTagAndText" if exact else "withTagAndText", (str(tag), value))
