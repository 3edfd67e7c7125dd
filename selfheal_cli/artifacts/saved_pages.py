"""Which saved page shows the end of which test; files may be named in any way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from selfheal_cli.artifacts.base import RecordedTest
from selfheal_cli.artifacts.identity import identity
from selfheal_cli.artifacts.reports import head_of
from selfheal_cli.model import Markup, MissingSnapshot, Snapshot

_PAGES = frozenset({".html", ".htm", ".xhtml", ".txt"})
_NOTES = (".log", ".txt")
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype html|html|head|body)\b",
    re.I | re.S,
)
_REPORT = re.compile(
    rb"data-jsonblob|pytest-html|playwright-report|Robot Framework|robot-generator|allure", re.I
)
_LINK = re.compile(r"[Pp]age ?[Ss]ource\s*:\s*((?:file:)?\S+\.html?)\b")
_URL = re.compile(r"\burl\b\s*[:=]\s*(https?://\S+)", re.I)
_FROM = re.compile(rb"<!--\s*(?:saved from url=\(\d+\)|url:\s*)(https?://[^\s>]+)", re.I)
MAX_PAGE = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Saved:
    """A page's file and the text saved beside it under the same name, "" if none."""

    path: Path
    notes: str = ""


def pages_of(
    records: Sequence[RecordedTest], files: Sequence[Path], told: Sequence[RecordedTest]
) -> dict[str, Saved]:
    """Record name -> the page saved when that test ended. A page that a report links to counts
    most; then one whose name holds the test's; a name is of the test that explains most of it,
    of all that the reports have `told` of."""
    by_place: dict[str, list[Path]] = {}
    for path in files:
        by_place.setdefault(path.name, []).append(path)
    named = _by_name(told, [p for p in files if p.suffix.lower() in _PAGES])
    found: dict[str, Saved] = {}
    for record in records:
        paths = [*_linked(record, by_place), *reversed(named.get(record.name, ()))]
        page = _first_page(paths)
        if page is not None:
            found[record.name] = Saved(page, _notes(page, [page, *paths], by_place))
    return found


def _linked(record: RecordedTest, by_place: Mapping[str, Sequence[Path]]) -> Iterator[Path]:
    """The files that the report attaches or its text names; their paths may be another
    machine's, so that the folder and the name have to do."""
    texts = (text for error in record.errors for text in (error.message, error.text))
    named = [
        m[1] for text in (*texts, record.output) if ".htm" in text for m in _LINK.finditer(text)
    ]
    for link in dict.fromkeys([*record.attachments, *named]):
        parts = link.replace("\\", "/").split("/")
        near = [p for p in by_place.get(parts[-1], ()) if list(p.parts[-2:]) == parts[-2:]]
        yield from near or by_place.get(parts[-1], ())[:1]


def _first_page(paths: Iterable[Path]) -> Path | None:
    return next((p for p in paths if is_page(p)), None)


def is_page(path: Path) -> bool:
    """Whether the file is a saved page, and not a runner's report."""
    if path.suffix.lower() not in _PAGES:
        return False
    head = head_of(path)
    return bool(_MARKUP.match(head)) and not _REPORT.search(head[:2048])


def _by_name(records: Sequence[RecordedTest], files: Sequence[Path]) -> Mapping[str, list[Path]]:
    """Record name -> its files, the best last."""
    short = {record.name: _short(record) for record in records}
    scored: dict[str, list[tuple[int, str, Path]]] = {}
    for path in files:
        words = f"-{identity(path.parent.name)}-{identity(path.stem)}-"
        fits = [(len(key), name) for name, key in short.items() if key and f"-{key}-" in words]
        longest = max((fit[0] for fit in fits), default=0)
        for length, name in fits:
            if length == longest:
                shared = sum(f"-{word}-" in words for word in identity(name).split("-"))
                scored.setdefault(name, []).append((shared, str(path), path))
    return {name: [path for _, _, path in sorted(found)] for name, found in scored.items()}


def _short(record: RecordedTest) -> str:
    """The words of the test's own name, without its file and class."""
    name = record.title or record.name
    return identity(re.sub(r"^.*(?:::|\.)(?=\w+(?:\[.*)?$)", "", name))


def _notes(page: Path, paths: Iterable[Path], by_place: Mapping[str, Sequence[Path]]) -> str:
    """What was written beside the page or its copies, under the same name."""
    for path in paths:
        for suffix in _NOTES:
            for other in by_place.get(path.stem + suffix, ()):
                if other.parent == path.parent and other != page and _is_note(other):
                    return other.read_bytes().decode("utf-8", "replace")
    return ""


def _is_note(path: Path) -> bool:
    return path.stat().st_size < MAX_PAGE and not is_page(path)


def snapshot_of(saved: Saved, record: RecordedTest) -> Snapshot | MissingSnapshot:
    """The page; its address from the notes, the report, or the page's own comment."""
    try:
        if saved.path.stat().st_size > MAX_PAGE:
            return MissingSnapshot(f"{saved.path.name} is larger than a page should be: refused")
        data = saved.path.read_bytes()
    except OSError as error:
        return MissingSnapshot(f"{saved.path.name} cannot be read ({error.strerror})")
    noted, own = _URL.search(saved.notes), _FROM.search(data[:4096])
    url = noted[1] if noted else record.url or (own[1].decode("ascii", "replace") if own else "")
    return Snapshot(Markup(data, _encoding(data)), url, (), str(saved.path))


def _encoding(data: bytes) -> str:
    """A driver hands the page over as text, which hooks save as UTF-8 whatever the page says."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "utf-8"
