"""What a locator's own text says of the element it means, without any old page."""

from __future__ import annotations

from dataclasses import dataclass, field

from selfheal_cli.matching.selectors import Link, Reach, css_links, xpath_links
from selfheal_cli.matching.words import idents, joined, words
from selfheal_cli.model import Locator, Pattern, Step

_ATTRIBUTES = frozenset(("placeholder", "alt", "title"))
# What is called by what is in it: to hold a text is to say it.
_SPEAKING = frozenset(
    """a b button caption dt em h1 h2 h3 h4 h5 h6 heading i label legend link menuitem
    menuitemcheckbox menuitemradio option p small span strong summary tab th
    columnheader""".split()  # noqa: SIM905
)
_FILTERS = frozenset(("nth", "visible", "and", "or", "has-not", "has-not-text"))


@dataclass(slots=True)
class Wanted:
    """The last link of the locator, and what leads to it. `texts`: what the element is called or
    says; `outer`: words of ids and classes around it; `near`: texts around it; `chain`: the
    links that lead to it, outermost first; `anchor`: the text that it is reached from, where
    that does not hold it (`reach`)."""

    link: Link = field(default_factory=Link)
    role: str = ""
    texts: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    outer: list[str] = field(default_factory=list)
    near: list[str] = field(default_factory=list)
    chain: list[Link] = field(default_factory=list)
    anchor: list[str] = field(default_factory=list)
    reach: Reach = Reach.INSIDE
    called_only: bool = False
    by_text: bool = False

    @property
    def mute(self) -> bool:
        """Whether the last link says nothing but a kind, and none counts."""
        link = self.link
        said = (self.texts, self.inner, link.ids, link.classes, link.attributes)
        return not any(said) and not any(link.index for link in self.chain)

    @property
    def identity(self) -> tuple[str, ...]:
        """The identifier words of the last link, `log out` also as `logout`."""
        values = (*self.link.ids, *self.link.classes, *(v for _, v in self.link.attributes))
        return tuple(dict.fromkeys(w for value in values for w in joined(idents(value))))


def wanted(locator: Locator) -> Wanted:
    """Reads all steps; whatever cannot be parsed counts as words."""
    found = Wanted()
    for step in locator.steps:
        found = _take(found, step)
    found.chain = [link for link in found.chain if link != Link()]
    return found


def _take(found: Wanted, step: Step) -> Wanted:
    value = step.value.source if isinstance(step.value, Pattern) else step.value
    if step.strategy == "frame":
        return Wanted()
    if step.strategy in _FILTERS:
        if step.strategy == "nth" and value.lstrip("-").isdigit():
            found.link.index = int(value) + 1 if int(value) >= 0 else 0
        return found
    if step.strategy == "has-text":
        speaks = found.link.tag in _SPEAKING or found.role in _SPEAKING
        (found.texts if speaks else found.inner).append(value)
        return found
    if step.strategy == "has":
        nested = step.option("locator")
        found.inner += wanted(nested).texts if isinstance(nested, Locator) else []
        return found
    return _link(_outside(found), step, value)


def _outside(found: Wanted) -> Wanted:
    """A new link begins: what was meant so far is around it."""
    outer = [*found.outer, *found.identity]
    near = [*found.near, *found.texts, *found.inner]
    chain = [*found.chain, found.link]
    if found.texts:
        return Wanted(outer=outer, near=near, chain=chain, anchor=found.texts)
    reach = Reach.BESIDE if found.reach is Reach.AROUND else found.reach
    return Wanted(outer=outer, near=near, chain=chain, anchor=found.anchor, reach=reach)


def _link(found: Wanted, step: Step, value: str) -> Wanted:
    strategy = step.strategy
    if strategy in ("css", "xpath"):
        links = css_links(value) if strategy == "css" else xpath_links(value)
        for before in links[:-1]:
            found = _outside(_adopt(found, before))
        return _adopt(found, links[-1])
    if strategy == "role":
        found.role = value
        found.texts += _name(step)
    elif strategy in ("text", "label", "link-text", "partial-link-text"):
        found.texts.append(value)
        found.called_only = strategy == "label"
        found.by_text = strategy == "text"
        found.role = "link" if "link" in strategy else ""
    else:
        _attribute(found, step, value)
    return found


def _name(step: Step) -> list[str]:
    name = step.option("name")
    text = name.source if isinstance(name, Pattern) else name
    return [text] if isinstance(text, str) and text else []


def _attribute(found: Wanted, step: Step, value: str) -> None:
    link, strategy = found.link, step.strategy
    if strategy == "id":
        link.ids.append(value)
    elif strategy == "class":
        link.classes += value.split()
    elif strategy == "tag":
        link.tag = value.lower()
    elif strategy == "testid":
        link.attributes.append((str(step.option("attribute", "data-testid")), value))
    elif strategy in _ATTRIBUTES or strategy == "name":
        link.attributes.append((strategy, value))
        if strategy in _ATTRIBUTES:
            found.texts.append(value)
        if strategy == "alt":
            found.role = "img"
    else:
        found.texts.append(value)


def _adopt(found: Wanted, link: Link) -> Wanted:
    found.link = link
    if found.reach is Reach.INSIDE:
        found.reach = link.reach
    found.texts += link.texts
    found.inner += link.inner
    found.texts += [v for name, v in link.attributes if name in (*_ATTRIBUTES, "aria-label")]
    return found


def all_words(found: Wanted) -> tuple[str, ...]:
    """Every word of the last link, identifiers and texts."""
    spoken = (w for text in found.texts for w in words(text))
    return tuple(dict.fromkeys((*found.identity, *spoken)))
