"""The parsed form of a CSS selector: compounds and combinators, each with its span in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tag:
    """A type selector as written; `*` is the universal one."""

    name: str
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Id:
    """`#name`, unescaped."""

    name: str
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Class:
    """`.name`, unescaped."""

    name: str
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Attribute:
    """`[name operator "value" flag]`; operator and flag are "" where absent."""

    name: str
    operator: str = ""
    value: str = ""
    flag: str = ""
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NoArgument:
    """The pseudo-class was written without parentheses."""


@dataclass(frozen=True, slots=True)
class Nth:
    """`an+b`, with the list after `of` (empty: none)."""

    a: int
    b: int
    of: tuple[Complex, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Arguments of Playwright's `:nth-match`."""

    selectors: tuple[Complex, ...]
    index: int


@dataclass(frozen=True, slots=True)
class Selectors:
    """A selector list in parentheses."""

    complexes: tuple[Complex, ...]


@dataclass(frozen=True, slots=True)
class Strings:
    """Quoted texts in parentheses, unescaped."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """Any other text in parentheses, as written."""

    text: str


PseudoArgument: TypeAlias = NoArgument | Nth | Match | Selectors | Strings | Raw


@dataclass(frozen=True, slots=True)
class Pseudo:
    """`:name` or `:name(argument)`; the name in lower case."""

    name: str
    argument: PseudoArgument = NoArgument()
    span: Span = field(default=(0, 0), compare=False, repr=False)


Part: TypeAlias = Tag | Id | Class | Attribute | Pseudo


@dataclass(frozen=True, slots=True)
class Compound:
    """Parts that all hold for one element, in the author's order."""

    parts: tuple[Part, ...]
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Combinator:
    """` `, `>`, `+` or `~`; the span includes the white space around it."""

    symbol: str
    span: Span = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Complex:
    """Compounds joined by combinators, one fewer; one as many where the selector is relative
    (`:has(> a)`), the first then standing before the first compound."""

    compounds: tuple[Compound, ...]
    combinators: tuple[Combinator, ...] = ()
    span: Span = field(default=(0, 0), compare=False, repr=False)

    @property
    def leading(self) -> str:
        """The relative selector's first combinator, or ""."""
        relative = len(self.combinators) == len(self.compounds)
        return self.combinators[0].symbol if relative else ""


@dataclass(frozen=True, slots=True)
class Selector:
    """A selector list and the text it was read from."""

    complexes: tuple[Complex, ...]
    text: str = field(default="", compare=False)
