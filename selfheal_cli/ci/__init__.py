"""Continuous integration: what a repository uses, and the files that put selfheal into it."""

from selfheal_cli.ci.proposals import SYSTEMS, NewFile, Proposed, propose, system_of
from selfheal_cli.ci.repository import Repository, look

__all__ = ["SYSTEMS", "NewFile", "Proposed", "Repository", "look", "propose", "system_of"]
