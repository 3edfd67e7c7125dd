"""JavaScript and TypeScript as the evaluator sees them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser, Range, Tree

from selfheal_cli.sources import javascript_classes, literals_javascript
from selfheal_cli.sources import javascript_modules as modules
from selfheal_cli.sources import javascript_scopes as scopes
from selfheal_cli.sources import javascript_syntax as syntax
from selfheal_cli.sources.syntax import Binding, Class, Expr, Function, Style
from selfheal_cli.sources.text import SourceText

_JAVASCRIPT = Language(tree_sitter_javascript.language())
_TYPESCRIPT = Language(tree_sitter_typescript.language_typescript())
_TSX = Language(tree_sitter_typescript.language_tsx())


_SCRIPT = re.compile(rb"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_TYPED = re.compile(rb"""\blang\s*=\s*["']?tsx?\b""")


def _grammar(path: str, source: bytes) -> Language:
    if path.endswith(".tsx"):
        return _TSX
    typed = path.endswith((".ts", ".mts", ".cts"))
    if path.endswith(modules.COMPONENTS):
        typed = any(_TYPED.search(script[1]) for script in _SCRIPT.finditer(source))
    return _TYPESCRIPT if typed else _JAVASCRIPT


def _scripts_only(source: bytes) -> bytes:
    """A component's source with blanks in place of all that is not script, line by line."""
    kept = bytearray(re.sub(rb"[^\r\n]", b" ", source))
    for script in _SCRIPT.finditer(source):
        kept[script.start(2) : script.end(2)] = script[2]
    return bytes(kept)


class JavaScript:
    """JavaScript and TypeScript sources, with JSX, and the script blocks of components."""

    name = api = "javascript"
    by_type = bare_calls = False
    type_names = frozenset({"string_content", "type_identifier"})
    literals = literals_javascript
    style = Style("{}: {}", "{{ {} }}", ("true", "false", "null"), "'")

    def parse(self, path: str, text: SourceText, ranges: Sequence[Range] = ()) -> Tree:
        """The syntax tree by the path's ending; broken source gives one with error nodes."""
        source = text.utf8
        plain = _scripts_only(source) if path.endswith(modules.COMPONENTS) else source
        return Parser(_grammar(path, source), included_ranges=ranges or None).parse(plain)

    def expression(self, node: Node, text: SourceText) -> Expr:
        """What the node is, one level deep."""
        return syntax.expression(node, text)

    def is_function(self, node: Node) -> bool:
        """Whether the node opens a function's scope."""
        return node.type in syntax.FUNCTIONS

    def is_class(self, node: Node) -> bool:
        """Whether the node is a class."""
        return node.type in syntax.CLASSES

    def is_statement(self, node: Node) -> bool:
        """Whether the node is a statement or another line-bound unit."""
        return node.type in syntax.STATEMENTS

    def is_call(self, node: Node) -> bool:
        """Whether the node is a call."""
        return node.type in {"call_expression", "new_expression"}

    def function(self, node: Node, text: SourceText) -> Function:
        """The function a function node declares."""
        return scopes.function(node, text)

    def this_name(self, node: Node, text: SourceText) -> str:
        """JavaScript's methods name their object `this`, never a parameter."""
        return ""

    def class_(self, node: Node, text: SourceText) -> Class:
        """The class a class node declares."""
        return javascript_classes.class_(node, text)

    def bindings(self, scope: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
        """The names declared directly in a function or module."""
        return scopes.bindings(scope, text)

    def bound(self, root: Node, text: SourceText, name: str) -> dict[int, tuple[Binding, ...]]:
        """What `bindings` of each scope has under a name, by the scopes' ids."""
        return scopes.bound(root, text, name)

    def exports(self, root: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
        """What other modules see beyond the module's bindings."""
        return modules.exports(root, text)

    def resolve(self, module: str, name: str, importer: str) -> Sequence[str]:
        """Paths, likeliest first, of the file that an import may mean."""
        return modules.resolve(module, importer)
