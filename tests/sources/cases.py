"""Reads the before-and-after cases in fixtures/sources/cases."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import (
    Action,
    Context,
    Edit,
    Failure,
    Location,
    Locator,
    MissingSnapshot,
    NoBaseline,
    Proposal,
    SourceCopy,
    Test,
    UnknownLocator,
)
from selfheal_cli.sources import FolderTree

CASES = Path(__file__).parents[2] / "fixtures" / "sources" / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """One case: sources, a failure in them, a new locator, and what must come of it."""

    dialect: str
    raw: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.raw["name"])

    def write(self, root: Path) -> FolderTree:
        return write(root, {path: text.encode() for path, text in self.raw["files"].items()})

    def failure(self) -> Failure:
        frames = [_frame(self.raw["files"], frame) for frame in self.raw["frames"]]
        action = Action("click", self.raw.get("action", ""))
        return replace(failure(self._parsed("locator"), frames), action=action)

    def proposal(self, old: Locator) -> Proposal:
        start, stop = self.raw.get("at", (0, len(old.steps)))
        return proposal(self._parsed("new"), start, stop)

    def _parsed(self, key: str) -> Locator:
        """A locator of the case; `kind` is what its keyword looks for."""
        found = DIALECTS[self.dialect].parse(self.raw[key])
        kind = (("kind", self.raw["kind"]),) if "kind" in self.raw else ()
        *before, last = found.steps
        return replace(found, steps=(*before, replace(last, options=(*last.options, *kind))))


def load(name: str) -> list[Case]:
    """The cases of one file; its name begins with the dialect."""
    text = (CASES / f"{name}.yaml").read_text(encoding="utf-8")
    return [Case(name.split("_")[0], raw) for raw in yaml.safe_load(text)]


def write(root: Path, files: Mapping[str, bytes]) -> FolderTree:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return FolderTree(root)


def proposal(new: Locator, start: int, stop: int) -> Proposal:
    return Proposal(new, start, stop, new.steps, 0.0, 1, 1)


def failure(
    locator: Locator | UnknownLocator,
    frames: Sequence[Location],
    copies: Sequence[SourceCopy] = (),
) -> Failure:
    return Failure(
        "f1", Test("t", "t"), "any", "any", Action("click"), locator, "", tuple(frames),
        MissingSnapshot("none"), NoBaseline("none"), "artifact",
        Context(sources=tuple(copies)),
    )  # fmt: skip


def _frame(files: Mapping[str, str], text: str) -> Location:
    path, line_text, *word = (part.strip() for part in text.split("|"))
    for number, line in enumerate(files[path].splitlines(), 1):
        if line_text.strip('"') in line:
            column = line.index(word[0]) + 1 if word else 0
            return Location(f"/home/runner/work/{path}", number, column)
    raise AssertionError(f"{line_text!r} is not in {path}")


def applied(tree: FolderTree, edits: Sequence[Edit]) -> dict[str, bytes]:
    """The files' bytes after the edits."""
    after: dict[str, bytes] = {}
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        data = after.get(edit.path, tree.read(edit.path))
        assert data[edit.start : edit.end] == edit.old
        after[edit.path] = data[: edit.start] + edit.new + data[edit.end :]
    return after


def diff(tree: FolderTree, after: Mapping[str, bytes]) -> list[str]:
    """The lines that differ, old ones first."""
    found: list[str] = []
    for path in sorted(after):
        old, new = tree.read(path).decode().split("\n"), after[path].decode().split("\n")
        lines = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
        found += [line for line in lines if not line.startswith("@@")]
    return found
