"""An element's text as WebDriver reads it: Selenium's atom `getVisibleText`, without a layout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

from selfheal_cli.dom.visibility import Visibility
from selfheal_cli.locators.displayed import shows_text
from selfheal_cli.locators.traversal import is_shadow

_DROPPED = re.compile("[\u200b\u200e\u200f]")
_SPACES = re.compile("[ \\f\\t\\v\\r\\n\u2028\u2029]+")
_TRIMMED = " \f\t\v\r\n\u2028\u2029"
_IN_LINE = frozenset(
    """inline inline-block inline-table none table-cell table-column
    table-column-group""".split()  # noqa: SIM905
)
_WORD = re.compile(r"(^|\s|\b)(\S)")
_TRANSFORMS: dict[str, Callable[[str], str]] = {
    "uppercase": str.upper,
    "lowercase": str.lower,
    "capitalize": lambda text: _WORD.sub(lambda found: found[1] + found[2].upper(), text),
}


def rendered_text(element: HtmlElement, visibility: Visibility) -> str:
    """Hidden parts left out, blocks on lines of their own, letters as `text-transform` shows
    them, white space collapsed and trimmed."""
    lines = _Lines(visibility)
    lines.read(element)
    trimmed = "\n".join(line.strip(_TRIMMED) for line in lines.lines).strip(_TRIMMED)
    return trimmed.replace("\xa0", " ")


def searched_text(element: HtmlElement, visibility: Visibility) -> str:
    """The same as a search by link text compares it: without the spaces at its ends that were
    non-breaking."""
    return rendered_text(element, visibility).strip()


class _Lines:
    """The lines so far; the last is being written."""

    __slots__ = ("lines", "visibility")

    def __init__(self, visibility: Visibility) -> None:
        self.lines = [""]
        self.visibility = visibility

    def read(self, top: HtmlElement) -> None:
        """No recursion: a page may be deeper than Python's stack."""
        open_elements = [(top, self._enter(top))]
        while open_elements:
            element, children = open_elements[-1]
            child = next(children, None)
            if child is None:
                open_elements.pop()
                self._leave(element)
            elif isinstance(child, str):
                self._text(child, element)
            elif child.tag == "br":
                self.lines.append("")
            else:
                open_elements.append((child, self._enter(child)))

    def _enter(self, element: HtmlElement) -> Iterator[HtmlElement | str]:
        if self._breaks(element):
            self._break()
        return _children(element)

    def _leave(self, element: HtmlElement) -> None:
        if self.visibility.display(element) == "table-cell":
            if self.lines[-1] and not self.lines[-1].endswith(" "):
                self.lines[-1] += " "
        elif self._breaks(element):
            self._break()

    def _breaks(self, element: HtmlElement) -> bool:
        return self.visibility.display(element) not in _IN_LINE

    def _break(self) -> None:
        if self.lines[-1].strip():
            self.lines.append("")

    def _text(self, written: str, parent: HtmlElement) -> None:
        if not written or not shows_text(parent, self.visibility):
            return
        text = _SPACES.sub(" ", _DROPPED.sub("", written))
        if self.lines[-1].endswith(" ") and text.startswith(" "):
            text = text[1:]
        transform = _TRANSFORMS.get(self.visibility.text_transform(parent))
        self.lines[-1] += transform(text) if transform else text


def _children(element: HtmlElement) -> Iterator[HtmlElement | str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not is_shadow(child):
            yield child
        yield child.tail or ""
