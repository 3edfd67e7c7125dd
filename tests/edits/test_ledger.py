"""Edits that stand can be taken back one by one, exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.edits import Ledger, splice
from selfheal_cli.errors import EditError
from selfheal_cli.model import Edit

TEXT = b"alpha beta gamma delta"


def edit(old: bytes, new: bytes, text: bytes) -> Edit:
    start = text.index(old)
    return Edit("a.py", 1, start, start + len(old), old, new)


def test_one_goes_and_the_other_stays() -> None:
    edits = {"1": [edit(b"beta", b"BETA!", TEXT)], "2": [edit(b"delta", b"d", TEXT)]}
    ledger = Ledger().add(edits, {"a.py": TEXT})
    assert ledger.contents() == {"a.py": b"alpha BETA! gamma d"}
    assert ledger.without(["1"]).contents() == {"a.py": b"alpha beta gamma d"}
    assert ledger.without(["1", "2"]).contents() == {"a.py": TEXT}


def test_a_later_edit_inside_an_earlier_one_goes_alone() -> None:
    first = Ledger().add({"1": [edit(b"beta", b"one two", TEXT)]}, {"a.py": TEXT})
    now = first.contents()["a.py"]
    later = {"2": edit(b"two", b"three", now), "3": edit(b"delta", b"d", now)}
    second = first.add({mark: [first.based(one)] for mark, one in later.items()}, {})
    assert second.contents() == {"a.py": b"alpha one three gamma d"}
    assert second.without(["2"]).contents() == {"a.py": b"alpha one two gamma d"}
    assert second.without(["3"]).contents() == {"a.py": b"alpha one three gamma delta"}


def test_what_two_have_asked_for_stays_while_one_of_them_wants_it() -> None:
    same = edit(b"beta", b"B", TEXT)
    ledger = Ledger().add({"1": [same], "2": [same]}, {"a.py": TEXT})
    assert ledger.without(["1"]).contents() == {"a.py": b"alpha B gamma delta"}
    assert ledger.without(["1", "2"]).contents() == {"a.py": TEXT}


def test_an_edit_over_the_edge_of_another_is_refused() -> None:
    first = Ledger().add({"1": [edit(b"beta", b"one", TEXT)]}, {"a.py": TEXT})
    with pytest.raises(EditError):
        first.based(edit(b"ne gam", b"x", first.contents()["a.py"]))
    over = edit(b"a be", b"x", TEXT)
    assert not first.fits(over)
    with pytest.raises(EditError):
        first.add({"2": [over]}, {})


words = st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=8)


@given(words, st.data())
def test_taking_back_is_as_if_it_had_never_been_asked(
    parts: list[str], data: st.DataObject
) -> None:
    text = " ".join(parts).encode()
    spans, at = [], 0
    for part in parts:
        spans.append((at, at + len(part)))
        at += len(part) + 1
    asked = {
        str(k): [Edit("a.py", 1, start, end, text[start:end], data.draw(st.binary(max_size=5)))]
        for k, (start, end) in enumerate(spans)
    }
    gone = data.draw(st.sets(st.sampled_from(sorted(asked))))
    left = [one for mark, edits in asked.items() if mark not in gone for one in edits]
    ledger = Ledger().add(asked, {"a.py": text}).without(gone)
    assert ledger.contents() == {"a.py": splice(text, left)}
