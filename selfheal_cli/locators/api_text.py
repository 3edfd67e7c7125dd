"""Calls read from text in API form (`getByRole('link', { name: 'Log out' })`), softly."""

from __future__ import annotations

import re
from typing import NoReturn

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.api_show import INDEX
from selfheal_cli.locators.patterns import canonical, from_literal
from selfheal_cli.model import Argument, Call, Name, Pattern

_ENUM = re.compile(r"AriaRoles?\.\w+")
_SYMBOL = re.compile(r":[A-Za-z_]\w*")
_COMPILE = re.compile(r"(?:re\.compile|Pattern\.compile|new Regex)\(")
_FLAG = re.compile(r"\s*[,|]?\s*(?:re|Pattern|RegexOptions)\.(\w+)")
_NEW = re.compile(r"new\b\s*([A-Z][\w.]*)?\s*(?:\(\))?")
_LONGEST = 100_000
_MOST_NESTED = 25
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
_SPACE = re.compile(r"\s*")
_STRING = re.compile(
    r"(?P<raw>r?)(?P<quote>[\"'`])(?P<body>(?:\\[\s\S]|(?!(?P=quote))[^\\])*)(?P=quote)"
)
_LINK = re.compile(r"\.(?=[A-Za-z_$])")
_INDEX = re.compile(r"\[(-?[0-9]{1,9})\]")
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
_WORDS: dict[str, bool] = {"true": True, "false": False, "True": True, "False": False}
_KEY = re.compile(r"\s*([A-Za-z_]\w*)\s*[=:](?!=)\s*")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))")
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_FLAGS = {
    **dict.fromkeys(("IGNORECASE", "I", "CASE_INSENSITIVE", "IgnoreCase"), "i"),
    **dict.fromkeys(("MULTILINE", "M", "Multiline"), "m"),
    **dict.fromkeys(("DOTALL", "S", "Singleline"), "s"),
}


def read_calls(text: str, position: int = 0) -> tuple[Call, ...]:
    """The chain of calls at `position`, up to the last whole call; nothing is asked of what
    comes after. Raises LocatorSyntaxError."""
    return read_chain(text, position)[0]


def read_chain(text: str, position: int) -> tuple[tuple[Call, ...], int]:
    """As `read_calls`, and where the chain ends."""
    reader = _Reader(text[:_LONGEST], position)
    return reader.chain(), reader.position


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
        while True:
            index = self.take(_INDEX)
            if index:
                calls.append(Call(INDEX, (int(index[1]),)))
            elif self.take(_LINK):
                calls.append(self.call())
            else:
                return tuple(calls)

    def call(self) -> Call:
        name = self.take(_IDENTIFIER)
        if name is None:
            self.fail()
        if not self.text.startswith("(", self.position):
            return Call(name[0])
        self.position += 1
        args: list[Argument] = []
        options: list[tuple[str, Argument]] = []
        while not self.sees(")"):
            self.one(args, options)
            if not self.sees(",") and not self.text.startswith(")", self.position):
                if not self.sees(")"):
                    self.fail()
                break
        return Call(name[0], tuple(args), tuple(options))

    def one(self, args: list[Argument], options: list[tuple[str, Argument]]) -> None:
        if self.sees("{"):
            self.options(options)
        elif _KEY.match(self.text, self.position):
            self.option(options)
        else:
            args.append(self.argument())

    def options(self, options: list[tuple[str, Argument]]) -> None:
        while not self.sees("}"):
            self.option(options)
            self.sees(",")

    def option(self, options: list[tuple[str, Argument]]) -> None:
        key = self.take(_KEY)
        if key is None:
            self.fail()
        options.append((key[1], self.argument()))

    def argument(self) -> Argument:
        self.depth += 1
        if self.depth > _MOST_NESTED:
            self.fail()
        given = self.nested()
        self.depth -= 1
        return given

    def nested(self) -> Argument:
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
        symbol = self.take(_SYMBOL)
        if symbol:
            return Name(symbol[0])
        name = _IDENTIFIER.match(self.text, self.position)
        if name is None:
            self.fail()
        if name[0] in _WORDS:
            self.position = name.end()
            return _WORDS[name[0]]
        role = self.take(_ENUM)
        if role:
            return Name(role[0])
        if self.take(_COMPILE):
            return self.pattern()
        return self.built() if name[0] == "new" else self.chain()

    def built(self) -> tuple[Call, ...]:
        """`new() { Name = "x" }`, `new Page.GetByRoleOptions().setName("x")`."""
        new = self.take(_NEW)
        options: list[tuple[str, Argument]] = []
        if self.sees("{"):
            self.options(options)
        first = Call(f"new {new[1] or ''}".strip() if new else "new", (), tuple(options))
        if not self.text.startswith(".", self.position):
            return (first,)
        self.position += 1
        return (first, *self.chain())

    def pattern(self) -> Pattern:
        source = self.argument()
        flags = ""
        while not self.sees(")"):
            flag = self.take(_FLAG)
            if flag is None:
                self.fail()
            flags += _FLAGS.get(flag[1], "")
        return canonical(Pattern(source if isinstance(source, str) else "", flags))


def _unescaped(body: str) -> str:
    def character(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        if code:
            return chr(min(int(code, 16), 0x10FFFF))
        return _CONTROLS.get(found[4], found[4])

    joined = _ESCAPE.sub(character, body)
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
