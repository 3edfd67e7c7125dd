"""Is it a locator failure at all, and of which kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page
from selfheal_cli.hidden import hidden_evidence
from selfheal_cli.matching.page_change import Change, page_change
from selfheal_cli.matching.page_match import PageMatch
from selfheal_cli.matching.records import Say
from selfheal_cli.model import Diagnosis, Failure, Kind, Snapshot, no_sheet

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_STRICT = re.compile(r"strict mode violation.*?resolved to (\d+) elements", re.DOTALL)

# The session or the network, not the page's content: (pattern, what it means).
_RUN = (
    (r"net::ERR_[A-Z_]+|NS_ERROR_[A-Z_]+", "the page could not be loaded: {0}"),
    (r"Navigation (?:to .{1,80} )?(?:failed|is interrupted|timeout)|page\.goto: Timeout",
     "the navigation failed"),
    ((r"(?:Target page, context or browser|Target|Browser|Page) (?:has been |was )?closed"
     r"|Target crashed|Page crashed"), "the page or the browser was closed"),
    ((r"invalid session id|session deleted|session not created|chrome not reachable"
     r"|disconnected: |NoSuchWindow|no such window|web view not found"),
     "the browser session had ended"),
    (r"StaleElementReference|stale element reference",
     "the element was found and then replaced by the page (stale reference)"),
    (r"NoAlertPresent|no such alert|UnexpectedAlert|unexpected alert open",
     "it is about a browser dialog, not an element"),
)  # fmt: skip
_HIDDEN = "it is not visible"
_OPENING = re.compile(r"<([\w-]+)(?=[\s/>])")
_KNOWN_BY = re.compile(r"""\s(id|class)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
# Found, but the action could not be done: (pattern, what it means).
_BLOCKED = (
    ((r"(?:Could not|Cannot) locate (?:element|option) with (?:visible text|text|value|index):? ?"
      r"(.{1,80}?)(?:; For documentation|$)"), "it has no option `{0}`"),
    (r"did not find some options|Option with [\w ]+ \S+ not found", "it has no such option"),
    (r"(<[^<>]{1,400}>).{0,300}? intercepts pointer events",
     "it is covered: {0} receives the click"),
    ((r"click intercepted|ElementClickIntercepted|is not clickable at point"
     r"|Other element would receive the click"), "it is covered by another element"),
    ((r"element is not enabled|Element is not currently interactable and may not be manipulated"
     r"|InvalidElementState|invalid element state"), "it is disabled"),
    ((r"element is not visible|element not interactable|ElementNotInteractable"
     r"|ElementNotVisible|not visible after|element not displayed"), _HIDDEN),
    (r"element is not stable", "it keeps moving"),
    (r"element is outside of the viewport", "it is outside of the window"),
    (r"still not clickable|not clickable after", "it did not become clickable"),
    ((r"element is not editable|Element is not an <input>|cannot set value|is not a checkbox"
     r"|Element should have been .select.|is not a <?select"), "it does not take this action"),
)  # fmt: skip
_SINGLE = frozenset(
    """click fill check select hover press upload drag read assert-visible assert-hidden
    assert-text assert-value assert-attribute assert-state""".split()  # noqa: SIM905
)
_VALUE_ASSERTIONS = frozenset(("assert-text", "assert-value", "assert-attribute", "assert-state"))
_NEVER_FOUND = re.compile(
    r"no such element|NoSuchElement|Unable to locate element|element\(s\) not found"
    r"|wasn't found|[Ee]lement not found|not found\.|did not appear|but never found it",
)


@dataclass(frozen=True, slots=True)
class Before:
    """The passing run's page, matched with the failing one, and what the locator matched there."""

    match: PageMatch
    targets: tuple[HtmlElement, ...]


def diagnose(
    failure: Failure,
    page: Page,
    found: Sequence[HtmlElement],
    expected: int | None = None,
    before: Before | None = None,
) -> Diagnosis:
    """What kind of failure it is. `page`: the document the locator is asked on; `found`: what it
    matches there now; `expected`: how many it should match (asserted or old), where known."""
    message = _ANSI.sub("", failure.message)
    return (
        _by_run(message, found)
        or _by_page(failure, page, found, before)
        or _by_count(failure, message, found, expected)
        or _by_other_element(failure, found, before)
        or _by_action(failure, message, page, found)
    )


def _by_run(message: str, found: Sequence[HtmlElement]) -> Diagnosis | None:
    for pattern, words in _RUN:
        if hit := re.search(pattern, message):
            if "stale" in words and not found:
                return None
            return Diagnosis(Kind.OTHER, words.format(hit.group(0)))
    return None


def _by_page(
    failure: Failure, page: Page, found: Sequence[HtmlElement], before: Before | None
) -> Diagnosis | None:
    if found:
        return None
    if before:
        before.match.ask(before.targets)
    change = page_change(page, before.match if before else None, failure.context.opened)
    return Diagnosis(Kind.OTHER, change.evidence) if change.change is not Change.KIN else None


def _by_count(
    failure: Failure, message: str, found: Sequence[HtmlElement], expected: int | None
) -> Diagnosis | None:
    if not found:
        return _nothing(failure)
    if failure.action.kind == "assert-count":
        return _counted(len(found), expected)
    strict = _STRICT.search(message)
    if strict or _is_strict(failure, found):
        count = int(strict.group(1)) if strict else len(found)
        return Diagnosis(
            Kind.AMBIGUOUS, f"the locator matches {max(count, len(found))} elements, one is meant"
        )
    return None


def _nothing(failure: Failure) -> Diagnosis:
    if failure.action.kind == "assert-hidden":
        return Diagnosis(Kind.OTHER, "the element is not there, as the assertion wants it")
    if failure.action.kind == "assert-count" and failure.action.value.strip() == "0":
        return Diagnosis(Kind.OTHER, "the locator matches nothing, as the assertion wants it")
    return Diagnosis(Kind.NOT_FOUND, "the locator matches nothing on the page")


def _counted(count: int, expected: int | None) -> Diagnosis:
    if expected is None or count == expected:
        return Diagnosis(Kind.OTHER, f"the locator matches {count} elements")
    kind = Kind.OVER_MATCH if count > expected else Kind.UNDER_MATCH
    return Diagnosis(kind, f"the locator matches {count} elements, {expected} are expected")


def _is_strict(failure: Failure, found: Sequence[HtmlElement]) -> bool:
    """Playwright refuses several matches; the others take the first. A single wait, press or
    read is meant for one element."""
    return (
        len(found) > 1
        and failure.framework.startswith(("playwright", "pytest-playwright"))
        and failure.action.kind in _SINGLE
        and not failure.action.raw.endswith(("all", "all_inner_texts", "count"))
    )


def _by_other_element(
    failure: Failure, found: Sequence[HtmlElement], before: Before | None
) -> Diagnosis | None:
    """The locator resolves, but to something else than before, which the test did not mean."""
    if before is None or len(before.targets) != 1 or len(found) != 1:
        return None
    match, target = before.match, before.targets[0]
    successor = match.successor(target)
    if successor is not None:
        other = successor is not found[0] and not _kin(successor, found[0])
        left = "which is elsewhere now"
    else:
        answer = match.find(target, failure.action)
        other = answer.say is Say.REMOVED and found[0] not in answer.elements[:1]
        left = "which is gone"
    if not other:
        return None
    was, now = match.called(target, found[0])
    words = f"the locator now finds the {now}, not the {was} that it found before, {left}"
    return Diagnosis(Kind.WRONG_ELEMENT, words)


def _kin(a: HtmlElement, b: HtmlElement) -> bool:
    return any(up is b for up in a.iterancestors()) or any(up is a for up in b.iterancestors())


def _by_action(
    failure: Failure, message: str, page: Page, found: Sequence[HtmlElement]
) -> Diagnosis:
    kind = failure.action.kind
    if kind == "assert-hidden":
        return Diagnosis(Kind.OTHER, "the element is there, the assertion wants it gone")
    looks = accessibility(page)
    if kind in _VALUE_ASSERTIONS:
        if kind == "assert-text" and _reads_as_shown(failure) and not looks.visible(found[0]):
            return Diagnosis(Kind.NOT_ACTIONABLE, hidden_evidence(page, found))
        if _NEVER_FOUND.search(message):
            return _otherwise(failure, message)
        what = kind.removeprefix("assert-")
        return Diagnosis(Kind.OTHER, f"the element is found, its {what} is not the expected one")
    blocked = _blocked(message, page, found)
    if blocked is None and looks.state(found[0], "disabled"):
        blocked = "the element is found, but it is disabled"
    if blocked is None and not looks.visible(found[0]):
        blocked = hidden_evidence(page, found)
    return Diagnosis(Kind.NOT_ACTIONABLE, blocked) if blocked else _otherwise(failure, message)


def _blocked(message: str, page: Page, found: Sequence[HtmlElement]) -> str | None:
    """Why the action could not be done, as the message says."""
    for pattern, words in _BLOCKED:
        if hit := re.search(pattern, message, re.MULTILINE):
            if words == _HIDDEN:
                return hidden_evidence(page, found)
            part = hit.group(1) if hit.groups() and hit.group(1) else ""
            return f"the element is found, but {words.format(_tag(part) or part[:80])}"
    return None


def _tag(opening: str) -> str:
    """What an opening tag is known by, as in CSS; "" for other texts."""
    if not (name := _OPENING.match(opening)):
        return ""
    said = {found[1]: found[found.lastindex or 0] for found in _KNOWN_BY.finditer(opening)}
    classes = [f".{each}" for each in said.get("class", "").split()[:3]]
    own = f"#{said['id']}" if said.get("id") else ""
    return f"<{name[1]}{own}{''.join(classes)}>"


def _otherwise(failure: Failure, message: str) -> Diagnosis:
    if _NEVER_FOUND.search(message):
        return Diagnosis(Kind.OTHER, "the element is in the saved page: it came after the step")
    if isinstance(failure.snapshot, Snapshot) and failure.snapshot.sheet is no_sheet:
        shown = "and nothing in the saved page hides it (a style sheet may)"
        return Diagnosis(Kind.OTHER, f"the element is found, {shown}; the step failed otherwise")
    return Diagnosis(Kind.OTHER, "the element is found and visible; the step failed otherwise")


def _reads_as_shown(failure: Failure) -> bool:
    """Playwright reads the text of hidden elements, too; WebDriver none."""
    return not failure.framework.startswith(("playwright", "pytest-playwright"))
