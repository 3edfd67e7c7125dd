"""Data files that code loads: from the call that reads a file to the record in it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import islice

from tree_sitter import Node

from selfheal_cli.sources.entries import BUILT
from selfheal_cli.sources.evaluation import Evaluation, Values
from selfheal_cli.sources.languages import is_data
from selfheal_cli.sources.literal_texts import literal
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.nodes import ancestors, walk
from selfheal_cli.sources.syntax import CallExpr, Function, MemberExpr, Param
from selfheal_cli.sources.values import (
    ArgThunk,
    Chain,
    Const,
    Hole,
    ModuleValue,
    Record,
    Sequence,
    Text,
    Thunk,
    Value,
)

_MOST_FILES = 4
_DEEPEST = 6
# Calls that read a file, or hand on what one read; by a word of their names.
_READS = re.compile(
    r"load|read|open|parse|fixture|file|stream|deseriali|path|config|propert|csv|json|ya?ml|"
    r"resource|bundle|build|^root|string|decode|of$|join|url|reader|^list$|^new |^apply$|^also$",
    re.IGNORECASE,
)
# Objects that are made empty, then read a file.
_EMPTY = re.compile(r"(?:^|[ .])(?:Java)?(?:Properties|(?:Raw|Safe)?ConfigParser)$")
_FILLS = re.compile(rb"\b(?:load|read|read_file|readfp|Load)\s*\(")
_GETS = frozenset(
    {"get", "getProperty", "getString", "getstring", "Get", "GetString", "GetValue", "GetSection",
     "getValue", "fetch", "dig", "getOrDefault", "getJSONObject", "getJsonObject", "path", "at",
     "getAsJsonObject", "getJSONArray", "getAsJsonPrimitive", "SelectToken", "Value", "optString",
     "optJSONObject", "findValue", "GetProperty"}
)  # fmt: skip
_LOADED = frozenset({"apply", "also", ""})
_BLOCKS = frozenset({"static_initializer", "init_declaration", "anonymous_initializer"})
_BY_NAMES = frozenset({"DictReader", "parse", "csv"})
_TYPES = re.compile(r"<.*>$")


def documents(ev: Evaluation, value: Value, depth: int = 0) -> Values:
    """The contents of the data files that unknown calls read; empty where they read none."""
    if not isinstance(value, Chain) or depth > _DEEPEST:
        return ()
    if not all(_READS.search(_TYPES.sub("", link.name)) for link in value.links):
        return ()
    others = {link.name for link in value.links[1:]}
    if others <= _LOADED and _EMPTY.search(value.links[0].name):
        return _filled(ev, value, depth)
    for link in value.links:
        for arg in link.args:
            found = _read(ev, arg, link.name, depth)
            if found:
                return tuple(_table(each, link.name) for each in found)
    return ()


def _table(value: Value, called: str) -> Value:
    """A table as its reader gives it: one that names the cells leaves out the row of names."""
    if not isinstance(value, Sequence) or called not in _BY_NAMES or not value.items:
        return value
    module = value.items[0].thunk.env.module
    return Sequence(value.items[1:]) if module.language.name == "csv" else value


def _read(ev: Evaluation, arg: ArgThunk, called: str, depth: int) -> Values:
    """The contents that an argument names or already holds."""
    for value in ev.forced(arg.thunk):
        found = documents(ev, value, depth + 1)
        if found:
            return found
    module = arg.thunk.env.module
    name = _hint(ev, arg, called, depth)
    return _contents(ev, name, module) if name else ()


def _contents(ev: Evaluation, name: str, importer: Module) -> Values:
    modules = (ev.project.module(path) for path in files_named(ev.project, name, importer.path))
    found = (
        value
        for module in modules
        if module is not None
        for value in ev.element(ModuleValue(module), "default")
    )
    return tuple(found)


# --- the file's name -----------------------------------------------------------------------------


def _hint(ev: Evaluation, arg: ArgThunk, called: str, depth: int) -> str:
    """The end of the path that an argument is, as far as the sources show it; "" for others."""
    for value in ev.forced(arg.thunk):
        name = _name(ev, value, depth)
        if called == "fixture" and name and not posixpath.splitext(name)[1]:
            return f"fixtures/{name}.json"
        if called == "getBundle" and name:
            return f"{name.replace('.', '/')}.properties"
        if is_data(name):
            return name
    texts = [text.value for text in _literals(arg.thunk.node, arg.thunk.env.module)]
    return next((text for text in reversed(texts) if is_data(text)), "")


def _name(ev: Evaluation, value: Value, depth: int) -> str:
    if isinstance(value, Text):
        shown = ""
        for piece in value.pieces:
            unknown = isinstance(piece, Hole) and not piece.known
            shown = "" if unknown else shown + Text((piece,)).value
        return shown.replace("\\", "/")
    if not isinstance(value, Chain) or depth > _DEEPEST:
        return ""
    parts = (
        _name(ev, inner, depth + 1)
        for link in value.links
        for arg in link.args
        for inner in ev.forced(arg.thunk)[:1]
    )
    return "/".join(part.strip("/") for part in parts if part)


def _literals(node: Node, module: Module) -> Iterator[Text]:
    yield from literal(node, module)
    for inner in walk(node, lambda each: True):
        yield from literal(inner, module)


def files_named(project: Project, name: str, importer: str) -> list[str]:
    """The files that a path in `importer` may mean: beside it or from the root, as runs of tests
    begin there; else those that share the longest end with it, as another machine's do."""
    plain = name.removeprefix("classpath:").removeprefix("file:").removeprefix("./").lstrip("/")
    folder = importer.rpartition("/")[0]
    for base in (folder, "", *_above(folder)):
        path = posixpath.normpath(posixpath.join(base, plain))
        if project.exists(path) and is_data(path):
            return [path]
    parts = [part for part in plain.split("/") if part not in {"", ".", ".."}]
    endings = (project.ending(parts[start:], importer) for start in range(len(parts)))
    found = next((paths for paths in endings if paths), [])
    own = [path for path in found if not BUILT & set(path.split("/"))]
    return (own or found)[:_MOST_FILES]


def _above(folder: str) -> Iterator[str]:
    while folder:
        folder = folder.rpartition("/")[0]
        yield folder


# --- objects that are filled later ---------------------------------------------------------------


def _filled(ev: Evaluation, made: Chain, depth: int) -> Values:
    """What the calls in the maker's file load into an object that was made empty."""
    module = ev.project.module(made.links[0].path)
    found: list[Value] = []
    for call in _filling(module) if module is not None else ():
        read = module.expression(call) if module is not None else None
        if not isinstance(read, CallExpr) or module is None:
            continue
        env = ev.env_at(0, module, call)
        for node in read.args[:1]:
            arg = ArgThunk("", Thunk(node.node, env), False, node.start, node.end)
            held = _read(ev, arg, "load", depth + 1)
            found.extend(held or _named_before(ev, call, module))
    return tuple(found)


def _named_before(ev: Evaluation, call: Node, module: Module) -> Values:
    """What the only data file holds that the block around a call names before it."""
    for block in ancestors(call):
        if not (module.language.is_function(block) or block.type in _BLOCKS):
            continue
        texts = [text.value for text in _literals(block, module)]
        names = {text for text in texts if is_data(text)}
        return _contents(ev, names.pop(), module) if len(names) == 1 else ()
    return ()


def _filling(module: Module) -> Iterator[Node]:
    for found in _FILLS.finditer(module.text.utf8):
        node = module.root.descendant_for_byte_range(found.end() - 1, found.end())
        for each in islice((node, *ancestors(node)) if node is not None else (), 4):
            if module.language.is_call(each):
                yield each
                break


# --- asking a record -----------------------------------------------------------------------------


def asked(ev: Evaluation, owner: Value, name: str, args: tuple[ArgThunk, ...]) -> Values:
    """What a record gives to a method that takes keys (`config.get("login", "button")`); empty
    for other methods and owners."""
    if _TYPES.sub("", name) not in _GETS or not args:
        return ()
    keys = [_key(ev, arg) for arg in args]
    held = documents(ev, owner) if isinstance(owner, Chain) else (owner,)
    found: list[Value] = []
    for record in held:
        if isinstance(record, Record | Sequence):
            found.extend(_at(ev, record, keys))
    return tuple(found)


def _key(ev: Evaluation, arg: ArgThunk) -> str | int | None:
    value = ev.forced(arg.thunk)[0]
    if isinstance(value, Text) and value.known:
        return value.value
    return value.value if isinstance(value, Const) and isinstance(value.value, int) else None


def _at(ev: Evaluation, record: Value, keys: list[str | int | None]) -> Values:
    """All keys one after the other, else the first alone, whole or as a path of keys."""
    first = keys[0]
    if len(keys) > 1:
        found = _down(ev, record, keys)
        if found:
            return found
    if first is None:
        return ()
    return _down(ev, record, [first])


def _steps(key: str | int) -> list[str | int | None]:
    """The keys of `login.button`, `Login:Button`, `/login/button`."""
    parts = re.split(r"[.:/]", str(key).removeprefix("$.").strip("/"))
    return [int(part) if part.isdigit() else part for part in parts]


def _down(ev: Evaluation, record: Value, keys: list[str | int | None]) -> Values:
    values: Values = (record,)
    for key in keys:
        if key is None:
            return ()
        values = tuple(part for value in values for part in entry(ev, value, key))
    return values


def entry(ev: Evaluation, value: Value, key: str | int) -> Values:
    """An entry of a record or list; of one that a file holds, also by a path of keys, and in other
    letters if only one is."""
    found = ev.element(value, key)
    if found or not isinstance(value, Record) or not _is_held(value):
        return found
    alike = [name for name in value.entries if name.lower() == str(key).lower()]
    if len(alike) == 1:
        return ev.element(value, alike[0])
    steps = _steps(key)
    return _down(ev, value, steps) if len(steps) > 1 else ()


def _is_held(record: Record) -> bool:
    first = next(iter(record.entries.values()), None)
    return first is not None and is_data(first.thunk.env.module.path)


# --- handed to a function ------------------------------------------------------------------------


def handed_on(ev: Evaluation, module: Module, function: Function, param: Param) -> Values:
    """What `fixture("x").then(data => ...)` hands to its function; empty for other functions."""
    parent = function.node.parent
    call = parent.parent if parent is not None else None
    if param.index or call is None or not module.language.is_call(call):
        return ()
    read = module.expression(call)
    target = module.target(read) if isinstance(read, CallExpr) else None
    if not isinstance(target, MemberExpr) or target.name != "then":
        return ()
    values: Values = tuple(
        document
        for value in ev.values(target.object, ev.env_at(0, module, call))
        for document in documents(ev, value)
    )
    for step in param.path:
        values = tuple(part for value in values for part in ev.element(value, step))
    return values
