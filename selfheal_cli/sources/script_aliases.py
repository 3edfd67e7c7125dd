"""Aliases of modules that a TypeScript or JavaScript project's own settings name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import normpath
from typing import Any

from selfheal_cli.sources.reading import SourceTree

_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])')
_LARGEST = 200_000
_DEEPEST = 4
_CONFIGS = ("tsconfig.json", "jsconfig.json")


@dataclass(frozen=True, slots=True)
class Alias:
    """A pattern of module names with at most one `*`, and the places that it may stand for."""

    pattern: str
    targets: tuple[str, ...]

    def of(self, module: str) -> Iterator[str]:
        """The paths, without their ending, that a module of this pattern may mean."""
        before, star, after = self.pattern.partition("*")
        fits = module == self.pattern if not star else module.startswith(before)
        if fits and module.endswith(after) and len(module) >= len(before) + len(after):
            middle = module[len(before) : len(module) - len(after)]
            yield from (normpath(target.replace("*", middle, 1)) for target in self.targets)


@dataclass(frozen=True, slots=True)
class ScriptAliases:
    """Reads the settings that hold for a file, each once: `paths` and `baseUrl` of TypeScript's
    compiler (https://www.typescriptlang.org/tsconfig#paths), `imports` of a Node.js package."""

    tree: SourceTree
    known: dict[str, tuple[Alias, ...]]

    def of(self, module: str, importer: str) -> list[str]:
        """Paths, without their ending, that a module's name may stand for in a file."""
        found: dict[str, None] = {}
        if not module.startswith("."):
            for alias in self._holding(importer.rpartition("/")[0]):
                found.update(dict.fromkeys(alias.of(module)))
        return [path for path in found if not path.startswith(("..", "/"))]

    def _holding(self, folder: str) -> tuple[Alias, ...]:
        if folder not in self.known:
            own = [alias for name in _CONFIGS for alias in self._compiler(_at(folder, name))]
            own.extend(self._package(folder))
            above = self._holding(folder.rpartition("/")[0]) if folder else ()
            self.known[folder] = (*sorted(own, key=_exactness), *above)
        return self.known[folder]

    def _compiler(self, path: str, depth: int = 0) -> Iterator[Alias]:
        config = self._json(path) if depth < _DEEPEST else {}
        folder, options = path.rpartition("/")[0], _record(config.get("compilerOptions"))
        base = options.get("baseUrl")
        root = _at(folder, base) if isinstance(base, str) else folder
        for pattern, targets in _record(options.get("paths")).items():
            yield Alias(pattern, tuple(_at(root, target) for target in _texts(targets)))
        if isinstance(base, str):
            yield Alias("*", (_at(root, "*"),))
        for parent in (
            *_texts(config.get("extends")),
            *_texts([_record(each).get("path") for each in _items(config.get("references"))]),
        ):
            if parent.startswith("."):
                told = parent if parent.endswith(".json") else f"{parent}.json"
                yield from self._compiler(normpath(_at(folder, told)), depth + 1)

    def _package(self, folder: str) -> Iterator[Alias]:
        for pattern, given in _record(
            self._json(_at(folder, "package.json")).get("imports")
        ).items():
            targets = given.values() if isinstance(given, dict) else [given]
            yield Alias(pattern, tuple(_at(folder, target) for target in _texts([*targets])))

    def _json(self, path: str) -> Mapping[str, Any]:
        if not self.tree.exists(path):
            return {}
        raw = self.tree.read(path)
        if len(raw) > _LARGEST:
            return {}
        text = raw.decode("utf-8-sig", "replace")
        for unwanted in (None, _COMMENT, _COMMA):
            text = unwanted.sub(lambda found: found[1] or "", text) if unwanted else text
            try:
                return _record(json.loads(text))
            except (ValueError, RecursionError):
                continue
        return {}


def _exactness(alias: Alias) -> tuple[bool, int]:
    """An exact name before a pattern, and of patterns the longest beginning, as compilers do."""
    before, star, _after = alias.pattern.partition("*")
    return bool(star), -len(before)


def _at(folder: str, path: str) -> str:
    return f"{folder}/{path}" if folder else path


def _record(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [value]


def _texts(value: object) -> list[str]:
    return [item for item in _items(value) if isinstance(item, str)]
