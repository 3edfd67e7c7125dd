"""How text and identifiers are cut into comparable words."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CUT = re.compile(r"[^\w%]+|_+")
_SPACE = re.compile(r"\s+")
_HEXISH = re.compile(r"^(?=.*\d)(?=.*[a-z])[a-z0-9]{5,}$")
_VOWEL = re.compile(r"[aeiouy]")

# Short forms that authors use in identifiers; each side is a way to write the other.
_LONG = {
    "btn": "button", "pwd": "password", "passwd": "password", "pass": "password",
    "img": "image", "nav": "navigation", "msg": "message", "usr": "user", "err": "error",
    "desc": "description", "info": "information", "txt": "text", "lbl": "label",
    "num": "number", "addr": "address", "cfg": "configuration", "config": "configuration",
    "del": "delete", "ctrl": "control", "dlg": "dialog", "modal": "dialog", "hdr": "header",
    "auth": "authentication", "admin": "administration", "repo": "repository", "doc": "document",
    "docs": "document", "documentation": "document", "pkg": "package", "cat": "category",
    "chk": "checkbox", "sel": "select", "tbl": "table", "lnk": "link", "href": "link",
    "fname": "firstname", "lname": "lastname",
}  # fmt: skip


@lru_cache(maxsize=16384)
def squash(text: str) -> str:
    """White space runs as one blank, none at the ends."""
    return _SPACE.sub(" ", text).strip()


@lru_cache(maxsize=65536)
def idents(value: str) -> tuple[str, ...]:
    """The words of an identifier (`loginBtn`, `login-btn`: login, button), hashes left out."""
    cut = (part for part in _CUT.split(_CAMEL.sub(" ", value)) if part)
    return tuple(_stem(word) for word in (part.lower() for part in cut) if not looks_random(word))


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of running text, lower case, plural s dropped."""
    cut = (part for part in _CUT.split(_CAMEL.sub(" ", text)) if part)
    return tuple(_stem(part.lower()) for part in cut)


def joined(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The words and, for two or three of them, all as one: `log out` is also `logout`."""
    return (*parts, "".join(parts)) if 2 <= len(parts) <= 3 else parts


@lru_cache(maxsize=65536)
def looks_random(word: str) -> bool:
    """Whether a word (lower case) is a hash or a counter, not a name somebody chose."""
    if len(word) > 3 and word.isdigit():
        return True
    if _HEXISH.match(word):
        switches = sum(a.isdigit() != b.isdigit() for a, b in pairwise(word))
        return switches > 1 or not _VOWEL.search(word)
    return False


@lru_cache(maxsize=65536)
def without_digits(text: str) -> str:
    """Lower case, digit runs as `#`: what stays of a text whose numbers change by themselves."""
    return re.sub(r"\d+", "#", text.lower())


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Lower case, only letters and digits, blank between."""
    return " ".join(words(text))


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    word = _LONG.get(word, word)
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
