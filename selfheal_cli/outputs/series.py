"""Repairs as a series of patches, each with a message that says what changed and why this locator:
mails that `git am` takes, and `git apply` as well."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from email.header import Header
from typing import Literal, TypeAlias

from selfheal_cli.edits import Combined, combine, splice, unified_diff
from selfheal_cli.model import Edit, Patch
from selfheal_cli.outputs.contract import OutcomeEntry
from selfheal_cli.outputs.masking import line, shortened, unmentioned, visible
from selfheal_cli.outputs.plan import edits_of
from selfheal_cli.outputs.words import change, name, sentence, where

By: TypeAlias = Literal["run", "cause", "file"]
BY: tuple[By, ...] = ("run", "cause", "file")
_SUBJECT = 72
_SLUG = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One patch of the series. `words`: what changed in the page; `patches` are of the files as
    the parts before leave them."""

    words: str
    entries: tuple[OutcomeEntry, ...]
    patches: tuple[Patch, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Repairs that are written together. `key` is the same in every run that finds their cause (or
    file); `words`: what changed in the page."""

    key: str
    words: str
    entries: tuple[OutcomeEntry, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Groups in the order of the repairs that came first; `combined` says what is left out of them,
    because of a conflict or a changed file."""

    groups: tuple[Group, ...]
    combined: Combined


def grouped(entries: Iterable[OutcomeEntry], by: By, read: Callable[[str], bytes]) -> Grouped:
    """Those of `entries` that can be written, grouped."""
    able = [entry for entry in entries if entry["edits"]]
    combined = combine([edits_of(entry) for entry in able], read)
    out = set(combined.left_out)
    groups: dict[str, list[OutcomeEntry]] = {}
    for k, entry in enumerate(able):
        if k not in out:
            groups.setdefault(_key(entry, by), []).append(entry)
    return Grouped(
        tuple(Group(key, _words(mine), tuple(mine)) for key, mine in groups.items()), combined
    )


def series(
    entries: Iterable[OutcomeEntry], by: By, read: Callable[[str], bytes]
) -> tuple[Part, ...]:
    """The parts, in the order of the repairs that came first; what cannot be written, because of a
    conflict or a changed file, is left out."""
    found = grouped(entries, by, read)
    first = {patch.path: patch.before for patch in found.combined.patches}
    return tuple(_parts(found.groups, first))


def _key(entry: OutcomeEntry, by: By) -> str:
    if by == "run":
        return ""
    if by == "file":
        return entry["edits"][0]["path"]
    return entry["cause"]["id"] if entry["cause"] else entry["id"]


def _parts(groups: Iterable[Group], first: Mapping[str, bytes]) -> Iterable[Part]:
    done: dict[str, set[Edit]] = {path: set() for path in first}
    for group in groups:
        fresh = {
            replace(edit, line=0, uses=0) for entry in group.entries for edit in edits_of(entry)
        }
        patches = []
        for path in sorted({edit.path for edit in fresh}):
            mine = {edit for edit in fresh if edit.path == path} - done[path]
            if mine:
                patches.append(_patch(path, first[path], done[path], mine))
            done[path] |= mine
        if patches:
            yield Part(group.words, group.entries, tuple(patches))


def _patch(path: str, first: bytes, before: set[Edit], mine: set[Edit]) -> Patch:
    moved = []
    for edit in sorted(mine, key=lambda edit: edit.start):
        shift = sum(len(b.new) - (b.end - b.start) for b in before if b.start < edit.start)
        moved.append(replace(edit, start=edit.start + shift, end=edit.end + shift))
    was = splice(first, before)
    return Patch(path, was, splice(was, moved), tuple(moved))


def _words(entries: Sequence[OutcomeEntry]) -> str:
    """What changed in the page; of several causes those with most repairs."""
    causes = Counter(e["cause"]["words"] if e["cause"] else "" for e in entries)
    told = [words for words, _ in causes.most_common() if words]
    if not told:
        return "the page changed"
    return told[0] if len(told) == 1 else f"{told[0]}, and {len(told) - 1} more"


def mail(
    part: Part, number: int, total: int, author: str, prefix: str = "",
    trailers: Sequence[str] = (),
) -> bytes:  # fmt: skip
    """One patch as a mail. `author`: `Name <address>`; `prefix` leads from the top of the
    repository to the source root; `trailers` such as `Signed-off-by: Name <address>`."""
    subject = subject_of(part.words)
    place = f"[PATCH {number}/{total}] " if total > 1 else "[PATCH] "
    placed = (replace(patch, path=prefix + patch.path) for patch in part.patches)
    told = "\n".join((message(part.entries), *(["", *trailers] if trailers else [])))
    body = told.encode("utf-8", "replace") + b"\n---\n"
    body += b"".join(map(unified_diff, placed)) + b"-- \nselfheal\n"
    coding = "8bit"
    if b"\r" in body:  # a mail's own line ends would be taken for the file's
        body, coding = base64.encodebytes(body), "base64"
    head = (
        "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001",
        f"From: {author}",
        f"Subject: {Header(place + subject, 'utf-8', maxlinelen=10_000).encode()}"
        if not subject.isascii()
        else f"Subject: {place}{subject}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        f"Content-Transfer-Encoding: {coding}",
    )
    return "\n".join((*head, "", "")).encode() + body


def subject_of(words: str) -> str:
    """The first line of a message, and a pull request's title."""
    return shortened(f"Repair locators: {_word(words)}", _SUBJECT)


def message(entries: Iterable[OutcomeEntry], prefix: str = "") -> str:
    """What a reviewer is told: each place with the old and the new locator, and the reason."""
    told = []
    for entry in entries:
        old, new = map(_word, change(entry))
        doubt = "" if entry["verdict"] == "repaired" else " (held back: please look)"
        told.append(
            f"* {_word(where(entry, prefix))}: {_word(name(entry))}{doubt}\n"
            f"  {shortened(old or '(not recorded)', 300)}\n  -> {shortened(new, 300)}\n"
            f"  {shortened(_word(sentence(entry)), 300)}"
        )
    return "\n".join(told)


def _word(text: str) -> str:
    """On one line, without what a terminal would obey, or a forge that reads commit messages."""
    return unmentioned(visible(line(text)))


def slug(words: str) -> str:
    """`links-became-buttons`, for the name of a file or a branch."""
    found = "-".join(re.findall(r"[a-z0-9]+", words.lower()))[:_SLUG].strip("-")
    return found or "repair"


def filename(part: Part, number: int) -> str:
    """`0001-links-became-buttons.patch`."""
    return f"{number:04}-{slug(part.words)}.patch"
