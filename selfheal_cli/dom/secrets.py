"""Elements and texts as they may be printed: nothing secret, nothing that drives a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import normalise
from selfheal_cli.dom.controls import input_type
from selfheal_cli.dom.tree import attributes

MASK = "***"

_ANSI = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?"
    r"|[PX^_][^\x1b]*(?:\x1b\\)?|[ -/]*[0-~])"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
# Besides controls: marks that turn the writing direction, so that a line reads as another.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SECRET_NAME = re.compile(
    r"pass(?:word|wd|phrase|code)?(?![a-z])|pwd|secret|token|csrf|xsrf|nonce|api[-_]?key|private[-_]?key"
    r"|credential|authoriz|authenticity|session|otp(?![a-z])|cvv|cvc|card[-_]?number|ssn(?![a-z])",
    re.I,
)
_ASSIGNED = re.compile(r"([\w-]{2,40})(=|%3D|:\s?)([^\s&;,\"'<>]{4,})", re.I)
_BEARER = re.compile(r"\b(Bearer|Basic)\s+[\w+/=.~-]{8,}")
_RUN = re.compile(r"[A-Za-z0-9+/=_-]{20,}")
_DIGIT = re.compile(r"[0-9]")
_JUMP = re.compile(r"[0-9](?=[A-Za-z])|[A-Z](?=[0-9a-z])|[a-z](?=[0-9A-Z])")
_JUMPY = 0.25

#: Attributes that locators are written with; they stay readable.
_KEPT = frozenset(
    "id class name for type role href src action alt placeholder title".split()  # noqa: SIM905
)
_ADDRESSES = frozenset(("href", "src", "action", "formaction", "srcset", "poster"))
_LONGEST_VALUE = 80
_LONGEST_READ = 4096


@lru_cache(maxsize=2048)
def clean(text: str) -> str:
    """`text` on one line, without terminal sequences, controls and direction marks."""
    return normalise(_UNPRINTABLE.sub("", _ANSI.sub("", text)))


# A page's elements, and a run's pages, repeat most of their values.
@lru_cache(maxsize=2048)
def mask(text: str) -> str:
    """`text` with what looks like a secret masked: values of telling names, bearer tokens, long
    random strings."""
    text = _BEARER.sub(rf"\1 {MASK}", text)
    text = _ASSIGNED.sub(_mask_assigned, text)
    return _RUN.sub(lambda run: MASK if looks_random(run[0]) else run[0], text)


def _mask_assigned(found: re.Match[str]) -> str:
    secret = _SECRET_NAME.search(found[1]) is not None
    return f"{found[1]}{found[2]}{MASK}" if secret else found[0]


def looks_random(text: str) -> bool:
    """Whether no person wrote `text`: 20 characters or more that jump between digits, capitals
    and small letters (those of ASCII)."""
    if len(text) < 20 or not _DIGIT.search(text):
        return False
    return len(_JUMP.findall(text)) >= len(text) * _JUMPY


def safe_attributes(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """The author's attributes in order, secret values masked. What was typed is not among them,
    nor is the value of a password or a hidden input."""
    secret_holder = _holds_secret(element)
    for name, value in attributes(element).items():
        yield name, _safe_value(name, value[:_LONGEST_READ], secret_holder)


def _safe_value(name: str, value: str, secret_holder: bool) -> str:
    if not value:
        return value
    if secret_holder and name in ("value", "content"):
        return MASK
    if name in _ADDRESSES:
        return mask(value)
    if name in _KEPT:
        return value
    if _SECRET_NAME.search(name):
        return MASK
    return mask(value)


def _holds_secret(element: HtmlElement) -> bool:
    if element.tag == "input" and input_type(element) in ("password", "hidden"):
        return True
    if element.tag == "input" and "__playwright_value_" in element.attrib:
        return input_type(element) not in ("submit", "button", "reset", "checkbox", "radio")
    names = (element.get(name) or "" for name in ("name", "id", "autocomplete", "property"))
    return element.tag in ("input", "meta", "textarea") and any(map(_SECRET_NAME.search, names))


def outline(element: HtmlElement, limit: int = 200) -> str:
    """The opening tag and the text, on one line of at most about `limit` characters, secrets
    masked."""
    return outline_with(element, safe_attributes(element), limit)


def outline_with(element: HtmlElement, safe: Iterable[tuple[str, str]], limit: int) -> str:
    """The same for who has its `safe_attributes` at hand."""
    parts = [str(element.tag)]
    for name, value in safe:
        shown = _shorten(clean(value), _LONGEST_VALUE).replace('"', "&quot;")
        parts.append(f'{clean(name)}="{shown}"' if shown else clean(name))
    tag = f"<{_shorten(' '.join(parts), max(limit - 2, 20))}>"
    text = _shorten(mask(clean(_text(element, 4 * limit))), max(limit - len(tag), 0))
    return f"{tag}{text}"


def _text(element: HtmlElement, enough: int) -> str:
    if element.tag in ("script", "style", "template", "head") or _holds_secret(element):
        return ""
    texts: list[str] = []
    length = 0
    for event in element.iter():
        quiet = event.tag in ("script", "style") or not isinstance(event.tag, str)
        pieces = ("" if quiet else event.text, "" if event is element else event.tail)
        for piece in pieces:
            if piece and length < enough:
                texts.append(piece)
                length += len(piece)
        if length >= enough:
            break
    return " ".join(texts)


def _shorten(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip() + "…" if limit > 1 else ""
