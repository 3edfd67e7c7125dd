"""Sites of Robot Framework's files, by its own tokens; names are followed over the repository."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import accumulate
from pathlib import Path
from typing import Any

from robot.api import Token, get_tokens
from robot.utils import unescape

from selfheal_cli.locators.robot_keywords import KEYWORDS
from selfheal_cli.sources.robot_languages import KnownLanguages

_RUN = "7f3"
_BROWSER = frozenset(
    """click fillText typetext gettext hover waitforelementsstate getelement getelements filltext
    checkcheckbox uncheckcheckbox getelementcount getattribute selectoptionsby scrolltoelement
    getelementstates getproperty clearText focus taptext""".lower().split()
)
_APPIUM = frozenset("tap longpress waituntilpagecontains".split())  # noqa: SIM905
_LOCATING = (frozenset(KEYWORDS) | _BROWSER | _APPIUM) - {"locator"}
_RUNNERS = frozenset(
    """runkeywordandreturnstatus runkeywordandignoreerror waituntilkeywordsucceeds runkeywordif
    runkeywordunless runkeyword runkeywords runkeywordandreturn""".split()  # noqa: SIM905
)
_NAME = re.compile(r"[$@&]\{([^{}]+)\}")
_HOLE = re.compile(r"(?<!\\)[$@&%]\{[^{}]*\}(?:\[[^\]]*\])*")
_LOOKS = re.compile(
    r"(?:id|name|css|xpath|link|class|text|data-test\w*|partial link|tag)\s?[=:]|\(?//|\.//"
)
_CONSTANT = re.compile(r"\$\{(?:SPACE|EMPTY)\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, its line, its bytes."""

    text: str
    line: int
    start: int
    end: int


@dataclass(slots=True)
class _Keyword:
    params: list[str]
    takes: dict[str, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class _File:
    path: str
    suite: bool
    first: int = 0
    imports: list[str] = field(default_factory=list)
    defined: dict[str, list[Cell]] = field(default_factory=lambda: defaultdict(list))
    keywords: dict[str, list[_Keyword]] = field(default_factory=lambda: defaultdict(list))
    calls: list[tuple[str, list[Cell], frozenset[str]]] = field(default_factory=list)


def folded(name: str) -> str:
    return re.sub(r"[\s_]+", "", name).lower()


def rows(folder: Path, paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The sites of all files, without repository, language and framework."""
    files = [read for path in paths if (read := _read(folder, path)) is not None]
    homes: dict[str, list[tuple[str, Cell]]] = defaultdict(list)
    keywords: dict[str, list[tuple[str, _Keyword]]] = defaultdict(list)
    for one in files:
        for name, cells in one.defined.items():
            homes[name] += [(one.path, cell) for cell in cells]
        for name, found in one.keywords.items():
            keywords[name] += [(one.path, keyword) for keyword in found]
    suites = {one.path: _suite_of(one, files) for one in files}
    for one in files:
        yield from _direct(one)
        yield from _named(one, homes, suites)
        yield from _passed(one, keywords)
        yield from _held(one)


def _direct(one: _File) -> Iterator[dict[str, Any]]:
    for name, cells, _ in one.calls:
        if name in _LOCATING and cells:
            yield from _row(one.path, cells[0], "literal")


def _named(
    one: _File,
    homes: dict[str, list[tuple[str, Cell]]],
    suites: dict[str, tuple[str, int] | None],
) -> Iterator[dict[str, Any]]:
    """Definitions of the file-level variables that locators' keywords take."""
    for name, cells, local in one.calls:
        used = _NAME.fullmatch(cells[0].text) if name in _LOCATING and cells else None
        key = folded(used[1]) if used else ""
        places = homes.get(key, [])
        if key in local or len(places) != 1:
            continue
        path, cell = places[0]
        frames = [[one.path, cells[0].line]]
        suite = suites.get(one.path)
        frames += [list(suite)] if suite is not None and not one.suite else []
        shape = "constant here" if path == one.path else "constant elsewhere"
        yield from _row(path, cell, shape, frames)


def _passed(
    one: _File, keywords: dict[str, list[tuple[str, _Keyword]]]
) -> Iterator[dict[str, Any]]:
    """Locators that a caller gives to a keyword of the repository."""
    for name, cells, _ in one.calls:
        homes = keywords.get(name, [])
        if len(homes) != 1:
            continue
        path, keyword = homes[0]
        for index, param in enumerate(keyword.params[: len(cells)]):
            for line in keyword.takes.get(param, [])[:1]:
                frames = [[path, line], [one.path, cells[index].line]]
                if "=" not in cells[index].text or _LOOKS.match(cells[index].text):
                    yield from _row(one.path, cells[index], "passed", frames)


def _held(one: _File) -> Iterator[dict[str, Any]]:
    for cells in one.defined.values():
        for cell in cells:
            if _LOOKS.match(cell.text):
                yield from _row(one.path, cell, "held")


def _row(
    path: str, cell: Cell, shape: str, frames: list[list[Any]] | None = None
) -> Iterator[dict[str, Any]]:
    text = _CONSTANT.sub("", cell.text)
    template = _HOLE.search(text) is not None
    if not re.search(r"\w", _HOLE.sub("", text)):
        return
    told = f"{shape} template" if template else shape
    yield {
        "path": path, "line": cell.line, "runtime_value": unescape(_HOLE.sub(_RUN, cell.text)),
        "byte_start": cell.start, "byte_end": cell.end, "shape": told,
        **({"frames": frames} if frames else {}),
    }  # fmt: skip


def _suite_of(one: _File, files: Sequence[_File]) -> tuple[str, int] | None:
    """A suite that imports a file, maybe through others, by the files' last names."""
    wanted, seen = {Path(one.path).name}, {one.path}
    for _ in range(4):
        users = [f for f in files if f.path not in seen and wanted & set(f.imports)]
        suite = next((f for f in users if f.suite), None)
        if suite is not None:
            return suite.path, suite.first
        seen |= {f.path for f in users}
        wanted = {Path(f.path).name for f in users}
    return None


# --- one file ------------------------------------------------------------------------------------


def _read(folder: Path, path: str) -> _File | None:
    raw = (folder / path).read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if re.search("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|\r(?!\n)", text):
        return None
    shift = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    starts = [shift, *accumulate((len(r) + 1 for r in raw[shift:].split(b"\n")), initial=shift)][1:]
    lines = text.replace("\r\n", "\n").split("\n")
    found = _File(path, not path.endswith(".resource"))
    _Scan(found, starts, lines).run(
        get_tokens(StringIO(text), data_only=True, lang=KnownLanguages())
    )
    found.suite = found.first > 0
    return found


class _Scan:
    """Fills a file from its tokens, statement by statement."""

    def __init__(self, found: _File, starts: list[int], lines: list[str]) -> None:
        self._found, self._starts, self._lines = found, starts, lines
        self._keyword: _Keyword | None = None
        self._local: set[str] = set()

    def run(self, tokens: Any) -> None:
        statement: list[Any] = []
        for token in tokens:
            if token.type == Token.EOS:
                if statement:
                    self._statement(statement)
                statement = []
            elif token.type not in {Token.EOL, Token.SEPARATOR, Token.COMMENT}:
                statement.append(token)

    def _cell(self, token: Any) -> Cell:
        line = self._lines[token.lineno - 1]
        start = self._starts[token.lineno - 1] + len(line[: token.col_offset].encode())
        return Cell(token.value, token.lineno, start, start + len(token.value.encode()))

    def _statement(self, tokens: list[Any]) -> None:
        first = tokens[0]
        kind = first.type
        if kind in {Token.TESTCASE_NAME, Token.KEYWORD_NAME}:
            self._begin(first)
        elif kind in {Token.RESOURCE, Token.VARIABLES} and len(tokens) > 1:
            self._found.imports.append(tokens[1].value.replace("\\", "/").split("/")[-1])
        elif kind == Token.VARIABLE and len(tokens) == 2 and first.value.startswith("$"):
            name = _NAME.match(first.value)
            if name:
                self._found.defined[folded(name[1])].append(self._cell(tokens[1]))
        elif kind == Token.ARGUMENTS and self._keyword is not None:
            names = [_NAME.match(token.value) for token in tokens[1:]]
            self._keyword.params = [folded(name[1]) if name else "" for name in names]
            self._local |= set(self._keyword.params)
        else:
            self._call(tokens)

    def _begin(self, first: Any) -> None:
        self._local, self._keyword = set(), None
        if first.type == Token.TESTCASE_NAME:
            self._found.first = self._found.first or first.lineno
        else:
            self._keyword = _Keyword([])
            self._found.keywords[folded(first.value)].append(self._keyword)

    def _call(self, tokens: list[Any]) -> None:
        for token in tokens:
            if token.type in {Token.ASSIGN, Token.VARIABLE}:
                name = _NAME.match(token.value)
                self._local |= {folded(name[1])} if name else set()
        names = [i for i, t in enumerate(tokens) if t.type in {Token.KEYWORD, Token.NAME}]
        if len(names) != 1:
            return
        rest = tokens[names[0] :]
        while len(rest) > 1 and _name(rest[0]) in _RUNNERS:
            rest = self._inner(rest[1:])
        if rest:
            self._told(_name(rest[0]), [self._cell(token) for token in rest[1:]])

    def _inner(self, tokens: list[Any]) -> list[Any]:
        """The keyword that another runs: the first cell that is known to be one."""
        for index, token in enumerate(tokens):
            if _name(token) in _LOCATING | _RUNNERS:
                rest = tokens[index:]
                stop = [i for i, t in enumerate(rest) if t.value in {"ELSE", "ELSE IF", "AND"}]
                return rest[: stop[0]] if stop else rest
        return []

    def _told(self, name: str, cells: list[Cell]) -> None:
        self._found.calls.append((name, cells, frozenset(self._local)))
        taken = _NAME.fullmatch(cells[0].text) if cells and name in _LOCATING else None
        if taken and self._keyword is not None and folded(taken[1]) in self._keyword.params:
            self._keyword.takes.setdefault(folded(taken[1]), []).append(cells[0].line)


def _name(token: Any) -> str:
    plain = re.sub(r"^(?:given|when|then|and|but)\s+", "", token.value, flags=re.IGNORECASE)
    return folded(plain).rpartition(".")[2]
