"""Repositories on a server: a real git daemon and a real HTTP server, on loopback only."""

import base64
import os
import socket
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from collectors import git_remote, git_repository
from collectors.collector import Limits
from sbom.errors import CollectError

FILES = {
    "package.json": b"{}",
    "api/requirements.txt": b"django==5.2\n",
    "video.bin": os.urandom(300_000),
}
TOKEN = "geheim-voorbeeld-123"
VARIABLE = "BALIE_TOKEN"


def manifests(path):
    return path.endswith((".json", ".txt"))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(git_remote, "_PAUSES", (0.01, 0.01))
    monkeypatch.setattr(git_remote, "FRESH_SECONDS", 0.0)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def daemon(tmp_path):
    """Address of a git daemon that serves every repository of the test's folder."""
    port = _free_port()
    command = ["git", "daemon", "--listen=127.0.0.1", f"--port={port}", "--reuseaddr"]
    server = subprocess.Popen(
        [*command, "--export-all", f"--base-path={tmp_path}", str(tmp_path)],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            break
        except OSError:
            time.sleep(0.05)
    yield f"git://127.0.0.1:{port}"
    os.killpg(server.pid, 15)
    server.wait()


@pytest.fixture
def origin(make_repository, git, tmp_path):
    """A bare repository that allows filters, as forges do."""
    make_repository(FILES, name="origin", bare=True)
    git(tmp_path / "origin.git", "config", "uploadpack.allowFilter", "true")
    return tmp_path / "origin.git"


def _cached(tmp_path):
    return [p for p in (tmp_path / "cache/git/remotes").iterdir() if p.suffix == ".git"]


def _size(folder):
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


def test_only_wanted_files_travel(origin, daemon, target, contents, limits, tmp_path, git):
    remote = target(f"{daemon}/origin.git")
    listing = git_repository.collect(remote, manifests, limits)
    assert listing.origin.revision == git(origin, "rev-parse", "HEAD")
    assert listing.files_seen == 3
    assert contents(listing) == {k: v for k, v in FILES.items() if manifests(k)}
    (cached,) = _cached(tmp_path)
    assert _size(cached) < 50_000


def test_new_commit_is_seen_and_read(origin, daemon, target, contents, limits, git, tmp_path):
    remote = target(f"{daemon}/origin.git")
    before = git_repository.revision(remote, limits)
    assert git_repository.revision(remote, limits) == before
    work = tmp_path / "origin"
    (work / "package.json").write_bytes(b"[2]")
    git(work, "commit", "-qam", "two")
    git(work, "push", "-q", str(origin), "main")
    assert git_repository.revision(remote, limits) == git(work, "rev-parse", "HEAD") != before
    assert contents(git_repository.collect(remote, manifests, limits))["package.json"] == b"[2]"


def test_history_that_was_rewritten_is_followed(origin, daemon, target, limits, git, tmp_path):
    remote = target(f"{daemon}/origin.git")
    git_repository.revision(remote, limits)
    work = tmp_path / "origin"
    git(work, "commit", "-q", "--amend", "-m", "other")
    git(work, "push", "-qf", str(origin), "main")
    assert git_repository.revision(remote, limits) == git(work, "rev-parse", "HEAD")


def test_branch_and_tag_can_be_named(origin, daemon, target, contents, limits, git, tmp_path):
    work = tmp_path / "origin"
    git(work, "tag", "-a", "v1", "-m", "one")
    git(work, "checkout", "-qb", "side/two")
    (work / "package.json").write_bytes(b"[2]")
    git(work, "commit", "-qam", "two")
    git(work, "push", "-q", str(origin), "side/two", "v1")
    for name, content in {"side/two": b"[2]", "v1": b"{}", "": b"{}"}.items():
        remote = target(f"{daemon}/origin.git", revision=name)
        listing = git_repository.collect(remote, manifests, limits)
        assert contents(listing)["package.json"] == content
        assert listing.origin.revision == git(work, "rev-parse", f"{name or 'main'}^{{commit}}")
    with pytest.raises(CollectError, match="couldn't find remote ref nope"):
        git_repository.revision(target(f"{daemon}/origin.git", revision="nope"), limits)


def test_server_without_filters_is_read_all_the_same(
    origin, daemon, target, contents, limits, git, tmp_path
):
    git(origin, "config", "uploadpack.allowFilter", "false")
    remote = target(f"{daemon}/origin.git")
    for _ in range(2):
        listing = git_repository.collect(remote, manifests, limits)
        assert contents(listing) == {k: v for k, v in FILES.items() if manifests(k)}


def test_check_and_scan_share_one_fetch(origin, daemon, target, limits, git, tmp_path, monkeypatch):
    monkeypatch.setattr(git_remote, "FRESH_SECONDS", 60.0)
    remote = target(f"{daemon}/origin.git")
    before = git_repository.revision(remote, limits)
    work = tmp_path / "origin"
    git(work, "commit", "-q", "--allow-empty", "-m", "two")
    git(work, "push", "-q", str(origin), "main")
    assert git_repository.collect(remote, manifests, limits).origin.revision == before


def test_cached_copy_does_not_grow_without_end(
    origin, daemon, target, contents, limits, git, tmp_path, monkeypatch
):
    monkeypatch.setattr(git_remote, "PACKS", 3)
    remote = target(f"{daemon}/origin.git")
    work = tmp_path / "origin"
    for number in range(6):
        (work / "package.json").write_bytes(b"[%d]" % number)
        git(work, "commit", "-qam", "more")
        git(work, "push", "-q", str(origin), "main")
        found = contents(git_repository.collect(remote, manifests, limits))
        assert found["package.json"] == b"[%d]" % number
        (cached,) = _cached(tmp_path)
        assert len(list(cached.glob("objects/pack/*.pack"))) <= 5


def test_server_that_is_gone_is_told_for_the_source_and_each_file(
    origin, daemon, target, limits, tmp_path
):
    remote = target(f"{daemon}/origin.git")
    listing = git_repository.collect(remote, manifests, limits)
    origin.rename(tmp_path / "moved.git")
    found = list(listing.read(listing.entries))
    assert [i.path for i in found] == ["", "api/requirements.txt", "package.json"]
    with pytest.raises(CollectError, match="t: fatal"):
        git_repository.revision(remote, limits)
    closed = target(f"git://127.0.0.1:{_free_port()}/x")
    with pytest.raises(CollectError, match=r"unable to connect to 127\.0\.0\.1: .*refused"):
        git_repository.revision(closed, limits)


def test_server_that_says_nothing_is_given_up(target):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        remote = target(f"git://127.0.0.1:{silent.getsockname()[1]}/x")
        began = time.monotonic()
        with pytest.raises(CollectError, match="took longer than"):
            git_repository.revision(remote, Limits(git_seconds=1))
        assert time.monotonic() - began < 10


def test_damaged_cache_is_an_error_not_a_crash(origin, daemon, target, limits, tmp_path):
    remote = target(f"{daemon}/origin.git")
    git_repository.revision(remote, limits)
    (cached,) = _cached(tmp_path)
    (cached / "HEAD").unlink()
    with pytest.raises(CollectError):
        git_repository.revision(remote, limits)


class _Forge(BaseHTTPRequestHandler):
    """Just enough HTTP for `git http-backend`, behind a password."""

    root = ""
    seen: ClassVar[list[str]] = []

    def do_GET(self):
        self._serve(b"")

    def do_POST(self):
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _serve(self, body):
        given = self.headers.get("Authorization", "")
        self.seen.append(given)
        if given != "Basic " + base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode():
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="x"')
            self.end_headers()
            return
        path, _, query = self.path.partition("?")
        more = {
            "GIT_PROJECT_ROOT": self.root,
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "REMOTE_USER": "x",
        }
        command = ["git", "http-backend"]
        done = subprocess.run(
            command, input=body, capture_output=True, env=os.environ | more, check=False
        )
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(headers.pop("Status", "200").split()[0]))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def forge(tmp_path, origin):
    """Address of a repository behind a password."""
    _Forge.root, _Forge.seen = str(tmp_path), []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Forge)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/origin.git"
    server.shutdown()
    server.server_close()


def test_token_reaches_the_server_and_nothing_else(
    forge, target, contents, limits, monkeypatch, tmp_path, caplog
):
    caplog.set_level("DEBUG")
    monkeypatch.setenv("BALIE_TOKEN", TOKEN)
    remote = target(forge, token_env=VARIABLE)
    listing = git_repository.collect(remote, manifests, limits)
    assert contents(listing) == {k: v for k, v in FILES.items() if manifests(k)}
    secrets = [TOKEN.encode(), base64.b64encode(f"x-access-token:{TOKEN}".encode())]
    for file in (tmp_path / "cache").rglob("*"):
        if file.is_file():
            assert not any(secret in file.read_bytes() for secret in secrets)
    assert not any(secret.decode() in caplog.text for secret in secrets)


@pytest.mark.parametrize("token", ["wrong", None])
def test_refused_access_is_told_once_and_without_the_token(
    forge, target, limits, monkeypatch, token
):
    more = {}
    if token:
        monkeypatch.setenv("BALIE_TOKEN", token + TOKEN[::-1])
        more = {"token_env": VARIABLE}
    with pytest.raises(
        CollectError, match=r"t: fatal: .*(could not read Username|Authentication)"
    ) as told:
        git_repository.revision(target(forge, **more), limits)
    assert TOKEN[::-1] not in str(told.value)
    assert len(_Forge.seen) <= 2


def test_users_credential_helper_is_asked(forge, target, limits, tmp_path):
    helper = f"!f() {{ echo username=x-access-token; echo password={TOKEN}; }}; f"
    (tmp_path / "home" / ".gitconfig").write_text(f'[credential]\n\thelper = "{helper}"\n')
    assert git_repository.revision(target(forge), limits)


@pytest.mark.parametrize(
    ("location", "value", "words"),
    [
        ("https://example.org/x", "", "BALIE_TOKEN is not set"),
        ("http://example.org/x", "abc", "only sent over https"),
        ("ssh://git@example.org/x", "abc", "only sent over https"),
        ("https://example.org/x", "abc\u00e9", "does not hold a token"),
    ],
)
def test_unusable_token_is_told_before_anything_is_sent(
    target, limits, monkeypatch, location, value, words
):
    monkeypatch.setenv("BALIE_TOKEN", value)
    with pytest.raises(CollectError, match=words):
        git_repository.revision(target(location, token_env=VARIABLE), limits)


@pytest.mark.parametrize("location", ["ext::sh -c 'touch x'", "file:///etc", "ftp://example.org/x"])
def test_unsafe_address_never_reaches_git(target, limits, location, tmp_path):
    with pytest.raises(CollectError):
        git_repository.collect(target(location), manifests, limits)
    assert not (tmp_path / "cache").exists()


def test_address_that_the_users_settings_turn_into_a_program_is_refused(target, limits, tmp_path):
    (tmp_path / "home" / ".gitconfig").write_text(
        f'[url "ext::touch {tmp_path}/mark "]\n\tinsteadOf = https://example.org/\n'
    )
    with pytest.raises(CollectError, match="not allowed"):
        git_repository.revision(target("https://example.org/x"), limits)
    assert not (tmp_path / "mark").exists()
