"""Which elements are rendered, and which are left out of the accessibility tree.

A wrong "hidden" costs more than a wrong "visible": a style rule whose condition cannot be checked
here (an unknown media feature, a pseudo-class) counts only where it shows an element.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import drops_down
from selfheal_cli.dom.flat import FlatTree, is_drawn
from selfheal_cli.dom.sheets import Sheets
from selfheal_cli.dom.stylerules import Concern

_NEVER_RENDERED = frozenset(
    """base basefont datalist head link meta noembed noframes noscript param rp script style
    template title""".split()  # noqa: SIM905
)
_IGNORED_BY_ARIA = frozenset(("script", "style", "noscript", "template"))
# What is in them is shown where they themselves cannot be, or never.
_REPLACED = frozenset(("audio", "canvas", "meter", "progress", "video"))
_EMPTY = frozenset(("source", "track"))
# HTML, 15.3, as Chromium has it: what is not `display: inline` unless a style sheet says so.
_NOT_INLINE = frozenset(
    """address article aside blockquote body button caption center col colgroup dd details dialog
    dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 header
    hgroup hr html input legend li listing main marquee menu meter nav ol optgroup option p
    plaintext pre progress ruby search section select slot summary table tbody td textarea tfoot th
    thead tr ul xmp""".split()  # noqa: SIM905
)
_NOT_INLINE_DRAWN = frozenset(("foreignobject", "text"))
_CELLS = frozenset(("td", "th"))
_INLINE_BLOCK = frozenset(("button", "input", "select", "meter", "progress", "textarea"))
_BLOCKIFYING = frozenset(("flex", "inline-flex", "grid", "inline-grid"))
_CONCERN = Concern(
    "display|visibility|content-visibility|text-transform",
    ("display", "visibility", "text-transform"),
)
_HIDING_VALUES = {
    "content-visibility": ("hidden",),
    "display": ("none",),
    "visibility": ("hidden", "collapse"),
}
# Values that stand for others (CSS Cascade 5, 7.3); revert: what the browser's own sheet says.
_DISPLAY_WORDS = {"initial": "inline", "unset": "inline", "inherit": "block"}
_REVERTING = ("revert", "revert-layer")
_WIDE = (*_REVERTING, *_DISPLAY_WORDS)
_DIALOG_OPEN = "__playwright_dialog_open_"
_POPOVER_OPEN = "__playwright_popover_open_"


# Why an element does not show; all but `_INVISIBLE` hold for everything below it. Skipped: it would
# have a box, but the browser lays out nothing there (closed details, a closed list).
_NO_BOX, _INVISIBLE, _ARIA, _SKIPPED = 1, 2, 4, 8
_UNSEEN = _NO_BOX | _INVISIBLE | _SKIPPED
_KEPT_BACK = frozenset(("details",))
_BELOW_UNSEEN = _NO_BOX | _SKIPPED


class Visibility:
    """Finds what hides elements of one document; each is looked at once."""

    def __init__(self, tree: FlatTree) -> None:
        self._tree = tree
        self._sheets = Sheets(tree, _CONCERN, _shows)
        self._known: dict[HtmlElement, int] = {}
        self._display: dict[HtmlElement, str] = {}
        self._transform: dict[HtmlElement, str] = {}
        self._skipping: dict[HtmlElement, bool] = {}

    def visible(self, element: HtmlElement) -> bool:
        """Whether it is rendered, as far as a snapshot tells: nothing is laid out here."""
        hiding = self._hiding(element)
        if self._is_mere_contents(element):
            return self._holds_any(element, self.visible)
        return not hiding & _UNSEEN and element.tag not in _EMPTY

    def boxed(self, element: HtmlElement) -> bool:
        """Whether it has a place in the layout, be it seen there or not; what closed details hold
        has one when it is asked for."""
        hiding = self._hiding(element)
        if hiding & _NO_BOX or self._is_mere_contents(element) or element.tag in _EMPTY:
            return False
        return not hiding & _SKIPPED or all(
            above.tag in _KEPT_BACK or not self._skips(above, each)
            for each, above in self._links(element)
        )

    def _links(self, element: HtmlElement) -> Iterator[tuple[HtmlElement, HtmlElement]]:
        """The element with its parent, the parent with its own, and so on."""
        above = self._tree.parent(element)
        while above is not None:
            yield element, above
            element, above = above, self._tree.parent(above)

    def hidden(self, element: HtmlElement) -> bool:
        """Whether it is left out of the accessibility tree (WAI-ARIA 1.2, 7.1)."""
        hiding = self._hiding(element)
        if element in self._display and self._is_mere_contents(element):
            return not self._holds_any(element, lambda inner: not self.hidden(inner))
        if not hiding:
            return False
        if hiding & (_NO_BOX | _ARIA):
            return True
        return element.tag != "slot" and not _is_listed(element)

    def inline(self, element: HtmlElement) -> bool:
        """Whether its text runs on in the line of its neighbours'."""
        self._hiding(element)
        parent = element.getparent()
        if parent is not None and self.lines_up(parent):
            return False
        display = self._display.get(element)
        if display is not None:
            return display == "inline"
        if element.tag in _NOT_INLINE_DRAWN:
            return not is_drawn(element)
        return element.tag not in _NOT_INLINE

    def invisible(self, element: HtmlElement) -> bool:
        """Whether its computed `visibility` is not `visible`."""
        return bool(self._hiding(element) & _INVISIBLE)

    def lines_up(self, element: HtmlElement) -> bool:
        """Whether what is directly in it is a block each (CSS Display 3, 2.7: blockification)."""
        self._hiding(element)
        while self._is_mere_contents(element):
            parent = element.getparent()
            if parent is None:
                return False
            element = parent
        return self._display.get(element) in _BLOCKIFYING

    def _is_mere_contents(self, element: HtmlElement) -> bool:
        return self._display.get(element) == "contents" and element.tag != "slot"

    def _holds_any(self, element: HtmlElement, counts: Callable[[HtmlElement], bool]) -> bool:
        """Whether an element that has no box but its children's holds a text or a child that
        counts. No recursion where such elements are nested."""
        pending = [element]
        while pending:
            around = pending.pop()
            if (
                around.text
                and not around.text.isspace()
                and not self._known[around] & _BELOW_UNSEEN
            ):
                return True
            for child in around.iterchildren():
                tail = child.tail
                if tail and not tail.isspace() and not self._known[around] & _BELOW_UNSEEN:
                    return True
                if not isinstance(child.tag, str):
                    continue
                self._hiding(child)
                if self._is_mere_contents(child):
                    pending.append(child)
                elif counts(child):
                    return True
        return False

    def display(self, element: HtmlElement) -> str:
        """The value of `display`, as far as it decides where lines break."""
        self._hiding(element)
        parent = element.getparent()
        display = self._display.get(element) or _default_display(str(element.tag))
        blockified = parent is not None and self.lines_up(parent)
        return "block" if blockified and display.startswith("inline") else display

    def text_transform(self, element: HtmlElement) -> str:
        """The value of `text-transform`, its own or inherited; "" where none is stated."""
        self._hiding(element)
        above: HtmlElement | None = element
        while above is not None:
            if above in self._transform:
                return self._transform[above]
            above = self._tree.parent(above)
        return ""

    def _hiding(self, element: HtmlElement) -> int:
        known = self._known.get(element)
        if known is not None:
            return known
        chain = [element]
        above = self._above(element)
        while above is not None and above not in self._known:
            chain.append(above)
            above = self._above(above)
        for each in reversed(chain):
            self._known[each] = self._own(each)
        return self._known[element]

    def _above(self, element: HtmlElement) -> HtmlElement | None:
        slot = self._tree.slot_of(element)
        return self._tree.parent(element) if slot is None else slot

    def _own(self, element: HtmlElement) -> int:
        """What hides it, where what hides its parent and its slot is known."""
        declared = self._sheets.declared(element)
        hiding = self._inherited(element)
        if declared:
            hiding = self._styled(element, declared, hiding)
        if (element.get("aria-hidden") or "").lower() == "true":
            hiding |= _ARIA
        if element not in self._display and _hidden_by_default(element):
            self._display[element] = "none"
        if self._display.get(element) == "none" or element.tag in _IGNORED_BY_ARIA:
            hiding |= _NO_BOX
        return hiding

    def _styled(self, element: HtmlElement, declared: Mapping[str, str], hiding: int) -> int:
        """With what sheets declare for it."""
        visible = declared.get("visibility", "inherit")
        if visible in ("visible", "initial"):
            hiding &= ~_INVISIBLE
        elif visible in _HIDING_VALUES["visibility"]:
            hiding |= _INVISIBLE
        display = declared.get("display", "")
        if display and display not in _REVERTING and "(" not in display:
            self._display[element] = _DISPLAY_WORDS.get(display, display)
        transform = declared.get("text-transform", "")
        if transform and transform not in _WIDE:
            self._transform[element] = transform
        content = declared.get("content-visibility")
        if content is not None:
            self._skipping[element] = content == "hidden"
        return hiding

    def _inherited(self, element: HtmlElement) -> int:
        parent = self._tree.parent(element)
        if parent is None:
            return 0
        hiding = self._known[parent]
        slot = self._tree.slot_of(element)
        if slot is not None:
            around = self._known[slot]
            hiding = (hiding & ~_INVISIBLE) | (around & _INVISIBLE)
            return hiding | _SKIPPED if around & _BELOW_UNSEEN else hiding
        if not self._tree.is_slotted(element):
            return hiding | _NO_BOX
        return hiding | _SKIPPED if self._skips(parent, element) else hiding

    def _skips(self, parent: HtmlElement, child: HtmlElement) -> bool:
        """Whether `parent` has a box and nothing of `child` is in it."""
        tag = parent.tag
        if tag == "details" and "open" not in parent.attrib:
            return child is not next(iter(parent.iterchildren("summary")), None)
        if tag == "select":
            return drops_down(parent)
        if tag == "slot":
            return self._tree.is_filled(parent)
        if tag in _REPLACED:
            return True
        until_found = (parent.get("hidden") or "").lower() == "until-found"
        return self._skipping.get(parent, until_found)


def _shows(name: str, value: str) -> bool:
    """Whether a declaration takes neither an element nor its letters as written out of sight."""
    if name == "text-transform":
        return value == "none"
    return value not in _HIDING_VALUES[name]


def _default_display(tag: str) -> str:
    if tag in _CELLS:
        return "table-cell"
    if tag in _INLINE_BLOCK:
        return "inline-block"
    return "block" if tag in _NOT_INLINE else "inline"


def _hidden_by_default(element: HtmlElement) -> bool:
    """What the browser's own style sheet hides (HTML, 15.3.1)."""
    tag, attributes = element.tag, element.attrib
    if "hidden" in attributes:
        return attributes["hidden"].lower() != "until-found"
    if tag == "dialog":
        return "open" not in attributes and _DIALOG_OPEN not in attributes
    if tag == "audio":
        return "controls" not in attributes
    if tag == "input":
        return (element.get("type") or "").lower() == "hidden"
    if tag == "title":
        return not is_drawn(element)
    return tag in _NEVER_RENDERED or element.get(_POPOVER_OPEN) == "false"


def _is_listed(element: HtmlElement) -> bool:
    """An option counts wherever its list is, open or closed."""
    return element.tag == "option" and next(element.iterancestors("select"), None) is not None
