"""Where a text that failed is written, whatever call takes it: for those who know only the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from tree_sitter import Node

from selfheal_cli.model import Location, SourceCopy
from selfheal_cli.sources.base import NoSite
from selfheal_cli.sources.callers import call_arguments, calls_at, line_node
from selfheal_cli.sources.evaluate import Evaluator
from selfheal_cli.sources.frames import Frame, LostFrame, map_frames
from selfheal_cli.sources.ignored import is_ignored
from selfheal_cli.sources.modules import Module, Project, project_of
from selfheal_cli.sources.nodes import source
from selfheal_cli.sources.positions import Position, position
from selfheal_cli.sources.reading import SourceTree
from selfheal_cli.sources.stated import Origin
from selfheal_cli.sources.syntax import (
    CallExpr,
    Chunk,
    Filled,
    IndexExpr,
    JoinExpr,
    MemberExpr,
    NameExpr,
    PercentExpr,
    RegexExpr,
    TextExpr,
)
from selfheal_cli.sources.values import (
    Chain,
    Hole,
    Piece,
    Record,
    Regex,
    Text,
    Value,
    Written,
)
from selfheal_cli.sources.values import Sequence as Items

_DEEPEST = 4
_WIDEST = 24
_WRITTEN = (TextExpr, JoinExpr, PercentExpr, RegexExpr)
_REFERRING = (NameExpr, MemberExpr, IndexExpr, CallExpr)


@dataclass(frozen=True, slots=True)
class Lead:
    """A text of the sources that is worth what failed, and the expression that led to it.
    `places`: its string tokens as (path, start, end) in the files' own bytes."""

    text: Text
    origin: Origin
    position: Position
    places: tuple[tuple[str, int, int], ...]


def find(
    value: str,
    frames: Sequence[Location],
    tree: SourceTree,
    copies: Sequence[SourceCopy] = (),
) -> Lead | NoSite:
    """The one text that the frames lead to and that is worth `value`, or a sentence why none is.

    What is written at a frame comes before what a name or a call there stands for, and what a
    locator's call takes before what is typed or expected. `tree` may be a Project.
    """
    project = project_of(tree)
    mapped = map_frames(frames, copies, project)
    ev = Evaluator(project, tuple(frame for frame in mapped if isinstance(frame, Frame)))
    for index in range(len(ev.frames)):
        for look in (_written_on_line, _written_in_statement, _referred_to, _templates):
            leads = _distinct(ev, look(ev, index), value)
            if leads:
                return _settled(leads, project)
    lost = [frame.reason for frame in mapped if isinstance(frame, LostFrame)]
    if lost or not ev.frames:
        return NoSite(lost[0] if lost else "no frame of the failure lies in the sources")
    return NoSite("nothing at the failure's frames is worth the text that failed")


def _settled(leads: Sequence[Lead], project: Project) -> Lead | NoSite:
    best = min(lead.position for lead in leads)
    first = [lead for lead in leads if lead.position == best]
    known = [lead for lead in first if lead.text.known and not _holes(lead.text)] or first
    if len(known) > 1:
        places = ", ".join(sorted({path for lead in known for path, _, _ in lead.places}))
        return NoSite(f"the text is written at several places in {places}")
    kept = _ignored(known[0], project)
    return NoSite(kept) if kept else known[0]


def _ignored(lead: Lead, project: Project) -> str:
    for piece in lead.text.pieces:
        module = project.module(piece.path) if isinstance(piece, Written) else None
        if isinstance(piece, Written) and module is not None:
            line = module.text.utf8.count(b"\n", 0, piece.token.start) + 1
            if is_ignored(Location(piece.path, line), project):
                return f"a comment at {piece.path}:{line} says that selfheal leaves it alone"
    return ""


def _holes(text: Text) -> list[Hole]:
    return [piece for piece in text.pieces if isinstance(piece, Hole)]


# --- which texts a frame leads to ----------------------------------------------------------------

_Found = tuple[Module, Node, Value]


def _written_on_line(ev: Evaluator, index: int) -> Iterator[_Found]:
    """Text expressions that touch the frame's line, outer ones first."""
    frame = ev.frames[index]
    module = ev.project.module(frame.path)
    for node in _nodes(module, frame.line, True) if module is not None else ():
        if module is not None and isinstance(module.expression(node), _WRITTEN):
            for value in ev.values(node, ev.env_at(index, module, node)):
                yield module, node, value


def _written_in_statement(ev: Evaluator, index: int) -> Iterator[_Found]:
    """Text expressions of the frame's whole statement, and calls that make a text of one."""
    frame = ev.frames[index]
    module = ev.project.module(frame.path)
    for node in _nodes(module, frame.line, False) if module is not None else ():
        if module is not None and isinstance(module.expression(node), (*_WRITTEN, CallExpr)):
            for value in ev.values(node, ev.env_at(index, module, node)):
                if isinstance(value, Text):
                    yield module, node, value


def _referred_to(ev: Evaluator, index: int) -> Iterator[_Found]:
    """What the calls and names at the frame stand for, and what they are given."""
    frame = ev.frames[index]
    module = ev.project.module(frame.path)
    if module is None:
        return
    for call in calls_at(module, frame):
        env = ev.env_at(index, module, call)
        for arg in call_arguments(call, env):
            for value in ev.forced(arg.thunk):
                yield module, call, value
        for value in ev.values(call, env):
            yield module, call, value
    for node in _nodes(module, frame.line, True):
        if isinstance(module.expression(node), _REFERRING):
            for value in ev.values(node, ev.env_at(index, module, node)):
                yield module, node, value


def _templates(ev: Evaluator, index: int) -> Iterator[_Found]:
    """Templates of the frame's line, whose interpolations the run may have given other values than
    the sources show."""
    frame = ev.frames[index]
    module = ev.project.module(frame.path)
    for node in _nodes(module, frame.line, False) if module is not None else ():
        for text in literal(node, module) if module is not None else ():
            if module is not None and not text.known:
                yield module, node, text


def literal(node: Node, module: Module) -> tuple[Text, ...]:
    """A literal's text, whatever its interpolations are worth; empty for other nodes."""
    read = module.expression(node)
    if not isinstance(read, TextExpr):
        return ()
    return (Text(tuple(_piece(part, module) for part in read.parts)),)


def _piece(part: Chunk | Filled, module: Module) -> Piece:
    if isinstance(part, Filled):
        return Hole(source(part.node, module.text))
    return Written(part.text, module.path, part.token, part.spans, part.at)


def _nodes(module: Module, line: int, touching: bool) -> Iterator[Node]:
    statement = line_node(module, line)
    stack = [statement] if statement is not None else []
    while stack:
        node = stack.pop()
        if touching and not node.start_point.row <= line - 1 <= node.end_point.row:
            continue
        yield node
        if touching or node is statement or not module.language.is_function(node):
            stack.extend(reversed(node.named_children))


# --- which of them are worth the value -----------------------------------------------------------


def _distinct(ev: Evaluator, found: Iterator[_Found], value: str) -> list[Lead]:
    """The texts worth `value`, each set of literals once, at its best position."""
    leads: dict[frozenset[object], Lead] = {}
    for module, node, held in found:
        for text in texts_in(ev, held):
            bound = bind(text, shown_as(text, value))
            places = _places(bound, ev.project) if bound is not None else ()
            if bound is None or not places:
                continue
            origin = Origin(ev.frames, 0, module.path, node.start_byte, node.end_byte)
            lead = Lead(bound, origin, position(bound, ev.project), places)
            key = frozenset(places)
            if key not in leads or lead.position < leads[key].position:
                leads[key] = lead
    return [lead for key, lead in leads.items() if not any(key < other for other in leads)]


def texts_in(ev: Evaluator, value: Value, depth: int = 0) -> Iterator[Text]:
    """The texts in a value: itself, the items of a sequence, what its calls are given."""
    if isinstance(value, Text):
        yield value
    if depth >= _DEEPEST:
        return
    match value:
        case Items():
            args = value.items
        case Record():
            args = tuple(value.entries.values())
        case Chain():
            args = tuple(arg for link in value.links for arg in link.args)
        case Regex() if value.written.pieces:
            yield value.written
            return
        case _:
            return
    for arg in islice(args, _WIDEST):
        for inner in ev.forced(arg.thunk):
            yield from texts_in(ev, inner, depth + 1)


def bind(text: Text, value: str) -> Text | None:
    """The text with what only the run knew bound so that it is worth `value`; None if it is not."""
    if text.known:
        return text if text.value == value else None
    fixed = "".join(piece.text for piece in text.pieces if isinstance(piece, Written))
    if not re.search(r"\w", fixed):
        return None
    names = list(dict.fromkeys(p.name for p in _holes(text) if not p.known))
    matched = re.fullmatch(_pattern(text, names), value, re.DOTALL)
    if matched is None:
        return None
    return Text(
        tuple(
            Hole(piece.name, matched[f"h{names.index(piece.name)}"], True)
            if isinstance(piece, Hole) and not piece.known
            else piece
            for piece in text.pieces
        )
    )


def shown_as(text: Text, value: str) -> str:
    """`value` as the text would say it: of a regular expression, which logs show with its slashes
    or as its source, what the text is worth."""
    piece = text.pieces[0] if len(text.pieces) == 1 else None
    if not isinstance(piece, Written) or piece.token.quoting.opening != "/":
        return value
    slashed = re.fullmatch(r"/(.+)/[a-z]*", value, re.DOTALL)
    source = slashed[1] if slashed else value
    if piece.token.quoting.raw or (not slashed and "\\" not in value):
        return source
    return re.sub(r"\\(.)", r"\1", source)


def _pattern(text: Text, names: Sequence[str]) -> str:
    seen: set[str] = set()
    parts: list[str] = []
    for piece in text.pieces:
        if isinstance(piece, Written) or piece.known:
            parts.append(re.escape(piece.text if isinstance(piece, Written) else piece.value))
            continue
        group = f"h{names.index(piece.name)}"
        parts.append(f"(?P={group})" if group in seen else f"(?P<{group}>.*?)")
        seen.add(group)
    return "".join(parts)


def _places(text: Text, project: Project) -> tuple[tuple[str, int, int], ...]:
    found: dict[tuple[str, int, int], None] = {}
    for piece in text.pieces:
        module = project.module(piece.path) if isinstance(piece, Written) else None
        if not isinstance(piece, Written) or module is None or not (piece.text or text.value == ""):
            continue
        start, end = module.text.to_raw(piece.token.start), module.text.to_raw(piece.token.end)
        found[piece.path, start, end] = None
    return tuple(found)
