"""Edits that stand in files, each of which can still be taken back exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from selfheal_cli.edits.splice import splice
from selfheal_cli.errors import EditError
from selfheal_cli.model import Edit

_Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """An edit of the first bytes, and the mark of who asked for it."""

    edit: Edit
    mark: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was in each file at first, and the edits that stand, in the order they came. All are
    kept as edits of the first bytes, so that any of them can go without the others; where several
    stand at one place, the last one holds."""

    first: Mapping[str, bytes] = field(default_factory=dict)
    standing: tuple[Standing, ...] = ()

    def contents(self) -> dict[str, bytes]:
        """Every file that an edit has ever touched, as the standing ones leave it."""
        return {path: splice(text, self._of(path)) for path, text in self.first.items()}

    def add(self, asked: Mapping[str, Iterable[Edit]], first: Mapping[str, bytes]) -> Ledger:
        """With the edits of some marks, all of them edits of the first bytes (see `based`); `first`
        holds those. Raises EditError where an edit reaches over another one."""
        fresh = tuple(Standing(edit, mark) for mark, edits in asked.items() for edit in edits)
        for one in fresh:
            if not self.fits(one.edit):
                raise EditError(f"{one.edit.path}:{one.edit.line}: reaches over another edit.")
        return Ledger({**first, **self.first}, (*self.standing, *fresh))

    def fits(self, edit: Edit) -> bool:
        """Whether an edit of the first bytes is beside all that stand, or in the place of one."""
        return all(
            edit.end <= one.start or one.end <= edit.start or _place(edit) == _place(one)
            for one in self._of(edit.path)
        )

    def based(self, edit: Edit) -> Edit:
        """An edit of a file as this ledger leaves it, as one of the first bytes: inside what
        another one wrote it is that one's place that is written anew. Raises EditError where it
        reaches over the edge of one."""
        shift = 0
        for one in self._of(edit.path):
            begin = one.start + shift
            end = begin + len(one.new)
            if begin <= edit.start and edit.end <= end:
                at, stop = edit.start - begin, edit.end - begin
                return replace(one, new=one.new[:at] + edit.new + one.new[stop:], line=edit.line)
            if edit.end <= begin:
                break
            if edit.start < end:
                raise EditError(f"{edit.path}:{edit.line}: reaches over the edge of another edit.")
            shift += len(one.new) - (one.end - one.start)
        return replace(edit, start=edit.start - shift, end=edit.end - shift)

    def without(self, marks: Iterable[str]) -> Ledger:
        """Without what these marks have asked for, as far as no other one has."""
        out = set(marks)
        return replace(self, standing=tuple(one for one in self.standing if one.mark not in out))

    def _of(self, path: str) -> list[Edit]:
        """Those of one file in their order, each place once."""
        found = {_place(one.edit): one.edit for one in self.standing if one.edit.path == path}
        return [found[place] for place in sorted(found)]


def _place(edit: Edit) -> _Place:
    return (edit.path, edit.start, edit.end)
