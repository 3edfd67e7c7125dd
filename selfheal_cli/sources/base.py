"""What the sources stage hands on: the site of a locator, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from selfheal_cli.model import CallSite, Edit


@dataclass(frozen=True, slots=True)
class Site:
    """Where a failing locator is written: one call site per link of its chain, outermost first.
    `uses`: how many places in the sources refer to the outermost definition."""

    language: str
    links: tuple[CallSite, ...]
    uses: int = 1


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
