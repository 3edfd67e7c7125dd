"""Whether the conditions around style rules hold: media queries, `@supports`."""

from __future__ import annotations

import re
from functools import lru_cache

_AT_RULE = re.compile(r"@([\w-]+)\s*(.*)", re.S)
_MEDIA_TYPE = re.compile(r"(?:only\s+)?(screen|all|print|speech)(?:\s+and\s+|\Z)", re.I)
_NUMBER = r"(\d+(?:\.\d+)?)(px|r?em)"
_BOUND = re.compile(rf"\(\s*(min|max)-(width|height)\s*:\s*{_NUMBER}\s*\)", re.I)
_RANGE = re.compile(rf"\(\s*(width|height)\s*(<=?|>=?)\s*{_NUMBER}\s*\)", re.I)
_PIXELS = {"px": 1, "em": 16, "rem": 16}
_FEATURE = re.compile(r"\(\s*([\w-]+)\s*(?::\s*([\w-]+)\s*)?\)")
# What a test's browser answers where nothing was set: Playwright's defaults, Chromium's without.
_SETTINGS = {
    "prefers-color-scheme": "light",
    "prefers-reduced-motion": "no-preference",
    "prefers-contrast": "no-preference",
    "forced-colors": "none",
    "inverted-colors": "none",
    "scripting": "enabled",
}
_SUPPORTED = re.compile(r"\(\s*(?!-moz-|-ms-|-o-)([\w-]+)\s*:\s*[^()]*(?:\([^()]*\)[^()]*)*\)")
# Properties that sheets ask for and every Chromium of these years has.
_PROPERTIES = frozenset(
    """animation animation-timeline appearance aspect-ratio backdrop-filter -webkit-backdrop-filter
    -webkit-appearance background-clip -webkit-background-clip -webkit-text-fill-color color
    column-gap contain container container-type content-visibility display filter flex-wrap font
    gap grid grid-area grid-template-areas grid-template-rows height inset inset-inline-start
    mask mask-image -webkit-mask-image min-height object-fit overflow-anchor overscroll-behavior
    padding position row-gap scroll-behavior scrollbar-color scrollbar-gutter scrollbar-width
    text-decoration-color text-wrap transform transition translate user-select width will-change
    -webkit-line-clamp --css""".split()  # noqa: SIM905
)

Viewport = tuple[int, int]
"""(width, height) in CSS pixels, zeros where not known."""


@lru_cache(maxsize=1024)
def applies(conditions: tuple[str, ...], viewport: Viewport) -> bool | None:
    """Whether a rule under these at-rules is in force; None where that cannot be told."""
    answers = [_condition_applies(condition, viewport) for condition in conditions]
    if False in answers:
        return False
    return None if None in answers else True


def _condition_applies(condition: str, viewport: Viewport) -> bool | None:
    found = _AT_RULE.match(condition)
    if found is None:
        return None
    if found[1].lower() == "media":
        return media_applies(found[2], viewport)
    return supported(found[2]) if found[1].lower() == "supports" else None


@lru_cache(maxsize=1024)
def media_applies(media: str, viewport: Viewport) -> bool | None:
    """Whether a media query list holds on a screen of that size; None where unknown."""
    answers = [_query_applies(query.strip(), viewport) for query in media.split(",")]
    if True in answers:
        return True
    return None if None in answers else False


def _query_applies(query: str, viewport: Viewport) -> bool | None:
    if query[:4].lower() == "not ":
        return _opposite(_query_applies(query[4:].strip(), viewport))
    medium = _MEDIA_TYPE.match(query)
    if medium is not None:
        if medium[1].lower() in ("print", "speech"):
            return False
        query = query[medium.end() :]
    parts = re.split(r"\s+and\s+", query, flags=re.I)
    answers = [_feature_applies(part.strip(), viewport) for part in parts if part]
    if False in answers:
        return False
    return None if None in answers else True


def _opposite(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _feature_applies(feature: str, viewport: Viewport) -> bool | None:
    bound, compared = _BOUND.fullmatch(feature), _RANGE.fullmatch(feature)
    if bound is not None:
        size = viewport[int(bound[2].lower() == "height")]
        limit = float(bound[3]) * _PIXELS[bound[4].lower()]
        return _compare(size, ">=" if bound[1].lower() == "min" else "<=", limit)
    if compared is not None:
        size = viewport[int(compared[1].lower() == "height")]
        return _compare(size, compared[2], float(compared[3]) * _PIXELS[compared[4].lower()])
    setting = _FEATURE.fullmatch(feature)
    if setting is None or setting[1].lower() not in _SETTINGS:
        return None
    usual = _SETTINGS[setting[1].lower()]
    return usual not in ("none", "no-preference") if setting[2] is None else setting[2] == usual


def _compare(size: int, operator: str, limit: float) -> bool | None:
    if not size:
        return None
    if operator[0] == "<":
        return size < limit or (operator == "<=" and size == limit)
    return size > limit or (operator == ">=" and size == limit)


def supported(condition: str) -> bool | None:
    """Whether Chromium supports what an `@supports` rule asks; None where that is not known."""
    condition = condition.strip()
    if condition[:4].lower() in ("not ", "not("):
        return _opposite(supported(condition[3:]))
    asked = _SUPPORTED.fullmatch(condition)
    if asked is None:
        return None
    return True if asked[1].lower() in _PROPERTIES else None
