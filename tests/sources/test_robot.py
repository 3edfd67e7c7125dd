"""Robot Framework's files: what is written in a cell is what Robot itself reads there."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from robot.api import Token, get_tokens
from robot.variables import Variables

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Location, Locator, Step, Test
from selfheal_cli.sources import FolderTree, NoSite, Project, Site, Spelled, locate, spell
from selfheal_cli.sources.literals_robot import CELL, PIPED, decode, plain, write
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.naming import name_of
from selfheal_cli.sources.robot import Robot
from selfheal_cli.sources.text import read_text
from selfheal_cli.sources.verbatim import Lead, find
from selfheal_cli.sources.verbatim_write import rewrite

from .cases import applied, failure, proposal
from .cases import write as put

ROBOT = DIALECTS["robot-selenium"]
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
HARD = st.one_of(
    ANY,
    st.text(st.sampled_from("\\${}@&%#=|.[] \t\n\r\xa0\u2028\x85\u3000nx0ua"), max_size=14),
    st.sampled_from(["...", "ELSE", "AND", "name=x", "locator=a", "${EMPTY}", "%{HOME}", "${{1}}"]),
)


def said(cell: str) -> str:
    known = Variables()
    known["${SPACE}"], known["${EMPTY}"] = " ", ""
    return str(known.replace_list([cell])[0])


def cells(line: str) -> list[str]:
    """The cells of a line as Robot's own tokenizer parts them, behind the first."""
    text = f"*** Test Cases ***\nOne\n{line}\n"
    kinds = (Token.ARGUMENT, Token.KEYWORD, Token.COMMENT)
    tokens = [t for t in get_tokens(StringIO(text)) if t.type in kinds]
    assert not any(t.type == Token.COMMENT for t in tokens)
    return [token.value for token in tokens][1:]


@given(HARD)
@example(" a  b ")
@example("#a")
@example("")
@example(" \uf900")
@example(" [")
def test_a_whole_cell_is_read_by_robot_as_what_it_should_say(text: str) -> None:
    for quoting, form in ((CELL, "    Click    {}    last"), (PIPED, "| | Click | {} | last |")):
        written = write(text, plain(quoting), lambda char: True)
        assert written is not None
        assert [said(cell) for cell in cells(form.format(written))] == [text, "last"]


@given(HARD)
def test_what_is_written_is_decoded_again_with_a_range_for_every_character(text: str) -> None:
    written = write(text, plain(CELL), lambda char: True) or ""
    value, spans = decode(written, 7, CELL)
    assert value == text
    assert len(spans) == len(value)
    assert all(7 <= start <= end <= 7 + len(written.encode()) for start, end in spans)


@given(st.text(st.sampled_from("\\nrtxuU0aé{}$ "), max_size=12))
def test_escapes_are_read_as_robot_reads_them(content: str) -> None:
    if "${" not in content:
        assert decode(content, 0, CELL)[0] == said(content)


SUITE = (
    "\ufeff*** Settings ***\r\nResource    pages.resource\r\n\r\n*** Test Cases ***\r\n"
    "Ünlaut\r\n    Click Element    id=säve    # selfheal\r\n    Log    done"
)


@given(HARD)
def test_an_edit_changes_one_cell_and_no_other_byte(text: str) -> None:
    found, project = lead(SUITE)
    spelled = rewrite(found, text, project)
    assert isinstance(spelled, Spelled)
    after = applied(project.tree, spelled.edits).get("a.robot", SUITE.encode())  # type: ignore[arg-type]
    before, now = tokens(SUITE.encode()), tokens(after)
    assert len(before) == len(now)
    changed = [(old, new) for old, new in zip(before, now, strict=True) if old != new]
    assert [said(new) for _, new in changed] == ([text] if text != "id=säve" else [])
    assert after.count(b"\r\n") == SUITE.count("\r\n")


def tokens(raw: bytes) -> list[str]:
    return [t.value for t in get_tokens(StringIO(raw.decode("utf-8-sig"))) if t.value.strip()]


class Held:
    """A tree of one file."""

    def __init__(self, text: str) -> None:
        self.raw = text.encode()

    def files(self):  # type: ignore[no-untyped-def]
        yield "a.robot"

    def exists(self, path: str) -> bool:
        return path == "a.robot"

    def read(self, path: str) -> bytes:
        return self.raw


def lead(text: str) -> tuple[Lead, Project]:
    project = Project(Held(text))
    found = find("id=säve", [Location("a.robot", 6)], project)
    assert isinstance(found, Lead), found
    return found, project


# --- what is told of a site ----------------------------------------------------------------------

FILES = {
    "pages.resource": b"*** Variables ***\n${LOGIN BUTTON}    id:old\n",
    "a.robot": b"*** Settings ***\nResource    pages.resource\n*** Test Cases ***\nOne\n"
    b"    Click Element    ${login_button}\n    Wait Until Element Is Visible    ${Login Button}\n",
    "b.robot": b"*** Test Cases ***\nTwo\n    Click Element    id:old\n"
    b"    Click Element    id:old\n",
}
OLD = Locator("robot-selenium", (Step("id", "old"),))


def site(tree: FolderTree, path: str, line: int) -> Site | NoSite:
    return locate(failure(OLD, [Location(path, line)]), tree, ROBOT)


def test_without_a_stack_the_test_s_file_is_looked_through(tmp_path: Path) -> None:
    unplaced = failure(OLD, [])
    tree = put(tmp_path, FILES)
    assert isinstance(locate(unplaced, tree, ROBOT), NoSite)
    own = replace(unplaced, test=Test("One", "One", "/ci/tests/a.robot", 4))
    found = locate(own, tree, ROBOT)
    assert isinstance(found, Site)
    assert not found.certain
    assert found.links[-1].location.path == "pages.resource"


def test_a_variable_tells_its_uses_and_its_name(tmp_path: Path) -> None:
    tree = put(tmp_path, FILES)
    found = site(tree, "a.robot", 5)
    assert isinstance(found, Site)
    assert name_of(found, tree) == "LOGIN BUTTON"
    spelled = spell(found, proposal(ROBOT.parse("id:new"), 0, 1), ROBOT, tree)
    assert isinstance(spelled, Spelled)
    assert [(edit.path, edit.uses) for edit in spelled.edits] == [("pages.resource", 2)]


def test_equal_literals_of_the_same_keyword_are_told(tmp_path: Path) -> None:
    tree = put(tmp_path, FILES)
    found = site(tree, "b.robot", 3)
    assert isinstance(found, Site)
    spelled = spell(found, proposal(ROBOT.parse("id:new"), 0, 1), ROBOT, tree)
    assert isinstance(spelled, Spelled)
    assert [place.line for place in spelled.edits[0].siblings] == [4]


@pytest.mark.parametrize(
    "text",
    ["*** Test Cases ***\nOne\n    FOR\n    Click Element    id:old", "    Click Element    id:old",
     "*** Broken\n\x00\n*** Test Cases ***\nOne\n    IF\n    Click Element    id:old\n"],
)  # fmt: skip
def test_broken_files_are_read_as_far_as_robot_reads_them(text: str, tmp_path: Path) -> None:
    tree = put(tmp_path, {"a.robot": text.encode()})
    line = text.split("\n").index("    Click Element    id:old") + 1
    found = site(tree, "a.robot", line)
    assert isinstance(found, NoSite) or found.links[0].location.line == line


def test_lines_end_where_robot_ends_them(tmp_path: Path) -> None:
    text = "*** Test Cases ***\nOne\n    Log    a\x0b\n    Click Element    id:old\n"
    tree = put(tmp_path, {"a.robot": text.encode()})
    found = site(tree, "a.robot", 4)
    assert isinstance(found, Site)
    link = found.links[0]
    assert tree.read("a.robot")[link.start : link.end] == b"Click Element    id:old"


def test_a_file_cannot_have_a_module_imported_as_its_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code = b"open('ran', 'w').close()\n"
    suite = b"Language: %s\n*** Test Cases ***\nOne\n    Click Element    id:old\n"
    names = {"own.py": b"own.py", "spoken_robot_words.py": b"spoken_robot_words"}
    monkeypatch.syspath_prepend(str(tmp_path))
    for module, name in names.items():
        tree = put(tmp_path, {module: code, "a.robot": suite % name})
        assert isinstance(site(tree, "a.robot", 4), Site)
        assert not (tmp_path / "ran").exists()


def test_a_file_in_another_language_is_read(tmp_path: Path) -> None:
    text = "Language: Finnish\n*** Testit ***\nYksi\n    Kun Click Element    id:old\n"
    found = site(put(tmp_path, {"a.robot": text.encode()}), "a.robot", 4)
    assert isinstance(found, Site)
    assert found.links[0].call.name == "Click Element"


LINES = st.sampled_from(
    ["*** Settings ***", "*** Test Cases ***", "*** Keywords ***", "*** Variables ***", "One",
     "Language: no", "Language: Finnish", "    IF    $x    Click    a    ELSE", "    END",
     "    FOR", "    FOR    ${x}    IN    a", "    ...    b", "| x | y |", "| | Click | a | ",
     "    EXCEPT    x    AS    ${e}", "    [Arguments]    ${a}=b    @{c}    x", "    TRY",
     "    [Template]    T",
     "    ${x}    @{y} =    Run Keyword If    1    Log    ELSE", "    Run Keywords    A    AND",
     "${x}    a    b", "&{d}    k=v    &{e}", "@{l}    a", "    VAR    ${x}    a    scope=SUITE",
     "    \\    Log    x", "Resource", "Resource    ${CURDIR}/x.resource", "    [Setup]    NONE",
     "\ufeff", "a\x0bb\x1cc", "    Given", "    WHILE    True", "    RETURN    1    2", "\r"]
)  # fmt: skip


@given(st.lists(st.one_of(LINES, ANY), max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_any_text_is_read_as_nodes_within_one_another(lines: list[str], end: str) -> None:
    raw = end.join(lines).encode("utf-8", "replace")
    text = read_text(raw, "robot")
    module = Module("a.robot", Robot(), text, Robot().parse("a.robot", text))
    stack = [module.root]
    while stack:
        node = stack.pop()
        assert 0 <= node.start_byte <= node.end_byte <= len(text.utf8)
        for child in node.named_children:
            assert child.parent == node
            if node.type != "file":
                assert node.start_byte <= child.start_byte <= child.end_byte <= node.end_byte
        module.expression(node)
        if module.language.is_function(node) or node.parent is None:
            module.bindings(node)
        stack.extend(node.named_children)
