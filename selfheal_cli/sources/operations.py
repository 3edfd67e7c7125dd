"""What known operations do with values: parts, methods of texts, functions that hand on."""

from __future__ import annotations

from tree_sitter import Node

from selfheal_cli.sources import loading, names, objects, robot_library, texts
from selfheal_cli.sources.evaluation import Evaluation, Values
from selfheal_cli.sources.nodes import source
from selfheal_cli.sources.syntax import (
    CallExpr,
    ClassExpr,
    ConstExpr,
    Expr,
    FunctionExpr,
    ListExpr,
    MemberExpr,
    RegexExpr,
)
from selfheal_cli.sources.values import (
    ArgThunk,
    Callable,
    Chain,
    ClassValue,
    Const,
    Env,
    Instance,
    Link,
    ModuleValue,
    Record,
    Regex,
    Sequence,
    Symbol,
    Text,
    Thunk,
    Value,
    Written,
)


def element(ev: Evaluation, owner: Value, step: str | int) -> Values:
    """A part of a value: a key, an index, or "*" for each element."""
    match owner:
        case Sequence():
            return _item(ev, owner, step)
        case Record():
            return _entry(ev, owner, step)
        case Instance() | ClassValue() if isinstance(step, str):
            return (owner,) if step == "enter" else objects.members(ev, owner, step)
        case ModuleValue() if isinstance(step, str):
            return names.exported(ev, owner.module, step)
        case Chain():
            held = loading.documents(ev, owner)
            if step == "enter":
                return (owner,) if held else ()
            return tuple(value for each in held for value in ev.element(each, step))
        case Symbol() if step != "*":
            return (Symbol(f"{owner.name}.{step}", owner.path, owner.start, owner.end),)
    return ()


def _item(ev: Evaluation, owner: Sequence, step: str | int) -> Values:
    if step == "*":
        return tuple(v for item in owner.items for v in ev.forced(item.thunk))
    index = int(step) if isinstance(step, int) or step.lstrip("-").isdigit() else None
    if index is None or not -len(owner.items) <= index < len(owner.items):
        return ()
    return ev.forced(owner.items[index].thunk)


def _entry(ev: Evaluation, owner: Record, step: str | int) -> Values:
    if step == "*":
        return tuple(v for e in owner.entries.values() for v in ev.forced(e.thunk))
    entry = owner.entries.get(str(step))
    if entry is None and isinstance(step, int) and 0 <= step < len(owner.entries):
        entry = _cell(owner, step)
    return ev.forced(entry.thunk) if entry is not None else ()


def _cell(record: Record, index: int) -> ArgThunk | None:
    """A cell of a table's row by its place."""
    found = [*record.entries.values()][index]
    return found if found.thunk.env.module.language.name == "csv" else None


def as_text(ev: Evaluation, arg: ArgThunk) -> Text:
    """An argument put into a text."""
    shown = source(arg.thunk.node, arg.thunk.env.module.text)
    return Text(texts.pieces_of(ev.forced(arg.thunk)[0], shown))


def handed_through(
    ev: Evaluation, called: Symbol, args: tuple[ArgThunk, ...], node: Node, env: Env
) -> Values | None:
    """What functions that every author knows give back: their argument."""
    if env.module.language.api == "robot":
        return robot_library.given(ev, called, args, node, env)
    template = _FORMATS.get((env.module.language.name, called.name))
    if template is not None:
        made = _formatted(ev, args, template)
        return None if made is None else (made,)
    place = _HANDED_THROUGH.get(called.name.removeprefix("typing."))
    if place is None or place >= len(args):
        return None
    found = ev.forced(args[place].thunk)
    if called.name not in {"str", "String"}:
        return found
    shown = source(node, env.module.text)
    return tuple(Text(texts.pieces_of(value, shown)) for value in found)


def text_method(
    ev: Evaluation, owner: Text, name: str, args: tuple[ArgThunk, ...], node: Node, env: Env
) -> Value | None:
    """What a method of a text gives; None where that is not followed."""
    given = list(names.spread_arguments(ev, args))
    positional = [as_text(ev, arg) for arg in given if not arg.name]
    if name == "formatted" or (name == "format" and env.module.language.api == "java"):
        return texts.percent(owner, positional, {})
    if name == "format":
        named = {arg.name: as_text(ev, arg) for arg in given if arg.name}
        return texts.formatted(owner, positional, named)
    if name in _REPLACES and len(positional) >= 2:
        once = name == "sub" or (name == "replace" and env.module.language.name == "javascript")
        return texts.replaced(owner, positional[0], positional[1], 1 if once else -1)
    if name in {"concat", "plus"}:
        return texts.join(owner.pieces, *(part.pieces for part in positional))
    if name in _TEXT_ITSELF:
        return owner
    return texts.computed(owner, name, source(node, env.module.text))


def callable_of(found: Values, call: CallExpr) -> Values:
    """Of what a called name may be, the functions; of those, the ones that take the arguments."""
    called = [value for value in found if isinstance(value, Callable)]
    count = len(call.args)
    fitting = [value for value in called if _takes(value, count)]
    return tuple(fitting or called or found)


def _takes(called: Callable, count: int) -> bool:
    params = called.function.params
    if any(param.rest or param.path for param in params):
        return True
    least = sum(param.default is None for param in params)
    return least <= count <= len(params)


def _formatted(ev: Evaluation, args: tuple[ArgThunk, ...], percent: bool) -> Text | None:
    """A template that a function fills; what stands before it (a locale) is passed over."""
    given = list(names.spread_arguments(ev, args))
    values = [ev.forced(arg.thunk)[0] for arg in given[:2]]
    start = next((place for place, value in enumerate(values) if isinstance(value, Text)), -1)
    template = values[start] if start >= 0 else None
    if not isinstance(template, Text):
        return None
    filling = [as_text(ev, arg) for arg in given[start + 1 :]]
    return (texts.percent if percent else texts.formatted)(template, filling, {})


INVOKING = frozenset({"get", "invoke", "Invoke", "call", "apply", "getAsBoolean"})
"""Methods of functional objects that call the function."""
UNCHANGED = frozenset({"freeze", "dup"})
"""Ruby's methods of any value that give the value."""
_REPLACES = frozenset({"replace", "replaceAll", "Replace", "gsub", "sub"})
_TEXT_ITSELF = frozenset(
    ["toString", "as_posix", "valueOf", "String", "ToString", "to_s", "trimIndent", "freeze",
     "to_str", "intern", "strip_heredoc", "asText", "textValue", "getAsString", "GetString"]
)  # fmt: skip
# Functions that fill a template, by language: whether its fields are those of `%`.
_FORMATS = {
    **dict.fromkeys((("java", "String.format"), ("kotlin", "String.format")), True),
    **dict.fromkeys((("ruby", "format"), ("ruby", "sprintf"), ("ruby", "Kernel.format")), True),
    **dict.fromkeys((("csharp", "string.Format"), ("csharp", "String.Format")), False),
    **dict.fromkeys((("java", "MessageFormat.format"), ("kotlin", "MessageFormat.format")), False),
}
_HANDED_THROUGH = {
    "String.valueOf": 0,
    "Objects.requireNonNull": 0,
    "Object.freeze": 0,
    "Object.seal": 0,
    "Promise.resolve": 0,
    "cast": 1,
    "str": 0,
    "String": 0,
}


def step_of(index: Value) -> str | int:
    """The key or index that a value is, "*" where only the run knew."""
    match index:
        case Const(int(number)):
            return number
        case Text() if index.known:
            return index.value
        case Symbol():
            return index.name.removeprefix(":")
    return "*"


def property_link(owner: Chain, name: str, node: Node, env: Env) -> Chain:
    """A property of an unknown object is a link of its chain, such as Python's `first`."""
    read = env.module.expression(node)
    target = read if isinstance(read, MemberExpr) else MemberExpr(node, name, 0, 0)
    link = Link(
        name, (), env.module.path, target.start, target.end, target.end,
        target.object.start_byte, target.object.end_byte,
    )  # fmt: skip
    return Chain(owner.root, (*owner.links, link))


def plain(read: Expr, env: Env) -> Values:
    """Expressions that are worth what they say."""
    module = env.module
    match read:
        case ConstExpr():
            return (Const(read.value),)
        case RegexExpr():
            return (Regex(read.source, read.flags, _pattern(read, env)),)
        case ListExpr():
            items = (
                ArgThunk(arg.name, Thunk(arg.node, env), arg.star, arg.start, arg.end)
                for arg in read.items
            )
            return (Sequence(tuple(items)),)
        case FunctionExpr():
            return (Callable(module.function(read.node), env),)
        case ClassExpr():
            return (ClassValue(read.node, module),)
        case _:
            return ()


def _pattern(read: RegexExpr, env: Env) -> Text:
    chunk = read.chunk
    if chunk is None:
        return Text(())
    return Text((Written(chunk.text, env.module.path, chunk.token, chunk.spans, chunk.at),))
