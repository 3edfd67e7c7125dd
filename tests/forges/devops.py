"""Azure DevOps, as far as it is asked; recorded from its documentation."""

from __future__ import annotations

import base64
from typing import Any

from tests.forges.hosted import NAME, OWNER, SECRET, Hosted, Pull, Taken
from tests.forges.loopback import Asked, Loopback, Told

ORGANISATION = "org"
OUT = {"open": "active", "closed": "abandoned", "merged": "completed"}
HEADS = "refs/heads/"
ME = "11111111-2222-3333-4444-555555555555"


class DevOps:
    def __init__(self, hosted: Hosted) -> None:
        self.hosted = hosted
        at = f"/{ORGANISATION}/{OWNER}/_apis/git/repositories/{NAME}/pullrequests"
        self.loopback = Loopback(
            {
                ("GET", at): self.listed,
                ("POST", at): self.create,
                ("GET", rf"{at}/(\d+)"): lambda _, n: Told(200, self.shown(hosted.pull(n))),
                ("PATCH", rf"{at}/(\d+)"): self.edit,
                ("POST", rf"{at}/(\d+)/labels"): self.label,
                ("GET", rf"{at}/(\d+)/threads"): self.threads,
                ("POST", rf"{at}/(\d+)/threads"): self.thread,
                ("GET", f"/{ORGANISATION}/_apis/connectionData"): self.me,
            },
            "Basic " + base64.b64encode(f":{SECRET}".encode()).decode(),
        )

    def shown(self, pull: Pull) -> dict[str, Any]:
        data = {
            "pullRequestId": pull.number, "title": pull.title, "description": pull.body,
            "isDraft": pull.draft, "status": OUT[pull.state],
            "sourceRefName": HEADS + pull.branch, "targetRefName": HEADS + pull.base,
            "labels": [{"name": each} for each in pull.labels],
        }  # fmt: skip
        return {**data, "forkSource": {"name": "refs/heads/x"}} if pull.foreign else data

    def listed(self, asked: Asked) -> Told:
        assert asked.option("api-version")
        status = asked.option("searchCriteria.status")
        found = [
            self.shown(pull)
            for pull in self.hosted.newest
            if status in ("all", OUT[pull.state])
            and asked.option("searchCriteria.sourceRefName", HEADS + pull.branch)
            == HEADS + pull.branch
            and asked.option("searchCriteria.targetRefName", HEADS + pull.base) == HEADS + pull.base
        ]
        start, size = int(asked.option("$skip")), int(asked.option("$top"))
        found = found[start : start + size]
        return Told(200, {"value": found, "count": len(found)})

    def create(self, asked: Asked) -> Told:
        body = asked.body
        try:
            source, base = (
                body[end].removeprefix(HEADS) for end in ("sourceRefName", "targetRefName")
            )
            pull = self.hosted.make(
                source, base, body["title"], body=body["description"], draft=body["isDraft"],
                labels=[each["name"] for each in body["labels"]],
            )  # fmt: skip
        except Taken:
            words = (
                "TF401179: An active pull request for the source and target branch already exists."
            )
            return Told(409, {"message": words, "typeKey": "GitPullRequestExistsException"})
        return Told(201, self.shown(pull))

    def edit(self, asked: Asked, number: str) -> Told:
        pull, body = self.hosted.pull(number), asked.body
        pull.title, pull.body = body.get("title", pull.title), body.get("description", pull.body)
        pull.draft = body.get("isDraft", pull.draft)
        pull.base = body.get("targetRefName", HEADS + pull.base).removeprefix(HEADS)
        pull.state = "closed" if body.get("status") == "abandoned" else pull.state
        pull.automatic = body.get("autoCompleteSetBy") == {"id": ME} or pull.automatic
        return Told(200, self.shown(pull))

    def label(self, asked: Asked, number: str) -> Told:
        pull = self.hosted.pull(number)
        pull.labels += [asked.body["name"]] if asked.body["name"] not in pull.labels else []
        return Told(200, {"name": asked.body["name"]})

    def threads(self, asked: Asked, number: str) -> Told:
        found = [{"comments": [{"content": each}]} for each in self.hosted.pull(number).comments]
        return Told(200, {"value": found})

    def thread(self, asked: Asked, number: str) -> Told:
        self.hosted.pull(number).comments.append(asked.body["comments"][0]["content"])
        return Told(200, {"id": 1})

    def me(self, asked: Asked) -> Told:
        return Told(200, {"authenticatedUser": {"id": ME}})
