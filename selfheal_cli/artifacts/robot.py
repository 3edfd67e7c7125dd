"""Robot Framework's output.xml: failed tests, and the pages that `Log Source` wrote into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from lxml import etree

from selfheal_cli.artifacts.base import Ending, Material, Parse, PassSource, Run, Warn
from selfheal_cli.artifacts.identity import identity
from selfheal_cli.artifacts.playwright_failures import failure_id
from selfheal_cli.artifacts.reports import MAX_REPORT, head_of
from selfheal_cli.artifacts.robot_steps import (
    Step,
    action_of,
    failed_step,
    is_browser_test,
    message_of,
    named_in,
    opened,
    source_of,
    status_of,
)
from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.model import (
    Failure,
    Location,
    Locator,
    Markup,
    MissingSnapshot,
    NoBaseline,
    Problem,
    Snapshot,
    Test,
    UnknownLocator,
)

_NO_PAGE = (
    "no page source was logged: let `run_on_failure` name a keyword that calls `Log Source` (its"
    " default saves a picture)"
)


class RobotReader:
    """What Robot's results say of tests that drive a browser."""

    name = "robot"

    def find(self, files: Sequence[Path]) -> list[Path]:
        """Robot's XML, told by its first bytes."""
        return [p for p in files if p.suffix.lower() == ".xml" and b"<robot " in head_of(p)]

    def read(self, found: Sequence[Path], material: Material) -> Iterator[Run]:
        """One `Run` per failed browser test."""
        for path in found:
            root, damage = _parsed(path)
            if damage:
                yield Run(problems=(Problem(str(path), damage),))
            for test, node in _tests(root):
                if status_of(node) == "FAIL" and is_browser_test(node):
                    failure = _failure(test, node, path, material.parse)
                    yield Run((failure,), claimed=(test.id,))

    def passes(self, found: Sequence[Path], material: Material, warn: Warn) -> Iterator[PassSource]:
        """None: which page a keyword worked on is not recorded."""
        return iter(())

    def endings(self, found: Sequence[Path], material: Material) -> Iterator[Ending]:
        """The last page that each passing test logged."""
        for path in found:
            for test, node in _tests(_parsed(path)[0]):
                page = _page(node, path) if status_of(node) == "PASS" else None
                if isinstance(page, Snapshot):
                    yield Ending(identity(test.id), partial(_known, page))


def _parsed(path: Path) -> tuple[etree._Element | None, str]:
    """The document, and a word on damage ("" if none). Entities are not resolved and nothing is
    fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, recover=True, load_dtd=False
    )
    try:
        if path.stat().st_size > MAX_REPORT:
            return None, "larger than a report should be: refused"
        root = etree.fromstring(path.read_bytes(), parser)
    except (etree.XMLSyntaxError, ValueError, OSError) as error:
        return None, f"not readable as XML ({error})"
    damage = parser.error_log.last_error
    told = f"damaged at line {damage.line}; the rest is used" if damage is not None else ""
    return root, told


def _tests(root: etree._Element | None) -> Iterator[tuple[Test, etree._Element]]:
    for node in root.iter("test") if root is not None else ():
        suites = [up for up in node.iterancestors() if up.tag == "suite"]
        title = node.get("name", "")
        name = ".".join([*(up.get("name", "") for up in reversed(suites)), title])
        source = next((up.get("source", "") for up in suites if up.get("source")), "")
        line = node.get("line", "")
        yield Test(name, title, source, int(line) if line.isdigit() else 0), node


def _failure(test: Test, node: etree._Element, path: Path, parse: Parse) -> Failure:
    step = failed_step(node)
    named = named_in(message_of(node), step)
    framework = f"robot-{step.library}"
    frames = (Location(test.path, test.line),) if test.path and test.line else ()
    return Failure(
        failure_id(test.id, framework, named, frames),
        test,
        framework,
        "robot",
        action_of(step),
        _locator(named, framework, step, parse),
        message_of(node),
        frames,
        _page(node, path) or MissingSnapshot(_NO_PAGE),
        NoBaseline("no page of a passing run is given"),
        str(path),
    )


def _known(page: Snapshot) -> Snapshot:
    return page


def _locator(named: str, framework: str, step: Step, parse: Parse) -> Locator | UnknownLocator:
    if not named:
        asks = bool(step.keyword) and not step.is_library
        reason = f"the keyword `{step.keyword}`, which failed, asks for no element"
        return UnknownLocator(reason if asks else "the log does not name the locator", none=asks)
    try:
        return parse(framework, named)
    except (LocatorSyntaxError, UnsupportedLocator) as error:
        return UnknownLocator(f"{named!r} cannot be read: {error.message}", named=True)


def _page(node: etree._Element, path: Path) -> Snapshot | None:
    html = source_of(node)
    return Snapshot(Markup(html.encode(), "utf-8"), opened(node), (), str(path)) if html else None
