"""The lines that a statement and the heads of the blocks around it take up, by indentation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from selfheal_cli.sources.island_texts import texts_of
from selfheal_cli.sources.modules import LeadsOutside


class Blocks(NamedTuple):
    """How a language's blocks look by lines. `head`: what stands before one whose siblings need
    not be read; `end`: what ends one; `goes_on`: a line that belongs to what stands above;
    `leads`: one that belongs to what stands below; `silent`: one that says nothing. Texts of
    several lines come in even numbers of `pairs`; below what `never` finds, where one of `signs`
    is, lines do not tell."""

    head: re.Pattern[bytes]
    end: bytes
    goes_on: re.Pattern[bytes]
    leads: tuple[bytes, ...]
    silent: tuple[bytes, ...]
    pairs: tuple[bytes, ...]
    signs: tuple[bytes, ...]
    never: re.Pattern[bytes]


_PYTHON = Blocks(
    re.compile(
        rb"(?:(?:async\s+)?(?:class|def|if|elif|else|for|while|with|except|finally)\b|\)).*:\s*$"
    ),
    b"",
    re.compile(rb"[)\]}]|(?:else|elif|except|finally)\b"),
    (b"@",),
    (b"#",),
    (b'"""', b"'''"),
    (),
    re.compile(rb""),
)
_BRACES = Blocks(
    re.compile(
        rb"(?:.*(?:=>\s*|\)[^(){}=;,]*)|.*\b(?:class|interface|object|try|else)\b[^(){}=]*|"
        rb"(?:case\b[^{}]*|default\s*):\s*)?\{\s*$"
    ),
    b"}",
    re.compile(rb"[)\]}{.?:+]|(?:else|catch|finally)\b"),
    (b"@", b"["),
    (b"//", b"/*", b"*", b"#"),
    (b"`", b'"""'),
    (b'@"', b'@$"'),
    re.compile(rb'@\$?"(?:[^"]|"")*+\Z|\$@"(?:[^"]|"")*+\Z'),
)
_SCRIPT = _BRACES._replace(
    silent=(b"//", b"/*", b"* ", b"*/", b"*\r"), pairs=(b"`",), signs=(), never=re.compile(rb"")
)
_RUBY = Blocks(
    re.compile(rb"(?:def|class|module)\b.*$|.*\bdo(?:\s*\|[^|]*\|)?\s*$"),
    b"end",
    re.compile(rb"[)\]}.]|(?:end|else|elsif|when|rescue|ensure)\b"),
    (),
    (b"#",),
    (),
    (b"<<", b"=begin", b"__END__"),
    re.compile(rb"<<[~\-A-Z]|\n=begin\b|\n__END__\b"),
)
BLOCKS = {
    "python": _PYTHON, "javascript": _SCRIPT, "java": _BRACES, "csharp": _BRACES,
    "kotlin": _BRACES, "ruby": _RUBY,
}  # fmt: skip
"""By the names of the languages."""


def rows_around(texts: list[bytes], row: int, blocks: Blocks) -> tuple[list[int], range]:
    """The rows of the heads and ends of the blocks around a row, and those of its statement.
    Raises LeadsOutside where lines and their indentation do not tell them."""
    return lines_of(texts, blocks).around(row)


def lines_of(texts: list[bytes], blocks: Blocks) -> Lines:
    """What the lines of a file say of its blocks."""
    utf8 = b"\n".join(texts)
    indents = [len(text) - len(text.lstrip()) for text in texts]
    marks = (*blocks.pairs, b"/*") if b"/*" in blocks.silent else blocks.pairs
    # One letter is looked for in a tenth of the time that several take.
    if not any(mark[:1] in utf8 and mark in utf8 for mark in (*marks, *blocks.signs)):
        return Lines(texts, indents, blocks, frozenset())
    signs = any(sign in utf8 for sign in blocks.signs)
    found = None if signs else texts_of(utf8, marks, blocks.silent[:1])
    if found is None:
        return Lines(texts, indents, blocks, None)
    within: set[int] = set()
    for start, end in found:
        first = utf8.count(b"\n", 0, start) + 1
        within.update(range(first, first + utf8.count(b"\n", start, end)))
    return Lines(texts, indents, blocks, frozenset(within))


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The lines of a file, as indentation groups them. Raises LeadsOutside where it does not.
    `indents`: how far each is indented; `within`: those that begin within a text or comment of
    several lines, None where that cannot be told."""

    texts: list[bytes]
    indents: list[int]
    blocks: Blocks
    within: frozenset[int] | None

    def around(self, row: int) -> tuple[list[int], range]:
        """As `rows_around`."""
        if not self.says(row) or self.is_within(row):
            raise LeadsOutside
        kept: list[int] = []
        start = self.begin(row)
        statement = range(start, self.end(start, row))
        while self.indents[start]:
            parent = self.above(start, self.indents[start] - 1)
            start = self.begin(parent)
            closing = self.closing(start, max(statement[-1], *kept, 0))
            if closing is None or not self.is_head(parent):
                kept, statement = [], range(start, self.end(start, parent))
                continue
            kept += [*range(start, parent + 1), *closing]
        return kept, statement

    def is_within(self, row: int) -> bool:
        """Whether a line begins within a text of several lines, or may do."""
        if self.within is not None:
            return row in self.within
        return _may_be_text(b"\n".join(self.texts[:row]), self.blocks)

    def is_head(self, row: int) -> bool:
        """Whether a line ends the head of a block whose statements can be told apart."""
        return self.blocks.head.match(self.texts[row].lstrip()) is not None

    def begin(self, row: int) -> int:
        """Where the statement begins that a line may only go on with."""
        while self.blocks.goes_on.match(self.texts[row].lstrip()):
            row = self.above(row, self.indents[row])
        return row

    def above(self, row: int, most: int) -> int:
        """The nearest line above that is indented by no more than `most`."""
        indents = self.indents
        for other in range(row - 1, -1, -1):
            if indents[other] <= most and self.says(other):
                return other
        raise LeadsOutside

    def _below(self, row: int, most: int) -> Iterator[int]:
        """The lines below that are indented by no more than `most`."""
        indents = self.indents
        for other in range(row + 1, len(indents)):
            if indents[other] <= most and self.says(other):
                yield other

    def end(self, start: int, row: int) -> int:
        """Behind the last line of the statement that begins at `start` and has the line `row`,
        and of what it leads to."""
        end = self._own_end(start, row)
        while end < len(self.texts) and self.texts[start].lstrip().startswith(self.blocks.leads):
            start = next((at for at in range(end, len(self.texts)) if self.says(at)), end)
            end = self._own_end(start, start)
        return end

    def _own_end(self, start: int, row: int) -> int:
        indent = self.indents[start]
        for other in self._below(row, indent):
            goes_on = self.blocks.goes_on.match(self.texts[other].lstrip())
            if self.indents[other] < indent or not goes_on:
                return other
        return len(self.texts)

    def closing(self, start: int, row: int) -> list[int] | None:
        """The line below `row` that ends the block whose head begins at `start`, if one has to;
        None where more follows on the block."""
        if not self.blocks.end:
            return []
        indent = self.indents[start]
        for other in self._below(row, indent):
            text = self.texts[other].strip()
            ends = self.indents[other] == indent and text.startswith(self.blocks.end)
            if not ends or text.endswith((b"{", b"(", b"[", b",")):
                break
            return [other]
        return None

    def says(self, row: int) -> bool:
        """Whether a line begins with more than a comment, and in no text of several lines."""
        text = self.texts[row].lstrip()
        return bool(text) and not text.startswith(self.blocks.silent) and not self._is_text(row)

    def _is_text(self, row: int) -> bool:
        return self.within is not None and row in self.within


def _may_be_text(above: bytes, blocks: Blocks) -> bool:
    """Whether what follows `above` may stand within a text or comment of several lines."""
    if any(sign in above for sign in blocks.signs) and blocks.never.search(above):
        return True
    if above.count(b"/*") != above.count(b"*/"):
        return True
    return any(above.count(mark) % 2 for mark in blocks.pairs)
