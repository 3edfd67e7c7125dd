"""The formats of data files as languages: records, lists and texts, and nothing that runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from tree_sitter import Node, Range, Tree

from selfheal_cli.sources.data import csv_file, ini_file, json_file, properties_file, yaml_file
from selfheal_cli.sources.data.nodes import DataNode, DataTree
from selfheal_cli.sources.literals import text_expr
from selfheal_cli.sources.readers import positional
from selfheal_cli.sources.syntax import (
    Binding,
    Chunk,
    Class,
    ConstExpr,
    Defined,
    Entry,
    Expr,
    Function,
    ListExpr,
    Literals,
    OtherExpr,
    RecordExpr,
    SameExpr,
    Style,
    TextExpr,
    Token,
)
from selfheal_cli.sources.text import SourceText, only

_STYLE = Style("{}={}", "", ("true", "false", "null"), '"')


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DataFormat:
    """One format of data files, as `syntax.Language` asks for it."""

    name: str
    read: Callable[[bytes], DataTree]
    literals: Literals
    style: Style = _STYLE
    by_type: bool = False
    bare_calls: bool = False
    type_names: frozenset[str] = frozenset()

    @property
    def api(self) -> str:
        """Data calls nothing."""
        return self.name

    def parse(self, path: str, text: SourceText, ranges: Sequence[Range] = ()) -> Tree:
        """The parts of the file; of one that cannot be read, none."""
        return cast(Tree, self.read(only(text.utf8, ranges)))

    def expression(self, node: Node, text: SourceText) -> Expr:
        """What the node is, one level deep."""
        part = cast(DataNode, node)
        if part.of is not None and part.type == "alias":
            return SameExpr(cast(Node, part.of))
        match part.type:
            case "scalar":
                return self._scalar(part, text)
            case "mapping":
                return _record(part)
            case "document" | "pair" if len(part.children) == 1:
                return SameExpr(cast(Node, part.children[0]))
            case "sequence" | "document":
                return ListExpr(positional(cast(list[Node], part.children)))
        return OtherExpr()

    def _scalar(self, part: DataNode, text: SourceText) -> Expr:
        if not isinstance(part.value, str) or part.token is None:
            return ConstExpr(part.value if not isinstance(part.value, str) else None)
        read = text_expr(part.token, (), self.literals, text)
        said = "".join(chunk.text for chunk in read.parts if isinstance(chunk, Chunk))
        return read if said == part.value else _whole(part.value, part.token)

    def is_function(self, node: Node) -> bool:
        """Nothing in data runs."""
        return False

    def is_class(self, node: Node) -> bool:
        """Nothing in data is a type."""
        return False

    def is_statement(self, node: Node) -> bool:
        """Whether the node is an entry."""
        return node.type == "pair"

    def is_call(self, node: Node) -> bool:
        """Nothing in data is called."""
        return False

    def function(self, node: Node, text: SourceText) -> Function:
        """Never asked for."""
        return Function(node, "", "function", (), tuple)

    def this_name(self, node: Node, text: SourceText) -> str:
        """Never asked for."""
        return ""

    def class_(self, node: Node, text: SourceText) -> Class:
        """Never asked for."""
        return Class(node, "", (), {}, None)

    def bound(self, root: Node, text: SourceText, name: str) -> None:
        """All names are read at once."""

    def bindings(self, scope: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
        """Data binds no names of its own."""
        return {}

    def exports(self, root: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
        """The whole content, as `require` gives it."""
        return {"module.exports": (Defined(root),)}

    def resolve(self, module: str, name: str, importer: str) -> Sequence[str]:
        """Data imports nothing."""
        return ()


def node_at(root: Node, start: int, end: int) -> DataNode:
    """The smallest part of a data file that covers a UTF-8 range; the whole where none does."""
    return cast(DataNode, root).descendant_for_byte_range(start, end)


def path_of(node: Node) -> tuple[str | int, ...]:
    """The keys and indices that lead to a node of a data file."""
    return cast(DataNode, node).path()


def _record(part: DataNode) -> RecordExpr:
    """A mapping; what it merges in comes first, so that its own entries say more."""
    merged = [
        Entry("", cast(Node, pair.of), pair.start_byte, pair.end_byte, spread=True)
        for pair in part.children
        if pair.of is not None
    ]
    own = [
        Entry(pair.key, cast(Node, pair.children[0]), pair.start_byte, pair.end_byte)
        for pair in part.children
        if pair.of is None
    ]
    return RecordExpr((*merged, *own))


def _whole(value: str, token: Token) -> TextExpr:
    """A text whose characters cannot be told apart where they are written."""
    begin = token.start + len(token.quoting.opening.encode())
    spans = ((begin, token.end - len(token.quoting.closing)),) * len(value)
    return TextExpr((Chunk(value, spans, token, begin),), (token,))


JSON = DataFormat("json", json_file.read, json_file)
YAML = DataFormat("yaml", yaml_file.read, yaml_file)
PROPERTIES = DataFormat("properties", properties_file.read, properties_file)
INI = DataFormat("ini", ini_file.read, ini_file)
CSV = DataFormat("csv", csv_file.read, csv_file)
FORMATS = {"json": JSON, "yaml": YAML, "properties": PROPERTIES, "ini": INI, "csv": CSV}
