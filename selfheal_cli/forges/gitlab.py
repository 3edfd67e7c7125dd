"""GitLab: its REST API, version 4; here and at other people's servers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from selfheal_cli.errors import ForgeError
from selfheal_cli.forges import tokens
from selfheal_cli.forges.base import Login, NoLogin, Remark, Request, Standing, State
from selfheal_cli.forges.client import Client, Manners, Rehearsed
from selfheal_cli.forges.hunks import covering, hunks
from selfheal_cli.forges.network import Network
from selfheal_cli.forges.once import comment_once, once
from selfheal_cli.forges.readings import UNOPENED, as_wanted, plain, read, undrafted
from selfheal_cli.forges.remotes import Repository, repository
from selfheal_cli.forges.suggestions import Marked, new_ones

RIGHTS = "the scope `api` and the role Developer, or Maintainer where branches are protected"
_DRAFTS = ("Draft:", "[Draft]", "(Draft)")
_STATES = {"opened": State.OPEN, "locked": State.OPEN, "merged": State.MERGED}
_RUNNING = frozenset(
    ("created", "waiting_for_resource", "preparing", "pending", "running", "scheduled", "manual")
)
_LOOKS = 5
_COMMAND = re.compile(r"^(?=/[a-z])", re.MULTILINE)


def connect(remote: str, environ: Mapping[str, str], network: Network) -> GitLab:
    """As `base.Connect`."""
    found = repository(remote, environ)
    wanted = tokens.Wanted(
        f"GitLab ({found.host})",
        ("GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN"),
        RIGHTS,
        ("glab", "config", "get", "token", "--host", found.host),
        caveat="CI_JOB_TOKEN cannot open merge requests: make a project access token.",
    )
    token = tokens.bearer(*tokens.find(wanted, environ), "oauth2")
    client = Client(network, f"{found.web}/api/v4", token, Manners({}, RIGHTS))
    return GitLab(found, client, token.login)


class GitLab:
    """A project there. It is asked by its number: GitLab leads to a renamed project only what
    reads."""

    name = "gitlab"
    longest_body = 1_000_000

    def __init__(self, found: Repository, client: Client, login: Login | NoLogin) -> None:
        self._path = f"/projects/{quote(found.path, safe='')}"
        self._known = 0
        self._client = client
        self.login = login

    def standing(self, prefix: str) -> Sequence[Standing]:
        """As `Forge`."""
        query: dict[str, str | int] = {
            "state": "all", "order_by": "created_at", "sort": "desc", "per_page": 100,
        }  # fmt: skip
        found = self._client.pages(f"{self._at}/merge_requests", query, 100)
        return read(
            self._client,
            found,
            lambda items: [
                _standing(each)
                for each in items
                if each["source_branch"].startswith(prefix) and self._own(each)
            ],
        )

    def open(self, wanted: Request) -> Standing:
        """As `Forge`."""
        body = {
            "source_branch": wanted.branch, "target_branch": wanted.base,
            "title": _title(wanted), "description": _inert(wanted.body),
            "labels": ",".join(wanted.labels), "reviewer_ids": self._reviewers(wanted.reviewers),
        }  # fmt: skip

        def make() -> Any:
            at = f"{self._at}/merge_requests"
            return self._client.write("POST", at, body, lambda: self._there(wanted))

        got, new = once(lambda: self._there(wanted), make, (400, 409, 422))
        if isinstance(got, Rehearsed):
            return as_wanted(wanted)
        found = read(self._client, got, _standing)
        return found if new else self.change(found.number, wanted)

    def change(self, number: int, wanted: Request) -> Standing:
        """As `Forge`."""
        body = {
            "title": _title(wanted), "description": _inert(wanted.body),
            "target_branch": wanted.base, "add_labels": ",".join(wanted.labels),
        }  # fmt: skip
        got = self._client.write("PUT", self._of(number), body)
        return (
            as_wanted(wanted, number)
            if isinstance(got, Rehearsed)
            else read(self._client, got, _standing)
        )

    def close(self, number: int, words: str) -> None:
        """As `Forge`."""
        at = f"{self._of(number)}/notes"
        comment_once(
            self._client, at, _inert(words), lambda: self._bodies(at), lambda text: {"body": text}
        )
        self._client.write("PUT", self._of(number), {"state_event": "close"})

    def merge_when_green(self, number: int) -> None:
        """As `Forge`. GitLab merges at once where no pipeline runs; that is not asked for."""
        if not number:
            self._client.say(UNOPENED)
            return
        found = self._with_pipeline(number)
        if found.get("merge_when_pipeline_succeeds"):
            return
        pipeline = found.get("head_pipeline") or {}
        if pipeline.get("status") not in _RUNNING:
            raise ForgeError(
                f"!{number} has no running pipeline that its merging could wait for",
                "Ask again while its pipeline runs, or merge it by hand.",
            )
        body = {
            "auto_merge": True, "merge_when_pipeline_succeeds": True,
            "sha": read(self._client, found, lambda data: data["sha"]),
        }  # fmt: skip
        self._client.write("PUT", f"{self._of(number)}/merge", body)

    def suggest(self, number: int, remarks: Sequence[Remark]) -> int:
        """As `Forge`. Only lines of the diff and around it can be commented; others are told."""
        at = self._of(number)
        new = list(new_ones(remarks, self._bodies(f"{at}/notes")))
        if not new:
            return 0
        shas = read(self._client, self._client.get(at), lambda data: dict(data["diff_refs"]))
        files = self._files(at)
        return sum(self._suggest(at, marked, shas, files) for marked in new)

    def _suggest(
        self, at: str, marked: Marked, shas: Mapping[str, str], files: Mapping[str, Any]
    ) -> int:
        """1 where there is a place for it."""
        body = read(self._client, files, lambda data: _discussion(shas, data, marked))
        if not body:
            where = f"{marked.remark.path}:{marked.remark.first}"
            self._client.say(f"the merge request does not show {where}, which is left out")
            return 0

        def there() -> bool | None:
            return any(marked.marker in text for text in self._bodies(f"{at}/notes")) or None

        self._client.write("POST", f"{at}/discussions", body, there)
        return 1

    @property
    def _at(self) -> str:
        if not self._known:
            got = self._client.get(self._path)
            self._known = read(self._client, got, lambda data: int(data["id"]))
        return f"/projects/{self._known}"

    def _of(self, number: int) -> str:
        return f"{self._at}/merge_requests/{number}"

    def _own(self, data: Any) -> bool:
        return bool(data["source_project_id"] == self._known)

    def _there(self, wanted: Request) -> Any:
        query: dict[str, str | int] = {
            "state": "opened", "source_branch": wanted.branch, "target_branch": wanted.base,
            "per_page": 100,
        }  # fmt: skip
        found = self._client.pages(f"{self._at}/merge_requests", query, 100)
        own = (each for each in found if self._own(each))
        return read(self._client, own, lambda items: next(items, None))

    def _bodies(self, at: str) -> list[str]:
        found = self._client.pages(at, {"per_page": 100}, 100)
        return read(self._client, found, lambda items: [each["body"] or "" for each in items])

    def _files(self, at: str) -> dict[str, Any]:
        found = self._client.pages(f"{at}/diffs", {"per_page": 100}, 100)
        return read(self._client, found, lambda items: {each["new_path"]: each for each in items})

    def _reviewers(self, names: Sequence[str]) -> list[int]:
        """Their numbers."""
        people = {name: self._person(name) for name in names}
        for name in (name for name, number in people.items() if not number):
            self._client.say(f"reviewer {name} is left out: {self._client.host} knows no such user")
        return [number for number in people.values() if number]

    def _person(self, name: str) -> int:
        """Their number; 0 if there is none. GitLab has no groups that review."""
        if "/" in name:
            return 0
        found = self._client.get("/users", {"username": name})
        return read(self._client, found, lambda items: int(items[0]["id"]) if items else 0)

    def _with_pipeline(self, number: int) -> Any:
        """The merge request; a new one gets its pipeline only after a moment."""
        found: Any = {}
        for look in range(_LOOKS):
            if look:
                self._client.sleep(2.0)
            found = self._client.get(self._of(number))
            if read(self._client, found, lambda data: data.get("head_pipeline")):
                break
        return found


def _title(wanted: Request) -> str:
    return f"Draft: {wanted.title}" if wanted.draft else wanted.title


def _inert(text: str) -> str:
    """Without the lines that GitLab would carry out as commands (`/merge`, `/assign`)."""
    return _COMMAND.sub(r"\\", text)


def _standing(data: Any) -> Standing:
    title = undrafted(data["title"], _DRAFTS) if data["draft"] else data["title"]
    return Standing(
        data["iid"], _STATES.get(data["state"], State.CLOSED), data["target_branch"],
        data["source_branch"], title, plain(data["description"]), data["draft"], data["web_url"],
    )  # fmt: skip


def _discussion(
    shas: Mapping[str, str], files: Mapping[str, Any], marked: Marked
) -> dict[str, Any]:
    """The comment at the last of its lines; empty where the diff does not show them."""
    remark, file = marked.remark, files.get(marked.remark.path)
    lines = covering(hunks(file["diff"]), remark.first, remark.last) if file else ()
    if not file or not lines:
        return {}
    position = {
        "position_type": "text", "base_sha": shas["base_sha"], "start_sha": shas["start_sha"],
        "head_sha": shas["head_sha"], "old_path": file["old_path"], "new_path": file["new_path"],
        "new_line": remark.last,
    }  # fmt: skip
    if lines[-1].old:  # GitLab finds a line that did not change by both of its numbers
        position["old_line"] = lines[-1].old
    body = marked.body(f"suggestion:-{remark.last - remark.first}+0")
    return {"body": body, "position": position}
