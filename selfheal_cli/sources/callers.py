"""What the stack tells about calls under way: which call stands at a frame, with which object."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from selfheal_cli.sources.evaluation import Evaluation
from selfheal_cli.sources.frames import Frame
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.nodes import ancestors, walk
from selfheal_cli.sources.syntax import (
    CallExpr,
    Function,
    JoinExpr,
    ListExpr,
    MemberExpr,
    NameExpr,
    PercentExpr,
    TextExpr,
    ThisExpr,
)
from selfheal_cli.sources.values import (
    Activation,
    ArgThunk,
    ClassValue,
    Env,
    Instance,
    Thunk,
    Value,
)


def function_of(node: Node, module: Module) -> Node | None:
    """The innermost function around a node."""
    is_function = module.language.is_function
    return next((parent for parent in ancestors(node) if is_function(parent)), None)


# --- nodes at a frame ----------------------------------------------------------------------------


def line_node(module: Module, line: int) -> Node | None:
    """The statement that the line belongs to, or the smallest node that covers the line."""
    if line not in module.statements:
        module.statements[line] = _line_node(module, line)
    return module.statements[line]


def _line_node(module: Module, line: int) -> Node | None:
    start, end = module.row(line)
    row = module.text.utf8[start:end].rstrip()
    if not row:
        return None
    first = len(row) - len(row.lstrip())
    last = _last(module.root, row, line - 1, first)
    node = module.root.descendant_for_point_range((line - 1, first), (line - 1, last))
    while node is not None and not module.language.is_statement(node):
        if node.parent is None:
            return node
        node = node.parent
    return node


def _last(root: Node, row: bytes, number: int, first: int) -> int:
    """Where what a row says ends: before a comment and what parts it from the following rows."""
    last = len(row)
    while last > first + 1:
        leaf = root.descendant_for_point_range((number, last - 1), (number, last))
        at = leaf.start_point if leaf is not None else (0, 0)
        parts = leaf is not None and (leaf.type in {";", ","} or leaf.type.endswith("comment"))
        if not parts or at[0] != number or at[1] <= first:
            break
        last = len(row[: at[1]].rstrip())
    return last


def texts_at(module: Module, frame: Frame) -> list[Node]:
    """The text and sequence expressions of the line's statement that touch the line."""
    kinds = (TextExpr, JoinExpr, PercentExpr, ListExpr)
    nodes = touching(module, frame.line)
    return [item for item in nodes if isinstance(module.expression(item), kinds)]


def calls_at(module: Module, frame: Frame) -> list[Node]:
    """The calls at a frame: the one at its column if that is recorded, else all of the line's
    statement that touch the line, outermost first."""
    node = line_node(module, frame.line)
    if node is None:
        return []
    # Robot's results name the line of a test, not those of its steps.
    whole = module.language.api == "robot" and module.language.is_function(node)
    within = walk(node, lambda each: True) if whole else touching(module, frame.line)
    calls = [item for item in within if module.language.is_call(item)]
    if frame.column:
        exact = [call for call in calls if frame.column in _columns(call, module)]
        if exact:
            return exact
    return calls


def touching(module: Module, line: int) -> tuple[Node, ...]:
    """The nodes of the line's statement that touch the line."""
    if line not in module.touching:
        node = line_node(module, line)
        module.touching[line] = tuple(_touching(node, line - 1)) if node is not None else ()
    return module.touching[line]


def _touching(node: Node, row: int) -> Iterator[Node]:
    stack = [node]
    while stack:
        current = stack.pop()
        first, last = current.start_point.row, current.end_point.row
        if not first <= row <= last:
            continue
        yield current
        if first == last:
            yield from walk(current, lambda each: True)
        else:
            stack.extend(reversed(current.named_children))


def _columns(call: Node, module: Module) -> tuple[int, ...]:
    """Where runtimes say that a call stands: at its method's name, or at its start."""
    read = module.expression(call)
    starts = [call.start_byte]
    if isinstance(read, CallExpr):
        member = module.target(read)
        if isinstance(member, MemberExpr):
            starts = [member.start]
    return tuple(_column(start, module) for start in starts)


def _column(offset: int, module: Module) -> int:
    line_start = module.text.utf8.rfind(b"\n", 0, offset) + 1
    return len(module.text.slice(line_start, offset).encode("utf-16-le")) // 2 + 1


# --- environments --------------------------------------------------------------------------------


def env_at(ev: Evaluation, index: int, module: Module, node: Node) -> Env:
    """The surroundings of a node that stands at frame `index`."""
    if module.part:
        return Env(module)
    activations = []
    this: Value | None = None
    inside_class = False
    for scope in ancestors(node):
        if module.language.is_function(scope):
            frame = _frame_of(ev, index, module, scope)
            activations.append(Activation(scope, None, frame))
        elif module.language.is_class(scope) and not inside_class:
            inside_class = True
            method = activations[-1] if activations else None
            this = _object(ev, module, scope, method)
        if this is None and (literal := _literal_of(scope)) is not None:
            inside_class = True
            this = next(iter(ev.values(literal, ev.env_at(index, module, literal))))
    return Env(module, tuple(activations), this)


def _literal_of(scope: Node) -> Node | None:
    """The object literal (JavaScript's) whose method a function is; arrow functions have none."""
    holder = scope.parent
    if scope.type in {"function_expression", "function", "generator_function"} and holder:
        holder = holder.parent if holder.type == "pair" else None
    elif scope.type != "method_definition":
        return None
    return holder if holder is not None and holder.type == "object" else None


def _frame_of(ev: Evaluation, index: int, module: Module, scope: Node) -> int:
    """The innermost frame from `index` outwards whose own function is `scope`."""
    for position in range(index, len(ev.frames)):
        frame = ev.frames[position]
        if frame.path != module.path:
            continue
        node = line_node(module, frame.line)
        if node is None or not node.start_byte >= scope.start_byte:
            continue
        if node.end_byte <= scope.end_byte and _function_at(module, frame, node) == scope:
            return position
    return -1


def _function_at(module: Module, frame: Frame, node: Node) -> Node | None:
    whole = module.language.is_function(node)
    calls = calls_at(module, frame) if frame.column or whole else []
    return function_of(calls[0] if calls else node, module)


def _object(ev: Evaluation, module: Module, scope: Node, method: Activation | None) -> Value:
    """The object whose method is under way: of the caller's receiver's class, if that is known."""
    own = ClassValue(scope, module)
    if method is not None and method.frame >= 0:
        found = _receiver(ev, method.frame, module.function(method.function), own)
        if found is not None:
            return found
    return Instance(own, None)


def _receiver(ev: Evaluation, frame: int, function: Function, own: ClassValue) -> Value | None:
    built = own.cls.name if function.kind == "constructor" else ""
    for call, env in _calls_into(ev, frame, function, built):
        read = env.module.expression(call)
        member = env.module.target(read) if isinstance(read, CallExpr) else None
        owners: tuple[Value, ...] = ()
        if isinstance(member, MemberExpr):
            owners = ev.values(member.object, env)
        elif function.kind == "constructor":
            owners = ev.values(call, env)
        for owner in owners:
            if isinstance(owner, Instance):
                return owner
    return None


# --- callers -------------------------------------------------------------------------------------


def arguments(
    ev: Evaluation, frame: int, function: Function, owner: str = ""
) -> tuple[ArgThunk, ...] | None:
    """The arguments that the next frame outwards gave to a function; None where none is found."""
    for call, env in _calls_into(ev, frame, function, owner):
        return call_arguments(call, env)
    return None


def call_arguments(call: Node, env: Env) -> tuple[ArgThunk, ...]:
    """A call's arguments, each to be evaluated in the caller's surroundings."""
    read = env.module.expression(call)
    if not isinstance(read, CallExpr):
        return ()
    return tuple(
        ArgThunk(
            arg.name, Thunk(arg.node, env), arg.star, arg.start, arg.end,
            Thunk(arg.whole, env) if arg.whole is not None else None,
        )
        for arg in read.args
    )  # fmt: skip


def _calls_into(
    ev: Evaluation, frame: int, function: Function, owner: str
) -> Iterator[tuple[Node, Env]]:
    names = {function.name} if function.kind != "constructor" else {owner, "super", "__init__"}
    for position in range(frame + 1, min(frame + 3, len(ev.frames))):
        outer = ev.frames[position]
        module = ev.project.module(outer.path)
        for call in calls_at(module, outer) if module is not None else ():
            if module is not None and _called_name(call, module) in names - {""}:
                yield call, ev.env_at(position, module, call)


def _called_name(call: Node, module: Module) -> str:
    read = module.expression(call)
    if not isinstance(read, CallExpr):
        return ""
    target = module.target(read)
    if isinstance(target, ThisExpr):
        return "super"
    return target.name if isinstance(target, MemberExpr | NameExpr) else ""
