"""Bitbucket Cloud, as far as it is asked; recorded from its documentation."""

from __future__ import annotations

import re
from typing import Any

from tests.forges.hosted import NAME, OWNER, SECRET, Hosted, Pull, Taken
from tests.forges.loopback import Asked, Loopback, Told

FULL = f"{OWNER}/{NAME}"
OUT = {"open": "OPEN", "closed": "DECLINED", "merged": "MERGED"}
LONGEST_PAGE = 50


class Bucket:
    def __init__(self, hosted: Hosted) -> None:
        self.hosted = hosted
        at = f"/2.0/repositories/{FULL}/pullrequests"
        self.loopback = Loopback(
            {
                ("GET", at): self.listed,
                ("POST", at): self.create,
                ("GET", rf"{at}/(\d+)"): lambda _, n: Told(200, self.shown(hosted.pull(n))),
                ("PUT", rf"{at}/(\d+)"): self.edit,
                ("POST", rf"{at}/(\d+)/decline"): self.decline,
                ("GET", rf"{at}/(\d+)/comments"): self.comments,
                ("POST", rf"{at}/(\d+)/comments"): self.comment,
                ("GET", f"/2.0/workspaces/{OWNER}/members"): self.members,
            },
            f"Bearer {SECRET}",
        )

    def shown(self, pull: Pull) -> dict[str, Any]:
        html = f"https://bitbucket.example/{FULL}/pull-requests/{pull.number}"
        source = None if pull.foreign else {"full_name": FULL}
        return {
            "type": "pullrequest", "id": pull.number, "title": pull.title,
            "description": pull.body, "draft": pull.draft, "state": OUT[pull.state],
            "source": {"branch": {"name": pull.branch}, "repository": source},
            "destination": {"branch": {"name": pull.base}, "repository": {"full_name": FULL}},
            "reviewers": [{"type": "user", "uuid": f"{{{each}}}"} for each in pull.reviewers],
            "links": {"html": {"href": html}},
        }  # fmt: skip

    def page(self, asked: Asked, found: list[Any]) -> Told:
        assert int(asked.option("pagelen")) <= LONGEST_PAGE
        page = asked.page("pagelen")
        data: dict[str, Any] = {"values": found[page]}
        if len(found) > page.stop:
            number = int(asked.option("page", "1")) + 1
            rest = "&".join(f"{k}={v}" for k, v in asked.query if k != "page").replace(" ", "%20")
            data["next"] = f"{self.loopback.url}{asked.path}?{rest}&page={number}"
        return Told(200, data)

    def listed(self, asked: Asked) -> Told:
        states = [value for key, value in asked.query if key == "state"]
        wanted = re.findall(r'(\w+)\.branch\.name (~|=) "([^"]*)"', asked.option("q"))
        assert wanted
        found = [
            self.shown(pull)
            for pull in self.hosted.newest
            if OUT[pull.state] in states and all(self.fits(pull, *each) for each in wanted)
        ]
        return self.page(asked, found)

    def fits(self, pull: Pull, end: str, operator: str, value: str) -> bool:
        name = {"source": pull.branch, "destination": pull.base}[end]
        return value.lower() in name.lower() if operator == "~" else value == name

    def create(self, asked: Asked) -> Told:
        body = asked.body
        source, base = body["source"]["branch"]["name"], body["destination"]["branch"]["name"]
        people = [each["uuid"].strip("{}") for each in body["reviewers"]]
        more = {"body": body["description"], "draft": body["draft"], "reviewers": people}
        try:  # the real one opens a second; it is refused here so that none is ever asked for
            pull = self.hosted.make(source, base, body["title"], **more)
        except Taken:
            return Told(400, {"type": "error", "error": {"message": "there is one"}})
        return Told(201, self.shown(pull))

    def edit(self, asked: Asked, number: str) -> Told:
        pull, body = self.hosted.pull(number), asked.body
        pull.title, pull.body, pull.draft = body["title"], body["description"], body["draft"]
        pull.base = body["destination"]["branch"]["name"]
        pull.reviewers = [each["uuid"].strip("{}") for each in body.get("reviewers", [])]
        return Told(200, self.shown(pull))

    def decline(self, asked: Asked, number: str) -> Told:
        self.hosted.pull(number).state = "closed"
        return Told(200, self.shown(self.hosted.pull(number)))

    def comments(self, asked: Asked, number: str) -> Told:
        found = [{"content": {"raw": each}} for each in self.hosted.pull(number).comments]
        return self.page(asked, found)

    def comment(self, asked: Asked, number: str) -> Told:
        self.hosted.pull(number).comments.append(asked.body["content"]["raw"])
        return Told(201, {"content": asked.body["content"]})

    def members(self, asked: Asked) -> Told:
        people = self.hosted.people
        found = [{"user": {"uuid": f"{{{each}}}", "nickname": each}} for each in people]
        return self.page(asked, found)
