"""Robot Framework's ways to say an element, in SeleniumLibrary and in the Browser library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import attributes
from selfheal_cli.model import OptionValue, Step
from selfheal_cli.synthesis.options import Aim
from selfheal_cli.synthesis.playwright_ways import say_role, say_text
from selfheal_cli.synthesis.selenium_ways import WEBDRIVER
from selfheal_cli.synthesis.ways import Say, Ways, attribute, say_attribute, whole

_WORDS = {"link-text": "link", "partial-link-text": "partial link"}
_TESTID_ENGINES = ("data-testid", "data-test-id", "data-test")


def _keys(aim: Aim, element: HtmlElement) -> list[str]:
    """What the default strategy compares of every element."""
    own = attributes(element)
    return [own[name] for name in ("id", "name") if own.get(name, "").strip()]


def _default(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
    """Without a prefix: an id or name, and a link's text for the keywords that look for links."""
    yield from whole("default", _keys)(old, aim)
    if old.strategy == "default" and old.option("kind") == "link":
        for step, cost in WEBDRIVER["link-text"](old, aim):
            yield replace(step, strategy="default"), cost


def _prefixed(new: Step, old: Step) -> Step:
    """The author's prefix (`id=`, `css: `), or at least the mark in it, and the kind of element
    that the keyword looks for."""
    kept: list[tuple[str, OptionValue]] = []
    prefix = str(old.option("prefix"))
    if prefix and new.strategy == old.strategy:
        kept.append(("prefix", prefix))
    elif prefix.rstrip().endswith("=") and new.strategy not in ("xpath", "default"):
        kept.append(("prefix", _WORDS.get(new.strategy, new.strategy) + "="))
    kept += [pair for pair in old.options if pair[0] == "kind"]
    return replace(new, options=(*new.options, *kept))


ROBOT_SELENIUM = Ways(
    says={
        **WEBDRIVER,
        "identifier": whole("identifier", _keys),
        "default": _default,
        "attr": say_attribute,
    },
    paths=("css", "xpath"),
    costs={
        "id": 22.0,
        "name": 26.0,
        "css": 30.0,
        "link-text": 38.0,
        "class": 40.0,
        "attr": 42.0,
        "default": 44.0,
        "identifier": 46.0,
        "partial-link-text": 50.0,
        "xpath": 50.0,
        "tag": 54.0,
    },
    spelled=_prefixed,
)


def _in_engine(say: Say, engine: str) -> Say:
    """The public engine (`role=`, `text=`) in place of the method that Playwright's API has."""

    def named(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
        for step, cost in say(old, aim):
            options = tuple(pair for pair in step.options if pair[0] != "engine")
            yield replace(step, options=(*options, ("engine", engine))), cost

    return named


def _testids(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
    """The engines that are named after their attribute."""
    for name in dict.fromkeys((aim.testid_attribute, *_TESTID_ENGINES)):
        if name in _TESTID_ENGINES:
            options: tuple[tuple[str, OptionValue], ...] = (("engine", name),)
            if name != "data-testid":
                options = (("attribute", name), *options)
            for step, cost in whole("testid", attribute(name))(old, aim):
                yield replace(step, options=options), cost


ROBOT_BROWSER = Ways(
    says={
        "testid": _testids,
        "id": whole("id", attribute("id")),
        "text": _in_engine(say_text, "text"),
        "role": _in_engine(say_role, "role"),
    },
    paths=("css", "xpath"),
    costs={
        "testid": 20.0,
        "id": 22.0,
        "css": 24.0,
        "text": 32.0,
        "role": 34.0,
        "xpath": 60.0,
    },
    counts=True,
)
