"""An application on two of its releases, for suites that were written for the old one."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
SUITE = HERE.parents[1] / "fixtures" / "django-admin"
OLD, NEW = (HERE / "venvs" / name / "bin" / "python" for name in ("old", "new"))


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


@contextmanager
def served(python: Path, database: Path) -> Iterator[dict[str, str]]:
    """The application on a port of its own; yields the environment of who visits it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    here = {**os.environ, "DJ_DB": str(database), "SITE": f"http://{address}"}
    app = SUITE / "app"
    for words in (["manage.py", "migrate", "-v0"], ["seed.py"]):
        subprocess.run([python, *words], cwd=app, env=here, check=True)
    shutil.copyfile(database, f"{database}.first")
    server = subprocess.Popen(
        [python, "-W", "ignore", "manage.py", "runserver", "--noreload", address],
        cwd=app, env=here, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await_answer(f"{here['SITE']}/admin/login/")
        yield here
    finally:
        server.terminate()
        server.wait(20)


def await_answer(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer")


def begun(folder: Path) -> None:
    """A repository of its own for the tests in `folder`."""
    for words in (["init", "-q"], ["add", "tests"], ["commit", "-qm", "The suite as it was"]):
        git(folder, *words)


def share(told: dict[str, object], failing: int) -> str:
    """Rounds, and how many of the failing tests were green after the first one and in the end."""
    rounds, green = told["rounds"], told["green"]
    assert isinstance(rounds, list)
    assert isinstance(green, list)
    first = rounds[0]["green"] if rounds else 0
    return f"{first} of {failing} green after one round, {len(green)} after {len(rounds)}"
