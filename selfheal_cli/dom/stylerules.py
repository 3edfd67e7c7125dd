"""Reads style sheets for the rules that set `display`, `visibility` or `text-transform`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from selfheal_cli.dom.selectors import Selector, parse_selectors

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_STRING = re.compile(r'"(?:\\.|[^"\\\n])*"' + r"|'(?:\\.|[^'\\\n])*'", re.S)
_DECLARATION = re.compile(
    r"(?:^|;)\s*(display|visibility|text-transform)\s*:\s*([a-z-]+)\s*(!\s*important)?\s*(?=;|\Z)",
    re.I,
)
_GROUP_RULE = re.compile(r"@(?:media|supports|layer|container|scope|starting-style)\b", re.I)
_UNSURE_VALUES = frozenset(("inherit", "initial", "unset", "revert", "revert-layer"))
_MEDIA_TYPE = re.compile(r"(?:only\s+)?(screen|all|print|speech)(?:\s+and\s+|\Z)", re.I)
_MEDIA_WIDTH = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d+(?:\.\d+)?)(px|r?em)\s*\)", re.I)
_MOST_NESTED = 32
_PIXELS = {"px": 1, "em": 16, "rem": 16}


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with its declarations, (property, value, important). `conditions`: the at-rules
    around it, outermost first; `rank` orders rules of equal origin: (outside layers, specificity,
    place in the sheet)."""

    selector: Selector
    declared: tuple[tuple[str, str, bool], ...]
    conditions: tuple[str, ...]
    rank: tuple[bool, tuple[int, int, int], int]


@dataclass(frozen=True, slots=True)
class _Open:
    """An at-rule ("@") or a style rule (its selectors) that is open; "" is passed over."""

    prelude: str
    conditions: tuple[str, ...] = ()
    layered: bool = False


def declarations(text: str) -> Iterator[tuple[str, str, bool]]:
    """(property, value, important) of the properties looked at in a declaration block."""
    for found in _DECLARATION.finditer(text):
        value = found[2].lower()
        if value not in _UNSURE_VALUES:
            yield found[1].lower(), value, found[3] is not None


def hides(name: str, value: str) -> bool:
    """Whether a declaration takes an element or its letters as written out of sight."""
    if name == "text-transform":
        return value != "none"
    return value == "none" if name == "display" else value in ("hidden", "collapse")


def rules_of(css: str) -> Mapping[str, Sequence[Rule]]:
    """The rules of a sheet that set a property looked at, by the key of their selectors."""
    return _rules_of(css) if _concerns(css) else {}


# The snapshots of a run repeat the same sheets; a pure function of the text.
@lru_cache(maxsize=512)
def _rules_of(css: str) -> Mapping[str, Sequence[Rule]]:
    rules: dict[str, list[Rule]] = {}
    for place, (around, body) in enumerate(_blocks(css)):
        declared = tuple(declarations(body))
        for selector in parse_selectors(around.prelude) if declared else ():
            rank = (not around.layered, selector.specificity, place)
            rule = Rule(selector, declared, around.conditions, rank)
            rules.setdefault(selector.key, []).append(rule)
    return rules


def _concerns(css: str) -> bool:
    folded = css.lower()
    return "display" in folded or "visibility" in folded or "text-transform" in folded


def _blocks(css: str) -> Iterator[tuple[_Open, str]]:
    css = _STRING.sub(_without_braces, _COMMENT.sub(" ", css) if "/*" in css else css)
    around = [_Open("@")]
    *closed, rest = css.split("}")
    for chunk in closed:
        # Most of a sheet: a rule that opens and closes, and sets none of the properties.
        if chunk.count("{") == 1 and not _concerns(chunk):
            continue
        *opening, text = chunk.split("{")
        yield from _open(opening, around)
        here = around[-1]
        if len(around) > 1:
            around.pop()
        if here.prelude not in ("", "@"):
            yield here, text
    yield from _open(rest.split("{")[:-1], around)


def _open(texts: list[str], around: list[_Open]) -> Iterator[tuple[_Open, str]]:
    """Puts a rule on `around` for each text before a brace; gives the declarations in it that
    belong to the rule outside."""
    for text in texts:
        here = around[-1]
        own, _, inner = text.rpartition(";")
        if own and here.prelude not in ("", "@"):
            yield here, own
        around.append(_opened(inner.strip(), here))


def _opened(prelude: str, outer: _Open) -> _Open:
    """Style rules inside style rules, at-rules that hold none, and what is nested more deeply than
    anyone writes are passed over."""
    if outer.prelude != "@" or len(outer.conditions) == _MOST_NESTED:
        return _Open("")
    if not prelude.startswith("@"):
        return _Open(prelude, outer.conditions, outer.layered)
    if not _GROUP_RULE.match(prelude):
        return _Open("")
    if prelude.lower().startswith("@layer"):
        return _Open("@", outer.conditions, True)
    return _Open("@", (*outer.conditions, prelude), outer.layered)


def _without_braces(string: re.Match[str]) -> str:
    text = string[0]
    return '""' if "{" in text or "}" in text or ";" in text else text


def applies(conditions: tuple[str, ...], width: int) -> bool | None:
    """Whether a rule under these at-rules is in force at a viewport of `width` pixels (0: not
    known); None where that cannot be told."""
    answers = [
        media_applies(condition[6:], width) if condition[:6].lower() == "@media" else None
        for condition in conditions
    ]
    if False in answers:
        return False
    return None if None in answers else True


def media_applies(media: str, width: int) -> bool | None:
    """Whether a media query list holds on a screen of that width; None where unknown."""
    answers = [_query_applies(query.strip(), width) for query in media.split(",")]
    if True in answers:
        return True
    return None if None in answers else False


def _query_applies(query: str, width: int) -> bool | None:
    medium = _MEDIA_TYPE.match(query)
    if medium is not None:
        if medium[1].lower() in ("print", "speech"):
            return False
        query = query[medium.end() :]
    answers = [_feature_applies(part, width) for part in re.split(r"\s+and\s+", query) if part]
    if False in answers:
        return False
    return None if None in answers else True


def _feature_applies(feature: str, width: int) -> bool | None:
    found = _MEDIA_WIDTH.fullmatch(feature.strip())
    if found is None or not width:
        return None
    bound = float(found[2]) * _PIXELS[found[3].lower()]
    return width >= bound if found[1].lower() == "min" else width <= bound
