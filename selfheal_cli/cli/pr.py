"""`selfheal pr`: one pull request for each cause, opened, kept up to date, or closed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from selfheal_cli.cli.options import (
    BaselineOption,
    ColorOption,
    ExitZeroOption,
    Inputs,
    JsonOption,
    QuietOption,
    SourceOption,
)

ForgeOption = Annotated[
    str | None,
    typer.Option(
        "--forge", metavar="NAME", show_default=False,
        help="github, gitlab, bitbucket, gitea or azure; none pushes branches and asks for "
        "nothing more. Default: found from the remote.",
    ),
]  # fmt: skip
RemoteOption = Annotated[
    str | None,
    typer.Option("--remote", metavar="NAME", show_default=False, help="Default: origin."),
]
BaseOption = Annotated[
    str | None,
    typer.Option(
        "--base", metavar="BRANCH", show_default=False,
        help="The branch to merge into. Default: the remote's default branch.",
    ),
]  # fmt: skip
GroupOption = Annotated[
    str | None,
    typer.Option(
        "--group", metavar="BY", show_default=False,
        help="A pull request for each cause (the default), file, or run.",
    ),
]  # fmt: skip
LimitOption = Annotated[
    int | None,
    typer.Option(
        "--limit", metavar="N", show_default=False,
        help="How many pull requests may be open. Default: 10.",
    ),
]  # fmt: skip
LabelOption = Annotated[
    list[str] | None,
    typer.Option("--label", metavar="NAME", help="May be given again.", show_default=False),
]
ReviewerOption = Annotated[
    list[str] | None,
    typer.Option(
        "--reviewer", metavar="LOGIN", show_default=False,
        help="A login, or group/team; may be given again. Beside those of CODEOWNERS.",
    ),
]  # fmt: skip
OwnersOption = Annotated[
    bool, typer.Option("--codeowners/--no-codeowners", help="Ask the owners of the files.")
]
DraftOption = Annotated[
    bool | None,
    typer.Option(
        "--draft/--ready", show_default=False,
        help="Default: a draft where it holds a held-back repair.",
    ),
]  # fmt: skip
UnsafeOption = Annotated[
    bool, typer.Option("--unsafe", help="Take the held-back repairs, too, in drafts.")
]
MergeOption = Annotated[
    bool,
    typer.Option(
        "--auto-merge",
        help="Let the forge merge those that hold only safe repairs which `fix --verify` has "
        "verified, once its own checks are green.",
    ),
]  # fmt: skip
WholeOption = Annotated[
    bool,
    typer.Option(
        "--whole-suite",
        help="All tests were run: close what is open for causes that are not there any more.",
    ),
]  # fmt: skip
SuggestOption = Annotated[
    int | None,
    typer.Option(
        "--suggest", metavar="NUMBER", min=1, show_default=False,
        help="Instead: suggest the changes on this pull request, where it edits those lines.",
    ),
]  # fmt: skip
DryOption = Annotated[
    bool, typer.Option("--dry-run", help="Print every push and request, and make none.")
]
TemplateOption = Annotated[
    Path | None,
    typer.Option(
        "--template", metavar="FILE", show_default=False, help="A jinja2 template for the body."
    ),
]
SignoffOption = Annotated[
    bool, typer.Option("--signoff", help="Sign commits off, even if git is not configured so.")
]
AuthorOption = Annotated[
    list[str] | None,
    typer.Option(
        "--co-author", metavar="WHO", show_default=False,
        help="`Name <address>` for Co-authored-by; may be given again.",
    ),
]  # fmt: skip


def pr(
    artifacts: Inputs = None,
    baseline: BaselineOption = None,
    source: SourceOption = None,
    forge: ForgeOption = None,
    remote: RemoteOption = None,
    base: BaseOption = None,
    group: GroupOption = None,
    limit: LimitOption = None,
    label: LabelOption = None,
    reviewer: ReviewerOption = None,
    codeowners: OwnersOption = True,
    draft: DraftOption = None,
    unsafe: UnsafeOption = False,
    auto_merge: MergeOption = False,
    whole_suite: WholeOption = False,
    suggest: SuggestOption = None,
    dry_run: DryOption = False,
    template: TemplateOption = None,
    signoff: SignoffOption = False,
    co_author: AuthorOption = None,
    json: JsonOption = False,
    exit_zero: ExitZeroOption = False,
    color: ColorOption = None,
    quiet: QuietOption = False,
) -> None:
    """Open a pull request for each cause, and keep it up to date from run to run.

    \b
      selfheal pr test-results --baseline last-green --dry-run   look
      selfheal pr plan.json                                      do it
      selfheal pr plan.json --forge none                         push the branches alone
      selfheal pr verified.json --auto-merge                     what `fix --verify --json` printed

    Nothing is done in the working tree. A second run with nothing new does nothing; a pull request
    that somebody closed stays closed, and a branch that somebody committed to is left alone.
    """
    from selfheal_cli.cli.console import progress
    from selfheal_cli.cli.inputs import entries_of
    from selfheal_cli.cli.requesting import Options, run_pr, run_suggest
    from selfheal_cli.cli.settings import settings_for

    flags = {
        "forge": forge, "pr_remote": remote, "pr_base": base, "pr_group": group,
        "pr_limit": limit, "pr_labels": label, "pr_reviewers": reviewer,
        "pr_co_authors": co_author, "pr_template": template and str(template),
    }  # fmt: skip
    settings = settings_for(artifacts, baseline, source, color, more=flags)
    options = Options(
        draft="auto" if draft is None else draft, unsafe=unsafe, merge=auto_merge,
        whole=whole_suite, rehearsal=dry_run, codeowners=codeowners, signoff=signoff, json=json,
    )  # fmt: skip
    with progress(quiet) as tick:
        entries = entries_of(settings, tick)
    if suggest is not None:
        code = run_suggest(settings, options, entries, suggest)
    else:
        code = run_pr(settings, options, entries)
    raise typer.Exit(0 if exit_zero and code == 1 else code)
