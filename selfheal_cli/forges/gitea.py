"""Gitea and Forgejo: their REST API, version 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from selfheal_cli.errors import ForgeError
from selfheal_cli.forges import tokens
from selfheal_cli.forges.base import Login, NoLogin, Remark, Request, Standing, State
from selfheal_cli.forges.client import Client, Manners, Refused, Rehearsed
from selfheal_cli.forges.network import Network
from selfheal_cli.forges.once import comment_once, once
from selfheal_cli.forges.readings import UNOPENED, as_courtesy, as_wanted, plain, read, undrafted
from selfheal_cli.forges.remotes import Repository, repository

RIGHTS = "`write:repository` and `write:issue`"
_DRAFTS = ("WIP:", "[WIP]", "Draft:", "[Draft]")
_SIZE = 50
_COLOUR = "#ededed"


def connect(remote: str, environ: Mapping[str, str], network: Network) -> Gitea:
    """As `base.Connect`."""
    found = repository(remote, environ)
    if len(found.parts) != 2:
        raise ForgeError(f"{found.path}: is not an owner and a repository of Gitea")
    wanted = tokens.Wanted(
        f"Gitea or Forgejo ({found.host})",
        ("GITEA_TOKEN", "FORGEJO_TOKEN"),
        RIGHTS,
        ("tea", "login", "helper", "get"),
        given=f"protocol=https\nhost={found.host}\n\n",
    )
    source, secret = tokens.find(wanted, environ)
    token = tokens.Token(source, secret, f"token {secret}", "selfheal")
    client = Client(network, f"{found.web}/api/v1", token, Manners({}, RIGHTS))
    return Gitea(found, client, token.login)


class Gitea:
    """A repository there. A draft is one whose title begins so."""

    name = "gitea"
    longest_body = 65_535

    def __init__(self, found: Repository, client: Client, login: Login | NoLogin) -> None:
        self._at = f"/repos/{found.quoted}"
        self._client = client
        self.login = login

    def standing(self, prefix: str) -> Sequence[Standing]:
        """As `Forge`."""
        found = [
            each
            for each in read(self._client, self._pulls("all"), list)
            if read(self._client, each, _own) and each["head"]["label"].startswith(prefix)
        ]
        made = [read(self._client, each, _standing) for each in found]
        return sorted(made, key=lambda each: -each.number)

    def open(self, wanted: Request) -> Standing:
        """As `Forge`."""

        def make() -> Any:
            body = {
                "head": wanted.branch, "base": wanted.base, "title": _title(wanted),
                "body": wanted.body, "labels": self._labels(wanted.labels),
            }  # fmt: skip
            at = f"{self._at}/pulls"
            return self._client.write("POST", at, body, lambda: self._there(wanted))

        got, new = once(lambda: self._there(wanted), make, (409, 422))
        if isinstance(got, Rehearsed):
            return as_wanted(wanted)
        found = read(self._client, got, _standing)
        if new or not got.get("requested_reviewers"):
            self._invite(found.number, wanted.reviewers)
        return found if new else self.change(found.number, wanted)

    def change(self, number: int, wanted: Request) -> Standing:
        """As `Forge`."""
        at = f"{self._at}/pulls/{number}"
        got = self._client.write("PATCH", at, {"title": _title(wanted), "body": wanted.body})
        if isinstance(got, Rehearsed):
            return as_wanted(wanted, number)
        if read(self._client, got, lambda data: data["base"]["ref"]) != wanted.base:
            got = self._client.write("PATCH", at, {"base": wanted.base})
        has = {label["name"] for label in got.get("labels") or ()}
        missing = self._labels([each for each in wanted.labels if each not in has])
        if missing:
            issue = f"{self._at}/issues/{number}/labels"
            self._client.write("POST", issue, {"labels": missing})
        return read(self._client, got, _standing)

    def close(self, number: int, words: str) -> None:
        """As `Forge`."""
        at = f"{self._at}/issues/{number}/comments"
        comment_once(
            self._client, at, words,
            lambda: [each["body"] for each in read(self._client, self._client.get(at), list)],
            lambda text: {"body": text},
        )  # fmt: skip
        self._client.write("PATCH", f"{self._at}/pulls/{number}", {"state": "closed"})

    def merge_when_green(self, number: int) -> None:
        """As `Forge`. Gitea merges at once where no check is there; that is not asked for."""
        if not number:
            self._client.say(UNOPENED)
            return
        at = f"{self._at}/pulls/{number}"
        sha = read(self._client, self._client.get(at), lambda data: data["head"]["sha"])
        status = self._client.get(f"{self._at}/commits/{sha}/status")
        if not read(self._client, status, lambda data: data["total_count"]):
            raise ForgeError(
                f"#{number} has no checks that its merging could wait for",
                "Ask again when they have begun, or merge it by hand.",
            )
        style = self._client.get(self._at).get("default_merge_style") or "merge"
        body = {"Do": style, "merge_when_checks_succeed": True, "head_commit_id": sha}
        try:
            self._client.write("POST", f"{at}/merge", body)
        except Refused as error:
            if error.status != 409:  # it is scheduled already
                raise

    def suggest(self, number: int, remarks: Sequence[Remark]) -> int:
        """Raises ForgeError: there is no comment there that a click would take over."""
        del number, remarks
        raise ForgeError("Gitea and Forgejo have no suggestions", "Open a pull request instead.")

    def _pulls(self, state: str) -> Any:
        return self._client.pages(f"{self._at}/pulls", {"state": state, "limit": _SIZE}, _SIZE)

    def _there(self, wanted: Request) -> Any:
        for each in self._pulls("open"):
            where = read(self._client, each, _where)
            if where == (wanted.branch, wanted.base) and _own(each):
                return each
        return None

    def _labels(self, names: Sequence[str]) -> list[int]:
        """Their numbers; those that are missing are made."""
        if not names:
            return []
        found = self._client.pages(f"{self._at}/labels", {"limit": _SIZE}, _SIZE)
        there = read(
            self._client, found, lambda items: {item["name"]: item["id"] for item in items}
        )
        for name in (each for each in names if each not in there):
            there |= self._label(name)
        return [there[name] for name in names if name in there]

    def _label(self, name: str) -> dict[str, int]:
        body = {"name": name, "color": _COLOUR}
        try:
            got = self._client.write("POST", f"{self._at}/labels", body)
        except Refused as error:
            self._client.say(f"label {name} is left out: {error.message}")
            return {}
        if isinstance(got, Rehearsed):
            return {}
        return read(self._client, got, lambda data: {name: data["id"]})

    def _invite(self, number: int, reviewers: Sequence[str]) -> None:
        for each in reviewers:
            self._invite_one(number, each)

    def _invite_one(self, number: int, name: str) -> None:
        at = f"{self._at}/pulls/{number}/requested_reviewers"
        body = {"team_reviewers" if "/" in name else "reviewers": [name.rpartition("/")[2]]}
        what = f"#{number}: reviewer {name}"
        as_courtesy(self._client, what, lambda: self._client.write("POST", at, body))


def _where(data: Any) -> tuple[str, str]:
    return data["head"]["label"], data["base"]["ref"]


def _title(wanted: Request) -> str:
    return f"WIP: {wanted.title}" if wanted.draft else wanted.title


def _own(data: Any) -> bool:
    """Whether its branch is in the repository itself, or was."""
    return bool(data["head"].get("repo_id") == data["base"]["repo_id"])


def _standing(data: Any) -> Standing:
    state = State.MERGED if data["merged"] else State(data["state"])
    title = undrafted(data["title"], _DRAFTS)
    return Standing(
        data["number"], state, data["base"]["ref"], data["head"]["label"], title,
        plain(data["body"]), title != data["title"], data["html_url"],
    )  # fmt: skip
