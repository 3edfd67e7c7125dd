"""A language as a table: its grammar, its nodes' kinds, and who reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tree_sitter import Language, Node, Parser, Range, Tree

from selfheal_cli.sources.syntax import Binding, Class, Expr, Function, Literals, Style
from selfheal_cli.sources.text import SourceText

Bindings = dict[str, tuple[Binding, ...]]


def _nameless(node: Node, text: SourceText) -> str:
    return ""


def _nothing(root: Node, text: SourceText) -> Bindings:
    return {}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Grammar:
    """One language whose types are found by name; the fields are those of `syntax.Language`."""

    name: str
    language: Language
    literals: Literals
    style: Style
    type_names: frozenset[str]
    expression: Callable[[Node, SourceText], Expr]
    is_function: Callable[[Node], bool]
    classes: frozenset[str]
    is_statement: Callable[[Node], bool]
    calls: frozenset[str]
    function: Callable[[Node, SourceText], Function]
    class_: Callable[[Node, SourceText], Class]
    bindings: Callable[[Node, SourceText], Bindings]
    resolve: Callable[[str, str, str], Sequence[str]]
    api: str
    bare_calls: bool = False
    by_type: bool = True
    this_name: Callable[[Node, SourceText], str] = _nameless
    exports: Callable[[Node, SourceText], Bindings] = _nothing

    def parse(self, path: str, text: SourceText, ranges: Sequence[Range] = ()) -> Tree:
        """The syntax tree; broken source gives one with error nodes."""
        # Kotlin's scanner never comes back from a literal that the end of the file cuts off.
        whole = text.utf8 if text.utf8.endswith(b"\n") else text.utf8 + b"\n"
        return Parser(self.language, included_ranges=ranges or None).parse(whole)

    def bound(self, root: Node, text: SourceText, name: str) -> None:
        """All names are read at once."""

    def is_class(self, node: Node) -> bool:
        """Whether the node is a class."""
        return node.type in self.classes

    def is_call(self, node: Node) -> bool:
        """Whether the node is a call."""
        return node.type in self.calls
