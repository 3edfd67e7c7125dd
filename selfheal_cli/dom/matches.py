"""Whether an element fulfils a style sheet's selector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import input_type, natively_disabled, value_of
from selfheal_cli.dom.selectors import Compound, Selector, Step

_CONTROLS = frozenset(("button", "fieldset", "input", "optgroup", "option", "select", "textarea"))
_FILLED = frozenset(("input", "select", "textarea"))
_UNWRITTEN = frozenset(
    "button checkbox color file hidden image radio range reset submit".split()  # noqa: SIM905
)


@dataclass(slots=True)
class Budget:
    """How many elements may still be compared; below zero, nothing matches any more. `places`:
    for each parent, where its children stand: (from the start, from the end, the same two among
    those of their name), from 1."""

    left: int
    places: dict[HtmlElement, dict[HtmlElement, tuple[int, int, int, int]]] = field(
        default_factory=dict
    )

    def place(self, element: HtmlElement) -> tuple[int, int, int, int]:
        """Where `element` stands among its siblings."""
        parent = element.getparent()
        if parent is None:
            return (1, 1, 1, 1)
        if parent not in self.places:
            self.places[parent] = _places(parent)
        return self.places[parent][element]


def _places(parent: HtmlElement) -> dict[HtmlElement, tuple[int, int, int, int]]:
    children = list(parent.iterchildren("*"))
    names = [str(child.tag) for child in children]
    of_name = Counter(names)
    seen: Counter[str] = Counter()
    places = {}
    for number, (child, name) in enumerate(zip(children, names, strict=True), 1):
        seen[name] += 1
        own, all_own = seen[name], of_name[name]
        places[child] = (number, len(children) - number + 1, own, all_own - own + 1)
    return places


_STEP_PLACES = {"nth-child": 0, "nth-last-child": 1, "nth-of-type": 2, "nth-last-of-type": 3}


def matches(element: HtmlElement, selector: Selector, budget: Budget) -> bool:
    """Whether `element` fulfils the selector within its tree (no crossing of shadow roots)."""
    budget.left -= 1
    if budget.left < 0 or not _fulfils(element, selector.parts[0][1], budget):
        return False
    return _match_left(element, selector.parts, 1, budget)


def _match_left(
    element: HtmlElement, parts: tuple[tuple[str, Compound], ...], position: int, budget: Budget
) -> bool:
    if position == len(parts):
        return True
    combinator, compound = parts[position]
    # With only ancestors left to find, the nearest that fits is as good as any farther one.
    greedy = combinator == " " and all(kind == " " for kind, _ in parts[position + 1 :])
    for other in _related(element, combinator):
        budget.left -= 1
        if budget.left < 0:
            return False
        if _fulfils(other, compound, budget):
            if _match_left(other, parts, position + 1, budget):
                return True
            if greedy:
                return False
    return False


def _related(element: HtmlElement, combinator: str) -> Iterator[HtmlElement]:
    if combinator == " ":
        for above in element.iterancestors():
            if above.tag == "template":
                return
            yield above
    elif combinator == ">":
        parent = element.getparent()
        if parent is not None and parent.tag != "template":
            yield parent
    else:
        for sibling in element.itersiblings("*", preceding=True):
            yield sibling
            if combinator == "+":
                return


def _fulfils(element: HtmlElement, compound: Compound, budget: Budget) -> bool:
    if compound.tag and element.tag != compound.tag:
        return False
    if compound.identifier and element.get("id") != compound.identifier:
        return False
    if compound.classes and not _has_classes(element, compound.classes):
        return False
    if compound.attributes and not all(_has(element, *wanted) for wanted in compound.attributes):
        return False
    if compound.steps and not all(_counts(step, budget.place(element)) for step in compound.steps):
        return False
    if compound.states and not all(_is_in(element, *state) for state in compound.states):
        return False
    if any(matches(element, selector, budget) for selector in compound.excluded):
        return False
    return all(
        any(matches(element, selector, budget) for selector in choice) for choice in compound.any_of
    )


def _has_classes(element: HtmlElement, wanted: frozenset[str]) -> bool:
    given = element.get("class")
    if not given:
        return False
    for name in wanted:  # most elements fail here, before their classes are taken apart
        if name not in given:
            return False
    return wanted.issubset(given.split())


def _has(element: HtmlElement, name: str, operator: str, wanted: str, fold: bool) -> bool:
    value = element.get(name)
    if value is None or not operator:
        return value is not None
    if fold or name == "type":
        value, wanted = value.lower(), wanted.lower()
    if operator == "=":
        return value == wanted
    if operator == "|=":
        return value == wanted or value.startswith(wanted + "-")
    if not wanted:
        return False
    if operator == "~=":
        return wanted in value.split()
    if operator == "^=":
        return value.startswith(wanted)
    return value.endswith(wanted) if operator == "$=" else wanted in value


def _counts(step: Step, places: tuple[int, int, int, int]) -> bool:
    """Whether a place is one of those the step names (Selectors 4, 14.3)."""
    distance = places[_STEP_PLACES[step.name]] - step.start
    if not step.every:
        return distance == 0
    return distance % step.every == 0 and distance // step.every >= 0


# --- states of elements (Selectors 4, 7, 9, 12 and 14.2) --------------------------------------


def _is_in(element: HtmlElement, state: str, argument: str) -> bool:
    return _STATES[state](element, argument)


def _direction(element: HtmlElement, argument: str) -> bool:
    for around in (element, *element.iterancestors()):
        given = (around.get("dir") or "").lower()
        if given in ("ltr", "rtl"):
            return given == argument
    return argument == "ltr"


def _language(element: HtmlElement, argument: str) -> bool:
    wanted = [word.strip(" \"'") for word in argument.split(",")]
    for around in (element, *element.iterancestors()):
        given = (around.get("lang") or "").lower()
        if given:
            return any(given == word or given.startswith(word + "-") for word in wanted)
    return False


def _checked(element: HtmlElement, argument: str) -> bool:
    for recorded in ("__playwright_checked_", "__playwright_selected_"):
        if recorded in element.attrib:
            return element.get(recorded) == "true"
    if element.tag == "input" and input_type(element) in ("checkbox", "radio"):
        return "checked" in element.attrib
    return element.tag == "option" and "selected" in element.attrib


def _disabled(element: HtmlElement, argument: str) -> bool:
    if element.tag == "fieldset":
        return "disabled" in element.attrib
    return natively_disabled(element)


def _enabled(element: HtmlElement, argument: str) -> bool:
    return element.tag in _CONTROLS and not _disabled(element, argument)


def _empty(element: HtmlElement, argument: str) -> bool:
    if element.text or next(element.iterchildren("*"), None) is not None:
        return False
    return not any(child.tail for child in element)


def _link(element: HtmlElement, argument: str) -> bool:
    return element.tag in ("a", "area") and "href" in element.attrib


def _required(element: HtmlElement, argument: str) -> bool:
    return element.tag in _FILLED and "required" in element.attrib


def _optional(element: HtmlElement, argument: str) -> bool:
    return element.tag in _FILLED and "required" not in element.attrib


def _writable(element: HtmlElement, argument: str) -> bool:
    if element.tag == "textarea" or (
        element.tag == "input" and input_type(element) not in _UNWRITTEN
    ):
        return "readonly" not in element.attrib and not natively_disabled(element)
    for around in (element, *element.iterancestors()):
        given = around.get("contenteditable")
        if given is not None:
            return given.lower() != "false"
    return False


def _placeholder(element: HtmlElement, argument: str) -> bool:
    return element.tag in _FILLED and bool(element.get("placeholder")) and not value_of(element)


_STATES: dict[str, Callable[[HtmlElement, str], bool]] = {
    "any-link": _link,
    "checked": _checked,
    "dir": _direction,
    "disabled": _disabled,
    "empty": _empty,
    "enabled": _enabled,
    "lang": _language,
    "link": _link,
    "optional": _optional,
    "placeholder-shown": _placeholder,
    "read-only": lambda element, argument: not _writable(element, argument),
    "read-write": _writable,
    "required": _required,
}
