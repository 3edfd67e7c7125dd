"""Which files of a tree have a name, nearest first; the tree is listed once, when first asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from selfheal_cli.sources.reading import SourceTree

ANYWHERE = "**/"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Places:
    """The files of a tree by their last name."""

    tree: SourceTree
    _named: dict[str, list[str]] = field(default_factory=dict)

    def matching(self, pattern: str, importer: str) -> Iterable[str]:
        """The path itself, or the files whose paths end as a pattern that begins with `**/`."""
        if not pattern.startswith(ANYWHERE):
            return (pattern,)
        wanted = pattern.removeprefix(ANYWHERE)
        ends = f"/{wanted}"
        same = self._by_name().get(wanted.rpartition("/")[2], ())
        fitting = [path for path in same if path == wanted or path.endswith(ends)]
        return sorted(fitting, key=lambda path: (-nearness(path, importer), path))

    def folder(self, ending: str) -> bool:
        """Whether a folder's path ends so."""
        return any(
            f"/{path}".rpartition("/")[0].endswith(f"/{ending}")
            for paths in self._by_name().values()
            for path in paths
        )

    def _by_name(self) -> dict[str, list[str]]:
        if not self._named:
            found: dict[str, list[str]] = defaultdict(list)
            for path in self.tree.files():
                found[path.rpartition("/")[2]].append(path)
            self._named.update(found)
        return self._named


def nearness(one: str, other: str) -> int:
    """How many folders two paths share from the root on."""
    count = 0
    for left, right in zip(one.split("/")[:-1], other.split("/")[:-1], strict=False):
        if left != right:
            break
        count += 1
    return count
