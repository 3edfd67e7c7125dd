"""An upper bound of what an XPath costs on a page, told before libxml2 is asked.

libxml2 can be neither stopped nor counted along, so the bound is worked out from the expression
and the page's shape alone: each step of each path visits so many nodes, from so many others, in so
many evaluations; where several sets are made one, each node is compared with those before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from selfheal_cli.locators.page_shape import Shape

_OPERATORS = frozenset("| + - * = != < <= > >= and or div mod".split())  # noqa: SIM905
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})
_DISJOINT = frozenset({"child", "self", "attribute", "namespace"})
# What follows a slash that is a path by itself.
_AFTER_ROOT = frozenset({"", ")", "]", ",", "|", "+", "-"}) | _COMPARISONS
_ATTRIBUTES_EACH = 8
# How many characters are read, and how many nodes compared, in the time of visiting one.
_CHARACTERS = 16
_MERGES = 32


@dataclass(frozen=True, slots=True)
class _Nodes:
    """What a path has reached, over all `evaluations` of it: at most `distinct` nodes, each in at
    most `times` of the evaluations, at most `single` in any one, `total` in all. `leaf`: texts or
    attributes."""

    distinct: float
    times: float
    single: float
    total: float
    evaluations: float
    leaf: bool = False


_ONE = _Nodes(1, 1, 1, 1, 1)
_NONE = _Nodes(0, 0, 0, 0, 0)


def cost(pieces: Sequence[str], shape: Shape) -> float:
    """About how many nodes libxml2 looks at. `pieces`: the tokens of a well-formed expression."""
    reader = _Reader(pieces, shape)
    reader.expression(_ONE)
    return reader.cost


class _Reader:
    def __init__(self, pieces: Sequence[str], shape: Shape) -> None:
        self._pieces = pieces
        self._shape = shape
        self._at = 0
        self.cost = 0.0

    def _next(self, ahead: int = 0) -> str:
        place = self._at + ahead
        return self._pieces[place] if place < len(self._pieces) else ""

    def _take(self) -> str:
        piece = self._next()
        self._at += 1
        return piece

    def expression(self, context: _Nodes) -> _Nodes:
        """Adds the cost of an expression in each node of `context`; what it gives there."""
        found = self._operand(context)
        while self._next() in _OPERATORS:
            operator = self._take()
            other = self._operand(context)
            if operator in _COMPARISONS:
                self._compare(found, other)
                found = _NONE
            elif operator == "|":
                self.cost += found.total * other.single / _MERGES
                found = _joined(found, other)
            else:
                found = _NONE
        return found

    def _compare(self, one: _Nodes, other: _Nodes) -> None:
        self._read(one)
        self._read(other)
        self.cost += min(one.total * other.single, other.total * one.single)

    def _read(self, nodes: _Nodes) -> None:
        """The cost of the nodes' texts."""
        shape = self._shape
        below, characters = 0.0, nodes.times * shape.text
        if not nodes.leaf:
            inside = nodes.times * _REACH["descendant"](nodes.distinct, shape)
            below = min(inside, nodes.total * 2 * shape.elements)
            characters = nodes.times * min(shape.text_below, nodes.distinct * shape.text)
        characters = min(characters, nodes.total * shape.text)
        self.cost += nodes.total + below + characters / _CHARACTERS

    def _operand(self, context: _Nodes) -> _Nodes:
        while self._next() == "-":
            self._at += 1
        piece = self._next()
        if piece[:1] in ("'", '"') or piece[:1].isdigit() or piece[:1] == "." != piece[1:2] != "":
            self._at += 1
            return _NONE
        if piece == "(":
            self._at += 1
            found = self._filtered(self._closed(context))
        elif self._next(1) == "(" and piece not in _NODE_TYPES:
            self._at += 1
            found = self._filtered(self._call(piece, context))
        elif piece in ("/", "//"):
            return self._path(_once(context))
        else:
            return self._steps(context)
        return self._path(found) if self._next() in ("/", "//") else found

    def _closed(self, context: _Nodes) -> _Nodes:
        found = self.expression(context)
        self._at += 1
        return found

    def _call(self, name: str, context: _Nodes) -> _Nodes:
        self._at += 1
        given: list[_Nodes] = []
        while self._next() not in (")", ""):
            given.append(self.expression(context))
            if self._next() == ",":
                self._at += 1
        self._at += 1
        if name not in ("count", "not", "boolean", "position", "last"):
            for each in given or [context]:
                self._read(each)
        return _once(context) if name == "id" else _NONE

    def _filtered(self, found: _Nodes) -> _Nodes:
        while self._next() == "[":
            self._at += 1
            self.expression(found)
            self._at += 1
        return found

    def _path(self, start: _Nodes) -> _Nodes:
        """What follows a slash."""
        while self._next() in ("/", "//"):
            if self._take() == "//":
                start = self._axis("descendant-or-self", "node", start)
            if self._next() in _AFTER_ROOT:
                return start
            start = self._step(start)
        return start

    def _steps(self, context: _Nodes) -> _Nodes:
        return self._path(self._step(replace(context, single=1, evaluations=context.total)))

    def _step(self, start: _Nodes) -> _Nodes:
        axis = "child"
        piece = self._take()
        if piece in (".", ".."):
            return self._axis("self" if piece == "." else "parent", "node", start)
        if piece == "@":
            axis, piece = "attribute", self._take()
        elif self._next() == "::":
            self._at += 1
            axis, piece = piece, self._take()
        if self._next() == "(":
            while self._next() not in (")", ""):
                self._at += 1
            self._at += 1
        elif piece not in ("*",) and axis != "attribute":
            piece = f"<{piece}"
        return self._axis(axis, piece, start)

    def _axis(self, axis: str, test: str, start: _Nodes) -> _Nodes:
        shape, axis = self._shape, _SAME.get(axis, axis)
        each = _EACH[axis](shape)
        visited = min(start.total * each, start.times * _REACH[axis](start.distinct, shape))
        self.cost += visited
        most = 2.0 * shape.elements
        if test[:1] == "<":
            most = shape.count(test[1:])
            each = min(each, shape.nested[test[1:].lower()]) if axis == "ancestor" else each
        often = start.times * min(start.distinct, _FROM[axis](shape))
        total = min(visited, most * often, start.total * each)
        if self._next() == "[" and self._next(1).isdigit() and self._next(2) == "]":
            total, each = min(total, start.total), min(each, 1.0)
        single = min(most, start.single * each)
        distinct, leaf = min(most, total), axis == "attribute" or test == "text"
        reached = _Nodes(
            distinct, min(often, total), min(most, each), total, start.evaluations, leaf
        )
        self._filtered(reached)
        if start.single > 1 and axis not in _DISJOINT:
            self.cost += total * single / _MERGES
        return _as_sets(replace(reached, single=single))


def _as_sets(nodes: _Nodes) -> _Nodes:
    """Made one set in each evaluation, a node is in it once."""
    times = min(nodes.times, nodes.evaluations)
    total = min(nodes.total, nodes.distinct * times, nodes.evaluations * nodes.single)
    return replace(nodes, times=times, total=total)


def _joined(one: _Nodes, other: _Nodes) -> _Nodes:
    """The two sets of each evaluation made one."""
    return _Nodes(
        one.distinct + other.distinct,
        one.times + other.times,
        one.single + other.single,
        one.total + other.total,
        max(one.evaluations, other.evaluations),
        one.leaf and other.leaf,
    )


def _once(context: _Nodes) -> _Nodes:
    """One and the same node in each node of the context."""
    evaluations = max(context.total, 1)
    return _Nodes(1, evaluations, 1, evaluations, evaluations)


_Bound = Callable[[float, Shape], float]
_REACH: dict[str, _Bound] = {
    "child": lambda nodes, shape: min(2 * shape.elements, nodes * (1 + 2 * shape.widest)),
    "descendant": lambda nodes, shape: min(2 * shape.below, nodes * 2 * shape.elements),
    "ancestor": lambda nodes, shape: min(shape.below, nodes * shape.deepest),
    "parent": lambda nodes, shape: nodes,
    "self": lambda nodes, shape: nodes,
    "attribute": lambda nodes, shape: nodes * _ATTRIBUTES_EACH,
    "namespace": lambda nodes, shape: nodes,
    "following": lambda nodes, shape: (
        min(nodes * 2 * shape.elements, 2 * shape.apart) + nodes * shape.deepest
    ),
    "following-sibling": lambda nodes, shape: min(2 * shape.beside, nodes * 2 * shape.widest),
}
_EACH: dict[str, Callable[[Shape], float]] = {
    "child": lambda shape: 1 + 2 * shape.widest,
    "descendant": lambda shape: 2 * shape.elements,
    "ancestor": lambda shape: shape.deepest,
    "parent": lambda shape: 1,
    "self": lambda shape: 1,
    "attribute": lambda shape: 1,
    "namespace": lambda shape: 1,
    "following": lambda shape: 2 * shape.elements,
    "following-sibling": lambda shape: 2 * shape.widest,
}
# From how many nodes at most the axis leads to the same node.
_FROM: dict[str, Callable[[Shape], float]] = {
    "child": lambda shape: 1,
    "descendant": lambda shape: shape.deepest,
    "ancestor": lambda shape: 2 * shape.elements,
    "parent": lambda shape: 2 * shape.widest + 1 + _ATTRIBUTES_EACH,
    "self": lambda shape: 1,
    "attribute": lambda shape: 1,
    "namespace": lambda shape: 1,
    "following": lambda shape: 2 * shape.elements,
    "following-sibling": lambda shape: 2 * shape.widest,
}
_SAME = {
    "descendant-or-self": "descendant",
    "ancestor-or-self": "ancestor",
    "preceding": "following",
    "preceding-sibling": "following-sibling",
}
