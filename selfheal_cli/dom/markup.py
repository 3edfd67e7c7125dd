"""Parses saved HTML bytes into an lxml tree, or says why there is no page in them."""

from __future__ import annotations

import codecs
import json
import re

from lxml.html import HtmlElement

from selfheal_cli.dom.html_tree import grow
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
_HEAD = 65536


def parse(html: bytes, encoding: str = "") -> HtmlElement:
    """The root element, always `html`. Raises ArtifactError where the bytes are no page."""
    text = decode(html, encoding)
    reason = _no_page(text)
    if reason:
        raise ArtifactError(reason)
    return grow(text)


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
