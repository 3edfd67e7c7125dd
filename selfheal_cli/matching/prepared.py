"""Two pages side by side: their views, the pairs worth comparing, and the pairs' features."""

from __future__ import annotations

from dataclasses import dataclass

from selfheal_cli.dom.tree import Page
from selfheal_cli.matching.bags import make
from selfheal_cli.matching.channels import CHANNELS
from selfheal_cli.matching.features import Features, features
from selfheal_cli.matching.preselect import Pairs, preselect
from selfheal_cli.matching.view import View, view_of


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What is known of a page pair before any weight is applied."""

    old: View
    new: View
    pairs: Pairs
    features: Features


def prepare(old: Page, new: Page) -> Prepared:
    """Views, candidate pairs and pair features of the two documents."""
    before, after = view_of(old), view_of(new)
    bags = {name: make(read(before), read(after)) for name, read in CHANNELS.items()}
    pairs = preselect(before, after, bags)
    return Prepared(before, after, pairs, features(before, after, bags, pairs))
