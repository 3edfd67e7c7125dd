"""How long to wait before a server is asked again: by its own headers, or by ours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_FIRST = 1.0
_LONGEST = 30.0
# GitHub: "If the retry-after header is not present, wait for at least one minute".
_UNSTATED = 60.0
# Smaller figures in a header that names a moment are seconds from now (the IETF's RateLimit draft).
_EPOCH = 1_000_000_000.0
_REMAINING = ("x-ratelimit-remaining", "ratelimit-remaining")
_RESET = ("x-ratelimit-reset", "ratelimit-reset")
_WORDS = ("rate limit", "too many requests", "abuse detection")


def backoff(attempt: int, chance: float) -> float:
    """Seconds before a new attempt after `attempt` (from 0) failed: twice as long each time, and
    up to half of it shorter by `chance` (0 to 1), so that many do not come back at once."""
    return min(_FIRST * 2.0**attempt, _LONGEST) * (1 - chance / 2)


def refused_for_now(status: int, headers: Mapping[str, str], text: str) -> bool:
    """Whether a request was refused only because there were too many. GitHub answers 403 to those,
    too, and says "secondary rate limit" where they came too fast."""
    if status == 429:
        return True
    if status == 503 and "retry-after" in headers:
        return True
    return status == 403 and (
        "retry-after" in headers or spent(headers) or any(word in text.lower() for word in _WORDS)
    )


def spent(headers: Mapping[str, str]) -> bool:
    """Whether the server says that no request is left."""
    return any(headers.get(name, "").strip() == "0" for name in _REMAINING)


def asked(headers: Mapping[str, str], now: float) -> float:
    """Seconds that the server asks to wait (`now`: seconds since 1970); a minute where it does not
    say how long."""
    after = headers.get("retry-after", "")
    if after:
        return max(_number(after) if _is_number(after) else _moment(after, now) - now, 0.0)
    if spent(headers):
        for value in (headers.get(name, "") for name in _RESET):
            if _is_number(value):
                at = _number(value)
                return max(at - now, 0.0) if at > _EPOCH else at
    return _UNSTATED


def clock(moment: float) -> str:
    """A moment, as people read it."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _is_number(text: str) -> bool:
    return text.strip().replace(".", "", 1).isdecimal()


def _number(text: str) -> float:
    return float(text.strip())


def _moment(text: str, now: float) -> float:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError):
        return now + _UNSTATED
