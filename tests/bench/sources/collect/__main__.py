"""`python -m tests.bench.sources.collect CHECKOUTS [--repo OWNER/NAME ...] [--language L ...]`.

Prints the sites that a plain scan finds in the checkouts (folders owner+name) as JSON lines.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bench.sources.collect import data, python, robot, script, trees
from tests.bench.sources.collect.found import Found, framework_of

_LANGUAGES = {
    ".py": "python", ".ts": "typescript", ".tsx": "typescript", ".js": "javascript",
    ".jsx": "javascript", ".mjs": "javascript", ".java": "java", ".kt": "kotlin", ".cs": "c#",
    ".rb": "ruby",
}  # fmt: skip
_NO_TESTS = {"node_modules", ".git", "vendor", "dist", "build", "site-packages", "venv", "env",
             ".venv", "bin", "Lib", "coverage"}  # fmt: skip
_ROBOT = (".robot", ".resource")
_BROWSER = re.compile(r"^Library\s+Browser\b", re.MULTILINE)
_GENERATED = re.compile(
    r"report|results|package|lock|snapshot|history|test-output|\.github|tsconfig"
)
_LARGEST = 400_000


def main(argv: Sequence[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkouts", type=Path)
    parser.add_argument("--repo", action="append", help="owner/name; all where none is given")
    parser.add_argument("--language", action="append")
    options = parser.parse_args(argv)
    counts: Counter[tuple[str, str]] = Counter()
    for folder in sorted(entry for entry in options.checkouts.iterdir() if entry.is_dir()):
        repo = folder.name.replace("+", "/", 1)
        if options.repo and repo not in options.repo:
            continue
        for row in _rows(repo, folder):
            if not options.language or row["language"] in options.language:
                counts[repo, row["language"]] += 1
                print(json.dumps(row, ensure_ascii=False))
    for (repo, language), count in sorted(counts.items()):
        print(f"{count:7} {language:11} {repo}", file=sys.stderr)
    return 0


def _rows(repo: str, folder: Path) -> Iterator[dict[str, Any]]:
    yield from _robot_rows(repo, folder)
    held = [p for p in _files(folder, data.LANGUAGES) if (folder / p).stat().st_size <= _LARGEST]
    for row in data.rows(folder, [path for path in held if not _GENERATED.search(path)]):
        language = data.LANGUAGES[os.path.splitext(row["path"])[1]]
        yield {"repo": repo, "language": language, "framework": "data", **row}
    for path in _files(folder, _LANGUAGES):
        raw = (folder / path).read_bytes()
        ending = os.path.splitext(path)[1]
        text = raw.decode("utf-8", "replace")
        framework = framework_of(text)
        if len(raw) > _LARGEST or not framework or max(map(len, text.split("\n"))) > 5000:
            continue
        seen: Counter[tuple[int, str]] = Counter()
        found = _scan(raw, path, ending)
        seen.update((one.line, one.value) for one in found)
        for one in found:
            if seen[one.line, one.value] == 1:
                yield {
                    "repo": repo, "path": path, "line": one.line, "language": _LANGUAGES[ending],
                    "framework": framework, "runtime_value": one.value, "byte_start": one.start,
                    "byte_end": one.end, "shape": one.shape,
                    **({"frames": [[path, line] for line in one.users]} if one.users else {}),
                }  # fmt: skip


def _scan(raw: bytes, path: str, ending: str) -> list[Found]:
    if ending == ".py":
        return python.scan(raw)
    return trees.scan(raw, ending) if ending in trees.FORMS else script.scan(raw, path)


def _robot_rows(repo: str, folder: Path) -> Iterator[dict[str, Any]]:
    """Robot's sites of a repository, one a line, text and stack."""
    paths = [p for p in _files(folder, _ROBOT) if (folder / p).stat().st_size <= _LARGEST]
    seen: Counter[tuple[str, int, str]] = Counter()
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in robot.rows(folder, paths):
        frames = row.get("frames") or ()
        found.setdefault((row["path"], row["byte_start"], str(frames)), row)
    for path, line, value in {
        (r["path"], r["byte_start"], r["runtime_value"]): (r["path"], r["line"], r["runtime_value"])
        for r in found.values()
    }.values():
        seen[path, line, value] += 1
    for row in found.values():
        if seen[row["path"], row["line"], row["runtime_value"]] == 1:
            text = (folder / row["path"]).read_text("utf-8", "replace")
            framework = "robot-browser" if _BROWSER.search(text) else "robot-selenium"
            yield {"repo": repo, "language": "robot", "framework": framework, **row}


def _files(folder: Path, endings: Collection[str]) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - _NO_TESTS)
        for name in sorted(names):
            if os.path.splitext(name)[1] in endings and ".min." not in name:
                path = Path(where) / name
                if not path.is_symlink():
                    yield path.relative_to(folder).as_posix()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
