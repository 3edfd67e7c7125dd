"""Labelled cases as records, read from JSON lines (contract: docs/bench.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from selfheal_cli.errors import UsageError
from selfheal_cli.model import Action, Locator, Step

_ACTIONS = {"assert_text": "assert-text", "assert_visible": "assert-visible",
            "assert_value": "assert-value", "assert_hidden": "assert-hidden"}  # fmt: skip
_NAMED = ("id", "app", "old_html", "new_html", "old_xpath")
DIALECT = "playwright"


@dataclass(frozen=True, slots=True)
class Stands:
    """The element is in the new page; `kin`: XPaths that a lenient reading accepts as well."""

    xpath: str
    kin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """The element is not in the new page. `scope`: `app`, or `state` where it lives elsewhere in
    the interface; "" where nobody said."""

    scope: str = ""


Truth: TypeAlias = Stands | Gone


@dataclass(frozen=True, slots=True)
class Written:
    """A locator of the case's element. `state`: what it finds in the new page (`same`, `none`,
    `many`, `wrong`)."""

    locator: Locator
    state: str

    @property
    def broken(self) -> bool:
        """Whether it no longer finds its element alone."""
        return self.state != "same"


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled element; paths as the file has them. `kind`: the kind of drift, "" if unsaid."""

    id: str
    app: str
    kind: str
    old_html: str
    new_html: str
    old_xpath: str
    truth: Truth
    action: Action
    variable: str
    locators: tuple[Written, ...]


def read_cases(lines: Iterable[str]) -> tuple[Case, ...]:
    """The cases, one a line; empty lines are skipped. Raises UsageError that names the line."""
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            found.append(_numbered(number, line))
    if not found:
        raise UsageError("the file holds no case", "each line is a JSON object: docs/bench.md")
    return tuple(found)


def _numbered(number: int, line: str) -> Case:
    try:
        return _case(json.loads(line))
    except (ValueError, TypeError, AttributeError) as error:
        hint = "docs/bench.md tells its keys"
        raise UsageError(f"line {number}: not a case ({error})", hint) from error


def _case(data: Mapping[str, Any]) -> Case:
    missing = [key for key in _NAMED if not isinstance(data.get(key), str)]
    if missing or "new_xpath" not in data:
        raise ValueError(f"it lacks {', '.join(missing or ['new_xpath'])}")
    action = str(data.get("action") or "")
    return Case(
        id=data["id"],
        app=data["app"],
        kind=str(data.get("kind") or ""),
        old_html=data["old_html"],
        new_html=data["new_html"],
        old_xpath=data["old_xpath"],
        truth=_truth(data),
        action=Action(_ACTIONS.get(action, action), "", str(data.get("action_value") or "")),
        variable=str(data.get("variable") or ""),
        locators=tuple(_written(each) for each in data.get("locators") or ()),
    )


def _truth(data: Mapping[str, Any]) -> Truth:
    if data["new_xpath"] is None:
        return Gone(str(data.get("gone_scope") or ""))
    return Stands(str(data["new_xpath"]), tuple(data.get("new_equiv") or ()))


def _written(data: Mapping[str, Any]) -> Written:
    by = str(data["by"]) if "by" in data else ""
    value = str(data.get("role" if by == "role" else "value") or "")
    if not by or not value:
        raise ValueError("a locator lacks `by` or its value")
    options: list[tuple[str, str | bool]] = []
    if data.get("name"):
        options.append(("name", str(data["name"])))
    if data.get("exact"):
        options.append(("exact", True))
    return Written(Locator(DIALECT, (Step(by, value, tuple(options)),)), str(data.get("new") or ""))
