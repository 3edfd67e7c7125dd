"""JavaScript's regular expressions, run by Python's engine."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import lru_cache

from selfheal_cli.errors import LocatorSyntaxError

_LONGEST_PATTERN = 2_000
_LONGEST_TEXT = 20_000
_SPACES = "\\t\\n\\x0b\\f\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
_COMMON = (
    r"\\u\{(?P<code>[0-9A-Fa-f]{1,6})\}|\\c(?P<control>[A-Za-z])|\\(?P<escaped>[\s\S])"
    r"|(?P<close>\])"
)
_TOKEN = re.compile(
    r"\\k<(?P<back>\w+)>|\(\?<(?P<group>[A-Za-z_]\w*)>|(?P<any>\[\^\])|(?P<none>\[\])"
    rf"|(?P<open>\[\^?)|(?P<end>\$)|(?P<dot>\.)|{_COMMON}|(?P<other>[\s\S])"
)
_CLASS_TOKEN = re.compile(rf"(?P<bracket>\[)|{_COMMON}|(?P<other>[\s\S])")
_SPECIAL = {"d": "[0-9]", "D": "[^0-9]", "w": "[A-Za-z0-9_]", "W": "[^A-Za-z0-9_]"}
_SPECIAL_IN_CLASS = {"d": "0-9", "w": "A-Za-z0-9_", "s": _SPACES, "b": "\\x08"}
_KEPT = frozenset("bBtnrfvxuWDS0123456789")


@lru_cache(maxsize=256)
def compile_pattern(source: str, flags: str) -> Callable[[str], bool]:
    """Whether the expression matches somewhere in a text (`RegExp.test`; texts are cut at
    20,000 characters). Raises LocatorSyntaxError."""
    if len(source) > _LONGEST_PATTERN:
        raise LocatorSyntaxError("the regular expression is too long")
    options = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
    python = _python(source, "m" in flags, "s" in flags)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            search = re.compile(python, sum(options.get(flag, 0) for flag in set(flags))).search
    except (re.error, OverflowError, RecursionError, ValueError) as error:
        raise LocatorSyntaxError(f"the regular expression /{source[:100]}/: {error}") from error
    return lambda text: search(text[:_LONGEST_TEXT]) is not None


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
        case "close":
            return r"\]"
    return _anywhere(kind, token)


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
