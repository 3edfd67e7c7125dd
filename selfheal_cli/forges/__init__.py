"""Where pull requests are opened: one module per forge."""

from collections.abc import Mapping

from selfheal_cli.errors import ForgeError
from selfheal_cli.forges import azure, bitbucket, gitea, github, gitlab, none
from selfheal_cli.forges.base import Connect
from selfheal_cli.forges.remotes import repository

FORGES: Mapping[str, Connect] = {
    "github": github.connect,
    "gitlab": gitlab.connect,
    "bitbucket": bitbucket.connect,
    "gitea": gitea.connect,
    "azure": azure.connect,
    "none": none.connect,
}
"""By the name that `--forge` takes."""

_HOSTS = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "bitbucket.org": "bitbucket",
    "gitea.com": "gitea",
    "codeberg.org": "gitea",
    "dev.azure.com": "azure",
}
_ENDINGS = {".ghe.com": "github", ".visualstudio.com": "azure"}
# What servers that people run themselves are called.
_LABELS = {
    "github": "github",
    "gitlab": "gitlab",
    "bitbucket": "bitbucket",
    "gitea": "gitea",
    "forgejo": "gitea",
}
# Where a CI system says which server it belongs to.
_SERVERS = {"GITHUB_SERVER_URL": "github", "CI_SERVER_URL": "gitlab"}


def forge_of(remote: str, environ: Mapping[str, str]) -> str:
    """The name in `FORGES` of the forge that git's remote address `remote` leads to, by its host
    and by what a CI system says in `environ`; "" where nothing tells."""
    try:
        host = repository(remote, environ).host
    except ForgeError:
        return ""
    for variable, name in _SERVERS.items():
        if environ.get(variable, "").partition("://")[2].partition("/")[0].split(":")[0] == host:
            return name
    ending = (name for end, name in _ENDINGS.items() if host.endswith(end))
    return _HOSTS.get(host) or next(ending, "") or _LABELS.get(host.split(".")[0], "")
