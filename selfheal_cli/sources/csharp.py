"""The C# language as the evaluator sees it."""

from __future__ import annotations

import tree_sitter_c_sharp
from tree_sitter import Language

from selfheal_cli.sources import csharp_scopes as scopes
from selfheal_cli.sources import csharp_syntax as syntax
from selfheal_cli.sources import literals_csharp
from selfheal_cli.sources.grammar import Grammar
from selfheal_cli.sources.syntax import Style

_PROPERTIES = frozenset({"First", "Last", "ContentFrame"})

CSHARP = Grammar(
    name="csharp",
    api="csharp",
    language=Language(tree_sitter_c_sharp.language()),
    literals=literals_csharp,
    style=Style("{}: {}", "", ("true", "false", "null"), '"', _PROPERTIES),
    type_names=frozenset({"identifier"}),
    expression=syntax.expression,
    is_function=syntax.is_function,
    classes=syntax.CLASSES,
    is_statement=syntax.is_statement,
    calls=syntax.CALLS,
    function=scopes.function,
    class_=scopes.class_,
    bindings=scopes.bindings,
    resolve=scopes.resolve,
)
