"""The tree that each parser makes of a page, against Chromium's DOM, and the time it takes.

`python -m tests.bench.differential.trees [DIR] --chromium /usr/bin/chromium` prints, for the pages
and for the hand-made hard cases, the share of equal trees and the time as a ratio to lxml's.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from selfheal_cli.dom.markup import parse
from tests.bench.differential.chromium import Tab, chromium
from tests.bench.differential.corpus import ARCHIVE, HARD, Saved, load

Row = tuple[int, str, tuple[tuple[str, str], ...], tuple[str, ...]]
RECORDED = HARD / "chromium.json"


def rows_of(root: HtmlElement) -> list[Row]:
    """A row for each element: depth, name, attributes, the texts around its children."""
    return list(_rows(root, 0))


def _rows(root: HtmlElement, depth: int) -> Iterator[Row]:
    stack = [(root, depth)]
    while stack:
        element, depth = stack.pop()
        children = [] if _is_opaque(element) else list(element.iterchildren(etree.Element))
        yield _row(element, depth)
        stack += [(child, depth + 1) for child in reversed(children)]


def _is_opaque(element: HtmlElement) -> bool:
    return element.tag == "template" and element.get("shadowrootmode") is None


def _row(element: HtmlElement, depth: int) -> Row:
    if element.tag == "template" and element.get("shadowrootmode"):
        return depth, "#shadow", (), _texts(element)
    texts = () if _is_opaque(element) else _texts(element)
    return depth, str(element.tag), tuple(sorted(element.attrib.items())), texts


def _texts(element: HtmlElement) -> tuple[str, ...]:
    """The texts before, between and after the child elements that are no shadow root."""
    texts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not child.get("shadowrootmode"):
            texts.append("")
        texts[-1] += child.tail or ""
    return tuple(texts)


def dom_rows(tab: Tab) -> list[Row]:
    """Chromium's DOM as the same rows."""
    return [
        (depth, name, tuple(sorted(given.items())), () if name == "template" else tuple(texts))
        for depth, name, given, texts in tab.tree()
    ]


def difference(ours: Sequence[Row], theirs: Sequence[Row]) -> str:
    """The first row that differs, in words; "" where the trees are equal."""
    for number, (left, right) in enumerate(zip(ours, theirs, strict=False)):
        if left != right:
            return f"element {number}: {_short(left)}, Chromium has {_short(right)}"
    return "" if len(ours) == len(theirs) else f"{len(ours)} elements, Chromium {len(theirs)}"


def _short(row: Row) -> str:
    depth, name, attributes, texts = row
    return f"{depth} {name} {str(attributes)[:60]} {str(texts)[:60]}"


def _libxml2(html: bytes) -> HtmlElement:
    return lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))


def _html5lib(html: bytes) -> HtmlElement:
    from html5lib import HTMLParser, treebuilders
    from html5lib.constants import DataLossWarning

    warnings.simplefilter("ignore", DataLossWarning)
    builder = treebuilders.getTreeBuilder("lxml")
    parser = HTMLParser(tree=builder, namespaceHTMLElements=False)
    return parser.parse(html.decode("utf-8", "replace"), scripting=True).getroot()


PARSERS: dict[str, Callable[[bytes], HtmlElement]] = {
    "libxml2 (lxml.html)": _libxml2,
    "html5lib": _html5lib,
    "ours (lexbor)": lambda html: parse(html, "utf-8"),
}


def _seconds(parser: Callable[[bytes], Any], pages: Sequence[Saved]) -> float:
    """CPU time of the best of three rounds."""
    times = []
    for _ in range(3):
        start = time.process_time()
        for page in pages:
            parser(page.html)
        times.append(time.process_time() - start)
    return min(times)


def doms_of(pages: Sequence[Saved], browser: str) -> dict[str, list[Row]]:
    """Chromium's DOM of each page."""
    found = {}
    with chromium(browser) as tab:
        for page in pages:
            tab.open(page)
            found[page.name] = dom_rows(tab)
    return found


def report(pages: Sequence[Saved], hard: Sequence[Saved], browser: str) -> None:
    """Prints a line for each parser and one for each tree of ours that differs."""
    base = _seconds(_libxml2, pages)
    ratios = {name: _seconds(parser, pages) / base for name, parser in PARSERS.items()}
    doms = doms_of((*pages, *hard), browser)
    for name, parser in PARSERS.items():
        equal = [sum(not _differs(parser, p, doms) for p in group) for group in (pages, hard)]
        print(
            f"{name:20} equal {equal[0]}/{len(pages)} pages, {equal[1]}/{len(hard)} hard cases,"
            f" time {ratios[name]:.2f} x lxml"
        )
    for page in (*pages, *hard):
        differs = _differs(PARSERS["ours (lexbor)"], page, doms)
        if differs:
            print(f"  {page.name}: {differs}")


def record(hard: Sequence[Saved], browser: str) -> None:
    """Writes Chromium's DOM of the hard cases, for the test that has no browser."""
    text = json.dumps(doms_of(hard, browser), ensure_ascii=False, sort_keys=True)
    RECORDED.write_text(text.replace("]], ", "]],\n") + "\n", "utf-8")


def _differs(parser: Callable[[bytes], Any], page: Saved, doms: dict[str, list[Row]]) -> str:
    try:
        rows = rows_of(parser(page.html))
    except Exception as error:  # another parser's
        return f"{type(error).__name__}: {error}"
    return difference(rows, doms[page.name])


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("pages", nargs="?", type=Path, default=ARCHIVE)
    options.add_argument("--chromium", default=shutil.which("chromium") or "")
    options.add_argument("--record", action="store_true", help="save Chromium's hard cases")
    given = options.parse_args()
    if given.record:
        record(load(HARD), given.chromium)
    else:
        report(load(given.pages), load(HARD), given.chromium)


if __name__ == "__main__":
    main()
