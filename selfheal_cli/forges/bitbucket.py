"""Bitbucket Cloud: its REST API, version 2.0."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from selfheal_cli.errors import ForgeError, UsageError
from selfheal_cli.forges import tokens
from selfheal_cli.forges.base import Login, NoLogin, Remark, Request, Standing, State
from selfheal_cli.forges.client import Client, Manners, Rehearsed
from selfheal_cli.forges.network import Network
from selfheal_cli.forges.once import comment_once, once
from selfheal_cli.forges.readings import as_wanted, plain, read
from selfheal_cli.forges.remotes import Repository, repository

RIGHTS = "the scopes `pullrequest:write` and `repository:write`"
_HOST = "bitbucket.org"
_STATES = ("OPEN", "MERGED", "DECLINED", "SUPERSEDED")
_SIZE = 50


def connect(remote: str, environ: Mapping[str, str], network: Network) -> Bitbucket:
    """As `base.Connect`."""
    found = repository(remote, environ)
    own_server = found.host.startswith(("bitbucket.", "stash.")) and found.host != _HOST
    if len(found.parts) != 2 or own_server:
        raise UsageError(
            f"{found.path}: is not a workspace and a repository of Bitbucket Cloud",
            "Bitbucket Data Center is not served: use --forge none, and open the pull request "
            "for the pushed branch there.",
        )
    token = _token(environ)
    base = "https://api.bitbucket.org" if found.host == _HOST else found.web
    client = Client(network, f"{base}/2.0", token, Manners({}, RIGHTS))
    return Bitbucket(found, client, token.login)


def _token(environ: Mapping[str, str]) -> tokens.Token:
    """An access token; or a user's (or their e-mail's) with an app password or API token."""
    user = environ.get("BITBUCKET_USERNAME", "").strip()
    password = "BITBUCKET_APP_PASSWORD"  # noqa: S105 - the name of a variable
    wanted = tokens.Wanted(
        "Bitbucket",
        ("BITBUCKET_TOKEN", *([password] if user else [])),
        RIGHTS,
        caveat=f"BITBUCKET_USERNAME with {password} (an app password or API token) will do, too.",
    )
    source, secret = tokens.find(wanted, environ)
    if source == password:
        return tokens.basic(source, user, secret)
    return tokens.bearer(source, secret, "x-token-auth")


class Bitbucket:
    """A repository there."""

    name = "bitbucket"
    longest_body = 32_768

    def __init__(self, found: Repository, client: Client, login: Login | NoLogin) -> None:
        self._path = found.path
        self._at = f"/repositories/{found.quoted}/pullrequests"
        self._members = f"/workspaces/{quote(found.parts[0])}/members"
        self._client = client
        self.login = login

    def standing(self, prefix: str) -> Sequence[Standing]:
        """As `Forge`."""
        found = self._pulls(f'source.branch.name ~ "{_quoted(prefix)}"', _STATES)
        return read(
            self._client,
            found,
            lambda items: [
                _standing(each)
                for each in items
                if each["source"]["branch"]["name"].startswith(prefix) and _own(each)
            ],
        )

    def open(self, wanted: Request) -> Standing:
        """As `Forge`."""

        def make() -> Any:
            people = [{"uuid": each} for each in self._people(wanted.reviewers)]
            body = {
                **_body(wanted), "source": {"branch": {"name": wanted.branch}},
                "reviewers": people,
            }  # fmt: skip
            return self._client.write("POST", self._at, body, lambda: self._there(wanted))

        self._unlabelled(wanted.labels)
        got, new = once(lambda: self._there(wanted), make, (400, 409))
        if isinstance(got, Rehearsed):
            return as_wanted(wanted)
        found = read(self._client, got, _standing)
        return found if new else self.change(found.number, wanted)

    def change(self, number: int, wanted: Request) -> Standing:
        """As `Forge`. Reviewers are given again as they are: what is not given may be taken for
        none."""
        at = f"{self._at}/{number}"
        there = self._client.get(at)
        people = read(
            self._client, there, lambda data: [{"uuid": each["uuid"]} for each in data["reviewers"]]
        )
        got = self._client.write("PUT", at, {**_body(wanted), "reviewers": people})
        if isinstance(got, Rehearsed):
            return as_wanted(wanted, number)
        return read(self._client, got, _standing)

    def close(self, number: int, words: str) -> None:
        """As `Forge`. Bitbucket cannot open it again."""
        at = f"{self._at}/{number}"
        comment_once(
            self._client, f"{at}/comments", words,
            lambda: [
                (each.get("content") or {}).get("raw") or ""
                for each in self._listed(f"{at}/comments", {"pagelen": _SIZE})
            ],
            lambda text: {"content": {"raw": text}},
        )  # fmt: skip

        def declined() -> Any:
            got = self._client.get(at)
            return got if got.get("state") == "DECLINED" else None

        if declined() is None:
            self._client.write("POST", f"{at}/decline", {}, declined)

    def merge_when_green(self, number: int) -> None:
        """Raises ForgeError: Bitbucket's API cannot be asked for it."""
        raise ForgeError(
            f"#{number} is not merged by itself: Bitbucket cannot be asked for that",
            "Merge it by hand, or leave --auto-merge out.",
        )

    def suggest(self, number: int, remarks: Sequence[Remark]) -> int:
        """Raises ForgeError: not done for Bitbucket."""
        del number, remarks
        raise ForgeError(
            "suggestions are made on GitHub and GitLab only", "Open a pull request instead."
        )

    def _pulls(self, condition: str, states: Sequence[str]) -> Iterator[Any]:
        query = [("state", state) for state in states]
        query += [("q", condition), ("sort", "-created_on"), ("pagelen", str(_SIZE))]
        return self._listed(self._at, query)

    def _listed(self, at: str, query: Any) -> Iterator[Any]:
        """Bitbucket names the next page's address itself."""
        page = self._client.get(at, query)
        while True:
            yield from read(self._client, page, lambda data: data["values"])
            if not page.get("next"):
                return
            page = self._client.get(page["next"])

    def _there(self, wanted: Request) -> Any:
        condition = (
            f'source.branch.name = "{_quoted(wanted.branch)}" AND '
            f'destination.branch.name = "{_quoted(wanted.base)}"'
        )
        return next((each for each in self._pulls(condition, ["OPEN"]) if _own(each)), None)

    def _people(self, names: Sequence[str]) -> list[str]:
        """Their ids, by what the workspace's members are called. It no longer shows user names."""
        if not names:
            return []
        members = list(self._listed(self._members, {"pagelen": _SIZE}))
        known = read(self._client, members, lambda items: dict(_callings(items)))
        for name in (each for each in names if each not in known):
            self._client.say(f"reviewer {name} is left out: the workspace has no such member")
        return [known[name] for name in names if name in known]

    def _unlabelled(self, labels: Sequence[str]) -> None:
        if labels:
            self._client.say(f"label {', '.join(labels)} is left out: Bitbucket has no labels")


def _body(wanted: Request) -> dict[str, Any]:
    return {
        "title": wanted.title, "description": wanted.body, "draft": wanted.draft,
        "destination": {"branch": {"name": wanted.base}},
    }  # fmt: skip


def _quoted(text: str) -> str:
    """Within a string of Bitbucket's query language."""
    return re.sub(r'(["\\])', r"\\\1", text)


def _callings(members: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for member in members:
        user = member["user"]
        for key in ("uuid", "account_id", "nickname", "display_name"):
            if user.get(key):
                yield user[key], user["uuid"]


def _own(data: Any) -> bool:
    """Whether its branch is in the repository itself; a fork that is gone is null."""
    source = data["source"].get("repository") or {}
    return bool(source.get("full_name") == data["destination"]["repository"]["full_name"])


def _standing(data: Any) -> Standing:
    state = {"OPEN": State.OPEN, "MERGED": State.MERGED}.get(data["state"], State.CLOSED)
    return Standing(
        data["id"], state, data["destination"]["branch"]["name"],
        data["source"]["branch"]["name"], data["title"], plain(data.get("description")),
        data.get("draft", False), data["links"]["html"]["href"],
    )  # fmt: skip
