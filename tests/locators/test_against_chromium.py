"""What Playwright found in Chromium (recorded by record.py) is what we find."""

import json

import pytest

from selfheal_cli.dom.tree import build
from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Markup, Snapshot
from tests.locators.pages import FIXTURES, numbered

RECORDED = json.loads((FIXTURES / "chromium.json").read_text("utf-8"))
CASES = [(name, selector) for name, found in RECORDED.items() for selector in found]
# Dynamic pseudo-classes and pseudo-elements: a snapshot cannot answer, and says so.
REFUSED = {"a:hover", "a::before"}


@pytest.fixture(scope="module")
def pages():
    html = {name: numbered((FIXTURES / name).read_text("utf-8")) for name in RECORDED}
    return {name: build(Snapshot(Markup(text.encode(), "utf-8"))) for name, text in html.items()}


@pytest.mark.parametrize(("name", "selector"), CASES)
def test_matches_what_chromium_matched(pages, name, selector):
    dialect, expected = DIALECTS["playwright"], RECORDED[name][selector]
    if selector in REFUSED:
        with pytest.raises(UnsupportedLocator):
            dialect.resolve(dialect.parse(selector), pages[name])
    elif expected == "error":
        with pytest.raises(LocatorSyntaxError):
            dialect.resolve(dialect.parse(selector), pages[name])
    else:
        found = dialect.resolve(dialect.parse(selector), pages[name])
        assert [each.get("data-n") for each in found] == expected
