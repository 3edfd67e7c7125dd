"""A regular expression written anew where its author wrote one: the pattern, never the flags."""

from __future__ import annotations

from selfheal_cli.locators.patterns import canonical, literal
from selfheal_cli.model import Pattern
from selfheal_cli.sources.chains import made_pattern
from selfheal_cli.sources.evaluate import Evaluator
from selfheal_cli.sources.modules import Project
from selfheal_cli.sources.splice import Attempt, Respelling, Splice, Width, respell
from selfheal_cli.sources.values import Chain, Regex, Text, Value, Written


def respelled(value: Value, new: Pattern, project: Project, width: Width) -> Attempt | None:
    """The splices after which a regular expression of the sources, a literal or one made of a text
    (`re.compile("save")`), is `new`; None where its flags differ or it is written otherwise."""
    if isinstance(value, Regex):
        same = canonical(Pattern("", value.flags)).flags == new.flags
        return _in_literal(value.written, new, project) if same else None
    if not isinstance(value, Chain):
        return None
    ev = Evaluator(project, ())
    made = made_pattern(ev, value)
    if made is None or canonical(made).flags != new.flags:
        return None
    source = ev.forced(value.links[-1].args[0].thunk)[0]
    return respell(source, new.source, project, width) if isinstance(source, Text) else None


def _in_literal(written: Text, new: Pattern, project: Project) -> Attempt | None:
    piece = next((piece for piece in written.pieces if isinstance(piece, Written)), None)
    module = project.module(piece.path) if piece is not None else None
    if piece is None or module is None:
        return None
    start, end = piece.token.start, piece.token.end
    _, _, flags = module.text.slice(start + 1, end).rpartition("/")
    shown = body_of(new)
    if not all(map(module.text.holds, shown)):
        return None
    return Respelling((Splice(piece.path, start + 1, end - 1 - len(flags), shown),))


def body_of(pattern: Pattern) -> str:
    """The pattern as it stands between slashes."""
    shown = literal(Pattern(pattern.source), quotes=False)[1:-1]
    return "".join(_ENDS.get(char, char) for char in shown)


_ENDS = {"\n": "\\n", "\r": "\\r", "\u2028": "\\u2028", "\u2029": "\\u2029"}
