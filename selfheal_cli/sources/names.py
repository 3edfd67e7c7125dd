"""What a name stands for where it is used: scopes, parameters, imports, fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Sequence_

from tree_sitter import Node

from selfheal_cli.sources import callers, fixtures, loading, made, robot_names, ruby_helpers
from selfheal_cli.sources.evaluation import Evaluation, Values
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.nodes import ancestors, source, walk
from selfheal_cli.sources.syntax import (
    Assigned,
    Binding,
    Defined,
    Function,
    Imported,
    Member,
    Param,
    Typed,
)
from selfheal_cli.sources.values import (
    ArgThunk,
    ClassValue,
    Env,
    Instance,
    ModuleValue,
    Record,
    Sequence,
    Symbol,
    Text,
    Unknown,
    Value,
)


def lookup(ev: Evaluation, name: str, node: Node, env: Env) -> Values:
    """The values of a name at the place of `node`."""
    if env.module.part:
        return ev.project.told(name, node, env.module)
    return _looked_up(ev, name, node, env)


def _looked_up(ev: Evaluation, name: str, node: Node, env: Env) -> Values:
    module = env.module
    innermost = True
    for scope in module.scopes(node):
        if module.language.is_function(scope):
            if name == module.this_name(scope):
                return (env.this,) if env.this is not None else (Unknown(name),)
            param = _parameter(module.function(scope), name)
            if param is not None and not _is_rebound(module, scope, name, node):
                return parameter(ev, module, scope, param, env)
        elif module.language.is_class(scope) and module.language.by_type:
            base = any(_holds(base, node) for base in module.class_(scope).bases)
            found = () if base else ev.element(_owner(ev, scope, env), name)
            if found:
                return found
        elif module.language.is_class(scope) and not innermost:
            continue
        bound = module.bound(scope, name)
        if bound:
            return _bound(ev, bound, name, node, env)
        innermost = False
    if module.language.api == "robot":
        return robot_names.found(ev, name, node, env)
    starred = _starred(ev, name, module) or ruby_helpers.shared(ev, name, node, env)
    return starred or (Symbol(name, module.path, node.start_byte, node.end_byte),)


def _holds(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def _owner(ev: Evaluation, scope: Node, env: Env) -> Instance | ClassValue:
    """The object under way if it is of the class around, else the class."""
    own = ClassValue(scope, env.module)
    this = env.this
    of = this.of if isinstance(this, Instance) else this
    if not isinstance(this, Instance | ClassValue) or not isinstance(of, ClassValue):
        return own
    inherits = of.node == scope or _descends(ev, of, scope)
    return this if inherits else own


def _descends(ev: Evaluation, of: ClassValue, scope: Node, depth: int = 0) -> bool:
    bases = [value for base in of.cls.bases for value in ev.values(base, Env(of.module))]
    return any(
        isinstance(value, ClassValue)
        and (value.node == scope or (depth < 8 and _descends(ev, value, scope, depth + 1)))
        for value in bases
    )


def constant(ev: Evaluation, name: str, node: Node, env: Env) -> Values:
    """What Ruby's `Space::Name` stands for where the space itself is not known to hold it."""
    if node.type != "scope_resolution":
        return ()
    return _starred(ev, name, env.module)


def _parameter(function: Function, name: str) -> Param | None:
    return next((param for param in function.params if param.name == name), None)


def _is_rebound(module: Module, scope: Node, name: str, node: Node) -> bool:
    bound = module.bound(scope, name)
    return any(isinstance(item, Assigned) and _precedes(item, node) for item in bound)


# --- bindings ------------------------------------------------------------------------------------


def _bound(ev: Evaluation, bound: tuple[Binding, ...], name: str, node: Node, env: Env) -> Values:
    found: list[Value] = []
    before = tuple(item for item in bound if not _is_own(item, node, env.module))
    reaching = _reaching(before, node, env.module)
    for binding in reaching:
        found.extend(_binding(ev, binding, name, node, env))
    if len(reaching) > 1:
        found = [handed(value, name) for value in found]
    return tuple(found) or (Unknown(name),)


def _is_own(item: Binding, node: Node, module: Module) -> bool:
    """Whether the name stands in the value that is only then assigned to it; a function that is
    part of that value runs later."""
    if not isinstance(item, Assigned) or item.adds or not _holds(item.value, node):
        return False
    around = callers.function_of(node, module)
    return around is None or not _holds(item.value, around)


def _reaching(bound: tuple[Binding, ...], node: Node, module: Module) -> tuple[Binding, ...]:
    """The assignments that may hold at `node`: the last sure one before it and those after."""
    assigned = [item for item in bound if isinstance(item, Assigned)]
    if len(assigned) < 2 and not any(item.adds for item in assigned):
        return _valued(bound)
    home = callers.function_of(node, module)
    before = [item for item in assigned if _precedes(item, node)]
    local = [item for item in before if callers.function_of(item.target, module) == home]
    if not local and module.language.by_type:
        around = [item for item in before if _is_sure(item, node, module)]
        return (max(around, key=lambda item: item.target.start_byte),) if around else _valued(bound)
    if not local:
        return _valued(bound)
    kept: list[Binding] = []
    for item in sorted(local, key=lambda item: item.target.start_byte, reverse=True):
        kept.append(item)
        if _is_sure(item, node, module):
            break
    return tuple(kept)


def _valued(bound: tuple[Binding, ...]) -> tuple[Binding, ...]:
    """Declared types say nothing where an assignment says more."""
    return tuple(item for item in bound if not isinstance(item, Typed)) or bound


def _precedes(item: Assigned, node: Node) -> bool:
    return item.value.end_byte <= node.start_byte and item.target.start_byte < node.start_byte


def _is_sure(item: Assigned, node: Node, module: Module) -> bool:
    block = next(
        (parent for parent in ancestors(item.target) if parent.type.endswith(("block", "_body"))),
        None,
    )
    return block is None or block.start_byte <= node.start_byte < block.end_byte


def _binding(ev: Evaluation, item: Binding, name: str, node: Node, env: Env) -> Values:
    if isinstance(item, Assigned):
        return _assigned(ev, item, env)
    if isinstance(item, Imported):
        return imported(ev, item, env.module, node)
    if isinstance(item, Typed):
        return typed(ev, item.annotation, env) or (Unknown(name),)
    return ev.values(item.node, env)


def _assigned(ev: Evaluation, item: Assigned, env: Env) -> Values:
    if item.adds:
        return ev.values(item.target.parent or item.value, env)
    values = ev.values(item.value, env)
    if env.module.language.by_type and not item.path and made.is_open(values):
        values = (*values, *made.by_type(ev, item.value, env))
    for step in item.path:
        values = tuple(part for value in values for part in ev.element(value, step))
    if "*" in item.path:
        name = source(item.target, env.module.text)
        return tuple(handed(value, name) for value in values)
    return values


# --- types ---------------------------------------------------------------------------------------


def typed(ev: Evaluation, annotation: Node, env: Env) -> Values:
    """An object of the first class of the sources that a declared type names; may be empty."""
    nodes = [annotation, *walk(annotation, lambda node: True)]
    for node in nodes:
        if node.type in env.module.language.type_names:
            found = _class_named(ev, source(node, env.module.text), node, env)
        else:
            continue
        if found:
            return found
    return ()


def _class_named(ev: Evaluation, name: str, node: Node, env: Env) -> Values:
    if not name.isidentifier():
        return ()
    by_type = env.module.language.by_type
    found = _type_named(ev, name, node, env) if by_type else lookup(ev, name, node, env)
    return tuple(Instance(value, None) for value in found if isinstance(value, ClassValue))


def _type_named(ev: Evaluation, name: str, node: Node, env: Env) -> Values:
    """The types of a name, whatever fields and methods are called so."""
    module = env.module
    for scope in module.scopes(node):
        held: Sequence_[Binding | Member] = ()
        if module.language.is_class(scope):
            held = module.class_(scope).members.get(name, ())
        elif scope.parent is None:
            held = module.bound(scope, name)
        types = [item for item in held if isinstance(item, Defined | Imported)]
        for item in types:
            if isinstance(item, Imported):
                return imported(ev, item, module, node)
            if module.language.is_class(item.node):
                return (ClassValue(item.node, module),)
    return _starred(ev, name, module)


# --- imports -------------------------------------------------------------------------------------


def imported(ev: Evaluation, item: Imported, importer: Module, node: Node) -> Values:
    """What an import brings: a module, or a name of it."""
    module = ev.project.imported(item.module, item.name, importer)
    if module is None:
        name = item.name if item.name not in {"", "default", "*"} else item.module
        return (Symbol(name, importer.path, node.start_byte, node.end_byte),)
    if not item.name or _is_submodule(item, module):
        return (ModuleValue(module),)
    return exported(ev, module, item.name) or (Unknown(item.name),)


def _is_submodule(item: Imported, module: Module) -> bool:
    """Whether `from package import name` found the file `package/name.py`."""
    stem = module.path.removesuffix(".py")
    return (
        module.language.name == "python"
        and stem.endswith(f"/{item.name}")
        and not (item.module.rstrip(".").endswith(f".{item.name}") or item.module == item.name)
    )


def exported(ev: Evaluation, module: Module, name: str, depth: int = 0) -> Values:
    """What another module sees under `name`; empty where it shows none, and where modules that
    hand the name on to one another are asked in a circle."""
    key = (module.path, name)
    if key in ev.exporting:
        return ()
    ev.exporting.add(key)
    try:
        return _exported(ev, module, name, depth)
    finally:
        ev.exporting.discard(key)


def _exported(ev: Evaluation, module: Module, name: str, depth: int) -> Values:
    env = Env(module)
    shown = module.exports()
    bound = shown.get(name) or module.bound(module.root, name)
    if bound:
        return _bound(ev, bound, name, module.root, env)
    common = shown.get("module.exports")
    if common:
        values = _bound(ev, common, name, module.root, env)
        if name == "default":
            return values
        return tuple(part for value in values for part in ev.element(value, name))
    if module.language.by_type:
        found = _shown_by_types(ev, module, name)
        if found:
            return found
    return _starred(ev, name, module, depth)


def _shown_by_types(ev: Evaluation, module: Module, name: str) -> Values:
    """A member of one of a file's types, as a static import names it."""
    for bound in module.bindings(module.root).values():
        for item in bound:
            if isinstance(item, Defined) and module.language.is_class(item.node):
                found = ev.element(ClassValue(item.node, module), name)
                if found:
                    return found
    return ()


def _starred(ev: Evaluation, name: str, module: Module, depth: int = 0) -> Values:
    bound = (*module.bound(module.root, "*"), *module.exports().get("*", ()))
    if module.language.api == "robot":
        return ()  # `robot_names` looks into each file once
    for item in bound if depth < 8 else ():
        if isinstance(item, Imported):
            asked = name if item.each else "*"
            other = ev.project.imported(item.module, asked, module)
            found = exported(ev, other, name, depth + 1) if other is not None else ()
            if found:
                return found
    return ()


# --- parameters ----------------------------------------------------------------------------------


def parameter(ev: Evaluation, module: Module, scope: Node, param: Param, env: Env) -> Values:
    """What a parameter holds: the argument of the call under way, else what its type says."""
    function = module.function(scope)
    activation = env.activation(scope)
    args = activation.args if activation is not None else None
    if args is None and activation is not None and activation.frame >= 0:
        args = callers.arguments(ev, activation.frame, function)
    if args is not None:
        found = _argument(ev, settled(args, function), param, env)
        if found is not None:
            return found
    if param.default is not None and (args is not None or function.kind == "constructor"):
        return ev.values(param.default, env)
    return _guessed(ev, module, function, param, env) or (Unknown(param.name),)


def settled(args: tuple[ArgThunk, ...], function: Function) -> tuple[ArgThunk, ...]:
    """The arguments as a function takes them: what is no parameter's name is part of a text."""
    known = {param.name for param in function.params}
    return tuple(arg.undivided() if arg.name not in known else arg for arg in args)


def _argument(ev: Evaluation, args: tuple[ArgThunk, ...], param: Param, env: Env) -> Values | None:
    spread = list(spread_arguments(ev, args))
    named_args = [arg for arg in spread if arg.name == param.name]
    positional = [arg for arg in spread if not arg.name]
    if param.rest:
        return (Sequence(tuple(positional[param.index :])),)
    if not named_args and param.index >= len(positional):
        return None
    picked = named_args[0] if named_args else positional[param.index]
    values = ev.forced(picked.thunk)
    for step in param.path:
        values = tuple(part for value in values for part in ev.element(value, step))
    return tuple(handed(value, param.name) for value in values) or None


def handed(value: Value, name: str) -> Value:
    """A value that is one of several that `name` may hold: a text remembers it."""
    return value.through(name) if isinstance(value, Text) else value


def spread_arguments(ev: Evaluation, args: tuple[ArgThunk, ...]) -> Iterator[ArgThunk]:
    """The arguments with sequences and records spread out."""
    for arg in args:
        if not arg.star:
            yield arg
            continue
        for value in ev.forced(arg.thunk)[:1]:
            if isinstance(value, Sequence):
                yield from spread_arguments(ev, value.items)
            elif isinstance(value, Record):
                yield from value.entries.values()


def _guessed(ev: Evaluation, module: Module, function: Function, param: Param, env: Env) -> Values:
    if param.annotation is not None:
        found = typed(ev, param.annotation, env)
        if found:
            return found
    found = loading.handed_on(ev, module, function, param)
    found = found or fixtures.given(ev, module, function, param, env)
    found = found or made.by_block(ev, module, function, param, env)
    return tuple(handed(value, param.name) for value in found)
