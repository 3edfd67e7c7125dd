"""Whether an edit of a data file changes the texts it means to, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from configparser import Error, MissingSectionHeaderError, RawConfigParser
from typing import TypeAlias

from selfheal_cli.sources.data.csv_file import table_of
from selfheal_cli.sources.data.nodes import DataNode, Plain

Range: TypeAlias = tuple[int, int]


def changes_only(
    name: str, before: tuple[DataNode, bytes], after: tuple[DataNode, bytes], edits: Sequence[Range]
) -> bool:
    """Whether the two readings of a file of this format, each with its UTF-8 text, have the same
    entries, and other values only where an edit lies; `edits` are ranges of the old text. The
    format's standard library must read both as they are read here, where there is one."""
    old, new = before[0], after[0]
    if old.has_error or new.has_error or [*_shape(old)] != [*_shape(new)]:
        return False
    for one, other in zip(old.scalars(), new.scalars(), strict=True):
        if one.value == other.value and type(one.value) is type(other.value):
            continue
        if not (isinstance(other.value, str) and any(_within(one, edit) for edit in edits)):
            return False
    agrees = _AGREES.get(name)
    return agrees is None or all(agrees(root, utf8.decode()) for root, utf8 in (before, after))


def _shape(node: DataNode) -> Iterator[tuple[str, str]]:
    yield node.type, node.key
    for child in node.children:
        yield from _shape(child)


def _within(scalar: DataNode, edit: Range) -> bool:
    token = scalar.token
    return token is not None and token.start <= edit[0] and edit[1] <= token.end


# --- the standard library's readings -------------------------------------------------------------


def _as_json(root: DataNode, text: str) -> bool:
    read = json.loads(text, object_pairs_hook=lambda pairs: [value for _, value in pairs])
    return [scalar.value for scalar in root.scalars()] == [*_flat(read)]


def _flat(value: object) -> Iterator[object]:
    if not isinstance(value, list):
        yield value
        return
    for item in value:
        yield from _flat(item)


def _as_csv(root: DataNode, text: str) -> bool:
    cells = [cell for row in table_of(text) for cell in row]
    return [scalar.value for scalar in root.scalars()] == cells


def _as_ini(root: DataNode, text: str) -> bool:
    last: dict[tuple[str | int, ...], Plain] = {}
    last.update((scalar.path(), scalar.value) for scalar in root.scalars())
    parser = RawConfigParser(strict=False, allow_no_value=True)
    try:
        try:
            parser.read_string(text)
        except MissingSectionHeaderError:
            parser.read_string(f"[{_NAMELESS}]\n{text}")
        return all(_option(parser, path) == value for path, value in last.items())
    except Error:
        return False


def _option(parser: RawConfigParser, path: tuple[str | int, ...]) -> str | None:
    section, name = [_NAMELESS, *map(str, path)][-2:]
    held = parser.defaults() if section == parser.default_section else parser[section]
    return held.get(name)


_NAMELESS = "no section"
_AGREES: dict[str, Callable[[DataNode, str], bool]] = {
    "json": _as_json,
    "csv": _as_csv,
    "ini": _as_ini,
}
