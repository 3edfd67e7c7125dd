"""Where tokens are found, and that they are not shown."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from selfheal_cli.errors import UsageError
from selfheal_cli.forges import FORGES
from selfheal_cli.forges.base import Login
from selfheal_cli.forges.network import Network, Reply

REMOTES = {
    "github": "https://github.com/acme/shop",
    "gitlab": "https://gitlab.com/acme/shop",
    "bitbucket": "https://bitbucket.org/acme/shop",
    "gitea": "https://codeberg.org/acme/shop",
    "azure": "https://dev.azure.com/o/p/_git/r",
}


@pytest.fixture(autouse=True)
def _no_commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def sent(name: str, environ: Mapping[str, str], remote: str = "") -> tuple[str, str]:
    """Where a forge's first request goes, and what it says who we are."""
    seen = []

    def send(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Reply:
        seen.append((url, headers["Authorization"]))
        return Reply(401, {}, b"")

    forge = FORGES[name](remote or REMOTES[name], environ, Network(send=send))
    with pytest.raises(Exception, match="401"):
        forge.standing("")
    return seen[0]


def basic(user: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()


@pytest.mark.parametrize(
    ("name", "environ", "authorization"),
    [
        ("github", {"GITHUB_TOKEN": "t"}, "Bearer t"),
        ("github", {"GH_TOKEN": "a", "GITHUB_TOKEN": "b"}, "Bearer a"),
        ("gitlab", {"GITLAB_TOKEN": " t\n"}, "Bearer t"),
        ("bitbucket", {"BITBUCKET_TOKEN": "t"}, "Bearer t"),
        (
            "bitbucket",
            {"BITBUCKET_USERNAME": "ada", "BITBUCKET_APP_PASSWORD": "p"},
            basic("ada", "p"),
        ),
        ("gitea", {"GITEA_TOKEN": "t"}, "token t"),
        ("gitea", {"FORGEJO_TOKEN": "t"}, "token t"),
        ("azure", {"AZURE_DEVOPS_EXT_PAT": "t"}, basic("", "t")),
        ("azure", {"SYSTEM_ACCESSTOKEN": "a.b.c"}, "Bearer a.b.c"),
        *((name, {"SELFHEAL_FORGE_TOKEN": "t", "GITHUB_TOKEN": "x"}, None) for name in REMOTES),
    ],
)
def test_the_environment(name: str, environ: Mapping[str, str], authorization: str | None) -> None:
    got = sent(name, environ)[1]
    if authorization is None:
        assert got in ("Bearer t", "token t", basic("", "t"))
    else:
        assert got == authorization


@pytest.mark.parametrize("name", sorted(REMOTES))
def test_a_missing_token_says_what_to_set_and_what_it_needs(name: str) -> None:
    with pytest.raises(UsageError, match="there is no token") as error:
        FORGES[name](REMOTES[name], {"CI_JOB_TOKEN": "x", "BITBUCKET_APP_PASSWORD": "x"}, Network())
    assert "SELFHEAL_FORGE_TOKEN" in error.value.hint
    assert "needs" in error.value.hint
    assert {"github": "GITHUB_TOKEN", "gitlab": "CI_JOB_TOKEN cannot"}.get(
        name, ""
    ) in error.value.hint


def test_a_token_of_github_com_goes_to_no_other_server() -> None:
    remote = "https://github.example.com/acme/shop"
    with pytest.raises(UsageError, match=r"github\.example\.com"):
        FORGES["github"](remote, {"GITHUB_TOKEN": "t", "GH_TOKEN": "t"}, Network())
    own = {"GITHUB_TOKEN": "t", "GITHUB_SERVER_URL": "https://github.example.com"}
    assert sent("github", own, remote) == ("https://github.example.com/api/graphql", "Bearer t")
    own = {"GH_ENTERPRISE_TOKEN": "t"}
    assert sent("github", own, remote) == ("https://github.example.com/api/graphql", "Bearer t")


@pytest.mark.parametrize(
    ("name", "remote", "url"),
    [
        ("github", "git@github.com:acme/shop.git", "https://api.github.com/graphql"),
        ("github", "https://acme.ghe.com/a/b", "https://api.acme.ghe.com/graphql"),
        ("gitlab", "git@gitlab.com:a/b/c.git", "https://gitlab.com/api/v4/projects/a%2Fb%2Fc"),
        ("gitlab", "http://g.example:8080/a/b", "http://g.example:8080/api/v4/projects/a%2Fb"),
        ("gitea", "git@codeberg.org:a/b.git", "https://codeberg.org/api/v1/repos/a/b/pulls?"),
        (
            "bitbucket",
            "git@bitbucket.org:a/b.git",
            "https://api.bitbucket.org/2.0/repositories/a/b/pullrequests?",
        ),
        *(
            ("azure", remote, "https://dev.azure.com/o/my%20p/_apis/git/repositories/r/pullrequests?")
            for remote in (
                "https://dev.azure.com/o/my%20p/_git/r",
                "https://o@dev.azure.com/o/my%20p/_git/r",
                "git@ssh.dev.azure.com:v3/o/my%20p/r",
                "https://o.visualstudio.com/DefaultCollection/my%20p/_git/r",
                "https://o.visualstudio.com/my%20p/_git/r",
                "o@vs-ssh.visualstudio.com:v3/o/my%20p/r",
            )
        ),
        ("azure", "https://dev.azure.com/o/_git/r", "https://dev.azure.com/o/r/_apis/git/repositories/r/"),
        (
            "azure",
            "https://tfs.example.com/Main/p/_git/r",
            "https://tfs.example.com/Main/p/_apis/git/repositories/r/",
        ),
    ],
)  # fmt: skip
def test_where_each_forge_is_asked(name: str, remote: str, url: str) -> None:
    assert sent(name, {"SELFHEAL_FORGE_TOKEN": "t"}, remote)[0].startswith(url)


@pytest.mark.parametrize(
    ("name", "command", "prints", "words"),
    [
        ("github", "gh", "gho_x\n", "auth token --hostname github.com"),
        ("gitlab", "glab", "glpat-x\n", "config get token --host gitlab.com"),
        ("gitea", "tea", "protocol=https\nusername=ada\npassword=gt-x\n", "login helper get"),
        ("azure", "az", "a.b.c\n", "account get-access-token"),
    ],
)
def test_the_forges_own_command(
    name: str, command: str, prints: str, words: str, tmp_path: Path
) -> None:
    program = tmp_path / command
    program.write_text(
        f'#!/bin/sh\nprintf "%s" "$*" > {tmp_path}/asked\nprintf "{prints}"\n'.replace(
            '\n"', '\\n"'
        )
    )
    program.chmod(0o755)
    token = sent(name, {"PATH": os.environ["PATH"]})[1].split(" ")[1]
    assert token == prints.strip().rpartition("\n")[2].removeprefix("password=")
    assert (tmp_path / "asked").read_text().startswith(words)


def test_a_command_that_fails_is_no_token(tmp_path: Path) -> None:
    program = tmp_path / "gh"
    program.write_text("#!/bin/sh\necho not logged in\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(UsageError, match="no token"):
        FORGES["github"](REMOTES["github"], {}, Network())


@pytest.mark.parametrize(
    ("name", "user"),
    [("github", "x-access-token"), ("gitlab", "oauth2"), ("bitbucket", "x-token-auth")],
)
def test_git_gets_it_with_the_name_that_the_forge_wants(name: str, user: str) -> None:
    forge = FORGES[name](REMOTES[name], {"SELFHEAL_FORGE_TOKEN": "t-secret"}, Network())
    assert forge.login == Login(user, "t-secret")
    assert "t-secret" not in repr(forge.login)


@pytest.mark.parametrize("value", ["two words", "line\nbreak", "tökén", "\x07"])
def test_what_cannot_be_a_token_is_refused_without_showing_it(value: str) -> None:
    with pytest.raises(UsageError, match="GITHUB_TOKEN is not a token") as error:
        FORGES["github"](REMOTES["github"], {"GITHUB_TOKEN": value}, Network())
    assert value not in str(error.value)
