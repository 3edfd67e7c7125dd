"""Statements of Robot Framework's files that are read later are those that are read at once."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from selfheal_cli.sources.robot_late import read_late
from selfheal_cli.sources.robot_nodes import RobotNode
from selfheal_cli.sources.robot_read import read

_ROWS = [
    "*** Settings ***", "*** Test Cases ***", "*** Keywords ***", "*** Variables ***", "* Tasks",
    "*** Casos de Prueba ***", "*** Test Cases ***    first    second", "*** Comments ***",
    "Test Template    Log", "Resource    a.resource", "Documentation    a", "...    b", "# said",
    "First", "Second    Log    inline", "Überall", "Third    # said", "${a}    id:a", "@{b}    c",
    "    Log    ${a}    # said", "    Log    a", "    ...    b", "    # said", "    Click    é", "",
    "    [Arguments]    ${a}    ${b}=c", "    [Template]    Log", "    [Tags]    a",
    "    [Plantilla]  a", "    [Return]    ${a}", "    ${a}=    Get    id:b",
    "    ${a}    Get    b", "    RETURN    ${a}",
    "    Set Suite Variable    ${a}    b", "    VAR    ${a}    b    scope=suite", "   ",
    "    FOR    ${a}    IN    b    c", "    IF    ${a}", "    ELSE", "    END", "    TRY",
    "| Piped | Log | a |", "    Run Keyword If    ${a}    Log    b    ELSE    Log    c",
    "\u00a0Wide", "    Log    a\x0b    Log    b", "\tLog\ta", "    \\", "    Log    a    ",
]  # fmt: skip
_MANY = (
    "*** Settings ***\nResource    a.resource\n\n*** Test Cases ***\n"
    + "".join(f"Test {n}\n    Log    ${{a}}\n    Click    id:{n}\n\n" for n in range(12))
    + "*** Keywords ***\nDo\n    [Arguments]    ${b}\n    Set Suite Variable    ${a}    ${b}\n"
)


def shown(node: RobotNode) -> object:
    held = {name: (inner.type, inner.start_byte) for name, inner in node.fields.items()}
    place = (node.type, node.start_byte, node.end_byte, node.robot, node.has_error)
    return place, held, [shown(child) for child in node.children if child.parent is node]


def is_late(root: RobotNode) -> bool:
    return any(node.late is not list for part in root.children for node in part.children)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from(_ROWS)), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_rows_among_tests(rows: list[tuple[int, str]], end: str) -> None:
    lines = _MANY.split("\n")
    for place, row in rows:
        lines.insert(place, row)
    utf8 = end.join(lines).encode()
    assert shown(read_late(utf8)) == shown(read(utf8))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("row", _ROWS)
def test_each_row_among_tests_that_are_read_later(row: str, end: str) -> None:
    before, heading, after = _MANY.partition("Test 5\n")
    utf8 = f"{before}{row}\n{heading}{row}\n{after}{row}\n".replace("\n", end).encode()
    assert shown(read_late(utf8)) == shown(read(utf8))


def test_one_test_is_read_without_the_others() -> None:
    root = read_late(_MANY.encode())
    tests = root.children[1].children
    assert is_late(root)
    assert [call.children[0].robot for call in tests[3].children[1].children] == ["keyword log"]


def test_the_errors_of_what_is_read_later_are_those_of_the_file() -> None:
    root = read_late(_MANY.replace("    Click    id:7\n", "    [Wrong]    a\n").encode())
    assert root.has_error
    assert not read_late(_MANY.encode()).has_error
