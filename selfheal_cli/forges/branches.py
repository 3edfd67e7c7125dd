"""Branches made beside the working tree: what a change is on the remote's base, as a commit that
is pushed only over the one that was seen there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from selfheal_cli.errors import ForgeError, UsageError
from selfheal_cli.forges.contents import Contents
from selfheal_cli.forges.quarantine import Quarantine
from selfheal_cli.forges.tips import Blob, Built, Seen, Tip

TRAILER = "Selfheal-State"
"""`<key>/<tree>`: a commit whose tree is another one than its message says is no longer ours."""

NOBODY = ("selfheal", "selfheal@localhost")
_STATE = re.compile(rf"^{TRAILER}: (?P<key>[\w-]+)/(?P<tree>[0-9a-f]+)$", re.MULTILINE)
# What git says where the branch is no longer where it was seen, from its own look or the remote's.
_LOST = ("stale info", "cannot lock ref", "reference already exists", "failed to update ref")


@dataclass(frozen=True, slots=True)
class Writing:
    """How commits are written: `co_authors` as `Name <address>`; `signoff` also where git is
    configured so."""

    co_authors: tuple[str, ...] = ()
    signoff: bool = False


class LeaseLost(ForgeError):
    """Somebody else has pushed to the branch since it was looked at."""


@dataclass(frozen=True, slots=True)
class Branches:
    """The branches of one remote, through a quarantine."""

    git: Quarantine
    remote: str
    contents: Contents
    writing: Writing = Writing()

    def look(self, prefix: str, base: str = "") -> Seen:
        """Base and branches that begin with `prefix`, as the remote has them now. `base` "": its
        default branch. Raises ForgeError; UsageError where there is no such base."""
        names = ["HEAD", f"refs/heads/{prefix}*", *([f"refs/heads/{base}"] if base else [])]
        listed = self.git.run("ls-remote", "--symref", "--", self.remote, *names).text
        refs, symbolic = _refs(listed)
        base = base or symbolic.get("HEAD", "").removeprefix("refs/heads/")
        if not base:
            raise UsageError("the remote does not say its default branch", "Give it by --base.")
        if (commit := self._commit_of(base, refs)) == "":
            raise UsageError(f"the remote has no branch {base}", "Give another one by --base.")
        ours = {ref: oid for ref, oid in refs.items() if ref.startswith(f"refs/heads/{prefix}")}
        self._fetch({f"refs/heads/{base}": commit, **ours})
        tips = {tip.branch: tip for tip in self._tips(ours)}
        return Seen(base, commit, tips)

    def _commit_of(self, base: str, refs: Mapping[str, str]) -> str:
        ref = f"refs/heads/{base}"
        if ref in refs:
            return refs[ref]
        listed = self.git.run("ls-remote", "--", self.remote, ref).text
        return _refs(listed)[0].get(ref, "")

    def _fetch(self, refs: Mapping[str, str]) -> None:
        """The commits and their parents, where they are not here. It is a shallow fetch, so that
        neither a shallow clone nor an old branch makes it a long one."""
        if missing := self._missing(refs):
            self.git.run(
                "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=",
                "--no-recurse-submodules", "--no-auto-maintenance", "--depth=2", "--stdin",
                "--", self.remote, given="\n".join((*missing, "")).encode(),
            )  # fmt: skip

    def _missing(self, refs: Mapping[str, str]) -> list[str]:
        asked = [f"{oid}{which}" for oid in refs.values() for which in ("^{tree}", "^1^{tree}")]
        given = "\n".join((*asked, "")).encode()
        told = self.git.run("cat-file", "--batch-check", given=given).text.splitlines()
        lost = [row.endswith(" missing") for row in told]
        return [ref for k, ref in enumerate(refs) if any(lost[2 * k : 2 * k + 2])]

    def _tips(self, refs: Mapping[str, str]) -> Iterator[Tip]:
        for ref, oid in refs.items():
            raw = self.git.run("cat-file", "commit", oid).out.decode("utf-8", "replace")
            head, _, message = raw.partition("\n\n")
            tree = next(iter(re.findall(r"^tree (\w+)$", head, re.MULTILINE)), "")
            parents = re.findall(r"^parent (\w+)$", head, re.MULTILINE)
            state = [*_STATE.finditer(message)]
            ours = bool(state) and state[-1]["tree"] == tree and len(parents) == 1
            branch = ref.removeprefix("refs/heads/")
            yield Tip(branch, oid, tree, parents[0] if len(parents) == 1 else "", ours)

    def build(self, base: str, changes: Mapping[str, tuple[bytes, bytes]]) -> Built:
        """What `changes` (path from the top of the repository -> bytes before and after, as in the
        working tree) are on commit `base`. Where its file is another one, the change is merged
        into it, or left out."""
        files, trouble = self.contents.files(base, changes)
        fresh = [
            Blob(path, one.mode, one.after)
            for path, one in files.items()
            if one.before != one.after
        ]
        return Built(base, tuple(fresh), tuple(trouble))

    def _store(self, text: bytes) -> str:
        return self.git.run("hash-object", "-w", "--stdin", "--no-filters", given=text).text

    def tree(self, built: Built) -> str:
        """The name of the tree that its commit has."""
        first, index = self.git.folder / f"index-{built.parent}", self.git.folder / "index"
        if not first.exists():
            self.git.run("read-tree", built.parent, index=first)
        shutil.copyfile(first, index)
        rows = [f"{one.mode} {self._store(one.content)}\t{one.path}" for one in built.files]
        given = "\0".join((*rows, "")).encode("utf-8", "surrogateescape")
        self.git.run("update-index", "-z", "--index-info", given=given)
        return self.git.run("write-tree", "--missing-ok").text

    def left_of(self, tip: Tip, base: str) -> bool:
        """Whether a branch of ours still changes anything on commit `base`: not so where all that
        it replaces is gone from there, by its own merge or by another hand."""
        if not tip.parent:
            return True
        listed = self.git.run(
            "diff-tree", "-r", "-z", "--no-renames", "--name-only", tip.parent, tip.commit
        )
        for path in filter(None, listed.text.split("\0")):
            was, now = self.contents.entry(tip.parent, path), self.contents.entry(tip.commit, path)
            there = self.contents.entry(base, path)
            if isinstance(was, str) or isinstance(now, str) or isinstance(there, str):
                continue
            merged = self.contents.merged(there.content, was.content, now.content)
            if merged is not None and merged != there.content:
                return True
        return False

    def commit(self, built: Built, key: str, message: str) -> str:
        """Commits it as git is configured: author, signature, sign-off. Gives its name."""
        trailers = [*self._signed_off(), *(f"Co-authored-by: {who}" for who in self._others())]
        tree = self.tree(built)
        text = "\n".join((message.rstrip(), "", *trailers, f"{TRAILER}: {key}/{tree}", ""))
        sign = ["-S"] if self.git.repository.flag("commit.gpgsign") else []
        words = [*self._identity(), "commit-tree", *sign, "-p", built.parent, "-F", "-", tree]
        return self.git.run(*words, given=text.encode("utf-8", "surrogateescape")).text

    def _others(self) -> Iterable[str]:
        return (" ".join(who.split()) for who in self.writing.co_authors)

    def _signed_off(self) -> list[str]:
        if not (self.writing.signoff or self.git.repository.flag("format.signoff")):
            return []
        told = self.git.run(*self._identity(), "var", "GIT_COMMITTER_IDENT").text
        return [f"Signed-off-by: {told.rpartition('>')[0]}>"]

    def _identity(self) -> list[str]:
        """Nothing where git knows who commits; else selfheal's own name, rather than one that git
        guesses from the machine's."""
        known = ["-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT"]
        if self.git.ask(*known).code == 0:
            return []
        return ["-c", f"user.name={NOBODY[0]}", "-c", f"user.email={NOBODY[1]}"]

    def push(self, branch: str, commit: str, expected: str) -> None:
        """Sets the remote's branch to `commit` ("" deletes it), if it is still at `expected` (""
        where it must not exist). Raises LeaseLost where it is not, ForgeError for the rest."""
        ref = f"refs/heads/{branch}"
        said = self.git.ask(
            "push", "--porcelain", "--no-follow-tags", "--recurse-submodules=no", "--no-verify",
            f"--force-with-lease={ref}:{expected}", "--", self.remote, f"{commit}:{ref}",
        )  # fmt: skip
        if said.code == 0:
            return
        told = f"{said.text}\n{said.err}"
        if any(sign in told for sign in _LOST):
            if not self._is_alike(branch, commit):
                raise LeaseLost(f"{branch}: somebody else has pushed to it meanwhile")
            return
        refused = re.findall(r"\[(?:remote )?rejected\] \(([^)]*)\)", told)
        raise ForgeError(f"{branch}: the push was refused: {'; '.join(refused) or said.reason}")

    def head_of(self, number: int) -> str:
        """The newest commit of a pull request, where the forge shows it to git; "" elsewhere."""
        names = [f"refs/pull/{number}/head", f"refs/merge-requests/{number}/head"]
        refs, _ = _refs(self.git.run("ls-remote", "--", self.remote, *names).text)
        self._fetch(refs)
        return next(iter(refs.values()), "")

    def _is_alike(self, branch: str, commit: str) -> bool:
        """Whether the branch is at a commit with the same content by now: another run was faster.
        Raises ForgeError."""
        ref = f"refs/heads/{branch}"
        refs, _ = _refs(self.git.run("ls-remote", "--", self.remote, ref).text)
        if ref not in refs or not commit:
            return ref not in refs and not commit
        self._fetch({ref: refs[ref]})
        (mine,) = self._tips({ref: commit})
        (theirs,) = self._tips({ref: refs[ref]})
        return theirs.ours and (mine.tree, mine.parent) == (theirs.tree, theirs.parent)

    def file(self, base: str, path: str) -> bytes | None:
        """A file of that commit as it is stored; None where there is none."""
        entry = self.contents.entry(base, path)
        return None if isinstance(entry, str) else entry.content

    def checked_out(self, path: str) -> bytes | None:
        """A file as the commit that is checked out has it, with the working tree's line ends."""
        head = self.git.repository.head
        if not head or isinstance(self.contents.entry(head, path), str):
            return None
        said = self.git.ask("cat-file", "--filters", f"{head}:{path}")
        return said.out if said.code == 0 else None


def _refs(listed: str) -> tuple[dict[str, str], dict[str, str]]:
    """What `ls-remote --symref` tells: commit by ref, and where symbolic ones lead."""
    refs: dict[str, str] = {}
    symbolic: dict[str, str] = {}
    for row in listed.splitlines():
        value, _, ref = row.partition("\t")
        if value.startswith("ref: "):
            symbolic[ref] = value.removeprefix("ref: ")
        elif ref:
            refs[ref] = value
    return refs, symbolic
