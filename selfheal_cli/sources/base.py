"""What the sources stage hands on: the site of a locator, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from selfheal_cli.model import CallSite, Edit, Locator
from selfheal_cli.sources.stated import NOWHERE, Origin, Stated

NO_LOCATOR = Locator("", ())


@dataclass(frozen=True, slots=True)
class Site:
    """Where a failing locator is written: one call site per link of its chain, outermost first.

    A link whose value stands elsewhere (a constant, a caller's argument) is located there.
    `certain` is False where the frames did not lead to the site and it was found as the only one
    that fits. `quote` is the author's quote around the last link's text. `locator`
    is what the links state. `stated` and `origin` are
    what `spell` works on.
    """

    language: str
    links: tuple[CallSite, ...]
    certain: bool = True
    quote: str = ""
    locator: Locator = NO_LOCATOR
    stated: tuple[Stated, ...] = ()
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class NoSite:
    """The locator is not written anywhere we may edit; `reason` is one sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Spelled:
    """The edits that write a proposal; `reason` is not empty where a person should look first."""

    edits: tuple[Edit, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unspellable:
    """The proposal cannot be written at this site; `reason` is one sentence."""

    reason: str
