"""Pages put together from recorded snapshots that refer to one another."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfheal_cli.artifacts.playwright_snapshots import Snapshots, Taken, take
from selfheal_cli.errors import ArtifactError
from selfheal_cli.model import Nodes, Snapshot
from tests.artifacts.traces import snapshot

Tree = Any


def record(events: list[dict[str, Any]]) -> Snapshots:
    turns: dict[str, int] = {}
    found = [
        take(json.dumps(event, separators=(",", ":")).encode(), order, turns)
        for order, event in enumerate(events)
    ]
    return Snapshots(tuple(found))


def built(snapshots: Snapshots, at: int) -> Tree:
    page = snapshots.build(snapshots.taken[at])
    assert isinstance(page.content, Nodes)
    return page.content.root


LEAVES = st.text("ab<&\u20ac", min_size=1, max_size=3)
ATTRIBUTES = st.dictionaries(st.sampled_from(["id", "class"]), LEAVES, max_size=2)


def element(children: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    names = st.sampled_from(["DIV", "P", "A"])
    parts = st.tuples(names, ATTRIBUTES, st.lists(children, max_size=4))
    return parts.map(lambda part: [part[0], part[1], *part[2]])


TREES = st.recursive(LEAVES, element, max_leaves=12)
DOCUMENTS = st.lists(TREES, max_size=4).map(lambda parts: ["HTML", {}, *parts])


def own_nodes(written: Tree, meant: Tree) -> Iterator[Tree]:
    """In post-order, what each node that was written out stands for."""
    if isinstance(written, list) and isinstance(written[0], list):
        return
    if isinstance(written, list):
        for child, original in zip(written[2:], meant[2:], strict=True):
            yield from own_nodes(child, original)
    yield meant


class Recorder:
    """Writes documents as the browser's recorder does: what was written before is referred to."""

    def __init__(self) -> None:
        self.turns: list[list[Tree]] = []

    def write(self, document: Tree) -> Tree:
        written = self._write(document)
        self.turns.append(list(own_nodes(written, document)))
        return written

    def _write(self, node: Tree) -> Tree:
        for ago, nodes in enumerate(reversed(self.turns), start=1):
            if not isinstance(node, str) and node in nodes:
                return [[ago, nodes.index(node)]]
        return node if isinstance(node, str) else [*node[:2], *map(self._write, node[2:])]


@given(st.lists(DOCUMENTS, min_size=1, max_size=6))
@settings(deadline=None)
def test_every_document_is_what_was_recorded(documents: list[Tree]) -> None:
    recorder = Recorder()
    events = [snapshot("a@1", "after", recorder.write(document)) for document in documents]
    snapshots = record(events)
    for at in reversed(range(len(documents))):
        assert built(snapshots, at) == documents[at]


def test_a_reference_counts_snapshots_of_its_own_frame() -> None:
    page = ["HTML", {}, ["IFRAME", {"src": "/snapshot/frame@in"}]]
    inner = ["HTML", {}, ["P", {}, "inside"]]
    snapshots = record(
        [
            snapshot("a@1", "before", page),
            snapshot("a@1", "before", inner, frame="in"),
            snapshot("a@2", "after", [[1, 1]]),
            snapshot("a@2", "after", [[1, 2]], frame="in"),
        ]
    )
    shown = snapshots.build(snapshots.taken[2])
    assert built(snapshots, 2) == page
    ((source, document),) = shown.frames
    assert source == "/snapshot/frame@in"
    assert isinstance(document.content, Nodes)
    assert document.content.root == inner


def test_a_frame_without_a_snapshot_of_the_moment_shows_its_last_earlier_one() -> None:
    page = ["HTML", {}, ["IFRAME", {"src": "/snapshot/frame@in"}]]
    snapshots = record(
        [
            snapshot("a@1", "before", ["HTML", {}, "early"], frame="in"),
            snapshot("a@2", "after", page),
            snapshot("a@3", "after", ["HTML", {}, "late"], frame="in"),
        ]
    )
    ((_, document),) = snapshots.build(snapshots.taken[1]).frames
    assert isinstance(document.content, Nodes)
    assert document.content.root == ["HTML", {}, "early"]


def test_a_frame_that_holds_itself_ends() -> None:
    page = ["HTML", {}, ["IFRAME", {"src": "/snapshot/frame@f"}]]
    snapshots = record([snapshot("a@1", "after", page)])
    assert snapshots.build(snapshots.taken[0]).frames == ()


@pytest.mark.parametrize(
    "html",
    [
        [[1, 0]],
        [[0, 0]],
        [[-1, 0]],
        ["HTML", {}, [[1, 99]]],
        ["HTML", {}, [[1]]],
        ["HTML", {}, [["x", 0]]],
        ["HTML", {}, []],
        None,
        {"a": 1},
        ["HTML", 3, ["IFRAME", 3]],
    ],
)
def test_damage_is_told_and_not_raised_otherwise(html: Tree) -> None:
    snapshots = record([snapshot("a@1", "after", html)])
    with pytest.raises(ArtifactError):
        snapshots.build(snapshots.taken[0])


def test_references_that_multiply_are_stopped() -> None:
    """Each snapshot holds the first node of the one before it twice."""
    events = [snapshot("a@0", "after", ["HTML", {}, ["P", {}]])]
    for turn in range(1, 60):
        twice = ["P", {}, [[1, 0]], [[1, 0]]]
        events.append(snapshot(f"a@{turn}", "after", ["HTML", {}, twice]))
    snapshots = record(events)
    with pytest.raises(ArtifactError, match="more than"):
        snapshots.build(snapshots.taken[-1])


def test_nesting_without_end_is_told() -> None:
    deep = '["DIV",{},' * 100_000 + '"x"' + "]" * 100_000
    line = json.dumps(snapshot("a@1", "after", "HERE"), separators=(",", ":"))
    taken = take(line.replace('"HERE"', deep).encode(), 0, {})
    with pytest.raises(ArtifactError, match="deep"):
        Snapshots((taken,)).build(taken)


def test_the_head_is_read_without_the_body() -> None:
    event = snapshot("a@7", "after", frame="f")
    taken = take(json.dumps(event, separators=(",", ":")).encode(), 3, {})
    assert isinstance(taken, Taken)
    assert (taken.call_id, taken.phase, taken.page_id) == ("a@7", "after", "page@1")
    assert taken.is_main
    assert taken.url == "http://shop.test/"


def test_keys_in_another_order_are_read_all_the_same() -> None:
    event = snapshot("a@7", "after")
    event["snapshot"] = dict(reversed([*event["snapshot"].items(), ("x", "y" * 5000)]))
    taken = take(json.dumps(event).encode(), 0, {})
    assert taken.call_id == "a@7"
    page = Snapshots((taken,)).build(taken)
    assert isinstance(page, Snapshot)
