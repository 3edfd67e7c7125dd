from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.outputs import OUTPUTS, plain
from selfheal_cli.outputs.explain import explain
from selfheal_cli.outputs.masking import clean
from tests.outputs.samples import failure, repair, report_of


def everything(value: str, old: str) -> str:
    """All formats of a repair whose message, reason, page and evidence hold what was typed."""
    words = f'fill("{value}")'
    failed = failure(words=words, title="signs in", value=value, kind="fill", old=old)
    report = report_of((repair(words=words, new="#new", failed=failed, step="Log in"),))
    shown = [OUTPUTS[name](report, plain).decode("utf-8", "replace") for name in OUTPUTS]
    return "".join((*shown, *(explain(entry, plain) for entry in report.plan["outcomes"])))


@pytest.mark.parametrize("old", ["#password", "[name=pwd]", "#api-key", "input[name=otp]"])
@pytest.mark.parametrize("value", ["hunter2!", "x7", "sesame"])
def test_what_was_typed_into_a_password_field_is_never_shown(old: str, value: str) -> None:
    assert value not in everything(value, old)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('fill("panel")', 'fill("***")'),
        ("password=panel&next=/panel/", "password=***&next=/***/"),
        ("the class `panel-body` is gone", "the class `panel-body` is gone"),
        ("the side-panel and the panels", "the side-panel and the panels"),
    ],
)
def test_a_word_that_was_typed_there_stays_in_other_words(text: str, shown: str) -> None:
    assert clean(text, ["panel"]) == shown


def test_what_no_word_is_goes_wherever_it_stands() -> None:
    assert clean("xp4nel-body", ["p4nel"]) == "x***-body"


def test_what_was_typed_elsewhere_stays_readable() -> None:
    assert "Oliver" in everything("Oliver", "#first-name")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmN end", "eyJhbGci"),
        ("Authorization: Bearer abcdef1234567890", "abcdef1234567890"),
        ("at https://bob:s3cretpw@host.example/x", "s3cretpw"),
        ("GET /x?access_token=abc123&y=1", "abc123"),
        ('{"password": "p4ss", "user": "bob"}', "p4ss"),
        ("ghp_abcdefghijklmnopqrstuvwxyz012345", "ghp_abcdef"),
        ("AKIAIOSFODNN7EXAMPLE", "IOSFODNN7"),
        ("key is BaC4Xw1KjoEy9O33hHqQ", "BaC4Xw1K"),
        ("MTk4NjIyNDgzNDcx.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs", "ZnCjm1X"),
        ("https://host.example/#BaC4Xw1KjoEy9O33hHqQ", "BaC4Xw1K"),
        ('<a href="/x?BaC4Xw1KjoEy9O33hHqQ" class="nav">Log out', "BaC4Xw1K"),
    ],
)
def test_tokens_are_masked(text: str, secret: str) -> None:
    assert secret not in clean(text)
    assert "***" in clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "locator('#password')",
        'getByLabel("Password")',
        'input[name="password"]',
        "[data-testid=token-field]",
        "https://host.example:8080/path",
        "Timeout 30000ms exceeded",
        "locator('.BaC4Xw1KjoEy9O33hHqQ')",
        "locator('div.BaC4Xw1KjoEy9O33hHqQ > input')",
        "locator('#main .k.BaC4Xw1KjoEy9O33hHqQ')",
        '<a href="/x" class="nav BaC4Xw1KjoEy9O33hHqQ">Log out',
    ],
)
def test_locators_and_plain_messages_are_left_as_they_are(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2mwaiting\x1b[22m", "waiting"),
        ("#x1B[31mred#x1B[0m", "red"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07", "link"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("bell\x07 nul\x00 tab\t", "bell nul tab\t"),
        ("\u202eevil", "evil"),
        ("half \udce9", "half \ufffd"),
    ],
)
def test_escapes_and_control_characters_go(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
