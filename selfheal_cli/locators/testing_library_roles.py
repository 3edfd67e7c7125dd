"""The roles of elements as Testing Library's two tables have them: aria-query's, which `ByRole`
asks, and the one of dom-accessibility-api, which decides how a name is made."""

from __future__ import annotations

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import input_type

_SHARED = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("menu", "ol", "ul"), "list"),
    **dict.fromkeys(("tbody", "tfoot", "thead"), "rowgroup"),
    **dict.fromkeys(("details", "fieldset", "optgroup"), "group"),
    "article": "article",
    "aside": "complementary",
    "button": "button",
    "datalist": "listbox",
    "dd": "definition",
    "dialog": "dialog",
    "dt": "term",
    "figure": "figure",
    "footer": "contentinfo",
    "header": "banner",
    "hr": "separator",
    "html": "document",
    "li": "listitem",
    "main": "main",
    "math": "math",
    "nav": "navigation",
    "option": "option",
    "output": "status",
    "progress": "progressbar",
    "table": "table",
    "td": "cell",
    "textarea": "textbox",
    "th": "columnheader",
    "tr": "row",
}
_ASKED = {
    **_SHARED,
    **dict.fromkeys(
        """a area b bdo body data div hgroup i pre q samp section small span u""".split(),  # noqa: SIM905
        "generic",
    ),
    "address": "group",
    "blockquote": "blockquote",
    "caption": "caption",
    "code": "code",
    "del": "deletion",
    "dfn": "term",
    "em": "emphasis",
    "ins": "insertion",
    "mark": "mark",
    "meter": "meter",
    "p": "paragraph",
    "strong": "strong",
    "sub": "subscript",
    "sup": "superscript",
    "time": "time",
}
_NAMED = {**_SHARED, "form": "form", "legend": "legend", "section": "region", "summary": "button"}
_BUTTONS = ("button", "image", "reset", "submit")
_TYPED = {
    **dict.fromkeys(_BUTTONS, "button"),
    "checkbox": "checkbox",
    "radio": "radio",
    "range": "slider",
    "number": "spinbutton",
}
_LISTING = ("email", "search", "tel", "text", "url")
_NO_TAG = "-"
_GLOBAL = """atomic busy controls current describedby details dropeffect flowto grabbed hidden
    keyshortcuts label labelledby live owns relevant roledescription""".split()  # noqa: SIM905


# The roles that a rule gives beside the table's.
_RULED = {
    "a": ("link",),
    "area": ("link",),
    "form": ("form",),
    "img": ("presentation", "img"),
    "input": (*_TYPED.values(), "combobox", "searchbox", "textbox"),
    "section": ("region",),
    "select": ("combobox", "listbox"),
    "th": ("rowheader",),
}


def tags_asked(role: str) -> list[str]:
    """The tags whose elements `ByRole` may find by that role where they state none; none where
    they may be of any."""
    if not role:
        return []
    tags = [tag for tag, own in _ASKED.items() if own == role]
    return tags + [tag for tag, roles in _RULED.items() if role in roles] or [_NO_TAG]


def asked_role(element: HtmlElement) -> str:
    """The role that `ByRole` finds an element without a `role` by; "" for none."""
    tag = str(element.tag)
    if tag == "input":
        return _input_role(element, element.get("list"))
    if tag == "select":
        return "combobox" if not {"multiple", "size"} & set(element.attrib) else "listbox"
    if tag == "th" and (element.get("scope") or "").lower() in ("row", "rowgroup"):
        return "rowheader"
    if tag in ("a", "area") and element.get("href"):
        return "link"
    if tag == "img":
        return "presentation" if element.get("alt") == "" else "img"
    labelled = element.get("aria-label") or element.get("aria-labelledby")
    if tag == "section" and labelled:
        return "region"
    if tag == "form":
        return "form" if labelled or element.get("name") else ""
    return _ASKED.get(tag, "")


def _input_role(element: HtmlElement, options: str | None) -> str:
    kind = input_type(element)
    if kind not in _LISTING:
        return _TYPED.get(kind, "")
    if options:
        return "combobox"
    if options == "":
        return ""
    return "searchbox" if kind == "search" else "textbox"


def naming_role(element: HtmlElement) -> str:
    """The role that says how the element is named: its first stated one, or its own."""
    stated = (element.get("role") or "").strip().split(" ")[0]
    if stated and stated != "presentation":
        return stated
    own = _own_role(element)
    return own if not stated or _is_global(element, own) else stated


def _own_role(element: HtmlElement) -> str:
    tag = str(element.tag)
    if tag in ("a", "area", "link"):
        return "link" if "href" in element.attrib else ""
    if tag == "img":
        hides = element.get("alt") == "" and not _is_global(element, "img")
        return "presentation" if hides else "img"
    if tag == "input":
        listed = "combobox" if "list" in element.attrib else None
        return (listed and input_type(element) in _LISTING and listed) or _input_role(element, None)
    if tag == "select":
        size = (element.get("size") or "").strip()
        is_list = "multiple" in element.attrib or (size.isdigit() and int(size) > 1)
        return "listbox" if is_list else "combobox"
    return _NAMED.get(tag, "")


def _is_global(element: HtmlElement, role: str) -> bool:
    """Whether a state that every role may have keeps an element's own role."""
    barred = ("label", "labelledby") if role == "presentation" else ()
    return any(f"aria-{each}" in element.attrib for each in _GLOBAL if each not in barred)
