"""Robot Framework's own words: keywords that run others, and names as it compares them.

Facts: the User Guide, and the documentation of BuiltIn, 7.5.
"""

from __future__ import annotations

import re

RUNNERS = {
    "runkeyword": 0, "runkeywordandcontinueonfailure": 0, "runkeywordandexpecterror": 1,
    "runkeywordandignoreerror": 0, "runkeywordandreturn": 0, "runkeywordandreturnif": 1,
    "runkeywordandreturnstatus": 0, "runkeywordandwarnonfailure": 0,
    "runkeywordifalltestspassed": 0, "runkeywordifanytestsfailed": 0, "runkeywordiftestfailed": 0,
    "runkeywordiftestpassed": 0, "runkeywordiftimeoutoccurred": 0, "waituntilkeywordsucceeds": 2,
    "repeatkeyword": 1,
}  # fmt: skip
"""Keywords that run the one which their arguments name, and how many come before it."""
BRANCHING = frozenset({"runkeywordif", "runkeywordunless"})
"""Those with a condition and further branches behind `ELSE IF` and `ELSE`."""
SETTING = {
    "setlocalvariable": False, "settaskvariable": True, "settestvariable": True,
    "setsuitevariable": True, "setglobalvariable": True,
}  # fmt: skip
"""Keywords that set a variable by its name, and whether other keywords then see it."""
STRATEGIES = frozenset(
    """id name xpath css link partiallink class tag identifier dom jquery sizzle default data text
    chain accessibilityid android ios predicate image element""".split()  # noqa: SIM905
)
"""What stands before `=` in a locator more often than as an argument's name."""
_QUALIFIED = re.compile(r"([A-Za-z_][\w -]*(?:\.[A-Za-z_][\w -]*)*)\.(?=[^\W\d])")
_PREFIX = r"(?:given|when|then|and|but) "
KEYWORD = "keyword "
"""What tells a keyword's name from a variable's, which hold no space when compared."""


def folded(name: str) -> str:
    """A keyword's or variable's name without what Robot passes over: case, spaces, underscores."""
    return re.sub(r"[\s_]+", "", name).lower()


def variable(base: str) -> str:
    """A variable's name, whatever the sign before its braces."""
    return f"${{{folded(base)}}}"


def lead(name: str, prefixes: re.Pattern[str]) -> int:
    """How many characters of a keyword's name are a word like `Given` and its library's name."""
    found = prefixes.match(name)
    start = found.end() if found else 0
    qualified = _QUALIFIED.match(name, start)
    return qualified.end() if qualified else start


def prefixes_of(words: frozenset[str]) -> re.Pattern[str]:
    """What reads the words of behaviour-driven tests before a keyword."""
    every = "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))
    return re.compile(rf"(?:{every})\s+" if every else _PREFIX, re.IGNORECASE)
