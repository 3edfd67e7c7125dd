"""Which files of Robot Framework import a resource: asked where no frame tells the suite."""

from __future__ import annotations

import re
from collections import defaultdict

from selfheal_cli.sources.languages import kind_of
from selfheal_cli.sources.modules import Project

_KIND = "a.robot"
_MOST_FILES = 3_000
# A setting's last cell, in whatever language the setting is named.
_IMPORT = re.compile(
    rb"^\w[\w ]*?(?:[ ]{2}|\t|\|)[^#\n]*?([^\s/\\|}]+\.(?:robot|resource|txt|tsv))[ \t\r|]*$",
    re.MULTILINE,
)


def importers(project: Project, path: str) -> list[str]:
    """The files that import one of the name of `path`, in their paths' order; each file is read
    once."""
    if not project.importers:
        found: dict[str, list[str]] = defaultdict(list)
        kind = kind_of(_KIND)
        for other in [each for each in project.files() if kind_of(each) == kind][:_MOST_FILES]:
            raw = project.read(other) if project.exists(other) else b""
            for name in set(_IMPORT.findall(raw)):
                found[name.decode("utf-8", "replace").lower()].append(other)
        project.importers.update(found or {"": []})
    return sorted(set(project.importers.get(path.rpartition("/")[2].lower(), ())))
