"""Calls as an author writes them, in the style of the site's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from selfheal_cli.locators.playwright_spelling import LOCATOR_METHODS, meaning
from selfheal_cli.model import Argument, Call, Name, Pattern
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.splice import literal
from selfheal_cli.sources.syntax import Style

Kept = Callable[[Argument], str | None]
_ON_A_PAGE = frozenset({"locator", "frameLocator", "getByRole", "getByTestId", *LOCATOR_METHODS})


class Unrenderable(Exception):
    """The call cannot be written; the message is one sentence."""


def render(call: Call, quote: str, module: Module, kept: Kept) -> str:
    """The call from its name through its parenthesis. `kept` gives the source text of an argument
    whose value the author has already written, or None. Raises Unrenderable."""
    style = module.language.style
    if call.name in style.properties and not call.args:
        return call.name
    if not call.name.replace("new ", "").replace(".", "_").replace("$", "_").isidentifier():
        raise Unrenderable("the new locator takes an operator")
    args = [_argument(arg, quote, module, kept) for arg in call.args]
    options = [(key, _argument(value, quote, module, kept)) for key, value in call.options]
    name = _spelled(call.name, style)
    if call.name.split(" ")[0] == "new" and options:
        given = ", ".join(f"{key} = {value}" for key, value in options)
        return f"{name}({', '.join(args)}) {{ {given} }}"
    named = [_option(key, value, style.option, style.options) for key, value in options]
    args += [style.options.format(", ".join(named))] if style.options and named else named
    return f"{name}({', '.join(args)})"


def _spelled(name: str, style: Style) -> str:
    """The name with the language's word for a new object; Kotlin needs backticks for a `$`."""
    if not style.new and name.startswith("$"):
        return f"`{name}`"
    return name.replace("new ", style.new)


def _option(name: str, value: str, form: str, options: str) -> str:
    return name if options and name == value else form.format(name, value)


def _argument(value: Argument, quote: str, module: Module, kept: Kept) -> str:
    own = kept(value)
    if own is not None:
        return own
    true, false, none = module.language.style.words
    match value:
        case str():
            return literal(value, quote, module)
        case bool():
            return true if value else false
        case None:
            return none
        case int() | float():
            return str(value)
        case Name():
            return value.text
        case Pattern():
            raise Unrenderable("the new locator has a regular expression that is not written yet")
        case _:
            return _nested(value, quote, module, kept)


def _nested(calls: Sequence[Call], quote: str, module: Module, kept: Kept) -> str:
    """A locator or an object made in place, as an argument."""
    if not calls or meaning(calls[0].name) in _ON_A_PAGE:
        raise Unrenderable("the new locator nests another one")
    return ".".join(render(call, quote, module, kept) for call in calls)
