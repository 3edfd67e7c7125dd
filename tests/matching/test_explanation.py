"""The reasons that are given: true of both pages, and no more than what is there."""

from __future__ import annotations

import re

import pytest

from selfheal_cli.matching import match_pages
from selfheal_cli.model import Action
from tests.matching.pages import one, page

_PAGE = "<h1>Orders</h1><p>All of them</p>{}<p>The end of it</p><a href='/help'>Help</a>"
_ONLY = "no attribute or text kept as it was, but the same"


def _evidence(before: str, now: str) -> str:
    old, new = (page(_PAGE.format(inner)) for inner in (before, now))
    return match_pages(old, new).find(one(old, "//button"), Action("click")).evidence


@pytest.mark.parametrize(
    ("before", "now", "became", "kept"),
    [
        (
            "<button id=a>Save</button>",
            "<button id=b>Save</button>",
            "the button `Save` is still there",
            "the same accessible name and text",
        ),
        (
            "<button>I'm sure</button>",
            "<button>I’m sure</button>",
            "the button `I'm sure` is now the button `I’m sure`",
            f"{_ONLY} words, heading before and neighbours",
        ),
        (
            "<button>Choose</button>",
            "<button>Choose authors</button>",
            "the button `Choose` is now the button `Choose authors`",
            f"{_ONLY} word `choose`, heading before and neighbours",
        ),
        (
            "<button class='go far'>Choose</button>",
            "<button class='go far'>Pick</button>",
            "the button `Choose` is now the button `Pick`",
            "the same classes, heading before and neighbours",
        ),
    ],
)
def test_what_was_kept_is_said(before: str, now: str, became: str, kept: str) -> None:
    assert _evidence(before, now) == f"{became}: {kept}"


def test_a_long_name_is_seen_to_be_cut() -> None:
    long = "Save all that was changed and send it to everybody"
    was, now = (f"<button id=a>{text}</button>" for text in (long, f"{long} else"))
    assert "the button `Save all that was changed and send it t…`" in _evidence(was, now)


_ENTRY = (
    "<div class={0}><ul><li><a href=#{1}>Tides</a></li><li><a href=#{1}2>{2}</a></li></ul></div>"
)


def test_of_two_that_are_called_the_same_it_is_said_where_they_are() -> None:
    boxes = (_ENTRY.format(f"part{k}", "a", "High", "b", "Winds") for k in range(8))
    old = page(_PAGE.format("<ul><li><a id=t>High water</a></li></ul>"))
    found = match_pages(old, page(_PAGE.format("".join(boxes)))).find(
        one(old, "//li/a"), Action("click")
    )
    places = r"`<div.part\d>` and the one in `<div.part\d>`"
    assert re.fullmatch(f"the link `High` in {places} fit about equally well", found.evidence)
