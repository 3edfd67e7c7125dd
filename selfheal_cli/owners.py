"""Who is asked to review a file: CODEOWNERS, as GitHub and GitLab read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where it may be; the first that is there counts."""

_SECTION = re.compile(r"\^?\[[^\]]+\](?:\[\d+\])?\s*(.*)")
_WORD = re.compile(r"(?:\\.|[^\\\s])+")


@dataclass(frozen=True, slots=True)
class Rule:
    """A line: the files that it is about, and their owners, who may be none."""

    pattern: re.Pattern[str]
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Rules of which the last that fits a file counts. GitLab has several; GitHub one."""

    rules: tuple[Rule, ...]


def read_owners(text: str) -> tuple[Section, ...]:
    """The sections of a CODEOWNERS file; lines that are no rule are passed over, as the forges do
    (docs.github.com and docs.gitlab.com, "code owners")."""
    sections: list[list[Rule]] = [[]]
    default: tuple[str, ...] = ()
    for raw in text.lstrip("\ufeff").splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if (head := _SECTION.fullmatch(line)) and not line.startswith("[]"):
            default = _owners(head[1])
            sections.append([])
            continue
        words = _WORD.findall(re.sub(r"(?<=\s)#.*", "", line))
        if words and not words[0].startswith("!"):
            sections[-1].append(Rule(_pattern(words[0]), _logins(words[1:]) or default))
    return tuple(Section(tuple(rules)) for rules in sections if rules)


def _owners(text: str) -> tuple[str, ...]:
    return _logins(text.split("#", 1)[0].split())


def _logins(words: Iterable[str]) -> tuple[str, ...]:
    """`@user` and `@group/team` without the sign; addresses of mail name nobody on a forge, and
    `@@role` is GitLab's for a role."""
    return tuple(w[1:] for w in words if w.startswith("@") and len(w) > 1 and w[1] != "@")


def _pattern(glob: str) -> re.Pattern[str]:
    """As in .gitignore: a slash at the beginning or in the middle binds it to the top, one at the
    end asks for a folder; a folder means all that is in it, but `folder/*` only what is right in
    it. Letter case counts."""
    text = glob.strip("/")
    anchored = "/" in glob.rstrip("/")
    deep = "(?:/.*)?" if not glob.endswith("/") else "/.*"
    if text.endswith("/*") or (text == "*" and anchored):
        deep = ""
    body = _translated(text)
    start = "" if anchored else "(?:.*/)?"
    return re.compile(f"{start}{body}{deep}", re.DOTALL)


def _translated(glob: str) -> str:
    out: list[str] = []
    for found in re.finditer(r"\\(.)|\*\*/|/\*\*\Z|\*+|\?|(.)", glob, re.DOTALL):
        text = found[0]
        if found[1] or found[2]:
            out.append(re.escape(found[1] or found[2]))
        elif text == "**/":
            out.append("(?:.*/)?")
        elif text == "/**":
            out.append("/.*")
        else:
            out.append("[^/]" if text == "?" else "[^/]*")
    return "".join(out)


def owners_of(paths: Iterable[str], sections: Sequence[Section]) -> tuple[str, ...]:
    """The owners of all these paths (from the top of the repository), those of most first."""
    counted: dict[str, int] = {}
    for path in paths:
        mine = {name for section in sections for name in _last(path, section)}
        for name in mine:
            counted[name] = counted.get(name, 0) + 1
    return tuple(sorted(counted, key=lambda name: (-counted[name], name)))


def _last(path: str, section: Section) -> tuple[str, ...]:
    fitting = (rule.owners for rule in reversed(section.rules) if rule.pattern.fullmatch(path))
    return next(fitting, ())
