"""A page changed as a release changes it: words, marks, classes, tags, wrappers, places; things
that go, come, or are replaced by what looks like them."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable

from lxml import etree, html

_TAGS = {
    "a": ("button", "div", "jp-button"), "button": ("a", "jp-button", "div"),
    "h1": ("h2", "div"), "h2": ("h3", "h1", "div"), "h3": ("h2", "h4"), "legend": ("h2", "div"),
    "span": ("div", "p", "strong"), "p": ("div", "span"), "div": ("section", "span"),
    "ul": ("div",), "li": ("div",), "td": ("div",), "th": ("div",), "label": ("span", "div"),
    "i": ("svg", "span"), "img": ("svg",), "nav": ("div",), "section": ("div",),
    "table": ("div",), "tr": ("div",), "strong": ("span",),
}  # fmt: skip
_ROLES = {"a": "link", "button": "button", "h1": "heading", "h2": "heading", "th": "columnheader",
          "td": "cell", "tr": "row", "li": "listitem", "table": "table"}  # fmt: skip
_SAYING = ("aria-label", "title", "placeholder", "alt")
_FIXED = frozenset(("html", "head", "body", "script", "style", "title", "link", "meta"))


class Mutation:
    """One release's worth of changes, each with a strength of its own."""

    def __init__(self, root: html.HtmlElement, spoken: list[str], rng: random.Random) -> None:
        self.root, self.spoken, self.rng = root, spoken, rng
        self.strength = rng.choice((0.3, 0.6, 1.0, 1.0))
        self.known: dict[object, object] = {}

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share * self.strength

    def _once(self, key: object, make: Callable[[], object]) -> object:
        """What was decided for `key` before, or is now."""
        if key not in self.known:
            self.known[key] = make()
        return self.known[key]

    def _elements(self) -> list[html.HtmlElement]:
        return [e for e in self.root.iter(etree.Element) if e.getparent() is not None]

    def run(self) -> None:
        """All changes, structure first."""
        self._remove()
        self._move()
        self._insert()
        skin, mark, word = (self.rng.random() * self.strength for _ in range(3))
        for element in self._elements():
            if element.tag in ("body", "head", "script", "style", "svg", "option"):
                continue
            self._attributes(element, skin, mark)
            self._say(element, word * 0.6)
            self._retag(element)
        self._wrap()

    def _attributes(self, element, skin: float, mark: float) -> None:
        for name, value in element.items():
            if name == "class":
                words = [str(self._once(("class", w), lambda w=w: self._token(w, skin)))
                         for w in value.split()]  # fmt: skip
                element.set("class", " ".join(w for w in words if w))
            elif name in ("id", "name", "for") or name.startswith("data-"):
                self._mark(element, name, value, mark)
            elif name in ("href", "src", "action") and self._chance(0.25):
                element.set(name, f"{value.rpartition('/')[0]}/{self._word()}")

    def _mark(self, element, name: str, value: str, mark: float) -> None:
        kind = str(self._once(("mark", name.partition("-")[0], value), lambda: self._fate(mark)))
        if kind == "drop":
            del element.attrib[name]
        elif kind == "rename":
            element.set(name, f"{self._once('prefix', self._word)}-{value}".lower())
        elif kind == "other":
            element.set(name, str(self._once(("id", value), self._word)))

    def _fate(self, share: float) -> str:
        if self.rng.random() > share:
            return "keep"
        return self.rng.choice(("drop", "drop", "rename", "other"))

    def _token(self, word: str, share: float) -> str:
        if self.rng.random() > share:
            return word
        return self.rng.choice(
            ("", f"x-{word}", self._word().lower(), f"css-{self.rng.random():.6f}")
        )

    def _word(self) -> str:
        return (self.rng.choice(self.spoken).split() or ["item"])[0]

    def _say(self, element, share: float) -> None:
        text = (element.text or "").strip()
        if text and len(text) <= 80:
            element.text = self._said(text, share)
            if element.tag in ("a", "button") and not len(element) and self._chance(0.06):
                element.set("aria-label", element.text)
                element.text = None
                etree.SubElement(element, "svg")
        for name in _SAYING:
            if value := element.get(name):
                said = str(
                    self._once(("say", value), lambda value=value: self._reworded(value, share))
                )
                element.set(name, said)

    def _said(self, text: str, share: float) -> str:
        return str(self._once(("say", text), lambda: self._reworded(text, share)))

    def _reworded(self, text: str, share: float) -> str:
        if self.rng.random() > share:
            return text
        words = text.split()
        other = self.rng.choice(self.spoken)
        kind = self.rng.random()
        if text[:1].isdigit():
            return "".join(self.rng.choice("0123456789") if c.isdigit() else c for c in text)
        if kind < 0.5:
            return other
        if kind < 0.7 and len(words) > 1:
            return " ".join(w for w in words if w != words[0])
        if kind < 0.9:
            return f"{text} {other.split()[0] if other.split() else ''}"
        return text.upper() if self.rng.random() < 0.3 else f"{other.split()[0]} {words[-1]}"

    def _retag(self, element) -> None:
        key = ("tag", element.tag, element.get("class"))
        if element.tag not in _TAGS or "role" in element.attrib:
            return
        tag = str(self._once(key, lambda: self._other_tag(element)))
        if tag != element.tag:
            role = _ROLES.get(str(element.tag))
            element.tag = tag
            if role and tag in ("div", "span") and self.rng.random() < 0.7:
                element.set("role", role)

    def _other_tag(self, element) -> str:
        return self.rng.choice(_TAGS[element.tag]) if self._chance(0.25) else str(element.tag)

    def _wrap(self) -> None:
        for element in self._elements():
            key = ("wrap", element.tag, element.get("class"))
            if element.tag in ("body", "html", "tr", "td", "th", "tbody", "thead", "option", "svg"):
                continue
            kind = self._once(key, self._way_to_wrap)
            if kind == "out":
                _wrapped(element, self.rng.choice(("div", "span")))
            elif kind == "in" and element.text and element.text.strip():
                inner = etree.Element("span")
                inner.text, element.text = element.text, None
                element.insert(0, inner)

    def _way_to_wrap(self) -> str:
        return self.rng.choice(("in", "out")) if self._chance(0.12) else ""

    def _blocks(self, least: int, most: int) -> list[html.HtmlElement]:
        sized = ((e, sum(1 for _ in e.iter(etree.Element))) for e in self._elements())
        return [e for e, size in sized if least <= size <= most and e.tag not in _FIXED]

    def _pick(self, least: int, most: int, count: int) -> list[html.HtmlElement]:
        blocks = self._blocks(least, most)
        return self.rng.sample(blocks, min(count, len(blocks)))

    def _remove(self) -> None:
        few = self._pick(1, 4, self.rng.randint(3, 30))
        for element in (*few, *self._pick(5, 60, self.rng.randint(0, 2))):
            if element.getparent() is None:
                continue
            if self.rng.random() < 0.25:
                self._look_alike(element)
            _drop(element)

    def _look_alike(self, element) -> None:
        other = copy.deepcopy(element)
        self._renewed(other)
        other.tail = None
        element.addnext(other)

    def _renewed(self, top) -> None:
        for each in top.iter(etree.Element):
            for name in ("id", "name", "href", "for", "src", "action"):
                if name in each.attrib:
                    each.set(name, self._word())
            for name in list(each.attrib):
                if name.startswith("data-") or name in _SAYING:
                    each.set(name, self.rng.choice(self.spoken))
            if each.text and each.text.strip():
                each.text = self.rng.choice(self.spoken)

    def _move(self) -> None:
        for element in self._pick(1, 40, self.rng.randint(0, 6)):
            near = element.getparent()
            far = self.rng.choice(self._pick(3, 200, 1) or [near])
            if near is None or far is element or element in far.iterancestors():
                continue
            _drop(element)
            far.insert(self.rng.randint(0, len(far)), element)
        for box in self._pick(4, 60, self.rng.randint(0, 3)):
            inner = list(box)
            self.rng.shuffle(inner)
            box[:] = inner

    def _insert(self) -> None:
        for element in self._pick(1, 6, self.rng.randint(2, 20)):
            self._look_alike(element)
        for element in self._pick(6, 40, self.rng.randint(0, 3)):
            self._look_alike(element)


def _drop(element) -> None:
    """Takes the element out and leaves the text after it."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail
    if tail:
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _wrapped(element, tag: str) -> None:
    parent = element.getparent()
    if parent is None:
        return
    box = etree.Element(tag)
    box.tail, element.tail = element.tail, None
    parent.replace(element, box)
    box.append(element)
