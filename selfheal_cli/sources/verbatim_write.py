"""A text that failed written anew where it stands, proved to be worth the new one."""

from __future__ import annotations

from collections.abc import Sequence

from selfheal_cli.sources.base import Spelled, Unspellable
from selfheal_cli.sources.evaluate import Evaluator
from selfheal_cli.sources.modules import Project, project_of
from selfheal_cli.sources.on_line import readings
from selfheal_cli.sources.prove import edited, moved, node_at
from selfheal_cli.sources.reading import SourceTree
from selfheal_cli.sources.splice import Refusal, Splice, Width, respell
from selfheal_cli.sources.values import Hole, Text, Written
from selfheal_cli.sources.verbatim import Lead, bind, shown_as
from selfheal_cli.sources.written import edits_of


def rewrite(lead: Lead, new: str, tree: SourceTree) -> Spelled | Unspellable:
    """The edits after which the sources say `new` where they said the lead's text."""
    project = project_of(tree)
    new = shown_as(lead.text, lead.before + new + lead.behind)
    reason = ""
    for width in Width:
        made = respell(lead.text, new, project, width)
        if isinstance(made, Refusal):
            reason = reason or made.reason
            continue
        wrong = _problem(lead, made.splices, new, project)
        if not wrong:
            return Spelled(edits_of(made.splices, (), project), made.note)
        reason = reason or wrong
    return Unspellable(reason)


def _problem(lead: Lead, splices: Sequence[Splice], new: str, project: Project) -> str:
    """Why the splices must not be made; empty where they are right."""
    after = edited(splices, project)
    if isinstance(after, str):
        return after
    origin = lead.origin
    module = after.module(origin.path)
    own = [splice for splice in splices if splice.path == origin.path]
    start, end = moved(origin.start, own), moved(origin.end, own, after=True)
    node = node_at(module, start, end) if module is not None else None
    if module is None or node is None:
        return "the edit would change more than the text"
    starts, kept = _starts(lead.text, splices), _holes(lead.text)
    ev = Evaluator(after, origin.frames)
    for read in readings(ev, max(origin.index, 0), node, module):
        bound = bind(read.text, new)
        if bound is not None and starts & _starts(bound, ()) and _holes(bound) == kept:
            return ""
    return _UNPROVED


def _starts(text: Text, splices: Sequence[Splice]) -> set[tuple[str, int]]:
    """Where the text's tokens begin after the splices."""
    return {
        (piece.path, moved(piece.token.start, [s for s in splices if s.path == piece.path]))
        for piece in text.pieces
        if isinstance(piece, Written)
    }


def _holes(text: Text) -> dict[str, str]:
    return {piece.name: piece.value for piece in text.pieces if isinstance(piece, Hole)}


_UNPROVED = "the edited source would not state the new text"
