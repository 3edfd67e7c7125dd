"""Style sheets saved in a trace: found by address, shared by archives, gone with them."""

from pathlib import Path
from typing import Any

from selfheal_cli.artifacts.playwright_archive import SharedEntries
from selfheal_cli.artifacts.playwright_trace import Trace, load, page_at_failure
from selfheal_cli.model import Snapshot
from tests.artifacts.traces import archive, click, lines, options

HIDES, SHOWS = b".menu{display:none}", b".menu{display:flex}"


def fetched(url: str, entry: str) -> dict[str, Any]:
    content = {"mimeType": "text/css; charset=utf-8", "_sha1": entry}
    inner = {"request": {"url": url}, "response": {"content": content}}
    return {"type": "resource-snapshot", "snapshot": inner}


def recorded(path: Path, css: bytes) -> Path:
    return archive(
        path,
        {
            "0-trace.trace": [options(), *click("call@1", 1, "#buy", "no")],
            "0-trace.network": lines([fetched("http://shop.test/a.css#x", "1.css")]),
            "resources/1.css": css,
        },
    )


def sheet_of(trace: Trace, address: str = "http://shop.test/a.css") -> str:
    page = page_at_failure(trace.acts[0])
    assert isinstance(page, Snapshot)
    return page.sheet(address)


def test_a_sheet_is_found_by_its_address(tmp_path: Path) -> None:
    trace = load(recorded(tmp_path / "trace.zip", HIDES), with_sources=False)
    assert sheet_of(trace) == HIDES.decode()
    assert sheet_of(trace, "http://shop.test/a.css#y") == HIDES.decode()
    assert sheet_of(trace, "http://shop.test/b.css") == ""


def test_archives_share_equal_sheets_and_no_others(tmp_path: Path) -> None:
    paths = [recorded(tmp_path / str(n) / "trace.zip", css) for n, css in enumerate((HIDES, SHOWS))]
    shared = SharedEntries()
    first, second, again = (
        load(path, with_sources=False, shared=shared) for path in (*paths, paths[0])
    )
    assert [sheet_of(first), sheet_of(second)] == [HIDES.decode(), SHOWS.decode()]
    assert sheet_of(again) is sheet_of(first)


def test_what_is_gone_before_it_is_asked_for_is_no_sheet(tmp_path: Path) -> None:
    path = recorded(tmp_path / "trace.zip", HIDES)
    trace = load(path, with_sources=False)
    path.unlink()
    assert sheet_of(trace) == ""


def test_a_damaged_sheet_is_no_sheet(tmp_path: Path) -> None:
    path = recorded(tmp_path / "trace.zip", HIDES * 100)
    data = path.read_bytes()
    at = data.index(b"resources/1.css") + len(b"resources/1.css")
    path.write_bytes(data[:at] + bytes(8) + data[at + 8 :])
    assert sheet_of(load(path, with_sources=False)) == ""
