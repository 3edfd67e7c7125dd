"""What names stand for in C#: types, methods, fields, properties, locals and usings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from tree_sitter import Node

from selfheal_cli.sources import class_scopes
from selfheal_cli.sources.class_scopes import Declared, Shape, assigned_by
from selfheal_cli.sources.csharp_syntax import CLASSES, getter, is_function
from selfheal_cli.sources.nodes import field, named, source, walk
from selfheal_cli.sources.syntax import Binding, Class, Function, Imported, Param, ParamField
from selfheal_cli.sources.text import SourceText


def bindings(scope: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
    """The names bound in a method or file; types of all files are seen."""
    found = class_scopes.bindings(scope, text, SHAPE)
    if scope.parent is not None:
        return found
    more: dict[str, list[Binding]] = defaultdict(list)
    more["*"].append(Imported("", "*", each=True))
    for node in named(scope):
        if node.type == "using_directive":
            for name, item in _using(node, text):
                more[name].append(item)
    return {**found, **{name: tuple(items) for name, items in more.items()}}


def _using(node: Node, text: SourceText) -> Iterator[tuple[str, Binding]]:
    alias, path = field(node, "name"), named(node)[-1]
    whole = source(path, text)
    if alias is not None and alias != path:
        module, _, name = whole.rpartition(".")
        yield source(alias, text), Imported(module, name)
    else:
        is_static = any(child.type == "static" for child in node.children)
        yield "*", Imported(whole, "*", each=not is_static)


def resolve(module: str, name: str, importer: str) -> Sequence[str]:
    """Files named as a type; namespaces name no folders."""
    if name == "*":
        return [f"**/{module.rpartition('.')[2]}.cs"]
    return [f"**/{name}.cs"]


# --- what is declared ----------------------------------------------------------------------------


def _declared(node: Node, text: SourceText) -> Iterator[Declared]:
    if node.type == "variable_declaration":
        marks = _annotations(node.parent) if node.parent is not None else []
        for item in named(node):
            if item.type == "variable_declarator":
                yield from _variable(item, field(node, "type"), marks)
    elif node.type == "field_declaration":
        for child in named(node):
            yield from _declared(child, text) if child.type == "variable_declaration" else ()
    elif node.type == "property_declaration":
        name = field(node, "name")
        if name is not None:
            value, annotation = field(node, "value"), field(node, "type")
            yield from _valued(name, value, annotation, _annotations(node))
    elif node.type == "foreach_statement":
        yield from _each(node)
    elif node.type == "enum_member_declaration" and (name := field(node, "name")) is not None:
        yield Declared(name, next(iter(_annotations(node)), None))


def _each(node: Node) -> Iterator[Declared]:
    left, right = field(node, "left"), field(node, "right")
    if left is not None and left.type == "identifier":
        yield Declared(left, right, field(node, "type"), ("*",))


def _variable(item: Node, annotation: Node | None, marks: list[Node]) -> Iterator[Declared]:
    name = field(item, "name")
    parts = [child for child in named(item) if child != name]
    value = parts[-1] if parts else None
    if name is not None:
        yield from _valued(name, value, annotation, marks)
    elif parts and parts[0].type == "tuple_pattern" and value is not None:
        for index, part in enumerate(named(parts[0])):
            yield Declared(part, value, None, (index,))


def _valued(
    name: Node, value: Node | None, annotation: Node | None, marks: list[Node]
) -> Iterator[Declared]:
    """A field without a value of its own has what its attributes say."""
    if value is not None or not marks:
        yield Declared(name, value, annotation)
    else:
        yield from (Declared(name, mark, annotation) for mark in marks)


def _annotations(node: Node) -> list[Node]:
    lists = [child for child in named(node) if child.type == "attribute_list"]
    found = [mark for each in lists for mark in named(each) if mark.type == "attribute"]
    return [mark for mark in found if len(named(mark)) > 1]


def _own_field(left: Node, text: SourceText) -> str:
    if left.type == "identifier":
        return source(left, text)
    owner, name = field(left, "expression"), field(left, "name")
    is_own = owner is not None and owner.type == "this"
    return source(name, text) if is_own and name is not None else ""


def _members(node: Node) -> Iterator[Node]:
    body = field(node, "body")
    yield from named(body) if body is not None else ()


SHAPE = Shape(
    is_function, CLASSES, _declared, assigned_by("assignment_expression"), _own_field, _members
)


# --- functions and classes -----------------------------------------------------------------------


def function(node: Node, text: SourceText) -> Function:
    """The method, constructor, local function, lambda or computed property."""
    name = field(node, "name")
    called = source(name, text) if name is not None else ""
    params = list(_params(node, text))
    return Function(node, called, _kind(node, text), tuple(params), partial(_returns, node))


def _kind(node: Node, text: SourceText) -> str:
    if node.type == "property_declaration":
        return "getter"
    if node.type in CLASSES or node.type == "constructor_declaration":
        return "constructor"
    if node.type == "method_declaration":
        return "static" if "static" in _modifiers(node, text) else "method"
    return "function"


def _modifiers(node: Node, text: SourceText) -> set[str]:
    return {source(child, text) for child in node.children if child.type == "modifier"}


def _returns(node: Node) -> Iterator[Node]:
    body = getter(node) if node.type == "property_declaration" else field(node, "body")
    if body is None:
        return
    if body.type == "arrow_expression_clause":
        yield from named(body)[-1:]
    elif body.type != "block":
        yield body
    else:
        for child in walk(body, lambda inner: not SHAPE.opens(inner)):
            if child.type == "return_statement" and named(child):
                yield named(child)[0]


def _params(node: Node, text: SourceText) -> Iterator[Param]:
    group = field(node, "parameters")
    if group is None:
        group = next((c for c in named(node) if c.type == "parameter_list"), None)
    if group is None:
        return
    if group.type != "parameter_list":
        yield Param(source(group, text), 0)
        return
    nodes = [child for child in named(group) if child.type == "parameter"]
    extends = bool(nodes) and "this" in _modifiers(nodes[0], text)
    for index, child in enumerate(nodes[extends:]):
        name, annotation = field(child, "name"), field(child, "type")
        if name is not None:
            rest = [part for part in named(child) if part not in (name, annotation)]
            default = next((part for part in rest if part.type != "modifier"), None)
            yield Param(source(name, text), index, (), default, annotation)
    several = field(group, "name")
    if several is not None:
        yield Param(source(several, text), len(nodes) - extends, rest=True)


def class_(node: Node, text: SourceText) -> Class:
    """The class, interface, structure, record or enumeration that a node declares."""
    made = [child for child in _members(node) if child.type == "constructor_declaration"]
    own = tuple((param.name, ParamField(param)) for param in _params(node, text))
    constructor = made[0] if made else node if own else None
    partial = "partial" in _modifiers(node, text)
    bases = tuple(_bases(node))
    return class_scopes.class_of(node, text, SHAPE, bases, constructor, own, partial)


def _bases(node: Node) -> Iterator[Node]:
    for child in named(node):
        if child.type == "base_list":
            yield from (base for base in named(child) if base.type != "argument_list")
