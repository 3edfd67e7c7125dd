"""Playwright's engine selector text, as traces hold it, to a locator."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.patterns import from_literal
from selfheal_cli.locators.playwright_attributes import Given, parse_attributes
from selfheal_cli.locators.playwright_steps import (
    NAME,
    STATES,
    make_testid,
    nested,
    role_step,
    step,
    text_step,
)
from selfheal_cli.model import Locator, OptionValue, Step, Value

_ENGINE = re.compile(r"\s*([a-zA-Z_0-9+:*-]+)\s*\Z")
_XPATH = re.compile(r"\(*//|\.\.")
_HALF_TEXT = re.compile(r"\s*text\s*=.+", re.DOTALL)
_LONGEST = 100_000
_MOST_NESTED = 25
_ATTRIBUTES = {"placeholder": "placeholder", "alt": "alt", "title": "title"}
_TESTID_ENGINES = ("data-testid", "data-test-id", "data-test")
_UNANSWERABLE = frozenset({"_react", "_vue", "aria-ref", "left-of", "right-of", "above", "below"})


@dataclass(frozen=True, slots=True)
class _Part:
    engine: str
    body: str
    captured: bool


# The steps of a run, of the one before, and what is offered instead repeat a few.
@lru_cache(maxsize=4096)
def parse(text: str) -> Locator:
    """The locator of an engine selector. Raises LocatorSyntaxError, UnsupportedLocator."""
    return _parse(text, 0)


def _parse(text: str, depth: int) -> Locator:
    if len(text) > _LONGEST or depth > _MOST_NESTED:
        raise LocatorSyntaxError("the selector is too long or too deeply nested")
    parts = [_part(piece) for piece in _pieces(text)]
    captured = [index for index, part in enumerate(parts) if part.captured]
    if len(captured) > 1:
        raise LocatorSyntaxError("only one part of a selector can be captured with '*'")
    steps = [each for part in parts for each in _steps(part, depth)]
    if captured and captured[0] < len(parts) - 1:
        # `*css=article >> text=x` is the article that has the text.
        rest = tuple(steps[captured[0] + 1 :])
        steps = [*steps[: captured[0] + 1], nested("has", Locator(NAME, rest))]
    if not steps:
        raise LocatorSyntaxError("the selector is empty")
    return Locator(NAME, tuple(steps))


def _pieces(text: str) -> list[str]:
    """The text cut at `>>` outside quotes."""
    pieces: list[str] = []
    start = position = 0
    quote = ""
    while position < len(text) and ">>" in text:
        here = text[position]
        if here == "\\" and position + 1 < len(text):
            position += 1
        elif here == quote:
            quote = ""
        elif not quote and here in "\"'`":
            # A quote amid the words of `text=it's` opens no string.
            quote = "" if _HALF_TEXT.match(text[start:position]) else here
        elif not quote and text.startswith(">>", position):
            pieces.append(text[start:position])
            position += 1
            start = position + 1
        position += 1
    return [*pieces, text[start:]]


def _part(piece: str) -> _Part:
    text = piece.strip()
    before, equals, after = text.partition("=")
    named = _ENGINE.match(before) if equals else None
    if named:
        engine = named[1]
        return _Part(engine.lstrip("*"), after, engine.startswith("*"))
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return _Part("text", text, False)
    return _Part("xpath" if _XPATH.match(text) else "css", text, False)


def _steps(part: _Part, depth: int) -> tuple[Step, ...]:
    engine, body = part.engine, part.body
    if engine == "internal:describe":
        return ()
    if engine in _NESTED:
        return (nested(_NESTED[engine], _parse(_json_text(body), depth + 1)),)
    if engine in _ENGINES:
        return (_ENGINES[engine](body),)
    if engine in _TESTID_ENGINES:
        return (make_testid(body, engine, engine),)
    if engine in _UNANSWERABLE or engine == "near":
        raise UnsupportedLocator(f"a snapshot cannot answer Playwright's engine '{engine}'")
    raise LocatorSyntaxError(f"unknown selector engine '{engine[:60]}'")


def _json_text(body: str) -> str:
    try:
        held = json.loads(f"[{body}]")
    except (ValueError, RecursionError) as error:
        raise LocatorSyntaxError(f"malformed nested selector: {body[:200]}") from error
    if len(held) != 1 or not isinstance(held[0], str):
        raise LocatorSyntaxError(f"malformed nested selector: {body[:200]}")
    return held[0]


def _css(body: str) -> Step:
    text = body.strip()
    if not text:
        raise LocatorSyntaxError("the selector is empty")
    return step("css", text)


def _xpath(body: str) -> Step:
    return step("xpath", body.strip())


def _text(body: str) -> Step:
    """The public `text=` engine: its exact form compares single runs of text."""
    options: dict[str, OptionValue] = {"engine": "text"}
    if body[:1] == "/" and body.rfind("/") > 0:
        return step("text", from_literal(body), options)
    if len(body) > 1 and body[0] == body[-1] and body[0] in "\"'":
        unquoted = re.sub(r"\\(.)", r"\1", body[1:-1], flags=re.DOTALL)
        return step("text", unquoted, {"exact": True, **options})
    return step("text", body, options)


def _internal_text(strategy: str) -> Callable[[str], Step]:
    def read(body: str) -> Step:
        if body[:1] == "/" and body.rfind("/") > 0:
            return text_step(strategy, from_literal(body))
        if body[:1] != '"':
            return text_step(strategy, body)
        flag = body[-1] if body[-1] in "is" else ""
        return text_step(strategy, _json_text(body.removesuffix(flag)), flag != "i")

    return read


def _one_attribute(body: str) -> Given:
    name, given = parse_attributes(body)
    if name or len(given) != 1 or given[0].operator != "=":
        raise LocatorSyntaxError(f"malformed attribute selector: {body[:200]}")
    return given[0]


def _attr(body: str) -> Step:
    given = _one_attribute(body)
    strategy = _ATTRIBUTES.get(given.name)
    if strategy:
        return text_step(strategy, given.value, not given.folds)
    exact: dict[str, OptionValue] = {} if given.folds else {"exact": True}
    return step("attr", given.value, {"attribute": given.name, **exact})


def _testid(body: str) -> Step:
    given = _one_attribute(body)
    return make_testid(given.value, given.name)


def _role(engine: str) -> Callable[[str], Step]:
    def read(body: str) -> Step:
        role, given = parse_attributes(body)
        if not role:
            raise LocatorSyntaxError(f"no role in the selector: {body[:200]}")
        options: dict[str, OptionValue] = {"engine": engine} if engine else {}
        for each in given:
            options.update(_role_option(each, engine))
        return role_step(role, options)

    return read


def _role_option(given: Given, engine: str) -> dict[str, OptionValue]:
    name, value = given.name, given.value
    if name in ("name", "description"):
        operator = {} if given.operator in ("=", "") else {"operator": given.operator}
        exact = not given.folds and isinstance(value, str)
        return {name: value, **operator, **({"exact": True} if exact else {})}
    if name not in STATES:
        raise LocatorSyntaxError(f"unknown attribute of a role: '{name[:60]}'")
    return {name: _state(name, value, bool(given.operator))}


def _state(name: str, value: Value, given: bool) -> OptionValue:
    text = value if isinstance(value, str) else value.source
    if name == "level" and text.isascii() and text.isdigit() and len(text) < 4:
        return int(text)
    states: dict[str, OptionValue] = {"true": True, "false": False}
    if name in ("checked", "pressed"):
        states["mixed"] = "mixed"
    known = states.get(text if given else "true")
    if known is None or name == "level":
        raise LocatorSyntaxError(f"'{text[:60]}' is no value of a role's '{name}'")
    return known


def _nth(body: str) -> Step:
    if not re.fullmatch(r"\s*-?[0-9]{1,9}\s*", body):
        raise LocatorSyntaxError(f"nth takes a number, not {body[:60]!r}")
    return step("nth", str(int(body)))


def _visible(body: str) -> Step:
    return step("visible", "true" if body.strip() == "true" else "false")


def _control(body: str) -> Step:
    if body.strip() != "enter-frame":
        raise UnsupportedLocator(f"a snapshot cannot answer internal:control={body[:60]}")
    return step("frame")


def _id(body: str) -> Step:
    return step("id", body)


_NESTED = {f"internal:{name}": name for name in ("has", "has-not", "and", "or", "chain")}
_ENGINES: dict[str, Callable[[str], Step]] = {
    "css": _css,
    "xpath": _xpath,
    "text": _text,
    "id": _id,
    "nth": _nth,
    "visible": _visible,
    "role": _role("role"),
    "internal:role": _role(""),
    "internal:text": _internal_text("text"),
    "internal:label": _internal_text("label"),
    "internal:has-text": _internal_text("has-text"),
    "internal:has-not-text": _internal_text("has-not-text"),
    "internal:attr": _attr,
    "internal:testid": _testid,
    "internal:control": _control,
}
