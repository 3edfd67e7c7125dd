"""Java's expressions, one node at a time."""

from __future__ import annotations

from tree_sitter import Node

from selfheal_cli.sources import literals_java as literals
from selfheal_cli.sources import readers
from selfheal_cli.sources.literals import text_expr
from selfheal_cli.sources.nodes import field, named, source
from selfheal_cli.sources.syntax import (
    Arg,
    CallExpr,
    ChoiceExpr,
    ClassExpr,
    Expr,
    OtherExpr,
    ThisExpr,
    Token,
)
from selfheal_cli.sources.text import SourceText

FUNCTIONS = frozenset(
    ["method_declaration", "constructor_declaration", "lambda_expression",
     "compact_constructor_declaration"]
)  # fmt: skip
CLASSES = frozenset(
    ["class_declaration", "interface_declaration", "enum_declaration", "record_declaration",
     "annotation_type_declaration"]
)  # fmt: skip
STATEMENTS = frozenset(
    ["expression_statement", "local_variable_declaration", "return_statement", "if_statement",
     "for_statement", "enhanced_for_statement", "while_statement", "do_statement",
     "throw_statement", "try_statement", "try_with_resources_statement", "switch_expression",
     "assert_statement", "yield_statement", "synchronized_statement", "field_declaration",
     "constant_declaration", "explicit_constructor_invocation", "enum_constant",
     "import_declaration", "package_declaration"]
)  # fmt: skip
_DECLARED = frozenset({"method_declaration", "constructor_declaration"})
CALLS = frozenset(
    ["method_invocation", "object_creation_expression", "explicit_constructor_invocation",
     "annotation", "enum_constant"]
)  # fmt: skip


def is_statement(node: Node) -> bool:
    """Whether the node is a statement or another line-bound unit."""
    return node.type in STATEMENTS or node.type in _DECLARED


def expression(node: Node, text: SourceText) -> Expr:
    """What the node is, one level deep."""
    return readers.one_level(node, text, node.type in FUNCTIONS, node.type in CLASSES, _READERS)


def _string(node: Node, text: SourceText) -> Expr:
    written = source(node, text)
    if len(written) < 2 or not written.endswith('"'):
        return OtherExpr()
    token = Token(node.start_byte, node.end_byte, literals.token_quoting(written))
    return text_expr(token, (), literals, text)


def _invocation(node: Node, text: SourceText) -> Expr:
    owner, name, args = (field(node, part) for part in ("object", "name", "arguments"))
    if name is None or args is None:
        return OtherExpr()
    target = readers.member_of(owner, name, text)
    return CallExpr(name, arguments(args, text), args.start_byte, args.end_byte, target)


def _creation(node: Node, text: SourceText) -> Expr:
    made, args = field(node, "type"), field(node, "arguments")
    if made is None or args is None:
        return OtherExpr()
    return CallExpr(
        made, arguments(args, text), args.start_byte, args.end_byte, begin=node.start_byte
    )


def _constructor_call(node: Node, text: SourceText) -> Expr:
    called, args = field(node, "constructor"), field(node, "arguments")
    if called is None or args is None:
        return OtherExpr()
    return CallExpr(called, arguments(args, text), args.start_byte, args.end_byte)


def _annotation(node: Node, text: SourceText) -> Expr:
    name, args = field(node, "name"), field(node, "arguments")
    if name is None or args is None:
        return OtherExpr()
    return CallExpr(name, arguments(args, text), args.start_byte, args.end_byte)


def _enum_constant(node: Node, text: SourceText) -> Expr:
    """A constant is an object that its enumeration's constructor made."""
    args, name, owner = field(node, "arguments"), field(node, "name"), node.parent
    while owner is not None and owner.type != "enum_declaration":
        owner = owner.parent
    if owner is None or name is None:
        return OtherExpr()
    given = arguments(args, text) if args is not None else ()
    return CallExpr(name, given, name.end_byte, node.end_byte, ClassExpr(owner))


def arguments(node: Node, text: SourceText) -> tuple[Arg, ...]:
    """The arguments of a call or an annotation; an annotation's array counts as several."""
    found = []
    for child in named(node):
        span = (child.start_byte, child.end_byte)
        key, value = field(child, "key"), field(child, "value")
        if child.type == "element_value_pair" and key is not None and value is not None:
            found.append(Arg(value, source(key, text), False, *span))
        else:
            star = child.type == "element_value_array_initializer"
            found.append(Arg(child, "", star, *span))
    return tuple(found)


def _scoped_type(node: Node, text: SourceText) -> Expr:
    parts = named(node)
    return readers.member_of(parts[0], parts[-1], text) if len(parts) > 1 else OtherExpr()


def _rules(node: Node, text: SourceText) -> Expr:
    """What a `switch` with arrows may be worth."""
    body = field(node, "body")
    rules = [child for child in named(body) if child.type == "switch_rule"] if body else []
    return ChoiceExpr(tuple(named(rule)[-1] for rule in rules if named(rule)))


def _super(node: Node, text: SourceText) -> Expr:
    return ThisExpr(base=True)


def _this(node: Node, text: SourceText) -> Expr:
    return ThisExpr()


_READERS: dict[str, readers.Reader] = {
    "identifier": readers.name,
    "type_identifier": readers.name,
    "scoped_identifier": readers.member("scope", "name"),
    "scoped_type_identifier": _scoped_type,
    "generic_type": readers.first,
    "string_literal": _string,
    "field_access": readers.member("object", "field"),
    "method_invocation": _invocation,
    "object_creation_expression": _creation,
    "explicit_constructor_invocation": _constructor_call,
    "annotation": _annotation,
    "enum_constant": _enum_constant,
    "binary_expression": readers.binary(),
    "assignment_expression": readers.joined,
    "array_access": readers.indexed("array", "index"),
    "array_initializer": readers.items,
    "element_value_array_initializer": readers.items,
    "array_creation_expression": readers.inside("value"),
    "parenthesized_expression": readers.inside(),
    "cast_expression": readers.inside("value"),
    "switch_expression": _rules,
    "expression_statement": readers.first,
    "ternary_expression": readers.choice("consequence", "alternative"),
    "decimal_integer_literal": readers.number,
    "unary_expression": readers.number,
    "true": readers.constant(True),
    "false": readers.constant(False),
    "null_literal": readers.constant(None),
    "this": _this,
    "super": _super,
}
