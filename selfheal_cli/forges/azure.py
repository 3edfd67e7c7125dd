"""Azure DevOps, its services and its server: the Git REST API, version 7.0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from selfheal_cli.errors import ForgeError
from selfheal_cli.forges import tokens
from selfheal_cli.forges.base import Login, NoLogin, Remark, Request, Standing, State
from selfheal_cli.forges.client import Client, Manners, Rehearsed
from selfheal_cli.forges.network import Network
from selfheal_cli.forges.once import comment_once, once
from selfheal_cli.forges.readings import UNOPENED, as_courtesy, as_wanted, plain, read
from selfheal_cli.forges.remotes import Repository, repository

RIGHTS = "`Code (read & write)` and `Pull Request Threads (read & write)`"
_CLOUD = "dev.azure.com"
_HEADS = "refs/heads/"
_STATES = {"active": State.OPEN, "completed": State.MERGED}
_SIZE = 100
# What Azure's own command asks a token for (the resource "Azure DevOps").
_RESOURCE = "499b84ac-1321-427f-aa17-267ca6975798"
_VERSION = {"api-version": "7.0"}


def connect(remote: str, environ: Mapping[str, str], network: Network) -> Azure:
    """As `base.Connect`."""
    place = _place(repository(remote, environ))
    wanted = tokens.Wanted(
        "Azure DevOps",
        ("AZURE_DEVOPS_EXT_PAT", "SYSTEM_ACCESSTOKEN"),
        RIGHTS,
        ("az", "account", "get-access-token", "--resource", _RESOURCE, "--query", "accessToken",
         "--output", "tsv"),
        caveat="In a pipeline: `env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)`, and the right "
        "`Contribute to pull requests` for the build service.",
    )  # fmt: skip
    source, secret = tokens.find(wanted, environ)
    # Entra's and a pipeline's are JSON web tokens, for which Basic is not meant.
    web_token = secret.count(".") == 2
    token = (
        tokens.bearer(source, secret, "selfheal")
        if web_token
        else tokens.basic(source, "", secret, "selfheal")
    )
    client = Client(network, place[0], token, Manners({}, RIGHTS))
    return Azure(client, place[1], place[2], token.login)


def _place(found: Repository) -> tuple[str, str, str]:
    """Where the organisation's addresses begin, the project, and the repository."""
    parts = [part for part in found.parts if part.lower() != "defaultcollection"]
    base = found.web
    if found.host == _CLOUD and parts[0] == "v3":
        del parts[0]
    elif found.host.endswith(".visualstudio.com"):
        base, parts = f"https://{_CLOUD}", [found.host.split(".")[0], *parts]
    plain_parts = [part for part in parts if part != "_git"]
    if len(plain_parts) == 2:  # a project's first repository is called as the project is
        plain_parts.append(plain_parts[1])
    if len(plain_parts) != 3:
        raise ForgeError(f"{found.path}: is not an organisation, project and repository of Azure")
    organisation, project, name = plain_parts
    return f"{base}/{quote(organisation)}", project, name


class Azure:
    """A repository there."""

    name = "azure"
    longest_body = 4_000

    def __init__(self, client: Client, project: str, name: str, login: Login | NoLogin) -> None:
        self._client = client
        self._at = f"/{quote(project)}/_apis/git/repositories/{quote(name)}/pullrequests"
        self._pages = f"/{quote(project)}/_git/{quote(name)}/pullrequest"
        self.login = login

    def standing(self, prefix: str) -> Sequence[Standing]:
        """As `Forge`."""
        found = self._pulls({"searchCriteria.status": "all"})
        return read(
            self._client,
            found,
            lambda items: [
                self._standing(each)
                for each in items
                if each["sourceRefName"].startswith(_HEADS + prefix) and "forkSource" not in each
            ],
        )

    def open(self, wanted: Request) -> Standing:
        """As `Forge`."""

        def make() -> Any:
            body = {
                **_body(wanted), "sourceRefName": _HEADS + wanted.branch,
                "labels": [{"name": each} for each in wanted.labels],
                "reviewers": [{"id": each} for each in self._people(wanted.reviewers)],
            }  # fmt: skip
            return self._write("POST", self._at, body, lambda: self._there(wanted))

        got, new = once(lambda: self._there(wanted), make, (400, 409))
        if isinstance(got, Rehearsed):
            return as_wanted(wanted)
        found = read(self._client, got, self._standing)
        return found if new else self.change(found.number, wanted)

    def change(self, number: int, wanted: Request) -> Standing:
        """As `Forge`. The base is given only where it is another: Azure starts the review anew."""
        at = f"{self._at}/{number}"
        body = _body(wanted)
        if self._client.get(at, _VERSION).get("targetRefName") == body["targetRefName"]:
            del body["targetRefName"]
        got = self._write("PATCH", at, body)
        for label in wanted.labels:
            self._label(number, label)
        if isinstance(got, Rehearsed):
            return as_wanted(wanted, number)
        return read(self._client, got, self._standing)

    def close(self, number: int, words: str) -> None:
        """As `Forge`."""
        at = f"{self._at}/{number}/threads"
        comment_once(
            self._client, f"{at}?api-version=7.0", words, lambda: self._comments(at),
            lambda text: {
                "comments": [{"parentCommentId": 0, "content": text, "commentType": "text"}],
                "status": "closed",
            },
        )  # fmt: skip
        self._write("PATCH", f"{self._at}/{number}", {"status": "abandoned"})

    def merge_when_green(self, number: int) -> None:
        """As `Forge`: it is completed when the base branch's policies hold."""
        if not number:
            self._client.say(UNOPENED)
            return
        got = self._client.get("/_apis/connectionData", {"api-version": "7.0-preview.1"})
        me = read(self._client, got, lambda data: data["authenticatedUser"]["id"])
        self._write("PATCH", f"{self._at}/{number}", {"autoCompleteSetBy": {"id": me}})

    def suggest(self, number: int, remarks: Sequence[Remark]) -> int:
        """Raises ForgeError: not done for Azure."""
        del number, remarks
        raise ForgeError(
            "suggestions are made on GitHub and GitLab only", "Open a pull request instead."
        )

    def _write(self, method: str, at: str, body: object, there: Any = lambda: None) -> Any:
        return self._client.write(method, at, body, there, _VERSION)

    def _pulls(self, query: Mapping[str, str | int]) -> Any:
        return self._client.pages(
            self._at, {**query, **_VERSION, "$top": _SIZE}, _SIZE,
            place=lambda page: {"$skip": (page - 1) * _SIZE}, items=_values,
        )  # fmt: skip

    def _there(self, wanted: Request) -> Any:
        query = {
            "searchCriteria.status": "active",
            "searchCriteria.sourceRefName": _HEADS + wanted.branch,
            "searchCriteria.targetRefName": _HEADS + wanted.base,
        }
        own = (each for each in self._pulls(query) if "forkSource" not in each)
        return next(own, None)

    def _comments(self, at: str) -> list[str]:
        threads = self._client.get(at, _VERSION)
        return read(
            self._client,
            threads,
            lambda data: [
                each.get("content") or "" for thread in data["value"] for each in thread["comments"]
            ],
        )

    def _label(self, number: int, label: str) -> None:
        at = f"{self._at}/{number}/labels"
        as_courtesy(
            self._client, f"label {label}", lambda: self._write("POST", at, {"name": label})
        )

    def _people(self, names: Sequence[str]) -> list[str]:
        """Their ids: what is one already stays. Names are looked up nowhere: that would need
        another server and another right of the token."""
        known = [name for name in names if len(name) == 36 and name.count("-") == 4]
        for name in (each for each in names if each not in known):
            self._client.say(f"reviewer {name} is left out: Azure takes the ids of identities only")
        return known

    def _standing(self, data: Any) -> Standing:
        number = data["pullRequestId"]
        return Standing(
            number, _STATES.get(data["status"], State.CLOSED),
            data["targetRefName"].removeprefix(_HEADS), data["sourceRefName"].removeprefix(_HEADS),
            data["title"], plain(data.get("description")), data.get("isDraft", False),
            f"{self._client.base}{self._pages}/{number}",
        )  # fmt: skip


def _body(wanted: Request) -> dict[str, Any]:
    return {
        "title": wanted.title, "description": wanted.body, "isDraft": wanted.draft,
        "targetRefName": _HEADS + wanted.base,
    }  # fmt: skip


def _values(data: Any) -> Any:
    return data["value"]
