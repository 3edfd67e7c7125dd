"""How the parts of an element's text follow each other: what style sheets generate around it, and
what runs on in the line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

from selfheal_cli.dom.csstext import unescaped
from selfheal_cli.dom.flat import FlatTree
from selfheal_cli.dom.sheets import Sheets
from selfheal_cli.dom.visibility import Visibility

_BOXES = ("before", "after")
_STRING = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
# CSS Values 4 and Content 3, as far as they are text; all else ends a value's reading.
_PART = re.compile(
    rf"""\s*(?:(?P<string>{_STRING})
    |attr\(\s*(?P<attribute>[\w-]+)(?:\s+(?:raw-)?string)?\s*(?:,\s*(?P<fallback>{_STRING})\s*)?\)
    |(?P<slash>/)|(?P<other>[^\s"'/(]+(?:\([^()]*\))?|.))""",
    re.X | re.S | re.I,
)
_VARIABLE = re.compile(rf"var\(\s*(--[\w-]+)\s*(?:,\s*({_STRING})?\s*)?\)", re.S)
_OUT_OF_FLOW = ("absolute", "fixed")
_NOTHING: tuple[str, str | None, str] = ("", None, "")


class Flow:
    """Answers for the elements of one document."""

    def __init__(self, tree: FlatTree, sheets: Sheets, visibility: Visibility) -> None:
        self._tree = tree
        self._sheets = sheets
        self._visibility = visibility

    def inline(self, element: HtmlElement) -> bool:
        """Whether its text runs on in the line of its neighbours'."""
        if not self._visibility.inline(element):
            return False
        declared = self._sheets.declared(element)
        return not declared or not _is_taken_out(declared, "")

    def around(self, element: HtmlElement) -> tuple[str, str | None, str]:
        """The text generated before an element's content, instead of it (None: it stands), and
        after it (accname-1.2, 2F.ii, with Playwright's spaces around what is no inline box)."""
        declared = self._sheets.declared(element)
        if not declared:
            return _NOTHING
        before, after = (self._generated(element, box, declared) for box in _BOXES)
        stated = declared.get("content")
        instead = None if stated is None else self._text(element, stated, is_box=False)
        return before, instead, after

    def _generated(self, element: HtmlElement, box: str, declared: Mapping[str, str]) -> str:
        content = declared.get(f"{box}:content")
        display = declared.get(f"{box}:display", "inline")
        if content is None or display == "none":
            return ""
        inherited = "hidden" if self._visibility.invisible(element) else "visible"
        if declared.get(f"{box}:visibility", inherited) == "hidden":
            return ""
        text = self._text(element, content, is_box=True)
        if text is None:
            return ""
        runs_on = display == "inline" and not _is_taken_out(declared, f"{box}:")
        return text if runs_on and not self._visibility.lines_up(element) else f" {text} "

    def _text(self, element: HtmlElement, content: str, is_box: bool) -> str | None:
        """What a `content` value comes to as text; None where it is no text, or has parts that
        are none. After a slash, its alternative text; that alone counts of an element's own."""
        if "var(" in content:
            resolved = self._without_variables(element, content)
            if resolved is None:
                return None
            content = resolved
        parts = list(_PART.finditer(content))
        slash = next((place for place, part in enumerate(parts) if part["slash"]), None)
        if slash is not None:
            parts = parts[slash + 1 :]
        elif not is_box:
            return None
        texts = list(_texts(parts, element))
        return None if None in texts else "".join(text or "" for text in texts)

    def _without_variables(self, element: HtmlElement, content: str) -> str | None:
        """The value with each `var()` replaced; None where one has no value."""
        values = [
            (found[0], self._variable(element, found[1]) or found[2])
            for found in _VARIABLE.finditer(content)
        ]
        for written, value in values:
            if value is None:
                return None
            content = content.replace(written, value)
        return content

    def _variable(self, element: HtmlElement, name: str) -> str | None:
        """A custom property's value, where it is a text: inherited, as all are."""
        around: HtmlElement | None = element
        while around is not None:
            value = self._sheets.declared(around).get(name)
            if value is not None:
                return value
            around = self._tree.parent(around)
        return None


def _is_taken_out(declared: Mapping[str, str], box: str) -> bool:
    """Whether it floats or is positioned: it is a block then, whatever its `display`."""
    if declared.get(f"{box}float", "none") not in ("none", "initial", "unset"):
        return True
    return declared.get(f"{box}position") in _OUT_OF_FLOW


def _texts(parts: list[re.Match[str]], element: HtmlElement) -> Iterator[str | None]:
    for part in parts:
        if part["string"] is not None:
            yield _unquoted(part["string"])
        elif part["attribute"] is not None:
            given = element.get(part["attribute"])
            yield _unquoted(part["fallback"] or "''") if given is None else given
        else:
            yield None


def _unquoted(string: str) -> str:
    return unescaped(string[1:-1])
