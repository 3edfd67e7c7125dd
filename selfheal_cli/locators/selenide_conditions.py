"""Selenide's conditions, which choose among the elements of a collection: as calls and as steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators.call_arguments import text_at
from selfheal_cli.locators.css_parse import parse_selector
from selfheal_cli.locators.css_syntax import Attribute, Class, Part, Tag
from selfheal_cli.locators.css_write import escape_identifier, escape_string
from selfheal_cli.model import Argument, Call, Locator, Name, OptionValue, Pattern, Step, Value

NAME = "selenide"

_TEXTS = {
    "text": (False, False),
    "exactText": (True, False),
    "textCaseSensitive": (False, True),
    "exactTextCaseSensitive": (True, True),
}
_SYNONYMS = {"partialText": "text", "partialTextCaseSensitive": "textCaseSensitive"}
_ATTRIBUTES = {"id": "id", "name": "name", "type": "type", "exactValue": "value"}
_STATES = {"visible": "true", "appear": "true", "hidden": "false", "disappear": "false"}
_SELECTED = {
    "enabled": ":enabled",
    "disabled": ":disabled",
    "checked": ":checked",
    "selected": ":checked",
    "exist": "*",
}
_WRITTEN = {":enabled": "enabled", ":disabled": "disabled", ":checked": "checked", "*": "exist"}


def flags(**given: OptionValue) -> tuple[tuple[str, OptionValue], ...]:
    """The options that are set."""
    return tuple((name, value) for name, value in given.items() if value)


def call_of(given: Argument) -> Call | None:
    """The last call of an argument; a constant (`visible`) as a call without arguments."""
    if isinstance(given, Name):
        return Call(given.text)
    return given[-1] if isinstance(given, tuple) and given else None


def is_condition(given: Argument) -> bool:
    """Whether the argument is a condition rather than a selector."""
    call = call_of(given)
    if call is None:
        return False
    *owner, name = call.name.split(".")
    return "By" not in owner and name in _READ


def read(given: Argument) -> tuple[Step, ...]:
    """What a condition asks for. Raises UnsupportedLocator, LocatorSyntaxError."""
    call = call_of(given)
    name = call.name.rpartition(".")[2] if call else ""
    if call is None or name not in _READ:
        raise UnsupportedLocator(f"the condition '{name[:60]}' cannot be told from a page")
    return _READ[name](call, name)


def excluding(given: Argument) -> tuple[Step, ...]:
    """The condition turned round."""
    return (Step("not", "", (("locator", Locator(NAME, read(given))),)),)


def _text(call: Call, name: str) -> tuple[Step, ...]:
    exact, sensitive = _TEXTS[_SYNONYMS.get(name, name)]
    return (Step("has-text", text_at(call, 0), flags(exact=exact, sensitive=sensitive)),)


def _match_text(call: Call, name: str) -> tuple[Step, ...]:
    given = call.args[0] if call.args else None
    value: Value = given if isinstance(given, Pattern) else Pattern(text_at(call, 0))
    return (Step("has-text", value),)


def _attribute(call: Call, name: str) -> tuple[Step, ...]:
    attribute = _ATTRIBUTES.get(name)
    if attribute:
        return (Step("filter", f"[{attribute}={escape_string(text_at(call, 0))}]"),)
    attribute = escape_identifier(text_at(call, 0))
    value = f"={escape_string(text_at(call, 1))}" if len(call.args) > 1 else ""
    return (Step("filter", f"[{attribute}{value}]"),)


def _value(call: Call, name: str) -> tuple[Step, ...]:
    """Selenide looks for it inside of the value."""
    return (Step("filter", f"[value*={escape_string(text_at(call, 0))}]"),)


def _class(call: Call, name: str) -> tuple[Step, ...]:
    return (Step("filter", "." + escape_identifier(text_at(call, 0))),)


def _tag(call: Call, name: str) -> tuple[Step, ...]:
    return (Step("filter", escape_identifier(text_at(call, 0))),)


def _state(call: Call, name: str) -> tuple[Step, ...]:
    return (Step("visible", _STATES[name]),)


def _selected(call: Call, name: str) -> tuple[Step, ...]:
    return (Step("filter", _SELECTED[name]),)


def _not(call: Call, name: str) -> tuple[Step, ...]:
    return excluding(call.args[0] if call.args else None)


def _all_of(call: Call, name: str) -> tuple[Step, ...]:
    """`allOf(...)`; `and("name", ...)`."""
    given = [each for each in call.args if not isinstance(each, str)]
    return tuple(step for each in given for step in read(each))


_READ: dict[str, Callable[[Call, str], tuple[Step, ...]]] = {
    **dict.fromkeys((*_TEXTS, *_SYNONYMS), _text),
    **dict.fromkeys(("attribute", *_ATTRIBUTES), _attribute),
    **dict.fromkeys(("value", "partialValue"), _value),
    **dict.fromkeys(_STATES, _state),
    **dict.fromkeys(_SELECTED, _selected),
    **dict.fromkeys(("and", "allOf"), _all_of),
    "matchText": _match_text,
    "cssClass": _class,
    "tagName": _tag,
    "not": _not,
}


def write(steps: Sequence[Step]) -> Argument:
    """The condition for `steps` of one choice. Raises UnsupportedLocator."""
    if not steps:
        raise UnsupportedLocator("nothing is left out")
    if len(steps) > 1:
        return (Call("allOf", tuple(write([step]) for step in steps)),)
    step = steps[0]
    if step.strategy == "visible":
        return Name("visible" if step.value == "true" else "hidden")
    if step.strategy == "not":
        return (Call("not", (write(held(step).steps),)),)
    if step.strategy == "has-text":
        return (_text_call(step),)
    if step.strategy == "filter":
        return _filter(str(step.value))
    raise UnsupportedLocator(f"Selenide has no condition for '{step.strategy}'")


def _text_call(step: Step) -> Call:
    if isinstance(step.value, Pattern):
        if step.value.flags:
            raise UnsupportedLocator("Selenide takes an expression without flags")
        return Call("matchText", (step.value.source,))
    wanted = (bool(step.option("exact")), bool(step.option("sensitive")))
    return Call(next(name for name, is_ in _TEXTS.items() if is_ == wanted), (step.value,))


def _filter(selector: str) -> Argument:
    if selector in _WRITTEN:
        return Name(_WRITTEN[selector])
    match _only_part(selector):
        case Class(name):
            return (Call("cssClass", (name,)),)
        case Tag(name):
            return (Call("tagName", (name,)),)
        case Attribute(name, "", _, ""):
            return (Call("attribute", (name,)),)
        case Attribute(name, "=", value, ""):
            return (Call("attribute", (name, value)),)
        case Attribute("value", "*=", value, ""):
            return (Call("value", (value,)),)
    raise UnsupportedLocator("Selenide has no condition for it")


def _only_part(selector: str) -> Part | None:
    complexes = parse_selector(selector).complexes
    parts = complexes[0].compounds[0].parts
    single = len(complexes) == 1 and len(complexes[0].compounds) == 1 and len(parts) == 1
    return parts[0] if single else None


def held(step: Step) -> Locator:
    """The condition that a `not` step turns round."""
    given = step.option("locator")
    return given if isinstance(given, Locator) else Locator(NAME, ())
