"""Selenium's kind and value written anew, each where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfheal_cli.model import Call
from selfheal_cli.sources import selenium
from selfheal_cli.sources.modules import Project
from selfheal_cli.sources.splice import Attempt, Refusal, Respelling, Splice, Width, respell
from selfheal_cli.sources.stated import Stated
from selfheal_cli.sources.values import Symbol, Text


def pair_respelled(link: Stated, calls: Sequence[Call], project: Project) -> Iterator[Attempt]:
    """The kind and the value, each where it is written."""
    kind = selenium.kind_of_call(calls[0].name) if len(calls) == 1 else None
    new = calls[0].args[0] if kind is not None and calls[0].args else None
    value = next((slot.value for slot in link.slots if slot.key in {0, "value"}), None)
    if kind is None or not isinstance(new, str) or not isinstance(value, Text):
        yield Refusal("Selenium cannot state the new locator in one call")
        return
    for width in Width:
        made = respell(value, new, project, width)
        changed = _kind(link, kind, project)
        if isinstance(made, Refusal) or isinstance(changed, Refusal):
            yield made if isinstance(made, Refusal) else changed
            continue
        yield Respelling((*changed.splices, *made.splices), made.note)


def _kind(link: Stated, kind: str, project: Project) -> Attempt:
    module = project.module(link.path)
    if module is None or selenium.kind_of_call(link.call.name) == kind:
        return Respelling(())
    if link.form in {"suffix", "factory"}:
        name = module.text.slice(link.start, link.name_end)
        new = selenium.respelled(kind, link.form, name)
        return Respelling((Splice(link.path, link.start, link.name_end, new),))
    if isinstance(link.kind, Symbol):
        owner, _, name = link.kind.name.rpartition(".")
        start = link.kind.end - len(name.encode())
        home = project.module(link.kind.path)
        if home is None or not owner or home.text.slice(start, link.kind.end) != name:
            return Refusal("the locator's kind is not written as `By.KIND`")
        return Respelling((Splice(link.kind.path, start, link.kind.end, kind),))
    if isinstance(link.kind, Text):
        return respell(link.kind, selenium.respelled(kind, "word", ""), project, Width.MINIMAL)
    return Refusal("the locator's kind is not written at this place")
