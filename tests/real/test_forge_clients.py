"""Requests to GitLab, Azure DevOps and Bitbucket beside what their published clients would send:
python-gitlab lists the attributes of each request; azure-devops and the npm package bitbucket are
generated from the forges' descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.forges import test_each as each
from tests.forges import test_forges as every
from tests.forges import test_suggestions as suggesting
from tests.forges.conftest import World, world_of
from tests.forges.loopback import Exchange
from tests.real.published import NODE
from tests.real.test_forge_schemas import SCENARIOS, Scenario

pytestmark = pytest.mark.real

PAGING = {"page", "per_page"}
# GitLab's documentation has it; python-gitlab does not list it.
DOCUMENTED = {"add_labels"}
AZURE_BODIES = {
    r"/pullrequests(/\d+)?$": "GitPullRequest",
    r"/labels$": "WebApiCreateTagRequestData",
    r"/threads$": "GitPullRequestCommentThread",
}


ROUTE = re.compile(r'method:"(\w+)",params:(?:(?!method:").)*?url:"([^"]+)"')


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def gitlab() -> Iterator[World]:
    yield from world_of("gitlab")


@pytest.fixture
def bitbucket() -> Iterator[World]:
    yield from world_of("bitbucket")


@pytest.fixture
def azure() -> Iterator[World]:
    yield from world_of("azure")


def allowed_at_gitlab(exchange: Exchange) -> tuple[set[str], set[str]]:
    """What must be given, and what may be."""
    from gitlab.v4 import objects

    path, asked = exchange.asked.path, exchange.asked
    if asked.method == "GET":
        listed = objects.ProjectMergeRequestManager._list_filters
        named = {"username"} if path.endswith("/users") else {*listed}
        return set(), named | PAGING
    managers = {
        "merge_requests": objects.ProjectMergeRequestManager,
        "notes": objects.ProjectMergeRequestNoteManager,
        "discussions": objects.ProjectMergeRequestDiscussionManager,
    }
    last = path.rpartition("/")[2]
    if last == "merge":
        return set(), {"sha", "auto_merge", "merge_when_pipeline_succeeds"}
    manager = managers["merge_requests" if last.isdecimal() else last]
    attributes = manager._update_attrs if asked.method == "PUT" else manager._create_attrs
    required = {*attributes.required}
    return required, required | {*attributes.optional} | DOCUMENTED


@pytest.mark.parametrize(
    "scenario",
    [*SCENARIOS, each.test_gitlab_merges_only_while_a_pipeline_runs, suggesting.test_on_gitlab],
    ids=lambda each: each.__name__,
)
def test_gitlab(scenario: Scenario, gitlab: World) -> None:
    scenario(gitlab)
    assert gitlab.loopback.exchanges
    for exchange in gitlab.loopback.exchanges:
        needed, allowed = allowed_at_gitlab(exchange)
        given = {*(exchange.asked.body or {}), *(name for name, _ in exchange.asked.query)}
        assert needed <= given <= allowed, exchange.asked


def unknown_to_azure(kind: str, data: Any) -> Iterator[str]:
    """Keys that the model does not have, in the notation of its attribute map."""
    from azure.devops.v7_0.git import models

    if isinstance(data, list):
        for item in data:
            yield from unknown_to_azure(kind.strip("[]"), item)
    elif isinstance(data, dict):
        known = {one["key"]: one["type"] for one in getattr(models, kind)._attribute_map.values()}
        for name, value in data.items():
            if name not in known:
                yield f"{kind}.{name}"
            else:
                yield from unknown_to_azure(known[name], value)


@pytest.mark.parametrize(
    "scenario", [*SCENARIOS, each.test_azure_completes_by_itself], ids=lambda each: each.__name__
)
def test_azure(scenario: Scenario, azure: World) -> None:
    scenario(azure)
    assert azure.loopback.exchanges
    for exchange in azure.loopback.exchanges:
        for path, kind in AZURE_BODIES.items():
            if re.search(path, exchange.asked.path) and exchange.asked.body:
                assert [*unknown_to_azure(kind, exchange.asked.body)] == []


def test_what_azure_does_not_know_is_noticed(azure: World) -> None:
    every.test_first_run(azure)
    made = next(one for one in azure.loopback.exchanges if one.asked.body)
    assert [*unknown_to_azure("GitPullRequest", {**made.asked.body, "draft": True})] == [
        "GitPullRequest.draft"
    ]


def is_published_by_bitbucket(exchange: Exchange) -> bool:
    text = (NODE / "bitbucket" / "lib" / "index.js").read_text(encoding="utf-8")
    path = exchange.asked.path.removeprefix("/2.0")
    return any(
        method == exchange.asked.method
        and re.fullmatch(re.sub(r"\\{.*?\\}", "[^/]+", re.escape(route)), path)
        for method, route in ROUTE.findall(text)
    )


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.__name__)
def test_bitbucket(scenario: Scenario, bitbucket: World) -> None:
    scenario(bitbucket)
    asked = {(one.asked.method, one.asked.path): one for one in bitbucket.loopback.exchanges}
    assert asked
    assert [where for where, one in asked.items() if not is_published_by_bitbucket(one)] == []


def test_what_bitbucket_does_not_publish_is_noticed(bitbucket: World) -> None:
    every.test_first_run(bitbucket)
    one = bitbucket.loopback.exchanges[0]
    assert is_published_by_bitbucket(one)
    for method, path in (("DELETE", one.asked.path), ("GET", one.asked.path + "s")):
        other = replace(one.asked, method=method, path=path)
        assert not is_published_by_bitbucket(replace(one, asked=other))
