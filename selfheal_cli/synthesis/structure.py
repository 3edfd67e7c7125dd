"""What steps lean on: an element's place in the page hits by luck, a made-up value for a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from selfheal_cli.model import Locator, OptionValue, Pattern, Step
from selfheal_cli.synthesis.costs import keyless
from selfheal_cli.synthesis.css_paths import CssPaths
from selfheal_cli.synthesis.generated import looks_generated
from selfheal_cli.synthesis.paths import Part, PartKind, Path, Syntax
from selfheal_cli.synthesis.xpath_paths import XPathPaths

_SYNTAXES: dict[str, Syntax] = {"css": CssPaths(), "xpath": XPathPaths()}
_PLACES = ("nth", "visible", "frame")
_COUNTING = re.compile(r":(?:nth|first|last|eq|lt|gt|even|odd)\b")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_VALUES = ("id", "name", "class", "testid")
_KEYS = (PartKind.ID, PartKind.CLASS, PartKind.ATTRIBUTE)
_SPOKEN = ("alt", "aria-label", "placeholder", "title", "value")


def only_structure(steps: Sequence[Step]) -> bool:
    """Whether every step is a path of names and places."""
    return all(_is_place(step) for step in steps)


def only_kind(steps: Sequence[Step]) -> bool:
    """Whether the one step is an element's bare name: `textarea`."""
    paths = [_path(step) for step in steps]
    return len(paths) == 1 and len(paths[0]) == 1 and paths[0][0].only_tag()


def places(steps: Sequence[Step]) -> int:
    """How many times the steps count: `nth`, `:nth-child(2)`, `[2]`, in nested locators too."""
    return sum(_counts(step) for step in steps)


def recounts(old: Sequence[Step], new: Sequence[Step]) -> bool:
    """Whether the new steps choose another place among the very elements that the old ones did."""
    both = bool(old) and bool(new) and old[-1].strategy == new[-1].strategy == "nth"
    return both and tuple(old[:-1]) == tuple(new[:-1]) and old[-1] != new[-1]


def made_up(steps: Sequence[Step]) -> set[str]:
    """The values among those the steps give that a program made up."""
    return {value for value in keys(steps) if looks_generated(value)}


def keys(steps: Sequence[Step]) -> set[str]:
    """The ids, classes and other attributes that the steps give; in nested locators too."""
    return {value for step in steps for value in _values(step)}


def words(steps: Sequence[Step]) -> Iterator[str]:
    """The texts that the steps give, as a user would read or hear them; in nested locators too."""
    for step in steps:
        if step.strategy in _SYNTAXES:
            yield from chain.from_iterable(_spoken(p) for c in _path(step) for p in c.parts)
        elif step.strategy not in (*_VALUES, *_PLACES, "role"):
            yield from _texts(step.value)
        for _, given in step.options:
            yield from _texts(given)


def _texts(given: OptionValue) -> Iterator[str]:
    match given:
        case Locator(steps=steps):
            yield from words(steps)
        case Pattern(source=source):
            yield source
        case str():
            yield given


def _spoken(part: Part) -> Iterator[str]:
    """The texts of a part; all that is quoted in one that is read as a whole."""
    if part.kind is PartKind.OTHER:
        yield from (one or two for one, two in _QUOTED.findall(part.source))
    elif part.kind is PartKind.TEXT or (part.kind is PartKind.ATTRIBUTE and part.name in _SPOKEN):
        yield part.value


def _values(step: Step) -> Iterator[str]:
    if step.strategy in _VALUES:
        yield str(step.value)
    yield from (part.value for c in _path(step) for part in c.parts if part.kind in _KEYS)
    for _, given in step.options:
        if isinstance(given, Locator):
            yield from chain.from_iterable(map(_values, given.steps))


def _is_place(step: Step) -> bool:
    if step.strategy in _PLACES:
        return True
    path = _path(step)
    return bool(path) and keyless(path)


def _counts(step: Step) -> int:
    nested = sum(places(v.steps) for _, v in step.options if isinstance(v, Locator))
    own = sum(_is_counted(part) for compound in _path(step) for part in compound.parts)
    return nested + own + (step.strategy == "nth")


def _is_counted(part: Part) -> bool:
    return part.kind is PartKind.POSITION or bool(_COUNTING.match(part.source))


def _path(step: Step) -> Path:
    """The step's selector as a path; empty where it is none."""
    syntax = _SYNTAXES.get(step.strategy)
    return (syntax.parse(str(step.value)) if syntax else None) or ()
