"""Whether an edit does what it should: parses, states the new locator, changes nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from tree_sitter import Node

from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Locator
from selfheal_cli.sources.base import Site
from selfheal_cli.sources.callers import line_node
from selfheal_cli.sources.chains import Group, Marks, bare_groups, call_groups
from selfheal_cli.sources.data.language import DataFormat
from selfheal_cli.sources.data.nodes import DataNode
from selfheal_cli.sources.data.proof import changes_only
from selfheal_cli.sources.evaluate import Evaluator
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.splice import Splice
from selfheal_cli.sources.syntax import OtherExpr
from selfheal_cli.sources.unify import matches
from selfheal_cli.sources.values import Env, Hole, Text

# In a page's or component's file this ends the script, wherever it stands.
_SCRIPT_END = re.compile(rb"</script", re.IGNORECASE)


def problem(
    site: Site, splices: Sequence[Splice], goal: Locator, dialect: Dialect, project: Project
) -> str:
    """Why the splices must not be made; empty where they are right."""
    after = edited(splices, project)
    if isinstance(after, str):
        return after
    by_path = _by_path(splices)
    if not _states(site, by_path, goal, dialect, after):
        return "the edited source would not state the new locator"
    return ""


def edited(splices: Sequence[Splice], project: Project) -> Project | str:
    """The project after the splices; a sentence where they change more than they replace."""
    by_path = _by_path(splices)
    changed: dict[str, bytes] = {}
    for path, items in by_path.items():
        module = project.module(path)
        after = _applied(module, items) if module is not None else None
        if after is None:
            return "the new text cannot be written in the file's encoding"
        changed[path] = after
    made = project.with_files(changed)
    for path, items in by_path.items():
        if not _same_shape(project.module(path), made.module(path), items):
            return "the edit would change more than the locator"
    return made


def _by_path(splices: Sequence[Splice]) -> dict[str, list[Splice]]:
    found: dict[str, list[Splice]] = {}
    for splice in splices:
        found.setdefault(splice.path, []).append(splice)
    return found


def _applied(module: Module, splices: Sequence[Splice]) -> bytes | None:
    raw = bytearray(module.text.raw)
    last = len(module.text.utf8) + 1
    for splice in sorted(splices, key=lambda item: (item.start, item.end), reverse=True):
        if splice.end > last:
            return None
        last = splice.start
        try:
            new = module.text.encode(splice.new)
        except UnicodeEncodeError:
            return None
        raw[module.text.to_raw(splice.start) : module.text.to_raw(splice.end)] = new
    return bytes(raw)


def _same_shape(before: Module | None, after: Module | None, splices: Sequence[Splice]) -> bool:
    """Whether the statements around the edits begin and end where they did, without new errors."""
    if before is None or after is None:
        return False
    if isinstance(before.language, DataFormat):
        sides = [(cast(DataNode, side.root), side.text.utf8) for side in (before, after)]
        edits = [(splice.start, splice.end) for splice in splices]
        return changes_only(before.language.name, sides[0], sides[1], edits)
    if after.root.has_error and not before.root.has_error:
        return False
    if after.language.name == "javascript" and _ends_script(before, after):
        return False
    imports = sum(splice.imports for splice in splices)
    if imports and len(after.root.named_children) < len(before.root.named_children) + imports:
        return False
    for splice in (item for item in splices if not item.imports):
        old, new = (
            _statement(before, splice.start),
            _statement(after, moved(splice.start, splices)),
        )
        if old.type != new.type or old.has_error != new.has_error:
            return False
        begin = moved(old.start_byte, splices)
        if (new.start_byte, new.end_byte) != (begin, moved(old.end_byte, splices, after=True)):
            return False
    return True


def _ends_script(before: Module, after: Module) -> bool:
    old, new = (_SCRIPT_END.findall(module.text.utf8) for module in (before, after))
    return len(old) < len(new)


def _statement(module: Module, offset: int) -> Node:
    line = module.text.utf8.count(b"\n", 0, offset) + 1
    return line_node(module, line) or module.root


def moved(offset: int, splices: Sequence[Splice], after: bool = False) -> int:
    """Where an offset lies after the splices; `after`: behind what is inserted right there."""
    shift = 0
    for splice in splices:
        if splice.end <= offset and (splice.start < offset or after):
            shift += len(splice.new.encode("utf-8", "replace")) - (splice.end - splice.start)
    return offset + shift


def _states(
    site: Site,
    by_path: Mapping[str, Sequence[Splice]],
    goal: Locator,
    dialect: Dialect,
    project: Project,
) -> bool:
    """Whether the expression that led to the site now states the new locator, with each hole
    worth what it was. In Robot's cells a text may make a hole another one: `${x}[0]`."""
    origin = site.origin
    module = project.module(origin.path)
    if module is None:
        return False
    splices = by_path.get(origin.path, ())
    start, end = moved(origin.start, splices), moved(origin.end, splices, after=True)
    node = node_at(module, start, end)
    if node is None:
        return False
    ev = Evaluator(project, origin.frames)
    marks = Marks()
    env = ev.env_at(max(origin.index, 0), module, node)
    known = _holes(site)
    for group in _groups(ev, node, env, dialect.name, marks):
        for match in matches(group, (goal,), dialect, marks):
            now = {
                piece.name: piece.value
                for link in match.links
                for slot in link.slots
                if isinstance(slot.value, Text)
                for piece in slot.value.pieces
                if isinstance(piece, Hole)
            }
            new = module.language.api == "robot" and now.keys() - known.keys()
            if not new and all(known.get(name, value) == value for name, value in now.items()):
                return True
    return False


def _groups(ev: Evaluator, node: Node, env: Env, dialect: str, marks: Marks) -> Iterator[Group]:
    if env.module.language.is_call(node):
        yield from call_groups(ev, node, env, dialect, marks)
    for value in ev.values(node, env):
        yield from bare_groups(ev, value, node, env.module.path, dialect, marks)


def node_at(module: Module, start: int, end: int) -> Node | None:
    """The innermost expression that takes exactly this range."""
    node = module.root.descendant_for_byte_range(start, end)
    while node is not None and node.start_byte == start and node.end_byte == end:
        if not isinstance(module.expression(node), OtherExpr):
            return _called(node, module)
        node = node.parent
    return None


def _called(node: Node, module: Module) -> Node:
    """The call that a node is the whole of, where there is nothing beside the name."""
    outer = node.parent
    same = outer is not None and (outer.start_byte, outer.end_byte) == (
        node.start_byte, node.end_byte
    )  # fmt: skip
    return outer if outer is not None and same and module.language.is_call(outer) else node


def _holes(site: Site) -> dict[str, str]:
    return {
        piece.name: piece.value
        for link in site.stated
        for slot in link.slots
        if isinstance(slot.value, Text)
        for piece in slot.value.pieces
        if isinstance(piece, Hole)
    }
