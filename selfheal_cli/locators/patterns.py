"""Regular expressions between a JavaScript literal's text and `Pattern` in its one normal form."""

from __future__ import annotations

import re

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.model import Pattern

_FLAGS = re.compile(r"[dgimsuvy]*\Z")
# Escapes that Playwright or a literal adds and that mean the bare character.
_NEEDLESS = re.compile(r"\\(?:(?P<bare>[\"'`/])|>\\>|[\s\S])")
_QUOTE = re.compile(r"\\[\s\S]|(?P<bare>[\"'`/])|(?P<chain>>>)")


def canonical(pattern: Pattern) -> Pattern:
    """The same expression without needless escapes, its flags in order: the form in which a
    pattern from a source file and one from a trace are equal."""
    source = _NEEDLESS.sub(_bare, pattern.source) or "(?:)"
    return Pattern(source, "".join(sorted(set(pattern.flags))))


def _bare(found: re.Match[str]) -> str:
    return found["bare"] or (">>" if found.group() == r"\>\>" else found.group())


def literal(pattern: Pattern, quotes: bool = True) -> str:
    """`/source/flags`; with `quotes`, escaped so that a selector's parser sees neither a string
    nor a chain in it."""

    def escape(found: re.Match[str]) -> str:
        if found["chain"]:
            return r"\>\>" if quotes else ">>"
        bare = found["bare"]
        return "\\" + bare if bare and (quotes or bare == "/") else found.group()

    return f"/{_QUOTE.sub(escape, pattern.source)}/{pattern.flags}"


def from_literal(text: str) -> Pattern:
    """The pattern in `/source/flags`. Raises LocatorSyntaxError."""
    end = text.rfind("/")
    if end <= 0 or text[0] != "/" or not _FLAGS.match(text[end + 1 :]):
        raise LocatorSyntaxError(f"not a regular expression: {text[:200]}")
    return canonical(Pattern(text[1:end], text[end + 1 :]))
