"""Parses saved HTML bytes into an lxml tree, or says why there is no page in them."""

from __future__ import annotations

import codecs
import json
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring, html_parser

from selfheal_cli.errors import ArtifactError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The codecs behind the encodings that browsers know (WHATWG Encoding); Python has others that
# are no character sets, or whose cost is quadratic.
_CODECS = frozenset(
    re.findall(
        r"\S+",
        """utf-8 cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8
        iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman cp874
        cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 mac-cyrillic gbk gb18030
        big5 euc_jp iso2022_jp shift_jis euc_kr utf-16-le utf-16-be utf-16""",
    )
)
_WIDER = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gbk"}
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
_PRESCAN = 4096

_TAG = re.compile(r"<[a-zA-Z][\w:-]{0,60}[\s/>]")
_DOCUMENT_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
_XML_START = re.compile(r"\s*<\?xml[\s?]", re.I)
_CONTROLS = bytes([*range(9), 0x0B, *range(0x0E, 0x20)])
_HEAD = 65536


def parse(html: bytes, encoding: str = "") -> HtmlElement:
    """The root element, always `html`. Raises ArtifactError where the bytes are no page."""
    text = decode(html, encoding)
    reason = _no_page(text)
    if reason:
        raise ArtifactError(reason)
    root = _tree(text.encode("utf-8", "replace").translate(None, _CONTROLS))
    if root is None:
        raise ArtifactError("The saved page cannot be parsed as HTML.")
    _empty_inert(root)
    return root


def _empty_inert(root: HtmlElement) -> None:
    """What a `<template>` holds is no part of the document, a shadow root's apart (HTML, 4.12.3);
    what a `<noscript>` holds is text where scripts run. No locator finds an element there."""
    for element in list(root.iter("template", "noscript")):
        if element.get("shadowrootmode") is None:
            element.text = None
            del element[:]


def _tree(html: bytes) -> HtmlElement | None:
    """The one place that knows the parser; `html` is UTF-8."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = document_fromstring(html, parser=parser)
        if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
            root = _deep_tree(html)
    except etree.LxmlError:
        return None
    return root if root.tag == "html" else None


def _deep_tree(html: bytes) -> HtmlElement:
    """libxml2 stops at 2,048 levels, but only where it builds the tree itself."""
    parser = etree.HTMLParser(  # type: ignore[call-overload]
        encoding="utf-8", huge_tree=True, target=_Growth()
    )
    root: HtmlElement = etree.fromstring(html, parser=parser)
    return root


class _Growth:
    """A parser target that appends what it is told."""

    def __init__(self) -> None:
        self._root: HtmlElement | None = None
        self._open: list[HtmlElement] = []
        self._closed: HtmlElement | None = None
        self._texts: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._flush()
        if self._root is None:
            child = self._root = html_parser.makeelement(tag, attributes)
        else:
            child = etree.SubElement(self._open[-1] if self._open else self._root, tag, attributes)
        self._open.append(child)
        self._closed = None

    def end(self, tag: str) -> None:
        self._flush()
        self._closed = self._open.pop()

    def data(self, text: str) -> None:
        self._texts.append(text)

    def close(self) -> HtmlElement:
        if self._root is None:
            raise etree.ParserError("no element")
        return self._root

    def _flush(self) -> None:
        if self._texts and self._open:
            text = "".join(self._texts)
            if self._closed is None:
                self._open[-1].text = text
            else:
                self._closed.tail = text
        self._texts = []


def decode(html: bytes, encoding: str = "") -> str:
    """The text of `html`: by its byte order mark, the given encoding, UTF-8 where it is valid,
    the encoding the document declares, else UTF-8 with replacements.

    A saved page is mostly written anew as UTF-8, whatever the document still declares."""
    for mark, codec in _BOMS:
        if html.startswith(mark):
            return html[len(mark) :].decode(codec, "replace")
    given = _codec(encoding)
    if given:
        return html.decode(given, "replace")
    declared = _DECLARED.search(html[:_PRESCAN])
    codec = _codec(declared[1].decode("ascii", "replace")) if declared else ""
    if codec == "iso2022_jp" and b"\x1b" in html:
        return html.decode(codec, "replace")
    try:
        return html.decode("utf-8")
    except UnicodeDecodeError:
        # A document whose ASCII bytes declared it cannot be UTF-16 (HTML, prescan).
        return html.decode("utf-8" if codec.startswith("utf-16") else codec or "utf-8", "replace")


def _codec(label: str) -> str:
    try:
        name = codecs.lookup(label.strip()).name if label.isascii() else ""
    except (LookupError, ValueError):
        return ""
    name = _WIDER.get(name, name)
    return name if name in _CODECS else ""


def _no_page(text: str) -> str:
    """Why `text` is no page, "" where it is one."""
    head = text[:_HEAD]
    start = head.lstrip()
    if not start:
        return "The saved page is empty."
    if head.count("\x00") + head.count("\ufffd") > len(head) // 10:
        return "The saved page is binary data, not HTML."
    if start[0] in "{[" and _is_json(text):
        return "The saved page is JSON, not HTML."
    if _DOCUMENT_TAG.search(head):
        return ""
    if _XML_START.match(head):
        return "The saved page is an XML document, not HTML."
    if not _TAG.search(text):
        return "The saved page is plain text, not HTML."
    return ""


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
