"""What names stand for in Robot Framework's files: variables, keywords and imports."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from selfheal_cli.sources.nodes import says, source
from selfheal_cli.sources.robot_nodes import RobotNode, as_node, own
from selfheal_cli.sources.robot_words import KEYWORD, SETTING, folded, variable
from selfheal_cli.sources.syntax import (
    Assigned,
    Binding,
    Defined,
    Function,
    Imported,
    Param,
    PathStep,
)
from selfheal_cli.sources.text import SourceText

EMBEDDED = f"{KEYWORD}${{}}"
"""The key of all keywords whose names hold arguments."""
_Named = tuple[str, Binding]
_WIDE = {"suite", "global", "test", "task", "suites"}
_NOT_GIVEN = 1_000
_SHARES = re.compile(rb"(?i:variable)|VAR")
"""What is written where a step sets a variable by its name, or for others."""
_SIGNS = b"$@&"
_PLACE = re.compile(r"[$%]\{[^}]*\}")


def bindings(scope: Node, text: SourceText) -> dict[str, tuple[Binding, ...]]:
    """The names bound in a test, a keyword or a file, "*" for its imports."""
    found: dict[str, list[Binding]] = defaultdict(list)
    node = own(scope)
    named = _of_file(node, text) if node.parent is None else _local(node, text)
    for name, binding in named:
        found[name].append(binding)
    return {name: tuple(items) for name, items in found.items()}


def _of_file(root: RobotNode, text: SourceText) -> Iterator[_Named]:
    for section in root.children:
        for node in section.children:
            if node.type == "definition":
                yield from _defined(node, text)
            elif node.type == "import":
                yield from _imported(node, text)
            elif node.type == "keyword":
                yield _key(node), Defined(as_node(node))
            if node.type in {"test", "keyword"} and says(as_node(node), text, _SHARES):
                yield from (item for item in _local(node, text, shared=True))


def _key(keyword: RobotNode) -> str:
    name = _name(keyword)
    return EMBEDDED if "${" in name else f"{KEYWORD}{folded(name)}"


def _name(function: RobotNode) -> str:
    named = function.fields.get("name")
    return named.robot if named is not None else ""


def _imported(node: RobotNode, text: SourceText) -> Iterator[_Named]:
    for cell in node.children[:1]:
        path = source(as_node(cell), text).replace("${/}", "/").replace("\\\\", "/")
        yield "*", Imported(path, "*")


# --- variables -----------------------------------------------------------------------------------


def _local(scope: RobotNode, text: SourceText, shared: bool = False) -> Iterator[_Named]:
    """The variables that a test's or keyword's steps set; with `shared`, those for others."""
    for node in scope.children:
        match node.type:
            case "block":
                yield from _local(node, text, shared)
            case "step":
                assigns = not shared and text.utf8[node.start_byte] in _SIGNS
                yield from _assigned(node, text) if assigns else ()
                yield from _set(node, text, shared) if says(as_node(node), text, _SHARES) else ()
            case "var":
                wide = any(_option(child, text) in _WIDE for child in node.children)
                yield from _defined(node, text) if wide or not shared else ()
            case "for" if not shared:
                values = as_node(node.fields["values"])
                for name in node.children[:-1]:
                    path: tuple[PathStep, ...] = ("*",)
                    yield _variable(name, text), Assigned(values, path, as_node(name))


def _option(node: RobotNode, text: SourceText) -> str:
    shown = text.slice(node.start_byte, node.end_byte)
    return shown.removeprefix("scope=").lower() if node.robot == "OPTION" else ""


def _variable(node: RobotNode, text: SourceText) -> str:
    shown = source(as_node(node), text)
    base = shown[shown.find("{") + 1 : shown.rfind("}")] if "{" in shown else shown[1:]
    return variable(base.partition(": ")[0])


def _defined(node: RobotNode, text: SourceText) -> Iterator[_Named]:
    """A definition's name with its one value, its list or its dictionary."""
    name, held = node.fields.get("name"), node.fields["values"]
    if name is None:
        return
    scalar = text.slice(name.start_byte, name.start_byte + 1) == "$"
    value = held.children[0] if scalar and len(held.children) == 1 else held
    yield _variable(name, text), Assigned(as_node(value), (), as_node(name))


def _assigned(step: RobotNode, text: SourceText) -> Iterator[_Named]:
    names = [child for child in step.children if child.robot == "assigned"]
    if not names or len(names) == len(step.children):
        return
    value = as_node(step.children[-1])
    for index, name in enumerate(names):
        path: tuple[PathStep, ...] = (index,) if len(names) > 1 else ()
        yield _variable(name, text), Assigned(value, path, as_node(name))


def _set(step: RobotNode, text: SourceText, shared: bool) -> Iterator[_Named]:
    """`Set Suite Variable    ${name}    value` and its like."""
    for call in _calls(step):
        function = call.fields.get("function")
        wide = SETTING.get(function.robot.removeprefix(KEYWORD)) if function is not None else None
        cells = call.children[1:]
        if wide is None or (shared and not wide) or len(cells) < 2:
            continue
        shown = text.slice(cells[0].start_byte, cells[0].end_byte).lstrip("\\")
        if shown[:1] in {"$", "@", "&"} and (len(cells) == 2 or shown[0] == "$"):
            yield _variable_named(shown), Assigned(as_node(cells[1]), (), as_node(cells[0]))


def _variable_named(shown: str) -> str:
    return variable(shown[2:-1] if shown[1:2] == "{" else shown[1:])


def _calls(node: RobotNode) -> Iterator[RobotNode]:
    for child in node.children:
        if child.type == "call":
            yield child
        elif child.type == "runner":
            yield from _calls(child)


# --- functions -----------------------------------------------------------------------------------


def function(node: Node, text: SourceText) -> Function:
    """The test or keyword, called by its compared name."""
    robot = own(node)
    name = f"{KEYWORD}{folded(_name(robot))}" if robot.type == "keyword" else ""
    params = tuple(_params(robot, text))
    return Function(node, name, "function", params, lambda: map(as_node, _returned(robot)))


def _params(node: RobotNode, text: SourceText) -> Iterator[Param]:
    """The arguments in the name, which no cell gives, and those of `[Arguments]`; behind a list,
    by name only."""
    index = 0
    for base in re.findall(r"\$\{([^}:]+)(?::[^}]*)?\}", _name(node)):
        yield Param(variable(base), _NOT_GIVEN)
    for stated in (child for child in node.children if child.type == "arguments"):
        for param in stated.children:
            name, default = param.fields["name"], param.fields.get("default")
            sign = text.slice(name.start_byte, name.start_byte + 1)
            if sign == "&":
                continue
            fallback = as_node(default) if default is not None else None
            yield Param(_variable(name, text), index, default=fallback, rest=sign == "@")
            index += 1 if sign == "$" else _NOT_GIVEN


def _returned(node: RobotNode) -> Iterator[RobotNode]:
    for child in node.children:
        if child.type == "return" and len(child.children) == 1:
            yield child.children[0]
        elif child.type == "return":
            yield RobotNode(
                "list", child.start_byte, child.end_byte, child.rows, child.children, parent=child
            )
        elif child.type == "block":
            yield from _returned(child)


# --- files ---------------------------------------------------------------------------------------


def resolve(module: str, name: str, importer: str) -> Sequence[str]:
    """Paths, likeliest first, of the file that an import may mean: beside the importing file, below
    the root, else anywhere."""
    rest = _PLACE.split(module)[-1].replace("\\", "/").lstrip("/")
    folder = "" if re.match(r"%\{|\$\{(?!CURDIR)", module) else posixpath.dirname(importer)
    stems = [rest]
    if not re.search(r"\.\w+$", rest) or not rest.endswith(_FILES):
        stem = rest.replace(".", "/")
        stems = [f"{stem}.py", f"{stem}/__init__.py", f"{posixpath.dirname(stem) or stem}.py"]
    found: list[str] = []
    for stem in stems:
        beside = posixpath.normpath(posixpath.join(folder, stem))
        plain = re.sub(r"^(?:\.\.?/)+", "", stem)
        found += [beside, plain, f"**/{plain}"] if plain else []
    last = rest.rpartition("/")[2]
    found += [f"**/{last}"] if last.endswith(_FILES) else []  # moved, or below another root
    return tuple(dict.fromkeys(path for path in found if not path.startswith("..")))


_FILES = (".robot", ".resource", ".tsv", ".txt", ".py", ".yaml", ".yml", ".json")
