"""Sites of Java, Kotlin, C# and Ruby files, from the grammars' trees: what a locator's call or
annotation is given, and any other text that looks like a locator."""

from __future__ import annotations

import re
from collections.abc import Iterator

import tree_sitter_c_sharp
import tree_sitter_java
import tree_sitter_kotlin
import tree_sitter_ruby
from tree_sitter import Language, Node, Parser

from tests.bench.sources.collect.found import Found

_RUN = "7f3"
_GRAMMARS = {
    ".java": Language(tree_sitter_java.language()),
    ".kt": Language(tree_sitter_kotlin.language()),
    ".cs": Language(tree_sitter_c_sharp.language()),
    ".rb": Language(tree_sitter_ruby.language()),
}
FORMS = frozenset(_GRAMMARS)
_TEXTS = {"string_literal", "multiline_string_literal", "verbatim_string_literal",
          "raw_string_literal", "interpolated_string_expression", "string"}  # fmt: skip
_CALLS = {"method_invocation", "invocation_expression", "call_expression", "call", "annotation",
          "attribute", "constructor_invocation", "object_creation_expression",
          "enum_constant", "enum_entry"}  # fmt: skip
_FUNCTIONS = {"method_declaration", "function_declaration", "constructor_declaration",
              "local_function_statement", "method", "singleton_method", "lambda_expression",
              "secondary_constructor"}  # fmt: skip
_HOLES = {"interpolation", "interpolated_expression", "interpolated_identifier"}
_JOINS = {"binary_expression", "additive_expression", "binary"}
_LOCATING = re.compile(
    r"""(?x)(?:^|\.)(?:
    (?:By|AppiumBy|MobileBy|ByAngular|Selectors|PlaywrightBy)\.\w+ | \$\$?x? | [fF]ind\w*By\w* |
    (?:frame)?[lL]ocator | (?:Frame)?Locator | [gG]etBy\w+ | [qQ]uerySelector\w* |
    [wW]aitForSelector\w* | find_elements? | [fF]indElements? | element | elements | section |
    sections | find | all | first | within\w* | click_\w+ | fill_in | check | uncheck | choose |
    select | attach_file | find_\w+ | has_\w+\? | have_\w+ | text_fields? | buttons? | links? |
    divs? | spans? | select_lists? | checkbox(?:es)? | radios? | text_area | h\d | iframe |
    by(?:Xpath|Text|Id|Name|CssSelector|ClassName|TagName|LinkText) | \w*FindBy\w* | cssSelector |
    xpath | accessibilityId | page\.(?:click|fill|type|hover|check|isVisible|textContent)
    )$"""
)
_LOOKS = re.compile(
    r"\(*\.?//[\w*]|[#.][A-Za-z_][\w-]*(?:[ >.:#\[]|$)|[a-z]*\[[\w-]+[~|^$*]?=|"
    r"(?:css|xpath|id|name|text)[=:]\S|[a-z]+[.#][a-z][\w-]+ ?[>.\[]"
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r"}


def scan(raw: bytes, ending: str) -> list[Found]:
    """Texts in locators' places of one file."""
    body = raw.removeprefix(b"\xef\xbb\xbf")
    shift = len(raw) - len(body)
    found: list[Found] = []
    for node in _expressions(Parser(_GRAMMARS[ending]).parse(body).root_node):
        read = _value(node, body, ending)
        if read is None or not re.search(r"\w", read[0]):
            continue
        value, shape = read
        if _LOOKS.match(value) or _LOCATING.search(_taker(node, body)):
            line, start, end = node.start_point[0] + 1, node.start_byte, node.end_byte
            found.append(Found(line, value, start + shift, end + shift, shape))
    return found


def _expressions(root: Node) -> Iterator[Node]:
    """The outermost texts and sums of texts, in the file's order."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type in _TEXTS or (node.type in _JOINS and _leaves(node)):
            if not _keyed(node):
                yield node
        elif not node.has_error or node.child_count:
            stack.extend(reversed(node.named_children))


def _keyed(node: Node) -> bool:
    """Whether a text is a key or an operand of something else than a sum."""
    parent = node.parent
    return parent is not None and parent.type in {"pair", "chained_string"} and (
        parent.type == "chained_string" or parent.named_children[0] == node
    )  # fmt: skip


def _leaves(node: Node) -> list[Node]:
    """The operands of a sum that has a text among them; none where it is another operation."""
    if any(child.type not in {"+", "comment"} for child in node.children if not child.is_named):
        return []
    found: list[Node] = []
    for child in node.named_children:
        found += (_leaves(child) or [child]) if child.type in _JOINS else [child]
    return found if any(leaf.type in _TEXTS for leaf in found) else []


def _taker(node: Node, body: bytes) -> str:
    """The name of the call or annotation whose argument a text is, with what it is called on."""
    parent = node.parent
    while parent is not None and parent.type not in _CALLS:
        if parent.type in _FUNCTIONS or parent.type.endswith(("_statement", "_declaration")):
            return ""
        parent = parent.parent
    if parent is None or parent.type.startswith("enum"):
        return ""
    head = body[parent.start_byte : node.start_byte].decode("utf-8", "replace")
    return re.split(r"[(\s]", head.lstrip("@[").rsplit(").", 1)[-1].strip(), maxsplit=1)[0]


def _value(node: Node, body: bytes, ending: str) -> tuple[str, str] | None:
    """What a text or sum is worth and its shape; None where an operand is no parameter."""
    leaves = _leaves(node) if node.type in _JOINS else [node]
    parts = [
        _decoded(leaf, body, ending) if leaf.type in _TEXTS else _parameter(leaf, body)
        for leaf in leaves
    ]
    if any(part is None for part in parts):
        return None
    value = "".join(part for part in parts if part is not None)
    if _RUN in value:
        fixed = re.findall(r"\w", value.replace(_RUN, ""))
        return (value, "template") if len(fixed) >= 3 else None
    return value, "joined" if len(leaves) > 1 else "literal"


def _parameter(node: Node, body: bytes) -> str | None:
    """The made-up value of a parameter of the functions around a node; None for all else."""
    name = _text(node, body)
    outer = node.parent if re.fullmatch(r"[a-z_]\w*", name) else None
    while outer is not None:
        params = next((c for c in outer.children if "parameters" in c.type), None)
        if params is not None and re.search(rf"\b{name}\b", _text(params, body)):
            return _RUN
        outer = outer.parent
    return None


def _decoded(node: Node, body: bytes, ending: str) -> str | None:
    """A text's worth; None where its form is not read here."""
    pieces: list[str] = []
    at, end = node.start_byte, node.end_byte
    for hole in (child for child in node.named_children if child.type in _HOLES):
        inner = hole.named_children[0] if hole.named_children else hole
        inner = next((c for c in hole.named_children if c.type == "identifier"), inner)
        if len(_text(hole, body)) > len(_text(inner, body)) + 3:
            return None
        filled = _parameter(inner, body)
        if filled is None:
            return None
        pieces += [body[at : hole.start_byte].decode("utf-8", "replace"), "\0"]
        at = hole.end_byte
    token = "".join(pieces) + body[at:end].decode("utf-8", "replace")
    plain = _unquoted(token, ending)
    return None if plain is None else plain.replace("\0", _RUN)


def _unquoted(token: str, ending: str) -> str | None:
    verbatim = ending == ".cs" and "@" in token.split('"')[0]
    found = re.fullmatch(r"""(?s)[$@]*(\"\"\"|["'])(.*)\1""", token)
    if found is None or "\r" in token or (found[1] == '"""' and "\n" in token):
        return None
    quote, inner = found[1], found[2]
    if verbatim:
        return inner.replace('""', '"')
    if quote == '"""':
        return inner if ending in {".kt", ".cs"} else None
    if ending == ".rb" and quote == "'":
        return re.sub(r"\\([\\'])", r"\1", inner)
    if token.startswith("$"):
        inner = inner.replace("{{", "{").replace("}}", "}")
    if re.search(r"\\[^nrt\"'\\$#]", inner):
        return None
    return _ESCAPE.sub(lambda m: _PLAIN.get(m[1], m[1]), inner)


def _text(node: Node, body: bytes) -> str:
    return body[node.start_byte : node.end_byte].decode("utf-8", "replace")
