"""What tags, roles and actions have in common: the classes that stand for one another."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

# Tags and roles that authors exchange for one another between releases.
_CLASSES = {
    "press": "a button summary jp-button link menuitem menuitemcheckbox menuitemradio tab "
    "treeitem switch",
    "type": "textarea textbox searchbox spinbutton",
    "choose": "select combobox listbox",
    "tick": "checkbox radio",
    "head": "h1 h2 h3 h4 h5 h6 legend heading caption dt summary-heading",
    "label": "label labeltext",
    "image": "img svg picture i image graphics",
    "cell": "td cell gridcell dd",
    "headcell": "th columnheader rowheader",
    "row": "tr row",
    "entry": "li listitem option",
    "list": "ul ol dl list menu listbox tablist radiogroup group",
    "table": "table grid treegrid thead tbody rowgroup",
    "form": "form fieldset search",
    "frame": "nav header footer main aside navigation banner contentinfo complementary region",
    "window": "dialog alertdialog",
    "notice": "alert status output log",
}
_CLASS_OF = {word: kind for kind, row in _CLASSES.items() for word in row.split()}
_FIELD_TYPES = {"checkbox": "tick", "radio": "tick", "file": "type", "range": "type"}
_PRESS_TYPES = frozenset(("submit", "button", "reset", "image"))

# Elements of these classes are controls where their attributes say so.
BOXES = frozenset(("plain", "entry", "image"))

EDITABLE = frozenset(("type", "choose"))
FILL_LIKE = frozenset(("fill", "upload", "assert-value"))


@lru_cache(maxsize=4096)
def kind_of(tag: str, role: str, type_: str) -> str:
    """The class of an element: `press`, `type`, `tick`, `head` ...; "plain" for a box or span."""
    if tag == "input":
        if type_ in _PRESS_TYPES:
            return "press"
        return _FIELD_TYPES.get(type_, "type")
    return _CLASS_OF.get(role) or _CLASS_OF.get(tag) or "plain"


def invites(get: Callable[[str], str | None]) -> bool:
    """Whether attributes (`get` reads one) make a box a control: it takes the focus in its turn,
    opens something, or has a handler."""
    return get("tabindex") == "0" or bool(get("aria-haspopup") or get("onclick"))


def fits(kind: str, action: str) -> bool:
    """Whether an element of this class is what `action` (model.Action.kind) is done to."""
    if action in FILL_LIKE:
        return kind in EDITABLE
    if action == "select":
        return kind == "choose"
    if action == "check":
        return kind in ("tick", "press")
    if action == "click":
        return kind in ("press", "tick", "entry", "choose")
    return True
