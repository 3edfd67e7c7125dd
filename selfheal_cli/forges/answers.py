"""What a server's answer says beside its data, whatever the forge's form for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
_LONGEST = 300


def one_line(text: str) -> str:
    """Somebody else's words, as they can be shown on a terminal."""
    return _CONTROLS.sub(" ", text).strip()[:_LONGEST]


def more(headers: Mapping[str, str], seen: int, full: bool) -> bool:
    """Whether there is a page after this one: as GitLab, Gitea and GitHub say it."""
    if "x-next-page" in headers:
        return bool(headers["x-next-page"].strip())
    if headers.get("x-total-count", "").isdecimal():
        return seen < int(headers["x-total-count"])
    if "link" in headers:
        return 'rel="next"' in headers["link"]
    return full


def said(text: str) -> str:
    """The words of an error, whatever the forge's form for it."""
    try:
        return "; ".join(dict.fromkeys(_words(json.loads(text))))
    except ValueError:
        return ""


def _words(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for item in data:
            yield from _words(item)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in ("documentation_url", "url", "$id", "typeKey", "type", "status"):
                yield from _words(value)
