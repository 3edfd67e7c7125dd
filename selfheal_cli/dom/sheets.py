"""What the style sheets inside a page say of `display` and `visibility`, as far as that is sure.

A wrong "hidden" costs more than a wrong "visible": a rule whose condition cannot be checked here
(media width, structural pseudo-classes) counts only where it shows an element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.dom.flat import FlatTree, is_shadow
from selfheal_cli.dom.selectors import Budget, Selector, matches, parse_selectors

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_STRING = re.compile(r'"(?:\\.|[^"\\\n])*"' + r"|'(?:\\.|[^'\\\n])*'", re.S)
_BRACE = re.compile(r"[{}]")
_DECLARATION = re.compile(
    r"(?:^|;)\s*(display|visibility)\s*:\s*([a-z-]+)\s*(!\s*important)?\s*(?=;|\Z)", re.I
)
_SURE_MEDIA = re.compile(r"@media\s*(?:(?:only\s+)?screen|all)?\s*\Z", re.I)
_PRINT_MEDIA = re.compile(r"@media\s+(?:only\s+)?print\b[^,]*\Z", re.I)
_GROUP_RULE = re.compile(r"@(?:media|supports|layer|container|scope|starting-style)\b", re.I)
_MOST_CHARACTERS = 4_000_000
_MOST_CHECKS = 2_000_000

_UNSURE_VALUES = frozenset(("inherit", "initial", "unset", "revert", "revert-layer"))
Weight = tuple[bool, bool, tuple[int, int, int], int]


@dataclass(frozen=True, slots=True)
class Declared:
    """The winning values, "" where nothing declares them."""

    display: str = ""
    visibility: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: Selector
    declared: tuple[tuple[str, str], ...]
    weights: tuple[Weight, ...]


_NOTHING = Declared()
_INLINE: Weight = (False, True, (1 << 20, 0, 0), 1 << 40)


class Sheets:
    """All style sheets of one document. Work is bounded: past the bound, nothing is hidden."""

    def __init__(self, tree: FlatTree) -> None:
        self._tree = tree
        self._budget = Budget(_MOST_CHECKS)
        self._rules: dict[HtmlElement, dict[str, list[_Rule]]] | None = None

    def declared(self, element: HtmlElement) -> Declared:
        """What sheets and the style attribute declare for `element` itself."""
        style = element.get("style")
        rules = self._rules
        if rules is None:
            rules = self._rules = self._read()
        if not rules and not style:
            return _NOTHING
        best: dict[str, tuple[Weight, str]] = {}
        if style:
            for name, value, important in _declarations(style):
                best[name] = ((important, *_INLINE[1:]), value)
        if rules:
            self._cascade(element, rules, best)
        if not best:
            return _NOTHING
        display, visibility = (best.get(name, ((), ""))[1] for name in ("display", "visibility"))
        return Declared(display, visibility)

    def _cascade(
        self,
        element: HtmlElement,
        rules: dict[HtmlElement, dict[str, list[_Rule]]],
        best: dict[str, tuple[Weight, str]],
    ) -> None:
        index = rules.get(self._tree.scope(element), {})
        for key in _keys(element) if index else ():
            for rule in index.get(key, ()):
                if not matches(element, rule.selector, self._budget):
                    continue
                for (name, value), weight in zip(rule.declared, rule.weights, strict=True):
                    if name not in best or best[name][0] < weight:
                        best[name] = (weight, value)

    def _read(self) -> dict[HtmlElement, dict[str, list[_Rule]]]:
        rules: dict[HtmlElement, dict[str, list[_Rule]]] = {}
        order, left = 0, _MOST_CHARACTERS
        for scope, text, sure in _texts(self._tree):
            left -= len(text)
            if left < 0:
                break
            for prelude, body, certain, layered in _blocks(text):
                order += 1
                for rule in _rules(prelude, body, sure and certain, layered, order):
                    index = rules.setdefault(scope, {})
                    index.setdefault(rule.selector.key, []).append(rule)
        return rules


def _texts(tree: FlatTree) -> Iterator[tuple[HtmlElement, str, bool]]:
    """(scope, CSS, whether it surely applies), adopted sheets last."""
    for style in tree.page.root.iter("style"):
        media = (style.get("media") or "").strip()
        prelude = f"@media {media}"
        if style.text and not _PRINT_MEDIA.match(prelude):
            yield tree.scope(style), style.text, bool(_SURE_MEDIA.match(prelude))
    for holder, text in tree.page.sheets:
        yield holder if is_shadow(holder) else tree.scope(holder), text, True


def _keys(element: HtmlElement) -> list[str]:
    keys = ["*", str(element.tag)]
    identifier = element.get("id")
    if identifier:
        keys.append("#" + identifier)
    classes = element.get("class")
    if classes:
        keys.extend("." + name for name in dict.fromkeys(classes.split()))
    return keys


def _blocks(css: str) -> Iterator[tuple[str, str, bool, bool]]:
    """The style rules of a sheet: (selectors, declarations, condition surely true, in a layer)."""
    if "display" not in css and "visibility" not in css:
        return
    css = _STRING.sub(_without_braces, _COMMENT.sub(" ", css) if "/*" in css else css)
    open_rules: list[tuple[str, bool, bool]] = []  # (prelude, sure, layered); "" is passed over
    start = 0
    for brace in _BRACE.finditer(css):
        text = css[start : brace.start()]
        start = brace.end()
        prelude, sure, layered = open_rules[-1] if open_rules else ("@media", True, False)
        if brace[0] == "{":
            own, _, inner = text.rpartition(";")
            if own and prelude and not prelude.startswith("@"):
                yield prelude, own, sure, layered
            open_rules.append(_opened(inner.strip(), prelude, sure, layered))
            continue
        if open_rules:
            open_rules.pop()
        if prelude and not prelude.startswith("@"):
            yield prelude, text, sure, layered


def _opened(inner: str, outer: str, sure: bool, layered: bool) -> tuple[str, bool, bool]:
    """A nested style rule and an at-rule that holds no style rules are passed over."""
    if not outer or not outer.startswith("@"):
        return "", sure, layered
    if not inner.startswith("@"):
        return inner, sure, layered
    if not _GROUP_RULE.match(inner) or _PRINT_MEDIA.match(inner):
        return "", sure, layered
    is_layer = inner.lower().startswith("@layer")
    return "@", sure and (is_layer or bool(_SURE_MEDIA.match(inner))), layered or is_layer


def _without_braces(string: re.Match[str]) -> str:
    text = string[0]
    return '""' if "{" in text or "}" in text or ";" in text else text


def _declarations(text: str) -> Iterator[tuple[str, str, bool]]:
    for found in _DECLARATION.finditer(text):
        value = found[2].lower()
        if value not in _UNSURE_VALUES:
            yield found[1].lower(), value, found[3] is not None


def _rules(prelude: str, body: str, sure: bool, layered: bool, order: int) -> Iterator[_Rule]:
    declarations = list(_declarations(body))
    if not declarations:
        return
    for selector in parse_selectors(prelude):
        kept = [d for d in declarations if (sure and selector.sure) or not _hides(d[0], d[1])]
        if kept:
            yield _Rule(
                selector,
                tuple((name, value) for name, value, _ in kept),
                tuple(
                    (important, not layered, selector.specificity, order)
                    for _, _, important in kept
                ),
            )


def _hides(name: str, value: str) -> bool:
    return value == "none" if name == "display" else value in ("hidden", "collapse")
