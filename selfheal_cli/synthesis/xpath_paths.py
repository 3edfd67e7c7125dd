"""XPath location paths, read into compounds and written back."""

from __future__ import annotations

import re
from dataclasses import replace

from selfheal_cli.locators.xpath_write import literal
from selfheal_cli.synthesis.paths import Compound, Part, PartKind, Path

_STEP = re.compile(
    r"(?P<slash>//?)(?P<axis>following-sibling::|child::|descendant::)?(?P<tag>\*|[\w.-]+)"
)
_LITERAL = r"""(?:'(?P<single>[^']*)'|"(?P<double>[^"]*)")"""
_OPERAND = r"@(?P<attribute>[\w:.-]+)|(?P<text>text\(\)|\.|normalize-space\((?:text\(\)|\.|)\))"
_EQUAL = re.compile(rf"^(?:{_OPERAND})\s*=\s*{_LITERAL}$")
_FUNCTION = re.compile(rf"^(?P<fn>contains|starts-with)\(\s*(?:{_OPERAND})\s*,\s*{_LITERAL}\s*\)$")
_PRESENT = re.compile(r"^@(?P<attribute>[\w:.-]+)$")
_INDEX = re.compile(r"^(?:position\(\)\s*=\s*)?(?P<index>\d+)$")
_WORD_IN_CLASS = re.compile(
    r"^contains\(\s*concat\(\s*(['\"]) \1\s*,\s*(?:normalize-space\(\s*)?@class\s*\)?\s*,\s*(['\"])"
    r" \2\s*\)\s*,\s*(['\"]) (?P<word>[^'\"\s]+) \3\s*\)$"
)
_RELATIONS = {"/": ">", "//": " "}
_OPERATORS = {"contains": "*=", "starts-with": "^="}


class XPathPaths:
    """Paths along child, descendant and following-sibling axes; everything else is None."""

    strategy = "xpath"

    def parse(self, text: str) -> Path | None:
        """See `Syntax.parse`."""
        rest = text.strip().removeprefix("xpath=").removeprefix(".")
        compounds: list[Compound] = []
        while rest:
            step = _STEP.match(rest)
            if not step or (step["axis"] == "following-sibling::" and step["slash"] == "//"):
                return None
            predicates, rest = _predicates(rest[step.end() :])
            if rest and not rest.startswith("/"):
                return None
            compounds.append(_compound(step, predicates, first=not compounds))
        return tuple(compounds) or None

    def render(self, path: Path, like: str) -> str:
        """See `Syntax.render`."""
        quote = '"' if '"' in like and "'" not in like else "'"
        prefix = re.match(r"\s*(?:xpath=)?\.?", like)
        start = prefix.group() if prefix and path[0].relation != "/" else ""
        return start + "".join(_write(compound, quote) for compound in path)


def _predicates(text: str) -> tuple[list[str], str]:
    """The `[...]` groups at the start of `text`, brackets and quotes respected, and the rest."""
    found: list[str] = []
    while text.startswith("["):
        end = _closing(text)
        if end < 0:
            return found, text
        found.append(text[1:end].strip())
        text = text[end + 1 :]
    return found, text


def _closing(text: str) -> int:
    depth, quote = 0, ""
    for index, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in "[]":
            depth += 1 if char == "[" else -1
            if depth == 0:
                return index
    return -1


def _compound(step: re.Match[str], predicates: list[str], first: bool) -> Compound:
    relation = _RELATIONS[step["slash"]]
    if step["axis"] == "following-sibling::":
        relation = "~"
    if first:
        relation = "/" if step["slash"] == "/" else ""
    tag = () if step["tag"] == "*" else (Part(PartKind.TAG, step["tag"], source=step["tag"]),)
    return Compound(relation, tag + tuple(_part(text) for text in predicates))


def _part(text: str) -> Part:
    if word := _WORD_IN_CLASS.match(text):
        return Part(PartKind.CLASS, word["word"], source=text)
    if index := _INDEX.match(text):
        return Part(PartKind.POSITION, index["index"], "index", source=text)
    if present := _PRESENT.match(text):
        return Part(PartKind.ATTRIBUTE, "", present["attribute"], "", text)
    if equal := _EQUAL.match(text):
        return _valued(equal, "=", text)
    if function := _FUNCTION.match(text):
        return _valued(function, _OPERATORS[function["fn"]], text)
    return Part(PartKind.OTHER, text, source=text)


def _valued(match: re.Match[str], operator: str, source: str) -> Part:
    value = match["single"] if match["single"] is not None else match["double"]
    name = match["attribute"]
    if name == "id" and operator == "=":
        return Part(PartKind.ID, value, "id", operator, source)
    if name:
        return Part(PartKind.ATTRIBUTE, value, name, operator, source)
    return Part(PartKind.TEXT, value, match["text"], operator, source)


def _write(compound: Compound, quote: str) -> str:
    axis = {"": "//", "/": "/", ">": "/", " ": "//"}.get(compound.relation, "/following-sibling::")
    tag = next((part.value for part in compound.parts if part.kind is PartKind.TAG), "*")
    if compound.relation == "+":
        compound = replace(compound, parts=(*compound.parts, Part(PartKind.POSITION, "1", "index")))
    tests = (part for part in compound.parts if part.kind is not PartKind.TAG)
    return axis + tag + "".join(f"[{part.source or _test(part, quote)}]" for part in tests)


def _test(part: Part, quote: str) -> str:
    if part.kind is PartKind.POSITION:
        return part.value
    if part.kind is PartKind.CLASS:
        return _call("contains", "@class", part.value, quote)
    operand = part.name if part.kind is PartKind.TEXT else "@" + (part.name or "id")
    if part.operator == "":
        return operand
    function = {"*=": "contains", "^=": "starts-with"}.get(part.operator)
    if function:
        return _call(function, operand, part.value, quote)
    return f"{operand}={literal(part.value, quote)}"


def _call(function: str, operand: str, value: str, quote: str) -> str:
    return f"{function}({operand}, {literal(value, quote)})"
