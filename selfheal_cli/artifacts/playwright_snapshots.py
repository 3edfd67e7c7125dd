"""A trace's frame snapshots: found by their heads, parsed and put together when asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from selfheal_cli.errors import ArtifactError
from selfheal_cli.model import Nodes, Snapshot, no_sheet

MAX_NODES = 2_000_000
_HEAD = 2000
_BODY = b'"html":'
_FIELD = re.compile(rb'"(callId|phase|snapshotName|pageId|frameId|frameUrl)":"((?:[^"\\]|\\.)*)"')
_MAIN = re.compile(rb'"isMainFrame":true')
_TAIL = 200
_FRAMES = ("IFRAME", "FRAME", "iframe", "frame")
_FRAME_SRC = "/snapshot/"


@dataclass(frozen=True, slots=True)
class Taken:
    """One recorded snapshot line: whose it is, and its bytes, not yet parsed. `order` counts all
    snapshots of the trace, `turn` those of the same frame."""

    line: bytes
    call_id: str
    phase: str
    page_id: str
    frame_id: str
    is_main: bool
    order: int
    turn: int
    url: str = ""


@dataclass(slots=True)
class _Tally:
    """What is counted while a document is put together."""

    size: int = 0
    frames: list[str] = field(default_factory=list)

    def add(self, other: _Tally) -> None:
        """Counts a part once more. Only parts that are used again can outgrow what was read."""
        self.size += other.size
        self.frames.extend(other.frames)
        if self.size > MAX_NODES:
            raise ArtifactError(f"a recorded page has more than {MAX_NODES} nodes")


@dataclass(frozen=True, slots=True, eq=False)
class Snapshots:
    """All snapshots of one trace file, in its order. References between snapshots count those of
    the same frame, so none is ever left out."""

    taken: tuple[Taken, ...]
    origin: str = ""
    sheet: Callable[[str], str] = no_sheet
    _calls: dict[str, list[Taken]] = field(default_factory=dict)
    _turns: dict[str, list[Taken]] = field(default_factory=dict)
    _roots: dict[int, tuple[dict[str, Any], list[Any]]] = field(default_factory=dict)
    _built: dict[tuple[int, int], tuple[Any, _Tally]] = field(default_factory=dict)

    def of_call(self, call_id: str) -> list[Taken]:
        """The snapshots of main frames taken for that call, in the order of the file."""
        if not self._calls:
            for taken in self.taken:
                if taken.is_main:
                    self._calls.setdefault(taken.call_id, []).append(taken)
        return self._calls.get(call_id, [])

    def last(self, page_id: str, before: int | None = None) -> Taken | None:
        """The last snapshot of the page's main frame (any page where `page_id` is ""), of those
        taken earlier than the `before`-th."""
        for taken in reversed(self.taken):
            early = before is None or taken.order < before
            if taken.is_main and early and page_id in ("", taken.page_id):
                return taken
        return None

    def build(self, taken: Taken) -> Snapshot:
        """The document, and those of its iframes at the same moment. Raises ArtifactError."""
        try:
            return self._document(taken, frozenset())
        except RecursionError as error:
            raise ArtifactError("a recorded page is nested too deeply") from error
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise ArtifactError(f"a recorded page is damaged ({error})") from error

    def _document(self, taken: Taken, above: frozenset[str]) -> Snapshot:
        root, _ = self._parsed(taken)
        tally = _Tally()
        node = self._resolved(taken, root["html"], tally)
        frames = tuple(self._frames(taken, tally.frames, above | {taken.frame_id}))
        url, size = str(root.get("frameUrl", "")), _viewport(root)
        return Snapshot(Nodes(node), url, frames, self.origin, self.sheet, size)

    def _frames(
        self, outer: Taken, sources: Iterable[str], above: frozenset[str]
    ) -> Iterator[tuple[str, Snapshot]]:
        for source in dict.fromkeys(sources):
            frame_id = source.removeprefix(_FRAME_SRC).partition("?")[0]
            inner = self._inner(outer, frame_id)
            if inner is not None and frame_id not in above:
                yield source, self._document(inner, above)

    def _inner(self, outer: Taken, frame_id: str) -> Taken | None:
        """The frame's snapshot of the same moment, else its last one not later."""
        turns = self._of_frame(frame_id)
        moment = (outer.call_id, outer.phase)
        same = [t for t in turns if (t.call_id, t.phase) == moment]
        earlier = [t for t in turns if t.order <= outer.order]
        found = same or earlier
        return found[-1] if found else None

    def _of_frame(self, frame_id: str) -> list[Taken]:
        if not self._turns:
            for taken in self.taken:
                self._turns.setdefault(taken.frame_id, []).append(taken)
        return self._turns.get(frame_id, [])

    def _parsed(self, taken: Taken) -> tuple[dict[str, Any], list[Any]]:
        known = self._roots.get(taken.order)
        if known is None:
            snapshot = json.loads(taken.line)["snapshot"]
            known = (snapshot, [])
            _collect_own(snapshot["html"], known[1])
            self._roots[taken.order] = known
        return known

    def _resolved(self, taken: Taken, node: Any, tally: _Tally) -> Any:
        if isinstance(node, str):
            return node
        if not isinstance(node[0], str):
            return self._referred(taken, node[0], tally)
        tally.size += len(node)
        if node[0] in _FRAMES:
            tally.frames.extend(_own_frame(node))
        found = node[:2]
        for child in node[2:]:
            found.append(child if isinstance(child, str) else self._resolved(taken, child, tally))
        return found

    def _referred(self, taken: Taken, reference: list[int], tally: _Tally) -> Any:
        """Node `n`, in post-order, of the frame's snapshot `ago` turns earlier."""
        ago, n = reference
        turn = taken.turn - ago
        if ago < 1 or turn < 0 or n < 0:
            raise ValueError("a reference leads out of the trace")
        holder = self._of_frame(taken.frame_id)[turn]
        known = self._built.get((holder.order, n))
        if known is None:
            inner = _Tally()
            known = (self._resolved(holder, self._parsed(holder)[1][n], inner), inner)
            self._built[holder.order, n] = known
        tally.add(known[1])
        return known[0]


def _viewport(root: Mapping[str, Any]) -> tuple[int, int]:
    size = root.get("viewport") or {}
    return (int(size.get("width") or 0), int(size.get("height") or 0))


def _own_frame(node: list[Any]) -> tuple[str, ...]:
    source = str(node[1].get("src", "")) if len(node) > 1 else ""
    return (source,) if source.startswith(_FRAME_SRC) else ()


def _collect_own(node: Any, found: list[Any]) -> None:
    """The snapshot's own nodes in post-order: text counts, references do not."""
    if isinstance(node, str):
        found.append(node)
    elif isinstance(node[0], str):
        for child in node[2:]:
            if isinstance(child, str):
                found.append(child)
            else:
                _collect_own(child, found)
        found.append(node)


def take(line: bytes, order: int, turns: dict[str, int]) -> Taken:
    """A frame-snapshot line by its head alone; `turns` counts the snapshots of each frame. Raises
    ValueError where the line is damaged."""
    known: dict[str, Any] = {
        key.decode(): value.decode("utf-8", "replace")
        for key, value in reversed(_FIELD.findall(line[:_HEAD].partition(_BODY)[0]))
    }
    known["isMainFrame"] = _MAIN.search(line, max(len(line) - _TAIL, 0)) is not None
    if "frameId" not in known:
        known = json.loads(line)["snapshot"]
    phase, _, call_id = str(known.get("snapshotName", "")).partition("@")
    phase = "action" if phase == "input" else phase
    frame_id = str(known.get("frameId", ""))
    turn = turns.get(frame_id, 0)
    turns[frame_id] = turn + 1
    return Taken(
        line,
        str(known.get("callId", call_id)),
        str(known.get("phase", phase)),
        str(known.get("pageId", "")),
        frame_id,
        bool(known.get("isMainFrame")),
        order,
        turn,
        str(known.get("frameUrl", "")),
    )
