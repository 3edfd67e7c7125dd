"""Which locator a Selenium failure speaks of, as `<using>=<value>`, and what was done with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from selfheal_cli.artifacts.asserted import expected_text
from selfheal_cli.artifacts.tracebacks import Line
from selfheal_cli.model import Action

_USING = r"id|name|xpath|css selector|class name|tag name|link text|partial link text"
_JAVA_NAMES = {
    "id": "id",
    "name": "name",
    "xpath": "xpath",
    "cssSelector": "css selector",
    "className": "class name",
    "tagName": "tag name",
    "linkText": "link text",
    "partialLinkText": "partial link text",
}
# Chrome does not escape the quotes inside: the value ends at the last `"}` of its line.
_CHROME = re.compile(r'\{\\?"method\\?":\\?"([^"\\]+)\\?",\\?"selector\\?":\\?"(.*)\\?"\}')
_FIREFOX = re.compile(r"Unable to locate element: (?!\{)(\S.*?)(?:; For documentation.*)?$", re.M)
_JAVA_INFO = re.compile(rf"\{{Using=({_USING}), value=(.*)\}}")
_JAVA_BY = re.compile(r"\bBy\.(\w+): (.+?)(?= \(tried for|\)?$|\) \(tried)", re.M)
_PAIR = re.compile(rf"\(\s*['\"]({_USING})['\"],\s*(?:'(.*?)'|\"(.*?)\")\s*\)")
_FOUND_LOG = re.compile(rf"\bfind(?:_elements?)?[ :]+({_USING})\s?[=:]\s?(\S.*)$", re.M)
_WIRE_LOG = re.compile(r"POST \S*/elements? (\{.*?\})\s*$", re.M)
_TEARDOWN = re.compile(r"^-+ Captured \w+ teardown -+$", re.M)
_FINDING = re.compile(
    r"NoSuchElement|TimeoutException|no such element|Unable to locate element|WebDriverTimeout"
    r"|ElementNotVisible|ElementNotInteractable|ElementClickIntercepted|StaleElementReference"
    r"|InvalidElementState|NoSuchFrame|TimeoutError"
)
_ACTIONS = (
    (re.compile(r"\bselect_by_\w+|\bselectBy\w+|\bSelect\("), "select"),
    (re.compile(r"\.send_?[kK]eys\(|\.type\(|\.fill\("), "fill"),
    (re.compile(r"\.click\(|\bclick\w*\(|element_?[tT]o_?[bB]e_?[cC]lickable"), "click"),
    (re.compile(r"\.submit\("), "click"),
    (re.compile(r"\.clear\("), "fill"),
    (re.compile(r"move_to_element|moveToElement"), "hover"),
    (re.compile(r"drag_and_drop|dragAndDrop"), "drag"),
    (re.compile(r"is_displayed|isDisplayed"), "assert-visible"),
    (re.compile(r"\bassert\w*\b.*(?:\.text\b|(?i:text)\w*\()"), "assert-text"),
    (re.compile(r"text_to_be_present_in_element\("), "assert-text"),
    (re.compile(r"\.text\b|getText|get_attribute|getAttribute"), "read"),
    (re.compile(r"\bwait\b|\.until\(|visibility_of|presence_of"), "wait"),
)
_TEXT_READ = re.compile(r"\.text\b|getText")
_TYPED = re.compile(
    r"\.(?:send_?[kK]eys|type|fill)\((?:[^'\"()]*,)?\s*(?:'([^'\\]*)'|\"([^\"\\]*)\")"
)


def locator_text(message: str, output: str) -> str:
    """`<using>=<value>` as the message, else the log of the searches, has it; "" if neither."""
    return _in_message(message) or (_in_log(output) if _FINDING.search(message) else "")


def is_selenium(text: str) -> bool:
    """Whether the text is of a test that drives a browser by Selenium's own clients."""
    words = ("selenium", "no such element: Unable", "NoSuchElementException", "OpenQA")
    return any(word in text for word in words) and "webdriverio" not in text


def _in_message(message: str) -> str:
    if found := _JAVA_INFO.search(message):
        return f"{found[1]}={found[2]}"
    if found := _CHROME.search(message):
        return f"{found[1]}={found[2]}"
    if found := _PAIR.search(message):
        return f"{found[1]}={found[2] if found[2] is not None else found[3]}"
    if (found := _JAVA_BY.search(message)) and found[1] in _JAVA_NAMES:
        return f"{_JAVA_NAMES[found[1]]}={found[2]}"
    found = _FIREFOX.search(message)
    return _unnamed(found[1].strip()) if found else ""


def _unnamed(value: str) -> str:
    """Firefox names no strategy. What is neither XPath nor plainly CSS may be a link's text."""
    if re.match(r"\(*\.{0,2}/", value):
        return f"xpath={value}"
    return f"css selector={value}" if re.search(r"[#.\[:>*]", value) else ""


def _in_log(output: str) -> str:
    """The last search before the test failed."""
    told = _TEARDOWN.split(output)[0]
    searches = [(m.start(), f"{m[1]}={m[2].strip()}") for m in _FOUND_LOG.finditer(told)]
    searches += [(m.start(), _wired(m[1])) for m in _WIRE_LOG.finditer(told)]
    return max(searches, default=(0, ""))[1]


def _wired(body: str) -> str:
    try:
        sent = json.loads(body)
        return f"{sent['using']}={sent['value']}"
    except (ValueError, LookupError, TypeError):
        return ""


def action_in(lines: Sequence[Line], message: str) -> Action:
    """What the code on the failing lines does, the innermost that says so; else unknown."""
    if not _FINDING.search(message):
        return Action("unknown", message.partition("\n")[0][:80])
    found = [action for line in lines for action in _actions(line)]
    telling = (action for action in found if action.kind not in ("wait", "read"))
    return next(telling, None) or _read_for(lines) or (found[0] if found else Action("unknown"))


def _read_for(lines: Sequence[Line]) -> Action | None:
    """The assertion that a text was read for, in a function further in."""
    if not any(_TEXT_READ.search(line.code) for line in lines):
        return None
    asserted = ((line.code, expected_text(line.code)) for line in lines)
    return next((Action("assert-text", code, text) for code, text in asserted if text), None)


def _actions(line: Line) -> Iterator[Action]:
    kind = next((kind for pattern, kind in _ACTIONS if pattern.search(line.code)), "")
    if kind:
        said = expected_text(line.code) if kind == "assert-text" else _typed(line.code)
        yield Action(kind, line.code, said)


def _typed(code: str) -> str:
    found = _TYPED.search(code)
    return next((text for text in found.groups() if text), "") if found else ""
