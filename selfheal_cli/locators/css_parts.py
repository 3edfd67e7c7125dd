"""Predicates for the parts of a compound that look at one element's tag, id, class, attributes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.dom.foreign import in_namespace
from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.css_context import Context
from selfheal_cli.locators.css_syntax import Attribute, Class, Id, Tag

Check: TypeAlias = Callable[[HtmlElement, Context], bool]

_SPACE = re.compile(r"[ \t\n\f\r]+")

# HTML, "Case-sensitivity of selectors": their values compare ASCII case-insensitively.
_FOLDED_VALUES = frozenset(
    """accept accept-charset align alink axis bgcolor charset checked clear codetype
    color compact declare defer dir direction disabled enctype face frame hreflang
    http-equiv lang language link media method multiple nohref noresize noshade nowrap
    readonly rel rev rules scope scrolling selected shape target text type valign
    valuetype vlink""".split()  # noqa: SIM905
)


def tag_check(tag: Tag) -> Check:
    """Type selector. Chromium folds the names of SVG elements too, though they are spelled
    `linearGradient`."""
    name = tag.name.lower()
    if name == "*":
        return lambda element, context: True
    return lambda element, context: (
        element.tag == name or element.tag == context.tree.foreign.capital_tags.get(name)
    )


def id_check(part: Id) -> Check:
    """`#id`."""
    name = part.name
    return lambda element, context: element.get("id") == name


def class_check(part: Class) -> Check:
    """`.class`."""
    name = part.name

    def check(element: HtmlElement, context: Context) -> bool:
        value = element.get("class")
        return value is not None and name in value and name in _SPACE.split(value)

    return check


Read: TypeAlias = Callable[[HtmlElement, str, Context], "str | None"]


def attribute_of(element: HtmlElement, name: str, context: Context) -> str | None:
    """The value of the attribute that CSS means by a name in lower case."""
    value = element.get(name)
    if value is None:
        capitals = context.tree.foreign.capital_attributes
        return element.get(capitals[name]) if name in capitals else None
    return None if in_namespace(element, name) else value


def attribute_check(part: Attribute, read: Read = attribute_of) -> Check:
    """`[name]`, `[name=value]` and the other operators; `read`: which attribute a name means."""
    name = part.name.lower()
    if name.startswith("__playwright"):
        return lambda element, context: False
    if not part.operator:
        return lambda element, context: read(element, name, context) is not None
    folds = part.flag == "i" or (part.flag != "s" and name in _FOLDED_VALUES)
    compare = _OPERATORS[part.operator]
    wanted = part.value.lower() if folds else part.value

    def check(element: HtmlElement, context: Context) -> bool:
        value = read(element, name, context)
        return value is not None and compare(value.lower() if folds else value, wanted)

    return check


def browser_attribute(part: Attribute) -> Check:
    """The same, where Chromium takes it."""
    if part.flag == "s":
        raise LocatorSyntaxError("CSS: Chromium knows no attribute selector with the flag 's'")
    return attribute_check(part)


def _has_word(value: str, wanted: str) -> bool:
    return wanted in value and bool(wanted) and wanted in _SPACE.split(value)


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda value, wanted: value == wanted,
    "~=": _has_word,
    "|=": lambda value, wanted: value == wanted or value.startswith(wanted + "-"),
    "^=": lambda value, wanted: bool(wanted) and value.startswith(wanted),
    "$=": lambda value, wanted: bool(wanted) and value.endswith(wanted),
    "*=": lambda value, wanted: bool(wanted) and wanted in value,
}
