"""Calls of Selenium's clients to a locator and back.

How languages hand them on: `By.ID` and a factory are named by their last two words
(`Call("By.id", ("x",))`); Ruby's symbol is a `Name` (`Name(":id")`), its keyword argument and the
object of JavaScript (`{css: "x"}`) are options; an annotation is a call of its name
(`Call("FindBy", (), (("id", "x"),))`), and a locator inside of another call a chain of calls.
Constructed objects are named `new ByChained`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.selenium_words import NAME, SPELLED, STRATEGIES, folded, from_pair
from selfheal_cli.model import Argument, Call, Locator, Name, OptionValue, Step

_RELATIVE = frozenset(
    """locatewith withtagname above below near toleftof torightof straightabove straightbelow
    straightleftof straightrightof relativeby""".split()  # noqa: SIM905
)
_FIND = re.compile(r"[fF]ind_?[eE]lements?(?:_by_|By)(?P<by>\w+)\Z")
_FINDING = frozenset({"findelement", "findelements", "findelementasync", "findelementsasync"})
_ANNOTATIONS = frozenset({"findby", "findsby"})
_ALL_OF = frozenset({"findbys", "bychained", "findsbysequence"})
_ANY_OF = frozenset({"findall", "byall", "findsbyall"})
_SPECIAL = re.compile(r"[^\w-]")


def from_calls(calls: Sequence[Call]) -> Locator:
    """The locator that `By` calls state, one step each. Raises LocatorSyntaxError,
    UnsupportedLocator for relative locators."""
    steps = [step for call in calls for step in _steps(call)]
    if not steps:
        raise LocatorSyntaxError("the calls state no locator")
    return Locator(NAME, tuple(steps))


def _steps(call: Call) -> tuple[Step, ...]:
    bare = folded(re.split(r"[. @]", call.name)[-1])
    if bare in _ANNOTATIONS:
        return _annotation(call)
    if bare in _ALL_OF:
        return tuple(step for locator in _parts(call) for step in locator.steps)
    if bare in _ANY_OF:
        return _any_of(_parts(call))
    by = _by(call.name)
    if by == "js":
        raise UnsupportedLocator("a script of the test's own finds it")
    if by in _RELATIVE or "RelativeLocator" in call.name:
        raise UnsupportedLocator("relative locators need the page's layout")
    if by in STRATEGIES:
        return _written(call.name, from_pair(by, _text(call)).steps[0])
    if by in _FINDING:
        pair = _pair(call)
        if pair:
            return from_pair(*pair).steps
    return tuple(step for locator in _parts(call) for step in locator.steps)


def _written(name: str, step: Step) -> tuple[Step, ...]:
    tail = name.rpartition(".")[2]
    language = "javascript" if tail == "className" else "python" if "_" in tail else ""
    client = _own_way(step, language)
    return (Step("class", step.value, (("client", client),)),) if client else (step,)


def _own_way(step: Step, language: str) -> str:
    """The client, where it makes of a class another selector than the value's name: Python's puts
    the value in as it stands, JavaScript's joins several."""
    value = step.value if isinstance(step.value, str) and step.strategy == "class" else ""
    several = language == "javascript" and re.search(r"\s", value)
    raw = language == "python" and _SPECIAL.search(value)
    return language if several or raw else ""


def _by(name: str) -> str:
    found = _FIND.fullmatch(name)
    if found:
        return folded(found["by"])
    head, dot, tail = name.rpartition(".")
    named = folded(name.removeprefix("new "))
    if dot and (head.endswith(("By", "by")) or folded(tail) in _FINDING):
        return folded(tail)
    if named == "byidorname":
        return "idorname"
    return folded(name) if dot or named in _RELATIVE or named in _FINDING else ""


def _text(call: Call) -> str:
    value = call.args[0] if call.args else dict(call.options).get("value")
    if not isinstance(value, str):
        raise LocatorSyntaxError(f"'{call.name[:60]}' has no text")
    return value


def _pair(call: Call) -> tuple[str, str] | None:
    """Strategy and value as two arguments, or as the one option that names a strategy."""
    if len(call.args) == 2 and isinstance(call.args[1], str):
        using = call.args[0]
        return (using.text if isinstance(using, Name) else str(using)), call.args[1]
    if len(call.args) == 2:
        raise LocatorSyntaxError(f"'{call.name[:60]}' has no text")
    for name, value in call.options:
        if folded(name) in STRATEGIES and isinstance(value, str):
            return name, value
    return None


def _annotation(call: Call) -> tuple[Step, ...]:
    """`@FindBy(id = "x")`, `@FindBy(how = How.ID, using = "x")`, C#'s `FindsBy`."""
    given = {name.lower(): value for name, value in call.options}
    how, using = given.get("how"), given.get("using")
    if isinstance(how, Name) and isinstance(using, str):
        return from_pair(how.text.rpartition(".")[2], using).steps
    for name, value in given.items():
        if folded(name) in STRATEGIES and isinstance(value, str):
            return from_pair(name, value).steps
    raise LocatorSyntaxError(f"'{call.name[:60]}' states no locator")


def _parts(call: Call) -> Iterator[Locator]:
    """The locators among the arguments."""
    values: list[Argument] = [*call.args, *(value for _, value in call.options)]
    return (from_calls(value) for value in values if isinstance(value, tuple))


def _any_of(locators: Iterator[Locator]) -> tuple[Step, ...]:
    first, *others = list(locators) or [Locator(NAME, ())]
    either = tuple(Step("or", "", (("locator", other),)) for other in others)
    if not first.steps:
        raise LocatorSyntaxError("nothing is given to choose from")
    return (Step("chain", "", (("locator", Locator(NAME, (*first.steps, *either))),)),)


def held(step: Step) -> Locator:
    """The locator inside of a `chain` or `or` step."""
    given: OptionValue = step.option("locator")
    return given if isinstance(given, Locator) else Locator(NAME, ())


def to_calls(steps: Sequence[Step], language: str) -> tuple[Call, ...]:
    """`By.ID` and its like in the language's spelling. Raises UnsupportedLocator."""
    return tuple(_call(step, language) for step in steps)


def _call(step: Step, language: str) -> Call:
    names = SPELLED.get(language, SPELLED["javascript"])
    if step.strategy == "chain" and language in ("java", "csharp"):
        return _choice(step, language)
    if step.strategy == "identifier" and language in ("java", "csharp"):
        return Call("new ByIdOrName", (step.value,))
    if step.strategy not in names or not isinstance(step.value, str):
        raise UnsupportedLocator(f"Selenium has no strategy '{step.strategy}'")
    if step.option("client") != _own_way(step, language):
        raise UnsupportedLocator(
            f"this client reads the class {step.value[:60]!r} as something else"
        )
    if language == "ruby":
        return Call("find_element", (Name(names[step.strategy]), step.value))
    return Call("By." + names[step.strategy], (step.value,))


def _choice(step: Step, language: str) -> Call:
    """`ByAll`, each way as one `By` or `ByChained`."""
    steps = held(step).steps
    first = [each for each in steps if each.strategy != "or"]
    ways = [first, *(list(held(each).steps) for each in steps if each.strategy == "or")]
    return Call("new ByAll", tuple((_one(way, language),) for way in ways))


def _one(steps: Sequence[Step], language: str) -> Call:
    calls = to_calls(steps, language)
    return calls[0] if len(calls) == 1 else Call("new ByChained", tuple((c,) for c in calls))
