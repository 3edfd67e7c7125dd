"""What kind of action a runner's own name for a step stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence


def kind_of(
    name: str,
    table: Sequence[tuple[str, str]],
    fits: Callable[[str, str], re.Match[str] | None] = re.fullmatch,
) -> str:
    """The kind beside the first pattern of `table` that fits `name`; `unknown` where none does."""
    return next((kind for pattern, kind in table if fits(pattern, name)), "unknown")
