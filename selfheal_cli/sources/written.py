"""Splices as edits of the files' own bytes, with what a person should know of them."""

from __future__ import annotations

from collections.abc import Sequence

from selfheal_cli.locators.playwright_spelling import QUERY_METHODS, SELECTOR_METHODS, meaning
from selfheal_cli.model import Edit
from selfheal_cli.sources.modules import Project
from selfheal_cli.sources.robot_words import folded
from selfheal_cli.sources.splice import Splice
from selfheal_cli.sources.stated import Slot, Stated
from selfheal_cli.sources.uses import uses
from selfheal_cli.sources.values import Text, Written


def edits_of(
    splices: Sequence[Splice], links: Sequence[Stated], project: Project
) -> tuple[Edit, ...]:
    """The edits in the files' own bytes, each with how many places refer to it."""
    found = []
    for splice in splices:
        module = project.module(splice.path)
        if module is None:
            continue
        text = module.text
        start, end = text.to_raw(splice.start), text.to_raw(splice.end)
        line = text.utf8.count(b"\n", 0, splice.start) + 1
        new = text.encode(splice.new)
        count = uses(project, splice.path, *_around(splice, links))
        found.append(Edit(splice.path, line, start, end, text.raw[start:end], new, count))
    return tuple(found)


def shared(
    splices: Sequence[Splice], edits: Sequence[Edit], links: Sequence[Stated], project: Project
) -> str:
    """A note on a text that is no selector, stands elsewhere, and may mean more than a locator:
    what is typed and then looked for, say."""
    for splice, edit in zip(splices, edits, strict=True):
        for link in links:
            holds = link.path == splice.path and link.start <= splice.start < link.end
            if link.form != "call" or holds or meaning(link.call.name) in _TAKES_SELECTOR:
                continue
            if _is_selector(link, project):
                continue
            if edit.uses > 1 or any(_is_handed(slot, splice) for slot in link.slots):
                return "the text is not only the locator's: the sources use it for more"
    return ""


def _is_selector(link: Stated, project: Project) -> bool:
    """Whether it is a keyword of Robot Framework, whose locators are no words of the page."""
    home = project.module(link.path)
    words = folded(link.call.name).startswith("getelementby")
    return home is not None and home.language.api == "robot" and not words


def _is_handed(slot: Slot, splice: Splice) -> bool:
    return any(
        isinstance(piece, Written)
        and bool(piece.passed)
        and piece.path == splice.path
        and piece.token.start <= splice.start < piece.token.end
        for piece in (slot.value.pieces if isinstance(slot.value, Text) else ())
    )


_TAKES_SELECTOR = SELECTOR_METHODS | QUERY_METHODS | {"locator", "frameLocator", "getByTestId"}


def _around(splice: Splice, links: Sequence[Stated]) -> tuple[int, int]:
    """The range of the links if the splice lies in them, else its own."""
    for link in links:
        if link.path == splice.path and link.start <= splice.start and splice.end <= link.end:
            return link.start, link.end
    return splice.start, splice.end
