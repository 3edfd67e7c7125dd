"""Reads style sheets for the rules that decide what shows, and which text is generated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from selfheal_cli.dom.selectors import alternatives, key_in, nested

# What needs no second look: no comment begins in it, and no string holds syntax.
_CLEAN = re.compile(r"""(?:[^"'/]++|/(?!\*)|"[^"\\\n{};]*+"|'[^'\\\n{};]*+')*+""")
_STRING = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"' + r"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'", re.S)
_SYNTAX = (("{", r"\7b "), ("}", r"\7d "), (";", r"\3b "))
_VALUE = (
    r"""((?:[^;()"']++|"(?:\\.|[^"\\])*+"|'(?:\\.|[^'\\])*+'"""
    r"""|\([^()]*+(?:\([^()]*+\)[^()]*+)*+\))*+)"""
)
_PROPERTIES = (
    "(?:content-)?visibility|display|text-transform|content|float|position"
    r"""|--[\w-]+(?=\s*:\s*["'])"""
)
_DECLARATION = re.compile(rf";\s*({_PROPERTIES})\s*:{_VALUE}(?=;|\Z)", re.I)
_IMPORTANT = re.compile(r"\s*!\s*important\s*\Z", re.I)
_WORD = re.compile(r"[a-z-]+")
# CSS Display 3 and what Chromium knows besides: of other single words it takes none.
_KEYWORDS = {
    "display": frozenset(
        """block contents flex flow flow-root grid grid-lanes inherit initial inline inline-block
        inline-flex inline-grid inline-table list-item masonry math none revert revert-layer ruby
        ruby-text table table-caption table-cell table-column table-column-group
        table-footer-group table-header-group table-row table-row-group unset -webkit-box
        -webkit-flex -webkit-inline-box -webkit-inline-flex""".split()  # noqa: SIM905
    ),
    "visibility": frozenset(
        "collapse hidden inherit initial revert revert-layer unset visible".split()  # noqa: SIM905
    ),
}
_GROUP_RULE = re.compile(r"@(?:media|supports|layer|container|scope|starting-style)\b", re.I)
_FOREIGN = ("-moz-", "-ms-", "-o-")
_MOST_NESTED = 32

Declaration = tuple[str, str, bool]
"""(property, value, important)."""

Aspect: TypeAlias = Literal["box", "text"]
"""What is asked of style sheets: whether and how elements show, or which text is generated around
theirs and how it runs on."""

BOX_PROPERTIES = frozenset(("content-visibility", "display", "text-transform", "visibility"))
"""The properties of an element itself that its box depends on."""

_BOX_WORDS = (b"display", b"visibility", b"content-visibility", b"text-transform")
_TEXT_WORDS = (b"content", b"float", b"position")
_WORDS: tuple[tuple[Aspect, tuple[bytes, ...]], ...] = (
    ("box", _BOX_WORDS),
    ("text", _TEXT_WORDS),
)
_ONE: dict[Aspect, frozenset[Aspect]] = {"box": frozenset(("box",)), "text": frozenset(("text",))}
_STATED = re.compile(rb"""--[\w-]+\s*:\s*["']""")
_BEFORE, _AFTER = frozenset(b"{;} \t\n\r\f"), (b":", b" ", b"\t", b"\n", b"\r", b"\f")
_GENERATED = re.compile(r":(?:before|after)\b", re.I)


class Rule(NamedTuple):
    """A style rule, unread: its selectors and its declarations as text. `conditions`: the at-rules
    around it, outermost first; `layer`: the cascade layer's name, "" outside; `place`: its place
    in the sheet; `aspects`: what it may declare something for. A tuple: sheets have thousands."""

    prelude: str
    body: str
    conditions: tuple[str, ...]
    layer: str
    place: int
    aspects: frozenset[Aspect]

    def counts_for(self, aspect: Aspect) -> bool:
        """Whether it may declare something for that aspect."""
        if aspect in self.aspects:
            return True
        return aspect == "text" and _GENERATED.search(self.prelude) is not None


@dataclass(frozen=True, slots=True)
class SheetRules:
    """The rules of a sheet that declare something that counts, and its layers in order."""

    rules: tuple[Rule, ...]
    layers: tuple[str, ...] = ()


class _Open(NamedTuple):
    """An at-rule ("@") or a style rule (its selectors) that is open; "" is passed over."""

    prelude: str
    conditions: tuple[str, ...] = ()
    layer: str = ""


# Most rules are read for every page of a run.
@lru_cache(maxsize=4096)
def declarations(text: str) -> tuple[Declaration, ...]:
    """The declarations of a block or a style attribute that count. Of single words the case is
    folded; what Chromium does not take for a value is left out."""
    return tuple(_declarations(text))


def _declarations(text: str) -> Iterator[Declaration]:
    for found in _DECLARATION.finditer(";" + text):
        value = found[2].strip()
        important = _IMPORTANT.search(value) if "!" in value else None
        if important is not None:
            value = value[: important.start()]
        folded = value.lower()
        name = found[1] if found[1][:2] == "--" else found[1].lower()
        if _WORD.fullmatch(folded):
            value = folded
            if value not in _KEYWORDS.get(name, (value,)):
                continue
        if value and not folded.startswith(_FOREIGN):
            yield name, value, important is not None


# The snapshots of a run repeat the same sheets; a pure function of its arguments.
@lru_cache(maxsize=512)
def rules_of(css: str) -> SheetRules:
    """The rules of a sheet that declare something that counts."""
    layers: dict[str, None] = {}
    rules = [
        Rule(prelude, body, around.conditions, around.layer, place, aspects)
        for place, (prelude, around, body, aspects) in enumerate(_blocks(_cleaned(css), layers))
    ]
    return SheetRules(tuple(rules), tuple(layers))


# Most are asked for every page of a run.
@lru_cache(maxsize=16384)
def selectors_of(prelude: str) -> tuple[tuple[str, str], ...]:
    """Each selector of a rule, with what an element must have for it, as far as that is told
    without reading it."""
    return tuple((text, key_in(text)) for text in alternatives(prelude))


def _cleaned(css: str) -> str:
    """Without comments, and so that the sheet can be cut at braces and semicolons."""
    pieces, place = [], 0
    while place < len(css):
        passed = _CLEAN.match(css, place)
        end = place if passed is None else passed.end()
        pieces.append(css[place:end])
        place = end
        if css.startswith("/*", place):
            closed = css.find("*/", place + 2)
            place = len(css) if closed < 0 else closed + 2
            pieces.append(" ")
        elif place < len(css):
            string = _STRING.match(css, place)
            pieces.append(css[place] if string is None else _without_syntax(string[0]))
            place += 1 if string is None else len(string[0])
    return "".join(pieces)


def _without_syntax(string: str) -> str:
    for written, escaped in _SYNTAX:
        string = string.replace(written, escaped)
    return string


def _counting(css: str) -> list[tuple[int, Aspect]]:
    """Where something that counts may be declared, in order. A search for words as such passes
    over most of a sheet many times faster than an expression does."""
    folded = css.encode("ascii", "replace").lower()  # a byte for each character
    found: list[tuple[int, Aspect]] = []
    for aspect, words in _WORDS:
        for word in words:
            place = folded.find(word)
            while place >= 0:
                after = place + len(word)
                if folded[place - 1] in _BEFORE and folded[after : after + 1] in _AFTER:
                    found.append((place, aspect))
                place = folded.find(word, after)
    found.extend((stated.start(), "text") for stated in _STATED.finditer(folded))
    return sorted(found)


_Block: TypeAlias = tuple[str, _Open, str, frozenset[Aspect]]
"""A rule's selectors, what its place in the sheet is, its declarations, and what those are of."""


def _blocks(css: str, layers: dict[str, None]) -> Iterator[_Block]:
    counting = _counting(css)
    counting.append((len(css), "text"))
    layered = "@layer" in css
    around = [_Open("@")]
    end = passed = 0
    for chunk in css.split("}"):  # the end of a sheet closes what is open
        end += len(chunk) + 1
        first = passed
        while counting[passed][0] < end - 1:
            passed += 1
        # Most of a sheet: a rule that opens and closes, and declares nothing that counts.
        if first == passed and chunk.count("{") == 1 and not (layered and "@" in chunk):
            continue
        aspects = _aspects(counting, first, passed)
        *opening, text = chunk.split("{")
        if len(opening) == 1 and _is_plain(opening[0], around[-1]):
            yield opening[0].strip(), around[-1], text, aspects
            continue
        for outer, own in _open(opening, around, layers):
            yield outer.prelude, outer, own, aspects
        here = around[-1]
        if len(around) > 1:
            around.pop()
        if aspects and here.prelude not in ("", "@"):
            yield here.prelude, here, text, aspects


def _aspects(counting: list[tuple[int, Aspect]], first: int, after: int) -> frozenset[Aspect]:
    if after - first == 1:
        return _ONE[counting[first][1]]
    return frozenset(aspect for _, aspect in counting[first:after])


def _is_plain(prelude: str, around: _Open) -> bool:
    """Whether it opens a style rule in a place for such rules, and does nothing else."""
    return around.prelude == "@" and "@" not in prelude and ";" not in prelude


def _open(
    texts: list[str], around: list[_Open], layers: dict[str, None]
) -> Iterator[tuple[_Open, str]]:
    """Puts a rule on `around` for each text before a brace; gives the declarations in it that
    belong to the rule outside."""
    for text in texts:
        here = around[-1]
        own, _, inner = text.rpartition(";")
        if own and here.prelude not in ("", "@"):
            yield here, own
        if own and here.prelude == "@":
            _announce(own, here.layer, layers)
        opened = _opened(inner.strip(), here, len(layers))
        if opened.layer:
            layers.setdefault(opened.layer)
        around.append(opened)


def _announce(statements: str, outer: str, layers: dict[str, None]) -> None:
    """`@layer base, components;` fixes the order of layers."""
    for statement in statements.split(";"):
        kind, _, names = statement.strip().partition(" ")
        for name in names.split(",") if kind.lower() == "@layer" else ():
            layers.setdefault(_layer(name, outer))


def _layer(name: str, outer: str) -> str:
    return f"{outer}.{name.strip()}" if outer else name.strip()


def _opened(prelude: str, outer: _Open, count: int) -> _Open:
    """At-rules that hold no style rules, and what is nested more deeply than anyone writes, are
    passed over."""
    if not outer.prelude or len(outer.conditions) == _MOST_NESTED:
        return _Open("")
    if not prelude.startswith("@"):
        if outer.prelude != "@":
            prelude = nested(prelude, outer.prelude)
        return _Open(prelude, outer.conditions, outer.layer)
    if not _GROUP_RULE.match(prelude):
        return _Open("")
    if prelude[:6].lower() == "@layer":
        name = prelude[6:].strip() or f"#{count}"  # one without a name is none but itself
        return _Open(outer.prelude, outer.conditions, _layer(name, outer.layer))
    return _Open(outer.prelude, (*outer.conditions, prelude), outer.layer)
