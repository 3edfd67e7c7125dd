"""What a class name that somebody wrote says: a state, a look, a library's part, or the element."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class ClassKind(StrEnum):
    """STATE changes while the page is used; LOOK is a colour, a size, a variant; UTILITY says how
    it is laid out (Tailwind, Bootstrap), and stands on many elements; LIBRARY names a library's
    component; OWN is the page's own word."""

    STATE = "state"
    LOOK = "look"
    UTILITY = "utility"
    LIBRARY = "library"
    OWN = "own"


_STATE = re.compile(
    r"(?i)(^|[-_])(is|has)?[-_]?(active|selected|focus(ed|-visible)?|hover(ed)?|disabled|enabled|open(ed)?"
    r"|closed|expanded|collapsed|checked|visited|loading|loaded|hidden|visible|show|current|dirty"
    r"|pristine|touched|untouched|valid|invalid|animat\w*)$|(Focused|Selected|Disabled|Expanded|Open)$"
)
# Tailwind's variants, its marks `!` and `-`, and a prefix of one or two letters.
_BEFORE = r"^(?:[a-z0-9-]+(?:\[[^\]]*\])?:)*!?-?(?:[a-z]{1,2}-(?=[a-z]))?"
_MEASURED = r"""
    m|p|w|h|z|gap|top|left|right|bottom|inset|start|end|flex|grid|text|bg|border|rounded|shadow|font
    |leading|tracking|col|row|order|d|float|align|justify|items|content|self|place|space|max|min
    |size|basis|grow|shrink|opacity|grid-cols|grid-rows|col-span|row-span|duration|delay|ease
    |translate|rotate|scale|skew|origin|ring
    |outline|divide|overflow|object|aspect|columns|break|underline|decoration|fill|stroke|from|via|to
    |blur|cursor|select|pointer|transition|animate|line-clamp|whitespace|list|g|fs|fw|lh|offset
"""
_UTILITY = re.compile(
    rf"""(?x){_BEFORE}(?:
    (?:{_MEASURED})(?:[trblxyse]?|-[xytrblse]{{1,2}})-
        (?:\d[\w./%]*|\[.+\]|auto|full|screen|none|px|min|max|fit|[2-9]?(?:xs|sm|md|lg|xl)
        |center|left|right|start|end|between|around|evenly|stretch|baseline|wrap|nowrap
        |hidden|scroll|visible|clip|bold|semibold|medium|light|normal|thin|white|black|transparent
        |current|inherit|primary|secondary|muted|danger|success|warning|info|dark|solid|dashed
        |[a-z]+-\d{{2,3}}(?:/\d+)?|(?:white|black)/\d+|(?:xs|sm|md|lg|xl)-\d+|justify|uppercase
        |lowercase|capitalize|pointer|text|all|cover|contain|truncate
        |(?:primary|secondary|success|danger|warning|info|light|dark)-(?:subtle|emphasis)|body(?:-(?:secondary|tertiary|emphasis))?)
    | (?:navbar-expand|offcanvas|table-responsive|container|modal-fullscreen)
        -(?:sm|md|lg|xl|xxl|fluid)(?:-down)?
    | flex|inline-flex|grid|block|inline|inline-block|hidden|relative|absolute|fixed|sticky|static
    | flex-(?:row|col|column)(?:-reverse)?|table|truncate|uppercase|lowercase|capitalize|italic
    | underline|antialiased|container|row|clearfix|invisible
    | rounded|shadow|border|transition|resize|isolate|grow|shrink|sr-only|pull-left|pull-right
    | col|offset-\w+-\d+|col-\w+-offset-\d+|(?:hidden|visible)-\w{{2}}|is-\d+|has-text-\w+
    )$"""
)
# A colour, or what a component's modifier says of its look: `teal`, `MuiButton-colorWarning`.
_LOOK = re.compile(
    r"""(?x)^(?:
    [A-Z][A-Za-z]*-(?:(?:color|size|text|maxWidth|underline|elevation)(?:[A-Z0-9]\w*)?
        |noWrap|gutterBottom|outlined|contained|standard|filled|rounded|dense|fullWidth)
    |(?:(?:is|has|text|bg)-)?(?:red|orange|yellow|green|teal|cyan|blue|indigo|violet|purple|pink
        |brown|gr[ae]y|black|white)(?:-(?:light|dark))?
    )$"""
)
_LIBRARY = re.compile(
    r"^(Mui[A-Z]|ant-|chakra-|mantine-|el-|mdc-|mat-|bp\d-|k-|ui-|rc-|lm-|btn(-|$)|form-|v-|ag-|jp-|cm-"
    r"|p-[a-z]|ng-|fa-|icon-|glyphicon|bi-|mdi-|select2-|swal2-|dropdown-|modal-|nav-|navbar|input-group)"
)


@lru_cache(maxsize=4096)
def class_kind(name: str) -> ClassKind:
    """What `name` says, the least lasting first."""
    if _STATE.search(name):
        return ClassKind.STATE
    if _LOOK.search(name):
        return ClassKind.LOOK
    if _UTILITY.search(name):
        return ClassKind.UTILITY
    return ClassKind.LIBRARY if _LIBRARY.search(name) else ClassKind.OWN
