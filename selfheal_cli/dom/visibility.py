"""Which elements are rendered, and which are left out of the accessibility tree."""

from __future__ import annotations

from lxml.html import HtmlElement

from selfheal_cli.dom.flat import FlatTree
from selfheal_cli.dom.sheets import Sheets

_NEVER_RENDERED = frozenset(
    """base basefont datalist head link meta noembed noframes noscript param rp script source
    style template title track""".split()  # noqa: SIM905
)
_IGNORED_BY_ARIA = frozenset(("script", "style", "noscript", "template"))
_BLOCK = frozenset(
    """address article aside blockquote body button caption center col colgroup dd details dialog
    dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 header
    hgroup hr html input legend li listing main marquee menu meter nav ol optgroup option p
    plaintext pre progress rt ruby search section select slot summary table tbody td textarea tfoot
    th thead tr ul xmp""".split()  # noqa: SIM905
)
_BLOCKIFYING = frozenset(("flex", "inline-flex", "grid", "inline-grid"))
_DIALOG_OPEN = "__playwright_dialog_open_"
_POPOVER_OPEN = "__playwright_popover_open_"


# Why an element does not show; all but `_INVISIBLE` hold for everything below it.
_NO_BOX, _INVISIBLE, _ARIA = 1, 2, 4


class Visibility:
    """Finds what hides elements of one document; each is looked at once."""

    def __init__(self, tree: FlatTree) -> None:
        self._tree = tree
        self._sheets = Sheets(tree)
        self._known: dict[HtmlElement, int] = {}
        self._display: dict[HtmlElement, str] = {}

    def visible(self, element: HtmlElement) -> bool:
        """Whether it is rendered, as far as a snapshot tells: nothing is laid out here."""
        if self._hiding(element) & (_NO_BOX | _INVISIBLE):
            return False
        return element.tag not in ("option", "optgroup") or not _in_closed_list(element)

    def hidden(self, element: HtmlElement) -> bool:
        """Whether it is left out of the accessibility tree (WAI-ARIA 1.2, 7.1)."""
        hiding = self._hiding(element)
        if not hiding:
            return False
        return hiding != _INVISIBLE or element.tag not in ("option", "slot")

    def inline(self, element: HtmlElement) -> bool:
        """Whether its text runs on in the line of its neighbours'."""
        self._hiding(element)
        parent = element.getparent()
        if parent is not None and self._display.get(parent, "") in _BLOCKIFYING:
            return False
        display = self._display.get(element, "")
        return display == "inline" if display else element.tag not in _BLOCK

    def _hiding(self, element: HtmlElement) -> int:
        known = self._known.get(element)
        if known is not None:
            return known
        chain = [element]
        above = self._tree.parent(element)
        while above is not None and above not in self._known:
            chain.append(above)
            above = self._tree.parent(above)
        hiding = 0 if above is None else self._known[above]
        for each in reversed(chain):
            hiding = self._known[each] = self._own(each, hiding)
        return hiding

    def _own(self, element: HtmlElement, inherited: int) -> int:
        declared = self._sheets.declared(element)
        if declared.display:
            self._display[element] = declared.display
        hiding = inherited
        if declared.visibility:
            hiding &= ~_INVISIBLE
            if declared.visibility in ("hidden", "collapse"):
                hiding |= _INVISIBLE
        if (element.get("aria-hidden") or "").lower() == "true":
            hiding |= _ARIA
        if not hiding & _NO_BOX and self._without_box(element, declared.display):
            hiding |= _NO_BOX
        return hiding

    def _without_box(self, element: HtmlElement, display: str) -> bool:
        if display == "none" or element.tag in _IGNORED_BY_ARIA:
            return True
        if not display and _hidden_by_default(element):
            return True
        parent = element.getparent()
        if parent is None:
            return False
        if parent.tag == "details" and "open" not in parent.attrib:
            return element is not next(iter(parent.iterchildren("summary")), None)
        return not self._tree.is_slotted(element)


def _hidden_by_default(element: HtmlElement) -> bool:
    """What the browser's own style sheet hides (HTML, 15.3.1)."""
    tag, attributes = element.tag, element.attrib
    if "hidden" in attributes:
        return True
    if tag == "dialog":
        return "open" not in attributes and _DIALOG_OPEN not in attributes
    if tag == "audio":
        return "controls" not in attributes
    if tag == "input":
        return (element.get("type") or "").lower() == "hidden"
    if tag == "title":
        return not any(above.tag == "svg" for above in element.iterancestors())
    return tag in _NEVER_RENDERED or element.get(_POPOVER_OPEN) == "false"


def _in_closed_list(option: HtmlElement) -> bool:
    """A drop-down list's options have no box of their own in the page."""
    select = next(iter(option.iterancestors("select")), None)
    return select is not None and "multiple" not in select.attrib and "size" not in select.attrib
