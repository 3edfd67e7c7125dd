"""Where a locator is written in the sources, and how a new one is spelled there."""

from selfheal_cli.sources.base import NoSite, Site, Spelled, Unspellable
from selfheal_cli.sources.locate import candidates, locate, within
from selfheal_cli.sources.modules import Project
from selfheal_cli.sources.reading import SourceTree
from selfheal_cli.sources.spell import spell
from selfheal_cli.sources.tree import FolderTree

__all__ = [
    "FolderTree",
    "NoSite",
    "Project",
    "Site",
    "SourceTree",
    "Spelled",
    "Unspellable",
    "candidates",
    "locate",
    "spell",
    "within",
]
