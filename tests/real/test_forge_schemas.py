"""Every request to a forge, and every answer of our servers, against what the forge publishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema, parse, validate

from tests.forges import test_each as each
from tests.forges import test_forges as every
from tests.forges import test_suggestions as suggesting
from tests.forges.conftest import World, world_of
from tests.forges.hub import Hub
from tests.real.published import NODE, Published
from tests.real.published import github as published
from tests.real.typed import wrong

pytestmark = pytest.mark.real

Scenario = Callable[[World], None]
SCENARIOS: tuple[Scenario, ...] = (
    every.test_first_run,
    every.test_second_run_sees_what_stands_there_and_opens_no_other,
    every.test_change,
    every.test_closing_says_why_once,
    every.test_standing_tells_ours_the_newest_first,
    every.test_more_than_a_hundred_come_in_pages,
    every.test_one_that_a_person_closed_is_not_taken_for_an_open_one,
    every.test_no_duplicate_where_the_answer_to_a_post_was_lost,
    every.test_a_comment_whose_answer_was_lost_is_not_made_twice,
    every.test_errors_in_the_middle_are_waited_out,
    every.test_a_token_without_rights,
    every.test_calls_are_counted,
)
OWN: tuple[Scenario, ...] = (
    each.test_reviewers_that_the_forge_does_not_know_are_left_out,
    each.test_github_waits_for_its_own_limits,
    each.test_github_without_drafts_gets_it_as_ready,
    each.test_github_turns_a_draft_only_where_it_must,
    each.test_github_merges_when_green,
    suggesting.test_on_github,
)
OWN_OF_GITEA: tuple[Scenario, ...] = (
    each.test_reviewers_that_the_forge_does_not_know_are_left_out,
    each.test_gitea_merges_only_where_there_are_checks,
)


@cache
def description() -> Published:
    return published()


@cache
def schema() -> GraphQLSchema:
    path = NODE / "@octokit/graphql-schema/schema.graphql"
    return build_schema(path.read_text(encoding="utf-8"), assume_valid=True)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def github() -> Iterator[World]:
    """Answers GraphQL by GitHub's whole schema."""
    yield from world_of("github", partial(Hub, schema=schema()))


@pytest.fixture
def gitea() -> Iterator[World]:
    yield from world_of("gitea")


@pytest.mark.parametrize("scenario", [*SCENARIOS, *OWN], ids=lambda each: each.__name__)
def test_github(scenario: Scenario, github: World) -> None:
    scenario(github)
    exchanges = github.loopback.exchanges
    rest = [one for one in exchanges if not one.asked.path.endswith("/graphql")]
    asked = [one for one in exchanges if one.asked.path.endswith("/graphql")]
    assert exchanges
    assert [wrong for one in rest for wrong in description().wrong(one)] == []
    for one in asked:
        assert validate(schema(), parse(one.asked.body["query"])) == []
        refused = github.server.merging_refused
        assert one.forced or refused or "errors" not in one.told.data, one.told.data


@pytest.mark.parametrize("scenario", [*SCENARIOS, *OWN_OF_GITEA], ids=lambda each: each.__name__)
def test_gitea(scenario: Scenario, gitea: World, tmp_path: Path) -> None:
    scenario(gitea)
    assert gitea.loopback.exchanges
    assert wrong(gitea.loopback.exchanges, tmp_path) == []


def test_what_gitea_does_not_publish_is_noticed(gitea: World, tmp_path: Path) -> None:
    every.test_first_run(gitea)
    made = next(one for one in gitea.loopback.exchanges if one.asked.body)
    made.asked.body["colour"] = made.asked.body.pop("color")
    (found,) = wrong(gitea.loopback.exchanges, tmp_path)
    assert "colour" in found
    assert "does not exist in type 'CreateLabelOption'" in found


def test_what_is_not_published_is_noticed(github: World) -> None:
    every.test_first_run(github)
    made = next(one for one in github.loopback.exchanges if one.asked.path.endswith("/pulls"))
    made.asked.body["dratf"] = made.asked.body.pop("draft")
    made.asked.body["title"] = 7
    made.told.data["state"] = "opened"
    found = " ".join(description().wrong(made))
    assert "body.dratf is not known" in found
    assert "$.title: 7" in found
    assert "$.state: 'opened'" in found
