"""When two names, written by different tools, mean the same test."""

from __future__ import annotations

import re
from functools import lru_cache

# pytest joins path and test by "::", JUnit writes the path as a dotted module, pytest-playwright
# and Playwright Test slug it for a folder's name: what all keep are the words in their order.
_EXTENSION = re.compile(
    r"(?:[.-](?:spec|test|e2e|cy))?[.-](?:py|tsx?|jsx?|mjs|cjs|mts|cts)(?=$|::|:\d|[-\s›>])"
)
_WORDS = re.compile(r"[^\W_]+")
_POSITION = re.compile(r":\d+(?::\d+)?(?=\s*(?:›|$))")
_RETRY = re.compile(r"-retry(\d+)$")
_BROWSERS = re.compile(
    r"(?:-(?:chromium|firefox|webkit|chrome|google|msedge|edge|safari|headless|headed|desktop|mobile"
    r"|tablet|landscape|(?:iphone|ipad|pixel|galaxy)(?:-\w?\d+)?(?:-(?:pro|plus|mini|max))*))+$"
)
_HASHED = re.compile(r"^(.+)-[0-9a-f]{5,7}-(.+)$")


# A run names its tests again and again.
@lru_cache(maxsize=8192)
def identity(name: str) -> str:
    """The name's words, lower case, joined by dashes: no file extension, position, or attempt."""
    plain = _RETRY.sub("", name.replace("\\", "/"))
    plain = _EXTENSION.sub("", _POSITION.sub("", plain), count=1)
    return "-".join(_WORDS.findall(plain.lower()))


def attempt(name: str) -> int:
    """Which retry a folder's name stands for: `...-retry2` is 2, a first attempt is 0."""
    found = _RETRY.search(name)
    return int(found[1]) if found else 0


def same_test(one: str, other: str) -> bool:
    """Whether two identities mean one test: equal, but for a leading folder, a trailing browser
    or project, or a middle that was cut out of a long folder's name for its hash."""
    if one == other:
        return True
    if not one or not other:
        return False
    return _same_but_for_edges(one, other) or _cut_out_of(one, other) or _cut_out_of(other, one)


def _same_but_for_edges(one: str, other: str) -> bool:
    browsers = {found[0] for name in (one, other) if (found := _BROWSERS.search(name))}
    short, long = sorted((_BROWSERS.sub("", one), _BROWSERS.sub("", other)), key=len)
    if len(browsers) > 1 or short.count("-") < 2:
        return False
    leading = long.removesuffix(short)
    return short == long or (leading != long and leading[-1] == "-" and leading.count("-") < 4)


def _cut_out_of(cut: str, whole: str) -> bool:
    found = _HASHED.match(cut)
    if not found or len(cut) < 40:
        return False
    head, tail = found.groups()
    return whole.startswith(head) and whole.endswith((tail, tail.rpartition("-")[0] or tail))
