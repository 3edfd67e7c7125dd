"""`python -m selfheal_cli` and the `selfheal` command: one line per error, the contract's codes."""

from __future__ import annotations

import sys

from selfheal_cli.errors import ExitCode, SelfhealError


def main() -> None:
    """Runs the command line and exits with the contract's code."""
    from selfheal_cli.cli.app import app

    try:
        app(prog_name="selfheal")
    except SelfhealError as error:
        _say(error.message, error.hint)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        _say("interrupted; nothing is half-written", "")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ExitCode.CLEAN)


def _say(message: str, hint: str) -> None:
    sys.stderr.write(f"selfheal: {message}\n" + (f"  {hint}\n" if hint else ""))


if __name__ == "__main__":
    main()
