"""What names stand for in Kotlin: classes, objects, properties, functions and imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from tree_sitter import Node

from selfheal_cli.sources import class_scopes
from selfheal_cli.sources.class_scopes import Declared, Shape, assigned_by
from selfheal_cli.sources.kotlin_syntax import CLASSES, is_function, name_of
from selfheal_cli.sources.nodes import field, named, source, walk
from selfheal_cli.sources.syntax import Binding, Class, Function, Imported, Param, ParamField
from selfheal_cli.sources.text import SourceText

_NO_VALUES = frozenset(
    {"modifiers", "variable_declaration", "multi_variable_declaration", "getter", "setter",
     "property_delegate", "user_type", "nullable_type", "type_parameters", "type_constraints"}
)  # fmt: skip


def bindings(scope: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
    """The names bound in a function or file; a file sees its package, too."""
    found = class_scopes.bindings(scope, text, SHAPE)
    if scope.parent is not None:
        return found
    more: dict[str, list[Binding]] = defaultdict(list)
    package = ""
    for node in named(scope):
        if node.type == "package_header":
            package = source(named(node)[-1], text)
        elif node.type == "import":
            for name, item in _imported(node, text):
                more[name].append(item)
    more["*"].append(Imported(package, "*", each=True))
    return {**found, **{name: tuple(items) for name, items in more.items()}}


def _imported(node: Node, text: SourceText) -> Iterator[tuple[str, Binding]]:
    parts = named(node)
    whole = source(parts[0], text)
    module, _, name = whole.rpartition(".")
    if any(child.type == "*" for child in node.children) or source(node, text).endswith("*"):
        yield "*", Imported(whole, "*", each=True)
        yield "*", Imported(whole, "*")
    else:
        alias = name_of(parts[1], text) if len(parts) > 1 else name
        yield alias, Imported(module, name)


# --- what is declared ----------------------------------------------------------------------------


def _declared(node: Node, text: SourceText) -> Iterator[Declared]:
    if node.type == "property_declaration":
        yield from _property(node)
    elif node.type == "for_statement":
        parts = named(node)
        if len(parts) > 1 and parts[0].type == "variable_declaration":
            yield Declared(named(parts[0])[0], parts[1], None, ("*",))
    elif node.type == "enum_entry" and named(node):
        yield Declared(next(c for c in named(node) if c.type == "identifier"), node)


def _property(node: Node) -> Iterator[Declared]:
    value = _value(node)
    several = next((c for c in named(node) if c.type == "multi_variable_declaration"), None)
    for index, each in enumerate(named(several) if several is not None else ()):
        yield Declared(named(each)[0], value, None, (index,))
    one = next((c for c in named(node) if c.type == "variable_declaration"), None)
    parts = named(one) if one is not None else []
    if parts:
        annotation = parts[1] if len(parts) > 1 else None
        for mark in _annotations(node):
            yield Declared(parts[0], mark, annotation)
        if value is not None or not _annotations(node):
            yield Declared(parts[0], value, annotation)


def _value(node: Node) -> Node | None:
    """What a property is set to; of `by lazy { ... }`, what the block gives."""
    delegate = next((c for c in named(node) if c.type == "property_delegate"), None)
    if delegate is not None:
        return _last_of_lambda(delegate)
    parts = [child for child in named(node) if child.type not in _NO_VALUES]
    return parts[-1] if parts else None


def _last_of_lambda(node: Node) -> Node:
    for inner in walk(node, lambda inner: inner.type != "lambda_literal"):
        if inner.type == "lambda_literal" and named(inner):
            return named(inner)[-1]
    return named(node)[-1]


def _annotations(node: Node) -> list[Node]:
    modifiers = next((c for c in named(node) if c.type == "modifiers"), None)
    marks = [c for c in named(modifiers) if c.type == "annotation"] if modifiers else []
    return [c for mark in marks for c in named(mark) if c.type == "constructor_invocation"]


def _own_field(left: Node, text: SourceText) -> str:
    if left.type == "identifier":
        return name_of(left, text)
    parts = named(left)
    is_own = left.type == "navigation_expression" and parts[0].type == "this_expression"
    return name_of(parts[-1], text) if is_own else ""


def _members(node: Node) -> Iterator[Node]:
    for body in named(node):
        if body.type in {"class_body", "enum_class_body"}:
            for child in named(body):
                yield from _members(child) if child.type == "companion_object" else [child]


def _name(node: Node) -> Node | None:
    if node.type != "property_declaration":
        return field(node, "name")
    held = next((c for c in named(node) if c.type == "variable_declaration"), None)
    return named(held)[0] if held is not None and named(held) else None


SHAPE = Shape(
    is_function, CLASSES, _declared, assigned_by("assignment"), _own_field, _members, _name
)


# --- functions and classes -----------------------------------------------------------------------


def function(node: Node, text: SourceText) -> Function:
    """The function, lambda, constructor or computed property; of a class, its constructor."""
    name = _name(node)
    called = name_of(name, text) if name is not None else ""
    kind = "function"
    if node.type == "property_declaration":
        kind = "getter"
    elif node.type in CLASSES or node.type == "secondary_constructor":
        kind = "constructor"
    elif node.parent is not None and node.parent.type == "class_body":
        kind = "method"
    return Function(node, called, kind, tuple(_params(node, text)), partial(_returns, node))


def _returns(node: Node) -> Iterator[Node]:
    if node.type == "lambda_literal":
        yield from named(node)[-1:]
        return
    holder = next((c for c in named(node) if c.type == "getter"), node)
    body = next((c for c in named(holder) if c.type == "function_body"), None)
    inner = named(body)[-1] if body is not None and named(body) else None
    if inner is None:
        return
    if inner.type != "block":
        yield inner
        return
    for child in walk(inner, lambda inner: not SHAPE.opens(inner)):
        if child.type == "return_expression" and named(child):
            yield named(child)[-1]


def _params(node: Node, text: SourceText) -> Iterator[Param]:
    kinds = {"function_value_parameters", "class_parameters", "lambda_parameters"}
    inner = next((c for c in named(node) if c.type == "primary_constructor"), node)
    group = next((c for c in named(inner) if c.type in kinds), None)
    rest, index = False, 0
    for child in named(group) if group is not None else ():
        if child.type == "parameter_modifiers":
            rest = "vararg" in source(child, text)
            continue
        parts = named(child)
        name = next((c for c in parts if c.type == "identifier"), None)
        if name is None and child.type == "variable_declaration":
            name = parts[0] if parts else None
        if name is not None:
            yield _param(name, index, parts, text, rest)
        rest, index = False, index + 1


def _param(name: Node, index: int, parts: list[Node], text: SourceText, rest: bool) -> Param:
    annotation = next((c for c in parts if c.type in {"user_type", "nullable_type"}), None)
    after = [c for c in parts if c not in (name, annotation) and c.type != "modifiers"]
    default = after[-1] if after else None
    return Param(name_of(name, text), index, (), default, annotation, rest)


def class_(node: Node, text: SourceText) -> Class:
    """The class, object, interface or enumeration that a node declares."""
    made = [child for child in _members(node) if child.type == "secondary_constructor"]
    primary = any(child.type == "primary_constructor" for child in node.children)
    own = [(param.name, ParamField(param)) for param in _params(node, text)] if primary else []
    constructor = node if primary else made[0] if made else None
    return class_scopes.class_of(node, text, SHAPE, tuple(_bases(node)), constructor, own)


def _bases(node: Node) -> Iterator[Node]:
    for group in named(node):
        if group.type == "delegation_specifiers":
            for each in walk(group, lambda inner: inner.type != "user_type"):
                if each.type == "user_type":
                    yield each
