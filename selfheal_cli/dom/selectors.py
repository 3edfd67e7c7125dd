"""The CSS selectors of style sheets, parsed (Selectors Level 4, as far as sheets decide names and
visibility)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from selfheal_cli.dom.csstext import unescaped

_ESCAPED = r"\\(?:[0-9a-fA-F]{1,6}[ \t\n\f\r]?|[^\n0-9a-fA-F])"
_IDENT = rf"(?:--|-?(?:[_a-zA-Z]|[^\x00-\x7f]|{_ESCAPED}))(?:[\w-]|[^\x00-\x7f]|{_ESCAPED})*"
_NAME = re.compile(rf"[.#]{_IDENT}")
_UNPLAIN = re.compile(r"""[(\["'\\|&]""")
_BRACKET = re.compile(r"(?<!\\)[(\[]")
_SIMPLE = re.compile(
    rf"""(?P<tag>\*|{_IDENT})
    |\#(?P<id>{_IDENT})
    |\.(?P<class>{_IDENT})
    |\[\s*(?P<name>{_IDENT})\s*
        (?:(?P<op>[~|^$*]?=)\s*(?P<value>"[^"]*"|'[^']*'|{_IDENT})\s*(?P<fold>i\s*)?)?\]
    |(?P<pseudo>::?[\w-]+)(?P<call>\()?""",
    re.X,
)
_COMBINATOR = re.compile(r"\s*([>+~])\s*|\s+")
_STEP = re.compile(r"\s*(?:([+-]?\d*)n\s*(?:([+-])\s*(\d+))?|([+-]?\d+))\s*", re.I)
# States that a page at rest is not in, and boxes that are no elements.
_MOMENTARY = re.compile(
    r":(?:hover|active|focus|target|visited|-webkit-|-moz-|-ms-|:|host|slotted|fullscreen|modal)"
)
_BOXES = {":before": "before", "::before": "before", ":after": "after", "::after": "after"}
_WORDED = frozenset(("not", "is", "where", "matches", "any"))
_COUNTED = frozenset(("nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type"))
_FIRSTS = {
    "first-child": ("nth-child",),
    "last-child": ("nth-last-child",),
    "only-child": ("nth-child", "nth-last-child"),
    "first-of-type": ("nth-of-type",),
    "last-of-type": ("nth-last-of-type",),
    "only-of-type": ("nth-of-type", "nth-last-of-type"),
}
_STATES = frozenset(
    """any-link checked disabled empty enabled link optional placeholder-shown read-only read-write
    required""".split()  # noqa: SIM905
)
_LONGEST = 10_000
_MOST_PARTS = 20
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Step:
    """A counting pseudo-class: positions `every` * n + `start`, n from 0."""

    name: str
    every: int
    start: int


@dataclass(frozen=True, slots=True)
class Compound:
    """Simple selectors that one element must fulfil at once. `states`: (pseudo-class, argument);
    `any_of`: of each list one selector must match; `excluded`: none may."""

    tag: str = ""
    identifier: str = ""
    classes: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str, str, bool], ...] = ()
    steps: tuple[Step, ...] = ()
    states: tuple[tuple[str, str], ...] = ()
    any_of: tuple[tuple[Selector, ...], ...] = ()
    excluded: tuple[Selector, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether an element's name, id and classes decide."""
        return not (self.attributes or self.steps or self.states or self.any_of or self.excluded)


_Specificity = tuple[int, int, int]


@dataclass(frozen=True)
class Selector:
    """Compounds from right to left, each with the combinator that leads to it. `sure`: false
    where a part was left out that could make it match less. `box`: "before" or "after" where it
    means a generated box. `key`: what the index files it by; `needs`: the keys that a page must
    have somewhere for a match."""

    parts: tuple[tuple[str, Compound], ...]
    specificity: _Specificity
    sure: bool
    box: str
    key: str
    needs: frozenset[str]

    @cached_property
    def plain(self) -> bool:
        """Whether names, ids and classes of an element and those around it alone decide."""
        return self.upwards and all(one.plain for _, one in self.parts)

    @cached_property
    def upwards(self) -> bool:
        """Whether it asks for nothing but an element and those around it."""
        return all(kind in ("", " ", ">") for kind, _ in self.parts)


@dataclass(slots=True)
class _Reading:
    """Where in a complex selector the parser is, and what it has gathered."""

    text: str
    depth: int
    position: int = 0
    sure: bool = True
    box: str = ""
    specificity: _Specificity = (0, 0, 0)

    def add(self, ids: int = 0, classes: int = 0, tags: int = 0) -> None:
        one, two, three = self.specificity
        self.specificity = (one + ids, two + classes, three + tags)


@dataclass(slots=True)
class _Parts:
    """A compound selector in the making."""

    tag: str = ""
    identifier: str = ""
    classes: set[str] = field(default_factory=set)
    attributes: list[tuple[str, str, str, bool]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    states: list[tuple[str, str]] = field(default_factory=list)
    any_of: list[tuple[Selector, ...]] = field(default_factory=list)
    excluded: list[Selector] = field(default_factory=list)

    def done(self) -> Compound:
        return Compound(
            self.tag,
            self.identifier,
            frozenset(self.classes),
            tuple(self.attributes),
            tuple(self.steps),
            tuple(self.states),
            tuple(self.any_of),
            tuple(self.excluded),
        )


def alternatives(text: str) -> list[str]:
    """The selectors of a selector list, as text."""
    return _split(text) if len(text) <= _LONGEST else []


def nested(text: str, outer: str) -> str:
    """A selector list that stands in a rule of the list `outer`, as one that stands in none
    (CSS Nesting 1, 3); "" where it gets longer than anyone writes."""
    if len(text) + len(outer) > _LONGEST or text.count("&") * len(outer) > _LONGEST:
        return ""
    around = f":is({outer})"
    return ",".join(
        one.replace("&", around) if "&" in one else f"{around} {one}" for one in _split(text)
    )


@lru_cache(maxsize=16384)
def names_in(text: str) -> frozenset[str]:
    """The ids ("#a") and classes (".a") of a selector without which nothing matches it."""
    if "[" in text or "(" in text:
        text = _BRACKET.split(text, maxsplit=1)[0]
    return frozenset(map(_plain, _NAME.findall(text)))


def all_names(text: str) -> frozenset[str]:
    """The ids ("#a") and classes (".a") anywhere in selectors."""
    return frozenset(map(_plain, _NAME.findall(text)))


def key_in(text: str) -> str:
    """What an element must have to match a selector, told without reading it: an id ("#a"), a
    class (".a"), a name, or "*" for nothing; "" where it takes reading to tell."""
    words = text.split()
    if not words or _UNPLAIN.search(text):
        return ""
    compound = words[-1]
    for combinator in ">+~":
        compound = compound.rpartition(combinator)[2]
    compound = compound.partition(":")[0]
    if "#" in compound:
        return "#" + compound.rpartition("#")[2].partition(".")[0]
    name, dot, classes = compound.partition(".")
    return dot + classes.partition(".")[0] if dot else name.lower() or "*"


# Most selectors are read for every page of a run.
@lru_cache(maxsize=16384)
def parse_selector(text: str) -> Selector | None:
    """A selector; None where it cannot be understood, or cannot hold in a page at rest."""
    return _parse(text, 0)


def _split(text: str) -> list[str]:
    """At the commas that stand in no brackets."""
    if "(" not in text and "[" not in text:
        return text.split(",")
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character == "," and depth <= 0:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def _parse(text: str, depth: int) -> Selector | None:
    reading = _Reading(text.strip(), depth)
    parts: list[tuple[str, Compound]] = []
    combinator = ""
    while True:
        compound = _compound(reading)
        if compound is None:
            return None
        parts.append((combinator, compound))
        if reading.position >= len(reading.text):
            break
        found = _COMBINATOR.match(reading.text, reading.position)
        if found is None or reading.box or len(parts) == _MOST_PARTS:
            return None
        combinator = found[1] or " "
        reading.position = found.end()
    keys = [_key(compound) for _, compound in parts]
    return Selector(
        _leftwards(parts), reading.specificity, reading.sure, reading.box, keys[-1], frozenset(keys)
    )


def _leftwards(parts: list[tuple[str, Compound]]) -> tuple[tuple[str, Compound], ...]:
    """`a > b c` as (c), then (" ", b), then (">", a)."""
    combinators = ["", *(combinator for combinator, _ in reversed(parts[1:]))]
    compounds = [compound for _, compound in reversed(parts)]
    return tuple(zip(combinators, compounds, strict=True))


def _key(compound: Compound) -> str:
    if compound.identifier:
        return "#" + compound.identifier
    if compound.classes:
        return "." + min(compound.classes)
    return compound.tag or "*"


def _compound(reading: _Reading) -> Compound | None:
    start = reading.position
    parts = _Parts()
    while found := _SIMPLE.match(reading.text, reading.position):
        reading.position = found.end()
        if found["tag"] is not None:
            if found.start() != start:
                return None
            parts.tag = "" if found["tag"] == "*" else _plain(found["tag"]).lower()
            reading.add(tags=bool(parts.tag))
        elif found["id"] is not None:
            parts.identifier = _plain(found["id"])
            reading.add(ids=1)
        elif found["class"] is not None:
            parts.classes.add(_plain(found["class"]))
            reading.add(classes=1)
        elif found["name"] is not None:
            parts.attributes.append(_attribute(found))
            reading.add(classes=1)
        elif not _pseudo(found, parts, reading):
            return None
    return None if reading.position == start else parts.done()


def _pseudo(found: re.Match[str], parts: _Parts, reading: _Reading) -> bool:
    """Reads a pseudo-class or a generated box; false where the selector cannot hold."""
    pseudo = found["pseudo"].lower()
    argument = _argument(reading) if found["call"] else ""
    if pseudo in _BOXES and not argument:
        reading.box = _BOXES[pseudo]
        reading.add(tags=1)
        return True
    if argument is None or _MOMENTARY.match(pseudo):
        return False
    name = pseudo.lstrip(":")
    if name in _WORDED:
        return _selecting(name, argument, parts, reading)
    reading.add(classes=1)
    if name == "root":
        parts.tag = "html"
    elif name in _FIRSTS:
        parts.steps.extend(Step(counted, 0, 1) for counted in _FIRSTS[name])
    elif name in _COUNTED:
        step = _counting(name, argument)
        parts.steps.extend([step] if step else [])
        reading.sure &= step is not None
    elif name in _STATES or name in ("dir", "lang"):
        parts.states.append((name, argument.strip().lower()))
    else:
        reading.sure = False
    return True


def _argument(reading: _Reading) -> str | None:
    """What stands in the brackets that have just been opened; None where they do not close."""
    depth, start = 1, reading.position
    for place in range(start, len(reading.text)):
        depth += {"(": 1, ")": -1}.get(reading.text[place], 0)
        if not depth:
            reading.position = place + 1
            return reading.text[start:place]
    return None


def _selecting(name: str, argument: str, parts: _Parts, reading: _Reading) -> bool:
    """`:not()`, `:is()` and their like. A selector that cannot hold in a page at rest excludes
    nothing, and is none that could match."""
    read = (
        []
        if reading.depth == _DEEPEST
        else [_parse(p, reading.depth + 1) for p in _split(argument)]
    )
    inner = [selector for selector in read if selector is not None and not selector.box]
    if not read or (name == "not" and any(not selector.sure for selector in inner)):
        reading.sure = False
        inner = [selector for selector in inner if selector.sure]
    elif name == "not" and len(inner) < len(read) and not _at_rest(argument):
        reading.sure = False
    if name != "where" and inner:
        reading.add(*max(selector.specificity for selector in inner))
    if name == "not":
        parts.excluded.extend(inner)
        return True
    reading.sure &= all(selector.sure for selector in inner)
    parts.any_of.append(tuple(inner))
    return bool(inner)


def _at_rest(argument: str) -> bool:
    """Whether what could not be read are states that a page at rest is not in."""
    lost = (part.strip() for part in _split(argument) if _parse(part, _DEEPEST) is None)
    return all(_MOMENTARY.search(part) for part in lost)


def _counting(name: str, argument: str) -> Step | None:
    word = {"odd": "2n+1", "even": "2n"}.get(argument.strip().lower(), argument)
    found = _STEP.fullmatch(word)
    if found is None:
        return None
    if found[4] is not None:
        return Step(name, 0, int(found[4]))
    every = int(found[1] + "1" if found[1] in ("", "+", "-") else found[1])
    return Step(name, every, int(f"{found[2]}{found[3]}") if found[3] else 0)


def _attribute(found: re.Match[str]) -> tuple[str, str, str, bool]:
    value = found["value"] or ""
    if value[:1] in ("'", '"'):
        value = value[1:-1]
    return _plain(found["name"]).lower(), found["op"] or "", _plain(value), bool(found["fold"])


def _plain(text: str) -> str:
    return unescaped(text) if "\\" in text else text
