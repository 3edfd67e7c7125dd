"""Which files declare a type: asked where no file is named as the type is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from selfheal_cli.sources.languages import kind_of
from selfheal_cli.sources.places import nearness
from selfheal_cli.sources.reading import SourceTree

_MOST_FILES = 5_000
_TYPE = re.compile(
    rb"\b(?:class|interface|enum|record|struct|object|module)\s+(?:[A-Z]\w*::)*([A-Z]\w*)"
)
_TOP_LEVEL = re.compile(
    rb"^(?:(?:public|private|internal|const|inline|suspend)[ ]+)*(?:val|var|fun)[ ]+"
    rb"(?:<[^>\n]*>[ ]*)?(?:[\w<>?]+\.)?`?(\w+)",
    re.MULTILINE,
)
"""What Kotlin declares outside of types."""
_CONSTANT = re.compile(rb"^[ \t]*([A-Z]\w*)[ \t]*=(?![=~>])", re.MULTILINE)
"""What Ruby names in capitals beside classes and modules."""
_METHOD = re.compile(rb"^[ \t]*(def [a-z_]\w*)[ \t;(\r]*$", re.MULTILINE)
"""Ruby's methods that take nothing, with the word before them, which no type's name has."""
# Types of frameworks and of the languages themselves, which no test's sources declare.
_FOREIGN = re.compile(
    r"""I[A-Z]\w+|By|How|Assert\w*|Task|List|Dictionary|String|Console|Thread|TimeSpan|Duration
    |WebDriver\w*|WebElement|RemoteWebDriver|Actions|Select|SelectElement|Keys|Expect\w*|Is|Has
    |AriaRole|Page|Locator|Regex|Pattern|DateTime|Guid|Convert|Path|File|Environment|Object
    |Integer|Map|Arrays|Collectors|Optional|Capybara|Selenium|RSpec|Playwright|Func|Action
    |SelenideElement|ElementsCollection|Condition|Override|Test|Math|System|Exception""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Declarations:
    """The types that a tree's files declare, by name; read once for a language."""

    tree: SourceTree
    _found: dict[str, dict[bytes, list[str]]] = field(default_factory=dict)

    def of(self, name: str, importer: str, package: str = "") -> str:
        """The file nearest to `importer` that declares the type, "" where none or several do;
        with `package`, one that says so."""
        in_types = not importer.endswith((".kt", ".kts"))
        if (in_types and not name[:1].isupper()) or _FOREIGN.fullmatch(name):
            return ""
        paths = [path for path in self._by_name(importer).get(name.encode(), ()) if path]
        if package:
            said = re.compile(rb"^\s*(?:package|namespace)\s+" + re.escape(package.encode()), re.M)
            paths = [path for path in paths if said.search(self.tree.read(path))]
        return _nearest(paths, importer)

    def defining(self, name: str, importer: str) -> str:
        """The one file that defines a Ruby method without parameters, "" where none or several."""
        paths = self._by_name(importer).get(b"def " + name.encode(), ())
        return paths[0] if len(paths) == 1 else ""

    def beside(self, name: str, path: str) -> list[str]:
        """The other files of a folder that declare the type, too."""
        folder = path.rpartition("/")[0]
        found = self._by_name(path).get(name.encode(), ())
        return [each for each in found if each != path and each.rpartition("/")[0] == folder]

    def _by_name(self, importer: str) -> dict[bytes, list[str]]:
        kind = kind_of(importer)
        if kind not in self._found:
            found: dict[bytes, list[str]] = defaultdict(list)
            for path in self._files(kind):
                raw = self.tree.read(path)
                more = _beside_types(path, raw)
                for name in dict.fromkeys([*_TYPE.findall(raw), *more]):
                    found[name].append(path)
            self._found[kind] = dict(found)
        return self._found[kind]

    def _files(self, kind: str) -> Iterator[str]:
        same = [path for path in self.tree.files() if kind_of(path) == kind]
        return (path for path in same[:_MOST_FILES] if self.tree.exists(path))


def _beside_types(path: str, raw: bytes) -> list[bytes]:
    """What a file declares for all to see beside its types."""
    if path.endswith((".kt", ".kts")):
        return _TOP_LEVEL.findall(raw)
    return _CONSTANT.findall(raw) + _METHOD.findall(raw) if path.endswith((".rb", ".rake")) else []


def _nearest(paths: list[str], importer: str) -> str:
    best = max((nearness(path, importer) for path in paths), default=0)
    near = [path for path in paths if nearness(path, importer) == best and path != importer]
    return near[0] if len(near) == 1 else ""
