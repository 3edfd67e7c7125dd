"""What a Python class holds: what its methods assign to the object, and what its body binds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from tree_sitter import Node

from selfheal_cli.sources import mentions
from selfheal_cli.sources.members import Members
from selfheal_cli.sources.nodes import ASSIGNS, down_to, field, named, says, source, walk
from selfheal_cli.sources.python_scopes import (
    NESTING,
    bindings,
    bound,
    is_idle,
    last_right,
    this_name,
)
from selfheal_cli.sources.syntax import Assigned, Binding, Class, Defined, Field, Member, Typed
from selfheal_cli.sources.text import SourceText


def class_(node: Node, text: SourceText) -> Class:
    """The class that a `class` statement declares; assignments to `self.x` are its fields."""
    defined = bound(node, text, "__init__").get(node.id, ())
    functions = [item.node for item in defined if isinstance(item, Defined)]
    constructor = functions[-1] if functions else None
    name_node = field(node, "name")
    called = source(name_node, text) if name_node is not None else ""
    members = Members(partial(_names, node, text), partial(_held, node, text))
    return Class(node, called, tuple(_bases(node)), members, constructor)


def _names(node: Node, text: SourceText) -> Iterator[str]:
    for method in _methods(node):
        this, body = this_name(method, text), field(method, "body")
        if this and body is not None:
            nodes = walk(body, partial(_enters_assigned, text))
            yield from (name for name, _ in _self_fields(method, text, this, nodes))
    yield from bindings(node, text)


def _held(node: Node, text: SourceText, name: str) -> tuple[Member, ...]:
    """What a class holds under a name."""
    found: dict[int, Member] = {}
    for at in mentions.given(text.utf8, name, node.start_byte, node.end_byte):
        for method, inner in _in_method(node, text, at):
            if inner.type != "assignment":
                continue
            for own, member in _self_fields(method, text, this_name(method, text), [inner]):
                if own == name:
                    found[inner.id] = member
    return (*found.values(), *_members(bound(node, text, name).get(node.id, ())))


def _in_method(node: Node, text: SourceText, at: int) -> Iterator[tuple[Node, Node]]:
    """The nodes in a method of a class that an offset stands in, each with the method."""
    path = down_to(node, at)
    body, method = next(path, None), next(path, None)
    if method is not None and method.type == "decorated_definition":
        method = next(path, None)
    block = next(path, None)
    if method is None or method.type != "function_definition" or block is None:
        return
    if field(node, "body") != body or field(method, "body") != block:
        return
    for inner in path:
        yield method, inner
        if inner.type in NESTING or is_idle(inner, text, ASSIGNS):
            return


def _members(bound: tuple[Binding, ...]) -> Iterator[Member]:
    for binding in bound:
        if isinstance(binding, Assigned):
            if not binding.path:
                yield Field(binding.value)
        elif isinstance(binding, Defined | Typed):
            yield binding


def _bases(node: Node) -> list[Node]:
    arguments = field(node, "superclasses")
    children = named(arguments) if arguments is not None else []
    return [child for child in children if child.type in {"identifier", "attribute", "subscript"}]


def _methods(node: Node) -> Iterator[Node]:
    body = field(node, "body")
    for child in named(body) if body is not None else []:
        inner = field(child, "definition") if child.type == "decorated_definition" else child
        if inner is not None and inner.type == "function_definition":
            yield inner


def _enters_assigned(text: SourceText, inner: Node) -> bool:
    return inner.type not in NESTING and says(inner, text, ASSIGNS)


def _self_fields(
    method: Node, text: SourceText, this: str, nodes: Iterable[Node]
) -> Iterator[tuple[str, Member]]:
    for node in nodes:
        if node.type != "assignment":
            continue
        left, right, annotation = (field(node, part) for part in ("left", "right", "type"))
        if left is None or left.type != "attribute" or source(left.children[0], text) != this:
            continue
        name = source(left.children[-1], text)
        if right is not None:
            yield name, Field(last_right(right), method)
        elif annotation is not None:
            yield name, Typed(annotation)
