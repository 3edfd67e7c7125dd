"""How JavaScript and TypeScript modules show names to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from posixpath import normpath

from tree_sitter import Node

from selfheal_cli.sources.javascript_syntax import CLASSES, FUNCTIONS
from selfheal_cli.sources.languages import is_data
from selfheal_cli.sources.nodes import field, named, source
from selfheal_cli.sources.syntax import Assigned, Binding, Defined, Imported
from selfheal_cli.sources.text import SourceText

ENDINGS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
COMPONENTS = (".vue", ".svelte")
_Named = tuple[str, Binding]


def exports(root: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
    """What a module shows beyond its bindings' own names: default, renamed, handed on."""
    found: dict[str, list[Binding]] = defaultdict(list)
    for node in root.named_children:
        if node.type == "export_statement":
            for name, binding in _exported(node, text):
                found[name].append(binding)
        elif node.type == "expression_statement" and named(node):
            for name, binding in _common(named(node)[0], text):
                found[name].append(binding)
    return {name: tuple(items) for name, items in found.items()}


def _exported(node: Node, text: SourceText) -> Iterator[_Named]:
    origin, value, declaration = (field(node, part) for part in ("source", "value", "declaration"))
    where = text.slice(origin.start_byte + 1, origin.end_byte - 1) if origin is not None else ""
    if any(child.type == "default" for child in node.children):
        target = value or declaration
        if target is not None:
            yield "default", _default(target)
    for clause in node.named_children:
        if clause.type == "export_clause":
            yield from _clause(clause, where, text)
        elif clause.type == "namespace_export" and named(clause):
            yield source(named(clause)[0], text), Imported(where, "")
    if where and any(child.type == "*" for child in node.children):
        yield "*", Imported(where, "*")


def _default(target: Node) -> Binding:
    if target.type in CLASSES or target.type in FUNCTIONS:
        return Defined(target)
    return Assigned(target, (), target)


def _clause(clause: Node, where: str, text: SourceText) -> Iterator[_Named]:
    for child in named(clause):
        name, alias = field(child, "name"), field(child, "alias")
        if name is None:
            continue
        shown = source(alias or name, text)
        if where:
            yield shown, Imported(where, source(name, text))
        elif alias is not None:
            yield shown, Assigned(name, (), name)


def _common(node: Node, text: SourceText) -> Iterator[_Named]:
    """`module.exports = ...`, `exports.name = ...`."""
    left, right = field(node, "left"), field(node, "right")
    if node.type != "assignment_expression" or left is None or right is None:
        return
    target = source(left, text)
    if target == "module.exports":
        yield "module.exports", Assigned(right, (), left)
    elif target.startswith(("exports.", "module.exports.")):
        yield target.rsplit(".", 1)[1], Assigned(right, (), left)


def resolve(module: str, importer: str) -> Sequence[str]:
    """Files that a module specifier may mean: relative ones exactly, others as an alias of a
    folder that lies in or above the importer's."""
    folder = importer.split("/")[:-1]
    if module.startswith("."):
        return files_at(normpath("/".join([*folder, module])))
    bare = module.lstrip("@~#").lstrip("/")
    parts = [part for part in bare.split("/") if part]
    if len(parts) < 2 and not module.startswith(("@/", "~/", "#")):
        return ()
    found: list[str] = []
    for depth in range(len(folder), -1, -1):
        base = folder[:depth]
        found.extend(files_at("/".join([*base, *parts])))
        found.extend(files_at("/".join([*base, "src", *parts])))
        if module[0] in "@~#" and len(parts) > 1:
            found.extend(files_at("/".join([*base, *parts[1:]])))
    return found


def files_at(base: str) -> list[str]:
    """The files that a module at this path may be."""
    if base.startswith(".."):
        return []
    found = [base] if base.endswith((*ENDINGS, *COMPONENTS)) or is_data(base) else []
    stem, dot, ending = base.rpartition(".")
    if dot and ending in {"js", "jsx", "mjs", "cjs"}:
        found.append(f"{stem}.{ending.replace('j', 't', 1)}")
    found.extend(base + ending for ending in ENDINGS)
    found.extend(f"{base}/index{ending}" for ending in ENDINGS)
    return found
