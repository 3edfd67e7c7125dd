"""`selfheal scan` on artifacts that hold hostile pages: a clear line each, the rest is done."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.artifacts.traces import after, archive, before, lines, options, snapshot

SECONDS, MEMORY = 60, 3 << 30
HELD = "@@"
TIMEOUT = 'Timeout 30000ms exceeded.\nCall log:\n  - waiting for locator("#pay")\n'
LINES_EACH = 4


def deep(button: str) -> str:
    levels = 5_000
    opening = "".join(f'["DIV",{{"id":"d{n}"}},' for n in range(levels))
    return f"{opening}{button}{']' * levels}"


def deeper(button: str) -> str:
    levels = 50_000
    return '["DIV",{},' * levels + button + "]" * levels


def nested_in_reach(button: str) -> str:
    """As deep as the reader of JSON goes, nearly."""
    levels = 900
    return '["DIV",{},' * levels + button + "]" * levels


def huge(button: str) -> str:
    """A table of 50,000 elements."""
    row = '["TR",{},["TD",{},"%d"],["TD",{},["A",{"href":"#"},"go"]],["TD",{},["B",{},"x"]]]'
    rows = ",".join(row % n for n in range(50_000 // 6))
    return f'["TABLE",{{}},["TBODY",{{}},{rows}]],{button}'


def flat(button: str) -> str:
    """50,000 children of one parent."""
    return ",".join(f'["P",{{}},"t{n}"]' for n in range(50_000)) + f",{button}"


PAGES = {
    "good": lambda button: button,
    "deep": deep,
    "deeper": deeper,
    "reach": nested_in_reach,
    "huge": huge,
    "flat": flat,
}


def trace(folder: Path, body: str, error: str, line: int) -> None:
    """A click in this line that is recorded with this page. It is text: Python's writer of JSON
    does not go so deep."""
    html = f'["HTML",{{}},["BODY",{{}},{body}]]'
    taken = [
        lines([snapshot("a@1", phase, html=HELD)]).replace(f'"{HELD}"'.encode(), html.encode())
        for phase in ("before", "after")
    ]
    events = [
        lines([options(sdkLanguage="python", wallTime=line), before("a@1", 1, selector="#pay")]),
        taken[0],
        lines([after("a@1", 30.1, error)]),
        taken[1],
    ]
    frames = [["a@1", [[0, line, 0, f"test_{line}"]]]]
    stacks = {"files": ["/ci/app/tests/test_shop.py"], "stacks": frames}
    archive(
        folder / "trace.zip",
        {"trace.trace": b"".join(events), "trace.stacks": json.dumps(stacks).encode()},
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("run")
    code = ""
    for place, (name, make) in enumerate(PAGES.items()):
        line = LINES_EACH * place + 2
        code += f'def test_{line}(page):\n    page.locator("#pay").click()\n\n\n'
        for side, identifier in (("old", "pay"), ("new", "pay-now")):
            button = f'["BUTTON",{{"id":"{identifier}"}},"Pay now"]'
            error = TIMEOUT if side == "new" else ""
            trace(root / side / f"tests-test-shop-py-test-{name}", make(button), error, line)
    (root / "tests").mkdir()
    (root / "tests/test_shop.py").write_text(code, encoding="utf-8")
    return root


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def test_a_run_with_hostile_pages_is_worked_through(run: Path) -> None:
    command = ["scan", "new", "--baseline", "old", "--source", "tests", "--json", "--jobs", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "selfheal_cli", *command],
        cwd=run,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=bounded,
    )
    assert done.returncode == 1, done.stderr[-2000:]
    outcomes = json.loads(done.stdout)["outcomes"]
    said = {o["test"]["id"].removeprefix("tests-test-shop-py-test-"): o for o in outcomes}
    verdicts = {name: outcome["verdict"] for name, outcome in said.items()}
    assert verdicts == {
        "good": "repaired",
        "reach": "repaired",
        "huge": "repaired",
        "flat": "ambiguous",
        "deep": "unreadable",
        "deeper": "unreadable",
    }
    assert all(o["reason"] and "\n" not in o["reason"] for o in outcomes)
    assert "nested too deeply" in said["deep"]["reason"]
    assert "too large" in said["flat"]["reason"]
