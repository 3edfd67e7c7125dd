"""Python's expressions, one node at a time."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from tree_sitter import Node

from selfheal_cli.sources import literals_python as literals
from selfheal_cli.sources.nodes import field, named, source
from selfheal_cli.sources.syntax import (
    Arg,
    CallExpr,
    ChoiceExpr,
    Chunk,
    ClassExpr,
    ConstExpr,
    Entry,
    Expr,
    Filled,
    FunctionExpr,
    IndexExpr,
    JoinExpr,
    ListExpr,
    MemberExpr,
    NameExpr,
    OtherExpr,
    PercentExpr,
    RecordExpr,
    SameExpr,
    TextExpr,
    ThisExpr,
    Token,
)
from selfheal_cli.sources.text import SourceText

FUNCTIONS = frozenset({"function_definition", "lambda"})
STATEMENTS = frozenset(
    [
        "expression_statement",
        "return_statement",
        "assert_statement",
        "delete_statement",
        "raise_statement",
        "if_statement",
        "while_statement",
        "for_statement",
        "with_statement",
        "elif_clause",
        "match_statement",
        "decorator",
        "function_definition",
        "class_definition",
        "global_statement",
    ]
)


def expression(node: Node, text: SourceText) -> Expr:
    """What the node is, one level deep."""
    reader = _READERS.get(node.type)
    return reader(node, text) if reader else OtherExpr()


def _string(node: Node, text: SourceText) -> Expr:
    strings = named(node) if node.type == "concatenated_string" else [node]
    parts: list[Chunk | Filled] = []
    tokens: list[Token] = []
    for string in strings:
        start, end = string.children[0], string.children[-1]
        if start.type != "string_start" or end.type != "string_end":
            return OtherExpr()
        opening = source(start, text)
        if "b" in opening.lower():
            return OtherExpr()
        token = Token(string.start_byte, string.end_byte, literals.quoting_of(opening))
        tokens.append(token)
        parts.extend(_parts(string, token, text))
    return TextExpr(tuple(parts), tuple(tokens))


def _parts(string: Node, token: Token, text: SourceText) -> Iterator[Chunk | Filled]:
    position = string.children[0].end_byte
    for child in string.children[1:]:
        if child.type not in {"interpolation", "string_end"}:
            continue
        content = text.slice(position, child.start_byte)
        yield Chunk(*literals.decode(content, position, token.quoting), token, position)
        if child.type == "interpolation":
            inner = field(child, "expression") or child
            plain = (
                len(named(child)) == 1 and b"=" not in text.utf8[inner.end_byte : child.end_byte]
            )
            yield Filled(inner, token, child.start_byte, child.end_byte, plain)
        position = child.end_byte


def _attribute(node: Node, text: SourceText) -> Expr:
    owner, name = field(node, "object"), field(node, "attribute")
    if owner is None or name is None:
        return OtherExpr()
    return MemberExpr(owner, source(name, text), name.start_byte, name.end_byte)


def _call(node: Node, text: SourceText) -> Expr:
    function, args = field(node, "function"), field(node, "arguments")
    if function is None or args is None or args.type != "argument_list":
        return OtherExpr()
    if source(function, text) == "super":
        return ThisExpr(base=True)
    return CallExpr(function, _args(args, text), args.start_byte, args.end_byte)


def _args(node: Node, text: SourceText) -> tuple[Arg, ...]:
    return tuple(arg for child in named(node) if (arg := _arg(child, text)) is not None)


def _arg(node: Node, text: SourceText) -> Arg | None:
    span = (node.start_byte, node.end_byte)
    if node.type == "keyword_argument":
        name, value = field(node, "name"), field(node, "value")
        return Arg(value, source(name, text), False, *span) if name and value else None
    if node.type in {"list_splat", "dictionary_splat"}:
        inner = named(node)
        return Arg(inner[0], "", True, *span) if inner else None
    return Arg(node, "", False, *span)


def _binary(node: Node, text: SourceText) -> Expr:
    left, right, operator = (field(node, name) for name in ("left", "right", "operator"))
    if left is None or right is None or operator is None:
        return OtherExpr()
    if operator.type == "+":
        return JoinExpr(left, right)
    if operator.type == "/":
        return JoinExpr(left, right, "/")
    return PercentExpr(left, right) if operator.type == "%" else OtherExpr()


def _augmented(node: Node, text: SourceText) -> Expr:
    left, right = field(node, "left"), field(node, "right")
    return JoinExpr(left, right) if left and right else OtherExpr()


def _subscript(node: Node, text: SourceText) -> Expr:
    value, index = field(node, "value"), field(node, "subscript")
    return IndexExpr(value, index) if value and index else OtherExpr()


def _list(node: Node, text: SourceText) -> Expr:
    return ListExpr(_args(node, text))


def _dictionary(node: Node, text: SourceText) -> Expr:
    entries = []
    for child in named(node):
        span = (child.start_byte, child.end_byte)
        if child.type == "dictionary_splat" and named(child):
            entries.append(Entry("", named(child)[0], *span, spread=True))
            continue
        key, value = field(child, "key"), field(child, "value")
        name = _static_text(key, text) if key is not None else None
        if value is not None and name is not None:
            entries.append(Entry(name, value, *span))
    return RecordExpr(tuple(entries))


def _static_text(node: Node, text: SourceText) -> str | None:
    read = expression(node, text)
    if isinstance(read, ConstExpr):
        return str(read.value)
    if isinstance(read, TextExpr) and all(isinstance(part, Chunk) for part in read.parts):
        return "".join(part.text for part in read.parts if isinstance(part, Chunk))
    return source(node, text) if isinstance(read, NameExpr | MemberExpr) else None


def _same(node: Node, text: SourceText) -> Expr:
    inner = named(node)
    return SameExpr(inner[-1]) if inner else OtherExpr()


def _choice(node: Node, text: SourceText) -> Expr:
    children = named(node)
    picked = (children[0], children[-1]) if node.type == "conditional_expression" else children
    return ChoiceExpr(tuple(picked))


def _number(node: Node, text: SourceText) -> Expr:
    try:
        value = ast.literal_eval(source(node, text))
    except (ValueError, SyntaxError):
        return OtherExpr()
    return ConstExpr(value) if isinstance(value, int | float) else OtherExpr()


_READERS: dict[str, Callable[[Node, SourceText], Expr]] = {
    "identifier": lambda node, text: NameExpr(source(node, text)),
    "string": _string,
    "concatenated_string": _string,
    "attribute": _attribute,
    "call": _call,
    "subscript": _subscript,
    "binary_operator": _binary,
    "augmented_assignment": _augmented,
    "tuple": _list,
    "list": _list,
    "expression_list": _list,
    "set": _list,
    "dictionary": _dictionary,
    "parenthesized_expression": _same,
    "await": _same,
    "named_expression": _same,
    "yield": _same,
    "conditional_expression": _choice,
    "boolean_operator": _choice,
    "integer": _number,
    "float": _number,
    "unary_operator": _number,
    "true": lambda node, text: ConstExpr(True),
    "false": lambda node, text: ConstExpr(False),
    "none": lambda node, text: ConstExpr(None),
    "lambda": lambda node, text: FunctionExpr(node),
    "function_definition": lambda node, text: FunctionExpr(node),
    "class_definition": lambda node, text: ClassExpr(node),
}
