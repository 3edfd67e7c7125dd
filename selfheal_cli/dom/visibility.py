"""Which elements are rendered, and which are left out of the accessibility tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import drops_down
from selfheal_cli.dom.flat import FlatTree, is_drawn
from selfheal_cli.dom.sheets import HIDING, Sheets

_NEVER_RENDERED = frozenset(
    """area base basefont datalist head link meta noembed noframes noscript param rp script style
    template title""".split()  # noqa: SIM905
)
_IGNORED_BY_ARIA = frozenset(("script", "style", "noscript", "template"))
# What is in them is shown where they themselves cannot be, or never.
_REPLACED = frozenset(("audio", "canvas", "meter", "progress", "video"))
# What may have a box and not show what is in it.
_SKIPPING = _REPLACED | {"details", "select", "slot"}
_EMPTY = frozenset(
    """animate animateMotion animateTransform desc feDistantLight feFuncA feFuncB feFuncG feFuncR
    feMergeNode fePointLight feSpotLight metadata mpath set source stop title track
    view""".split()  # noqa: SIM905
)
# What is in these parts of a drawing is drawn where they are referred to, if at all.
_UNDRAWN = frozenset(
    """clipPath defs filter linearGradient marker mask pattern radialGradient
    symbol""".split()  # noqa: SIM905
)
# HTML, 15.3, as Chromium has it: what is not `display: inline` unless a style sheet says so.
_NOT_INLINE = frozenset(
    """address article aside blockquote body button caption center col colgroup dd details dialog
    dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 header
    hgroup hr html input legend li listing main marquee menu meter nav ol optgroup option p
    plaintext pre progress ruby search section select slot summary table tbody td textarea tfoot th
    thead tr ul xmp""".split()  # noqa: SIM905
)
_NOT_INLINE_DRAWN = frozenset(("foreignObject", "text"))
_CELLS = frozenset(("td", "th"))
_INLINE_BLOCK = frozenset(("button", "input", "select", "meter", "progress", "textarea"))
_BLOCKIFYING = frozenset(("flex", "inline-flex", "grid", "inline-grid"))
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

    def __init__(self, tree: FlatTree, sheets: Sheets) -> None:
        self._tree = tree
        self._sheets = sheets
        self._known: dict[HtmlElement, int] = {}
        self._visible: dict[HtmlElement, bool] = {}
        self._display: dict[HtmlElement, str] = {}
        self._transform: dict[HtmlElement, str] = {}
        self._transformed: dict[HtmlElement, str] = {}
        self._skipping: dict[HtmlElement, bool] = {}

    def visible(self, element: HtmlElement) -> bool:
        """Whether it is rendered, as far as a snapshot tells: nothing is laid out here."""
        known = self._visible.get(element)
        if known is None:
            known = self._visible[element] = self._rendered(element)
        return known

    def _rendered(self, element: HtmlElement) -> bool:
        hiding = self._hiding(element)
        if self._is_mere_contents(element) or (element.tag == "slot" and self._is_bare(element)):
            return self._holds_any(element, self.visible)
        if hiding & _UNSEEN or element.tag in _EMPTY:
            return False
        return not self._skipping.get(element) and not (self._drawings and _is_undrawn(element))

    @cached_property
    def _drawings(self) -> bool:
        """Whether the page has drawings with parts that are drawn elsewhere: few have."""
        return next(self._tree.page.root.iter(*_UNDRAWN), None) is not None

    def boxed(self, element: HtmlElement) -> bool:
        """Whether it has a place in the layout, be it seen there or not; what closed details hold
        has one when it is asked for."""
        hiding = self._hiding(element)
        if hiding & _NO_BOX or self._is_mere_contents(element) or element.tag in _EMPTY:
            return False
        return not hiding & _SKIPPED or not any(
            above in self._skipping and above.tag not in _KEPT_BACK and self._skips(above, each)
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

    def _is_bare(self, slot: HtmlElement) -> bool:
        """Whether a slot has no box; what is assigned to it has its own, elsewhere."""
        return self._display.get(slot, "contents") == "contents"

    def _holds_any(self, element: HtmlElement, counts: Callable[[HtmlElement], bool]) -> bool:
        """Whether an element that has no box but its children's holds a text or a child that
        counts. No recursion where such elements are nested."""
        pending = [] if self._tree.is_filled(element) else [element]
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
        if not self._transform:
            return ""
        chain: list[HtmlElement] = []
        above: HtmlElement | None = element
        while above is not None and above not in self._transformed:
            chain.append(above)
            above = self._tree.parent(above)
        value = "" if above is None else self._transformed[above]
        for each in reversed(chain):
            value = self._transformed[each] = self._transform.get(each, value)
        return value

    def _hiding(self, element: HtmlElement) -> int:
        known = self._known.get(element)
        if known is not None:
            return known
        chain: list[HtmlElement] = []
        above: HtmlElement | None = element
        while above is not None and above not in self._known:
            chain.append(above)
            above = self._above(above)
        hiding = 0
        for each in reversed(chain):
            hiding = self._known[each] = self._own(each, above)
            above = each
        return hiding

    def _above(self, element: HtmlElement) -> HtmlElement | None:
        """The slot that it shows in, else its parent."""
        slot = self._tree.slot_of(element)
        return self._tree.parent(element) if slot is None else slot

    def _own(self, element: HtmlElement, above: HtmlElement | None) -> int:
        """What hides it, where what hides its parent and its slot is known."""
        hiding = 0 if above is None else self._inherited(element, above)
        until_found = element.get("hidden", "").lower() == "until-found"
        if until_found or element.tag in _SKIPPING:
            self._skipping[element] = until_found
        declared = self._sheets.declared(element)
        if declared:
            hiding = self._styled(element, declared, hiding)
        if element.get("aria-hidden", "").lower() == "true":
            hiding |= _ARIA
        display = self._display.get(element)
        if display is None and _hidden_by_default(element):
            display = self._display[element] = "none"
        if display == "none" or element.tag in _IGNORED_BY_ARIA:
            hiding |= _NO_BOX
        return hiding

    def _styled(self, element: HtmlElement, declared: Mapping[str, str], hiding: int) -> int:
        """With what sheets declare for it."""
        visible = declared.get("visibility", "inherit")
        if visible in ("visible", "initial"):
            hiding &= ~_INVISIBLE
        elif visible in HIDING["visibility"]:
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

    def _inherited(self, element: HtmlElement, above: HtmlElement) -> int:
        parent = self._tree.parent(element) if self._tree.page.has_shadow else above
        if parent is None:
            return 0
        hiding = self._known[parent]
        if parent is not above:
            around = self._known[above]
            hiding = (hiding & ~_INVISIBLE) | (around & _INVISIBLE)
            return hiding | _SKIPPED if around & _BELOW_UNSEEN else hiding
        if not self._tree.is_slotted(element):
            return hiding | _NO_BOX
        if parent in self._skipping and self._skips(parent, element):
            return hiding | _SKIPPED
        return hiding

    def _skips(self, parent: HtmlElement, child: HtmlElement) -> bool:
        """Whether `parent` has a box and nothing of `child` is in it."""
        tag = parent.tag
        if tag == "details" and "open" not in parent.attrib:
            return child is not next(iter(parent.iterchildren("summary")), None)
        if tag == "select":
            return drops_down(parent)
        if tag == "slot":
            return self._tree.is_filled(parent)
        return tag in _REPLACED or self._skipping[parent]


def _default_display(tag: str) -> str:
    if tag in _CELLS:
        return "table-cell"
    if tag in _INLINE_BLOCK:
        return "inline-block"
    return "block" if tag in _NOT_INLINE else "inline"


def _hidden_by_default(element: HtmlElement) -> bool:
    """What the browser's own style sheet hides (HTML, 15.3.1)."""
    tag, given = element.tag, element.get("hidden")
    if given is not None:
        return given.lower() != "until-found"
    if tag == "dialog":
        return "open" not in element.attrib and _DIALOG_OPEN not in element.attrib
    if tag == "audio":
        return "controls" not in element.attrib
    if tag == "input":
        return (element.get("type") or "").lower() == "hidden"
    if tag == "title":
        return not is_drawn(element)
    return tag in _NEVER_RENDERED or element.get(_POPOVER_OPEN) == "false"


def _is_undrawn(element: HtmlElement) -> bool:
    if next(element.iterancestors("svg"), None) is None:  # nearly all
        return False
    around = (element, *element.iterancestors(*_UNDRAWN))
    return any(each.tag in _UNDRAWN for each in around) and is_drawn(element)


def _is_listed(element: HtmlElement) -> bool:
    """An option counts wherever its list is, open or closed."""
    return element.tag == "option" and next(element.iterancestors("select"), None) is not None
