"""The files that put selfheal into a repository, as they would be written."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import yaml

from selfheal_cli.ci.repository import Repository

SYSTEMS = ("github", "gitlab", "jenkins", "azure", "none")
_INCLUDE = ".gitlab/selfheal.yml"
_STEPS = ".azure/selfheal.yml"
_NO_ARTIFACTS = (
    "No test framework was recognised: say in the settings where failed runs leave their artifacts."
)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it is (empty where it does not exist) and as it would be. `ours`: all of it is
    selfheal's, so that what stands there now would be lost."""

    path: str
    before: str
    after: str
    ours: bool = True

    @property
    def replaces(self) -> bool:
        """Whether somebody's text would be lost."""
        return self.ours and bool(self.before) and self.before != self.after


@dataclass(frozen=True, slots=True)
class Proposed:
    """`notes`: what is left to do by hand, one sentence each; `snippet`: what goes into a file
    that nobody should edit by machine, and `snippet_path`, that file."""

    files: tuple[NewFile, ...]
    notes: tuple[str, ...] = ()
    snippet: str = ""
    snippet_path: str = ""


def system_of(repository: Repository) -> str:
    """The CI system that has files in the repository; `none` where none has."""
    return next(iter(repository.systems), "none")


def propose(repository: Repository, system: str) -> Proposed:
    """Settings, and what `system` (of SYSTEMS) needs."""
    advice = tuple(words for one in repository.frameworks for words in one.advice)
    advice = advice if repository.frameworks else (_NO_ARTIFACTS,)
    added = _ADDERS[system](repository)
    new = (*_settings(repository), *added.files)
    changed = tuple(one for one in new if one.before != one.after)
    return Proposed(changed, (*advice, *added.notes), added.snippet, added.snippet_path)


def _settings(repository: Repository) -> Iterator[NewFile]:
    """Where no settings are: a table in pyproject.toml, if there is one that can be read."""
    root, artifacts = repository.root, repository.artifacts
    if not artifacts or (root / "selfheal.yaml").exists():
        return
    # Of printable texts, JSON's lists are TOML's.
    line = f"artifacts = {json.dumps(list(artifacts), ensure_ascii=False)}\n"
    text = _read(root / "pyproject.toml")
    if not (root / "pyproject.toml").exists() or not _is_toml(text):
        yield NewFile("selfheal.yaml", "", f"artifacts: {_listed(artifacts)}\n")
    elif "selfheal" not in tomllib.loads(text).get("tool", {}):
        gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        yield NewFile("pyproject.toml", text, f"{text}{gap}[tool.selfheal]\n{line}", ours=False)


def _is_toml(text: str) -> bool:
    try:
        return isinstance(tomllib.loads(text).get("tool", {}), dict)
    except tomllib.TOMLDecodeError:
        return False


# --- by system ------------------------------------------------------------------------------------


def _github(repository: Repository) -> Proposed:
    names = [one.name for one in repository.workflows]
    text = _template("github.yml").replace("@WORKFLOWS@", _listed(names or ["Tests"]))
    notes = [
        f"{one.path}: keep the artifacts of a run: `uses: actions/upload-artifact@v4` with "
        f"`if: ${{{{ !cancelled() }}}}` and `path: {_path_of(repository)}`."
        for one in repository.workflows
        if not one.uploads
    ]
    if not names:
        notes.append("selfheal.yml: put the name of the workflow that runs your tests there.")
    return Proposed((_own(repository, ".github/workflows/selfheal.yml", text),), tuple(notes))


def _path_of(repository: Repository) -> str:
    return next(iter(repository.artifacts), "test-results")


def _gitlab(repository: Repository) -> Proposed:
    own = _own(repository, _INCLUDE, _template("gitlab.yml"))
    now = _read(repository.root / ".gitlab-ci.yml")
    notes = ["The test jobs must keep their artifacts: `artifacts: {when: always, paths: [...]}`."]
    if _INCLUDE in now:
        return Proposed((own,), tuple(notes))
    if re.search(r"^include:", now, re.MULTILINE):
        notes.append(f".gitlab-ci.yml: add `- local: {_INCLUDE}` to `include`.")
        return Proposed((own,), tuple(notes))
    gap = "" if not now else "\n" if now.endswith("\n") else "\n\n"
    added = f"{now}{gap}include:\n  - local: {_INCLUDE}\n"
    return Proposed((own, NewFile(".gitlab-ci.yml", now, added, ours=False)), tuple(notes))


def _jenkins(repository: Repository) -> Proposed:
    del repository
    return Proposed((), (), _template("jenkins.groovy"), "Jenkinsfile")


def _azure(repository: Repository) -> Proposed:
    own = _own(repository, _STEPS, _template("azure.yml"))
    note = f"azure-pipelines.yml: after the tests, in the same job: `- template: {_STEPS}`."
    known = _STEPS in _read(repository.root / "azure-pipelines.yml")
    return Proposed((own,), () if known else (note,))


def _none(repository: Repository) -> Proposed:
    del repository
    return Proposed(())


_ADDERS = {
    "github": _github, "gitlab": _gitlab, "jenkins": _jenkins, "azure": _azure, "none": _none,
}  # fmt: skip


def _own(repository: Repository, path: str, text: str) -> NewFile:
    return NewFile(path, _read(repository.root / path), text)


def _template(name: str) -> str:
    return (files("selfheal_cli.ci") / name).read_text(encoding="utf-8")


def _listed(words: Sequence[str]) -> str:
    """A list for YAML on one line: nothing in a name can end its quotes."""
    text = yaml.safe_dump(list(words), default_flow_style=True, width=10**6)
    return str(text).strip()


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except OSError:
        return ""
    except UnicodeDecodeError:
        return "\N{REPLACEMENT CHARACTER}"
