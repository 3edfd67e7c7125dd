"""What names stand for in languages of classes: scopes and members, by what declares them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from selfheal_cli.sources.nodes import ASSIGNS, ancestors, field, named, says, source, walk
from selfheal_cli.sources.syntax import (
    Assigned,
    Binding,
    Class,
    Defined,
    Field,
    Member,
    PathStep,
    Typed,
)
from selfheal_cli.sources.text import SourceText


@dataclass(frozen=True, slots=True)
class Declared:
    """A variable or field: its name's node, its value or type (None: not given), and the way from
    the value to what it holds."""

    name: Node
    value: Node | None = None
    annotation: Node | None = None
    path: tuple[PathStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """`left = right`; `adds` for `+=`."""

    left: Node
    right: Node
    adds: bool = False


def assigned_by(kind: str) -> Callable[[Node, SourceText], Assignment | None]:
    """Reads the assignments of a grammar; `kind`: the type of their nodes."""

    def assigned(node: Node, text: SourceText) -> Assignment | None:
        if node.type != kind:
            return None
        left, right, operator = (field(node, part) for part in ("left", "right", "operator"))
        if left is None or right is None or operator is None or operator.type not in {"=", "+="}:
            return None
        return Assignment(left, right, operator.type == "+=")

    return assigned


def _name(node: Node) -> Node | None:
    return field(node, "name")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a language's nodes declare.

    `declared`: the variables or fields of a node; `assigned`: what an assignment node sets;
    `own_field`: the name of the object's field that an assignment's left side is ("": none), which
    may be a bare name; `members`: the nodes in a class that declare something; `name`: the name of
    what opens a scope.
    """

    is_function: Callable[[Node], bool]
    classes: frozenset[str]
    declared: Callable[[Node, SourceText], Iterator[Declared]]
    assigned: Callable[[Node, SourceText], Assignment | None]
    own_field: Callable[[Node, SourceText], str]
    members: Callable[[Node], Iterator[Node]]
    name: Callable[[Node], Node | None] = _name

    def opens(self, node: Node) -> bool:
        """Whether the node opens a scope."""
        return node.type in self.classes or self.is_function(node)


def bindings(scope: Node, text: SourceText, shape: Shape) -> dict[str, tuple[Binding, ...]]:
    """The names declared in a function or file, with every assignment to them below it."""
    found: dict[str, list[Binding]] = defaultdict(list)
    if scope.type in shape.classes:
        return {}
    for node in walk(scope, lambda node: not shape.opens(node)):
        nested = shape.opens(node)
        for item in shape.declared(node, text) if not nested else ():
            found[source(item.name, text)].append(_binding(item))
        name = shape.name(node) if nested else None
        if name is not None:
            found[source(name, text).rpartition("::")[2]].append(Defined(node))
    if found:
        for name_text, assigned in _assignments(scope, text, shape):
            if name_text in found:
                found[name_text].append(assigned)
    return {name: tuple(items) for name, items in found.items()}


def _binding(item: Declared) -> Binding:
    if item.value is not None:
        return Assigned(item.value, item.path, item.name)
    return Typed(item.annotation if item.annotation is not None else item.name)


def _assignments(scope: Node, text: SourceText, shape: Shape) -> Iterator[tuple[str, Binding]]:

    def enters(node: Node) -> bool:
        return node.type not in shape.classes and says(node, text, ASSIGNS)

    for node in walk(scope, enters):
        made = shape.assigned(node, text)
        if made is not None and not named(made.left):
            yield source(made.left, text), Assigned(made.right, (), made.left, made.adds)


def members(node: Node, text: SourceText, shape: Shape) -> dict[str, list[Member]]:
    """A class's members by name: what its functions assign first, then what it declares."""
    found: dict[str, list[Member]] = defaultdict(list)
    for child in shape.members(node):
        nested = shape.opens(child)
        if nested and (name := shape.name(child)) is not None:
            found[source(name, text)].append(Defined(child))
        for item in shape.declared(child, text) if not nested else ():
            value = item.value
            given = Typed(item.annotation or item.name) if value is None else Field(value)
            found[source(item.name, text)].append(given)
    for name_text, member in _assigned_fields(node, text, shape, frozenset(found)):
        found[name_text].insert(0, member)
    return found


def _assigned_fields(
    node: Node, text: SourceText, shape: Shape, declared: frozenset[str]
) -> Iterator[tuple[str, Member]]:

    def enters(inner: Node) -> bool:
        return inner.type not in shape.classes and says(inner, text, ASSIGNS)

    for inner in walk(node, enters):
        made = shape.assigned(inner, text)
        name = shape.own_field(made.left, text) if made is not None and not made.adds else ""
        if made is not None and name and (name in declared or named(made.left) or name[0] == "@"):
            method = next((up for up in ancestors(inner) if shape.is_function(up)), None)
            yield name, Field(made.right, method)


def class_of(
    node: Node,
    text: SourceText,
    shape: Shape,
    bases: tuple[Node, ...],
    constructor: Node | None,
    more: Sequence[tuple[str, Member]] = (),
    partial: bool = False,
) -> Class:
    """The class that a node declares; `more` are members that its parameters declare."""
    found = members(node, text, shape)
    for name_text, member in more:
        found[name_text].append(member)
    name = field(node, "name")
    called = source(name, text) if name is not None else ""
    grouped = {key: tuple(items) for key, items in found.items()}
    return Class(node, called, bases, grouped, constructor, partial)
