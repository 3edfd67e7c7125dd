"""Run by test_apply in a process of its own: kills itself at the step it is told."""

import os
import signal
import sys
from pathlib import Path

from selfheal_cli.edits import apply
from selfheal_cli.model import Patch


def main(root: str, step: int) -> None:
    folder = Path(root)
    patches = [
        Patch(name, (folder / name).read_bytes(), b"new " + name.encode(), ())
        for name in sorted(file.name for file in folder.glob("*.py"))
    ]
    seen = 0

    def at(_: str) -> None:
        nonlocal seen
        seen += 1
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)

    apply(folder, patches, allow_dirty=True, at=at)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
