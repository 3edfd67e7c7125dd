"""`selfheal fix --verify`: runs the tests concerned on repairs, and keeps those that help."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import typer

from selfheal_cli.cli.inputs import is_plan, scan
from selfheal_cli.config import Settings
from selfheal_cli.edits import on_trial, reader
from selfheal_cli.errors import ExitCode, UsageError
from selfheal_cli.model import Verdict
from selfheal_cli.outputs.contract import VERIFIED, OutcomeEntry, Plan, TestEntry
from selfheal_cli.outputs.words import brief
from selfheal_cli.verifying import Green, Ran, Red, Verification, Verified, verify

_PLACES = ("test", "id", "title", "path", "line")
_TAIL = 4_000


@dataclass(frozen=True, slots=True)
class Command:
    """What runs one test: `words` with `{test}` and the like in them; `seconds`: how long a test
    may take."""

    words: tuple[str, ...]
    seconds: float

    def of(self, test: TestEntry) -> list[str]:
        """The command line for a test, without a shell: a title cannot break out of its word."""
        told = {**{name: str(value) for name, value in test.items()}, "test": selected(test)}
        return [_filled(word, told) for word in self.words]


def command(text: str, seconds: float) -> Command:
    """Reads `--verify`. Raises UsageError."""
    try:
        words = tuple(shlex.split(text))
    except ValueError as error:
        raise UsageError(f"--verify: {error}") from error
    if not any(f"{{{name}}}" in word for word in words for name in _PLACES):
        raise UsageError(
            "--verify: the command does not say which test to run",
            'Put {test} where the test goes: --verify "pytest {test}", '
            '--verify "npx playwright test {test}".',
        )
    return Command(words, seconds)


def selected(test: TestEntry) -> str:
    """A test as its runner takes it: pytest's node id, else file and line, else the title."""
    if "::" in test["id"]:
        return test["id"]
    if test["path"].endswith(".py"):
        return f"{test['path']}::{test['title'].rpartition(' › ')[2]}"
    return f"{test['path']}:{test['line']}" if test["path"] and test["line"] else test["title"]


def _filled(word: str, told: dict[str, str]) -> str:
    for name in _PLACES:
        word = word.replace(f"{{{name}}}", told[name])
    return word


@dataclass(frozen=True, slots=True)
class CommandRunner:
    """Runs each test by a command, and reads what it leaves behind."""

    command: Command
    scan: Callable[[], Plan]

    def run(self, test: TestEntry) -> Ran:
        """Raises UsageError where the command cannot be started."""
        begun = time.time()
        words = self.command.of(test)
        code, said = _run(words, self.command.seconds)
        if code == 0:
            return Green()
        mine = [e for e in self.scan()["outcomes"] if e["test"]["id"] == test["id"]]
        return Red(tuple(e for e in mine if _is_fresh(e, begun)), said)


def _run(words: Sequence[str], seconds: float) -> tuple[int | None, str]:
    """The exit code, None where time was up, and the end of what was said."""
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(  # noqa: S603 - the user's own command, no shell
                words, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise UsageError(f"--verify: {words[0]}: {error.strerror}") from error
        code = _ended(process, seconds)
        said.seek(0, os.SEEK_END)
        said.seek(max(said.tell() - _TAIL, 0))
        return code, said.read().decode("utf-8", "replace")


def _ended(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """Waits; whatever happens, nothing that the command began goes on behind our back."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def _is_fresh(entry: OutcomeEntry, begun: float) -> bool:
    """Whether its artifact is of this run; file systems may count in whole seconds."""
    try:
        return Path(entry["failure"]["artifact"]).stat().st_mtime >= begun - 1
    except OSError:
        return True


@dataclass(frozen=True, slots=True)
class How:
    """What the command line says of verifying."""

    rounds: int
    unsafe: bool
    lookahead: bool
    allow_dirty: bool
    as_json: bool


def run_verify(
    settings: Settings, outcomes: Sequence[OutcomeEntry], words: Command, how: How
) -> ExitCode:
    """Verifies the repairs among `outcomes`, keeps what helps, and says what came of it."""
    if any(is_plan(path) for path in settings.artifacts):
        raise UsageError(
            "--verify reads what the tests leave behind, again and again: a plan is not enough",
            "Give the folder that the tests write to.",
        )

    def tell(word: str, test: TestEntry) -> None:
        typer.echo(f"  {word:11}  {selected(test)}", err=True)

    root = settings.source_root
    with _polite_ends(), on_trial(root, how.allow_dirty) as files:
        runner = CommandRunner(
            words, lambda: scan(settings, lambda done, total: None, how.lookahead)
        )
        work = Verification(runner, files, reader(root), tell)
        found = verify(outcomes, work, how.rounds, how.unsafe)
    if how.as_json:
        sys.stdout.write(json.dumps(_data(found), ensure_ascii=False, indent=2) + "\n")
    _say(found)
    return ExitCode.BROKEN if found.red else ExitCode.CLEAN


@contextmanager
def _polite_ends() -> Iterator[None]:
    """Takes a polite kill as Ctrl-C is taken: what is on trial is set back first."""

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        raise KeyboardInterrupt(signal.Signals(number).name)

    numbers = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _data(found: Verified) -> dict[str, object]:
    return {
        "schema": VERIFIED,
        "rounds": [
            {"tried": r.tried, "ran": r.ran, "green": r.green, "ahead": r.ahead}
            for r in found.rounds
        ],
        "green": found.green,
        "red": found.red,
        "changed": found.changed,
        "kept": found.kept,
        "dropped": found.dropped,
        "left": found.left,
    }


def _say(found: Verified) -> None:
    def say(text: str) -> None:
        typer.echo(text, err=True)

    for number, one in enumerate(found.rounds, 1):
        ahead = f" ({one.ahead} ahead)" if one.ahead else ""
        say(f"round {number}: {one.tried} tried{ahead}, {one.green} of {one.ran} tests green")
    for entry in found.kept:
        held = entry["verdict"] == Verdict.HELD_BACK
        say(f"{'verified, but look at it' if held else 'verified'}: {brief(entry)}")
    for entry in found.dropped:
        say(f"set back, its test stays red: {brief(entry)}")
    for entry in found.left:
        say(f"still open: {brief(entry)}")
    for path in found.changed:
        say(f"changed {path}")
    if not found.rounds:
        say("There is nothing to try.")
