"""The style sheets that a trace's pages had linked, read when the first of them is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from selfheal_cli.artifacts.playwright_archive import Archive, open_archive
from selfheal_cli.errors import ArtifactError

MAX_SHEETS = 32 * 2**20


def sheets_of(path: Path) -> Callable[[str], str]:
    """A function from a sheet's absolute address to its text, "" where it was not saved."""

    @cache
    def texts() -> dict[str, str]:
        try:
            with open_archive(path) as archive:
                return dict(_texts(archive))
        except (ArtifactError, OSError):
            return {}

    def sheet(address: str) -> str:
        return texts().get(address.partition("#")[0], "")

    return sheet


def _texts(archive: Archive) -> Iterator[tuple[str, str]]:
    spent = 0
    for address, entry in dict(_addresses(archive)).items():
        try:
            data = archive.read(entry)
        except ArtifactError:
            continue
        spent += len(data)
        if spent > MAX_SHEETS:
            return
        yield address, data.decode("utf-8", "replace")


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
