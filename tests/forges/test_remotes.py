"""Which repository, on which forge, a remote's address leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.errors import ForgeError
from selfheal_cli.forges import FORGES, forge_of
from selfheal_cli.forges.remotes import PAGE, repository


@pytest.mark.parametrize(
    ("remote", "web", "path"),
    [
        ("https://github.com/acme/shop", "https://github.com", "acme/shop"),
        ("https://github.com/acme/shop.git", "https://github.com", "acme/shop"),
        ("https://github.com/acme/shop/", "https://github.com", "acme/shop"),
        ("https://GitHub.com/Acme/Shop.git", "https://github.com", "Acme/Shop"),
        ("https://user:secret@github.com/acme/shop.git", "https://github.com", "acme/shop"),
        ("https://git.example.com:8443/acme/shop.git", "https://git.example.com:8443", "acme/shop"),
        ("http://git.example.com/acme/shop.git", "http://git.example.com", "acme/shop"),
        ("git@github.com:acme/shop.git", "https://github.com", "acme/shop"),
        ("github.com:acme/shop", "https://github.com", "acme/shop"),
        ("git@gitlab.com:acme/web/shop.git", "https://gitlab.com", "acme/web/shop"),
        ("git@host:/acme/shop.git", "https://host", "acme/shop"),
        ("ssh://git@github.com/acme/shop.git", "https://github.com", "acme/shop"),
        ("ssh://git@git.example.com:2222/acme/shop.git", "https://git.example.com", "acme/shop"),
        ("ssh://git@ssh.github.com:443/acme/shop.git", "https://github.com", "acme/shop"),
        ("ssh://git@altssh.gitlab.com:443/a/b/c.git", "https://gitlab.com", "a/b/c"),
        ("git+ssh://git@github.com/acme/shop.git", "https://github.com", "acme/shop"),
        ("ssh://git@[::1]:22/acme/shop.git", "https://[::1]", "acme/shop"),
        ("git@[::1]:acme/shop.git", "https://[::1]", "acme/shop"),
        ("https://gitlab.com/acme/my%20shop.git", "https://gitlab.com", "acme/my shop"),
        ("https://dev.azure.com/o/My%20P/_git/r", "https://dev.azure.com", "o/My P/_git/r"),
        ("git@ssh.dev.azure.com:v3/o/p/r", "https://dev.azure.com", "v3/o/p/r"),
        ("o@vs-ssh.visualstudio.com:v3/o/p/r", "https://dev.azure.com", "v3/o/p/r"),
    ],
)
def test_a_remote_leads_to_a_repository(remote: str, web: str, path: str) -> None:
    found = repository(remote, {})
    assert (found.web, found.path) == (web, path)


@pytest.mark.parametrize(
    "remote",
    [
        "", " ", "/srv/git/shop.git", "../shop.git", "file:///srv/git/shop.git", "C:/git/shop.git",
        r"C:\git\shop.git", "shop", "https://github.com", "https://github.com/shop",
        "git@github.com:", "https:///acme/shop", "https://host:port/acme/shop", "ssh://",
        "git://[/acme/shop", "bundle.bundle",
    ],
)  # fmt: skip
def test_what_leads_to_no_forge(remote: str) -> None:
    with pytest.raises(ForgeError) as error:
        repository(remote, {})
    assert "secret" not in str(error.value)
    assert forge_of(remote, {}) == ""


@given(st.text(max_size=60))
def test_any_text_is_understood_or_refused(text: str) -> None:
    for remote in (text, f"https://{text}", f"ssh://git@{text}", f"git@host:{text}"):
        try:
            found = repository(remote, {})
        except ForgeError:
            continue
        assert found.host
        assert len(found.parts) >= 2


@pytest.mark.parametrize(
    ("remote", "name"),
    [
        ("git@github.com:acme/shop.git", "github"),
        ("https://acme.ghe.com/acme/shop", "github"),
        ("https://github.example.com/acme/shop", "github"),
        ("https://gitlab.com/acme/web/shop", "gitlab"),
        ("git@gitlab.example.org:acme/shop.git", "gitlab"),
        ("https://bitbucket.org/acme/shop", "bitbucket"),
        ("https://codeberg.org/acme/shop", "gitea"),
        ("https://gitea.com/acme/shop", "gitea"),
        ("ssh://git@forgejo.example.org:2222/acme/shop", "gitea"),
        ("https://dev.azure.com/o/p/_git/r", "azure"),
        ("git@ssh.dev.azure.com:v3/o/p/r", "azure"),
        ("https://o.visualstudio.com/DefaultCollection/p/_git/r", "azure"),
        ("https://git.example.com/acme/shop", ""),
        ("https://notgithub.com/acme/shop", ""),
        ("https://github.com.evil.example/acme/shop", "github"),
    ],
)
def test_the_forge_is_found_by_the_host(remote: str, name: str) -> None:
    assert forge_of(remote, {}) == name
    assert name in ("", *FORGES)


def test_a_ci_system_says_which_server_is_its_own() -> None:
    remote = "https://code.example.com:8443/acme/shop"
    assert forge_of(remote, {"CI_SERVER_URL": "https://code.example.com:8443"}) == "gitlab"
    assert forge_of(remote, {"GITHUB_SERVER_URL": "https://code.example.com:8443"}) == "github"
    assert forge_of(remote, {"GITHUB_SERVER_URL": "https://other.example.com"}) == ""


def test_the_page_may_be_named_where_the_remote_tells_another() -> None:
    environ = {PAGE: "https://gitlab.example.com/acme/shop"}
    assert repository("/srv/mirror.git", environ).web == "https://gitlab.example.com"
    assert forge_of("git@work:acme/shop.git", environ) == "gitlab"
