"""What is read of a scope or class by one name is what reading all of its names says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tree_sitter import Node

from selfheal_cli.sources import Project
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.nodes import walk

from .cases import CASES, Case, load, write

_ALL = [case for path in sorted(CASES.glob("*.yaml")) for case in load(path.stem)]
_OFTEN = "\n".join(f"    page.one({number}, page)" for number in range(40))


def scopes(module: Module) -> list[Node]:
    language = module.language
    inner = walk(module.root, lambda node: True)
    opened = [node for node in inner if language.is_function(node) or language.is_class(node)]
    return [module.root, *opened]


def assert_by_name(module: Module) -> None:
    text = module.text.utf8.decode()
    names = {*re.findall(r"[\w$]+", text), *re.findall(r"[\w$]+\.[\w$]+", text), "*"}
    for scope in scopes(module):
        bound = {name: found for name in names if (found := module.bound(scope, name))}
        assert bound == module.language.bindings(scope, module.text)


@pytest.mark.parametrize("case", _ALL, ids=lambda case: f"{case.dialect}: {case.name}")
def test_every_name_of_the_cases(case: Case, tmp_path: Path) -> None:
    project = Project(case.write(tmp_path))
    for path in case.raw["files"]:
        module = project.module(path)
        if module is not None and module.language.name in {"python", "javascript"}:
            assert_by_name(module)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.py", f"def test(page):\n{_OFTEN}\n    page = 1\n    page -= 2\n"),
        ("a.py", f"import page.one\ndef test():\n    import page.two\n{_OFTEN}\n"),
        (
            "a.py",
            "import os, page.one\nfrom . import (\n    a,\n    b as c,\n)\nd = [e for e in a]\n",
        ),
        (
            "a.py",
            (
                "class A:\n    a: int\n    b = c, d = 1, 2\n    if b:\n"
                "        def e(self): self.f = self.g = 1\n"
                "    @property\n    def h(self): self . i = 2; return (j := self.i)\n"
            ),
        ),
        ("a.py", "k=lambda l: (m := l)\nn -= 1; o[p] = q.r = s\nwith t as u: v: w = 'x'\n"),
        ("a.ts", "let a = () => b = 1; let b; function* c() { b -= 1; [...a] = b }\n"),
        (
            "a.ts",
            (
                "namespace A.B { let c: C; c ??= 1 }\n"
                "for (const d of e) { var { f = 2, ...g } = d }\n"
                "class H { static i = 1; get j() { this.k /* l */ = 2; return 3 }\n  'm-n' = 4 }\n"
            ),
        ),
        ("a.py", "from a import *\nfor b, (c, d) in e: f = g = b\nwith h() as (i, j): k: str\n"),
        ("a.ts", f"function test() {{\n{_OFTEN}\n    let page; page = 1;\n}}\n"),
        (
            "a.ts",
            "import a, { b as c } from 'd';\nconst { e, f: [g = 1] } = h;\nlet i; i += 'j';\n",
        ),
        ("a.ts", "export class A { #b = 1; constructor(private c: string) { this.d = c; } }\n"),
    ],
)
def test_names_that_stand_often_or_in_patterns(path: str, source: str, tmp_path: Path) -> None:
    module = Project(write(tmp_path, {path: source.encode()})).module(path)
    assert module is not None
    assert_by_name(module)


@pytest.mark.parametrize(
    ("path", "source", "members"),
    [
        (
            "a.py",
            (
                "class A(B):\n    C = D = 1\n"
                "    def __init__(self, e):\n        self.e = self.f = e\n"
                "    def g(self):\n        self . e = 2\n        self.h : str = 'i'\n"
            ),
            {"C": 1, "D": 1, "__init__": 1, "e": 2, "f": 1, "g": 1, "h": 1},
        ),
        (
            "a.ts",
            (
                "class A extends B {\n  readonly c = 1;\n  #d = 2;\n  e: string;\n"
                "  constructor(private f: string) { super(); this.e = f; this.g /* l */ = 3; }\n"
                "  get h() { return this.#d; }\n  i() { this.e = 'j'; }\n}\n"
            ),
            {"c": 1, "#d": 1, "e": 3, "constructor": 1, "f": 1, "g": 1, "h": 1, "i": 1},
        ),
    ],
)
def test_members_by_name(path: str, source: str, members: dict[str, int], tmp_path: Path) -> None:
    module = Project(write(tmp_path, {path: source.encode()})).module(path)
    assert module is not None
    held = module.class_(scopes(module)[1]).members
    assert {name: len(held[name]) for name in held} == members
    assert len(held) == len(members)
    assert "B" not in held
