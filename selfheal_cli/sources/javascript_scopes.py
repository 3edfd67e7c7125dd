"""What names stand for in JavaScript and TypeScript: functions, classes, assignments, imports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

from tree_sitter import Node

from selfheal_cli.sources import mentions
from selfheal_cli.sources.javascript_syntax import CLASSES, FUNCTIONS, key_text
from selfheal_cli.sources.nodes import ASSIGNS, down_to, field, named, says, source, walk
from selfheal_cli.sources.syntax import (
    Assigned,
    Binding,
    Defined,
    Function,
    Imported,
    Param,
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
        for node in walk(scope, partial(_enters_assigned, text)):
            for name, assigned in _assigned(node, text):
                if name in later:
                    found[name].append(assigned)
    return {name: tuple(items) for name, items in found.items()}


def bound(root: Node, text: SourceText, name: str) -> dict[int, tuple[Binding, ...]]:
    """What binds a name in a file, by the ids of its scopes: of each what `bindings` has."""
    places = mentions.bound(text.utf8, name, root.start_byte, root.end_byte)
    paths = [list(down_to(root, at)) for at in places]
    scoped = (each for path in paths for each in _scoped(root, path))
    declared = _by_scope(_bound, scoped, text, name)
    later = {scope for scope, items in declared.items() if _is_open(items)}
    if later:
        reached = (each for path in paths for each in _reached(root, path, later))
        for scope, items in _by_scope(_assigned, reached, text, name).items():
            declared[scope] += items
    return {scope: tuple(items) for scope, items in declared.items()}


def _by_scope(
    read: Callable[[Node, SourceText], Iterator[_Named]],
    nodes: Iterable[tuple[int, Node]],
    text: SourceText,
    name: str,
) -> dict[int, list[Binding]]:
    """What nodes bind to a name, each read once for its scope."""
    found: dict[int, dict[int, list[Binding]]] = defaultdict(dict)
    for scope, node in nodes:
        if node.id not in found[scope]:
            found[scope][node.id] = [item for own, item in read(node, text) if own == name]
    return {scope: [*chain(*items.values())] for scope, items in found.items()}


def _scoped(root: Node, path: Sequence[Node]) -> Iterator[tuple[int, Node]]:
    """The nodes of a way down from the root, each with the scope that it may declare in."""
    scope = root.id
    for node in path:
        if scope:
            yield scope, node
        if node.type in FUNCTIONS:
            scope = node.id
        elif node.type in _NOT_HERE:
            scope = 0


def _reached(
    root: Node, path: Sequence[Node], scopes: Container[int]
) -> Iterator[tuple[int, Node]]:
    """The nodes of a way down from the root, each with the scopes whose names it may assign."""
    around = [root.id]
    for node in path:
        yield from ((scope, node) for scope in around if scope in scopes)
        if node.type in _TYPES:
            around = []
        elif node.type in FUNCTIONS:
            around.append(node.id)


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


def _assigned(node: Node, text: SourceText) -> Iterator[_Named]:
    if node.type not in {"assignment_expression", "augmented_assignment_expression"}:
        return
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None:
        return
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
    called = source(name, text) if name is not None else held_name(node, text)
    kind = "function"
    if node.type == "method_definition":
        words = {child.type for child in node.children}
        kind = "getter" if "get" in words else "static" if "static" in words else "method"
        kind = "constructor" if called == "constructor" else kind
    return Function(node, called, kind, tuple(params(node, text)), partial(_returns, node, text))


def held_name(node: Node, text: SourceText) -> str:
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


def params(node: Node, text: SourceText) -> Iterator[Param]:
    """The names that a function's parameters give to what it is handed."""
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
