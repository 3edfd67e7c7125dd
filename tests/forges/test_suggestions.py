"""Suggestions: in a fence that nothing breaks, known again, on lines that the diff shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from selfheal_cli.errors import ForgeError
from selfheal_cli.forges.base import Remark
from selfheal_cli.forges.hunks import Line, covering, hunks
from selfheal_cli.forges.suggestions import new_ones
from tests.forges.conftest import World

DIFF = """@@ -1,3 +1,4 @@ def test():
 one
-two
+2
+3
 four
@@ -10,2 +11,2 @@
-ten
+10
 eleven
\\ No newline at end of file"""
REMARK = Remark("a.py", 2, 3, 'page.get_by_role("button")', "The class is gone.")
OTHER = Remark("a.py", 11, 11, "x", "Why not.")


def test_hunks() -> None:
    first, second = hunks(DIFF)
    assert first == (Line(1, 1), Line(0, 2), Line(0, 3), Line(3, 4))
    assert second == (Line(0, 11), Line(11, 12))
    assert covering((first, second), 2, 4) == first[1:]
    assert covering((first, second), 4, 11) == ()
    assert covering((first, second), 5, 5) == ()
    assert hunks("") == ()


@given(st.text(alphabet="`~\n a<!->\\", max_size=30), st.text(alphabet="`~\n a<!->", max_size=20))
def test_nothing_breaks_out_of_the_fence(new: str, words: str) -> None:
    (marked,) = new_ones([Remark("a.py", 1, 1, new, words)], [])
    first = MarkdownIt().parse(marked.body())[0]
    assert (first.type, first.info) == ("fence", "suggestion")
    assert first.content.removesuffix("\n") == new.removesuffix("\n")


def test_known_again_when_lines_have_moved() -> None:
    twins = [REMARK, Remark("a.py", 7, 7, REMARK.new, "")]
    made = [*new_ones(twins, [])]
    assert made[0].marker != made[1].marker
    moved = [Remark(r.path, r.first + 5, r.last + 5, r.new, "Other words.") for r in twins]
    assert [*new_ones(moved, [each.body() for each in made])] == []
    assert [each.remark for each in new_ones(moved, [made[0].body()])] == [moved[1]]


def test_on_github(github: World) -> None:
    github.hosted.add("feature")
    github.hosted.diffs["a.py"] = DIFF
    remarks = [REMARK, OTHER, Remark("a.py", 6, 6, "y", ""), Remark("b.py", 1, 1, "y", "")]
    assert github.connect().suggest(1, remarks) == 2
    first, second = github.hosted.pulls[0].remarks
    assert (first["path"], first["start_line"], first["line"]) == ("a.py", 2, 3)
    assert first["side"] == first["start_side"] == "RIGHT"
    assert str(first["body"]).startswith(f"```suggestion\n{REMARK.new}\n```\n\nThe class is gone.")
    assert "start_line" not in second
    assert [line.split(", ")[0] for line in github.said] == [
        "#1 does not show a.py:6", "#1 does not show b.py:1"
    ]  # fmt: skip
    assert github.connect().suggest(1, remarks) == 0
    assert github.loopback.calls("POST", "reviews$") == 1


def test_on_gitlab(gitlab: World) -> None:
    gitlab.hosted.add("feature")
    gitlab.hosted.diffs["a.py"] = DIFF
    remarks = [REMARK, Remark("a.py", 12, 12, "x", ""), Remark("a.py", 6, 6, "y", "")]
    assert gitlab.connect().suggest(1, remarks) == 2
    first, second = gitlab.hosted.pulls[0].remarks
    assert str(first["body"]).startswith(f"```suggestion:-1+0\n{REMARK.new}\n```\n")
    position: object = first["position"]
    assert position == {
        "position_type": "text", "base_sha": "a" * 40, "start_sha": "b" * 40, "head_sha": "f" * 40,
        "old_path": "a.py", "new_path": "a.py", "new_line": 3,
    }  # fmt: skip
    assert second["position"] == {**position, "new_line": 12, "old_line": 11}  # type: ignore[dict-item]
    assert gitlab.connect().suggest(1, remarks) == 0
    assert len(gitlab.hosted.pulls[0].remarks) == 2


def test_elsewhere_it_is_said_that_there_are_none(world: World) -> None:
    if world.name not in ("github", "gitlab"):
        with pytest.raises(ForgeError, match="suggestions"):
            world.connect().suggest(1, [REMARK])
