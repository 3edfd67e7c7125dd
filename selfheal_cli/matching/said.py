"""What an element's attributes and own text say, as words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from selfheal_cli.matching.concepts import concepts
from selfheal_cli.matching.words import idents, joined, words

Bag = tuple[str, ...]
Attributes = tuple[tuple[str, str], ...]

TESTID = ("data-testid", "data-test-id", "data-test", "data-cy", "data-qa", "data-automation-id",
          "data-e2e", "data-selenium", "data-hook")  # fmt: skip
RECORDED = "__playwright"
_NOT_IDENTITY = frozenset(
    """class style href src title alt placeholder value type aria-label role tabindex width
    height d viewbox fill stroke points srcset sizes target rel method action maxlength
    autocomplete aria-hidden aria-expanded aria-selected aria-checked aria-disabled checked
    selected disabled required readonly xmlns focusable""".split()  # noqa: SIM905
)
SAYING = frozenset(("title", "alt", "placeholder", "aria-label"))
_IDS = frozenset(("id", "for", *TESTID))
_TESTIDS = frozenset(TESTID)


@lru_cache(maxsize=32768)
def spoken(items: Attributes, own: str) -> frozenset[str]:
    """The words that an element itself says or carries; what it is for as `@` words."""
    said: set[str] = set()
    if own:
        said.update(joined(words(own[:120])))
    for name, value in items:
        if name in SAYING:
            said.update(joined(words(value[:120])))
        elif name == "class":
            said.update(idents(value))
        elif name in ("href", "src"):
            said.update(words(value.partition("?")[0][-120:]))
    said.update(marks_of(items))
    said.update([f"@{concept}" for concept in concepts(said)])
    return frozenset(said)


@dataclass(frozen=True, slots=True)
class Said:
    """What an element's attributes say, in words. `marks`: of ids, names, test ids and data
    attributes; `identity`: the first of these and of the classes; `brief`: what an icon or an inner
    span is known by; `kept`: the attributes in a fixed order, without the recorder's."""

    attributes: Mapping[str, str]
    marks: Bag
    classes: Bag
    identity: Bag
    brief: Bag
    kept: Attributes


# Most elements of a run carry the same attributes as some other.
@lru_cache(maxsize=32768)
def said_of(items: Attributes) -> Said:
    """What these attributes say."""
    given = dict(items)
    marks, classes = marks_of(items), classes_of(given)
    title = (given.get("title") or given.get("alt") or "")[:60]
    source = given.get("src", "").rpartition("/")[2][:60]
    return Said(
        attributes=given,
        marks=marks,
        classes=classes,
        identity=bag((marks, classes), 12),
        brief=bag((marks, classes, words(title), words(source)), 10),
        kept=tuple(sorted(kv for kv in items if not kv[0].startswith(RECORDED))),
    )


@lru_cache(maxsize=32768)
def marks_of(items: Attributes) -> Bag:
    """The words of ids, names, test ids and data attributes."""
    found: list[str] = []
    for name, value in items:
        if name in _IDS:
            found += joined(idents(value[:200]))
        elif len(value) <= 100 and _may_identify(name):
            found += joined(idents(value))
    return tuple(dict.fromkeys(found))


def classes_of(attributes: Mapping[str, str]) -> Bag:
    """The words of the class attribute."""
    value = attributes.get("class")
    return _distinct(value) if value else ()


@lru_cache(maxsize=32768)
def _distinct(value: str) -> Bag:
    return tuple(dict.fromkeys(idents(value)))


def testid(attributes: Mapping[str, str]) -> str:
    """The element's test id; "" where it has none."""
    if _TESTIDS.isdisjoint(attributes):
        return ""
    return next((v for a in TESTID if (v := attributes.get(a))), "")


def _may_identify(name: str) -> bool:
    return name not in _NOT_IDENTITY and not name.startswith((RECORDED, "on", "aria-d"))


def bag(parts: Iterable[Bag], limit: int = 40) -> Bag:
    """The distinct words of several bags, at most `limit`."""
    found = dict.fromkeys(chain.from_iterable(parts))
    return tuple(found) if len(found) <= limit else tuple(found)[:limit]
