"""Role and name of every element of real pages against Playwright's engine in Chromium:
`python -m tests.bench.rolenames DIR [--chromium PATH]`, DIR being any folder of HTML files, or of
artifacts of failed tests; equal pages count once.

Chromium is given our tree of the page as HTML, each element numbered, and the style sheets that
were saved with it; scripts do not run.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urldefrag

import lxml.html
from lxml.html import HtmlElement

from selfheal_cli.artifacts import read_run
from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import RECORDER_PREFIX, Page, build
from selfheal_cli.errors import ArtifactError
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Snapshot, no_sheet
from tests.bench.accname import Site
from tests.dom.engine import chromium
from tests.dom.injected import Answer, chromium_tab, engine_answers

VIEWPORT = (1280, 720)
NUMBER = "data-number"
ADDRESS = "http://page.test/"
ASKED = ("role", "name", "name with hidden", "description", "states", "visible", "visible, sized")
STATES = ("checked", "pressed", "expanded", "selected", "disabled", "level")


def served(page: Page) -> tuple[bytes, str]:
    """The page as HTML text, its elements numbered, and the headers' content type."""
    for number, element in enumerate(page.elements):
        element.set(NUMBER, str(number))
    html: bytes = lxml.html.tostring(page.root, encoding="utf-8", doctype="<!DOCTYPE html>")
    for element in page.elements:
        del element.attrib[NUMBER]
    return html, "text/html; charset=utf-8"


def ours(page: Page, number: int) -> tuple[str, ...]:
    """Our answers on one element, as the engine words them."""
    access = accessibility(page)
    element = page.elements[number]
    names = (access.name(element), access.name(element, include_hidden=True))
    visible = str(access.visible(element))
    stated = " ".join(sorted(states(page, element)))
    return access.role(element), *names, access.description(element), stated, visible, visible


def states(page: Page, element: HtmlElement) -> Iterator[str]:
    """What a role selector would find the element by, as `Answer.states`."""
    access = accessibility(page)
    role = access.role(element)
    if role in ("", "none"):
        return
    if not access.hidden(element):
        yield "shown"
    for state in STATES:
        value = access.state(element, state)
        if value and (state, role) != ("expanded", "group"):  # the engine refuses to be asked
            yield f"{state}={str(value).lower()}"


def engines(answer: Answer) -> tuple[str | None, ...]:
    """The engine's answers, as a locator compares them. Whether a box has no size, which makes it
    invisible to Playwright, is a matter of layout: that is asked last, and of no such box."""
    texts = (answer.name, answer.name_with_hidden, answer.description)
    role = "none" if answer.role == "presentation" else answer.role
    stated = " ".join(answer.states) if role != "none" else ""
    visible = str(answer.visible)
    sized = None if answer.rendered and not answer.visible else visible
    return role, *(" ".join(text.split()) for text in texts), stated, visible, sized


def differences(page: Page, answers: Sequence[Answer]) -> Iterator[tuple[str, str, str, str]]:
    """(what, element, ours, the engine's) for all answers that are not equal."""
    for answer in answers:
        number = int(answer.mark)
        both = zip(ASKED, ours(page, number), engines(answer), strict=True)
        for asked, mine, theirs in both:
            if theirs is not None and mine != theirs:
                element = page.elements[number]
                yield asked, element.getroottree().getpath(element), mine, theirs


class Tally:
    """What was compared so far, by what was asked and how the answers differ."""

    def __init__(self) -> None:
        self.total = 0
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, count: int, found: Sequence[tuple[str, str, str, str]]) -> None:
        """Counts one page."""
        self.total += count
        for asked, where, mine, theirs in found:
            tag = where.rsplit("/", 1)[-1].split("[")[0]
            self.kinds[asked][f"{tag}: {mine[:60]!r} for {theirs[:60]!r}"] += 1

    def report(self) -> None:
        """Prints the shares that are equal and the most frequent differences."""
        print(f"\n{self.total} elements")
        for asked in ASKED:
            kinds = self.kinds[asked]
            equal = self.total - kinds.total()
            print(f"  {asked:18} {equal}/{self.total}  {100 * equal / max(1, self.total):.3f}%")
            for kind, count in kinds.most_common(15):
                print(f"      {count:4} {kind}")


@dataclass
class Shelf:
    """What Chromium is given for the page under comparison, at the address that it had."""

    html: tuple[bytes, str] = (b"", "")
    address: str = ""
    sheet: Callable[[str], str] = no_sheet

    def put(self, page: Page) -> None:
        """Makes `page` the one to be served."""
        self.html, self.sheet = served(page), page.snapshot.sheet
        self.address = page.url or ADDRESS

    def serve(self, address: str) -> tuple[bytes, str] | None:
        """The page, or a style sheet that was saved with it."""
        if address == self.address:
            return self.html
        text = self.sheet(address)
        return (text.encode(), "text/css; charset=utf-8") if text else None


def saved_pages(folder: Path) -> Iterator[tuple[str, Page]]:
    """The HTML files of a folder, then the pages that failing tests of its artifacts left."""
    site = Site(folder.resolve())
    for path in sorted(site.folder.rglob("*.htm*")):
        with suppress(ArtifactError):
            yield str(path.relative_to(site.folder)), site.page(path, path.read_bytes())
    run = read_run([folder], [], parse=lambda name, text: DIALECTS[name].parse(text))
    for failure in run.failures:
        if isinstance(failure.snapshot, Snapshot):
            with suppress(ArtifactError):
                yield failure.artifact, plain(failure.snapshot)


def plain(snapshot: Snapshot) -> Page:
    """The page without what its recorder noted on it, which Chromium could not be told."""
    page = build(replace(snapshot, url=urldefrag(snapshot.url)[0], viewport=VIEWPORT))
    for element in page.elements:
        for name in [name for name in element.attrib if name.startswith(RECORDER_PREFIX)]:
            del element.attrib[name]
    return page


def main(argv: Sequence[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--chromium", metavar="PATH", default=chromium())
    parser.add_argument("--verbose", "-v", action="store_true")
    options = parser.parse_args(argv)
    shelf, tally, seen = Shelf(), Tally(), set()
    with chromium_tab(options.chromium, shelf.serve, scripts=False) as tab:
        for name, page in saved_pages(options.folder):
            shelf.put(page)
            if shelf.html in seen:
                continue
            seen.add(shelf.html)
            tab.goto(shelf.address, wait_until="load")
            answers = engine_answers(tab, NUMBER)
            found = list(differences(page, answers))
            tally.add(len(answers), found)
            compared = f"{len(answers):6} of {len(page.elements):6}"
            print(f"{compared} elements, {len(found):3} differ  {name}")
            for asked, where, mine, theirs in found if options.verbose else ():
                print(f"    {asked} of {where}: {mine[:90]!r} for {theirs[:90]!r}")
    tally.report()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
