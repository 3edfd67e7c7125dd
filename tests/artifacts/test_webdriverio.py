"""WebdriverIO's runs: JUnit, what the launcher prints, and pages that a hook saved."""

from pathlib import Path

import pytest

from selfheal_cli.artifacts.webdriverio import action_in, is_webdriverio, selector_in
from selfheal_cli.model import Failure, Snapshot, UnknownLocator
from tests.artifacts.traces import read, text_of

JUNIT = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="the basket" tests="2">
<properties><property name="file" value="file://./test/specs/basket.spec.js"/></properties>
<testcase classname="chrome.156_0.linux.the_basket" name="takes a thing"/>
<testcase classname="chrome.156_0.linux.the_basket" name="can be paid">
<failure message="Can't call click on element with selector &quot;button=Pay&quot; because element\
 wasn't found"/>
</testcase></testsuite></testsuites>"""
LAUNCHER = """\
Execution of 1 workers started at 2026-11-20T09:23:19.489Z

[0-0] RUNNING in chrome - file:///test/specs/basket.spec.js
[0-0] Error in "{outer}the basket.can be paid"
Error: Can't call click on element with selector "button=Pay" because element wasn't found
    at async waitUntil (file:///ci/node_modules/expect-webdriverio/lib/util/waitUntil.js:17:26)
    at async Context.<anonymous> (file:///ci/shop/test/specs/basket.spec.js:11:9)
[0-0] FAILED in chrome - file:///test/specs/basket.spec.js

 "spec" Reporter:
------------------------------------------------------------------
[chrome 156.0.8078.79 linux #0-0] 1) the basket can be paid
[chrome 156.0.8078.79 linux #0-0]     at Context.<anonymous> (file:///ci/other.js:1:1)
"""
PAGE = "<!DOCTYPE html><html><body><button>Pay now</button></body></html>"


def only(folder: Path) -> Failure:
    run, _ = read(folder)
    assert len(run.failures) == 1, run.failures
    return run.failures[0]


def saved(folder: Path, junit: str = JUNIT, launcher: str = "") -> Path:
    (folder / "junit.xml").write_text(junit, encoding="utf-8")
    (folder / "the_basket_can_be_paid.html").write_text(PAGE, encoding="utf-8")
    if launcher:
        (folder / "console.txt").write_text(launcher, encoding="utf-8")
    return folder


def test_junit_alone_names_the_locator(tmp_path: Path) -> None:
    failure = only(saved(tmp_path))
    assert failure.framework == "webdriverio"
    assert failure.language == "javascript"
    assert failure.action.kind == "click"
    assert text_of(failure.locator) == "button=Pay"
    assert failure.test.path == "./test/specs/basket.spec.js"
    assert failure.test.title == "can be paid"
    assert isinstance(failure.snapshot, Snapshot)


@pytest.mark.parametrize("outer", ["", "shop."])
def test_the_launcher_adds_the_stack(tmp_path: Path, outer: str) -> None:
    failure = only(saved(tmp_path, launcher=LAUNCHER.format(outer=outer)))
    assert [(f.path, f.line, f.column) for f in failure.frames] == [
        ("/ci/shop/test/specs/basket.spec.js", 11, 9)
    ]
    assert failure.test.title == "can be paid"
    assert isinstance(failure.snapshot, Snapshot)


def test_the_runner_s_own_frames_lead_nowhere(tmp_path: Path) -> None:
    own = "    at async Context.<anonymous> (file:///ci/shop/test/specs/basket.spec.js:11:9)\n"
    launcher = LAUNCHER.format(outer="")
    assert own in launcher
    assert not only(saved(tmp_path, launcher=launcher.replace(own, ""))).frames


def test_the_launcher_alone(tmp_path: Path) -> None:
    (tmp_path / "console.txt").write_text(LAUNCHER.format(outer=""), encoding="utf-8")
    failure = only(tmp_path)
    assert text_of(failure.locator) == "button=Pay"
    assert failure.message == (
        "Can't call click on element with selector \"button=Pay\" because element wasn't found"
    )


def test_what_could_not_be_acted_on_names_no_locator(tmp_path: Path) -> None:
    words = "Element &lt;select id=&quot;way&quot;> did not become interactable"
    junit = JUNIT.replace(
        "Can't call click on element with selector &quot;button=Pay&quot; because element"
        " wasn't found",
        words,
    )
    failure = only(saved(tmp_path, junit))
    assert isinstance(failure.locator, UnknownLocator)


@pytest.mark.parametrize(
    ("message", "selector", "kind"),
    [
        ('Can\'t call setValue on element with selector "input[name="q"]" because it is gone',
         'input[name="q"]', "fill"),
        ("Can't call $ on element with selector \"#box\" because element wasn't found",
         "#box", "unknown"),
        ("Can't call getText on element with selector \"h1\" because element wasn't found",
         "h1", "read"),
        ('element ("//a[@title="Go"]") still not clickable after 2500ms',
         '//a[@title="Go"]', "unknown"),
        ("Expect $(`.docs`) to be displayed\n\nExpected: \"displayed\"", ".docs", "assert-visible"),
        ("Expect $(`.docs`) not to be displayed", ".docs", "assert-hidden"),
        ("Expect $$(`li`) to be elements array of size 3", "li", "assert-count"),
        ("Expect $(`h1`) to have text\n\nExpected: \"Hi\"", "h1", "assert-text"),
        ("Expect $(`a`) to have attribute href", "a", "assert-attribute"),
    ],
)  # fmt: skip
def test_what_messages_say(message: str, selector: str, kind: str) -> None:
    assert is_webdriverio(message)
    assert selector_in(message) == selector
    assert action_in(message).kind == kind


def test_other_errors_are_not_webdriverio_s() -> None:
    assert not is_webdriverio("AssertionError: expected 1 to equal 2")
    assert not is_webdriverio("no such element: Unable to locate element: {}")
