"""SeleniumLibrary's own element finder, in Chromium, finds what we find on saved pages.

`SELFHEAL_PAGES`, a folder of saved pages, adds to those of the repository."""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, build
from selfheal_cli.errors import SelfhealError
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Call, Markup, Snapshot
from tests.dom.engine import FLAGS
from tests.locators.pages import numbered
from tests.real.served import PAGES, Served, serving

pytestmark = pytest.mark.real

ROBOT = DIALECTS["robot-selenium"]
ELEMENTS_EACH = 20
KINDS = {
    "a": ("Click Link", "link"),
    "img": ("Mouse Down On Image", "image"),
    "button": ("Click Element", ""),
    "select": ("Select From List By Label", "list"),
    "textarea": ("Textarea Value Should Be", "text area"),
}
INPUTS = {
    "checkbox": ("Select Checkbox", "checkbox"),
    "radio": ("Page Should Contain Radio Button", "radio button"),
}
FIELD = ("Textfield Value Should Be", "text field")

Asked = tuple[str, str, str]
"""Keyword, the kind of element it asks the finder for, locator."""


def asked_of(page: Page, chance: random.Random) -> list[Asked]:
    elements = [each for each in page.root.iter("*") if each.get("data-n")]
    chosen = chance.sample(elements, min(ELEMENTS_EACH, len(elements)))
    links = [each for each in elements if each.tag in ("a", "input", "button", "img", "select")]
    chosen += chance.sample(links, min(ELEMENTS_EACH, len(links)))
    return [asked for element in chosen for asked in _asked_of(element, chance)]


def _asked_of(element: HtmlElement, chance: random.Random) -> Iterator[Asked]:
    texts = list(_texts(element, chance))
    for text in chance.sample(texts, min(6, len(texts))):
        yield "Click Element", "", text
    keyword, kind = KINDS.get(str(element.tag), ("Click Element", ""))
    if element.tag == "input":
        keyword, kind = INPUTS.get(element.get("type", ""), FIELD)
    keys = [element.get(name) for name in ("id", "name", "href", "src", "value", "alt")]
    for text in [*filter(None, keys), element.text or ""]:
        if text.strip():
            yield keyword, kind, text


def _texts(element: HtmlElement, chance: random.Random) -> Iterator[str]:
    tag, sign = str(element.tag), chance.choice([":", "=", ": ", " = "])
    path = element.getroottree().getpath(element)
    yield f"tag{sign}{tag}"
    yield f"xpath{sign}{path}"
    yield f"css:{tag}:nth-child({1 + len(list(element.itersiblings('*', preceding=True)))})"
    for name, value in element.attrib.items():
        if name in ("style", "data-n"):
            continue
        yield f"//{tag}[@{name}]" if "'" in value else f"//{tag}[@{name}='{value}']"
        yield f"css:{tag}[{name}]"
        if name in ("id", "name"):
            yield from (f"{name}{sign}{value}", f"Identifier{sign}{value}", value)
            yield f"{name}{sign}{value[:-1]}"
        elif name == "class" and value.split():
            yield f"class{sign}{chance.choice(value.split())}"
            yield f"CLASS{sign}{'.'.join(value.split())}"
            yield f"css{sign}.{'.'.join(value.split())} > *"
            yield f"css{sign}{tag}.{value.split()[0]} >> xpath: .//*"
        elif name.startswith("data-"):
            yield f"data:{name[5:]}:{value}"
    words = " ".join("".join(map(str, element.itertext())).split())
    if tag == "a" and words:
        yield from (f"link{sign}{words}", f"link{sign}{words.lower()}")
        yield f"partial link{sign}{chance.choice(words.split())}"
    if words and "'" not in words and len(words) < 60:
        yield f"//{tag}[contains(., '{words}')]"
    parent = element.getparent()
    if parent is not None and parent.get("id"):
        yield f"id:{parent.get('id')} >> tag:{tag}"


def ours(page: Page, keyword: str, text: str) -> list[str] | str:
    try:
        found = ROBOT.resolve(ROBOT.from_calls([Call(keyword, (text,))]), page)
    except SelfhealError as error:
        return f"refused: {error.message}"
    return sorted(each.get("data-n", "") for each in found)


class Finder:
    """The library's element finder on a page served here."""

    def __init__(self, library: Any, driver: Any) -> None:
        self.library, self.driver = library, driver

    def ask(self, kind: str, text: str) -> list[str] | str:
        from selenium.common.exceptions import WebDriverException

        try:
            found = self.library.find_elements(text, kind or None, required=False)
        except (WebDriverException, ValueError) as error:
            return f"refused: {error}"
        except Exception as error:
            if type(error).__name__ != "ElementNotFound":  # an earlier link of a chain
                raise
            return []
        script = "return arguments[0].map(each => each.getAttribute('data-n'))"
        # The parser may clone an element with its number: elements are told apart by themselves.
        distinct = list({each.id: each for each in found}.values())
        return sorted(number or "" for number in self.driver.execute_script(script, distinct))


class Library:
    """What the finder asks of the library it belongs to."""

    def __init__(self, driver: Any) -> None:
        from SeleniumLibrary.locators import ElementFinder

        self.driver = driver
        self.finder = ElementFinder(self)

    def find_elements(self, text: str, kind: str | None, required: bool) -> Any:
        return self.finder.find(text, tag=kind, first_only=False, required=required)


@pytest.fixture(scope="module")
def finder() -> Iterator[Finder]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in (*FLAGS, "--window-size=1280,720"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield Finder(Library(driver), driver)
    driver.quit()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as served:
        yield served


def test_finds_what_the_library_finds(finder: Finder, address: str) -> None:
    chance = random.Random(0)
    counted: Counter[str] = Counter()
    differences: list[str] = []
    for path in PAGES:
        html = numbered(path.read_text("utf-8", errors="replace"))
        Served.text = html.encode()
        page = build(Snapshot(Markup(Served.text, "utf-8"), address, viewport=(1280, 720)))
        finder.driver.get(address)
        for keyword, kind, text in asked_of(page, chance):
            mine, theirs = ours(page, keyword, text), finder.ask(kind, text)
            # What we refuse, the library refuses too, or finds nothing by.
            same = mine == theirs or (
                isinstance(mine, str) and (isinstance(theirs, str) or not theirs)
            )
            counted["same" if same else "different"] += 1
            if not same:
                differences.append(f"{path.stem}: {keyword} {text!r}: {mine} for {theirs}"[:300])
    total = counted.total()
    print(f"{total} locators on {len(PAGES)} pages, {counted['same'] / total:.2%} equal")
    print("\n".join(differences[:40]))
    assert total >= 1000
    assert counted["same"] / total >= 0.99
