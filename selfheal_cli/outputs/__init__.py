"""The formats a report can be written in."""

from collections.abc import Mapping

from selfheal_cli.outputs.base import Output, Report, Style, plain, prefix_of
from selfheal_cli.outputs.github import write_github
from selfheal_cli.outputs.markdown import write_markdown
from selfheal_cli.outputs.patch import write_patch
from selfheal_cli.outputs.plan import write_plan
from selfheal_cli.outputs.text import write_text

OUTPUTS: Mapping[str, Output] = {
    "text": write_text,
    "json": write_plan,
    "markdown": write_markdown,
    "patch": write_patch,
    "github": write_github,
}

__all__ = ["OUTPUTS", "Output", "Report", "Style", "plain", "prefix_of"]
