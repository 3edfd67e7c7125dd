"""`selfheal explain`: why this element, why this locator, who came second, or why nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from selfheal_cli.cli.options import (
    BaselineOption,
    ColorOption,
    Inputs,
    JsonOption,
    QuietOption,
    SourceOption,
)

IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="An outcome's id, or its first characters.")
]


def explain(
    id_: IdArgument,
    artifacts: Inputs = None,
    baseline: BaselineOption = None,
    source: SourceOption = None,
    json: JsonOption = False,
    color: ColorOption = None,
    quiet: QuietOption = False,
) -> None:
    """Explain one verdict: the evidence, the locator, the runners-up.

    \b
      selfheal explain 3f2a9c01b7 plan.json
      selfheal explain 3f2a test-results --baseline last-green
    """
    from selfheal_cli.cli.console import progress
    from selfheal_cli.cli.inputs import plan_of
    from selfheal_cli.cli.reporting import compose, tell_entry
    from selfheal_cli.cli.settings import settings_for
    from selfheal_cli.outputs.diffs import outcome_diff
    from selfheal_cli.outputs.plan import find

    settings = settings_for(artifacts, baseline, source, color)
    with progress(quiet) as tick:
        plan = plan_of(settings, tick)
    entry = find(plan, id_)
    report = compose(plan, settings.source_root, lambda one: one is entry)
    tell_entry(entry, json, settings.color, outcome_diff(report, entry))
