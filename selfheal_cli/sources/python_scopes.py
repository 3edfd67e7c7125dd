"""What names stand for in Python: functions, classes, assignments and imports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, takewhile

from tree_sitter import Node

from selfheal_cli.sources import mentions
from selfheal_cli.sources.nodes import (
    ASSIGNS,
    ancestors,
    down_to,
    field,
    named,
    says,
    source,
    walk,
)
from selfheal_cli.sources.python_syntax import FUNCTIONS
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

NESTING = FUNCTIONS | {"class_definition"}
_BINDS = re.compile(ASSIGNS.pattern + rb"|\b(?:for|as|import|def|class)\b")
_GIVES = re.compile(rb"\b(?:return|yield)\b")
_Named = tuple[str, Binding]


def bindings(scope: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
    """The names bound in a function, class body or module, not in what is nested in it."""
    found: dict[str, list[Binding]] = defaultdict(list)
    for node in walk(field(scope, "body") or scope, partial(_enters, text)):
        for name, binding in _bound(node, text):
            found[name].append(binding)
    return {name: tuple(items) for name, items in found.items()}


def bound(start: Node, text: SourceText, name: str) -> dict[int, tuple[Binding, ...]]:
    """What binds a name in a file or class, by the ids of its scopes: what `bindings` has."""
    found: dict[int, dict[int, tuple[Binding, ...]]] = defaultdict(dict)
    for at in mentions.bound(text.utf8, name, start.start_byte, start.end_byte):
        for scope, node in _scoped(start, text, at):
            if node.id not in found[scope.id]:
                items = tuple(item for own, item in _bound(node, text) if own == name)
                found[scope.id][node.id] = items
    return {scope: tuple(chain(*nodes.values())) for scope, nodes in found.items()}


def _scoped(start: Node, text: SourceText, at: int) -> Iterator[tuple[Node, Node]]:
    """The nodes below `start` that an offset stands in, each with the scope that it may bind in."""
    opened = start if start.type in NESTING else None
    scope = start if opened is None else None
    for node in down_to(start, at):
        if opened is not None:
            body = field(opened, "body")
            scope, opened = (opened if body is None or body == node else None), None
            if scope is not None and body is not None:
                continue
        if scope is not None:
            yield scope, node
        if node.type in NESTING:
            opened = node
        elif is_idle(node, text, _BINDS):
            scope = None


def is_idle(node: Node, text: SourceText, binds: re.Pattern[bytes]) -> bool:
    """Whether an expression's statement binds nothing, or a name's type alone."""
    return node.type == "expression_statement" and not says(node, text, binds)


def _enters(text: SourceText, node: Node) -> bool:
    return node.type not in NESTING and says(node, text, _BINDS)


def _bound(node: Node, text: SourceText) -> Iterator[_Named]:
    kind = node.type
    if kind in {"function_definition", "class_definition"}:
        name = field(node, "name")
        if name is not None:
            yield source(name, text), Defined(node)
    elif kind in {"assignment", "augmented_assignment", "named_expression"}:
        yield from _assigned(node, text)
    elif kind in {"for_statement", "for_in_clause"}:
        left, right = field(node, "left"), field(node, "right")
        if left is not None and right is not None:
            yield from _targets(left, right, ("*",), text)
    elif kind == "as_pattern":
        yield from _as_pattern(node, text)
    elif kind in {"import_statement", "import_from_statement"}:
        yield from _imports(node, text)


def _assigned(node: Node, text: SourceText) -> Iterator[_Named]:
    left = field(node, "left") or field(node, "name")
    right, annotation = field(node, "right") or field(node, "value"), field(node, "type")
    if left is None:
        return
    if right is None:
        if annotation is not None and left.type == "identifier":
            yield source(left, text), Typed(annotation)
    elif node.type == "augmented_assignment":
        if left.type == "identifier":
            yield source(left, text), Assigned(right, (), left, adds=True)
    else:
        yield from _targets(left, last_right(right), (), text)


def last_right(node: Node) -> Node:
    """What all the names of `a = b = value` get."""
    while node.type == "assignment" and (right := field(node, "right")) is not None:
        node = right
    return node


def _targets(
    left: Node, right: Node, path: tuple[PathStep, ...], text: SourceText
) -> Iterator[_Named]:
    if left.type == "identifier":
        yield source(left, text), Assigned(right, path, left)
    elif left.type in {"pattern_list", "tuple_pattern", "list_pattern"}:
        for index, child in enumerate(named(left)):
            yield from _targets(child, right, (*path, index), text)


def _as_pattern(node: Node, text: SourceText) -> Iterator[_Named]:
    alias = field(node, "alias")
    if alias is not None and named(alias):
        yield from _targets(named(alias)[0], named(node)[0], ("enter",), text)


def _imports(node: Node, text: SourceText) -> Iterator[_Named]:
    module = field(node, "module_name")
    where = source(module, text) if module is not None else ""
    for name in node.children_by_field_name("name"):
        alias = field(name, "alias")
        whole = source(field(name, "name") or name, text) if alias else source(name, text)
        if module is not None:
            yield source(alias, text) if alias else whole, Imported(where, whole)
        elif alias is not None:
            yield source(alias, text), Imported(whole, "")
        else:
            yield whole.split(".")[0], Imported(whole.split(".")[0], "")
    if module is not None and any(child.type == "wildcard_import" for child in node.children):
        yield "*", Imported(where, "*")


# --- functions -----------------------------------------------------------------------------------


def function(node: Node, text: SourceText) -> Function:
    """The function that a `def` or `lambda` declares."""
    name = field(node, "name")
    called = source(name, text) if name is not None else ""
    decorators = _decorators(node, text)
    kind = _kind(node, called, decorators)
    params = tuple(_params(field(node, "parameters"), text))
    if kind in {"method", "getter", "constructor"} and params:
        params = tuple(replace(param, index=param.index - 1) for param in params[1:])
    provides = any("fixture" in decorator for decorator in decorators)
    return Function(node, called, kind, params, partial(_returns, node, text), provides)


def this_name(node: Node, text: SourceText) -> str:
    """The name of a method's first parameter, which stands for its object."""
    if not _in_class(node) or any("staticmethod" in name for name in _decorators(node, text)):
        return ""
    first = next(iter(_params(field(node, "parameters"), text)), None)
    return first.name if first is not None else ""


def _in_class(node: Node) -> bool:
    scopes = (parent for parent in ancestors(node) if parent.type in NESTING)
    owner = next(scopes, None)
    return owner is not None and owner.type == "class_definition"


def _kind(node: Node, name: str, decorators: list[str]) -> str:
    if not _in_class(node):
        return "function"
    if any("property" in decorator for decorator in decorators):
        return "getter"
    if any("staticmethod" in decorator for decorator in decorators):
        return "static"
    return "constructor" if name == "__init__" else "method"


def _decorators(node: Node, text: SourceText) -> list[str]:
    parent = node.parent
    if parent is None or parent.type != "decorated_definition":
        return []
    return [source(child, text) for child in parent.children if child.type == "decorator"]


def _returns(node: Node, text: SourceText) -> Iterator[Node]:
    body = field(node, "body")
    if body is None:
        return
    if node.type == "lambda":
        yield body
        return

    def enters(inner: Node) -> bool:
        return inner.type not in NESTING and says(inner, text, _GIVES)

    for child in walk(body, enters) if says(body, text, _GIVES) else ():
        if child.type in {"return_statement", "yield"} and named(child):
            yield named(child)[0]


def _params(node: Node | None, text: SourceText) -> Iterator[Param]:
    index = 0
    for child in named(node) if node is not None else []:
        if child.type in {"keyword_separator", "positional_separator"}:
            continue
        yield _param(child, index, text)
        index += 1


def _param(node: Node, index: int, text: SourceText) -> Param:
    rest = any(
        part.type in {"list_splat_pattern", "dictionary_splat_pattern"}
        for part in (node, *node.named_children[:1])
    )
    name = field(node, "name") or next(
        (part for part in (node, *node.named_children) if part.type == "identifier"), node
    )
    return Param(
        source(name, text).lstrip("*"), index, (), field(node, "value"), field(node, "type"), rest
    )


# --- modules -------------------------------------------------------------------------------------


def resolve(module: str, name: str, importer: str) -> Sequence[str]:
    """Files that `from module import name` may mean, nearest folder first."""
    dots = len(list(takewhile(lambda char: char == ".", module)))
    rest = [part for part in module[dots:].split(".") if part]
    folder = importer.split("/")[:-1]
    if dots:
        if dots - 1 > len(folder):
            return ()
        return _files([*folder[: len(folder) - dots + 1], *rest], name)
    found: list[str] = []
    for depth in range(len(folder), -1, -1):
        found.extend(_files([*folder[:depth], *rest], name))
        if depth == 0 or folder[depth - 1] != "src":
            found.extend(_files([*folder[:depth], "src", *rest], name))
    return found


def _files(parts: list[str], name: str) -> list[str]:
    base = "/".join(parts)
    found = [f"{base}.py", f"{base}/__init__.py"] if base else ["__init__.py"]
    if name and name != "*":
        found.append(f"{base}/{name}.py" if base else f"{name}.py")
    return found
