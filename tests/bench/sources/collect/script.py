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
    for call in _calls(tree.root_node):
        for node in _places(call, body):
            one = _found(node, body, shift)
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


def _found(node: Node, body: bytes, shift: int) -> Found | None:
    text = _text(node, body)
    if node.type == "regex":
        value, shape = text[1 : text.rindex("/")], "regex"
    elif node.type == "template_string":
        value, shape = _template(node, body)
    else:
        value, shape = (_plain(text), "literal") if node.type == "string" else ("", "")
    if not value:
        return None
    line = node.start_point[0] + 1
    return Found(line, value, node.start_byte + shift, node.end_byte + shift, shape)


def _template(node: Node, body: bytes) -> tuple[str, str]:
    holes = [child for child in node.named_children if child.type == "template_substitution"]
    text = _text(node, body)
    if not holes:
        return _plain(text), "literal"
    if len(holes) > 1 or "\\" in text:
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
