"""Calls of Capybara's session to a locator and back.

How languages hand them on: symbols as `Name(":css")`, keywords as options, a block's calls after
`within`; a matcher (`to have_button("x")`) as a chain of calls in an argument. Each link starts
from the element before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators import capybara_options
from selfheal_cli.locators.api_show import INDEX
from selfheal_cli.locators.call_arguments import chained, index_at
from selfheal_cli.locators.capybara_kinds import EITHER, KINDS, NAME, PLAIN
from selfheal_cli.locators.patterns import canonical
from selfheal_cli.model import Argument, Call, Locator, Name, OptionValue, Pattern, Step, Value

_KINDS = {
    "click_button": "button",
    "find_button": "button",
    "click_link": "link",
    "find_link": "link",
    "click_on": EITHER,
    "click_link_or_button": EITHER,
    "find_field": "field",
    "fill_in": "fillable_field",
    "choose": "radio_button",
    "check": "checkbox",
    "uncheck": "checkbox",
    "attach_file": "file_field",
    "find_by_id": "id",
    "within_fieldset": "fieldset",
    "within_table": "table",
    "within_frame": "frame",
}
_STATED = ("button", "link", "field", "select", "table", "css", "xpath", "element")
_ASSERTED = {f"{verb}_{kind}": kind for verb in ("have", "has") for kind in _STATED}
_QUERIES = frozenset(
    """find find_all all first within have_selector has_selector assert_selector
    assert_all_of_selectors""".split()  # noqa: SIM905
)
_MANY = frozenset({"all", "find_all", "first"})
_AXES = frozenset({"ancestor", "sibling"})
_SELECTING = frozenset({"select", "unselect"})
_BEFORE = frozenset({"page", "Capybara", "current_session", "current_scope", "session", "visit"})
_WRITTEN = {"button": "find_button", "link": "find_link", "field": "find_field"}


def from_calls(calls: Sequence[Call]) -> Locator:
    """The locator that a chain of calls states; what acts or asserts is passed over. Raises
    LocatorSyntaxError, UnsupportedLocator."""
    return Locator(NAME, chained(calls, _steps))


def _steps(call: Call, begun: bool) -> Sequence[Step]:
    name = call.name.rpartition(".")[2].rstrip("?")
    if name in _AXES and begun:
        return _axis(name, call)
    if name == INDEX and begun:
        return [Step("nth", str(index_at(call, 0)))]
    if name in ("first", "last") and begun and not call.args and not call.options:
        return [Step("nth", "0" if name == "first" else "-1")]
    if name in _SELECTING and call.args:
        return _selected(call)
    if name in _KINDS or name in _ASSERTED or name in _QUERIES:
        return _query(name, call)
    inner = _inner(call)
    if inner or begun or name in _BEFORE or name == "expect":
        return inner
    raise LocatorSyntaxError(f"'{call.name[:60]}' states no locator")


def _inner(call: Call) -> Sequence[Step]:
    """The locator in an argument: `expect(find("a"))`, `to have_css("b")`."""
    given = call.args[0] if call.args else None
    if not isinstance(given, tuple) or all(each.name in _BEFORE for each in given):
        return ()
    return from_calls(given).steps


def _query(name: str, call: Call) -> Sequence[Step]:
    if name.startswith("within") and _inner(call):
        return [*_inner(call), _entered(name)]
    stated = _KINDS.get(name) or _ASSERTED.get(name)
    kind, args = (stated, call.args) if stated else _kind(call)
    if name == "attach_file":
        args = args[:-1]
    options = capybara_options.read(call, ("with",) if name == "fill_in" else ())
    if name in _MANY or name.startswith(("has_", "have_", "assert_")):
        options["match"] = "all"
    step = _step(kind, args, options)
    if name.startswith("within"):
        return [step, _entered(name)]
    return [step, Step("nth", "0")] if name == "first" else [step]


def _entered(name: str) -> Step:
    return Step("frame" if name == "within_frame" else "within", "")


def _kind(call: Call) -> tuple[str, tuple[Argument, ...]]:
    first = call.args[0] if call.args else None
    if not isinstance(first, Name):
        return "css", call.args
    return first.text.removeprefix(":"), call.args[1:]


def _step(kind: str, args: Sequence[Argument], options: dict[str, OptionValue]) -> Step:
    strategy = PLAIN.get(kind, "default")
    if strategy == "default":
        if kind != EITHER and kind not in KINDS:
            raise UnsupportedLocator(f"the selector ':{kind[:60]}' is not one of Capybara's own")
        options["kind"] = kind
    value = _value(args, strategy)
    if not args:
        options["any"] = True
    return Step(strategy, value, capybara_options.ordered(options))


def _value(args: Sequence[Argument], strategy: str) -> Value:
    given = args[0] if args else ""
    if isinstance(given, Name) and given.text.startswith(":"):
        return given.text[1:]
    if isinstance(given, str) and (args or strategy == "default"):
        return given
    if isinstance(given, Pattern) and strategy == "id":
        return canonical(given)
    raise LocatorSyntaxError("a text is expected")


def _selected(call: Call) -> Sequence[Step]:
    """`select "Option", from: "Box"`: the box, then the option in it."""
    box = dict(call.options).get("from")
    options = capybara_options.read(call, ("from",))
    option = _step("option", call.args, dict(options))
    return [_step("select", (box,), options), option] if box is not None else [option]


def _axis(name: str, call: Call) -> Sequence[Step]:
    kind, args = _kind(call)
    step = _step(kind, args, capybara_options.read(call))
    return [Step("axis", "", (("to", name), ("locator", Locator(NAME, (step,)))))]


# --- and back ----------------------------------------------------------------------------------


def to_calls(steps: Sequence[Step], language: str) -> tuple[Call, ...]:
    """`find` and its like for each step, by kind. Raises UnsupportedLocator."""
    calls: list[Call] = []
    for index, step in enumerate(steps):
        following = steps[index + 1] if index + 1 < len(steps) else Step("", "")
        before = steps[index - 1] if index else Step("", "")
        call = _call(step, before, following)
        calls += [] if call is None else [call]
    return tuple(calls)


def _call(step: Step, before: Step, following: Step) -> Call | None:
    """None where the call before says it already."""
    if step.strategy in ("within", "frame", "nth"):
        return _marked(step, before)
    if step.strategy == "axis":
        return _axis_call(step)
    kind = str(step.option("kind"))
    if step.option("match") == "all":
        first = following == Step("nth", "0")
        return _written("first" if first else "all", step, ("match",))
    if following.strategy == "within":
        return _written("within", step)
    entered = "within_frame" if following.strategy == "frame" and kind == "frame" else ""
    named = entered or _WRITTEN.get(kind)
    return (
        Call(named, _args(step), capybara_options.write(step)) if named else _written("find", step)
    )


def _axis_call(step: Step) -> Call:
    held = step.option("locator")
    if step.option("to") not in _AXES or not isinstance(held, Locator):
        raise UnsupportedLocator("Capybara has no such traversal")
    return _written(str(step.option("to")), held.steps[0])


def _marked(step: Step, before: Step) -> Call | None:
    if step.strategy == "nth" and before.option("match") == "all":
        index = int(str(step.value))
        return None if index == 0 else Call(INDEX, (index,))
    if step.strategy == "within" and before.strategy not in ("", "within", "frame", "nth", "axis"):
        return None
    if step.strategy == "frame" and before.option("kind") == "frame":
        return None
    raise UnsupportedLocator("Capybara has no call for it here")


def _written(method: str, step: Step, left_out: Sequence[str] = ()) -> Call:
    kind = str(step.option("kind")) or next(
        (name for name, strategy in PLAIN.items() if strategy == step.strategy), ""
    )
    if not kind or (step.strategy != "default" and step.option("kind")):
        raise UnsupportedLocator(f"Capybara has no selector '{step.strategy}'")
    plain = kind == "css" and not step.option("any")
    named: tuple[Argument, ...] = () if plain else (Name(f":{kind}"),)
    return Call(method, (*named, *_args(step)), capybara_options.write(step, left_out))


def _args(step: Step) -> tuple[Argument, ...]:
    if step.option("any"):
        return ()
    if isinstance(step.value, Pattern) and step.strategy != "id":
        raise UnsupportedLocator("Capybara's locators are texts")
    return (step.value,)
