"""The reasons that are given: true of both pages, and no more than what is there."""

from __future__ import annotations

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
    ],
)
def test_what_was_kept_is_said(before: str, now: str, became: str, kept: str) -> None:
    assert _evidence(before, now) == f"{became}: {kept}"
