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
    named = _named(tree)
    for node, params in _walk(tree, frozenset()):
        for value, held in _places(node):
            users: tuple[int, ...] = ()
            if isinstance(name := _name(value), str) and len(named.get(name, ())) == 1:
                value, users = named[name][0], (value.lineno,)
            one = _found(value, rows, held, body, params, users)
            if one is not None:
                found[one.start] = one
    return sorted(found.values(), key=lambda item: item.start)


def _walk(node: ast.AST, params: frozenset[str]) -> Iterator[tuple[ast.AST, frozenset[str]]]:
    """All nodes, each with the parameters of the functions around it."""
    yield node, params
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        args = node.args
        params |= {arg.arg for arg in (*args.posonlyargs, *args.args, *args.kwonlyargs)}
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, params)


def _name(node: ast.expr) -> str:
    """The constant or field that an argument names, else ""."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.attr
    return node.id if isinstance(node, ast.Name) and node.id.isupper() else ""


def _named(tree: ast.AST) -> dict[str, list[ast.Constant]]:
    """Names of the file -> the texts assigned to them; a second text makes a name useless."""
    found: dict[str, list[ast.Constant]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            name = getattr(target, "attr", getattr(target, "id", ""))
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found.setdefault(name, []).append(value)
            else:
                found.setdefault(name, []).extend([ast.Constant("")] * 2)
    return found


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


def _found(
    node: ast.expr,
    rows: list[int],
    held: bool,
    body: bytes,
    params: frozenset[str],
    users: tuple[int, ...],
) -> Found | None:
    if node.end_lineno is None or node.end_col_offset is None:
        return None
    value, shape = _value(node, params)
    if not value:
        return None
    start = rows[node.lineno - 1] + node.col_offset
    end = rows[node.end_lineno - 1] + node.end_col_offset
    joined = shape == "literal" and node.end_lineno > node.lineno
    shape = "held" if held and shape == "literal" else "joined" if joined else shape
    return Found(node.lineno, value, start, end, "named" if users else shape, users)


def _value(node: ast.expr, params: frozenset[str]) -> tuple[str, str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value, "literal"
    if isinstance(node, ast.JoinedStr) and _is_open(node, params):
        parts = [str(p.value) if isinstance(p, ast.Constant) else _RUN for p in node.values]
        fixed = any(isinstance(p, ast.Constant) and str(p.value).strip() for p in node.values)
        return "".join(parts) if fixed and parts.count(_RUN) <= 1 else "", "template"
    return "", ""


def _is_open(node: ast.JoinedStr, params: frozenset[str]) -> bool:
    """Whether only parameters are filled in: any value may have come."""
    filled = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
    return all(isinstance(value, ast.Name) and value.id in params for value in filled)
