"""The git door: nothing of a hostile repository runs, nothing of the environment leaks in."""

import os
import time

import pytest

from collectors import git_repository
from collectors.git import GitError, GitProcess, GitTimeoutError, run
from collectors.git_environment import environment
from collectors.git_url import check_remote, hide_credentials, is_remote, redact
from sbom.errors import CollectError


def everything(_):
    return True


@pytest.fixture
def trap(tmp_path):
    """A program that leaves a mark when it runs."""
    program = tmp_path / "trap"
    program.write_text(f"#!/bin/sh\necho ran >> {tmp_path}/mark\nexit 1\n")
    program.chmod(0o755)
    return program


def _hostile(top, trap, git):
    """Give a repository every setting we know that names a program."""
    settings = {
        "core.fsmonitor": trap,
        "core.sshCommand": trap,
        "core.gitProxy": trap,
        "core.pager": trap,
        "core.editor": trap,
        "core.askPass": trap,
        "core.alternateRefsCommand": trap,
        "pager.ls-tree": trap,
        "pager.cat-file": trap,
        "pager.rev-parse": trap,
        "alias.ls-tree": f"!{trap}",
        "alias.cat-file": f"!{trap}",
        "alias.rev-parse": f"!{trap}",
        "credential.helper": f"!{trap}",
        "diff.x.textconv": trap,
        "diff.external": trap,
        "filter.x.smudge": trap,
        "filter.x.process": trap,
        "uploadpack.packObjectsHook": trap,
        "gpg.program": trap,
        "trace2.eventTarget": f"{trap}.trace",
        "remote.origin.url": f"ext::{trap}",
        "remote.origin.uploadpack": trap,
        "remote.origin.vcs": "ext",
        "remote.origin.promisor": "true",
        "remote.origin.partialclonefilter": "blob:none",
        "protocol.ext.allow": "always",
        "protocol.file.allow": "always",
        "extensions.partialClone": "origin",
        "core.repositoryFormatVersion": "1",
    }
    hooks = top / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    git(top, "config", "core.hooksPath", str(hooks))
    for name in (
        "post-checkout",
        "reference-transaction",
        "post-index-change",
        "fsmonitor-watchman",
    ):
        (hooks / name).write_bytes(trap.read_bytes())
        (hooks / name).chmod(0o755)
    with (top / ".git" / "config").open("a") as file:
        for key, value in settings.items():
            section, _, name = key.rpartition(".")
            first, _, second = section.partition(".")
            file.write(f"[{first}{f' {chr(34)}{second}{chr(34)}' if second else ''}]\n")
            file.write(f'\t{name} = "{value}"\n')


@pytest.mark.parametrize("url", ["ext::{trap}", "ssh://127.0.0.1:1/x", "{origin}"])
def test_nothing_that_a_repository_names_is_run(
    make_repository, target, contents, limits, git, trap, tmp_path, url
):
    files = {"package.json": b"{}", "gone.json": b"gone", ".gitattributes": b"* filter=x diff=x\n"}
    top = make_repository(files)
    origin = make_repository(files, name="origin")
    git(top, "tag", "-a", "v1", "-m", "x")
    oid = git(top, "rev-parse", "HEAD:gone.json")
    (top / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    _hostile(top, trap, git)
    with (top / ".git" / "config").open("a") as file:
        file.write(f'[remote "origin"]\n\turl = {url.format(trap=trap, origin=origin)}\n')
    for revision in ("", "v1", "main"):
        listing = git_repository.collect(target(top, revision=revision), everything, limits)
        found = contents(listing)
        assert found["package.json"] == b"{}"
        assert isinstance(found["gone.json"], str), "a lazy fetch brought the file"
    with pytest.raises(CollectError):
        git_repository.revision(target(top, revision="nope"), limits)
    assert not (tmp_path / "mark").exists()
    assert not (tmp_path / "trap.trace").exists()


@pytest.mark.parametrize("config", ["[core\n\x00", "[core]\nrepositoryFormatVersion = 99\n"])
def test_files_are_read_whatever_the_configuration_says(
    make_repository, target, contents, limits, config
):
    top = make_repository({"a": b"x"})
    (top / ".git" / "config").write_text(config)
    assert contents(git_repository.collect(target(top), everything, limits)) == {"a": b"x"}
    with pytest.raises(CollectError, match="nope"):
        git_repository.collect(target(top, revision="nope"), everything, limits)


def test_cache_that_cannot_be_written_does_not_matter(
    make_repository, target, contents, limits, monkeypatch, tmp_path
):
    (tmp_path / "blocked").write_text("a file")
    monkeypatch.setenv("SLUIS_CACHE", str(tmp_path / "blocked" / "cache"))
    top = make_repository({"a": b"x"}, object_format="sha256")
    assert contents(git_repository.collect(target(top), everything, limits)) == {"a": b"x"}


def test_many_absent_files_of_a_partial_clone_cost_only_themselves(
    make_repository, target, contents, limits, git, tmp_path
):
    top = make_repository({f"{n:02}": b"%d" % n for n in range(30)}, name="origin", bare=True)
    git(top, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:none", f"file://{top}", "part")
    git(tmp_path / "part", "cat-file", "-p", "HEAD:29")
    found = contents(git_repository.collect(target(tmp_path / "part"), everything, limits))
    assert [c for c in found.values() if isinstance(c, bytes)] == [b"29"]
    assert all("not in this repository" in found[f"{n:02}"] for n in range(29))


def test_replacements_and_grafts_do_not_change_what_is_read(
    make_repository, target, contents, limits, git
):
    top = make_repository({"package.json": b"true"})
    other = git(top, "hash-object", "-w", "--stdin", stdin=b"replaced")
    git(top, "replace", git(top, "rev-parse", "HEAD:package.json"), other)
    listing = git_repository.collect(target(top), everything, limits)
    assert contents(listing) == {"package.json": b"true"}


def test_callers_git_variables_do_not_reach_git(
    make_repository, target, contents, limits, monkeypatch, trap, tmp_path
):
    top = make_repository({"a": b"x"})
    other = make_repository({"b": b"y"}, name="other")
    for name, value in {
        "GIT_DIR": f"{other}/.git",
        "GIT_OBJECT_DIRECTORY": f"{other}/.git/objects",
        "GIT_INDEX_FILE": "/nowhere",
        "GIT_CONFIG_PARAMETERS": "'core.fsmonitor'='/bin/false'",
        "GIT_TRACE": f"{tmp_path}/traced",
        "GIT_PAGER": str(trap),
        "GIT_NAMESPACE": "x",
    }.items():
        monkeypatch.setenv(name, value)
    assert contents(git_repository.collect(target(top), everything, limits)) == {"a": b"x"}
    assert not (tmp_path / "traced").exists()


def test_credential_settings_of_the_user_only_reach_git_for_servers(monkeypatch):
    monkeypatch.setenv("GIT_SSH_COMMAND", "ssh -i key")
    monkeypatch.setenv("GIT_TRACE_CURL", "1")
    assert environment(local=False)["GIT_SSH_COMMAND"] == "ssh -i key"
    assert "GIT_SSH_COMMAND" not in environment(local=True)
    assert environment(local=True)["GIT_CONFIG_GLOBAL"] == "/dev/null"
    assert environment(local=True)["GIT_ALLOW_PROTOCOL"] == "none"
    assert "GIT_TRACE_CURL" not in environment(local=False)


def test_failure_tells_gits_own_words(tmp_path):
    with pytest.raises(GitError, match="fatal: not a git repository"):
        run(["rev-parse", "HEAD"], git_dir=str(tmp_path), seconds=30)


def test_absent_git_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git is not installed"):
        run(["version"], seconds=30)


def test_output_over_the_cap_is_refused(make_repository, monkeypatch):
    monkeypatch.setattr("collectors.git.OUTPUT_BYTES", 10)
    with pytest.raises(GitError, match="more than 10 bytes"):
        run(["--exec-path"], seconds=30)


@pytest.fixture
def slow_git(tmp_path, monkeypatch):
    """A git that starts a child and sleeps, both for long."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = f"#!/bin/sh\nsleep 300 &\necho $! > {tmp_path}/child\necho first\nsleep 300\n"
    (folder / "git").write_text(script)
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return tmp_path / "child"


def test_time_cap_ends_git_and_its_children(slow_git):
    began = time.monotonic()
    with pytest.raises(GitTimeoutError, match=r"took longer than 0\.5 seconds"):
        run(["fetch"], seconds=0.5)
    assert time.monotonic() - began < 10
    _gone(int(slow_git.read_text()))


def test_leaving_the_block_ends_git_and_its_children(slow_git):
    with GitProcess(["x"], seconds=30) as process:
        assert process.read() == b"first\n"
    process.close()
    _gone(int(slow_git.read_text()))


def _gone(pid):
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if b") Z " in _stat(pid):  # ended, not yet collected by whoever adopted it
            return
        time.sleep(0.05)
    raise AssertionError(f"process {pid} still runs")


def _stat(pid):
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123 - not a file of ours
            return file.read()
    except OSError:
        return b") Z "


def test_time_between_reads_does_not_count(make_repository):
    top = make_repository({"a": b"x"})
    arguments = ["ls-tree", "-r", "HEAD"]
    with GitProcess(arguments, git_dir=f"{top}/.git", seconds=1.5) as process:
        time.sleep(2)
        assert process.read().endswith(b"\ta\n")
        assert process.finish() == 0


def test_much_input_and_much_output_do_not_block_each_other(make_repository, git):
    top = make_repository({"a": b"x" * 2000})
    oid = git(top, "rev-parse", "HEAD:a").encode() + b"\n"
    with GitProcess(
        ["cat-file", "--batch"], git_dir=f"{top}/.git", stdin=oid * 20_000, seconds=60
    ) as process:
        size = 0
        while chunk := process.read():
            size += len(chunk)
    assert size == 20_000 * (len(oid) + len(b" blob 2000") + 2000 + 1)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ext::sh -c touch% /tmp/x", "can run programs"),
        ("fd::3", "can run programs"),
        ("file:///srv/x", "without file://"),
        ("FILE:///srv/x", "without file://"),
        ("--upload-pack=x", "cannot open with a dash"),
        ("-x", "cannot open with a dash"),
        ("ftp://example.org/x", "scheme 'ftp' is not supported"),
        ("gopher://example.org/x", "not supported"),
        ("ssh://-oProxyCommand=x/y", "no usable host"),
        ("ssh://a@-oProxyCommand=x/y", "no usable host"),
        ("-oProxyCommand=x:y", "cannot open with a dash"),
        ("a@-oProxy!:y", "neither a path nor"),
        ("https:///x", "no usable host"),
        ("https://example.org/a b", "white space"),
        ("https://example.org/a\n", "white space"),
        ("https://u:s3cret@example.org/x", "holds credentials"),
        ("https://s3cret@example.org/x", "holds credentials"),
        ("ssh://git:s3cret@example.org/x", "holds credentials"),
    ],
)
def test_unsafe_address_is_refused_without_its_secret(url, words):
    with pytest.raises(CollectError, match=words) as told:
        check_remote(url)
    assert "s3cret" not in str(told.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a.git",
        "http://127.0.0.1:8080/a",
        "ssh://git@example.org:22/a.git",
        "git://example.org/a",
        "git@example.org:group/a.git",
        "example.org:a",
    ],
)
def test_usual_addresses_pass(url):
    assert is_remote(url)
    check_remote(url)


@pytest.mark.parametrize("path", ["/srv/a.git", "a", "../a", "./a:b", "C:/a", "a/b:c", "."])
def test_paths_are_paths(path):
    assert not is_remote(path)


def test_credentials_are_taken_out_of_what_is_shown():
    assert hide_credentials("https://u:p@h/x") == "https://h/x"
    assert hide_credentials("ssh://git@h/x") == "ssh://git@h/x"
    said = "fatal: https://u:p@h/x ssh://git@h Authorization: Basic abcd= topsecret"
    assert redact(said, ["topsecret"]) == (
        "fatal: https://h/x ssh://git@h Authorization: Basic *** ***".replace("//h/x", "//***@h/x")
    )
