"""The Ruby language as the evaluator sees it."""

from __future__ import annotations

import tree_sitter_ruby
from tree_sitter import Language

from selfheal_cli.sources import literals_ruby
from selfheal_cli.sources import ruby_scopes as scopes
from selfheal_cli.sources import ruby_syntax as syntax
from selfheal_cli.sources.grammar import Grammar
from selfheal_cli.sources.syntax import Style

RUBY = Grammar(
    name="ruby",
    api="ruby",
    language=Language(tree_sitter_ruby.language()),
    literals=literals_ruby,
    style=Style("{}: {}", "", ("true", "false", "nil"), "'"),
    type_names=frozenset(),
    expression=syntax.expression,
    is_function=syntax.is_function,
    is_statement=syntax.is_statement,
    classes=syntax.CLASSES,
    calls=frozenset({"call"}),
    function=scopes.function,
    class_=scopes.class_,
    bindings=scopes.bindings,
    resolve=scopes.resolve,
    bare_calls=True,
)
