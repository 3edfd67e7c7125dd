"""Spells `//name[...]` in XPath so that libxml2 walks the document once."""

from __future__ import annotations

from collections.abc import Sequence

_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">=", "and", "or"})
_TRUTHS = frozenset({"contains", "starts-with", "not", "boolean", "true", "false", "lang"})
_ARITHMETIC = frozenset({"+", "-", "*", "div", "mod"})
_OPENING = frozenset({"(", "["})
_CLOSING = frozenset({")", "]"})


def direct(pieces: Sequence[str]) -> list[str]:
    """The same expression with `//name[test]` as `/descendant::name[test]` wherever no test can
    be a position: libxml2 does so itself only where there is no test."""
    written: list[str] = []
    for index, piece in enumerate(pieces):
        if piece == "//" and _is_tested_name(pieces, index + 1):
            written += ["/", "descendant", "::"]
        else:
            written.append(piece)
    return written


def _is_tested_name(pieces: Sequence[str], at: int) -> bool:
    if len(pieces) < at + 2 or pieces[at + 1] != "[":
        return False
    if not (pieces[at] == "*" or pieces[at][0].isalpha() or pieces[at][0] == "_"):
        return False
    start = at + 1
    while start < len(pieces) and pieces[start] == "[":
        end = _closing(pieces, start)
        if not _is_truth(pieces[start + 1 : end]):
            return False
        start = end + 1
    return True


def _closing(pieces: Sequence[str], start: int) -> int:
    depth = 0
    for index in range(start, len(pieces)):
        depth += (pieces[index] in _OPENING) - (pieces[index] in _CLOSING)
        if depth == 0:
            return index
    return len(pieces)


def _is_truth(test: Sequence[str]) -> bool:
    """Whether the test gives a truth or nodes, never a number, and asks for no position."""
    if not test or "position" in test or "last" in test:
        return False
    outer = _outermost(test)
    if not _COMPARISONS.isdisjoint(outer):
        return True
    if not _ARITHMETIC.isdisjoint(outer):
        return False
    is_call = len(test) > 1 and test[1] == "("
    if is_call:
        return test[0] in _TRUTHS and _closing(test, 1) == len(test) - 1
    return test[0] in ("@", ".", "..", "/", "//") or test[0][0].isalpha()


def _outermost(test: Sequence[str]) -> list[str]:
    """The pieces outside of all parentheses and brackets."""
    found: list[str] = []
    depth = 0
    for piece in test:
        depth -= piece in _CLOSING
        if depth == 0:
            found.append(piece)
        depth += piece in _OPENING
    return found
