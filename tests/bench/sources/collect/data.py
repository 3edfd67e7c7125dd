"""Sites of data files that hold locators, by regular expressions over their lines."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

_NAME = r"[\w.\- ]+"
_FORMS = {
    ".json": rf'"(?P<key>{_NAME})"\s*:\s*(?P<text>"(?:[^"\\]|\\.)*")',
    ".yaml": rf"^\s*(?:- )?(?P<key>{_NAME}):\s+(?P<text>'[^'\n]*'|\"[^\"\\\n]*\"|"
    r"[^\s'\"#|>&*!\[{@`%,-][^#\n]*?)\s*$",
    ".properties": rf"^\s*(?P<key>{_NAME}?)\s*[=:]\s*(?P<text>[^\s\\][^\\\n]*?)\r?$",
    ".ini": rf"^(?P<key>{_NAME}?)\s*[=:]\s*(?P<text>[^\s%][^%\n]*?)\s*$",
}  # fmt: skip
_FORMS[".csv"] = (
    r"(?:^|(?<=[,;\t]))(?P<key>)(?P<text>\"(?:[^\"\n]|\"\")*\"|[^,;\t\"\n]+?)(?=[,;\t]|\r?$)"
)
_FORMS[".yml"] = _FORMS[".yaml"]
_FORMS[".cfg"] = _FORMS[".ini"]
LANGUAGES = {
    ".json": "json", ".yaml": "yaml", ".yml": "yaml", ".properties": "properties", ".ini": "ini",
    ".cfg": "ini", ".csv": "csv",
}  # fmt: skip
_LOCATOR = re.compile(
    r"\(?\.?//[\w*]|[#.][A-Za-z_][\w-]*(?![\w/]*\.\w{2,4}$)|[a-z]*\[[\w-]+[~|^$*]?=|"
    r"(?:css|xpath|id|name|text|class\w*|link\w*)\s*(?:=+|:|>|-->)\s*[^\s/]\S|"
    r"xpath\s*(?:=+|:|>|-->)\s*\S|/html/"
)
_CODE = (".py", ".ts", ".tsx", ".js", ".java", ".kt", ".cs", ".rb")
_ASKS = r"(?:\bBy\.|locator|find|get|click|fill|type|element|\$\()"


def rows(folder: Path, paths: Collection[str]) -> Iterator[dict[str, Any]]:
    """The values of data files that look like locators, each with the lines of code that name its
    key where only one value of the repository has that key: those in the same folder of the root,
    if there are any."""
    found = [row for path in paths for row in _of(folder, path)]
    code = {p: _lines(folder, p) for p in _code(folder)} if found else {}
    keys = [row["key"] for row in found]
    for row in found:
        key = row.pop("key")
        yield row
        if key and keys.count(key) == 1:
            asks = re.compile(rf"{_ASKS}.*[\"'.]{re.escape(key)}(?![\w-])")
            near = [p for p in code if p.split("/")[0] == row["path"].split("/")[0]]
            for path, lines in ((p, code[p]) for p in near or code):
                for number, line in enumerate(lines, 1):
                    if asks.search(line) and not line.lstrip().startswith(("//", "#", "*")):
                        yield {**row, "frames": [[path, number]], "shape": "asked"}


def _of(folder: Path, path: str) -> Iterator[dict[str, Any]]:
    raw = (folder / path).read_bytes()
    ending = Path(path).suffix
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return
    starts = list(accumulate((len(row) + 1 for row in raw.split(b"\n")), initial=0))
    for number, line in enumerate(text.split("\n"), 1):
        matches = list(re.finditer(_FORMS[ending], line))
        values = [_value(found["text"], ending) for found in matches]
        for found, value in zip(matches, values, strict=True):
            if line.lstrip().startswith(("#", "!", ";")) or not _LOCATOR.match(value):
                continue
            if values.count(value) == 1:
                start = starts[number - 1] + len(line[: found.start("text")].encode())
                yield {
                    "path": path, "line": number, "runtime_value": value, "key": found["key"],
                    "byte_start": start, "byte_end": start + len(found["text"].encode()),
                    "shape": "entry",
                }  # fmt: skip


def _value(token: str, ending: str) -> str:
    if ending == ".json":
        try:
            return str(json.loads(token))
        except ValueError:
            return ""
    if ending == ".csv" and token[0] == '"':
        return token[1:-1].replace('""', '"')
    quoted = ending in {".yaml", ".yml"} and token[0] in "'\""
    return token[1:-1] if quoted else token


def _code(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in _CODE and path.is_file() and "node_modules" not in path.parts:
            yield path.relative_to(folder).as_posix()


def _lines(folder: Path, path: str) -> list[str]:
    return (folder / path).read_text("utf-8", "replace").split("\n")
