"""What a repository says of its tests and of who runs them, read from its configuration files."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

_SKIPPED = frozenset(("node_modules", "target", "build", "dist", "vendor", "bin", "obj", "venv"))
_DEEP, _MOST, _LARGE = 4, 20_000, 1_000_000
_OUTPUT = re.compile(r"\boutputDir\s*:\s*(?:'([^'\n]+)'|\"([^\"\n]+)\")")
# What is computed is taken to be right.
_TRACED = re.compile(r"\btrace\s*:\s*(?:['\"](?:on|retain-on-(?:first-)?failure)['\"]|[^'\"\s])")
_PYTEST_OPTIONS = re.compile(r"--(output|junit-?xml|html|alluredir)[=\s]+([^\s\"',\]]+)")
_NAME = re.compile(r"^name:\s*(.+?)\s*$", re.MULTILINE)
_TESTING = re.compile(
    r"playwright|pytest|selenium|cypress|wdio|\be2e\b|npm (?:run )?test|mvn|gradle"
)
_UPLOADS = "actions/upload-artifact"


@dataclass(frozen=True, slots=True)
class Framework:
    """A test framework in use: where it is configured, where its runs leave what they leave, and
    what is missing for repairs, as sentences."""

    name: str
    path: str
    artifacts: tuple[str, ...]
    advice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow of GitHub Actions that runs tests; `uploads`: it keeps artifacts."""

    path: str
    name: str
    uploads: bool


@dataclass(frozen=True, slots=True)
class Repository:
    """`systems`: the CI systems that have files here; paths are relative, '/' separated."""

    root: Path
    frameworks: tuple[Framework, ...]
    systems: tuple[str, ...]
    workflows: tuple[Workflow, ...]

    @property
    def artifacts(self) -> tuple[str, ...]:
        """Where failed runs leave what they leave, each place once."""
        every = (path for one in self.frameworks for path in one.artifacts)
        return tuple(dict.fromkeys(path for path in every if path.isprintable()))


def look(root: Path) -> Repository:
    """Looks through `root`; never raises for what a file holds."""
    files = sorted(_files(root))
    frameworks = tuple(one for path in files if (one := _framework(root, path)))
    workflows = tuple(job for path in files if (job := _workflow(root, path)))
    systems = tuple(name for name, has in _SYSTEMS.items() if any(map(has, files)))
    return Repository(root, _once(frameworks), systems, workflows)


def _once(frameworks: tuple[Framework, ...]) -> tuple[Framework, ...]:
    """Several files may speak of one framework in one folder: the one that knows most counts."""
    best: dict[tuple[str, str], Framework] = {}
    for one in frameworks:
        key = (one.name, one.path.rpartition("/")[0])
        if key not in best or len(one.artifacts) > len(best[key].artifacts):
            best[key] = one
    return tuple(best.values())


_SYSTEMS: dict[str, Callable[[str], bool]] = {
    "github": lambda path: path.startswith(".github/workflows/"),
    "gitlab": lambda path: path == ".gitlab-ci.yml",
    "jenkins": lambda path: path.rpartition("/")[2] == "Jenkinsfile",
    "azure": lambda path: path in ("azure-pipelines.yml", "azure-pipelines.yaml"),
}


def _files(root: Path) -> Iterator[str]:
    seen = 0
    for where, folders, names in os.walk(root, followlinks=False):
        inside = Path(where).relative_to(root)
        deep = len(inside.parts) >= _DEEP
        folders[:] = [] if deep else [name for name in folders if _is_looked_into(name)]
        for name in names:
            seen += 1
            if seen > _MOST:
                return
            if name.isprintable():
                yield (inside / name).as_posix()


def _is_looked_into(name: str) -> bool:
    known = name == ".github" or not name.startswith(".")
    return known and name not in _SKIPPED and name.isprintable()


def _text(root: Path, path: str) -> str:
    try:
        with (root / path).open("rb") as stream:
            return stream.read(_LARGE).decode("utf-8", "replace")
    except OSError:
        return ""


# --- frameworks -----------------------------------------------------------------------------------

_Reader: TypeAlias = Callable[[str, str], Framework | None]


def _framework(root: Path, path: str) -> Framework | None:
    name = path.rpartition("/")[2]
    for pattern, reader in _READERS:
        if pattern.fullmatch(name):
            return reader(path, _text(root, path))
    return None


def _beside(path: str, *names: str) -> tuple[str, ...]:
    """Names as seen from the root, where they are relative to the file's folder."""
    folder = path.rpartition("/")[0]
    joined = (os.path.normpath(f"{folder}/{name}" if folder else name) for name in names)
    return tuple(name.replace(os.sep, "/") for name in joined)


def _playwright(path: str, text: str) -> Framework:
    found = _OUTPUT.search(text)
    output = (found[1] or found[2]) if found else "test-results"
    kept = _TRACED.search(text)
    advice = () if kept else (f"{path}: set `trace: 'retain-on-failure'` under `use`.",)
    return Framework("Playwright Test", path, _beside(path, output), advice)


def _pytest(path: str, text: str) -> Framework | None:
    if not re.search(r"^\[(?:tool\.pytest|pytest\]|tool:pytest)", text, re.MULTILINE):
        return None
    options = _PYTEST_OPTIONS.findall(text)
    places = [value for option, value in options]
    if not any(option == "output" for option, _ in options):
        places.insert(0, "test-results")
    advice = () if "--tracing" in text else (
        f"{path}: with pytest-playwright, add `--tracing retain-on-failure` to addopts.",
    )  # fmt: skip
    return Framework("pytest", path, _beside(path, *places), advice)


def _webdriverio(path: str, text: str) -> Framework:
    places = dict.fromkeys(a or b for a, b in _OUTPUT.findall(text))
    words = f"{path}: save `browser.getPageSource()` in `afterTest` where a test failed."
    advice = () if "getPageSource" in text else (words,)
    return Framework("WebdriverIO", path, _beside(path, *(places or ("reports",))), advice)


def _java(place: str) -> _Reader:
    def read(path: str, text: str) -> Framework | None:
        if not re.search(r"selenium|selenide|playwright", text):
            return None
        return Framework("JUnit", path, _beside(path, place))

    return read


_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(r"playwright\.config\.[cm]?[jt]s"), _playwright),
    (re.compile(r"wdio(?:\.[\w-]+)?\.conf\.[cm]?[jt]s"), _webdriverio),
    (re.compile(r"pytest\.ini|tox\.ini|setup\.cfg|pyproject\.toml"), _pytest),
    (re.compile(r"pom\.xml"), _java("target/surefire-reports")),
    (re.compile(r"build\.gradle(?:\.kts)?"), _java("build/test-results")),
)


def _workflow(root: Path, path: str) -> Workflow | None:
    if not re.fullmatch(r"\.github/workflows/[^/]+\.ya?ml", path):
        return None
    text = _text(root, path)
    if not _TESTING.search(text) or path.endswith("/selfheal.yml"):
        return None
    found = _NAME.search(text)
    name = found[1].strip("'\"") if found else path
    return Workflow(path, name, _UPLOADS in text)
