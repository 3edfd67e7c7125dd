"""What the keywords of a Robot test say: which failed, what it did, with which locator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from selfheal_cli.artifacts.action_kinds import kind_of
from selfheal_cli.model import Action

LIBRARIES = {"SeleniumLibrary": "selenium", "Browser": "browser"}
"""Libraries that drive a browser, and what their dialects' names end with."""

_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_OPENED = re.compile(r"Open(?:ing|ed) (?:url|browser .{1,40} to base url) '(https?://[^']+)'")
_WITH = re.compile(
    r"\b(?P<word>[A-Z][a-z]+(?: [a-z]+)*) with locator '(?P<text>.*)' not found", re.S
)
_NAMED = re.compile(
    r"\b(?P<word>element|link|button|image|checkbox|list|table|form|frame|radio button|text field"
    r"|text area) '(?P<text>.+?)'(?=[.:]|\s*$| (?:not|found|did|should|is|but|attribute|does|was"
    r"|still|to|had|contains|on|in)\b)",
    re.S | re.I,
)
# A keyword's name, folded: (pattern, what it does).
_KINDS = (
    (r"input(?:text|password)|presskeys?|clear(?:text|element)\w*|filltext|typetext", "fill"),
    (r"(?:un)?selectcheckbox|(?:un)?checkcheckbox|selectradiobutton", "check"),
    (r"(?:un)?select\w*from\w*|selectall\w*|selectoptionsby", "select"),
    (r"choosefile|uploadfile\w*", "upload"),
    (r"draganddrop\w*", "drag"),
    (r"mouseover|hover", "hover"),
    (r"(?:double)?click\w*|submitform|mouse(?:down|up)\w*", "click"),
    (r"wait\w*", "wait"),
    (r"get\w+", "read"),
    (r"pageshouldnotcontain\w*|elementshouldnotbevisible", "assert-hidden"),
    (r"pageshouldcontain\w*|elementshouldbevisible", "assert-visible"),
    (r"elementattributevalueshouldbe", "assert-attribute"),
    (r"(?:textfield|textarea)\w*should\w*|listselectionshouldbe", "assert-value"),
    (r"checkbox\w*should\w*|radiobutton\w*should\w*|elementshouldbe\w+", "assert-state"),
    (r"element(?:text)?should\w+|table\w*should\w*", "assert-text"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A keyword that failed. `said`: what it logged; `is_library`: it is the browser library's."""

    keyword: str
    args: tuple[str, ...]
    said: str
    library: str
    is_library: bool


def status_of(node: etree._Element) -> str:
    """PASS, FAIL, SKIP or NOT RUN."""
    status = node.find("status")
    return status.get("status", "") if status is not None else ""


def message_of(test: etree._Element) -> str:
    """Why the test failed, without the driver's own stack."""
    status = test.find("status")
    text = (status.text or "") if status is not None else ""
    return re.split(r"\n(?:Stacktrace|Backtrace):", text)[0].strip()


def is_browser_test(test: etree._Element) -> bool:
    """Whether the test called a library that drives a browser."""
    return any(_owner(kw) in LIBRARIES for kw in test.iter("kw"))


def failed_step(test: etree._Element) -> Step:
    """The innermost keyword that failed: the library's, else the last one looked into."""
    node = test
    while _owner(node) not in LIBRARIES and (below := _failed_below(node)) is not None:
        node = below
    owner = _owner(node)
    used = next((o for kw in test.iter("kw") if (o := _owner(kw)) in LIBRARIES), "SeleniumLibrary")
    return Step(
        node.get("name", "") if node is not test else "",
        tuple("".join(arg.itertext()) for arg in node.iterfind("arg")),
        "\n".join(text for msg in node.iterfind("msg") if (text := msg.text)),
        LIBRARIES[owner if owner in LIBRARIES else used],
        owner in LIBRARIES,
    )


def _failed_below(node: etree._Element) -> etree._Element | None:
    """Of several attempts the last; what a teardown says comes after what the test says."""
    failed = [each for each in node if each.tag != "status" and status_of(each) == "FAIL"]
    own = [each for each in failed if each.get("type", "").upper() != "TEARDOWN"]
    return next(reversed(own or failed), None)


def _owner(node: etree._Element) -> str:
    return node.get("owner") or node.get("library") or ""


def action_of(step: Step) -> Action:
    """What the keyword did, and what it typed or expected."""
    if not step.is_library:
        return Action("unknown", step.keyword)
    folded = step.keyword.lower().replace(" ", "").replace("_", "")
    kind = kind_of(folded, _KINDS)
    limits = [arg.removeprefix("limit=") for arg in step.args if arg.startswith("limit=")]
    if kind == "assert-visible" and limits:
        return Action("assert-count", step.keyword, limits[0])
    value = step.args[1] if len(step.args) > 1 and "${" not in step.args[1] else ""
    return Action(kind, step.keyword, value)


def named_in(message: str, step: Step) -> str:
    """The locator as the library's own words state it (`Link with locator 'x' not found`), of the
    message, else of what the keyword logged or was given; "" where none does."""
    if not step.is_library:
        return ""
    if step.library == "browser":
        return next((arg for arg in step.args[:1] if "${" not in arg), "")
    found = _WITH.search(message) or _NAMED.search(message) or _NAMED.search(step.said)
    if found:
        return f"{found['word'].capitalize()} with locator '{found['text']}' not found"
    given = next((arg for arg in step.args[:1] if "${" not in arg), "")
    return f"Element with locator '{given}' not found" if given else ""


def source_of(test: etree._Element) -> str:
    """The last page that the test logged, "" if none."""
    pages = [text for msg in test.iter("msg") if (text := msg.text or "") and _PAGE.match(text)]
    return pages[-1] if pages else ""


def opened(test: etree._Element) -> str:
    """The address that the test opened last, "" if it opened none."""
    found = [hit[1] for msg in _messages(test) for hit in _OPENED.finditer(msg)]
    return found[-1] if found else ""


def _messages(test: etree._Element) -> Iterator[str]:
    return (text for msg in test.iter("msg") if (text := msg.text) and len(text) < 1000)
