"""From a plan to the pull requests that it asks for: groups, their commits and their words."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from selfheal_cli.edits import Combined, combine
from selfheal_cli.forges.base import Remark, Request
from selfheal_cli.forges.branches import Branches
from selfheal_cli.forges.contents import real_path
from selfheal_cli.forges.tips import Built, Seen
from selfheal_cli.marks import content_of, digest
from selfheal_cli.model import Edit, Verdict
from selfheal_cli.outputs.contract import OutcomeEntry
from selfheal_cli.outputs.markdown import code, prose
from selfheal_cli.outputs.plan import edits_of
from selfheal_cli.outputs.pull_request import Told, default_template, write_body
from selfheal_cli.outputs.series import By, Group, grouped, message, slug, subject_of
from selfheal_cli.outputs.words import change, name, sentence, where
from selfheal_cli.overlaps import overlaps
from selfheal_cli.owners import PLACES, Section, owners_of, read_owners
from selfheal_cli.proposals import PREFIX, Wanted
from selfheal_cli.proposing import key_of

_SLUG = 40
_MARK_ROOM = 1200
"""What a mark may take of a body's room."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How pull requests are to be. `draft`: always, never, or as its repairs ask for; `longest`:
    how many characters a body may have; `folded`: HTML in it is understood; `merge`: safe and
    verified ones may merge by themselves."""

    by: By
    draft: bool | str = "auto"
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    codeowners: bool = True
    merge: bool = False
    template: str = ""
    longest: int = 65_536
    unsafe: bool = False
    folded: bool = True


@dataclass(frozen=True, slots=True)
class Asking:
    """The pull requests of a run. `combined` says which repairs cannot be written, and why."""

    wanted: tuple[Wanted, ...]
    groups: Mapping[str, Group]
    combined: Combined


def scope_of(prefix: str, base: str) -> str:
    """How the keys of all branches begin that are for these sources and this base."""
    return digest(f"{prefix}\0{base}", 2)


def ask(
    entries: Sequence[OutcomeEntry], asked: Asked, seen: Seen, branches: Branches,
    read: Callable[[str], bytes],
) -> Asking:  # fmt: skip
    """All pull requests that the repairs among `entries` ask for, the commit of each built."""
    verdicts = _verdicts(asked)
    reader = _fitting_reader(entries, branches, read)
    found = grouped((e for e in entries if e["verdict"] in verdicts), asked.by, reader)
    work = _Work(entries, asked, seen, branches, reader, _sections(asked, seen, branches))
    keys = {work.key(group): group for group in found.groups}
    clashes = overlaps({key: _edits(group) for key, group in keys.items()})
    names = {key: work.branch(key, group) for key, group in keys.items()}
    notes = {
        key: [_clash(names[other]) for other in clashes.get(key, ())] for key in keys
    }  # fmt: skip
    wanted = [work.wanted(key, names[key], group, notes[key]) for key, group in keys.items()]
    return Asking(tuple(wanted), keys, found.combined)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Remarks for a pull request, the repairs `taken`, and why some are not among them."""

    remarks: tuple[Remark, ...]
    taken: tuple[OutcomeEntry, ...]
    trouble: tuple[str, ...]


def suggestions(
    entries: Sequence[OutcomeEntry], asked: Asked, head: str, branches: Branches,
    read: Callable[[str], bytes],
) -> Suggestions:  # fmt: skip
    """The repairs among `entries` as suggestions on the files of commit `head`."""
    taken = [e for e in entries if e["verdict"] in _verdicts(asked) and e["edits"]]
    reader = _fitting_reader(taken, branches, read)
    combined = combine([edits_of(entry) for entry in taken], reader)
    git = branches.git.repository
    changes = {
        real_path(git.top, git.prefix, one.path): (one.before, one.after)
        for one in combined.patches
    }
    files, trouble = branches.contents.files(head, changes)
    remarks = [
        _remark(path, *hunk, taken)
        for path, file in files.items()
        for hunk in _hunks(file.before, file.after)
    ]
    reasons = [one.reason for one in combined.conflicts] + [one.reason for one in combined.stale]
    return Suggestions(tuple(remarks), tuple(taken), (*reasons, *trouble))


def _hunks(before: bytes, after: bytes) -> Iterator[tuple[int, int, str]]:
    """First and last line (from 1), and what they become, without the last line end."""
    old, new = (text.decode("utf-8", "replace").split("\n") for text in (before, after))
    for tag, first, last, begin, end in SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "replace":
            yield first + 1, last, "\n".join(new[begin:end])


def _remark(path: str, first: int, last: int, new: str, taken: Sequence[OutcomeEntry]) -> Remark:
    mine = [
        entry
        for entry in taken
        if any(path.endswith(e["path"]) and e["new"] in new for e in entry["edits"])
    ]
    told = [f"{code(name(entry))}: {prose(sentence(entry))}" for entry in mine]
    return Remark(path, first, last, new, "\n\n".join(dict.fromkeys(told)))


def _verdicts(asked: Asked) -> set[str]:
    return {Verdict.REPAIRED, *([Verdict.HELD_BACK] if asked.unsafe else [])}


def _edits(group: Group) -> list[Edit]:
    return [edit for entry in group.entries for edit in edits_of(entry)]


def _clash(branch: str) -> str:
    return f"Edits lines beside those of {branch}: once one is merged, the other is rebased."


@dataclass(frozen=True, slots=True)
class _Work:
    entries: Sequence[OutcomeEntry]
    asked: Asked
    seen: Seen
    branches: Branches
    read: Callable[[str], bytes]
    owners: tuple[Section, ...]

    @property
    def prefix(self) -> str:
        return self.branches.git.repository.prefix

    def key(self, group: Group) -> str:
        scope = scope_of(self.prefix, self.seen.base)
        return scope + digest(f"{self.asked.by}\0{group.key}", 5)

    def branch(self, key: str, group: Group) -> str:
        words = {"cause": group.words, "file": posixpath.basename(group.key), "run": "locators"}
        name = slug(words[self.asked.by])[:_SLUG].strip("-")
        return f"{PREFIX}{self.asked.by}-{name}-{key}"

    def wanted(self, key: str, branch: str, group: Group, notes: Sequence[str]) -> Wanted:
        built = self._built(group)
        held = any(entry["verdict"] == Verdict.HELD_BACK for entry in group.entries)
        told = self._told(group, (*notes, *built.trouble))
        verified = all(entry.get("verified") for entry in group.entries)
        draft = held if isinstance(self.asked.draft, str) else self.asked.draft
        body = write_body(told, self.asked.longest - _MARK_ROOM, self.asked.template)
        request = Request(
            self.seen.base, branch, subject_of(group.words), body, draft, self.asked.labels,
            self._reviewers(built),
        )  # fmt: skip
        return Wanted(
            key=key,
            request=request,
            message=f"{request.title}\n\n{message(group.entries, self.prefix)}\n",
            content=content_of((e.path, e.old, e.new) for e in _edits(group)),
            substance=self._substance(told, request),
            built=built,
            tree=self.branches.tree(built) if self._is_there(key) else "",
            weight=len(group.entries),
            merge=self.asked.merge and verified and not held and not draft,
        )

    def _is_there(self, key: str) -> bool:
        return any(key_of(branch) == key for branch in self.seen.tips)

    def _built(self, group: Group) -> Built:
        patches = combine([edits_of(entry) for entry in group.entries], self.read).patches
        top = self.branches.git.repository.top
        changes = {real_path(top, self.prefix, p.path): (p.before, p.after) for p in patches}
        return self.branches.build(self.seen.commit, changes)

    def _told(self, group: Group, notes: Sequence[str]) -> Told:
        ids = {entry["id"] for entry in group.entries}
        files = {entry["test"]["path"] for entry in group.entries}
        others = [entry for entry in self.entries if entry["id"] not in ids]
        held = [e for e in others if e["verdict"] == Verdict.HELD_BACK and _shares(e, group)]
        removed = [
            entry
            for entry in others
            if entry["verdict"] == Verdict.REMOVED and entry["test"]["path"] in files
        ]
        return Told(
            group.words, group.entries, tuple(held), tuple(removed), tuple(notes), self.prefix,
            self.asked.folded,
        )  # fmt: skip

    def _substance(self, told: Told, request: Request) -> str:
        """Of what a reader would miss: not of figures that are others in every run."""
        rows = [
            (entry["verdict"], entry["test"]["id"], where(entry), change(entry),
             bool(entry.get("verified")))
            for entry in (*told.taken, *told.held, *told.removed)
        ]  # fmt: skip
        template = self.asked.template or default_template()
        return digest(repr((request.title, request.draft, rows, told.notes, template)), 8)

    def _reviewers(self, built: Built) -> tuple[str, ...]:
        owners = owners_of(built.paths, self.owners)
        return tuple(dict.fromkeys((*self.asked.reviewers, *owners)))


def _sections(asked: Asked, seen: Seen, branches: Branches) -> tuple[Section, ...]:
    if asked.codeowners:
        for path in PLACES:
            text = branches.file(seen.commit, path)
            if text is not None:
                return read_owners(text.decode("utf-8", "replace"))
    return ()


def _shares(entry: OutcomeEntry, group: Group) -> bool:
    """Whether an outcome belongs to what a group is about: the same cause, or the same file."""
    causes = {one["cause"]["id"] for one in group.entries if one["cause"]}
    if entry["cause"]:
        return entry["cause"]["id"] in causes
    files = {edit["path"] for one in group.entries for edit in one["edits"]}
    return any(edit["path"] in files for edit in entry["edits"])


def _fitting_reader(
    entries: Sequence[OutcomeEntry], branches: Branches, read: Callable[[str], bytes]
) -> Callable[[str], bytes]:
    """Reads a file as the edits mean it: where they are written into the working tree already, as
    the commit that is checked out has it."""
    edits: dict[str, list[Edit]] = {}
    for entry in entries:
        for edit in edits_of(entry):
            edits.setdefault(edit.path, []).append(edit)
    known: dict[str, bytes] = {}
    git = branches.git.repository

    def reader(path: str) -> bytes:
        if path not in known:
            here = read(path)
            known[path] = here
            if not _fit(edits.get(path, ()), here):
                there = branches.checked_out(real_path(git.top, git.prefix, path))
                if there is not None and _fit(edits.get(path, ()), there):
                    known[path] = there
        return known[path]

    return reader


def _fit(edits: Sequence[Edit], text: bytes) -> bool:
    return all(text[edit.start : edit.end] == edit.old for edit in edits)
