"""What GitHub is asked by GraphQL: what REST has not, and lists without all that REST adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from selfheal_cli.forges.client import Client, Rehearsed
from selfheal_cli.forges.readings import read

PULLS = """
query($owner: String!, $name: String!, $branch: String, $base: String,
      $states: [PullRequestState!], $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(first: 100, after: $after, headRefName: $branch, baseRefName: $base,
                 states: $states, orderBy: {field: CREATED_AT, direction: DESC}) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id number state title body url isDraft headRefName baseRefName isCrossRepository
        reviewRequests(first: 1) { totalCount }
        reviews(first: 1) { totalCount }
      }
    }
  }
}
"""
PULL = """
query($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    viewerDefaultMergeMethod
    pullRequest(number: $number) { id autoMergeRequest { enabledAt } }
  }
}
"""
READY = """
mutation($id: ID!) {
  markPullRequestReadyForReview(input: {pullRequestId: $id}) { pullRequest { isDraft } }
}
"""
DRAFT = """
mutation($id: ID!) {
  convertPullRequestToDraft(input: {pullRequestId: $id}) { pullRequest { isDraft } }
}
"""
MERGE = """
mutation($id: ID!, $method: PullRequestMergeMethod) {
  enablePullRequestAutoMerge(input: {pullRequestId: $id, mergeMethod: $method}) {
    pullRequest { id }
  }
}
"""


_STATUS = {"NOT_FOUND": 404, "FORBIDDEN": 403, "INSUFFICIENT_SCOPES": 403, "RATE_LIMITED": 429}


@dataclass(frozen=True, slots=True)
class GraphQL:
    """The server's address for queries."""

    client: Client
    url: str

    def query(self, text: str, variables: Mapping[str, Any], *, writes: bool = False) -> Any:
        """The `data` of the answer. Raises Refused for its errors, which come with status 200."""
        body = {"query": text.strip(), "variables": variables}
        if writes:
            got = self.client.write("POST", self.url, body)
        else:
            got = self.client.ask(self.url, body)
        if isinstance(got, Rehearsed):
            return got
        errors = read(self.client, got, lambda data: data.get("errors") or [])
        if errors:
            status = _STATUS.get(errors[0].get("type", ""), 422)
            words = "; ".join(str(each.get("message", "")) for each in errors)
            raise self.client.refused(status, words)
        return read(self.client, got, lambda data: data["data"])
