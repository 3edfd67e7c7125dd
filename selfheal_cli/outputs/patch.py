"""The report as one patch file, for `git apply`."""

from __future__ import annotations

from selfheal_cli.edits import unified_diff
from selfheal_cli.outputs.base import Report, Style


def write_patch(report: Report, style: Style) -> bytes:
    """All diffs in git's format, byte-exact; empty where nothing would be written."""
    del style
    return b"".join(unified_diff(patch) for patch in report.patches)
