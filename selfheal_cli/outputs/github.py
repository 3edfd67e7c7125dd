"""The report as GitHub Actions workflow commands, which become annotations on the source."""

from __future__ import annotations

from typing import Literal, TypeAlias

from selfheal_cli.outputs.base import Report, Style
from selfheal_cli.outputs.contract import OutcomeEntry, is_ahead
from selfheal_cli.outputs.masking import line, visible
from selfheal_cli.outputs.words import (
    ahead,
    change,
    failed,
    label,
    name,
    position,
    sentence,
    troubles,
)

Level: TypeAlias = Literal["error", "warning", "notice"]

_LEVELS: dict[str, Level] = {
    "repaired": "warning",
    "held-back": "warning",
    "removed": "error",
    "ambiguous": "error",
    "no-edit-site": "warning",
    "not-a-locator-failure": "notice",
    "unreadable": "warning",
}


def write_github(report: Report, style: Style) -> bytes:
    """One command per outcome and per edit that cannot be written."""
    del style
    lines = [
        _annotation(entry, report.prefix) for entry in (*failed(report.plan), *ahead(report.plan))
    ]
    lines += [f"::warning title=selfheal::{_data(words)}" for words in troubles(report)]
    return "".join(f"{text}\n" for text in lines).encode("utf-8", "replace")


def _annotation(entry: OutcomeEntry, prefix: str) -> str:
    properties = [*_place(entry, prefix), f"title={_property(f'selfheal: {label(entry)}')}"]
    old, new = change(entry)
    words = [f"{name(entry)}: {sentence(entry)}"]
    words += [f"{old or 'The locator'} -> {new}"] if new else []
    message = "%0A".join(_data(part) for part in words)
    level = "notice" if is_ahead(entry) else _LEVELS[entry["verdict"]]
    return f"::{level} {','.join(properties)}::{message}"


def _place(entry: OutcomeEntry, prefix: str) -> list[str]:
    path, number = position(entry, prefix)
    if not path:
        return []
    return [f"file={_property(path)}", *([f"line={number}"] if number else [])]


def _data(text: str) -> str:
    # The escapes of GitHub's own toolkit (@actions/core, command.ts: escapeData).
    return visible(line(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    # The same, escapeProperty.
    return _data(text).replace(":", "%3A").replace(",", "%2C")
