"""Pages for the tests of locators."""

import re
from pathlib import Path

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, build
from selfheal_cli.model import Markup, Nodes, Snapshot

FIXTURES = Path(__file__).parents[2] / "fixtures" / "locators"


def page(html: str, **frames: str) -> Page:
    """A page of HTML text; `frames`: value of an iframe's src -> its HTML."""
    inner = tuple((src, Snapshot(Markup(text.encode()))) for src, text in frames.items())
    return build(Snapshot(Markup(f"<!doctype html>{html}".encode()), frames=inner))


def recorded(*body: object) -> Page:
    """A page of recorded nodes, `body` being the body's children."""
    return build(Snapshot(Nodes(["HTML", {}, ["HEAD", {}], ["BODY", {}, *body]])))


def ids(found: list[HtmlElement]) -> list[str]:
    """Elements by id, or by tag where they have none."""
    return [each.get("id") or str(each.tag) for each in found]


def numbered(html: str) -> str:
    """The page with `data-n` on each start tag outside of scripts."""
    count = iter(range(10**6))
    pattern = r"<script[\s\S]*?</script>|<!--[\s\S]*?-->|<([a-zA-Z][\w-]*)(?=[\s>])"
    return re.sub(pattern, lambda m: f'{m[0]} data-n="{next(count)}"' if m[1] else m[0], html)
