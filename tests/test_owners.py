"""CODEOWNERS: the forges' pattern rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.owners import owners_of, read_owners


@pytest.mark.parametrize(
    ("pattern", "fits", "not_these"),
    [
        ("*", ["a.js", "x/y.js"], []),
        ("*.js", ["a.js", "x/y.js"], ["a.ts", "a.js.map"]),
        ("/build/logs/", ["build/logs/a", "build/logs/x/a"], ["build/logs", "x/build/logs/a"]),
        ("docs/*", ["docs/a.md"], ["docs/x/a.md", "x/docs/a.md"]),
        ("apps/", ["apps/a", "x/apps/a", "apps/x/y"], ["apps", "myapps/a"]),
        ("/docs/", ["docs/a", "docs/x/a"], ["x/docs/a"]),
        ("/apps/github", ["apps/github", "apps/github/a"], ["x/apps/github"]),
        ("**/logs", ["logs/a", "x/logs/a", "x/y/logs/a"], ["mylogs/a"]),
        ("tests/**/page.ts", ["tests/page.ts", "tests/a/b/page.ts"], ["page.ts"]),
        ("tests/**", ["tests/a", "tests/b/c"], ["tests", "x/tests/a"]),
        ("a?c.ts", ["abc.ts", "x/abc.ts"], ["ac.ts", "a/c.ts"]),
        (r"my\ file.ts", ["my file.ts"], ["my"]),
        (r"\#a.ts", ["#a.ts"], ["a.ts"]),
        ("(x).ts", ["(x).ts"], ["x.ts"]),
        ("Login.ts", ["Login.ts"], ["login.ts"]),
        ("login", ["login", "x/login", "login/a.ts"], ["login.ts"]),
    ],
)
def test_patterns(pattern: str, fits: list[str], not_these: list[str]) -> None:
    sections = read_owners(f"{pattern} @me\n")
    assert [owners_of([path], sections) for path in fits] == [("me",)] * len(fits)
    assert [owners_of([path], sections) for path in not_these] == [()] * len(not_these)


def test_the_last_that_fits_counts_and_may_have_no_owners() -> None:
    text = (
        "# all\n* @all # and why\n/e2e/ @web/team @ann\n/e2e/generated\n*.md a@example.org @doc\n"
    )
    sections = read_owners(text)
    assert owners_of(["a.py"], sections) == ("all",)
    assert owners_of(["e2e/a.py"], sections) == ("ann", "web/team")
    assert owners_of(["e2e/generated/a.py"], sections) == ()
    assert owners_of(["e2e/x.md"], sections) == ("doc",)


def test_those_of_most_files_come_first() -> None:
    sections = read_owners("a/ @x\nb/ @y @z\n")
    assert owners_of(["a/1", "b/1", "b/2"], sections) == ("y", "z", "x")


def test_each_section_of_gitlab_is_looked_through() -> None:
    text = (
        "* @all\n[Web] @web\n/e2e/\n/e2e/api/ @api @@maintainer\n^[Docs][2] @doc\n*.md\n"
        "[Nobody]\n/x/\n"
    )
    sections = read_owners(text)
    assert owners_of(["e2e/a.ts"], sections) == ("all", "web")
    assert owners_of(["e2e/api/a.md"], sections) == ("all", "api", "doc")
    assert owners_of(["x/a.ts"], sections) == ("all",)


@given(st.text("*/?\\ab.# @[]^!-\n", max_size=40), st.text("ab/.", max_size=10))
def test_any_text_can_be_read(text: str, path: str) -> None:
    owners_of([path], read_owners(text))
