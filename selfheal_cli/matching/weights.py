"""How telling a word is on the pages that are looked at."""

from __future__ import annotations

from math import log

from selfheal_cli.matching.view import View


class Weights(dict[str, float]):
    """How telling a word is: the fewer elements have it, the more."""

    def __init__(self, *views: View) -> None:
        super().__init__()
        self._uses = tuple(view.word_uses for view in views)
        self._total = 2.0 + sum(len(view) for view in views)

    def __missing__(self, word: str) -> float:
        uses = 1 + sum(side[word] for side in self._uses)
        weight = self[word] = log(self._total / uses) + 0.1
        return weight
