"""What the runners' reports say of each test, and which record speaks of which artifact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selfheal_cli.artifacts.base import RecordedTest, Status
from selfheal_cli.artifacts.identity import identity, same_test


@dataclass(frozen=True, slots=True)
class RecordIndex:
    """Records by the files they attach and by the tests' names."""

    by_file: dict[str, RecordedTest]
    by_name: dict[str, RecordedTest]

    def of(self, files: Iterable[str], names: Iterable[str]) -> RecordedTest | None:
        """The record that attaches one of `files` (by folder and name), else the one whose test
        goes by one of `names`; None where there is none, or several fit equally."""
        for file in files:
            if record := self.by_file.get(_tail(file)):
                return record
        keys = [identity(name) for name in names if name]
        for key in keys:
            if record := self.by_name.get(key):
                return record
        near = {n: r for n, r in self.by_name.items() if any(same_test(n, key) for key in keys)}
        return next(iter(near.values())) if len(near) == 1 else None


def index(records: Sequence[RecordedTest]) -> RecordIndex:
    """An index of `records`; where several speak of one test, the fullest comes first."""
    ordered = sorted(records, key=fullness)
    by_name = {identity(r.name): r for r in ordered}
    by_file = {_tail(file): r for r in ordered for file in r.attachments}
    return RecordIndex(by_file, by_name)


def fullness(record: RecordedTest) -> tuple[bool, int, int]:
    """A key that sorts the record last that says most: of failure, frames, text."""
    frames = sum(len(error.frames) for error in record.errors)
    return (record.status is Status.FAILED, frames, sum(len(e.text) for e in record.errors))


def _tail(file: str) -> str:
    return "/".join(file.replace("\\", "/").split("/")[-2:])
