"""The lines that a statement and the heads of the blocks around it take up, by indentation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from selfheal_cli.sources.modules import LeadsOutside


class Blocks(NamedTuple):
    """How a language's blocks look by lines. `head`: what stands before one whose siblings need
    not be read; `end`: what ends one; `goes_on`: a line that belongs to what stands above;
    `leads`: one that belongs to what stands below; `silent`: one that says nothing. Texts of
    several lines come in even numbers of `pairs`; below what `never` finds, lines do not tell."""

    head: re.Pattern[bytes]
    end: bytes
    goes_on: re.Pattern[bytes]
    leads: tuple[bytes, ...]
    silent: tuple[bytes, ...]
    pairs: tuple[bytes, ...]
    never: re.Pattern[bytes]


_PYTHON = Blocks(
    re.compile(rb"(?:async\s+)?(?:class|def|if|elif|else|for|while|with|except|finally)\b.*:\s*$"),
    b"",
    re.compile(rb"[)\]}]|(?:else|elif|except|finally)\b"),
    (b"@",),
    (b"#",),
    (b'"""', b"'''"),
    re.compile(rb"\b\B"),
)
_BRACES = Blocks(
    re.compile(
        rb"(?:.*(?:=>\s*|\)[^(){}=;,]*)|.*\b(?:class|interface|object|try|else)\b[^(){}=]*)?\{\s*$"
    ),
    b"}",
    re.compile(rb"[)\]}{.?:+]|(?:else|catch|finally)\b"),
    (b"@", b"["),
    (b"//", b"/*", b"*", b"#"),
    (b"`", b'"""'),
    re.compile(rb'@\$?"(?:[^"]|"")*+\Z|\$@"(?:[^"]|"")*+\Z'),
)
_RUBY = Blocks(
    re.compile(rb"(?:def|class|module)\b.*$|.*\bdo(?:\s*\|[^|]*\|)?\s*$"),
    b"end",
    re.compile(rb"[)\]}.]|(?:end|else|elsif|when|rescue|ensure)\b"),
    (),
    (b"#",),
    (),
    re.compile(rb"<<[~\-A-Z]|\n=begin\b|\n__END__\b"),
)
BLOCKS = {
    "python": _PYTHON, "javascript": _BRACES, "java": _BRACES, "csharp": _BRACES,
    "kotlin": _BRACES, "ruby": _RUBY,
}  # fmt: skip
"""By the names of the languages."""


def rows_around(texts: list[bytes], row: int, blocks: Blocks) -> tuple[list[int], range]:
    """The rows of the heads and ends of the blocks around a row, and those of its statement.
    Raises LeadsOutside where lines and their indentation do not tell them."""
    if _may_be_text(b"\n".join(texts[:row]), blocks):
        raise LeadsOutside
    lines = _Lines(texts, blocks)
    kept: list[int] = []
    start = lines.begin(row)
    statement = range(start, lines.end(start, row))
    while lines.indent(start):
        parent = lines.above(start, lines.indent(start) - 1)
        start = lines.begin(parent)
        if not lines.blocks.head.match(lines.texts[parent].lstrip()):
            kept, statement = [], range(start, lines.end(start, parent))
            continue
        kept += [*range(start, parent + 1), *lines.closing(start, max(statement[-1], *kept, 0))]
    return kept, statement


def _may_be_text(above: bytes, blocks: Blocks) -> bool:
    """Whether what follows `above` may stand within a text or comment of several lines."""
    if blocks.never.search(above):
        return True
    if above.count(b"/*") != above.count(b"*/"):
        return True
    return any(above.count(mark) % 2 for mark in blocks.pairs)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a file, as indentation groups them. Raises LeadsOutside where it does not."""

    texts: list[bytes]
    blocks: Blocks

    def indent(self, row: int) -> int:
        """How far a line is indented."""
        text = self.texts[row]
        return len(text) - len(text.lstrip())

    def begin(self, row: int) -> int:
        """Where the statement begins that a line may only go on with."""
        while self.blocks.goes_on.match(self.texts[row].lstrip()):
            row = self.above(row, self.indent(row))
        return row

    def above(self, row: int, most: int) -> int:
        """The nearest line above that is indented by no more than `most`."""
        for other in range(row - 1, -1, -1):
            if self.indent(other) <= most and self._says(other):
                return other
        raise LeadsOutside

    def end(self, start: int, row: int) -> int:
        """Behind the last line of the statement that begins at `start` and has the line `row`,
        and of what it leads to."""
        end = self._own_end(start, row)
        while end < len(self.texts) and self.texts[start].lstrip().startswith(self.blocks.leads):
            start = next((at for at in range(end, len(self.texts)) if self._says(at)), end)
            end = self._own_end(start, start)
        return end

    def _own_end(self, start: int, row: int) -> int:
        indent = self.indent(start)
        for other in range(row + 1, len(self.texts)):
            if self.indent(other) <= indent and self._says(other):
                goes_on = self.blocks.goes_on.match(self.texts[other].lstrip())
                if self.indent(other) < indent or not goes_on:
                    return other
        return len(self.texts)

    def closing(self, start: int, row: int) -> list[int]:
        """The line below `row` that ends the block whose head begins at `start`."""
        if not self.blocks.end:
            return []
        indent = self.indent(start)
        for other in range(row + 1, len(self.texts)):
            if self.indent(other) <= indent and self._says(other):
                text = self.texts[other].strip()
                ends = self.indent(other) == indent and text.startswith(self.blocks.end)
                if not ends or text.endswith((b"{", b"(", b"[", b",")):
                    break
                return [other]
        raise LeadsOutside

    def _says(self, row: int) -> bool:
        text = self.texts[row].lstrip()
        return bool(text) and not text.startswith(self.blocks.silent)
