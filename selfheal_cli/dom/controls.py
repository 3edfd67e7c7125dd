"""Form controls: their types and values, and whether they take input."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_FOCUSABLE = frozenset(("button", "details", "select", "textarea"))
_DISABLEABLE = frozenset(("button", "input", "select", "textarea", "option", "optgroup"))
_INPUT_TYPES = frozenset(
    """button checkbox color date datetime-local email file hidden image month number password radio
    range reset search submit tel text time url week""".split()  # noqa: SIM905
)
_LEADING_DIGITS = re.compile(r"[ \t\n\f\r]*\+?(\d{1,9})")
_HEXADECIMAL = re.compile(r"0x[0-9a-f]+\Z", re.I)


def input_type(element: HtmlElement) -> str:
    """The state of an input's `type`: "text" where it is missing or unknown (HTML, 4.10.5)."""
    given = (element.get("type") or "").lower()
    return given if given in _INPUT_TYPES else "text"


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
    if chosen or display_size(select) > 1:
        return chosen[-1:]
    return [o for o in options if not _is_disabled_option(o)][:1]


def display_size(select: HtmlElement) -> int:
    """How many rows a `<select>` shows by its `size`, 0 where that says nothing."""
    found = _LEADING_DIGITS.match(select.get("size") or "")
    return int(found[1]) if found else 0


def drops_down(select: HtmlElement) -> bool:
    """Whether its options show only once it is opened."""
    return "multiple" not in select.attrib and display_size(select) <= 1


def _is_disabled_option(option: HtmlElement) -> bool:
    if "disabled" in option.attrib:
        return True
    return any("disabled" in group.attrib for group in option.iterancestors("optgroup"))


def natively_disabled(element: HtmlElement) -> bool:
    """Whether HTML disables the control, be it by an option group or a fieldset (HTML, 4.10).
    Of several disabled fieldsets the nearest decides, as in Playwright."""
    if element.tag not in _DISABLEABLE:
        return False
    if "disabled" in element.attrib or (element.tag == "option" and _is_disabled_option(element)):
        return True
    for fieldset in element.iterancestors("fieldset"):
        if "disabled" in fieldset.attrib:
            return not _in_first_legend(element, fieldset)
    return False


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
        or (tag == "input" and input_type(element) != "hidden" and "hidden" not in element.attrib)
        or is_number(element.get("tabindex"))
    )


def is_number(text: str | None) -> bool:
    """Whether JavaScript reads `text` as a number, as Playwright reads `tabindex`: "" is zero."""
    if text is None:
        return False
    text = text.strip()
    if not text or _HEXADECIMAL.match(text):
        return True
    try:
        number = float(text)
    except ValueError:
        return False
    return number == number and "_" not in text and "inf" not in text
