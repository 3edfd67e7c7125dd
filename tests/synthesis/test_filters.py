"""A filter's new words are told from those of another row."""

import pytest

from selfheal_cli.locators import DIALECTS
from selfheal_cli.synthesis.filters import told_otherwise

HAS = 'tr >> internal:has="internal:role=cell[name=\\"{}\\"i]"'


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        ('li >> internal:has-text="Rob Roe"i', 'li >> internal:has-text="Robert Roe"i', False),
        ('li >> internal:has-text="Three"i', 'li >> internal:has-text="Anna"i', True),
        ('li >> internal:has-text="Three"i', 'a >> internal:has-text="Three"i', False),
        ('li >> internal:has-text="Three"i', "#three", False),
        (HAS.format("Rob Roe"), HAS.format("Robert Roe"), False),
        (HAS.format("Robert Roe"), HAS.format("Zhang Wei"), True),
        ("li", 'li >> internal:has-text="x"i', True),
    ],
)
def test_other_words_choose_another_row(old: str, new: str, other: bool) -> None:
    parse = DIALECTS["playwright"].parse
    assert told_otherwise(parse(old).steps, parse(new).steps) is other
