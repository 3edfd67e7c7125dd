"""The measurement on labelled sites: what it takes for the site, and that it counts honestly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.sources.__main__ import main
from tests.bench.sources.sites import Denotes, Row, covers, denoted

SOURCE = b"x.get('a').find(\"b\" +\n  'c'); f(/d/i)"


def row(start: int, end: int, value: str = "a", line: int = 1) -> Row:
    return Row(1, "o/n", "a.js", line, "javascript", "cypress", value, start, end)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("'a'", Denotes.LITERAL),
        ("a", Denotes.CONTENT),
        ("get('a')", Denotes.EXPRESSION),
        ("/d/i", Denotes.LITERAL),
    ],
)
def test_what_a_range_takes_in_is_told_by_its_quotes(text: str, kind: Denotes) -> None:
    start = SOURCE.index(text.encode())
    assert denoted(row(start, start + len(text)), SOURCE) is kind
    token = text if kind is Denotes.LITERAL else "'a'"
    at = SOURCE.index(token.encode())
    assert covers(row(start, start + len(text)), SOURCE, [("a.js", at, at + len(token))])
    assert not covers(row(start, start + len(text)), SOURCE, [("b.js", at, at + len(token))])
    assert not covers(row(start, start + len(text)), SOURCE, [("a.js", 16, 19)])


SITES = "const P = { save: '#a' };\ncy.get(P.save);\ncy.get('#b').type('#b');\n"


def measure(root: Path, rows: list[dict[str, object]], *options: str) -> None:
    (root / "o+n").mkdir(exist_ok=True)
    (root / "o+n" / "a.js").write_bytes(SITES.encode())
    sites = root / "sites.jsonl"
    sites.write_text("not json\n" + "".join(json.dumps(one) + "\n" for one in rows))
    target = root / "rows.jsonl"
    main([str(sites), str(root), "--json", "--rows", str(target), *options])


def site(value: str, line: int, start: int, end: int, repo: str = "o/n") -> dict[str, object]:
    return {
        "repo": repo, "path": "a.js", "line": line, "language": "javascript",
        "framework": "cypress", "runtime_value": value, "byte_start": start, "byte_end": end,
    }  # fmt: skip


def test_each_row_is_counted_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        site("#a", 1, 18, 22),
        site("#b", 3, 49, 53),
        site("#b", 3, 60, 64),
        site("#z", 3, 49, 53),
        site("#a", 1, 18, 22, repo="no/where"),
    ]
    measure(tmp_path, rows, "--mode", "find", "--mode", "at-call", "--mode", "hostile")
    told = json.loads(capsys.readouterr().out)
    counts = told["find"]["all"]
    assert [counts[key] for key in ("sites", "exact", "wrong", "none")] == [5, 2, 1, 2]
    assert told["at-call"]["all"]["exact"] == 1
    assert told["hostile"]["all"]["wrong"] == 0


DATA = {
    "a.json": '{\n  "save": "#a"\n}\n',
    "a.yml": "save: \"#a\"\nother: '#a'\n",
    "a.properties": "# c\nsave = #a\n",
    "a.ini": "[x]\nsave = #a\n",
    "a.csv": "name,locator\nsave,#a\n",
}


def test_a_value_of_a_data_file_is_a_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[dict[str, object]] = []
    for path, text in DATA.items():
        (tmp_path / "o+n").mkdir(exist_ok=True)
        (tmp_path / "o+n" / path).write_text(text)
        start = text.index("#a")
        line = text.count("\n", 0, start) + 1
        rows.append({**site("#a", line, start, start + 2), "path": path, "language": path[2:]})
    measure(tmp_path, rows, "--mode", "find", "--mode", "identity", "--mode", "hostile")
    told = json.loads(capsys.readouterr().out)
    for mode, count in (("find", 5), ("identity", 5)):
        assert [told[mode]["all"][key] for key in ("sites", "exact")] == [count, count]
    assert told["hostile"]["all"]["wrong"] == 0
    assert told["hostile"]["all"]["exact"] >= 8


@pytest.mark.parametrize(
    ("path", "text", "value", "token"),
    [
        ("a.java", '$x("//a/../input");', "//a/../input", '"//a/../input"'),
        ("a.java", "$(\"'Click'\");", "'Click'", "\"'Click'\""),
        ("a.js", "cy.get('/a/b')", "/a/b", "'/a/b'"),
        ("a.ini", "save=xpath>//a/b\n", "//a/b", "xpath>//a/b"),
        ("a.robot", "Click    xpath://a/b\n", "//a/b", "xpath://a/b"),
    ],
)
def test_a_range_without_quotes_is_no_pattern_and_no_literal(
    path: str, text: str, value: str, token: str
) -> None:
    raw, start, low = text.encode(), text.index(value), text.index(token)
    site = Row(1, "o/n", path, 1, "", "", value, start, start + len(value))
    assert denoted(site, raw) is not Denotes.LITERAL
    assert covers(site, raw, [(path, low, low + len(token))])
    assert not covers(site, raw, [(path, 0, 2)])
