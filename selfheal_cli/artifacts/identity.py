"""When two names, written by different tools, mean the same test."""

from __future__ import annotations

import re

# pytest joins path and test by "::", JUnit writes the path as a dotted module, pytest-playwright
# and Playwright Test slug it for a folder's name: what all keep are the words in their order.
_EXTENSION = re.compile(
    r"(?:[.-](?:spec|test|e2e|cy))?[.-](?:py|tsx?|jsx?|mjs|cjs|mts|cts)(?=$|::|:\d|[-\s›>])"
)
_WORDS = re.compile(r"[^\W_]+")
_POSITION = re.compile(r":\d+(?::\d+)?(?=\s*(?:›|$))")
_RETRY = re.compile(r"-retry(\d+)$")
_BROWSERS = re.compile(
    r"chromium|firefox|webkit|chrome|google|msedge|edge|safari|desktop|mobile|tablet|iphone|ipad"
    r"|pixel|galaxy|landscape|pro|plus|mini|max|headless|headed|\d+"
)
_HASHED = re.compile(r"^(.+)-[0-9a-f]{5,7}-(.+)$")


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
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    return _is_part(short, long) or _cut_out_of(one, other) or _cut_out_of(other, one)


def _is_part(short: str, long: str) -> bool:
    if short.count("-") < 2:
        return False
    before, found, after = f"-{long}-".partition(f"-{short}-")
    return bool(found) and before.count("-") < 4 and _is_browser(after.strip("-"))


def _is_browser(words: str) -> bool:
    return all(_BROWSERS.fullmatch(word) for word in words.split("-") if word)


def _cut_out_of(cut: str, whole: str) -> bool:
    found = _HASHED.match(cut)
    if not found or len(cut) < 40:
        return False
    head, tail = found.groups()
    return whole.startswith(head) and whole.endswith((tail, tail.rpartition("-")[0] or tail))
