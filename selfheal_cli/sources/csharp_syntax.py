"""C#'s expressions, one node at a time."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from selfheal_cli.sources import literals_csharp as literals
from selfheal_cli.sources import readers
from selfheal_cli.sources.literals import filled, text_expr
from selfheal_cli.sources.nodes import field, named, source
from selfheal_cli.sources.syntax import (
    Arg,
    CallExpr,
    ChoiceExpr,
    Chunk,
    Entry,
    Expr,
    ListExpr,
    MemberExpr,
    NameExpr,
    OtherExpr,
    RecordExpr,
    TextExpr,
    ThisExpr,
    Token,
)
from selfheal_cli.sources.text import SourceText

FUNCTIONS = frozenset(
    ["method_declaration", "constructor_declaration", "local_function_statement",
     "lambda_expression", "anonymous_method_expression", "operator_declaration",
     "conversion_operator_declaration", "indexer_declaration"]
)  # fmt: skip
CLASSES = frozenset(
    ["class_declaration", "interface_declaration", "struct_declaration", "record_declaration",
     "enum_declaration", "record_struct_declaration"]
)  # fmt: skip
STATEMENTS = frozenset(
    ["expression_statement", "local_declaration_statement", "return_statement", "if_statement",
     "for_statement", "foreach_statement", "while_statement", "do_statement", "throw_statement",
     "try_statement", "using_statement", "switch_statement", "yield_statement", "lock_statement",
     "field_declaration", "property_declaration", "attribute_list", "constructor_initializer",
     "using_directive", "enum_member_declaration", "global_statement"]
)  # fmt: skip
_DECLARED = frozenset({"method_declaration", "constructor_declaration"})
CALLS = frozenset(
    ["invocation_expression", "object_creation_expression", "implicit_object_creation_expression",
     "constructor_initializer", "attribute"]
)  # fmt: skip
_NOT_INTERPOLATED = frozenset(
    ["interpolation_brace", "interpolation_format_clause", "interpolation_alignment_clause"]
)


def is_function(node: Node) -> bool:
    """Whether the node opens a function's scope; a property does that computes its value."""
    if node.type == "property_declaration":
        return getter(node) is not None
    return node.type in FUNCTIONS


def getter(node: Node) -> Node | None:
    """The body that computes a property: what follows its arrow, or its `get`."""
    value, accessors = field(node, "value"), field(node, "accessors")
    if value is not None and value.type == "arrow_expression_clause":
        return value
    for accessor in named(accessors) if accessors is not None else ():
        body = field(accessor, "body")
        name = field(accessor, "name")
        if body is not None and name is not None and name.type == "get":
            return body
    return None


def is_statement(node: Node) -> bool:
    """Whether the node is a statement or another line-bound unit."""
    return node.type in STATEMENTS or node.type in _DECLARED


def expression(node: Node, text: SourceText) -> Expr:
    """What the node is, one level deep."""
    return readers.one_level(node, text, is_function(node), node.type in CLASSES, _READERS)


def _string(node: Node, text: SourceText) -> Expr:
    written = source(node, text)
    if len(written) < 2 or not written.endswith('"'):
        return OtherExpr()
    token = Token(node.start_byte, node.end_byte, literals.token_quoting(written))
    marked = [child for child in node.named_children if child.type == "interpolation"]
    holes = [filled(child, _inner(child), token) for child in marked]
    return text_expr(token, holes, literals, text)


def _inner(hole: Node) -> Node | None:
    """The expression of an interpolation, if nothing formats it."""
    kinds = {child.type for child in hole.named_children}
    if kinds & {"interpolation_format_clause", "interpolation_alignment_clause"}:
        return None
    parts = [child for child in named(hole) if child.type not in _NOT_INTERPOLATED]
    return parts[0] if len(parts) == 1 else None


def _conditional(node: Node, text: SourceText) -> Expr:
    owner = field(node, "condition")
    bound = next((c for c in named(node) if c.type == "member_binding_expression"), None)
    name = field(bound, "name") if bound is not None else None
    return readers.member_of(owner, name, text) if owner is not None else OtherExpr()


def _invocation(node: Node, text: SourceText) -> Expr:
    function, args = field(node, "function"), field(node, "arguments")
    if function is None or args is None:
        return OtherExpr()
    return CallExpr(function, arguments(args, text), args.start_byte, args.end_byte)


def _attribute(node: Node, text: SourceText) -> Expr:
    name = field(node, "name")
    args = next((c for c in named(node) if c.type == "attribute_argument_list"), None)
    if name is None or args is None:
        return OtherExpr()
    return CallExpr(name, arguments(args, text), args.start_byte, args.end_byte)


def _base_call(node: Node, text: SourceText) -> Expr:
    args = next((c for c in named(node) if c.type == "argument_list"), None)
    if args is None:
        return OtherExpr()
    is_base = any(child.type == "base" for child in node.children)
    given = arguments(args, text)
    return CallExpr(node, given, args.start_byte, args.end_byte, ThisExpr(base=is_base))


def _creation(node: Node, text: SourceText) -> Expr:
    """A constructed object, whose properties count as named arguments; a collection's items."""
    made = field(node, "type") or _declared_type(node)
    args = next((c for c in named(node) if c.type == "argument_list"), None)
    holds = next((c for c in named(node) if c.type == "initializer_expression"), None)
    given = arguments(args, text) if args is not None else ()
    if holds is not None:
        set_ = tuple(_properties(holds, text))
        if not set_ and named(holds):
            return initializer(holds, text)
        given += set_
    target = None if made is not None else NameExpr("")
    start = args.start_byte if args is not None else node.end_byte
    return CallExpr(made or node, given, start, node.end_byte, target, node.start_byte)


def _declared_type(node: Node) -> Node | None:
    """The type that `new()` is of, where a declaration around it says so."""
    parent = node.parent
    if parent is not None and parent.type == "variable_declarator":
        parent = parent.parent
    declares = {"variable_declaration", "property_declaration"}
    return field(parent, "type") if parent is not None and parent.type in declares else None


def _properties(node: Node, text: SourceText) -> Iterator[Arg]:
    for child in named(node):
        left, right = field(child, "left"), field(child, "right")
        if left is not None and right is not None and left.type == "identifier":
            yield Arg(right, source(left, text), False, child.start_byte, child.end_byte)


def initializer(node: Node, text: SourceText) -> Expr:
    """The items between braces: a list, or entries by key."""
    entries = [entry for child in named(node) if (entry := _entry(child, text)) is not None]
    return RecordExpr(tuple(entries)) if entries else ListExpr(readers.positional(named(node)))


def _entry(node: Node, text: SourceText) -> Entry | None:
    """`{ "key", value }` and `["key"] = value`."""
    span = (node.start_byte, node.end_byte)
    parts = named(node)
    if node.type == "initializer_expression" and len(parts) == 2:
        key, value = parts
    elif node.type == "assignment_expression" and parts[0].type == "element_binding_expression":
        key, value = parts[0], parts[-1]
    else:
        return None
    name = _key(key, text)
    return Entry(name, value, *span) if name is not None else None


def _key(node: Node, text: SourceText) -> str | None:
    while node.type in {"element_binding_expression", "argument"} and named(node):
        node = named(node)[-1]
    read = expression(node, text)
    if isinstance(read, TextExpr):
        return "".join(part.text for part in read.parts if isinstance(part, Chunk))
    return source(node, text) if isinstance(read, NameExpr | MemberExpr) else None


def arguments(node: Node, text: SourceText) -> tuple[Arg, ...]:
    """The arguments of a call or an attribute."""
    found = []
    for child in named(node):
        name = field(child, "name")
        called = source(name, text) if name is not None else ""
        parts = named(child)
        if parts:
            found.append(Arg(parts[-1], called, False, child.start_byte, child.end_byte))
    return tuple(found)


def _elements(node: Node, text: SourceText) -> Expr:
    """`["a", "b"]`."""
    items = named(node)
    while items and items[0].type in {"collection_element", "expression_element"}:
        items = [named(item)[-1] for item in items if named(item)]
    return ListExpr(readers.positional(items))


def _array(node: Node, text: SourceText) -> Expr:
    holds = next((c for c in named(node) if c.type == "initializer_expression"), None)
    return ListExpr(readers.positional(named(holds))) if holds is not None else OtherExpr()


def _tuple(node: Node, text: SourceText) -> Expr:
    return ListExpr(arguments(node, text))


def _arms(node: Node, text: SourceText) -> Expr:
    arms = [child for child in named(node) if child.type == "switch_expression_arm"]
    return ChoiceExpr(tuple(named(arm)[-1] for arm in arms if named(arm)))


def _this(node: Node, text: SourceText) -> Expr:
    return ThisExpr()


def _base(node: Node, text: SourceText) -> Expr:
    return ThisExpr(base=True)


def _truth(node: Node, text: SourceText) -> Expr:
    return readers.constant(source(node, text) == "true")(node, text)


_READERS: dict[str, readers.Reader] = {
    "identifier": readers.name,
    "predefined_type": readers.name,
    "generic_name": readers.first,
    "nullable_type": readers.first,
    "qualified_name": readers.member("qualifier", "name"),
    "string_literal": _string,
    "verbatim_string_literal": _string,
    "raw_string_literal": _string,
    "interpolated_string_expression": _string,
    "member_access_expression": readers.member("expression", "name"),
    "conditional_access_expression": _conditional,
    "invocation_expression": _invocation,
    "object_creation_expression": _creation,
    "implicit_object_creation_expression": _creation,
    "constructor_initializer": _base_call,
    "attribute": _attribute,
    "binary_expression": readers.binary("??"),
    "assignment_expression": readers.joined,
    "element_access_expression": readers.indexed("expression", "subscript"),
    "bracketed_argument_list": readers.inside(),
    "argument": readers.inside(),
    "array_creation_expression": _array,
    "implicit_array_creation_expression": _array,
    "initializer_expression": initializer,
    "collection_expression": _elements,
    "tuple_expression": _tuple,
    "switch_expression": _arms,
    "parenthesized_expression": readers.inside(),
    "await_expression": readers.inside(),
    "postfix_unary_expression": readers.first,
    "cast_expression": readers.inside("value"),
    "as_expression": readers.first,
    "conditional_expression": readers.choice("consequence", "alternative"),
    "integer_literal": readers.number,
    "prefix_unary_expression": readers.number,
    "boolean_literal": _truth,
    "null_literal": readers.constant(None),
    "this": _this,
    "base": _base,
}
