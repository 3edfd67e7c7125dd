"""Encodings, line endings and marks stay byte for byte; only the locator's bytes change."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Location, Locator, Step
from selfheal_cli.sources import NoSite, Site, Spelled, locate, spell

from .cases import applied, failure, proposal, write

OLD = Locator("playwright", (Step("css", "#old"),))
PLAYWRIGHT = DIALECTS["playwright"]


def edited(root: Path, path: str, data: bytes, line: int, new: str) -> bytes:
    tree = write(root, {path: data})
    site = locate(failure(OLD, [Location(path, line)]), tree, PLAYWRIGHT)
    assert isinstance(site, Site), site
    spelled = spell(site, proposal(PLAYWRIGHT.parse(new), 0, 1), PLAYWRIGHT, tree)
    assert isinstance(spelled, Spelled), spelled
    assert len(spelled.edits) == 1
    edit = spelled.edits[0]
    assert edit.line == line
    return applied(tree, spelled.edits)[path]


@pytest.mark.parametrize(
    ("path", "source", "encoding"),
    [
        ("a.py", "# größe\r\nx = 1\r\npage.click('#old')\r\n", "utf-8"),
        ("a.py", "\ufeff# größe\nx = 1\npage.click('#old')", "utf-8"),
        ("a.py", "# coding: latin-1\ns = 'größe'\npage.click('#old')\n", "latin-1"),
        ("a.py", "# -*- coding: cp1252 -*-\ns = '€'\n\tpage.click('#old')\n", "cp1252"),
        (
            "a.py",
            "# coding: shift_jis\ns = '日本'\npage.click('日本', s); page.click('#old')",
            "shift_jis",
        ),
        ("a.ts", "// größe\r\n\r\n\tawait page.click('#old');\r\n", "utf-8"),
        ("a.ts", "\ufeff// größe 😀\n\nawait page.click(/* 😀 */ '#old')", "utf-8"),
        ("a.ts", "\ufeff// größe\n\nawait page.click('#old')", "utf-16"),
        ("A.java", '// größe\r\nclass A { void a() {\r\n\tpage.click("#old");\r\n} }', "utf-8"),
        ("A.cs", '\ufeff// größe 😀\r\n\r\nawait page.ClickAsync("#old");', "utf-8"),
        ("A.cs", '\ufeff// größe\r\n\r\nawait page.ClickAsync(@"#old");\r\n', "utf-16"),
        ("A.kt", '// größe\n\n\tfun a() = page.click("#old")', "utf-8"),
        ("a.rb", "# größe\r\n\r\n\tpage.click('#old')", "utf-8"),
    ],
)
def test_only_the_locators_bytes_change(
    path: str, source: str, encoding: str, tmp_path: Path
) -> None:
    data = source.encode(encoding) if encoding != "utf-16" else source.encode("utf-16-le")
    wanted = data.replace("#old".encode(encoding.replace("16", "16-le")), b"@@")
    after = edited(tmp_path, path, data, 3, "#new")
    assert after.replace("#new".encode(encoding.replace("16", "16-le")), b"@@") == wanted


def test_a_character_that_the_encoding_lacks_is_escaped(tmp_path: Path) -> None:
    data = "# coding: latin-1\nö = 1\npage.click('#old')\n".encode("latin-1")
    after = edited(tmp_path, "a.py", data, 3, "text=日")
    assert after == "# coding: latin-1\nö = 1\npage.click('text=\\u65e5')\n".encode("latin-1")


def test_bytes_outside_the_encoding_stay(tmp_path: Path) -> None:
    data = b"// \xff\xfe\x80\nx;\nawait page.click('#old');\n"
    assert edited(tmp_path, "a.js", data, 3, "#new") == data.replace(b"#old", b"#new")


def test_a_broken_file_is_edited_where_it_can_be_read(tmp_path: Path) -> None:
    data = b"def broken(:\n    pass\npage.click('#old')\n"
    assert edited(tmp_path, "a.py", data, 3, "#new") == data.replace(b"#old", b"#new")


def test_the_characters_that_stay_keep_their_escapes(tmp_path: Path) -> None:
    data = b"x\ny\npage.click('\\x23old')\n"
    tree = write(tmp_path, {"a.py": data})
    site = locate(failure(OLD, [Location("a.py", 3)]), tree, PLAYWRIGHT)
    assert isinstance(site, Site)
    spelled = spell(site, proposal(PLAYWRIGHT.parse("#older"), 0, 1), PLAYWRIGHT, tree)
    assert isinstance(spelled, Spelled)
    assert applied(tree, spelled.edits)["a.py"] == b"x\ny\npage.click('\\x23older')\n"


def test_a_file_too_large_to_be_a_test_is_said(tmp_path: Path) -> None:
    tree = write(tmp_path, {"big.js": b"x = [1,2];\n" * 600_000})
    found = locate(failure(OLD, [Location("big.js", 3)]), tree, PLAYWRIGHT)
    assert isinstance(found, NoSite)
    assert "too large" in found.reason


def test_a_line_past_the_files_end_leads_to_no_certain_site(tmp_path: Path) -> None:
    tree = write(tmp_path, {"a.js": b"page.click('#old')\n"})
    found = locate(failure(OLD, [Location("a.js", 99)]), tree, PLAYWRIGHT)
    assert isinstance(found, Site)
    assert not found.certain
