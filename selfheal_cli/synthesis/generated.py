"""Which attribute values and class names a program made up, so that the next build changes them."""

from __future__ import annotations

import re
from functools import lru_cache

from selfheal_cli.synthesis.randomness import looks_jumbled, looks_random

_GUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.I)
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d([-_/]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)")
_LONG_NUMBER = re.compile(r"\d{5,}|^(?=(?:\.?\d){5,}$)\d*\.\d+$")  # or a fraction of five digits
_COUNTED = re.compile(r"[-_:](?!(?:19|20)\d\d$)\d{4}$")  # four digits that are no year
_LONG_HEX = re.compile(
    r"(?i)(?<![0-9a-z])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,}(?![0-9a-z])"
)

# Ids that a framework counts up. The counter depends on what else is on the page, and on which
# part of it was made first.
_COUNTERS = re.compile(
    r"""(?x)
    (?:^|[-_])(?::[rR][0-9a-zA-Z]*: | «r[0-9a-z]*» | _r_[0-9a-z]+_)(?:$|[-_])  # React's useId
    | (?:^|:)v-\d+(?:-\d+)*(?:$|:)                              # Vue's useId
    | ^ember\d+$
    | (?:^|:)j_id(?:t|_)?\d+ | ^p[nrv]_id_\d+                   # JSF, PrimeFaces and its kin
    | ^(?:ext-(?:gen|comp|element)-?|x-auto-|gwt-uid-)\d+       # Ext JS, GXT, GWT
    | ^yui_\d | ^yui-gen\d | ^dijit_ | ^isc_[0-9A-Z]+$ | ^zk_comp_\d
    | ^__BVID__\d                                              # BootstrapVue
    | ^__(?:xmlview|button|item|field|box|table|dialog|input|list|page|text|layout)\d  # SAPUI5
    | ^_ng(?:content|host)- | ^ng-c\d                          # Angular's scoped styles
    | ^(?:jss|makeStyles-\w+-|(?:Mui|With|Private)[A-Z]\w*-[a-zA-Z]+-)\d+$   # JSS
    | ^select2-(?:chosen|drop|results|hidden|data)-?\d | ^s2id_autogen\d
    | ^select2-[a-z0-9]{4}-(?:container|results?)(?:-|$)
    | ^component-\d+(?:-[a-z]+)?$ | ^tab-key-\d+-\d+$           # Gradio, Lumino
    | ^rcDialogTitle\d+$ | ^(?:tooltip|popover)\d{3,}$         # rc-dialog, Bootstrap
    | ^\d+:\d+(?:;a)?$                                         # Aura
    | ^\u037c\d                                               # CodeMirror
    """
)
_COUNTING = """
    mui ui-id uid uniqid fui-r ag tippy popper radix reach downshift react-aria react-tabs
    react-select el-id el-popover el-tooltip vs v-menu v-tooltip v-dialog input-v checkbox-v
    mce mceu cke slick-slide slick-slide-control highcharts SVGID bk rbt dx q-app lwc ngb igx nz
""".split()  # noqa: SIM905
_COUNTING_KINDS = """
    headlessui reka radix-vue chakra mantine vaadin input-vaadin label-vaadin helper-vaadin
    error-message-vaadin mat cdk mdc rc ngb nz
""".split()  # noqa: SIM905
# `mui-42`, `ag-22-input`; and with what it is for between: `mat-select-value-1`.
_COUNTED_BY = re.compile(
    rf"^(?:{'|'.join(_COUNTING)})[-_]?\d+(?:$|[-_])"
    rf"|^(?:{'|'.join(_COUNTING_KINDS)})(?:[-_]{{1,2}}[a-z]+)*[-_]{{1,2}}\d+(?:$|[-_])"
)
# What styles in JavaScript put before a hash.
_EMOTION = re.compile(r"^css-(?:0$|(?=[a-z]*\d)[0-9a-z]{4,8}(?:-|$))")
_PREFIXED = re.compile(
    r"^(?:css|emotion|jsx|svelte|jss|tss|mantine|chakra|astro|panda|linaria)-([0-9a-zA-Z]{4,})(?:-|$)"
    r"|(?:^|[-_])sc-([0-9a-zA-Z]{5,8})(?:-\d+)?$"
)
_EMOTION_TARGET = re.compile(r"^e[0-9a-z]{6,7}\d{1,2}$")
_SCOPED = re.compile(r"^(?:data-v-[0-9a-f]{7,8}|data-s-[0-9a-zA-Z]+|astro-[0-9A-Z]{8})$")
_GRIFFEL = re.compile(r"^(?:___[0-9a-z]{6,7}(?:_[0-9a-z]+)*|f[0-9a-z]{6,7}|fui-r[0-9a-z]{1,3})$")
_VITE_MODULE = re.compile(r"^_?[A-Za-z][\w-]*_([a-z0-9]{5})_\d+$")
_MODULE_HASH = re.compile(r"(?:__|--|_)_?([A-Za-z0-9+-]{5,8})$")
# css-loader's names: five digits of base 64 behind the author's word, or twenty without any.
_MODULE_TAIL = re.compile(r"[A-Za-z]__(?=[^A-Z]*[A-Z])([A-Za-z0-9+_-]{5})$")
_MODULE_WORD = re.compile(r"(?:\d*[a-z]*|[A-Z]?[a-z]+|[A-Z]+|[a-z]{2,}[A-Z][a-z]+)\d*")
_MODULE_WHOLE = re.compile(r"(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])[A-Za-z_][A-Za-z0-9_-]{19}")


@lru_cache(maxsize=8192)
def looks_generated(value: str) -> bool:
    """Whether `value` (an id, a class, an attribute) looks made by a program for one build or run:
    GUIDs, hashes, dates, counters, CSS-in-JS and framework ids."""
    tokens = re.findall(r"[^\W_]+", value)
    return _is_counted(value) or _is_styled(value) or any(map(looks_random, tokens))


def _is_counted(value: str) -> bool:
    patterns = (_GUID, _DATE, _LONG_NUMBER, _COUNTED, _LONG_HEX, _COUNTERS, _COUNTED_BY)
    return any(pattern.search(value) for pattern in patterns)


def _is_styled(value: str) -> bool:
    """Whether a style sheet's compiler named it."""
    if _SCOPED.match(value) or _EMOTION.match(value):
        return True
    if _EMOTION_TARGET.match(value) or _GRIFFEL.match(value):
        return looks_random(value.strip("_").partition("_")[0], hinted=True)
    if value.isupper():
        return False
    if _is_module_hash(value):
        return True
    found = (pattern.search(value) for pattern in (_PREFIXED, _VITE_MODULE, _MODULE_HASH))
    return any(looks_random(match[match.lastindex or 0], hinted=True) for match in found if match)


def _is_module_hash(value: str) -> bool:
    """Whether css-loader named it with digits of base 64, which may be `_` and `-` too."""
    if _MODULE_WHOLE.fullmatch(value) and looks_jumbled(value):
        return True
    tail = _MODULE_TAIL.search(value)
    return tail is not None and not all(map(_MODULE_WORD.fullmatch, re.split("[+_-]", tail[1])))
