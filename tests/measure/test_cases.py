"""Cases are read as the contract has them; a bad line is named."""

import json

import pytest

from selfheal_cli.errors import UsageError
from selfheal_cli.measure.cases import Gone, Stands, read_cases

CASE = {
    "id": "shop/cart/PAY",
    "app": "shop",
    "old_html": "old.html",
    "new_html": "new.html",
    "old_xpath": "/html/body/a",
    "new_xpath": "/html/body/button",
    "action": "assert_text",
    "action_value": "Pay",
    "variable": "PAY",
    "locators": [
        {"by": "css", "value": "a.pay", "new": "none"},
        {"by": "role", "role": "link", "name": "Pay", "new": "same"},
    ],
}


def line(**changes: object) -> str:
    return json.dumps({**CASE, **changes})


def test_reads_a_case() -> None:
    (case,) = read_cases([line(), "\n"])
    assert case.truth == Stands("/html/body/button")
    assert (case.action.kind, case.action.value) == ("assert-text", "Pay")
    assert [each.broken for each in case.locators] == [True, False]
    assert case.locators[1].locator.steps[0].option("name") == "Pay"


def test_null_says_that_it_is_gone() -> None:
    (case,) = read_cases([line(new_xpath=None, gone_scope="state")])
    assert case.truth == Gone("state")


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        "7",
        line(id=None),
        json.dumps({k: v for k, v in CASE.items() if k != "new_xpath"}),
        line(locators=[{"by": "css"}]),
        line(locators=5),
    ],
)
def test_a_bad_line_is_named(bad: str) -> None:
    with pytest.raises(UsageError, match="line 2"):
        read_cases([line(), bad])


def test_no_case_is_an_error() -> None:
    with pytest.raises(UsageError):
        read_cases(["", "\n"])
