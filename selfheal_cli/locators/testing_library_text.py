"""How Testing Library compares a text: trimmed and collapsed, exact unless told otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from selfheal_cli.locators.budget import Budget
from selfheal_cli.locators.regex import pattern_test
from selfheal_cli.model import Pattern, Step, Value

Matches: TypeAlias = Callable[[str], bool]

# What `trim` and `\s` take for white space in JavaScript.
SPACES = " \t\n\r\f\v\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_RUN = re.compile(f"[{SPACES}]+")


def text_test(step: Step) -> Matches:
    """The comparison that a text-like step states. The text of the page is normalised, the one
    that is looked for is not. Raises LocatorSyntaxError."""
    normalise = _normaliser(step)
    compare = value_test(step.value, step.option("exact", True) is not False)
    return lambda actual: compare(normalise(actual))


def value_test(wanted: Value, exact: bool = True) -> Matches:
    """Equal, contained (whatever the case) or matched."""
    if isinstance(wanted, Pattern):
        return pattern_test(wanted, Budget())
    if exact:
        return lambda actual: actual == wanted
    folded = wanted.lower()
    return lambda actual: folded in actual.lower()


def _normaliser(step: Step) -> Callable[[str], str]:
    trims = step.option("trim", True) is not False
    collapses = step.option("collapse", True) is not False

    def normalise(text: str) -> str:
        text = text.strip(SPACES) if trims else text
        return _RUN.sub(" ", text) if collapses else text

    return normalise
