"""Source bytes as UTF-8 text for the parser, with offsets that lead back to the file's bytes."""

from __future__ import annotations

import codecs
import io
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from tree_sitter import Range

_BLANKS = bytes(byte if byte in b"\r\n" else 0x20 for byte in range(256))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SourceText:
    """One file: `utf8` without its byte order mark, and how its offsets map to `raw`.

    `offsets` is empty where both differ by `shift` only; else it maps every UTF-8 offset.
    """

    raw: bytes
    utf8: bytes
    encoding: str
    shift: int = 0
    offsets: Sequence[int] = ()

    def to_raw(self, offset: int) -> int:
        """The offset in the file's own bytes."""
        return (self.offsets[offset] if self.offsets else offset) + self.shift

    def slice(self, start: int, end: int) -> str:
        """The text between two UTF-8 offsets."""
        return self.utf8[start:end].decode("utf-8", "replace")

    def encode(self, text: str) -> bytes:
        """`text` in the file's encoding. Raises UnicodeEncodeError."""
        return text.encode(self.encoding)

    def holds(self, char: str) -> bool:
        """Whether the file's encoding has the character."""
        try:
            char.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True


def read_text(raw: bytes, language: str) -> SourceText:
    """Decode a source file: byte order mark, then PEP 263 for Python, then UTF-8; properties may be
    in Latin-1, and a file that escapes all that is not ASCII goes on so.

    Bytes that are not in the declared encoding are kept one by one, so that offsets stay exact.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _decoded(raw, encoding, len(mark))
    if language == "properties":
        return _decoded(raw, _of_properties(raw), 0)
    if language == "json" and raw.isascii() and b"\\u" in raw:
        return _decoded(raw, "ascii", 0)
    return _decoded(raw, _declared(raw) if language == "python" else "utf-8", 0)


def only(utf8: bytes, ranges: Sequence[Range]) -> bytes:
    """A text with blanks in place of what lies outside of the ranges, if there are any."""
    if not ranges:
        return utf8
    kept = bytearray(utf8.translate(_BLANKS))
    for each in ranges:
        kept[each.start_byte : each.end_byte] = utf8[each.start_byte : each.end_byte]
    return bytes(kept)


def _of_properties(raw: bytes) -> str:
    """Java reads Latin-1, or UTF-8 where told to: in ASCII both say the same."""
    if raw.isascii():
        return "ascii"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _declared(raw: bytes) -> str:
    head = b"\n".join(raw[:2000].splitlines()[:2]) + b"\n"
    if b"coding" not in head:
        return "utf-8"
    try:
        return tokenize.detect_encoding(io.BytesIO(head).readline)[0]
    except SyntaxError:
        return "utf-8"


def _decoded(raw: bytes, encoding: str, shift: int) -> SourceText:
    body = raw[shift:]
    try:
        text = body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return _byte_by_byte(raw, shift)
    if encoding in {"utf-8", "ascii"}:
        return SourceText(raw, body, encoding, shift)
    if b"".join(char.encode(encoding) for char in text) != body:
        return _byte_by_byte(raw, shift)
    widths = [len(char.encode(encoding)) for char in text]
    return SourceText(raw, text.encode("utf-8"), encoding, shift, _offsets(text, widths))


def _byte_by_byte(raw: bytes, shift: int) -> SourceText:
    text = raw[shift:].decode("latin-1")
    offsets = _offsets(text, [1] * len(text))
    return SourceText(raw, text.encode("utf-8"), "ascii", shift, offsets)


def _offsets(text: str, widths: list[int]) -> list[int]:
    starts = accumulate(widths, initial=0)
    table: list[int] = []
    for char, start in zip([*text, "\0"], starts, strict=True):
        table.extend([start] * len(char.encode("utf-8", "replace")))
    return table
