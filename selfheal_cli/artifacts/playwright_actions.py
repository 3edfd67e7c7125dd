"""What a Playwright call does with its element, in the words all frameworks share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from selfheal_cli.artifacts.playwright_events import Recorded
from selfheal_cli.model import Action

_KINDS = {
    "click": "click",
    "dblclick": "click",
    "tap": "click",
    "dispatchEvent": "click",
    "fill": "fill",
    "type": "fill",
    "check": "check",
    "uncheck": "check",
    "selectOption": "select",
    "hover": "hover",
    "press": "press",
    "setInputFiles": "upload",
    "dragAndDrop": "drag",
    "waitForSelector": "wait",
    "textContent": "read",
    "innerText": "read",
    "innerHTML": "read",
    "inputValue": "read",
    "getAttribute": "read",
    "isVisible": "read",
    "isHidden": "read",
    "isEnabled": "read",
    "isDisabled": "read",
    "isEditable": "read",
    "isChecked": "read",
    "queryCount": "read",
    "ariaSnapshot": "read",
    "evalOnSelector": "read",
    "evalOnSelectorAll": "read",
}
_EXPECTS = {
    "to.be.visible": "assert-visible",
    "to.be.attached": "assert-visible",
    "to.be.hidden": "assert-hidden",
    "to.be.detached": "assert-hidden",
    "to.have.text": "assert-text",
    "to.contain.text": "assert-text",
    "to.have.value": "assert-value",
    "to.have.values": "assert-value",
    "to.have.count": "assert-count",
    "to.have.attribute": "assert-attribute",
    "to.have.class": "assert-attribute",
    "to.contain.class": "assert-attribute",
    "to.have.css": "assert-attribute",
    "to.have.id": "assert-attribute",
    "to.have.property": "assert-attribute",
    "to.have.role": "assert-attribute",
    "to.have.accessible": "assert-attribute",
}
_OF_THE_PAGE = ("to.have.title", "to.have.url")
# What a plain assertion on the answer means, where the answer was that nothing is there.
_QUESTIONS = {
    "isVisible": "assert-visible",
    "isHidden": "assert-visible",
    "queryCount": "assert-count",
}
_OPPOSITE = {"assert-visible": "assert-hidden", "assert-hidden": "assert-visible"}


def selector_of(action: Recorded) -> str:
    """The selector the action works on, "" if none. A drag has two: the one it waited for."""
    if action.method == "dragAndDrop":
        waits = sum("waiting for" in line and "(" in line for line in action.log)
        return str(action.params.get("target" if waits > 1 else "source", ""))
    if action.params.get("expression") in _OF_THE_PAGE:
        return ""  # recorded by some versions as asked of the root element
    return str(action.params.get("selector") or "")


def used(action: Recorded) -> tuple[str, ...]:
    """Every selector that an action which worked has found its elements by."""
    if action.method == "dragAndDrop":
        both = (str(action.params.get(name) or "") for name in ("source", "target"))
        return tuple(selector for selector in both if selector)
    return (selector_of(action),)


def action_of(action: Recorded) -> Action:
    """The action in shared words; `raw` is Playwright's, `value` what was typed or expected."""
    if action.method == "expect":
        return _expectation(action.params)
    if isinstance(action.returned, bool | int) and action.method in _QUESTIONS:
        return Action(_QUESTIONS[action.method], action.method)
    kind = _KINDS.get(action.method, "unknown")
    return Action(kind, action.method, _typed(action.params))


def denied(action: Recorded) -> bool:
    """Whether the action asked for an element and the answer was that none is there."""
    nothing = {"isVisible": False, "isHidden": True, "queryCount": 0}
    known = action.method in nothing and action.returned is not None
    return known and action.returned == nothing[action.method]


def _expectation(params: Mapping[str, Any]) -> Action:
    expression = str(params.get("expression", ""))
    negated = bool(params.get("isNot"))
    words = expression.split(".")
    kind = _EXPECTS.get(expression) or _EXPECTS.get(".".join(words[:3])) or "assert-state"
    kind = _OPPOSITE.get(kind, kind) if negated else kind
    raw = f"expect.{'not.' if negated else ''}{expression}"
    # What must not be so tells nothing of what is there.
    return Action(kind, raw, "" if negated else _expected(params))


def _expected(params: Mapping[str, Any]) -> str:
    if params.get("expectedNumber") is not None:
        return str(params["expectedNumber"])
    texts = params.get("expectedText")
    known = [t for t in texts if isinstance(t, dict)] if isinstance(texts, list) else []
    return "\n".join(str(t.get("string") or t.get("regexSource") or "") for t in known)


def _typed(params: Mapping[str, Any]) -> str:
    for name in ("value", "text", "key"):
        if isinstance(params.get(name), str):
            return str(params[name])
    options = params.get("options")
    if isinstance(options, list):
        return "\n".join(_option(option) for option in options)
    return ""


def _option(option: object) -> str:
    if not isinstance(option, dict):
        return str(option)
    return next((str(v) for v in option.values() if v is not None), "")
