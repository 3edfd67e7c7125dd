"""The style sheets that a trace's pages had linked, read when the first of them is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache

from selfheal_cli.artifacts.playwright_archive import Archive
from selfheal_cli.errors import ArtifactError

MAX_SHEETS = 32 * 2**20


class SheetTexts:
    """The texts of style sheets, shared by the archives of a run: most hold the same ones."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int], str] = {}

    def read(self, archive: Archive, entry: str) -> str:
        """The entry's text. Raises ArtifactError."""
        info = archive.entries.get(entry)
        # The recorder names entries by their content, and the checksum bears it out.
        key = (entry, info.CRC, info.file_size) if info else (entry, 0, 0)
        if key not in self._known:
            self._known[key] = archive.read(entry).decode("utf-8", "replace")
        return self._known[key]


def sheets_of(archive: Archive, shared: SheetTexts) -> Callable[[str], str]:
    """A function from a sheet's absolute address to its text, "" where it was not saved."""

    @cache
    def texts() -> dict[str, str]:
        try:
            with archive.again():
                return dict(_texts(archive, shared))
        except ArtifactError:
            return {}

    def sheet(address: str) -> str:
        return texts().get(address.partition("#")[0], "")

    return sheet


def _texts(archive: Archive, shared: SheetTexts) -> Iterator[tuple[str, str]]:
    spent = 0
    for address, entry in dict(_addresses(archive)).items():
        try:
            text = shared.read(archive, entry)
        except ArtifactError:
            continue
        spent += len(text)
        if spent > MAX_SHEETS:
            return
        yield address, text


def _addresses(archive: Archive) -> Iterator[tuple[str, str]]:
    """Of every sheet that was fetched: its address and its entry, later fetches last."""
    for name in sorted(archive.entries):
        if name.endswith(".network"):
            for line in archive.read(name).split(b"\n"):
                if b"text/css" in line:
                    yield from _address(line)


def _address(line: bytes) -> Iterator[tuple[str, str]]:
    try:
        snapshot = json.loads(line.decode("utf-8", "replace"))["snapshot"]
        content = snapshot["response"]["content"]
        if str(content.get("mimeType", "")).startswith("text/css"):
            entry = content.get("_file") or f"resources/{content['_sha1']}"
            yield str(snapshot["request"]["url"]).partition("#")[0], str(entry)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return
