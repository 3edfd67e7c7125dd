"""CSS selectors, read into compounds and written back."""

from __future__ import annotations

import re

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators import css_syntax as css
from selfheal_cli.locators.css_parse import parse_selector
from selfheal_cli.locators.css_write import escape_identifier, escape_string
from selfheal_cli.synthesis.paths import Compound, Part, PartKind, Path

_TEXT_TESTS = {"has-text": "*=", "text": "*=", "text-is": "=", "contains": "*="}
_UNQUOTED = re.compile(r"=\s*[^\s\"'\]]")
_PLAIN = re.compile(r"-?[A-Za-z_][\w-]*\Z")


class CssPaths:
    """One complex selector; lists of selectors are None."""

    strategy = "css"

    def parse(self, text: str) -> Path | None:
        """See `Syntax.parse`."""
        try:
            selector = parse_selector(text)
        except LocatorSyntaxError:
            return None
        if len(selector.complexes) != 1 or selector.complexes[0].leading:
            return None
        only = selector.complexes[0]
        relations = ["", *(combinator.symbol for combinator in only.combinators)]
        return tuple(
            Compound(relation, tuple(_part(part, text) for part in compound.parts))
            for relation, compound in zip(relations, only.compounds, strict=True)
        )

    def render(self, path: Path, like: str) -> str:
        """See `Syntax.render`."""
        written = []
        for compound in path:
            joint = {"": "", "/": "", " ": " "}.get(compound.relation, f" {compound.relation} ")
            written.append(joint + "".join(_write(part, like) for part in compound.parts))
        return "".join(written)


def _part(part: css.Part, text: str) -> Part:
    source = text[slice(*part.span)]
    match part:
        case css.Tag(name="*"):
            return Part(PartKind.OTHER, "*", source=source)
        case css.Tag():
            return Part(PartKind.TAG, part.name.lower(), source=source)
        case css.Id():
            return Part(PartKind.ID, part.name, "id", source=source)
        case css.Class():
            return Part(PartKind.CLASS, part.name, source=source)
        case css.Attribute(flag=""):
            return Part(PartKind.ATTRIBUTE, part.value, part.name.lower(), part.operator, source)
        case css.Pseudo():
            return _pseudo(part, source)
    return Part(PartKind.OTHER, source, source=source)


def _pseudo(part: css.Pseudo, source: str) -> Part:
    match part.argument:
        case css.Nth(a=0, b=index, of=()) if part.name in ("nth-child", "nth-of-type"):
            return Part(PartKind.POSITION, str(index), part.name, source=source)
        case css.Strings(values=(value,)) if part.name in _TEXT_TESTS:
            return Part(PartKind.TEXT, value, part.name, _TEXT_TESTS[part.name], source)
        case css.Raw(text) if part.name == "contains":
            return Part(PartKind.TEXT, _unquoted(text), part.name, "*=", source)
    if part.name in ("first-child", "first-of-type"):
        return Part(PartKind.POSITION, "1", part.name.replace("first", "nth"), source=source)
    return Part(PartKind.OTHER, source, source=source)


def _unquoted(text: str) -> str:
    """What jQuery's `:contains` looks for; quotes around it may be left out."""
    quoted = re.fullmatch(r"\s*([\"'])(.*)\1\s*", text, re.DOTALL)
    return re.sub(r"\\(.)", r"\1", quoted[2]) if quoted else text


def _write(part: Part, like: str) -> str:
    if part.source:
        return part.source
    match part.kind:
        case PartKind.TAG | PartKind.OTHER:
            return part.value
        case PartKind.ID:
            return "#" + escape_identifier(part.value)
        case PartKind.CLASS:
            return "." + escape_identifier(part.value)
        case PartKind.POSITION:
            return f":{part.name}({part.value})"
        case PartKind.TEXT:
            return f":{part.name}({escape_string(part.value, _quote(like))})"
        case PartKind.ATTRIBUTE:
            return _attribute(part, like)


def _attribute(part: Part, like: str) -> str:
    name = escape_identifier(part.name)
    if not part.operator:
        return f"[{name}]"
    bare = _UNQUOTED.search(like) and _PLAIN.match(part.value)
    value = part.value if bare else escape_string(part.value, _quote(like))
    return f"[{name}{part.operator}{value}]"


def _quote(like: str) -> str:
    return "'" if "'" in like and '"' not in like else '"'
