from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.edits import combine, splice
from selfheal_cli.errors import EditError
from selfheal_cli.model import Edit

TEXT = b"alpha beta gamma\ndelta\n"


def edit(old: bytes, new: bytes, path: str = "a.py", text: bytes = TEXT) -> Edit:
    start = text.index(old)
    return Edit(path, text.count(b"\n", 0, start) + 1, start, start + len(old), old, new)


def read(path: str) -> bytes:
    return TEXT


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[bytes, tuple[Edit, ...]]:
    """A file in pieces, every other one of them edited."""
    kept = draw(st.lists(st.binary(min_size=1, max_size=9), min_size=1, max_size=6))
    swaps = draw(st.lists(st.tuples(st.binary(max_size=9), st.binary(max_size=9)), max_size=5))
    text, edits = b"", []
    for index, piece in enumerate(kept):
        text += piece
        if index < len(swaps):
            old, new = swaps[index]
            line = text.count(b"\n") + 1
            edits.append(Edit("f", line, len(text), len(text) + len(old), old, new))
            text += old
    return text, tuple(edits)


@given(texts_with_edits(), st.randoms(use_true_random=False))
def test_bytes_outside_the_edits_stay(case: tuple[bytes, tuple[Edit, ...]], random) -> None:
    text, edits = case
    shuffled = list(edits)
    random.shuffle(shuffled)
    combined = combine([(e,) for e in shuffled], lambda path: text)
    assert not combined.conflicts
    assert not combined.stale
    after, position = b"", 0
    for e in edits:
        after += text[position : e.start] + e.new
        position = e.end
    after += text[position:]
    if after == text:
        assert all(p.before == text for p in combined.patches)
    else:
        (patch,) = combined.patches
        assert (patch.before, patch.after) == (text, after)
        assert splice(text, patch.edits) == after


def test_the_same_edit_of_two_repairs_is_one() -> None:
    same = edit(b"beta", b"BETA")
    combined = combine([(same,), (replace(same, uses=3),)], read)
    (patch,) = combined.patches
    assert patch.edits == (replace(same, uses=3),)
    assert combined.left_out == ()


def test_overlapping_edits_are_a_conflict_and_neither_is_taken() -> None:
    one, two, fine = edit(b"beta", b"B"), edit(b"ta gam", b"x"), edit(b"delta", b"D")
    combined = combine([(one,), (two,), (fine,)], read)
    (patch,) = combined.patches
    assert patch.after == TEXT.replace(b"delta", b"D")
    (conflict,) = combined.conflicts
    assert set(conflict.edits) == {one, two}
    assert combined.left_out == (0, 1)
    assert "a.py:1" in conflict.reason


def test_different_words_for_the_same_bytes_conflict_even_when_nothing_is_replaced() -> None:
    here = Edit("a.py", 1, 5, 5, b"", b"one")
    combined = combine([(here,), (replace(here, new=b"two"),)], read)
    assert combined.patches == ()
    assert len(combined.conflicts) == 1


def test_neighbouring_edits_do_not_conflict() -> None:
    combined = combine([(edit(b"alpha", b"A"),), (edit(b" beta", b"B"),)], read)
    assert [p.after for p in combined.patches] == [b"AB gamma\ndelta\n"]


def test_a_repair_is_written_whole_or_not_at_all() -> None:
    both = (edit(b"beta", b"B"), edit(b"delta", b"D", "b.py"))
    rival = (edit(b"beta", b"X"),)
    combined = combine([both, rival], read)
    assert combined.patches == ()
    assert combined.left_out == (0, 1)


def test_a_changed_file_is_left_alone_and_named() -> None:
    wrong = replace(edit(b"beta", b"B"), old=b"BETA")
    combined = combine(
        [(wrong, edit(b"delta", b"D", "b.py")), (edit(b"gamma", b"G"),), (edit(b"a", b"A", "c"),)],
        read,
    )
    assert [p.path for p in combined.patches] == ["c"]
    assert [s.path for s in combined.stale] == ["a.py"]
    assert "changed since" in combined.stale[0].reason
    assert combined.left_out == (0, 1)


def test_offsets_beyond_the_file_are_stale() -> None:
    far = Edit("a.py", 9, 900, 900, b"", b"x")
    assert combine([(far,)], read).stale
    assert combine([(replace(far, start=-1, end=-1),)], read).stale


def test_an_unreadable_file_is_stale_and_the_rest_is_done() -> None:
    def partly(path: str) -> bytes:
        if path == "a.py":
            raise FileNotFoundError(2, "No such file or directory")
        if path == "b.py":
            raise EditError("b.py: leads out")
        return TEXT

    edits = [(edit(b"beta", b"B", path),) for path in ("a.py", "b.py", "c.py")]
    combined = combine(edits, partly)
    assert [s.path for s in combined.stale] == ["a.py", "b.py"]
    assert [p.path for p in combined.patches] == ["c.py"]


def test_the_order_of_repairs_does_not_matter() -> None:
    repairs = [
        (edit(b"beta", b"B"),),
        (edit(b"eta gam", b"x"),),
        (edit(b"delta", b"D"), edit(b"alpha", b"A", "b.py")),
        (edit(b"delta", b"D"),),
    ]
    results = {
        (combined.patches, combined.conflicts, combined.stale)
        for order in permutations(repairs)
        for combined in (combine(order, read),)
    }
    assert len(results) == 1


def test_an_edit_that_changes_nothing_makes_no_patch() -> None:
    assert combine([(edit(b"beta", b"beta"),)], read).patches == ()
