from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.config import COMMON_ARTIFACTS, KEYS, STRATEGIES, Settings, explain, load
from selfheal_cli.errors import ExitCode, UsageError

DOCUMENT = Path(__file__).parents[1] / "docs" / "configuration.md"


def project(folder: Path, toml: str = "", yaml: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".git").mkdir(exist_ok=True)
    if toml:
        (folder / "pyproject.toml").write_text(f"[tool.selfheal]\n{toml}\n", "utf-8")
    if yaml:
        (folder / "selfheal.yaml").write_text(f"{yaml}\n", "utf-8")
    return folder


def refusal(cwd: Path, environ: dict[str, str] | None = None, **flags: object) -> str:
    with pytest.raises(UsageError) as caught:
        load(cwd, environ or {}, flags)
    assert caught.value.exit_code is ExitCode.USAGE
    assert "\n" not in caught.value.message
    return caught.value.message


def test_without_settings_all_is_default(tmp_path: Path) -> None:
    settings = load(project(tmp_path), {"PATH": "/bin"}, {"min_margin": None, "artifacts": []})
    assert settings == Settings()
    assert {origin for _, origin in settings.origins} == {"default"}


def test_common_artifacts_are_found(tmp_path: Path) -> None:
    for name in (*COMMON_ARTIFACTS[:2], "src"):
        (tmp_path / name).mkdir()
    assert load(project(tmp_path), {}, {}).artifacts == tuple(map(Path, COMMON_ARTIFACTS[:2]))
    (tmp_path / "output.xml").touch()
    assert load(tmp_path, {}, {}).artifacts == tuple(
        map(Path, (*COMMON_ARTIFACTS[:2], "output.xml"))
    )
    assert load(tmp_path, {}, {"artifacts": ["x"]}).artifacts == (Path("x"),)


def test_each_layer_outweighs_those_before(tmp_path: Path) -> None:
    layers = [
        ("toml", "pyproject.toml [tool.selfheal]"),
        ("yaml", "selfheal.yaml"),
        ("environ", "SELFHEAL_MIN_MARGIN"),
        ("flags", "--min-margin"),
    ]
    for count in range(1, len(layers) + 1):
        names = [name for name, _ in layers[:count]]
        folder = project(
            tmp_path / str(count),
            "min_margin = 1" if "toml" in names else "",
            "min_margin: 2" if "yaml" in names else "",
        )
        environ = {"SELFHEAL_MIN_MARGIN": "3"} if "environ" in names else {}
        flags = {"min_margin": 4} if "flags" in names else {}
        settings = load(folder, environ, flags)
        assert settings.min_margin == count
        assert dict(settings.origins)["min_margin"] == layers[count - 1][1]
        assert ("min_margin", str(float(count)), layers[count - 1][1]) in explain(settings)


def test_all_keys_can_be_set_in_every_layer(tmp_path: Path) -> None:
    expected = Settings(
        artifacts=(Path("a"), Path("b")),
        baseline=(Path("c"),),
        source_root=Path("e2e"),
        safe_probability=0.9,
        safe_probability_by_locator=0.95,
        min_margin=0.25,
        test_id_attribute="data-test",
        strategies=("testid", "role"),
        ignore=("vendor/**", "*.gen.ts"),
        jobs=3,
        color="never",
        forge="gitea",
        pr_remote="upstream",
        pr_base="release",
        pr_group="file",
        pr_limit=3,
        pr_labels=("tests", "bot"),
        pr_reviewers=("ann", "web/team"),
        pr_co_authors=("Ann <a@example.org>",),
        pr_template=(Path("body.md.j2"),),
    )
    toml = """
        artifacts = ["a", "b"]
        baseline = "c"
        source-root = "e2e"
        safe_probability = 0.9
        safe-probability-by-locator = 0.95
        min_margin = 0.25
        test_id_attribute = "data-test"
        strategies = ["testid", "role"]
        ignore = ["vendor/**", "*.gen.ts"]
        jobs = 3
        color = "never"
        forge = "gitea"
        pr-remote = "upstream"
        pr_base = "release"
        pr_group = "file"
        pr_limit = 3
        pr_labels = ["tests", "bot"]
        pr_reviewers = ["ann", "web/team"]
        pr_co_authors = ["Ann <a@example.org>"]
        pr_template = "body.md.j2"
    """
    yaml = re.sub(r"(?m)^\s*([\w-]+) =", r"\1:", toml)
    environ = {
        "SELFHEAL_ARTIFACTS": "a, b",
        "SELFHEAL_BASELINE": "c",
        "SELFHEAL_SOURCE_ROOT": "e2e",
        "SELFHEAL_SAFE_PROBABILITY": "0.9",
        "SELFHEAL_SAFE_PROBABILITY_BY_LOCATOR": "0.95",
        "SELFHEAL_MIN_MARGIN": ".25",
        "SELFHEAL_TEST_ID_ATTRIBUTE": "data-test",
        "SELFHEAL_STRATEGIES": "testid,role",
        "SELFHEAL_IGNORE": "vendor/**,*.gen.ts",
        "SELFHEAL_JOBS": "3",
        "SELFHEAL_COLOR": "never",
        "SELFHEAL_FORGE": "gitea",
        "SELFHEAL_PR_REMOTE": "upstream",
        "SELFHEAL_PR_BASE": "release",
        "SELFHEAL_PR_GROUP": "file",
        "SELFHEAL_PR_LIMIT": "3",
        "SELFHEAL_PR_LABELS": "tests,bot",
        "SELFHEAL_PR_REVIEWERS": "ann,web/team",
        "SELFHEAL_PR_CO_AUTHORS": "Ann <a@example.org>",
        "SELFHEAL_PR_TEMPLATE": "body.md.j2",
    }
    assert {name.removeprefix("SELFHEAL_").lower() for name in environ} == set(KEYS)
    flags = {key: getattr(expected, key) for key in KEYS}
    assert load(project(tmp_path / "toml", toml=toml), {}, {}) == expected
    assert load(project(tmp_path / "yaml", yaml=yaml), {}, {}) == expected
    assert load(project(tmp_path / "environ"), environ, {}) == expected
    assert load(project(tmp_path / "flags"), {}, flags) == expected


def test_settings_of_a_folder_above_count_and_their_paths_are_from_there(tmp_path: Path) -> None:
    root = project(tmp_path, toml='source_root = "e2e"\nbaseline = ["good"]')
    below = root / "packages" / "web"
    below.mkdir(parents=True)
    settings = load(below, {"SELFHEAL_ARTIFACTS": "out"}, {})
    assert settings.source_root == root / "e2e"
    assert settings.baseline == (root / "good",)
    assert settings.artifacts == (Path("out"),)


def test_settings_above_the_repository_do_not_count(tmp_path: Path) -> None:
    project(tmp_path, toml="min_margin = 7")
    assert load(project(tmp_path / "inner"), {}, {}).min_margin == 0


def test_a_pyproject_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (project(tmp_path) / "pyproject.toml").write_text("[tool.other]\nmin_margin = 'x'\n", "utf-8")
    assert load(tmp_path, {}, {}) == Settings()


# --- refusals ---------------------------------------------------------------------------------


def test_an_unknown_key_names_the_nearest_one_and_the_file(tmp_path: Path) -> None:
    assert re.search(
        r"pyproject\.toml .*`artefacts`.*`artifacts`",
        refusal(project(tmp_path / "t", toml='artefacts = ["x"]')),
    )
    assert re.search(
        r"selfheal\.yaml.*`test-id-atribute`.*`test_id_attribute`",
        refusal(project(tmp_path / "y", yaml="test-id-atribute: x")),
    )
    assert re.search(
        r"SELFHEAL_COLOUR .*SELFHEAL_COLOR",
        refusal(project(tmp_path / "e"), {"SELFHEAL_COLOUR": "auto"}),
    )
    assert re.search(r"`colour`.*`color`", refusal(project(tmp_path / "f"), colour="auto"))


@pytest.mark.parametrize("key", KEYS)
def test_a_key_with_a_typing_error_is_recognised(tmp_path: Path, key: str) -> None:
    typed = key[:2] + key[3:] if len(key) > 4 else key + "x"
    assert f"did you mean `{key}`" in refusal(project(tmp_path, yaml=f"{typed}: 1"))


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("artifacts = 3", "a list of texts, but is 3"),
        ("artifacts = [3]", "a list of texts, but is a list"),
        ("source_root = []", "a path, but is a list"),
        ("safe_probability = 95", 'a number from 0 to 1, or "model", but is 95'),
        ('min_margin = "model"', "a number from 0 to 8, but is 'model'"),
        ("safe_probability = true", "a number from 0 to 1"),
        ("safe_probability = nan", "a number from 0 to 1"),
        ('min_margin = "high"', "a number from 0 to 8"),
        ('test_id_attribute = "data test"', "the name of an attribute"),
        ('strategies = ["testid", "roll"]', "'roll' is none (did you mean 'role'?)"),
        ("jobs = 0", 'a whole number from 1 to 256, or "auto", but is 0'),
        ("jobs = 1.5", "a whole number"),
        ('jobs = "2"', "a whole number"),
        ("jobs = true", "a whole number"),
        ("color = false", '"auto", "always" or "never", but is False'),
        ("ignore = {a = 1}", "a list of texts, but is a table"),
    ],
)
def test_a_wrong_value_says_what_is_expected_and_where(
    tmp_path: Path, toml: str, said: str
) -> None:
    message = refusal(project(tmp_path, toml=toml))
    assert said in message
    assert message.startswith("pyproject.toml [tool.selfheal]: `" + toml.split(" ")[0])


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("pyproject.toml", b"[tool", "is not TOML"),
        ("pyproject.toml", b"\xff\xfe", "is not UTF-8"),
        ("pyproject.toml", b"[tool]\nselfheal = 1", "should hold keys and values"),
        ("selfheal.yaml", b"a: [", "is not YAML"),
        ("selfheal.yaml", b"- color", "should hold keys and values, but is a list"),
        ("selfheal.yaml", b"!!python/object/apply:os.getcwd []", "is not YAML"),
        ("selfheal.yaml", b"test_id_attribute: a\ntest-id-attribute: b", "is given twice"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, name: str, text: bytes, said: str) -> None:
    (project(tmp_path) / name).write_bytes(text)
    assert said in refusal(tmp_path)


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    (project(tmp_path) / "selfheal.yaml").write_bytes(b"\xef\xbb\xbf# nothing yet\n")
    assert load(tmp_path, {}, {}) == Settings()


@given(st.text(max_size=12))
def test_any_text_in_the_environment_is_taken_or_refused(text: str) -> None:
    for key in KEYS:
        said = ""
        try:
            load(Path(os.sep), {f"SELFHEAL_{key.upper()}": text}, {})
        except UsageError as error:
            said = error.message
        assert not said or said.startswith(f"SELFHEAL_{key.upper()}: `{key}` should be ")


# --- the document -----------------------------------------------------------------------------


def test_every_key_and_strategy_is_documented() -> None:
    text = DOCUMENT.read_text("utf-8")
    headings = re.findall(r"^### `(\w+)`$", text, re.MULTILINE)
    assert tuple(headings) == KEYS
    for key in KEYS:
        assert f"SELFHEAL_{key.upper()}" in text
    for strategy in STRATEGIES:
        assert f"`{strategy}`" in text
    for name in COMMON_ARTIFACTS:
        assert f"`{name}`" in text
