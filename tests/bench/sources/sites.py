"""Labelled sites: JSON lines that say where a locator is written, and the checkouts they are of."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

_PREFIX = re.compile(rb"[A-Za-z$@]{0,3}\Z")
_WITH_PATTERNS = (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".vue", ".svelte", ".rb")
_OPENING = re.compile(rb"([A-Za-z$@]{0,3})(\"\"\"|'''|[\"'`/])")


class Denotes(StrEnum):
    """What the range of a site takes in."""

    LITERAL = "the literal with its quotes"
    CONTENT = "the literal without its quotes"
    EXPRESSION = "an expression or a bare value"


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled site. `frames`: the stack of the call that uses it, innermost first, as
    (path, line); empty where it is not given. `number`: the line of the JSON file."""

    number: int
    repo: str
    path: str
    line: int
    language: str
    framework: str
    value: str
    start: int
    end: int
    shape: str = ""
    frames: tuple[tuple[str, int], ...] = ()


def rows_of(path: Path) -> list[Row]:
    """The file's rows; lines that are none are told on stderr and left out."""
    found: list[Row] = []
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_row(number, json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            print(f"{path}:{number}: left out: {type(error).__name__} {error}", file=sys.stderr)
    return found


def _row(number: int, raw: dict[str, Any]) -> Row:
    frames = tuple((str(frame[0]), int(frame[1])) for frame in raw.get("frames") or ())
    return Row(
        number, str(raw["repo"]), str(raw["path"]).removeprefix("./"), int(raw["line"]),
        str(raw.get("language", "?")), str(raw.get("framework", "?")), str(raw["runtime_value"]),
        int(raw["byte_start"]), int(raw["byte_end"]), str(raw.get("shape", "")), frames,
    )  # fmt: skip


def folder_of(repo: str, checkouts: Path) -> Path | None:
    """The checkout of `owner/name`: a folder owner/name, owner+name, owner__name, owner_name,
    owner-name, owner.name or name, in any case of letters."""
    plain = repo.removeprefix("https://github.com/").removesuffix(".git").strip("/")
    owner, _, name = plain.rpartition("/")
    wanted = [plain, *(f"{owner}{sign}{name}" for sign in ("+", "__", "_", "-", ".", "@")), name]
    for one in wanted if owner else [name]:
        if (checkouts / one).is_dir():
            return checkouts / one
    listed = {entry.name.lower(): entry for entry in checkouts.iterdir() if entry.is_dir()}
    return next((listed[one.lower()] for one in wanted if one.lower() in listed), None)


def denoted(row: Row, raw: bytes) -> Denotes:
    """What the row's range takes in, by the quotes in and around it."""
    piece = raw[row.start : row.end]
    before, behind = raw[row.start - 1 : row.start], raw[row.end : row.end + 1]
    enclosed = before != b"" and before == behind
    if enclosed and before in b"\"'`" and piece[:1] != before:
        return Denotes.CONTENT  # an XPath may look like a pattern, and a text may be in quotes
    if row.path.endswith(_WITH_PATTERNS) and re.fullmatch(rb"(?s)/.*/[a-z]*", piece):
        return Denotes.LITERAL
    opening = _OPENING.match(piece)
    closed = opening and len(piece) >= opening.end() + len(opening[2])
    if opening and closed and opening[2] != b"/" and piece.endswith(opening[2]):
        return Denotes.LITERAL
    return Denotes.CONTENT if enclosed and before in b"\"'`/" else Denotes.EXPRESSION


def covers(row: Row, raw: bytes, places: Sequence[tuple[str, int, int]]) -> bool:
    """Whether the string tokens found are the row's site; tokens are given with quotes."""
    own = [(start, end) for path, start, end in places if path == row.path]
    if not own:
        return False
    kind = denoted(row, raw)
    if kind is Denotes.EXPRESSION:
        return all(row.start <= start and end <= row.end for start, end in own) or (
            any(start <= row.start and row.end <= end for start, end in own)
            and raw[row.start : row.end] == row.value.encode()
        )
    if kind is Denotes.LITERAL:
        return any(
            end == row.end and (start == row.start or _is_prefix(raw, start, row.start))
            for start, end in own
        ) or _spans(row, own)
    return any((row.start, row.end) in _contents(raw, start, end) for start, end in own)


def _is_prefix(raw: bytes, one: int, other: int) -> bool:
    low, high = min(one, other), max(one, other)
    return high - low <= 3 and _PREFIX.fullmatch(raw[low:high]) is not None


def _spans(row: Row, own: Sequence[tuple[int, int]]) -> bool:
    """Several tokens side by side, the first and last of which end the range."""
    return min(own)[0] == row.start and max(end for _, end in own) == row.end


def _contents(raw: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    opening = _OPENING.match(raw[start:end])
    if opening:
        yield start + opening.end(), end - len(opening[2])
