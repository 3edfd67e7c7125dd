"""Locators of every kind for a page, made from the page's own elements; the same for each run."""

from __future__ import annotations

import json
import random
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.text import normalise
from selfheal_cli.dom.tree import Page
from selfheal_cli.locators.css import escape_identifier, escape_string

MOST_TEXT = 60
_PLAIN = re.compile(r"[\w.@*#-]+\Z")


@dataclass(frozen=True, slots=True)
class Sample:
    """One locator: its kind, dialect, and text."""

    kind: str
    dialect: str
    text: str


@dataclass(frozen=True, slots=True)
class _Around:
    """An element and what the page knows of it."""

    page: Page
    element: HtmlElement

    @property
    def tag(self) -> str:
        return escape_identifier(str(self.element.tag))

    @property
    def text(self) -> str:
        own = normalise(accessibility(self.page).text(self.element))
        return own if len(own) <= MOST_TEXT else ""

    @property
    def role(self) -> str:
        role = accessibility(self.page).role(self.element)
        return "" if role in ("", "none", "generic") else role

    @property
    def name(self) -> str:
        name = accessibility(self.page).name(self.element)
        return name if len(name) <= MOST_TEXT else ""

    @property
    def label(self) -> str:
        return next(filter(None, accessibility(self.page).labels(self.element)), "")[:MOST_TEXT]

    @property
    def classes(self) -> list[str]:
        return (self.element.get("class") or "").split()

    @property
    def place(self) -> int:
        return 1 + sum(1 for _ in self.element.itersiblings("*", preceding=True))

    def get(self, name: str) -> str:
        value = self.element.get(name) or ""
        return value if len(value) <= MOST_TEXT else ""

    @property
    def attribute(self) -> tuple[str, str]:
        """Some attribute that is none of the usual ones."""
        usual = ("id", "class", "style", "data-testid")
        for name in self.element.attrib:
            plain = _PLAIN.match(name) and not name.startswith("__playwright")
            if plain and name not in usual and self.get(name):
                return name, self.get(name)
        return "", ""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _xpath_text(text: str) -> str:
    return f'"{text}"' if '"' not in text else f"'{text}'" if "'" not in text else ""


def _given(*needed: object) -> bool:
    return all(needed)


def _parent(around: _Around) -> str:
    parent = around.element.getparent()
    return "" if parent is None else escape_identifier(str(parent.tag))


def _css(a: _Around) -> Iterator[tuple[str, str]]:
    tag, parent, text = a.tag, _parent(a), a.text
    name, value = a.attribute
    yield "css tag", tag
    if a.get("id"):
        yield "css id", f"#{escape_identifier(a.get('id'))}"
    if a.classes:
        dotted = "".join("." + escape_identifier(each) for each in a.classes[:2])
        yield "css class", dotted
        yield "css tag class descendant", f"body {tag}{dotted}"
        yield "css not", f"{tag}:not({dotted})"
    if _given(name):
        yield "css attribute", f"[{escape_identifier(name)}={escape_string(value)}]"
        yield "css attribute part", f"{tag}[{escape_identifier(name)}*={escape_string(value[:5])}]"
    if parent:
        yield "css child", f"{parent} > {tag}"
        yield "css descendant", f"html {parent} {tag}"
        yield "css nth", f"{parent} > {tag}:nth-child({a.place})"
        yield "css nth of type", f"{tag}:nth-of-type(2)"
        yield "css has", f"{parent}:has(> {tag})"
        yield "css has below", f"div:has({tag})"
        yield "css sibling", f"{tag} + *"
        yield "css siblings", f"{tag} ~ {tag}"
    if text:
        yield "css has-text", f"{tag}:has-text({escape_string(text)})"
        yield "css text-is", f":text-is({escape_string(text)})"
        yield "css text", f"{tag}:text({escape_string(text)})"
    yield "css visible", f"{tag}:visible"


def _xpath(a: _Around) -> Iterator[tuple[str, str]]:
    tag, text, name = str(a.element.tag), _xpath_text(a.text), a.attribute[0]
    if not _PLAIN.match(tag) or ":" in tag:
        return
    yield "xpath tag", f"//{tag}"
    yield "xpath path", "xpath=" + a.element.getroottree().getpath(a.element)
    yield "xpath nth", f"(//{tag})[2]"
    yield "xpath axes", f"//{tag}/ancestor::div[1]"
    yield "xpath sibling", f"//{tag}/following-sibling::*[1]"
    yield "xpath parent", f"//{tag}/.."
    if a.get("id"):
        yield "xpath id", f'//*[@id="{a.get("id")}"]'
    if a.classes:
        yield "xpath class", f"//*[contains(@class, '{a.classes[0]}')]"
    if _given(name):
        yield "xpath attribute", f"//{tag}[@{name}]"
    if text:
        yield "xpath text", f"//{tag}[text()={text}]"
        yield "xpath normalised", f"//{tag}[normalize-space()={text}]"
        yield "xpath contains", f"//*[contains(text(), {text})]"
        yield "xpath string", f"//{tag}[contains(., {text})]"


def _by_text(a: _Around) -> Iterator[tuple[str, str]]:
    text = a.text
    if text:
        yield "text", f"internal:text={_quoted(text)}i"
        yield "text exact", f"internal:text={_quoted(text)}s"
        yield "text pattern", f"internal:text=/{re.escape(text).replace('/', '.')}/i"
        yield "text engine", f"text={_quoted(text)}"
        yield "text then nth", f"text={text.split()[0]} >> nth=0"
    if a.label:
        yield "label", f"internal:label={_quoted(a.label)}i"
        yield "label exact", f"internal:label={_quoted(a.label)}s"
    for name in ("placeholder", "alt", "title"):
        if a.get(name):
            yield name, f"internal:attr=[{name}={_quoted(a.get(name))}i]"
    yield "test id", f"internal:testid=[data-testid={_quoted(a.get('data-testid') or 'x')}s]"


def _by_role(a: _Around) -> Iterator[tuple[str, str]]:
    role, name = a.role, a.name
    if not role:
        return
    yield "role", f"internal:role={role}"
    yield "role hidden too", f"internal:role={role}[include-hidden=true]"
    yield "role nth", f"internal:role={role} >> nth=-1"
    yield "role or", f"internal:role={role} >> internal:or={_quoted(a.tag)}"
    if name:
        yield "role name", f"internal:role={role}[name={_quoted(name)}i]"
        yield "role name exact", f"internal:role={role}[name={_quoted(name)}s]"
        pattern = re.escape(name).replace("/", ".")
        yield "role name pattern", f"internal:role={role}[name=/{pattern}/]"
        inner = _quoted(f"internal:role={role}[name={_quoted(name)}i]")
        yield "has role name", f"{_parent(a) or 'body'} >> internal:has={inner}"
        yield "and role", f"{a.tag} >> internal:and={inner}"
        yield "chain role name", f"body >> internal:role={role}[name={_quoted(name)}i]"
    if a.text:
        yield "role has-text", f"internal:role={role} >> internal:has-text={_quoted(a.text)}i"
        yield (
            "role has-not-text",
            f"internal:role={role} >> internal:has-not-text={_quoted(a.text)}i",
        )


def _selenium(a: _Around) -> Iterator[tuple[str, str]]:
    yield "selenium tag", f"tag name={a.element.tag}"
    for strategy in ("id", "name"):
        if a.get(strategy):
            yield f"selenium {strategy}", f"{strategy}={a.get(strategy)}"
    if a.classes:
        yield "selenium class", f"class name={a.classes[0]}"
    if a.element.tag == "a" and a.text:
        yield "selenium link", f"link text={a.text}"
        yield "selenium part of a link", f"partial link text={a.text[:5]}"


def _cypress(a: _Around) -> Iterator[tuple[str, str]]:
    yield "cypress find", f"cy.get({_quoted(_parent(a) or 'html')}).find({_quoted(a.tag)})"
    yield "cypress eq", f"cy.get({_quoted(a.tag)}).eq(1)"
    if a.classes:
        yield "cypress get", f"cy.get({_quoted('.' + escape_identifier(a.classes[0]))})"
    if a.text:
        yield "cypress contains", f"cy.contains({_quoted(a.text)})"
        yield "cypress contains in", f"cy.contains({_quoted(a.tag)}, {_quoted(a.text)})"
        yield "jquery contains", f"cy.get({_quoted(f'{a.tag}:contains({_quoted(a.text)})')})"


def _testing_library(a: _Around) -> Iterator[tuple[str, str]]:
    if a.text:
        yield "getByText", f"screen.getByText({_quoted(a.text)})"
    if a.role:
        yield "getByRole", f"screen.getByRole({_quoted(a.role)})"
        if a.name:
            yield (
                "getByRole name",
                f"screen.getByRole({_quoted(a.role)}, {{ name: {_quoted(a.name)} }})",
            )
    if a.label:
        yield "getByLabelText", f"screen.getByLabelText({_quoted(a.label)})"
    if a.get("placeholder"):
        yield (
            "getByPlaceholderText",
            f"screen.getByPlaceholderText({_quoted(a.get('placeholder'))})",
        )


def _robot(a: _Around) -> Iterator[tuple[str, str]]:
    yield "robot tag", f"tag:{a.element.tag}"
    if a.get("id"):
        yield "robot id", f"id:{a.get('id')}"
        yield "robot default", a.get("id")
    if a.classes:
        yield "robot css", "css:." + escape_identifier(a.classes[0])
    if a.element.tag == "a" and a.text:
        yield "robot link", f"link:{a.text}"


def _selenide(a: _Around) -> Iterator[tuple[str, str]]:
    yield "selenide all", f"$$({_quoted(a.tag)})"
    if a.text:
        yield "selenide byText", f"$(byText({_quoted(a.text)}))"
        yield "selenide withText", f"$(withText({_quoted(a.text[:9])}))"
        yield "selenide filter", f"$$({_quoted(a.tag)}).findBy(text({_quoted(a.text)}))"


def _capybara(a: _Around) -> Iterator[tuple[str, str]]:
    yield "capybara find", f"find({_quoted(a.tag)})"
    if a.text:
        yield "capybara text", f"find({_quoted(a.tag)}, text: {_quoted(a.text)})"
        if a.element.tag == "a":
            yield "capybara link", f"find_link({_quoted(a.text)})"
        if a.element.tag == "button":
            yield "capybara button", f"find_button({_quoted(a.text)})"
    if a.label:
        yield "capybara field", f"find_field({_quoted(a.label)})"


def _webdriverio(a: _Around) -> Iterator[tuple[str, str]]:
    yield "webdriverio css", f"{_parent(a) or 'html'} {a.tag}"
    if a.text:
        yield "webdriverio text", f"{a.tag}={a.text}"
        yield "webdriverio part", f"{a.tag}*={a.text[:9]}"
        if a.element.tag == "a":
            yield "webdriverio link", f"={a.text}"
    if a.name:
        yield "webdriverio aria", f"aria/{a.name}"


_MAKERS: tuple[tuple[str, Callable[[_Around], Iterator[tuple[str, str]]]], ...] = (
    ("playwright", _css),
    ("playwright", _xpath),
    ("playwright", _by_text),
    ("playwright", _by_role),
    ("selenium", _selenium),
    ("cypress", _cypress),
    ("testing-library", _testing_library),
    ("robot-selenium", _robot),
    ("selenide", _selenide),
    ("capybara", _capybara),
    ("webdriverio", _webdriverio),
)


def samples(page: Page, each: int) -> list[Sample]:
    """At most `each` locators of each kind that the page has elements for."""
    elements = [e for e in page.elements if accessibility(page).visible(e)]
    chance = random.Random(zlib.crc32(repr([e.tag for e in page.elements]).encode()))
    chance.shuffle(elements)
    found: dict[str, dict[str, Sample]] = {}
    for element in elements[:2000]:
        around = _Around(page, element)
        for dialect, make in _MAKERS:
            for kind, text in make(around):
                known = found.setdefault(kind, {})
                if len(known) < each:
                    known.setdefault(text, Sample(kind, dialect, text))
    return [sample for known in found.values() for sample in known.values()]
