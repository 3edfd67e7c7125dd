"""Scrapling's adaptive matching, as its package from PyPI does it, with its own threshold.

Asked by `Selector.relocate`; what it would store of the element is made inside of that call. Its
logger is kept from telling each miss.
"""

from __future__ import annotations

import logging

from lxml.html import HtmlElement

from tests.bench.matching.rivals.base import Finder, Given


def finder(new: HtmlElement) -> Finder:
    """Scrapling on the new page. Raises ImportError without the extra `bench`."""
    from scrapling.parser import Selector

    logging.getLogger("scrapling").setLevel(logging.ERROR)
    page = Selector(root=new)

    def find(old: HtmlElement) -> Given:
        best = list(page.relocate(old))
        return Given(best, bool(best))

    return find
