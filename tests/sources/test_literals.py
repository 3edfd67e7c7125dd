"""String tokens: what is written decodes to what was meant, in every kind of quotes."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.sources import literals_javascript, literals_python
from selfheal_cli.sources.javascript import JavaScript
from selfheal_cli.sources.text import read_text

PYTHON = ["'", '"', "'''", '"""', "r'", 'R"', "f'", 'f"""', "rf'", 'u"', 'rb"'[:1] + '"']
JAVASCRIPT = ["'", '"', "`", "String.raw`"]
ANY = st.text(st.characters(exclude_categories=[]), max_size=12)
HARD = st.one_of(ANY, st.text(st.sampled_from("\\'\"`${}nx0u\n\r\t#"), max_size=12))


def holds(char: str) -> bool:
    return not "\ud800" <= char <= "\udfff"


@given(text=HARD, opening=st.sampled_from(PYTHON))
def test_python_reads_what_is_written(text: str, opening: str) -> None:
    quoting = literals_python.quoting_of(opening)
    written = literals_python.write(text, quoting, holds)
    if written is None:
        assert quoting.raw
        return
    source = quoting.opening + written + quoting.closing
    value = ast.literal_eval(source) if not quoting.template else eval(source, {})
    assert value == text
    assert "\n" not in written


@given(text=HARD, opening=st.sampled_from(PYTHON))
def test_a_python_token_decodes_to_its_characters(text: str, opening: str) -> None:
    quoting = literals_python.quoting_of(opening)
    written = literals_python.write(text, quoting, holds)
    if written is not None:
        decoded, spans = literals_python.decode(written, 7, quoting)
        assert decoded == text
        assert len(spans) == len(text)
        assert [start for start, _ in spans] == sorted(start for start, _ in spans)
        assert not spans or (spans[0][0], spans[-1][1]) == (7, 7 + len(written.encode()))


@given(text=HARD, opening=st.sampled_from(JAVASCRIPT))
def test_a_javascript_token_decodes_to_its_characters(text: str, opening: str) -> None:
    quoting = literals_javascript.quoting_of(opening)
    written = literals_javascript.write(text, quoting, holds)
    if written is None:
        assert quoting.raw
        return
    decoded, spans = literals_javascript.decode(written, 0, quoting)
    assert decoded == paired(text)
    assert len(spans) == len(decoded)
    source = f"f({quoting.opening}{written}{quoting.closing})"
    tree = JavaScript().parse("a.js", read_text(source.encode(), "javascript"))
    assert not tree.root_node.has_error
    call = tree.root_node.children[0].children[0]
    assert (call.start_byte, call.end_byte) == (0, len(source.encode()))


def paired(text: str) -> str:
    """The text as JavaScript holds it: two halves of a pair are one character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (r"'a\x41\u0042\U00000043\103\N{BULLET}\q'", "aABCC\u2022\\q"),
        ("'one\\\ntwo'", "onetwo"),
        ("'one\\\r\ntwo'", "onetwo"),
        ("'''one\r\ntwo'''", "one\ntwo"),
        (r"r'a\'b\n'", "a\\'b\\n"),
        (r"'\400\8'", "\u0100\\8"),
    ],
)
def test_pythons_escapes(source: str, value: str) -> None:
    opening = source[: len(source) - len(source.lstrip("rR'"))]
    quoting = literals_python.quoting_of(opening)
    content = source[len(quoting.opening) : -len(quoting.closing)]
    assert literals_python.decode(content, 0, quoting)[0] == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (r"'a\x41\u0042\u{1F600}\q\''", "aAB\U0001f600q'"),
        (r"'\uD83D\uDE00'", "\U0001f600"),
        ("'one\\\ntwo'", "onetwo"),
        (r"'\0\101'", "\0A"),
        ("`one\r\ntwo`", "one\ntwo"),
        (r"`\${a}\``", "${a}`"),
    ],
)
def test_javascripts_escapes(source: str, value: str) -> None:
    quoting = literals_javascript.quoting_of(source[0])
    assert literals_javascript.decode(source[1:-1], 0, quoting)[0] == value
