"""Look-ups over loopback: paced, resumed, conditional, and nothing but what is lacking."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from collectors.license_answers import Door
from sbom.errors import CollectError
from scanner.licensing.lookup import Service, Told, look_up, own_services
from scanner.settings import load_settings
from scanner.store.store import Store, open_store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Server(ThreadingHTTPServer):
    """Answers as told by path."""

    answers: dict[str, object]
    seen: list[tuple[str, str]]
    busy = 0
    wait = "7"
    broken = False


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self.server.seen.append((self.path, self.headers.get("If-None-Match", "")))
        if self.server.busy:
            self.server.busy -= 1
            self.send_response(429)
            self.send_header("Retry-After", self.server.wait)
            self.end_headers()
            return
        if self.server.broken:
            self.send_error(500)
            return
        answer = self.server.answers.get(self.path)
        if answer is None:
            self.send_error(404)
            return
        if self.headers.get("If-None-Match") == '"een"':
            self.send_response(304)
            self.end_headers()
            return
        content = msgspec.json.encode(answer)
        self.send_response(200)
        self.send_header("ETag", '"een"')
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server(("127.0.0.1", 0), Handler)
    served.seen, served.answers = [], {}
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield served
    served.shutdown()
    served.server_close()
    thread.join()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    from policies.default_pack import load_default
    from scanner.judgement import Judgement
    from scanner.pipeline import scan
    from scanner.progress import Progress

    (tmp_path / "estate.yaml").write_text(
        "organisation: {name: Voorbeeld}\nsystems:\n"
        "  - {id: balie, name: Balie, targets: [{folder: balie}]}\n"
    )
    (tmp_path / "balie").mkdir()
    listed = {
        "": {"name": "balie"},
        "node_modules/a": {"version": "1.0.0"},
        "node_modules/b": {"version": "2.0.0"},
        "node_modules/c": {"version": "1.0.0", "license": "MIT"},
    }
    lock = {"name": "balie", "lockfileVersion": 3, "packages": listed}
    (tmp_path / "balie" / "package-lock.json").write_bytes(msgspec.json.encode(lock))
    settings = load_settings(tmp_path / "estate.yaml", {"SLUIS_DB": str(tmp_path / "e.db")})
    judgement = Judgement(pack=load_default(), waivers=(), now=NOW)
    with open_store(tmp_path / "e.db") as opened:
        scan(settings, opened, judgement, progress=Progress(0, enabled=False))
        yield opened


class Clock:
    """Time that only passes when someone waits."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waited: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds

    def door(self, per_second: float = 10.0) -> Door:
        return Door(per_second, clock=lambda: self.now, sleep=self.sleep)


def deps(server: Server) -> Service:
    return Service(name="deps.dev", kind="deps.dev", base=f"http://127.0.0.1:{server.server_port}")


def ask(store: Store, server: Server, now: datetime = NOW, **more: object) -> Told:
    with Clock().door() as door:
        (told,) = look_up(store, [deps(server)], door, now, environ={}, **more)  # type: ignore[arg-type]
    return told


PATH = "/v3/systems/NPM/packages/{}/versions/{}"


def test_only_what_is_lacking_is_asked_and_once(store: Store, server: Server) -> None:
    server.answers[PATH.format("a", "1.0.0")] = {"licenses": ["ISC"]}
    told = ask(store, server)
    assert (told.asked, told.found, told.absent, told.failed) == (2, 1, 1, 0)
    assert [path for path, _ in server.seen] == [
        PATH.format("a", "1.0.0"),
        PATH.format("b", "2.0.0"),
    ]
    assert ask(store, server).asked == 0


def test_a_limit_is_resumed(store: Store, server: Server) -> None:
    first = ask(store, server, limit=1)
    assert (first.asked, first.left) == (1, 1)
    second = ask(store, server)
    assert (second.asked, second.left) == (1, 0)
    assert len({path for path, _ in server.seen}) == 2


def test_old_answers_are_asked_conditionally(store: Store, server: Server) -> None:
    server.answers[PATH.format("a", "1.0.0")] = {"licenses": ["ISC"]}
    ask(store, server)
    later = ask(store, server, NOW + timedelta(days=31))
    assert later.unchanged == 1
    assert (PATH.format("a", "1.0.0"), '"een"') in server.seen
    assert ask(store, server, NOW + timedelta(days=32)).asked == 0


def test_a_busy_server_is_waited_for(store: Store, server: Server) -> None:
    server.busy = 1
    clock = Clock()
    with clock.door() as door:
        list(look_up(store, [deps(server)], door, NOW, environ={}))
    assert 7.0 in clock.waited


def test_requests_are_paced(server: Server) -> None:
    server.answers["/x"] = {}
    clock = Clock()
    with clock.door(2.0) as door:
        for _ in range(3):
            door.get(f"http://127.0.0.1:{server.server_port}/x")
    assert clock.waited == [0.5, 0.5]


def test_a_server_that_asks_for_too_long_is_left(server: Server) -> None:
    server.busy, server.wait = 9, "3600"
    with Clock().door() as door, pytest.raises(CollectError):
        door.get(f"http://127.0.0.1:{server.server_port}/x")


def test_a_failure_keeps_the_answer_before_and_is_asked_again(store: Store, server: Server) -> None:
    server.answers[PATH.format("a", "1.0.0")] = {"licenses": ["ISC"]}
    ask(store, server)
    server.broken = True
    failed = ask(store, server, NOW + timedelta(days=31))
    assert failed.failed == 2
    assert "500" in failed.reason
    rows = store.rows("SELECT state, licenses FROM license_lookup ORDER BY purl")
    assert rows[0] == ("found", '["ISC"]')


def test_own_indexes_are_found_and_keys_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".npmrc").write_text("registry=https://iemand:geheim@npm.example.org/lijst/\n")
    (tmp_path / ".config/pip").mkdir(parents=True)
    (tmp_path / ".config/pip/pip.conf").write_text(
        "[global]\nindex-url = https://py.example.org/simple\n"
    )
    found = own_services((), {}, tmp_path)
    assert [(s.name, s.base) for s in found] == [
        ("pypi:py.example.org", "https://py.example.org"),
        ("npm:npm.example.org", "https://npm.example.org/lijst"),
    ]
    stated = own_services([("npm", "https://eigen.example.org", "SLEUTEL")], {}, tmp_path)
    assert stated[0].token_env == "SLEUTEL"
    assert len(stated) == 2
