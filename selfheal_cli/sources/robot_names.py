"""What Robot Framework finds under a name: in the file, in all that it imports, and in what the
suites on the stack import, since all files of a run share its suite's names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tree_sitter import Node

from selfheal_cli.locators.robot_keywords import KEYWORDS
from selfheal_cli.sources import names, objects, robot_imports
from selfheal_cli.sources.callers import call_arguments
from selfheal_cli.sources.evaluation import Evaluation, Values
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.nodes import source, walk
from selfheal_cli.sources.robot_nodes import own
from selfheal_cli.sources.robot_words import KEYWORD, folded, variable
from selfheal_cli.sources.syntax import CallExpr, Defined, Imported, NameExpr
from selfheal_cli.sources.values import (
    Activation,
    Callable,
    ClassValue,
    Env,
    Instance,
    Record,
    Symbol,
    Unknown,
)

EMBEDDED = f"{KEYWORD}${{}}"
"""The key of all keywords whose names hold arguments."""
_CODE = frozenset({"robot", "python"})
_MOST_FILES = 400
_MOST_IMPORTERS = 12
_FARTHEST = 3
_DEEPEST = 6
_MOST_STEPS = 300
_HOLE = re.compile(r"\\\$\\\{(?:[^}:\\]|\\[^}])*(?::((?:[^}\\]|\\.)*))?\\\}")
_EXTENDED = re.compile(r"(\w[\w ]*)((?:\.\w+|\[[^\]]*\])+)")
_PART = re.compile(r"\.(\w+)|\[\s*['\"]?([^\]'\"]*)['\"]?\s*\]")


def found(ev: Evaluation, name: str, node: Node, env: Env) -> Values:
    """The values of a name that the test or keyword itself does not hold."""
    joined = node.type == "joined"
    shown = name.removeprefix(KEYWORD) if joined else source(node, env.module.text)
    # No file is searched for what a locator library has, unless this one has it as well.
    known = name.startswith(KEYWORD) and name.removeprefix(KEYWORD) in KEYWORDS
    for module in [env.module] if known or joined else _visible(ev, env.module):
        values = _in(ev, module, name, shown)
        if values:
            return values
    if not known and not joined:
        values = _in_importers(ev, env.module, name, shown)
        if values:
            return values
    if name.startswith(KEYWORD):
        return (Symbol(shown, env.module.path, node.start_byte, node.end_byte),)
    return _extended(ev, shown, node, env) or (Unknown(shown if len(shown) < 60 else name),)


def _visible(ev: Evaluation, module: Module) -> Iterator[Module]:
    """The file, the files that it imports, nearest first, and those of the suites on the stack."""
    seen: dict[str, Module] = {}
    queue = [module]
    for frame in reversed(ev.frames):
        outer = ev.project.module(frame.path)
        queue += [outer] if outer is not None else []
    while queue and len(seen) < _MOST_FILES:
        current = queue.pop(0)
        if current.path in seen:
            continue
        seen[current.path] = current
        yield current
        if current.language.api == "robot":
            queue += _imported(ev, current)


def _in_importers(ev: Evaluation, module: Module, name: str, shown: str) -> Values:
    """What the files that import a resource see under a name, where no frame tells the suite; all
    of it where they see different things."""
    outer = [found for f in ev.frames if (found := ev.project.module(f.path)) is not None]
    if any(one.language.api == "robot" and _is_suite(one) for one in (module, *outer)):
        return ()
    level, seen = [module.path], {module.path}
    for _ in range(_FARTHEST):
        users = [user for path in level for user in robot_imports.importers(ev.project, path)]
        level = [path for path in dict.fromkeys(users) if path not in seen][:_MOST_IMPORTERS]
        seen |= set(level)
        held = [value for path in level for value in _seen_from(ev, path, name, shown)]
        if held:
            return tuple(dict.fromkeys(held))
    return ()


def _seen_from(ev: Evaluation, path: str, name: str, shown: str) -> Values:
    module = ev.project.module(path)
    files = _visible(ev, module) if module is not None else ()
    return next((held for file in files if (held := _in(ev, file, name, shown))), ())


def _is_suite(module: Module) -> bool:
    sections = own(module.root).children
    return any(node.type == "test" for section in sections for node in section.children)


def _imported(ev: Evaluation, module: Module) -> Iterator[Module]:
    for item in module.bindings(module.root).get("*", ()):
        if isinstance(item, Imported):
            other = ev.project.imported(item.module, item.name, module)
            if other is not None:
                yield other


def _in(ev: Evaluation, module: Module, name: str, shown: str) -> Values:
    """What one file holds under a name."""
    if module.language.api == "robot":
        values = names.exported(ev, module, name)
        return values or (_embedded(module, shown) if name.startswith(KEYWORD) else ())
    wanted = folded(name.removeprefix(KEYWORD).strip("${}"))
    if module.language.api not in _CODE:
        return _entry(ev, names.exported(ev, module, "default"), wanted)
    for held in module.bindings(module.root):
        plain = held.removeprefix("LIST__").removeprefix("DICT__")
        if folded(plain) == wanted and not held.startswith("_"):
            return names.exported(ev, module, held)
    return _made(ev, module, name, wanted)


def _made(ev: Evaluation, module: Module, name: str, wanted: str) -> Values:
    """What a variable file's `get_variables` gives, or a library's class of the file's name has."""
    stem = module.path.rpartition("/")[2].partition(".")[0]
    of_class = names.exported(ev, module, stem) if stem in module.bindings(module.root) else ()
    for value in of_class:
        held = value.cls.members if isinstance(value, ClassValue) else {}
        for member in held:
            if folded(member) == wanted and isinstance(value, ClassValue):
                return objects.members(ev, Instance(value, None), member)
    if name.startswith(KEYWORD) or "get_variables" not in module.bindings(module.root):
        return ()
    called = names.exported(ev, module, "get_variables")
    given = (ev.apply(value, None) for value in called if isinstance(value, Callable))
    return _entry(ev, tuple(value for values in given for value in values), wanted)


def _entry(ev: Evaluation, held: Values, wanted: str) -> Values:
    """What the first dictionary holds under a compared name."""
    for record in (value for value in held if isinstance(value, Record)):
        for key, entry in record.entries.items():
            if folded(key) == wanted:
                return ev.forced(entry.thunk)
    return ()


def _embedded(module: Module, shown: str) -> Values:
    """The keyword whose name, with arguments in it, is what is called."""
    for item in module.bindings(module.root).get(EMBEDDED, ()):
        if isinstance(item, Defined):
            function = module.function(item.node)
            if _pattern(function.name.removeprefix(KEYWORD)).fullmatch(folded(shown)):
                return (Callable(function, Env(module)),)
    return ()


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """What a compared name with arguments in it matches."""
    parts = re.split(r"\$\{[^}]*\}", name)
    return re.compile(".*?".join(map(re.escape, parts)), re.DOTALL)


def _extended(ev: Evaluation, shown: str, node: Node, env: Env) -> Values:
    """`${base.key}` where there is no variable of the whole name."""
    stated = _EXTENDED.fullmatch(shown[2:-1]) if shown[1:2] == "{" else None
    if stated is None:
        return ()
    values = names.lookup(ev, variable(stated[1]), node, env)
    for part in _PART.finditer(stated[2]):
        step = part[1] or part[2]
        key = int(step) if step.isdigit() else step
        values = tuple(inner for value in values for inner in ev.element(value, key))
    return values


def steps_of(
    ev: Evaluation, call: Node, env: Env, within: tuple[int, ...] = ()
) -> Iterator[tuple[Node, Env]]:
    """The calls that the keyword called in a Robot file is made of, each in its surroundings."""
    read = env.module.expression(call)
    target = env.module.target(read) if isinstance(read, CallExpr) else None
    if not isinstance(read, CallExpr) or not isinstance(target, NameExpr):
        return
    if not target.name.startswith(KEYWORD) or len(within) >= _DEEPEST:
        return
    for called in names.lookup(ev, target.name, read.function, env):
        if not isinstance(called, Callable) or called.function.node.id in within:
            continue
        home, body = called.env.module, called.function.node
        given = Activation(body, call_arguments(call, env))
        inner = Env(home, (given, *called.env.activations), called.env.this)
        for count, node in enumerate(walk(body, lambda each: True)):
            if count < _MOST_STEPS and home.language.is_call(node):
                yield node, inner
                yield from steps_of(ev, node, inner, (*within, body.id))
