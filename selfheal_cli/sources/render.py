"""Calls as an author writes them in Python and JavaScript."""

from __future__ import annotations

from collections.abc import Callable

from selfheal_cli.model import Argument, Call, Name, Pattern
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.splice import literal

Kept = Callable[[Argument], str | None]


class Unrenderable(Exception):
    """The call cannot be written; the message is one sentence."""


def render(call: Call, quote: str, module: Module, kept: Kept) -> str:
    """The call from its name through its parenthesis. `kept` gives the source text of an argument
    whose value the author has already written, or None. Raises Unrenderable."""
    python = module.language.name == "python"
    if python and call.name in {"first", "last", "content_frame"} and not call.args:
        return call.name
    args = [_argument(arg, quote, module, kept) for arg in call.args]
    options = [(name, _argument(value, quote, module, kept)) for name, value in call.options]
    if python:
        args += [f"{name}={value}" for name, value in options]
    elif options:
        args.append("{ " + ", ".join(_property(name, value) for name, value in options) + " }")
    return f"{call.name}({', '.join(args)})"


def _property(name: str, value: str) -> str:
    return name if name == value else f"{name}: {value}"


def _argument(value: Argument, quote: str, module: Module, kept: Kept) -> str:
    own = kept(value)
    if own is not None:
        return own
    python = module.language.name == "python"
    match value:
        case str():
            return literal(value, quote, module)
        case bool():
            return str(value) if python else str(value).lower()
        case None:
            return "None" if python else "null"
        case int() | float():
            return str(value)
        case Name():
            return value.text
        case Pattern():
            raise Unrenderable("the new locator has a regular expression that is not written yet")
        case _:
            raise Unrenderable("the new locator nests another one")
