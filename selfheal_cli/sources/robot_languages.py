"""The languages that Robot Framework's files may be written in, without any that would run code."""

from __future__ import annotations

from robot.conf.languages import Language, Languages
from robot.errors import DataError


class KnownLanguages(Languages):  # type: ignore[misc]
    """English and what a file's `Language:` line names, if Robot itself has it: for other names
    Robot would import a module of that name or path."""

    def add_language(self, lang: object) -> None:
        """Add a language by its name or code. Raises DataError where Robot has none of that name;
        its lexer takes that for an error of the line."""
        if not isinstance(lang, Language):
            try:
                lang = Language.from_name(str(lang))
            except ValueError as error:
                raise DataError(str(error)) from None
        super().add_language(lang)
