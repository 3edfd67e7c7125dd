"""New values that try to break out of their literal, and whether they stayed in."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from typing import IO

from tree_sitter import Node

from selfheal_cli.model import Edit
from selfheal_cli.sources import NoSite, Project, Spelled, Unspellable, operands
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.values import Hole, Written
from selfheal_cli.sources.verbatim import Lead
from selfheal_cli.sources.verbatim_write import rewrite
from tests.bench.sources import robot_oracle
from tests.bench.sources.outcome import Result, Status, asked, reason_class
from tests.bench.sources.sites import Row

_EVERYTHING = "'\"`\\ ${x} #{x} {x} %s %(a)s \n\r\t\u2028 */ --> </script> \U0001f600 \u0416 \\'"
_ONES = (
    "'); import os; os.abort() #", '"); process.exit() //', "`${process.exit()}`", "\\",
    "ends with \\", "'''", '"""', "{0} {name} {{", "%d %% %", "#{exit}", "\\u0041 \\x41 \\N{DASH}",
    "a\nb", "a\r\nb", "tab\tend ", "\u2028\u2029\x85", "nul\0", "\x7f\x1b[31m", "\U0001f600",
    "\u05d0\u200f\u202e", "*/ x /*", "</script><script>", "", " ", "'\"`", "$$ $& $1 $${",
    "@\"x\"", "//", "# not a comment", "?>", "\ufeff", "\ud7ff", "null", "a" * 300,
)  # fmt: skip


def values(row: Row) -> tuple[str, ...]:
    """Two values for a site: one with everything in it, and one of the others in turn."""
    return _EVERYTHING, _ONES[(row.number * 7 + row.start) % len(_ONES)]


def written(row: Row, lead: Lead, value: str, project: Project) -> Result:
    """The result of writing `value`: exact where the file parses, says it, and nothing else
    differs. What only the run knew stays: the value then follows the old one."""
    holes = any(isinstance(piece, Hole) or piece.passed for piece in lead.text.pieces)
    wanted = row.value + value if holes else value
    spelled = rewrite(lead, wanted, project)
    if isinstance(spelled, Unspellable):
        return Result(row, Status.NONE, reason_class(spelled.reason))
    after = applied(spelled.edits, project)
    for path in after:
        wrong = _problem(lead, path, project, project.with_files(after))
        if wrong:
            return Result(row, Status.WRONG, wrong, repr(value))
    told = _robot(lead, after, wanted, project)
    if told:
        return Result(row, Status.WRONG, told, repr(value))
    said = _said(lead, spelled.edits, project.with_files(after))
    if said is not None and said != wanted:
        return Result(row, Status.WRONG, "evaluates to something else", repr(value))
    return Result(row, Status.EXACT)


def there_and_back(row: Row, lead: Lead, new: str, project: Project) -> Result:
    """The result of an edit to `new` and one back to the old value."""
    spelled = rewrite(lead, new, project)
    if isinstance(spelled, Unspellable):
        return Result(row, Status.EXACT, note="refused, so unchanged")
    there = applied(spelled.edits, project)
    after = project.with_files(there)
    again = asked(_renewed(row, new), [(row.path, row.line)], after)
    if isinstance(again, NoSite):
        return Result(row, Status.WRONG, "the new value is not found again", again.reason)
    back = rewrite(again, row.value, after)
    if not isinstance(back, Spelled):
        return Result(row, Status.WRONG, "the old value cannot be written again", back.reason)
    final = {**there, **applied(back.edits, after)}
    same = all(project.read(path) == data for path, data in final.items())
    return Result(row, Status.EXACT if same else Status.WRONG, "" if same else "bytes differ")


def _renewed(row: Row, value: str) -> Row:
    return Row(
        row.number, row.repo, row.path, row.line, row.language, row.framework, value, 0, 0,
    )  # fmt: skip


def applied(edits: Sequence[Edit], project: Project) -> dict[str, bytes]:
    """The files' bytes after the edits."""
    found: dict[str, bytes] = {}
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        data = found.get(edit.path, project.read(edit.path))
        found[edit.path] = data[: edit.start] + edit.new + data[edit.end :]
    return found


# --- whether only the literal differs ------------------------------------------------------------


def _sums(lead: Lead, path: str, project: Project, module: Module) -> list[tuple[int, int]]:
    """The ends of a sum with what only the run knew, where a new operand may come."""
    own = [p for p in lead.text.pieces if isinstance(p, Written) and p.path == path]
    ends = (operands.beside(own, last, project) for last in (False, True)) if own else ()
    raw = [module.text.to_raw(place[1]) for place in ends if place is not None]
    return [] if lead.whole else [(at, at) for at in raw]


def _problem(lead: Lead, path: str, before: Project, after: Project) -> str:
    old, new = before.module(path), after.module(path)
    if old is None or new is None:
        return "the edited file is in no language"
    ranges = [(start, end) for where, start, end in lead.places if where == path]
    grown = len(new.text.raw) - len(old.text.raw)
    ranges += _sums(lead, path, before, old)
    low, high = min(start for start, _ in ranges), max(end for _, end in ranges)
    if old.text.raw[:low] != new.text.raw[:low]:
        return "bytes before the literal differ"
    if old.text.raw[high:] != new.text.raw[high + grown :]:
        return "bytes after the literal differ"
    if new.root.has_error and not old.root.has_error:
        return "the edited file does not parse"
    if old.language.name == "python" and _parses(old) and not _parses(new):
        return "the edited file does not compile"
    tokens = {
        (p.token.start, p.token.end)
        for p in lead.text.pieces
        if isinstance(p, Written) and p.path == path
    }
    return "" if _same(old.root, new.root, tokens) else "the tree around the literal differs"


def _parses(module: Module) -> bool:
    try:
        ast.parse(module.text.raw)
    except (SyntaxError, ValueError):
        return False
    return True


def _summed(node: Node) -> list[Node]:
    """The operands of a sum, to which one may come at each end."""
    first, last = node.children[0], node.children[-1]
    return [*(_summed(first) if first.type == node.type else [first]), last]


def _same(old: Node, new: Node, tokens: set[tuple[int, int]]) -> bool:
    """Whether two trees are alike outside of the tokens."""
    if old.type != new.type or old.has_error != new.has_error:
        return False
    if (old.start_byte, old.end_byte) in tokens:
        return True
    if not any(old.start_byte < end and start < old.end_byte for start, end in tokens):
        return old.end_byte - old.start_byte == new.end_byte - new.start_byte
    if old.child_count != new.child_count:
        return False
    if old.children and old.children[1:2] and old.children[1].type == "+":
        was, now = _summed(old), _summed(new)
        starts = range(len(now) - len(was) + 1 if len(now) - len(was) <= 2 else 0)
        return any(
            all(_same(one, two, tokens) for one, two in zip(was, now[at:], strict=False))
            for at in starts
        )
    return all(_same(one, two, tokens) for one, two in zip(old.children, new.children, strict=True))


# --- what the literal says -----------------------------------------------------------------------


def _said(lead: Lead, edits: Sequence[Edit], after: Project) -> str | None:
    """What the one plain literal is worth by the language's own rules, None where this is left to
    the sources stage: several literals, holes, a template of `format`."""
    pieces = lead.text.pieces
    tokens = {(p.path, p.token) for p in pieces if isinstance(p, Written)}
    plain = all(isinstance(p, Written) and not p.layer for p in pieces)
    if len(tokens) != 1 or not plain:
        return None
    path, token = next(iter(tokens))
    module = after.module(path)
    if module is None:
        return None
    grown = sum(len(edit.new) - len(edit.old) for edit in edits)
    raw = module.text.raw[module.text.to_raw(token.start) :]
    end = lead.places[0][2] - lead.places[0][1] + grown
    text = raw[:end].decode(module.text.encoding, "replace")
    if module.language.name == "python":
        return _python(text)
    if module.language.name == "json":
        return str(json.loads(text))
    return _javascript(text) if module.language.name == "javascript" else None


def _robot(lead: Lead, after: Mapping[str, bytes], wanted: str, project: Project) -> str:
    """What Robot's own parser has against the edit; of literals without holes only."""
    if not all(isinstance(piece, Written) for piece in lead.text.pieces):
        return ""
    return next(
        (
            told
            for path, raw in after.items()
            if path.endswith((".robot", ".resource"))
            and (told := robot_oracle.problem(project.read(path), raw, lead.text.value, wanted))
        ),
        "",
    )


def _python(text: str) -> str | None:
    try:
        read = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None
    parts = read.values if isinstance(read, ast.JoinedStr) else [read]
    values = [part.value for part in parts if isinstance(part, ast.Constant)]
    return "".join(str(v) for v in values) if len(values) == len(parts) else None


_NODE = """
const vm = require('vm');
require('readline').createInterface({input: process.stdin}).on('line', line => {
  let said = null;
  try { said = vm.runInNewContext(JSON.parse(line), {}, {timeout: 100}); } catch (e) {}
  console.log(JSON.stringify(typeof said === 'string' ? said : null));
});
"""


@cache
def _node() -> tuple[IO[str], IO[str]] | None:
    program = shutil.which("node")
    if program is None:
        return None
    process = subprocess.Popen(
        [program, "-e", _NODE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return (process.stdin, process.stdout) if process.stdin and process.stdout else None


def _javascript(text: str) -> str | None:
    """By Node.js, if it is there; only text that is one literal without a hole is run."""
    pipes = _node()
    if pipes is None or text[:1] not in "'\"`" or (text[0] == "`" and "${" in text):
        return None
    pipes[0].write(json.dumps(text) + "\n")
    pipes[0].flush()
    said = json.loads(pipes[1].readline())
    return said if isinstance(said, str) else None
