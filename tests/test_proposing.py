"""The steps, whatever stands on the forge: never over a person's commits, never above the limit,
and nothing is left to do once they are done."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.forges.base import Request, Standing, State
from selfheal_cli.forges.tips import Blob, Built, Seen, Tip
from selfheal_cli.marks import Mark, marked
from selfheal_cli.proposals import (
    PREFIX,
    Change,
    Close,
    Drop,
    Leave,
    Open,
    Push,
    Step,
    Wait,
    Wanted,
    branch_of,
)
from selfheal_cli.proposing import Rules, propose

SCOPE = "5c09"
KEYS = [f"{SCOPE}{k}" for k in range(4)] + ["0ther1"]


def wanted(key: str, what: int, base: str, draft: bool, empty: bool) -> Wanted:
    request = Request("main", f"{PREFIX}cause-w{what}-{key}", f"Title {what}", "Body", draft)
    files = () if empty else (Blob("a", "100644", b"x"),)
    return Wanted(
        key, request, "Message", (f"c{what}",), f"s{what}", Built(base, files), f"tree{what}", what
    )


def standing(number: int, key: str, what: int, state: State, by_us: bool, words: str) -> Standing:
    mark = Mark(f"s{what}", (f"c{what}",), closed=by_us)
    branch = f"{PREFIX}cause-{words}-{key}"
    body = marked("Body", mark) if words != "lost" else "Body"
    return Standing(number, state, "main", branch, "Title", body, False, "")


def tip(key: str, what: int, base: str, ours: bool, words: str) -> Tip:
    return Tip(f"{PREFIX}cause-{words}-{key}", f"commit-{key}", f"tree{what}", base, ours)


WHAT, WORDS, BASE = st.integers(0, 2), st.sampled_from(["w0", "w1", "lost"]), st.sampled_from("ab")
WANTED = st.lists(
    st.builds(
        wanted, st.sampled_from(KEYS[:4]), WHAT, st.just("b"), st.booleans(), st.booleans()
    ),
    max_size=4, unique_by=lambda one: one.key,
)  # fmt: skip
STANDING = st.lists(
    st.tuples(st.sampled_from(KEYS), WHAT, st.sampled_from(State), st.booleans(), WORDS),
    max_size=5, unique_by=lambda one: (one[0], one[2] == State.OPEN and one[0]),
).map(lambda rows: [standing(k + 1, *row) for k, row in enumerate(rows)])  # fmt: skip
TIPS = st.lists(
    st.builds(tip, st.sampled_from(KEYS), WHAT, BASE, st.booleans(), WORDS),
    max_size=4, unique_by=lambda one: one.branch.rpartition("-")[2],
)  # fmt: skip
RULES = st.builds(Rules, st.just(SCOPE), st.integers(1, 3), st.booleans(), st.booleans())


def done(steps: tuple[Step, ...], there: list[Standing], seen: Seen) -> tuple[list[Standing], Seen]:
    """The forge and the remote after the steps."""
    tips = dict(seen.tips)
    for step in steps:
        branch = branch_of(step)
        if isinstance(step, Push):
            assert step.expected == (tips[branch].commit if branch in tips else "")
            tips[branch] = Tip(branch, f"new {branch}", step.wanted.tree, seen.commit, True)
        elif isinstance(step, Drop):
            assert step.expected == tips.pop(branch).commit
        elif isinstance(step, Open):
            assert branch in tips
            assert not any(o.branch == branch and o.state == State.OPEN for o in there)
            body = step.wanted.marked.body
            new = Standing(len(there) + 1, State.OPEN, "main", branch, "", body, False, "")
            there = [*there, new]
        elif isinstance(step, Change | Close):
            number = step.number if isinstance(step, Change) else step.standing.number
            request = step.wanted.marked if isinstance(step, Change) else step.closing
            state = State.OPEN if isinstance(step, Change) else State.CLOSED
            (one,) = [o for o in there if o.number == number]
            assert one.state == State.OPEN
            changed = replace(one, body=request.body, state=state)
            there = [changed if o.number == number else o for o in there]
    return there, replace(seen, tips=tips)


@given(WANTED, STANDING, TIPS, RULES, st.sets(st.integers(0, 3)))
def test_whatever_stands_there(
    asked: list[Wanted], there: list[Standing], tips: list[Tip], rules: Rules, gone: set[int]
) -> None:
    seen = Seen("main", "b", {one.branch: one for one in tips})
    spent = {one.branch for k, one in enumerate(tips) if k in gone}
    steps = propose(asked, there, seen, spent, rules)
    theirs = {one.branch for one in tips if not one.ours}
    other = {branch for branch in seen.tips if "0ther" in branch}
    for step in steps:
        if not isinstance(step, Leave | Wait | Change):
            assert branch_of(step) not in theirs | other, step
        if not rules.requests:
            assert isinstance(step, Push | Drop | Leave | Wait)
    before = sum(one.state == State.OPEN for one in there)
    after, now = done(steps, there, seen)
    opened = sum(one.state == State.OPEN for one in after)
    assert opened <= max(rules.limit, before)
    again = propose(asked, after, now, spent & now.tips.keys(), rules)
    assert all(isinstance(step, Leave | Wait) for step in again), again
