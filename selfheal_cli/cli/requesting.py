"""The work of `selfheal pr`: looks at the remote, proposes, carries out, says what came of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from json import dumps
from urllib.parse import urlsplit

import typer

from selfheal_cli.carrying import Done, Pushes, carry_out
from selfheal_cli.cli.asking import Asked, Asking, ask, scope_of, suggestions
from selfheal_cli.cli.files import read_file
from selfheal_cli.cli.reporting import code_of_entries
from selfheal_cli.cli.steps import data_of, line_of
from selfheal_cli.config import Settings
from selfheal_cli.edits import reader
from selfheal_cli.errors import ExitCode, UsageError
from selfheal_cli.forges import FORGES, forge_of
from selfheal_cli.forges.base import Forge
from selfheal_cli.forges.branches import Branches, Writing
from selfheal_cli.forges.contents import Contents
from selfheal_cli.forges.network import Network
from selfheal_cli.forges.quarantine import quarantine, repository
from selfheal_cli.forges.tips import Built, Seen
from selfheal_cli.outputs.contract import OutcomeEntry
from selfheal_cli.outputs.words import brief
from selfheal_cli.proposals import PREFIX, Drop, Leave, Push, Wait
from selfheal_cli.proposing import Rules, propose


@dataclass(frozen=True, slots=True)
class Options:
    """What only flags say."""

    draft: bool | str = "auto"
    unsafe: bool = False
    merge: bool = False
    whole: bool = False
    rehearsal: bool = False
    codeowners: bool = True
    signoff: bool = False
    json: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is done: the forge, and the branches of its remote."""

    forge: Forge
    branches: Branches
    network: Network


class Rehearsal:
    """Pushes nothing."""

    def commit(self, built: Built, key: str, message: str) -> str:
        """No commit, so none is named."""
        del built, key, message
        return ""

    def push(self, branch: str, commit: str, expected: str) -> None:
        """Nothing."""
        del branch, commit, expected


def run_pr(settings: Settings, options: Options, entries: Sequence[OutcomeEntry]) -> ExitCode:
    """Proposes and carries out. Raises ForgeError where the remote cannot even be looked at."""
    with _place(settings, options) as place:
        seen = place.branches.look(PREFIX, settings.pr_base)
        read = reader(settings.source_root)
        asking = ask(entries, _asked(settings, options, place), seen, place.branches, read)
        steps = propose(
            asking.wanted,
            place.forge.standing(PREFIX),
            seen,
            _spent(place.branches, seen),
            _rules(settings, options, place, seen),
        )
        pushes: Pushes = Rehearsal() if options.rehearsal else place.branches
        done = [_told(one, options) for one in carry_out(steps, place.forge, pushes)]
        return _said(done, asking, entries, options, place)


@contextmanager
def _place(settings: Settings, options: Options) -> Iterator[Place]:
    found = repository(settings.source_root)
    remote = settings.pr_remote or found.remote
    address = found.address(remote)
    name = settings.forge
    if name == "auto":
        name = forge_of(address, os.environ)
    if name not in FORGES:
        raise UsageError(
            "the remote's address does not tell which forge it leads to",
            f"Give --forge, one of {', '.join(FORGES)}.",
        )
    network = Network(say=lambda words: typer.echo(words, err=True), rehearsal=options.rehearsal)
    forge = FORGES[name](address, os.environ, network)
    writing = Writing(settings.pr_co_authors, options.signoff)
    with quarantine(found, forge.login, _host(address)) as git:
        yield Place(forge, Branches(git, remote, Contents(git), writing), network)


def _host(address: str) -> str:
    """Host and port of an HTTPS address, as git names them when it asks for a password."""
    parts = urlsplit(address)
    return parts.netloc.rpartition("@")[2] if parts.scheme == "https" else ""


def _asked(settings: Settings, options: Options, place: Place) -> Asked:
    template = b"".join(read_file(path) for path in settings.pr_template)
    return Asked(
        by=settings.pr_group, draft=options.draft, labels=settings.pr_labels,
        reviewers=settings.pr_reviewers, codeowners=options.codeowners, merge=options.merge,
        template=template.decode("utf-8", "replace"), longest=place.forge.longest_body,
        unsafe=options.unsafe, folded=place.forge.name != "bitbucket",
    )  # fmt: skip


def _rules(settings: Settings, options: Options, place: Place, seen: Seen) -> Rules:
    prefix = place.branches.git.repository.prefix
    return Rules(
        scope_of(prefix, seen.base), settings.pr_limit, options.whole,
        requests=place.forge.name != "none",
    )  # fmt: skip


def _spent(branches: Branches, seen: Seen) -> frozenset[str]:
    """Our branches that would change nothing on the base."""
    return frozenset(
        tip.branch
        for tip in seen.tips.values()
        if tip.ours and not branches.left_of(tip, seen.commit)
    )


def _told(done: Done, options: Options) -> Done:
    """Says it as soon as it is done: whatever comes next, this much is."""
    if not options.json:
        typer.echo(line_of(done, options.rehearsal))
    if done.hint:
        typer.echo(done.hint, err=True)
    return done


def _said(
    done: Sequence[Done], asking: Asking, entries: Sequence[OutcomeEntry], options: Options,
    place: Place,
) -> ExitCode:  # fmt: skip
    failed = any(one.trouble for one in done)
    asked = _covered(done, asking)
    rest = [entry for entry in entries if entry["id"] not in asked]
    combined = asking.combined
    reasons = [one.reason for one in combined.conflicts] + [one.reason for one in combined.stale]
    for reason in reasons:
        typer.echo(reason, err=True)
    for entry in rest:
        typer.echo(brief(entry), err=True)
    if options.json:
        told = {
            "schema": "selfheal/pr/1",
            "forge": place.forge.name,
            "rehearsal": options.rehearsal,
            "requests": place.network.calls,
            "steps": [data_of(one) for one in done],
        }
        sys.stdout.write(dumps(told, ensure_ascii=False, indent=2) + "\n")
    if not done:
        typer.echo("There is nothing to propose.", err=True)
    pushes = sum(isinstance(one.step, Push | Drop) and not one.trouble for one in done)
    how = "would be pushed" if options.rehearsal else "pushed"
    typer.echo(f"{place.network.calls} requests, {pushes} branches {how}", err=True)
    if failed:
        typer.echo("Not all was done; the next run goes on from here.", err=True)
        return ExitCode.FAULT
    return code_of_entries(entries if options.rehearsal else rest)


def _covered(done: Sequence[Done], asking: Asking) -> set[str]:
    """The ids of outcomes that a pull request stands for."""
    out = {
        one.step.wanted.key for one in done if isinstance(one.step, Wait)
    } | {key for key in asking.groups for one in done if _left(one, key)}  # fmt: skip
    return {
        entry["id"] for key, group in asking.groups.items() if key not in out
        for entry in group.entries
    }  # fmt: skip


def _left(done: Done, key: str) -> bool:
    step = done.step
    return isinstance(step, Leave) and not step.right and step.branch.endswith(key)


def run_suggest(
    settings: Settings, options: Options, entries: Sequence[OutcomeEntry], number: int
) -> ExitCode:
    """Suggests the repairs on a pull request that stands. Raises ForgeError."""
    with _place(settings, options) as place:
        head = place.branches.head_of(number) or place.branches.git.repository.head
        asked = _asked(settings, options, place)
        found = suggestions(entries, asked, head, place.branches, reader(settings.source_root))
        made = place.forge.suggest(number, found.remarks) if found.remarks else 0
    for trouble in found.trouble:
        typer.echo(trouble, err=True)
    typer.echo(f"{len(found.remarks)} places, {made} new suggestions on #{number}", err=True)
    rest = [entry for entry in entries if entry not in found.taken]
    return code_of_entries(entries if found.trouble else rest)
