"""The Python language as the evaluator sees it."""

from __future__ import annotations

from collections.abc import Sequence

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Range, Tree

from selfheal_cli.sources import literals_python, python_classes
from selfheal_cli.sources import python_scopes as scopes
from selfheal_cli.sources import python_syntax as syntax
from selfheal_cli.sources.syntax import Binding, Class, Expr, Function, Style
from selfheal_cli.sources.text import SourceText

_PROPERTIES = ("first", "last", "content_frame")
_LANGUAGE = Language(tree_sitter_python.language())


class Python:
    """Python 3 sources."""

    name = api = "python"
    by_type = bare_calls = False
    type_names = frozenset({"string_content", "identifier", "type_identifier"})
    literals = literals_python
    style = Style("{}={}", "", ("True", "False", "None"), '"', frozenset(_PROPERTIES))

    def parse(self, path: str, text: SourceText, ranges: Sequence[Range] = ()) -> Tree:
        """The syntax tree; broken source gives one with error nodes."""
        return Parser(_LANGUAGE, included_ranges=ranges or None).parse(text.utf8)

    def expression(self, node: Node, text: SourceText) -> Expr:
        """What the node is, one level deep."""
        return syntax.expression(node, text)

    def is_function(self, node: Node) -> bool:
        """Whether the node opens a function's scope."""
        return node.type in syntax.FUNCTIONS

    def is_class(self, node: Node) -> bool:
        """Whether the node is a class."""
        return node.type == "class_definition"

    def is_statement(self, node: Node) -> bool:
        """Whether the node is a statement or another line-bound unit."""
        return node.type in syntax.STATEMENTS

    def is_call(self, node: Node) -> bool:
        """Whether the node is a call."""
        return node.type == "call"

    def function(self, node: Node, text: SourceText) -> Function:
        """The function a function node declares."""
        return scopes.function(node, text)

    def this_name(self, node: Node, text: SourceText) -> str:
        """The parameter that stands for a method's object, or ""."""
        return scopes.this_name(node, text) if node.type == "function_definition" else ""

    def class_(self, node: Node, text: SourceText) -> Class:
        """The class a class node declares."""
        return python_classes.class_(node, text)

    def bindings(self, scope: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
        """The names bound directly in a function, class body or module."""
        return scopes.bindings(scope, text)

    def bound(self, root: Node, text: SourceText, name: str) -> dict[int, tuple[Binding, ...]]:
        """What `bindings` of each scope has under a name, by the scopes' ids."""
        return scopes.bound(root, text, name)

    def exports(self, root: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
        """Python's modules show their bindings as they are."""
        return {}

    def resolve(self, module: str, name: str, importer: str) -> Sequence[str]:
        """Paths, nearest first, of the file that an import may mean."""
        return scopes.resolve(module, name, importer)
