"""Whether steps say nothing of an element but its place: such a locator hits by luck."""

from __future__ import annotations

from collections.abc import Sequence

from selfheal_cli.model import Step
from selfheal_cli.synthesis.costs import keyless
from selfheal_cli.synthesis.css_paths import CssPaths
from selfheal_cli.synthesis.paths import Syntax
from selfheal_cli.synthesis.xpath_paths import XPathPaths

_SYNTAXES: dict[str, Syntax] = {"css": CssPaths(), "xpath": XPathPaths()}
_PLACES = ("nth", "visible", "frame")


def only_structure(steps: Sequence[Step]) -> bool:
    """Whether every step is a path of names and places."""
    return all(_is_place(step) for step in steps)


def _is_place(step: Step) -> bool:
    if step.strategy in _PLACES:
        return True
    syntax = _SYNTAXES.get(step.strategy)
    path = syntax.parse(str(step.value)) if syntax else None
    return path is not None and keyless(path)
