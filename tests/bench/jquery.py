"""jQuery's selectors and Cypress's commands: `python -m tests.bench.jquery [DIR] [--count N]`.

Compares what jQuery finds in Chromium on the pages below DIR (else on fixtures/pages) with what
we find, on generated selectors, filters, traversals and chains of commands, and checks that what
synthesis offers finds its element alone. Needs `sh tests/real/install.sh PYTHON`. Cypress itself
is no library: `differential/frameworks.js` says its commands with jQuery, and states the rule of
`contains` once more, by its documentation."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, attributes
from selfheal_cli.locators import DIALECTS, jquery
from selfheal_cli.locators.cypress_calls import AXES
from selfheal_cli.locators.dom_text import dom_texts
from selfheal_cli.model import Locator, OptionValue, Pattern, Step
from tests.bench.differential.corpus import Saved
from tests.bench.differential.frameworks import Question, compare, print_figures, written
from tests.bench.differential.results import Result

CYPRESS = DIALECTS["cypress"]
COUNT = 300
_OWN = """:input :button :text :checkbox :radio :submit :header :parent :empty :selected :checked
    :enabled :disabled :first-child :last-child :only-child :nth-child(2n) :nth-child(odd)
    :nth-of-type(2) :password :image :file :reset :root""".split()  # noqa: SIM905
_COUNTING = """:first :last :even :odd :eq(0) :eq(1) :eq(-1) :lt(3) :gt(0) :gt(-3)
    :lt(-1)""".split()  # noqa: SIM905


class Maker:
    """Random questions about one page, from what stands on it."""

    def __init__(self, page: Page, seed: str) -> None:
        self.page = page
        self.random = random.Random(seed)
        self.elements = [each for each in page.elements if isinstance(each.tag, str)]
        self.texts = dom_texts(page)

    def element(self) -> HtmlElement:
        """Any element of the page."""
        return self.random.choice(self.elements)

    def text(self) -> str:
        """Some words that stand on the page, mostly in one place."""
        for _ in range(20):
            words = self.texts.of(self.element()).split()
            if words and len(words) < 200:
                start = self.random.randrange(len(words))
                return " ".join(words[start : start + self.random.randint(1, 3)])[:60]
        return "nothing"

    def simple(self) -> str:
        """A compound that some element matches."""
        element = self.element()
        pieces = [str(element.tag) if ":" not in str(element.tag) else "*"]
        pieces += [_class(name) for name in (element.get("class") or "").split()[:2]]
        held = attributes(element)
        if held and self.random.random() < 0.6:
            pieces.append(self.attribute(*self.random.choice(sorted(held.items()))))
        if "id" in held and self.random.random() < 0.5:
            pieces.append(f"[id={_quoted(held['id'])}]" if " " in held["id"] else _id(held["id"]))
        keep = self.random.randint(1, len(pieces))
        start = self.random.choice((0, len(pieces) - keep))
        return "".join(pieces[start : start + keep])

    def attribute(self, name: str, value: str) -> str:
        """A test of an attribute, with any of jQuery's operators and notations."""
        name = name if name.replace("-", "").isalnum() else "id"
        operator = self.random.choice(["", "=", "!=", "^=", "$=", "*=", "~=", "|="])
        if not operator:
            return f"[{name}]"
        part = value if operator in ("=", "!=", "|=") else (value.split() or [""])[0][:12]
        bare = part.replace("-", "").replace("_", "").isalnum() and part.isascii()
        return f"[{name}{operator}{part if bare and self.random.random() < 0.5 else _quoted(part)}]"

    def pseudo(self, depth: int = 0) -> str:
        """One of jQuery's pseudo-classes."""
        ways: list[Callable[[], str]] = [
            lambda: self.random.choice(_OWN),
            lambda: self.random.choice(_COUNTING),
            lambda: f":contains({_quoted(self.text())})",
            lambda: f":not({self.simple()})",
            lambda: f":not({self.compound(depth + 1)}, {self.simple()})",
            lambda: f":has({self.random.choice(['', '> '])}{self.compound(depth + 1)})",
        ]
        return self.random.choice(ways[:4] if depth > 1 else ways)()

    def compound(self, depth: int = 0) -> str:
        """A compound, mostly with one of jQuery's own pseudo-classes."""
        pseudos = [self.pseudo(depth) for _ in range(self.random.choice((0, 1, 1, 2)))]
        return self.simple() + "".join(pseudos)

    def selector(self) -> str:
        """Compounds joined by combinators, sometimes two of them in a list."""
        joined = self.compound()
        for _ in range(self.random.choice((0, 0, 1, 1, 2))):
            joined += self.random.choice([" ", " ", " > ", " + ", " ~ "]) + self.compound()
        return f"{joined}, {self.compound()}" if self.random.random() < 0.1 else joined

    # --- questions -----------------------------------------------------------------------------

    def find(self) -> Question:
        """`$(scope).find(selector)`; the scope mostly is the document."""
        text = self.selector()
        scope = self.element() if self.random.random() < 0.3 else None
        if scope is not None and self.random.random() < 0.3:
            text = self.random.choice(["> ", "+ ", "~ "]) + text
        number = None if scope is None else self.page.elements.index(scope)
        asked = {"kind": "find", "scope": number, "text": text}
        return Question(
            asked, f"find {text}", _kind(text), lambda page: jquery.find(page, text, (scope,))
        )

    def visible(self) -> Question:
        """`:visible` and `:hidden`, which need the layout."""
        text = self.simple() + self.random.choice([":visible", ":hidden"])
        asked = {"kind": "find", "scope": None, "text": text}
        return Question(asked, f"find {text}", ":visible", lambda page: jquery.find(page, text))

    def filter(self) -> Question:
        """`.filter(selector)` and `.not(selector)`."""
        start, text, kind = self.simple(), self.compound(), self.random.choice(["filter", "not"])
        asked = {"kind": kind, "start": start, "text": text}

        def ours(page: Page) -> list[HtmlElement]:
            found = jquery.find(page, start)
            kept = jquery.matching(page, found, text)
            return kept if kind == "filter" else [each for each in found if each not in kept]

        return Question(asked, f"$({start}).{kind}({text})", kind, ours)

    def along(self) -> Question:
        """A traversal."""
        method = self.random.choice(sorted(AXES))
        start = self.simple()
        text = self.compound() if method == "closest" or self.random.random() < 0.5 else ""
        asked = {"kind": "along", "start": start, "axis": method, "text": text}
        return Question(
            asked,
            f"$({start}).{method}({text})",
            f".{method}",
            lambda page: jquery.along(page, jquery.find(page, start), AXES[method], text),
        )

    def chain(self) -> Question:
        """Cypress's commands, as they are written: what we show is run, and read by us again."""
        start = self.words() if self.random.random() < 0.5 else Step("css", self.simple())
        steps = [start, *(self.link() for _ in range(self.random.choice((0, 0, 1, 1, 2, 3))))]
        text = CYPRESS.show(Locator("cypress", tuple(steps)), "javascript")
        kind = "cy, contains" if steps[-1].strategy == "text" else "cy, chain"
        return Question(
            written("cypress", text),
            text,
            kind,
            lambda page: CYPRESS.resolve(CYPRESS.parse(text), page),
        )

    def link(self) -> Step:
        """A command chained to others."""
        ways: list[Callable[[], Step]] = [
            self.words,
            lambda: Step("css", self.compound()),
            lambda: Step("nth", str(self.random.randint(-2, 3))),
            lambda: Step("axis", self.simple() * self.random.randint(0, 1), (("to", self.axis()),)),
            lambda: Step(self.random.choice(["filter", "not"]), self.compound()),
            lambda: Step("within", ""),
        ]
        return self.random.choice(ways)()

    def axis(self) -> str:
        """Where a traversal leads that needs no selector."""
        return self.random.choice(sorted(set(AXES.values()) - {"closest"}))

    def words(self) -> Step:
        """`contains` with a text or a pattern, with a selector or without."""
        words = self.text()
        options: list[tuple[str, OptionValue]] = []
        if self.random.random() < 0.5:
            options.append(("selector", self.simple()))
        value: str | Pattern = words
        if self.random.random() < 0.3:
            source = "".join(c if c.isalnum() or c == " " else "." for c in words)
            value = Pattern(source, self.random.choice(["", "i"]))
        elif self.random.random() < 0.2:
            value = words.swapcase()
            options.append(("match-case", False))
        return Step("text", value, tuple(options))


def _class(name: str) -> str:
    return f".{name}" if _is_plain(name) else f"[class~={_quoted(name)}]"


def _id(name: str) -> str:
    return f"#{name}" if _is_plain(name) else f"[id={_quoted(name)}]"


def _is_plain(name: str) -> bool:
    return name.replace("-", "").replace("_", "").isalnum()


def _quoted(text: str) -> str:
    return '"' + " ".join(text.replace("\\", "").replace('"', '\\"').splitlines()) + '"'


def _kind(text: str) -> str:
    if any(each in text for each in (":first", ":last", ":e", ":odd", ":lt", ":gt")):
        return "find, counting"
    return "find, own pseudo-class" if ":" in text else "find"


def questions(page: Page, name: str, count: int = COUNT) -> list[Question]:
    """`count` questions about the page; always the same for a page's name."""
    maker = Maker(page, name)
    ways = [maker.find] * 10 + [maker.chain] * 6 + [maker.along] * 3 + [maker.filter] * 2
    ways += [maker.visible]
    return [maker.random.choice(ways)() for _ in range(count)]


def measure(pages: Sequence[Saved], count: int, browser: str) -> Result:
    """Of all `pages`."""
    return compare(pages, lambda page, name: questions(page, name, count), "cypress", browser)


if __name__ == "__main__":
    print_figures("jQuery and Cypress", measure, __doc__ or "", COUNT)
