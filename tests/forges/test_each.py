"""What one forge does otherwise than the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selfheal_cli.errors import ForgeError, UsageError
from selfheal_cli.forges import FORGES
from selfheal_cli.forges.network import Network
from tests.forges.conftest import ENVIRON, World
from tests.forges.loopback import Fault, Told
from tests.forges.test_forges import FULL, WANTED

SECONDARY = Told(403, {"message": "You have exceeded a secondary rate limit"})
PRIMARY = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800000030"}


def test_reviewers_that_the_forge_does_not_know_are_left_out(world: World) -> None:
    world.connect().open(replace(FULL, reviewers=("ada", "nobody", "acme/team")))
    (pull,) = world.hosted.pulls
    assert pull.reviewers == ([] if world.name == "azure" else ["ada"])
    assert any("reviewer nobody is left out" in line for line in world.said)
    assert any("team is left out" in line for line in world.said)


def test_github_waits_for_its_own_limits(github: World) -> None:
    github.loopback.faults = [
        Fault("POST", "/pulls$", Told(403, {"message": "API rate limit exceeded"}, PRIMARY)),
        Fault(
            "POST", "/pulls$", Told(403, {"message": "You have exceeded a secondary rate limit"})
        ),
    ]
    assert github.connect().open(WANTED).number == 1
    assert github.clock.slept == [30.0, 60.0]


def test_github_is_not_asked_when_nothing_is_left(github: World) -> None:
    late = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800003600"}
    answer = Told(
        200,
        {
            "data": {
                "repository": {"pullRequests": {"nodes": [], "pageInfo": {"hasNextPage": False}}}
            }
        },
        late,
    )
    github.loopback.faults = [Fault("POST", "graphql", answer)]
    with pytest.raises(ForgeError, match="no requests are left; it asks to wait until 2027"):
        github.connect().open(WANTED)
    assert github.loopback.calls() == 1


def test_github_follows_a_renamed_repository(github: World) -> None:
    to = f"{github.loopback.url}/api/v3/repos/acme/shop/pulls"
    github.loopback.faults = [Fault("POST", "repos/.*/pulls$", Told(307, {}, {"Location": to}))]
    assert github.connect().open(WANTED).number == 1
    moved = [each for each in github.loopback.exchanges if each.asked.path.endswith("/pulls")]
    assert [each.asked.body for each in moved] == [moved[0].asked.body] * 2


def test_gitlab_asks_a_renamed_project_by_its_number(gitlab: World) -> None:
    gitlab.remote = gitlab.remote.replace("acme/shop", "acme/old")
    to = "/api/v4/projects/acme%2Fshop"
    gitlab.loopback.faults = [Fault("GET", "acme%2Fold", Told(302, {}, {"Location": to}))]
    assert gitlab.connect().open(WANTED).number == 1


def test_github_without_drafts_gets_it_as_ready(github: World) -> None:
    words = {"message": "Draft pull requests are not supported in this repository."}
    github.loopback.faults = [Fault("POST", "/pulls$", Told(422, words))]
    assert github.connect().open(FULL).draft is False
    assert any("ready for review" in line for line in github.said)


def test_github_turns_a_draft_only_where_it_must(github: World) -> None:
    github.connect().open(WANTED)
    before = github.loopback.calls("POST", "graphql")
    github.connect().change(1, WANTED)
    assert github.loopback.calls("POST", "graphql") == before
    assert github.connect().change(1, replace(WANTED, draft=True)).draft is True
    assert github.connect().change(1, WANTED).draft is False


def test_github_merges_when_green(github: World) -> None:
    github.hosted.add("selfheal/a")
    github.connect().merge_when_green(1)
    assert github.hosted.pulls[0].automatic
    before = github.loopback.calls()
    github.connect().merge_when_green(1)
    assert github.loopback.calls() == before + 1
    github.hosted.pulls[0].automatic = False
    github.server.merging_refused = "Pull request is in clean status"
    with pytest.raises(ForgeError, match="clean status") as error:
        github.connect().merge_when_green(1)
    assert "required checks" in error.value.hint


def test_github_says_what_graphql_refuses(github: World) -> None:
    error = {"type": "NOT_FOUND", "message": "Could not resolve to a Repository"}
    answer = Told(200, {"data": {"repository": None}, "errors": [error]})
    github.loopback.faults = [Fault("POST", "graphql", answer)]
    with pytest.raises(ForgeError, match=r"404.*Could not resolve") as refused:
        github.connect().standing("")
    assert "may not see it" in refused.value.hint


def test_github_without_the_right_to_label_opens_all_the_same(github: World) -> None:
    no = Told(403, {"message": "Resource not accessible by integration"})
    github.loopback.faults = [Fault("POST", "(labels|requested_reviewers)$", no, times=2)]
    assert github.connect().open(FULL).number == 1
    assert len(github.said) == 2


def test_gitlab_merges_only_while_a_pipeline_runs(gitlab: World) -> None:
    gitlab.hosted.add("selfheal/a")
    gitlab.connect().merge_when_green(1)
    assert gitlab.hosted.pulls[0].automatic
    gitlab.hosted.pulls[0].automatic = False
    for status in ("", "success", "failed"):
        gitlab.hosted.pipeline = status
        with pytest.raises(ForgeError, match="no running pipeline"):
            gitlab.connect().merge_when_green(1)
    assert not gitlab.hosted.pulls[0].automatic
    assert gitlab.clock.slept == [2.0] * 4


def test_gitlab_carries_out_no_line_of_a_body(gitlab: World) -> None:
    body = "Cause\n/merge\n/assign @ada\n\n| /x | y |\n"
    gitlab.connect().open(replace(WANTED, body=body))
    assert gitlab.hosted.pulls[0].body == "Cause\n\\/merge\n\\/assign @ada\n\n| /x | y |\n"
    gitlab.connect().close(1, "/approve")
    assert gitlab.hosted.pulls[0].comments == ["\\/approve"]


def test_a_list_without_an_end_is_left_at_some_point_and_that_is_said(gitlab: World) -> None:
    gitlab.hosted.add("selfheal/a")
    page = Told(200, [gitlab.server.shown(gitlab.hosted.pulls[0])] * 100, {"X-Next-Page": "2"})
    gitlab.loopback.faults = [Fault("GET", "merge_requests$", page, times=1000)]
    assert len(gitlab.connect().standing("selfheal/")) == 5000
    assert gitlab.loopback.calls("GET", "merge_requests$") == 50
    assert "only the first 5000" in gitlab.said[0]


def test_gitea_merges_only_where_there_are_checks(gitea: World) -> None:
    gitea.hosted.add("selfheal/a")
    for _ in range(2):
        gitea.connect().merge_when_green(1)
    assert gitea.hosted.pulls[0].automatic
    gitea.hosted.pipeline = ""
    with pytest.raises(ForgeError, match="no checks"):
        gitea.connect().merge_when_green(1)


def test_azure_completes_by_itself(azure: World) -> None:
    azure.hosted.add("selfheal/a")
    azure.connect().merge_when_green(1)
    assert azure.hosted.pulls[0].automatic


def test_azure_shows_a_page_where_the_token_is_not_accepted(azure: World) -> None:
    azure.loopback.faults = [Fault("GET", "", Told(203, "<html>Sign in</html>"))]
    with pytest.raises(ForgeError, match="401"):
        azure.connect().standing("")


def test_azure_takes_the_ids_of_reviewers(azure: World) -> None:
    known = "11111111-2222-3333-4444-555555555555"
    azure.connect().open(replace(WANTED, reviewers=(known,)))
    made = next(each for each in azure.loopback.exchanges if each.asked.method == "POST")
    assert made.asked.body["reviewers"] == [{"id": known}]


def test_bitbucket_cannot_be_asked_to_merge(bitbucket: World) -> None:
    with pytest.raises(ForgeError, match="cannot be asked"):
        bitbucket.connect().merge_when_green(1)


@pytest.mark.parametrize(
    "remote",
    ["https://bitbucket.example.com/scm/pr/shop.git", "ssh://git@bitbucket.example.com:7999/pr/s"],
)
def test_bitbucket_data_center_is_said_not_to_be_served(remote: str) -> None:
    with pytest.raises(UsageError) as error:
        FORGES["bitbucket"](remote, ENVIRON, Network())
    assert "Data Center" in error.value.hint


def test_none_opens_nothing() -> None:
    forge = FORGES["none"]("/srv/git/shop.git", {}, Network())
    assert forge.standing("selfheal/") == ()
    assert forge.open(WANTED).url == ""
    assert forge.change(3, WANTED).number == 3
    forge.close(3, "")
    for act in (lambda: forge.merge_when_green(1), lambda: forge.suggest(1, [])):
        with pytest.raises(ForgeError, match="no forge"):
            act()
