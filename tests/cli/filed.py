"""A forge that keeps its pull requests in a file, as a server keeps them: for several processes,
and over the death of any. What it is asked is written down."""

import fcntl
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from selfheal_cli.errors import ForgeError
from selfheal_cli.forges.base import Login, NoLogin, Remark, Request, Standing, State
from selfheal_cli.forges.network import Network

Record = dict[str, Any]


class FiledForge:
    """`before` and `after` are called with each call's name; they may kill or raise."""

    name = "github"
    longest_body = 65_536

    def __init__(self, file: Path, login: Login | NoLogin | None = None) -> None:
        self.file = file
        self.login = login or NoLogin()
        self.before: Callable[[str], None] = lambda call: None
        self.after: Callable[[str], None] = lambda call: None
        if not file.exists():
            file.write_text(json.dumps({"requests": [], "calls": [], "comments": []}))

    def connect(self, remote: str, environ: Mapping[str, str], network: Network) -> "FiledForge":
        del remote, environ, network
        return self

    @contextmanager
    def _called(self, name: str, detail: object = "") -> Iterator[Record]:
        self.before(name)
        with self.file.open("r+") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            data = json.load(stream)
            data["calls"].append([name, detail])
            yield data
            stream.seek(0)
            stream.truncate()
            json.dump(data, stream)
        self.after(name)

    def standing(self, prefix: str) -> Sequence[Standing]:
        with self._called("standing") as data:
            found = [_standing(one) for one in data["requests"]]
        return [one for one in reversed(found) if one.branch.startswith(prefix)]

    def open(self, wanted: Request) -> Standing:
        with self._called("open", wanted.branch) as data:
            alike = [
                one
                for one in data["requests"]
                if (one["branch"], one["base"], one["state"])
                == (wanted.branch, wanted.base, State.OPEN)
            ]
            if not alike:
                number = len(data["requests"]) + 1
                made = {
                    **asdict(wanted),
                    "number": number,
                    "state": State.OPEN,
                    "url": f"#{number}",
                }
                data["requests"].append(made)
                alike = [made]
        return _standing(alike[0])

    def change(self, number: int, wanted: Request) -> Standing:
        with self._called("change", number) as data:
            one = data["requests"][number - 1]
            one.update(title=wanted.title, body=wanted.body, base=wanted.base, draft=wanted.draft)
        return _standing(one)

    def close(self, number: int, words: str) -> None:
        with self._called("close", number) as data:
            data["requests"][number - 1]["state"] = State.CLOSED
            data["comments"].append([number, words])

    def merge_when_green(self, number: int) -> None:
        with self._called("merge", number):
            pass

    def suggest(self, number: int, remarks: Sequence[Remark]) -> int:
        with self._called("suggest", [number, [asdict(one) for one in remarks]]):
            return len(remarks)

    # --- what people do, and what is to be seen ---

    @property
    def data(self) -> Record:
        found: Record = json.loads(self.file.read_text())
        return found

    @property
    def requests(self) -> list[Record]:
        return list(self.data["requests"])

    def opened(self) -> list[Record]:
        return [one for one in self.requests if one["state"] == State.OPEN]

    def calls(self) -> list[str]:
        """Since the last time."""
        data = self.data
        names = [name for name, _ in data["calls"]]
        self.file.write_text(json.dumps({**data, "calls": []}))
        return names

    def settle(self, number: int, state: State) -> None:
        """A person closes or merges it."""
        data = self.data
        data["requests"][number - 1]["state"] = state
        self.file.write_text(json.dumps(data))


def _standing(one: Record) -> Standing:
    return Standing(
        one["number"], State(one["state"]), one["base"], one["branch"], one["title"], one["body"],
        one["draft"], one["url"],
    )  # fmt: skip


def refusing(*names: str) -> Callable[[str], None]:
    """For `before`: these calls fail."""

    def check(call: str) -> None:
        if call in names:
            raise ForgeError(f"{call}: the forge answers 502")

    return check
