"""A git directory of its own that sees a repository's objects and settings and writes nothing
there: whatever is fetched, committed or left behind by a kill stays outside of it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from git import Git
from git.exc import GitError

from selfheal_cli.errors import ForgeError, UsageError
from selfheal_cli.forges.base import Login, NoLogin

_SECONDS = 600
# Settings that are about the working tree or the git directory itself, which are others here;
# includes are resolved when they are listed.
_OWN = (
    "core.bare", "core.worktree", "core.hookspath", "core.sparsecheckout", "core.fsmonitor",
    "core.repositoryformatversion", "i18n.commitencoding",
)  # fmt: skip
_OWN_SECTIONS = ("include.", "includeif.", "extensions.")
_USERINFO = re.compile(r"(://)[^\s/@]+@")
# git asks `Username for 'https://host': `, `Password for 'https://name@host': `; with a path after
# the host where it is configured so.
_ASKPASS = """#!/bin/sh
asked=${1#*\\'}
asked=${asked%\\'*}
case "$asked" in https://*) ;; *) exit 1 ;; esac
asked=${asked#https://}
asked=${asked%%/*}
[ "${asked##*@}" = "$SELFHEAL_GIT_HOST" ] || exit 1
case "$1" in
  Username*) printf '%s\\n' "$SELFHEAL_GIT_NAME" ;;
  *) printf '%s\\n' "$SELFHEAL_GIT_PASSWORD" ;;
esac
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a git command answered."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """The output as text, without the line end."""
        return self.out.decode("utf-8", "surrogateescape").rstrip("\n")

    @property
    def reason(self) -> str:
        """What git says went wrong, on one line."""
        lines = [line.strip() for line in self.err.splitlines() if line.strip()]
        wrong = [line for line in lines if re.match(r"(fatal|error|remote):|!", line)]
        told = "".join(
            sign if sign.isprintable() else " " for sign in "; ".join((wrong or lines)[:3])
        )
        return told[:400] or f"ended with {self.code}"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository as it is found on the disk. `top`: of its working tree; `prefix` leads from
    there to the source root, with a slash at the end."""

    top: Path
    prefix: str
    settings: tuple[tuple[str, str], ...]
    objects: Path
    objects_format: str
    shallow: Path
    attributes: Path
    head: str

    def setting(self, name: str) -> str:
        """The last value of a setting; "" where there is none."""
        return dict(self.settings).get(name, "")

    @property
    def remote(self) -> str:
        """The remote's name that is meant where none is given. Raises UsageError."""
        names = [
            key.removeprefix("remote.").removesuffix(".url")
            for key, _ in self.settings
            if key.startswith("remote.") and key.endswith(".url")
        ]
        if "origin" in names or len(set(names)) == 1:
            return "origin" if "origin" in names else names[0]
        raise UsageError(
            f"{self.top}: no remote is called origin",
            "Name one by --remote" + (f": {', '.join(dict.fromkeys(names))}." if names else "."),
        )

    def address(self, remote: str) -> str:
        """Where git pushes to for a remote's name; an address stays as it is."""
        said = _ask(self.top, "remote", "get-url", "--push", "--", remote)
        return said.text.split("\n", 1)[0] if said.code == 0 else remote

    def flag(self, name: str) -> bool:
        """A setting that is on or off."""
        return self.setting(name).lower() in ("true", "yes", "on", "1")


def repository(root: Path) -> Repository:
    """The one around `root`. Raises UsageError where there is none."""
    top = _ask(root, "rev-parse", "--show-toplevel")
    if top.code or not top.text:
        raise UsageError(
            f"{root}: is not in the working tree of a git repository", _first(masked(top.err))
        )
    here = Path(top.text)
    listed = _ask(here, "config", "--list", "-z", "--includes").out
    ref_format = _ask(here, "rev-parse", "--show-object-format").text
    head = _ask(here, "rev-parse", "--quiet", "--verify", "HEAD^{commit}")
    return Repository(
        top=here,
        prefix=_ask(root, "rev-parse", "--show-prefix").text,
        settings=tuple(_settings(listed)),
        objects=_inside(here, "objects"),
        objects_format=ref_format,
        shallow=_inside(here, "shallow"),
        attributes=_inside(here, "info/attributes"),
        head=head.text if head.code == 0 else "",
    )


def _inside(top: Path, name: str) -> Path:
    return top / _ask(top, "rev-parse", "--git-path", name).text


def _settings(listed: bytes) -> Iterator[tuple[str, str]]:
    for item in listed.decode("utf-8", "surrogateescape").split("\0"):
        key, stated, value = item.partition("\n")
        if key:
            yield key, value if stated else "true"


@dataclass(frozen=True, slots=True)
class Quarantine:
    """Git commands that run in a directory of their own, on the objects of `repository`."""

    repository: Repository
    folder: Path
    environment: Mapping[str, str] = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def ask(self, *words: str, given: bytes = b"", index: Path | None = None) -> Said:
        """Runs git with `given` on its standard input, whatever it says."""
        extra = {"GIT_INDEX_FILE": str(index)} if index else {}
        said = _ask(self.repository.top, *words, given=given, env={**self.environment, **extra})
        return Said(said.code, said.out, masked(said.err, self.secrets))

    def run(self, *words: str, given: bytes = b"", index: Path | None = None) -> Said:
        """The same. Raises ForgeError where git refuses."""
        said = self.ask(*words, given=given, index=index)
        if said.code:
            raise ForgeError(f"git {words[0]}: {said.reason}")
        return said


@contextmanager
def quarantine(found: Repository, login: Login | NoLogin, host: str = "") -> Iterator[Quarantine]:
    """Gone with all that is in it when the block ends. `login` is what git may answer to `host`
    and to no other, where it has no credentials of its own."""
    with tempfile.TemporaryDirectory(prefix="selfheal-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _furnish(found, folder)
        environment = {**_environment(found, folder), **_answers(folder, login, host)}
        secrets = (login.password,) if isinstance(login, Login) else ()
        yield Quarantine(found, folder, environment, secrets)


def _furnish(found: Repository, folder: Path) -> None:
    inner = folder / "git"
    for part in ("objects/info", "refs/haves", "info"):
        (inner / part).mkdir(parents=True)
    (inner / "HEAD").write_text("ref: refs/heads/none\n")
    (inner / "objects/info/alternates").write_bytes(os.fsencode(found.objects) + b"\n")
    if found.head:  # so that a fetch knows what is there already
        (inner / "refs/haves/head").write_text(f"{found.head}\n")
    lines = ["[core]", "repositoryformatversion = 1", "[extensions]"]
    lines += [f"objectformat = {found.objects_format}"] if found.objects_format else []
    partial = found.setting("extensions.partialclone")
    lines += [f'partialclone = "{partial}"'] if partial else []
    (inner / "config").write_text("\n".join((*lines, "")))
    for source, target in ((found.shallow, "shallow"), (found.attributes, "info/attributes")):
        if source.is_file():
            (inner / target).write_bytes(source.read_bytes())


def _environment(found: Repository, folder: Path) -> dict[str, str]:
    kept = [
        (key, value)
        for key, value in found.settings
        if key not in _OWN and not key.startswith(_OWN_SECTIONS)
    ]
    settings = {"GIT_CONFIG_COUNT": str(len(kept))}
    for number, (key, value) in enumerate(kept):
        settings[f"GIT_CONFIG_KEY_{number}"] = key
        settings[f"GIT_CONFIG_VALUE_{number}"] = value
    return settings | {
        "GIT_DIR": str(folder / "git"),
        "GIT_WORK_TREE": str(found.top),
        "GIT_INDEX_FILE": str(folder / "index"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_PARAMETERS": "",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _answers(folder: Path, login: Login | NoLogin, host: str) -> dict[str, str]:
    """The token reaches git through the environment, which no other user can read."""
    if isinstance(login, NoLogin) or not host:
        return {}
    program = folder / "askpass"
    program.write_text(_ASKPASS)
    program.chmod(0o700)
    return {
        "GIT_ASKPASS": str(program),
        "SELFHEAL_GIT_HOST": host,
        "SELFHEAL_GIT_NAME": login.name,
        "SELFHEAL_GIT_PASSWORD": login.password,
    }


def _ask(
    folder: Path, *words: str, given: bytes = b"", env: Mapping[str, str] | None = None
) -> Said:
    """Raises ForgeError where git itself cannot be started or does not come to an end."""
    with tempfile.TemporaryFile() as stream:
        stream.write(given)
        stream.seek(0)
        try:
            code, out, err = Git(folder).execute(
                ["git", *words], istream=stream, with_extended_output=True,
                with_exceptions=False, stdout_as_string=False, strip_newline_in_stdout=False,
                kill_after_timeout=None if os.name == "nt" else _SECONDS, env=dict(env or {}),
            )  # fmt: skip
        except (GitError, OSError) as error:
            raise ForgeError(f"git {words[0]} cannot be run ({type(error).__name__})") from None
    return Said(code, out, err)


def masked(text: str, secrets: Sequence[str] = ()) -> str:
    """`text` without these secrets and without logins in addresses."""
    for secret in secrets:
        text = text.replace(secret, "***") if secret else text
    return _USERINFO.sub(r"\1***@", text)


def _first(text: str) -> str:
    return text.strip().split("\n", 1)[0]
