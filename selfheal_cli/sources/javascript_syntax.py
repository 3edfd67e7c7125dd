"""The expressions of JavaScript and TypeScript, one node at a time."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from selfheal_cli.sources import literals_javascript as literals
from selfheal_cli.sources import literals_regex, readers
from selfheal_cli.sources.nodes import field, named, source
from selfheal_cli.sources.syntax import (
    Arg,
    CallExpr,
    ChoiceExpr,
    Chunk,
    ConstExpr,
    Entry,
    Expr,
    Filled,
    IndexExpr,
    JoinExpr,
    ListExpr,
    MemberExpr,
    NameExpr,
    OtherExpr,
    RecordExpr,
    RegexExpr,
    SameExpr,
    TextExpr,
    ThisExpr,
    Token,
)
from selfheal_cli.sources.text import SourceText

FUNCTIONS = frozenset(
    [
        "function_declaration",
        "function_expression",
        "arrow_function",
        "method_definition",
        "generator_function",
        "generator_function_declaration",
    ]
)
CLASSES = frozenset({"class_declaration", "class", "abstract_class_declaration"})
STATEMENTS = frozenset(
    [
        "expression_statement",
        "return_statement",
        "lexical_declaration",
        "variable_declaration",
        "if_statement",
        "for_statement",
        "for_in_statement",
        "while_statement",
        "do_statement",
        "throw_statement",
        "switch_statement",
        "export_statement",
        "public_field_definition",
        "field_definition",
    ]
)


def expression(node: Node, text: SourceText) -> Expr:
    """What the node is, one level deep."""
    return readers.one_level(node, text, node.type in FUNCTIONS, node.type in CLASSES, _READERS)


def _string(node: Node, text: SourceText) -> Expr:
    opening = text.slice(node.start_byte, node.start_byte + 1)
    if node.end_byte - node.start_byte < 2 or (node.parent and "jsx" in node.parent.type):
        return OtherExpr()
    token = Token(node.start_byte, node.end_byte, literals.quoting_of(opening))
    return _text(node, token, node.start_byte + 1, text)


def _raw(call: Node, template: Node, text: SourceText) -> Expr:
    opening = text.slice(call.start_byte, template.start_byte + 1)
    token = Token(call.start_byte, call.end_byte, literals.quoting_of(opening))
    return _text(template, token, template.start_byte + 1, text)


def _text(node: Node, token: Token, position: int, text: SourceText) -> TextExpr:
    parts: list[Chunk | Filled] = []
    holes = [child for child in node.named_children if child.type == "template_substitution"]
    for hole in [*holes, None]:
        end = hole.start_byte if hole is not None else node.end_byte - 1
        content = text.slice(position, end)
        decoded = literals.decode(content, position, token.quoting)
        parts.append(Chunk(*decoded, token, position))
        if hole is not None:
            inner = named(hole)
            parts.append(Filled(inner[0] if inner else hole, token, hole.start_byte, hole.end_byte))
            position = hole.end_byte
    return TextExpr(tuple(parts), (token,))


def _member(node: Node, text: SourceText) -> Expr:
    owner, name = field(node, "object"), field(node, "property")
    if owner is None or name is None:
        return OtherExpr()
    return MemberExpr(owner, source(name, text), name.start_byte, name.end_byte)


def _call(node: Node, text: SourceText) -> Expr:
    function = field(node, "function") or field(node, "constructor")
    args = field(node, "arguments")
    if function is None:
        return OtherExpr()
    if args is None:
        return CallExpr(function, (), node.end_byte, node.end_byte)
    if args.type == "template_string":
        is_raw = source(function, text) == "String.raw"
        return _raw(node, args, text) if is_raw else OtherExpr()
    return CallExpr(function, arguments(args), args.start_byte, args.end_byte)


def arguments(node: Node) -> tuple[Arg, ...]:
    """The arguments or items between two brackets."""
    found = []
    for child in named(node):
        span = (child.start_byte, child.end_byte)
        if child.type == "spread_element":
            inner = named(child)
            found.append(Arg(inner[0] if inner else child, "", True, *span))
        else:
            found.append(Arg(child, "", False, *span))
    return tuple(found)


def _binary(node: Node, text: SourceText) -> Expr:
    left, right, operator = (field(node, name) for name in ("left", "right", "operator"))
    if left is None or right is None or operator is None:
        return OtherExpr()
    if operator.type == "+":
        return JoinExpr(left, right)
    return ChoiceExpr((left, right)) if operator.type in {"??", "||", "&&"} else OtherExpr()


def _augmented(node: Node, text: SourceText) -> Expr:
    left, right = field(node, "left"), field(node, "right")
    return JoinExpr(left, right) if left and right else OtherExpr()


def _subscript(node: Node, text: SourceText) -> Expr:
    owner, index = field(node, "object"), field(node, "index")
    return IndexExpr(owner, index) if owner and index else OtherExpr()


def _object(node: Node, text: SourceText) -> Expr:
    entries = []
    for child in named(node):
        entry = _entry(child, text)
        if entry is not None:
            entries.append(entry)
    return RecordExpr(tuple(entries))


def _entry(node: Node, text: SourceText) -> Entry | None:
    span = (node.start_byte, node.end_byte)
    if node.type == "shorthand_property_identifier":
        return Entry(source(node, text), node, *span)
    if node.type == "spread_element" and named(node):
        return Entry("", named(node)[0], *span, spread=True)
    if node.type == "enum_assignment":
        name, value = field(node, "name"), field(node, "value")
    elif node.type == "method_definition":
        name, value = field(node, "name"), node
    else:
        name, value = field(node, "key"), field(node, "value")
    if name is None or value is None:
        return None
    key = key_text(name, text)
    return Entry(key, value, *span) if key is not None else None


def key_text(node: Node, text: SourceText) -> str | None:
    """The key that a property's name states; a computed one is its expression's text."""
    if node.type == "computed_property_name" and named(node):
        inner = named(node)[0]
        return key_text(inner, text) if inner.type == "string" else source(inner, text)
    if node.type == "string":
        read = _string(node, text)
        return (
            "".join(part.text for part in read.parts if isinstance(part, Chunk))
            if isinstance(read, TextExpr)
            else None
        )
    return source(node, text)


def _same(node: Node, text: SourceText) -> Expr:
    inner = named(node)
    return (
        SameExpr(inner[-1] if node.type == "type_assertion" else inner[0])
        if inner
        else (OtherExpr())
    )


def _ternary(node: Node, text: SourceText) -> Expr:
    options = tuple(part for name in ("consequence", "alternative") if (part := field(node, name)))
    return ChoiceExpr(options)


def _regex(node: Node, text: SourceText) -> Expr:
    pattern, flags = field(node, "pattern"), field(node, "flags")
    if pattern is None:
        return OtherExpr()
    shown = source(pattern, text)
    kept = source(flags, text) if flags is not None else ""
    return RegexExpr(shown, kept, literals_regex.chunk_of(node.start_byte, shown, kept))


def _number(node: Node, text: SourceText) -> Expr:
    written = source(node, text).replace("_", "").replace(" ", "")
    try:
        return ConstExpr(int(written))
    except ValueError:
        return OtherExpr()


def _name(node: Node, text: SourceText) -> Expr:
    return NameExpr(source(node, text))


_READERS: dict[str, Callable[[Node, SourceText], Expr]] = {
    "identifier": _name,
    "shorthand_property_identifier": _name,
    "type_identifier": _name,
    "undefined": lambda node, text: ConstExpr(None),
    "string": _string,
    "template_string": _string,
    "member_expression": _member,
    "call_expression": _call,
    "new_expression": _call,
    "binary_expression": _binary,
    "subscript_expression": _subscript,
    "augmented_assignment_expression": _augmented,
    "object": _object,
    "enum_body": _object,
    "array": lambda node, text: ListExpr(arguments(node)),
    "parenthesized_expression": _same,
    "await_expression": _same,
    "as_expression": _same,
    "satisfies_expression": _same,
    "non_null_expression": _same,
    "type_assertion": _same,
    "ternary_expression": _ternary,
    "regex": _regex,
    "number": _number,
    "unary_expression": _number,
    "true": lambda node, text: ConstExpr(True),
    "false": lambda node, text: ConstExpr(False),
    "null": lambda node, text: ConstExpr(None),
    "this": lambda node, text: ThisExpr(),
    "super": lambda node, text: ThisExpr(base=True),
}
