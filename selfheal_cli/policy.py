"""What the settings say of repairing; stdlib only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """What the settings say of writing. `safe_probability` None: the threshold that the model was
    fitted with; `safe_by_locator`: the same where there is no baseline; `testid_attribute` "": as
    the run was configured; `strategies`: those to prefer; `never`: globs of files that are not
    edited."""

    safe_probability: float | None = None
    safe_by_locator: float | None = None
    least_margin: float = 0.0
    testid_attribute: str = ""
    strategies: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
