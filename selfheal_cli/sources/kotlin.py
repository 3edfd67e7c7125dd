"""The Kotlin language as the evaluator sees it."""

from __future__ import annotations

import tree_sitter_kotlin
from tree_sitter import Language

from selfheal_cli.sources import java_scopes, literals_kotlin
from selfheal_cli.sources import kotlin_scopes as scopes
from selfheal_cli.sources import kotlin_syntax as syntax
from selfheal_cli.sources.grammar import Grammar
from selfheal_cli.sources.syntax import Style

KOTLIN = Grammar(
    name="kotlin",
    api="java",
    language=Language(tree_sitter_kotlin.language()),
    literals=literals_kotlin,
    style=Style("{} = {}", "", ("true", "false", "null"), '"', new=""),
    type_names=frozenset({"identifier"}),
    expression=syntax.expression,
    is_function=syntax.is_function,
    is_statement=syntax.is_statement,
    classes=syntax.CLASSES,
    calls=syntax.CALLS,
    function=scopes.function,
    class_=scopes.class_,
    bindings=scopes.bindings,
    resolve=java_scopes.resolve,
)
