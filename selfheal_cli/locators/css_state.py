"""Pseudo-classes that depend on the state of a form or of the document (HTML, section 4.16)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from lxml.html import HtmlElement

from selfheal_cli.dom.foreign import is_foreign
from selfheal_cli.locators.css_context import Context

_CONTROLS = frozenset({"button", "input", "select", "textarea", "fieldset", "optgroup", "option"})
_NEEDED = frozenset({"input", "select", "textarea"})
_OPTIONAL = _NEEDED | {"button"}
_NOT_REQUIRABLE = frozenset(
    {"hidden", "range", "color", "submit", "image", "reset", "button"}
)  # fmt: skip
_NOT_WRITABLE = _NOT_REQUIRABLE | {"checkbox", "radio", "file"}
_PLACEHOLDER = frozenset({"", "text", "search", "url", "tel", "email", "password", "number"})


def _type(element: HtmlElement) -> str:
    return (element.get("type") or "").strip().lower()


def is_checked(element: HtmlElement) -> bool:
    """`:checked`, by the recorded state where there is one, else by the attributes."""
    if element.tag == "option":
        select = next(element.iterancestors("select"), None)
        return element in chosen_options(select) if select is not None else _is_chosen(element)
    if element.tag != "input" or _type(element) not in ("checkbox", "radio"):
        return False
    recorded = element.get("__playwright_checked_")
    return recorded == "true" if recorded is not None else element.get("checked") is not None


def chosen_options(select: HtmlElement) -> list[HtmlElement]:
    """The options that are `:checked`, by the recorded state where there is one. A drop-down shows
    its last selected option, or else the first that is not disabled."""
    options = list(select.iter("option"))
    chosen = [each for each in options if each.get("selected") is not None]
    if select.get("multiple") is None and _size(select) <= 1:
        usable = (each for each in options if not _bars_choice(each))
        chosen = chosen[-1:] or list(islice(usable, 1))
    told = [each for each in options if each.get("__playwright_selected_") is not None]
    unsaid = [each for each in chosen if each.get("__playwright_selected_") is None]
    return unsaid + [each for each in told if each.get("__playwright_selected_") == "true"]


def _bars_choice(option: HtmlElement) -> bool:
    group = next(option.iterancestors("optgroup"), option)
    return option.get("disabled") is not None or group.get("disabled") is not None


def _size(select: HtmlElement) -> int:
    size = select.get("size") or ""
    return int(size) if size.isascii() and size.isdigit() and len(size) < 6 else 1


def is_checked_in(element: HtmlElement, context: Context) -> bool:
    """`:checked`; a list is looked through once for all its options."""
    select = None if element.tag != "option" else next(element.iterancestors("select"), None)
    if select is None:
        return is_checked(element)
    known = context.chosen.get(select)
    if known is None:
        known = context.chosen[select] = frozenset(chosen_options(select))
    return element in known


def _is_chosen(option: HtmlElement) -> bool:
    recorded = option.get("__playwright_selected_")
    return option.get("selected") is not None if recorded is None else recorded == "true"


def is_disabled(element: HtmlElement) -> bool:
    """`:disabled`: by itself, by its option group, or by a field set (its legend excepted)."""
    tag = element.tag
    if tag not in _CONTROLS:
        return False
    if element.get("disabled") is not None:
        return True
    if tag == "option":
        return any(is_disabled(each) for each in element.iterancestors("optgroup", "select"))
    if tag == "optgroup":
        return False
    return _in_disabled_fieldset(element)


def _in_disabled_fieldset(element: HtmlElement) -> bool:
    below = element
    for above in element.iterancestors():
        if above.tag == "fieldset" and above.get("disabled") is not None:
            first = next(above.iterchildren("legend"), None)
            if below is not first:
                return True
        below = above
    return False


def _is_enabled(element: HtmlElement) -> bool:
    return element.tag in _CONTROLS and not is_disabled(element)


def _requirable(element: HtmlElement) -> bool:
    return element.tag in _NEEDED and _type(element) not in _NOT_REQUIRABLE


def _is_required(element: HtmlElement) -> bool:
    return element.get("required") is not None and _requirable(element)


def _is_optional(element: HtmlElement) -> bool:
    return element.tag in _OPTIONAL and not _is_required(element)


def _is_writable(element: HtmlElement) -> bool:
    if element.tag == "textarea" or (
        element.tag == "input" and _type(element) not in _NOT_WRITABLE
    ):
        return element.get("readonly") is None and not is_disabled(element)
    return _is_editable(element)


def _is_read_only(element: HtmlElement) -> bool:
    """Only HTML elements are; SVG and MathML are neither."""
    return not is_foreign(element) and not _is_writable(element)


def _is_editable(element: HtmlElement) -> bool:
    for each in (element, *element.iterancestors()):
        editable = each.get("contenteditable")
        if editable is not None and editable.lower() in ("", "true", "plaintext-only", "false"):
            return editable.lower() != "false"
    return False


def _shows_placeholder(element: HtmlElement) -> bool:
    if element.tag not in ("input", "textarea") or element.get("placeholder") is None:
        return False
    if element.tag == "input" and _type(element) not in _PLACEHOLDER:
        return False
    shown = element.text if element.tag == "textarea" else element.get("value")
    return not element.get("__playwright_value_", shown or "")


def _is_default(element: HtmlElement) -> bool:
    if element.tag == "option":
        return element.get("selected") is not None
    if element.tag == "input" and _type(element) in ("checkbox", "radio"):
        return element.get("checked") is not None
    return _submits(element) and element is _first_submitter(element)


def _submits(element: HtmlElement) -> bool:
    if element.tag == "input":
        return _type(element) in ("submit", "image")
    return element.tag == "button" and _type(element) not in ("button", "reset")


def _first_submitter(element: HtmlElement) -> HtmlElement | None:
    form = next(element.iterancestors("form"), None)
    controls = () if form is None else form.iter("input", "button")
    return next(filter(_submits, controls), None)


def _is_link(element: HtmlElement) -> bool:
    if element.tag not in ("a", "area"):
        return False
    drawn = "xlink:href" in element.attrib and is_foreign(element)
    return drawn or "href" in element.attrib


def _is_empty(element: HtmlElement) -> bool:
    return not element.text and not any(
        isinstance(child.tag, str) or child.tail for child in element
    )


def _is_popover_open(element: HtmlElement) -> bool:
    return element.get("__playwright_popover_open_") == "true"


def _is_open(element: HtmlElement) -> bool:
    if element.tag == "dialog" and element.get("__playwright_dialog_open_") is not None:
        return True
    return element.tag in ("details", "dialog") and element.get("open") is not None


STATES: dict[str, Callable[[HtmlElement], bool]] = {
    "checked": is_checked,
    "disabled": is_disabled,
    "enabled": _is_enabled,
    "required": _is_required,
    "optional": _is_optional,
    "read-write": _is_writable,
    "read-only": _is_read_only,
    "placeholder-shown": _shows_placeholder,
    "default": _is_default,
    "link": _is_link,
    "any-link": _is_link,
    "empty": _is_empty,
    "popover-open": _is_popover_open,
    "open": _is_open,
    "defined": lambda _element: True,
}
"""Those that one element and its surroundings answer."""
