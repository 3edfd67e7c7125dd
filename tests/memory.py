"""Sources that stand in memory, for what asks a folder of them."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Sources:
    """Bytes by path."""

    texts: dict[str, bytes]

    def files(self) -> Iterator[str]:
        return iter(sorted(self.texts))

    def exists(self, path: str) -> bool:
        return path in self.texts

    def read(self, path: str) -> bytes:
        if path not in self.texts:
            raise FileNotFoundError(path)
        return self.texts[path]
