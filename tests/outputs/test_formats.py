from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from selfheal_cli.edits import Stale, sources
from selfheal_cli.model import ElementPath, Location, Verdict
from selfheal_cli.outputs import OUTPUTS, Report, plain, prefix_of
from selfheal_cli.outputs.diffs import outcome_diff
from selfheal_cli.outputs.explain import explain
from selfheal_cli.outputs.markdown import LONGEST, block, cell, code, prose
from selfheal_cli.outputs.masking import visible
from selfheal_cli.outputs.plan import edits_of
from selfheal_cli.outputs.words import VERDICTS, brief
from tests.outputs.samples import (
    PATH,
    SOURCE,
    failure,
    full_report,
    outcomes,
    repair,
    report_of,
    unrepaired,
)

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = st.one_of(
    st.text(max_size=40),
    st.text("`|\\<>&*_[]()!#@:/-=~\n \tawx1.", max_size=40),
    st.sampled_from(
        [
            "</td></table><script>alert(1)</script>",
            "`` ` ``` |",
            "a\\|b",
            "\\",
            "@everyone see #12 at www.evil.example https://evil.example",
            "x\n::error file=a::b",
            "![](http://evil.example/x.png)",
            "\x1b[31mred\x1b[0m \x1b]8;;http://evil\x07link\x9b1m",
            "\u202edlrow",
            "1. one\n2. two\n```\n</details>",
        ]
    ),
)


def text_of(report: Report, name: str) -> str:
    return OUTPUTS[name](report, plain).decode("utf-8")


@pytest.mark.parametrize("name", sorted(OUTPUTS))
def test_every_format_says_the_same_twice(name: str) -> None:
    first, second = (OUTPUTS[name](full_report(), plain) for _ in range(2))
    assert first == second != b""


@given(HOSTILE)
def test_no_format_lets_control_characters_through(words: str) -> None:
    report = full_report(words)
    shown = [text_of(report, name) for name in ("text", "markdown", "github")]
    shown += [explain(entry, plain) for entry in report.plan["outcomes"]]
    briefs = [brief(entry) for entry in report.plan["outcomes"]]
    assert not any("\n" in text for text in briefs)
    for text in (*shown, *briefs):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


# --- patch ------------------------------------------------------------------------------------


@pytest.mark.parametrize("below", ["", "packages/e2e"])
def test_git_takes_the_patch(tmp_path: Path, below: str) -> None:
    report = replace(full_report(), prefix=prefix_of(tmp_path / below, tmp_path))
    file = tmp_path / below / PATH
    file.parent.mkdir(parents=True)
    file.write_bytes(SOURCE)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    patch = OUTPUTS["patch"](report, plain)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch, check=True)
    assert file.read_bytes() == SOURCE.replace(b"#old", b"#new")


def test_places_are_given_from_the_working_directory() -> None:
    report = replace(report_of((repair(),)), prefix="packages/e2e/")
    for name in ("text", "markdown", "patch"):
        assert f"packages/e2e/{PATH}" in OUTPUTS[name](report, plain).decode("utf-8", "replace")
    assert text_of(report, "github").startswith(f"::warning file=packages/e2e/{PATH},")
    assert prefix_of(Path("/a"), Path("/a")) == prefix_of(Path("/b"), Path("/a")) == ""


# --- text -------------------------------------------------------------------------------------


def test_the_text_has_what_a_person_needs() -> None:
    text = text_of(report_of((repair(),)), "text")
    for wanted in (
        "repaired: Log in abc123",
        f"at {PATH}:2",
        "css(#old) -> text(Log in)",
        "The button named Log in took its place.",
        "-page.locator('#old').click()",
        "+page.locator('#new').click()",
        "1 failed step: 1 repaired.",
    ):
        assert wanted in text


def test_where_a_test_has_no_line_of_its_own_the_stack_tells_it() -> None:
    gone = unrepaired(Verdict.REMOVED)
    test = replace(gone.failure.test, line=0)
    frames = (Location("tests/page.ts", 3), Location(test.path, 20))
    report = report_of((replace(gone, failure=replace(gone.failure, test=test, frames=frames)),))
    assert f"at {test.path}:20" in text_of(report, "text")
    assert f"file={test.path},line=20," in text_of(report, "github")


def test_an_outcome_that_is_not_to_be_written_still_shows_its_lines() -> None:
    plan = report_of((repair(safe=False),)).plan
    assert "-page.locator('#old').click()" not in text_of(Report(plan), "text")
    files = sources(edits_of(plan["outcomes"][0]), lambda path: SOURCE)
    assert "-page.locator('#old').click()" in text_of(Report(plan, files=files), "text")


def test_every_verdict_has_its_paragraph() -> None:
    text = text_of(full_report(), "text")
    for words in VERDICTS.values():
        assert f"{words.label}: " in text


def test_an_outcome_without_a_reason_still_has_a_sentence() -> None:
    for verdict in (Verdict.REMOVED, Verdict.AMBIGUOUS, Verdict.NOT_A_LOCATOR_FAILURE):
        silent = replace(unrepaired(verdict), reason="")
        assert VERDICTS[verdict].sentence in text_of(report_of((silent,)), "text")


def test_a_conflict_and_a_stale_file_are_said() -> None:
    rivals = (repair(new="#new"), repair(new="#other"))
    report = report_of(rivals)
    assert report.patches == ()
    stale = Report(report.plan, (), (), (Stale("a.py", "a.py:1: the file has changed."),))
    for name in ("text", "markdown", "github"):
        assert "2 repairs would change the same text" in text_of(report, name).replace("\\", "")
        assert "the file has changed" in text_of(stale, name)
    assert "-#old\n    +#other" in text_of(report, "text")


def test_the_counts_tell_steps_from_artifacts() -> None:
    text = text_of(full_report(), "text")
    assert "7 failed steps: 1 repaired, " in text
    assert "1 unreadable. 1 artifact could not be read." in text


def test_a_reason_is_told_as_a_sentence() -> None:
    for reason, said in [("it is gone", "It is gone."), ("#a went", "#a went."), ("Why?", "Why?")]:
        outcome = replace(unrepaired(Verdict.REMOVED), reason=reason)
        assert f"\n  {said}\n" in text_of(report_of((outcome,)), "text")


def test_nothing_to_say_is_said() -> None:
    assert text_of(report_of(()), "text") == "No failed step was found.\n"


def test_the_style_dresses_and_never_changes_the_words() -> None:
    dressed = OUTPUTS["text"](full_report(), lambda role, text: f"\x02{text}\x03").decode()
    assert dressed.replace("\x02", "").replace("\x03", "") == text_of(full_report(), "text")
    assert "\x02repaired:\x03" in dressed


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_what_is_said_of_several_outcomes_alike_is_said_once(name: str) -> None:
    titles = ("opens", "closes", "is kept")
    alike = [repair(failed=failure(title=t, name=f"id-{t}")) for t in titles]
    other = repair(safe=False, failed=failure(title="moves", name="id-moves"))
    text = text_of(report_of((alike[0], other, *alike[1:])), name)
    assert text.count("-page.locator('#old').click()") == 2, "of the three, and of the other"
    places = [text.rindex(title) for title in ("opens", "closes", "is kept", "moves")]
    assert places == sorted(places), "the three stand together, where the first of them stood"


# --- markdown ---------------------------------------------------------------------------------


class Rendered(HTMLParser):
    """Tags and texts of rendered Markdown; texts by the innermost tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))


def one_line(text: str) -> str:
    return visible(" ".join(text.split()))


@settings(max_examples=300)
@given(HOSTILE)
@example("`")
@example("a\\|b|c")
@example("  ")
def test_a_cell_holds_the_text_and_nothing_else(words: str) -> None:
    page = Rendered(MARKDOWN.render(f"| a | b |\n| --- | --- |\n| {cell(words)} | end |\n"))
    allowed = ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert [tag for tag in page.tags if tag != "code"] == allowed
    shown = "".join(data for tag, data in page.texts if tag == "code")
    assert shown.strip() == one_line(words).strip()


@settings(max_examples=300)
@given(HOSTILE)
def test_a_code_span_cannot_be_left(words: str) -> None:
    page = Rendered(MARKDOWN.render(f"before {code(words)} after\n"))
    assert set(page.tags) <= {"p", "code"}
    outside = "".join(data for tag, data in page.texts if tag != "code")
    assert outside.split() == ["before", "after"]


@settings(max_examples=300)
@given(HOSTILE)
def test_prose_is_plain_text(words: str) -> None:
    page = Rendered(MARKDOWN.render(f"{prose(words)}\n"))
    assert set(page.tags) <= {"p"}
    shown = "".join(data for _, data in page.texts).replace("\u2060", "")
    assert shown.strip() == one_line(words).replace("\u2060", "").strip()
    assert not re.search(r"[@#][^\u2060]", "".join(data for _, data in page.texts))


@given(st.lists(HOSTILE.map(lambda words: words.replace("\r", "")), max_size=5))
def test_a_block_cannot_be_left(lines: list[str]) -> None:
    page = Rendered(MARKDOWN.render(f"{block([visible(line) for line in lines])}\n\nafter\n"))
    assert page.tags == ["pre", "code", "p"]


@settings(max_examples=100)
@given(HOSTILE)
def test_a_whole_report_has_the_shape_of_its_outcomes(words: str) -> None:
    report = full_report(words)
    page = Rendered(MARKDOWN.render(text_of(report, "markdown")))
    assert page.tags.count("tr") == 1 + len(report.plan["outcomes"])
    assert page.tags.count("td") == 4 * len(report.plan["outcomes"])
    assert page.tags.count("h3") == len(report.plan["outcomes"])
    assert page.tags.count("li") == 1, "the cause that two repairs share"
    known = {
        "h2",
        "h3",
        "p",
        "ul",
        "li",
        "code",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert set(page.tags) <= known


def test_a_long_report_is_cut_and_says_so() -> None:
    report = report_of(tuple(repair(words=f"{n} " + "x" * 200) for n in range(400)))
    text = text_of(report, "markdown")
    assert len(text) < LONGEST + 200
    shown = text.count("\n### ")
    assert 0 < shown < 400
    assert f"{400 - shown} more did not fit here" in text


# --- github -----------------------------------------------------------------------------------


@given(HOSTILE)
def test_one_command_per_outcome_whatever_the_page_says(words: str) -> None:
    report = full_report(words)
    lines = text_of(report, "github").split("\n")
    assert len(lines) == len(report.plan["outcomes"]) + 1
    for line in lines[:-1]:
        found = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert found
        assert found[2].endswith(LABELS)


LABELS = tuple(f"title=selfheal%3A {words.label}" for words in VERDICTS.values())


def test_an_annotation_stands_where_the_locator_is_written() -> None:
    edit = replace(repair().edits[0], path="a:b,c%d.ts")
    line = text_of(report_of((replace(repair(), edits=(edit,)),)), "github")
    assert line.startswith("::warning file=a%3Ab%2Cc%25d.ts,line=2,title=selfheal%3A repaired::")
    assert "%0Acss(#old) -> text(Log in)" in line


# --- explain ----------------------------------------------------------------------------------


def test_an_explanation_of_a_repair_names_all_its_reasons() -> None:
    report = report_of((repair(),))
    (entry,) = report.plan["outcomes"]
    text = explain(entry, plain, outcome_diff(report, entry))
    for wanted in (
        "What failed",
        "The locator found nothing.",
        "What changed",
        "renamed to Log in",
        "Why this element",
        "probability of 0.99; the next one has 0.01",
        "role",
        "+1.25",
        "Why this locator",
        "this element alone",
        "3 pages were checked",
        "Who came second",
        "/html/body/iframe >> /html/body/a",
        "What would be written",
        *(f"  {line}" for line in outcome_diff(report, entry)),
        "used at 2 places",
    ):
        assert wanted in text


def test_who_came_second_is_shown_as_it_stands_in_the_page() -> None:
    other = replace(repair().candidate, html="<a href='/in'>Log in")
    other = replace(other, path=ElementPath("/html/body/p/a"), probability=0.01)
    (entry,) = report_of((replace(repair(), alternatives=(other,)),)).plan["outcomes"]
    assert "1. 0.01  <a href='/in'>Log in\n" in explain(entry, plain)
    assert "/html/body/p/a\n" in explain(entry, plain)


def test_an_explanation_of_nothing_says_why_nothing() -> None:
    (entry,) = report_of((unrepaired(Verdict.REMOVED),)).plan["outcomes"]
    text = explain(entry, plain)
    assert "Where it stood there is Log in now." in text
    assert "Who came closest" in text
    assert "Why this locator" not in text


@given(HOSTILE)
@example("::add-mask::x")
@example("##[stop-commands]x ##vso[task.setvariable]y")
def test_no_line_for_people_is_a_command_to_a_ci_system(words: str) -> None:
    failed = failure(words=words, old=words)
    report = report_of((*outcomes(words), replace(repair(failed=failed), reason=words)))
    shown = [text_of(report, "text"), *(explain(e, plain) for e in report.plan["outcomes"])]
    for text in shown:
        assert not re.search(r"^\s*::|##\[|##vso\[", text, re.MULTILINE)
