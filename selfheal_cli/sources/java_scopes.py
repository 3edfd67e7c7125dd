"""What names stand for in Java: types, methods, fields, locals and imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from tree_sitter import Node

from selfheal_cli.sources import class_scopes
from selfheal_cli.sources.class_scopes import Declared, Shape, assigned_by
from selfheal_cli.sources.java_syntax import CLASSES, FUNCTIONS
from selfheal_cli.sources.nodes import field, named, source, walk
from selfheal_cli.sources.syntax import Binding, Class, Function, Imported, Param, ParamField
from selfheal_cli.sources.text import SourceText

ENDINGS = (".java", ".kt")
_FIELDS = frozenset({"field_declaration", "constant_declaration", "local_variable_declaration"})
_MADE_OF = frozenset({"class_body", "enum_body", "interface_body", "enum_body_declarations"})


def bindings(scope: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
    """The names bound in a method or file; a file sees its package, too."""
    found = class_scopes.bindings(scope, text, SHAPE)
    if scope.parent is not None:
        return found
    more: dict[str, list[Binding]] = defaultdict(list)
    for name, item in _imports(scope, text):
        more[name].append(item)
    return {**found, **{name: tuple(items) for name, items in more.items()}}


def _imports(root: Node, text: SourceText) -> Iterator[tuple[str, Binding]]:
    package = ""
    for node in named(root):
        if node.type == "package_declaration":
            package = source(named(node)[-1], text)
        elif node.type == "import_declaration":
            yield from _imported(node, text)
    yield "*", Imported(package, "*", each=True)


def _imported(node: Node, text: SourceText) -> Iterator[tuple[str, Binding]]:
    words = [child.type for child in node.children]
    path = next((child for child in named(node) if "identifier" in child.type), None)
    if path is None:
        return
    whole = source(path, text).replace(" ", "")
    if "asterisk" in words:
        yield "*", Imported(whole, "*", each="static" not in words)
        return
    module, _, name = whole.rpartition(".")
    yield name, Imported(module, name)


def resolve(module: str, name: str, importer: str) -> Sequence[str]:
    """Files that may declare `name` of a package or type, whatever folder is the sources' root."""
    path = module.replace(".", "/")
    named_ = [] if name in {"", "*"} else [name]
    if not path:
        folder = importer.rpartition("/")[0]
        return [f"{folder}/{each}{end}".lstrip("/") for each in named_ for end in ENDINGS]
    found = [f"**/{path}/{each}{end}" for each in named_ for end in ENDINGS]
    return [*found, *(f"**/{path}{end}" for end in ENDINGS)]


# --- what is declared ----------------------------------------------------------------------------


def _declared(node: Node, text: SourceText) -> Iterator[Declared]:
    if node.type in _FIELDS:
        annotation = field(node, "type")
        for item in node.children_by_field_name("declarator"):
            name, value = field(item, "name"), field(item, "value")
            if name is not None:
                yield from _valued(name, value, annotation, node)
    elif node.type == "enhanced_for_statement":
        name, value = field(node, "name"), field(node, "value")
        if name is not None:
            yield Declared(name, value, field(node, "type"), ("*",))
    elif node.type in {"resource", "enum_constant"}:
        name, value = field(node, "name"), field(node, "value")
        if name is not None:
            yield Declared(name, node if node.type == "enum_constant" else value)


def _valued(
    name: Node, value: Node | None, annotation: Node | None, owner: Node
) -> Iterator[Declared]:
    """A field without a value of its own has what its annotations say."""
    marks = _annotations(owner) if value is None else []
    if not marks:
        yield Declared(name, value, annotation)
    for mark in marks:
        yield Declared(name, mark, annotation)


def _annotations(node: Node) -> list[Node]:
    modifiers = next((child for child in node.children if child.type == "modifiers"), None)
    return [c for c in named(modifiers) if c.type == "annotation"] if modifiers is not None else []


def own_field(left: Node, text: SourceText) -> str:
    """`this.x`, and a bare `x`, which may be a field."""
    if left.type == "identifier":
        return source(left, text)
    owner, name = field(left, "object"), field(left, "field")
    is_own = owner is not None and owner.type == "this"
    return source(name, text) if is_own and name is not None else ""


def _members(node: Node) -> Iterator[Node]:
    body = field(node, "body")
    for child in named(body) if body is not None else ():
        if child.type in _MADE_OF:
            yield from named(child)
        else:
            yield child


def is_function(node: Node) -> bool:
    """Whether the node opens a function's scope."""
    return node.type in FUNCTIONS


SHAPE = Shape(
    is_function, CLASSES, _declared, assigned_by("assignment_expression"), own_field, _members
)


# --- functions and classes -----------------------------------------------------------------------


def function(node: Node, text: SourceText) -> Function:
    """The method, constructor or lambda; of a record, its constructor."""
    name = field(node, "name")
    called = source(name, text) if name is not None else ""
    kind = "function"
    if node.type == "method_declaration":
        kind = "static" if _has(node, "static") else "method"
    elif node.type != "lambda_expression":
        kind = "constructor"
    return Function(node, called, kind, tuple(_params(node, text)), partial(_returns, node))


def _has(node: Node, word: str) -> bool:
    modifiers = next((child for child in node.children if child.type == "modifiers"), None)
    return modifiers is not None and any(child.type == word for child in modifiers.children)


def _returns(node: Node) -> Iterator[Node]:
    body = field(node, "body")
    if body is None:
        return
    if body.type != "block":
        yield body
        return
    for child in walk(body, lambda inner: not SHAPE.opens(inner)):
        if child.type == "return_statement" and named(child):
            yield named(child)[0]


def _params(node: Node, text: SourceText) -> Iterator[Param]:
    group = field(node, "parameters")
    if group is None:
        return
    nodes = [group] if group.type == "identifier" else named(group)
    for index, child in enumerate(nodes):
        rest = child.type == "spread_parameter"
        declarator = next((c for c in named(child) if c.type == "variable_declarator"), child)
        name = child if child.type == "identifier" else field(declarator, "name")
        if name is not None:
            annotation = field(child, "type")
            yield Param(source(name, text), index, (), None, annotation, rest)


def class_(node: Node, text: SourceText) -> Class:
    """The class, interface, enumeration or record that a node declares."""
    members = list(_members(node))
    made = [child for child in members if child.type == "constructor_declaration"]
    constructor = made[0] if made else None
    more: tuple[tuple[str, ParamField], ...] = ()
    if node.type == "record_declaration":
        constructor = node
        more = tuple((param.name, ParamField(param)) for param in _params(node, text))
    return class_scopes.class_of(node, text, SHAPE, tuple(_bases(node)), constructor, more)


def _bases(node: Node) -> Iterator[Node]:
    above = field(node, "superclass")
    if above is not None:
        yield from named(above)[:1]
    for child in node.children:
        if child.type in {"super_interfaces", "extends_interfaces"}:
            yield from (each for inner in named(child) for each in named(inner))
