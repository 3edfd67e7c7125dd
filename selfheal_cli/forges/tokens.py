"""What proves to a forge who we are: from the environment, or from the forge's own command."""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from selfheal_cli.errors import UsageError
from selfheal_cli.forges.base import Login, NoLogin

ANY = "SELFHEAL_FORGE_TOKEN"
"""The variable that goes before all others, for every forge."""

_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Token:
    """`secret` is never shown; `source` says where it is from; `authorization` is the header's
    value, `git` the user name that goes with it over HTTPS."""

    source: str
    secret: str = field(default="", repr=False)
    authorization: str = field(default="", repr=False)
    git: str = ""

    @property
    def login(self) -> Login | NoLogin:
        """For git."""
        return Login(self.git, self.secret) if self.secret and self.git else NoLogin()

    @property
    def secrets(self) -> tuple[str, ...]:
        """All that must not be seen, the longest first."""
        words = {self.secret, self.authorization, self.authorization.partition(" ")[2]} - {""}
        return tuple(sorted(words, key=len, reverse=True))


NO_TOKEN = Token("no variable")
"""For a rehearsal on what everybody may read."""

Run = Callable[[Sequence[str], str], str]


def bearer(source: str, secret: str, git: str) -> Token:
    """Sent as OAuth 2 tokens are (RFC 6750)."""
    return Token(source, secret, f"Bearer {secret}", git)


def basic(source: str, user: str, secret: str, git: str = "") -> Token:
    """Sent as a user's password is (RFC 7617)."""
    pair = base64.b64encode(f"{user}:{secret}".encode()).decode()
    return Token(source, secret, f"Basic {pair}", git or user)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a forge's token may be: `variables` in this order, then what `command` prints when
    told `given`: the token, or a line `password=` (as git's credential helpers do). `rights` says
    what it needs, as the forge calls them; `caveat` what else is to be known."""

    forge: str
    variables: tuple[str, ...]
    rights: str
    command: tuple[str, ...] = ()
    given: str = ""
    caveat: str = ""


def find(wanted: Wanted, environ: Mapping[str, str], run: Run | None = None) -> tuple[str, str]:
    """The place and the token. Raises UsageError where there is none."""
    for name in (ANY, *wanted.variables):
        value = environ.get(name, "").strip()
        if value and not _is_token(value):
            raise UsageError(f"{name} is not a token: it holds spaces or other signs than ASCII's")
        if value:
            return name, value
    if wanted.command:
        value = _password((run or printed)(wanted.command, wanted.given))
        if _is_token(value):
            return f"`{' '.join(wanted.command)}`", value
    raise missing(wanted)


def _is_token(text: str) -> bool:
    return bool(text) and all("!" <= letter <= "~" for letter in text)


def missing(wanted: Wanted) -> UsageError:
    """There is no token."""
    names = " or ".join((*wanted.variables, ANY))
    own = f", or log in with `{wanted.command[0]}`" if wanted.command else ""
    caveat = f" {wanted.caveat}" if wanted.caveat else ""
    return UsageError(
        f"there is no token for {wanted.forge}",
        f"Set {names}{own}. The token needs {wanted.rights}.{caveat}",
    )


def _password(text: str) -> str:
    lines = (line.removeprefix("password=") for line in text.splitlines() if "password=" in line)
    return next(lines, text).strip()


def printed(command: Sequence[str], given: str = "") -> str:
    """What a program prints; "" where it is missing or fails. It asks nobody anything."""
    program = shutil.which(command[0])
    if program is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - a literal command of ours with a host's name in it
            [program, *command[1:]], capture_output=True, text=True, timeout=_SECONDS,
            input=given, check=False,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return done.stdout if done.returncode == 0 else ""
