"""Every task once, whoever does it; and what is lost when a worker is."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable

import pytest

from selfheal_cli.executors import Executor, InProcess, Undone, cores, executor

GROUPS = [[3, 1], [0], [2, 5, 4], [6], [7], [8, 9], [10], [11]]
TASKS = range(12)
ALL = [executor(jobs) for jobs in (1, 2, 4, 64)]

forks = pytest.mark.skipif(
    isinstance(executor(2), InProcess), reason="this platform makes no copies of a process"
)


def results(
    who: Executor, task: Callable[[int], object], shared: tuple[object, ...] = ()
) -> dict[int, object]:
    found = list(who.run(GROUPS, task, shared))
    assert len(found) == len(dict(found))
    return dict(found)


@pytest.mark.parametrize("who", ALL, ids=str)
def test_each_task_is_done_once(who: Executor) -> None:
    assert results(who, lambda n: n * n) == {n: n * n for n in TASKS}
    assert dict(who.run([], str, ())) == {}


@pytest.mark.parametrize("who", ALL, ids=str)
def test_what_is_shared_comes_back_as_it_is(who: Executor) -> None:
    shared = tuple((lambda n=n: n) for n in TASKS)  # nothing that can be written down
    found = results(who, lambda n: {"of": [shared[n]], "n": n}, shared)
    for number, result in found.items():
        assert isinstance(result, dict)
        assert result == {"of": [shared[number]], "n": number}


@forks
@pytest.mark.parametrize("jobs", [2, 4])
def test_a_group_is_one_workers_and_no_more_work_than_asked_at_a_time(jobs: int) -> None:
    found = results(executor(jobs), lambda n: os.getpid())
    assert all(len({found[n] for n in group}) == 1 for group in GROUPS)
    assert os.getpid() not in found.values()
    assert len(set(found.values())) <= jobs


def test_little_work_is_done_here() -> None:
    found = dict(executor(8).run([[0], [1]], lambda n: os.getpid(), ()))
    assert set(found.values()) == {os.getpid()}


@forks
def test_a_killed_worker_loses_what_is_left_of_its_group() -> None:
    def task(number: int) -> int:
        if number == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    found = results(executor(2), task)
    lost = {n for n, result in found.items() if isinstance(result, Undone)}
    assert lost == {5, 4}
    assert all("SIGKILL" in str(found[n]) for n in lost)
    assert {n for n in TASKS if found[n] == n} == set(TASKS) - lost


@forks
def test_where_every_worker_dies_it_ends() -> None:
    def task(number: int) -> int:
        os._exit(number + 1)

    found = results(executor(4), task)
    assert set(found) == set(TASKS)
    assert all(isinstance(result, Undone) for result in found.values())
    assert "exit code 4" in str(found[3])


@forks
def test_a_result_that_cannot_be_handed_over_is_lost_alone() -> None:
    found = results(executor(2), lambda n: (lambda: n) if n == 2 else n)
    assert isinstance(found.pop(2), Undone)
    assert found == {n: n for n in TASKS if n != 2}


@forks
def test_nobody_works_on_when_nobody_listens() -> None:
    def task(number: int) -> int:
        if number:
            time.sleep(60)
        return number

    running = executor(2).run([[0], [1], [2], [3]], task, ())
    assert next(iter(running)) == (0, 0)
    assert multiprocessing.active_children()
    running.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


def test_there_is_a_processor() -> None:
    assert cores() >= 1
