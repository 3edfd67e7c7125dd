"""Imports that a rewritten call needs and its file lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from selfheal_cli.model import Argument, Call, Name
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.splice import Splice
from selfheal_cli.sources.syntax import Imported

_PLAYWRIGHT = "com.microsoft.playwright"
_SELENIDE = "com.codeborne.selenide"
_PAGE_FACTORY = "org.openqa.selenium.support.pagefactory"
_JAVA = {
    "AriaRole": f"{_PLAYWRIGHT}.options.AriaRole",
    **{name: f"{_PLAYWRIGHT}.{name}" for name in ("Page", "Locator", "FrameLocator")},
    "By": "org.openqa.selenium.By",
    "ByIdOrName": "org.openqa.selenium.support.ByIdOrName",
    **{name: f"{_PAGE_FACTORY}.{name}" for name in ("ByAll", "ByChained")},
}
_STATIC = {
    **dict.fromkeys(
        """byText withText byTextCaseInsensitive withTextCaseInsensitive byTagAndText
        withTagAndText byTitle byValue byTestId byId byName byXpath byCssSelector byClassName
        byTagName byLinkText byPartialLinkText byAttribute shadowCss shadowDeepCss""".split(),  # noqa: SIM905
        f"{_SELENIDE}.Selectors",
    ),
    **dict.fromkeys(
        "text exactText cssClass attribute visible hidden not".split(),  # noqa: SIM905
        f"{_SELENIDE}.Condition",
    ),
}
_CSHARP = {"AriaRole": "Microsoft.Playwright", "By": "OpenQA.Selenium"}
_FIRST = re.compile(r"(?:new )?([A-Za-z_]\w*)")


def added(calls: Sequence[Call], module: Module) -> tuple[Splice, ...]:
    """Splices that import what the calls name and the file does not see."""
    lines = []
    for name in dict.fromkeys(_names(calls)):
        line = _line(name, module)
        if line and not _sees(name, module):
            lines.append(line)
    return tuple(_placed(line, module) for line in lines)


def _names(calls: Iterable[Call]) -> Iterator[str]:
    for call in calls:
        yield from _first(call.name)
        given: list[Argument] = [*call.args, *(value for _, value in call.options)]
        for value in given:
            if isinstance(value, Name):
                yield from _first(value.text)
            elif isinstance(value, tuple):
                yield from _names(value)


def _first(name: str) -> Iterator[str]:
    found = _FIRST.match(name)
    if found:
        yield found[1]


def _line(name: str, module: Module) -> str:
    language = module.language.name
    end = ";" if language != "kotlin" else ""
    if language == "csharp":
        return f"using {_CSHARP[name]};" if name in _CSHARP else ""
    if module.language.api != "java":
        return ""
    if name in _JAVA:
        return f"import {_JAVA[name]}{end}"
    static = "static " if language == "java" else ""
    return f"import {static}{_STATIC[name]}.{name}{end}" if name in _STATIC else ""


def _sees(name: str, module: Module) -> bool:
    bound = module.bindings(module.root)
    if name in bound or _uses(name, module):
        return True
    home = _STATIC.get(name) or _JAVA.get(name, "").rpartition(".")[0]
    wanted = _CSHARP.get(name) if module.language.name == "csharp" else home
    starred = [item.module for item in bound.get("*", ()) if isinstance(item, Imported)]
    return wanted in starred


def _uses(name: str, module: Module) -> bool:
    """Whether a C# file has the name already or imports nothing: other files then import for it."""
    used = re.compile(rb"(?<![.\w])" + name.encode() + rb"\b")
    utf8 = module.text.utf8
    own = module.language.name == "csharp"
    return own and (used.search(utf8) is not None or _IMPORT.search(utf8) is None)


# --- where an import goes ------------------------------------------------------------------------

_IMPORT = re.compile(rb"^(?:import|using|global using)[ \t][^\n(=]*$", re.MULTILINE)
_PACKAGE = re.compile(rb"^package[ \t][^\n]*$", re.MULTILINE)


def _placed(line: str, module: Module) -> Splice:
    """The line among those of its kind, where they are in order."""
    utf8 = module.text.utf8
    end = "\r\n" if b"\r\n" in utf8 else "\n"
    new = line.encode()
    every = list(_IMPORT.finditer(utf8))
    same = [found for found in every if _is_static(found.group()) == _is_static(new)]
    before = [found for found in same if found.group().rstrip() < new]
    if before or (every and not same):
        last = (before or every)[-1]
        at = _next_line(utf8, last.end())
    elif same:
        at = same[0].start()
    else:
        package = _PACKAGE.search(utf8)
        at = _next_line(utf8, package.end()) if package else 0
        line = f"{end}{line}" if package else f"{line}{end}"
    return Splice(module.path, at, at, line + end, imports=True)


def _is_static(line: bytes) -> bool:
    return line.startswith(b"import static")


def _next_line(utf8: bytes, offset: int) -> int:
    found = utf8.find(b"\n", offset)
    return len(utf8) if found < 0 else found + 1
