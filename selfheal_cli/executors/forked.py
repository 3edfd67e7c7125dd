"""Several copies of this process, which share what it has read and hand back records."""

from __future__ import annotations

import io
import os
import pickle
import signal
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from selfheal_cli.executors.base import T, Undone
from selfheal_cli.executors.in_process import InProcess

_GROUPS_EACH = 2  # a copy takes some milliseconds: for less work than this it does not pay
_DONE = b""


@dataclass(frozen=True, slots=True)
class Forked:
    """Up to `jobs` copies at a time. A copy that dies loses the group it was at, no other."""

    jobs: int

    def run(
        self, groups: Sequence[Sequence[int]], task: Callable[[int], T], shared: Sequence[object]
    ) -> Iterator[tuple[int, T | Undone]]:
        """See `Executor.run`."""
        count = min(self.jobs, len(groups) // _GROUPS_EACH)
        if count < 2:
            yield from InProcess().run(groups, task, shared)
            return
        crew = _Crew(task, shared, deque(groups))
        try:
            yield from crew.work(count)
        finally:
            crew.dismiss()


@dataclass(slots=True, eq=False)
class _Worker:
    """A copy, and those tasks of its group that it has not handed back."""

    process: BaseProcess
    connection: Connection
    left: list[int]


@dataclass(slots=True)
class _Crew:
    task: Callable[[int], Any]
    shared: Sequence[object]
    waiting: deque[Sequence[int]]
    workers: list[_Worker] = field(default_factory=list)

    def work(self, count: int) -> Iterator[tuple[int, Any]]:
        """All results of the groups that wait."""
        for _ in range(count):
            self._hire()
        while self.workers:
            ready = wait([worker.connection for worker in self.workers])
            for worker in [w for w in self.workers if w.connection in ready]:
                yield from self._hear(worker)
        for group in self.waiting:  # the system gives no copies
            yield from InProcess().run([group], self.task, self.shared)

    def _hire(self) -> None:
        """One more worker, with the next group; none where nothing waits or the system refuses."""
        if not self.waiting:
            return
        context = get_context("fork")
        ours, theirs = context.Pipe()
        inherited = [ours, *(worker.connection for worker in self.workers)]
        arguments = (theirs, inherited, self.task, self.shared)
        process = context.Process(target=_serve, args=arguments, daemon=True)
        try:
            with warnings.catch_warnings():
                # A copy uses none of the threads that libraries of this process may have begun.
                warnings.simplefilter("ignore", DeprecationWarning)
                process.start()
        except OSError:
            ours.close()
            return
        finally:
            theirs.close()
        worker = _Worker(process, ours, [])
        self.workers.append(worker)
        self._assign(worker)

    def _assign(self, worker: _Worker) -> None:
        """The next group, or the end."""
        worker.left = list(self.waiting.popleft()) if self.waiting else []
        with suppress(OSError):  # it died: that is heard when it is listened to
            worker.connection.send(worker.left)
        if not worker.left:
            self._part_with(worker)

    def _hear(self, worker: _Worker) -> Iterator[tuple[int, Any]]:
        """What the worker hands back; its group's rest is lost where it died."""
        try:
            data = worker.connection.recv_bytes()
        except (EOFError, OSError):
            self._part_with(worker)
            reason = f"the process at work on it ended early ({_ending(worker.process)})"
            yield from ((number, Undone(reason)) for number in worker.left)
            self._hire()
            return
        if data == _DONE:
            self._assign(worker)
        else:
            number = worker.left.pop(0)
            yield number, _Unpickler(io.BytesIO(data), self.shared).load()

    def _part_with(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.connection.close()
        worker.process.join()

    def dismiss(self) -> None:
        """Ends those still at work, whose results nobody waits for."""
        for worker in self.workers:
            worker.process.kill()
            worker.connection.close()
            worker.process.join()


def _ending(process: BaseProcess) -> str:
    code = process.exitcode or 0
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


# --- in the copy ----------------------------------------------------------------------------


def _serve(
    connection: Connection,
    inherited: Sequence[Connection],
    task: Callable[[int], object],
    shared: Sequence[object],
) -> None:
    """Works through the groups that arrive, until an empty one or the end of the other side."""
    for other in inherited:  # open here, they would hide that the other side is gone
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears it, and ends this one
    try:
        while group := connection.recv():
            for number in group:
                connection.send_bytes(_pickled(task(number), shared))
            connection.send_bytes(_DONE)
    except (EOFError, OSError):
        os._exit(1)


def _pickled(result: object, shared: Sequence[object]) -> bytes:
    target = io.BytesIO()
    try:
        _Pickler(target, shared).dump(result)
    except Exception as error:
        target = io.BytesIO()
        reason = f"the result could not be handed over ({type(error).__name__}: {error})"
        _Pickler(target, ()).dump(Undone(reason))
    return target.getvalue()


class _Pickler(pickle.Pickler):
    """Writes shared objects as their place among them."""

    def __init__(self, target: io.BytesIO, shared: Sequence[object]) -> None:
        super().__init__(target, pickle.HIGHEST_PROTOCOL)
        self._places = {id(one): place for place, one in enumerate(shared)}

    def persistent_id(self, obj: object) -> int | None:
        """Its place, None where it is not shared."""
        return self._places.get(id(obj))


class _Unpickler(pickle.Unpickler):
    """Reads what `_Pickler` wrote in a copy of this very process."""

    def __init__(self, source: io.BytesIO, shared: Sequence[object]) -> None:
        super().__init__(source)
        self._shared = shared

    def persistent_load(self, pid: int) -> object:
        """The shared object."""
        return self._shared[pid]
