"""Sites of JavaScript and TypeScript files, straight from tree-sitter's tree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from tests.bench.sources.collect.found import Found, locates

_RUN = "7f3"
_GRAMMARS = {
    ".ts": Language(tree_sitter_typescript.language_typescript()),
    ".tsx": Language(tree_sitter_typescript.language_tsx()),
}
_JAVASCRIPT = Language(tree_sitter_javascript.language())
_SIMPLE = re.compile(r"""\\(['"`\\])""")


def scan(raw: bytes, path: str) -> list[Found]:
    """Literals in locators' places of one file."""
    body = raw.removeprefix(b"\xef\xbb\xbf")
    shift = len(raw) - len(body)
    ending = "." + path.rsplit(".", 1)[-1]
    tree = Parser(_GRAMMARS.get(ending, _JAVASCRIPT)).parse(body)
    found: dict[int, Found] = {}
    named = _named(tree.root_node, body)
    for call in _calls(tree.root_node):
        for node in _places(call, body):
            users: tuple[int, ...] = ()
            held = named.get(_name(node, body), [])
            if len(held) == 1:
                node, users = held[0], (node.start_point[0] + 1,)
            one = _found(node, body, shift, users)
            if one is not None:
                found[one.start] = one
    return sorted(found.values(), key=lambda item: item.start)


def _calls(node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        current = stack.pop()
        if current.type == "call_expression":
            yield current
        stack.extend(current.named_children)


def _name(node: Node, body: bytes) -> str:
    """The constant or member that an argument names, else ""."""
    if node.type == "member_expression":
        member = node.child_by_field_name("property")
        return "." + _text(member, body) if member is not None else ""
    return _text(node, body) if node.type == "identifier" else ""


_DEFINING = {
    "variable_declarator": ("name", "value"), "public_field_definition": ("name", "value"),
    "field_definition": ("property", "value"), "pair": ("key", "value"),
    "enum_assignment": ("name", "value"), "assignment_expression": ("left", "right"),
}  # fmt: skip


def _named(root: Node, body: bytes) -> dict[str, list[Node]]:
    """Names of the file -> what is assigned to them; only those of one text are of use."""
    found: dict[str, list[Node]] = {}
    stack = [root]
    while stack:
        node = stack.pop()
        stack.extend(node.named_children)
        fields = _DEFINING.get(node.type)
        name, value = (node.child_by_field_name(f) for f in fields) if fields else (None, None)
        if name is not None and value is not None:
            bare = _text(name, body).rsplit(".", 1)[-1].strip("'\"")
            local = node.type == "variable_declarator" or name.type == "identifier"
            found.setdefault(bare if local else "." + bare, []).append(value)
        elif node.type in {"required_parameter", "optional_parameter"} and node.named_children:
            found.setdefault(_text(node.named_children[0], body), []).extend([node, node])
    return found


def _places(call: Node, body: bytes) -> Iterator[Node]:
    function, args = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if function is None or args is None or args.type != "arguments":
        return
    name, before = _text(function, body), ""
    if function.type == "member_expression":
        member, owner = (function.child_by_field_name(f) for f in ("property", "object"))
        if member is None or owner is None:
            return
        name, before = _text(member, body), _text(owner, body)[-200:]
    if function.type not in {"member_expression", "identifier"} or not locates(name, before):
        return
    children = [child for child in args.named_children if child.type != "comment"]
    yield from children[:1]
    for child in children[1:2]:
        yield from _names(child, body)


def _names(options: Node, body: bytes) -> Iterator[Node]:
    """The accessible name in a role's options."""
    for pair in options.named_children if options.type == "object" else ():
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is not None and value is not None and _text(key, body) == "name":
            yield value


def _text(node: Node, body: bytes) -> str:
    return body[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _found(node: Node, body: bytes, shift: int, users: tuple[int, ...]) -> Found | None:
    text = _text(node, body)
    if node.type == "regex":
        value, shape = text[1 : text.rindex("/")], "regex"
    elif node.type == "template_string":
        value, shape = _template(node, body)
    else:
        value, shape = (_plain(text), "literal") if node.type == "string" else ("", "")
    if not value:
        return None
    line, shape = node.start_point[0] + 1, "named" if users else shape
    return Found(line, value, node.start_byte + shift, node.end_byte + shift, shape, users)


def _template(node: Node, body: bytes) -> tuple[str, str]:
    holes = [child for child in node.named_children if child.type == "template_substitution"]
    text = _text(node, body)
    if not holes:
        return _plain(text), "literal"
    if len(holes) > 1 or "\\" in text or not _is_parameter(holes[0], body):
        return "", ""
    inner = body[node.start_byte + 1 : holes[0].start_byte], body[holes[0].end_byte :]
    before, after = inner[0].decode(), inner[1][: node.end_byte - 1 - holes[0].end_byte].decode()
    return (before + _RUN + after, "template") if (before + after).strip() else ("", "")


def _plain(text: str) -> str:
    """What a quoted text is worth; "" where its escapes are more than the plain ones."""
    inner = text[1:-1]
    if "\\" not in inner:
        return inner.replace("\r\n", "\n")
    undone = _SIMPLE.sub(lambda match: match[1], inner)
    if _SIMPLE.sub("", inner).count("\\"):
        try:
            return str(json.loads('"' + inner.replace("\\'", "'").replace('"', '\\"') + '"'))
        except ValueError:
            return ""
    return undone


def _is_parameter(hole: Node, body: bytes) -> bool:
    """Whether a parameter of the functions around it is filled in: any value may have come."""
    inner = hole.named_children[0] if hole.named_children else hole
    name = re.compile(rf"\b{re.escape(_text(inner, body))}\b")
    node = hole.parent
    while node is not None and inner.type == "identifier":
        params = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
        if params is not None and name.search(_text(params, body)):
            return True
        node = node.parent
    return False
