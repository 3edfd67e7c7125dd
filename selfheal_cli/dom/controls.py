"""What form controls hold: as the recorder saw it, else as the markup states it."""

from __future__ import annotations

from lxml.html import HtmlElement


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
    return "" if (control.get("type") or "").lower() == "password" else value_of(control)


def selected_options(select: HtmlElement) -> list[HtmlElement]:
    """The options chosen in a `<select>`: as recorded, else as written; a drop-down list always
    has one, by default the first that is not disabled (HTML, 4.10.7)."""
    options = list(select.iter("option"))
    recorded = [o for o in options if o.get("__playwright_selected_") == "true"]
    chosen = recorded or [o for o in options if "selected" in o.attrib]
    if "multiple" in select.attrib:
        return chosen
    if chosen or (select.get("size") or "1") not in ("0", "1"):
        return chosen[-1:]
    return [o for o in options if "disabled" not in o.attrib][:1]
