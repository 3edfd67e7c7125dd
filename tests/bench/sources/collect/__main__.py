"""`python -m tests.bench.sources.collect CHECKOUTS [--repo OWNER/NAME ...] [--language L ...]`.

Prints the sites that a plain scan finds in the checkouts (folders owner+name) as JSON lines.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bench.sources.collect import others, python, script
from tests.bench.sources.collect.found import Found, framework_of

_LANGUAGES = {
    ".py": "python", ".ts": "typescript", ".tsx": "typescript", ".js": "javascript",
    ".jsx": "javascript", ".mjs": "javascript", ".java": "java", ".kt": "kotlin", ".cs": "c#",
    ".rb": "ruby",
}  # fmt: skip
_NO_TESTS = {"node_modules", ".git", "vendor", "dist", "build", "site-packages", "venv", "env",
             ".venv", "bin", "Lib", "coverage"}  # fmt: skip
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
    for path in _files(folder):
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
    return others.scan(raw, ending) if ending in others.FORMS else script.scan(raw, path)


def _files(folder: Path) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - _NO_TESTS)
        for name in sorted(names):
            if os.path.splitext(name)[1] in _LANGUAGES and ".min." not in name:
                path = Path(where) / name
                if not path.is_symlink():
                    yield path.relative_to(folder).as_posix()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
