"""Files below a source root: listed without what no test lives in, read once, never outside."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from selfheal_cli.sources.reading import SourceTree

IGNORED_FOLDERS = frozenset(
    [
        "node_modules",
        "bower_components",
        "__pycache__",
        "site-packages",
        "dist-packages",
        "venv",
        "env",
        "virtualenv",
        "test-results",
        "playwright-report",
        "allure-results",
        "coverage",
        "htmlcov",
    ]
)
LARGEST_FILE = 4_000_000
_DEEPEST = 64
_ELSEWHERE = frozenset({"", ".", ".."})


class _Folder(IntEnum):
    """Whether there is a folder, and whether a part of its path is a symbolic link."""

    NONE = 0
    PLAIN = 1
    LINKED = 2


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FolderTree:
    """The files of a folder on disk."""

    root: Path
    _bytes: dict[str, bytes] = field(default_factory=dict)
    _listing: list[str] = field(default_factory=list)
    _known: dict[str, bool] = field(default_factory=dict)
    _folders: dict[str, _Folder] = field(default_factory=dict)
    _names: dict[str, frozenset[str]] = field(default_factory=dict)
    _cased: list[bool] = field(default_factory=list)
    _base: list[str] = field(default_factory=list)

    def files(self) -> Iterator[str]:
        """Every file below the root, folders and names sorted; links are not followed."""
        if not self._listing:
            self._listing.extend(_walk(self.root, ""))
        return iter(self._listing)

    def exists(self, path: str) -> bool:
        """Whether `path` is a file whose real place is below the root."""
        if path not in self._known:
            self._known[path] = _is_plain(path) and self._inside(path) and self._is_listed(path)
        return self._known[path]

    def read(self, path: str) -> bytes:
        """The file's bytes, read once. Raises FileNotFoundError."""
        if path not in self._bytes:
            if not self.exists(path):
                raise FileNotFoundError(path)
            with open(self._full(path), "rb", buffering=0) as file:
                self._bytes[path] = file.read()
        return self._bytes[path]

    def _folder(self, folder: str) -> _Folder:
        """What a folder is."""
        if not folder:
            return _Folder.PLAIN
        if folder not in self._folders:
            deep = folder.count("/") > _DEEPEST
            above = folder.rpartition("/")[0]
            held = _Folder.LINKED if deep else self._folder(above)
            self._folders[folder] = held and self._folder_in(held, folder)
        return self._folders[folder]

    def _folder_in(self, above: _Folder, folder: str) -> _Folder:
        full = self._full(folder)
        try:
            mode = os.lstat(full).st_mode
        except (OSError, ValueError):
            return _Folder.NONE
        if stat.S_ISDIR(mode):
            return above
        linked = stat.S_ISLNK(mode) and os.path.isdir(full)
        return _Folder.LINKED if linked else _Folder.NONE

    def _is_listed(self, path: str) -> bool:
        """Whether the folder has the name in these very letters."""
        if self._minds_case():
            return True
        folder, _, name = path.rpartition("/")
        if folder not in self._names:
            listed = not folder or self._is_listed(folder)
            self._names[folder] = _names(self._full(folder)) if listed else frozenset()
        return name in self._names[folder]

    def _minds_case(self) -> bool:
        """Whether the disk tells letters by their case; no where it cannot be told."""
        if not self._cased:
            above, name = os.path.split(os.fspath(self.root))
            other = os.path.join(above, name.swapcase())
            self._cased.append(name != name.swapcase() and not os.path.exists(other))
        return self._cased[0]

    def _full(self, path: str) -> str:
        if not self._base:
            self._base.append(f"{os.fspath(self.root)}/")
        return self._base[0] + path

    def _inside(self, path: str) -> bool:
        full = self._full(path)
        try:
            # First: most files that an import or a frame may mean are not there.
            found = os.lstat(full)
            folder = self._folder(path.rpartition("/")[0])
            linked = folder is _Folder.LINKED or stat.S_ISLNK(found.st_mode)
            if linked:
                found = os.stat(full)
            if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_FILE:
                return False
            return folder is not _Folder.NONE and (not linked or self._leads_inside(full))
        except (OSError, ValueError):
            return False

    def _leads_inside(self, full: str) -> bool:
        return Path(full).resolve().is_relative_to(self.root.resolve())


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OverlayTree:
    """Another tree with some files' bytes replaced: how the sources would look after an edit."""

    under: SourceTree
    changed: Mapping[str, bytes]

    def files(self) -> Iterator[str]:
        """The files of the tree below."""
        return self.under.files()

    def exists(self, path: str) -> bool:
        """Whether `path` is a file of the tree below."""
        return path in self.changed or self.under.exists(path)

    def read(self, path: str) -> bytes:
        """The replaced bytes, else those below."""
        return self.changed[path] if path in self.changed else self.under.read(path)


def _is_plain(path: str) -> bool:
    return "\0" not in path and _ELSEWHERE.isdisjoint(path.split("/"))


def _names(folder: str) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))
    except OSError:
        return frozenset()


def _walk(folder: Path, prefix: str) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_symlink():
            continue
        if entry.is_dir():
            if not _is_ignored(entry):
                yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
        elif entry.is_file():
            yield prefix + entry.name


def _is_ignored(folder: os.DirEntry[str]) -> bool:
    if folder.name.startswith(".") or folder.name in IGNORED_FOLDERS:
        return True
    return os.path.exists(os.path.join(folder.path, "pyvenv.cfg"))
