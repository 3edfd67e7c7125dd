"""Accessible names against expectations written in pages: `python -m tests.bench.accname DIR`.

DIR is laid out as web-platform-tests are: any folder of HTML files, addresses that start with a
slash being relative to DIR. What is expected stands in an element's `data-expectedlabel`, or, on
pages made for testing by hand, as steps in the page's own script. `--chromium PATH` adds what
Chromium's own tree and Playwright's engine in it come to: the ceiling, and our answers on the
tree that Chromium had after the page's scripts had run.
"""

from __future__ import annotations

import argparse
import json
import mimetypes
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.text import flat
from selfheal_cli.dom.tree import Page, build
from selfheal_cli.model import Markup, Snapshot
from tests.dom.injected import as_shown, browser_answers, chromium_tab, engine_answers

ORIGIN = "http://wpt.test/"
LABEL = "data-expectedlabel"
_STEPS = re.compile(r"new ATTAcomm\(\s*(?=\{)")
_OURS, _SHOWN = "ours, from the file", "ours, on Chromium's tree"
_ENGINE, _BROWSER = "Playwright's engine", "Chromium's own tree"


@dataclass(frozen=True)
class Site:
    """A folder served at ORIGIN."""

    folder: Path

    def address(self, path: Path) -> str:
        """Where the file `path` is served."""
        return urljoin(ORIGIN, path.relative_to(self.folder).as_posix())

    def text(self, address: str) -> str:
        """The file at `address` as text, "" where there is none."""
        served = self.serve(address)
        return served[0].decode("utf-8", "replace") if served else ""

    def serve(self, address: str) -> tuple[bytes, str] | None:
        """The file at `address` and its content type."""
        path = (self.folder / unquote(urlsplit(address).path).lstrip("/")).resolve()
        inside = self.folder.resolve() in path.parents
        if not address.startswith(ORIGIN) or not inside or not path.is_file():
            return None
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return path.read_bytes(), f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def page(self, path: Path, html: bytes) -> Page:
        """The page that `html`, served at the address of `path`, is."""
        address = self.address(path)
        return build(Snapshot(Markup(html), address, sheet=self.text, viewport=(1280, 720)))


@dataclass(frozen=True)
class Expectation:
    """What one element of a page is expected to be called or described as. The element is the
    `number`-th that has the attribute `mark`, of value `value`."""

    title: str
    mark: str
    number: int
    asked: str
    text: str


def expectations(page: Page) -> Iterator[Expectation]:
    """Those of a page, in its order: labels on elements, then steps in scripts."""
    labelled = [element for element in page.elements if LABEL in element.attrib]
    for number, element in enumerate(labelled):
        title = element.get("data-testname") or element.tag
        yield Expectation(title, LABEL, number, "name", element.get(LABEL) or "")
    numbers: dict[str, int] = {}
    for number, element in enumerate(e for e in page.elements if "id" in e.attrib):
        numbers.setdefault(element.get("id") or "", number)
    for script in page.root.iter("script"):
        yield from _steps(script.text or "", numbers)


def _steps(script: str, numbers: dict[str, int]) -> Iterator[Expectation]:
    """The names and descriptions that a manual test expects by ATK's rules."""
    found = _STEPS.search(script)
    if found is None:
        return
    test = json.JSONDecoder().raw_decode(script, found.end())[0]
    for step in test["steps"]:
        for subject, asked, verb, text in step["test"].get("ATK", ()):
            known = subject == "property" and asked in ("name", "description") and verb == "is"
            if known and isinstance(text, str):
                title = f"{test['title']}: {asked} of #{step['element']}"
                yield Expectation(title, "id", numbers[step["element"]], asked, text)


Answers = dict[tuple[str, str], list[str]]
"""(mark, name or description) -> the answers for the elements that carry the mark, in order."""


def ours(page: Page) -> Answers:
    """What we find."""
    access = accessibility(page)
    answers: Answers = {}
    for mark in (LABEL, "id"):
        marked = [element for element in page.elements if mark in element.attrib]
        answers[mark, "name"] = [access.exact_name(element) for element in marked]
        answers[mark, "description"] = [access.description(element) for element in marked]
    return answers


def in_chromium(tab: Any) -> dict[str, Answers]:
    """What Playwright's engine and Chromium's own tree find on the page in `tab`."""
    engine: Answers = {}
    browser: Answers = {}
    for mark in (LABEL, "id"):
        found = engine_answers(tab, mark)
        engine[mark, "name"] = [answer.name for answer in found]
        engine[mark, "description"] = [answer.description for answer in found]
        # Chromium leaves white space to its readers.
        in_tree = [(flat(name), flat(words)) for name, words in browser_answers(tab, mark)]
        browser[mark, "name"] = [name for name, _ in in_tree]
        browser[mark, "description"] = [words for _, words in in_tree]
    return {_ENGINE: engine, _BROWSER: browser}


def ask_all(site: Site, path: Path, tab: Any) -> tuple[Page, dict[str, Answers]]:
    """The page of a file, and all answers about it: ours, and those of `tab` where there is one."""
    page = site.page(path, path.read_bytes())
    answers = {_OURS: ours(page)}
    if tab is not None:
        tab.goto(site.address(path))
        answers |= in_chromium(tab)
        answers[_SHOWN] = ours(site.page(path, as_shown(tab).encode()))
    return page, answers


def report(site: Site, path: Path, tab: Any) -> Counter[str]:
    """Prints what a file comes to, with each miss and its reason; gives the counts."""
    page, answers = ask_all(site, path, tab)
    wanted = list(expectations(page))
    counts = Counter({"total": len(wanted)})
    misses = []
    for one in wanted:
        found = {who: said[one.mark, one.asked][one.number] for who, said in answers.items()}
        counts.update(who for who, text in found.items() if text == one.text)
        if found[_OURS] != one.text:
            misses.append((one, found))
    if wanted:
        print(f"{counts[_OURS]:4}/{len(wanted):<4} {path.relative_to(site.folder)}")
    for one, found in misses:
        print(f"       {one.title}: wanted {one.text!r}, found {found[_OURS]!r}")
        print(f"         {_reason(page, one, found)}")
    return counts


# --- why not: for the reader alone, nothing here is counted ---------------------------------

_SCRIPTED = "attachShadow("
_ALIKE = "Playwright's engine, which getByRole must be read as, says the same"
_KINDS = (
    ("embedded combobox (", "an embedded combobox counts by its chosen options only"),
    ("visibility:hidden with nested", "nothing inside a hidden element counts"),
    ("hidden aria-labelledby traversal", "a hidden reference is not followed by the own label"),
    ("label valid on d", "WAI-ARIA prohibits names on the role"),
    ("that in turn references", "each element counts once, where it is first met"),
    ("aria-label on slot", "a slot is an element like any other, with its label"),
    ("Name file-title", "no browser calls a file input by its title"),
    ("Name test case 751", "no browser calls a file input by its title"),
    (
        "Name test case 659",
        "a label's title stands for missing content, not between generated text",
    ),
    (
        "Name test case 660",
        "a label's title stands for missing content, not between generated text",
    ),
    ("Description 1.0 combobox", "a title describes also what has no name"),
)


def _reason(page: Page, one: Expectation, found: dict[str, str]) -> str:
    """One line on a miss."""
    if _SHOWN in found and found[_SHOWN] == one.text:
        return "the page's script makes it; on the tree that Chromium had, it is equal"
    if any(_SCRIPTED in (script.text or "") for script in page.root.iter("script")):
        return "the page's script makes the shadow tree; the file does not hold it"
    kind = next((words for part, words in _KINDS if part in one.title), "not known")
    alike = found.get(_ENGINE) == found[_OURS]
    return f"{kind}; {_ALIKE}" if alike else kind


def main(argv: Sequence[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--chromium", metavar="PATH", default="")
    options = parser.parse_args(argv)
    site = Site(options.folder.resolve())
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    opened = chromium_tab(options.chromium, site.serve) if options.chromium else nullcontext()
    with opened as tab:
        for path in sorted(site.folder.rglob("*.htm*")):
            by_hand = b"ATTAcomm(" in path.read_bytes()
            counts[by_hand] += report(site, path, tab)
    for by_hand, title in ((False, f"{LABEL}"), (True, "steps of manual tests")):
        _print_totals(title, counts[by_hand])
    return 0


def _print_totals(title: str, counts: Counter[str]) -> None:
    total = counts["total"]
    if not total:
        return
    print(f"\n{title}: {total}")
    for who in (_OURS, _SHOWN, _ENGINE, _BROWSER):
        if who in counts:
            print(f"  {who:26} {counts[who]:4}/{total}  {100 * counts[who] / total:5.1f}%")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
