"""Reads style sheets for the rules that declare certain properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from selfheal_cli.dom.selectors import Selector, parse_selectors

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_STRING = re.compile(r'"(?:\\.|[^"\\\n])*"' + r"|'(?:\\.|[^'\\\n])*'", re.S)
_SYNTAX = re.compile(r"[{};]")
_VALUE = (
    r"""((?:[^;()"']++|"(?:\\.|[^"\\])*+"|'(?:\\.|[^'\\])*+'"""
    r"""|\([^()]*+(?:\([^()]*+\)[^()]*+)*+\))*+)"""
)
_IMPORTANT = re.compile(r"\s*!\s*important\s*\Z", re.I)
_WORD = re.compile(r"[a-z-]+")
_GROUP_RULE = re.compile(r"@(?:media|supports|layer|container|scope|starting-style)\b", re.I)
_FOREIGN = ("-moz-", "-ms-", "-o-")
_MOST_NESTED = 32

Declaration = tuple[str, str, bool]
"""(property, value, important)."""


@dataclass(frozen=True, slots=True)
class Concern:
    """What of a sheet is read: declarations of properties whose names match `properties`. `marks`:
    of these words a sheet has one where it declares any. `boxes`: the properties that count of the
    boxes that sheets generate before and after content (called "before:display" etc.) alone; None
    where such boxes do not count."""

    properties: str
    marks: tuple[str, ...]
    boxes: frozenset[str] | None = None

    def concerns(self, css: str) -> bool:
        """Whether there can be anything of it in the text."""
        folded = css.lower()
        return any(mark in folded for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with its declarations. `conditions`: the at-rules around it, outermost first;
    `layer`: the cascade layer's name, "" outside; `place`: its place in the sheet."""

    selector: Selector
    declared: tuple[Declaration, ...]
    conditions: tuple[str, ...]
    layer: str
    place: int


@dataclass(frozen=True, slots=True)
class SheetRules:
    """A sheet's rules by the key of their selectors, and its layers in order."""

    rules: Mapping[str, Sequence[Rule]]
    layers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Open:
    """An at-rule ("@") or a style rule (its selectors) that is open; "" is passed over."""

    prelude: str
    conditions: tuple[str, ...] = ()
    layer: str = ""


def declarations(text: str, concern: Concern) -> Iterator[Declaration]:
    """The declarations of a block or a style attribute that concern us. Of single words the case
    is folded; what Chromium does not take for a value is left out."""
    for found in _pattern(concern).finditer(text):
        value = found[2].strip()
        important = _IMPORTANT.search(value)
        if important is not None:
            value = value[: important.start()]
        folded = value.lower()
        if _WORD.fullmatch(folded):
            value = folded
        if value and not folded.startswith(_FOREIGN):
            name = found[1]
            yield name if name[:2] == "--" else name.lower(), value, important is not None


@lru_cache(maxsize=16)
def _pattern(concern: Concern) -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=;))\s*({concern.properties})\s*:{_VALUE}(?=;|\Z)", re.I)


def rules_of(css: str, concern: Concern) -> SheetRules:
    """The rules of a sheet that concern us."""
    return _rules_of(css, concern) if concern.concerns(css) else _NONE


_NONE = SheetRules({})


# The snapshots of a run repeat the same sheets; a pure function of the text.
@lru_cache(maxsize=512)
def _rules_of(css: str, concern: Concern) -> SheetRules:
    rules: dict[str, list[Rule]] = {}
    layers: dict[str, None] = {}
    for place, (around, body) in enumerate(_blocks(css, concern, layers)):
        declared = tuple(declarations(body, concern))
        for selector in parse_selectors(around.prelude) if declared else ():
            kept = tuple(_counting(declared, selector.box, concern.boxes))
            if kept:
                rule = Rule(selector, kept, around.conditions, around.layer, place)
                rules.setdefault(selector.key, []).append(rule)
    return SheetRules(rules, tuple(layers))


def _counting(
    declared: Sequence[Declaration], box: str, of_boxes: frozenset[str] | None
) -> Iterator[Declaration]:
    if of_boxes is None:
        return iter(() if box else declared)
    return (one for one in declared if box or one[0] not in of_boxes)


def _blocks(css: str, concern: Concern, layers: dict[str, None]) -> Iterator[tuple[_Open, str]]:
    css = _STRING.sub(_without_syntax, _COMMENT.sub(" ", css) if "/*" in css else css)
    around = [_Open("@")]
    *closed, rest = css.split("}")
    for chunk in closed:
        # Most of a sheet: a rule that opens and closes, and declares nothing that counts.
        if chunk.count("{") == 1 and not concern.concerns(chunk) and "@layer" not in chunk:
            continue
        *opening, text = chunk.split("{")
        yield from _open(opening, around, layers)
        here = around[-1]
        if len(around) > 1:
            around.pop()
        if here.prelude not in ("", "@"):
            yield here, text
    yield from _open(rest.split("{")[:-1], around, layers)


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
    """Style rules inside style rules, at-rules that hold none, and what is nested more deeply than
    anyone writes are passed over."""
    if outer.prelude != "@" or len(outer.conditions) == _MOST_NESTED:
        return _Open("")
    if not prelude.startswith("@"):
        return _Open(prelude, outer.conditions, outer.layer)
    if not _GROUP_RULE.match(prelude):
        return _Open("")
    if prelude[:6].lower() == "@layer":
        name = prelude[6:].strip() or f"#{count}"  # one without a name is none but itself
        return _Open("@", outer.conditions, _layer(name, outer.layer))
    return _Open("@", (*outer.conditions, prelude), outer.layer)


def _without_syntax(string: re.Match[str]) -> str:
    """Braces and semicolons as escapes, so that a sheet can be cut at them."""
    text = string[0]
    if "{" in text or "}" in text or ";" in text:
        return _SYNTAX.sub(lambda found: f"\\{ord(found[0]):x} ", text)
    return text
