"""What changed in the page, shared by the repairs it led to, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from hashlib import blake2b

from selfheal_cli.model import Cause, Kind, Locator, Outcome, Repair, Step

_SHOWN = 60
_CLASS = re.compile(r"(?:\.|\bclass=)([\w-]+)")
_QUOTED = re.compile(r"[\"']([\w-]{3,})[\"']")
_PATHS = ("css", "xpath")
_LAST_TAG = re.compile(
    r"(?:^|[\s>+~/])([a-z][a-z0-9]*(?:-[a-z0-9-]+)?)(?:[.#:][\w-]+|\[[^\[\]]*\])*$"
)
_LEAST_SHARED = 3
# Which of an element's features a locator may state, those that it states most exactly first, and
# what they are called when there are several.
_STATED = {
    "test id": "test ids", "id": "ids", "name attribute": "names", "placeholder": "placeholders",
    "title": "titles", "text": "texts", "accessible name": "texts", "address": "addresses",
}  # fmt: skip
_NOUNS = {
    "link": r"\blink\b|(?<![\w#.-])a(?![\w-])", "heading": r"\bheading\b|(?<![\w#.-])h[1-6]\b",
    "list entry": r"\blistitem\b|(?<![\w#.-])li(?![\w-])", "image": r"\bimg\b",
    "cell": r"\bcell\b|(?<![\w#.-])td\b", "row": r"\brow\b|(?<![\w#.-])tr\b",
    "text field": r"\btextbox\b|\btextarea\b|\binput\b", "textbox": r"\btextbox\b|\binput\b",
    "paragraph": r"(?<![\w#.-])p(?![\w-])",
}  # fmt: skip
_PLURALS = {"list entry": "list entries", "textbox": "text fields", "element": "other elements",
            "combobox": "comboboxes", "checkbox": "checkboxes", "listbox": "listboxes"}  # fmt: skip
# Evidence of which only guesses by a locator's words speak, and how likely one must be to say what
# changed by it.
_GUESSED = frozenset(("identifiers", "ancestors", "variable", "expected text"))
_LIKELIER = 0.5
# What a locator must say to state that feature at all.
_SAYING = {
    "title": ("title", "alt"),
    "placeholder": ("placeholder",),
    "address": ("href", "action"),
}


_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """One thing that is no longer as a locator states it: `key` is the same for alike changes.
    `known`: the two pages tell it."""

    key: _Key
    words: str
    known: bool = True


def with_causes(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes, each repair with its cause. Of what changed about an element that is taken
    which explains most repairs; repairs of one place have one cause."""
    repairs = [one for one in outcomes if isinstance(one, Repair)]
    changes = [_changes(one) for one in repairs]
    common = Counter(change.key for each in changes for change in each)
    chosen = [max(each, key=lambda change: common[change.key]) for each in changes]
    by_place = _one_for_each_place(repairs, chosen, common)
    told = {id(one): _cause(change) for one, change in zip(repairs, by_place, strict=True)}
    return tuple(
        replace(one, cause=told[id(one)]) if isinstance(one, Repair) else one for one in outcomes
    )


def _one_for_each_place(
    repairs: Sequence[Repair], chosen: Sequence[_Change], common: Mapping[_Key, int]
) -> list[_Change]:
    """Repairs that share an edit get the same change: the commonest of those that it alone
    repaired, where there are such."""
    at: dict[tuple[str, int, int], list[tuple[int, _Change]]] = {}
    firsts = [
        min(((e.path, e.start, e.end) for e in one.edits), default=(one.failure.id, 0, 0))
        for one in repairs
    ]
    for place, one, change in zip(firsts, repairs, chosen, strict=True):
        at.setdefault(place, []).append((len(one.edits), change))
    best = {place: _commonest(each, common) for place, each in at.items()}
    return [best[place] for place in firsts]


def _commonest(each: Sequence[tuple[int, _Change]], common: Mapping[_Key, int]) -> _Change:
    ranked = ((change.known, -edits, common[change.key], change.key) for edits, change in each)
    return max(zip(ranked, each, strict=True), key=lambda pair: pair[0])[1][1]


def _cause(change: _Change) -> Cause:
    seed = "\0".join(change.key).encode("utf-8", "surrogatepass")
    return Cause(blake2b(seed, digest_size=5).hexdigest(), change.words)


def _changes(repair: Repair) -> list[_Change]:
    """What the old locator states that is not so any more; at least one change. Links that stay
    as they are state what still holds: the same change for all that had the same link rewritten,
    wherever they led from there."""
    text = _rewritten(repair) or _text(repair.failure.locator)
    rows = {row.feature: (row.old, row.new) for row in repair.candidate.features}
    if not _GUESSED.isdisjoint(rows) and repair.candidate.probability < _LIKELIER:
        return [_not_found(repair, text)]
    found = [
        _value_changed(kind, *rows[feature])
        for feature, kind in _STATED.items()
        if feature in rows and _breaks(text, feature, *rows[feature])
    ]
    old, new = rows.get("kind", ("", ""))
    if old and new and old != new and re.search(_NOUNS.get(old, rf"\b{re.escape(old)}\b"), text):
        found.append(_Change(("kind", old, new), f"{_plural(old)} became {_plural(new)}"))
    found += _classes_changed(text, *rows.get("classes", ("", "")))
    compared = bool(old) or any(rows[feature][0] for feature in _STATED if feature in rows)
    if not found and compared:
        found = _retagged(repair)
    if found:
        return found
    if compared and repair.diagnosis.kind is Kind.AMBIGUOUS:
        return [_several(repair, text)]
    return [_moved(repair, text) if compared else _not_found(repair, text)]


def _text(locator: object) -> str:
    if not isinstance(locator, Locator):
        return ""
    return " ".join(map(_said, locator.steps))


def _said(step: Step) -> str:
    return " ".join(
        (f"{step.strategy}={step.value!s}", *(f"{name}={value}" for name, value in step.options))
    )


def _breaks(text: str, feature: str, old: str, new: str) -> bool:
    """Whether a locator of this text states the old value, or a part of it that is gone."""
    if not old or old == new or (feature == "accessible name" and not new):
        return False
    if not any(word in text for word in _SAYING.get(feature, ("",))):
        return False
    return old in text or any(part in old and part not in new for part in _values(text))


def _values(text: str) -> Iterable[str]:
    """The values in a locator's text that are long enough to mean something."""
    parts = (part.strip() for part in re.split(r"[\"\[\]=#>|^$*~()]+", text))
    return (part for part in parts if len(part) > _LEAST_SHARED)


def _shared(old: str, new: str) -> tuple[int, int]:
    """How many characters both begin with, and how many of the rest both end with."""
    least = min(len(old), len(new))
    start = next((i for i in range(least) if old[i] != new[i]), least)
    end = next((i for i in range(least - start) if old[-1 - i] != new[-1 - i]), least - start)
    return start, end


def _value_changed(kind: str, old: str, new: str) -> _Change:
    one = kind.removesuffix("es") if kind == "addresses" else kind.removesuffix("s")
    if not new:
        return _Change((kind, old, ""), f"the {one} `{_short(old)}` is gone")
    if swapped := _swapped(old, new):
        gone, come = swapped
        return _Change((kind, gone, come), f"in {kind} `{_short(gone)}` became `{_short(come)}`")
    start, end = _shared(old, new)
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    where = "beginning" if start == 0 else "ending"
    longer, joint = max(old, new, key=len), start or len(gone or come)
    apart = max(start, end) >= _LEAST_SHARED and not (start and end) and not (gone and come)
    if apart and _is_joint(longer[joint - 1 : joint + 1]):
        what, did = (gone, "lost their") if gone else (come, "got the")
        return _Change((kind, gone, come, where), f"{kind} {did} {where} `{_short(what)}`")
    return _Change((kind, old, new), f"the {one} `{_short(old)}` became `{_short(new)}`")


def _is_joint(pair: str) -> bool:
    """Whether one word ends and another begins between the two characters: `e_`, `eN`."""
    return not pair.isalnum() or (pair[:1].islower() and pair[1:].isupper())


def _swapped(old: str, new: str) -> tuple[str, str] | None:
    """The one part that stands for another wherever the two differ, if most is the same."""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    parts = {(old[a:b], new[c:d]) for tag, a, b, c, d in steps if tag != "equal"}
    same = sum(b - a for tag, a, b, _, _ in steps if tag == "equal")
    if len(parts) != 1 or same < max(_LEAST_SHARED, len(old) // 2):
        return None
    gone, come = parts.pop()
    return (gone, come) if gone and come else None


def _classes_changed(text: str, old: str, new: str) -> list[_Change]:
    """The classes that the locator names, or a part of, and that the element lost."""
    whole, quoted = set(_CLASS.findall(text)), _QUOTED.findall(text)
    lost = (name for name in old.split() if name not in new.split())
    gone = [name for name in lost if name in whole or any(part in name for part in quoted)]
    if not gone:
        return []
    what = "class" if len(gone) == 1 else "classes"
    listed = ", ".join(f"`{_short(name)}`" for name in gone)
    are = "is" if len(gone) == 1 else "are"
    return [_Change(("classes", *gone), f"the {what} {listed} {are} gone")]


def _retagged(repair: Repair) -> list[_Change]:
    """The tag that the locator's last compound states and the element no longer has."""
    last = next(
        (str(one.value) for one in reversed(_replaced(repair)) if one.strategy in _PATHS), ""
    )
    stated = _LAST_TAG.search(last)
    new = repair.candidate.fingerprint.tag
    if not stated or stated[1] == new:
        return []
    return [_Change(("tag", stated[1], new), f"`<{stated[1]}>` became `<{new}>`")]


def _moved(repair: Repair, text: str) -> _Change:
    """Nothing that the locator says of the element itself: what is around it."""
    words = f"what stands around `{_named(repair)}` is arranged anew"
    return _Change(("around", text), words)


def _several(repair: Repair, text: str) -> _Change:
    """The element is as it was, and others have come that the locator does not tell from it."""
    return _Change(("several", text), f"`{_named(repair)}` is no longer the only one that answers")


def _named(repair: Repair) -> str:
    shown = repair.candidate.fingerprint
    return _short(shown.name or shown.text or f"<{shown.tag}>")


def _rewritten(repair: Repair) -> str:
    """The text of the steps that the repair replaces by others."""
    return " ".join(map(_said, _replaced(repair)))


def _replaced(repair: Repair) -> Sequence[Step]:
    locator, proposal = repair.failure.locator, repair.proposal
    if not isinstance(locator, Locator):
        return ()
    old, new = list(locator.steps[proposal.start : proposal.stop]), list(proposal.steps)
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return old


def _not_found(repair: Repair, text: str) -> _Change:
    """There is no page of a passing run that could tell what changed."""
    locator = repair.failure.locator
    steps = _replaced(repair) or (locator.steps if isinstance(locator, Locator) else ())
    named = str(steps[-1].value) if steps else ""
    words = f"nothing answers to `{_short(named)}` any more"
    return _Change(("not found", text), words, known=False)


def _plural(noun: str) -> str:
    return _PLURALS.get(noun, f"{noun}s")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
