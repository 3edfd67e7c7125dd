"""Stack frames of the machine that ran the tests, mapped to files and lines of the tree."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from selfheal_cli.model import Location, SourceCopy
from selfheal_cli.sources.languages import kind_of
from selfheal_cli.sources.reading import SourceTree

_LIBRARIES = frozenset(
    ["node_modules", "site-packages", "dist-packages", "gems", "site_ruby", ".m2", ".gradle",
     ".nuget"]
)  # fmt: skip
_PACKAGED = (".java", ".kt")
_PACKAGE = re.compile(rb"^\s*package\s+([\w.]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame in a file of the tree. `line` counts from 1; `column` too, 0: not recorded."""

    path: str
    line: int
    column: int = 0


@dataclass(frozen=True, slots=True)
class LostFrame:
    """A frame whose line is not in the tree any more; `reason` is one sentence."""

    path: str
    reason: str


def map_frames(
    frames: Sequence[Location], copies: Sequence[SourceCopy], tree: SourceTree
) -> tuple[Frame | LostFrame, ...]:
    """The frames that lie in the tree, innermost first; others (libraries) are left out."""
    texts = {copy.path: copy.text for copy in copies}
    places: dict[str, str | LostFrame | None] = {}
    found: list[Frame | LostFrame] = []
    for frame in frames:
        if frame.path not in places:
            places[frame.path] = _place(frame.path, texts.get(frame.path), tree)
        place = places[frame.path]
        if isinstance(place, LostFrame):
            found.append(place)
        elif place is not None:
            found.append(_moved(frame, place, texts.get(frame.path), tree))
    return tuple(found)


def _place(path: str, copy: bytes | None, tree: SourceTree) -> str | LostFrame | None:
    parts = _parts(path)
    if not parts or not kind_of(parts[-1]) or _is_library(parts):
        return None
    endings = ("/".join(parts[start:]) for start in range(len(parts)))
    direct = next((ending for ending in endings if tree.exists(ending)), "")
    if direct and _is_settled(direct, parts, copy, tree):
        return direct
    return _by_listing(path, parts, copy, tree)


def _is_of_package(path: str, folders: list[str], tree: SourceTree) -> bool:
    """Whether a file may be meant by a stack that names packages, not folders: other files of its
    name are a library's."""
    if not folders or path.split("/")[:-1][-len(folders) :] == folders:
        return True
    found = _PACKAGE.search(tree.read(path)) if tree.exists(path) else None
    package = found[1].decode("utf-8", "replace").split(".") if found else []
    return bool(package) and folders[-len(package) :] == package


def _is_settled(found: str, parts: list[str], copy: bytes | None, tree: SourceTree) -> bool:
    if copy is not None:
        return tree.read(found) == copy
    return "/" in found or len(parts) == 1


def _by_listing(
    path: str, parts: list[str], copy: bytes | None, tree: SourceTree
) -> str | LostFrame | None:
    named = [each for each in tree.files() if each.rsplit("/", 1)[-1] == parts[-1]]
    if path.endswith(_PACKAGED) and path == "/".join(parts):
        named = [each for each in named if _is_of_package(each, parts[:-1], tree)]
    if not named:
        return None
    lengths = {path: _shared(path.split("/"), parts) for path in named}
    longest = max(lengths.values())
    best = [path for path in named if lengths[path] == longest]
    if copy is not None and len(best) > 1:
        same = [path for path in best if tree.exists(path) and tree.read(path) == copy]
        best = same or best
    if len(best) == 1 and not tree.exists(best[0]):
        return LostFrame(best[0], f"{best[0]} is too large to be a test's source")
    if len(best) == 1:
        return best[0]
    return LostFrame("/".join(parts), f"several files could be {parts[-1]}: {', '.join(best[:3])}")


def _parts(path: str) -> list[str]:
    plain = path.removeprefix("file://").replace("\\", "/")
    return [part for part in plain.split("/") if part not in {"", ".", ".."}]


def _is_library(parts: list[str]) -> bool:
    return bool(_LIBRARIES & set(parts))


def _shared(one: list[str], other: list[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count


def _moved(frame: Location, path: str, copy: bytes | None, tree: SourceTree) -> Frame | LostFrame:
    now = tree.read(path)
    if copy is None or copy == now:
        return Frame(path, frame.line, frame.column)
    line = _line_now(copy.splitlines(), now.splitlines(), frame.line - 1)
    if line is None:
        return LostFrame(path, f"{path} has changed since the run at line {frame.line}")
    return Frame(path, line + 1, frame.column)


def _line_now(before: list[bytes], after: list[bytes], index: int) -> int | None:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for start, place, size in matcher.get_matching_blocks():
        if start <= index < start + size:
            return place + index - start
    return None
