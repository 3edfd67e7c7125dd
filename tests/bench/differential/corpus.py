"""The saved pages that engines are compared on."""

from __future__ import annotations

import os
import tarfile
from dataclasses import dataclass
from pathlib import Path

MORE = "SELFHEAL_PAGES"
"""The variable that names one more folder of pages."""
FIXTURES = Path(__file__).parents[3] / "fixtures" / "pages"
ARCHIVE = FIXTURES / "pages.tar.xz"
HARD = FIXTURES / "trees"


@dataclass(frozen=True, slots=True)
class Saved:
    """A page's name and its bytes."""

    name: str
    html: bytes


def load(place: Path = ARCHIVE) -> list[Saved]:
    """The pages of an archive, or all `*.html` below a folder, by name; none twice."""
    if place.is_dir():
        paths = sorted(place.rglob("*.html"))
        pages = [Saved(str(path.relative_to(place)), path.read_bytes()) for path in paths]
        return list({page.html: page for page in reversed(pages)}.values())[::-1]
    with tarfile.open(place) as archive:
        members = sorted(archive.getmembers(), key=lambda member: member.name)
        held = [(member.name, archive.extractfile(member)) for member in members]
        return [Saved(name, file.read()) for name, file in held if file is not None]


def load_all() -> list[Saved]:
    """The saved pages here, and those of the folder that `SELFHEAL_PAGES` names."""
    folder = os.environ.get(MORE)
    return [*load(), *(load(Path(folder)) if folder else ())]
