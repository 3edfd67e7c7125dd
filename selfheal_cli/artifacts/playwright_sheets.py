"""The style sheets that a trace's pages had linked, read when the first of them is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from selfheal_cli.artifacts.playwright_archive import Archive, SharedEntries
from selfheal_cli.errors import ArtifactError

MAX_SHEETS = 32 * 2**20


def sheets_of(archive: Archive, shared: SharedEntries) -> Callable[[str], str]:
    """A function from a sheet's absolute address to its text, "" where it was not saved."""
    spent = 0

    @cache
    def fetches() -> tuple[bytes, ...]:
        with archive.opened():
            return tuple(_fetches(archive))

    @cache
    def entries() -> dict[str, str]:
        return dict(found for fetch in fetches() for found in _address(fetch))

    @cache
    def text(address: str) -> str:
        nonlocal spent
        try:
            entry = _entry(fetches(), address) or entries().get(address)
            found = shared.text(archive, entry) if entry else ""
        except ArtifactError:
            return ""
        spent += len(found)
        return found if spent <= MAX_SHEETS else ""

    return lambda address: text(address.partition("#")[0])


def _fetches(archive: Archive) -> Iterator[bytes]:
    """What was recorded of every sheet that was fetched, unparsed, later fetches last."""
    for name in sorted(archive.entries):
        if name.endswith(".network"):
            yield from (line for line in archive.read(name).split(b"\n") if b"text/css" in line)


def _entry(fetches: Sequence[bytes], address: str) -> str:
    """The entry of the sheet's last fetch, where that names the address as it is: a page fetches
    its sheets again and again, and parsing what is told of a fetch takes long."""
    bare = address.encode("utf-8", "replace")
    named = (_address(line) for line in reversed(fetches) if bare in line)
    return next((entry for found in named for its, entry in found if its == address), "")


def _address(line: bytes) -> Iterator[tuple[str, str]]:
    try:
        snapshot = json.loads(line.decode("utf-8", "replace"))["snapshot"]
        content = snapshot["response"]["content"]
        if str(content.get("mimeType", "")).startswith("text/css"):
            entry = content.get("_file") or f"resources/{content['_sha1']}"
            yield str(snapshot["request"]["url"]).partition("#")[0], str(entry)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return
