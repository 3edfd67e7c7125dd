"""Which attribute values and class names a program made up, so that the next build changes them."""

from __future__ import annotations

import re
from functools import lru_cache

_GUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.I)
_DATE = re.compile(r"(19|20)\d\d[-_/]?[01]\d[-_/]?[0-3]\d")
_COUNTER = re.compile(
    r"""(?ix)
    ^:r[0-9a-z]*:$ | ^_r_[0-9a-z]+_$ | ^«r[0-9a-z]*»$      # React useId
    | ^(ember|mui|ui-id|ext-gen|gwt-uid|yui|dijit|vaadin|rc|downshift|radix|headlessui|react-aria
        |chakra|mantine|mat|cdk|ng|el-id|a11y|uid|uniq|select2|data-v)
      [-_:a-z]*[-_:]?\d+$
    | ^data-v-[0-9a-f]{8}$                                 # Vue's scoped styles
    | [-_:]\d{4,}$                                         # a long counter at the end
    """
)
_PREFIXED = re.compile(
    r"^(css|sc|emotion|jsx|svelte|jss|makeStyles|tss|mantine|chakra|astro)-([0-9a-zA-Z]{4,})"
)
_EMOTION_TARGET = re.compile(r"^e[0-9a-z]{6,}\d$|^e[0-9a-z]{5,}\d\d$")
_MODULE_HASH = re.compile(r"(?:__|--|_)([A-Za-z0-9+-]{5,8})$")
_VITE_MODULE = re.compile(r"^_?[A-Za-z][\w-]*_([a-z0-9]{5})_\d+$")
_LONG_HEX = re.compile(
    r"(?i)(?<![0-9a-z])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,}(?![0-9a-z])"
)


@lru_cache(maxsize=8192)
def looks_generated(value: str) -> bool:
    """Whether `value` (an id, a class, an attribute) looks made by a program for one build or run:
    GUIDs, hashes, dates, counters, CSS-in-JS and framework ids."""
    patterns = (_GUID, _DATE, _LONG_HEX, _COUNTER, _EMOTION_TARGET)
    if any(pattern.search(value) for pattern in patterns):
        return True
    hashes = (_PREFIXED, _VITE_MODULE, _MODULE_HASH)
    found = (pattern.search(value) for pattern in hashes)
    return any(match and _is_hash(match.group(match.lastindex or 0)) for match in found)


def _is_hash(part: str) -> bool:
    """Whether `part` has a shape that no word has: digits among letters, or capitals inside."""
    digits = sum(c.isdigit() for c in part)
    letters = sum(c.isalpha() for c in part)
    if digits and letters:
        return not re.fullmatch(r"[A-Za-z]+\d{1,2}", part)
    vowels = sum(c in "aeiouyAEIOUY" for c in part)
    inner_capitals = sum(c.isupper() for c in part[1:])
    return letters >= 5 and (inner_capitals >= 3 or vowels * 6 < letters)
