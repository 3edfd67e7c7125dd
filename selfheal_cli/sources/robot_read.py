"""Robot Framework's own model of a file as a syntax tree with offsets.

Node types: `file`; sections; `test`, `keyword` and `block` with their statements; of statements
`name`, `step`, `setting`, `template`, `arguments`, `return`, `import`, `definition`, `var`, `for`,
`other`; within them `call`, `runner` (a keyword that runs others), `called` (a keyword's name),
`list`, and the cells of `robot_cells`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from io import StringIO
from typing import Any

from robot.api.parsing import Token, get_model

from selfheal_cli.sources.robot_cells import cell
from selfheal_cli.sources.robot_languages import KnownLanguages
from selfheal_cli.sources.robot_lines import Lines, lines_of
from selfheal_cli.sources.robot_nodes import RobotNode
from selfheal_cli.sources.robot_words import (
    BRANCHING,
    KEYWORD,
    RUNNERS,
    folded,
    lead,
    prefixes_of,
)
from selfheal_cli.sources.text_nodes import Rows, rows_of

_BLOCKS = {
    "SettingSection": "settings", "VariableSection": "variables", "TestCaseSection": "tests",
    "KeywordSection": "keywords", "TestCase": "test", "Keyword": "keyword",
}  # fmt: skip
_STATEMENTS = {
    "TestCaseName": "name", "KeywordName": "name", "KeywordCall": "step",
    "TemplateArguments": "step", "Arguments": "arguments", "Return": "return",
    "ReturnSetting": "return", "ReturnStatement": "return", "ResourceImport": "import",
    "LibraryImport": "import", "VariablesImport": "import", "Variable": "definition",
    "Var": "var", "ForHeader": "for", "Template": "template", "TestTemplate": "template",
    "Setup": "setting", "Teardown": "setting", "TestSetup": "setting", "TestTeardown": "setting",
    "SuiteSetup": "setting", "SuiteTeardown": "setting",
}  # fmt: skip
_SILENT = frozenset({"Documentation", "Tags", "Metadata", "Comment", "EmptyLine", "SectionHeader"})
_BETWEEN = frozenset({Token.SEPARATOR, Token.EOL, Token.COMMENT, Token.CONTINUATION, Token.EOS})
_NONE = frozenset({"", "none"})


def read(utf8: bytes, ranges: Sequence[tuple[int, int]] = ()) -> RobotNode:
    """The tree of a file's text in UTF-8; of the ranges of whole lines alone, if there are any."""
    rows = rows_of(utf8)
    ranges = ranges or [(0, len(utf8))]
    text = b"".join(utf8[start:end] for start, end in ranges).decode("utf-8", "replace")
    root = RobotNode("file", 0, len(utf8), rows)
    languages = KnownLanguages()
    model = get_model(StringIO(text), lang=languages)
    words = frozenset(languages.bdd_prefixes)
    reader = _Reader(lines_of(text).placed(ranges), rows, words, utf8)
    root.adopt(reader.block(section) for section in model.sections)
    _give_templates(root)
    return root


def _give_templates(root: RobotNode) -> None:
    """Tell each row of a test's data which keyword takes it."""
    general = _template(root.children)
    for section in root.children:
        for test in section.children if section.type == "tests" else ():
            called = _template([test]) or general
            for step in _steps(test) if called is not None else ():
                if called is not None and "function" not in step.fields:
                    step.fields["function"] = called


def _template(blocks: Sequence[RobotNode]) -> RobotNode | None:
    found = (
        one.fields.get("function")
        for block in blocks
        if block.type != "tests"
        for one in block.children
        if one.type == "template"
    )
    return next((one for one in found if one is not None), None)


def _steps(node: RobotNode) -> Iterator[RobotNode]:
    for child in node.children:
        if child.type == "call":
            yield child
        elif child.type in {"step", "block"}:
            yield from _steps(child)


class _Reader:
    """Makes nodes of one file's blocks, statements and tokens."""

    def __init__(self, lines: Lines, rows: Rows, words: frozenset[str], utf8: bytes) -> None:
        self._lines, self._rows, self._utf8 = lines, rows, utf8
        self._prefixes = prefixes_of(words)

    def block(self, block: Any) -> RobotNode:
        """A section, test, keyword or control structure with all that is in it."""
        kind = _BLOCKS.get(type(block).__name__, "block")
        parts = [getattr(block, "header", None), *block.body]
        parts += [getattr(block, "orelse", None), getattr(block, "next", None)]
        parts.append(getattr(block, "end", None))
        nodes = [node for part in parts if part is not None for node in self._part(part)]
        start = nodes[0].start_byte if nodes else 0
        end = max((node.end_byte for node in nodes), default=0)
        node = RobotNode(kind, start, end, self._rows).adopt(nodes).stretch()
        for child in nodes:
            if child.type == "name":
                node.fields["name"] = child
        return node

    def _part(self, part: Any) -> Iterator[RobotNode]:
        if hasattr(part, "body"):
            yield self.block(part)
        elif type(part).__name__ not in _SILENT:
            tokens = [t for t in part.tokens if t.value.strip() and t.type != Token.EOL]
            yield from [self._statement(part, tokens)] if tokens else []

    def _statement(self, statement: Any, tokens: Sequence[Any]) -> RobotNode:
        start, end = self._offset(tokens[0]), self._end(tokens[-1])
        name = type(statement).__name__
        node = RobotNode(_STATEMENTS.get(name, "other"), start, end, self._rows)
        node.robot = str(statement.type)
        node.has_error = name == "Error"
        data = [t for t in statement.tokens if t.type not in _BETWEEN]
        if node.type == "step":
            node.postpone(partial(self._step, data))
            return node
        _FILL.get(node.type, _Reader._other)(self, node, data)
        return node.stretch()

    # --- statements ------------------------------------------------------------------------------

    def _other(self, node: RobotNode, data: Sequence[Any]) -> None:
        node.adopt(self._cell(token) for token in data if token.type == Token.ARGUMENT)

    def _name(self, node: RobotNode, data: Sequence[Any]) -> None:
        node.robot = data[0].value if data else ""

    def _step(self, data: Sequence[Any]) -> list[RobotNode]:
        """What a step assigns and calls; read when it is asked for, since most are not."""
        assigned = [self._assigned(token) for token in data if token.type == Token.ASSIGN]
        rest = [token for token in data if token.type != Token.ASSIGN]
        if rest and rest[0].type == Token.KEYWORD:
            return [*assigned, self._call(rest)]
        args = [self._cell(token) for token in rest]
        if not args:
            return assigned
        row = RobotNode("call", args[0].start_byte, args[-1].end_byte, self._rows)
        return [*assigned, row.adopt(args)]

    def _setting(self, node: RobotNode, data: Sequence[Any]) -> None:
        if len(data) > 1 and data[1].value.lower() not in _NONE:
            node.adopt([self._call(data[1:])])

    def _template(self, node: RobotNode, data: Sequence[Any]) -> None:
        if len(data) > 1 and data[1].value.lower() not in _NONE:
            called = self._called(data[1])
            node.adopt([called]).fields["function"] = called

    def _import(self, node: RobotNode, data: Sequence[Any]) -> None:
        node.adopt(self._cell(token) for token in data[1:])

    def _arguments(self, node: RobotNode, data: Sequence[Any]) -> None:
        for token in data[1:]:
            name, sign, default = token.value.partition("}")
            start, piped = self._offset(token), self._piped(token)
            named = cell(name + sign, start, self._rows, piped, "assigned")
            param = RobotNode("param", start, self._end(token), self._rows).adopt([named])
            param.fields["name"] = named
            gap = len(default) - len(default.lstrip())
            if default[gap : gap + 1] == "=":
                at = named.end_byte + len(default[: gap + 1].encode("utf-8", "replace"))
                value = cell(default[gap + 1 :], at, self._rows, piped, "default")
                param.adopt([value]).fields["default"] = value
            node.adopt([param])

    def _definition(self, node: RobotNode, data: Sequence[Any]) -> None:
        named = [token for token in data if token.type == Token.VARIABLE]
        values = [self._cell(token) for token in data if token.type == Token.ARGUMENT]
        for name in named[:1]:
            node.fields["name"] = self._assigned(name)
        options = [self._cell(token) for token in data if token.type == Token.OPTION]
        held = self._held(values, node.end_byte)
        if any(name.value.startswith("&") for name in named):
            held.type = "record"
        elif len(values) > 1 and any(name.value.startswith("$") for name in named):
            held.type = "joined"
        node.adopt([*node.fields.values(), held, *options])
        node.fields["values"] = held

    def _for(self, node: RobotNode, data: Sequence[Any]) -> None:
        names = [self._assigned(token) for token in data if token.type == Token.VARIABLE]
        values = [self._cell(token) for token in data if token.type == Token.ARGUMENT]
        node.robot = next((t.value for t in data if t.type == Token.FOR_SEPARATOR), "")
        held = self._held(values, node.end_byte)
        node.adopt([*names, held]).fields["values"] = held

    def _held(self, values: Sequence[RobotNode], end: int) -> RobotNode:
        start = values[0].start_byte if values else end
        return RobotNode("list", start, start, self._rows).adopt(values).stretch()

    # --- calls -----------------------------------------------------------------------------------

    def _call(self, tokens: Sequence[Any]) -> RobotNode:
        """A keyword with its arguments; of one that runs others, with their calls."""
        if tokens[0].value == "\\" and len(tokens) > 1:
            tokens = tokens[1:]
        called = self._called(tokens[0])
        key, rest = called.robot.removeprefix(KEYWORD), tokens[1:]
        if key in BRANCHING:
            node = RobotNode("runner", called.start_byte, called.end_byte, self._rows)
            return node.adopt([called, *self._branches(rest)]).stretch()
        if key == "runkeywords":
            node = RobotNode("runner", called.start_byte, called.end_byte, self._rows)
            return node.adopt([called, *self._several(rest)]).stretch()
        count = RUNNERS.get(key, -1)
        if 0 <= count < len(rest):
            node = RobotNode("runner", called.start_byte, called.end_byte, self._rows)
            before = [self._cell(token) for token in rest[:count]]
            return node.adopt([called, *before, self._call(rest[count:])]).stretch()
        node = RobotNode("call", called.start_byte, called.end_byte, self._rows)
        node.fields["function"] = called
        return node.adopt([called, *map(self._cell, rest)]).stretch()

    def _branches(self, tokens: Sequence[Any]) -> Iterator[RobotNode]:
        position, condition = 0, True
        while position < len(tokens):
            stop = next(
                (i for i in range(position, len(tokens)) if tokens[i].value in {"ELSE", "ELSE IF"}),
                len(tokens),
            )
            part = tokens[position:stop]
            if condition and part:
                yield self._cell(part[0])
                part = part[1:]
            if part:
                yield self._call(part)
            condition = stop < len(tokens) and tokens[stop].value == "ELSE IF"
            position = stop + 1

    def _several(self, tokens: Sequence[Any]) -> Iterator[RobotNode]:
        if not any(token.value == "AND" for token in tokens):
            yield from (self._call([token]) for token in tokens)
            return
        part: list[Any] = []
        for token in tokens:
            if token.value != "AND":
                part.append(token)
            elif part:
                yield self._call(part)
                part = []
        if part:
            yield self._call(part)

    # --- cells -----------------------------------------------------------------------------------

    def _called(self, token: Any) -> RobotNode:
        skipped = token.value[: lead(token.value, self._prefixes)]
        start = self._offset(token) + len(skipped.encode("utf-8", "replace"))
        name = token.value[len(skipped) :]
        end = start + len(name.encode("utf-8", "replace"))
        return RobotNode("called", start, end, self._rows, robot=f"{KEYWORD}{folded(name)}")

    def _assigned(self, token: Any) -> RobotNode:
        name = token.value.rstrip("= ")
        return cell(name, self._offset(token), self._rows, self._piped(token), "assigned")

    def _cell(self, token: Any) -> RobotNode:
        kind = str(token.type or "")
        return cell(token.value, self._offset(token), self._rows, self._piped(token), kind)

    def _piped(self, token: Any) -> bool:
        line = self._lines.texts[token.lineno - 1 : token.lineno]
        return bool(line) and line[0][:1] == "|" and line[0][:2].strip() == "|"

    def _offset(self, token: Any) -> int:
        return self._lines.offset(token.lineno, token.col_offset)

    def _end(self, token: Any) -> int:
        return self._lines.offset(token.lineno, token.end_col_offset)


_FILL = {
    "name": _Reader._name, "setting": _Reader._setting,
    "template": _Reader._template, "import": _Reader._import, "definition": _Reader._definition,
    "var": _Reader._definition, "for": _Reader._for, "arguments": _Reader._arguments,
    "return": _Reader._import,
}  # fmt: skip
