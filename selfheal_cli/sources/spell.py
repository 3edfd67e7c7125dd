"""A new locator written where the old one stands, with the fewest changes that prove right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Argument, Call, Edit, Locator, Pattern, Proposal, Step
from selfheal_cli.sources.base import Site, Spelled, Unspellable
from selfheal_cli.sources.composed import slot_respelled
from selfheal_cli.sources.modules import Project, project_of
from selfheal_cli.sources.prove import problem
from selfheal_cli.sources.reading import SourceTree
from selfheal_cli.sources.rewrite import inserted, removed, replaced
from selfheal_cli.sources.siblings import siblings
from selfheal_cli.sources.spell_pattern import respelled
from selfheal_cli.sources.spell_selenium import pair_respelled
from selfheal_cli.sources.splice import Attempt, Refusal, Respelling, Splice, Width, respell
from selfheal_cli.sources.stated import Slot, Stated
from selfheal_cli.sources.unify import read
from selfheal_cli.sources.values import Text
from selfheal_cli.sources.written import edits_of, shared


@dataclass(frozen=True, slots=True)
class _Task:
    """The links to write anew and the steps they are to state, after those of `lead`; `widths`:
    how many each states."""

    links: tuple[Stated, ...]
    lead: tuple[Step, ...]
    steps: tuple[Step, ...]
    widths: tuple[int, ...]
    before: Stated | None
    after: Stated | None


def spell(
    site: Site, proposal: Proposal, dialect: Dialect, tree: SourceTree
) -> Spelled | Unspellable:
    """The edits that make the site state the proposal, or one sentence why there are none."""
    project = project_of(tree)
    old = site.locator.steps
    steps = (*old[: proposal.start], *proposal.steps, *old[proposal.stop :])
    goal = Locator(site.locator.dialect, steps)
    if goal == site.locator:
        return Spelled(())
    task = _task(site, goal, proposal)
    refusals: list[str] = []
    for attempt in _attempts(site, task, dialect, project):
        if isinstance(attempt, Refusal):
            refusals.append(attempt.reason)
            continue
        wrong = problem(site, attempt.splices, goal, dialect, project)
        if not wrong:
            edits = _with_siblings(
                edits_of(attempt.splices, task.links, project), attempt.splices, project
            )
            return Spelled(
                edits, attempt.note or shared(attempt.splices, edits, task.links, project)
            )
        refusals.append(wrong)
    return Unspellable(refusals[0] if refusals else "the locator cannot be written here")


def _with_siblings(
    edits: tuple[Edit, ...], splices: Sequence[Splice], project: Project
) -> tuple[Edit, ...]:
    if len(edits) != 1 or len(splices) != 1:
        return edits
    return (replace(edits[0], siblings=siblings(splices[0], project)),)


# --- what is to change ---------------------------------------------------------------------------


def _task(site: Site, goal: Locator, proposal: Proposal) -> _Task:
    """The links that state the steps to replace, without those that already state theirs."""
    ranges = [link.steps for link in site.links]
    first, last = _touched(ranges, proposal.start, proposal.stop)
    grown = len(goal.steps) - len(site.locator.steps)
    lead, steps = goal.steps[: ranges[first][0]], goal.steps[ranges[first][0] :]
    steps = steps[: ranges[last][1] + grown - len(lead)]
    old = site.locator.steps
    while first <= last and _begins(steps, old[slice(*ranges[first])]):
        width = ranges[first][1] - ranges[first][0]
        lead, steps = lead + steps[:width], steps[width:]
        first += 1
    while first <= last and _ends(steps, old[slice(*ranges[last])]):
        steps = steps[: len(steps) - (ranges[last][1] - ranges[last][0])]
        last -= 1
    before = site.stated[first - 1] if first > 0 else None
    after = site.stated[last + 1] if last + 1 < len(site.stated) else None
    widths = tuple(stop - start for start, stop in ranges[first : last + 1])
    return _Task(site.stated[first : last + 1], lead, steps, widths, before, after)


def _touched(ranges: Sequence[tuple[int, int]], start: int, stop: int) -> tuple[int, int]:
    touched = [
        index
        for index, (low, high) in enumerate(ranges)
        if (low < stop and start < high) or (start == stop and low <= start < high)
    ]
    return (touched[0], touched[-1]) if touched else (len(ranges) - 1, len(ranges) - 1)


def _begins(steps: tuple[Step, ...], part: tuple[Step, ...]) -> bool:
    return bool(part) and steps[: len(part)] == part


def _ends(steps: tuple[Step, ...], part: tuple[Step, ...]) -> bool:
    return bool(part) and steps[len(steps) - len(part) :] == part and len(steps) >= len(part)


# --- ways to write it ----------------------------------------------------------------------------


def _attempts(site: Site, task: _Task, dialect: Dialect, project: Project) -> Iterator[Attempt]:
    """Ways to write the task, the one with the fewest changes first."""
    links, steps = task.links, task.steps
    try:
        calls = _calls(task.lead, steps, site.language, dialect)
    except (LocatorSyntaxError, UnsupportedLocator) as error:
        yield Refusal(error.message)
        return
    if not links:
        yield inserted(task.before, task.after, calls, project)
    elif links[0].form == "text":
        yield from _text_respelled(links[0], calls, steps, dialect, project)
    elif links[0].form != "call":
        yield from pair_respelled(links[0], calls, project)
    elif len(links) == 1 and len(calls) == 1:
        yield from _one_call(links[0], calls[0], steps, site.language, dialect, project)
    elif not calls:
        yield removed(links, project)
    else:
        if len(links) == 1:
            yield from _substituted(links[0], steps, site.language, dialect, project)
        elif len(steps) == sum(task.widths):
            yield from _link_by_link(task, site.language, dialect, project)
        yield replaced(links, calls, project)


def _calls(
    lead: tuple[Step, ...], steps: tuple[Step, ...], language: str, dialect: Dialect
) -> tuple[Call, ...]:
    """The calls for `steps` as they are written after those for `lead`."""
    if not steps:
        return ()
    before = dialect.to_calls(lead, language) if lead else ()
    both = dialect.to_calls((*lead, *steps), language)
    if before and both[: len(before)] == before:
        return both[len(before) :]
    return dialect.to_calls(steps, language)


def _text_respelled(
    link: Stated, calls: Sequence[Call], steps: tuple[Step, ...], dialect: Dialect, project: Project
) -> Iterator[Attempt]:
    """A bare text whose function is not in the sources: only another text of its kind."""
    new = calls[0].args[0] if len(calls) == 1 and calls[0].args else None
    stated = read([Call(link.call.name, (new,))], dialect) if isinstance(new, str) else None
    value = link.slots[0].value
    if stated is None or stated.steps != steps or not isinstance(value, Text):
        yield Refusal("the function that takes this text is not in the sources")
        return
    for width in Width:
        yield respell(value, str(new), project, width)


def _link_by_link(
    task: _Task, language: str, dialect: Dialect, project: Project
) -> Iterator[Attempt]:
    """Each link written anew where it stands, which may be in different places."""
    splices: list[Splice] = []
    notes: list[str] = []
    position = 0
    for link, width in zip(task.links, task.widths, strict=True):
        part = task.steps[position : position + width]
        position += width
        calls = dialect.to_calls(part, language)
        ways = (
            _one_call(link, calls[0], part, language, dialect, project) if len(calls) == 1 else ()
        )
        made = next((way for way in ways if isinstance(way, Respelling)), None)
        if made is None:
            return
        splices += made.splices
        notes += [made.note] if made.note else []
    yield Respelling(tuple(splices), notes[0] if notes else "")


def _one_call(
    link: Stated,
    call: Call,
    steps: tuple[Step, ...],
    language: str,
    dialect: Dialect,
    project: Project,
) -> Iterator[Attempt]:
    call = _with_engine(link, call, steps, dialect)
    kept = call if call.name == link.call.name else _under_old_name(link, call, steps, dialect)
    if kept is not None:
        for width in Width:
            attempt = _same_call(link, kept, project, width)
            if attempt is not None:
                yield attempt
    yield from _substituted(link, steps, language, dialect, project)
    if kept is not None and any(isinstance(arg, tuple) for arg in kept.args):
        yield replaced((link,), (kept,), project)
    if kept is None or kept.name == call.name:
        yield replaced((link,), (call,), project)


def _substituted(
    link: Stated, steps: tuple[Step, ...], language: str, dialect: Dialect, project: Project
) -> Iterator[Attempt]:
    """A call that states several steps (`locator("li", has_text="x")`) with other values."""
    now = Call(link.call.name, bound_args(link), _bound_options(link))
    stated = read([now], dialect)
    if stated is None or len(stated.steps) != len(steps):
        return
    news: dict[Argument, Argument] = {}
    for one, other in zip(stated.steps, steps, strict=True):
        news |= _changed(one, other, language, dialect)
    same = _with(now, news)
    again = read([same], dialect)
    for width in Width if again is not None and again.steps == steps else ():
        attempt = _same_call(link, same, project, width)
        if attempt is not None:
            yield attempt


def _with(call: Call, news: Mapping[Argument, Argument]) -> Call:
    """The call with other values, also in the calls among its arguments."""

    def new(value: Argument) -> Argument:
        if value in news:
            return news[value]
        return tuple(_with(each, news) for each in value) if isinstance(value, tuple) else value

    args = tuple(new(arg) for arg in call.args)
    return Call(call.name, args, tuple((name, new(value)) for name, value in call.options))


def _changed(old: Step, new: Step, language: str, dialect: Dialect) -> Mapping[Argument, Argument]:
    """The texts, and the locators inside, that `new` has in place of those of `old`."""
    if isinstance(old.value, str) and isinstance(new.value, str) and old.value:
        return {old.value: new.value}
    held, now = old.option("locator"), new.option("locator")
    if not isinstance(held, Locator) or not isinstance(now, Locator):
        return {}
    return {dialect.to_calls(held.steps, language): dialect.to_calls(now.steps, language)}


_BY_NAME = ("locator", "selector")
_ENGINE = re.compile(r"\s*(?:css|xpath|text|id|data-testid|data-test-id|data-test)\s*=\s*")


def _with_engine(link: Stated, call: Call, steps: tuple[Step, ...], dialect: Dialect) -> Call:
    """The call with the engine's name before its selector, where the author writes it."""
    by_name = tuple(value for key, value in _bound_options(link) if key in _BY_NAME)
    old, new = (bound_args(link) or by_name)[:1], call.args[:1]
    if not (old and new and isinstance(old[0], str) and isinstance(new[0], str)):
        return call
    engine = _ENGINE.match(old[0])
    if engine is None or _ENGINE.match(new[0]):
        return call
    others = ("css=", "xpath=") if dialect.name == "robot-browser" else ()
    for prefix in (engine.group(), *others):
        named = replace(call, args=(prefix + new[0], *call.args[1:]))
        stated = read([named], dialect)
        if stated is not None and stated.steps == steps:
            return named
    return call


def _under_old_name(
    link: Stated, call: Call, steps: tuple[Step, ...], dialect: Dialect
) -> Call | None:
    """The call under the method's old name (`page.click("x")`), where that states the same."""
    values, options = bound_args(link), _bound_options(link)
    if not values and len(call.args) == 1:  # `selector=...`, `locator=...`
        args: tuple[Argument, ...] = ()
        options = tuple((k, call.args[0] if k in _BY_NAME else v) for k, v in options)
    else:
        args = (*call.args, *values[len(call.args) :])
    same = Call(link.call.name, args, options)
    stated = read([same], dialect)
    return same if stated is not None and stated.steps == steps and not call.options else None


def _same_call(link: Stated, call: Call, project: Project, width: Width) -> Attempt | None:
    """Splices of the arguments that differ; None where arguments come or go."""
    wanted: dict[int | str, Argument] = {**dict(enumerate(call.args)), **dict(call.options)}
    slots = {slot.key: slot for slot in link.slots}
    if not wanted.keys() <= slots.keys() or (slots.keys() - wanted.keys()):
        return None
    splices: list[Splice] = []
    note = ""
    for key, slot in slots.items():
        new = wanted[key]
        made = _argument_respelled(slot, link, new, project, width)
        if made is None or isinstance(made, Refusal):
            return made
        splices += made.splices
        note = note or made.note
    return Respelling(tuple(splices), note)


def _argument_respelled(
    slot: Slot, link: Stated, new: Argument, project: Project, width: Width
) -> Attempt | None:
    if isinstance(slot.value, Text) and isinstance(new, str):
        return slot_respelled(slot, slot.value, link, new, project, width)
    if new == _plain(slot, link):
        return Respelling(())
    if isinstance(new, Pattern):
        return respelled(slot.value, new, project, width)
    return _nested_respelled(slot.nested, new, project, width) if isinstance(new, tuple) else None


def _nested_respelled(
    links: Sequence[Stated], calls: Sequence[Call], project: Project, width: Width
) -> Attempt | None:
    """The calls of a locator inside of another one; None where more than their texts differ."""
    if [link.call.name for link in links] != [call.name for call in calls]:
        return None
    splices: list[Splice] = []
    for link, call in zip(links, calls, strict=True):
        made = _same_call(link, call, project, width)
        if not isinstance(made, Respelling):
            return made
        splices += made.splices
    return Respelling(tuple(splices))


def _plain(slot: Slot, link: Stated) -> Argument:
    if isinstance(slot.key, int):
        return link.call.args[slot.key] if slot.key < len(link.call.args) else None
    return dict(link.call.options).get(slot.key)


def bound_args(link: Stated) -> tuple[Argument, ...]:
    """The positional arguments with the run's values in their holes."""
    texts = {slot.key: slot.value.value for slot in link.slots if isinstance(slot.value, Text)}
    return tuple(texts.get(index, arg) for index, arg in enumerate(link.call.args))


def _bound_options(link: Stated) -> tuple[tuple[str, Argument], ...]:
    texts = {slot.key: slot.value.value for slot in link.slots if isinstance(slot.value, Text)}
    return tuple((name, texts.get(name, value)) for name, value in link.call.options)
