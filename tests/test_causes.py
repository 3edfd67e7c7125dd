"""Repairs that one change of the page led to share a cause; others do not."""

from dataclasses import replace

import pytest

from selfheal_cli.causes import with_causes
from selfheal_cli.model import (
    Cause,
    Diagnosis,
    Edit,
    Evidence,
    Fingerprint,
    Kind,
    Locator,
    Outcome,
    Repair,
    Verdict,
)
from tests.outputs.samples import failure, locator, repair, unrepaired

Rows = dict[str, tuple[str, str]]


def broken(strategy: str, value: str, rows: Rows, place: int = 1) -> Repair:
    one = repair()
    told = tuple(Evidence(name, old, new, 1.0) for name, (old, new) in rows.items())
    fingerprint = Fingerprint("button", "button", "Go", "Go")
    return replace(
        one,
        failure=replace(failure(), locator=locator(value, strategy)),
        candidate=replace(one.candidate, features=told, fingerprint=fingerprint),
        edits=(Edit("a.py", place, place, place + 1, b"x", b"y"),),
    )


def causes(*outcomes: Outcome) -> list[str]:
    return [
        one.cause.words
        for one in with_causes(outcomes)
        if isinstance(one, Repair) and isinstance(one.cause, Cause)
    ]


@pytest.mark.parametrize(
    ("strategy", "value", "rows", "words"),
    [
        ("role", "link", {"kind": ("link", "button")}, "links became buttons"),
        ("css", "a.go", {"kind": ("link", "button")}, "links became buttons"),
        ("css", "h2", {"kind": ("heading", "element")}, "headings became other elements"),
        ("css", "#save_link", {"id": ("save_link", "save")}, "ids lost their ending `_link`"),
        ("css", "#login-name", {"id": ("login-name", "name")}, "ids lost their beginning `login-`"),
        ("id", "name", {"id": ("name", "user-name")}, "ids got the beginning `user-`"),
        ("id", "name", {"id": ("name", "nameField")}, "ids got the ending `Field`"),
        ("id", "user", {"id": ("user", "username")}, "the id `user` became `username`"),
        ("css", "#save", {"id": ("save", "")}, "the id `save` is gone"),
        ("css", "#save", {"id": ("save", "commit")}, "the id `save` became `commit`"),
        ("text", "I'm sure, I'm", {"text": ("I'm sure, I'm", "I’m sure, I’m")},
         "in texts `'` became `’`"),
        ("testid", "btn", {"test id": ("btn", "go")}, "the test id `btn` became `go`"),
        ("css", ".btn-primary", {"classes": ("btn-primary wide", "button wide")},
         "the class `btn-primary` is gone"),
        ("css", "a.side__x1.item", {"classes": ("side__x1 item", "k")},
         "the classes `side__x1`, `item` are gone"),
        ("css", "[class^='side__']", {"classes": ("side__3fA8_", "k")},
         "the class `side__3fA8_` is gone"),
        ("css", "div button", {"classes": ("divided", "k"), "id": ("x", "x")},
         "what stands around `Go` is arranged anew"),
        ("title", "Draft", {"title": ("Draft", "")}, "the title `Draft` is gone"),
        ("css", "div > button", {"id": ("x", "y")}, "what stands around `Go` is arranged anew"),
        ("css", "form > input[type=submit][value='Go']", {"id": ("x", "y")},
         "`<input>` became `<button>`"),
        ("xpath", "//form//input[@type='submit']", {"kind": ("button", "button")},
         "`<input>` became `<button>`"),
        ("xpath", "//input/../button[1]", {"id": ("q7", "q8")},
         "what stands around `Go` is arranged anew"),
        ("id", "mail", {"kind": ("", "textbox")}, "nothing answers to `mail` any more"),
    ],
)  # fmt: skip
def test_words(strategy: str, value: str, rows: Rows, words: str) -> None:
    assert causes(broken(strategy, value, rows)) == [words]


def test_an_unlikely_guess_does_not_say_what_changed() -> None:
    rows: Rows = {"text": ("Copy", "Download"), "identifiers": ("copy", "download")}
    one = broken("text", "Copy", rows)
    told = {
        chance: causes(replace(one, candidate=replace(one.candidate, probability=chance)))
        for chance in (0.2, 0.8)
    }
    assert told == {
        0.2: ["nothing answers to `Copy` any more"],
        0.8: ["the text `Copy` became `Download`"],
    }


def test_the_change_that_explains_most_repairs_is_taken() -> None:
    rows: Rows = {"id": ("add_link", "add"), "kind": ("link", "button")}
    one = broken("css", "a#add_link", rows, 1)
    others = [
        broken("role", f"link {at}", {"kind": ("link", "button")}, at) for at in range(10, 13)
    ]
    assert causes(one) == ["ids lost their ending `_link`"]
    assert causes(one, *others) == ["links became buttons"] * 4


def test_alike_changes_share_an_id_and_others_do_not() -> None:
    three = with_causes([
        broken("css", "#adds_link", {"id": ("adds_link", "adds")}, 1),
        broken("css", "#removes_link", {"id": ("removes_link", "removes")}, 5),
        broken("css", "#save", {"id": ("save", "commit")}, 9),
    ])  # fmt: skip
    ids = [
        one.cause.id for one in three if isinstance(one, Repair) and isinstance(one.cause, Cause)
    ]
    assert ids[0] == ids[1] != ids[2]


def test_repairs_of_one_place_have_one_cause() -> None:
    told = causes(
        broken("css", "#save", {"id": ("save", "commit")}, 1),
        broken("css", "div > a", {}, 1),
    )
    assert told == ["the id `save` became `commit`"] * 2


def test_repairs_of_one_link_have_one_cause_wherever_it_leads() -> None:
    def through_the_table(row: str, place: int) -> Repair:
        one = broken("css", "table.old", {"id": ("x", "y")}, place)
        table, rest = one.failure.locator, locator(row, "text").steps
        assert isinstance(table, Locator)
        chain = replace(table, steps=(*table.steps, *rest))
        new = replace(one.proposal, start=0, stop=1, steps=locator("table.new", "css").steps)
        return replace(one, failure=replace(one.failure, locator=chain), proposal=new)

    ids = {
        one.cause.id
        for one in with_causes([through_the_table("Ann", 1), through_the_table("Bob", 5)])
        if isinstance(one, Repair) and isinstance(one.cause, Cause)
    }
    assert len(ids) == 1


def in_row(row: str, rows: Rows) -> Repair:
    """Something called `Edit` in a row; only the row's link is written anew."""
    one = broken("css", row, rows)
    found, rest = one.failure.locator, locator("Edit", "text").steps
    assert isinstance(found, Locator)
    chain = replace(found, steps=(*found.steps, *rest))
    new = replace(one.proposal, start=0, stop=1, steps=locator("[data-row]", "css").steps)
    return replace(one, failure=replace(one.failure, locator=chain), proposal=new)


def test_what_still_holds_is_no_cause() -> None:
    assert causes(in_row("#ann", {"text": ("Edit", "edit")})) == [
        "what stands around `Go` is arranged anew"
    ]


def test_nothing_answers_to_what_was_written_anew() -> None:
    assert causes(in_row("#ann", {})) == ["nothing answers to `#ann` any more"]


def test_one_place_tells_what_it_alone_repaired() -> None:
    row = in_row("#ann", {"kind": ("button", "button")})
    both = broken("css", ".start", {"classes": ("start", "run")})
    both = replace(both, edits=(*both.edits, Edit("b.py", 1, 1, 2, b"x", b"y")))
    assert causes(row, both) == ["what stands around `Go` is arranged anew"] * 2


def test_of_several_that_answer_it_is_not_said_that_anything_moved() -> None:
    one = broken("role", "button", {"kind": ("button", "button")})
    several = replace(one, diagnosis=Diagnosis(Kind.AMBIGUOUS, "It found two."))
    assert causes(several) == ["`Go` is no longer the only one that answers"]


def test_what_is_not_repaired_has_none() -> None:
    outcome = unrepaired(Verdict.REMOVED)
    assert with_causes([outcome]) == (outcome,)
