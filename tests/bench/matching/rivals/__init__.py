"""Other people's ways to find an element again, on the same trees as ours."""

from collections.abc import Callable, Mapping

from lxml.html import HtmlElement

from tests.bench.matching.rivals import adaptive, healenium, similo
from tests.bench.matching.rivals.base import Finder

RIVALS: Mapping[str, Callable[[HtmlElement], Finder]] = {
    "Similo, no geometry": similo.finder,
    "Scrapling": adaptive.finder,
    "Healenium's scoring": healenium.finder,
}
