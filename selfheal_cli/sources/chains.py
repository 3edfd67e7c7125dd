"""Values of the sources as the calls that state locators, for a dialect to understand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, product

from tree_sitter import Node

from selfheal_cli.locators.playwright_spelling import EXPECTING, meaning
from selfheal_cli.model import Argument, Call, Name, Pattern
from selfheal_cli.sources import names, robot_names, selenium
from selfheal_cli.sources.callers import call_arguments
from selfheal_cli.sources.evaluation import Evaluation
from selfheal_cli.sources.stated import Slot, Stated
from selfheal_cli.sources.values import (
    ArgThunk,
    Chain,
    ClassValue,
    Const,
    Env,
    Hole,
    Instance,
    Link,
    Record,
    Regex,
    Sequence,
    Symbol,
    Text,
    Value,
    Written,
)

_WIDEST = 16
_DEEPEST = 6
OPEN, CLOSE, FIRST = "\ue000", "\ue001", 0xE100
Group = tuple[Stated, ...]


@dataclass(slots=True)
class Marks:
    """Stand-ins for what only the run knew; a hole of one name has one stand-in."""

    names: list[str] = field(default_factory=list)

    def mark(self, hole: Hole) -> str:
        """The hole's run value, else its stand-in."""
        if hole.known:
            return hole.value
        if hole.name not in self.names:
            self.names.append(hole.name)
        return f"{OPEN}{chr(FIRST + self.names.index(hole.name))}{CLOSE}"


def groups(
    ev: Evaluation, value: Value, dialect: str, marks: Marks, depth: int = 0
) -> Iterator[Group]:
    """All chains of calls in a value, those in its arguments too; each may state a locator."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Chain):
        if dialect == "selenium":
            yield from _factory(ev, value, marks)
            for link in value.links:
                yield from _found_by_link(ev, link, marks)
            yield from nested_searches(ev, value, marks, depth)
        else:
            yield from chain_groups(ev, value, marks)
        args = [arg for link in value.links for arg in link.args]
    elif isinstance(value, Sequence):
        if dialect == "selenium":
            yield from _pair(ev, value.items, value.items, None, marks)
        args = list(value.items[:_WIDEST])
    elif isinstance(value, Record) and dialect == "selenium" and len(value.entries) == 1:
        yield from _keyed(ev, tuple(value.entries.values()), "find", marks)
        return
    else:
        return
    for arg in args:
        for inner in ev.forced(arg.thunk):
            yield from groups(ev, inner, dialect, marks, depth + 1)


def call_groups(
    ev: Evaluation, call: Node, env: Env, dialect: str, marks: Marks
) -> Iterator[Group]:
    """All chains that a call is worth or takes as an argument; of Robot's keywords, also those of
    the steps that they are made of."""
    for each, around in ((call, env), *robot_names.steps_of(ev, call, env)):
        for value in ev.values(each, around):
            yield from groups(ev, value, dialect, marks)
        for arg in call_arguments(each, around):
            for value in ev.forced(arg.thunk):
                yield from groups(ev, value, dialect, marks)


def bare_groups(
    ev: Evaluation, value: Value, node: Node, path: str, dialect: str, marks: Marks
) -> Iterator[Group]:
    """A text or sequence as it stands outside of any call that is known to state a locator."""
    yield from groups(ev, value, dialect, marks)
    yield from _bare_text(value, dialect, node, path)


# --- method chains -------------------------------------------------------------------------------


def chain_groups(ev: Evaluation, chain: Chain, marks: Marks) -> Iterator[Group]:
    """The chain's calls, for each combination of what their arguments may be worth; not of an
    assertion, whose locator is an argument."""
    if any(meaning(part) in EXPECTING for part in chain.links[0].name.split(".")):
        return
    named_links = [_qualified(ev, chain, chain.links[0]), *chain.links[1:]]
    options = [list(islice(_stated(ev, link, marks), _WIDEST)) for link in named_links]
    yield from islice(product(*options), _WIDEST)


_DECLARING = {"element": "find", "elements": "all", "section": "find", "sections": "all"}


def _qualified(ev: Evaluation, chain: Chain, link: Link) -> Link:
    """A factory of Selenium's by its last two words; what SitePrism's `element :name, "x"` finds
    as the query it makes."""
    first = ev.forced(link.args[0].thunk)[0] if link.args and link.name in _DECLARING else None
    if isinstance(first, Symbol) and first.name.startswith(":"):
        rest = [arg for arg in link.args[1:] if not _is_class(ev, arg)]
        return replace(link, name=_DECLARING[link.name], args=tuple(rest))
    is_factory = isinstance(chain.root, Symbol) and chain.root.name.split(".")[-1] == "By"
    return replace(link, name=f"By.{link.name}") if is_factory else link


def _is_class(ev: Evaluation, arg: ArgThunk) -> bool:
    value = ev.forced(arg.thunk)[0]
    return isinstance(value, ClassValue) or (isinstance(value, Symbol) and value.name[:1].isupper())


def _stated(ev: Evaluation, link: Link, marks: Marks) -> Iterator[Stated]:
    for given in islice(product(*_slot_options(ev, link)), _WIDEST):
        slots = tuple(_with_nested(ev, slot, marks) for slot in given)
        call = call_of(ev, link.name, slots, marks)
        yield Stated(
            call, "call", link.path, link.start, link.end, link.name_end,
            link.receiver_start, link.receiver_end, slots,
        )  # fmt: skip


def _with_nested(ev: Evaluation, slot: Slot, marks: Marks) -> Slot:
    if not isinstance(slot.value, Chain):
        return slot
    return replace(slot, nested=next(chain_groups(ev, slot.value, marks), ()))


def _slot_options(ev: Evaluation, link: Link) -> list[list[Slot]]:
    own = {id(arg) for arg in link.args}
    options: list[list[Slot]] = []
    for arg in names.spread_arguments(ev, link.args):
        placed = id(arg) in own
        values = ev.forced(arg.thunk)
        if isinstance(values[0], Record) and not arg.name:
            options.extend(_entries(ev, values[0], arg, placed))
            continue
        key: int | str = arg.name or len(options)
        span = (arg.start, arg.end) if placed else (-1, -1)
        options.append([Slot(key, value, *span) for value in values])
    return options


def _entries(ev: Evaluation, record: Record, arg: ArgThunk, placed: bool) -> Iterator[list[Slot]]:
    for key, entry in record.entries.items():
        inside = placed and arg.start <= entry.start and entry.end <= arg.end
        span = (entry.start, entry.end) if inside else (-1, -1)
        yield [Slot(key, value, *span) for value in ev.forced(entry.thunk)]


def call_of(ev: Evaluation, name: str, slots: tuple[Slot, ...], marks: Marks) -> Call:
    """The call as a dialect reads it."""
    args = [_given(ev, slot, marks) for slot in slots if isinstance(slot.key, int)]
    options = [(slot.key, _given(ev, slot, marks)) for slot in slots if isinstance(slot.key, str)]
    return Call(name, tuple(args), tuple(options))


def _given(ev: Evaluation, slot: Slot, marks: Marks) -> Argument:
    if isinstance(slot.value, Chain):
        return _chain_argument(ev, slot.value, slot.nested)
    return argument(ev, slot.value, marks)


def argument(ev: Evaluation, value: Value, marks: Marks) -> Argument:
    """A value as an argument; what no dialect reads becomes a name."""
    match value:
        case Text():
            return shown(value, marks)
        case Const():
            return value.value
        case Regex():
            return Pattern(value.source, value.flags)
        case Symbol():
            return Name(value.name)
        case Chain():
            return _chain_argument(ev, value, next(chain_groups(ev, value, marks), ()))
        case Instance():
            return Name(value.of.cls.name)
        case _:
            return marks.mark(Hole(getattr(value, "name", "?")))


def shown(text: Text, marks: Marks) -> str:
    """The text with stand-ins for what is not known."""
    return "".join(
        piece.text if isinstance(piece, Written) else marks.mark(piece) for piece in text.pieces
    )


def _chain_argument(ev: Evaluation, chain: Chain, nested: Group) -> Argument:
    made = made_pattern(ev, chain)
    if made is not None:
        return made
    return tuple(stated.call for stated in nested) or Name("?")


_PATTERNS = frozenset({"compile", "RegExp", "new Regex", "Regexp"})
_PYTHON_FLAGS = {
    "CASE_INSENSITIVE": "i",
    "IgnoreCase": "i",
    "Multiline": "m",
    "Singleline": "s",
    "I": "i",
    "IGNORECASE": "i",
    "M": "m",
    "MULTILINE": "m",
    "S": "s",
    "DOTALL": "s",
}


def made_pattern(ev: Evaluation, chain: Chain) -> Pattern | None:
    """`re.compile("...", re.I)` and `new RegExp("...", "i")`."""
    link = chain.links[-1]
    if len(chain.links) != 1 or link.name not in _PATTERNS or not link.args:
        return None
    source = ev.forced(link.args[0].thunk)[0]
    if not isinstance(source, Text) or not source.known:
        return None
    flags = ""
    for arg in link.args[1:]:
        value = ev.forced(arg.thunk)[0]
        if isinstance(value, Symbol):
            flags += _PYTHON_FLAGS.get(value.name.rsplit(".", 1)[-1], "")
        elif isinstance(value, Text):
            flags += value.value
    return Pattern(source.value, flags)


# --- Selenium ------------------------------------------------------------------------------------


def _found_by_link(ev: Evaluation, link: Link, marks: Marks) -> Iterator[Group]:
    if selenium.kind_of_method(link.name) is not None:
        for stated in _stated(ev, link, marks):
            yield (_renamed(stated, link.name, "suffix"),)
        return
    yield from _keyed(ev, link.args, link.name, marks)
    yield from _pair(ev, tuple(names.spread_arguments(ev, link.args)), link.args, link, marks)


def nested_searches(ev: Evaluation, chain: Chain, marks: Marks, depth: int = 0) -> Iterator[Group]:
    """Searches inside of what an earlier call of the chain found, with those that lead there:
    `wait.until(visible(ROW)).find_element(CELL)`; none where an earlier call states several."""
    if not any(selenium.searches(link.name) for link in chain.links[1:]):
        return
    outer: Group = ()
    for link in chain.links:
        own = list(islice(_found_by_link(ev, link, marks), _WIDEST))
        args = (inner for arg in link.args for inner in ev.forced(arg.thunk))
        told = own or [g for value in args for g in groups(ev, value, "selenium", marks, depth + 1)]
        if len({tuple(stated.call for stated in group) for group in told}) > 1:
            return
        if outer and told and selenium.searches(link.name):
            yield (*outer, *told[0])
        outer = (*outer, *told[0]) if told else outer


def _factory(ev: Evaluation, chain: Chain, marks: Marks) -> Iterator[Group]:
    link = chain.links[0]
    root = chain.root.name if isinstance(chain.root, Symbol) else ""
    kind = selenium.kind_of_factory(root, link.name)
    if kind is not None and len(chain.links) == 1:
        for stated in _stated(ev, link, marks):
            yield (_renamed(stated, f"By.{link.name}", "factory"),)


def _renamed(stated: Stated, name: str, form: str) -> Stated:
    return Stated(
        Call(name, stated.call.args, stated.call.options), form, stated.path, stated.start,
        stated.end, stated.name_end, stated.receiver_start, stated.receiver_end, stated.slots,
    )  # fmt: skip


def _pair(
    ev: Evaluation,
    args: tuple[ArgThunk, ...],
    own: tuple[ArgThunk, ...],
    link: Link | None,
    marks: Marks,
) -> Iterator[Group]:
    """A kind and a value side by side: in a tuple, or as a call's first or named arguments."""
    by_name = {arg.name.lower(): arg for arg in args if arg.name}
    first = next((arg for arg in args if not arg.name), None)
    kind_arg = by_name.get("by") or by_name.get("how") or first
    rest = [arg for arg in args if not arg.name and arg is not kind_arg]
    value_arg = by_name.get("value") or by_name.get("using") or (rest[0] if rest else None)
    if kind_arg is None or value_arg is None or (link is None and len(args) != 2):
        return
    placed = any(arg is kind_arg for arg in own)
    for kind_value, value in product(ev.forced(kind_arg.thunk), ev.forced(value_arg.thunk)):
        kind = selenium.kind_of(kind_value)
        if kind is None or not isinstance(value, Text):
            continue
        slot = Slot(0, value, *((value_arg.start, value_arg.end) if placed else (-1, -1)))
        home = kind_arg.thunk.env.module
        start = min(kind_arg.start, value_arg.start)
        end = max(kind_arg.end, value_arg.end)
        name = selenium.canonical(kind, home.language.api)
        yield (
            Stated(
                Call(name, (shown(value, marks),)), "pair", home.path, start, end, kind_arg.end,
                start, start, (slot,), kind_value,
            ),
        )  # fmt: skip


def _keyed(ev: Evaluation, args: tuple[ArgThunk, ...], name: str, marks: Marks) -> Iterator[Group]:
    """An option whose name is the kind: `find_element(id: "x")`, `@FindBy(id = "x")`."""
    for arg in args:
        home = arg.thunk.env.module
        kind = selenium.kind_of_key(arg.name) if arg.name else None
        if kind is None or not selenium.takes_options(name, home.language.api):
            continue
        for value in ev.forced(arg.thunk):
            if isinstance(value, Text):
                call = Call(selenium.canonical(kind, home.language.api), (shown(value, marks),))
                end = arg.start + len(arg.name.encode())
                slot = Slot(0, value, arg.start, arg.end)
                yield (
                    Stated(
                        call, "option", home.path, arg.start, arg.end, end, arg.start, arg.start,
                        (slot,),
                    ),
                )  # fmt: skip


# --- bare texts ----------------------------------------------------------------------------------

_TAKERS = {"cypress": "get", "webdriverio": "$", "selenide": "$", "capybara": "find"}
"""The call of a dialect that takes a text as a whole locator, where it is not `locator`."""


def _bare_text(value: Value, dialect: str, node: Node, path: str) -> Iterator[Group]:
    """A text that may be a whole locator for a function that the sources do not show."""
    if not isinstance(value, Text) or not value.known or not value.value:
        return
    kinds = [selenium.canonical(kind, "python") for kind in selenium.WORDS]
    names_ = kinds if dialect == "selenium" else [_TAKERS.get(dialect, "locator")]
    start, end = node.start_byte, node.end_byte
    slot = Slot(0, value, start, end)
    prefix = selenium.prefix_of(value.value) if dialect == "selenium" else None
    if prefix is not None:
        call = Call(selenium.canonical(prefix.kind, "python"), (value.value[len(prefix.text) :],))
        yield (Stated(call, "prefixed", path, start, end, start, start, start, (slot,)),)
    for name in names_:
        call = Call(name, (value.value,))
        yield (Stated(call, "text", path, start, end, start, start, start, (slot,)),)
