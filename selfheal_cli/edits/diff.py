"""Renders a patch as a unified diff in git's format, byte-exactly."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from selfheal_cli.edits.splice import splice
from selfheal_cli.model import Edit, Patch

CONTEXT = 3

_ESCAPES = {
    0x07: b"\\a",
    0x08: b"\\b",
    0x09: b"\\t",
    0x0A: b"\\n",
    0x0B: b"\\v",
    0x0C: b"\\f",
    0x0D: b"\\r",
    0x22: b'\\"',
    0x5C: b"\\\\",
}


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines `start:stop` of the old file become `lines`."""

    start: int
    stop: int
    lines: tuple[bytes, ...]


def unified_diff(patch: Patch, context: int = CONTEXT) -> bytes:
    """What `git diff` would print for `patch` (no index line), for `git apply` to take; empty
    where nothing changes. Lines end in LF alone, as git sees them; CR stays in the line."""
    if patch.before == patch.after:
        return b""
    old = _lines(patch.before)
    hunks = _hunks(_changes(patch, old), len(old), context)
    body = b"".join(_hunk(old, changes, shift, context) for changes, shift in hunks)
    return _header(patch.path) + body


def _header(path: str) -> bytes:
    a, b = (_quoted(side + path.encode("utf-8", "surrogateescape")) for side in (b"a/", b"b/"))
    # Git ends a name that holds a space with a tab, so that other tools do not read a date in it.
    tab = b"\t" if " " in path else b""
    return b"diff --git %s %s\n--- %s%s\n+++ %s%s\n" % (a, b, a, tab, b, tab)


def _quoted(name: bytes) -> bytes:
    """`name` in git's C-style quotes where it needs them (core.quotePath's default)."""
    if re.fullmatch(rb'[^\x00-\x1f"\\\x7f-\xff]*', name):
        return name
    return b'"%s"' % b"".join(_escaped(byte) for byte in name)


def _escaped(byte: int) -> bytes:
    if byte in _ESCAPES:
        return _ESCAPES[byte]
    return bytes((byte,)) if 0x20 <= byte < 0x7F else b"\\%03o" % byte


def _lines(text: bytes) -> list[bytes]:
    lines = text.split(b"\n")
    last = lines.pop()
    return [line + b"\n" for line in lines] + ([last] if last else [])


def _changes(patch: Patch, old: Sequence[bytes]) -> list[_Change]:
    """The changed runs of lines, in order, each without equal lines at its ends."""
    starts = [0, *accumulate(len(line) for line in old)]
    whole = Edit(patch.path, 1, 0, len(patch.before), patch.before, patch.after)
    edits = sorted(patch.edits, key=lambda edit: (edit.start, edit.end)) or [whole]
    changes: list[_Change] = []
    for first, stop, group in _regions(edits, starts[:-1], len(old)):
        base = starts[first]
        moved = (Edit("", 0, e.start - base, e.end - base, e.old, e.new) for e in group)
        after = _lines(splice(patch.before[base : starts[stop]], moved))
        changes += _trimmed(old, first, stop, after)
    return changes


def _regions(
    edits: Iterable[Edit], starts: Sequence[int], count: int
) -> Iterator[tuple[int, int, list[Edit]]]:
    """Edits grouped by the whole lines they touch: first line, line after the last, edits."""
    group: list[Edit] = []
    first = stop = 0
    for edit in edits:
        top = max(bisect_right(starts, edit.start) - 1, 0)
        below = min(max(bisect_right(starts, edit.end), 1), count)
        if group and top < stop:
            group.append(edit)
            stop = max(stop, below)
            continue
        if group:
            yield first, stop, group
        first, stop, group = top, below, [edit]
    if group:
        yield first, stop, group


def _trimmed(old: Sequence[bytes], first: int, stop: int, after: list[bytes]) -> list[_Change]:
    head = 0
    while head < min(stop - first, len(after)) and old[first + head] == after[head]:
        head += 1
    tail = 0
    while tail < min(stop - first, len(after)) - head and old[stop - 1 - tail] == after[-1 - tail]:
        tail += 1
    change = _Change(first + head, stop - tail, tuple(after[head : len(after) - tail]))
    return [change] if change.lines or change.start < change.stop else []


def _hunks(
    changes: Iterable[_Change], count: int, context: int
) -> Iterator[tuple[list[_Change], int]]:
    """Changes whose context meets, with the lines that earlier hunks have added."""
    group: list[_Change] = []
    shift = 0
    for change in changes:
        if group and change.start - group[-1].stop > 2 * context:
            yield group, shift
            shift += sum(len(c.lines) - (c.stop - c.start) for c in group)
            group = []
        group.append(change)
    if group:
        yield group, shift


def _hunk(old: Sequence[bytes], changes: Sequence[_Change], shift: int, context: int) -> bytes:
    first = max(changes[0].start - context, 0)
    stop = min(changes[-1].stop + context, len(old))
    out: list[bytes] = []
    position = first
    for change in changes:
        out += (_marked(b" ", line) for line in old[position : change.start])
        out += (_marked(b"-", line) for line in old[change.start : change.stop])
        out += (_marked(b"+", line) for line in change.lines)
        position = change.stop
    out += (_marked(b" ", line) for line in old[position:stop])
    grown = sum(len(c.lines) - (c.stop - c.start) for c in changes)
    ranges = _range(first, stop - first), _range(first + shift, stop - first + grown)
    return b"@@ -%s +%s @@\n" % ranges + b"".join(out)


def _marked(mark: bytes, line: bytes) -> bytes:
    end = b"" if line.endswith(b"\n") else b"\n\\ No newline at end of file\n"
    return mark + line + end


def _range(first: int, count: int) -> bytes:
    # An empty range names the line before it.
    if count == 1:
        return b"%d" % (first + 1)
    return b"%d,%d" % (first + 1 if count else first, count)
