"""Which language a file is in; a grammar is loaded when the first file of its language is."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from selfheal_cli.sources.syntax import Language

_BY_ENDING = {
    **dict.fromkeys(("py", "pyi"), "python.Python"),
    **dict.fromkeys(
        ("ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue", "svelte"),
        "javascript.JavaScript",
    ),
    "java": "java.JAVA",
    "cs": "csharp.CSHARP",
    "rb": "ruby.RUBY",
    "rake": "ruby.RUBY",
    "kt": "kotlin.KOTLIN",
    "kts": "kotlin.KOTLIN",
    "json": "data.language.JSON",
    "yaml": "data.language.YAML",
    "yml": "data.language.YAML",
    "properties": "data.language.PROPERTIES",
    "ini": "data.language.INI",
    "cfg": "data.language.INI",
    "csv": "data.language.CSV",
    "tsv": "data.language.CSV",
    **dict.fromkeys(("robot", "resource"), "robot.Robot"),
}


def kind_of(path: str) -> str:
    """A word for the language that a path's ending names; "" where it is not read here."""
    stem, _, ending = path.rpartition(".")
    return _BY_ENDING.get(ending, "") if stem and not stem.endswith("/") else ""


def is_data(path: str) -> bool:
    """Whether a path's ending names a format of data files that are read here."""
    return kind_of(path).startswith("data.")


def language_of(path: str) -> Language | None:
    """The language of a path, if it is one that is read here."""
    kind = kind_of(path)
    return _loaded(kind) if kind else None


@cache
def _loaded(named: str) -> Language:
    module, _, name = named.rpartition(".")
    found = getattr(import_module(f"{__package__}.{module}"), name)
    return cast(Language, found() if isinstance(found, type) else found)
