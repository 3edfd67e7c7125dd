"""WebdriverIO's strategies: `python -m tests.bench.webdriverio [--count N]`.

Compares what WebdriverIO sends to the browser for generated selector strings, recorded by a
WebDriver server of ours (`differential/find_strategy.mjs`; no browser), with what we read."""

from __future__ import annotations

import argparse
import json
import random
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators.webdriverio_roles import ROLE_ELEMENTS
from selfheal_cli.locators.webdriverio_strategy import read, wire
from tests.bench.differential.comparing import Tally, lines
from tests.bench.differential.frameworks import MODULES

COUNT = 1_500
SCRIPT = Path(__file__).parent / "differential" / "find_strategy.mjs"
# fmt: off
_WORDS = (
    "Log out", "Save", "it's", 'say "hi"', "a=b", "*", "x.y", "]", "[", "\"both' quotes\"",
    "שלום", "👩‍👧", "1", "UIA", "a\\b", "Go (2)", "/", ".", "<b>", "~", ">>>", "  padded ",
    "tab\tbed", "new\nline", "é",
)
_HEADS = (
    "button", "a.link", ".cls", "#id", 'li[data-x="y z"]', "li[data-x]", "p#i[a='b']", "h1.", ".c.",
    "*", "div-x", "svg", "ns", "x",
)
_STARTS = (
    "=", "*=", "id=", ">>>", "aria/", "//", "./", "../", "(", "*/", "/", "~", "android=", "ios=",
    "xpath:", "css selector:", "link text:", "name:", "tag name:", "class name:", "id:",
    "accessibility id:", "-ios predicate string:", "<", '[name="', "[role=",
)
_TAGS = ("<a />", "<x-y>", "<H1/>", "<b c />", "<a", "text <b>")
# fmt: on
_MOBILE = frozenset(
    {"accessibility id", "-android uiautomator", "-ios uiautomation", "-ios predicate string"}
)


def selectors(count: int, seed: int = 5) -> list[str]:
    """Strings in every strategy's form, and near to one."""
    choose = random.Random(seed)

    def one() -> str:
        word = "".join(choose.choices(_WORDS, k=choose.choice((1, 1, 2))))
        ways = [
            lambda: choose.choice(_HEADS) + choose.choice(["=", "*=", ".=", ".*="]) + word,
            lambda: choose.choice(_STARTS) + word + choose.choice(["", "", " />", '"]', "]", ">"]),
            lambda: f"[role={choose.choice(sorted(ROLE_ELEMENTS))}]",
            lambda: choose.choice([" ", " > ", ""]).join(choose.choices(_HEADS, k=2)),
            lambda: f"aria/{word}",
            lambda: (
                f"<{choose.choice(['a', 'x-y', 'H1', 'b c'])}{choose.choice([' />', '>', '/>'])}"
            ),
            lambda: word,
        ]
        return choose.choice(ways)()

    return [each for each in (one() for _ in range(count)) if each.strip()]


def sent_for(texts: Sequence[str]) -> list[Any]:
    """What WebdriverIO sends for each selector: strategy and value; or why it sends nothing."""
    done = subprocess.run(
        ["node", str(SCRIPT), str(MODULES)],
        input=json.dumps(texts), capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    return list(json.loads(done.stdout))


def measure(texts: Sequence[str]) -> Tally:
    """How often what is sent is what we read."""
    tally = Tally()
    for text, sent in zip(texts, sent_for(texts), strict=True):
        kind = sent[0] if isinstance(sent, list) else "error"
        tally.add("webdriverio", kind, text, _ours(text), _known(text, sent))
    return tally


def _ours(text: str) -> Any:
    try:
        return list(wire(read(text)))
    except UnsupportedLocator as error:
        return f"error: {error}"


def _known(text: str, sent: Any) -> Any:
    """Images, mobile strategies and the class names of mobile widgets are refused by us."""
    if isinstance(sent, str) or sent[0] in _MOBILE or sent[0].startswith("-"):
        return str(sent)
    is_widget = sent == ["class name", text] and text.startswith("UIA")
    return str(sent) if is_widget else sent


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--shown", type=int, default=3)
    given = parser.parse_args()
    tally = measure(selectors(given.count))
    print(f"WebdriverIO: {tally.total} selectors, {100 * tally.share:.3f} % read as it reads them")
    print("\n".join(lines(tally, given.shown)))


if __name__ == "__main__":
    main()
