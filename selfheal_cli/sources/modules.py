"""Parsed source files of one tree, each parsed once and only when something leads to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tree_sitter import Node, Tree

from selfheal_cli.sources.javascript import JavaScript
from selfheal_cli.sources.javascript_modules import ENDINGS
from selfheal_cli.sources.python import Python
from selfheal_cli.sources.reading import SourceTree
from selfheal_cli.sources.syntax import Binding, Class, Expr, Function, Language
from selfheal_cli.sources.text import SourceText, read_text
from selfheal_cli.sources.tree import OverlayTree

PYTHON, JAVASCRIPT = Python(), JavaScript()


def language_of(path: str) -> Language | None:
    """The language a path's ending names, if it is one that is read here."""
    if path.endswith((".py", ".pyi")):
        return PYTHON
    return JAVASCRIPT if path.endswith(ENDINGS) else None


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """One parsed file. What is read of its nodes is kept."""

    path: str
    language: Language
    text: SourceText
    tree: Tree
    _functions: dict[int, Function] = field(default_factory=dict)
    _classes: dict[int, Class] = field(default_factory=dict)
    _bindings: dict[int, dict[str, tuple[Binding, ...]]] = field(default_factory=dict)
    _expressions: dict[int, Expr] = field(default_factory=dict)
    _exports: list[dict[str, tuple[Binding, ...]]] = field(default_factory=list)

    @property
    def root(self) -> Node:
        """The node of the whole file."""
        return self.tree.root_node

    def expression(self, node: Node) -> Expr:
        """What the node is, one level deep."""
        if node.id not in self._expressions:
            self._expressions[node.id] = self.language.expression(node, self.text)
        return self._expressions[node.id]

    def function(self, node: Node) -> Function:
        """The function a function node declares."""
        if node.id not in self._functions:
            self._functions[node.id] = self.language.function(node, self.text)
        return self._functions[node.id]

    def class_(self, node: Node) -> Class:
        """The class a class node declares."""
        if node.id not in self._classes:
            self._classes[node.id] = self.language.class_(node, self.text)
        return self._classes[node.id]

    def bindings(self, scope: Node) -> dict[str, tuple[Binding, ...]]:
        """The names bound directly in a scope."""
        if scope.id not in self._bindings:
            self._bindings[scope.id] = self.language.bindings(scope, self.text)
        return self._bindings[scope.id]

    def exports(self) -> dict[str, tuple[Binding, ...]]:
        """What other modules see beyond the bindings."""
        if not self._exports:
            self._exports.append(self.language.exports(self.root, self.text))
        return self._exports[0]


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """A source tree whose files are parsed on demand; itself a SourceTree."""

    tree: SourceTree
    _modules: dict[str, Module | None] = field(default_factory=dict)

    def files(self) -> Iterator[str]:
        """The tree's files."""
        return self.tree.files()

    def exists(self, path: str) -> bool:
        """Whether the tree has the file."""
        return self.tree.exists(path)

    def read(self, path: str) -> bytes:
        """The file's bytes. Raises FileNotFoundError."""
        return self.tree.read(path)

    def module(self, path: str) -> Module | None:
        """The parsed file; None where it is missing or in no language read here."""
        if path not in self._modules:
            self._modules[path] = self._parse(path)
        return self._modules[path]

    def _parse(self, path: str) -> Module | None:
        language = language_of(path)
        if language is None or not self.tree.exists(path):
            return None
        text = read_text(self.tree.read(path), language.name)
        return Module(path, language, text, language.parse(path, text))

    def imported(self, module: str, name: str, importer: Module) -> Module | None:
        """The module that an import in `importer` reads."""
        for path in importer.language.resolve(module, name, importer.path):
            if path != importer.path and self.tree.exists(path):
                return self.module(path)
        return None

    def with_files(self, changed: Mapping[str, bytes]) -> Project:
        """The same project with other bytes in some files."""
        kept = {path: module for path, module in self._modules.items() if path not in changed}
        return Project(OverlayTree(self.tree, changed), kept)


def project_of(tree: SourceTree) -> Project:
    """The tree as a project; a project stays itself, so that its parsed files are used again."""
    return tree if isinstance(tree, Project) else Project(tree)
