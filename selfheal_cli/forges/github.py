"""GitHub, and GitHub Enterprise: REST (version 2022-11-28), and GraphQL for what only that has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from selfheal_cli.errors import ForgeError
from selfheal_cli.forges import queries, tokens
from selfheal_cli.forges.base import Login, NoLogin, Remark, Request, Standing, State
from selfheal_cli.forges.client import Client, Manners, Refused, Rehearsed
from selfheal_cli.forges.hunks import Hunk, covering, hunks
from selfheal_cli.forges.network import Network
from selfheal_cli.forges.once import comment_once, once
from selfheal_cli.forges.queries import GraphQL
from selfheal_cli.forges.readings import UNOPENED, as_courtesy, as_wanted, plain, read
from selfheal_cli.forges.remotes import Repository, repository
from selfheal_cli.forges.suggestions import Marked, new_ones

RIGHTS = (
    "`repo` (classic), or `pull requests: write`, `contents: write` and `issues: write` "
    "(fine-grained, or `permissions:` in a workflow)"
)
_HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
_PAGES = 50
# GitHub requires words of a review that comments.
_REVIEW = "Locators that broke, as they could read now."


def connect(remote: str, environ: Mapping[str, str], network: Network) -> GitHub:
    """As `base.Connect`."""
    found = repository(remote, environ)
    if len(found.parts) != 2:
        raise ForgeError(f"{found.path}: is not an owner and a repository of GitHub")
    token = _token(found.host, environ)
    manners = Manners(_HEADERS, RIGHTS, pace=1.0 if found.host == "github.com" else 0.0)
    return GitHub(found, Client(network, _api(found), token, manners), token.login)


def _api(found: Repository) -> str:
    if found.host == "github.com":
        return "https://api.github.com"
    if found.host.endswith(".ghe.com"):
        return f"https://api.{found.host}"
    return f"{found.web}/api/v3"


def _token(host: str, environ: Mapping[str, str]) -> tokens.Token:
    """A token of github.com does not go to another server: as with GitHub's own command, those have
    variables of their own; in a workflow GITHUB_TOKEN is that of the server that runs it."""
    server = environ.get("GITHUB_SERVER_URL", "").removeprefix("https://").rstrip("/")
    public = host == "github.com" or host.endswith(".ghe.com") or host == server
    names = ("GH_TOKEN", "GITHUB_TOKEN")
    wanted = tokens.Wanted(
        f"GitHub ({host})",
        names if public else ("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"),
        RIGHTS,
        ("gh", "auth", "token", "--hostname", host),
    )
    return tokens.bearer(*tokens.find(wanted, environ), "x-access-token")


class GitHub:
    """A repository there."""

    name = "github"
    longest_body = 65_536

    def __init__(self, found: Repository, client: Client, login: Login | NoLogin) -> None:
        self._named = dict(zip(("owner", "name"), found.parts, strict=True))
        self._at = f"/repos/{found.quoted}"
        self._graphql = GraphQL(client, _api(found).removesuffix("/v3") + "/graphql")
        self._client = client
        self.login = login

    def standing(self, prefix: str) -> Sequence[Standing]:
        """As `Forge`."""
        found = self._pulls(branch=None, base=None, states=None)
        return read(
            self._client,
            found,
            lambda nodes: [
                _listed(each)
                for each in nodes
                if not each["isCrossRepository"] and each["headRefName"].startswith(prefix)
            ],
        )

    def open(self, wanted: Request) -> Standing:
        """As `Forge`."""
        got, new = once(lambda: self._there(wanted), lambda: self._made(wanted), (422,))
        if isinstance(got, Rehearsed):
            made = as_wanted(wanted)
        else:
            made = read(self._client, got, _listed if "headRefName" in got else _of_rest)
        if new or _alone(got):
            self._invite(made.number, wanted.reviewers)
        if not new:
            return self.change(made.number, wanted)
        self._label(made.number, wanted.labels)
        return made

    def change(self, number: int, wanted: Request) -> Standing:
        """As `Forge`."""
        at = f"{self._at}/pulls/{number}"
        got = self._client.write("PATCH", at, {"title": wanted.title, "body": wanted.body})
        if isinstance(got, Rehearsed):
            self._label(number, wanted.labels)
            return as_wanted(wanted, number)
        return read(self._client, got, lambda data: self._changed(at, data, wanted))

    def _changed(self, at: str, got: Any, wanted: Request) -> Standing:
        if got["base"]["ref"] != wanted.base:
            got = self._client.write("PATCH", at, {"base": wanted.base})
        has = {label["name"].lower() for label in got["labels"]}
        self._label(got["number"], [each for each in wanted.labels if each.lower() not in has])
        if got["draft"] != wanted.draft and got["state"] == "open":
            got = {**got, "draft": self._redraft(got["node_id"], wanted.draft)}
        return _of_rest(got)

    def close(self, number: int, words: str) -> None:
        """As `Forge`."""
        at = f"{self._at}/issues/{number}/comments"
        comment_once(self._client, at, words, lambda: self._bodies(at), lambda text: {"body": text})
        self._client.write("PATCH", f"{self._at}/pulls/{number}", {"state": "closed"})

    def merge_when_green(self, number: int) -> None:
        """As `Forge`."""
        if not number:
            self._client.say(UNOPENED)
            return
        found = self._graphql.query(queries.PULL, {**self._named, "number": number})["repository"]
        pull = read(self._client, found, lambda data: data["pullRequest"])
        if pull["autoMergeRequest"]:
            return
        try:
            method = found["viewerDefaultMergeMethod"]
            self._graphql.query(queries.MERGE, {"id": pull["id"], "method": method}, writes=True)
        except Refused as error:
            raise ForgeError(
                f"#{number} is not merged by GitHub itself: {error.message}",
                "Allow auto-merge in the repository's settings, and protect the base branch with "
                "required checks; where nothing is required there is nothing to wait for.",
            ) from None

    def suggest(self, number: int, remarks: Sequence[Remark]) -> int:
        """As `Forge`. Only lines of the diff and around it can be commented; others are told."""
        at = f"{self._at}/pulls/{number}"
        pull = self._client.get(at)
        head = read(self._client, pull, lambda data: data["head"]["sha"])
        standing = self._bodies(f"{at}/comments")
        new = list(new_ones(remarks, standing))
        files = self._hunks(at) if new else {}
        fitting = [each for each in new if _covered(each.remark, files)]
        for left in (each.remark for each in new if each not in fitting):
            self._client.say(f"#{number} does not show {left.path}:{left.first}, which is left out")
        if fitting:
            body = {
                "commit_id": head, "event": "COMMENT", "body": _REVIEW,
                "comments": [*map(_comment, fitting)],
            }  # fmt: skip
            self._client.write("POST", f"{at}/reviews", body, lambda: self._all_there(at, fitting))
        return len(fitting)

    def _bodies(self, at: str) -> list[str]:
        found = self._client.pages(at, {"per_page": 100}, 100)
        return read(self._client, found, lambda data: [each["body"] or "" for each in data])

    def _all_there(self, at: str, marked: Sequence[Marked]) -> bool | None:
        """True, or None, as `Client.write` wants it."""
        bodies = "\n".join(self._bodies(f"{at}/comments"))
        return all(each.marker in bodies for each in marked) or None

    def _hunks(self, at: str) -> dict[str, tuple[Hunk, ...]]:
        files = self._client.pages(f"{at}/files", {"per_page": 100}, 100)
        return read(
            self._client,
            files,
            lambda data: {each["filename"]: hunks(each.get("patch") or "") for each in data},
        )

    def _pulls(self, **narrowed: Any) -> Iterator[Any]:
        """Pull requests, the newest first."""
        after = None
        for _ in range(_PAGES):
            answer = self._graphql.query(queries.PULLS, {**self._named, **narrowed, "after": after})
            page = read(self._client, answer, lambda data: data["repository"]["pullRequests"])
            yield from page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]
        self._client.say(f"only the newest {_PAGES * 100} pull requests were looked through")

    def _there(self, wanted: Request) -> Any:
        """The one that is open for this branch and base; None if there is none."""
        found = self._pulls(branch=wanted.branch, base=wanted.base, states=["OPEN"])
        own = (each for each in found if not each["isCrossRepository"])
        return read(self._client, own, lambda each: next(each, None))

    def _made(self, wanted: Request) -> Any:
        """A new one, as the forge answers; as a draft where the repository has any."""
        body = {
            "title": wanted.title, "body": wanted.body, "head": wanted.branch,
            "base": wanted.base, "draft": wanted.draft,
        }  # fmt: skip
        try:
            return self._client.write(
                "POST", f"{self._at}/pulls", body, lambda: self._there(wanted)
            )
        except Refused as error:
            if error.status != 422 or not wanted.draft or "draft" not in error.message.lower():
                raise
            self._client.say(f"{wanted.branch}: {error.message}; opened as ready for review")
            return self._made(replace(wanted, draft=False))

    def _label(self, number: int, labels: Sequence[str]) -> None:
        if labels:
            at, body = f"{self._at}/issues/{number}/labels", {"labels": list(labels)}
            what = f"#{number}: label {', '.join(labels)}"
            as_courtesy(self._client, what, lambda: self._client.write("POST", at, body))

    def _invite(self, number: int, reviewers: Sequence[str]) -> None:
        """All at once; where GitHub refuses that because of one, one by one."""
        at = f"{self._at}/pulls/{number}/requested_reviewers"
        try:
            if reviewers:
                self._client.write("POST", at, _invited(reviewers))
        except Refused as error:
            if error.status not in (403, 404, 422):
                raise
            for each in reviewers if len(reviewers) > 1 else ():
                self._invite(number, [each])
            if len(reviewers) == 1:
                self._client.say(f"#{number}: reviewer {reviewers[0]} is left out: {error.message}")

    def _redraft(self, node: str, draft: bool) -> bool:
        """Whether it is a draft now."""
        query = queries.DRAFT if draft else queries.READY
        what = "being a draft" if draft else "being ready for review"
        done = as_courtesy(
            self._client, what, lambda: self._graphql.query(query, {"id": node}, writes=True)
        )
        return draft if done else not draft


def _covered(remark: Remark, files: Mapping[str, tuple[Hunk, ...]]) -> bool:
    return bool(covering(files.get(remark.path, ()), remark.first, remark.last))


def _comment(marked: Marked) -> dict[str, str | int]:
    remark = marked.remark
    comment: dict[str, str | int] = {
        "path": remark.path, "body": marked.body(), "line": remark.last, "side": "RIGHT",
    }  # fmt: skip
    if remark.first < remark.last:
        comment |= {"start_line": remark.first, "start_side": "RIGHT"}
    return comment


def _invited(reviewers: Sequence[str]) -> dict[str, list[str]]:
    """A team is known by its name within the organisation."""
    people = [each for each in reviewers if "/" not in each]
    teams = [each.rpartition("/")[2] for each in reviewers if "/" in each]
    return {"reviewers": people, "team_reviewers": teams}


def _alone(node: Any) -> bool:
    """Whether nobody was asked to review it, and nobody has."""
    return not (node["reviewRequests"]["totalCount"] or node["reviews"]["totalCount"])


def _listed(node: Any) -> Standing:
    return Standing(
        node["number"], State(node["state"].lower()), node["baseRefName"], node["headRefName"],
        node["title"], plain(node["body"]), node["isDraft"], node["url"],
    )  # fmt: skip


def _of_rest(data: Any) -> Standing:
    state = State.MERGED if data["merged_at"] else State(data["state"])
    return Standing(
        data["number"], state, data["base"]["ref"], data["head"]["ref"],
        data["title"], plain(data["body"]), data["draft"], data["html_url"],
    )  # fmt: skip
