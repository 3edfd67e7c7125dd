"""Capybara's selectors: what each looks for, and which of its keys a locator may name.

The rules are those of Capybara 3's documented selectors, measured against its own engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NAME = "capybara"


@dataclass(frozen=True, slots=True)
class Form:
    """Tags of one kind of element, and the `type` that an input among them must or must not have
    (empty: any). `has`: an attribute it must have."""

    tags: tuple[str, ...]
    types: frozenset[str] = frozenset()
    other_types: frozenset[str] = frozenset()
    has: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A selector. `equal` attributes must be the locator; `alike` ones, the text (`by_text`), the
    legend or caption (`of_child`, `of_part`) and pictures' alternatives (`by_picture`) may hold
    it unless it is exact. `by_label`: so may a label. `title`: its name in messages. `enabled`:
    disabled elements are passed over unless asked for."""

    title: str
    forms: tuple[Form, ...]
    equal: tuple[str, ...] = ("id",)
    alike: tuple[str, ...] = ()
    by_text: frozenset[str] = frozenset()
    by_picture: frozenset[str] = frozenset()
    of_child: str = ""
    of_part: str = ""
    by_label: bool = False
    enabled: bool = False


def _field(title: str, *forms: Form) -> Kind:
    return Kind(title, forms, ("id", "name", "placeholder"), by_label=True, enabled=True)


def _input(kind: str) -> Form:
    return Form(("input",), types=frozenset({kind}))


_UNFILLED = frozenset({"submit", "image", "radio", "checkbox", "hidden", "file"})
_BUTTONS = frozenset({"submit", "reset", "image", "button"})

KINDS: Mapping[str, Kind] = {
    "button": Kind(
        "button",
        (Form(("input",), types=_BUTTONS), Form(("button",))),
        ("id", "name"),
        ("value", "title"),
        frozenset({"button"}),
        frozenset({"button"}),
        by_label=True,
        enabled=True,
    ),
    "link": Kind(
        "link",
        (Form(("a",)),),
        ("id",),
        ("title",),
        frozenset({"a"}),
        frozenset({"a"}),
    ),
    "field": _field(
        "field",
        Form(
            ("input", "textarea", "select"),
            other_types=frozenset({"submit", "image", "hidden"}),
        ),
    ),
    "fillable_field": _field("field", Form(("input", "textarea"), other_types=_UNFILLED)),
    "checkbox": _field("checkbox", _input("checkbox")),
    "radio_button": _field("radio button", _input("radio")),
    "file_field": _field("file field", _input("file")),
    "select": _field("select box", Form(("select",))),
    "datalist_input": _field(
        "input box with datalist completion", Form(("input",), has="list")
    ),
    "option": Kind("option", (Form(("option",)),), (), by_text=frozenset({"option"})),
    "datalist_option": Kind(
        "datalist option", (Form(("option",)),), ("value",), by_text=frozenset({"option"})
    ),
    "fieldset": Kind("fieldset", (Form(("fieldset",)),), of_child="legend"),
    "table": Kind("table", (Form(("table",)),), of_part="caption"),
    "label": Kind("label", (Form(("label",)),), by_text=frozenset({"label"})),
    "frame": Kind("frame", (Form(("iframe", "frame")),), ("id", "name")),
}  # fmt: skip
"""By the selector's name; `link_or_button` is both of the two."""

EITHER = "link_or_button"
PLAIN = {"css": "css", "xpath": "xpath", "id": "id", "element": "tag"}
"""Selectors that are strategies of their own."""

TITLES: Mapping[str, str] = {
    **{kind.title: name for name, kind in KINDS.items() if name != "fillable_field"},
    **{name: name for name in PLAIN},
    "link or button": EITHER,
}
"""A selector's name in messages -> the selector; a field that is filled in is called a field."""


def kinds_of(name: str) -> tuple[Kind, ...]:
    """The kinds a selector's name stands for; none where it is unknown."""
    if name == EITHER:
        return KINDS["link"], KINDS["button"]
    kind = KINDS.get(name)
    return () if kind is None else (kind,)
