"""Objects that are made outside of the sources of a class of theirs: by a call that is told the
class (`page(P.class)`, `To<P>()`, `on(P)`), or for a variable of its type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from tree_sitter import Node

from selfheal_cli.sources import names
from selfheal_cli.sources.evaluation import Evaluation, Values
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.nodes import ancestors, field, source
from selfheal_cli.sources.syntax import CallExpr, Function, Param
from selfheal_cli.sources.values import Chain, ClassValue, Env, Instance, Symbol, Unknown, Value

_GIVEN_TYPES = frozenset({"type_arguments", "type_argument_list"})
_LITERALS = frozenset({"class_literal", "typeof_expression"})
_KOTLIN_CLASS = re.compile(r"[A-Z]\w*::class(?:\.java)?")
_CLASS_NAME = re.compile(r"(?:\w+(?:\.|::))*[A-Z]\w*[a-z]\w*")
_FARTHEST = 3


def is_open(values: Sequence[Value]) -> bool:
    """Whether the sources do not show what the values are."""
    return all(isinstance(value, Chain | Unknown | Symbol) for value in values)


def by_call(ev: Evaluation, read: CallExpr, call: Node, env: Env) -> Values:
    """The objects of the classes that a call is told."""
    found: list[Value] = []
    for node in _told(read, call, env):
        if _has_types(env):
            found.extend(names.typed(ev, node, env))
        else:
            made = ev.values(node, env)
            found.extend(Instance(value, None) for value in made if isinstance(value, ClassValue))
    return tuple(found)


def by_block(ev: Evaluation, module: Module, function: Function, param: Param, env: Env) -> Values:
    """What `on LoginPage do |page|` hands to its block."""
    call = function.node.parent
    read = module.expression(call) if call is not None and module.language.is_call(call) else None
    if call is None or param.index or not isinstance(read, CallExpr):
        return ()
    return by_call(ev, read, call, env)


def by_type(ev: Evaluation, value: Node, env: Env) -> Values:
    """The object that a declaration's type says, of what is assigned in it."""
    for around in islice(ancestors(value), _FARTHEST):
        annotation = field(around, "type") or _kotlin_type(around)
        if annotation is not None:
            return names.typed(ev, annotation, env)
        if env.module.language.is_statement(around):
            break
    return ()


def _has_types(env: Env) -> bool:
    """Whether the language names types where values do not stand."""
    return env.module.language.by_type and bool(env.module.language.type_names)


def _kotlin_type(node: Node) -> Node | None:
    declared = next((c for c in node.named_children if c.type == "variable_declaration"), None)
    parts = declared.named_children if declared is not None else []
    return next((part for part in parts if part.type == "user_type"), None)


def _told(read: CallExpr, call: Node, env: Env) -> Iterator[Node]:
    name = field(read.function, "name")
    for node in (call, read.function, name):
        if node is not None:
            yield from (c for c in node.named_children if c.type in _GIVEN_TYPES)
    pattern = _KOTLIN_CLASS if _has_types(env) else _CLASS_NAME
    for arg in read.args:
        shown = source(arg.node, env.module.text) if len(read.args) < 8 else ""
        if arg.node.type in _LITERALS or pattern.fullmatch(shown):
            yield arg.node
