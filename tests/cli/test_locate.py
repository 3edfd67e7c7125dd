"""`selfheal locate`: two saved pages, one locator, an answer with its reasons."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from selfheal_cli.cli.app import app
from selfheal_cli.errors import UsageError

ROWS = "".join(f"<li><a href='/{n}'>Order {n}</a></li>" for n in range(12))
OLD = f"<h1>Orders</h1><ul>{ROWS}</ul><form><input id=q name=q><a id=save class=btn>Save</a></form>"
NEW = OLD.replace("<a id=save class=btn>Save</a>", "<button class='btn primary'>Save</button>")
GONE = OLD.replace("<a id=save class=btn>Save</a>", "")


def ask(folder: Path, locator: str, old: str | None, new: str, *args: str) -> dict:
    pages = {"new": new} | ({"old": old} if old is not None else {})
    options = ["--locator", locator, "--json", *args]
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(f"<!doctype html><body>{text}")
        options += [f"--{name}", str(folder / f"{name}.html")]
    done = CliRunner().invoke(app, ["locate", *options])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return json.loads(done.stdout)


def test_finds_what_the_locator_meant(tmp_path: Path) -> None:
    answer = ask(tmp_path, "#save", OLD, NEW)
    assert answer["verdict"] in ("repaired", "held-back")
    assert answer["target"]["xpath"].endswith("/button")
    assert answer["locator"]["matches"] == 1
    assert answer["evidence"]


def test_says_what_still_works(tmp_path: Path) -> None:
    answer = ask(tmp_path, "#q", OLD, NEW)
    assert answer["verdict"] == "not-a-locator-failure"
    assert "nothing has to be repaired" in answer["reason"]


def test_claims_nothing_for_what_is_gone(tmp_path: Path) -> None:
    assert ask(tmp_path, "#save", OLD, GONE)["verdict"] in ("removed", "ambiguous", "held-back")


def test_without_an_old_page_it_only_suggests(tmp_path: Path) -> None:
    answer = ask(tmp_path, "a#save", None, NEW, "--variable", "SAVE_BUTTON")
    assert answer["verdict"] == "held-back"
    assert answer["target"]["xpath"].endswith("/button")


def test_speaks_other_dialects(tmp_path: Path) -> None:
    answer = ask(tmp_path, "id=save", OLD, NEW, "--dialect", "selenium")
    assert answer["target"]["xpath"].endswith("/button")


@pytest.mark.parametrize(
    ("locator", "args", "words"),
    [
        ("#nothing", (), "matches nothing on the old page"),
        ("a[[", (), "--locator"),
        ("#save", ("--dialect", "?"), "is none of .*playwright"),
    ],
)
def test_says_what_is_wrong(
    tmp_path: Path, locator: str, args: tuple[str, ...], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        ask(tmp_path, locator, OLD, NEW, *args)


def test_tells_it_in_text(tmp_path: Path) -> None:
    for name, text in (("old", OLD), ("new", NEW)):
        (tmp_path / f"{name}.html").write_text(f"<!doctype html><body>{text}")
    options = ["--old", str(tmp_path / "old.html"), "--new", str(tmp_path / "new.html")]
    done = CliRunner().invoke(app, ["locate", "--locator", "#save", *options])
    assert done.exit_code == 0
    assert "Why this element" in done.stdout
