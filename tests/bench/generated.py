"""How well made-up values are told from written ones: `python -m tests.bench.generated [-v]`.

Three measures: the labelled list in fixtures/synthesis/values.tsv; values drawn here with the
alphabets and lengths of the tools that make such names, behind the words of this project's own
sources; and the names of Python's standard library, which people wrote and no list was made from.
"""

from __future__ import annotations

import argparse
import random
import re
import string
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from selfheal_cli.synthesis.generated import looks_generated

VALUES = Path(__file__).parents[2] / "fixtures" / "synthesis" / "values.tsv"
_LOWER36 = string.ascii_lowercase + string.digits
_BASE52 = string.ascii_letters
_BASE62 = string.ascii_letters + string.digits
_BASE64 = _BASE62 + "-_"
_DRAWN = 400
_MODULES = """
    argparse array ast asyncio base64 bdb calendar cmath codecs collections concurrent.futures
    configparser contextlib copy csv datetime decimal difflib dis doctest email.message enum
    errno filecmp fractions ftplib functools gettext glob hashlib heapq html.parser http.client
    http.cookiejar imaplib inspect io ipaddress itertools json locale logging.handlers mailbox
    math mimetypes multiprocessing numbers operator os pathlib pickle platform plistlib poplib
    pprint queue random re sched secrets selectors shutil signal smtplib socket sqlite3 ssl stat
    statistics string struct subprocess sys tarfile tempfile textwrap threading time token
    tokenize tomllib traceback types typing unicodedata unittest.mock urllib.parse uuid warnings
    weakref xml.dom.minidom xml.etree.ElementTree zipfile zlib
""".split()  # noqa: SIM905


@dataclass(frozen=True)
class Value:
    """A labelled value."""

    made_up: bool
    kind: str
    text: str


def labelled() -> list[Value]:
    """The list, in its order."""
    rows = (line.split("\t") for line in VALUES.read_text(encoding="utf-8").splitlines())
    return [Value(row[0] == "+", row[1], row[2]) for row in rows if len(row) == 3]


def measured(values: Sequence[Value]) -> tuple[float, float, list[Value], list[Value]]:
    """Precision, recall, what was flagged wrongly and what was missed."""
    flagged = [value for value in values if looks_generated(value.text)]
    missed = [v for v in values if v.made_up and not looks_generated(v.text)]
    wrong = [value for value in flagged if not value.made_up]
    made_up = sum(value.made_up for value in values)
    return 1 - len(wrong) / max(len(flagged), 1), 1 - len(missed) / made_up, wrong, missed


def names() -> list[str]:
    """Public names of modules of the standard library."""
    found = {name for module in _MODULES for name in vars(import_module(module))}
    return sorted(name for name in found if not name.startswith("_"))


def drawn() -> Iterator[tuple[str, list[str]]]:
    """Per tool, values as it makes them."""
    chance = random.Random(20)
    words = sorted(set(re.findall(r"\b[A-Z][a-z]{3,9}\b", VALUES.read_text(encoding="utf-8"))))

    def text(alphabet: str, *lengths: int) -> str:
        return "".join(chance.choices(alphabet, k=chance.choice(lengths)))

    forms = {
        "Emotion": lambda: f"css-{text(_LOWER36, 5, 6, 7)}",
        "styled-components": lambda: f"sc-{text(_BASE52, 5, 6)}",
        "styled-components' second": lambda: text(_BASE52, 6),
        "CSS modules": lambda: f"{chance.choice(words)}_root__{text(_BASE62, 5)}",
        "css-loader, behind a word": lambda: f"{chance.choice(words)}__{text(_BASE64, 5)}",
        "css-loader, alone": lambda: text(_BASE52, 1) + text(_BASE64, 19),
        "Vue": lambda: f"data-v-{text('0123456789abcdef', 8)}",
        "Svelte": lambda: f"svelte-{text(_LOWER36, 6, 7)}",
        "Griffel": lambda: f"f{text(_LOWER36, 6, 7)}",
        "tokens": lambda: text(_BASE62, 12, 16, 24),
        "GUIDs": lambda: "-".join(text("0123456789abcdef", n) for n in (8, 4, 4, 4, 12)),
    }
    for tool, make in forms.items():
        yield tool, [make() for _ in range(_DRAWN)]


def main(argv: Sequence[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", "-v", action="store_true")
    options = parser.parse_args(argv)
    values = labelled()
    precision, recall, wrong, missed = measured(values)
    print(f"labelled: {len(values)} values, precision {precision:.2%}, recall {recall:.2%}")
    for name, group in (("flagged wrongly", wrong), ("missed", missed)):
        print(f"  {name}: " + ", ".join(f"{value.text} ({value.kind})" for value in group))
    for tool, made in drawn():
        missed_here = [value for value in made if not looks_generated(value)]
        print(f"drawn, {tool}: recall {1 - len(missed_here) / len(made):.1%}", end="")
        print(f"; missed: {', '.join(missed_here[:12])}" if options.verbose else "")
    written = names()
    flagged = [name for name in written if looks_generated(name)]
    print(f"standard library: {len(flagged)} of {len(written)} names flagged: {', '.join(flagged)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
