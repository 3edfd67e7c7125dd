"""Entries of data files whose keys a frame's line names: for code that does not tell which file it
reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import cast

from tree_sitter import Node

from selfheal_cli.sources.data.nodes import DataNode, Plain
from selfheal_cli.sources.frames import Frame
from selfheal_cli.sources.languages import is_data
from selfheal_cli.sources.literal_texts import literal
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.values import Text

_WORD = re.compile(rb"[\w-]+")
_MOST_DATA = 3_000
_SHORTEST_KEY = 3
# Copies that a build makes of a project's own files.
BUILT = frozenset({"target", "build", "bin", "obj", "dist", "out"})


def is_manifest(path: str) -> bool:
    """Whether a data file is a tool's own, not the tests'."""
    name = path.rpartition("/")[2]
    return name.startswith(("package", "tsconfig", "composer", "yarn")) or "lock" in name


def named_entries(
    project: Project, frame: Frame, value: str
) -> Iterator[tuple[Text, Node, Module]]:
    """The entries of all data files that end in `value`, but for spaces, and whose key the frame's
    line says."""
    home = project.module(frame.path)
    if home is None or is_data(frame.path):
        return
    start, end = home.row(frame.line)
    line = home.text.utf8[start:end]
    for module in _holding(project, value):
        for scalar in cast(DataNode, module.root).scalars():
            if _ends_in(scalar.value, value) and _is_named(scalar.path(), line):
                for text in literal(cast(Node, scalar), module):
                    yield text, cast(Node, scalar), module


def _ends_in(held: Plain, value: str) -> bool:
    return isinstance(held, str) and (held.rstrip().endswith(value.rstrip()))


def _holding(project: Project, value: str) -> Iterator[Module]:
    """The data files that have the value's longest word; builds' copies only where no others do."""
    word = max(_WORD.findall(value.encode()), key=len, default=b"")
    data = (path for path in project.files() if is_data(path) and not is_manifest(path))
    paths = [
        path
        for path in islice(data, _MOST_DATA)
        if word and project.exists(path) and word in project.read(path)
    ]
    own = [path for path in paths if not BUILT & set(path.split("/"))]
    for path in own or paths:
        module = project.module(path)
        if module is not None:
            yield module


def _is_named(path: Sequence[str | int], line: bytes) -> bool:
    keys = [key for key in path if isinstance(key, str)]
    last = keys[-1].encode() if keys else b""
    said = rb"(?<![\w-])" + re.escape(last) + rb"(?![\w-])"
    return len(last) >= _SHORTEST_KEY and re.search(said, line, re.IGNORECASE) is not None
