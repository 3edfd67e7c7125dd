"""What a JavaScript or TypeScript class holds: its fields, methods, and what it gives `this`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from tree_sitter import Node

from selfheal_cli.sources import mentions
from selfheal_cli.sources.javascript_scopes import held_name, params
from selfheal_cli.sources.javascript_syntax import CLASSES, key_text
from selfheal_cli.sources.members import Members
from selfheal_cli.sources.nodes import ASSIGNS, down_to, field, named, says, source, walk
from selfheal_cli.sources.syntax import Class, Defined, Field, Member, ParamField, Typed
from selfheal_cli.sources.text import SourceText


def class_(node: Node, text: SourceText) -> Class:
    """The class that a class node declares."""
    keyed = tuple(_keyed(node, text))
    constructors = [child for key, child in keyed if key == "constructor"]
    constructor = constructors[-1] if constructors else None
    name = field(node, "name")
    called = source(name, text) if name is not None else held_name(node, text)
    members = Members(partial(_names, node, text, keyed), partial(_held, node, text, keyed))
    return Class(node, called, tuple(_bases(node)), members, constructor)


def _keyed(node: Node, text: SourceText) -> Iterator[tuple[str, Node]]:
    """What a class declares by name."""
    body = field(node, "body")
    for child in named(body) if body is not None else []:
        name = field(child, "name") or field(child, "property")
        key = key_text(name, text) if name is not None else None
        if key is not None:
            yield key, child


def _names(node: Node, text: SourceText, keyed: Iterable[tuple[str, Node]]) -> Iterator[str]:
    for key, child in keyed:
        if key == "constructor":
            yield from (name for name, _ in _parameter_fields(child, text))
        yield from (key for _ in _class_member(child))
    if (body := field(node, "body")) is not None:
        fields = _this_fields(walk(body, partial(_enters_field, text)), text)
        yield from (name for name, _ in fields)


def _held(
    node: Node, text: SourceText, keyed: Iterable[tuple[str, Node]], wanted: str
) -> tuple[Member, ...]:
    """What a class holds under a name: what is assigned to its field, then what it declares."""
    found: list[Member] = []
    for key, child in keyed:
        if key == "constructor":
            found += [member for name, member in _parameter_fields(child, text) if name == wanted]
        if key == wanted:
            found.extend(_class_member(child))
    fields: dict[int, Member] = {}
    for inner in _assigning(node, text, wanted):
        for name, member in _this_fields([inner], text):
            if name == wanted:
                fields[inner.id] = member
    return (*reversed(fields.values()), *found)


def _assigning(node: Node, text: SourceText, wanted: str) -> Iterator[Node]:
    """The nodes of a class's body that may give a field of this name a value."""
    body = field(node, "body")
    if body is None:
        return
    for at in mentions.given(text.utf8, wanted, body.start_byte, body.end_byte):
        for inner in down_to(body, at):
            yield inner
            if inner.type in CLASSES:
                break


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
    found = {param.index: param for param in params(node, text)}
    for index, child in enumerate(named(group) if group is not None else []):
        modifiers = {part.type for part in child.children}
        if modifiers & {"accessibility_modifier", "readonly", "override_modifier"}:
            yield found[index].name, ParamField(found[index])


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
