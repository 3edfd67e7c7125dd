"""Form controls: their types and values, and whether they take input."""

from __future__ import annotations

from lxml.html import HtmlElement

_FOCUSABLE = frozenset(("button", "details", "select", "textarea"))
_DISABLEABLE = frozenset(("button", "input", "select", "textarea", "option", "optgroup"))


def input_type(element: HtmlElement) -> str:
    """The `type` of an input in lower case, "" where not given."""
    return (element.get("type") or "").lower()


def value_of(control: HtmlElement) -> str:
    """What an input or a textarea holds: as recorded, else as written."""
    recorded = control.get("__playwright_value_")
    if recorded is not None:
        return recorded
    if control.tag == "textarea":
        return control.text or ""
    return control.get("value") or ""


def shown_value(control: HtmlElement) -> str:
    """A password is never part of a name."""
    return "" if input_type(control) == "password" else value_of(control)


def selected_options(select: HtmlElement) -> list[HtmlElement]:
    """The options chosen in a `<select>`: as recorded, else as written; a drop-down list always
    has one, by default the first that is not disabled (HTML, 4.10.7)."""
    options = list(select.iter("option"))
    if any("__playwright_selected_" in o.attrib for o in options):
        return [o for o in options if o.get("__playwright_selected_") == "true"]
    chosen = [o for o in options if "selected" in o.attrib]
    if "multiple" in select.attrib:
        return chosen
    if chosen or (select.get("size") or "1") not in ("0", "1"):
        return chosen[-1:]
    return [o for o in options if "disabled" not in o.attrib][:1]


def natively_disabled(element: HtmlElement) -> bool:
    """Whether HTML disables the control, be it by an option group or a fieldset (HTML, 4.10)."""
    if element.tag not in _DISABLEABLE:
        return False
    if "disabled" in element.attrib:
        return True
    parent = element.getparent()
    if element.tag == "option":
        return parent is not None and parent.tag == "optgroup" and "disabled" in parent.attrib
    return any(
        "disabled" in fieldset.attrib and not _in_first_legend(element, fieldset)
        for fieldset in element.iterancestors("fieldset")
    )


def _in_first_legend(element: HtmlElement, fieldset: HtmlElement) -> bool:
    legend = next(iter(fieldset.iterchildren("legend")), None)
    return legend is not None and any(above is legend for above in element.iterancestors("legend"))


def focusable(element: HtmlElement) -> bool:
    """Whether the keyboard or a script can focus the element."""
    if natively_disabled(element):
        return False
    tag = element.tag
    return (
        tag in _FOCUSABLE
        or (tag in ("a", "area") and "href" in element.attrib)
        or (tag == "input" and input_type(element) != "hidden")
        or is_number(element.get("tabindex"))
    )


def is_number(text: str | None) -> bool:
    """Whether `text` is an integer, as `tabindex` wants one."""
    return text is not None and text.strip().removeprefix("-").isdigit()
