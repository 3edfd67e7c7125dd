"""Page pairs made of one real page and a mutated copy of it: volume for fitting, never a proof."""

from __future__ import annotations

import copy
import random

import numpy as np
from drift import Label, Screen
from lxml import etree
from mutation import Mutation

from selfheal_cli.dom.tree import Page
from selfheal_cli.matching.nested import alike
from selfheal_cli.matching.prepared import ground, prepare
from selfheal_cli.matching.view import View, view_of
from selfheal_cli.model import Action, Markup, Snapshot

_ACTIONS = {"press": "click", "type": "fill", "choose": "select", "tick": "check"}
_TARGETS = 24
_GONE = 0.3


def made(screens: list[Screen]) -> list[Screen]:
    """A pair for every page of the screens, always the same ones."""
    pages: dict[str, dict[Page, None]] = {}
    for screen in screens:
        for view in (screen.prepared.old, screen.prepared.new):
            pages.setdefault(screen.app, {})[view.page] = None
    found = []
    for app, known in pages.items():
        spoken = captions(list(known))
        found += [pair(app, page, spoken, seed) for seed, page in enumerate(known)]
    return [screen for screen in found if screen]


def captions(pages: list[Page]) -> list[str]:
    """What the elements of real pages are called."""
    found = {text for page in pages for text in view_of(page).captions if 2 < len(text) < 40}
    return sorted(found) or ["item"]


def pair(app: str, page: Page, spoken: list[str], seed: int) -> Screen | None:
    """One page, and a mutated copy of it, with sampled targets."""
    rng = random.Random(seed)
    root = copy.deepcopy(page.root)
    twins = list(zip(page.root.iter(etree.Element), root.iter(etree.Element), strict=True))
    Mutation(root, spoken, rng).run()
    known = ground(page, Page(root, Snapshot(Markup(b"")), False, tuple(root.iter("*"))))
    labels = _labels(known.old, known.new, dict(twins), rng)
    if not labels:
        return None
    return Screen(app, prepare(known, [label.old for label in labels]), labels, True)


def _labels(old: View, new: View, twins: dict, rng: random.Random) -> list[Label]:
    telling = np.flatnonzero(old.telling).tolist()
    here = [(i, new.index.get(twins[old.elements[i]], -1)) for i in telling]
    gone = [x for x in here if x[1] < 0]
    left = [x for x in here if x[1] >= 0]
    count = min(len(gone), int(_TARGETS * _GONE))
    chosen = rng.sample(gone, count) + rng.sample(left, min(len(left), _TARGETS - count))
    return [
        Label(f"made/{o}", {"kind": "made"}, o, n, alike(new, n) if n >= 0 else [], _action(old, o))
        for o, n in chosen
    ]


def _action(view: View, i: int) -> Action:
    kind = _ACTIONS.get(view.kinds[i])
    if kind:
        return Action(kind, "", "")
    own = view.walk.own[i]
    return Action("assert-text", "", own) if own else Action("assert-visible", "", "")
