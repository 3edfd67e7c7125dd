"""A pull request's body: what it tells, and that no page can change how it reads."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from selfheal_cli.errors import UsageError
from selfheal_cli.marks import Mark, NoMark, content_of, mark_in, marked
from selfheal_cli.model import Verdict
from selfheal_cli.outputs.masking import line, visible
from selfheal_cli.outputs.pull_request import Told, default_template, write_body
from selfheal_cli.outputs.series import message, subject_of
from tests.outputs.samples import outcomes, report_of
from tests.outputs.test_formats import HOSTILE

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LONGEST = 65_536
OWN = """{{ words }}
{% for one in changes %}
- {{ one.old }} {{ one.new|code }} {{ one.where ~ one.reason }} {{ [one.test, 1]|join(' ') }}
{% endfor %}
| a | b |
| --- | --- |
| {{ verified|cell }} | {{ notes|first|cell }} |
"""


def entries(words: str) -> list[dict[str, Any]]:
    """An outcome of each verdict, with these words wherever words can be."""
    found = json.loads(json.dumps(report_of(outcomes("Log in")).plan["outcomes"]))
    for entry in found:
        entry["reason"] = entry["test"]["title"] = entry["test"]["id"] = words
        entry["failure"]["locator"] = words
        if entry["locator"]:
            entry["locator"]["new"] = words
        if entry["target"]:
            entry["target"]["html"] = words
        entry["test"]["path"] = words
        for item in entry["evidence"]:
            item |= {"feature": words, "old": words, "new": words + "x"}
        for edit in entry["edits"]:
            edit["path"] = words
    return list(found)


def told(words: str, *, title: str = "", count: int = 1, folded: bool = True) -> Told:
    found = entries(words)
    of = {v: tuple(e for e in found if e["verdict"] == v) for v in Verdict}
    taken = of[Verdict.REPAIRED] + of[Verdict.HELD_BACK]
    return Told(
        title or words, taken * count, of[Verdict.HELD_BACK] * count,  # type: ignore[arg-type]
        of[Verdict.REMOVED] * count, (words,), "e2e/", folded,  # type: ignore[arg-type]
    )  # fmt: skip


class Tags(HTMLParser):
    """The tags, and what a forge would look through for mentions: text that is not code."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.plain = ""
        self._code = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"<{tag} {attrs}>")
        self._code += tag in ("code", "pre")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"</{tag}>")
        self._code -= tag in ("code", "pre")

    def handle_comment(self, data: str) -> None:
        self.tags.append("<!--")

    def handle_data(self, data: str) -> None:
        self.plain += "" if self._code else data


def skeleton(tokens: list[Token]) -> list[str]:
    """The structure without the words: what follows on what."""
    found: list[str] = []
    for token in tokens:
        kind = f"{token.type} {token.tag} {token.nesting}"
        if token.type in ("html_block", "html_inline"):
            kind += "".join(Tags(token.content).tags)
        if not (token.type == "text" and found and found[-1] == kind):
            found.append(kind)
        found += skeleton(token.children or [])
    return found


def structure(body: str) -> tuple[list[str], list[str]]:
    return skeleton(MARKDOWN.parse(body)), Tags(MARKDOWN.render(body)).tags


@pytest.mark.parametrize("template", ["", OWN])
@settings(max_examples=150)
@given(words=HOSTILE)
@example(words="@everyone")
@example(words="Fixes #1, closes owner/repo#2, GH-3, see https://evil.example/issues/4")
@example(words="a | b\n| --- | --- |\n| c | d |")
@example(words="</summary></details><img src=x onerror=alert(1)>")
@example(words="```\n# heading\n```")
@example(words="{{ 7 * 7 }}{% for x in y %}{{ config }}{# #}")
@example(words="[selfheal]: #1-closed-0-0")
@example(words="x\n\n[selfheal]: #1-closed-0-0\n")
@example(words="/close\n/merge")
@example(words="<!-- ")
@example(words="-->")
@example(words="\u202e\u2066\x1b[31m@a")
def test_no_words_change_the_structure(words: str, template: str) -> None:
    # An "x" after the words may complete an escape, which leaves nothing to show.
    assume(all(visible(line(shown)).strip() for shown in (words, f"{words}x")))
    check(words, template)


@pytest.mark.parametrize("words", ["x", "| ", "`", "<b>", "a\n"])
def test_a_megabyte_of_text_is_shortened(words: str) -> None:
    assert check(words * (1_000_000 // len(words)), "")


def test_without_html_where_the_forge_shows_it_as_it_is() -> None:
    body = write_body(told("Log in", folded=False), LONGEST)
    assert "<" not in re.sub(r"`[^`]*`", "", body)
    assert "### The element, before and after: `Log in`" in body


def check(words: str, template: str) -> bool:
    """That a body with these words reads as one with others; says no more of very long ones."""
    body = write_body(told(words), LONGEST, template)
    plain = write_body(told("Log in"), LONGEST, template)
    assert structure(body) == structure(plain)
    assert "49" not in body or "49" in words[:600]
    seen = Tags(MARKDOWN.render(body)).plain
    assert not re.search(r"(?<!\w)@\w|#\d|\bwww\.\w|://", seen)
    assert mark_in(marked(body, Mark("s", ("c",)))) == Mark("s", ("c",))
    assert isinstance(mark_in(body), NoMark)
    return True


@pytest.mark.parametrize("longest", [4_000 - 1_200, 32_768, 65_536, 1_000_000])
@pytest.mark.parametrize("count", [1, 30, 300])
def test_no_body_is_longer_than_the_forge_takes(longest: int, count: int) -> None:
    body = write_body(told("Log in " * 200, count=count), longest)
    assert len(body) <= longest
    assert "</details>" not in body or body.count("<details>") == body.count("</details>")
    if count == 300 and longest < 1_000_000:
        assert "more did not fit here" in body
    if count == 1 and longest > 4_000:
        assert " more" not in body


def test_it_tells_what_a_reviewer_asks() -> None:
    body = write_body(told("Log in", title="links became buttons"), LONGEST)
    for words in (
        "**What changed in the page:** links became buttons.", "| `e2e/Log in:2` |", "0.99",
        "**held back: please look**", "### Held back, not in this pull request",
        "### Removed from the page: please decide", "- [ ] ", "### Tests",
        "Not verified: these tests were not run with the new locators yet.",
    ):  # fmt: skip
        assert words in body, words


def test_what_was_verified_is_told() -> None:
    one = told("Log in")
    for entry in one.taken:
        entry["verified"] = True
    assert "Verified: these tests were run" in write_body(one, LONGEST)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ nothing }}", "nothing"),
        ("{% for %}", "cannot be filled in"),
        ("{{ words.__class__.__mro__ }}", "unsafe"),
        ("{{ 1 / 0 }}", "division"),
        ("x" * 70_000, "70000 characters"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_refused(template: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        write_body(told("Log in"), LONGEST, template)


def test_the_shipped_template_is_one_that_can_be_given() -> None:
    assert write_body(told("a"), LONGEST, default_template()) == write_body(told("a"), LONGEST)


@given(HOSTILE)
@example("Fixes #12 by @ann, see https://github.com/o/r/issues/1 and GH-3")
def test_a_commit_message_mentions_nobody_and_closes_nothing(words: str) -> None:
    text = subject_of(words) + message(entries(words)[:2])  # type: ignore[arg-type]
    assert not re.search(r"@\w|#\d|(?i:\bGH-\d)|://", text)
    assert "\n" not in subject_of(words)


# --- marks ------------------------------------------------------------------------------------


@given(st.lists(st.binary(max_size=3), max_size=150), st.booleans())
def test_a_mark_is_read_as_it_was_written(edits: list[bytes], closed: bool) -> None:
    mark = Mark("ab12", content_of(("a", b"", one) for one in edits), closed)
    body = marked(marked("x\n\n[a]: b", Mark("", ())), mark)
    assert mark_in(body) == mark
    assert mark_in(body.replace("\n", "\r\n")) == mark
    assert mark_in(body + "   \n\n") == mark
    assert len(mark.text) < 1000
    assert MARKDOWN.render(body) == MARKDOWN.render("x\n\n[a]: b")


def test_a_mark_covers_part_of_what_it_held() -> None:
    def content(*news: bytes) -> tuple[str, ...]:
        return content_of(("a", b"old", new) for new in news)

    mark = Mark("", content(b"1", b"2"))
    assert mark.covers(content(b"2"))
    assert not mark.covers(content(b"2", b"3"))
    assert content(b"2", b"1") == content(b"1", b"2")
