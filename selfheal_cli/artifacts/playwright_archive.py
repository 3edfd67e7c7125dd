"""Reads entries of a zip that nobody vouches for: in memory, within limits, nothing written."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from selfheal_cli.errors import ArtifactError

MAX_ENTRIES = 100_000
MAX_ENTRY = 512 * 2**20
MAX_RATIO = 200
_Key = tuple[str, int, int]
_SMALL = 16 * 2**20  # below this size no ratio is a danger


class _File:
    """A file as `zipfile` reads it, open only as long as somebody reads: a run has more archives
    than a process may have files open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream: BinaryIO | None = None

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Open until the outermost such block ends. Raises OSError."""
        if self._stream is not None:
            yield
            return
        with self._path.open("rb") as self._stream:
            try:
                yield
            finally:
                self._stream = None

    def _open(self) -> BinaryIO:
        if self._stream is None:
            raise ValueError("the archive is closed")
        return self._stream

    def read(self, size: int = -1) -> bytes:
        """As of a file."""
        return self._open().read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """As of a file."""
        return self._open().seek(offset, whence)

    def tell(self) -> int:
        """As of a file."""
        return self._open().tell()

    def seekable(self) -> bool:
        """As of a file."""
        return True


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip. Only regular, unencrypted entries with plain names count."""

    path: Path
    entries: dict[str, zipfile.ZipInfo]
    _zip: zipfile.ZipFile
    _file: _File

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Open for several readings, its directory known. Raises ArtifactError."""
        try:
            with self._file.opened():
                yield
        except OSError as error:
            raise ArtifactError(f"the archive is gone ({error})") from error

    def read(self, name: str) -> bytes:
        """The entry's bytes. Raises ArtifactError where it is damaged, missing, or a bomb."""
        return self._read(name, MAX_ENTRY)

    def read_line(self, name: str) -> bytes:
        """The entry's first line, or what of it lies in the first megabyte."""
        return self._read(name, 2**20).partition(b"\n")[0]

    def _read(self, name: str, limit: int) -> bytes:
        entry = self.entries.get(name)
        if entry is None:
            raise ArtifactError(f"{name} is not in the archive")
        _refuse_bomb(entry)
        try:
            with self.opened(), self._zip.open(entry) as stream:
                return stream.read(min(limit, entry.file_size))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise ArtifactError(f"{name} is damaged ({error})") from error


class SharedEntries:
    """Entries read once for all archives of a run: most hold the same style sheets and tests."""

    def __init__(self) -> None:
        self._known: dict[_Key, bytes] = {}
        self._texts: dict[_Key, str] = {}

    def read(self, archive: Archive, name: str) -> bytes:
        """The entry's bytes. Raises ArtifactError."""
        key = _key(archive, name)
        if key not in self._known:
            self._known[key] = archive.read(name)
        return self._known[key]

    def text(self, archive: Archive, name: str) -> str:
        """The entry's text. Raises ArtifactError."""
        key = _key(archive, name)
        if key not in self._texts:
            self._texts[key] = archive.read(name).decode("utf-8", "replace")
        return self._texts[key]


def _key(archive: Archive, name: str) -> _Key:
    """The recorder names such entries by a hash, and their checksums bear it out."""
    info = archive.entries.get(name)
    return (name, info.CRC, info.file_size) if info else (name, 0, 0)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The zip at `path`, open until the block ends. Raises ArtifactError where it is none, is cut
    off, or is too large."""
    file = _File(path)
    with ExitStack() as stack:
        try:
            stack.enter_context(file.opened())
            opened = zipfile.ZipFile(cast(BinaryIO, file))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ArtifactError(f"not a readable zip archive ({error})") from error
        infos = opened.infolist()
        if len(infos) > MAX_ENTRIES:
            raise ArtifactError(f"the archive has more than {MAX_ENTRIES} entries")
        entries = {info.filename: info for info in infos if _is_plain(info)}
        yield Archive(path, entries, opened, file)


def _is_plain(info: zipfile.ZipInfo) -> bool:
    name = info.filename
    mode = info.external_attr >> 16
    outside = name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")
    return not (outside or info.is_dir() or info.flag_bits & 1 or stat.S_ISLNK(mode))


def _refuse_bomb(entry: zipfile.ZipInfo) -> None:
    packed, size = max(entry.compress_size, 1), entry.file_size
    if size > MAX_ENTRY or (size > _SMALL and size // packed > MAX_RATIO):
        raise ArtifactError(f"{entry.filename} unpacks to {size} bytes: refused")
