"""A locator in the API form that Playwright prints in its logs, and from that form back."""

from __future__ import annotations

import json
import re
from typing import NoReturn

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.patterns import canonical, from_literal, literal
from selfheal_cli.locators.playwright_api import to_calls
from selfheal_cli.locators.playwright_calls import from_calls
from selfheal_cli.locators.playwright_spelling import PYTHON
from selfheal_cli.model import Argument, Call, Locator, Pattern

_PYTHON_FLAGS = {"i": "IGNORECASE", "m": "MULTILINE", "s": "DOTALL"}
_PROPERTIES = frozenset({"first", "last", "content_frame"})


def show(locator: Locator, language: str) -> str:
    """`getByRole('link', { name: 'Log out' })`, or Python's form of it."""
    return _chain(to_calls(locator.steps, language, fold_frames=False), language)


def _chain(calls: tuple[Call, ...], language: str) -> str:
    return ".".join(_call(call, language) for call in calls)


def _call(call: Call, language: str) -> str:
    if language == PYTHON and call.name in _PROPERTIES:
        return call.name
    written = [_argument(each, language) for each in call.args]
    if call.options and language == PYTHON:
        written += [f"{name}={_argument(value, language)}" for name, value in call.options]
    elif call.options:
        pairs = [f"{name}: {_argument(value, language)}" for name, value in call.options]
        written.append(f"{{ {', '.join(pairs)} }}")
    return f"{call.name}({', '.join(written)})"


def _argument(value: Argument, language: str) -> str:
    if isinstance(value, str):
        quoted = json.dumps(value, ensure_ascii=False)
        if language == PYTHON:
            return quoted
        return "'" + quoted[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"
    if isinstance(value, Pattern):
        return _python_pattern(value) if language == PYTHON else literal(value, quotes=False)
    if isinstance(value, tuple):
        return _chain(value, language)
    return str(value) if language == PYTHON else str(value).lower()


def _python_pattern(pattern: Pattern) -> str:
    source = re.sub(r"\\[\s\S]|\"", lambda m: '\\"' if m[0] == '"' else m[0], pattern.source)
    flags = " | ".join(
        f"re.{_PYTHON_FLAGS[flag]}" for flag in pattern.flags if flag in _PYTHON_FLAGS
    )
    return f're.compile(r"{source}"{", " + flags if flags else ""})'


# --- and back ----------------------------------------------------------------------------------

_START = re.compile(
    r"(?<![\w.$])(?:page\.)?(?:locator|frameLocator|frame_locator|getBy[A-Z]\w*|get_by_\w+)\("
)
_LONGEST = 100_000
_MOST_NESTED = 25
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
_SPACE = re.compile(r"\s*")
_STRING = re.compile(
    r"(?P<raw>r?)(?P<quote>[\"'`])(?P<body>(?:\\[\s\S]|(?!(?P=quote))[^\\])*)(?P=quote)"
)
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
_WORDS: dict[str, bool] = {"true": True, "false": False, "True": True, "False": False}
_KEY = re.compile(r"\s*([A-Za-z_]\w*)\s*[=:](?!=)\s*")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))")
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_FLAGS = {"IGNORECASE": "i", "I": "i", "MULTILINE": "m", "M": "m", "DOTALL": "s", "S": "s"}


def parse_api(text: str) -> Locator:
    """The first locator in API form in a log line or an error message. Raises
    LocatorSyntaxError, UnsupportedLocator."""
    start = _START.search(text[:_LONGEST])
    if start is None:
        raise LocatorSyntaxError("the text names no locator")
    return from_calls(_Reader(text[:_LONGEST], start.start()).chain())


class _Reader:
    """Reads calls at a position; stops softly after the last whole call."""

    __slots__ = ("depth", "position", "text")

    def __init__(self, text: str, position: int) -> None:
        self.text = text
        self.position = position
        self.depth = 0

    def fail(self) -> NoReturn:
        raise LocatorSyntaxError(f"not a locator in API form: {self.text[:200]!r}")

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.position)
        if found:
            self.position = found.end()
        return found

    def sees(self, token: str) -> bool:
        """Steps over `token` and the space before it if it comes next."""
        found = _SPACE.match(self.text, self.position)
        at = found.end() if found else self.position
        if not self.text.startswith(token, at):
            return False
        self.position = at + len(token)
        return True

    def chain(self) -> tuple[Call, ...]:
        calls = [self.call()]
        while self.text.startswith(".", self.position):
            if not _IDENTIFIER.match(self.text, self.position + 1):
                break
            self.position += 1
            calls.append(self.call())
        return tuple(calls)

    def call(self) -> Call:
        name = self.take(_IDENTIFIER)
        if name is None:
            self.fail()
        if not self.text.startswith("(", self.position):
            return Call(name[0])
        self.position += 1
        self.depth += 1
        if self.depth > _MOST_NESTED:
            self.fail()
        args: list[Argument] = []
        options: list[tuple[str, Argument]] = []
        while not self.sees(")"):
            self.one(args, options)
            if not self.sees(",") and not self.text.startswith(")", self.position):
                if not self.sees(")"):
                    self.fail()
                break
        self.depth -= 1
        return Call(name[0], tuple(args), tuple(options))

    def one(self, args: list[Argument], options: list[tuple[str, Argument]]) -> None:
        if self.sees("{"):
            while not self.sees("}"):
                self.option(options)
                self.sees(",")
        elif _KEY.match(self.text, self.position):
            self.option(options)
        else:
            args.append(self.argument())

    def option(self, options: list[tuple[str, Argument]]) -> None:
        key = self.take(_KEY)
        if key is None:
            self.fail()
        options.append((key[1], self.argument()))

    def argument(self) -> Argument:
        self.take(_SPACE)
        string = self.take(_STRING)
        if string:
            return string["body"] if string["raw"] else _unescaped(string["body"])
        regex = self.take(_REGEX)
        if regex:
            return from_literal(regex[0])
        number = self.take(_NUMBER)
        if number:
            return int(number[0])
        return self.word()

    def word(self) -> Argument:
        name = _IDENTIFIER.match(self.text, self.position)
        if name is None:
            self.fail()
        if name[0] in _WORDS:
            self.position = name.end()
            return _WORDS[name[0]]
        calls = self.chain() if name[0] != "re" else self.python_pattern()
        return calls if isinstance(calls, Pattern) else tuple(calls)

    def python_pattern(self) -> Pattern:
        if not self.sees("re.compile("):
            self.fail()
        source = self.argument()
        flags = ""
        while not self.sees(")"):
            flag = re.compile(r"\s*[,|]?\s*re\.([A-Z]+)").match(self.text, self.position)
            if flag is None:
                self.fail()
            flags += _FLAGS.get(flag[1], "")
            self.position = flag.end()
        return canonical(Pattern(source if isinstance(source, str) else "", flags))


def _unescaped(body: str) -> str:
    def character(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        if code:
            return chr(min(int(code, 16), 0x10FFFF))
        return _CONTROLS.get(found[4], found[4])

    joined = _ESCAPE.sub(character, body)
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
