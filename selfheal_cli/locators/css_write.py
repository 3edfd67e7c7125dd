"""A parsed CSS selector, or a value for one, to text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selfheal_cli.locators.css_syntax import (
    Attribute,
    Class,
    Complex,
    Compound,
    Id,
    Match,
    NoArgument,
    Nth,
    Part,
    Pseudo,
    PseudoArgument,
    Selector,
    Selectors,
    Strings,
    Tag,
)

_CONTROL = re.compile(r"[\x01-\x1f\x7f]")


def escape_identifier(value: str) -> str:
    """`value` as a CSS identifier (CSSOM, "serialize an identifier"). "" gives ""."""
    if value == "-":
        return "\\-"
    return "".join(_escaped(value, at, char) for at, char in enumerate(value))


def _escaped(value: str, at: int, char: str) -> str:
    if char == "\0":
        return "\ufffd"
    leads = at == 0 or (at == 1 and value[0] == "-")
    if _CONTROL.match(char) or (leads and "0" <= char <= "9"):
        return f"\\{ord(char):x} "
    plain = char >= "\x80" or char in "-_" or (char.isascii() and char.isalnum())
    return char if plain else "\\" + char


def escape_string(value: str, quote: str = '"') -> str:
    """`value` as a CSS string in `quote`s (CSSOM, "serialize a string")."""
    body = value.replace("\0", "\ufffd").replace("\\", "\\\\").replace(quote, "\\" + quote)
    return quote + _CONTROL.sub(lambda found: f"\\{ord(found.group()):x} ", body) + quote


def unparse(selector: Selector | Complex | Compound | Part) -> str:
    """Selector text of any parsed piece; `parse_selector` gives an equal piece back."""
    match selector:
        case Selector():
            return _list(selector.complexes)
        case Complex():
            return _complex(selector)
        case Compound():
            return "".join(_part(part) for part in selector.parts)
        case _:
            return _part(selector)


def _list(complexes: Iterable[Complex]) -> str:
    return ", ".join(map(_complex, complexes))


def _complex(complex_: Complex) -> str:
    symbols = [" " if c.symbol == " " else f" {c.symbol} " for c in complex_.combinators]
    if not complex_.leading:
        symbols.insert(0, "")
    joined = "".join(
        symbol + unparse(compound)
        for symbol, compound in zip(symbols, complex_.compounds, strict=True)
    )
    return joined.lstrip(" ")


def _part(part: Part) -> str:
    match part:
        case Tag(name):
            return name if name == "*" else escape_identifier(name)
        case Id(name):
            return "#" + escape_identifier(name)
        case Class(name):
            return "." + escape_identifier(name)
        case Attribute():
            return _attribute(part)
        case Pseudo(name, argument):
            return f":{_pseudo_name(name)}{_argument(argument)}"


def _pseudo_name(name: str) -> str:
    return ":" + escape_identifier(name[1:]) if name[0] == ":" else escape_identifier(name)


def _attribute(part: Attribute) -> str:
    if not part.operator:
        return f"[{escape_identifier(part.name)}]"
    flag = f" {part.flag}" if part.flag else ""
    return f"[{escape_identifier(part.name)}{part.operator}{escape_string(part.value)}{flag}]"


def _argument(argument: PseudoArgument) -> str:
    match argument:
        case NoArgument():
            return ""
        case Nth():
            return f"({_nth(argument)})"
        case Match(selectors, index):
            return f"({_list(selectors)}, {index})"
        case Selectors(complexes):
            return f"({_list(complexes)})"
        case Strings(values):
            return f"({', '.join(map(escape_string, values))})"
        case _:
            return f"({argument.text})"


def _nth(nth: Nth) -> str:
    of = f" of {_list(nth.of)}" if nth.of else ""
    if nth.a == 0:
        return f"{nth.b}{of}"
    offset = f"{nth.b:+d}" if nth.b else ""
    step = {1: "", -1: "-"}.get(nth.a, str(nth.a))
    return f"{step}n{offset}{of}"
