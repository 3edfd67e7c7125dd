"""Calls of Selenide's API to a locator and back.

Languages hand on `$("a").find(byText("x"))` as `Call("$", ("a",)), Call("find", ((Call("byText",
("x",)),),))`: selectors and conditions inside of a call are chains of calls, a constant
(`visible`) is a `Name`. A `$` stands for the first element it finds, so that a further search
starts there; `$$` for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators import selenide_by, selenide_conditions
from selfheal_cli.locators.call_arguments import text_at
from selfheal_cli.model import Call, Locator, Step

_FINDERS = frozenset({"$", "$$", "element", "elements"})
_INNER = _FINDERS | {"find", "findAll"}
_FILTERS = frozenset({"filter", "filterBy", "exclude", "excludeWith"})
_CHOOSERS = frozenset({"find", "findBy"})
_AXES = {"parent": "parent", "closest": "closest", "ancestor": "closest"}
_SIBLINGS = {"sibling": "following-sibling", "preceding": "preceding-sibling"}
_BEFORE = frozenset({"Selenide", "page", "open", "driver"})
# Calls that give back what they are called on; a `should...` too.
_SAME = frozenset(
    """setValue val append type clear click doubleClick contextClick hover press pressEnter
    pressTab pressEscape scrollTo scrollIntoView scrollIntoCenter as highlight paste
    selectRadio setSelected snapshot asFixedIterable asDynamicIterable""".split()  # noqa: SIM905
)


def from_calls(calls: Sequence[Call]) -> Locator:
    """The locator that a chain of calls states; what follows a call that gives no element is
    passed over. Raises LocatorSyntaxError, UnsupportedLocator."""
    steps: list[Step] = []
    for call in calls:
        name = call.name.rpartition(".")[2]
        added = _more(name, call) if steps else _begun(name, call)
        if added is not None:
            steps += added
        elif steps and not _gives_itself(name):
            break
    if not steps:
        raise LocatorSyntaxError("the calls state no locator")
    return Locator(selenide_conditions.NAME, tuple(steps))


def _gives_itself(name: str) -> bool:
    return name in _SAME or name.startswith("should")


def _begun(name: str, call: Call) -> Sequence[Step] | None:
    """What the first call states; None where one may yet follow."""
    if name in ("$x", "$$x"):
        return [Step("xpath", text_at(call, 0)), *_index(call)]
    if name in _FINDERS and call.args:
        return [*selenide_by.read(call.args[0]), *_index(call)]
    if name in _BEFORE:
        return None
    raise LocatorSyntaxError(f"'{call.name[:60]}' states no locator")


def _more(name: str, call: Call) -> Sequence[Step] | None:
    """What a further call adds; None where it adds nothing."""
    first = call.args[0] if call.args else None
    if name in _FILTERS:
        exclude = name.startswith("exclude")
        return (selenide_conditions.excluding if exclude else selenide_conditions.read)(first)
    if name == "findBy" or (name in _CHOOSERS and selenide_conditions.is_condition(first)):
        return [*selenide_conditions.read(first), Step("nth", "0")]
    if name in _INNER or name in ("$x", "$$x"):
        return _begun(name if name.startswith("$") else "$", call)
    if name in ("get", "first", "last"):
        return _chosen(name, call)
    return _relative(name, call)


def _chosen(name: str, call: Call) -> Sequence[Step]:
    if name != "get" and call.args:
        raise UnsupportedLocator(f"'{name}' of several elements is no locator")
    index = call.args[0] if call.args else 0 if name == "first" else -1
    if not isinstance(index, int):
        raise LocatorSyntaxError("'get' takes an index")
    return [Step("nth", str(index))]


def _relative(name: str, call: Call) -> Sequence[Step] | None:
    first = call.args[0] if call.args else 0
    if name in _AXES:
        if len(call.args) > 1:
            raise UnsupportedLocator("of the ancestors, only the nearest is looked for")
        text = text_at(call, 0) if call.args else ""
        return [Step("axis", text, (("to", _AXES[name]),))]
    if name in _SIBLINGS:
        index = first if isinstance(first, int) else 0
        return [Step("xpath", f"{_SIBLINGS[name]}::*[{index + 1}]")]
    return [Step("xpath", "*[last()]")] if name == "lastChild" else None


def _index(call: Call) -> Sequence[Step]:
    index = call.args[1] if len(call.args) > 1 else None
    return [Step("nth", str(index))] if isinstance(index, int) else []


# --- and back ----------------------------------------------------------------------------------

_CONDITIONS = frozenset({"has-text", "visible", "filter", "not"})
_CHOOSING = _CONDITIONS | {"nth"}
_FIRST = Step("nth", "0")


def to_calls(steps: Sequence[Step], language: str) -> tuple[Call, ...]:
    """`$` for an element, `$$` where something is chosen among several. Raises
    UnsupportedLocator."""
    return tuple(_calls(tuple(steps)))


def _calls(steps: tuple[Step, ...]) -> Iterator[Call]:
    index = 0
    while index < len(steps):
        end = _end_of_shadow(steps, index)
        following = steps[end].strategy if end < len(steps) else ""
        several = following in _CHOOSING
        if end - index > 1:
            by = selenide_by.write_shadow(steps[index:end])
            yield Call(_method(index == 0, several), (by,))
        elif index and steps[index].strategy in _CONDITIONS and steps[end : end + 1] == (_FIRST,):
            yield Call("findBy", (selenide_conditions.write(steps[index:end]),))
            end += 1
        else:
            yield _call(steps[index], index == 0, several)
        index = end


def _end_of_shadow(steps: Sequence[Step], start: int) -> int:
    """Where the hosts, roots and target end that one call states."""
    end = start + 1
    while end < len(steps) and steps[end].strategy == "shadow":
        end += 2
    return min(end, len(steps))


def _method(begins: bool, several: bool) -> str:
    return ("$$" if several else "$") if begins else ("findAll" if several else "find")


def _call(step: Step, begins: bool, several: bool) -> Call:
    if step.strategy == "axis" and not begins:
        return _axis(step)
    if step.strategy in _CHOOSING and not begins:
        return _choice(step)
    method = _method(begins, several)
    if step == Step("xpath", step.value) and begins and isinstance(step.value, str):
        return Call(method + "x", (step.value,))
    return Call(method, (selenide_by.write(step),))


def _axis(step: Step) -> Call:
    to = str(step.option("to"))
    if to not in ("parent", "closest") or (to == "parent") is bool(step.value):
        raise UnsupportedLocator(f"Selenide has no traversal '{to}'")
    return Call(to, (step.value,) if step.value else ())


def _choice(step: Step) -> Call:
    if step.strategy == "nth":
        index = int(str(step.value))
        if index < -1:
            raise UnsupportedLocator("Selenide counts from the start")
        return Call("get", (index,)) if index > 0 else Call("last" if index else "first")
    if step.strategy == "not":
        return Call("exclude", (selenide_conditions.write(selenide_conditions.held(step).steps),))
    return Call("filter", (selenide_conditions.write([step]),))
