"""What a change of a file in the working tree is for the same file in another commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from selfheal_cli.forges.quarantine import Quarantine

_FILE = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class File:
    """A file of a commit, and what it becomes; `mode` as git writes it."""

    mode: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a tree."""

    mode: str
    path: str
    oid: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """Files of commits, read once."""

    git: Quarantine
    known: dict[tuple[str, str], Entry | str] = field(default_factory=dict, repr=False)

    def files(
        self, base: str, changes: Mapping[str, tuple[bytes, bytes]]
    ) -> tuple[dict[str, File], list[str]]:
        """The files that `changes` are about, as commit `base` has them and as they become there,
        by the paths that they have there; and why others are left out."""
        found: dict[str, File] = {}
        trouble: list[str] = []
        for path, (before, after) in sorted(changes.items()):
            entry = self.entry(base, path)
            if isinstance(entry, str):
                trouble.append(entry)
                continue
            wanted = self._content(entry, before, after)
            if wanted is None:
                trouble.append(f"{path}: has changed there where it should be edited; left out.")
            else:
                found[entry.path] = File(entry.mode, entry.content, wanted)
        return found, trouble

    def entry(self, base: str, path: str) -> Entry | str:
        """The base's file, or why it cannot be edited there."""
        if (base, path) not in self.known:
            self.known[base, path] = self._looked_up(base, path)
        return self.known[base, path]

    def _looked_up(self, base: str, path: str) -> Entry | str:
        said = self.git.run("ls-tree", "-z", "--full-tree", base, "--", f":(literal){path}").text
        found = said.rstrip("\0") or self._in_other_case(base, path)
        if not found:
            return f"{path}: is not on the base, or in a submodule; left out."
        facts, _, name = found.partition("\t")
        mode, _, oid = facts.split(" ")
        if mode not in _FILE:
            return f"{path}: is no ordinary file on the base; left out."
        return Entry(mode, name, oid, self.git.run("cat-file", "blob", oid).out)

    def _in_other_case(self, base: str, path: str) -> str:
        """Where the disk does not tell letter cases apart, the one file that is meant."""
        if not self.git.repository.flag("core.ignorecase"):
            return ""
        rows = self.git.run("ls-tree", "-r", "-z", "--full-tree", base).text.split("\0")
        meant = [row for row in rows if row.partition("\t")[2].lower() == path.lower()]
        return meant[0] if len(meant) == 1 else ""

    def _content(self, entry: Entry, before: bytes, after: bytes) -> bytes | None:
        """What the file becomes on the base; None where the base's own change is in the way."""
        if before == entry.content:
            return after
        was, now = (self._cleaned(entry.path, text) for text in (before, after))
        if was == entry.content:
            return now
        if _ends(entry.content) == _ends(before):
            was, now = before, after
        return self.merged(entry.content, was, now)

    def _cleaned(self, path: str, text: bytes) -> bytes:
        """A file of the working tree as git would store it: by its attributes and settings."""
        oid = self.git.run("hash-object", "-w", "--stdin", "--path", path, given=text).text
        return self.git.run("cat-file", "blob", oid).out

    def merged(self, there: bytes, was: bytes, now: bytes) -> bytes | None:
        """The change from `was` to `now` made in `there`; None where git sees a conflict."""
        folder = self.git.folder / "merge"
        folder.mkdir(exist_ok=True)
        for name, text in (("there", there), ("was", was), ("now", now)):
            (folder / name).write_bytes(text)
        names = [str(folder / name) for name in ("there", "was", "now")]
        said = self.git.ask("merge-file", "-p", "--quiet", *names)
        return said.out if said.code == 0 else None


def _ends(text: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in text else b"\n"


def real_path(top: Path, prefix: str, path: str) -> str:
    """A path below the source root as one below the top of the repository, links followed."""
    real = (top / prefix / path).resolve()
    base = top.resolve()
    below = real.is_relative_to(base)
    return real.relative_to(base).as_posix() if below else str(PurePosixPath(prefix) / path)
