"""`sluis standards` as a person runs it, over the example estate."""

import csv
import io
import json
from pathlib import Path

from command_line import Sluis

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"


def test_what_to_ask_of_a_website(sluis: Sluis) -> None:
    ran = sluis("standards", "list", "--tags", "website", "--format", "json")
    assert ran.code == 0
    rows = {r["id"]: r for r in json.loads(ran.out)}
    assert rows["https-hsts"]["status"] == "wettelijk verplicht"
    assert rows["dnssec"]["because"] == ["website"]
    assert "odf" not in rows
    assert "wms-wfs" not in rows  # only recommended
    english = sluis("standards", "list", "--tags", "website", "--lang", "en", "--format", "csv")
    listed = list(csv.DictReader(io.StringIO(english.out)))
    assert "HTTPS and HSTS" in {r["standard"] for r in listed}
    assert len(listed) == len(rows)


def test_without_tags_the_whole_pack_and_an_unknown_tag_is_named(sluis: Sluis) -> None:
    every = sluis("standards", "list", "--format", "nl").out.splitlines()
    assert len(every) > 60
    ran = sluis("standards", "list", "--tags", "webiste")
    assert ran.code == 2
    assert "bedoelt u 'website'?" in ran.err
    english = sluis("standards", "list", "--tags", "webiste", "--lang", "en").err
    assert "did you mean 'website'?" in english
    told = sluis("standards", "list").out.splitlines()[-1]
    assert "saas = dienst van een leverancier (SaaS)" in told


def test_an_api_against_the_design_rules(sluis: Sluis, tmp_path: Path) -> None:
    ran = sluis("standards", "check", EXAMPLES / "repositories/afspraken/openapi.yaml")
    assert ran.code == 1
    assert "/core/semver" in ran.out
    assert "7 regels niet gevolgd van 11" in ran.out
    other = tmp_path / "openapi.yaml"
    other.write_text("naam: geen API\n", "utf-8")
    ran = sluis("standards", "check", other)
    assert ran.code == 2
    assert "openapi.yaml" in ran.err


def test_what_each_system_shows(sluis: Sluis, tmp_path: Path) -> None:
    database = tmp_path / "estate.db"
    assert sluis("scan", EXAMPLES / "estate.yaml", "--db", database, "-q").code == 3
    ran = sluis("standards", "show", "--db", database, "--format", "json", "--lang", "en")
    assert ran.code == 1
    rows = {(r["system"], r["id"]): r for r in json.loads(ran.out)}
    ipv6 = rows["website", "ipv6"]
    assert (ipv6["verdict"], ipv6["proof"]) == ("deviates", "tested")
    assert ipv6["what"] == ["www.voorbeeld.example: web_ipv6_ws_address"]
    assert rows["website", "dnssec"]["verdict"] == "complies"
    assert rows["website", "security-txt"]["verdict"] == "deviates"
    login = rows["mijn-voorbeeld", "saml-oidc"]
    assert (login["verdict"], login["what"]) == ("complies", ["mozilla-django-oidc"])
    assert login["places"][0].startswith("repositories/mijn-voorbeeld: backend/")
    assert rows["zaaksysteem", "digikoppeling"]["verdict"] == "unknown"
    one = sluis("standards", "show", "--db", database, "--system", "geoportaal")
    assert one.code == 0
    assert "Geo-standaarden" in one.out
    wrong = sluis("standards", "show", "--db", database, "--system", "bestaat-niet")
    assert wrong.code == 2
