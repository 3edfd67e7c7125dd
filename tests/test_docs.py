"""What exists is documented: every command, option, verdict and exit code."""

from pathlib import Path

import pytest
import typer.main

from selfheal_cli.cli.app import app
from selfheal_cli.errors import ExitCode
from selfheal_cli.model import Verdict

DOCS = Path(__file__).parents[1] / "docs"
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_of_a_command_is_documented(name: str) -> None:
    text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    options = {o for p in COMMANDS[name].params for o in p.opts if o.startswith("-")}
    assert options
    for option in options:
        assert f"`{option}" in text, f"docs/{name}.md does not tell of {option}"


def test_every_command_is_in_the_readme() -> None:
    text = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"docs/{name}.md" in text


def test_every_verdict_and_exit_code_is_documented() -> None:
    verdicts = (DOCS / "verdicts.md").read_text(encoding="utf-8")
    assert all(f"`{verdict}`" in verdicts for verdict in Verdict)
    codes = (DOCS / "exit-codes.md").read_text(encoding="utf-8")
    assert all(f"| {code.value} |" in codes for code in ExitCode)


def test_every_linked_page_exists() -> None:
    import re

    for page in [*DOCS.glob("*.md"), DOCS.parent / "README.md"]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name} links to {link}"
