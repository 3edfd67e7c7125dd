"""`python -m tests.bench.sources SITES.jsonl CHECKOUTS [--mode MODE ...] [--json] [--rows FILE]`.

SITES.jsonl holds a site per line: {"repo", "path", "line", "language", "framework",
"runtime_value", "byte_start", "byte_end"}; more keys are allowed ("shape" groups the figures,
"frames" [[path, line], ...] is the stack at the call that uses the site). CHECKOUTS holds the
repositories, as owner/name, owner+name, owner__name or name.

docs/sources.md says what the modes measure and what the offsets may mean.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from selfheal_cli.sources import FolderTree, Project
from tests.bench.sources import modes, report
from tests.bench.sources.outcome import Result, Status, reason_class
from tests.bench.sources.sites import Row, folder_of, rows_of

_EVERY = 5.0
_HALVES = ("held-out", "develop")


def main(argv: Sequence[str]) -> int:
    """The command line; 1 where a site came out wrong."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("sites", type=Path)
    parser.add_argument("checkouts", type=Path)
    parser.add_argument("--mode", action="append", choices=sorted(modes.MODES))
    parser.add_argument("--new", default="{}-new", help="the new value; {} is the old one")
    parser.add_argument("--language", action="append", help="only rows of these languages")
    parser.add_argument("--repo", action="append", help="only rows of these repositories")
    parser.add_argument("--every", type=int, default=1, help="only every such row")
    parser.add_argument("--half", choices=list(_HALVES), help="by the repository's name")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rows", type=Path, help="write each row that is not exact here")
    options = parser.parse_args(argv)
    if not options.sites.is_file() or not options.checkouts.is_dir():
        parser.error("SITES has to be a file and CHECKOUTS a folder")
    rows = [row for row in rows_of(options.sites) if _wanted(row, options)]
    rows = rows[:: max(options.every, 1)]
    reports = {}
    kept: list[tuple[str, Result]] = []
    for mode in options.mode or ["find"]:
        started = time.process_time()
        results = list(_run(rows, options.checkouts, modes.MODES[mode](options.new)))
        seconds = time.process_time() - started
        reports[mode] = {**report.summary(results), "processor seconds": round(seconds, 1)}
        kept += [(mode, result) for result in results if result.status is not Status.EXACT]
        if not options.json:
            print(report.shown(reports[mode], f"{mode} ({seconds:.1f} s of processor time)"))
    if options.json:
        print(json.dumps(reports, indent=1, ensure_ascii=False))
    if options.rows:
        options.rows.write_text("".join(_told(mode, result) for mode, result in kept))
    return 1 if any(r["all"]["wrong"] for r in reports.values()) else 0


def _wanted(row: Row, options: argparse.Namespace) -> bool:
    languages, repos = options.language or [row.language], options.repo or [row.repo]
    half = not options.half or half_of(row.repo) == options.half
    return half and row.language in languages and row.repo in repos


def half_of(repo: str) -> str:
    """The half that a repository belongs to, by a checksum of its name."""
    return _HALVES[hashlib.sha256(repo.encode()).digest()[0] % 2]


def _told(mode: str, result: Result) -> str:
    row = result.row
    told = {
        "mode": mode, "status": result.status, "reason": result.reason, "note": result.note,
        "repo": row.repo, "path": row.path, "line": row.line, "runtime_value": row.value,
        "number": row.number, "shape": row.shape, "stack": result.frames,
        "byte_start": row.start, "byte_end": row.end,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False) + "\n"


def _run(rows: Sequence[Row], checkouts: Path, mode: modes.Mode) -> Iterator[Result]:
    """Every row's result; a fault of ours is a row's result too. Files are parsed once a
    repository."""
    by_repo: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_repo[row.repo].append(row)
    say = _progress(len(rows))
    for repo, own in by_repo.items():
        folder = folder_of(repo, checkouts)
        if folder is None:
            yield from (Result(row, Status.NONE, "no checkout of the repository") for row in own)
            say(len(own), repo)
            continue
        project = Project(FolderTree(folder))
        for row in sorted(own, key=lambda row: (row.path, row.line)):
            yield from _guarded(mode, row, project)
            say(1, repo)


def _guarded(mode: modes.Mode, row: Row, project: Project) -> Iterator[Result]:
    try:
        if not project.exists(row.path):
            yield Result(row, Status.NONE, "the file is not in the checkout")
            return
        yield from mode(row, project)
    except Exception as error:  # the other rows are still measured
        told = reason_class(f"{type(error).__name__}: {error}"[:120])
        yield Result(row, Status.NONE, f"a fault of ours: {told}")


def _progress(total: int) -> Callable[[int, str], None]:
    done, last = 0, time.monotonic()

    def say(count: int, repo: str) -> None:
        nonlocal done, last
        done += count
        if time.monotonic() - last > _EVERY or done == total:
            last = time.monotonic()
            print(f"{done}/{total} {repo}", file=sys.stderr)

    return say


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
