"""From the paths on the command line to a plan: read artifacts, or take a plan as it is."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from pathlib import Path

from selfheal_cli import __version__
from selfheal_cli.artifacts import read_run
from selfheal_cli.cli.memory import keep_freed
from selfheal_cli.config import Probability, Settings
from selfheal_cli.damage import Damage
from selfheal_cli.edits import recover
from selfheal_cli.errors import UsageError
from selfheal_cli.executors import cores, executor
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Locator
from selfheal_cli.outputs.contract import SCHEMA, VERIFIED, OutcomeEntry, Plan, is_ahead
from selfheal_cli.outputs.plan import describe, read_plan, read_verified
from selfheal_cli.pipeline import repair
from selfheal_cli.policy import Policy
from selfheal_cli.sources.tree import FolderTree

_PLAN_HEAD = 4096


def plan_of(
    settings: Settings, progress: Callable[[int, int], None], lookahead: bool = False
) -> Plan:
    """The plan that the inputs name: one written before, or a new one from artifacts. Raises
    UsageError where there is nothing to read."""
    paths = settings.artifacts
    if settings.source_root.is_dir():
        recover(settings.source_root)
    missing = [path for path in (*paths, *settings.baseline) if not path.exists()]
    if missing:
        raise UsageError(
            f"{missing[0]}: there is no such file or folder",
            "Give the folder the failed run wrote to, such as test-results.",
        )
    plans = [path for path in paths if is_plan(path)]
    if plans and len(paths) == 1:
        return read_plan(plans[0].read_bytes())
    return scan(settings, progress, lookahead)


def is_plan(path: Path) -> bool:
    """Whether the file is a plan written before."""
    if path.suffix != ".json" or not path.is_file():
        return False
    with path.open("rb") as stream:
        return SCHEMA.encode() in stream.read(_PLAN_HEAD)


def collect_rarely() -> None:
    """Lets Python look for garbage seldom: a scan makes many small objects that live to its end,
    and looking through them again and again takes a tenth of its time. Freed memory is kept."""
    gc.set_threshold(1_000_000, 50, 50)
    keep_freed()


def entries_of(settings: Settings, progress: Callable[[int, int], None]) -> Sequence[OutcomeEntry]:
    """The outcomes that the inputs name: of a plan, of artifacts, or of what `fix --verify --json`
    printed; of that, what was kept to be written, and the rest to be told of. What is ahead in a
    plan is left out. Raises UsageError."""
    if len(settings.artifacts) == 1 and settings.artifacts[0].is_file():
        text = settings.artifacts[0].read_bytes()
        if VERIFIED.encode() in text[:_PLAN_HEAD]:
            return read_verified(text)
    return [entry for entry in plan_of(settings, progress)["outcomes"] if not is_ahead(entry)]


def scan(settings: Settings, progress: Callable[[int, int], None], lookahead: bool = False) -> Plan:
    """A new plan, of the artifacts as they are now; with what is ahead, if asked. Raises
    UsageError."""
    if not settings.artifacts:
        raise UsageError(
            "no artifacts given, and none of the usual places is here",
            "Give the folder the failed run wrote to: selfheal scan test-results",
        )
    if not settings.source_root.is_dir():
        raise UsageError(f"{settings.source_root}: the source root is no folder")
    collect_rarely()
    late = Damage()
    run = read_run(settings.artifacts, settings.baseline, parse=parse, warn=late.hear)
    if not run.failures and not run.problems and not run.passes:
        raise UsageError(
            f"{_listed(settings.artifacts)}: nothing in there is an artifact of a test run",
            "Playwright traces (trace.zip), Robot Framework's output.xml, JUnit XML, pytest-html, "
            "Allure results and saved page sources are read.",
        )
    jobs = cores() if settings.jobs == "auto" else settings.jobs
    outcomes = repair(
        run,
        FolderTree(settings.source_root),
        _policy(settings),
        progress,
        executor=executor(jobs),
        damage=late,
        lookahead=lookahead,
    )
    return describe(__version__, outcomes, (*run.problems, *late.problems), show)


def _policy(settings: Settings) -> Policy:
    return Policy(
        safe_probability=_chosen(settings.safe_probability),
        safe_by_locator=_chosen(settings.safe_probability_by_locator),
        least_margin=settings.min_margin,
        testid_attribute=settings.test_id_attribute,
        strategies=settings.strategies,
        never=settings.ignore,
    )


def _chosen(probability: Probability) -> float | None:
    return None if probability == "model" else probability


def _listed(paths: Sequence[Path]) -> str:
    return ", ".join(str(path) for path in paths)


def parse(dialect: str, text: str) -> Locator:
    """An artifact's text in `dialect`. Raises LocatorSyntaxError."""
    return DIALECTS[dialect].parse(text)


def show(locator: Locator, language: str) -> str:
    """A locator as a person reads it."""
    return DIALECTS[locator.dialect].show(locator, language)
