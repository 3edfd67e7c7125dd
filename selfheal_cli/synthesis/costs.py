"""What each way of writing a locator costs: named constants and the measures built on them.

Costs compare spellings of one element and never say which element it is. Inside one strategy the
scale is that of "parts changed"; between strategies it follows the order in which people repair
locators (FIELD figures in docs/synthesis.md) and Playwright's own generator.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Indel

from selfheal_cli.synthesis.class_words import ClassKind, class_kind
from selfheal_cli.synthesis.generated import looks_generated
from selfheal_cli.synthesis.paths import Compound, Part, PartKind, Path

GENERATED = 120.0
GENERATED_AGAIN = 45.0
STATE = 18.0
LOOK = 20.0
UTILITY = 12.0
LIBRARY = 8.0
REPLACE = 4.0
REWORD = 10.0
# A short name is said whole: what is left of it breaks off in the middle of what it says.
CUT_OFF = 3.0
SAME_KIND = 4.0
RENAME = 6.0
POSITION = 26.0
NTH = 40.0
FARTHER_PLACE = 0.5
# The author counted these very elements: there is one more before it now, or one less.
RECOUNT = 4.0
RELAX = 2.0
# A bare level that stands as it was written stays; one that no longer does says next to nothing.
DROP_LEVEL = 2.0
LOOSE_LEVEL = 1.0
WILDCARD = 6.0
FAMILIAR = 5.0
NAME_ONLY = 18.0
HOLLOW = 25.0
NEW_PATH = 14.0
TAG_TOO = 3.0
PLACE_TOO = 4.0
UNNAMED = 12.0
LEAST_PATH = 6.0
ANCHOR = 5.0
LOST_PARAMETER = 500.0
CHAIN_LINK = 34.0
WITHOUT_FILTER = 5.0
SAID_TWICE = 12.0
UNSCOPED_PLACE = 10.0
TAUTOLOGY = 150.0

_CLASSES = {
    ClassKind.STATE: STATE,
    ClassKind.LOOK: LOOK,
    ClassKind.UTILITY: UTILITY,
    ClassKind.LIBRARY: LIBRARY,
    ClassKind.OWN: 0.0,
}

ADD = {
    PartKind.ID: 8.0,
    PartKind.CLASS: 12.0,
    PartKind.ATTRIBUTE: 12.0,
    PartKind.TEXT: 12.0,
    PartKind.TAG: 6.0,
    PartKind.POSITION: POSITION,
    PartKind.OTHER: 30.0,
}
DROP = {
    PartKind.ID: 9.0,
    PartKind.CLASS: 8.0,
    PartKind.ATTRIBUTE: 8.0,
    PartKind.TEXT: 9.0,
    PartKind.TAG: 3.0,
    PartKind.POSITION: 3.0,
    PartKind.OTHER: 12.0,
}
TEST_ATTRIBUTE = 6.0
ATTRIBUTE_ADD = {
    "name": 8.0,
    "aria-label": 9.0,
    "placeholder": 9.0,
    "for": 10.0,
    "type": 22.0,
    "role": 12.0,
    "value": 13.0,
    "href": 12.0,
}


_FOR_TESTS = re.compile(r"data-(test|cy|qa|pw|e2e|automation)([-_]?id|[-_]\w+)?$")


def unlike(old: str, new: str) -> float:
    """0 for equal texts to 1 for wholly different ones."""
    return 1.0 - float(Indel.normalized_similarity(old.lower(), new.lower()))


# The spellings that compete for an element are made of the same few parts.
@lru_cache(maxsize=4096)
def fragile(part: Part) -> float:
    """What a part adds because the next release is likely to change it."""
    cost = max(0, len(part.value) - 28) / 4
    if part.kind in (PartKind.ID, PartKind.CLASS, PartKind.ATTRIBUTE) and looks_generated(
        part.value
    ):
        cost += GENERATED
    if part.kind is PartKind.ATTRIBUTE and _says_a_state(part):
        cost += STATE
    return cost + (_CLASSES[class_kind(part.value)] if part.kind is PartKind.CLASS else 0.0)


def _says_a_state(part: Part) -> bool:
    """Whether the attribute changes while the page is used: `aria-busy=true`, `data-state=open`."""
    noted = part.name.startswith(("data-", "aria-")) and class_kind(part.value) is ClassKind.STATE
    return noted or part.value in ("true", "false")


def likewise(old: Part, new: Part) -> float:
    """What a made-up value costs less where the author's own one was made up for the build."""
    keyed = old.kind is new.kind and old.kind in (PartKind.ID, PartKind.CLASS)
    both = keyed and looks_generated(old.value) and looks_generated(new.value)
    return GENERATED - GENERATED_AGAIN if both else 0.0


@lru_cache(maxsize=4096)
def adding(part: Part) -> float:
    """The cost of a part the author did not write."""
    if for_tests(part):
        return TEST_ATTRIBUTE + fragile(part)
    base = ATTRIBUTE_ADD.get(part.name, ADD[part.kind]) if part.name else ADD[part.kind]
    return base + fragile(part)


def for_tests(part: Part) -> bool:
    """Whether it is an attribute that is there for tests, and so says the element by itself."""
    return part.kind is PartKind.ATTRIBUTE and bool(_FOR_TESTS.match(part.name))


def brittle(path: Path) -> float:
    """How much a path leans on structure: its length, bare tags and positions."""
    length = 1.5 * max(0, len(path) - 2)
    return sum(_leaning(compound) for compound in path) + length


def keyless(path: Path) -> bool:
    """Whether nothing but names and places is said: such a path hits alone by luck."""
    return all(_is_weak(part, compound) for compound in path for part in compound.parts)


def _is_weak(part: Part, compound: Compound) -> bool:
    """Whether a part says a name or a place, or what the name says: `button[type=button]`."""
    if part.kind is PartKind.ATTRIBUTE:
        return any(one.kind is PartKind.TAG and one.value == part.value for one in compound.parts)
    return part.kind in (PartKind.TAG, PartKind.POSITION)


def hollow(path: Path) -> float:
    """What a path costs more that names nothing but boxes (`div > div`): every page is full of
    them, and which one is first changes with anything around."""
    names = (part for compound in path for part in compound.parts)
    boxes = all(part.kind is PartKind.TAG and part.value in ("div", "span") for part in names)
    return HOLLOW if boxes else 0.0


def _leaning(compound: Compound) -> float:
    positions, bare = 0, True
    for part in compound.parts:
        positions += part.kind is PartKind.POSITION
        bare = bare and part.kind is PartKind.TAG
    return 4.0 * positions + (1.5 if bare else 0.0)
