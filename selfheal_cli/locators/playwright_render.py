"""A locator back to Playwright's engine selector text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators.css_write import escape_string
from selfheal_cli.locators.patterns import literal
from selfheal_cli.locators.playwright_attributes import render_value
from selfheal_cli.locators.playwright_selector import parse
from selfheal_cli.locators.playwright_steps import (
    DEFAULT_TESTID,
    STATES,
    inner,
    text_value,
)
from selfheal_cli.model import Locator, Pattern, Step, Value

# What makes a value unfit to stand bare in a chain of engines.
_UNFIT = re.compile(r"[\"'`\\]|>>|\A\s|\s\Z|\A/|\A\Z")


def render(locator: Locator) -> str:
    """The engine text; `parse` gives an equal locator back. Raises UnsupportedLocator for a
    strategy that Playwright lacks."""
    return " >> ".join(map(render_step, locator.steps))


def render_step(step: Step) -> str:
    """The engine text of one step."""
    write = _WRITERS.get(step.strategy)
    if write is None:
        raise UnsupportedLocator(f"Playwright has no strategy '{step.strategy}'")
    return write(step)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _css(step: Step) -> str:
    text = text_value(step)
    return text if _stands_for(text, step) else f"css={text}"


def _xpath(step: Step) -> str:
    text = text_value(step)
    return text if re.match(r"\(*//|\.\.", text) else f"xpath={text}"


def _stands_for(text: str, step: Step) -> bool:
    """Whether the bare text is taken for this very step."""
    try:
        return parse(text).steps == (step,)
    except Exception:
        return False


def _internal(engine: str) -> Callable[[Step], str]:
    def write(step: Step) -> str:
        return f"internal:{engine}={_text_body(step.value, step.option('exact') is True)}"

    return write


def _text_body(value: Value, exact: bool) -> str:
    return literal(value) if isinstance(value, Pattern) else _quoted(value) + "is"[exact]


def _text(step: Step) -> str:
    value, exact = step.value, step.option("exact") is True
    if step.option("engine") != "text":
        return f"internal:text={_text_body(value, exact)}"
    if isinstance(value, Pattern):
        return f"text={literal(value)}"
    if exact:
        return 'text="' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    unfit = _UNFIT.search(value.strip())
    return f"internal:text={_quoted(value)}i" if unfit else f"text={value}"


def _attr(attribute: str) -> Callable[[Step], str]:
    def write(step: Step) -> str:
        name = attribute or str(step.option("attribute"))
        return f"internal:attr=[{name}={render_value(step.value, step.option('exact') is True)}]"

    return write


def _testid(step: Step) -> str:
    engine, value = step.option("engine"), step.value
    if isinstance(engine, str) and engine and isinstance(value, str) and not _UNFIT.search(value):
        return f"{engine}={value}"
    attribute = step.option("attribute") or DEFAULT_TESTID
    return f"internal:testid=[{attribute}={render_value(value, exact=True)}]"


def _id(step: Step) -> str:
    value = text_value(step)
    return f"[id={escape_string(value)}]" if _UNFIT.search(value) else f"id={value}"


def _role(step: Step) -> str:
    given = dict(step.options)
    engine = "role" if given.get("engine") == "role" else "internal:role"
    written = [f"[{name}={_state(given[name])}]" for name in STATES if name in given]
    for name in ("name", "description"):
        value = given.get(name)
        if isinstance(value, (str, Pattern)):
            text = render_value(value, given.get("exact") is True)
            written.append(f"[{name}{given.get('operator', '=')}{text}]")
    return f"{engine}={text_value(step)}{''.join(written)}"


def _state(value: object) -> str:
    return str(value).lower()


def _nested(step: Step) -> str:
    return f"internal:{step.strategy}={_quoted(render(inner(step)))}"


_WRITERS: dict[str, Callable[[Step], str]] = {
    "css": _css,
    "xpath": _xpath,
    "id": _id,
    "text": _text,
    "label": _internal("label"),
    "has-text": _internal("has-text"),
    "has-not-text": _internal("has-not-text"),
    "placeholder": _attr("placeholder"),
    "alt": _attr("alt"),
    "title": _attr("title"),
    "attr": _attr(""),
    "testid": _testid,
    "role": _role,
    "nth": lambda step: f"nth={text_value(step)}",
    "visible": lambda step: f"visible={text_value(step)}",
    "frame": lambda step: "internal:control=enter-frame",
    "has": _nested,
    "has-not": _nested,
    "and": _nested,
    "or": _nested,
    "chain": _nested,
}
