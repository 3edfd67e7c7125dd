"""What names stand for in JavaScript and TypeScript: functions, classes, assignments, imports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from tree_sitter import Node

from selfheal_cli.sources.javascript_syntax import CLASSES, FUNCTIONS, key_text
from selfheal_cli.sources.members import Members
from selfheal_cli.sources.nodes import ASSIGNS, field, holding, named, says, source, walk
from selfheal_cli.sources.syntax import (
    Assigned,
    Binding,
    Class,
    Defined,
    Field,
    Function,
    Imported,
    Member,
    Param,
    ParamField,
    PathStep,
    Typed,
)
from selfheal_cli.sources.text import SourceText

_NESTING = FUNCTIONS | CLASSES
_TYPES = frozenset({"type_annotation", "type_arguments", "interface_declaration"})
_NOT_HERE = _NESTING | _TYPES
_DECLARES = re.compile(
    rb"\b(?:const|let|var|function|class|enum|namespace|module|import|using|for)\b"
)
_RETURNS = re.compile(rb"\breturn\b")
_Named = tuple[str, Binding]


def bindings(scope: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
    """The names declared in a function or module, with every assignment to them below it."""
    found: dict[str, list[Binding]] = defaultdict(list)
    if scope.type in CLASSES:
        return {}
    for node in walk(scope, partial(_enters, text)):
        for name, binding in _bound(node, text):
            found[name].append(binding)
    later = {name for name, items in found.items() if _is_open(items)}
    if later:
        for name, assigned in _assignments(walk(scope, partial(_enters_assigned, text)), text):
            if name in later:
                found[name].append(assigned)
    return {name: tuple(items) for name, items in found.items()}


def bound(scope: Node, text: SourceText, name: str) -> tuple[Binding, ...]:
    """What `bindings` has under one name."""
    if scope.type in CLASSES:
        return ()
    nodes = holding(scope, text, name, partial(_enters, text))
    found = [item for node in nodes for own, item in _bound(node, text) if own == name]
    if _is_open(found):
        later = holding(scope, text, name, partial(_enters_assigned, text))
        found += [item for own, item in _assignments(later, text) if own == name]
    return tuple(found)


def _enters(text: SourceText, node: Node) -> bool:
    return node.type not in _NOT_HERE and says(node, text, _DECLARES)


def _enters_assigned(text: SourceText, node: Node) -> bool:
    return node.type not in _TYPES and says(node, text, ASSIGNS)


def _is_open(items: list[Binding]) -> bool:
    return any(
        isinstance(item, Typed) or (isinstance(item, Assigned) and _kind_of(item) != "const")
        for item in items
    )


def _kind_of(item: Assigned) -> str:
    node = item.target.parent
    while node is not None and node.type not in {"lexical_declaration", "variable_declaration"}:
        node = node.parent
    return node.children[0].type if node is not None else "let"


def _bound(node: Node, text: SourceText) -> Iterator[_Named]:
    kind = node.type
    if kind == "variable_declarator":
        yield from _declared(node, text)
    elif kind in {"function_declaration", "generator_function_declaration"} or kind in CLASSES:
        if (name := field(node, "name")) is not None:
            yield source(name, text), Defined(node)
    elif kind in {"enum_declaration", "internal_module"}:
        name, body = field(node, "name"), field(node, "body")
        if name is not None and body is not None:
            yield source(name, text), Defined(body)
    elif kind == "for_in_statement":
        left, right = field(node, "left"), field(node, "right")
        if left is not None and right is not None:
            yield from _targets(left, right, ("*",), text)
    elif kind == "import_statement":
        yield from _imports(node, text)


def _declared(node: Node, text: SourceText) -> Iterator[_Named]:
    name, value, annotation = (field(node, part) for part in ("name", "value", "type"))
    if name is None:
        return
    if value is not None:
        yield from _targets(name, value, (), text)
    elif name.type == "identifier":
        yield source(name, text), Typed(annotation if annotation is not None else name)


def _assignments(nodes: Iterable[Node], text: SourceText) -> Iterator[_Named]:
    for node in nodes:
        if node.type not in {"assignment_expression", "augmented_assignment_expression"}:
            continue
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None:
            continue
        if node.type == "augmented_assignment_expression":
            if left.type == "identifier":
                adds = any(child.type == "+=" for child in node.children)
                yield source(left, text), Assigned(right, (), left, adds)
        else:
            yield from _targets(left, right, (), text)


def _targets(
    left: Node, right: Node, path: tuple[PathStep, ...], text: SourceText
) -> Iterator[_Named]:
    for name, steps, target, _default in _pattern(left, path, text):
        yield name, Assigned(right, steps, target)


def _pattern(
    node: Node, path: tuple[PathStep, ...], text: SourceText
) -> Iterator[tuple[str, tuple[PathStep, ...], Node, Node | None]]:
    """The names a pattern binds: name, the way to its part, the name's node, its default."""
    kind = node.type
    if kind in {"identifier", "shorthand_property_identifier_pattern"}:
        own = (*path, source(node, text)) if kind != "identifier" else path
        yield source(node, text), own, node, None
    elif kind in {"assignment_pattern", "object_assignment_pattern"}:
        left, right = field(node, "left"), field(node, "right")
        for name, steps, target, _ in _pattern(left, path, text) if left is not None else ():
            yield name, steps, target, right
    elif kind == "object_pattern":
        for child in named(node):
            yield from _property(child, path, text)
    elif kind == "array_pattern":
        for index, child in enumerate(named(node)):
            yield from _pattern(child, (*path, index), text)


def _property(
    node: Node, path: tuple[PathStep, ...], text: SourceText
) -> Iterator[tuple[str, tuple[PathStep, ...], Node, Node | None]]:
    if node.type != "pair_pattern":
        yield from _pattern(node, path, text)
        return
    key, value = field(node, "key"), field(node, "value")
    name = key_text(key, text) if key is not None else None
    if value is not None and name is not None:
        yield from _pattern(value, (*path, name), text)


def _imports(node: Node, text: SourceText) -> Iterator[_Named]:
    where = _module(node, text)
    for child in walk(node, lambda inner: True):
        if child.type == "import_specifier":
            name, alias = field(child, "name"), field(child, "alias")
            if name is not None:
                yield source(alias or name, text), Imported(where, source(name, text))
        elif child.type in {"namespace_import", "import_require_clause"} and named(child):
            yield source(named(child)[0], text), Imported(where, "")
        elif child.type == "identifier" and child.parent and child.parent.type == "import_clause":
            yield source(child, text), Imported(where, "default")


def _module(node: Node, text: SourceText) -> str:
    origin = field(node, "source")
    if origin is None:
        inner = [child for child in named(node) if child.type == "import_require_clause"]
        origin = field(inner[0], "source") if inner else None
    return text.slice(origin.start_byte + 1, origin.end_byte - 1) if origin is not None else ""


# --- functions -----------------------------------------------------------------------------------


def function(node: Node, text: SourceText) -> Function:
    """The function that a function, arrow or method node declares."""
    name = field(node, "name")
    called = source(name, text) if name is not None else _held_name(node, text)
    kind = "function"
    if node.type == "method_definition":
        words = {child.type for child in node.children}
        kind = "getter" if "get" in words else "static" if "static" in words else "method"
        kind = "constructor" if called == "constructor" else kind
    return Function(node, called, kind, tuple(_params(node, text)), tuple(_returns(node, text)))


def _held_name(node: Node, text: SourceText) -> str:
    """The name that an anonymous function is assigned to."""
    parent = node.parent
    if parent is None or field(parent, "value") != node:
        return ""
    name = field(parent, "name") or field(parent, "property") or field(parent, "key")
    return source(name, text) if name is not None else ""


def _returns(node: Node, text: SourceText) -> Iterator[Node]:
    body = field(node, "body")
    if body is None:
        return
    if body.type != "statement_block":
        yield body
        return

    def enters(inner: Node) -> bool:
        return inner.type not in _NESTING and says(inner, text, _RETURNS)

    for child in walk(body, enters) if says(body, text, _RETURNS) else ():
        if child.type == "return_statement" and named(child):
            yield named(child)[0]


def _params(node: Node, text: SourceText) -> Iterator[Param]:
    single = field(node, "parameter")
    if single is not None:
        yield Param(source(single, text), 0)
        return
    group = field(node, "parameters")
    for index, child in enumerate(named(group) if group is not None else []):
        yield from _param(child, index, text)


def _param(node: Node, index: int, text: SourceText) -> Iterator[Param]:
    pattern = field(node, "pattern") or node
    default, annotation = field(node, "value"), field(node, "type")
    if pattern.type == "rest_pattern":
        yield Param(source(named(pattern)[0], text), index, (), None, annotation, rest=True)
        return
    for name, path, _target, fallback in _pattern(pattern, (), text):
        yield Param(name, index, path, fallback or default, annotation if not path else None)


# --- classes -------------------------------------------------------------------------------------


def class_(node: Node, text: SourceText) -> Class:
    """The class that a class node declares."""
    constructors = [child for key, child in _keyed(node, text) if key == "constructor"]
    constructor = constructors[-1] if constructors else None
    name = field(node, "name")
    called = source(name, text) if name is not None else _held_name(node, text)
    members = Members(partial(_names, node, text), partial(_held, node, text))
    return Class(node, called, tuple(_bases(node)), members, constructor)


def _keyed(node: Node, text: SourceText) -> Iterator[tuple[str, Node]]:
    """What a class declares by name."""
    body = field(node, "body")
    for child in named(body) if body is not None else []:
        name = field(child, "name") or field(child, "property")
        key = key_text(name, text) if name is not None else None
        if key is not None:
            yield key, child


def _names(node: Node, text: SourceText) -> Iterator[str]:
    for key, child in _keyed(node, text):
        if key == "constructor":
            yield from (name for name, _ in _parameter_fields(child, text))
        yield from (key for _ in _class_member(child))
    if (body := field(node, "body")) is not None:
        fields = _this_fields(walk(body, partial(_enters_field, text)), text)
        yield from (name for name, _ in fields)


def _held(node: Node, text: SourceText, wanted: str) -> tuple[Member, ...]:
    """What a class holds under a name: what is assigned to its field, then what it declares."""
    found: list[Member] = []
    for key, child in _keyed(node, text):
        if key == "constructor":
            found += [member for name, member in _parameter_fields(child, text) if name == wanted]
        if key == wanted:
            found.extend(_class_member(child))
    if (body := field(node, "body")) is not None:
        nodes = holding(body, text, wanted, partial(_enters_field, text))
        fields = [member for name, member in _this_fields(nodes, text) if name == wanted]
        found = [*reversed(fields), *found]
    return tuple(found)


def _class_member(node: Node) -> Iterator[Member]:
    value, annotation = field(node, "value"), field(node, "type")
    if node.type == "method_definition":
        yield Defined(node)
    elif value is not None:
        yield Field(value)
    elif annotation is not None:
        yield Typed(annotation)


def _parameter_fields(node: Node, text: SourceText) -> Iterator[tuple[str, Member]]:
    """The parameters of a constructor that are fields of the object."""
    group = field(node, "parameters")
    params = {param.index: param for param in _params(node, text)}
    for index, child in enumerate(named(group) if group is not None else []):
        modifiers = {part.type for part in child.children}
        if modifiers & {"accessibility_modifier", "readonly", "override_modifier"}:
            yield params[index].name, ParamField(params[index])


def _enters_field(text: SourceText, inner: Node) -> bool:
    return inner.type not in CLASSES and says(inner, text, ASSIGNS)


def _this_fields(nodes: Iterable[Node], text: SourceText) -> Iterator[tuple[str, Member]]:
    for node in nodes:
        if node.type != "assignment_expression":
            continue
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None or left.type != "member_expression":
            continue
        owner, name = field(left, "object"), field(left, "property")
        if owner is not None and owner.type == "this" and name is not None:
            yield source(name, text), Field(right, _method_of(node))


def _method_of(node: Node) -> Node | None:
    parent = node.parent
    while parent is not None and parent.type != "method_definition":
        parent = parent.parent
    return parent


def _bases(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.type == "class_heritage":
            clauses = [inner for inner in named(child) if inner.type == "extends_clause"]
            if clauses:
                value = field(clauses[0], "value")
                yield from [value] if value is not None else []
            elif named(child) and named(child)[0].type != "implements_clause":
                yield named(child)[0]
