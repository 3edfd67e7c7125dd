"""What test runners hand to a test by a parameter's name: pytest's and Playwright's fixtures."""

from __future__ import annotations

from collections.abc import Iterator

from selfheal_cli.sources.evaluation import Evaluation, Values
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.nodes import field, named, source, walk
from selfheal_cli.sources.syntax import CallExpr, Defined, Function, MemberExpr, Param
from selfheal_cli.sources.values import (
    ArgThunk,
    Callable,
    Chain,
    Env,
    Record,
    Sequence,
    Text,
    Value,
)


def given(ev: Evaluation, module: Module, function: Function, param: Param, env: Env) -> Values:
    """What the runner gives for a parameter; empty where no fixture of the sources says."""
    if module.language.name == "python":
        parametrised = tuple(_parametrised(ev, module, function, param.name))
        return parametrised or _pytest_fixture(ev, module, function, param.name)
    return _extended(ev, function, param, env) if param.path and param.index == 0 else ()


def _parametrised(ev: Evaluation, module: Module, function: Function, name: str) -> Iterator[Value]:
    """The values of `@pytest.mark.parametrize("a, b", [(1, 2), ...])` for one name."""
    parent = function.node.parent
    decorators = named(parent) if parent is not None else []
    for node in (named(item)[0] for item in decorators if item.type == "decorator"):
        read = module.expression(node)
        target = module.expression(read.function) if isinstance(read, CallExpr) else None
        if not isinstance(read, CallExpr) or not isinstance(target, MemberExpr):
            continue
        if target.name != "parametrize" or len(read.args) < 2:
            continue
        shown = ev.values(read.args[0].node, Env(module))[0]
        columns = _columns(ev, shown)
        if name in columns:
            place = columns.index(name) if len(columns) > 1 else -1
            for rows in ev.values(read.args[1].node, Env(module)):
                yield from _column(ev, rows, place)


def _columns(ev: Evaluation, shown: Value) -> list[str]:
    if isinstance(shown, Text):
        return [part.strip() for part in shown.value.split(",")]
    items = shown.items if isinstance(shown, Sequence) else ()
    texts = [ev.forced(item.thunk)[0] for item in items]
    return [text.value for text in texts if isinstance(text, Text)]


def _column(ev: Evaluation, rows: Value, place: int) -> Iterator[Value]:
    for row in ev.element(rows, "*"):
        if isinstance(row, Chain) and row.links[-1].name == "param":
            args = [arg for arg in row.links[-1].args if not arg.name]
            index = max(place, 0)
            yield from ev.forced(args[index].thunk) if index < len(args) else ()
        elif place < 0:
            yield row
        else:
            yield from ev.element(row, place)


def _pytest_fixture(ev: Evaluation, module: Module, function: Function, name: str) -> Values:
    """What the pytest fixture of that name gives: of this module, then of each conftest above."""
    folder = module.path.split("/")[:-1]
    paths = [module.path]
    paths += ["/".join([*folder[:depth], "conftest.py"]) for depth in range(len(folder), -1, -1)]
    for path in paths:
        home = ev.project.naming(path, name)
        for item in home.bound(home.root, name) if home is not None else ():
            if home is None or not isinstance(item, Defined) or item.node == function.node:
                continue
            if home.language.is_function(item.node) and home.function(item.node).provides:
                return ev.apply(Callable(home.function(item.node), Env(home)), None)
    return ()


def _extended(ev: Evaluation, function: Function, param: Param, env: Env) -> Values:
    """What a Playwright fixture gives: `base.extend({ name: async ({}, use) => use(...) })`."""
    call = function.node.parent.parent if function.node.parent is not None else None
    target = field(call, "function") if call is not None else None
    if target is None:
        return ()
    while (owner := field(target, "object")) is not None:
        target = owner
    for value in ev.values(target, env):
        for link in value.links if isinstance(value, Chain) else ():
            for arg in link.args if link.name == "extend" else ():
                found = _used(ev, arg, str(param.path[0]))
                if found:
                    return found
    return ()


def _used(ev: Evaluation, arg: ArgThunk, name: str) -> Values:
    for record in ev.forced(arg.thunk):
        entry = record.entries.get(name) if isinstance(record, Record) else None
        for value in ev.forced(entry.thunk) if entry is not None else ():
            if isinstance(value, Callable):
                return _handed_on(ev, value)
            if isinstance(value, Sequence) and value.items:
                return _handed_on_first(ev, value)
    return ()


def _handed_on_first(ev: Evaluation, value: Sequence) -> Values:
    first = ev.forced(value.items[0].thunk)
    return _handed_on(ev, first[0]) if first and isinstance(first[0], Callable) else ()


def _handed_on(ev: Evaluation, fixture: Callable) -> Values:
    if len(fixture.function.params) < 2:
        return ()
    use = fixture.function.params[-1].name
    module = fixture.env.module
    for node in walk(fixture.function.node, lambda node: True):
        target = field(node, "function") if module.language.is_call(node) else None
        args = field(node, "arguments")
        if target is not None and source(target, module.text) == use and args is not None:
            return ev.values(named(args)[0], Env(module)) if named(args) else ()
    return ()
