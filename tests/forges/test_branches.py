"""Branches on real remotes, from clones of every shape; nothing in the clone changes."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import pytest

from selfheal_cli.errors import ForgeError, UsageError
from selfheal_cli.forges.base import Login, NoLogin
from selfheal_cli.forges.branches import Branches, LeaseLost, Writing
from selfheal_cli.forges.contents import Contents
from selfheal_cli.forges.quarantine import masked, quarantine, repository
from selfheal_cli.forges.tips import Seen
from tests.forges.githttp import certificate, serving

PREFIX = "selfheal/"
BEFORE, AFTER = b"a\nold\nb\n", b"a\nnew\nb\n"


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode("utf-8", "replace").strip()


def raw(folder: Path, name: str) -> bytes:
    return subprocess.run(
        ["git", "cat-file", "blob", name], cwd=folder, capture_output=True, check=True
    ).stdout


@pytest.fixture(autouse=True)
def plain_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / "gitconfig").write_text('[protocol "file"]\nallow = always\n')


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """A bare repository with a file on `main`."""
    bare, first = tmp_path / "remote.git", tmp_path / "first"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(bare))
    git(tmp_path, "clone", "-q", str(bare), str(first))
    person(first)
    git(first, "checkout", "-qb", "main")
    for k in range(3):
        put(first, "t/a.ts", BEFORE + b"x" * k, f"Commit {k}")
    put(first, "t/a.ts", BEFORE, "The last")
    return bare


def person(clone: Path) -> Path:
    git(clone, "config", "user.name", "Ann")
    git(clone, "config", "user.email", "ann@example.org")
    return clone


def put(clone: Path, name: str, text: bytes, words: str) -> None:
    """Commits a file and pushes."""
    (clone / name).parent.mkdir(parents=True, exist_ok=True)
    (clone / name).write_bytes(text)
    git(clone, "add", name)
    git(clone, "commit", "-qm", words)
    git(clone, "push", "-q", "origin", "HEAD")


def cloned(remote: Path, name: str, *words: str) -> Path:
    clone = remote.parent / name
    git(remote.parent, "clone", "-q", *words, f"file://{remote}", str(clone))
    return person(clone)


@contextmanager
def opened(
    root: Path, writing: Writing | None = None, login: Login | NoLogin | None = None
) -> Iterator[Branches]:
    found = repository(root)
    with quarantine(found, login or NoLogin()) as inner:
        yield Branches(inner, found.remote, Contents(inner), writing or Writing())


def everything(clone: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(clone.rglob("*")) if p.is_file()}


def made(clone: Path, path: str = "t/a.ts", before: bytes = BEFORE, after: bytes = AFTER) -> str:
    """Pushes the change as a branch; gives the branch's commit. The clone stays as it is."""
    here = everything(clone)
    with opened(clone) as branches:
        seen = branches.look(PREFIX)
        built = branches.build(seen.commit, {path: (before, after)})
        assert built.paths, built.trouble
        tip = seen.tips.get("selfheal/x-1")
        commit = branches.commit(built, "1", "Repair it\n")
        branches.push("selfheal/x-1", commit, tip.commit if tip else "")
    assert everything(clone) == here
    return commit


def looked(clone: Path) -> Seen:
    with opened(clone) as branches:
        return branches.look(PREFIX)


SHAPES = {
    "full": (),
    "shallow": ("--depth=1",),
    "of commits alone": ("--filter=tree:0",),
    "without blobs": ("--filter=blob:none",),
    "single branch": ("--single-branch",),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_clones_of_every_shape(remote: Path, shape: str) -> None:
    git(remote, "config", "uploadpack.allowFilter", "true")
    git(remote, "config", "uploadpack.allowAnySHA1InWant", "true")
    clone = cloned(remote, "clone", *SHAPES[shape])
    made(clone)
    assert raw(remote, "selfheal/x-1:t/a.ts") == AFTER
    assert git(remote, "rev-parse", "selfheal/x-1^") == git(remote, "rev-parse", "main")
    later = cloned(remote, "later", *SHAPES[shape])
    before = everything(later)
    with opened(later) as branches:
        seen = branches.look(PREFIX)
        assert seen.tips["selfheal/x-1"].ours
        assert seen.tips["selfheal/x-1"].parent == seen.commit
        assert branches.left_of(seen.tips["selfheal/x-1"], seen.commit)
    assert everything(later) == before


def test_a_shallow_clone_knows_an_old_branch_without_all_history(remote: Path) -> None:
    made(cloned(remote, "clone"))
    put(remote.parent / "first", "other.txt", b"later\n", "Later")
    later = cloned(remote, "later", "--depth=1")
    with opened(later) as branches:
        seen = branches.look(PREFIX)
        tip = seen.tips["selfheal/x-1"]
        assert tip.ours
        assert tip.parent != seen.commit
        assert branches.left_of(tip, seen.commit)
        assert int(branches.git.run("rev-list", "--count", tip.commit).text) == 2


def test_a_detached_head_with_uncommitted_changes(remote: Path) -> None:
    clone = cloned(remote, "clone")
    git(clone, "checkout", "-q", "--detach", "HEAD~1")
    (clone / "t/a.ts").write_bytes(BEFORE + b"mine, not committed\n")
    (clone / "staged.txt").write_bytes(b"staged\n")
    git(clone, "add", "staged.txt")
    made(clone, before=BEFORE + b"mine, not committed\n", after=AFTER + b"mine, not committed\n")
    assert raw(remote, "selfheal/x-1:t/a.ts") == AFTER
    assert "staged" not in git(remote, "ls-tree", "-r", "--name-only", "selfheal/x-1")


def test_a_worktree_and_a_source_root_below_the_top(remote: Path) -> None:
    clone = cloned(remote, "clone")
    git(clone, "worktree", "add", "-q", "-b", "side", str(remote.parent / "side"))
    side = remote.parent / "side"
    assert repository(side / "t").prefix == "t/"
    assert repository(side / "t").top == side
    made(side / "t")
    assert raw(remote, "selfheal/x-1:t/a.ts") == AFTER


def test_a_submodule_is_a_repository_of_its_own_and_none_of_the_outer_one(remote: Path) -> None:
    outer = remote.parent / "outer.git"
    git(remote.parent, "init", "-q", "--bare", "-b", "main", str(outer))
    clone = cloned(outer, "clone")
    git(clone, "checkout", "-qb", "main")
    git(clone, "submodule", "--quiet", "add", f"file://{remote}", "inner")
    git(clone, "commit", "-qm", "With a submodule")
    git(clone, "push", "-q", "origin", "main")
    with opened(clone) as branches:
        seen = branches.look(PREFIX)
        built = branches.build(seen.commit, {"inner/t/a.ts": (BEFORE, AFTER)})
    assert built.paths == ()
    assert "in a submodule" in built.trouble[0]
    made(person(clone / "inner"))
    assert raw(remote, "selfheal/x-1:t/a.ts") == AFTER


CRLF = BEFORE.replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("stored", "setting", "attributes"),
    [
        (BEFORE, "true", ""),
        (BEFORE, "false", "*.ts text eol=crlf\n"),
        (CRLF, "false", ""),
        (CRLF, "true", ""),
        (CRLF, "input", ""),
    ],
)
def test_line_ends_stay_as_they_are_stored(
    remote: Path, stored: bytes, setting: str, attributes: str
) -> None:
    first = remote.parent / "first"
    git(first, "config", "core.autocrlf", "false")
    if stored != BEFORE:
        put(first, "t/a.ts", stored, "With other line ends")
    if attributes:
        put(first, ".gitattributes", attributes.encode(), "Attributes")
    clone = cloned(remote, "clone", "-c", f"core.autocrlf={setting}")
    here = (clone / "t/a.ts").read_bytes()
    assert here == CRLF
    made(clone, before=here, after=here.replace(b"old", b"new"))
    assert raw(remote, "selfheal/x-1:t/a.ts") == stored.replace(b"old", b"new")


def test_a_moved_base_is_merged_into_whatever_the_line_ends(remote: Path) -> None:
    clone = cloned(remote, "clone", "-c", "core.autocrlf=true")
    put(remote.parent / "first", "t/a.ts", b"first\n\n\n" + BEFORE, "Moved on")
    made(clone, before=CRLF, after=CRLF.replace(b"old", b"new"))
    assert raw(remote, "selfheal/x-1:t/a.ts") == b"first\n\n\n" + AFTER


def test_modes_and_bytes_that_are_no_text_stay(remote: Path) -> None:
    first = remote.parent / "first"
    (first / "t/a.ts").chmod(0o755)
    odd = b"\xff\xfe\x00 old \r\n\x80 no end"
    put(first, "t/\u00e9 a\t.ts", odd, "An odd name")
    git(first, "add", "-A")
    git(first, "commit", "-qm", "Executable")
    git(first, "push", "-q", "origin", "HEAD")
    clone = cloned(remote, "clone")
    with opened(clone) as branches:
        seen = branches.look(PREFIX)
        built = branches.build(
            seen.commit,
            {"t/a.ts": (BEFORE, AFTER), "t/\u00e9 a\t.ts": (odd, odd.replace(b"old", b"new"))},
        )
        branches.push("selfheal/x-1", branches.commit(built, "1", "Both"), "")
    assert git(remote, "ls-tree", "selfheal/x-1", "t/a.ts").startswith("100755")
    assert raw(remote, "selfheal/x-1:t/\u00e9 a\t.ts") == odd.replace(b"old", b"new")
    assert git(remote, "diff", "--stat", "main", "selfheal/x-1").count("|") == 2


def test_letter_case_where_the_disk_does_not_tell(remote: Path) -> None:
    clone = cloned(remote, "clone")
    with opened(clone) as branches:
        seen = branches.look(PREFIX)
        assert branches.build(seen.commit, {"T/A.ts": (BEFORE, AFTER)}).paths == ()
    git(clone, "config", "core.ignorecase", "true")
    with opened(clone) as branches:
        assert branches.build(seen.commit, {"T/A.ts": (BEFORE, AFTER)}).paths == ("t/a.ts",)


def test_links_and_files_that_git_does_not_have_are_left_out(remote: Path) -> None:
    first = remote.parent / "first"
    (first / "link.ts").symlink_to("t/a.ts")
    git(first, "add", "link.ts")
    git(first, "commit", "-qm", "A link")
    git(first, "push", "-q", "origin", "HEAD")
    with opened(cloned(remote, "clone")) as branches:
        seen = branches.look(PREFIX)
        built = branches.build(
            seen.commit, {"link.ts": (BEFORE, AFTER), "none.ts": (BEFORE, AFTER)}
        )
    assert built.paths == ()
    assert [words.split(":")[0] for words in built.trouble] == ["link.ts", "none.ts"]


# --- who commits ------------------------------------------------------------------------------


def test_trailers_and_sign_off(remote: Path) -> None:
    clone = cloned(remote, "clone")
    git(clone, "config", "format.signoff", "true")
    with opened(clone, Writing(co_authors=("Bob <bob@example.org>",))) as branches:
        seen = branches.look(PREFIX)
        built = branches.build(seen.commit, {"t/a.ts": (BEFORE, AFTER)})
        branches.push("selfheal/x-1", branches.commit(built, "k1", "Repair it\n\n* a\n"), "")
    assert git(remote, "log", "-1", "--format=%an <%ae> %cn|%B", "selfheal/x-1") == (
        "Ann <ann@example.org> Ann|Repair it\n\n* a\n\n"
        "Signed-off-by: Ann <ann@example.org>\nCo-authored-by: Bob <bob@example.org>\n"
        f"Selfheal-State: k1/{git(remote, 'rev-parse', 'selfheal/x-1^{tree}')}"
    )
    trailers = git(remote, "log", "-1", "--format=%(trailers:only)", "selfheal/x-1")
    assert len(trailers.splitlines()) == 3


def test_where_git_knows_nobody(remote: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    clone = cloned(remote, "clone")
    git(clone, "config", "--remove-section", "user")
    made(clone)
    told = git(remote, "log", "-1", "--format=%an <%ae> %cn", "selfheal/x-1")
    assert told == "selfheal <selfheal@localhost> selfheal"


@pytest.mark.skipif(which("ssh-keygen") is None, reason="there is no ssh-keygen here")
def test_signed_as_git_is_configured_with_an_ssh_key(remote: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)]
    subprocess.run(words, check=True)
    clone = cloned(remote, "clone")
    for name, value in (
        ("commit.gpgsign", "true"), ("gpg.format", "ssh"), ("user.signingkey", f"{key}.pub"),
        ("gpg.ssh.allowedSignersFile", str(tmp_path / "allowed")),
    ):  # fmt: skip
        git(clone, "config", name, value)
    public = (tmp_path / "key.pub").read_text()
    (tmp_path / "allowed").write_text(f"ann@example.org {public}")
    commit = made(clone)
    git(clone, "fetch", "-q", "origin", "refs/heads/selfheal/x-1")
    assert git(clone, "log", "-1", "--format=%G? %GS", commit) == "G ann@example.org"


def test_a_key_that_is_not_there_is_said(remote: Path) -> None:
    clone = cloned(remote, "clone")
    for name, value in (
        ("commit.gpgsign", "true"), ("gpg.format", "ssh"), ("user.signingkey", "/none/key.pub"),
    ):  # fmt: skip
        git(clone, "config", name, value)
    with pytest.raises(ForgeError, match="git commit-tree"):
        made(clone)


# --- what the remote says ---------------------------------------------------------------------


def test_a_branch_is_only_set_from_where_it_was_seen(remote: Path) -> None:
    clone = cloned(remote, "clone")
    first = made(clone)
    put(remote.parent / "first", "other.txt", b"later\n", "Later")
    with opened(clone) as branches:
        seen = branches.look(PREFIX)
        built = branches.build(seen.commit, {"t/a.ts": (BEFORE, AFTER)})
        commit = branches.commit(built, "1", "Again")
        for expected in ("", git(remote, "rev-parse", "main")):
            with pytest.raises(LeaseLost):
                branches.push("selfheal/x-1", commit, expected)
        assert git(remote, "rev-parse", "selfheal/x-1") == first
        branches.push("selfheal/x-1", commit, first)
        with pytest.raises(LeaseLost):
            branches.push("selfheal/x-1", "", first)
        branches.push("selfheal/x-1", "", commit)
    assert "selfheal" not in git(remote, "branch")


def test_the_default_branch_is_the_base_unless_another_is_named(remote: Path) -> None:
    git(remote, "branch", "release/1", "main~1")
    clone = cloned(remote, "clone")
    assert looked(clone).base == "main"
    with opened(clone) as branches:
        assert branches.look(PREFIX, "release/1").commit == git(remote, "rev-parse", "release/1")
        with pytest.raises(UsageError, match="no branch nothing"):
            branches.look(PREFIX, "nothing")


def test_no_remote_and_no_repository(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not in the working tree"):
        repository(tmp_path)
    git(tmp_path, "init", "-q", "x")
    with pytest.raises(UsageError, match="no remote"):
        assert repository(tmp_path / "x").remote


def test_hooks_of_the_clone_are_not_run(remote: Path) -> None:
    clone = cloned(remote, "clone")
    hooks = clone / "own-hooks"
    hooks.mkdir()
    for name in ("pre-push", "commit-msg", "pre-commit"):
        (hooks / name).write_text("#!/bin/sh\nexit 1\n")
        (hooks / name).chmod(0o755)
    git(clone, "config", "core.hooksPath", str(hooks))
    made(clone)


def test_nothing_is_left_behind(
    remote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = tmp_path / "tmp"
    rest.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(rest))
    made(cloned(remote, "clone"))
    assert list(rest.iterdir()) == []


# --- secrets ----------------------------------------------------------------------------------


SECRET = "s3cret-t0ken"


def asked(branches: Branches, prompt: str) -> tuple[int, str]:
    program = branches.git.environment["GIT_ASKPASS"]
    done = subprocess.run(
        [program, prompt], env={**os.environ, **branches.git.environment}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_the_token_is_told_to_its_host_alone_and_is_on_no_disk(remote: Path) -> None:
    found = repository(cloned(remote, "clone"))
    with quarantine(found, Login("bot", SECRET), "forge.example:8443") as inner:
        branches = Branches(inner, "origin", Contents(inner))
        assert asked(branches, "Username for 'https://forge.example:8443': ") == (0, "bot\n")
        prompt = "Password for 'https://bot@forge.example:8443': "
        assert asked(branches, prompt) == (0, f"{SECRET}\n")
        for other in (
            "https://forge.example", "https://evil.example/forge.example:8443",
            "https://evil.example/@forge.example:8443", "http://forge.example:8443",
            "https://forge.example:8443@evil.example", "https://evil.example/'@forge.example:8443",
        ):  # fmt: skip
            assert asked(branches, f"Password for '{other}': ")[0] == 1, other
        assert asked(branches, "Password for 'https://forge.example:8443/a/b.git': ")[0] == 0
        for file in inner.folder.rglob("*"):
            assert not file.is_file() or SECRET.encode() not in file.read_bytes()
        assert SECRET not in repr(inner)
        assert inner.folder.stat().st_mode & 0o077 == 0


def test_what_git_says_is_masked() -> None:
    told = f"fatal: unable to access 'https://x:{SECRET}@host/': {SECRET}"
    assert masked(told, (SECRET,)) == "fatal: unable to access 'https://***@host/': ***"


def test_an_address_with_a_login_is_not_shown(remote: Path) -> None:
    clone = cloned(remote, "clone")
    git(clone, "remote", "set-url", "origin", f"https://bot:{SECRET}@127.0.0.1:9/x.git")
    with pytest.raises(ForgeError) as caught:
        looked(clone)
    assert SECRET not in caught.value.message
    assert "127.0.0.1" in caught.value.message


@pytest.mark.skipif(which("openssl") is None, reason="there is no openssl here")
def test_a_push_over_https_with_the_forges_token(
    remote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    git(remote, "config", "http.receivepack", "true")
    cert, key = certificate(tmp_path)
    clone = cloned(remote, "clone")
    monkeypatch.setenv("GIT_SSL_CAINFO", str(cert))
    with serving(tmp_path, cert, key, "bot", SECRET) as address:
        git(clone, "remote", "set-url", "origin", f"{address}/{remote.name}")
        with pytest.raises(ForgeError):
            made(clone)
        here = everything(clone)
        found = repository(clone)
        host = address.removeprefix("https://")
        with quarantine(found, Login("bot", SECRET), host) as inner:
            branches = Branches(inner, "origin", Contents(inner))
            seen = branches.look(PREFIX)
            built = branches.build(seen.commit, {"t/a.ts": (BEFORE, AFTER)})
            branches.push("selfheal/x-1", branches.commit(built, "1", "Repair it"), "")
        with (
            quarantine(found, Login("bot", "wrong"), host) as inner,
            pytest.raises(ForgeError) as caught,
        ):
            Branches(inner, "origin", Contents(inner)).look(PREFIX)
    assert "wrong" not in caught.value.message
    assert raw(remote, "selfheal/x-1:t/a.ts") == AFTER
    assert everything(clone) == here
