"""The fall-back where frames do not lead to a site: the only place that states the locator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from tree_sitter import Node

from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Locator
from selfheal_cli.sources.base import NoSite, Site
from selfheal_cli.sources.chains import Marks, bare_groups
from selfheal_cli.sources.data.language import path_of
from selfheal_cli.sources.entries import is_manifest
from selfheal_cli.sources.evaluate import Evaluator
from selfheal_cli.sources.frames import Frame
from selfheal_cli.sources.languages import is_data
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.nodes import ancestors
from selfheal_cli.sources.sites import keep, site_of
from selfheal_cli.sources.stated import Origin
from selfheal_cli.sources.syntax import (
    CallExpr,
    Imported,
    JoinExpr,
    ListExpr,
    PercentExpr,
    TextExpr,
)
from selfheal_cli.sources.unify import Match, matches

_WORD = re.compile(r"[A-Za-z0-9_-]{3,}")
_MOST_FILES = 60
_MOST_DATA = 3_000


def only_site(
    project: Project, frames: Sequence[Frame], wanted: Sequence[Locator], dialect: Dialect
) -> Site | NoSite:
    """The one place in the files of the stack, else in those they import, that states it."""
    files = list(dict.fromkeys(frame.path for frame in frames))
    if not files:
        return NoSite("no frame of the failure lies in the sources")
    for paths in (files, _imported(project, files)):
        hits = _hits(project, paths, wanted, dialect)
        if len(hits) == 1:
            match, origin = hits[0]
            return site_of(match, project, dialect, origin, certain=False)
        if hits:
            places = ", ".join(sorted({match.links[-1].path for match, _ in hits}))
            return NoSite(f"the frames do not lead to the locator, and {places} state it often")
    return only_entry(project, frames, wanted, dialect) or NoSite(
        "the locator is not written in the files that the failure's frames lead to"
    )


def only_entry(
    project: Project, frames: Sequence[Frame], wanted: Sequence[Locator], dialect: Dialect
) -> Site | NoSite | None:
    """The one entry of the data files that states it, under a key that the files of the stack
    name: for code that does not tell which file it reads. None where there is no such entry."""
    code = b"\n".join(project.read(path) for path in dict.fromkeys(f.path for f in frames))
    telling = [word.encode() for word in words(wanted)]
    data = (path for path in project.files() if is_data(path) and not is_manifest(path))
    holding = [
        path
        for path in islice(data, _MOST_DATA)
        if project.exists(path) and any(word in project.read(path) for word in telling)
    ]
    hits = [
        hit for hit in _hits(project, holding, wanted, dialect) if _is_named(project, hit[1], code)
    ]
    if len(hits) > 1:
        places = ", ".join(sorted({origin.path for _, origin in hits}))
        return NoSite(f"the code does not tell which data file it reads, and {places} state it")
    if not hits:
        return None
    return site_of(hits[0][0], project, dialect, hits[0][1], certain=False)


def _is_named(project: Project, origin: Origin, code: bytes) -> bool:
    """Whether the code names the last key that leads to an entry."""
    module = project.module(origin.path)
    node = module.root.descendant_for_byte_range(origin.start, origin.end) if module else None
    keys = [key for key in path_of(node) if isinstance(key, str)] if node is not None else []
    last = re.escape(re.split(r"[.:/]", keys[-1])[-1].encode()) if keys else b"(?!)"
    return re.search(rb"(?<![\w-])" + last + rb"(?![\w-])", code) is not None


def _imported(project: Project, files: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    for path in files:
        module = project.module(path)
        bound = module.bindings(module.root).values() if module is not None else ()
        for item in (item for items in bound for item in items):
            if isinstance(item, Imported) and module is not None:
                other = project.imported(item.module, item.name, module)
                if other is not None and other.path not in files:
                    found[other.path] = None
    return list(found)[:_MOST_FILES]


def _hits(
    project: Project, paths: Sequence[str], wanted: Sequence[Locator], dialect: Dialect
) -> list[tuple[Match, Origin]]:
    found: dict[frozenset[object], tuple[Match, Origin]] = {}
    ev = Evaluator(project, ())
    for path in paths:
        module = project.module(path)
        for node in _nodes(module, wanted) if module is not None else ():
            if module is None:
                continue
            marks = Marks()
            origin = Origin((), -1, path, node.start_byte, node.end_byte)
            env = ev.env_at(0, module, node)
            for value in ev.values(node, env):
                for group in bare_groups(ev, value, node, path, dialect.name, marks):
                    for match in matches(group, wanted, dialect, marks):
                        keep(found, match, origin, dialect)
    return list(found.values())


def _nodes(module: Module, wanted: Sequence[Locator]) -> Iterator[Node]:
    """Expressions around the places where a telling word of the locator stands, inner first."""
    seen: set[int] = set()
    for word in words(wanted):
        for found in re.finditer(re.escape(word.encode()), module.text.utf8):
            node = module.root.descendant_for_byte_range(found.start(), found.end())
            for parent in (node, *ancestors(node)) if node is not None else ():
                if module.language.is_statement(parent):
                    break
                if parent.id not in seen and _may_state(module, parent):
                    seen.add(parent.id)
                    yield parent


def _may_state(module: Module, node: Node) -> bool:
    kinds = (CallExpr, TextExpr, JoinExpr, PercentExpr, ListExpr)
    return isinstance(module.expression(node), kinds)


def words(wanted: Sequence[Locator]) -> list[str]:
    """The longest word of each locator's last telling step."""
    found: dict[str, None] = {}
    for locator in wanted:
        for step in reversed(locator.steps):
            texts = [step.value, *(value for _, value in step.options)]
            said = [w for text in texts if isinstance(text, str) for w in _WORD.findall(text)]
            if said:
                found[max(said, key=len)] = None
                break
    return list(found)
