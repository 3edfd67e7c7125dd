"""What matching answers: the candidates, and what can be said of the target."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lxml.html import HtmlElement

from selfheal_cli.model import Candidate, ElementPath, Fingerprint

# No labelled pages tell how often what stands in for an element is meant: neither likely nor not.
STANDS_IN = 0.5


class Say(StrEnum):
    """What the evidence allows to say of a target."""

    FOUND = "found"
    REMOVED = "removed"
    AMBIGUOUS = "ambiguous"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Portrait:
    """What is told of an element. `html`: its opening tag and text, secrets masked, shortened."""

    fingerprint: Fingerprint
    path: ElementPath
    html: str


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one target. `candidates` best first, each with its probability;
    `elements` the same elements in the page. `margin`: the best one's lead over the next that is
    neither around nor inside it, in log odds, 0 to 8. `removed`: probability that nothing in the
    new page is the target. `safe`: the best may be taken without a person's look. `evidence`:
    one sentence. `absent_in_state`: removed, but may live on behind a closed control. `against`:
    what forbids to take the best unseen, however probable it is."""

    say: Say
    candidates: tuple[Candidate, ...]
    elements: tuple[HtmlElement, ...]
    margin: float
    removed: float
    safe: bool
    evidence: str
    absent_in_state: bool = False
    against: str = ""

    @property
    def probability(self) -> float:
        """Of the best candidate; 0 where there is none."""
        return self.candidates[0].probability if self.candidates else 0.0


@dataclass(frozen=True, slots=True)
class Hints:
    """What the test's own code says of the element: the variable or method that holds the
    locator, and texts near it."""

    variable: str = ""
    method: str = ""
    texts: tuple[str, ...] = ()
