"""The dialect of Robot Framework's Browser library: Playwright's selectors, frames by `>>>`.

In a call, the name is the keyword's and the first argument (or the option `selector`) the
selector; `Set Selector Prefix` stands before those that follow. The steps are Playwright's.
Facts: the library's "Finding elements", version 20.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators import playwright_resolve, playwright_selector
from selfheal_cli.locators.base import Spoken
from selfheal_cli.locators.playwright_calls import from_calls as from_playwright
from selfheal_cli.locators.playwright_read import parse_api
from selfheal_cli.locators.playwright_render import render_step
from selfheal_cli.model import Argument, Call, Locator, Name, Step

NAME = "robot-browser"

_FRAME = " >>> "
_ENTER = " >> internal:control=enter-frame >> "
_REFERENCE = re.compile(r"\s*element\s*=")
_LIGHT = re.compile(r"\s*\*?(?:css|text|id|data-test-?id|data-test):light\s*=")
_KEYWORDS = frozenset(
    """addlocatorhandlerclick checkcheckbox cleartext click clickwithoptions deselectoptions
    draganddrop draganddroprelativeto fillsecret filltext focus getariasnapshot getattribute
    getattributenames getboundingbox getcheckboxstate getclasses getclientsize getelement
    getelementcount getelements getelementstates getproperty getscrollposition getscrollsize
    getselectedoptions getselectoptions getstyle gettablecellindex gettablerowindex gettext
    highlightelements hover locator mousemoverelativeto presskeys scrollby scrollto scrolltoelement
    selectoptionsby tap typesecret typetext uncheckcheckbox uploadfilebyselector
    waitforelementsstate""".split()  # noqa: SIM905
)
_STRATEGIES = {
    "text": "getByText",
    "label": "getByLabel",
    "placeholder": "getByPlaceholder",
    "alttext": "getByAltText",
    "title": "getByTitle",
    "testid": "getByTestId",
}


def parse(text: str) -> Locator:
    """The locator of a selector. Raises LocatorSyntaxError, UnsupportedLocator."""
    if _REFERENCE.match(text):
        raise UnsupportedLocator("an element reference stands for the selector that found it")
    if any(_LIGHT.match(piece) for piece in text.split(">>")):
        raise UnsupportedLocator("engines that stop at shadow roots (css:light) are not followed")
    return Locator(NAME, playwright_selector.parse(text.strip().replace(_FRAME, _ENTER)).steps)


def render(steps: Sequence[Step]) -> str:
    """The selector; `parse` gives the same steps back. Raises UnsupportedLocator."""
    text = " >> ".join(map(render_step, steps)).replace(_ENTER, _FRAME)
    if parse(text).steps != tuple(steps):
        raise UnsupportedLocator("a selector cannot state this value")
    return text


def resolve(locator: Locator, page: Page) -> list[HtmlElement]:
    """What Playwright's engine would match. Raises UnsupportedLocator, LocatorSyntaxError."""
    return playwright_resolve.resolve(locator, page)


def from_calls(calls: Sequence[Call]) -> Locator:
    """The locator that the last keyword states, behind the prefix set before it. Raises
    LocatorSyntaxError, UnsupportedLocator."""
    prefix = ""
    steps: tuple[Step, ...] = ()
    for call in calls:
        keyword = re.sub(r"[\s_]+", "", call.name).lower().removeprefix("browser.")
        if keyword == "setselectorprefix":
            prefix = _selector(call, "prefix").strip()
        elif keyword in _KEYWORDS:
            steps = _prefixed(prefix, _selector(call, "selector")).steps
        elif keyword.startswith("getelementby"):
            steps = from_playwright([_by(call, keyword)]).steps
    if not steps:
        raise LocatorSyntaxError("the keywords state no locator")
    return Locator(NAME, steps)


def _prefixed(prefix: str, selector: str) -> Locator:
    return parse(f"{prefix} {selector}" if prefix else selector)


def _selector(call: Call, option: str) -> str:
    given: Argument = call.args[0] if call.args else dict(call.options).get(option)
    if not isinstance(given, str):
        raise LocatorSyntaxError(f"'{call.name[:60]}' has no selector text")
    return given


def _by(call: Call, keyword: str) -> Call:
    """`Get Element By` and `Get Element By Role` as Playwright's own calls."""
    options = tuple((key, value) for key, value in call.options if key != "all_elements")
    if keyword == "getelementbyrole":
        return Call("getByRole", (_word(call).lower(),), options)
    method = _STRATEGIES.get(_word(call).lower().replace("_", ""))
    if method is None or len(call.args) < 2:
        raise LocatorSyntaxError(f"'{call.name[:60]}' states no locator")
    return Call(method, call.args[1:2], options)


def _word(call: Call) -> str:
    given = call.args[0] if call.args else None
    return given.text if isinstance(given, Name) else str(given or "")


def to_calls(steps: Sequence[Step], language: str) -> tuple[Call, ...]:
    """The call `locator`, which is no keyword but stands for any that takes a selector. Raises
    UnsupportedLocator."""
    return (Call("locator", (render(steps),)),)


def from_message(message: str) -> Locator:
    """The locator that an error's call log names. Raises LocatorSyntaxError, UnsupportedLocator."""
    return Locator(NAME, parse_api(message).steps)


ROBOT_BROWSER = Spoken(
    NAME, parse, resolve, from_calls, to_calls, lambda locator, language: render(locator.steps)
)
