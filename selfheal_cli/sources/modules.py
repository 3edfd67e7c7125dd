"""Parsed source files of one tree, each parsed once and only when something leads to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tree_sitter import Node, Tree

from selfheal_cli.sources.declarations import Declarations
from selfheal_cli.sources.javascript_modules import files_at
from selfheal_cli.sources.languages import language_of
from selfheal_cli.sources.places import ANYWHERE, Places
from selfheal_cli.sources.reading import SourceTree
from selfheal_cli.sources.script_aliases import Alias, ScriptAliases
from selfheal_cli.sources.syntax import Binding, CallExpr, Class, Expr, Function, Language
from selfheal_cli.sources.text import SourceText, read_text
from selfheal_cli.sources.tree import OverlayTree

if TYPE_CHECKING:
    from selfheal_cli.sources.values import Value

_MOST_RECENT = 8


class LeadsOutside(Exception):
    """What was asked for does not lie in the part of the sources that was parsed."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Module:
    """One parsed file. What is read of its nodes is kept. `part`: only some of its statements are
    in the tree, so that no name can be looked up. `statements`, `touching`: by lines, kept for
    those who read them."""

    path: str
    language: Language
    text: SourceText
    tree: Tree
    part: bool = False
    _functions: dict[int, Function] = field(default_factory=dict)
    _returned: dict[int, tuple[Node, ...]] = field(default_factory=dict)
    _classes: dict[int, Class] = field(default_factory=dict)
    _bindings: dict[int, dict[str, tuple[Binding, ...]]] = field(default_factory=dict)
    _bound: dict[str, dict[int, tuple[Binding, ...]] | None] = field(default_factory=dict)
    _expressions: dict[int, Expr] = field(default_factory=dict)
    _this: dict[int, str] = field(default_factory=dict)
    statements: dict[int, Node | None] = field(default_factory=dict)
    touching: dict[int, tuple[Node, ...]] = field(default_factory=dict)
    _rows: list[bytes] = field(default_factory=list)
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

    def target(self, call: CallExpr) -> Expr:
        """What a call calls."""
        return call.target if call.target is not None else self.expression(call.function)

    def function(self, node: Node) -> Function:
        """The function a function node declares."""
        if node.id not in self._functions:
            self._functions[node.id] = self.language.function(node, self.text)
        return self._functions[node.id]

    def returned(self, function: Function) -> tuple[Node, ...]:
        """What a function of the file gives back."""
        if function.node.id not in self._returned:
            self._returned[function.node.id] = tuple(function.returned())
        return self._returned[function.node.id]

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

    def bound(self, scope: Node, name: str) -> tuple[Binding, ...]:
        """What binds a name directly in a scope."""
        if scope.id in self._bindings:
            return self._bindings[scope.id].get(name, ())
        if name not in self._bound:
            self._bound[name] = self.language.bound(self.root, self.text, name)
        found = self._bound[name]
        return self.bindings(scope).get(name, ()) if found is None else found.get(scope.id, ())

    def scopes(self, node: Node) -> Iterator[Node]:
        """The functions and classes around a node, innermost first, then the file."""
        is_function, is_class = self.language.is_function, self.language.is_class
        parent = node.parent
        while parent is not None:
            outer = parent.parent
            if outer is None or is_function(parent) or is_class(parent):
                yield parent
            parent = outer

    def this_name(self, function: Node) -> str:
        """The parameter that stands for a method's object, or ""."""
        if function.id not in self._this:
            self._this[function.id] = self.language.this_name(function, self.text)
        return self._this[function.id]

    def row(self, line: int) -> tuple[int, int]:
        """The UTF-8 range of a line, counted from 1, without its end; empty where there is none."""
        if not self._rows:
            self._rows.extend(self.text.utf8.split(b"\n"))
        if not 0 < line <= len(self._rows):
            return 0, 0
        start = sum(map(len, self._rows[: line - 1])) + line - 1
        return start, start + len(self._rows[line - 1])

    def exports(self) -> dict[str, tuple[Binding, ...]]:
        """What other modules see beyond the bindings."""
        if not self._exports:
            self._exports.append(self.language.exports(self.root, self.text))
        return self._exports[0]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Project:
    """A source tree whose files are parsed on demand; itself a SourceTree."""

    tree: SourceTree
    _modules: dict[str, Module | None] = field(default_factory=dict)
    _imports: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _named: dict[str, list[str]] = field(default_factory=dict)
    _declared: dict[str, dict[bytes, list[str]]] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)
    _aliases: dict[str, tuple[Alias, ...]] = field(default_factory=dict)
    _recent: dict[tuple[str, bytes], Module] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    importers: dict[str, list[str]] = field(default_factory=dict)

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

    def naming(self, path: str, name: str) -> Module | None:
        """The parsed file if its text has a name; None where it is missing or has not."""
        if path not in self._modules and not (
            self.tree.exists(path) and name.encode() in self.tree.read(path)
        ):
            return None
        return self.module(path)

    def told(self, name: str, node: Node, module: Module) -> tuple[Value, ...]:
        """The values of a name in a part of a file. Raises LeadsOutside where it does not tell."""
        raise LeadsOutside

    def _parse(self, path: str) -> Module | None:
        language = language_of(path)
        if language is None or not self.tree.exists(path):
            return None
        raw = self.tree.read(path)
        # An edit is tried, proved, and looked at again in the same bytes.
        found = self._recent.pop((path, raw), None)
        if found is None:
            text = read_text(raw, language.name)
            found = Module(path, language, text, language.parse(path, text))
        if len(self._recent) >= _MOST_RECENT:
            del self._recent[next(iter(self._recent))]
        self._recent[path, raw] = found
        return found

    def parsed(self) -> frozenset[str]:
        """The files that were parsed so far, whole or in part."""
        return frozenset(path for path, module in self._modules.items() if module is not None)

    def imported(self, module: str, name: str, importer: Module) -> Module | None:
        """The module that an import in `importer` reads."""
        path = self.imported_path(module, name, importer)
        return self.module(path) if path else None

    def imported_path(self, module: str, name: str, importer: Module) -> str:
        """The path of the module that an import in `importer` reads; "" where there is none."""
        key = (module, name, importer.path)
        if key not in self._imports:
            paths = self._paths(module, name, importer)
            self._imports[key] = (
                self._first(paths, importer.path)
                or self._declaring(module, name, importer)
                or (self._in_other_case(paths) if module.startswith(("./", "../")) else "")
            )
        return self._imports[key]

    def _first(self, patterns: Sequence[str], importer: str) -> str:
        """The first of the files that patterns may mean."""
        places, exists = Places(self.tree, self._named), self.tree.exists
        for pattern in patterns:
            anywhere = pattern.startswith(ANYWHERE)
            for path in places.matching(pattern, importer) if anywhere else (pattern,):
                if path != importer and exists(path):
                    return path
        return ""

    def _paths(self, module: str, name: str, importer: Module) -> Sequence[str]:
        """Paths, likeliest first, of the file that an import may mean."""
        paths = importer.language.resolve(module, name, importer.path)
        if importer.language.api != "javascript":
            return paths
        told = ScriptAliases(self.tree, self._aliases).of(module, importer.path)
        return [*(path for base in told for path in files_at(base)), *paths]

    def _in_other_case(self, paths: Sequence[str]) -> str:
        """A relative import as file systems that ignore the case of letters read it."""
        if not self._folded:
            self._folded.update((path.lower(), path) for path in self.tree.files())
        return next((self._folded[p.lower()] for p in paths if p.lower() in self._folded), "")

    def _declaring(self, module: str, name: str, importer: Module) -> str:
        if not importer.language.by_type or name in {"", "*"}:
            return ""
        package = module if importer.language.api == "java" else ""
        by_folder = package and importer.language.name == "java"
        if by_folder and not Places(self.tree, self._named).folder(package.replace(".", "/")):
            return ""
        return Declarations(self.tree, self._declared).of(name, importer.path, package)

    def ending(self, parts: Sequence[str], importer: str) -> list[str]:
        """The files whose paths end so, nearest to `importer` first."""
        places = Places(self.tree, self._named)
        return [*places.matching(ANYWHERE + "/".join(parts), importer)]

    def defining(self, name: str, importer: str) -> str:
        """The one file that defines a method which every Ruby test may call."""
        return Declarations(self.tree, self._declared).defining(name, importer)

    def parts(self, name: str, path: str) -> list[Module]:
        """Other files beside `path` that declare more of a type."""
        paths = Declarations(self.tree, self._declared).beside(name, path)
        return [module for each in paths if (module := self.module(each)) is not None]

    def with_files(self, changed: Mapping[str, bytes]) -> Project:
        """The same project with other bytes in some files."""
        kept = {path: module for path, module in self._modules.items() if path not in changed}
        under = OverlayTree(self.tree, changed)
        return Project(
            under,
            kept,
            self._imports,
            self._named,
            self._declared,
            _recent=self._recent,
            importers=self.importers,
        )


def project_of(tree: SourceTree) -> Project:
    """The tree as a project; a project stays itself, so that its parsed files are used again."""
    return tree if isinstance(tree, Project) else Project(tree)
