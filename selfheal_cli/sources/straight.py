"""The straight way from a line to the class member that it names: its statements parsed alone.

The evaluator asks as ever. What a name stands for there is told by the lines of its file; where
these do not all say the same, and where anything else is asked for, the way leads outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tree_sitter import Node

from selfheal_cli.sources import said
from selfheal_cli.sources.frames import Frame
from selfheal_cli.sources.island_blocks import BLOCKS, Lines, lines_of
from selfheal_cli.sources.islands import ranges_of
from selfheal_cli.sources.languages import language_of
from selfheal_cli.sources.modules import LeadsOutside, Module, Project
from selfheal_cli.sources.nodes import walk
from selfheal_cli.sources.syntax import MemberExpr
from selfheal_cli.sources.text import SourceText, read_text
from selfheal_cli.sources.values import ClassValue, Instance, Symbol, Unknown, Value

_Found = TypeVar("_Found")
# What runners and drivers hand to tests and pages: it leads to no text of the sources.
_GIVEN = frozenset(
    {"page", "driver", "browser", "cy", "By", "by", "expect", "$", "$$", "element", "_page",
     "_driver"}
)  # fmt: skip
_THIS = frozenset({"self", "this"})
_COMPONENTS = (".vue", ".svelte")


def is_straight(frames: Sequence[Frame]) -> bool:
    """Whether the first frame's language tells by its lines what names stand for."""
    return bool(frames) and _language(frames[0].path) in said.SAYS


def first_straight(
    words: Sequence[bytes],
    project: Project,
    frames: Sequence[Frame],
    look: Callable[[Project], _Found | None],
) -> _Found | None:
    """What `look` finds where nothing is parsed but the statement at the first frame's line and
    those that give the members it names; None where the way leads outside. `words`: what is looked
    for states one of them."""
    if not is_straight(frames) or frames[0].path in project.parsed():
        return None
    try:
        return look(Straight(project.tree, frames=frames, words=words, whole=project))
    except LeadsOutside:
        return None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Straight(Project):
    """A project of the statements on the way; whatever else is asked for raises LeadsOutside.
    `whole`: the project itself, which is asked for paths alone."""

    frames: Sequence[Frame] = field(kw_only=True)
    words: Sequence[bytes] = field(kw_only=True)
    whole: Project = field(kw_only=True)
    _rows: dict[str, set[int]] = field(default_factory=dict)

    def _parse(self, path: str) -> Module | None:
        """The statement at the first frame's line and, where the file states a word, those that
        give the members which it asks the object under way for."""
        frame = self.frames[0]
        if path != frame.path or any(path == other.path for other in self.frames[1:]):
            raise LeadsOutside
        text, lines = _read(self, path)
        rows = _statement(lines, frame.line - 1)
        if self._is_stated(text.utf8):
            line = b"\n".join(lines.texts[row] for row in sorted(rows))
            asked = {name.decode() for name in said.SAYS[_language(path)].own.findall(line)}
            for name in asked - _GIVEN:
                _keep(rows, lines, said.rows_giving(text.utf8, name))
        return self._part(path, text, lines, rows)

    def told(self, name: str, node: Node, module: Module) -> tuple[Value, ...]:
        """What the lines of its file say of a name."""
        member = _asked_for(node, module)
        first = module.path == self.frames[0].path
        if name in _THIS:
            own = Unknown(name) if member in _GIVEN else self._own(member, node, module)
            return (own,)
        if name in _GIVEN and (not first or said.is_handed(module.text.utf8, name)):
            return (Symbol(name, module.path, node.start_byte, node.end_byte),)
        if not first or not member:
            raise LeadsOutside
        return (self._member_of(name, member, module),)

    def _own(self, member: str, node: Node, module: Module) -> Value:
        """The object under way, where all that may give it a member is on the way. A caller may
        have another class's."""
        kept = self._rows[module.path]
        if module.path != self.frames[0].path or len(self.frames) > 1 or not member:
            raise LeadsOutside
        if not said.rows_giving(module.text.utf8, member) <= kept:
            raise LeadsOutside
        for scope in module.scopes(node):
            if module.language.is_class(scope):
                return Instance(ClassValue(scope, module), None)
        raise LeadsOutside

    def _member_of(self, name: str, member: str, module: Module) -> Value:
        """The object or class that a name stands for, with the statements that give the member."""
        utf8, says = module.text.utf8, said.SAYS[module.language.name]
        kind = said.class_of(utf8, name, says, typed=len(self.frames) == 1)
        path = self.whole.imported_path(said.module_of(utf8, kind, says), kind, module)
        own = path == module.path or path in self._modules or path in self.whole.parsed()
        if not path or own or _language(path) not in said.SAYS:
            raise LeadsOutside
        text, lines = _read(self, path)
        if not self._is_stated(text.utf8) or text.utf8.count(b"class " + kind.encode()) != 1:
            raise LeadsOutside
        rows: set[int] = set()
        _keep(rows, lines, said.rows_giving(text.utf8, member))
        home = self._part(path, text, lines, rows)
        self._modules[path] = home
        of = ClassValue(_class(home, kind), home)
        return of if kind == name else Instance(of, None)

    def _is_stated(self, utf8: bytes) -> bool:
        return any(word in utf8 for word in self.words)

    def _part(self, path: str, text: SourceText, lines: Lines, rows: set[int]) -> Module:
        language = language_of(path)
        if language is None:
            raise LeadsOutside
        tree = language.parse(path, text, ranges_of(lines.texts, sorted(rows)))
        if tree.root_node.has_error:
            raise LeadsOutside
        self._rows[path] = rows
        return Module(path, language, text, tree, part=True, _rows=lines.texts)


def _language(path: str) -> str:
    language = language_of(path)
    return language.name if language is not None and not path.endswith(_COMPONENTS) else ""


def _read(project: Project, path: str) -> tuple[SourceText, Lines]:
    name = _language(path)
    text = read_text(project.tree.read(path), name)
    return text, lines_of(text.utf8.split(b"\n"), BLOCKS[name])


def _statement(lines: Lines, row: int) -> set[int]:
    """The rows of a row's statement and of the heads and ends around it."""
    if not 0 <= row < len(lines.texts) or not lines.texts[row].strip():
        raise LeadsOutside
    around, statement = lines.around(row)
    return {*around, *statement}


def _keep(rows: set[int], lines: Lines, wanted: Iterable[int]) -> None:
    for row in wanted:
        if row not in rows:
            rows |= _statement(lines, row)


def _asked_for(node: Node, module: Module) -> str:
    """The member that a node is asked for, "" for none."""
    read = module.expression(node.parent) if node.parent is not None else None
    return read.name if isinstance(read, MemberExpr) and read.object == node else ""


def _class(module: Module, name: str) -> Node:
    """The class of a name."""
    is_class = module.language.is_class
    for node in walk(module.root, lambda each: not is_class(each)):
        if is_class(node) and module.class_(node).name == name:
            return node
    raise LeadsOutside
