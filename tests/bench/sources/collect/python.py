"""Sites of Python files, by the standard library's parser."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import accumulate

from tests.bench.sources.collect.found import Found, locates

_RUN = "7f3"


def scan(raw: bytes) -> list[Found]:
    """Literals in locators' places of one file; none where it does not parse."""
    try:
        text = raw.decode("utf-8")
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return []
    if "\f" in text or "\r" in text.replace("\r\n", ""):
        return []
    body = raw.removeprefix(b"\xef\xbb\xbf")
    shift = len(raw) - len(body)
    rows = [shift + at for at in accumulate((len(r) + 1 for r in body.split(b"\n")), initial=0)]
    found = {}
    for node in ast.walk(tree):
        for value, held in _places(node):
            one = _found(value, rows, held, body)
            if one is not None:
                found[one.start] = one
    return sorted(found.values(), key=lambda item: item.start)


def _places(node: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
    if isinstance(node, ast.Call):
        args = list(node.args)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        before = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
        if len(args) >= 2 and _is_kind(args[0]):
            yield args[1], False
        elif name and args and locates(name, before):
            yield args[0], False
            yield from ((k.value, False) for k in node.keywords if k.arg == "name")
    elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and _is_kind(node.elts[0]):
        yield node.elts[1], True


def _is_kind(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id.endswith("By")
        and node.attr.isupper()
    )


def _found(node: ast.expr, rows: list[int], held: bool, body: bytes) -> Found | None:
    if node.end_lineno is None or node.end_col_offset is None:
        return None
    value, shape = _value(node)
    if not value:
        return None
    start = rows[node.lineno - 1] + node.col_offset
    end = rows[node.end_lineno - 1] + node.end_col_offset
    joined = shape == "literal" and node.end_lineno > node.lineno
    shape = "held" if held and shape == "literal" else "joined" if joined else shape
    return Found(node.lineno, value, start, end, shape)


def _value(node: ast.expr) -> tuple[str, str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value, "literal"
    if isinstance(node, ast.JoinedStr):
        parts = [str(p.value) if isinstance(p, ast.Constant) else _RUN for p in node.values]
        fixed = any(isinstance(p, ast.Constant) and str(p.value).strip() for p in node.values)
        return "".join(parts) if fixed and parts.count(_RUN) <= 1 else "", "template"
    return "", ""
