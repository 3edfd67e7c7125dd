"""Data files: every value is found where it stands, and written so that only it changes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.model import Location
from selfheal_cli.sources import FolderTree, NoSite, Spelled
from selfheal_cli.sources.data.language import FORMATS
from selfheal_cli.sources.data.nodes import DataNode, DataTree
from selfheal_cli.sources.data.properties_file import pairs
from selfheal_cli.sources.modules import Project
from selfheal_cli.sources.tree import OverlayTree
from selfheal_cli.sources.verbatim import find
from selfheal_cli.sources.verbatim_write import rewrite

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text(
        st.sampled_from("\\'\"#:;,=%!{}[]&*|>-~@`u0\n\r\t \u2028\u05d0\U0001f600ä"), max_size=9
    ),
    st.sampled_from(["yes", "12", "0o7", "null", "1e3", "- a", "a: b", "a #b", "~", "=1", "<<"]),
)


def _ini(text: str) -> Any:
    parser = RawConfigParser()
    parser.read_string(text)
    return {name: dict(parser[name]) for name in parser.sections()}


def _properties(text: str) -> Any:
    return dict(pairs(text))


def _csv(text: str) -> Any:
    mark = ";" if text.startswith("name;") else ","
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=mark))


READERS: dict[str, Callable[[str], Any]] = {
    "json": json.loads,
    "yaml": yaml.safe_load,
    "yml": yaml.safe_load,
    "ini": _ini,
    "properties": _properties,
    "csv": _csv,
}
# The file, the line whose value fails, and the value.
FILES = [
    ("l.json", b'{"login": {"button": "#save", "n": 3},\n "b": "#save"}\n', 1, "#save"),
    ("l.json", b'\xef\xbb\xbf{\r\n\t"login": "Gr\\u00fcn"\r\n}', 2, "Grün"),
    ("l.json", '{"login": ["ä",\n "b"]}'.encode(), 2, "b"),
    ("l.yaml", b"login:\n  button: save # the old one\n  other: save\n", 2, "save"),
    ("l.yml", b"login:\r\n  button: 'it''s'\r\n  other: x", 2, "it's"),
    ("l.yml", 'ä: ö\nlogin: "a\\u00e4\\tb"\n'.encode(), 2, "aä\tb"),
    ("l.yml", b"a: &base\n  b: save\nc:\n  <<: *base\n", 2, "save"),
    ("l.yml", b"login: {button: save, other: x}\n", 1, "save"),
    ("l.yml", b"login: |-\n  //div\n  /b\nx: y\n", 1, "//div\n/b"),
    ("l.yml", b"login: >-\n  //div\n  /b\nx: y\n", 1, "//div /b"),
    ("l.yml", b"- save\n- [other, !!str 12]\n", 1, "save"),
    ("l.properties", b"# c\nlogin.button = save\nb:x\n", 2, "save"),
    ("l.properties", b"login.button=css\\:sa\\\n    ve\nb:x", 1, "css:save"),
    ("l.properties", "login=gr\xfcn\nb=c\n".encode("latin-1"), 1, "grün"),
    ("l.ini", b"[login]\nButton = save\n; c\nx: y\n", 2, "save"),
    ("l.csv", b"name,locator\nlogin,save\nout,save\n", 2, "save"),
    ("l.csv", b'name;locator\r\nlogin;"a ""b"""\r\nout;x', 2, 'a "b"'),
]


def rewritten(root: Path, line: int, old: str, new: str) -> bytes | str:
    """The file's bytes after the edit, or why there is none."""
    path = next(root.iterdir()).name
    project = Project(FolderTree(root))
    lead = find(old, [Location(path, line)], project)
    assert not isinstance(lead, NoSite), lead.reason
    made = rewrite(lead, new, project)
    if not isinstance(made, Spelled):
        return made.reason
    raw = (root / path).read_bytes()
    for edit in sorted(made.edits, key=lambda edit: -edit.start):
        assert raw[edit.start : edit.end] == edit.old
        raw = raw[: edit.start] + edit.new + raw[edit.end :]
    return raw


def text_of(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def substituted(data: Any, old: str, new: str, count: list[int]) -> Any:
    """The data with `old` replaced where it stands first, in all that shares it."""
    if isinstance(data, dict):
        return {key: substituted(value, old, new, count) for key, value in data.items()}
    if isinstance(data, list):
        return [substituted(value, old, new, count) for value in data]
    if data == old and count[0] > 0:
        count[0] -= 1
        return new
    return data


@pytest.mark.parametrize(("name", "raw", "line", "old"), FILES)
@given(new=TEXTS)
def test_only_the_value_changes(
    name: str, raw: bytes, line: int, old: str, new: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("data")
    (root / name).write_bytes(raw)
    after = rewritten(root, line, old, new)
    if isinstance(after, str):
        assert name.endswith((".ini", ".csv")) or b"\xfc" in raw, after
        return
    read = READERS[name.split(".")[1]]
    shared = 2 if b"*base" in raw else 1
    assert read(text_of(after)) == substituted(read(text_of(raw)), old, new, [shared])
    assert after.count(b"\r\n") - raw.count(b"\r\n") in {0, new.count("\r\n")}
    assert (after.startswith(raw[:3]) and after[-1:] == raw[-1:]) or new != old


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("#old", "#new .x #y", True),  # this reader takes no # for a comment
        ("div #old", "#new", True),
        ("//a[.='5%']", "//a[.='6%']", True),
        ("#old", "a;b", True),
        ("#old", "a ;b", False),
        ("old", "#new", False),
        ("old", "div #new", False),
        ("old", "5%", False),
        ("50%", "${new}", False),
    ],
)
def test_an_ini_value_gets_the_disputed_signs_that_it_had(
    old: str, new: str, written: bool, tmp_path: Path
) -> None:
    (tmp_path / "l.ini").write_text(f"[login]\nbutton = {old}\nother = x\n")
    after = rewritten(tmp_path, 2, old, new)
    assert isinstance(after, bytes) == written, after
    if isinstance(after, bytes):
        assert after == f"[login]\nbutton = {new}\nother = x\n".encode()


@given(new=TEXTS)
@pytest.mark.parametrize("name", ["l.json", "l.yaml", "l.properties"])
def test_every_text_can_be_written(
    name: str, new: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("data")
    raw = b'{"b": "save"}' if name.endswith("json") else b"b: save\n"
    (root / name).write_bytes(raw)
    assert isinstance(rewritten(root, 1, "save", new), bytes)


@pytest.mark.parametrize(
    ("raw", "new", "after"),
    [
        (b"b: save # x\n", "#save", b'b: "#save" # x\n'),
        (b"b: save\n", "//a[@x='1']", b"b: //a[@x='1']\n"),
        (b"b: save\n", "yes", b'b: "yes"\n'),
        (b"b: 'save'\n", "it's", b"b: 'it''s'\n"),
        (b'b: "save"\n', "s\\ave", b'b: "s\\\\ave"\n'),
        (b"b: |-\n  save\nc: d\n", "store", b"b: |-\n  store\nc: d\n"),
    ],
)
def test_yaml_keeps_the_style_where_it_can(
    raw: bytes, new: str, after: bytes, tmp_path: Path
) -> None:
    (tmp_path / "l.yml").write_bytes(raw)
    old = yaml.safe_load(raw)["b"]
    assert rewritten(tmp_path, 1, old, new) == after


@pytest.mark.parametrize("name", list(FORMATS))
@given(raw=st.binary(max_size=40) | st.text("a:{}[]\"',=&*-<| \n#\\", max_size=30).map(str.encode))
def test_any_bytes_are_read_or_refused(name: str, raw: bytes) -> None:
    utf8 = raw.decode("latin-1").encode()
    tree = FORMATS[name].read(utf8)
    assert isinstance(tree, DataTree)
    for scalar in tree.root_node.scalars():
        assert scalar.token is not None
        assert 0 <= scalar.token.start <= scalar.token.end <= len(utf8)


def test_a_path_leads_to_the_place_of_a_value() -> None:
    utf8 = "gr\u00fcn:\n  list:\n  - {button: 'save'}\n".encode()
    found = {scalar.path(): scalar for scalar in FORMATS["yaml"].read(utf8).root_node.scalars()}
    scalar = found["gr\u00fcn", "list", 0, "button"]
    assert isinstance(scalar, DataNode)
    assert utf8[scalar.start_byte : scalar.end_byte] == b"'save'"
    assert scalar.start_point.row == 2


def test_an_overlaid_file_is_read_anew(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'{"a": "b"}')
    tree = OverlayTree(FolderTree(tmp_path), {"a.json": b'{"a": "c"}'})
    assert not isinstance(find("c", [Location("a.json", 1)], tree), NoSite)
