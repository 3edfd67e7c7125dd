"""The statement at a line with the heads of the blocks around it, parsed without the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from tree_sitter import Range

from selfheal_cli.sources import island_blocks, island_robot
from selfheal_cli.sources.frames import Frame
from selfheal_cli.sources.languages import language_of
from selfheal_cli.sources.modules import LeadsOutside, Module, Project
from selfheal_cli.sources.text import read_text

_Found = TypeVar("_Found")
_Around = Callable[[list[bytes], int], tuple[list[int], range]]
_BY_LANGUAGE: dict[str, _Around] = {
    **{
        name: partial(island_blocks.rows_around, blocks=blocks)
        for name, blocks in island_blocks.BLOCKS.items()
    },
    "robot": island_robot.rows_around,
}


def first_on_island(
    value: str, project: Project, frames: Sequence[Frame], look: Callable[[Project], _Found]
) -> _Found:
    """What `look` finds where nothing is parsed but the statement at the first frame's line, if
    its text may hold the value and no name is asked for there; else what it finds in whole files.
    """
    if frames and frames[0].path not in project.parsed():
        try:
            return look(Islands(project.tree, frame=frames[0], value=value.encode()))
        except LeadsOutside:
            pass
    return look(project)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Islands(Project):
    """A project of one statement; whatever else is asked for raises LeadsOutside."""

    frame: Frame = field(kw_only=True)
    value: bytes = field(kw_only=True)

    def _parse(self, path: str) -> Module | None:
        language = language_of(path)
        around = _BY_LANGUAGE.get(language.name) if language is not None else None
        if language is None or around is None or path != self.frame.path:
            raise LeadsOutside
        text = read_text(self.tree.read(path), language.name)
        tree = language.parse(path, text, island(text.utf8, self.frame.line, around, self.value))
        if tree.root_node.has_error:
            raise LeadsOutside
        return Module(path, language, text, tree, part=True)


def island(utf8: bytes, line: int, around: _Around, value: bytes) -> list[Range]:
    """The statement at a line, counted from 1, and what has to be read around it. Raises
    LeadsOutside where the lines do not tell these, and where the statement does not hold the
    value."""
    if value not in utf8:
        raise LeadsOutside
    texts = utf8.split(b"\n")
    if not 0 < line <= len(texts) or not texts[line - 1].strip():
        raise LeadsOutside
    rows, statement = around(texts, line - 1)
    if value not in b"\n".join(texts[row] for row in statement):
        raise LeadsOutside
    return ranges_of(texts, sorted({*rows, *statement}))


def ranges_of(texts: list[bytes], rows: Sequence[int]) -> list[Range]:
    """Whole rows as ranges, those that follow on one another as one."""
    found: list[Range] = []
    start, offset, row = rows[0], 0, 0
    for last, following in zip(rows, (*rows[1:], -1), strict=True):
        if following == last + 1:
            continue
        offset += sum(map(len, texts[row:start])) + start - row
        end = offset + sum(map(len, texts[start : last + 1])) + last + 1 - start
        found.append(Range((start, 0), (last + 1, 0), offset, end))
        start, offset, row = following, end, last + 1
    return found
