"""Options as Java and C# give them to Playwright: builders and object initialisers.

A language module hands them on as it finds them, without knowing Playwright: a constructed object
is an argument that is a chain of calls, the first named `new` and the type as written ("" where
C# leaves it out). `new Page.GetByRoleOptions().setName("x")` is
`(Call("new Page.GetByRoleOptions"), Call("setName", ("x",)))`, and `new() { Name = "x" }` is
`(Call("new", (), (("Name", "x"),)),)`. `AriaRole.BUTTON` is a `Name`, `Pattern.compile(...)` and
`new Regex(...)` are a `Pattern`.
"""

from __future__ import annotations

import re

from selfheal_cli.locators.playwright_spelling import CSHARP, JAVA, meaning
from selfheal_cli.model import Argument, Call, Name, Pattern

_NEW = re.compile(r"new(?!\w)")
_SETTER = re.compile(r"set[A-Z]\w*\Z")
# C# has a property of its own for each type that an option can have.
_TYPED = re.compile(r"(name|description|hasText|hasNotText)(?:Regex|String)\Z")
_REGEX_OPTIONS = frozenset({"Name", "Description", "HasText", "HasNotText"})
_ROLE = re.compile(r"\b(?:AriaRole|AriaRoles?)\.(\w+)\Z")


def plain(call: Call) -> Call:
    """The call with all options by name and roles as text, as JavaScript would have it."""
    args: list[Argument] = []
    options: list[tuple[str, Argument]] = []
    for argument in call.args:
        if is_built(argument):
            options += _set(argument)
        else:
            args.append(_role(argument))
    for name, value in call.options:
        options += _set(value) if is_built(value) else [(_untyped(name), _role(value))]
    return Call(call.name, tuple(args), tuple(options))


def is_built(argument: Argument) -> bool:
    """Whether the argument is an object constructed in place."""
    return (
        isinstance(argument, tuple)
        and bool(argument)
        and _NEW.match(argument[0].name.strip()) is not None
    )


def _set(built: Argument) -> list[tuple[str, Argument]]:
    if not isinstance(built, tuple):
        return []
    first, *setters = built
    given = [(_untyped(name), value) for name, value in first.options]
    for setter in setters:
        if _SETTER.match(setter.name) and setter.args:
            given.append((meaning(setter.name.removeprefix("set")), setter.args[0]))
    return given


def _untyped(name: str) -> str:
    known = meaning(name)
    typed = _TYPED.match(known)
    return typed[1] if typed else known


def _role(argument: Argument) -> Argument:
    found = _ROLE.search(argument.text) if isinstance(argument, Name) else None
    return found[1].lower() if found else argument


def built(call: Call, language: str, owner: str) -> Call:
    """The call as `language` has it. `owner`: the type it is made on (Page, Locator,
    FrameLocator), which Java names the options by."""
    if language not in (JAVA, CSHARP):
        return call
    args = call.args
    if meaning(call.name) == "getByRole" and args and isinstance(args[0], str):
        role = args[0].upper() if language == JAVA else args[0].capitalize()
        args = (Name(f"AriaRole.{role}"), *args[1:])
    if call.options:
        given = _java(call, owner) if language == JAVA else _csharp(call)
        args = (*args, given)
    return Call(call.name, args)


def _java(call: Call, owner: str) -> tuple[Call, ...]:
    method = call.name[:1].upper() + call.name[1:]
    setters = [Call(f"set{name[:1].upper()}{name[1:]}", (value,)) for name, value in call.options]
    return (Call(f"new {owner}.{method}Options"), *setters)


def _csharp(call: Call) -> tuple[Call, ...]:
    return (Call("new", (), tuple((_typed(name, value), value) for name, value in call.options)),)


def _typed(name: str, value: Argument) -> str:
    return f"{name}Regex" if name in _REGEX_OPTIONS and isinstance(value, Pattern) else name
