"""Hypothesis strategies for locators with values that no page's author would wish on anyone."""

import itertools

from hypothesis import strategies as st

from selfheal_cli.locators.playwright_steps import (
    make_testid,
    nested,
    role_step,
    step,
    text_step,
)
from selfheal_cli.model import Locator, Pattern, Step

NASTY = [
    "it's",
    'say "hi"',
    "`tick`",
    "${x}",
    "}{",
    "a >> b",
    "back\\slash",
    "\\",
    "new\nline",
    "tab\t",
    "]",
    "[x]",
    "#{y}",
    "=",
    "nth=0",
    "/re/i",
    "שלום עולם",
    "\u202eevil",
    "👩‍👩‍👧",
    "\u00a0",
    " padded ",
    '"',
    "'",
    "i",
    "\x00",
    "\x7f",
    "*/",
    "//",
    "x" * 3000,
]
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=4).map("".join),
)
words = st.text("abcXYZ019-_ é", min_size=1, max_size=12).map(str.strip).filter(bool)
css_texts = st.sampled_from(
    [
        "#a",
        "a.b > c",
        'a:has-text(">> it\'s")',
        "[x='a >> b']",
        'input[value="Yes, I\'m sure"]',
        "h3:text('By publisher') + ul",
        ".\\31 23",
        "*",
    ]
)
xpath_texts = st.sampled_from(
    ["//a", "(//a)[1]", "../b", "..", "/html/body", "//a[.='it >> s']", "./b", "id('x')"]
)
patterns = st.builds(
    Pattern,
    st.lists(
        st.sampled_from(["a", ".*", "\\d+", '"', "'", "/", ">>", "\\\\", "[/]", "(x|y)", "\\s"]),
        min_size=1,
        max_size=5,
    ).map("".join),
    st.sampled_from(["", "i", "im"]),
)
values = st.one_of(texts, patterns)
flags = st.booleans()

_text_steps = st.builds(
    text_step,
    st.sampled_from(["text", "label", "placeholder", "alt", "title"]),
    values,
    flags,
)
_filters = st.builds(text_step, st.sampled_from(["has-text", "has-not-text"]), values)
_roles = st.builds(
    role_step,
    st.sampled_from(["link", "button", "heading", "treeitem"]),
    st.fixed_dictionaries(
        {},
        optional={
            "name": values,
            "exact": flags,
            "checked": st.sampled_from([True, False, "mixed"]),
            "level": st.integers(1, 6),
            "include-hidden": flags,
            "expanded": flags,
        },
    ),
)
_starters = st.one_of(
    css_texts.map(lambda text: step("css", text)),
    xpath_texts.map(lambda text: step("xpath", text)),
    words.map(lambda text: step("id", text)),
    words.map(lambda text: step("text", text, {"engine": "text"})),
    texts.map(lambda text: step("text", text, {"exact": True, "engine": "text"})),
    words.map(lambda text: make_testid(text, "data-test", "data-test")),
    values.map(make_testid),
    _text_steps,
    _roles,
)
_plain = st.one_of(
    _starters,
    st.integers(-3, 9).map(lambda index: step("nth", str(index))),
    st.sampled_from(["true", "false"]).map(lambda text: step("visible", text)),
    st.just(step("frame")),
    _filters,
)


def _locators(steps: st.SearchStrategy[Step]) -> st.SearchStrategy[Locator]:
    """A choice among frames stands before the frame's step: `frame, nth` cannot be written."""
    chains = st.tuples(_starters, st.lists(steps, max_size=3))
    return (
        chains.map(lambda chain: (chain[0], *chain[1]))
        .filter(_is_written)
        .map(lambda found: Locator("playwright", found))
    )


def _is_written(found: tuple[Step, ...]) -> bool:
    kinds = [each.strategy for each in found]
    return ("frame", "nth") not in itertools.pairwise(kinds)


_nesting = st.sampled_from(["has", "has-not", "and", "or", "chain"])
steps = st.recursive(
    _plain, lambda inner: st.builds(nested, _nesting, _locators(inner)), max_leaves=6
)
locators = _locators(steps)
