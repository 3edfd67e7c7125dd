"""What names stand for in Ruby: classes, modules, methods, variables, and what DSLs declare."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from tree_sitter import Node

from selfheal_cli.sources import class_scopes
from selfheal_cli.sources.class_scopes import Assignment, Declared, Shape
from selfheal_cli.sources.nodes import field, named, source, walk
from selfheal_cli.sources.ruby_syntax import CLASSES, is_function, key_of
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
)
from selfheal_cli.sources.text import SourceText

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MEMOIZED = frozenset({"let", "let!", "subject", "subject!"})
_READERS = frozenset({"attr_reader", "attr_accessor"})
_MIXINS = frozenset({"include", "extend", "prepend"})
_SHARED = frozenset({"instance_variable", "global_variable"})


def bindings(scope: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
    """The names bound in a method, block or file; constants of all files are seen."""
    found = class_scopes.bindings(scope, text, SHAPE)
    more: dict[str, list[Binding]] = defaultdict(list)
    for name, item in _memoized(scope, text):
        more[name].append(item)
    if scope.parent is None:
        for name, item in _file_wide(scope, text):
            more[name].append(item)
        more["*"].append(Imported("", "*", each=True))
    return {**found, **{name: tuple(items) for name, items in more.items()}}


def _memoized(scope: Node, text: SourceText) -> Iterator[tuple[str, Binding]]:
    """RSpec's `let(:page) { ... }`."""
    for node in walk(scope, lambda node: not SHAPE.opens(node)):
        block = field(node, "block") if node.type == "call" else None
        method, args = field(node, "method"), field(node, "arguments")
        if block is None or method is None or source(method, text) not in _MEMOIZED:
            continue
        first = named(args)[0] if args is not None and named(args) else None
        name = key_of(first, text) if first is not None else "subject"
        if name is not None:
            yield name, Defined(block)


def _file_wide(root: Node, text: SourceText) -> Iterator[tuple[str, Binding]]:
    """Types in modules, and the variables that all blocks of a test share."""
    for node in walk(root, lambda node: node.type != "class"):
        if node.type in CLASSES and (name := field(node, "name")) is not None:
            yield source(name, text).rpartition("::")[2], Defined(node)
        made = _assigned(node, text)
        if made is not None and made.left.type in _SHARED:
            yield source(made.left, text), Assigned(made.right, (), made.left)


def resolve(module: str, name: str, importer: str) -> Sequence[str]:
    """The file that is named as a constant, by Ruby's habit."""
    if not name[:1].isupper():
        return []
    return [f"**/{_WORD_START.sub('_', name).lower()}.rb"]


# --- what is declared ----------------------------------------------------------------------------


def _declared(node: Node, text: SourceText) -> Iterator[Declared]:
    made = _assigned(node, text)
    if made is not None and not made.adds:
        if made.left.type in {"identifier", "constant"}:
            yield Declared(made.left, made.right)
        elif made.left.type == "left_assignment_list":
            for index, part in enumerate(named(made.left)):
                yield Declared(part, made.right, None, (index,))


def _assigned(node: Node, text: SourceText) -> Assignment | None:
    if node.type not in {"assignment", "operator_assignment"}:
        return None
    left, right, operator = (field(node, part) for part in ("left", "right", "operator"))
    if left is None or right is None:
        return None
    return Assignment(left, right, operator is not None and operator.type == "+=")


def _own_field(left: Node, text: SourceText) -> str:
    return source(left, text) if left.type in {"instance_variable", "class_variable"} else ""


def _members(node: Node) -> Iterator[Node]:
    body = field(node, "body")
    yield from named(body) if body is not None else ()


SHAPE = Shape(is_function, CLASSES, _declared, _assigned, _own_field, _members)


# --- functions and classes -----------------------------------------------------------------------


def function(node: Node, text: SourceText) -> Function:
    """The method, block or lambda that a node is."""
    name = field(node, "name")
    called = source(name, text) if name is not None else ""
    kind = {"method": "method", "singleton_method": "static"}.get(node.type, "function")
    kind = "constructor" if called == "initialize" else kind
    return Function(node, called, kind, tuple(_params(node, text)), partial(_returns, node))


def _returns(node: Node) -> Iterator[Node]:
    """What `return` says, and the last expression."""
    body = field(node, "body")
    if body is None:
        return
    for child in walk(body, lambda inner: not SHAPE.opens(inner)):
        if child.type == "return" and named(child):
            yield named(child)[0]
    if body.type != "return":
        yield body


def _params(node: Node, text: SourceText) -> Iterator[Param]:
    group = field(node, "parameters")
    place = 0
    for child in named(group) if group is not None else ():
        name = child if child.type == "identifier" else field(child, "name")
        if name is None or child.type in {"hash_splat_parameter", "block_parameter"}:
            continue
        keyword = child.type == "keyword_parameter"
        rest = child.type == "splat_parameter"
        index = _NEVER if keyword else place
        yield Param(source(name, text), index, (), field(child, "value"), None, rest)
        place += not keyword


_NEVER = 1_000


def class_(node: Node, text: SourceText) -> Class:
    """The class or module that a node declares; what it includes counts among its bases."""
    made = [child for child in _members(node) if _is_constructor(child, text)]
    bases = tuple(_bases(node, text))
    found = class_scopes.class_of(node, text, SHAPE, bases, made[0] if made else None)
    members = dict(found.members)
    for name, member in _from_calls(node, text, found):
        members[name] = (*members.get(name, ()), *member)
    return Class(node, found.name.rpartition("::")[2], bases, members, found.constructor)


def _is_constructor(node: Node, text: SourceText) -> bool:
    name = field(node, "name") if node.type == "method" else None
    return name is not None and source(name, text) == "initialize"


def _bases(node: Node, text: SourceText) -> Iterator[Node]:
    above = field(node, "superclass")
    if above is not None:
        yield from named(above)[:1]
    for child in _members(node):
        method, args = field(child, "method"), field(child, "arguments")
        if method is not None and args is not None and source(method, text) in _MIXINS:
            yield from named(args)


def _from_calls(
    node: Node, text: SourceText, found: Class
) -> Iterator[tuple[str, tuple[Member, ...]]]:
    """What calls in a class's body declare: `attr_reader :x`, and page objects' `element :x, ...`,
    whose member is the call itself."""
    for child in _members(node):
        method, args = field(child, "method"), field(child, "arguments")
        given = named(args) if args is not None else []
        names = [source(each, text)[1:] for each in given if each.type == "simple_symbol"]
        if method is None or not names:
            continue
        if source(method, text) in _READERS:
            yield from ((name, found.members.get(f"@{name}", ())) for name in names)
        elif len(given) > 1 and given[0].type == "simple_symbol":
            for ending in ("", "_element", "_elements"):
                yield names[0] + ending, (Field(child),)
