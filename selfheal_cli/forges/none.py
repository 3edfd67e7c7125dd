"""No forge: branches are pushed, and pull requests are people's own business."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from selfheal_cli.errors import ForgeError
from selfheal_cli.forges.base import NoLogin, Remark, Request, Standing
from selfheal_cli.forges.network import Network
from selfheal_cli.forges.readings import as_wanted


def connect(remote: str, environ: Mapping[str, str], network: Network) -> NoForge:
    """As `base.Connect`; whatever the remote is."""
    del remote, environ, network
    return NoForge()


class NoForge:
    """Knows of no pull requests, and opens none."""

    name = "none"
    login = NoLogin()
    longest_body = 65_536

    def standing(self, prefix: str) -> Sequence[Standing]:
        """As `Forge`."""
        del prefix
        return ()

    def open(self, wanted: Request) -> Standing:
        """As `Forge`; its number is 0."""
        return as_wanted(wanted)

    def change(self, number: int, wanted: Request) -> Standing:
        """As `Forge`."""
        return as_wanted(wanted, number)

    def close(self, number: int, words: str) -> None:
        """As `Forge`."""
        del number, words

    def merge_when_green(self, number: int) -> None:
        """As `Forge`."""
        del number
        raise ForgeError("there is no forge that could merge", "Name one with --forge.")

    def suggest(self, number: int, remarks: Sequence[Remark]) -> int:
        """As `Forge`."""
        del number, remarks
        raise ForgeError("there is no forge to make suggestions on", "Name one with --forge.")
