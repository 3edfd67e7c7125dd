"""The report as one patch file, for `git apply`."""

from __future__ import annotations

from dataclasses import replace

from selfheal_cli.edits import unified_diff
from selfheal_cli.outputs.base import Report, Style


def write_patch(report: Report, style: Style) -> bytes:
    """All diffs in git's format, byte-exact, for use in the working directory; empty where nothing
    would be written."""
    del style
    named = (replace(patch, path=report.prefix + patch.path) for patch in report.patches)
    return b"".join(unified_diff(patch) for patch in named)
