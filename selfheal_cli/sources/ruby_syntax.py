"""Ruby's expressions, one node at a time."""

from __future__ import annotations

from tree_sitter import Node

from selfheal_cli.sources import literals_ruby as literals
from selfheal_cli.sources import margins, readers
from selfheal_cli.sources.literals import filled, text_expr
from selfheal_cli.sources.nodes import ancestors, field, named, source
from selfheal_cli.sources.syntax import (
    Arg,
    CallExpr,
    ChoiceExpr,
    Chunk,
    Entry,
    Expr,
    Filled,
    IndexExpr,
    ListExpr,
    NameExpr,
    OtherExpr,
    PercentExpr,
    RecordExpr,
    RegexExpr,
    SameExpr,
    TextExpr,
    ThisExpr,
    Token,
)
from selfheal_cli.sources.text import SourceText

FUNCTIONS = frozenset(["method", "singleton_method", "lambda", "block", "do_block"])
CLASSES = frozenset(["class", "module", "singleton_class"])
_BODIES = frozenset(
    ["program", "body_statement", "block_body", "then", "else", "begin", "ensure", "do",
     "parenthesized_statements", "begin_block"]
)  # fmt: skip
_AFTER = frozenset(["rescue", "ensure", "else", "heredoc_body"])


def is_function(node: Node) -> bool:
    """Whether the node opens a function's scope."""
    return node.type in FUNCTIONS


def is_statement(node: Node) -> bool:
    """Whether the node stands in a body by itself."""
    return node.parent is not None and node.parent.type in _BODIES and node.type not in _BODIES


def expression(node: Node, text: SourceText) -> Expr:
    """What the node is, one level deep."""
    return readers.one_level(node, text, is_function(node), node.type in CLASSES, _READERS)


# --- texts ---------------------------------------------------------------------------------------


def _string(node: Node, text: SourceText) -> Expr:
    first, last = node.children[0], node.children[-1]
    opening = source(first, text)
    if len(node.children) < 2 or first.is_named or last.is_named or opening == "`":
        return OtherExpr()
    token = Token(node.start_byte, node.end_byte, literals.quoting_of(opening))
    return text_expr(token, _holes(node, token), literals, text)


def _holes(node: Node, token: Token) -> list[Filled]:
    marked = [child for child in node.named_children if child.type == "interpolation"]
    inner = [named(child)[0] if len(named(child)) == 1 else None for child in marked]
    return [filled(*pair, token) for pair in zip(marked, inner, strict=True)]


def _chained(node: Node, text: SourceText) -> Expr:
    parts: list[Chunk | Filled] = []
    tokens: list[Token] = []
    for child in named(node):
        read = _string(child, text)
        if not isinstance(read, TextExpr):
            return OtherExpr()
        parts.extend(read.parts)
        tokens.extend(read.tokens)
    return TextExpr(tuple(parts), tuple(tokens))


def _word(node: Node, text: SourceText) -> Expr:
    token = Token(node.start_byte, node.end_byte, literals.WORD)
    return text_expr(token, (), literals, text)


def _heredoc(node: Node, text: SourceText) -> Expr:
    """The body that stands behind the statement, for the beginning that stands in it."""
    body = _body_of(node)
    end = next((c for c in named(body) if c.type == "heredoc_end"), None) if body else None
    if body is None or end is None:
        return OtherExpr()
    start = text.utf8.find(b"\n", body.start_byte) + 1
    stop = text.utf8.rfind(b"\n", 0, end.start_byte) + 1
    content = text.slice(start, stop)
    quoting = literals.heredoc(source(node, text), content)
    start += len(margins.margin_at(content, 0, quoting.margin))
    token = Token(start, max(start, stop), quoting)
    return text_expr(token, _holes(body, token), literals, text)


def _body_of(node: Node) -> Node | None:
    for up in (node, *ancestors(node)):
        following = up.next_named_sibling
        while following is not None:
            if following.type == "heredoc_body":
                return following if up.start_point.row == node.start_point.row else None
            following = following.next_named_sibling
    return None


def _symbols(node: Node, text: SourceText) -> Expr:
    return ListExpr(readers.positional(named(node)))


def _regex(node: Node, text: SourceText) -> Expr:
    if any(child.type == "interpolation" for child in node.named_children):
        return OtherExpr()
    first, last = node.children[0], node.children[-1]
    flags = source(last, text).lstrip("/)}]>|!")
    return RegexExpr(text.slice(first.end_byte, last.start_byte), flags)


# --- calls ---------------------------------------------------------------------------------------


def _call(node: Node, text: SourceText) -> Expr:
    owner, method, args = (field(node, part) for part in ("receiver", "method", "arguments"))
    if method is None:
        return OtherExpr()
    given = arguments(args, text) if args is not None else ()
    start, end = (args or method).start_byte, (args or method).end_byte
    if args is None:
        start = end
    if method.type == "super":
        return CallExpr(method, given, start, end, ThisExpr(base=True))
    made = owner is not None and owner.type in {"constant", "scope_resolution"}
    if made and owner is not None and source(method, text) == "new":
        return CallExpr(owner, given, start, end)
    return CallExpr(method, given, start, end, readers.member_of(owner, method, text))


def _super(node: Node, text: SourceText) -> Expr:
    return ThisExpr(base=True)


def arguments(node: Node, text: SourceText) -> tuple[Arg, ...]:
    """The arguments between two brackets, or without them."""
    return tuple(arg for child in named(node) if (arg := _arg(child, text)) is not None)


def _arg(node: Node, text: SourceText) -> Arg | None:
    span = (node.start_byte, node.end_byte)
    if node.type == "pair":
        key, value = field(node, "key"), field(node, "value")
        name = key_of(key, text) if key is not None else None
        return Arg(value or node, name, False, *span) if name is not None else None
    if node.type in {"splat_argument", "hash_splat_argument"}:
        return Arg(named(node)[0], "", True, *span) if named(node) else None
    return None if node.type == "block_argument" else Arg(node, "", False, *span)


def key_of(node: Node, text: SourceText) -> str | None:
    """The key of a hash: a symbol without its colon, or a plain text."""
    if node.type in {"hash_key_symbol", "simple_symbol", "constant"}:
        return source(node, text).lstrip(":")
    read = _string(node, text) if node.type == "string" else OtherExpr()
    if isinstance(read, TextExpr):
        return "".join(part.text for part in read.parts if isinstance(part, Chunk))
    return None


def _hash(node: Node, text: SourceText) -> Expr:
    entries = []
    for child in named(node):
        span = (child.start_byte, child.end_byte)
        key, value = field(child, "key"), field(child, "value")
        name = key_of(key, text) if key is not None else None
        if child.type == "hash_splat_argument" and named(child):
            entries.append(Entry("", named(child)[0], *span, spread=True))
        elif name is not None and value is not None:
            entries.append(Entry(name, value, *span))
    return RecordExpr(tuple(entries))


def _pair(node: Node, text: SourceText) -> Expr:
    """`name:` alone is the value of that name."""
    key = field(node, "key")
    return NameExpr(source(key, text)) if key is not None else OtherExpr()


def _element(node: Node, text: SourceText) -> Expr:
    owner, parts = field(node, "object"), named(node)
    return IndexExpr(owner, parts[1]) if owner is not None and len(parts) == 2 else OtherExpr()


def _list(node: Node, text: SourceText) -> Expr:
    return ListExpr(arguments(node, text))


def _argument_list(node: Node, text: SourceText) -> Expr:
    """What `return` gives back."""
    inner = named(node)
    return SameExpr(inner[0]) if len(inner) == 1 else ListExpr(arguments(node, text))


# --- the rest ------------------------------------------------------------------------------------


def _binary(node: Node, text: SourceText) -> Expr:
    left, right, operator = (field(node, part) for part in ("left", "right", "operator"))
    if left is not None and right is not None and operator is not None and operator.type == "%":
        return PercentExpr(left, right)
    return readers.binary("||", "&&", "or")(node, text)


def _assignment(node: Node, text: SourceText) -> Expr:
    right = field(node, "right")
    return SameExpr(right) if right is not None else OtherExpr()


def _scoped(node: Node, text: SourceText) -> Expr:
    return readers.member_of(field(node, "scope"), field(node, "name"), text)


def _last(node: Node, text: SourceText) -> Expr:
    inner = [child for child in named(node) if child.type not in _AFTER]
    return SameExpr(inner[-1]) if inner else OtherExpr()


def _branches(node: Node, text: SourceText) -> Expr:
    inner = [c for c in named(node) if c.type in {"then", "else", "elsif", "when"}]
    return ChoiceExpr(tuple(inner)) if inner else OtherExpr()


def _self(node: Node, text: SourceText) -> Expr:
    return ThisExpr()


_READERS: dict[str, readers.Reader] = {
    **dict.fromkeys(
        ["identifier", "constant", "instance_variable", "class_variable", "global_variable",
         "simple_symbol", "hash_key_symbol"],
        readers.name,
    ),
    **dict.fromkeys(
        ["then", "else", "body_statement", "block_body", "begin", "parenthesized_statements"],
        _last,
    ),
    **dict.fromkeys(["if", "unless", "elsif", "case", "when"], _branches),
    "if_modifier": readers.inside("body"),
    "unless_modifier": readers.inside("body"),
    "rescue_modifier": readers.inside("body"),
    "string": _string,
    "chained_string": _chained,
    "bare_string": _word,
    "string_array": _symbols,
    "heredoc_beginning": _heredoc,
    "regex": _regex,
    "call": _call,
    "super": _super,
    "pair": _pair,
    "hash": _hash,
    "array": _list,
    "right_assignment_list": _list,
    "argument_list": _argument_list,
    "element_reference": _element,
    "binary": _binary,
    "assignment": _assignment,
    "operator_assignment": readers.joined,
    "scope_resolution": _scoped,
    "conditional": readers.choice("consequence", "alternative"),
    "integer": readers.number,
    "unary": readers.number,
    "true": readers.constant(True),
    "false": readers.constant(False),
    "nil": readers.constant(None),
    "self": _self,
}  # fmt: skip
