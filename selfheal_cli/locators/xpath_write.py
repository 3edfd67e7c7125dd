"""Values written into XPath expressions."""

from __future__ import annotations


def literal(value: str, quote: str = "'") -> str:
    """`value` as an XPath 1.0 string; one that holds both quotes needs `concat`."""
    other = "'" if quote == '"' else '"'
    for mark in (quote, other):
        if mark not in value:
            return f"{mark}{value}{mark}"
    pieces = [f"'{piece}'" for piece in value.split("'")]
    return "concat(" + ', "\'", '.join(pieces) + ")"
