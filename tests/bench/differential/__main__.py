"""The differential test: `python -m tests.bench.differential [DIR] --chromium /usr/bin/chromium`.

Loads each page into Chromium, asks Playwright's engine (then chromedriver) and our own the same
locators, and prints the share of equal answers, each class of difference, and whether what
synthesis offers for interactive elements is unique in the engine.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import time
from pathlib import Path

from tests.bench.differential import playwright, selenium
from tests.bench.differential.corpus import ARCHIVE, load
from tests.bench.differential.results import report


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("pages", nargs="?", type=Path, default=ARCHIVE)
    options.add_argument("--chromium", default=shutil.which("chromium") or "")
    options.add_argument("--driver", default=shutil.which("chromedriver") or "")
    options.add_argument("--engine", choices=("playwright", "selenium"), default="")
    options.add_argument("--count", type=int, default=450, help="random selectors a page")
    options.add_argument("--shown", type=int, default=3, help="examples of each difference")
    options.add_argument("--only", default="", help="pages whose name holds this")
    options.add_argument("--verbose", action="store_true", help="a line for each page")
    given = options.parse_args()
    logging.basicConfig(
        level=logging.INFO if given.verbose else logging.WARNING, format="%(message)s"
    )
    pages = [page for page in load(given.pages) if given.only in page.name]
    for engine in ("Playwright", "Selenium"):
        if given.engine and given.engine != engine.lower():
            continue
        start = time.monotonic()
        if engine == "Playwright":
            result = playwright.run(pages, given.chromium, given.count)
        else:
            result = selenium.run(pages, given.chromium, given.driver, given.count // 4)
        print("\n".join(report(engine, result, given.shown)))
        print(f"{time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
