"""Robot Framework's files, the statements of tests and keywords read when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from selfheal_cli.sources.robot_nodes import RobotNode
from selfheal_cli.sources.robot_read import read

_FEW, _MANY = 3, 8
# Columns of pipes, other blanks than those of ASCII and other ends of lines are not told by bytes.
_BEYOND = re.compile(
    rb"^(?:\||\xc2\xa0|\xe1\x9a\x80|\xe2\x80|\xe2\x81\x9f|\xe3\x80\x80)|\r(?!\n)"
    rb"|[\x0b\x0c\x1c-\x1e]|\xc2\x85|\xe2\x80[\xa8\xa9]",
    re.MULTILINE,
)
_NAME = re.compile(rb"^(?![ \t\r\n#]|\.\.\.).*\n?", re.MULTILINE)
_HEADER = re.compile(rb"\*[* ]*(?:(test ?cases?|tasks?|keywords?)[* ]*\r?(?:$|\t|  |\n))?", re.I)
# A setting that may say how the steps are read, and a row that may go on with the name's.
_SETS = re.compile(
    rb"^(?:\.\.\.|[ \t]+\[(?!\s*"
    rb"(?:documentation|tags|arguments|return|setup|teardown|timeout)\s*\]))",
    re.MULTILINE | re.I,
)
# A last row that may say nothing, or have something behind what it says.
_OPEN = re.compile(rb"[ \t]*(?:\[|\.\.\.)|.*[#\x80-\xff]")
_Range = tuple[int, int]


class _Block(NamedTuple):
    """A test or keyword: its section's header, its name's row, its statements' rows, where they
    end."""

    header: _Range
    name: _Range
    body: _Range
    end: int


def read_late(utf8: bytes) -> RobotNode:
    """The tree of a file's text in UTF-8."""
    blocks = [] if _BEYOND.search(utf8) else list(_blocks(utf8))
    if len(blocks) < _FEW:
        return read(utf8)
    starts = [0, *(block.body[1] for block in blocks)]
    ends = [*(block.body[0] for block in blocks), len(utf8)]
    root = read(utf8, [each for each in zip(starts, ends, strict=True) if each[0] < each[1]])
    if any(node.type == "template" for section in root.children for node in section.children):
        return read(utf8)  # the steps of all tests are read as its cells
    _Late(utf8, {block.name[0]: block for block in blocks}).postpone(root)
    return root


def _blocks(utf8: bytes) -> Iterator[_Block]:
    """The tests and keywords with statements, of sections whose headers are in English."""
    header: _Range | None = None
    names = [found.span() for found in _NAME.finditer(utf8)]
    for number, name in enumerate(names, 1):
        end = names[number][0] if number < len(names) else len(utf8)
        if utf8.startswith(b"*", name[0]):
            found = _HEADER.match(utf8, name[0])
            header = name if found is not None and found[1] else None
        elif header is not None and not _SETS.search(utf8, name[1], end):
            last = _last(utf8[name[1] : end])
            if last:
                yield _Block(header, name, (name[1], end), name[1] + last)


def _last(body: bytes) -> int:
    """Where the last row of a body ends that says something; 0 where its bytes do not tell."""
    while body := body.rstrip():
        last = body[body.rfind(b"\n") + 1 :]
        if not last.lstrip().startswith(b"#"):
            return 0 if _OPEN.match(last) else len(body)
        body = body[: -len(last)]
    return 0


@dataclass(frozen=True, slots=True)
class _Late:
    """The blocks of a file by where their names begin, each read when it is asked for; all of them
    where many are."""

    utf8: bytes
    blocks: dict[int, _Block]
    _read: dict[int, list[RobotNode]] = field(default_factory=dict)

    def postpone(self, root: RobotNode) -> None:
        """Let the tests and keywords of a tree without their statements read these later."""
        for section in root.children:
            for node in section.children:
                if node.start_byte in self.blocks:
                    node.end_byte = self.blocks[node.start_byte].end
                    node.postpone(partial(self._children, node.start_byte))
                    node.doubt()
            section.stretch().doubt()
        root.doubt()

    def _children(self, start: int) -> list[RobotNode]:
        if start not in self._read:
            self._read.update(self._all() if len(self._read) >= _MANY else self._one(start))
        return self._read[start]

    def _one(self, start: int) -> dict[int, list[RobotNode]]:
        block = self.blocks[start]
        first = min(each.header[0] for each in self.blocks.values())
        ranges = [(0, first), block.header, block.name, block.body]
        return _blocks_of(read(self.utf8, [each for each in ranges if each[0] < each[1]]))

    def _all(self) -> dict[int, list[RobotNode]]:
        return _blocks_of(read(self.utf8))


def _blocks_of(root: RobotNode) -> dict[int, list[RobotNode]]:
    """What the tests and keywords of a tree hold, by where they begin."""
    return {
        node.start_byte: node.children for section in root.children for node in section.children
    }
