"""Where a text that failed is written, whatever call takes it: for those who know only the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from selfheal_cli.model import Location, SourceCopy
from selfheal_cli.sources import on_line
from selfheal_cli.sources.base import NoSite
from selfheal_cli.sources.entries import named_entries
from selfheal_cli.sources.evaluate import Evaluator
from selfheal_cli.sources.frames import Frame, LostFrame, map_frames
from selfheal_cli.sources.ignored import left_alone
from selfheal_cli.sources.islands import first_on_island
from selfheal_cli.sources.modules import Project, project_of
from selfheal_cli.sources.positions import Position, position
from selfheal_cli.sources.reading import SourceTree
from selfheal_cli.sources.stated import Origin
from selfheal_cli.sources.straight import first_straight, is_straight
from selfheal_cli.sources.values import Hole, Text, Written


@dataclass(frozen=True, slots=True)
class Lead:
    """A text of the sources that is worth what failed, and the expression that led to it.
    `places`: its string tokens as (path, start, end) in the files' own bytes; `whole`: the sources
    show all of it; `before`, `behind`: what they write around what failed, as `id:` and spaces."""

    text: Text
    origin: Origin
    position: Position
    places: tuple[tuple[str, int, int], ...]
    whole: bool
    before: str = ""
    behind: str = ""


_NAMES = (
    r"(?:id|name|css|xpath|link|partial ?link|class|tag|text|value|label|identifier|data-[\w-]+"
    r"|accessibility[_ ]?id|(?:css ?selector|css_selector|class_?name|link_?text|tag_?name"
    r"|partial_?link_?text)"
    r"|android|ios|resource-id)"
)
# What begins a locator, so that what the run filled in may be all the rest of it.
_STRATEGY = re.compile(rf"{_NAMES}\s?[:=]", re.IGNORECASE)
# The same as repositories of locators write it, whose readers part it from the rest.
_AROUND = re.compile(
    rf"(?P<before>\s*(?:{_NAMES}\s*(?:=+>?|:|-*>|,|\|)\s*)?)(?P<rest>.*?\S)(?P<behind>\s*)",
    re.IGNORECASE | re.DOTALL,
)
_TOLD = 4
_Look: TypeAlias = Callable[[Project], "Lead | NoSite"]
_LOOKS: tuple[on_line.Look, ...] = (
    on_line.written_on_line,
    on_line.written_in_statement,
    on_line.begun_on_line,
    on_line.owning_on_line,
    on_line.reaching_line,
    on_line.templates,
    on_line.written_beside,
)
# What is known and may be a locator, then what only the run knew in part, then what is said.
_TIERS: tuple[Callable[[Lead], bool], ...] = (
    lambda lead: lead.whole and lead.position < Position.SAYS,
    lambda lead: not lead.whole and _is_telling(lead),
    lambda lead: lead.whole,
)


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
    return _find(value, frames, tree, copies, _by_parts)


def find_in_whole_files(
    value: str, frames: Sequence[Location], tree: SourceTree, copies: Sequence[SourceCopy] = ()
) -> Lead | NoSite:
    """The same with every file parsed whole, whatever the frames lead to."""
    return _find(value, frames, tree, copies, lambda value, project, frames, look: look(project))


def _by_parts(value: str, project: Project, frames: Sequence[Frame], look: _Look) -> Lead | NoSite:
    words = [value.encode()]
    if is_straight(frames):
        found = first_straight(words, project, frames, lambda part: _lead(look(part)))
        return found or look(project)
    return first_on_island(value, project, frames, look)


def _lead(found: Lead | NoSite) -> Lead | None:
    return found if isinstance(found, Lead) else None


def _find(
    value: str,
    frames: Sequence[Location],
    tree: SourceTree,
    copies: Sequence[SourceCopy],
    ask: Callable[[str, Project, Sequence[Frame], _Look], Lead | NoSite],
) -> Lead | NoSite:
    project = project_of(tree)
    mapped = map_frames(frames, copies, project)
    own = tuple(frame for frame in mapped if isinstance(frame, Frame))
    found = ask(value, project, own, lambda part: _found(value, own, part))
    lost = [frame.reason for frame in mapped if isinstance(frame, LostFrame)]
    nothing = found == _NOTHING or not own
    return NoSite(lost[0]) if lost and nothing else found


_NOTHING = NoSite("nothing at the failure's frames is worth the text that failed")


def _found(value: str, frames: tuple[Frame, ...], project: Project) -> Lead | NoSite:
    ev = Evaluator(project, frames)
    ways = (_Asked(value, False), _Asked(value, True))
    for look in (_at_frame, _entries):
        for asked in ways:
            for index in range(len(ev.frames)):
                leads = look(ev, index, asked)
                if leads:
                    return _settled(leads, project)
    if not frames:
        return NoSite("no frame of the failure lies in the sources")
    return _NOTHING


@dataclass(frozen=True, slots=True)
class _Asked:
    """The value that failed; `bare`: what sources write around locators was taken off it."""

    value: str
    bare: bool


def _at_frame(ev: Evaluator, index: int, asked: _Asked) -> list[Lead]:
    """The likeliest leads at one frame, of equal rank."""
    seen: list[list[Lead]] = []
    for tier in _TIERS:
        for number, look in enumerate(_LOOKS):
            if len(seen) == number:
                seen.append(_distinct(ev, index, look, asked))
            leads = [lead for lead in seen[number] if tier(lead)]
            if leads:
                return leads
    return []


def _entries(ev: Evaluator, index: int, asked: _Asked) -> list[Lead]:
    """The entries of data files that the frame's line names by their keys."""
    found: list[Lead] = []
    for text, node, module in named_entries(ev.project, ev.frames[index], asked.value):
        wanted, before, behind = _wanted(text, asked)
        places = _places(text, ev.project)
        if text.value == wanted and places:
            origin = Origin(ev.frames, index, module.path, node.start_byte, node.end_byte)
            found.append(Lead(text, origin, Position.HELD, places, True, before, behind))
    return found


def _settled(leads: Sequence[Lead], project: Project) -> Lead | NoSite:
    best = min(lead.position for lead in leads)
    first = [lead for lead in leads if lead.position == best]
    if len(first) > 1:
        paths = sorted({path for lead in first for path, _, _ in lead.places})
        more = f" and {len(paths) - _TOLD} more files" if len(paths) > _TOLD else ""
        places = f"{', '.join(paths[:_TOLD])}{more}"
        return NoSite(f"the text is written at several places in {places}")
    kept = _ignored(first[0], project)
    return NoSite(kept) if kept else first[0]


def _ignored(lead: Lead, project: Project) -> str:
    for piece in lead.text.pieces:
        module = project.module(piece.path) if isinstance(piece, Written) else None
        if isinstance(piece, Written) and module is not None:
            line = module.text.utf8.count(b"\n", 0, piece.token.start) + 1
            place = Location(piece.path, line)
            if reason := left_alone(place, [lead.text.value], project):
                return reason
    return ""


def holes(text: Text) -> list[Hole]:
    """The parts that are not written."""
    return [piece for piece in text.pieces if isinstance(piece, Hole)]


def _is_telling(lead: Lead) -> bool:
    """Whether what is written says enough of the value: some of its words, or a locator's call."""
    fixed = "".join(piece.text for piece in lead.text.pieces if isinstance(piece, Written))
    if lead.before:
        return len(re.findall(r"\w", fixed.removeprefix(lead.before))) >= 3
    if lead.position is Position.LOCATES or _STRATEGY.match(fixed):
        return True
    return lead.position < Position.SAYS and len(re.findall(r"\w", fixed)) >= 3


# --- which of them are worth the value -----------------------------------------------------------


def _distinct(ev: Evaluator, index: int, look: on_line.Look, asked: _Asked) -> list[Lead]:
    """The texts worth what is asked for, each set of literals once, at its best position."""
    leads: dict[frozenset[object], Lead] = {}
    for read in look(ev, index):
        wanted, before, behind = _wanted(read.text, asked)
        bound = bind(read.text, shown_as(read.text, wanted)) if wanted else None
        places = _places(bound, ev.project) if bound is not None else ()
        if bound is None or not places:
            continue
        node = read.node
        origin = Origin(ev.frames, index, read.module.path, node.start_byte, node.end_byte)
        at = position(bound, ev.project)
        lead = Lead(bound, origin, at, places, read.text.known, before, behind)
        key = frozenset(places)
        if key not in leads or _rank(lead) < _rank(leads[key]):
            leads[key] = lead
    kept = [lead for key, lead in leads.items() if not any(key < other for other in leads)]
    return [lead for lead in kept if not any(_is_part(lead, other) for other in kept)]


def _rank(lead: Lead) -> tuple[bool, Position]:
    """Of readings of the same literals, one that the sources show all of comes first."""
    return not lead.whole, lead.position


def _wanted(text: Text, asked: _Asked) -> tuple[str, str, str]:
    """What a text has to be worth, and what of it stands before and behind the value; "" where it
    writes nothing around it."""
    if not asked.bare:
        return asked.value, "", ""
    first, last = (text.pieces[0], text.pieces[-1]) if text.pieces else (None, None)
    found = _AROUND.fullmatch(text.value)
    if found is None or not isinstance(first, Written):
        return "", "", ""
    before = found["before"] if first.text.startswith(found["before"]) else ""
    behind = found["behind"] if isinstance(last, Written) else ""
    told = before.strip() or asked.value == asked.value.strip()
    return (
        (before + asked.value + behind, before, behind)
        if told and before + behind
        else ("", "", "")
    )


def _is_part(lead: Lead, other: Lead) -> bool:
    """Whether a template is only a part of another one that fits as well: of `name=${x}-y`, which
    may be an argument's name and value, the value."""
    if lead.whole or other.whole or lead is other or lead.places == other.places:
        return False
    return all(
        any(path == outer[0] and outer[1] <= start and end <= outer[2] for outer in other.places)
        for path, start, end in lead.places
    )


def bind(text: Text, value: str) -> Text | None:
    """The text with what only the run knew bound so that it is worth `value`; None if it is not."""
    if text.known:
        return text if text.value == value else None
    fixed = "".join(piece.text for piece in text.pieces if isinstance(piece, Written))
    if not fixed.strip():
        return None
    names = list(dict.fromkeys(p.name for p in holes(text) if not p.known))
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
