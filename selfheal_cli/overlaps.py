"""Which changes git could not merge beside each other: those of the same or neighbouring lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from selfheal_cli.model import Edit


def overlaps(edits: Mapping[str, Sequence[Edit]]) -> dict[str, tuple[str, ...]]:
    """For each key the others whose edits touch its lines or the lines beside them, other than by
    the very same edit."""
    spans = sorted(
        (edit.path, edit.line, edit.line + edit.old.count(b"\n"), key, (edit.start, edit.new))
        for key, mine in edits.items()
        for edit in mine
    )
    found: dict[str, dict[str, None]] = {}
    reach: list[tuple[str, int, int, str, tuple[int, bytes]]] = []
    for span in spans:
        path, first, _, key, what = span
        reach = [one for one in reach if one[0] == path and one[2] + 1 >= first]
        for other in reach:
            if other[3] != key and other[4] != what:
                found.setdefault(key, {})[other[3]] = None
                found.setdefault(other[3], {})[key] = None
        reach.append(span)
    return {key: tuple(sorted(others)) for key, others in found.items()}
