"""Members of classes and objects of the sources, through inheritance and constructors."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from selfheal_cli.sources import callers, made, names
from selfheal_cli.sources.evaluation import Evaluation, Values
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.nodes import ancestors, walk
from selfheal_cli.sources.syntax import (
    CallExpr,
    Defined,
    Field,
    Member,
    MemberExpr,
    ParamField,
    ThisExpr,
    Typed,
)
from selfheal_cli.sources.values import (
    Activation,
    ArgThunk,
    Callable,
    ClassValue,
    Const,
    Env,
    Instance,
    Value,
)

_DEEPEST = 8


def lineage(ev: Evaluation, of: ClassValue, depth: int = 0) -> Iterator[ClassValue]:
    """A class and those it inherits from that lie in the sources, nearest first."""
    yield of
    if of.cls.partial and depth == 0:
        yield from _other_parts(ev, of)
    for base in of.cls.bases if depth < _DEEPEST else ():
        for value in ev.values(base, Env(of.module)):
            if isinstance(value, ClassValue) and value.node != of.node:
                yield from lineage(ev, value, depth + 1)


def _other_parts(ev: Evaluation, of: ClassValue) -> Iterator[ClassValue]:
    """The same class in other files."""
    for module in ev.project.parts(of.cls.name, of.module.path):
        for item in module.bound(module.root, of.cls.name):
            if isinstance(item, Defined) and module.language.is_class(item.node):
                yield ClassValue(item.node, module)


def members(
    ev: Evaluation, owner: Instance | ClassValue, name: str, asking: Node | None = None
) -> Values:
    """What an object or class holds under `name`; empty where no class of the sources says.

    `asking`: the node that names it. In a value that is only then given to that member
    (`{...this.fields, more}`), it means what the member held before: the base class's.
    """
    of = owner.of if isinstance(owner, Instance) else owner
    typed: list[tuple[ClassValue, Member]] = []
    for home in lineage(ev, of):
        found: list[Value] = []
        for member in home.cls.members.get(name, ()):
            if _is_being_set(member, asking, home.module):
                continue
            if isinstance(member, Typed):
                typed.append((home, member))
            else:
                found.extend(_member(ev, owner, home, member))
        telling = [value for value in found if value != Const(None)] or found
        if telling:
            return tuple(telling)
    declared = (_member(ev, owner, home, member) for home, member in typed)
    return next((values for values in declared if values), ())


def _is_being_set(member: Member, asking: Node | None, module: Module) -> bool:
    if not isinstance(member, Field) or asking is None:
        return False
    for node in ancestors(asking):
        if module.language.is_function(node):
            return False
        if node == member.value:
            return True
    return False


def _member(
    ev: Evaluation, owner: Instance | ClassValue, home: ClassValue, member: Member
) -> Values:
    module = home.module
    if isinstance(member, Typed):
        return names.typed(ev, member.annotation, Env(module, (), owner))
    if isinstance(member, ParamField):
        return _constructor_parameter(ev, owner, home, member)
    if isinstance(member, Defined):
        return _method(ev, owner, home, member)
    env = _field_env(ev, owner, home, member)
    values = ev.values(member.value, env)
    if module.language.by_type and made.is_open(values):
        return (*values, *made.by_type(ev, member.value, env))
    return values


def _field_env(
    ev: Evaluation, owner: Instance | ClassValue, home: ClassValue, member: Field
) -> Env:
    if member.method is None:
        return Env(home.module, (), owner)
    return Env(home.module, (_construction(ev, owner, home, member.method),), owner)


def _construction(
    ev: Evaluation, owner: Instance | ClassValue, home: ClassValue, method: Node
) -> Activation:
    if isinstance(owner, Instance) and method == home.cls.constructor:
        return Activation(method, constructor_args(ev, owner, home))
    return Activation(method, None)


def _constructor_parameter(
    ev: Evaluation, owner: Instance | ClassValue, home: ClassValue, member: ParamField
) -> Values:
    constructor = home.cls.constructor
    if constructor is None:
        return ()
    env = Env(home.module, (_construction(ev, owner, home, constructor),), owner)
    return names.parameter(ev, home.module, constructor, member.param, env)


def _method(
    ev: Evaluation, owner: Instance | ClassValue, home: ClassValue, member: Defined
) -> Values:
    module, env = home.module, Env(home.module, (), owner)
    if not module.language.is_function(member.node):
        return ev.values(member.node, env)
    function = module.function(member.node)
    called = Callable(function, env)
    return ev.apply(called, ()) if function.kind == "getter" else (called,)


def accessed(ev: Evaluation, owner: Value, name: str, module: Module) -> Values:
    """What a getter that no source shows gives: the field it is named after (Lombok's)."""
    field_name = name.removeprefix("get").removeprefix("is")
    if not module.language.by_type or field_name == name or not isinstance(owner, Instance):
        return ()
    return members(ev, owner, field_name[:1].lower() + field_name[1:])


# --- constructors --------------------------------------------------------------------------------


def constructor_args(
    ev: Evaluation, owner: Instance, home: ClassValue
) -> tuple[ArgThunk, ...] | None:
    """What reached the constructor of `home`, one of the object's classes."""
    current, args = owner.of, owner.args
    for _ in range(_DEEPEST):
        if current.node == home.node:
            return args
        if current.cls.constructor is not None:
            args = _handed_up(owner, current, args)
        step = _towards(ev, current, home)
        if step is None:
            return None
        current = step
    return None


def _towards(ev: Evaluation, current: ClassValue, home: ClassValue) -> ClassValue | None:
    for base in current.cls.bases:
        for value in ev.values(base, Env(current.module)):
            if isinstance(value, ClassValue) and any(
                item.node == home.node for item in lineage(ev, value)
            ):
                return value
    return None


def _handed_up(
    owner: Instance, current: ClassValue, args: tuple[ArgThunk, ...] | None
) -> tuple[ArgThunk, ...] | None:
    module, constructor = current.module, current.cls.constructor
    if constructor is None:
        return args
    env = Env(module, (Activation(constructor, args),), owner)
    for node in walk(constructor, lambda inner: True):
        if module.language.is_call(node) and _is_base_call(module, node):
            return callers.call_arguments(node, env)
    return None


def _is_base_call(module: Module, call: Node) -> bool:
    read = module.expression(call)
    if not isinstance(read, CallExpr):
        return False
    target = module.target(read)
    if isinstance(target, ThisExpr):
        return target.base
    if not isinstance(target, MemberExpr) or target.name != "__init__":
        return False
    return isinstance(module.expression(target.object), ThisExpr)
