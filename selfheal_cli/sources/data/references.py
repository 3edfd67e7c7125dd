"""How the code and the file itself refer to an entry of a data file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selfheal_cli.sources.data.nodes import DataNode


def pattern_of(node: DataNode) -> re.Pattern[bytes]:
    """What finds references to the key of an entry in code: after the key above it, as in
    `where["login"]["button"]`, `get("login", "button")`, `login.button`."""
    keys = [key for key in node.path() if isinstance(key, str)]
    parts = [re.escape(key.encode()) for key in keys[-2:]]
    if not parts:
        return re.compile(rb"(?!)")
    end = parts[-1] + rb"(?![\w-])"
    if len(parts) == 1:
        return re.compile(rb"[\"'.]" + end)
    return re.compile(rb"(?<![\w-])" + parts[0] + rb"[^\w\n]{1,6}(?:get\w*\W{1,3})?" + end)


def aliases(root: DataNode, node: DataNode) -> int:
    """How many other places of the file stand for a node or what it is in."""
    around: set[int] = set()
    parent: DataNode | None = node
    while parent is not None:
        around.add(parent.id)
        parent = parent.parent
    return sum(each.of is not None and each.of.id in around for each in _aliases(root))


def _aliases(node: DataNode) -> Iterator[DataNode]:
    if node.type == "alias":
        yield node
    for child in node.children:
        yield from _aliases(child)
