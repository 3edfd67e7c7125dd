"""What the lines of a file say of a name, where all that may bind it says the same: unparsed."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from selfheal_cli.sources import mentions
from selfheal_cli.sources.modules import LeadsOutside


class Says(NamedTuple):
    """What of a language's lines tells what names stand for. `made`, `typed`: what follows on a
    name of an object, with the object's class; `imports`: `names` or `many` of them, and their
    `module`; `own`: what the object under way is asked for."""

    made: re.Pattern[bytes]
    typed: re.Pattern[bytes]
    imports: re.Pattern[bytes]
    own: re.Pattern[bytes]


SAYS = {
    "python": Says(
        re.compile(rb"[ \t]*=[ \t]*(\w+)\([^()\n]*\)[ \t\r]*(?:\n|\Z)"),
        re.compile(rb":[ \t]*(\w+)[ \t]*[,)\r\n]"),
        re.compile(
            rb"[ \t]*from[ \t]+(?P<module>[\w.]+)[ \t]+import[ \t]+"
            rb"(?:\((?P<many>[\w\s,]*)\)|(?P<names>[\w \t,]*))[ \t\r]*(?:\n|\Z)"
        ),
        re.compile(rb"\bself\.(\w+)"),
    ),
    "javascript": Says(
        re.compile(rb"(?:\s*:\s*\w+)?\s*=\s*new\s+(\w+)\([^()\n]*\)[ \t]*[;\r\n]"),
        re.compile(rb"[!?]?\s*:\s*(\w+)\s*[;,)\r\n]"),
        re.compile(
            rb"(?:import\s+(?P<names>[\w$\s,{}]+?)\s*\bfrom|"
            rb"(?:const|let|var)\s+(?P<many>[\w$\s,{}]+?)\s*=\s*require\()"
            rb"\s*['\"](?P<module>[^'\"\n]+)['\"]"
        ),
        re.compile(rb"\bthis\.(\w+)"),
    ),
}
"""By the names of the languages."""
_WORDS = re.compile(rb"[\w$]+")
_ANNOTATES = (b":", b">", b"[", b"|", b"<")
_LEAD = 32
# What follows on a name, alone or with its type or more names, that a statement gives a value.
_SETS = re.compile(
    rb"(?:[ \t]*:[^=\n,)]*|(?:[ \t]*,[ \t]*\w+)*[ \t]*[\]})]?[ \t]*|[ \t]*:)=(?![=>])"
    rb"|[ \t]+(?:in|of)\b"
)
_MOST = 6


def class_of(utf8: bytes, name: str, says: Says, typed: bool = True) -> str:
    """The class whose object a name stands for, or the name itself where no statement makes it
    one. `typed`: a declared type says so as well. Raises LeadsOutside where statements differ."""
    found: set[bytes] = set()
    for at in mentions.bound(utf8, name, 0, len(utf8)):
        behind = at + len(name.encode())
        told = says.made.match(utf8, behind) or (typed and says.typed.match(utf8, behind))
        if not told:
            return name
        found.add(told[1])
    if len(found) != 1:
        raise LeadsOutside
    return found.pop().decode()


def module_of(utf8: bytes, name: str, says: Says) -> str:
    """The module that the one import of a name reads. Raises LeadsOutside where anything else may
    bind it."""
    word = name.encode()
    modules: list[str] = []
    for at in mentions.bound(utf8, name, 0, len(utf8)):
        if utf8[max(at - _LEAD, 0) : at].rstrip()[-1:] in _ANNOTATES:
            continue
        modules.append(_imported(utf8, at, word, says))
    if len(modules) != 1:
        raise LeadsOutside
    return modules[0]


def _imported(utf8: bytes, at: int, word: bytes, says: Says) -> str:
    """The module of the import that an offset stands in. Raises LeadsOutside where it is none."""
    for mark in (utf8.rfind(b"import", 0, at), at):
        found = says.imports.match(utf8, utf8.rfind(b"\n", 0, mark) + 1) if mark >= 0 else None
        names = (found["names"] or found["many"]) if found is not None else b""
        if found is not None and found.start() <= at < found.end():
            words = _WORDS.findall(names)
            if words.count(word) == 1 and b"as" not in words:
                return found["module"].decode()
    raise LeadsOutside


def rows_giving(utf8: bytes, name: str) -> frozenset[int]:
    """The rows that may give an object a member of a name. Raises LeadsOutside where they are
    many."""
    found = frozenset(utf8.count(b"\n", 0, at) for at in mentions.unasked(utf8, name))
    if not 0 < len(found) <= _MOST:
        raise LeadsOutside
    return found


@cache
def _led_on(word: bytes) -> re.Pattern[bytes]:
    """A name with what may lead on to a value, not asked for anything nor called."""
    return re.compile(re.escape(word) + rb"[ \t:,\])}=]")


def _may_be_given(utf8: bytes, word: bytes) -> bool:
    """Whether any statement looks as if it gave a value to a name: most are told so at once."""
    if b" as " + word in utf8 or b"..." + word in utf8:
        return True
    return any(
        _SETS.match(utf8, found.end() - 1)
        for found in _led_on(word).finditer(utf8)
        if utf8[found.start() - 1 : found.start()] != b"."
    )


def is_handed(utf8: bytes, name: str) -> bool:
    """Whether no statement gives a name a value: it is imported, a parameter, or not bound."""
    word = name.encode()
    if not _may_be_given(utf8, word):
        return True
    for at in mentions.bound(utf8, name, 0, len(utf8)):
        behind = at + len(word)
        before = utf8[utf8.rfind(b"\n", 0, at) + 1 : at]
        within = before.count(b"(") > before.count(b")")
        if _SETS.match(utf8, behind) and (not within or utf8[behind : behind + 1] == b" "):
            return False
        if before.endswith(b" as ") and b"import" not in before:
            return False
    return True
