"""The two pages of some cases, with the cases' elements found in them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import etree, html
from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import UsageError
from selfheal_cli.measure.cases import Case, Gone
from selfheal_cli.model import Markup, Snapshot

Read = Callable[[str], bytes]
"""The bytes of a page, by its path in the cases."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One case with its elements. `new`: the right ones, none where it is gone; `kin`: those that
    a lenient reading accepts."""

    case: Case
    old: HtmlElement
    new: tuple[HtmlElement, ...]
    kin: tuple[HtmlElement, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """An old and a new page with all that is asked of them; `parsing`: seconds of processor time
    that lxml took to parse both."""

    old: Page
    new: Page
    questions: tuple[Question, ...]
    parsing: float


def pairs(cases: Sequence[Case], read: Read) -> Iterator[Pair]:
    """The cases by page pair, in the order of the pairs' names. Raises UsageError where a page
    cannot be read or a path does not name one element."""

    def pages(case: Case) -> tuple[str, str]:
        return case.old_html, case.new_html

    for names, group in groupby(sorted(cases, key=pages), pages):
        yield _pair((read(names[0]), read(names[1])), group)


def _pair(texts: tuple[bytes, bytes], cases: Iterable[Case]) -> Pair:
    begin = time.process_time()
    roots = [_parsed(text) for text in texts]
    parsing = time.process_time() - begin
    old, new = map(_page, roots)
    return Pair(old, new, tuple(_question(case, old, new) for case in cases), parsing)


def _parsed(data: bytes) -> HtmlElement:
    """As `lxml.html.fromstring` reads it: the cases' XPaths are of that tree."""
    try:
        return html.fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError as error:
        raise UsageError(f"a page of the cases is empty ({error})") from error


def _page(root: HtmlElement) -> Page:
    return Page(root, Snapshot(Markup(b"")), False, tuple(root.iter(etree.Element)))


def _question(case: Case, old: Page, new: Page) -> Question:
    truth = case.truth
    if isinstance(truth, Gone):
        return Question(case, _at(case, old, case.old_xpath), (), ())
    return Question(
        case,
        _at(case, old, case.old_xpath),
        (_at(case, new, truth.xpath),),
        tuple(_at(case, new, xpath) for xpath in truth.kin),
    )


def _at(case: Case, page: Page, xpath: str) -> HtmlElement:
    try:
        found = page.root.getroottree().xpath(xpath)
    except etree.XPathError as error:
        raise UsageError(f"case {case.id}: {xpath!r} is no XPath ({error})") from error
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], HtmlElement):
        raise UsageError(
            f"case {case.id}: {xpath!r} does not name one element",
            "XPaths are of the tree that lxml.html.fromstring makes of the saved file",
        )
    return found[0]
