"""The Java language as the evaluator sees it."""

from __future__ import annotations

from collections.abc import Sequence

import tree_sitter_java
from tree_sitter import Language, Node, Parser, Tree

from selfheal_cli.sources import java_scopes as scopes
from selfheal_cli.sources import java_syntax as syntax
from selfheal_cli.sources import literals_java
from selfheal_cli.sources.syntax import Binding, Class, Expr, Function, Style
from selfheal_cli.sources.text import SourceText

_LANGUAGE = Language(tree_sitter_java.language())


class Java:
    """Java sources."""

    name = api = "java"
    by_type = True
    bare_calls = False
    type_names = frozenset({"type_identifier"})
    literals = literals_java
    style = Style("{} = {}", "", ("true", "false", "null"), '"')

    def parse(self, path: str, text: SourceText) -> Tree:
        """The syntax tree; broken source gives one with error nodes."""
        return Parser(_LANGUAGE).parse(text.utf8)

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
        return node.type in syntax.CALLS

    def function(self, node: Node, text: SourceText) -> Function:
        """The function a function node declares."""
        return scopes.function(node, text)

    def this_name(self, node: Node, text: SourceText) -> str:
        """Java's methods name their object `this`, never a parameter."""
        return ""

    def class_(self, node: Node, text: SourceText) -> Class:
        """The class a class node declares."""
        return scopes.class_(node, text)

    def bindings(self, scope: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
        """The names declared directly in a function or file."""
        return scopes.bindings(scope, text)

    def exports(self, root: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
        """Files show their types as they are."""
        return {}

    def resolve(self, module: str, name: str, importer: str) -> Sequence[str]:
        """Paths of the file that an import may mean; a leading `**/` stands for any folders."""
        return scopes.resolve(module, name, importer)
