"""What an expression of the sources is worth, followed through names, calls and modules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product

from tree_sitter import Node

from selfheal_cli.sources import (
    callers,
    loading,
    made,
    names,
    objects,
    operations,
    robot_library,
    texts,
)
from selfheal_cli.sources.evaluation import Values
from selfheal_cli.sources.frames import Frame
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.nodes import source
from selfheal_cli.sources.syntax import (
    CallExpr,
    ChoiceExpr,
    Chunk,
    Expr,
    IndexExpr,
    JoinExpr,
    MemberExpr,
    NameExpr,
    PercentExpr,
    RecordExpr,
    SameExpr,
    TextExpr,
    ThisExpr,
)
from selfheal_cli.sources.values import (
    Activation,
    ArgThunk,
    Callable,
    Chain,
    ClassValue,
    Env,
    Hole,
    Instance,
    Link,
    ModuleValue,
    Piece,
    Record,
    Sequence,
    Symbol,
    Text,
    Thunk,
    Unknown,
    Value,
    Written,
)

_DEEPEST = 48
_WIDEST = 12
_BUDGET = 6_000
_MOST = 60_000


class Evaluator:
    """Evaluates expressions of one project, with the frames of one failure.

    Work is bounded: past its budget every part of an expression is unknown, and past that of all
    every expression. What was not cut short so is kept.
    """

    def __init__(self, project: Project, frames: tuple[Frame, ...]) -> None:
        self.project = project
        self.frames = frames
        self.exporting: set[tuple[str, str]] = set()
        self._depth = 0
        self._spent = 0
        self._before = 0
        self._cut = 0
        self._known: dict[tuple[int, Env], Values] = {}
        self._envs: dict[tuple[int, str, int], Env] = {}

    def values(self, node: Node, env: Env) -> Values:
        """All that the expression may be worth; at least one."""
        key = (node.id, env)
        if key in self._known:
            return self._known[key]
        cut = self._cut
        found = self._anew(node, env)
        if self._cut == cut:
            self._known[key] = found
        return found

    def _anew(self, node: Node, env: Env) -> Values:
        if self._depth == 0:
            self._before, self._spent = self._before + self._spent, 0
        self._spent += 1
        if self._depth >= _DEEPEST or self._spent > _BUDGET or self._before > _MOST:
            self._cut += 1
            return (Unknown("..."),)
        self._depth += 1
        try:
            found = self._values(env.module.expression(node), node, env)
        finally:
            self._depth -= 1
        return found[:_WIDEST] or (Unknown(source(node, env.module.text)[:40]),)

    def forced(self, thunk: Thunk) -> Values:
        """All that a deferred expression may be worth."""
        return self.values(thunk.node, thunk.env)

    def env_at(self, index: int, module: Module, node: Node) -> Env:
        """The surroundings of a node that stands at a frame."""
        scope = next(module.scopes(node), None) if not module.part else None
        key = (index, module.path, scope.id if scope is not None else 0)
        if key not in self._envs:
            self._envs[key] = callers.env_at(self, index, module, node)
        return self._envs[key]

    # --- expressions -----------------------------------------------------------------------------

    def _values(self, read: Expr, node: Node, env: Env) -> Values:
        match read:
            case TextExpr():
                return tuple(self._texts(read, env))
            case NameExpr():
                return self._bare(names.lookup(self, read.name, node, env), env)
            case MemberExpr():
                return self._bare(self._each_member(read, node, env), env)
            case CallExpr():
                found = self._call(read, node, env)
                more = made.by_call(self, read, node, env) if made.is_open(found) else ()
                return (*found, *more)
            case SameExpr():
                return self.values(read.inner, env)
            case ThisExpr():
                return self._this(read, node, env)
            case JoinExpr() | PercentExpr() | IndexExpr():
                return tuple(self._pairs(read, env))
            case RecordExpr():
                return (self._record(read, env),)
            case ChoiceExpr():
                options = (value for part in read.options for value in self.values(part, env))
                return tuple(names.handed(value, "a condition") for value in options)
            case _:
                return operations.plain(read, env)

    def _texts(self, read: TextExpr, env: Env) -> Iterator[Text]:
        options: list[list[tuple[Piece, ...]]] = []
        for part in read.parts:
            if isinstance(part, Chunk):
                written = Written(part.text, env.module.path, part.token, part.spans, part.at)
                options.append([(written,)])
                continue
            name = part.name or source(part.node, env.module.text)
            found: Values = (Unknown(name),)
            if part.name:
                found = names.lookup(self, part.name, part.node, env)
            elif part.plain:
                found = self.values(part.node, env)
            options.append([texts.pieces_of(value, name) for value in found])
        for chosen in islice(product(*options), _WIDEST):
            yield texts.join(*chosen)

    def _record(self, read: RecordExpr, env: Env) -> Record:
        entries: dict[str, ArgThunk] = {}
        for entry in read.entries:
            thunk = Thunk(entry.value, env)
            if not entry.spread:
                entries[entry.key] = ArgThunk(entry.key, thunk, False, entry.start, entry.end)
                continue
            for value in self.forced(thunk)[:1]:
                entries.update(value.entries if isinstance(value, Record) else {})
        return Record(entries)

    def _this(self, read: ThisExpr, node: Node, env: Env) -> Values:
        if env.module.part:
            return self.project.told("super" if read.base else "this", node, env.module)
        this = env.this
        if not read.base or not isinstance(this, Instance):
            return (this if this is not None else Unknown("this"),)
        for base in islice(objects.lineage(self, this.of), 1, 2):
            return (Instance(base, objects.constructor_args(self, this, base)),)
        return (Unknown("super"),)

    def _pairs(self, read: JoinExpr | PercentExpr | IndexExpr, env: Env) -> Iterator[Value]:
        if isinstance(read, IndexExpr):
            first, second = read.object, read.index
        else:
            first, second = read.left, read.right
        sides = (self.values(first, env), self.values(second, env))
        for left, right in islice(product(*sides), _WIDEST):
            if isinstance(read, JoinExpr):
                yield from self._joined(left, right, read, env)
            elif isinstance(read, PercentExpr):
                yield from self._percent(left, right)
            else:
                yield from self._indexed(left, right, source(second, env.module.text))

    def _joined(self, left: Value, right: Value, read: JoinExpr, env: Env) -> Iterator[Value]:
        if isinstance(left, Sequence) and isinstance(right, Sequence):
            yield Sequence((*left.items, *right.items))
        elif isinstance(left, Text) or isinstance(right, Text):
            shown = [source(side, env.module.text) for side in (read.left, read.right)]
            between = (Hole(read.between, read.between, True),) if read.between else ()
            sides = (texts.pieces_of(left, shown[0]), texts.pieces_of(right, shown[1]))
            yield texts.join(sides[0], between, sides[1])

    def _percent(self, left: Value, right: Value) -> Iterator[Value]:
        if not isinstance(left, Text):
            return
        positional: list[Text] = []
        named: dict[str, Text] = {}
        if isinstance(right, Sequence):
            positional = [operations.as_text(self, item) for item in right.items]
        elif isinstance(right, Record):
            named = {key: operations.as_text(self, entry) for key, entry in right.entries.items()}
        else:
            positional = [Text(texts.pieces_of(right, "%"))]
        made = texts.percent(left, positional, named)
        if made is not None:
            yield made

    def _indexed(self, owner: Value, index: Value, shown: str) -> Iterator[Value]:
        if isinstance(owner, Chain):
            step = operations.step_of(index)
            held = loading.documents(self, owner)
            if held:
                yield from (v for each in held for v in loading.entry(self, each, step))
                return
            yield owner  # one of the elements that a query found: its locator is the query's
            return
        step = operations.step_of(index)
        for value in self.element(owner, step):
            yield names.handed(value, shown) if step == "*" else value

    def _bare(self, found: Values, env: Env) -> Values:
        """What a name alone is worth: of a function, what it gives, where that calls it."""
        if not env.module.language.bare_calls:
            return found
        return tuple(
            given
            for value in found
            for given in (self.apply(value, ()) if isinstance(value, Callable) else (value,))
        )

    # --- members and parts -----------------------------------------------------------------------

    def _each_member(self, read: MemberExpr, node: Node, env: Env) -> Values:
        owners = self.values(read.object, env)
        return tuple(
            value for owner in owners for value in self.member(owner, read.name, node, env)
        )

    def member(self, owner: Value, name: str, node: Node, env: Env) -> Values:
        """A member of a value, as `node` asks for it."""
        match owner:
            case Instance() | ClassValue():
                found = objects.members(self, owner, name, node)
                found = found or names.constant(self, name, node, env)
                if not found and isinstance(owner, ClassValue) and "enum" in owner.node.type:
                    shown = f"{owner.cls.name}.{name}"
                    return (Symbol(shown, env.module.path, node.start_byte, node.end_byte),)
                return found or (Unknown(source(node, env.module.text)),)
            case ModuleValue():
                return names.exported(self, owner.module, name) or (Unknown(name),)
            case Record() | Sequence():
                found = self._of_object(owner, loading.entry(self, owner, name))
                return found or (Unknown(source(node, env.module.text)),)
            case Symbol() if found := names.constant(self, name, node, env):
                return found
            case Symbol():
                path = env.module.path
                return (Symbol(f"{owner.name}.{name}", path, node.start_byte, node.end_byte),)
            case Text() if name in {"value", "name", "data"}:
                return (owner,)
            case Chain():
                held = loading.documents(self, owner)
                found = tuple(v for each in held for v in loading.entry(self, each, name))
                return found or (operations.property_link(owner, name, node, env),)
            case _:
                return (Unknown(source(node, env.module.text)),)

    def _of_object(self, owner: Record | Sequence, found: Values) -> Values:
        """What an object literal holds, with its methods and getters as those of that object."""
        bound: list[Value] = []
        for value in found:
            if isinstance(value, Callable) and value.function.node.type != "arrow_function":
                value = Callable(value.function, replace(value.env, this=owner))
                getter = value.function.kind == "getter"
                bound.extend(self.apply(value, ()) if getter else (value,))
            else:
                bound.append(value)
        return tuple(bound)

    def element(self, owner: Value, step: str | int) -> Values:
        """A part of a value: a key, an index, or "*" for each element."""
        return operations.element(self, owner, step)

    # --- calls -----------------------------------------------------------------------------------

    def _call(self, read: CallExpr, node: Node, env: Env) -> Values:
        target = env.module.target(read)
        if (isinstance(target, NameExpr) and target.name == "require") or (
            read.function.type == "import"
        ):
            return self._required(read, node, env)
        args = callers.call_arguments(node, env)
        constructs = read.begin >= 0 or read.function.type == "scope_resolution"
        if isinstance(target, MemberExpr) and not constructs:
            found: list[Value] = []
            for owner in self.values(target.object, env):
                found.extend(self._method(owner, target, args, read, node, env))
            return tuple(found)
        return tuple(
            value
            for called in self._callees(target, read, env)
            for value in self._called(called, args, read, node, env)
        )

    def _callees(self, target: Expr, read: CallExpr, env: Env) -> Values:
        """What a call without an owner calls: of a field and a method of one name, the method."""
        if isinstance(target, NameExpr) and not target.name:
            found: Values = (Symbol("", env.module.path, read.begin, read.begin),)
        elif isinstance(target, NameExpr):
            found = names.lookup(self, target.name, read.function, env)
        elif read.target is not None:
            found = self._values(target, read.function, env)
        else:
            found = self.values(read.function, env)
        return operations.callable_of(found, read)

    def _required(self, read: CallExpr, node: Node, env: Env) -> Values:
        for value in self.values(read.args[0].node, env) if read.args else ():
            if isinstance(value, Text):
                module = self.project.imported(value.value, "", env.module)
                if module is not None:
                    return (ModuleValue(module),)
                return (Symbol(value.value, env.module.path, node.start_byte, node.end_byte),)
        return (Unknown(source(node, env.module.text)),)

    def _called(
        self, called: Value, args: tuple[ArgThunk, ...], read: CallExpr, node: Node, env: Env
    ) -> Values:
        if isinstance(called, Callable):
            return self.apply(called, args)
        if isinstance(called, ClassValue):
            return (Instance(called, args),)
        name = source(read.function, env.module.text)
        start, end = read.function.start_byte, read.function.end_byte
        if isinstance(called, Symbol):
            through = operations.handed_through(self, called, args, node, env)
            if through is not None:
                return through
            name = called.name
            args = robot_library.taken(args) if env.module.language.api == "robot" else args
        if read.begin >= 0:
            start, name = read.begin, f"new {name}".rstrip()
        link = Link(name, args, env.module.path, start, end, read.end, start, start)
        root = called if isinstance(called, Symbol) else Unknown(name)
        return (Chain(root, (link,)),)

    def _method(
        self,
        owner: Value,
        target: MemberExpr,
        args: tuple[ArgThunk, ...],
        read: CallExpr,
        node: Node,
        env: Env,
    ) -> Values:
        if target.name in operations.UNCHANGED and not args:
            return (owner,)
        if isinstance(owner, Text):
            made = operations.text_method(self, owner, target.name, args, node, env)
            return (made,) if made is not None else ()
        if isinstance(owner, Callable) and target.name in operations.INVOKING:
            return self.apply(owner, args)
        if held := loading.asked(self, owner, target.name, args):
            return held
        if isinstance(owner, Instance | ClassValue | ModuleValue | Record):
            found = self._member_called(owner, target.name, args, read, node, env)
            if found:
                return found
        if isinstance(owner, Symbol):
            dotted = Symbol(f"{owner.name}.{target.name}", env.module.path, 0, 0)
            through = operations.handed_through(self, dotted, args, node, env)
            if through is not None:
                return through
        link = Link(
            target.name, args, env.module.path, target.start, target.end, read.end,
            target.object.start_byte, target.object.end_byte,
        )  # fmt: skip
        if isinstance(owner, Chain):
            return (Chain(owner.root, (*owner.links, link)),)
        root = owner if isinstance(owner, Symbol | Unknown) else Unknown(target.name)
        return (Chain(root, (link,)),)

    def _member_called(
        self,
        owner: Value,
        name: str,
        args: tuple[ArgThunk, ...],
        read: CallExpr,
        node: Node,
        env: Env,
    ) -> Values:
        """What a call of a known object's member gives; empty where there is no such member."""
        held = self.member(owner, name, read.function, env)
        if all(isinstance(value, Unknown) for value in held):
            return objects.accessed(self, owner, name, env.module)
        found: list[Value] = []
        for called in operations.callable_of(held, read):
            reads = env.module.language.bare_calls and not args
            if reads and not isinstance(called, Callable | ClassValue):
                found.append(called)
            else:
                found.extend(self._called(called, args, read, node, env))
        return tuple(found)

    def apply(self, called: Callable, args: tuple[ArgThunk, ...] | None) -> Values:
        """What a function of the sources gives back."""
        function, outer = called.function, called.env
        activation = Activation(function.node, args)
        env = Env(outer.module, (activation, *outer.activations), outer.this)
        returned = env.module.returned(function)
        return tuple(value for part in returned for value in self.values(part, env))
