"""Where a repository is: git's remote address, or the address that a browser shows, taken apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from selfheal_cli.errors import ForgeError

PAGE = "SELFHEAL_FORGE_URL"
"""The variable for the address of the repository's page, where the remote's tells another."""

_SCP = re.compile(r"(?:[^@/\s]+@)?(?P<host>[\w.-]+|\[[\da-fA-F:]+\]):(?P<path>(?!//)[^\s]+)")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
# Names that only ssh is served at, and where the forge itself is.
_ELSEWHERE = {
    "ssh.github.com": "github.com",
    "www.github.com": "github.com",
    "altssh.gitlab.com": "gitlab.com",
    "altssh.bitbucket.org": "bitbucket.org",
    "ssh.dev.azure.com": "dev.azure.com",
    "vs-ssh.visualstudio.com": "dev.azure.com",
}


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository at a forge. `web` is scheme, host and port of the forge's pages, as far as the
    address tells; `path` leads from there to the repository, decoded and without `.git`."""

    web: str
    path: str

    @property
    def host(self) -> str:
        """Without a port, lower case."""
        return urlsplit(self.web).hostname or ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The path, taken apart."""
        return tuple(self.path.split("/"))

    @property
    def quoted(self) -> str:
        """The path, for an address."""
        return quote(self.path)


def repository(remote: str, environ: Mapping[str, str]) -> Repository:
    """The one that a remote address leads to, or that `PAGE` in `environ` names. Raises ForgeError
    where it leads to no forge."""
    text = (environ.get(PAGE) or remote).strip()
    if text and not _DRIVE.match(text):
        scheme, separator, _ = text.partition("://")
        if separator and scheme in ("http", "https", "ssh", "git", "git+ssh", "ssh+git"):
            return _of_address(text, scheme)
        short = _SCP.fullmatch(text)
        if short and not separator:
            return _at("https", short["host"], "", short["path"])
    raise ForgeError(
        "the remote's address leads to no forge (it is not https://, ssh:// or user@host:path)",
        f"Put the repository's address, as a browser shows it, into {PAGE}; or use --forge none.",
    )


def _of_address(text: str, scheme: str) -> Repository:
    try:
        address = urlsplit(text)
        host, port, path = address.hostname or "", address.port, address.path
    except ValueError:
        host, port, path = "", None, ""
    if scheme not in ("http", "https"):  # the port is that of ssh; the pages are elsewhere
        return _at("https", host, "", path)
    return _at(scheme, host, f":{port}" if port else "", path)


def _at(scheme: str, host: str, port: str, path: str) -> Repository:
    name = host.lower()
    whole = unquote(path).strip("/").removesuffix(".git")
    if not name or "/" not in whole:
        raise ForgeError("the remote's address names no owner and repository")
    shown = f"[{name.strip('[]')}]" if ":" in name else _ELSEWHERE.get(name, name)
    return Repository(f"{scheme}://{shown}{port}", whole)
