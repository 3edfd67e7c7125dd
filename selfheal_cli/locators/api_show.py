"""Calls written in API form, as a person reads them: `getByRole('link', { name: 'Log out' })`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from selfheal_cli.locators.patterns import literal
from selfheal_cli.locators.playwright_spelling import CSHARP, JAVA, PYTHON
from selfheal_cli.model import Argument, Call, Name, Pattern

INDEX = "[]"
"""The name of the call that `[0]` is."""

RUBY = "ruby"

_INTERPOLATED = re.compile(r"#(?=[{$@])")
_PROPERTIES = {
    PYTHON: frozenset({"first", "last", "content_frame"}),
    "javascript": frozenset({"screen", "container"}),
    CSHARP: frozenset({"First", "Last", "ContentFrame"}),
}
_FLAGS = {
    PYTHON: {"i": "re.IGNORECASE", "m": "re.MULTILINE", "s": "re.DOTALL"},
    JAVA: {"i": "Pattern.CASE_INSENSITIVE", "m": "Pattern.MULTILINE", "s": "Pattern.DOTALL"},
    CSHARP: {
        "i": "RegexOptions.IgnoreCase",
        "m": "RegexOptions.Multiline",
        "s": "RegexOptions.Singleline",
    },
}
_COMPILE = {PYTHON: "re.compile(r{}{})", JAVA: "Pattern.compile({}{})", CSHARP: "new Regex({}{})"}


def show_calls(calls: Sequence[Call], language: str) -> str:
    """The chain of calls in `language`."""
    written = [_call(call, language) for call in calls]
    linked = [text if text.startswith("[") else "." + text for text in written]
    return "".join(linked).removeprefix(".")


def _call(call: Call, language: str) -> str:
    if call.name in _PROPERTIES.get(language, ()):
        return call.name
    written = [_argument(each, language) for each in call.args]
    if call.name == INDEX:
        return f"[{', '.join(written)}]"
    sign = "=" if language == PYTHON else " = " if language == CSHARP else ": "
    given = [f"{name}{sign}{_argument(value, language)}" for name, value in call.options]
    if call.name == "new":
        return f"new() {{ {', '.join(given)} }}"
    if given and language not in (PYTHON, RUBY):
        given = [f"{{ {', '.join(given)} }}"]
    return f"{call.name}({', '.join(written + given)})"


def _argument(value: Argument, language: str) -> str:
    if isinstance(value, str):
        return string(value, language)
    if isinstance(value, Pattern):
        return _pattern(value, language)
    if isinstance(value, Name):
        return value.text
    if isinstance(value, tuple):
        return show_calls(value, language)
    return str(value) if language == PYTHON else str(value).lower()


def string(value: str, language: str) -> str:
    """The text as a literal of the language."""
    quoted = json.dumps(value, ensure_ascii=False)
    if language == RUBY:
        return _INTERPOLATED.sub(r"\\#", quoted)
    if language in _COMPILE:
        return quoted
    return "'" + quoted[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"


def _pattern(pattern: Pattern, language: str) -> str:
    if language not in _COMPILE:
        return literal(pattern, quotes=False)
    names = _FLAGS[language]
    flags = " | ".join(names[flag] for flag in pattern.flags if flag in names)
    source = _raw(pattern.source) if language == PYTHON else string(pattern.source, language)
    return _COMPILE[language].format(source, f", {flags}" if flags else "")


def _raw(source: str) -> str:
    """A raw string of Python; a quote in it keeps its backslash, which a pattern may have."""
    escaped = re.sub(r"\\[\s\S]|\"", lambda m: '\\"' if m[0] == '"' else m[0], source)
    return f'"{escaped}"'
