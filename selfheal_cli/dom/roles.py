"""ARIA roles of elements: explicit, implicit by HTML-AAM, and presentational conflicts."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import drops_down, focusable, input_type, is_number
from selfheal_cli.dom.flat import FlatTree

ROLES = frozenset(
    """alert alertdialog application article banner blockquote button caption cell checkbox code
    columnheader combobox complementary contentinfo definition deletion dialog directory document
    emphasis feed figure form generic grid gridcell group heading img insertion link list listbox
    listitem log main mark marquee math menu menubar menuitem menuitemcheckbox menuitemradio meter
    navigation none note option paragraph presentation progressbar radio radiogroup region row
    rowgroup rowheader scrollbar search searchbox separator slider spinbutton status strong
    subscript superscript switch tab table tablist tabpanel term textbox time timer toolbar tooltip
    tree treegrid treeitem""".split()  # noqa: SIM905 a list literal would take 80 lines
)

# HTML-AAM 1.0, where the tag alone decides, as far as Playwright follows it (it gives no role to
# address, hgroup and s).
_BY_TAG = {
    "article": "article",
    "aside": "complementary",
    "blockquote": "blockquote",
    "button": "button",
    "caption": "caption",
    "code": "code",
    "datalist": "listbox",
    "dd": "definition",
    "del": "deletion",
    "details": "group",
    "dfn": "term",
    "dialog": "dialog",
    "dt": "term",
    "em": "emphasis",
    "fieldset": "group",
    "figure": "figure",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "hr": "separator",
    "html": "document",
    "ins": "insertion",
    "li": "listitem",
    "main": "main",
    "mark": "mark",
    "math": "math",
    "menu": "list",
    "meter": "meter",
    "nav": "navigation",
    "ol": "list",
    "optgroup": "group",
    "option": "option",
    "output": "status",
    "p": "paragraph",
    "progress": "progressbar",
    "search": "search",
    "strong": "strong",
    "sub": "subscript",
    "sup": "superscript",
    "svg": "img",
    "table": "table",
    "tbody": "rowgroup",
    "textarea": "textbox",
    "tfoot": "rowgroup",
    "thead": "rowgroup",
    "time": "time",
    "tr": "row",
    "ul": "list",
}

_BY_INPUT_TYPE = {
    "button": "button",
    "checkbox": "checkbox",
    "file": "button",
    "hidden": "",
    "image": "button",
    "number": "spinbutton",
    "radio": "radio",
    "range": "slider",
    "reset": "button",
    "submit": "button",
}
_LISTABLE_INPUTS = frozenset(("email", "search", "tel", "text", "url"))

# Elements that are presentational where the structure above them is (WAI-ARIA, presentation).
_STRUCTURE = {
    "dd": ("dl", "div"),
    "div": ("dl",),
    "dt": ("dl", "div"),
    "li": ("ol", "ul"),
    "tbody": ("table",),
    "td": ("tr",),
    "tfoot": ("table",),
    "th": ("tr",),
    "thead": ("table",),
    "tr": ("thead", "tbody", "tfoot", "table"),
}

_GLOBAL_ATTRIBUTES = (
    "aria-atomic",
    "aria-busy",
    "aria-controls",
    "aria-current",
    "aria-describedby",
    "aria-details",
    "aria-dropeffect",
    "aria-flowto",
    "aria-grabbed",
    "aria-hidden",
    "aria-keyshortcuts",
    "aria-live",
    "aria-owns",
    "aria-relevant",
)
_NAMING_ATTRIBUTES = ("aria-label", "aria-labelledby")
_ROLEDESCRIPTION = "aria-roledescription"
_PRESENTATIONAL = ("none", "presentation")
# Roles that a naming attribute is no global attribute of (WAI-ARIA 1.2, 6.5), in Playwright's list.
_NAMING_IS_NOT_GLOBAL = frozenset(
    """caption code deletion emphasis generic insertion paragraph presentation strong subscript
    superscript""".split()  # noqa: SIM905
)

#: Roles that must not be named by their author (WAI-ARIA 1.2, 5.2.8.6).
NAME_PROHIBITED = frozenset(
    """caption code definition deletion emphasis generic insertion mark paragraph none strong
    subscript superscript term time""".split()  # noqa: SIM905
)

_NO_LANDMARK_IN = frozenset(("article", "aside", "main", "nav", "section"))
_NO_LANDMARK_ROLES = frozenset(("article", "complementary", "main", "navigation", "region"))


def explicit_role(element: HtmlElement) -> str:
    """The first role in the element's fallback list that ARIA knows, or "" (WAI-ARIA 1.2, 8.1)."""
    given = element.get("role")
    if not given:
        return ""
    if given in ROLES:
        return given
    return next((word for word in map(str.strip, given.split(" ")) if word in ROLES), "")


def tags_with(role: str) -> tuple[str, ...]:
    """The tags whose elements may have `role` without stating it; not for "none"."""
    return _TAGS.get(role, ())


class Roles:
    """Finds roles in one document; each is found once."""

    def __init__(self, tree: FlatTree) -> None:
        self._tree = tree
        self._known: dict[HtmlElement, str] = {}

    def of(self, element: HtmlElement) -> str:
        """The role, "" where there is none, "none" where it is presentational."""
        known = self._known.get(element)
        if known is None:
            known = self._known[element] = self._find(element)
        return known

    def _find(self, element: HtmlElement) -> str:
        explicit = explicit_role(element)
        if explicit and explicit not in _PRESENTATIONAL:
            return explicit
        implicit = self._implicit(element)
        return "none" if explicit and not _resists_presentation(element, implicit) else implicit

    def _implicit(self, element: HtmlElement) -> str:
        tag = str(element.tag)
        role = _BY_TAG.get(tag)
        if role is None:
            rule = _BY_RULE.get(tag)
            role = rule[0](element, self._tree) if rule is not None else ""
        if role and tag in _STRUCTURE and self._inherits_presentation(element):
            return "none"
        return role

    def _inherits_presentation(self, element: HtmlElement) -> bool:
        while True:
            parent = self._tree.parent(element)
            if parent is None or parent.tag not in _STRUCTURE.get(str(element.tag), ()):
                return False
            stated = explicit_role(parent)
            if stated in _PRESENTATIONAL and not _resists_presentation(parent, stated):
                return True
            element = parent


def _resists_presentation(element: HtmlElement, role: str) -> bool:
    """Presentational roles conflict resolution (WAI-ARIA 1.2, 7.1)."""
    return _has_global_attribute(element, role) or focusable(element)


def _has_global_attribute(element: HtmlElement, role: str) -> bool:
    attributes = element.attrib
    if any(name in attributes for name in _GLOBAL_ATTRIBUTES):
        return True
    if role not in _NAMING_IS_NOT_GLOBAL and any(name in attributes for name in _NAMING_ATTRIBUTES):
        return True
    return _ROLEDESCRIPTION in attributes and role != "generic"


def _link(element: HtmlElement, tree: FlatTree) -> str:
    return "link" if "href" in element.attrib else ""


def _landmark(role: str) -> Callable[[HtmlElement, FlatTree], str]:
    def find(element: HtmlElement, tree: FlatTree) -> str:
        for above in element.iterancestors():
            role_there = above.get("role")
            if role_there in _NO_LANDMARK_ROLES:
                return ""
            if role_there is None and above.tag in _NO_LANDMARK_IN:
                return ""
        return role

    return find


def _when_named(role: str) -> Callable[[HtmlElement, FlatTree], str]:
    def find(element: HtmlElement, tree: FlatTree) -> str:
        return role if any(name in element.attrib for name in _NAMING_ATTRIBUTES) else ""

    return find


def _image(element: HtmlElement, tree: FlatTree) -> str:
    decorative = (
        element.get("alt") == ""
        and not element.get("title")
        and not _has_global_attribute(element, "")
        and not is_number(element.get("tabindex"))
    )
    return "none" if decorative else "img"


def _input(element: HtmlElement, tree: FlatTree) -> str:
    kind = input_type(element)
    if kind in _LISTABLE_INPUTS:
        suggestions = tree.by_ids(element.get("list"), element)
        if suggestions and suggestions[0].tag == "datalist":
            return "combobox"
        return "searchbox" if kind == "search" else "textbox"
    return _BY_INPUT_TYPE.get(kind, "textbox")


def _select(element: HtmlElement, tree: FlatTree) -> str:
    return "combobox" if drops_down(element) else "listbox"


def _data_cell(element: HtmlElement, tree: FlatTree) -> str:
    table = next(iter(element.iterancestors("table")), None)
    in_grid = table is not None and explicit_role(table) in ("grid", "treegrid")
    return "gridcell" if in_grid else "cell"


def _header_cell(element: HtmlElement, tree: FlatTree) -> str:
    """By scope, else by the neighbours, as Chromium reads HTML-AAM's `th`."""
    scope = element.get("scope") or ""
    if scope in ("col", "colgroup"):
        return "columnheader"
    if scope in ("row", "rowgroup"):
        return "rowheader"
    beside = [next(element.itersiblings("*", preceding=back), None) for back in (True, False)]
    if beside == [None, None]:
        return "" if _is_in_only_row(element) else "columnheader"
    if any(cell is not None and cell.tag == "td" and _has_content(cell) for cell in beside):
        return "rowheader"
    return "columnheader"


def _is_in_only_row(cell: HtmlElement) -> bool:
    """Whether the cell's table has no other row: it heads no column then."""
    row = cell.getparent()
    table = next(cell.iterancestors("table"), None)
    if table is None or row is None or row.tag != "tr":
        return False
    rows = list(table.iterchildren("tr"))
    for section in table.iterchildren("thead", "tbody", "tfoot"):
        rows.extend(section.iterchildren("tr"))
    return len(rows) <= 1


def _has_content(cell: HtmlElement) -> bool:
    return next(cell.iterchildren("*"), None) is not None or bool(cell.text_content().strip())


# The rule of each tag, and the roles that it may give.
_BY_RULE: dict[str, tuple[Callable[[HtmlElement, FlatTree], str], tuple[str, ...]]] = {
    "a": (_link, ("link",)),
    "area": (_link, ("link",)),
    "footer": (_landmark("contentinfo"), ("contentinfo",)),
    "form": (_when_named("form"), ("form",)),
    "header": (_landmark("banner"), ("banner",)),
    "img": (_image, ("img",)),
    "input": (_input, ("combobox", "searchbox", "textbox", *_BY_INPUT_TYPE.values())),
    "section": (_when_named("region"), ("region",)),
    "select": (_select, ("combobox", "listbox")),
    "td": (_data_cell, ("cell", "gridcell")),
    "th": (_header_cell, ("columnheader", "rowheader")),
}


def _tags_by_role() -> dict[str, tuple[str, ...]]:
    by_role: dict[str, tuple[str, ...]] = {}
    given: dict[str, tuple[str, ...]] = {tag: (role,) for tag, role in _BY_TAG.items()}
    given.update((tag, roles) for tag, (_, roles) in _BY_RULE.items())
    for tag, roles in given.items():
        for role in dict.fromkeys(roles):
            by_role[role] = (*by_role.get(role, ()), tag)
    return by_role


_TAGS = _tags_by_role()
