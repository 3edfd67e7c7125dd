"""The settings: layered from files, environment and flags, validated once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from selfheal_cli.errors import UsageError

ENVIRONMENT = "SELFHEAL_"
NO_SETTINGS = ("SELFHEAL_FORGE_TOKEN", "SELFHEAL_FORGE_URL")
"""Variables that others of our modules read: what depends on the machine is no setting."""

COMMON_ARTIFACTS = (
    *("test-results", "playwright-report", "allure-results", "reports"),
    "output.xml",  # where Robot Framework writes it unless told otherwise
)
STRATEGIES = (
    *("testid", "role", "placeholder", "label", "alt", "text", "title", "id", "name", "css"),
    *("xpath", "class", "tag", "link-text", "partial-link-text"),
)

FORGE_NAMES = ("auto", "github", "gitlab", "bitbucket", "gitea", "azure", "none")
_MOST_JOBS = 256
_MOST_REQUESTS = 1000

Color: TypeAlias = Literal["auto", "always", "never"]
Probability: TypeAlias = float | Literal["model"]
Jobs: TypeAlias = int | Literal["auto"]
Group: TypeAlias = Literal["cause", "file", "run"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told, key by key as docs/configuration.md has it. Relative paths from a file
    are relative to that file's folder, all others to the working directory. `origins`: key and
    where its value comes from, for every key."""

    artifacts: tuple[Path, ...] = ()
    baseline: tuple[Path, ...] = ()
    source_root: Path = Path()
    safe_probability: Probability = "model"
    safe_probability_by_locator: Probability = "model"
    min_margin: float = 0.0
    test_id_attribute: str = ""
    strategies: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    jobs: Jobs = "auto"
    color: Color = "auto"
    forge: str = "auto"
    pr_remote: str = ""
    pr_base: str = ""
    pr_group: Group = "cause"
    pr_limit: int = 10
    pr_labels: tuple[str, ...] = ()
    pr_reviewers: tuple[str, ...] = ()
    pr_co_authors: tuple[str, ...] = ()
    pr_template: tuple[Path, ...] = ()
    origins: tuple[tuple[str, str], ...] = field(default=(), compare=False)


KEYS = tuple(item.name for item in fields(Settings) if item.name != "origins")


@dataclass(frozen=True, slots=True)
class _Layer:
    """Raw values of one source; `base` is what its relative paths are relative to, `text` whether
    every value is a text to be read first (the environment)."""

    origin: Callable[[str], str]
    base: Path
    values: Mapping[str, object]
    text: bool = False


def load(cwd: Path, environ: Mapping[str, str], flags: Mapping[str, object]) -> Settings:
    """The settings of a run started in `cwd`: `[tool.selfheal]` of pyproject.toml, selfheal.yaml,
    SELFHEAL_* variables, then `flags` (key -> value; None and empty lists are not given). Each
    layer outweighs those before it.

    Files are looked for in `cwd` and the folders above it, up to the repository's root; the
    nearest folder with settings counts. Raises UsageError.
    """
    layers = [*_files(cwd), _environment(environ), _flags(flags)]
    chosen: dict[str, Any] = {}
    origins = dict.fromkeys(KEYS, "default")
    for layer in layers:
        for key, value in layer.values.items():
            chosen[key] = _checked(key, value, layer)
            origins[key] = layer.origin(key)
    if "artifacts" not in chosen:
        chosen["artifacts"] = tuple(
            Path(name) for name in COMMON_ARTIFACTS if (cwd / name).exists()
        )
    return Settings(**chosen, origins=tuple(origins.items()))


def explain(settings: Settings) -> list[tuple[str, str, str]]:
    """Every key with its value as text and where that comes from."""
    return [(key, _shown(getattr(settings, key)), origin) for key, origin in settings.origins]


# --- the layers -------------------------------------------------------------------------------


def _files(cwd: Path) -> list[_Layer]:
    for folder in (cwd, *cwd.absolute().parents):
        base = Path() if folder == cwd else folder
        pyproject, yaml = folder / "pyproject.toml", folder / "selfheal.yaml"
        found = [
            _named(origin, base, values)
            for origin, values in (
                (f"{base / pyproject.name} [tool.selfheal]", _pyproject(pyproject)),
                (f"{base / yaml.name}", _yaml(yaml)),
            )
            if values is not None
        ]
        if found or (folder / ".git").exists():
            return found
    return []


def _named(origin: str, base: Path, values: Mapping[str, object]) -> _Layer:
    return _Layer(lambda key: origin, base, _known(values, origin))


def _pyproject(file: Path) -> Mapping[str, object] | None:
    if not file.is_file():
        return None
    try:
        found = tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: is not TOML ({error}).") from error
    tool = found.get("tool")
    if not isinstance(tool, dict) or "selfheal" not in tool:
        return None
    return _table(tool["selfheal"], f"{file} [tool.selfheal]")


def _yaml(file: Path) -> Mapping[str, object] | None:
    if not file.is_file():
        return None
    import yaml

    try:
        found = yaml.safe_load(_text(file))
    except (yaml.YAMLError, RecursionError) as error:
        words = " ".join(str(error).split())
        raise UsageError(f"{file}: is not YAML ({words}).") from error
    return _table({} if found is None else found, str(file))


def _environment(environ: Mapping[str, str]) -> _Layer:
    given = {
        name.removeprefix(ENVIRONMENT).lower(): value
        for name, value in sorted(environ.items())
        if name.startswith(ENVIRONMENT) and name not in NO_SETTINGS and value.strip()
    }
    for key in given:
        if key not in KEYS:
            near = ENVIRONMENT + _nearest(key).upper()
            name = ENVIRONMENT + key.upper()
            raise UsageError(f"the environment: {name} is no setting; did you mean {near}?")
    return _Layer(lambda key: ENVIRONMENT + key.upper(), Path(), given, text=True)


def _flags(flags: Mapping[str, object]) -> _Layer:
    given = {
        key: value
        for key, value in flags.items()
        if value is not None and not (isinstance(value, list | tuple) and not value)
    }
    return _Layer(_flag, Path(), _known(given, "the flags"))


def _flag(key: str) -> str:
    name = key.removeprefix("pr_").replace("_", "-")
    return f"--{name.removesuffix('s')}" if key.startswith("pr_") else f"--{name}"


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: is not UTF-8.") from error


def _table(found: object, origin: str) -> Mapping[str, object]:
    if not isinstance(found, dict):
        raise UsageError(f"{origin}: should hold keys and values, but is {_kind(found)}.")
    return cast(Mapping[str, object], found)


def _known(values: Mapping[str, object], origin: str) -> dict[str, object]:
    """Values by the key's own name; in files a dash may stand for an underscore."""
    known: dict[str, object] = {}
    for written, value in values.items():
        key = str(written).replace("-", "_")
        if key not in KEYS:
            near = _nearest(key)
            raise UsageError(f"{origin}: `{written}` is no setting; did you mean `{near}`?")
        if key in known:
            raise UsageError(f"{origin}: `{key}` is given twice.")
        known[key] = value
    return known


def _nearest(word: str, known: Sequence[str] = KEYS) -> str:
    from rapidfuzz import fuzz, process

    return str(process.extractOne(word.lower(), known, scorer=fuzz.WRatio)[0])


# --- the values -------------------------------------------------------------------------------


def _checked(key: str, value: object, layer: _Layer) -> object:
    try:
        return _CHECKS[key](value, layer)
    except _Wrong as wrong:
        raise UsageError(
            f"{layer.origin(key)}: `{key}` should be {wrong}, but is {_kind(value)}."
        ) from None


class _Wrong(Exception):
    """What a value should have been, in words."""


def _list(value: object, layer: _Layer) -> tuple[str, ...]:
    if layer.text and isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple) and all(isinstance(item, str | Path) for item in value):
        return tuple(str(item) for item in value)
    raise _Wrong("a list of texts")


def _paths(value: object, layer: _Layer) -> tuple[Path, ...]:
    if isinstance(value, Path):
        return (layer.base / value,)
    return tuple(layer.base / item for item in _list(value, layer))


def _path(value: object, layer: _Layer) -> Path:
    if isinstance(value, str | Path) and str(value):
        return layer.base / value
    raise _Wrong("a path")


def _probability(value: object, layer: _Layer) -> Probability:
    if value == "model":
        return "model"
    try:
        return _share(value, layer)
    except _Wrong as wrong:
        raise _Wrong(f'{wrong}, or "model"') from None


def _share(value: object, layer: _Layer) -> float:
    return _number(value, layer, 1)


def _margin(value: object, layer: _Layer) -> float:
    return _number(value, layer, 8)


def _number(value: object, layer: _Layer, most: int) -> float:
    if layer.text and isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            value = None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise _Wrong(f"a number from 0 to {most}")
    return float(value)


def _jobs(value: object, layer: _Layer) -> Jobs:
    if value == "auto":
        return "auto"
    try:
        return _whole(value, layer, _MOST_JOBS)
    except _Wrong as wrong:
        raise _Wrong(f'{wrong}, or "auto"') from None


def _whole(value: object, layer: _Layer, most: int) -> int:
    if layer.text and isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise _Wrong(f"a whole number from 1 to {most}")
    return value


def _limit(value: object, layer: _Layer) -> int:
    return _whole(value, layer, _MOST_REQUESTS)


def _forge(value: object, layer: _Layer) -> str:
    del layer
    if isinstance(value, str) and value in FORGE_NAMES:
        return value
    raise _Wrong(f"one of {', '.join(FORGE_NAMES)}")


def _word(value: object, layer: _Layer) -> str:
    del layer
    if isinstance(value, str) and not value.startswith("-") and value.isprintable():
        return value
    raise _Wrong("a name")


def _group(value: object, layer: _Layer) -> Group:
    del layer
    if value in ("cause", "file", "run"):
        return value
    raise _Wrong('"cause", "file" or "run"')


def _attribute(value: object, layer: _Layer) -> str:
    if isinstance(value, str) and not any(sign.isspace() or sign in "\"'<>/=[]" for sign in value):
        return value
    raise _Wrong("the name of an attribute")


def _strategies(value: object, layer: _Layer) -> tuple[str, ...]:
    found = _list(value, layer)
    for item in found:
        if item not in STRATEGIES:
            near = _nearest(item, STRATEGIES)
            raise _Wrong(f"a list of strategies, and {item!r} is none (did you mean {near!r}?)")
    return found


def _color(value: object, layer: _Layer) -> Color:
    if value in ("auto", "always", "never"):
        return value
    raise _Wrong('"auto", "always" or "never"')


_CHECKS: Mapping[str, Callable[[object, _Layer], object]] = {
    "artifacts": _paths,
    "baseline": _paths,
    "source_root": _path,
    "safe_probability": _probability,
    "safe_probability_by_locator": _probability,
    "min_margin": _margin,
    "test_id_attribute": _attribute,
    "strategies": _strategies,
    "ignore": _list,
    "jobs": _jobs,
    "color": _color,
    "forge": _forge,
    "pr_remote": _word,
    "pr_base": _word,
    "pr_group": _group,
    "pr_limit": _limit,
    "pr_labels": _list,
    "pr_reviewers": _list,
    "pr_co_authors": _list,
    "pr_template": _paths,
}


def _kind(value: object) -> str:
    names = {dict: "a table", list: "a list", tuple: "a list", type(None): "nothing"}
    text = repr(value) if not isinstance(value, Path) else repr(str(value))
    shown = text if len(text) <= 60 else f"{text[:59]}…"
    return f"{names[type(value)]}: {shown}" if type(value) in names else shown


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(item) for item in cast(Iterable[object], value)) or "-"
    return str(value) or "-"
