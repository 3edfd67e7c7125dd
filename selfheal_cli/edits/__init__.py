"""Edits to patches, patches to diffs and to files: the one way bytes of a source change."""

from selfheal_cli.edits.apply import Applied, apply
from selfheal_cli.edits.diff import unified_diff
from selfheal_cli.edits.journal import Recovered, recover
from selfheal_cli.edits.ledger import Ledger
from selfheal_cli.edits.places import reader
from selfheal_cli.edits.splice import Combined, Conflict, Stale, combine, sources, splice
from selfheal_cli.edits.trial import Trial, on_trial

__all__ = [
    "Applied",
    "Combined",
    "Conflict",
    "Ledger",
    "Recovered",
    "Stale",
    "Trial",
    "apply",
    "combine",
    "on_trial",
    "reader",
    "recover",
    "sources",
    "splice",
    "unified_diff",
]
