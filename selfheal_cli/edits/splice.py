"""Combines the edits of many repairs into one patch per file, byte-exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TypeAlias

from selfheal_cli.edits.places import named
from selfheal_cli.errors import EditError
from selfheal_cli.model import Edit, Patch


@dataclass(frozen=True, slots=True)
class Conflict:
    """Different edits of overlapping bytes; none of them is in a patch."""

    path: str
    edits: tuple[Edit, ...]

    @property
    def reason(self) -> str:
        """One sentence for the user."""
        line = min(edit.line for edit in self.edits)
        place = f"{named(self.path)}:{line}"
        count = len(self.edits)
        return f"{place}: {count} repairs would change the same text differently; none was taken."


@dataclass(frozen=True, slots=True)
class Stale:
    """A file that is not what the edits were made for; it is left alone."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Combined:
    """Patches sorted by path, one per file. `left_out`: indexes of the repairs of which no edit is
    in a patch, because one of theirs is in a conflict or in a stale file."""

    patches: tuple[Patch, ...]
    conflicts: tuple[Conflict, ...] = ()
    stale: tuple[Stale, ...] = ()
    left_out: tuple[int, ...] = ()


_Key: TypeAlias = tuple[str, int, int, bytes, bytes]


def combine(repairs: Sequence[Sequence[Edit]], read: Callable[[str], bytes]) -> Combined:
    """The patches that write `repairs`, each of them whole or not at all.

    `read` gives a file's bytes by its path and raises OSError or EditError where it cannot.
    The result depends on the set of repairs, not on their order.
    """
    files, stale = _read_all(repairs, read)
    spoiled = {file.path for file in stale}
    sound = {edit for edits in repairs for edit in edits if edit.path not in spoiled}
    conflicts = _conflicts(sound)
    refused = {_key(edit) for conflict in conflicts for edit in conflict.edits}
    out = tuple(
        index
        for index, edits in enumerate(repairs)
        if any(edit.path in spoiled or _key(edit) in refused for edit in edits)
    )
    taken = [repairs[index] for index in sorted(set(range(len(repairs))).difference(out))]
    patches = _patches((edit for edits in taken for edit in edits), files)
    return Combined(patches, conflicts, stale, out)


def sources(edits: Iterable[Edit], read: Callable[[str], bytes]) -> dict[str, bytes]:
    """The files that `edits` are for, by path, without those that cannot be read."""
    found: dict[str, bytes] = {}
    for path in sorted({edit.path for edit in edits}):
        try:
            found[path] = read(path)
        except (OSError, EditError):
            continue
    return found


def splice(before: bytes, edits: Iterable[Edit]) -> bytes:
    """`before` with each edit's bytes replaced; the edits do not overlap."""
    pieces: list[bytes] = []
    position = 0
    for edit in sorted(edits, key=_span):
        pieces += (before[position : edit.start], edit.new)
        position = edit.end
    return b"".join((*pieces, before[position:]))


def _key(edit: Edit) -> _Key:
    return (edit.path, edit.start, edit.end, edit.old, edit.new)


def _span(edit: Edit) -> tuple[int, int]:
    return (edit.start, edit.end)


def _read_all(
    repairs: Sequence[Sequence[Edit]], read: Callable[[str], bytes]
) -> tuple[dict[str, bytes], tuple[Stale, ...]]:
    by_path: dict[str, set[Edit]] = {}
    for edits in repairs:
        for edit in edits:
            by_path.setdefault(edit.path, set()).add(edit)
    files: dict[str, bytes] = {}
    stale: list[Stale] = []
    for path in sorted(by_path):
        try:
            files[path] = read(path)
        except (OSError, EditError) as error:
            stale.append(
                Stale(path, f"{named(path)}: cannot be read ({_words(error)}); left alone.")
            )
            continue
        stale += _mismatch(path, files[path], by_path[path])
    return files, tuple(stale)


def _words(error: OSError | EditError) -> str:
    if isinstance(error, EditError):
        return error.message
    return (error.strerror or type(error).__name__).lower()


def _mismatch(path: str, text: bytes, edits: set[Edit]) -> list[Stale]:
    wrong = [edit for edit in edits if not _fits(edit, text)]
    if not wrong:
        return []
    line = min(edit.line for edit in wrong)
    return [
        Stale(path, f"{named(path)}:{line}: the file has changed since it was read; left alone.")
    ]


def _fits(edit: Edit, text: bytes) -> bool:
    inside = 0 <= edit.start <= edit.end <= len(text)
    return inside and text[edit.start : edit.end] == edit.old


def _conflicts(edits: set[Edit]) -> tuple[Conflict, ...]:
    ordered = sorted(_merged(edits), key=attrgetter("path", "start", "end", "new"))
    found: list[Conflict] = []
    cluster: list[Edit] = []
    for edit in ordered:
        if cluster and _overlap(cluster, edit):
            cluster.append(edit)
            continue
        found += _conflict(cluster)
        cluster = [edit]
    return (*found, *_conflict(cluster))


def _conflict(cluster: list[Edit]) -> list[Conflict]:
    return [Conflict(cluster[0].path, tuple(cluster))] if len(cluster) > 1 else []


def _overlap(cluster: list[Edit], edit: Edit) -> bool:
    # Two insertions at one offset have no order of their own, so they count as overlapping.
    same_file = cluster[0].path == edit.path
    reach = max(other.end for other in cluster)
    twice = any(_span(other) == _span(edit) for other in cluster)
    return same_file and (edit.start < reach or twice)


def _merged(edits: Iterable[Edit]) -> list[Edit]:
    merged: dict[_Key, Edit] = {}
    for edit in edits:
        other = merged.setdefault(_key(edit), edit)
        merged[_key(edit)] = replace(
            edit, line=min(edit.line, other.line), uses=max(edit.uses, other.uses)
        )
    return list(merged.values())


def _patches(edits: Iterable[Edit], files: dict[str, bytes]) -> tuple[Patch, ...]:
    by_path: dict[str, list[Edit]] = {}
    for edit in sorted(_merged(edits), key=attrgetter("path", "start", "end")):
        if edit.old != edit.new:
            by_path.setdefault(edit.path, []).append(edit)
    return tuple(
        Patch(path, files[path], splice(files[path], of_file), tuple(of_file))
        for path, of_file in by_path.items()
    )
