"""What every forge does, against each on a loopback port."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from selfheal_cli.errors import ForgeError
from selfheal_cli.forges.base import Request, State
from selfheal_cli.forges.network import Reply
from selfheal_cli.forges.wire import Wire
from tests.forges.conftest import World
from tests.forges.hosted import SECRET
from tests.forges.loopback import Fault, Told

WANTED = Request("main", "selfheal/login-1a2b", "Repair the login", "The cause.\n\n| a | b |\n")
FULL = replace(WANTED, draft=True, labels=("tests", "bug"), reviewers=("ada",))
LABELLED = ("github", "gitlab", "gitea", "azure")
# Making one, wherever that is asked for.
CREATE = r"/(pulls|merge_requests|pullrequests)$"


def test_first_run(world: World) -> None:
    made = world.connect().open(FULL)
    assert (made.number, made.state, made.base, made.branch) == (1, State.OPEN, "main", FULL.branch)
    assert (made.title, made.body, made.draft) == (FULL.title, FULL.body, True)
    (pull,) = world.hosted.pulls
    assert sorted(pull.labels) == (["bug", "tests"] if world.name in LABELLED else [])
    assert pull.reviewers == ([] if world.name == "azure" else ["ada"])


def test_second_run_sees_what_stands_there_and_opens_no_other(world: World) -> None:
    first = world.connect().open(FULL)
    forge = world.connect()
    assert [*forge.standing("selfheal/")] == [first]
    assert forge.open(FULL) == first
    assert len(world.hosted.pulls) == 1
    assert world.hosted.pulls[0].reviewers.count("ada") <= 1


def test_change(world: World) -> None:
    world.connect().open(FULL)
    world.hosted.pulls[0].labels = ["bug"] if world.name in LABELLED else []
    world.hosted.pulls[0].reviewers = ["bo"]
    other = replace(WANTED, base="develop", title="Another", body="New", labels=("tests",))
    got = world.connect().change(1, other)
    (pull,) = world.hosted.pulls
    assert (got.title, got.body, got.base, got.draft) == ("Another", "New", "develop", False)
    assert (pull.body, pull.base, pull.reviewers) == ("New", "develop", ["bo"])
    assert sorted(pull.labels) == (["bug", "tests"] if world.name in LABELLED else [])
    assert world.connect().change(1, replace(other, draft=True)).draft is True
    (now,) = world.connect().standing("")
    assert (now.title, now.draft) == ("Another", True)


def test_closing_says_why_once(world: World) -> None:
    world.connect().open(WANTED)
    for _ in range(2):
        world.connect().close(1, "The locator is *right* again.\n\nNothing to do.")
    (pull,) = world.hosted.pulls
    assert (pull.state, len(pull.comments)) == ("closed", 1)
    assert "The locator is *right* again." in pull.comments[0]
    (now,) = world.connect().standing("selfheal/")
    assert now.state is State.CLOSED


def test_standing_tells_ours_the_newest_first(world: World) -> None:
    world.hosted.add("selfheal/a", state="closed")
    world.hosted.add("feature/b")
    world.hosted.add("selfheal/a", state="merged")
    world.hosted.add("selfheal/c", foreign=True)
    world.hosted.add("selfheal/a")
    world.hosted.add("Selfheal/a")
    found = world.connect().standing("selfheal/")
    assert [(each.number, each.state) for each in found] == [
        (5, State.OPEN), (3, State.MERGED), (1, State.CLOSED)
    ]  # fmt: skip


def test_more_than_a_hundred_come_in_pages(world: World) -> None:
    for number in range(230):
        world.hosted.add(f"selfheal/{number}", state="open" if number % 2 else "closed")
    network = world.network()
    found = world.connect(network).standing("selfheal/")
    assert [each.branch for each in found] == [f"selfheal/{n}" for n in reversed(range(230))]
    assert network.calls <= 6


def test_one_that_a_person_closed_is_not_taken_for_an_open_one(world: World) -> None:
    world.hosted.add(WANTED.branch, state="closed")
    assert world.connect().open(WANTED).number == 2


def test_the_body_comes_back_as_it_was_sent(world: World) -> None:
    body = "| old | new |\n|---|---|\n| `a` | ü 漢 \U0001f600 |\n\n```\nx\n```\n"
    world.connect().open(replace(WANTED, body=body))
    (got,) = world.connect().standing("")
    assert got.body == body


def test_no_duplicate_where_the_answer_to_a_post_was_lost(world: World) -> None:
    world.loopback.faults = [Fault("POST", CREATE, None, done=True)]
    made = world.connect().open(FULL)
    assert (made.number, made.title, len(world.hosted.pulls)) == (1, FULL.title, 1)
    assert world.loopback.calls("POST", CREATE) == 1


def test_no_duplicate_where_a_post_was_done_and_answered_with_an_error(world: World) -> None:
    world.loopback.faults = [Fault("POST", CREATE, Told(502, "<html>"), done=True)]
    assert world.connect().open(FULL).number == 1
    assert len(world.hosted.pulls) == 1


def test_another_run_opens_it_between_our_look_and_our_post(world: World) -> None:
    wire = Wire()

    def send(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Reply:
        if method == "POST" and re.search(CREATE, url.partition("?")[0]) and not world.hosted.pulls:
            world.hosted.add(FULL.branch, title="Of the other run")
        return wire(method, url, headers, body)

    assert world.connect(world.network(send=send)).open(WANTED).number == 1
    assert [pull.title for pull in world.hosted.pulls] == [WANTED.title]


def test_a_post_that_never_arrived_is_sent_again(world: World) -> None:
    world.loopback.faults = [Fault("POST", CREATE, None, times=2)]
    assert world.connect().open(FULL).number == 1
    assert world.clock.slept == [1.0, 2.0]


def test_a_comment_whose_answer_was_lost_is_not_made_twice(world: World) -> None:
    world.connect().open(WANTED)
    world.loopback.faults = [Fault("POST", r"(comments|notes|threads)$", None, done=True)]
    world.connect().close(1, "No longer needed.")
    assert len(world.hosted.pulls[0].comments) == 1
    assert world.hosted.pulls[0].state == "closed"


def test_errors_in_the_middle_are_waited_out(world: World) -> None:
    world.loopback.faults = [
        Fault("POST", CREATE, Told(503, "")),
        Fault("PUT|PATCH", r"1$", Told(500, {"message": "oops"}), times=3),
    ]
    forge = world.connect()
    forge.open(WANTED)
    forge.change(1, replace(WANTED, title="Other"))
    assert world.hosted.pulls[0].title == "Other"
    assert world.clock.slept == [1.0, 1.0, 2.0, 4.0]


def test_a_server_that_stays_down_is_left_alone(world: World) -> None:
    world.loopback.faults = [Fault(".*", "", Told(500, ""), times=1000)]
    forge = world.connect()
    for _ in range(2):
        with pytest.raises(ForgeError, match="could not be reached in 4 attempts") as error:
            forge.standing("selfheal/")
        assert "second run" in error.value.hint
    before = world.loopback.calls()
    with pytest.raises(ForgeError, match="was not asked any more"):
        forge.open(WANTED)
    assert world.loopback.calls() == before == 8


def test_nobody_listens(world: World) -> None:
    world.remote = world.remote.replace(world.loopback.url, "http://127.0.0.1:9")
    with pytest.raises(ForgeError, match="could not be reached"):
        world.connect().standing("")


def test_a_token_that_is_not_accepted(world: World) -> None:
    world.loopback.authorization = "other"
    with pytest.raises(ForgeError, match="401") as error:
        world.connect().standing("")
    assert "SELFHEAL_FORGE_TOKEN is not accepted" in error.value.hint


def test_a_token_without_rights(world: World) -> None:
    world.loopback.readonly = True
    with pytest.raises(ForgeError, match="403") as error:
        world.connect().open(WANTED)
    assert "It needs" in error.value.hint
    assert not world.hosted.pulls


def test_a_repository_that_is_not_there(world: World) -> None:
    world.loopback.faults = [Fault(".*", "", Told(404, {"message": "Not Found"}), times=99)]
    with pytest.raises(ForgeError, match="404") as error:
        world.connect().standing("")
    assert "may not see it" in error.value.hint


def test_a_request_that_is_not_valid_is_told_in_the_forges_words(world: World) -> None:
    words = {"message": "Validation Failed", "errors": [{"field": "base", "code": "invalid"}]}
    world.loopback.faults = [Fault("POST", CREATE, Told(422, words))]
    with pytest.raises(ForgeError, match=r"422.*Validation Failed; base; invalid"):
        world.connect().open(WANTED)


def test_a_limit_that_is_over_soon_is_waited_for(world: World) -> None:
    world.loopback.faults = [Fault("POST", CREATE, Told(429, "", {"Retry-After": "17"}))]
    assert world.connect().open(WANTED).number == 1
    assert world.clock.slept == [17.0]


def test_a_limit_that_is_over_late_is_told(world: World) -> None:
    world.loopback.faults = [Fault("POST", CREATE, Told(429, "", {"Retry-After": "3600"}), times=9)]
    forge = world.connect()
    with pytest.raises(ForgeError, match="asks to wait until 2027-01-15 09:00:00 UTC"):
        forge.open(WANTED)
    with pytest.raises(ForgeError, match=r"not asked any more.*until 2027-01-15 09:00:00 UTC"):
        forge.standing("")
    assert not world.clock.slept
    assert not world.hosted.pulls


def test_the_token_is_nowhere_to_be_read(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    forge = world.connect()
    echo = Told(422, {"message": f"bad token {SECRET} {world.loopback.authorization}"})
    world.loopback.faults = [Fault("POST", CREATE, echo, times=2)]
    with pytest.raises(ForgeError) as error:
        forge.open(WANTED)
    shown = " ".join(
        [str(error.value), error.value.hint, repr(forge), repr(vars(forge)), *world.said]
    )
    assert SECRET not in shown + caplog.text
    assert world.loopback.authorization not in shown + caplog.text


def test_the_token_does_not_go_to_another_server(world: World) -> None:
    elsewhere = Told(302, "", {"Location": "https://elsewhere.example/login?x=1"})
    world.loopback.faults = [Fault("GET|POST", "", elsewhere, times=99)]
    with pytest.raises(ForgeError, match=r"sends us on to https://elsewhere\.example") as error:
        world.connect().standing("")
    assert "the token" in str(error.value)


@pytest.mark.parametrize("location", ["http://[", "", "/", "::"])
def test_redirects_that_lead_nowhere(github: World, location: str) -> None:
    nowhere = Told(302, "", {"Location": location})
    github.loopback.faults = [Fault("GET|POST", "", nowhere, times=99)]
    with pytest.raises(ForgeError):
        github.connect().standing("")
    assert github.loopback.calls() <= 5


def test_a_page_instead_of_json(world: World) -> None:
    world.loopback.faults = [Fault("GET|POST", "", Told(200, "<html>Welcome</html>"), times=9)]
    with pytest.raises(ForgeError, match="not JSON") as error:
        world.connect().standing("")
    assert "--forge" in error.value.hint


def test_json_of_another_kind(world: World) -> None:
    world.loopback.faults = [Fault("GET|POST", "", Told(200, [{"hello": 1}]), times=9)]
    with pytest.raises(ForgeError, match="a form that is not known"):
        world.connect().standing("")


def test_a_rehearsal_tells_what_it_would_send_and_writes_nothing(world: World) -> None:
    world.hosted.add("selfheal/old")
    forge = world.connect(world.network(rehearsal=True))
    made = forge.open(FULL)
    forge.change(1, FULL)
    forge.close(1, "No longer needed.")
    assert (made.number, made.title, made.draft) == (0, FULL.title, True)
    assert all(
        each.asked.method == "GET" or "/graphql" in each.asked.path
        for each in world.loopback.exchanges
    )
    assert [pull.branch for pull in world.hosted.pulls] == ["selfheal/old"]
    told = "\n".join(world.said)
    assert f"POST {world.loopback.url}" in told
    assert FULL.title in told
    assert "GET " in told
    assert SECRET not in told


def test_calls_are_counted(world: World) -> None:
    network = world.network()
    forge = world.connect(network)
    for number in range(10):
        forge.open(replace(FULL, branch=f"selfheal/{number}"))
    assert network.calls == network.reads + network.writes == world.loopback.calls()
    assert len(world.hosted.pulls) == 10
