"""What a forge keeps of a repository, whatever it calls it."""

from __future__ import annotations

from dataclasses import dataclass, field

SECRET = "tok-3f9c1e7a5b"
OWNER, NAME = "acme", "shop"


@dataclass
class Pull:
    number: int
    branch: str
    base: str
    title: str
    body: str = ""
    draft: bool = False
    state: str = "open"  # or closed, merged
    labels: list[str] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    remarks: list[dict[str, object]] = field(default_factory=list)
    foreign: bool = False  # its branch is in a fork
    automatic: bool = False


class Taken(Exception):
    """There is an open one for the branch and base."""


@dataclass
class Hosted:
    pulls: list[Pull] = field(default_factory=list)
    people: tuple[str, ...] = ("ada", "bo")
    labels: list[str] = field(default_factory=lambda: ["bug"])
    diffs: dict[str, str] = field(default_factory=dict)
    pipeline: str = "running"  # "" for none

    def add(self, branch: str, base: str = "main", title: str = "A title", **more: object) -> Pull:
        pull = Pull(len(self.pulls) + 1, branch, base, title)
        for name, value in more.items():
            setattr(pull, name, value)
        self.pulls.append(pull)
        return pull

    def make(self, branch: str, base: str, title: str, **more: object) -> Pull:
        if any(
            (p.branch, p.base, p.state, p.foreign) == (branch, base, "open", False)
            for p in self.pulls
        ):
            raise Taken
        return self.add(branch, base, title, **more)

    def pull(self, number: int | str) -> Pull:
        return self.pulls[int(number) - 1]

    @property
    def newest(self) -> list[Pull]:
        return self.pulls[::-1]
