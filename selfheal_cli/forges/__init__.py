"""Where pull requests are opened: one module per forge."""

from collections.abc import Mapping

from selfheal_cli.forges.base import Connect

FORGES: Mapping[str, Connect] = {}
"""By the name that `--forge` takes; `none` is not among them, it needs no forge."""


def forge_of(remote: str, environ: Mapping[str, str]) -> str:
    """The name in `FORGES` of the forge that git's remote address `remote` leads to, by its host
    and by what a CI system says in `environ`; "" where nothing tells."""
    del remote, environ
    return ""
