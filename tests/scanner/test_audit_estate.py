"""The estate: who runs it, since when, by which way; told once; asked again at once."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from command_line import Sluis

from sbom.readers.xml_reader import load_xml

LOCK = {
    "name": "app",
    "version": "1.0.0",
    "lockfileVersion": 3,
    "packages": {
        "": {"name": "app", "version": "1.0.0", "dependencies": {"express": "^4.0.0"}},
        "node_modules/express": {"version": "4.0.0", "dependencies": {"lodash": "^4.0.0"}},
        "node_modules/lodash": {"version": "4.17.20"},
    },
}
ESTATE = """organisation: {name: Voorbeeld}
systems:
  - id: balie
    name: Balie
    owner: Team Balie
    use_mode: hosted
    criticality: vital
    targets: [{folder: balie}]
  - id: archief
    name: Archief
    use_mode: internal
    targets: [{folder: archief}]
"""
ADVISORY = {
    "id": "GHSA-1",
    "modified": "2026-11-20T00:00:00Z",
    "published": "2026-11-19T00:00:00Z",
    "aliases": ["CVE-2026-1"],
    "summary": "Prototype pollution",
    "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
    "affected": [
        {
            "package": {"ecosystem": "npm", "name": "lodash"},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "4.17.21"}]}],
        }
    ],
}
END = [{"cycle": "4", "eol": "2025-01-01", "latest": "4.21"}]
PRODUCT = {
    "result": [
        {
            "name": "express",
            "label": "Express",
            "identifiers": [{"type": "purl", "id": "pkg:npm/express"}],
            "releases": [{"name": "4", "eolFrom": "2025-01-01", "isEol": True}],
        }
    ]
}


@pytest.fixture
def estate(sluis: Sluis, tmp_path: Path) -> Path:
    for name in ("balie", "archief"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "package-lock.json").write_text(json.dumps(LOCK), "utf-8")
    (tmp_path / "archief/package-lock.json").write_text(
        json.dumps(LOCK).replace("4.17.20", "4.17.21"), "utf-8"
    )
    (tmp_path / "estate.yaml").write_text(ESTATE, "utf-8")
    (tmp_path / "meldingen").mkdir()
    (tmp_path / "meldingen/GHSA-1.json").write_text(json.dumps(ADVISORY), "utf-8")
    (tmp_path / "meldingen/eind.json").write_text(json.dumps(PRODUCT), "utf-8")
    assert sluis("scan", "--db", "e.db").code == 0
    return tmp_path


def rows(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_estate_is_audited_per_system(sluis: Sluis, estate: Path) -> None:
    ran = sluis("audit", "--db", "e.db", "--advisories", "meldingen", "--nl")
    found = rows(ran.out)
    (one,) = [r for r in found if r.get("rule") == "vulnerable-component"]
    assert (one["system"], one["owner"], one["version"]) == ("balie", "Team Balie", "4.17.20")
    assert one["since"] == "2026-11-23"
    assert one["priority"]["points"] == 83.6
    assert one["places"] == [{"source": "balie", "path": "package-lock.json", "line": 1}]
    assert {r["system"] for r in found if r.get("rule") == "end-of-life"} == {"balie", "archief"}
    assert (
        rows(
            sluis(
                "audit", "--db", "e.db", "--advisories", "meldingen", "--nl", "--system", "archief"
            ).out
        )[0]["rule"]
        == "end-of-life"
    )


def test_why_impact_and_find(sluis: Sluis, estate: Path) -> None:
    (way,) = rows(sluis("why", "lodash", "--system", "balie", "--db", "e.db", "--nl").out)
    assert way["way"] == ["app@1.0.0", "express@4.0.0", "lodash@4.17.20"]
    assert way["complete"]
    hit = rows(sluis("impact", "lodash", "--db", "e.db", "--nl").out)
    assert [(h["system"], h["criticality"], h["components"]) for h in hit] == [
        ("archief", "medium", 1),
        ("balie", "vital", 1),
    ]
    assert sluis("impact", "niets", "--db", "e.db").code == 1
    assert sluis("impact", "--db", "e.db").code == 2
    (row,) = rows(sluis("find", "lodash", "--range", "<4.17.21", "--db", "e.db", "--nl").out)
    assert row["system"] == "balie"
    assert (
        rows(sluis("find", "lodash", "--owner", "team balie", "--db", "e.db", "--nl").out)[0][
            "system"
        ]
        == "balie"
    )
    assert sluis("find", "lodash", "--range", ">=1 <2", "--db", "e.db").code == 3


def test_findings_live_in_the_database_when_there_is_a_copy(sluis: Sluis, estate: Path) -> None:
    assert sluis("sync", "advisories", "--from", "meldingen", "--db", "e.db").code == 0
    assert (estate / "advisories.db").exists()
    sluis("scan", "--db", "e.db")
    report = json.loads(sluis("report", "--db", "e.db", "--format", "json").out)
    found = {
        (f["rule"], f["system"])
        for f in report["findings"]
        if f["rule"] in {"vulnerable-component", "end-of-life"}
    }
    assert found == {
        ("vulnerable-component", "balie"),
        ("end-of-life", "balie"),
        ("end-of-life", "archief"),
    }
    done = sluis(
        "vex",
        "add",
        "CVE-2026-1",
        "--product",
        "balie",
        "--part",
        "pkg:npm/lodash",
        "--status",
        "not_affected",
        "--why",
        "Niet gebruikt",
        "--by",
        "Team Balie",
        "--until",
        "2027-01-01",
        "--file",
        "vex/eigen.json",
    )
    assert done.code == 0
    sluis("scan", "--db", "e.db")
    report = json.loads(sluis("report", "--db", "e.db", "--format", "json").out)
    assert [f for f in report["findings"] if f["rule"] == "vulnerable-component"] == []
    (told,) = [
        r
        for r in rows(sluis("audit", "--db", "e.db", "--vex", "vex", "--nl").out)
        if r.get("advisory")
    ]
    assert (told["effective"], told["vex"]["until"]) == ("not_affected", "2027-01-01")


def test_other_forms(sluis: Sluis, estate: Path) -> None:
    start = ("audit", "--db", "e.db", "--advisories", "meldingen", "--nl")
    ran = sluis(*start, "--sarif", "o.sarif", "--gitlab", "o.json", "--atom", "o.xml")
    assert ran.code == 0
    run = json.loads((estate / "o.sarif").read_text("utf-8"))["runs"][0]
    assert (
        run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        == "package-lock.json"
    )
    report = json.loads((estate / "o.json").read_text("utf-8"))
    (one,) = report["vulnerabilities"]
    assert (one["severity"], one["location"]["dependency"]["version"]) == ("Critical", "4.17.20")
    feed = (estate / "o.xml").read_bytes()
    load_xml(feed)
    assert feed.count(b"<entry>") == 3


class Receiver(BaseHTTPRequestHandler):
    """Keeps what came in; refuses when told to."""

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers.get("X-Sluis-Signature"), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def receiver() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.status = [], 503
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_alert_is_told_once_and_not_lost_when_nobody_listens(
    sluis: Sluis, estate: Path, receiver: HTTPServer
) -> None:
    url = f"http://127.0.0.1:{receiver.server_port}/"
    start = (
        "audit",
        "--db",
        "e.db",
        "--advisories",
        "meldingen",
        "--nl",
        "--webhook",
        url,
        "--state",
        "s.json",
    )
    ran = sluis(*start, SLUIS_WEBHOOK_SECRET="geheim")
    assert ran.code == 3
    assert "stay to be sent" in ran.err
    receiver.status = 204
    assert sluis(*start, SLUIS_WEBHOOK_SECRET="geheim").code == 0
    signature, body = receiver.got[-1]
    assert signature == "sha256=" + hmac.new(b"geheim", body, hashlib.sha256).hexdigest()
    assert len(json.loads(body)["findings"]) == 3
    count = len(receiver.got)
    assert sluis(*start, SLUIS_WEBHOOK_SECRET="geheim").code == 0
    assert len(receiver.got) == count
    assert sluis("audit", "--db", "e.db", "--advisories", "meldingen", "--webhook", url).code == 2
