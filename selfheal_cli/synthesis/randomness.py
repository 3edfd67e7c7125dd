"""Whether a token of letters and digits is a word or was drawn by a hash function."""

from __future__ import annotations

import re
from itertools import pairwise

_SEGMENT = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Letters that often follow one another in English prose, with some of other European languages'.
_FOLLOWERS = {
    "a": "bcdgiklmnprstuvy",
    "b": "aeilorsuy",
    "c": "acehiklortuyz",
    "d": "adeiosuy",
    "e": "acdefgijlmnpqrstvwx",
    "f": "aefiloru",
    "g": "aehilnorsu",
    "h": "aeilorty",
    "i": "abcdefgjklmnoprstvxz",
    "j": "aeou",
    "k": "aeilorsuty",
    "l": "adeiklmostuy",
    "m": "abeimopuy",
    "n": "acdegiknostuyz",
    "o": "bcdgiklmnprstuvwxy",
    "p": "aehiloprstuyz",
    "q": "u",
    "r": "acdegiklmnorstuyz",
    "s": "acehiklmnopstuyz",
    "t": "acehilorstuyz",
    "u": "abcdegijlmnprstz",
    "v": "aeiloy",
    "w": "aehiory",
    "x": "aceipt",
    "y": "aceklmnoprstw",
    "z": "aeiklnoy",
}
_SHORT = frozenset(
    """btn txt lbl tbl hdr ftr ddl chk rdo rb cb img msg pwd cfg ctrl cmd mgr nav src url uri html
    xml css svg png jpg gif pdf csv http https sql xhr fn cls str num ptr prev nxt scr wnd dlg frm
    grp fld hdn lnk lst col row tab map key val max min sum cnt ctx tmp std dst fmt idx ids id ok
    by on in to of my is no go up at x y z n b i rss ssl tls ssh tcp udp dns vpn cdn gps sms mms
    pkg mgmt acct addr amt bg fg dt hr hrs mins secs kg km cm mm px pt db os pc tv cpu gpu ram usb
    lcd led hdmi wifi qr pin api sdk cli gui ide jwt rgb rgba hsl ctl rpt grd wrp cntr cntnr hdnfld
    mp md sha utf base iso ip ipv web oauth aes rsa dsa crc jquery""".split()  # noqa: SIM905
)
_SHORTEST, _SHORTEST_HINTED = 6, 5
_LONG = 10
_LONGEST_PIECE = 2.6
_JUMBLED = 0.75


def looks_random(token: str, hinted: bool = False) -> bool:
    """Whether `token` has a shape that words and their abbreviations do not have. `hinted`: its
    place already speaks for a hash, so that less is asked. Only ASCII letters are judged."""
    if not token.isascii() or not token.isalnum() or token.isdigit():
        return False
    if len(token) < (_SHORTEST_HINTED if hinted else _SHORTEST):
        return False
    segments = _SEGMENT.findall(token)
    if len(token) >= _LONG and len(token) / len(segments) < _LONGEST_PIECE:
        return True
    if any(segment.isdigit() for segment in segments):
        return _is_mixture(segments, hinted)
    if len(segments) > 1:
        return _worded(segments) < (0.75 if hinted else 0.01) and len(segments) > 2 - hinted
    return _is_unspeakable(token.lower(), hinted)


def looks_jumbled(value: str) -> bool:
    """Whether a long value of letters, digits and signs is cut into pieces that are no words."""
    segments = _SEGMENT.findall(value)
    return len(segments) > 4 and _worded(segments) < _JUMBLED


def _is_mixture(segments: list[str], hinted: bool) -> bool:
    """Letters and digits: `python3` and `sha256sum` are words, `f1e5ss9x` is none."""
    worded = _worded(segments)
    turns = len(_joined(segments)) - 1
    if hinted:
        number = len(segments[-1]) if segments[-1].isdigit() else 99
        known = segments[0].lower() in _SHORT
        return not (worded > 0.7 and turns == 1 and number <= (4 if known else 2))
    length = sum(map(len, segments))
    return length > _SHORTEST and worded < 0.5 and (turns >= 3 or (turns == 2 and worded < 0.01))


def _worded(segments: list[str]) -> float:
    """The share of the letters that stand in words."""
    letters = [segment for segment in segments if not segment.isdigit()]
    return sum(len(s) for s in letters if _is_word(s.lower())) / sum(map(len, letters))


def _joined(segments: list[str]) -> list[str]:
    """The segments with neighbours of letters taken as one."""
    found: list[str] = []
    for segment in segments:
        if found and not segment.isdigit() and not found[-1].isdigit():
            found[-1] += segment
        else:
            found.append(segment)
    return found


def _is_word(segment: str) -> bool:
    """Whether it can be spoken, or is a usual abbreviation."""
    if segment in _SHORT:
        return True
    return len(segment) > 2 and bool(re.search("[aeiouy]", segment)) and _usual(segment) >= 0.5


def _is_unspeakable(word: str, hinted: bool) -> bool:
    if word in _SHORT:
        return False
    vowels = re.search("[aeiouy]", word)
    return (not vowels and len(word) > _SHORTEST) or (hinted and _usual(word) <= 0.4)


def _usual(word: str) -> float:
    """The share of its neighbouring letters that often stand together."""
    return sum(after in _FOLLOWERS[before] for before, after in pairwise(word)) / (len(word) - 1)
