"""How many places refer to the definition that an edit lies in."""

from __future__ import annotations

import re
from itertools import islice

from tree_sitter import Node

from selfheal_cli.sources import robot_uses
from selfheal_cli.sources.data.language import node_at
from selfheal_cli.sources.data.references import aliases, pattern_of
from selfheal_cli.sources.languages import is_data, kind_of
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.nodes import ancestors, field, source

_MOST_FILES = 3_000
_ASSIGNING = frozenset(
    {"assignment", "assignment_expression", "variable_declarator", "public_field_definition",
     "field_definition", "pair", "enum_assignment", "field_declaration", "property_declaration",
     "enum_constant", "enum_entry"}
)  # fmt: skip
_DECLARATORS = ("variable_declarator", "variable_declaration", "identifier")
_MEMBERS = frozenset(
    {"attribute", "member_expression", "field_access", "member_access_expression",
     "navigation_expression", "instance_variable", "class_variable", "global_variable"}
)  # fmt: skip
# An import that keeps the names: what it brings in is counted where it is used.
_IMPORT = re.compile(
    rb"^[ \t]*(?:(?:import|export)\b[^;'\"()=]*?\bfrom\b"
    rb"|from[ \t]+[\w.]+[ \t]+import[ \t]*(?:\([^)]*\)|[^\n(]*)"
    rb"|import[ \t]+(?:static[ \t]+)?[\w.]+[ \t]*;?[ \t]*\r?$)",
    re.MULTILINE,
)
_DEFINING = _ASSIGNING | {
    "function_definition", "method_definition", "function_declaration", "method_declaration",
    "method", "singleton_method", "variable_declaration",
}  # fmt: skip


def uses(project: Project, path: str, start: int, end: int) -> int:
    """References to the name that holds the UTF-8 range; 1 where none does."""
    module = project.module(path)
    if module is None:
        return 1
    if is_data(path):
        return _of_entry(project, module, start, end)
    if module.language.api == "robot":
        return robot_uses.uses(project, module, start, end)
    name, scope = _definition(module, start, end)
    if not name:
        return 1
    pattern = re.compile(rb"(?<![\w$])" + re.escape(name.encode()) + rb"(?![\w$])")
    if scope is not None:
        text = module.text.utf8[scope.start_byte : scope.end_byte]
        return max(len(pattern.findall(text)) - 1, 1)
    key = (module.language.name, name)
    if key not in project.counts:
        project.counts[key] = sum(
            _count(project, other, name, pattern) for other in _files(project, path)
        )
    found = project.counts[key]
    shared = robot_uses.references(project, name) if module.language.name == "python" else 0
    return max(found - _defining(module, name, pattern) + shared, 1)


def _of_entry(project: Project, module: Module, start: int, end: int) -> int:
    """References to the key of an entry, and what stands for it in its own file."""
    node = node_at(module.root, start, end)
    pattern = pattern_of(node)
    code = (path for path in project.files() if kind_of(path) and not is_data(path))
    key = (module.path, pattern.pattern.decode("utf-8", "replace"))
    if key not in project.counts:
        found = (_matches(project, path, pattern) for path in islice(code, _MOST_FILES))
        project.counts[key] = sum(found)
    return max(project.counts[key], 1) + aliases(node_at(module.root, 0, 1 << 60), node)


def _matches(project: Project, path: str, pattern: re.Pattern[bytes]) -> int:
    try:
        return len(pattern.findall(project.read(path)))
    except OSError:
        return 0


def _defining(module: Module, name: str, pattern: re.Pattern[bytes]) -> int:
    """How many of the name's places in its own module declare or assign it."""
    if name.encode() not in module.text.utf8:
        return 0
    count = 0
    for found in pattern.finditer(module.text.utf8):
        node = module.root.descendant_for_byte_range(*found.span())
        parent = node.parent if node is not None else None
        if parent is not None and parent.type in _MEMBERS:
            node, parent = parent, parent.parent
        if parent is None or node is None:
            continue
        targets = [field(parent, part) for part in ("left", "name", "key", "property")]
        if parent.type == "variable_declaration" and field(parent, "type") is None:
            targets.append(parent.named_children[0])
        count += any(target == node for target in targets) and parent.type in _DEFINING
    return count


def _count(project: Project, path: str, name: str, pattern: re.Pattern[bytes]) -> int:
    try:
        raw = project.read(path)
    except OSError:
        return 0
    if name.encode() not in raw:
        return 0
    imports = (m.group() for m in _IMPORT.finditer(raw) if not re.search(rb"\bas\b", m.group()))
    return len(pattern.findall(raw)) - sum(len(pattern.findall(text)) for text in imports)


def _files(project: Project, path: str) -> list[str]:
    kind = kind_of(path)
    same = [other for other in project.files() if kind_of(other) == kind]
    return list(dict.fromkeys([path, *same[:_MOST_FILES]]))


def _definition(module: Module, start: int, end: int) -> tuple[str, Node | None]:
    """The name that holds the range, and its function where it is a local one."""
    node = module.root.descendant_for_byte_range(start, end)
    returned = False
    for parent in ancestors(node) if node is not None else ():
        if parent.type in _ASSIGNING and not _is_option(parent):
            return _assigned(module, parent)
        if parent.type == "return_statement":
            returned = True
        if module.language.is_function(parent):
            function = module.function(parent)
            returned = returned or (
                module.language.by_type
                and any(item.start_byte <= start and end <= item.end_byte
                        for item in module.returned(function))
            )  # fmt: skip
            arrow = parent.type == "arrow_function" and not returned
            body = field(parent, "body")
            returned = returned or (arrow and body is not None and body.type != "statement_block")
            return (function.name, None) if returned else ("", None)
    return "", None


def _is_option(node: Node) -> bool:
    """Whether an entry is an option of a call, or a whole hash that names a locator's kind."""
    parent = node.parent
    alone = parent is not None and parent.type == "hash" and parent.named_child_count == 1
    return parent is not None and (parent.type == "argument_list" or alone)


def _target(node: Node) -> Node | None:
    """The name that a node declares or assigns."""
    for part in ("left", "name", "key", "property"):
        found = field(node, part)
        if found is not None:
            return found
    inner = field(node, "declarator") or next(
        (child for child in node.named_children if child.type in _DECLARATORS), None
    )
    return inner if inner is None or inner.type == "identifier" else _target(inner)


def _assigned(module: Module, node: Node) -> tuple[str, Node | None]:
    target = _target(node)
    if target is None:
        return "", None
    is_member = target.type in _MEMBERS
    name = source(target, module.text).strip("'\"")
    bare = name.rsplit(".", 1)[-1].lstrip("@")
    local = None
    if not is_member and node.type in {"assignment", "variable_declarator"}:
        local = next((p for p in ancestors(node) if module.language.is_function(p)), None)
    return (bare, local) if bare.replace("$", "_").isidentifier() else ("", None)
