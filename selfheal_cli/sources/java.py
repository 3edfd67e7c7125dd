"""The Java language as the evaluator sees it."""

from __future__ import annotations

import tree_sitter_java
from tree_sitter import Language

from selfheal_cli.sources import java_scopes as scopes
from selfheal_cli.sources import java_syntax as syntax
from selfheal_cli.sources import literals_java
from selfheal_cli.sources.grammar import Grammar
from selfheal_cli.sources.syntax import Style

JAVA = Grammar(
    name="java",
    api="java",
    language=Language(tree_sitter_java.language()),
    literals=literals_java,
    style=Style("{} = {}", "", ("true", "false", "null"), '"'),
    type_names=frozenset({"type_identifier"}),
    expression=syntax.expression,
    is_function=scopes.is_function,
    classes=syntax.CLASSES,
    is_statement=syntax.is_statement,
    calls=syntax.CALLS,
    function=scopes.function,
    class_=scopes.class_,
    bindings=scopes.bindings,
    resolve=scopes.resolve,
)
