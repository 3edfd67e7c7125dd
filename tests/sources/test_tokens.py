"""String tokens of Java, C#, Kotlin and Ruby: what is written is read again, in any quotes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from selfheal_cli.sources.evaluate import Evaluator
from selfheal_cli.sources.languages import language_of
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.nodes import walk
from selfheal_cli.sources.syntax import Quoting, TextExpr, Token
from selfheal_cli.sources.text import read_text
from selfheal_cli.sources.tree import FolderTree
from selfheal_cli.sources.values import Env, Text

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
HARD = st.one_of(
    ANY,
    st.text(st.sampled_from("\\'\"`${}#@nx0u%s\n\r\t \u2028\u05d0\u202e\U0001f600"), max_size=14),
    st.sampled_from(['"""', "${exit()}", "#{exit}", "{0}", "$q", "\\u0041", "*/", "x" * 10_000]),
)
FILES = {
    "T.java": ("class T { String x = ", "; }"),
    "T.cs": ("class T { string x = ", "; }"),
    "T.kt": ("val x = ", "\n"),
    "t.rb": ("x = ", "\n"),
}
OPENINGS = [
    ("T.java", '"'),
    ("T.cs", '"'),
    ("T.cs", '@"'),
    ("T.cs", '$"'),
    ("T.cs", '$@"'),
    ("T.cs", '"""'),
    ("T.cs", '$"""'),
    ("T.kt", '"'),
    ("T.kt", '"""'),
    ("t.rb", "'"),
    ("t.rb", '"'),
    ("t.rb", "%q("),
    ("t.rb", "%Q{"),
    ("t.rb", "%["),
]


def module_of(path: str, source: str) -> Module:
    language = language_of(path)
    assert language is not None
    text = read_text(source.encode(), language.name)
    return Module(path, language, text, language.parse(path, text))


def values_of(path: str, source: str) -> list[str]:
    """What the outermost texts of a source are worth."""
    module = module_of(path, source)
    assert not module.root.has_error, source
    ev = Evaluator(Project(FolderTree(Path(__file__).parent / "__none__")), ())
    found: list[str] = []

    def enters(node: object) -> bool:
        return not isinstance(module.expression(node), TextExpr)  # type: ignore[arg-type]

    for node in walk(module.root, enters):
        if isinstance(module.expression(node), TextExpr):
            value = ev.values(node, Env(module))[0]
            assert isinstance(value, Text)
            found.append(value.value)
    return found


@pytest.mark.parametrize(("path", "opening"), OPENINGS)
@given(text=HARD)
def test_what_is_written_is_read_again(path: str, opening: str, text: str) -> None:
    language = language_of(path)
    assert language is not None
    quoting = language.literals.quoting_of(opening)
    written = language.literals.write(text, quoting, lambda char: True)
    if written is None:
        assert quoting.raw
        return
    before, after = FILES[path]
    token = quoting.opening + written + quoting.closing
    # The grammar does not read an interpolated text that begins with a quote or is empty.
    assume(not (opening[0] == "$" and written[:1] in {"", '"'}))
    assert values_of(path, before + token + after) == [text]
    decoded, spans = language.literals.decode(written, 7, quoting)
    assert decoded == text
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)
    assert not spans or (spans[0][0], spans[-1][1]) == (7, 7 + len(written.encode()))


@pytest.mark.parametrize("path", list(FILES))
@given(text=HARD)
def test_plain_quotes_hold_anything_in_an_ascii_file(path: str, text: str) -> None:
    language = language_of(path)
    assert language is not None
    quoting = language.literals.plain(language.literals.quoting_of('"'))
    written = language.literals.write(text, quoting, str.isascii)
    assert written is not None
    assert written.isascii()
    before, after = FILES[path]
    assert values_of(path, f'{before}"{written}"{after}') == [text]


@given(text=HARD)
def test_a_text_block_holds_what_is_written_in_it(text: str) -> None:
    language = language_of("T.java")
    assert language is not None
    quoting = Quoting('"""\n    ', '"""', margin=4)
    written = language.literals.write(text, quoting, lambda char: True)
    if written is None:
        assert any(char.isspace() for char in text)
        return
    if written[:1] == " ":
        return
    source = f'class T {{ String x = """\n    {written}"""; }}'
    assert values_of("T.java", source) == [text]


@pytest.mark.parametrize(
    ("path", "token", "value"),
    [
        ("T.java", r'"a\u0041\101\t\"\s"', 'aAA\t" ' ),
        ("T.java", r'"\uD83D\uDE00\\u0041"', "\U0001f600\\u0041"),
        ("T.java", '"""\n    a  \n      b\\n\\\n    c"""', "a\n  b\nc"),
        ("T.java", '"""\r\n\t\ta\r\n\t\tb\r\n\t\t"""', "a\nb\n"),
        ("T.java", '"""\n   a "" b\n\n   c\n  """', " a \"\" b\n\n c\n"),
        ("T.cs", r'"a\x41\u0042\U0001F600\0\e"', "aAB\U0001f600\0\x1b"),
        ("T.cs", '@"a\\n""b"', 'a\\n"b'),
        ("T.cs", '$"a{{b}}"', "a{b}"),
        ("T.cs", '"""a "b" \\n"""', 'a "b" \\n'),
        ("T.cs", '"""\n    a\n      "b"\n\n    """', 'a\n  "b"\n'),
        ("T.kt", r'"a\u0041\$x\"$"', 'aA$x"$'),
        ("T.kt", '"""a "b" \\n"""', 'a "b" \\n'),
        ("t.rb", r"'a\'b\\c\n'", "a'b\\c\\n"),
        ("t.rb", r'"a\x41\u0042\u{1F600 43}\101\#{x}\e"', "aAB\U0001f600CA#{x}\x1b"),
        ("t.rb", r"%q(a(b)c\)\n)", "a(b)c)\\n"),
        ("t.rb", "'a' \"b\" \\\n  'c'", "abc"),
        ("t.rb", "<<~X\n  a\n    b\n\n  c\nX", "a\n  b\n\nc\n"),
        ("t.rb", "<<-'X'\n  a\\n\n  X", "  a\\n\n"),
    ],
)  # fmt: skip
def test_each_languages_escapes(path: str, token: str, value: str) -> None:
    before, after = FILES[path]
    assert values_of(path, before + token + after) == [value]


@pytest.mark.parametrize(
    ("path", "token", "shown"),
    [
        ("T.cs", '$"a{q}b{y:D2}"', "ab"),
        ("T.cs", '$@"a""{q}"', 'a"'),
        ("T.kt", '"a$q-${y.z}b"', "a-b"),
        ("T.kt", '"$q"', ""),
        ("t.rb", '"a#{q}b"', "ab"),
        ("t.rb", "%(a#{q})", "a"),
    ],
)
def test_interpolations_are_holes(path: str, token: str, shown: str) -> None:
    before, after = FILES[path]
    assert values_of(path, before + token + after) == [shown]


def test_a_token_knows_its_own_place() -> None:
    module = module_of("T.kt", 'val x = """é$y"""\n')
    read = next(
        read
        for node in walk(module.root, lambda node: True)
        if isinstance(read := module.expression(node), TextExpr)
    )
    assert read.tokens == (Token(8, 18, Quoting('"""', '"""', True, True)),)


def test_a_literal_that_the_files_end_cuts_off_is_read_to_there() -> None:
    source = 'class T {\n    var x: T? = null\n\n    @FindBy(id = "Submit'
    assert module_of("T.kt", source).root.has_error
