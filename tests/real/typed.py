"""Exchanges with Gitea as calls of gitea-js, whose types are generated from Gitea's own OpenAPI
description: TypeScript's compiler says what they do not allow."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from tests.forges.loopback import Exchange
from tests.real.published import NODE

TYPES = NODE / "gitea-js" / "dist" / "index.d.ts"
GROUP = re.compile(r"^    (\w+): \{$")
REQUEST = re.compile(r"@request (\w+):(\S+)")
NAME = re.compile(r"^        (\w+): \(")


@dataclass(frozen=True)
class Operation:
    method: str
    template: str
    name: str

    def values(self, method: str, path: str) -> list[str] | None:
        """What stands for the template's variables; None where it is not this one."""
        found = re.fullmatch(re.sub(r"\\{.*?\\}", "([^/]+)", re.escape(self.template)), path)
        return [*found.groups()] if found and method == self.method else None


def operations() -> list[Operation]:
    found, group, asked = [], "", ("", "")
    for line in TYPES.read_text(encoding="utf-8").splitlines():
        if of := GROUP.match(line):
            group = of[1]
        elif request := REQUEST.search(line):
            asked = (request[1], request[2])
        elif (name := NAME.match(line)) and asked[0]:
            found.append(Operation(*asked, f"{group}.{name[1]}"))
            asked = ("", "")
    return found


def source(exchanges: Sequence[Exchange]) -> str:
    """A program that would do the same."""
    known = operations()
    lines = [
        f'import {{ Api }} from "{TYPES.with_name("index.js")}";',
        "declare const api: Api<string>;",
    ]
    for number, exchange in enumerate(exchanges):
        lines += _call(number, exchange, known)
    return "\n".join(lines) + "\n"


def _call(number: int, exchange: Exchange, known: Sequence[Operation]) -> Iterator[str]:
    asked, told = exchange.asked, exchange.told
    path = asked.path.removeprefix("/api/v1")
    fitting = [(each, each.values(asked.method, path)) for each in known]
    one, values = min(
        ((each, found) for each, found in fitting if found is not None),
        key=lambda pair: len(pair[1]),
    )
    arguments = [_literal(unquote(value)) for value in values]
    if asked.body is not None:
        arguments.append(json.dumps(asked.body))
    elif asked.query:
        pairs = (f"{json.dumps(name)}: {_literal(value)}" for name, value in asked.query)
        arguments.append(f"{{{', '.join(pairs)}}}")
    yield f"api.{one.name}({', '.join(arguments)});"
    if told.status < 300 and not exchange.forced:
        kind = f'Awaited<ReturnType<typeof api.{one.name}>>["data"]'
        yield f"const told{number}: {kind} = {json.dumps(told.data)};"


def _literal(text: str) -> str:
    return text if text.isdecimal() else json.dumps(text)


def wrong(exchanges: Sequence[Exchange], folder: Path) -> list[str]:
    """What the compiler says."""
    program = folder / "exchanges.ts"
    program.write_text(source(exchanges), encoding="utf-8")
    done = subprocess.run(
        [str(NODE / ".bin" / "tsc"), "--noEmit", "--strict", "--skipLibCheck", "--target", "es2022",
         "--module", "esnext", "--moduleResolution", "bundler", "--types", "", str(program)],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 or "error TS" in done.stdout, done.stdout + done.stderr
    return done.stdout.splitlines()
