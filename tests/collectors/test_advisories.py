"""The door of `sluis sync`, over loopback: conditional, resumed, bounded."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from collectors.advisories import fetch
from sbom.errors import CollectError

BODY = bytes(range(256)) * 4000


class Server(ThreadingHTTPServer):
    """Serves BODY, breaks off as often as told."""

    breaks = 0
    status = 200
    etag = '"een"'


class Handler(BaseHTTPRequestHandler):
    server: Server
    requests: list[dict[str, str]]

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self.server.seen.append(dict(self.headers))
        if self.server.status != 200:
            self.send_error(self.server.status)
            return
        if self.headers.get("If-None-Match") == self.server.etag:
            self.send_response(304)
            self.end_headers()
            return
        body, status = BODY, 200
        begun = self.headers.get("Range", "")
        if begun and self.headers.get("If-Range") == self.server.etag:
            body, status = BODY[int(begun[6:-1]) :], 206
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", self.server.etag)
        self.end_headers()
        if self.server.breaks:
            self.server.breaks -= 1
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.connection.close()
            return
        self.wfile.write(body)


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server(("127.0.0.1", 0), Handler)
    served.seen = []
    thread = threading.Thread(
        target=served.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    yield served
    served.shutdown()
    served.server_close()
    thread.join()


def url(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_port}/all.zip"


def test_a_download_and_then_nothing_new(server: Server, tmp_path: Path) -> None:
    got = fetch(url(server), tmp_path / "x.part")
    assert got.content == BODY
    assert got.etag == '"een"'
    again = fetch(url(server), tmp_path / "x.part", etag=got.etag)
    assert again.unchanged
    assert list(tmp_path.glob("x.part*")) == []


def test_a_broken_download_goes_on_where_it_was(server: Server, tmp_path: Path) -> None:
    server.breaks = 1
    got = fetch(url(server), tmp_path / "x.part")
    assert got.content == BODY
    first, second = (s.get("Range") for s in server.seen)
    assert first is None
    assert second is not None
    assert 0 < int(second[6:-1]) <= len(BODY) // 2


def test_what_changed_meanwhile_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    (tmp_path / "x.part").write_bytes(b"oud")
    (tmp_path / "x.part.etag").write_text('"ander"', "utf-8")
    assert fetch(url(server), tmp_path / "x.part").content == BODY


def test_refusals_are_named_and_nothing_half_is_given(server: Server, tmp_path: Path) -> None:
    server.breaks = 9
    with pytest.raises(CollectError, match="broke off after"):
        fetch(url(server), tmp_path / "x.part")
    server.breaks = 0
    with pytest.raises(CollectError, match="more than 10"):
        fetch(url(server), tmp_path / "y.part", max_bytes=10)
    server.status = 503
    with pytest.raises(CollectError, match="answers 503"):
        fetch(url(server), tmp_path / "z.part")
    with pytest.raises(CollectError, match="no http"):
        fetch("file:///etc/hostname", tmp_path / "z.part")
    with pytest.raises(CollectError, match="cannot be fetched"):
        fetch("http://127.0.0.1:1/x", tmp_path / "z.part")
