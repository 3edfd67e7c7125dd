"""Checks a plan against its shipped JSON Schema and names the place that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_TYPES = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "null": "null",
    "boolean": "true or false",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: `outcomes[2].edits[0].start` `should be ...`."""

    place: str
    words: str


@cache
def schema() -> Mapping[str, Any]:
    """The plan's JSON Schema (draft 2020-12) as shipped."""
    text = files(__package__).joinpath("plan.schema.json").read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def first_fault(plan: object) -> Fault | None:
    """The first place where `plan` breaks the schema; None where it keeps it."""
    return next(_faults(plan, schema(), ""), None)


def _faults(value: object, rule: Mapping[str, Any], place: str) -> Iterator[Fault]:
    """Understands the keywords that the schema uses: $ref, anyOf, type, const, enum, minimum,
    maximum, minLength, properties, required, additionalProperties (a flag), items."""
    if "$ref" in rule:
        rule = schema()["$defs"][rule["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in rule:
        yield from _any_fault(value, rule["anyOf"], place)
        return
    wanted = _listed(rule.get("type", ()))
    if wanted and not any(_is(value, name) for name in wanted):
        words = " or ".join(_TYPES[name] for name in wanted)
        yield Fault(place or "the plan", f"should be {words}, but is {_shown(value)}")
        return
    yield from _value_faults(value, rule, place)
    if isinstance(value, dict):
        yield from _object_faults(value, rule, place)
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _faults(item, rule.get("items", {}), f"{place}[{index}]")


def _any_fault(value: object, rules: list[Mapping[str, Any]], place: str) -> Iterator[Fault]:
    tried = [list(_faults(value, rule, place)) for rule in reversed(rules)]
    if all(tried):
        # The way that got furthest into the value is the one that was meant.
        yield max(tried, key=lambda faults: len(faults[0].place))[0]


def _value_faults(value: object, rule: Mapping[str, Any], place: str) -> Iterator[Fault]:
    allowed = [rule["const"]] if "const" in rule else rule.get("enum", [])
    if allowed and value not in allowed:
        words = ", ".join(json.dumps(item) for item in allowed)
        yield Fault(place, f"should be {words}, but is {_shown(value)}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value < rule.get("minimum", value):
            yield Fault(place, f"should be at least {rule['minimum']}, but is {value}")
        if value > rule.get("maximum", value):
            yield Fault(place, f"should be at most {rule['maximum']}, but is {value}")
    if isinstance(value, str) and len(value) < rule.get("minLength", 0):
        yield Fault(place, "should not be empty")


def _object_faults(
    value: Mapping[str, object], rule: Mapping[str, Any], place: str
) -> Iterator[Fault]:
    known = rule.get("properties", {})
    for key in rule.get("required", ()):
        if key not in value:
            yield Fault(_below(place, key), "is missing")
    for key, item in value.items():
        if key in known:
            yield from _faults(item, known[key], _below(place, key))
        elif rule.get("additionalProperties") is False:
            yield Fault(_below(place, key), "is not a key of this schema")


def _listed(wanted: str | list[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else list(wanted)


def _is(value: object, name: str) -> bool:
    if isinstance(value, bool) or value is None:
        return name == ("null" if value is None else "boolean")
    if isinstance(value, float):
        return name == "number" or (name == "integer" and value.is_integer())
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": int}
    return isinstance(value, kinds.get(name, ()))


def _below(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _shown(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
