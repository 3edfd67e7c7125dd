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

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page, documents
from selfheal_cli.errors import ArtifactError, LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
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


def answer(asked: Page, dialect: str, text: str) -> int | str:
    """How many elements, or which error."""
    try:
        if text == "names" and not dialect:
            return everything(asked)
        if text == "documents" and not dialect:
            return sum(1 for _ in documents(asked))
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
