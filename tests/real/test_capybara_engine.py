"""Capybara's own engine, in Chromium, finds what we find on saved pages.

Needs Ruby with the gems capybara and selenium-webdriver (Debian: ruby-capybara
ruby-selenium-webdriver)."""

import json
import os
import random
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, build
from selfheal_cli.errors import SelfhealError
from selfheal_cli.locators import DIALECTS, capybara_kinds
from selfheal_cli.model import Call, Markup, Name, Pattern, Snapshot
from tests.dom.engine import FLAGS
from tests.locators.pages import numbered
from tests.real.served import PAGES, Served, serving

pytestmark = pytest.mark.real

CAPYBARA = DIALECTS["capybara"]
ENGINE = Path(__file__).with_name("capybara_engine.rb")
ELEMENTS_EACH = 25
CONTROLS = ("a", "button", "input", "select", "textarea", "label", "option", "fieldset", "table")
SIZED = ("button", "canvas", "iframe", "img", "input", "select", "svg", "textarea", "video")
VERDICTS = ("same", "layout", "different")
KINDS = [*capybara_kinds.KINDS, capybara_kinds.EITHER]

Asked = tuple[str, list[Any], dict[str, Any]]


def asked_of(page: Page, chance: random.Random) -> list[Asked]:
    elements = [each for each in page.root.iter("*") if each.get("data-n")]
    controls = [each for each in elements if each.tag in CONTROLS]
    chosen = chance.sample(elements, min(ELEMENTS_EACH, len(elements)))
    chosen += chance.sample(controls, min(ELEMENTS_EACH, len(controls)))
    return [asked for element in chosen for asked in _asked_of(element, chance)]


def _asked_of(element: HtmlElement, chance: random.Random) -> Iterator[Asked]:
    names = list(_names(element, chance))
    for name in chance.sample(names, min(3, len(names))):
        method = chance.choice(["find", "all"])
        yield method, [f":{_kind_for(element, chance)}", name], dict(_options(element, chance))
    method = chance.choice(["find", "all", "first"])
    yield method, [chance.choice(list(_css(element)))], dict(_options(element, chance))
    path = element.getroottree().getpath(element)
    yield method, [":xpath", path], dict(_options(element, chance))
    if element.get("id"):
        yield "find_by_id", [element.get("id")], {}


def _kind_for(element: HtmlElement, chance: random.Random) -> str:
    likely = {"a": "link", "label": chance.choice(["field", "label"]), "button": "button"}
    stated = likely.get(str(element.tag), str(element.tag))
    kind = stated if stated in KINDS and chance.random() < 0.4 else chance.choice(KINDS)
    return "field" if element.tag == "input" and chance.random() < 0.5 else kind


def _names(element: HtmlElement, chance: random.Random) -> Iterator[str]:
    keys = ("id", "name", "placeholder", "value", "title", "alt", "for")
    yield from filter(None, (element.get(key) for key in keys))
    words = " ".join("".join(map(str, element.itertext())).split())
    if words:
        yield words[:60]
        yield chance.choice(words.split())


def _css(element: HtmlElement) -> Iterator[str]:
    tag = str(element.tag)
    yield f"{tag}:nth-child({1 + len(list(element.itersiblings('*', preceding=True)))})"
    yield from (f"{tag}[{name}]" for name in element.attrib if name not in ("style", "data-n"))


def _options(element: HtmlElement, chance: random.Random) -> Iterator[tuple[str, Any]]:
    """Half of all ask for what is hidden as well: what is found then hangs on no layout."""
    if chance.random() < 0.5:
        yield "visible", chance.choice([False, ":all"])
    if chance.random() < 0.5:
        return
    words = " ".join("".join(map(str, element.itertext())).split())
    if words and chance.random() < 0.2:
        yield "exact_text", words[:40]
    elif words and chance.random() < 0.4:
        yield (
            "text",
            chance.choice(
                [words, words[:9], words.split()[0], {"regex": "^" + re.escape(words[:3])}]
            ),
        )
        if chance.random() < 0.3:
            yield "exact_text", True
    given = {
        "visible": chance.choice([True, ":hidden", ":visible"]),
        "id": element.get("id"),
        "class": (element.get("class") or "").partition(" ")[0],
        "match": chance.choice([":one", ":first", ":smart", ":prefer_exact"]),
        "normalize_ws": True,
    }
    for name, value in given.items():
        if value and chance.random() < 0.25:
            yield name, value


def ours(page: Page, asked: Asked) -> list[str] | str:
    method, args, options = asked
    given = tuple(_plain(each) for each in args)
    named = tuple((name, _plain(value)) for name, value in options.items())
    try:
        found = CAPYBARA.resolve(CAPYBARA.from_calls([Call(method, given, named)]), page)
    except SelfhealError as error:
        return f"refused: {error.message}"
    return [each.get("data-n", "") for each in found]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return Pattern(value["regex"])
    return Name(value) if isinstance(value, str) and value.startswith(":") else value


class Engine:
    """The Ruby process with its browser."""

    def __init__(self) -> None:
        found = {name.upper(): shutil.which(name) or "" for name in ("chromium", "chromedriver")}
        flags = " ".join((*FLAGS, "--window-size=1280,720"))
        self.process = subprocess.Popen(
            ["ruby", "-W0", str(ENGINE)],
            env={**os.environ, **found, "FLAGS": flags},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, url: str, asked: list[Asked]) -> list[Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"url": url, "asked": asked}) + "\n")
        self.process.stdin.flush()
        answers: list[Any] = json.loads(self.process.stdout.readline())
        return answers


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    if shutil.which("ruby") is None:
        pytest.skip("Ruby is not installed")
    started = Engine()
    yield started
    started.process.communicate("")


def is_same(mine: list[str] | str, theirs: Any) -> bool:
    """An ambiguous match tells how many it found; what we refuse finds nothing there either."""
    if isinstance(mine, str):
        return isinstance(theirs, str) or theirs == []
    return len(mine) == theirs if isinstance(theirs, int) else mine == theirs


def judged(page: Page, mine: list[str] | str, theirs: Any) -> str:
    """`same`, `layout` where we differ about boxes that only a layout shows to be empty, or
    `different`."""
    if is_same(mine, theirs):
        return "same"
    if isinstance(mine, str) or not isinstance(theirs, list):
        return "different"
    doubted = set(mine) ^ set(theirs)
    by_number = {each.get("data-n"): each for each in page.root.iter("*")}
    return "layout" if all(_is_empty(by_number.get(each)) for each in doubted) else "different"


def _is_empty(element: HtmlElement | None) -> bool:
    if element is None:  # one that the parser added
        return False
    return not "".join(map(str, element.itertext())) and next(element.iter(*SIZED), None) is None


def test_finds_what_capybara_finds(engine: Engine) -> None:
    chance = random.Random(0)
    counted: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    differences: list[str] = []
    with serving() as address:
        for path in PAGES:
            html = numbered(path.read_text("utf-8", errors="replace"))
            Served.text = html.encode()
            page = build(Snapshot(Markup(Served.text, "utf-8"), address, viewport=(1280, 720)))
            asked = asked_of(page, chance)
            for each, theirs in zip(asked, engine.ask(address, asked), strict=True):
                mine = ours(page, each)
                verdict = judged(page, mine, theirs)
                counted[each[2].get("visible") in (False, ":all")][verdict] += 1
                if verdict != "same":
                    differences.append(f"{verdict}: {path.stem}: {each}: {_apart(mine, theirs)}")
    print("\n".join(difference[:300] for difference in differences))
    for hidden_too, found in counted.items():
        asked_for = "hidden or not" if hidden_too else "displayed"
        print(f"{found.total()} locators for what is {asked_for}:")
        print(*(f"  {verdict} {found[verdict] / found.total():.2%}" for verdict in VERDICTS))
        assert found.total() >= 1000
        assert found["same"] / found.total() >= (0.995 if hidden_too else 0.95)


def _apart(mine: list[str] | str, theirs: Any) -> str:
    if isinstance(mine, list) and isinstance(theirs, list):
        return (
            f"{sorted(set(mine) - set(theirs))} too many, {sorted(set(theirs) - set(mine))} missing"
        )
    return f"{mine} for {theirs}"
