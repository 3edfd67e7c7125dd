"""Is it the page the test meant at all: error page, login, blank, or a wholly other page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from selfheal_cli.dom.tree import Page
from selfheal_cli.matching.page_match import PageMatch
from selfheal_cli.matching.view import View, view_of

_ERROR = re.compile(
    r"\b(?:404|500|502|503|504)\b.{0,40}\b(?:error|not found|unavailable|gateway|timeout|time-out)"
    r"|^(?:error\W*)?(?:403|404|500|502|503|504)\b|^page not found|^not found$|^forbidden$"
    r"|^access denied|server error|bad gateway|service (?:temporarily )?unavailable"
    r"|gateway time-?out|^application error|site can.t be reached|\berr_[a-z_]+\b"
    r"|^\w+(?:error|exception|doesnotexist) at /|^whitelabel error|^unhandled (?:runtime )?error",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"\b(?:log ?[io]n|sign ?[io]n|signin|authenticate)\b", re.IGNORECASE)
_LOGIN_PATH = re.compile(r"(?:^|[/_-])(?:log-?in|sign-?in|signon|sso|auth)(?:$|[/_.-])", re.I)
_FEW = 4
_SMALL_LOGIN = 15
_OTHER = 0.08
_MANY = 12
_ALWAYS = 2


class Change(StrEnum):
    """What the new page is to the old one."""

    KIN = "kin"
    BLANK = "blank"
    ERROR = "error-page"
    LOGIN = "login"
    OTHER = "other-page"


@dataclass(frozen=True, slots=True)
class PageChange:
    """`evidence`: one sentence; "" for KIN."""

    change: Change
    evidence: str


def page_change(new: Page, match: PageMatch | None = None, opened: str = "") -> PageChange:
    """Looks at the page as a whole; with the old page (`match`) also at what they share. `opened`:
    the address that the test asked for, where it has done nothing since."""
    view = view_of(new)
    if not view.walk.runs and not any(kind != "plain" for kind in view.kinds):
        return PageChange(Change.BLANK, "the page is blank: no text and no control on it")
    if said := _error(view, match):
        return PageChange(Change.ERROR, f"the page is an error page: `{said[:80]}`")
    if words := _login(view, match, opened):
        return PageChange(Change.LOGIN, words)
    if match and _wholly_other(match):
        words = (
            f"another page: {match.refound:.0%} of the old page's elements are found again"
            f"{_addresses(match)}"
        )
        return PageChange(Change.OTHER, words)
    return PageChange(Change.KIN, "")


def _heads(view: View, telling: Callable[[str], bool] = bool) -> tuple[str, ...]:
    """The page's title and first headings, as far as they are `telling`."""
    title = " ".join((view.page.root.findtext(".//title") or "").split())
    found = [title] if telling(title) else []
    seen = 1
    for i, kind in enumerate(view.kinds):
        if kind != "head" or view.looks.role(view.elements[i]) != "heading":
            continue
        text = view.walk.text(i, 120)
        if text and telling(text) and view.visible(i):
            found.append(text)
        seen += bool(text)
        if seen > _FEW:
            break
    return tuple(h for h in found if h)


def _error(view: View, match: PageMatch | None) -> str:
    """The heading that says that this is an error page, and that the old page did not have."""
    said = _heads(view, lambda text: bool(_ERROR.search(text)))
    before = _heads(match.ground.old) if said and match else ()
    return next((head for head in said if head not in before), "")


def _login(view: View, match: PageMatch | None, opened: str) -> str:
    """A login form stands where the old page had none; without an old page, it must be all
    there is and the address must say so, which the test did not ask for."""
    if not _has_password(view):
        return ""
    if match:
        if _has_password(match.ground.old) or match.refound > 0.5:
            return ""
        return "the page asks to log in, the old page did not"
    path = urlsplit(view.page.url).path
    if _LOGIN_PATH.search(path) and not _asked_for(path, opened) and _is_all(view):
        return f"the page is a login form at {path}"
    return ""


def _is_all(view: View) -> bool:
    """Whether the page is about logging in and holds little else."""
    pressed = sum(kind not in ("plain", "label", "head", "image") for kind in view.kinds)
    heads = _heads(view)
    return pressed <= _SMALL_LOGIN and (not heads or any(_LOGIN.search(h) for h in heads))


def _asked_for(path: str, opened: str) -> bool:
    """Whether the test went to this very page; it may have said the end of its address only."""
    asked = urlsplit(opened).path.strip("/")
    return bool(asked) and f"/{path.strip('/')}".endswith(f"/{asked}")


def _has_password(view: View) -> bool:
    return any(
        kind == "type"
        and (view.elements[i].get("type") or "").lower() == "password"
        and view.visible(i)
        for i, kind in enumerate(view.kinds)
    )


def _wholly_other(match: PageMatch) -> bool:
    """Where the old page held every view and hid all but one, what it showed counts: the new one
    may hold just that."""
    if not _is_lost(len(match.ground.old), match.refound):
        return False
    shown, kept = match.shown_before()
    return shown < _MANY or _is_lost(shown, kept)


def _is_lost(size: int, kept: float) -> bool:
    """Whether next to nothing is kept of so many elements. Every page has a root and a body: they
    are no sign of kinship."""
    return size >= _MANY and (kept * size - _ALWAYS) / (size - _ALWAYS) < _OTHER


def _addresses(match: PageMatch) -> str:
    before, now = (urlsplit(p.url).path for p in (match.old, match.new))
    return f" ({before} then, {now} now)" if before and now and before != now else ""
