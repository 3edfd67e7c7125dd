"""The error hierarchy and the exit codes (contract: docs/exit-codes.md)."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process returns to the shell."""

    CLEAN = 0
    BROKEN = 1
    USAGE = 2
    FAULT = 3


FAULT = "a fault of selfheal"
"""How the reason of an outcome begins that a defect of ours prevented."""


class SelfhealError(Exception):
    """A failure with one sentence for the user; `hint` says what to do next."""

    exit_code = ExitCode.FAULT

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(SelfhealError):
    """The command line, the settings or the given paths are wrong."""

    exit_code = ExitCode.USAGE


class ArtifactError(SelfhealError):
    """One artifact cannot be read; the others still are."""


class LocatorSyntaxError(SelfhealError):
    """A locator's text is not in its dialect's language."""


class UnsupportedLocator(SelfhealError):
    """The locator is well formed, but a snapshot cannot answer it (layout, scripts)."""


class EditError(SelfhealError):
    """An edit cannot be applied exactly; nothing was written."""


class ForgeError(SelfhealError):
    """A forge, or git on the way to it, refused or could not be reached; `hint` says what to do."""
