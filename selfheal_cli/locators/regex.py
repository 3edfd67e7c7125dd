"""JavaScript's regular expressions, run by Python's engine."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.budget import Budget
from selfheal_cli.locators.regex_cost import Cost
from selfheal_cli.locators.regex_form import branches_of, needle_of
from selfheal_cli.locators.regex_walk import walk
from selfheal_cli.model import Pattern

_LONGEST_PATTERN = 2_000
# At the beginning it only says that a match may begin anywhere.
_LEADING = re.compile(r"\A(?:(?:\.|\[\^\]|\[\\s\\S\])\*\??)+(?![*+?{])")
_LITERAL = re.compile(
    r"(?P<start>\^?)(?P<text>(?:[^\\\[\](){}.*+?^$|]|\\\W)*)(?P<end>(?:\\Z)?)", re.DOTALL
)
_OPTIONS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
# So many characters are read in the time of one step; an expression searches them more slowly.
_READ_A_STEP, _SEARCHED_A_STEP = 500, 100
_SPACES = "\\t\\n\\x0b\\f\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
_COMMON = (
    r"\\u\{(?P<code>[0-9A-Fa-f]{1,6})\}|\\c(?P<control>[A-Za-z])|\\(?P<escaped>[\s\S])"
    r"|(?P<close>\])"
)
_TOKEN = re.compile(
    r"\\k<(?P<back>\w+)>|\(\?<(?P<group>[A-Za-z_]\w*)>|(?P<any>\[\^\])|(?P<none>\[\])"
    r"|(?P<open>\[\^?)|(?P<end>\$)|(?P<dot>\.)|(?P<brace>\{(?!\d+(?:,\d*)?\}))"
    rf"|{_COMMON}|(?P<other>[^\\\[\](){{}}.*+?^$|]+|\{{\d+(?:,\d*)?\}}|[\s\S])"
)
_CLASS_TOKEN = re.compile(rf"(?P<bracket>\[)|{_COMMON}|(?P<other>[\s\S])")
_SPECIAL = {"d": "[0-9]", "D": "[^0-9]", "w": "[A-Za-z0-9_]", "W": "[^A-Za-z0-9_]"}
_SPECIAL_IN_CLASS = {"d": "0-9", "w": "A-Za-z0-9_", "s": _SPACES, "b": "\\x08"}
_KEPT = frozenset("bBtnrfvxuWDS0123456789")


class Expression(Protocol):
    """A compiled expression."""

    @property
    def needle(self) -> str:
        """A text in lower case without white space that every match holds; "": none is known."""
        ...

    def test(self, text: str, budget: Budget) -> bool:
        """Whether it matches somewhere in `text` (`RegExp.test`). Raises UnsupportedLocator
        where that takes too long."""
        ...


@dataclass(frozen=True, slots=True)
class _Literal:
    """Plain words, perhaps where the text begins or ends."""

    words: str
    starts: bool
    ends: bool
    folds: bool
    needle: str

    def test(self, text: str, budget: Budget) -> bool:
        budget.spend(1 + len(text) // _READ_A_STEP)
        if self.folds:
            text = text.lower()
        if self.starts and self.ends:
            return text == self.words
        if self.starts:
            return text.startswith(self.words)
        return text.endswith(self.words) if self.ends else self.words in text


@dataclass(frozen=True, slots=True, eq=False)
class _Compiled:
    """Python's engine where it is surely quick, else one that counts its steps."""

    search: Callable[[str], object]
    cost: Cost
    needle: str

    def test(self, text: str, budget: Budget) -> bool:
        budget.spend(1 + len(text) // _SEARCHED_A_STEP)
        if self.cost.is_linear(text):
            return self.search(text) is not None
        return walk(self.cost.branches, self.cost.flags, text, budget)


@lru_cache(maxsize=256)
def compile_pattern(source: str, flags: str) -> Expression:
    """JavaScript's `new RegExp(source, flags)`. Raises LocatorSyntaxError."""
    if len(source) > _LONGEST_PATTERN:
        raise LocatorSyntaxError("the regular expression is too long")
    python = _python(_LEADING.sub("", source), "m" in flags, "s" in flags)
    plain = _LITERAL.fullmatch(python)
    if plain is not None and not ("i" in flags and not python.isascii()) and "m" not in flags:
        return _literal(plain, "i" in flags)
    options = sum(_OPTIONS.get(flag, 0) for flag in set(flags))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            search = re.compile(python, options).search
        branches = branches_of(python)
    except (re.error, OverflowError, RecursionError, ValueError) as error:
        raise LocatorSyntaxError(f"the regular expression /{source[:100]}/: {error}") from error
    return _Compiled(search, Cost(branches, options), needle_of(branches))


def pattern_test(pattern: Pattern, budget: Budget) -> Callable[[str], bool]:
    """Whether `pattern` matches somewhere in a text. Raises LocatorSyntaxError; the test raises
    UnsupportedLocator."""
    test = compile_pattern(pattern.source, pattern.flags).test
    return lambda text: test(text, budget)


def _literal(plain: re.Match[str], folds: bool) -> Expression:
    words = re.sub(r"\\(\W)", r"\1", plain["text"])
    longest = max(filter(str.isascii, words.split()), key=len, default="")
    if folds:
        words = words.lower()
    return _Literal(words, bool(plain["start"]), bool(plain["end"]), folds, longest.lower())


def _python(source: str, multiline: bool, dotall: bool) -> str:
    """The same expression in Python's notation."""
    written: list[str] = []
    inside = False
    position = 0
    while position < len(source):
        token = (_CLASS_TOKEN if inside else _TOKEN).match(source, position)
        if token is None:
            break
        position = token.end()
        kind = token.lastgroup or "other"
        if inside:
            inside = kind != "close"
            written.append(_in_class(kind, token))
        else:
            inside = kind == "open"
            written.append(_outside(kind, token, multiline, dotall))
    return "".join(written)


def _outside(kind: str, token: re.Match[str], multiline: bool, dotall: bool) -> str:
    text = token[kind]
    match kind:
        case "back":
            return f"(?P={text})"
        case "group":
            return f"(?P<{text}>"
        case "any":
            return r"[\s\S]"
        case "none":
            return "(?!)"
        case "end":
            return "$" if multiline else r"\Z"
        case "dot":
            return "." if dotall else "[^\\n\\r\\u2028\\u2029]"
        case "escaped":
            return _escaped(text)
        case "close" | "brace":
            return "\\" + text
    return r"\}" if text == "}" else _anywhere(kind, token)


def _anywhere(kind: str, token: re.Match[str]) -> str:
    if kind == "code":
        return re.escape(chr(min(int(token[kind], 16), 0x10FFFF)))
    if kind == "control":
        return re.escape(chr(ord(token[kind]) % 32))
    return token[0]


def _escaped(text: str) -> str:
    if text in "sS":
        return f"[{'^' if text == 'S' else ''}{_SPACES}]"
    return _SPECIAL.get(text) or ("\\" + text if text in _KEPT else re.escape(text))


def _in_class(kind: str, token: re.Match[str]) -> str:
    if kind == "escaped":
        text = token[kind]
        return _SPECIAL_IN_CLASS.get(text) or ("\\" + text if text in _KEPT else re.escape(text))
    if kind == "bracket":
        return "\\["
    return _anywhere(kind, token)
