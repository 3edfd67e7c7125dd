"""What `selfheal pr` does or would do, for a person and for a program."""

from __future__ import annotations

from selfheal_cli.carrying import Done
from selfheal_cli.forges.base import Request
from selfheal_cli.outputs.masking import line, visible
from selfheal_cli.proposals import (
    Change,
    Close,
    Drop,
    Leave,
    Merge,
    Open,
    Push,
    Step,
    Wait,
    branch_of,
)


def line_of(done: Done, rehearsal: bool) -> str:
    """The step on one line, and what came of it."""
    told = visible(line(_words(done.step)))
    if isinstance(done.step, Leave | Wait):
        return told
    if done.trouble:
        return f"FAILED   {told}: {visible(line(done.trouble))}"
    return f"{'would ' if rehearsal else ''}{told}{f' {done.url}' if done.url else ''}"


def _words(step: Step) -> str:
    match step:
        case Push(wanted, expected, why):
            files = ", ".join(wanted.built.paths)
            over = f", over {expected[:10]}" if expected else ""
            return f"push     {wanted.request.branch} ({why}{over}): {files}"
        case Open(wanted):
            return f"open     {_request(wanted.request)}"
        case Change(wanted, number, why):
            return f"change   #{number} ({why}): {_request(wanted.request)}"
        case Merge(branch):
            return f"let merge when green  {branch}"
        case Close(standing, _, why):
            return f"close    #{standing.number} {standing.branch}: {why}"
        case Drop(branch, _, why):
            return f"delete   {branch}: {why}"
        case Leave(branch, number, why):
            return f"leave    {f'#{number} ' if number else ''}{branch}: {why}"
        case Wait(wanted):
            return f"wait     {wanted.request.branch}: the limit of open pull requests is reached"


def _request(request: Request) -> str:
    told = [request.title, f"{request.branch} -> {request.base}"]
    told += ["draft"] if request.draft else []
    told += [f"labels {', '.join(request.labels)}"] if request.labels else []
    told += [f"reviewers {', '.join(request.reviewers)}"] if request.reviewers else []
    return "; ".join(told)


def data_of(done: Done) -> dict[str, object]:
    """The step as an entry of `--json`."""
    step = done.step
    told: dict[str, object] = {
        "do": type(step).__name__.lower(),
        "branch": branch_of(step),
        "number": _number(step),
        "why": "" if isinstance(step, Open | Merge | Wait) else step.why,
        "url": done.url,
        "trouble": done.trouble,
    }
    if isinstance(step, Push):
        told |= {"paths": list(step.wanted.built.paths), "expected": step.expected}
    if isinstance(step, Open | Change | Wait):
        request = step.wanted.marked
        told["request"] = {
            "base": request.base, "title": request.title, "body": request.body,
            "draft": request.draft, "labels": list(request.labels),
            "reviewers": list(request.reviewers),
        }  # fmt: skip
    return told


def _number(step: Step) -> int | None:
    if isinstance(step, Change | Leave):
        return step.number or None
    return step.standing.number if isinstance(step, Close) else None
