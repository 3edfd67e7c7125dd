"""What bears a class that the locator names, under the prefix that the page's classes have now."""

from __future__ import annotations

from collections import Counter

from selfheal_cli.dom.class_names import prefix_of, renamed
from selfheal_cli.matching.view import View
from selfheal_cli.matching.wanted import Wanted
from selfheal_cli.matching.words import plain

# A word that so many classes begin with is what somebody put before all of theirs.
_COMMON = 6


def bearing(view: View, meant: Wanted) -> list[int]:
    """The elements with the one class that says what the last link's class says; none where the
    page still has that class, or where they do not say what the locator says they do."""
    bearers = view.bearers
    named = meant.link.classes
    if not named or any(name in bearers for name in named):
        return []
    common = Counter(prefix_of(name) for name in bearers)
    heirs = {
        now for name in named for now in bearers
        if common[prefix_of(now)] >= _COMMON and renamed(name, now)
    }  # fmt: skip
    return _saying(view, bearers[heirs.pop()], meant) if len(heirs) == 1 else []


def _saying(view: View, rows: list[int], meant: Wanted) -> list[int]:
    said = [plain(text) for text in (*meant.texts, *meant.inner)]
    return [row for row in rows if all(text in plain(view.walk.text(row)) for text in said)]
