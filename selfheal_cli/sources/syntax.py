"""What a language tells the evaluator about one syntax node, without looking further in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from tree_sitter import Node, Range, Tree

from selfheal_cli.sources.text import SourceText

# --- expressions; children are nodes of the same file --------------------------------------------


@dataclass(frozen=True, slots=True)
class Quoting:
    """How one string token is written. `opening` and `closing` are its delimiters with prefix;
    `raw`: no escapes; `template`: may hold interpolations; `margin`: how much of each line's
    indentation is no part of the text; `cell`: what parts it from others, where no quotes do."""

    opening: str
    closing: str
    raw: bool = False
    template: bool = False
    margin: int = 0
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """One string token, as offsets including its delimiters."""

    start: int
    end: int
    quoting: Quoting


@dataclass(frozen=True, slots=True)
class Chunk:
    """Decoded characters of a string token; `spans` holds the source range of each, `at` the
    offset where they begin, also where there are none."""

    text: str
    spans: tuple[tuple[int, int], ...]
    token: Token
    at: int


@dataclass(frozen=True, slots=True)
class Filled:
    """An interpolation; `plain` is False where a format or conversion changes the value. `name`:
    it is this variable, seen from `node`."""

    node: Node
    token: Token
    start: int
    end: int
    plain: bool = True
    name: str = ""


@dataclass(frozen=True, slots=True)
class TextExpr:
    """A string literal; several tokens where they are joined by standing side by side."""

    parts: tuple[Chunk | Filled, ...]
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class ConstExpr:
    """A number, a truth value or nothing."""

    value: int | float | bool | None


@dataclass(frozen=True, slots=True)
class RegexExpr:
    """A regular expression literal; `chunk`: its pattern as characters."""

    source: str
    flags: str
    chunk: Chunk | None = None


@dataclass(frozen=True, slots=True)
class NameExpr:
    """A plain identifier."""

    name: str


@dataclass(frozen=True, slots=True)
class ThisExpr:
    """The current object; `base`: seen as its superclass."""

    base: bool = False


@dataclass(frozen=True, slots=True)
class MemberExpr:
    """`object.name`; `start` and `end` are those of the name."""

    object: Node
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IndexExpr:
    """`object[index]`."""

    object: Node
    index: Node


@dataclass(frozen=True, slots=True)
class Arg:
    """One argument; `name` is empty for a positional one; `star` spreads a sequence or record.
    `start` and `end` include the name. `whole`: name and value as one text, where only what is
    called tells whether it has a parameter of that name."""

    node: Node
    name: str = ""
    star: bool = False
    start: int = 0
    end: int = 0
    whole: Node | None = None


@dataclass(frozen=True, slots=True)
class CallExpr:
    """A call; `start` and `end` of the argument list include its parentheses. `target`: what is
    called, where no node of its own says it; `begin`: where `new` begins, of a constructed object.
    """

    function: Node
    args: tuple[Arg, ...]
    start: int
    end: int
    target: Expr | None = None
    begin: int = -1


@dataclass(frozen=True, slots=True)
class JoinExpr:
    """Two texts joined by `+`; `between`: what the operator puts there (a path's `/`)."""

    left: Node
    right: Node
    between: str = ""


@dataclass(frozen=True, slots=True)
class PercentExpr:
    """Python's `template % values`."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a record; an empty key with `spread` stands for another record's entries."""

    key: str
    value: Node
    start: int
    end: int
    spread: bool = False


@dataclass(frozen=True, slots=True)
class RecordExpr:
    """An object literal, a dictionary, an enumeration's body."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ListExpr:
    """A list or tuple."""

    items: tuple[Arg, ...]


@dataclass(frozen=True, slots=True)
class ChoiceExpr:
    """One of several, decided at run time."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class SameExpr:
    """Parentheses, await, casts: the value of what is inside."""

    inner: Node


@dataclass(frozen=True, slots=True)
class FunctionExpr:
    """A function, lambda or method as a value."""

    node: Node


@dataclass(frozen=True, slots=True)
class ClassExpr:
    """A class as a value."""

    node: Node


@dataclass(frozen=True, slots=True)
class OtherExpr:
    """Anything whose value is not followed."""


Expr: TypeAlias = (
    TextExpr
    | ConstExpr
    | RegexExpr
    | NameExpr
    | ThisExpr
    | MemberExpr
    | IndexExpr
    | CallExpr
    | JoinExpr
    | PercentExpr
    | RecordExpr
    | ListExpr
    | ChoiceExpr
    | SameExpr
    | FunctionExpr
    | ClassExpr
    | OtherExpr
)

# --- what names stand for ------------------------------------------------------------------------

PathStep: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Assigned:
    """A name that holds `value`, or the part of it that `path` names; `...` as 'each' element is
    the step "*". `at` is the offset of the assignment; `adds` for `+=`."""

    value: Node
    path: tuple[PathStep, ...]
    target: Node
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Defined:
    """A name of a function, class or enumeration; the node is that expression."""

    node: Node


@dataclass(frozen=True, slots=True)
class Imported:
    """A name from another module; `name` empty: the module itself; "default": JavaScript's. `each`,
    of a star: the module is a package, whose names lie in files of their own."""

    module: str
    name: str
    each: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """A name of which only the declared type is known."""

    annotation: Node


Binding: TypeAlias = Assigned | Defined | Imported | Typed


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter, or one name of a destructured one (`path` leads to it)."""

    name: str
    index: int
    path: tuple[PathStep, ...] = ()
    default: Node | None = None
    annotation: Node | None = None
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function's outside and what it gives back. `kind`: function, method, getter, static,
    constructor. `returned`: reads what it gives back. `provides`: what a fixture hands to the test.
    """

    node: Node
    name: str
    kind: str
    params: tuple[Param, ...]
    returned: Callable[[], Iterable[Node]]
    provides: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A member that holds a value, assigned in `method` (none: in the class body)."""

    value: Node
    method: Node | None = None


@dataclass(frozen=True, slots=True)
class ParamField:
    """A member that a constructor's parameter declares (`constructor(readonly page: Page)`)."""

    param: Param


Member: TypeAlias = Field | ParamField | Defined | Typed


@dataclass(frozen=True, slots=True)
class Class:
    """A class: its bases as expressions and its members by name, instance fields first. `partial`:
    other files may declare more of it."""

    node: Node
    name: str
    bases: tuple[Node, ...]
    members: Mapping[str, tuple[Member, ...]]
    constructor: Node | None
    partial: bool = False


Holds: TypeAlias = Callable[[str], bool]
"""Whether a file's encoding has a character."""
Spans: TypeAlias = tuple[tuple[int, int], ...]


class Literals(Protocol):
    """One language's string tokens; a module is one."""

    def quoting_of(self, opening: str) -> Quoting:
        """The quoting that a token's opening states."""
        ...

    def plain(self, quoting: Quoting) -> Quoting:
        """The same quotes with escapes in place of raw syntax."""
        ...

    def decode(self, content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
        """Characters and UTF-8 ranges of a token's content that begins at offset `start`."""
        ...

    def write(self, text: str, quoting: Quoting, holds: Holds) -> str | None:
        """`text` as it stands between the delimiters; None where raw syntax cannot hold it."""
        ...


@dataclass(frozen=True, slots=True)
class Style:
    """How a language writes a call's parts. `option`: one named argument; `options`: all of them,
    empty where they are arguments like others. `words`: true, false and nothing. `properties`:
    calls without arguments that are written without parentheses. `quote`: the usual one. `new`:
    what stands before a constructed object's type."""

    option: str
    options: str
    words: tuple[str, str, str]
    quote: str
    properties: frozenset[str] = frozenset()
    new: str = "new "


class Language(Protocol):
    """One programming language's syntax. Stateless.

    `api`: whose spelling of a framework's calls it uses (Kotlin: java). `by_type`: a method sees
    its object's members by their bare names, and types lie in files found by their names.
    `bare_calls`: a function's bare name calls it. `type_names`: nodes that name a type.
    """

    name: str
    api: str
    by_type: bool
    bare_calls: bool
    type_names: frozenset[str]

    @property
    def literals(self) -> Literals:
        """How its string tokens are read and written."""
        ...

    @property
    def style(self) -> Style:
        """How a call's parts are written."""
        ...

    def parse(self, path: str, text: SourceText, ranges: Sequence[Range] = ()) -> Tree:
        """The syntax tree, of the ranges alone if there are any; broken source gives one with
        error nodes."""
        ...

    def expression(self, node: Node, text: SourceText) -> Expr:
        """What the node is, one level deep."""
        ...

    def is_function(self, node: Node) -> bool:
        """Whether the node opens a function's scope."""
        ...

    def is_class(self, node: Node) -> bool:
        """Whether the node is a class."""
        ...

    def is_statement(self, node: Node) -> bool:
        """Whether the node is a statement or another line-bound unit."""
        ...

    def is_call(self, node: Node) -> bool:
        """Whether the node is a call."""
        ...

    def function(self, node: Node, text: SourceText) -> Function:
        """The function a function node declares."""
        ...

    def this_name(self, node: Node, text: SourceText) -> str:
        """The parameter that stands for a method's object, or ""."""
        ...

    def class_(self, node: Node, text: SourceText) -> Class:
        """The class a class node declares."""
        ...

    def bindings(self, scope: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
        """The names bound directly in a function, class body or module; "*" for star imports."""
        ...

    def bound(
        self, root: Node, text: SourceText, name: str
    ) -> dict[int, tuple[Binding, ...]] | None:
        """What `bindings` of each scope of a file has under a name, by the scopes' ids; None where
        all names are best read at once."""
        ...

    def exports(self, root: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
        """What other modules see, where that differs from the module's bindings."""
        ...

    def resolve(self, module: str, name: str, importer: str) -> Sequence[str]:
        """Paths, likeliest first, of the file that an import in `importer` may mean."""
        ...
