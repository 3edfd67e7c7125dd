"""A text that failed is found and rewritten where it stands, whatever call takes it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Location, Locator, Step
from selfheal_cli.sources import NoSite, Spelled, Unspellable, locate
from selfheal_cli.sources.verbatim import Lead, find
from selfheal_cli.sources.verbatim_write import rewrite

from .cases import CASES, applied, failure, write

NAMED = yaml.safe_load((CASES.parent / "named_texts.yaml").read_text(encoding="utf-8"))
OLD = Locator("playwright", (Step("css", "#old"),))


def renamed(root: Path, files: dict[str, str], at: str, old: str, new: str) -> dict[str, str]:
    """The files after `old`, which failed at the line with the mark `at`, became `new`."""
    tree = write(root, {path: text.encode() for path, text in files.items()})
    frames = [
        Location(path, text[: text.index(at)].count("\n") + 1)
        for path, text in files.items()
        if at in text
    ]
    found = find(old, frames, tree)
    assert isinstance(found, Lead), found
    spelled = rewrite(found, new, tree)
    assert isinstance(spelled, Spelled), spelled
    return {path: data.decode() for path, data in applied(tree, spelled.edits).items()}


@pytest.mark.parametrize(
    ("path", "source", "at"),
    [
        ("a.ts", "await app.tap('#old'); // @", "@"),
        ("a.ts", "await app.tap(\n  '#old', // @\n);", "@"),
        ("a.ts", "await app.tap( // @\n  '#old',\n);", "@"),
        ("a.ts", "await expect(app.el('#old')).toHaveText('#old'); // @", "@"),
        ("a.js", "fill(`#old`, '#old') // @", "@"),
        ("a.py", "app.tap('#old') # @", "@"),
        ("a.py", "LOCATORS = {'save': '#old'}\napp.tap(LOCATORS['save']) # @", "@"),
        (
            "a.py",
            "class P:\n    SAVE = ('id', '#old')\n    def s(self):\n        tap(self.SAVE) #@",
            "#@",
        ),
    ],
)
def test_the_locators_literal_is_written_anew(
    path: str, source: str, at: str, tmp_path: Path
) -> None:
    after = renamed(tmp_path, {path: source}, at, "#old", "#new")
    assert after == {path: source.replace("#old", "#new", 1)}


def test_an_import_in_another_case_of_letters_is_followed(tmp_path: Path) -> None:
    files = {
        "tests/a.ts": "import { Home } from '../pages/home';\nnew Home(page).save.click(); // @",
        "pages/Home.ts": "export class Home {\n  save = this.page.locator('#old');\n}",
    }
    after = renamed(tmp_path, files, "// @", "#old", "#new")
    assert after == {"pages/Home.ts": files["pages/Home.ts"].replace("#old", "#new")}


VUE = """<template><b>page.locator('#old')</b></template>
<script setup lang="ts">
const at: string = page.locator('#old'); // @
</script>
<style>b {}</style>
"""


@pytest.mark.parametrize("ending", ["vue", "svelte"])
def test_a_components_script_is_read_and_its_page_left(ending: str, tmp_path: Path) -> None:
    after = renamed(tmp_path, {f"a.{ending}": VUE}, "// @", "#old", "#new")
    assert after == {f"a.{ending}": VUE.replace("= page.locator('#old')", "= page.locator('#new')")}


def test_a_value_that_would_end_the_script_is_escaped(tmp_path: Path) -> None:
    after = renamed(tmp_path, {"a.vue": VUE}, "// @", "#old", "</script><script>")
    assert "locator('<\\/script><script>'); // @" in after["a.vue"]


def test_a_script_is_not_ended_by_what_stays_and_what_comes(tmp_path: Path) -> None:
    tree = write(tmp_path, {"a.vue": VUE.replace("#old", "</scrap>").encode()})
    found = find("</scrap>", [Location("a.vue", 3)], tree)
    assert isinstance(found, Lead)
    spelled = rewrite(found, "</script>", tree)
    assert isinstance(spelled, Spelled)
    assert b"</script>');" not in applied(tree, spelled.edits)["a.vue"]


def test_what_is_typed_gives_way_to_what_the_line_refers_to(tmp_path: Path) -> None:
    source = "const a = page.locator('x');\nawait a.fill('x'); // @\n"
    after = renamed(tmp_path, {"a.js": source}, "// @", "x", "y")
    assert after == {"a.js": source.replace("'x'", "'y'", 1)}


@pytest.mark.parametrize(
    ("source", "old", "new", "wanted"),
    [
        ("by(/save/i)", "save", "a.b/c", "by(/a\\.b\\/c/i)"),
        ("by(/save/i)", "/save/i", "/submit/i", "by(/submit/i)"),
        ("by(/^save$/)", "^save$", "^submit$", "by(/^submit$/)"),
        ("by(/a\\.b/)", "a\\.b", "a\\.c", "by(/a\\.c/)"),
        ("by(/save/i)", "save", "", "by(/(?:)/i)"),
        ("by(/sa+ve/)", "sa+ve", "", "by(/(?:)/)"),
    ],
)
def test_a_regular_expression_keeps_its_form(
    source: str, old: str, new: str, wanted: str, tmp_path: Path
) -> None:
    assert renamed(tmp_path, {"a.js": source + " // @"}, "@", old, new) == {
        "a.js": wanted + " // @"
    }


def test_what_only_the_run_knew_stays(tmp_path: Path) -> None:
    source = "def test(app, name):\n    app.tap(f'#row-{name} b') # @"
    after = renamed(tmp_path, {"a.py": source}, "# @", "#row-7 b", "#line-7 i")
    assert after == {"a.py": source.replace("#row-", "#line-").replace("} b", "} i")}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.py", 'self.row = (By.XPATH, "//span[.=\'" + self.name + "\']")  # @'),
        ("a.ts", 'const row = "//span[.=\'" + (await name()) + "\']"; // @'),
        ("A.java", 'class A { String row = "//span[.=\'" + NAME + "\']"; // @\n}'),
    ],
)
def test_joined_texts_hold_another_value_than_the_sources_show(
    path: str, source: str, tmp_path: Path
) -> None:
    shown = {"a.py": "self.name = 'Ann'\n", "a.ts": "const name = () => 'Ann';\n"}.get(path, "")
    files = {path: shown + source}
    after = renamed(tmp_path, files, "@", "//span[.='Bob']", "//b[.='Bob']")
    assert after == {path: files[path].replace("//span", "//b")}


def test_a_value_that_loses_the_runs_part_is_refused(tmp_path: Path) -> None:
    tree = write(tmp_path, {"a.py": b"def test(app, name):\n    app.tap(f'#row-{name}')\n"})
    found = find("#row-7", [Location("a.py", 2)], tree)
    assert isinstance(found, Lead)
    assert isinstance(rewrite(found, "#line", tree), Unspellable)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.js", "let b = find('#old');\nwhile (await b.count()) { // @\n  b = find('#old');\n}"),
        ("a.py", "b = find('#old')\nwhile b.count():  # @\n    b = find('#old')\n"),
    ],
)
def test_what_a_loops_head_refers_to_is_not_taken_from_its_body(
    path: str, source: str, tmp_path: Path
) -> None:
    tree = write(tmp_path, {path: source.encode()})
    found = find("#old", [Location(path, 2)], tree)
    assert isinstance(found, NoSite) or found.places[0][1] == source.index("'#old'")


@pytest.mark.parametrize("case", NAMED, ids=lambda case: str(case["name"]))
def test_what_the_line_names_comes_before_equal_texts_around_it(
    case: dict[str, str], tmp_path: Path
) -> None:
    path, lines = case["path"], case["source"].split("\n")
    wanted = [line.replace("#old", "#new") if line.endswith("this") else line for line in lines]
    after = renamed(tmp_path, {path: case["source"]}, "@", "#old", "#new")
    assert after == {path: "\n".join(wanted)}


def test_two_places_of_equal_rank_are_not_chosen_from(tmp_path: Path) -> None:
    tree = write(tmp_path, {"a.js": b"tap('#old'); tap('#old');"})
    found = find("#old", [Location("a.js", 1)], tree)
    assert isinstance(found, NoSite)
    assert "several places" in found.reason


def test_a_site_that_its_author_closed_is_left(tmp_path: Path) -> None:
    tree = write(tmp_path, {"a.js": b"tap('#old'); // selfheal: ignore"})
    found = find("#old", [Location("a.js", 1)], tree)
    assert isinstance(found, NoSite)
    assert "leaves it alone" in found.reason


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("a.js", True),
        ("**/*.js", False),
        ("*.js | #old", True),
        ("*.js|#other", False),
        ("# a.js", False),
        ("b.js", False),
    ],
)
def test_a_site_that_the_suppressions_file_names_is_left(
    line: str, left: bool, tmp_path: Path
) -> None:
    source = b"page.click('#old')"
    tree = write(tmp_path, {"a.js": source, ".selfheal-ignore": f"\n{line}\n".encode()})
    frames = [Location("a.js", 1)]
    located = locate(failure(OLD, frames), tree, DIALECTS["playwright"])
    for found in (find("#old", frames, tree), located):
        assert isinstance(found, NoSite) == left
        assert not isinstance(found, NoSite) or ".selfheal-ignore:2 says" in found.reason


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(new=st.text(max_size=30), quote=st.sampled_from(["'", '"', "`"]))
def test_any_new_value_stays_inside_its_literal(new: str, quote: str, tmp_path: Path) -> None:
    source = f"a(); tap({quote}#old{quote}); b();"
    tree = write(tmp_path, {"a.js": source.encode()})
    found = find("#old", [Location("a.js", 1)], tree)
    assert isinstance(found, Lead)
    spelled = rewrite(found, new, tree)
    assert isinstance(spelled, Spelled), spelled
    after = applied(tree, spelled.edits).get("a.js", source.encode())
    tree = write(tmp_path, {"a.js": after})
    assert after.startswith(f"a(); tap({quote}".encode())
    assert after.endswith(f"{quote}); b();".encode())
    assert new == "" or isinstance(find(new, [Location("a.js", 1)], tree), Lead)


def test_a_robot_template_that_looks_like_a_named_argument_is_taken_whole(tmp_path: Path) -> None:
    source = "*** Test Cases ***\nT\n    Click Element    xpath=${ROW}-new\n"
    after = renamed(tmp_path, {"a.robot": source}, "Click", "xpath=7f3-new", "xpath=7f3")
    assert after == {"a.robot": source.replace("-new", "")}


@pytest.mark.parametrize(
    ("use", "path"),
    [
        ('fd.get_element("save_button")  # @', "config/element.ini"),
        ("fd.get_element('SAVE_BUTTON'.lower())  # @", "config/element.ini"),
        ("page.save_button.click()  # @", "config/element.ini"),
    ],
)
def test_an_entry_that_the_line_names_is_found_whatever_reads_it(
    use: str, path: str, tmp_path: Path
) -> None:
    ini = "[Login]\nother=xpath>//p\nsave_button=xpath>//a\n"
    files = {"tests/test_a.py": f"{use}\n", path: ini}
    after = renamed(tmp_path, files, "@", "xpath>//a", "xpath>//b")
    assert after[path] == ini.replace("//a", "//b")


def test_equal_entries_of_two_files_are_not_chosen_from(tmp_path: Path) -> None:
    files = {
        "tests/test_a.py": b"fd.get_element('save_button')\n",
        "de.ini": b"[a]\nsave_button=xpath>//a\n",
        "en.ini": b"[a]\nsave_button=xpath>//a\n",
    }
    found = find("xpath>//a", [Location("tests/test_a.py", 1)], write(tmp_path, files))
    assert isinstance(found, NoSite)
    assert "several places in de.ini, en.ini" in found.reason


def test_an_entry_that_the_line_does_not_name_is_left(tmp_path: Path) -> None:
    files = {
        "tests/test_a.py": b"fd.get_element('save_buttons')\n",
        "en.ini": b"[a]\nsave_button=xpath>//a\n",
    }
    found = find("xpath>//a", [Location("tests/test_a.py", 1)], write(tmp_path, files))
    assert isinstance(found, NoSite)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("A.java", 'class A {{ void a() {{\n$("{}").shouldBe(x);\n$({}); // @\n}} }}'),
        ("a.ts", "function a() {{\n  go('{}');\n  page.locator({}).click(); // @\n}}"),
        ("a.rb", "def a\n  go('{}')\n  find({}).click # @\nend"),
        ("a.py", "def a():\n    go('{}')\n    page.locator({}).click()  # @\n"),
    ],
)
def test_a_comment_behind_a_statement_does_not_widen_it(
    path: str, source: str, tmp_path: Path
) -> None:
    held = '{"save": "#old"}'
    use = {"java": 'where("save")', "rb": "WHERE['save']"}.get(path[-4:].strip("A."), "WHERE.save")
    files = {"where.json": held, path: source.format("#old", use)}
    after = renamed(tmp_path, files, "@", "#old", "#new")
    assert after == {"where.json": held.replace("#old", "#new")}


def test_of_equal_entries_the_one_that_is_asked_for_is_taken(tmp_path: Path) -> None:
    held = '{"where": {"first": "#old", "save": "#old"}}'
    code = (
        "class P\n  def initialize\n    @where = JSON.parse(File.read('./where.json'))\n  end\n"
        "  def go\n    @b = $driver.element(css: @where['where']['save']) # here\n  end\nend\n"
    )
    files = {"where.json": held, "p.rb": code}
    after = renamed(tmp_path, files, "# here", "#old", "#new")
    assert after["where.json"] == held.replace('"save": "#old"', '"save": "#new"')


def _resources(where: str) -> dict[str, str]:
    return {
        "page.resource": "*** Keywords ***\nGo\n    Retry Click    ${SAVE}    # @\n",
        "where.resource": f"*** Variables ***\n${{SAVE}}    {where}\n",
        "all.resource": "*** Settings ***\nResource    page.resource\nResource    where.resource\n",
        "a.robot": "*** Settings ***\nResource    all.resource\n*** Test Cases ***\nA\n    Go\n",
    }


def test_a_resources_variable_is_found_in_what_imports_the_resource(tmp_path: Path) -> None:
    files = _resources("id:old")
    after = renamed(tmp_path, files, "@", "id:old", "id:new")
    assert after == {"where.resource": files["where.resource"].replace("old", "new")}


def test_importers_that_disagree_leave_a_resources_variable_open(tmp_path: Path) -> None:
    files = {name: text.encode() for name, text in _resources("id:old").items()}
    files["other.resource"] = files["all.resource"].replace(b"where.resource", b"else.resource")
    files["else.resource"] = files["where.resource"]
    found = find("id:old", [Location("page.resource", 3)], write(tmp_path, files))
    assert isinstance(found, NoSite)


def test_a_strategy_tells_enough_of_a_robot_template(tmp_path: Path) -> None:
    code = "*** Test Cases ***\nA\n    Wait For It    id:${one}    # @\n"
    after = renamed(tmp_path, {"a.robot": code}, "@", "id:7", "id:7-new")
    assert after == {"a.robot": code.replace("id:${one}", "id:${one}-new")}


@pytest.mark.parametrize(
    ("written", "failed", "new", "after"),
    [
        ("id:old", "old", "new", "id:new"),
        ("xpath = //old", "//old", "//new", "xpath = //new"),
        ("css:.a ${x} .old", ".a 7 .old", ".a 7 .new", "css:.a ${x} .new"),
    ],
)
def test_a_value_without_the_strategy_before_it_keeps_that(
    written: str, failed: str, new: str, after: str, tmp_path: Path
) -> None:
    code = f"*** Test Cases ***\nA\n    Click Element    {written}    # @\n"
    found = renamed(tmp_path, {"a.robot": code}, "@", failed, new)
    assert found == {"a.robot": code.replace(written, after)}


def test_a_text_as_it_failed_comes_before_one_with_a_strategy(tmp_path: Path) -> None:
    code = "*** Test Cases ***\nA\n    Click Link    old    id:old    # @\n"
    after = renamed(tmp_path, {"a.robot": code}, "@", "old", "new")
    assert after == {"a.robot": code.replace("    old", "    new")}


def test_a_value_without_the_spaces_around_it_keeps_them(tmp_path: Path) -> None:
    after = renamed(tmp_path, {"a.py": "tap(' #old ')  # @\n"}, "@", "#old", "#new")
    assert after == {"a.py": "tap(' #new ')  # @\n"}


@pytest.mark.parametrize(
    ("path", "line", "after"),
    [
        (
            "A.java",
            'd.find(By.id("row-" + id)); // @',
            'd.find(By.id("row-" + id + "-\\"x")); // @',
        ),
        ("A.cs", 'd.Find(By.Id("row-"+id)); // @', 'd.Find(By.Id("row-"+id+"-\\"x")); // @'),
        ("a.kt", 'd.find(By.id("row-" + id)) // @', 'd.find(By.id("row-" + id + "-\\"x")) // @'),
        ("a.ts", "p.locator('row-' + id); // @", "p.locator('row-' + id + '-\"x'); // @"),
        ("a.rb", "find('row-' + id) # @", 'find(\'row-\' + id + "-\\"x") # @'),
        ("a.py", "d.find('row-' + id)  # @", "d.find('row-' + id + '-\"x')  # @"),
        ("b.py", "d.find('row-' +\n    id)  # @", "d.find('row-' +\n    id + '-\"x')  # @"),
    ],
)
def test_what_comes_behind_a_parameter_becomes_an_operand(
    path: str, line: str, after: str, tmp_path: Path
) -> None:
    found = renamed(tmp_path, {path: line + "\n"}, "@", "row-7", 'row-7-"x')
    assert found == {path: after + "\n"}


def test_what_comes_before_a_parameter_becomes_an_operand(tmp_path: Path) -> None:
    code = 'd.find(By.id(id + "-row")); // @\n'
    found = renamed(tmp_path, {"A.java": code}, "@", "7-row", "x-7-row")
    assert found == {"A.java": code.replace("id +", '"x-" + id +')}


def test_nothing_is_put_before_two_parameters_which_may_be_numbers(tmp_path: Path) -> None:
    tree = write(tmp_path, {"A.java": b'd.find(By.id(a + b + "-row"));\n'})
    found = find("78-row", [Location("A.java", 1)], tree)
    refused = isinstance(found, NoSite) or rewrite(found, "x-78-row", tree)
    assert refused is True or isinstance(refused, Unspellable)


def test_a_table_without_a_row_of_names_is_rewritten_in_its_first_row(tmp_path: Path) -> None:
    rows = "user,id=old,text\npass,id=other,text\n"
    after = renamed(tmp_path, {"a.csv": rows}, "user", "id=old", "id=new")
    assert after == {"a.csv": rows.replace("id=old", "id=new")}
