"""`name[key="value"i][flag]`: the attribute notation of Playwright's role, attr and testid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.patterns import from_literal, literal
from selfheal_cli.model import Pattern, Value

_NAME = re.compile(r"\s*([\w\-.:]*)\s*")
_OPERATOR = re.compile(r"\s*([~|^$*]?=)\s*")
_BARE = re.compile(r"[^\]\s\"'/]+")
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[])+/[a-z]*", re.DOTALL)
_QUOTED = re.compile(r"\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_END = re.compile(r"\s*([iIsS]?)\s*\]")


@dataclass(frozen=True, slots=True)
class Given:
    """`[name]`: operator ""; `folds`: the value was marked `i`; `quoted`: it stood in quotes."""

    name: str
    operator: str = ""
    value: Value = ""
    folds: bool = False
    quoted: bool = False


Attributes: TypeAlias = tuple[str, tuple[Given, ...]]


def parse_attributes(text: str) -> Attributes:
    """What stands before the first bracket, and the bracketed attributes."""
    head = _NAME.match(text)
    position = head.end() if head else 0
    given: list[Given] = []
    while position < len(text):
        if text[position] != "[":
            _fail(text)
        one, position = _given(text, position + 1)
        given.append(one)
    return (head[1] if head else ""), tuple(given)


def _fail(text: str) -> NoReturn:
    raise LocatorSyntaxError(f"malformed attribute selector: {text[:200]!r}")


def _given(text: str, start: int) -> tuple[Given, int]:
    name = _NAME.match(text, start)
    if name is None or not name[1]:
        _fail(text)
    operator = _OPERATOR.match(text, name.end())
    if operator is None:
        end = _end(text, name.end())
        return Given(name[1]), end.end()
    value, quoted, after = _value(text, operator.end())
    end = _end(text, after)
    return Given(name[1], operator[1], value, end[1] in ("i", "I"), quoted), _after(text, end.end())


def _end(text: str, start: int) -> re.Match[str]:
    end = _END.match(text, start)
    if end is None:
        _fail(text)
    return end


def _after(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _value(text: str, start: int) -> tuple[Value, bool, int]:
    quoted = _QUOTED.match(text, start)
    if quoted:
        body = quoted[1] if quoted[1] is not None else quoted[2]
        return _ESCAPE.sub(r"\1", body), True, quoted.end()
    regex = _REGEX.match(text, start)
    if regex:
        return from_literal(regex.group()), False, regex.end()
    bare = _BARE.match(text, start)
    if bare is None:
        _fail(text)
    return bare.group(), False, bare.end()


def render_value(value: Value, exact: bool) -> str:
    """The value as Playwright writes it: `"text"s`, `"text"i` or `/regex/flags`."""
    if isinstance(value, Pattern):
        return literal(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"{"s" if exact else "i"}'
