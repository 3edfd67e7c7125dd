"""Which element is it now: whole pages matched, candidates ranked, claims calibrated."""

from selfheal_cli.matching.alike import alike, asked_count
from selfheal_cli.matching.excerpt import excerpt
from selfheal_cli.matching.guess import guess
from selfheal_cli.matching.page_match import PageMatch, match_excerpt, match_pages
from selfheal_cli.matching.portrait import depict
from selfheal_cli.matching.records import Hints, Match, Say

__all__ = [
    "Hints",
    "Match",
    "PageMatch",
    "Say",
    "alike",
    "asked_count",
    "depict",
    "excerpt",
    "guess",
    "match_excerpt",
    "match_pages",
]
