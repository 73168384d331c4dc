"""The estate: who runs it, since when, by which way; told once; asked again at once."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from command_line import Sluis

from sbom.errors import ConfigError
from sbom.readers.xml_reader import load_xml
from scanner.audit_alerts import write
from scanner.audit_outputs import Outputs
from scanner.store.lock import ScanLock

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)

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
    "aliases": ["CVE-2026-1001"],
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
        "CVE-2026-1001",
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
    (told,) = [r for r in rows(sluis("audit", "--db", "e.db", "--nl").out) if r.get("advisory")]
    assert (told["effective"], told["vex"]["until"]) == ("not_affected", "2027-01-01")


REGISTER = """Leverancier;Land;Uiteindelijke moeder;Land uiteindelijke moeder
Balieware;Nederland;Northlake;Verenigde Staten
Anders;Duitsland;;
"""


def test_what_falls_with_a_country_a_supplier_a_registry_or_a_licence(
    sluis: Sluis, estate: Path
) -> None:
    lock = json.loads((estate / "balie/package-lock.json").read_text("utf-8"))
    lock["packages"]["node_modules/lodash"] |= {
        "resolved": "https://winkel.example.org/lodash.tgz",
        "license": "(MIT OR Apache-2.0)",
    }
    (estate / "balie/package-lock.json").write_text(json.dumps(lock), "utf-8")
    text = ESTATE.replace("owner: Team Balie", "owner: Team Balie\n    supplier: Balieware B.V.")
    (estate / "estate.yaml").write_text(text, "utf-8")
    (estate / "leveranciers.csv").write_text(REGISTER, "utf-8")
    sluis("scan", "--db", "e.db")

    def hit(*option: str) -> list[tuple[str, bool, int]]:
        ran = sluis("impact", *option, "--db", "e.db", "--nl")
        return [(r["system"], r["whole_system"], r["components"]) for r in rows(ran.out)]

    register = ("--register", "leveranciers.csv")
    assert hit("--country", "VS", *register) == []
    assert hit("--country", "Verenigde Staten", *register) == [("balie", True, 0)]
    assert hit("--country", "US", *register) == hit("--country", "NL", *register)
    assert hit("--country", "DE", *register) == []
    assert sluis("impact", "--country", "US", "--db", "e.db").code == 2
    assert hit("--vendor", "balieware") == [("balie", True, 0)]
    assert hit("--registry", "winkel.example.org") == [("balie", False, 1)]
    both = [("archief", False, 1), ("balie", False, 1)]  # archief by the version next to it
    assert hit("--licence", "MIT") == hit("--license", "apache-2.0") == both
    assert hit("--base-image", "debian") == []


WAIVER = """waivers:
  - id: lodash
    fingerprint: "%s"
    ground: temporary
    explanation: Wordt vervangen
    decided_by: CIO
    decided_on: 2026-11-25
    valid_until: 2027-01-31
"""


def test_what_is_new_what_is_fixed_and_how_long_it_was_open(sluis: Sluis, estate: Path) -> None:
    audit = ("audit", "--db", "e.db", "--nl")
    assert sluis("sync", "advisories", "--from", "meldingen", "--db", "e.db").code == 0
    sluis("scan", "--db", "e.db", SLUIS_NOW="2026-11-23T12:00:00+00:00")
    first = rows(sluis(*audit, SLUIS_NOW="2026-11-25T12:00:00+00:00").out)
    told = first[-1]["history"]
    assert (told["new"], told["fixed"], told["open"], told["open_mean_days"]) == (3, 0, 3, 2.0)
    assert told["mean_days_open"] is None
    assert all(r["new"] and r["days_open"] == 2.0 for r in first if r["kind"] == "finding")
    lock = estate / "balie/package-lock.json"
    lock.write_text(lock.read_text("utf-8").replace("4.17.20", "4.17.21"), "utf-8")
    sluis("scan", "--db", "e.db", SLUIS_NOW="2026-12-03T12:00:00+00:00")
    second = rows(sluis(*audit, SLUIS_NOW="2026-12-03T12:00:00+00:00").out)
    (fixed,) = [r for r in second if r["kind"] == "fixed"]
    assert (fixed["system"], fixed["about"], fixed["days_open"]) == ("balie", "GHSA-1", 10.0)
    told = second[-1]["history"]
    assert (told["new"], told["fixed"], told["mean_days_open"]) == (0, 1, 10.0)
    assert told["mean_days_open_per_severity"] == {"high": 10.0}
    table = sluis("audit", "--db", "e.db", "--lang", "nl", SLUIS_NOW="2026-12-03T12:00:00+00:00")
    assert "gemiddeld 10 dagen open" in table.out
    lock.write_text(lock.read_text("utf-8").replace("4.17.21", "4.17.20"), "utf-8")
    sluis("scan", "--db", "e.db", SLUIS_NOW="2026-12-05T12:00:00+00:00")
    told = rows(sluis(*audit, "--system", "balie").out)[-1]["history"]
    assert (told["new"], told["reopened"], told["open"]) == (0, 1, 2)


def test_a_waived_finding_is_waived_in_the_audit_as_well(sluis: Sluis, estate: Path) -> None:
    assert sluis("sync", "advisories", "--from", "meldingen", "--db", "e.db").code == 0
    gate = ("audit", "--db", "e.db", "--fail-on", "high", "--nl", "--sarif", "o.sarif")
    sluis("scan", "--db", "e.db")
    assert sluis(*gate).code == 1
    report = json.loads(sluis("report", "--db", "e.db", "--format", "json").out)
    (mark,) = [f["fingerprint"] for f in report["findings"] if f["rule"] == "vulnerable-component"]
    (estate / "waivers.yaml").write_text(WAIVER % mark, "utf-8")
    (estate / "estate.yaml").write_text(ESTATE + "waivers: waivers.yaml\n", "utf-8")
    sluis("scan", "--db", "e.db", SLUIS_NOW="2026-11-25T12:00:00+00:00")
    ran = sluis(*gate)
    (told,) = [r for r in rows(ran.out) if r.get("advisory")]
    assert ran.code == 0
    assert (told["effective"], told["waiver"]["until"]) == ("waived", "2027-01-31")
    results = json.loads((estate / "o.sarif").read_text("utf-8"))["runs"][0]["results"]
    texts = [r["suppressions"][0]["justification"] for r in results if "suppressions" in r]
    assert texts == ["temporary: Wordt vervangen"]


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


def csaf_of(file: Path) -> dict:
    """The document, after it was held against the standard."""
    from sbom.vex.csaf_check import broken_tests
    from sbom.vex.read import load, read

    content = file.read_bytes()
    assert broken_tests(load(content)) == []
    assert read(content).issues == ()
    return json.loads(content)


def test_a_draft_csaf_document_about_own_software(sluis: Sluis, estate: Path) -> None:
    start = ("audit", "--db", "e.db", "--advisories", "meldingen", "--csaf", "vb-2026-0001.json")
    publisher = ("--publisher", "Gemeente Voorbeeld <https://example.org/security>")
    assert sluis(*start).code == 2
    assert sluis(*start, *publisher).code == 0
    document = csaf_of(estate / "vb-2026-0001.json")
    (one,) = document["vulnerabilities"]
    assert (one["cve"], one["ids"][0]["text"]) == ("CVE-2026-1001", "GHSA-1")
    assert list(one["product_status"]) == ["known_affected"]
    assert one["remediations"][0]["category"] == "vendor_fix"
    assert one["scores"][0]["cvss_v3"]["baseSeverity"] == "CRITICAL"
    assert document["document"]["tracking"]["status"] == "draft"
    ran = sluis("sbom", "validate", "vb-2026-0001.json")
    assert ran.code == 0, ran.out + ran.err
    sluis("vex", "add", "CVE-2026-1001", "--product", "balie", "--part", "pkg:npm/lodash",
          "--status", "not_affected", "--justification", "vulnerable_code_not_present",
          "--by", "Team Balie", "--file", "vex/eigen.json")  # fmt: skip
    assert sluis(*start, *publisher).code == 0
    (one,) = csaf_of(estate / "vb-2026-0001.json")["vulnerabilities"]
    assert list(one["product_status"]) == ["known_not_affected"]
    assert one["flags"][0]["label"] == "vulnerable_code_not_present"
    (estate / "vb-2026-0001.json").unlink()
    assert sluis(*start, *publisher, "--system", "archief").code == 0
    assert not (estate / "vb-2026-0001.json").exists()


class Receiver(BaseHTTPRequestHandler):
    """Keeps what came in; refuses when told to."""

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers.get("X-Sluis-Signature"), body))
        if self.server.refuses_after is not None:
            self.server.status = 204 if len(self.server.got) <= self.server.refuses_after else 503
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def receiver() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.status, server.refuses_after = [], 503, None
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


def many(count: int) -> list[dict]:
    """Findings of an audit, as many as asked."""
    row = {
        "rule": "vulnerable-component", "system": "balie", "advisory": "", "title": "x", "name": "x",
        "version": "1", "status": "affected", "fixed": ["2"], "malicious": False, "references": [],
    }  # fmt: skip
    return [row | {"purl": f"pkg:npm/x{n}", "advisory": f"GHSA-{n}"} for n in range(count)]


def test_many_findings_go_in_parts_and_only_what_was_taken_is_told(
    tmp_path: Path, receiver: HTTPServer
) -> None:
    outputs = Outputs(
        webhook=f"http://127.0.0.1:{receiver.server_port}/", state=tmp_path / "s.json"
    )
    receiver.refuses_after = 1
    (issue,) = write(many(1200), outputs, AT, "nl")
    assert "700 findings are not sent" in issue[1].message
    receiver.refuses_after = 99
    assert write(many(1200), outputs, AT, "nl") == []
    sent = [json.loads(body)["findings"] for _, body in receiver.got]
    assert [len(s) for s in sent] == [500, 500, 500, 200]
    assert sent[1] == sent[2]  # refused, so sent again
    taken = [f["fingerprint"] for part in (sent[0], *sent[2:]) for f in part]
    assert len(set(taken)) == len(taken) == 1200


def test_what_comes_back_is_told_again(tmp_path: Path, receiver: HTTPServer) -> None:
    outputs = Outputs(
        webhook=f"http://127.0.0.1:{receiver.server_port}/", state=tmp_path / "s.json"
    )
    receiver.status = 204
    (row,) = many(1)
    answered = row | {"effective": "not_affected"}
    for rows_now in ([row], [row], [answered], [row], []):
        assert write(rows_now, outputs, AT, "nl", whole=True) == []
    assert len(receiver.got) == 2
    write([row], outputs, AT, "nl", whole=False)
    write([], outputs, AT, "nl", whole=False)  # of one system: the others are not fixed by that
    write([row], outputs, AT, "nl", whole=False)
    assert len(receiver.got) == 3


def test_a_feed_keeps_what_was_told_and_mail_that_was_not_sent_is_never_overwritten(
    tmp_path: Path,
) -> None:
    outputs = Outputs(atom=tmp_path / "n.xml", eml=tmp_path / "n.eml", state=tmp_path / "s.json")
    write(many(2), outputs, AT, "nl")
    write(many(2), outputs, AT, "nl")
    assert (tmp_path / "n.xml").read_text("utf-8").count("<entry>") == 2
    assert [p.name for p in tmp_path.glob("*.eml")] == ["n.eml"]
    write(many(3), outputs, AT.replace(day=24), "nl")
    feed = (tmp_path / "n.xml").read_text("utf-8")
    assert feed.index("GHSA-2") < feed.index("GHSA-0")
    assert feed.count("<updated>2026-11-24") == 2  # of the feed and of what is new
    assert len(list(tmp_path.glob("*.eml"))) == 2


def test_more_than_a_feed_holds_is_told_next_time(tmp_path: Path) -> None:
    outputs = Outputs(atom=tmp_path / "n.xml", state=tmp_path / "s.json")
    write(many(700), outputs, AT, "nl")
    first = (tmp_path / "n.xml").read_text("utf-8")
    write(many(700), outputs, AT, "nl")
    second = (tmp_path / "n.xml").read_text("utf-8")
    assert first.count("<entry>") == second.count("<entry>") == 500
    told = json.loads((tmp_path / "s.json").read_text("utf-8"))["told"]["atom"]
    assert len(told) == 700
    assert all(f"GHSA-{n} " in second for n in range(500, 700))


def test_two_audits_at_once_do_not_tell_twice(tmp_path: Path) -> None:
    lock = ScanLock(tmp_path / "s.json")
    lock.acquire()
    with pytest.raises(ConfigError, match="another audit"):
        write(many(1), Outputs(eml=tmp_path / "n.eml", state=tmp_path / "s.json"), AT, "nl")
    lock.release()
    assert not (tmp_path / "n.eml").exists()


def test_the_estate_names_what_its_makers_gave_up(sluis: Sluis, estate: Path) -> None:
    lock = json.loads(json.dumps(LOCK))
    lock["packages"]["node_modules/express"]["deprecated"] = "use another"
    lock["packages"]["node_modules/lodash"]["hasInstallScript"] = True
    (estate / "balie/package-lock.json").write_text(json.dumps(lock), "utf-8")
    assert sluis("scan", "--db", "e.db").code == 0
    ran = sluis("audit", "--db", "e.db", "--advisories", "meldingen", "--health", "--nl")
    told = [(r["rule"], r["system"], r["name"]) for r in rows(ran.out) if r["kind"] == "hint"]
    assert ("deprecated", "balie", "express") in told
    assert ("install-script", "balie", "lodash") in told
    assert not [t for t in told if t[1] == "archief"]
