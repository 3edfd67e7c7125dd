"""Asks a page of `pages.py`, in a process of its own: `python -m tests.limits.ask PAGE < asked`.

Standard input holds a JSON list of questions, `[dialect, text]` for a locator or `["", "names"]`
and its like for what accessibility tells. Prints a JSON list: a number of elements, or the name of
the documented error that answers. Memory and CPU time are bounded by the operating system, so that
a question without an end is a process that was killed.
"""

from __future__ import annotations

import json
import resource
import sys
import time

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page, build, documents
from selfheal_cli.errors import ArtifactError, LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from selfheal_cli.matching import match_pages
from selfheal_cli.model import Action, Locator
from selfheal_cli.synthesis.propose import Request, propose
from tests.limits.pages import page

DOCUMENTED = (ArtifactError, LocatorSyntaxError, UnsupportedLocator)
SECONDS = 60
MEMORY = 3 << 30


def everything(asked: Page) -> int:
    """Role, name, visibility and states of all elements."""
    tree = accessibility(asked)
    for element in asked.elements:
        tree.role(element)
        tree.name(element)
        tree.visible(element)
        tree.labels(element)
        tree.state(element, "disabled")
    return len(asked.elements)


def matched(asked: Page) -> str:
    """What matching says of the last button or link, the old page being equal."""
    match = match_pages(asked, build(asked.snapshot))
    return match.find_all([last_active(asked)], Action("click"))[0].say.value


def proposed(asked: Page, name: str) -> int:
    """How many elements the cheapest locator for the last button or link matches: one, or none
    where none is offered."""
    dialect, target = DIALECTS[name], last_active(asked)
    request = Request(Locator(name, ()), asked, (target,), Action("click"))
    offered = next(propose(request, dialect), None)
    found = dialect.resolve(offered.locator, asked) if offered else []
    return len(found) if found == [target] else -len(found)


def last_active(asked: Page) -> HtmlElement:
    """The last button or link, else the last element."""
    active = (e for e in reversed(asked.elements) if e.tag in ("button", "a"))
    return next(active, asked.elements[-1])


def answer(asked: Page, dialect: str, text: str) -> int | str:
    """How many elements, what matching says, or which error."""
    try:
        if text == "names" and not dialect:
            return everything(asked)
        if text == "documents" and not dialect:
            return sum(1 for _ in documents(asked))
        if text == "match" and not dialect:
            return matched(asked)
        if text.startswith("propose ") and not dialect:
            return proposed(asked, text.removeprefix("propose "))
        own = DIALECTS[dialect]
        return len(own.resolve(own.parse(text), asked))
    except DOCUMENTED as error:
        return type(error).__name__


def main(name: str) -> None:
    """The command line."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    questions = json.load(sys.stdin)
    try:
        asked = page(name)
    except ArtifactError as error:
        print(json.dumps([type(error).__name__] * len(questions)))
        return
    answers = []
    for dialect, text in questions:
        start = time.process_time()
        answers.append(answer(asked, dialect, text))
        spent = time.process_time() - start
        print(
            f"{name:16} {spent:6.2f} s {answers[-1]!s:20} {text[:80]}", file=sys.stderr, flush=True
        )
    print(json.dumps(answers))


if __name__ == "__main__":
    main(sys.argv[1])
