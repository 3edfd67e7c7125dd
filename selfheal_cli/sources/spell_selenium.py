"""Selenium's kind and value written anew, each where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfheal_cli.model import Call
from selfheal_cli.sources import selenium
from selfheal_cli.sources.composed import slot_respelled
from selfheal_cli.sources.literal_texts import literal
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.nodes import walk
from selfheal_cli.sources.splice import Attempt, Refusal, Respelling, Splice, Width, respell
from selfheal_cli.sources.stated import Stated
from selfheal_cli.sources.values import Symbol, Text, Written


def pair_respelled(link: Stated, calls: Sequence[Call], project: Project) -> Iterator[Attempt]:
    """The kind and the value, each where it is written."""
    stated = selenium.stated_by(calls[0]) if len(calls) == 1 else None
    slot = next((slot for slot in link.slots if slot.key in {0, "value"}), None)
    value = slot.value if slot else None
    if stated is None or slot is None or not isinstance(value, Text):
        yield Refusal("Selenium cannot state the new locator in one call")
        return
    kind, new = stated
    if link.form == "prefixed":
        yield from _prefixed(value, kind, new, project)
        return
    for width in Width:
        made = slot_respelled(slot, value, link, new, project, width)
        changed = _kind(link, kind, project)
        if isinstance(made, Refusal) or isinstance(changed, Refusal):
            yield made if isinstance(made, Refusal) else changed
            continue
        yield Respelling((*changed.splices, *made.splices), made.note)


def _prefixed(value: Text, kind: str, new: str, project: Project) -> Iterator[Attempt]:
    """The kind and the value in one text; another kind only as the same file writes it."""
    prefix = selenium.prefix_of(value.value)
    if prefix is None:
        return
    before = prefix.text
    if kind != prefix.kind:
        home = next((piece.path for piece in value.pieces if isinstance(piece, Written)), "")
        before = selenium.prefix_shown(kind, prefix.mark, _texts(project.module(home)))
        if not before:
            yield Refusal(f"nothing in {home} shows how the new kind is written before a value")
            return
    for width in Width:
        yield respell(value, before + new, project, width)


def _texts(module: Module | None) -> Iterator[str]:
    for node in walk(module.root, lambda each: True) if module is not None else ():
        for text in literal(node, module) if module is not None else ():
            yield text.value


def _kind(link: Stated, kind: str, project: Project) -> Attempt:
    module = project.module(link.path)
    if module is None or selenium.kind_of_call(link.call.name) == kind:
        return Respelling(())
    language = module.language.api
    if link.form in {"suffix", "factory", "option"}:
        colon = module.text.slice(link.start, link.start + 1) == ":"
        start, end = link.start + colon, link.name_end + colon
        name = module.text.slice(start, end)
        if not name.isidentifier():
            return Refusal("the locator's kind is not written at this place")
        new = selenium.respelled(kind, link.form, name, language)
        return Respelling((Splice(link.path, start, end, new),))
    if isinstance(link.kind, Symbol):
        owner, _, name = link.kind.name.rpartition(".")
        symbol = name.startswith(":")
        start = link.kind.end - len(name.encode())
        home = project.module(link.kind.path)
        if home is None or not (owner or symbol) or home.text.slice(start, link.kind.end) != name:
            return Refusal("the locator's kind is not written as `By.KIND`")
        new = selenium.respelled(kind, "constant", name, home.language.api)
        return Respelling((Splice(link.kind.path, start, link.kind.end, new),))
    if isinstance(link.kind, Text):
        return respell(
            link.kind, selenium.respelled(kind, "word", "", language), project, Width.MINIMAL
        )
    return Refusal("the locator's kind is not written at this place")
