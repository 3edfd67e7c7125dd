"""Classes that were given another prefix: `ui-menu__item`, `app-menu__item`."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
# So many words beside the prefix tell one class from another.
_TELLING = 2


@lru_cache(maxsize=16384)
def _words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(name.lower()))


def prefix_of(name: str) -> str:
    """The first of several words, "" where there is only one."""
    found = _words(name)
    return found[0] if len(found) > 1 else ""


def only_prefixed_anew(old: str, new: str) -> bool:
    """Whether all words but the first are the same, in the same order."""
    before, now = _words(old), _words(new)
    return len(before) > 1 and before != now and before[1:] == now[1:]


def renamed(old: str, new: str) -> bool:
    """Whether the new name says all that the old one said beside its prefix, ends alike, and
    adds one word at most."""
    before, now = _words(old), _words(new)
    told = before[1:]
    if old == new or len(told) < _TELLING or told[-1:] != now[-1:]:
        return False
    return set(told) <= set(now) and len(set(now).difference(before)) <= 1
