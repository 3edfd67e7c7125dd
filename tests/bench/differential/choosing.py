"""Selectors made at random from what a page holds; the same seed gives the same ones."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import Accessibility, accessibility
from selfheal_cli.dom.tree import Page
from selfheal_cli.locators.css_write import escape_identifier, escape_string

_STATES = (
    "checked", "disabled", "enabled", "required", "optional", "read-only", "read-write",
    "placeholder-shown", "default", "link", "any-link", "empty", "root", "first-child",
    "last-child", "only-child", "first-of-type", "last-of-type", "only-of-type",
)  # fmt: skip
_WORD = re.compile(r"\S+")
_SPECIAL = re.compile(r"[.*+?^${}()|\[\]\\/\"'`]")
_LONG = 60


@dataclass(frozen=True, slots=True)
class Chooser:
    """One page, the elements to speak of, and the dice."""

    page: Page
    elements: Sequence[HtmlElement]
    dice: random.Random

    @property
    def access(self) -> Accessibility:
        """The page's roles and names."""
        return accessibility(self.page)

    def element(self) -> HtmlElement:
        """Any of the elements."""
        return self.dice.choice(self.elements)

    def text(self, element: HtmlElement) -> str:
        """The element's text, normalised."""
        return self.access.text(element)

    def attributes(self, element: HtmlElement) -> list[str]:
        """The names of the element's attributes, without what a trace's recorder left."""
        return [name for name in sorted(element.attrib) if not name.startswith("__playwright")]

    def cut(self, text: str) -> str:
        """The text, or a few words of it, or a piece of them, mostly in its own case."""
        words = _WORD.findall(text)
        if not words:
            return ""
        start = self.dice.randrange(len(words))
        count = self.dice.choice((1, 2, 3, len(words)))
        piece = " ".join(words[start : start + count])[:_LONG]
        if self.dice.random() < 0.2 and len(piece) > 3:
            piece = piece[self.dice.randrange(3) : -1]
        return self.dice.choice((piece, piece, piece, piece.lower(), piece.upper()))

    def chance(self, share: float) -> bool:
        """True that often."""
        return self.dice.random() < share

    def one(self, *choices: str) -> str:
        """Any of the choices."""
        return self.dice.choice(choices)


def css(pick: Chooser) -> str:
    """A CSS selector that browsers know."""
    element = pick.element()
    selector = _compound(pick, element)
    for _ in range(pick.dice.choice((0, 0, 1, 1, 2))):
        element, combinator = _around(pick, element)
        if element is None:
            break
        selector = f"{_compound(pick, element)}{combinator}{selector}"
    if pick.chance(0.15):
        selector += ", " + _compound(pick, pick.element())
    return selector


def _around(pick: Chooser, element: HtmlElement) -> tuple[HtmlElement | None, str]:
    parent, before = element.getparent(), element.getprevious()
    if before is not None and isinstance(before.tag, str) and pick.chance(0.3):
        return before, pick.one(" + ", " ~ ")
    if parent is None or pick.chance(0.5):
        return parent, " > "
    above = list(parent.iterancestors()) or [parent]
    return pick.dice.choice(above), " "


def _compound(pick: Chooser, element: HtmlElement) -> str:
    tag = escape_identifier(str(element.tag))
    parts = [tag] if pick.chance(0.6) else []
    parts += [_simple(pick, element) for _ in range(pick.dice.choice((0, 1, 1, 2)))]
    selector = "".join(parts) or tag
    if pick.chance(0.15):
        inner = _simple(pick, element) or tag
        selector += pick.one(f":is({inner}, b)", f":not({inner})", f":where({inner})", ":not(b, i)")
    if pick.chance(0.1):
        below = [each for each in element.iter("*") if each is not element][:20]
        inner = _simple(pick, pick.dice.choice(below)) if below else ""
        selector += f":has({pick.one('', '> ', '+ ', '~ ')}{inner or '*'})"
    return selector


def _simple(pick: Chooser, element: HtmlElement) -> str:
    classes = (element.get("class") or "").split()
    kind = pick.one("id", "class", "class", "attribute", "attribute", "state", "nth")
    if kind == "id" and element.get("id"):
        return "#" + escape_identifier(element.get("id") or "")
    if kind == "class" and classes:
        return "".join("." + escape_identifier(each) for each in pick.dice.sample(classes, 1))
    if kind == "attribute" and pick.attributes(element):
        return _attribute(pick, element)
    if kind == "state":
        return ":" + pick.dice.choice(_STATES)
    if kind == "nth":
        return _nth(pick, classes)
    return ""


def _attribute(pick: Chooser, element: HtmlElement) -> str:
    name = pick.dice.choice(pick.attributes(element))
    value = element.get(name) or ""
    written = escape_identifier(pick.one(name, name, name.upper()))
    operator = pick.one("", "=", "=", "^=", "$=", "*=", "~=", "|=")
    if not operator:
        return f"[{written}]"
    if operator in ("^=", "*="):
        value = value[: pick.dice.randrange(1, 12)]
    elif operator == "$=":
        value = value[-4:]
    elif operator == "~=":
        value = (value.split() or [""])[0]
    value = pick.one(value, value, value.upper())
    return f"[{written}{operator}{escape_string(value)}{' i' if pick.chance(0.25) else ''}]"


def _nth(pick: Chooser, classes: list[str]) -> str:
    argument = pick.one("1", "2", "3", "2n+1", "even", "odd", "-n+2", "n+3", "3n")
    name = pick.one("child", "last-child", "of-type", "last-of-type")
    of = f" of .{escape_identifier(classes[0])}" if classes and name.endswith("d") else ""
    return f":nth-{name}({argument}{of if pick.chance(0.3) else ''})"


def extended_css(pick: Chooser) -> str:
    """CSS with Playwright's pseudo-classes."""
    element = pick.element()
    text = escape_string(pick.cut(pick.text(element)) or "x")
    before = _compound(pick, element)
    kind = pick.one("has-text", "text", "text-is", "matches", "visible", "nth", "has", "light")
    match kind:
        case "has-text" | "text" | "text-is":
            exact = escape_string(pick.text(element)[:200])
            return f"{before}:{kind}({exact if pick.chance(0.5) else text})"
        case "matches":
            pattern = escape_string(_SPECIAL.sub(r"\\\g<0>", pick.cut(pick.text(element)) or "x"))
            return f"{before}:text-matches({pattern}{pick.one('', ', ' + escape_string('i'))})"
        case "visible":
            return f"{before}:visible"
        case "nth":
            return f":nth-match({_compound(pick, element)}, {pick.dice.randrange(1, 4)})"
        case "has":
            return f"{before}:has(:text({text}))"
    return f"{before}:not(:has-text({text}))"


def xpath(pick: Chooser) -> str:
    """An XPath, absolute or with `//`."""
    element = pick.element()
    if pick.chance(0.1):
        return element.getroottree().getpath(element)
    path = f"//{_node(pick, element)}{_test(pick, element)}"
    if pick.chance(0.4):
        path += pick.one(
            "/..", "/*", "//*", "/following-sibling::*[1]", "/preceding-sibling::*", "/parent::*",
            "/ancestor::div[1]", "//a", "/descendant::*[2]", "/self::*", "/*[last()]",
            "/following::*[1]", "/ancestor-or-self::*[@id][1]", "/preceding::*[1]",
            "/child::node()",
        )  # fmt: skip
    if pick.chance(0.1):
        path = f"({path})[{pick.one('1', '2', 'last()', 'position()<3')}]"
    if pick.chance(0.08):
        path += f" | //{_node(pick, pick.element())}[@id]"
    return path


def _node(pick: Chooser, element: HtmlElement) -> str:
    tag = str(element.tag)
    if not tag.isalnum():
        return "*"
    return pick.one(tag, tag, tag, "*", tag.upper())


def _test(pick: Chooser, element: HtmlElement) -> str:
    tests = [
        test
        for test in (_of_attribute(pick, element), _of_text(pick, element), _of_place(pick))
        if test and pick.chance(0.5)
    ]
    if len(tests) > 1 and pick.chance(0.4):
        return f"[{pick.one(' and ', ' or ').join(tests)}]"
    return "".join(f"[{test}]" for test in tests)


def _of_attribute(pick: Chooser, element: HtmlElement) -> str:
    names = [name for name in pick.attributes(element) if name.replace("-", "").isalnum()]
    if not names:
        return pick.one("@id", "not(@class)", "@*", "count(@*)>1")
    name = pick.dice.choice(names)
    value = element.get(name) or ""
    start = _quoted(value[:6])
    return pick.one(
        f"@{name}", f"@{name}={_quoted(value)}", f"contains(@{name}, {start})", f"not(@{name})",
        f"starts-with(@{name}, {start})", f"@{name.upper()}", f"string-length(@{name})>3",
        f"normalize-space(@{name})={_quoted(' '.join(value.split()))}", f"@{name}!={start}",
        f"contains(concat(' ', @class, ' '), {_quoted(' ' + start[1:-1] + ' ')})",
        f"translate(@{name}, 'abc', 'ABC')={_quoted(value)}", f"../@{name}",
        f"substring(@{name}, 2)={_quoted(value[1:])}", f"@*[name()='{name}']",
    )  # fmt: skip


def _of_text(pick: Chooser, element: HtmlElement) -> str:
    whole = pick.text(element)[:_LONG]
    own = (element.text or "").strip()
    piece = _quoted(pick.cut(pick.text(element)) or "x")
    return pick.one(
        f"text()={_quoted(element.text or '')}", f".={_quoted(whole)}",
        f"contains(text(), {piece})",
        f"contains(., {piece})", f"normalize-space()={_quoted(whole)}", f"string()={_quoted(own)}",
        f"normalize-space(text())={_quoted(' '.join(own.split()))}", f"starts-with(., {piece})",
        f"text()[contains(., {piece})]", f"string-length(.)<{len(whole) + 1}", "not(text())",
        f"contains(normalize-space(.), {piece})", f"text()[2]={piece}", "comment()",
    )  # fmt: skip


def _of_place(pick: Chooser) -> str:
    return pick.one(
        "1", "2", "last()", "position()=2", "position()<3", "last()-1", "*", "count(*)>1", "a",
        "not(*)", ".//span", "following-sibling::*", "ancestor::form", "local-name()='div'",
        "name()='a'", "parent::li", "position() mod 2 = 1", "preceding-sibling::*[1][@class]",
    )  # fmt: skip


def _quoted(text: str) -> str:
    if "'" not in text:
        return f"'{text}'"
    return f'"{text}"' if '"' not in text else "'x'"


def text(pick: Chooser) -> str:
    """Playwright's `text=` and `getByText`."""
    element = pick.element()
    whole = pick.text(element)
    words = whole[:200] if pick.chance(0.4) else pick.cut(whole)
    if not words:
        return ""
    kind = pick.one("bare", "quoted", "regex", "internal", "exact", "pattern")
    match kind:
        case "bare":
            return f"text={words}" if not _SPECIAL.search(words) and ">>" not in words else ""
        case "quoted":
            return "text=" + json.dumps(words, ensure_ascii=False)
        case "regex":
            return f"text={_regex(pick, words)}"
        case "pattern":
            return f"internal:text={_regex(pick, words)}"
    return f"internal:text={_json(words)}{'i' if kind == 'internal' else 's'}"


def _json(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _regex(pick: Chooser, words: str) -> str:
    source = _SPECIAL.sub(r"\\\g<0>", words).replace(">>", r"\>\>")
    spaced = source.replace(" ", "\\s+")
    source = pick.one(source, f"^{source}", f"{source}$", f"^{source}$", spaced)
    source = re.sub(r"[0-9]+", r"\\d+", source) if pick.chance(0.3) else source
    return f"/{source}/{pick.one('', 'i')}"


def role(pick: Chooser) -> str:
    """`getByRole` and `role=`."""
    element = pick.element()
    kind = pick.access.role(element) or pick.one("button", "link", "heading", "listitem")
    name = pick.access.name(element)
    selector = f"{pick.one('internal:role', 'internal:role', 'role')}={kind}"
    if name and pick.chance(0.8):
        words = name[:200] if pick.chance(0.5) else pick.cut(name)
        flag = "" if selector.startswith("role") else pick.one("i", "i", "s")
        given = _regex(pick, words) if pick.chance(0.2) else _json(words) + flag
        selector += f"[name={given}]"
    if pick.chance(0.15):
        selector += pick.one(
            "[checked=true]", "[checked=false]", "[disabled=true]", "[disabled=false]",
            "[expanded=true]", "[expanded=false]", "[pressed=true]", "[selected=true]", "[level=1]",
            "[level=2]", "[level=3]", "[include-hidden=true]",
        )  # fmt: skip
    return selector


def attribute(pick: Chooser) -> str:
    """`getByLabel`, `getByPlaceholder`, `getByTitle`, `getByAltText`, `getByTestId`, `id=`."""
    element = pick.element()
    labels = pick.access.labels(element)
    if labels and pick.chance(0.6):
        words = pick.dice.choice(labels)
        words = words if pick.chance(0.5) else pick.cut(words)
        given = _regex(pick, words) if pick.chance(0.2) else _json(words) + pick.one("i", "s")
        return f"internal:label={given}" if words else ""
    names = [n for n in ("placeholder", "title", "alt", "data-testid", "id") if element.get(n)]
    if not names:
        return ""
    name = pick.dice.choice(names)
    value = element.get(name) or ""
    if name == "id":
        return f"id={value}" if value.isalnum() else ""
    engine = "testid" if name == "data-testid" else "attr"
    words = value if engine == "testid" or pick.chance(0.5) else pick.cut(value) or value
    flag = "s" if engine == "testid" else pick.one("i", "s")
    given = _regex(pick, words) if pick.chance(0.2) else _json(words) + flag
    return f"internal:{engine}=[{name}={given}]"


def chain(pick: Chooser) -> str:
    """Several engines in a row, filters among them."""
    first = simple(pick)
    if not first:
        return ""
    steps = [first]
    for _ in range(pick.dice.choice((1, 1, 2, 3))):
        steps.append(_link(pick))
    return " >> ".join(step for step in steps if step)


def simple(pick: Chooser) -> str:
    """Any single step."""
    return pick.dice.choice((css, css, text, role, attribute, extended_css, xpath))(pick)


def _link(pick: Chooser) -> str:
    words = _json(pick.cut(pick.text(pick.element())) or "x")
    inner = simple(pick)
    match pick.one("nth", "has-text", "has", "and", "or", "visible", "below", "up", "chain"):
        case "nth":
            return f"nth={pick.dice.choice((0, 1, 2, -1, -2))}"
        case "has-text":
            given = pick.one(words + "i", words + "s", _regex(pick, words[1:-1]))
            return f"internal:{pick.one('has-text', 'has-not-text')}={given}"
        case "has":
            return f"internal:{pick.one('has', 'has-not')}={json.dumps(inner)}" if inner else ""
        case "and" | "or" | "chain" as engine:
            return f"internal:{engine}={json.dumps(inner)}" if inner else ""
        case "visible":
            return f"visible={pick.one('true', 'false')}"
        case "up":
            return pick.one("xpath=..", "xpath=./*", "..", "xpath=ancestor::*[1]", ":scope > *")
    return inner


KINDS: dict[str, tuple[Callable[[Chooser], str], int]] = {
    "css": (css, 6),
    "css with text": (extended_css, 4),
    "xpath": (xpath, 5),
    "text": (text, 4),
    "role": (role, 4),
    "attribute": (attribute, 3),
    "chain": (chain, 5),
}
"""What is made, and how much of it."""


def choose(pick: Chooser, count: int) -> list[tuple[str, str]]:
    """About `count` different selectors, each with its kind."""
    kinds = [kind for kind, (_, weight) in KINDS.items() for _ in range(weight)]
    found: dict[str, str] = {}
    for _ in range(count * 3):
        if len(found) >= count:
            break
        kind = pick.dice.choice(kinds)
        selector = KINDS[kind][0](pick)
        if selector and selector.isprintable():
            found.setdefault(selector, kind)
    return [(kind, selector) for selector, kind in found.items()]
