"""GitLab, as far as it is asked; recorded from its documentation."""

from __future__ import annotations

from typing import Any

from tests.forges.hosted import NAME, OWNER, SECRET, Hosted, Pull, Taken
from tests.forges.loopback import Asked, Loopback, Told

PROJECT = 42
OUT = {"open": "opened", "closed": "closed", "merged": "merged"}


class Lab:
    def __init__(self, hosted: Hosted) -> None:
        self.hosted = hosted
        at = f"/api/v4/projects/{PROJECT}"
        of = rf"{at}/merge_requests/(\d+)"
        self.loopback = Loopback(
            {
                ("GET", f"/api/v4/projects/{OWNER}%2F{NAME}"): lambda _: Told(200, {"id": PROJECT}),
                ("GET", f"{at}/merge_requests"): self.listed,
                ("POST", f"{at}/merge_requests"): self.create,
                ("GET", of): lambda _, n: Told(200, self.shown(hosted.pull(n))),
                ("PUT", of): self.edit,
                ("PUT", f"{of}/merge"): self.merge,
                ("GET", f"{of}/notes"): self.notes,
                ("POST", f"{of}/notes"): self.note,
                ("GET", f"{of}/diffs"): self.diffs,
                ("POST", f"{of}/discussions"): self.discuss,
                ("GET", "/api/v4/users"): self.users,
            },
            f"Bearer {SECRET}",
        )

    def shown(self, pull: Pull) -> dict[str, Any]:
        draft = pull.title.lower().startswith("draft:")
        return {
            "iid": pull.number, "title": pull.title, "description": pull.body, "draft": draft,
            "state": OUT[pull.state], "source_branch": pull.branch, "target_branch": pull.base,
            "source_project_id": PROJECT + pull.foreign, "labels": pull.labels,
            "web_url": f"https://gitlab.example/{OWNER}/{NAME}/-/merge_requests/{pull.number}",
            "sha": "f" * 40, "merge_when_pipeline_succeeds": pull.automatic,
            "head_pipeline": {"status": self.hosted.pipeline} if self.hosted.pipeline else None,
            "diff_refs": {"base_sha": "a" * 40, "start_sha": "b" * 40, "head_sha": "f" * 40},
        }  # fmt: skip

    def listed(self, asked: Asked) -> Told:
        state = asked.option("state")
        found = [
            self.shown(pull)
            for pull in self.hosted.newest
            if state in ("all", OUT[pull.state])
            and asked.option("source_branch", pull.branch) == pull.branch
            and asked.option("target_branch", pull.base) == pull.base
        ]
        page = asked.page("per_page")
        more = str(int(asked.option("page")) + 1) if len(found) > page.stop else ""
        return Told(200, found[page], {"X-Next-Page": more})

    def create(self, asked: Asked) -> Told:
        body = asked.body
        try:
            pull = self.hosted.make(
                body["source_branch"], body["target_branch"], body["title"],
                body=body["description"], labels=[*filter(None, body["labels"].split(","))],
                reviewers=[self.hosted.people[n - 1] for n in body["reviewer_ids"]],
            )  # fmt: skip
        except Taken:
            words = "Another open merge request already exists for this source branch: !1"
            return Told(409, {"message": [words]})
        return Told(201, self.shown(pull))

    def edit(self, asked: Asked, number: str) -> Told:
        pull, body = self.hosted.pull(number), asked.body
        if body.get("state_event") == "close":
            pull.state = "closed"
        pull.title = body.get("title", pull.title)
        pull.body = body.get("description", pull.body)
        pull.base = body.get("target_branch", pull.base)
        added = filter(None, body.get("add_labels", "").split(","))
        pull.labels += [each for each in added if each not in pull.labels]
        return Told(200, self.shown(pull))

    def merge(self, asked: Asked, number: str) -> Told:
        pull = self.hosted.pull(number)
        assert asked.body["sha"] == self.shown(pull)["sha"]
        pull.automatic = asked.body["auto_merge"]
        return Told(200, self.shown(pull))

    def notes(self, asked: Asked, number: str) -> Told:
        pull = self.hosted.pull(number)
        bodies = [*pull.comments, *(str(each["body"]) for each in pull.remarks)]
        return Told(200, [{"body": each} for each in bodies][asked.page("per_page")])

    def note(self, asked: Asked, number: str) -> Told:
        self.hosted.pull(number).comments.append(asked.body["body"])
        return Told(201, {"body": asked.body["body"]})

    def diffs(self, asked: Asked, number: str) -> Told:
        found = [{"old_path": p, "new_path": p, "diff": d} for p, d in self.hosted.diffs.items()]
        return Told(200, found[asked.page("per_page")])

    def discuss(self, asked: Asked, number: str) -> Told:
        self.hosted.pull(number).remarks.append(asked.body)
        return Told(201, {"id": "1", "notes": [{"body": asked.body["body"]}]})

    def users(self, asked: Asked) -> Told:
        name, people = asked.option("username"), self.hosted.people
        return Told(
            200, [{"id": people.index(name) + 1, "username": name}] if name in people else []
        )
