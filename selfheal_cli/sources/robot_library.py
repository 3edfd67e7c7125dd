"""What keywords of Robot Framework's own libraries give back, and what others are given."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from selfheal_cli.sources import texts
from selfheal_cli.sources.evaluation import Evaluation, Values
from selfheal_cli.sources.nodes import source
from selfheal_cli.sources.robot_words import STRATEGIES, folded
from selfheal_cli.sources.values import (
    ArgThunk,
    Env,
    Hole,
    Piece,
    Record,
    Sequence,
    Symbol,
    Text,
)

_Args = tuple[ArgThunk, ...]


def taken(args: _Args) -> _Args:
    """The arguments as a library's keyword takes them: `id=save` is a locator, `timeout=3s` a named
    argument."""
    return tuple(_taken(arg) for arg in args)


def _taken(arg: ArgThunk) -> ArgThunk:
    name = arg.name[2:-1]
    if arg.whole is None or name in STRATEGIES:
        return arg.undivided()
    return ArgThunk(name, arg.thunk, arg.star, arg.start, arg.end)


def given(ev: Evaluation, called: Symbol, args: _Args, node: Node, env: Env) -> Values | None:
    """What a keyword that only hands on, joins or changes texts gives; None for all others."""
    maker = _MAKERS.get(folded(called.name).rpartition(".")[2])
    return None if maker is None else maker(ev, args)


def _same(ev: Evaluation, args: _Args) -> Values | None:
    plain = _plain(args)
    if len(plain) == 1 and not plain[0].star:
        return ev.forced(plain[0].thunk)
    return (Sequence(plain),)


def _plain(args: _Args) -> _Args:
    return tuple(arg.undivided() for arg in args)


def _joined(ev: Evaluation, args: _Args) -> Values | None:
    between: tuple[Piece, ...] = (Hole("SEPARATOR", " ", True),)
    if args and args[0].name == "${separator}":
        between = _text(ev, args[0]).pieces
        args = args[1:]
    parts: list[tuple[Piece, ...]] = []
    for arg in _plain(args):
        for item in _spread(ev, arg):
            parts += [between, _text(ev, item).pieces] if parts else [_text(ev, item).pieces]
    return (texts.join(*parts),)


def _spread(ev: Evaluation, arg: ArgThunk) -> _Args:
    value = ev.forced(arg.thunk)[0] if arg.star else None
    return value.items if isinstance(value, Sequence) else (arg,)


def _text(ev: Evaluation, arg: ArgThunk) -> Text:
    shown = source(arg.thunk.node, arg.thunk.env.module.text)
    return Text(texts.pieces_of(ev.forced(arg.thunk)[0], shown))


def _one_of(ev: Evaluation, args: _Args) -> Values | None:
    return tuple(value for arg in _plain(args[1:]) for value in ev.forced(arg.thunk)) or None


def _first(ev: Evaluation, args: _Args) -> Values | None:
    return ev.forced(_plain(args)[0].thunk) if args else None


def _list(ev: Evaluation, args: _Args) -> Values | None:
    return (Sequence(_plain(args)),)


def _dictionary(ev: Evaluation, args: _Args) -> Values | None:
    entries = {_key(arg): arg for arg in args if arg.whole is not None}
    return (Record(entries),)


def _key(arg: ArgThunk) -> str:
    whole = arg.whole
    shown = source(whole.node, whole.env.module.text) if whole is not None else ""
    return shown.partition("=")[0]


def _replaced(ev: Evaluation, args: _Args) -> Values | None:
    plain = _plain(args)
    if len(plain) < 3:
        return None
    whole, old, new = (_text(ev, arg) for arg in plain[:3])
    made = texts.replaced(whole, old, new, -1)
    return None if made is None else (made,)


def _formatted(ev: Evaluation, args: _Args) -> Values | None:
    if not args:
        return None
    template = _text(ev, args[0].undivided())
    positional = [_text(ev, arg) for arg in args[1:] if not arg.name]
    named = {_key(arg): _text(ev, arg) for arg in args[1:] if arg.name}
    made = texts.formatted(template, positional, named)
    return None if made is None else (made,)


_MAKERS: dict[str, Callable[[Evaluation, _Args], Values | None]] = {
    "setvariable": _same,
    "catenate": _joined,
    "setvariableif": _one_of,
    "converttostring": _first,
    "createlist": _list,
    "createdictionary": _dictionary,
    "replacestring": _replaced,
    "formatstring": _formatted,
}
