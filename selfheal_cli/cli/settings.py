"""The settings of one command: files, environment, and the flags above them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from selfheal_cli.config import Settings, load


def settings_for(
    artifacts: Sequence[Path] | None,
    baseline: Sequence[Path] | None,
    source: Path | None,
    color: str | None,
    jobs: int | None = None,
    more: Mapping[str, object] | None = None,
) -> Settings:
    """What holds for this call; a flag that is not given leaves the setting as it is. `more`: the
    flags of this command alone, by their settings."""
    flags: dict[str, object] = dict(more or {})
    if artifacts:
        flags["artifacts"] = [str(path) for path in artifacts]
    if baseline:
        flags["baseline"] = [str(path) for path in baseline]
    if source:
        flags["source_root"] = str(source)
    if jobs is not None:
        flags["jobs"] = jobs
    if color:
        flags["color"] = color
    return load(Path.cwd(), os.environ, flags)
