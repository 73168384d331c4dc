"""Registers over loopback, in the shapes in which they answer: paged, conditional, resumed, and honest about age."""

import gzip
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from command_line import Sluis
from command_line import sluis as sluis  # noqa: PLC0414 - pytest finds fixtures by name

from collectors.license_answers import Door
from sbom.errors import CollectError
from sbom.registers.exports import read_export
from sbom.registers.facts import RegisterKind, System, Vendor
from sbom.registers.slim import slim_gemma, slim_kvk
from scanner.register_asking import Wanted
from scanner.register_sync import Outcome, Place, head_of, sync_registers

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OWN, PARENT, TOP = "5493001KJTIIGC8Y1R12", "5493006MHB84DD0ZWV18", "INR2EJN1ERAN0W5ZP974"
KVK = "01987654"


class Server(ThreadingHTTPServer):
    """Answers by path and query."""

    answers: dict[str, Any]
    seen: list[tuple[str, str, str]]
    broken: str = ""
    redirect: str = ""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        key = self.headers.get("apikey") or self.headers.get("X-Api-Key") or ""
        asked = self.headers.get("If-None-Match", "")
        self.server.seen.append((self.path, asked, key))
        if self.server.redirect:
            self.send_response(302)
            self.send_header("Location", self.server.redirect)
            self.end_headers()
            return
        if self.server.broken and self.server.broken in self.path:
            self.send_error(500)
            return
        answer = self.server.answers.get(self.path)
        if answer is None:
            self.send_error(404)
            return
        following = ""
        if isinstance(answer, tuple):
            answer, following = answer
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        etag = f'"{len(content)}"'
        if asked == etag:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(content)))
        if following:
            self.send_header("Link", f'<{following}>; rel="next"')
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server(("127.0.0.1", 0), Handler)
    served.seen, served.answers = [], {}
    thread = threading.Thread(target=served.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield served
    served.shutdown()
    served.server_close()
    thread.join()


def base(server: Server, path: str = "") -> str:
    return f"http://127.0.0.1:{server.server_port}{path}"


def run(
    server: Server, folder: Path, name: str, wanted: Wanted, now: datetime = NOW, **more: str
) -> Outcome:
    waited: list[float] = []
    with Door(1.0, clock=lambda: 0.0, sleep=waited.append) as door:
        place = Place(name=name, base=more.get("base") or base(server), key=more.get("key", ""))
        (outcome,) = sync_registers(folder, [place], wanted, door, now)
    return outcome


def record(lei: str, name: str, country: str, kvk: str = "") -> dict[str, Any]:
    entity: dict[str, Any] = {
        "legalName": {"name": name, "language": "nl"},
        "legalAddress": {"addressLines": ["Voorbeeldstraat 1"], "city": "X", "country": country},
        "jurisdiction": country,
        "status": "ACTIVE",
    }
    if kvk:
        entity |= {"registeredAt": {"id": "RA000463"}, "registeredAs": kvk}
    about = {"lei": lei, "entity": entity, "registration": {"lastUpdateDate": "2026-10-01T00:00Z"}}
    return {"type": "lei-records", "id": lei, "attributes": about}


def edge(start: str, end: str, kind: str) -> dict[str, Any]:
    relation = {
        "startNode": {"id": start, "type": "LEI"},
        "endNode": {"id": end, "type": "LEI"},
        "type": f"IS_{kind}_CONSOLIDATED_BY",
        "status": "ACTIVE",
    }
    return {"data": {"type": "relationship-records", "attributes": {"relationship": relation}}}


def gleif(server: Server) -> None:
    query = f"?filter%5Bentity.registeredAs%5D={KVK}&filter%5Bentity.registeredAt%5D=RA000463"
    own = record(OWN, "Voorbeeld Zaken B.V.", "NL", KVK)
    server.answers = {
        f"/lei-records{query}": {"data": [own]},
        f"/lei-records/{OWN}": {"data": own},
        f"/lei-records/{OWN}/direct-parent-relationship": edge(OWN, PARENT, "DIRECTLY"),
        f"/lei-records/{OWN}/ultimate-parent-relationship": edge(OWN, TOP, "ULTIMATELY"),
        f"/lei-records/{PARENT}": {"data": record(PARENT, "Voorbeeld Holding N.V.", "NL")},
        f"/lei-records/{PARENT}/direct-parent-relationship": edge(PARENT, TOP, "DIRECTLY"),
        f"/lei-records/{TOP}": {"data": record(TOP, "Example Parent Inc.", "US")},
    }


def vendors(folder: Path, name: str) -> dict[str, Vendor]:
    found = read_export((folder / f"{name}.json").read_bytes())
    return {
        e.name: e
        for r in found
        if r.kind is RegisterKind.VENDORS
        for e in r.entries
        if isinstance(e, Vendor)
    }


def test_gleif_is_followed_from_a_number_to_the_ultimate_parent(
    server: Server, tmp_path: Path
) -> None:
    gleif(server)
    got = run(server, tmp_path, "gleif", Wanted(kvk=(KVK,)))
    assert (got.state, got.date, got.absent) == ("new", "2026-11-23", 0)
    own = vendors(tmp_path, "gleif")["Voorbeeld Zaken B.V."]
    assert (own.ultimate_parent, own.ultimate_parent_country) == ("Example Parent Inc.", "US")
    assert own.parent == "Voorbeeld Holding N.V."
    assert "Voorbeeldstraat" not in (tmp_path / "gleif.json").read_text("utf-8")


def test_what_did_not_change_is_not_sent_again(server: Server, tmp_path: Path) -> None:
    gleif(server)
    run(server, tmp_path, "gleif", Wanted(kvk=(KVK,)))
    before = len(server.seen)
    got = run(server, tmp_path, "gleif", Wanted(kvk=(KVK,)), NOW + timedelta(days=2))
    assert got.state == "current"
    again = server.seen[before:]
    assert sum(etag != "" for _, etag, _ in again) == 7
    head = head_of((tmp_path / "gleif.json").read_bytes())
    assert head is not None
    assert (head.fetched[:10], head.checked[:10]) == ("2026-11-23", "2026-11-25")


def test_a_failure_leaves_the_last_good_data_and_tells_its_age(
    server: Server, tmp_path: Path
) -> None:
    gleif(server)
    run(server, tmp_path, "gleif", Wanted(kvk=(KVK,)))
    server.broken = "/lei-records"
    got = run(server, tmp_path, "gleif", Wanted(kvk=(KVK,)), NOW + timedelta(days=40))
    assert (got.state, got.date, got.age_days, got.records) == ("failed", "2026-11-23", 40, 6)
    assert "500" in got.reason
    assert "Example Parent Inc." in vendors(tmp_path, "gleif")
    head = head_of((tmp_path / "gleif.json").read_bytes())
    assert head is not None
    assert head.failed_at[:10] == "2027-01-02"


def test_a_run_that_broke_off_goes_on_where_it_was(server: Server, tmp_path: Path) -> None:
    gleif(server)
    server.broken = TOP
    assert run(server, tmp_path, "gleif", Wanted(kvk=(KVK,))).state == "failed"
    done = {p for p, _, _ in server.seen if TOP not in p}
    server.broken = ""
    before = len(server.seen)
    assert run(server, tmp_path, "gleif", Wanted(kvk=(KVK,)), NOW + timedelta(hours=1)).state == (
        "new"
    )
    answered = {p for p in done if p in server.answers}
    assert not answered & {p for p, _, _ in server.seen[before:]}


def test_an_answer_about_another_number_is_not_believed(server: Server, tmp_path: Path) -> None:
    """A server that ignores what it does not know answers with everything it has."""
    gleif(server)
    (query,) = (p for p in server.answers if "?" in p)
    server.answers[query] = {"data": [record(OWN, "Iemand anders B.V.", "NL", "09999999")]}
    got = run(server, tmp_path, "gleif", Wanted(kvk=(KVK,)))
    assert got.state == "failed"
    assert "another number" in got.reason
    assert not (tmp_path / "gleif.json").exists()


PROFILE = {
    "kvkNummer": KVK,
    "naam": "Voorbeeld Zaken",
    "statutaireNaam": "Voorbeeld Zaken B.V.",
    "materieleRegistratie": {"datumAanvang": "20010101", "datumEinde": "20260801"},
    "_embedded": {
        "eigenaar": {
            "rsin": "123456782",
            "rechtsvorm": "BeslotenVennootschap",
            "adressen": [{"volledigAdres": "Voorbeeldstraat 1"}],
        },
        "hoofdvestiging": {"adressen": [{"straatnaam": "Voorbeeldstraat"}]},
    },
}


def test_kvk_gets_its_key_and_keeps_no_address(server: Server, tmp_path: Path) -> None:
    server.answers = {f"/basisprofielen/{KVK}": PROFILE}
    wanted = Wanted(kvk=(KVK, "02222222"))
    got = run(server, tmp_path, "kvk", wanted, key="geheim")
    assert (got.state, got.records, got.absent) == ("new", 1, 1)
    assert {k for _, _, k in server.seen} == {"geheim"}
    for path in [tmp_path / "kvk.json", *(tmp_path / ".answers").iterdir()]:
        text = path.read_text("utf-8")
        assert "Voorbeeldstraat" not in text
        assert "geheim" not in text
    (vendor,) = vendors(tmp_path, "kvk").values()
    assert dict(vendor.beside)["datumEinde"] == "20260801"


def test_a_key_does_not_follow_a_redirect(server: Server, tmp_path: Path) -> None:
    server.redirect = "http://127.0.0.1:9/elders"
    got = run(server, tmp_path, "kvk", Wanted(kvk=(KVK,)), key="geheim")
    assert got.state == "failed"
    assert "302" in got.reason
    assert "geheim" not in got.reason


def test_a_key_goes_over_https_only(tmp_path: Path) -> None:
    with Door(1.0) as door, pytest.raises(CollectError, match="https only"):
        door.get("http://kvk.example.org/basisprofielen/01987654", key=("apikey", "geheim"))


def test_the_oss_register_is_read_page_by_page(server: Server, tmp_path: Path) -> None:
    def repository(number: int) -> dict[str, Any]:
        return {
            "id": f"00000000-0000-0000-0000-00000000000{number}",
            "name": f"voorbeeld-{number}",
            "repositoryUrl": f"https://git.example.org/voorbeeld/{number}",
            "organisation": {"uri": "https://example.org/gm0000", "label": "Gemeente Voorbeeld"},
            "updatedAt": "2026-10-10T10:00:00Z",
        }

    server.answers = {
        "/v1/repositories?page=1&perPage=100": (
            {"data": [repository(1), repository(2)]},
            base(server, "/v1/repositories?page=2&perPage=100"),
        ),
        "/v1/repositories?page=2&perPage=100": {"data": [repository(3)]},
    }
    got = run(server, tmp_path, "oss", Wanted(), base=base(server, "/v1"), key="sleutel")
    assert (got.state, got.records) == ("new", 3)
    (found,) = read_export((tmp_path / "oss.json").read_bytes())
    assert found.kind is RegisterKind.SYSTEMS
    first = found.entries[0]
    assert isinstance(first, System)
    assert (first.owner, str(first.as_of)) == ("Gemeente Voorbeeld", "2026-10-10")


def test_a_next_page_on_another_server_is_refused(server: Server, tmp_path: Path) -> None:
    server.answers = {
        "/repositories?page=1&perPage=100": ({"data": []}, "http://elders.example.org/2")
    }
    got = run(server, tmp_path, "oss", Wanted(), key="sleutel")
    assert got.state == "failed"
    assert "another server" in got.reason


def test_the_catalogue_is_kept_without_people(server: Server, tmp_path: Path) -> None:
    server.answers = {
        "/leveranciersorganisaties": [
            {
                "id": "l-1",
                "organisatienaam": "Voorbeeld Zaken B.V.",
                "kvk-nummer": KVK,
                "moederOrganisatie": "Voorbeeld Holding N.V.",
                "contactgegevens": {"naam": "Iemand", "email": "iemand@example.org"},
            }
        ],
        "/voorzieningen": {"results": [{"id": "v-1", "naam": "Zaken", "functionaliteiten": []}]},
        "/voorzieningaanbiedingen": [],
    }
    got = run(server, tmp_path, "gemma", Wanted())
    assert (got.state, got.records) == ("new", 2)
    assert "iemand@" not in (tmp_path / "gemma.json").read_text("utf-8")
    assert vendors(tmp_path, "gemma")["Voorbeeld Zaken B.V."].parent == "Voorbeeld Holding N.V."


def test_an_answer_that_is_no_list_is_no_empty_catalogue(server: Server, tmp_path: Path) -> None:
    server.answers = {"/leveranciersorganisaties": {"melding": "onderhoud"}}
    got = run(server, tmp_path, "gemma", Wanted())
    assert (got.state, got.reason) == ("failed", "the answer holds no list")


def release(number: int, supplier: str, kvk: str = "") -> dict[str, Any]:
    identifier = {"scheme": "NL-KVK", "id": kvk, "legalName": supplier}
    party = {"id": "p1", "name": supplier, "roles": ["supplier"], "identifier": identifier}
    party["contactPoint"] = {"name": "Iemand", "email": "iemand@example.org"}
    return {
        "ocid": f"ocds-voorbeeld-{number}",
        "date": "2026-05-01T00:00:00Z",
        "parties": [party],
        "tender": {"title": f"Opdracht {number}", "contractPeriod": {"endDate": "2029-04-30"}},
        "awards": [{"id": "1", "suppliers": [{"id": "p1", "name": supplier}]}],
    }


@pytest.mark.parametrize("shape", ["package", "lines", "lines.gz"])
def test_notices_about_our_parties_are_kept(server: Server, tmp_path: Path, shape: str) -> None:
    listed = [release(1, "Voorbeeld Zaken B.V."), release(2, "Ander B.V.", "09999999")]
    listed += [release(3, "VOORBEELD ZAKEN", KVK)]
    content = json.dumps({"releases": listed}).encode()
    if shape != "package":
        content = b"\n".join(json.dumps(r).encode() for r in listed)
    if shape == "lines.gz":
        content = gzip.compress(content)
    server.answers = {"/2026": content}
    wanted = Wanted(names=("voorbeeld zaken b.v.",), kvk=(KVK,))
    got = run(server, tmp_path, "tenderned", wanted, base=base(server, "/2026"))
    assert (got.state, got.records) == ("new", 2)
    assert "iemand@" not in (tmp_path / "tenderned.json").read_text("utf-8")
    again = run(server, tmp_path, "tenderned", wanted, base=base(server, "/2026"))
    assert (again.state, again.records) == ("current", 2)
    other = run(
        server, tmp_path, "tenderned", Wanted(names=("Ander B.V.",)), base=base(server, "/2026")
    )
    assert (other.state, other.records) == ("new", 1)


@pytest.mark.parametrize("content", [b"{}", b"[", gzip.compress(b"x" * 99)[:-20], b"\xff\xfe"])
def test_a_file_of_something_else_is_refused(
    server: Server, tmp_path: Path, content: bytes
) -> None:
    server.answers = {"/2026": content}
    got = run(server, tmp_path, "tenderned", Wanted(names=("x",)), base=base(server, "/2026"))
    assert got.state == "failed"
    assert got.reason


def test_nothing_to_ask_for_is_said(server: Server, tmp_path: Path) -> None:
    assert run(server, tmp_path, "gleif", Wanted()).state == "skipped"
    assert server.seen == []


def test_of_a_profile_and_an_organisation_no_person_stays() -> None:
    kept = slim_kvk({"kvkNummer": KVK, "naam": "X", "_embedded": {"eigenaar": {"naam": "Iemand"}}})
    assert kept == {"kvkNummer": KVK, "naam": "X"}
    assert slim_gemma({"naam": "X", "Contactpersoon": "Iemand", "E-mail": "a@example.org"}) == {
        "naam": "X"
    }


def test_the_command_fills_a_dossier_that_the_check_reads(
    server: Server, sluis: Sluis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gleif(server)
    server.answers[f"/basisprofielen/{KVK}"] = PROFILE
    monkeypatch.setenv("VOORBEELD_SLEUTEL", "geheim")
    (tmp_path / "product.yaml").write_text(
        f'vendor: Voorbeeld Zaken B.V.\nproduct: Zaken\nkvk: "{KVK}"\ntags: [saas]\n', "utf-8"
    )
    ran = sluis(
        *("sync", "registers", tmp_path, "--source", "gleif", "--source", "kvk", "--rate", "100"),
        *("--base", f"gleif={base(server)}", "--base", f"kvk={base(server)}"),
        *("--key-env", "kvk=VOORBEELD_SLEUTEL", "--lang", "nl"),
    )
    assert ran.code == 0, ran.err
    assert "gleif: ververst, 6 gegevens" in ran.out
    found = json.loads(sluis("vendor", "check", tmp_path, "--format", "json").out)
    lines = {x["id"]: x for x in found["lines"]}
    assert "Example Parent Inc. (US)" in lines["owner/parent"]["says"]["nl"]
    assert lines["owner/parent"]["verdict"] == "deviates"
    server.broken = "/"
    ran = sluis(
        *("sync", "registers", tmp_path, "--source", "gleif", "--rate", "100", "--lang", "nl"),
        *("--base", f"gleif={base(server)}"),
    )
    assert ran.code == 3
    assert "MISLUKT" in ran.out
    assert "(0 dagen oud)" in ran.out


def test_without_a_key_or_address_it_says_what_to_do(sluis: Sluis, tmp_path: Path) -> None:
    ran = sluis("sync", "registers", tmp_path, "--source", "kvk", "--source", "tenderned")
    assert ran.code == 0
    assert "--key-env" in ran.out
    assert "--base" in ran.out
    assert sluis("sync", "registers", tmp_path, "--key-env", "kvk=niet-goed").code == 2
    assert sluis("sync", "registers", tmp_path, "--kvk", "12").code == 2
