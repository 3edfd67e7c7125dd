"""What Playwright's injected script and Chromium's own tree say of each element of a page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from tests.dom.engine import FLAGS

Served = tuple[bytes, str] | None
"""A file's bytes and its content type; None where there is no such file."""


class Answer(NamedTuple):
    """The engine's view of one element. `mark`: the value of the attribute it was found by;
    `rendered`: whether it has a box, be it of no size; `states`: what role selectors
    find it by ("shown", "checked=mixed", "level=2" ...), for states that its role can have."""

    mark: str
    role: str
    name: str
    name_with_hidden: str
    description: str
    visible: bool
    rendered: bool
    states: list[str]


# The script shows itself to the page only where the driver believes it is being tested.
_SHOWN = "PWTEST_UNDER_TEST"
_ALL = """
    const all = [];
    const walk = root => root.querySelectorAll('*').forEach(e => {
        all.push(e);
        if (e.shadowRoot) walk(e.shadowRoot);
    });
    walk(document);
"""
_COMPUTE = (
    "(_, mark) => {"
    + _ALL
    + """
    const injected = window.__injectedScript;
    const { utils } = injected;
    const found = new Map();
    const note = (word, selector) => {
        for (const e of injected.querySelectorAll(injected.parseSelector(selector), document))
            found.set(e, (found.get(e) || new Set()).add(word));
    };
    const values = {
        checked: ['true', 'mixed'], pressed: ['true', 'mixed'], expanded: ['true'],
        selected: ['true'], disabled: ['true'], level: [...Array(20).keys()].map(n => n + 1),
    };
    for (const role of new Set(all.map(e => utils.getAriaRole(e)).filter(Boolean))) {
        note('shown', `internal:role=${role}`);
        for (const [state, several] of Object.entries(values)) {
            try {
                for (const value of several)
                    note(`${state}=${value}`,
                         `internal:role=${role}[${state}=${value}][include-hidden]`);
            } catch { continue; }  // the role has no such state
        }
    }
    return all.filter(e => e.hasAttribute(mark)).map(e => [
        e.getAttribute(mark),
        utils.getAriaRole(e) || '',
        utils.getElementAccessibleNameText(e, false),
        utils.getElementAccessibleNameText(e, true),
        utils.getElementAccessibleDescription(e, false).text,
        utils.isElementVisible(e),
        e.checkVisibility({ visibilityProperty: true }),
        [...(found.get(e) || [])].sort(),
    ]);
}"""
)
_MARKED = "(mark => {" + _ALL + "return all.filter(e => e.hasAttribute(mark)); })"
_WHOLE = (
    "() => {"
    + _ALL
    + """
    const shadowRoots = all.map(e => e.shadowRoot).filter(Boolean);
    return '<!DOCTYPE html><html>' + document.documentElement.getHTML({ shadowRoots }) + '</html>';
}"""
)


@contextmanager
def chromium_tab(
    executable: str, serve: Callable[[str], Served], scripts: bool = True
) -> Iterator[Any]:
    """A tab of a headless Chromium whose every request `serve` answers by its address; without
    `scripts` the page's own do not run."""
    from playwright.sync_api import sync_playwright

    before = os.environ.get(_SHOWN)
    os.environ[_SHOWN] = "1"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
            tab = browser.new_page(viewport={"width": 1280, "height": 720})
            policy = {} if scripts else {"Content-Security-Policy": "script-src 'none'"}
            tab.route("**/*", lambda route: _answer(route, serve(route.request.url), policy))
            yield tab
            browser.close()
    finally:
        if before is None:
            del os.environ[_SHOWN]
        else:
            os.environ[_SHOWN] = before


def _answer(route: Any, served: Served, headers: dict[str, str]) -> None:
    if served is None:
        route.fulfill(status=404, body="")
    else:
        route.fulfill(body=served[0], headers={"Content-Type": served[1], **headers})


def engine_answers(tab: Any, mark: str) -> list[Answer]:
    """What the engine says of every element with the attribute `mark`, in document order."""
    return [Answer(*answer) for answer in tab.eval_on_selector("html", _COMPUTE, mark)]


def browser_answers(tab: Any, mark: str) -> list[tuple[str, str]]:
    """(name, description) in Chromium's own accessibility tree of every element with the attribute
    `mark`; empty for what it leaves out."""
    session = tab.context.new_cdp_session(tab)
    session.send("Accessibility.enable")
    found = session.send("Runtime.evaluate", {"expression": f"{_MARKED}({mark!r})"})
    listed = session.send(
        "Runtime.getProperties", {"objectId": found["result"]["objectId"], "ownProperties": True}
    )
    objects = [p["value"]["objectId"] for p in listed["result"] if p["name"].isdigit()]
    answers = [_browser_answer(session, identifier) for identifier in objects]
    session.detach()
    return answers


def _browser_answer(session: Any, identifier: str) -> tuple[str, str]:
    asked = {"objectId": identifier, "fetchRelatives": False}
    node = session.send("Accessibility.getPartialAXTree", asked)["nodes"][0]
    if node.get("ignored"):
        return "", ""
    name, description = (node.get(key, {}).get("value", "") for key in ("name", "description"))
    return str(name), str(description)


def as_shown(tab: Any) -> str:
    """The document as it stands in the tab, open shadow roots in declarative form."""
    html: str = tab.eval_on_selector("html", _WHOLE)
    return html
