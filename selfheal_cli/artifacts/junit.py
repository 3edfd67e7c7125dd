"""JUnit XML, as pytest, Playwright Test and the JVM's runners write it, into records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from selfheal_cli.artifacts import webdriverio
from selfheal_cli.artifacts.base import RecordedError, RecordedTest, Status
from selfheal_cli.artifacts.tracebacks import read_frames
from selfheal_cli.errors import ArtifactError

# pytest writes what XML cannot hold as `#x1B`.
_COLOUR = re.compile(r"(?:#x1B|\x1b)\[[0-9;]*m")
_ATTACHED = re.compile(r"\[\[ATTACHMENT\|([^\]\n]+)\]\]")


def is_junit(head: bytes) -> bool:
    """Whether a file that begins so is JUnit XML."""
    return b"<testsuite" in head


def read_junit(path: Path, data: bytes) -> tuple[list[RecordedTest], str]:
    """The records, and a word on damage ("" if none). Raises ArtifactError where there is
    nothing to be read. Entities are not resolved and nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False
    )
    try:
        root = etree.fromstring(_decodable(data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArtifactError(f"not readable as XML ({error})") from error
    if root is None:
        raise ArtifactError("not readable as XML")
    damage = parser.error_log.last_error
    found = [_record(case, path) for case in root.iter("testcase")]
    return found, f"damaged at line {damage.line}; the rest is used" if damage is not None else ""


def _decodable(data: bytes) -> bytes:
    """Without the bytes that are no UTF-8, where a file says or implies that it is."""
    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([\w.-]+)", data)
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        return data
    return data.decode("utf-8", "replace").encode()


def _record(case: etree._Element, path: Path) -> RecordedTest:
    name, owner = case.get("name", ""), case.get("classname", "")
    project = _project(case) if _is_script(owner) else ""
    spec = _spec(case)
    output = "\n".join(_texts(case, "system-out", "system-err"))
    errors = tuple(_errors(case))
    return RecordedTest(
        f"{_suite(case)}.{name}" if spec else _full_name(owner, name, project),
        _status(case, errors),
        name,
        case.get("file", "") or (owner if _is_script(owner) else "") or spec,
        int(case.get("line") or 0) if (case.get("line") or "0").isdigit() else 0,
        errors,
        (*_properties(case), *_ATTACHED.findall(output)),
        output,
        framework=webdriverio.NAME if spec else "playwright" if project else "",
        artifact=str(path),
        base=path.parent,
    )


def _suite(case: etree._Element) -> str:
    suite = case.getparent()
    return suite.get("name", "") if suite is not None else ""


def _spec(case: etree._Element) -> str:
    """The file that WebdriverIO's reporter names once for a suite, "" where another wrote it."""
    suite = case.getparent()
    held = suite.iterfind("properties/property[@name='file']") if suite is not None else ()
    files = (each.get("value", "") for each in held)
    return next((f.removeprefix("file://") for f in files if f.startswith("file://")), "")


def _is_script(owner: str) -> bool:
    return bool(re.search(r"\.[cm]?[jt]sx?$", owner))


def _project(case: etree._Element) -> str:
    suite = case.getparent()
    return suite.get("hostname", "") if suite is not None else ""


def _full_name(owner: str, name: str, project: str) -> str:
    if not owner:
        return name
    if _is_script(owner):
        return f"{owner} › {name}" + (f" [{project}]" if project else "")
    return f"{owner}.{name}"


def _status(case: etree._Element, errors: tuple[RecordedError, ...]) -> Status:
    if errors:
        return Status.FAILED
    return Status.SKIPPED if case.find("skipped") is not None else Status.PASSED


def _errors(case: etree._Element) -> Iterator[RecordedError]:
    for node in case.iter("failure", "error"):
        text = _COLOUR.sub("", "".join(node.itertext()))
        frames = tuple(line.location for line in read_frames(text))
        message = _COLOUR.sub("", node.get("message", "") or node.get("type", ""))
        yield RecordedError(message, text, frames)


def _texts(case: etree._Element, *tags: str) -> Iterator[str]:
    for node in case.iter(*tags):
        yield "".join(node.itertext())


def _properties(case: etree._Element) -> Iterator[str]:
    for node in case.iter("property"):
        value = node.get("value", "")
        if "/" in value or "\\" in value:
            yield value
