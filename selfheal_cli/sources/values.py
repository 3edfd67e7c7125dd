"""What an expression of the sources can be worth: texts with their origin, chains, records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from tree_sitter import Node

from selfheal_cli.sources.syntax import Class, Function, Token

if TYPE_CHECKING:
    from selfheal_cli.sources.modules import Module


@dataclass(frozen=True, slots=True)
class Written:
    """Characters of one string token of a file; `spans` are offsets in its UTF-8 text,
    `at` is where they begin.
    `passed` names the parameters that the characters went through, innermost last; `layer` is
    "format" or "percent" where the token is the template of such an operation."""

    text: str
    path: str
    token: Token
    spans: tuple[tuple[int, int], ...]
    at: int
    passed: tuple[str, ...] = ()
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Hole:
    """A part that is not written as such. `known` is False until a run's value is bound to it."""

    name: str
    value: str = ""
    known: bool = False


Piece: TypeAlias = Written | Hole


@dataclass(frozen=True, slots=True)
class Text:
    """A text, piece by piece."""

    pieces: tuple[Piece, ...]

    @property
    def known(self) -> bool:
        """Whether every character is known."""
        return all(isinstance(piece, Written) or piece.known for piece in self.pieces)

    @property
    def value(self) -> str:
        """The characters; unknown parts are left out."""
        return "".join(
            piece.text if isinstance(piece, Written) else piece.value for piece in self.pieces
        )

    def through(self, parameter: str) -> Text:
        """The same text after it was handed to a parameter."""
        return Text(
            tuple(
                replace(piece, passed=(*piece.passed, parameter))
                if isinstance(piece, Written)
                else piece
                for piece in self.pieces
            )
        )


@dataclass(frozen=True, slots=True)
class Const:
    """A number, a truth value or nothing."""

    value: int | float | bool | None


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression; `written`: its literal, empty where none is known."""

    source: str
    flags: str
    written: Text = Text(())


@dataclass(frozen=True, slots=True)
class Symbol:
    """A dotted name that no source defines (`By.ID`), and where it is written."""

    name: str
    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that only the run knew; `name` is how the source calls it."""

    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Thunk:
    """An expression in its surroundings, evaluated when asked for; `path` takes a part of it."""

    node: Node
    env: Env
    path: tuple[str | int, ...] = ()
    passed: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ArgThunk:
    """An argument: its name or "", its expression, and the range it takes in the call; `whole`:
    with its name as one text, where what is called may have no such parameter."""

    name: str
    thunk: Thunk
    star: bool
    start: int
    end: int
    whole: Thunk | None = None

    def undivided(self) -> ArgThunk:
        """The same argument without a name, if it is a text that only looks as if it had one."""
        if self.whole is None:
            return self
        return ArgThunk("", self.whole, self.star, self.start, self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """A list or tuple."""

    items: tuple[ArgThunk, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """An object or dictionary by key; each with the range of its whole entry."""

    entries: Mapping[str, ArgThunk]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ModuleValue:
    """A module of the sources."""

    module: Module


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ClassValue:
    """A class of the sources; what is in it is read when asked for."""

    node: Node
    module: Module

    @property
    def cls(self) -> Class:
        """What the class declares."""
        return self.module.class_(self.node)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Instance:
    """An object of a class of the sources; `args` went to its constructor, None: not known."""

    of: ClassValue
    args: tuple[ArgThunk, ...] | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Callable:
    """A function of the sources, with the surroundings it closes over."""

    function: Function
    env: Env


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """One call that no source defines: a method on what came before it. Offsets as in Stated."""

    name: str
    args: tuple[ArgThunk, ...]
    path: str
    start: int
    name_end: int
    end: int
    receiver_start: int
    receiver_end: int


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Calls on a root that no source defines, outermost first."""

    root: Symbol | Unknown
    links: tuple[Link, ...]


Value: TypeAlias = (
    Text
    | Const
    | Regex
    | Symbol
    | Unknown
    | Sequence
    | Record
    | ModuleValue
    | ClassValue
    | Instance
    | Callable
    | Chain
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Activation:
    """One call of a function: its arguments, None where only the frames know them."""

    function: Node
    args: tuple[ArgThunk, ...] | None
    frame: int = -1


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Env:
    """Where an expression is evaluated: its file, the calls under way, the current object."""

    module: Module
    activations: tuple[Activation, ...] = ()
    this: Value | None = None

    def activation(self, function: Node) -> Activation | None:
        """The call under way of a function, if it is known."""
        for activation in self.activations:
            if activation.function.id == function.id:
                return activation
        return None
