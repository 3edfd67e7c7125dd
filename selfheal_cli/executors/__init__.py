"""Who does the work on a run's failures: this process, or several copies of it."""

from __future__ import annotations

import os
import sys

from selfheal_cli.executors.base import Executor, Undone
from selfheal_cli.executors.in_process import InProcess

__all__ = ["Executor", "InProcess", "Undone", "cores", "executor"]


def executor(jobs: int) -> Executor:
    """One that does up to `jobs` things at a time, where the platform can."""
    if jobs < 2 or not _can_fork():
        return InProcess()
    from selfheal_cli.executors.forked import Forked

    return Forked(jobs)


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _can_fork() -> bool:
    """Apple's libraries do not bear being forked after they were used."""
    return hasattr(os, "fork") and sys.platform != "darwin"
