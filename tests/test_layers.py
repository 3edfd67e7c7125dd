"""Dependencies point inwards: cli -> pipeline -> stages -> dom, locators -> model."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "selfheal_cli"
CORE_FORBIDS = {"typer", "rich", "git", "requests", "urllib.request", "http", "socket", "jinja2"}
EDGES = ("cli", "forges", "__main__", "config", "edits", "outputs")
# A stage may import these of our own packages; the pipeline and the cli may import everything.
MAY_IMPORT = {
    "model": set(),
    "errors": set(),
    "dom": {"model", "errors"},
    "locators": {"model", "errors", "dom"},
    "artifacts": {"model", "errors"},
    "matching": {"model", "errors", "dom"},
    "diagnosis": {"model", "errors", "dom", "matching", "hidden"},
    "hidden": {"dom"},
    "synthesis": {"model", "errors", "dom", "locators"},
    "sources": {"model", "errors", "dom", "locators"},
    "edits": {"model", "errors"},
    "executors": set(),
    "ci": set(),
    "measure": {"model", "errors", "dom", "locators", "matching", "targets", "synthesis"},
    "config": {"errors"},
    "outputs": {"model", "errors", "dom", "edits"},
    "forges": {"errors"},
}


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    return names | {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}


def stage(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_inwards(path: Path) -> None:
    own = stage(path)
    for name in imports(path):
        if own not in EDGES:
            assert not any(name == f or name.startswith(f + ".") for f in CORE_FORBIDS), name
        if own in MAY_IMPORT and name.startswith("selfheal_cli."):
            assert name.split(".")[1] in MAY_IMPORT[own] | {own}, name


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert path.read_text(encoding="utf-8").startswith('"""')
