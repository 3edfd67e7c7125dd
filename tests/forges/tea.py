"""Gitea and Forgejo, as far as they are asked; recorded from their documentation."""

from __future__ import annotations

from typing import Any

from tests.forges.hosted import NAME, OWNER, SECRET, Hosted, Pull, Taken
from tests.forges.loopback import Asked, Loopback, Told

REPOSITORY = 7
LONGEST_PAGE = 50


class Tea:
    def __init__(self, hosted: Hosted) -> None:
        self.hosted = hosted
        at = f"/api/v1/repos/{OWNER}/{NAME}"
        self.loopback = Loopback(
            {
                ("GET", at): lambda _: Told(200, {"default_merge_style": "squash"}),
                ("GET", f"{at}/pulls"): self.listed,
                ("POST", f"{at}/pulls"): self.create,
                ("GET", rf"{at}/pulls/(\d+)"): lambda _, n: Told(200, self.shown(hosted.pull(n))),
                ("PATCH", rf"{at}/pulls/(\d+)"): self.edit,
                ("POST", rf"{at}/pulls/(\d+)/merge"): self.merge,
                ("POST", rf"{at}/pulls/(\d+)/requested_reviewers"): self.invite,
                ("GET", rf"{at}/commits/\w+/status"): self.status,
                ("GET", f"{at}/labels"): self.labels,
                ("POST", f"{at}/labels"): self.make_label,
                ("POST", rf"{at}/issues/(\d+)/labels"): self.label,
                ("GET", rf"{at}/issues/(\d+)/comments"): self.comments,
                ("POST", rf"{at}/issues/(\d+)/comments"): self.comment,
            },
            f"token {SECRET}",
        )

    def shown(self, pull: Pull) -> dict[str, Any]:
        return {
            "number": pull.number, "title": pull.title, "body": pull.body,
            "state": "open" if pull.state == "open" else "closed", "merged": pull.state == "merged",
            "html_url": f"https://gitea.example/{OWNER}/{NAME}/pulls/{pull.number}",
            "head": {"label": pull.branch, "ref": pull.branch, "sha": "c" * 40,
                     "repo_id": REPOSITORY + pull.foreign},
            "base": {"label": pull.base, "ref": pull.base, "repo_id": REPOSITORY},
            "labels": [{"id": self.hosted.labels.index(n) + 1, "name": n} for n in pull.labels],
            "requested_reviewers": [{"login": each} for each in pull.reviewers],
        }  # fmt: skip

    def page(self, asked: Asked, found: list[Any]) -> Told:
        assert int(asked.option("limit")) <= LONGEST_PAGE
        return Told(200, found[asked.page("limit")], {"X-Total-Count": str(len(found))})

    def listed(self, asked: Asked) -> Told:
        states = ("open", "closed", "merged") if asked.option("state") == "all" else ("open",)
        found = [self.shown(pull) for pull in self.hosted.newest if pull.state in states]
        return self.page(asked, found)

    def create(self, asked: Asked) -> Told:
        body = asked.body
        try:
            pull = self.hosted.make(
                body["head"], body["base"], body["title"], body=body["body"],
                labels=[self.hosted.labels[number - 1] for number in body["labels"]],
            )  # fmt: skip
        except Taken:
            return Told(409, {"message": "pull request already exists for these targets"})
        return Told(201, self.shown(pull))

    def edit(self, asked: Asked, number: str) -> Told:
        pull = self.hosted.pull(number)
        for name, value in asked.body.items():
            setattr(pull, name, value)
        return Told(201, self.shown(pull))

    def merge(self, asked: Asked, number: str) -> Told:
        pull = self.hosted.pull(number)
        if pull.automatic:
            return Told(409, {"message": "already scheduled"})
        pull.automatic = asked.body["merge_when_checks_succeed"]
        return Told(201, {})

    def invite(self, asked: Asked, number: str) -> Told:
        names = asked.body.get("reviewers", []) + asked.body.get("team_reviewers", [])
        if not set(names) <= {*self.hosted.people}:
            return Told(404, {"message": "user does not exist"})
        self.hosted.pull(number).reviewers += names
        return Told(201, [])

    def status(self, asked: Asked) -> Told:
        return Told(200, {"state": "pending", "total_count": 1 if self.hosted.pipeline else 0})

    def labels(self, asked: Asked) -> Told:
        return self.page(asked, [{"id": n, "name": x} for n, x in enumerate(self.hosted.labels, 1)])

    def make_label(self, asked: Asked) -> Told:
        self.hosted.labels.append(asked.body["name"])
        return Told(201, {"id": len(self.hosted.labels), "name": asked.body["name"]})

    def label(self, asked: Asked, number: str) -> Told:
        self.hosted.pull(number).labels += [self.hosted.labels[n - 1] for n in asked.body["labels"]]
        return Told(200, [])

    def comments(self, asked: Asked, number: str) -> Told:
        return Told(200, [{"body": each} for each in self.hosted.pull(number).comments])

    def comment(self, asked: Asked, number: str) -> Told:
        self.hosted.pull(number).comments.append(asked.body["body"])
        return Told(201, {"body": asked.body["body"]})
