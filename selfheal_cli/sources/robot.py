"""Robot Framework's data as the evaluator sees it; its own parser is loaded with the first file."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node, Range, Tree

from selfheal_cli.sources import literals_robot
from selfheal_cli.sources import robot_scopes as scopes
from selfheal_cli.sources import robot_syntax as syntax
from selfheal_cli.sources.robot_late import read_late
from selfheal_cli.sources.robot_nodes import as_tree
from selfheal_cli.sources.robot_read import read
from selfheal_cli.sources.syntax import Binding, Class, Expr, Function, Style
from selfheal_cli.sources.text import SourceText


class Robot:
    """Suites and resource files."""

    name = api = "robot"
    by_type = bare_calls = False
    type_names: frozenset[str] = frozenset()
    literals = literals_robot
    style = Style("{}={}", "", ("${True}", "${False}", "${None}"), "")

    def parse(self, path: str, text: SourceText, ranges: Sequence[Range] = ()) -> Tree:
        """The syntax tree; what Robot cannot read gives statements with errors."""
        rows = [(each.start_byte, each.end_byte) for each in ranges]
        return as_tree(read(text.utf8, rows) if rows else read_late(text.utf8))

    def expression(self, node: Node, text: SourceText) -> Expr:
        """What the node is, one level deep."""
        return syntax.expression(node, text)

    def is_function(self, node: Node) -> bool:
        """Whether the node is a test or keyword."""
        return node.type in syntax.FUNCTIONS

    def is_class(self, node: Node) -> bool:
        """There are none."""
        return False

    def is_statement(self, node: Node) -> bool:
        """Whether the node is a statement, a test or a keyword."""
        return node.type in syntax.STATEMENTS

    def is_call(self, node: Node) -> bool:
        """Whether the node is a keyword with its arguments."""
        return node.type == "call"

    def function(self, node: Node, text: SourceText) -> Function:
        """The test or keyword."""
        return scopes.function(node, text)

    def this_name(self, node: Node, text: SourceText) -> str:
        """There is none."""
        return ""

    def class_(self, node: Node, text: SourceText) -> Class:
        """There are none."""
        return Class(node, "", (), {}, None)

    def bound(self, root: Node, text: SourceText, name: str) -> None:
        """All names are read at once."""

    def bindings(self, scope: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
        """The names bound in a test, a keyword or a file."""
        return scopes.bindings(scope, text)

    def exports(self, root: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
        """Files show their bindings as they are."""
        return {}

    def resolve(self, module: str, name: str, importer: str) -> Sequence[str]:
        """Paths, likeliest first, of the file that an import may mean."""
        return scopes.resolve(module, name, importer)
