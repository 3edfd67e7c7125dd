"""How many places of Robot Framework's files refer to a variable."""

from __future__ import annotations

import re

from selfheal_cli.sources.languages import kind_of
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.nodes import ancestors, source
from selfheal_cli.sources.robot_words import folded

_KIND = "a.robot"
_MOST_FILES = 3_000
_NAME = re.compile(r"[$@&]\{([^{}]+)\}")


def uses(project: Project, module: Module, start: int, end: int) -> int:
    """References to the variable whose definition holds the UTF-8 range; 1 where none does."""
    node = module.root.descendant_for_byte_range(start, end)
    for parent in ancestors(node) if node is not None else ():
        name = parent.child_by_field_name("name")
        if parent.type in {"definition", "var"} and name is not None:
            shown = _NAME.match(source(name, module.text))
            return max(references(project, shown[1]) - 1, 1) if shown else 1
    return 1


def references(project: Project, name: str) -> int:
    """How often files name a variable, as Robot compares names."""
    key = ("robot", folded(name))
    if key not in project.counts:
        letters = "[ _]*".join(map(re.escape, folded(name)))
        pattern = re.compile(rf"[$@&]\{{[ _]*{letters}[ _]*[}}.\[:]".encode(), re.IGNORECASE)
        kind = kind_of(_KIND)
        paths = [path for path in project.files() if kind_of(path) == kind][:_MOST_FILES]
        project.counts[key] = sum(_count(project, path, pattern) for path in paths)
    return project.counts[key]


def _count(project: Project, path: str, pattern: re.Pattern[bytes]) -> int:
    return len(pattern.findall(project.read(path))) if project.exists(path) else 0
