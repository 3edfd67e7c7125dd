"""A pull request's body: what changed, the evidence, and what a person is to decide."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from selfheal_cli.errors import UsageError
from selfheal_cli.model import Verdict
from selfheal_cli.outputs.contract import EvidenceEntry, OutcomeEntry
from selfheal_cli.outputs.markdown import cell, code, prose
from selfheal_cli.outputs.masking import line, shortened, unmentioned, visible
from selfheal_cli.outputs.words import change, name, sentence, where

# How many rows of each list, and how many elements in full: the first that fits is taken.
_SIZES = ((1000, 100), (300, 60), (100, 25), (40, 10), (20, 4), (8, 1), (3, 0), (0, 0))
_REASON, _HTML, _LONGEST, _FEATURES = 300, 400, 600, 8


@dataclass(frozen=True, slots=True)
class Told:
    """What a pull request is about: repairs in it (`taken`), and what is told beside them.
    `folded`: the forge understands HTML, so that details can be folded away."""

    words: str
    taken: tuple[OutcomeEntry, ...]
    held: tuple[OutcomeEntry, ...] = ()
    removed: tuple[OutcomeEntry, ...] = ()
    notes: tuple[str, ...] = ()
    prefix: str = ""
    folded: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One outcome, in the words of the body. Its texts come from pages and sources."""

    where: str
    test: str
    old: str
    new: str
    probability: str
    reason: str
    held: bool
    html: str
    evidence: tuple[EvidenceEntry, ...]


@dataclass(frozen=True, slots=True)
class More:
    """How many of each list were left out for want of room."""

    changes: int
    tests: int
    held: int
    removed: int


class Safe(str):
    """Markdown as it is: everything else is escaped where a template prints it."""

    __slots__ = ()


def default_template() -> str:
    """The template that is shipped."""
    return files(__package__).joinpath("pull_request.md.j2").read_text("utf-8")


def write_body(told: Told, longest: int, template: str = "") -> str:
    """The body, of at most `longest` characters. `template`: jinja2, else the shipped one. Raises
    UsageError where it is no template or never becomes short enough."""
    rendered = _renderer(template or default_template())
    for rows, elements in _SIZES:
        body = rendered(_context(told, rows, elements))
        if len(body) <= longest:
            return body
    raise UsageError(
        f"the template makes a body of {len(body)} characters with every list empty; the forge "
        f"takes {longest}"
    )


@cache
def _renderer(template: str) -> Callable[[dict[str, Any]], str]:
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        undefined=StrictUndefined, finalize=_escaped,
        autoescape=False,
    )  # fmt: skip
    environment.filters.update(
        code=lambda text: Safe(code(shortened(line(str(text)), _HTML))),
        cell=lambda text: Safe(cell(str(text))),
        html=_html,
    )

    try:
        compiled = environment.from_string(template)
    except TemplateError as error:
        raise UsageError(f"the template cannot be filled in ({error})") from error

    def render(context: dict[str, Any]) -> str:
        try:
            return compiled.render(context)
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise UsageError(f"the template cannot be filled in ({error})") from error

    return render


def _escaped(value: object) -> object:
    """What a template prints: words stay words, whatever they hold."""
    if isinstance(value, Safe) or not isinstance(value, str):
        return value
    return Safe(prose(unmentioned(shortened(line(value), _LONGEST))))


def _html(text: object) -> Safe:
    """For inside of HTML tags, on a line of its own, where Markdown is not read."""
    shown = html.escape(unmentioned(shortened(visible(line(str(text))), 120)))
    signs = "\\`*_{}[]()+.!|~:@"
    return Safe("".join(f"&#{ord(sign)};" if sign in signs else sign for sign in shown))


def _context(told: Told, rows: int, elements: int) -> dict[str, Any]:
    changes = [_row(entry, told.prefix) for entry in told.taken]
    tests = list(dict.fromkeys(_test(entry) for entry in told.taken))
    lists = {"held": told.held, "removed": told.removed}
    others = {key: [_row(entry, told.prefix) for entry in found] for key, found in lists.items()}
    return {
        "words": told.words,
        "folded": told.folded,
        "changes": changes[:rows],
        "elements": [row for row in changes if row.html or row.evidence][:elements],
        "files": sorted({told.prefix + e["path"] for entry in told.taken for e in entry["edits"]}),
        "tests": tests[:rows],
        **{key: found[:rows] for key, found in others.items()},
        "more": More(
            changes=max(len(changes) - rows, 0),
            tests=max(len(tests) - rows, 0),
            held=max(len(told.held) - rows, 0),
            removed=max(len(told.removed) - rows, 0),
        ),
        "notes": [shortened(line(note), _REASON) for note in told.notes[: max(rows, 1)]],
        "checked": Safe(_checked(told.taken)),
        "verified": Safe(_verified(told.taken)),
        "counted": _counted,
    }  # fmt: skip


def _row(entry: OutcomeEntry, prefix: str) -> Row:
    old, new = change(entry)
    likely = entry["probability"]
    changed = [item for item in entry["evidence"] if item["old"] != item["new"]]
    return Row(
        where=where(entry, prefix),
        test=name(entry),
        old=old,
        new=new,
        probability=Safe("" if likely is None else f"{likely:.2f}"),
        reason=shortened(line(sentence(entry)), _REASON),
        held=entry["verdict"] == Verdict.HELD_BACK,
        html=line(entry["target"]["html"]) if entry["target"] else "",
        evidence=tuple(sorted(changed, key=lambda item: -abs(item["weight"]))[:_FEATURES]),
    )


def _test(entry: OutcomeEntry) -> str:
    test = entry["test"]
    place = f"{test['path']}:{test['line']}" if test["line"] else test["path"]
    told = line(name(entry))
    return f"{told} ({place})" if place and place not in told else told


def _checked(taken: Sequence[OutcomeEntry]) -> str:
    pages = [entry["locator"]["snapshots"] for entry in taken if entry["locator"]]
    most = max(pages, default=0)
    seen = f"up to {most} saved pages" if most > 1 else "the saved page of the failure"
    return f"Each new one was looked up on {seen}: it finds what the test means, and nothing else."


def _verified(taken: Sequence[OutcomeEntry]) -> str:
    done = sum(bool(entry.get("verified")) for entry in taken)
    if done == len(taken):
        return "Verified: these tests were run with the new locators, and are green."
    if done:
        return f"Verified: of {len(taken)} repairs {done} were run with their tests, and are green."
    return "Not verified: these tests were not run with the new locators yet."


def _counted(number: int, noun: str) -> str:
    return Safe(f"{number} {noun}" if number == 1 else f"{number} {noun}s")
