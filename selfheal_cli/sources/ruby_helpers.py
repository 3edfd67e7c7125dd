"""Methods that test frameworks mix into every Ruby test: found by their only definition."""

from __future__ import annotations

from tree_sitter import Node

from selfheal_cli.sources.evaluation import Evaluation, Values
from selfheal_cli.sources.nodes import field, source, walk
from selfheal_cli.sources.text import SourceText
from selfheal_cli.sources.values import Callable, Env

# What the frameworks themselves give to every test.
_GIVEN = frozenset(
    """page driver browser session current_session expect subject response request described_class
    params self Capybara flash model record user""".split()  # noqa: SIM905
)


def shared(ev: Evaluation, name: str, node: Node, env: Env) -> Values:
    """The method of a name that something is asked of, where one file alone defines it."""
    parent = node.parent
    asked = parent is not None and field(parent, "receiver") == node
    if env.module.language.name != "ruby" or not asked or name in _GIVEN:
        return ()
    path = ev.project.defining(name, env.module.path)
    module = ev.project.module(path) if path else None
    if module is None:
        return ()
    found = [
        each
        for each in walk(module.root, lambda one: True)
        if each.type == "method" and _name(each, module.text) == name
    ]
    return (Callable(module.function(found[0]), Env(module)),) if len(found) == 1 else ()


def _name(method: Node, text: SourceText) -> str:
    named = field(method, "name")
    return source(named, text) if named is not None else ""
