"""Kotlin's expressions, one node at a time."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from selfheal_cli.sources import literals_kotlin as literals
from selfheal_cli.sources import readers
from selfheal_cli.sources.literals import text_expr
from selfheal_cli.sources.nodes import ancestors, field, named, source
from selfheal_cli.sources.syntax import (
    Arg,
    CallExpr,
    ChoiceExpr,
    ClassExpr,
    ConstExpr,
    Entry,
    Expr,
    Filled,
    IndexExpr,
    ListExpr,
    MemberExpr,
    NameExpr,
    OtherExpr,
    RecordExpr,
    SameExpr,
    TextExpr,
    ThisExpr,
    Token,
)
from selfheal_cli.sources.text import SourceText

CLASSES = frozenset({"class_declaration", "object_declaration", "object_literal"})
_FUNCTIONS = frozenset(
    {"function_declaration", "secondary_constructor", "lambda_literal", "anonymous_function"}
)
CALLS = frozenset(
    {"call_expression", "constructor_invocation", "constructor_delegation_call", "enum_entry"}
)
_BODIES = frozenset(
    {"source_file", "block", "class_body", "enum_class_body", "lambda_literal", "function_body"}
)
_WORDS = {"true": True, "false": False, "null": None}
_LISTS = frozenset(
    {"listOf", "arrayOf", "setOf", "mutableListOf", "arrayListOf", "listOfNotNull", "sequenceOf"}
)
_MAPS = frozenset({"mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf"})


def is_function(node: Node) -> bool:
    """Whether the node opens a function's scope; a property does that has a getter."""
    if node.type == "property_declaration":
        return any(child.type == "getter" for child in node.children)
    return node.type in _FUNCTIONS


def is_statement(node: Node) -> bool:
    """Whether the node stands in a body by itself."""
    return node.parent is not None and node.parent.type in _BODIES and node.type not in _BODIES


def expression(node: Node, text: SourceText) -> Expr:
    """What the node is, one level deep."""
    return readers.one_level(node, text, is_function(node), node.type in CLASSES, _READERS)


def name_of(node: Node, text: SourceText) -> str:
    """An identifier without the backticks that some need."""
    return source(node, text).strip("`")


def _name(node: Node, text: SourceText) -> Expr:
    name = name_of(node, text)
    return ConstExpr(_WORDS[name]) if name in _WORDS else NameExpr(name)


# --- texts ---------------------------------------------------------------------------------------


def _string(node: Node, text: SourceText) -> Expr:
    opening = '"""' if node.type.startswith("multiline") else '"'
    if not source(node, text).endswith(opening) or node.end_byte - node.start_byte < 2:
        return OtherExpr()
    token = Token(node.start_byte, node.end_byte, literals.quoting_of(opening))
    return text_expr(token, list(_holes(node, token, text)), literals, text)


def _holes(node: Node, token: Token, text: SourceText) -> Iterator[Filled]:
    """The templates; the grammar passes some `$name` over."""
    position = node.start_byte + len(token.quoting.opening)
    marked = [child for child in node.named_children if child.type == "interpolation"]
    for hole in [*marked, None]:
        end = hole.start_byte if hole is not None else node.end_byte - len(token.quoting.closing)
        content = text.slice(position, end)
        for start, stop, name in literals.names_in(content, token.quoting):
            low = position + len(content[:start].encode())
            yield Filled(node, token, low, low + len(content[start:stop].encode()), name=name)
        if hole is not None:
            inner = named(hole)
            plain = len(inner) == 1
            expr = inner[0] if plain else hole
            yield Filled(expr, token, hole.start_byte, hole.end_byte, plain)
            position = hole.end_byte


# --- calls ---------------------------------------------------------------------------------------


def _navigation(node: Node, text: SourceText) -> Expr:
    parts = named(node)
    if len(parts) < 2 or parts[-1].type != "identifier":
        return OtherExpr()
    part = parts[-1]
    return MemberExpr(parts[0], name_of(part, text), part.start_byte, part.end_byte)


def _call(node: Node, text: SourceText) -> Expr:
    """A call; one of a capitalised name constructs an object."""
    parts = named(node)
    if not parts:
        return OtherExpr()
    function = parts[0]
    args = next((c for c in parts if c.type == "value_arguments"), None)
    given = arguments(args, text) if args is not None else ()
    blocks = [c for c in parts[1:] if c.type == "annotated_lambda"]
    if function.type == "identifier" and not blocks:
        made = _collection(name_of(function, text), given, text)
        if made is not None:
            return made
    called = name_of(function, text).rpartition(".")[2]
    given += readers.positional([named(block)[-1] for block in blocks if named(block)])
    span = args if args is not None else function
    start, end = (span.start_byte, span.end_byte) if args is not None else (span.end_byte,) * 2
    begin = function.start_byte if called[:1].isupper() else -1
    return CallExpr(function, given, start, end, begin=begin)


def _collection(name: str, given: tuple[Arg, ...], text: SourceText) -> Expr | None:
    if name in _LISTS:
        return ListExpr(given)
    if name not in _MAPS:
        return None
    entries = [entry for arg in given if (entry := _entry(arg, text)) is not None]
    return RecordExpr(tuple(entries))


def _entry(arg: Arg, text: SourceText) -> Entry | None:
    """`"key" to value`."""
    parts = named(arg.node)
    if arg.node.type != "infix_expression" or len(parts) != 3 or source(parts[1], text) != "to":
        return None
    read = expression(parts[0], text)
    key = source(parts[0], text)
    if isinstance(read, TextExpr):
        key = "".join(part.text for part in read.parts if not isinstance(part, Filled))
    return Entry(key, parts[2], arg.start, arg.end)


def _constructor(node: Node, text: SourceText) -> Expr:
    """An annotation, or the call of a base's constructor."""
    parts = named(node)
    args = next((c for c in parts if c.type == "value_arguments"), None)
    if args is None:
        return OtherExpr()
    is_base = node.parent is not None and node.parent.type == "delegation_specifier"
    target = ThisExpr(base=True) if is_base else None
    return CallExpr(parts[0], arguments(args, text), args.start_byte, args.end_byte, target)


def _delegation(node: Node, text: SourceText) -> Expr:
    args = next((c for c in named(node) if c.type == "value_arguments"), None)
    if args is None:
        return OtherExpr()
    target = ThisExpr(base=any(child.type == "super" for child in node.children))
    return CallExpr(node, arguments(args, text), args.start_byte, args.end_byte, target)


def _enum_entry(node: Node, text: SourceText) -> Expr:
    """A constant is an object that its enumeration's constructor made."""
    args = next((c for c in named(node) if c.type == "value_arguments"), None)
    name = next((c for c in named(node) if c.type == "identifier"), None)
    owner = next((up for up in ancestors(node) if up.type == "class_declaration"), None)
    if owner is None or name is None:
        return OtherExpr()
    given = arguments(args, text) if args is not None else ()
    return CallExpr(name, given, name.end_byte, node.end_byte, ClassExpr(owner))


def arguments(node: Node, text: SourceText) -> tuple[Arg, ...]:
    """The arguments between two parentheses."""
    found = []
    for child in named(node):
        parts = named(child)
        if not parts:
            continue
        span = (child.start_byte, child.end_byte)
        words = [part.type for part in child.children]
        name = name_of(parts[0], text) if "=" in words and len(parts) > 1 else ""
        found.append(Arg(parts[-1], name, "*" in words, *span))
    return tuple(found)


# --- the rest ------------------------------------------------------------------------------------


def _unary(node: Node, text: SourceText) -> Expr:
    inner = field(node, "argument")
    is_same = source(node, text).endswith("!!")
    return SameExpr(inner) if is_same and inner is not None else readers.number(node, text)


def _index(node: Node, text: SourceText) -> Expr:
    parts = named(node)
    return IndexExpr(parts[0], parts[1]) if len(parts) == 2 else OtherExpr()


def _branches(node: Node, text: SourceText) -> Expr:
    condition = field(node, "condition")
    return ChoiceExpr(tuple(child for child in named(node) if child != condition))


def _entries(node: Node, text: SourceText) -> Expr:
    arms = [child for child in named(node) if child.type == "when_entry"]
    return ChoiceExpr(tuple(named(arm)[-1] for arm in arms if named(arm)))


def _this(node: Node, text: SourceText) -> Expr:
    return ThisExpr()


def _super(node: Node, text: SourceText) -> Expr:
    return ThisExpr(base=True)


_READERS: dict[str, readers.Reader] = {
    "identifier": _name,
    "user_type": readers.first,
    "nullable_type": readers.first,
    "string_literal": _string,
    "multiline_string_literal": _string,
    "navigation_expression": _navigation,
    "call_expression": _call,
    "constructor_invocation": _constructor,
    "constructor_delegation_call": _delegation,
    "enum_entry": _enum_entry,
    "binary_expression": readers.binary("?:"),
    "assignment": readers.joined,
    "index_expression": _index,
    "if_expression": _branches,
    "when_expression": _entries,
    "block": readers.inside(),
    "parenthesized_expression": readers.inside(),
    "as_expression": readers.inside("left"),
    "unary_expression": _unary,
    "number_literal": readers.number,
    "this_expression": _this,
    "super_expression": _super,
}
