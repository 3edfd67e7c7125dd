"""GitHub, as far as it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graphql import GraphQLError, GraphQLSchema, build_schema, graphql_sync

from tests.forges.hosted import NAME, OWNER, SECRET, Hosted, Pull, Taken
from tests.forges.loopback import Asked, Loopback, Told

SCHEMA = build_schema(Path(__file__).with_name("github.graphql").read_text(encoding="utf-8"))
PAGE = 100
DOCS = "https://docs.github.com/rest/pulls/pulls"


class Hub:
    """REST under /api/v3 and GraphQL under /api/graphql, as GitHub Enterprise has them."""

    def __init__(self, hosted: Hosted, schema: GraphQLSchema = SCHEMA) -> None:
        self.hosted = hosted
        self.schema = schema
        self.merging_refused = ""
        at = f"/api/v3/repos/{OWNER}/{NAME}"
        self.loopback = Loopback(
            {
                ("POST", "/api/graphql"): self.graphql,
                ("POST", f"{at}/pulls"): self.create,
                ("GET", rf"{at}/pulls/(\d+)"): lambda _, n: Told(200, self.shown(hosted.pull(n))),
                ("PATCH", rf"{at}/pulls/(\d+)"): self.edit,
                ("POST", rf"{at}/issues/(\d+)/labels"): self.label,
                ("GET", rf"{at}/issues/(\d+)/comments"): self.comments,
                ("POST", rf"{at}/issues/(\d+)/comments"): self.comment,
                ("POST", rf"{at}/pulls/(\d+)/requested_reviewers"): self.invite,
                ("GET", rf"{at}/pulls/(\d+)/comments"): self.remarks,
                ("GET", rf"{at}/pulls/(\d+)/files"): self.files,
                ("POST", rf"{at}/pulls/(\d+)/reviews"): self.review,
            },
            f"Bearer {SECRET}",
        )

    def graphql(self, asked: Asked) -> Told:
        done = graphql_sync(
            self.schema, asked.body["query"], self.root(), variable_values=asked.body["variables"]
        )
        return Told(200, done.formatted)

    def root(self) -> Mapping[str, Any]:
        return {
            "repository": self.repository,
            "markPullRequestReadyForReview": lambda _, **given: self.redraft(False, **given),
            "convertPullRequestToDraft": lambda _, **given: self.redraft(True, **given),
            "enablePullRequestAutoMerge": self.automatic,
        }

    def repository(self, _: object, owner: str, name: str, **__: object) -> Mapping[str, Any]:
        assert (owner, name) == (OWNER, NAME)
        return {
            "viewerDefaultMergeMethod": "SQUASH",
            "pullRequests": self.connection,
            "pullRequest": lambda _, number: self.node(self.hosted.pull(number)),
        }

    def connection(self, _: object, first: int, **narrowed: Any) -> Mapping[str, Any]:
        assert first <= PAGE
        branch, base = narrowed.get("headRefName"), narrowed.get("baseRefName")
        states, after = narrowed.get("states"), narrowed.get("after")
        found = [
            pull
            for pull in self.hosted.newest
            if (branch in (None, pull.branch) and base in (None, pull.base))
            and (states is None or pull.state.upper() in states)
        ]
        start = int(after or 0)
        return {
            "nodes": [self.node(pull) for pull in found[start : start + first]],
            "pageInfo": {
                "hasNextPage": len(found) > start + first,
                "endCursor": str(start + first),
            },
        }

    def node(self, pull: Pull) -> Mapping[str, Any]:
        return {
            "id": f"PR_{pull.number}", "number": pull.number, "state": pull.state.upper(),
            "title": pull.title, "body": pull.body, "isDraft": pull.draft,
            "url": f"https://github.example/{OWNER}/{NAME}/pull/{pull.number}",
            "headRefName": pull.branch, "baseRefName": pull.base, "isCrossRepository": pull.foreign,
            "reviewRequests": {"totalCount": len(pull.reviewers)}, "reviews": {"totalCount": 0},
            "autoMergeRequest": {"enabledAt": "2026-01-01T00:00:00Z"} if pull.automatic else None,
        }  # fmt: skip

    def redraft(self, draft: bool, **given: Mapping[str, str]) -> Mapping[str, Any]:
        pull = self.hosted.pull(given["input"]["pullRequestId"].removeprefix("PR_"))
        pull.draft = draft
        return {"pullRequest": self.node(pull)}

    def automatic(self, _: object, **given: Mapping[str, str]) -> Mapping[str, Any]:
        if self.merging_refused:
            raise GraphQLError(self.merging_refused)
        pull = self.hosted.pull(given["input"]["pullRequestId"].removeprefix("PR_"))
        pull.automatic = True
        return {"pullRequest": self.node(pull)}

    def shown(self, pull: Pull) -> dict[str, Any]:
        return {
            "number": pull.number, "node_id": f"PR_{pull.number}", "title": pull.title,
            "body": pull.body, "draft": pull.draft,
            "state": "open" if pull.state == "open" else "closed",
            "merged_at": "2026-01-01T00:00:00Z" if pull.state == "merged" else None,
            "html_url": f"https://github.example/{OWNER}/{NAME}/pull/{pull.number}",
            "head": {"ref": pull.branch, "sha": f"{pull.number:040x}"}, "base": {"ref": pull.base},
            "labels": [{"name": each} for each in pull.labels],
        }  # fmt: skip

    def create(self, asked: Asked) -> Told:
        body = asked.body
        try:
            pull = self.hosted.make(
                body["head"], body["base"], body["title"], body=body["body"], draft=body["draft"]
            )
        except Taken:
            words = f"A pull request already exists for {OWNER}:{body['head']}."
            error = {"resource": "PullRequest", "code": "custom", "message": words}
            told = {"message": "Validation Failed", "errors": [error], "documentation_url": DOCS}
            return Told(422, told)
        return Told(201, self.shown(pull))

    def edit(self, asked: Asked, number: str) -> Told:
        pull = self.hosted.pull(number)
        for name, value in asked.body.items():
            setattr(pull, name, value)
        return Told(200, self.shown(pull))

    def label(self, asked: Asked, number: str) -> Told:
        pull = self.hosted.pull(number)
        pull.labels += [each for each in asked.body["labels"] if each not in pull.labels]
        return Told(200, [{"name": each} for each in pull.labels])

    def comments(self, asked: Asked, number: str) -> Told:
        listed = [{"body": each} for each in self.hosted.pull(number).comments]
        return Told(200, listed[asked.page("per_page")])

    def comment(self, asked: Asked, number: str) -> Told:
        self.hosted.pull(number).comments.append(asked.body["body"])
        return Told(201, {"body": asked.body["body"]})

    def invite(self, asked: Asked, number: str) -> Told:
        names = asked.body["reviewers"] + asked.body["team_reviewers"]
        if not set(names) <= {*self.hosted.people}:
            words = "Reviews may only be requested from collaborators."
            return Told(422, {"message": words, "documentation_url": DOCS})
        self.hosted.pull(number).reviewers += names
        return Told(201, self.shown(self.hosted.pull(number)))

    def remarks(self, asked: Asked, number: str) -> Told:
        listed = [{"body": each["body"]} for each in self.hosted.pull(number).remarks]
        return Told(200, listed[asked.page("per_page")])

    def files(self, asked: Asked, number: str) -> Told:
        listed = [{"filename": path, "patch": diff} for path, diff in self.hosted.diffs.items()]
        return Told(200, listed[asked.page("per_page")])

    def review(self, asked: Asked, number: str) -> Told:
        self.hosted.pull(number).remarks += asked.body["comments"]
        return Told(200, {"id": 1, "state": "COMMENTED"})
