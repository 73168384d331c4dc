"""`sluis audit --sbom` and `sluis sync advisories`, as commands."""

import json
import socket
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sbom.purl import build
from scanner.cli.main import cli

TYPES = {"PyPI": "pypi", "Go": "golang", "crates.io": "cargo", "Bitnami": "bitnami"}
LODASH = {
    "id": "GHSA-voor-beel-dddd",
    "modified": "2026-11-20T00:00:00Z",
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


def bom(path: Path, components: list[dict[str, Any]], **more: Any) -> Path:
    path.write_text(
        json.dumps(
            {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}
            | more
        ),
        "utf-8",
    )
    return path


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "meldingen").mkdir()
    (tmp_path / "meldingen/GHSA.json").write_text(json.dumps(LODASH), "utf-8")
    components = [
        {
            "type": "library",
            "name": "express",
            "version": "4.0.0",
            "purl": "pkg:npm/express@4.0.0",
            "bom-ref": "e",
        },
        {
            "type": "library",
            "name": "lodash",
            "version": "4.17.20",
            "purl": "pkg:npm/lodash@4.17.20",
            "bom-ref": "l",
        },
        {"type": "library", "name": "zonder", "version": "1"},
        {"type": "library", "name": "x", "version": "1", "purl": "pkg:hex/x@1"},
    ]
    root = {"component": {"type": "application", "name": "app", "bom-ref": "a"}}
    needs = [{"ref": "a", "dependsOn": ["e"]}, {"ref": "e", "dependsOn": ["l"]}]
    return bom(
        tmp_path / "x.cdx.json", components, metadata=root, dependencies=needs
    ), tmp_path / "meldingen"


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def test_a_finding_has_its_path_fix_and_priority(places: tuple[Path, Path]) -> None:
    result = CliRunner().invoke(
        cli,
        ["audit", "--sbom", str(places[0]), "--advisories", str(places[1]), "--nl"],
        standalone_mode=False,
    )
    found = lines(result.output)
    (finding,) = [r for r in found if r["kind"] == "finding"]
    assert finding["advisory"] == "GHSA-voor-beel-dddd"
    assert finding["aliases"] == ["CVE-2026-1"]
    assert finding["fixed"] == ["4.17.21"]
    assert finding["path"] == ["app", "express@4.0.0", "lodash@4.17.20"]
    assert finding["priority"]["level"] == "high"
    unmatched = {(r["name"], r["reason"]) for r in found if r["kind"] == "unmatched"}
    assert ("zonder", "no-purl") in unmatched
    assert ("x", "ecosystem-not-covered") in unmatched
    (summary,) = [r for r in found if r["kind"] == "summary"]
    assert summary["advisories"][0]["date"] == "2026-11-20"
    assert summary["components"] == sum(summary["unmatched"].values()) + summary["clean"] + 1


@pytest.mark.parametrize(("lang", "word"), [("nl", "nagegaan"), ("en", "checked")])
def test_a_table_in_both_languages(places: tuple[Path, Path], lang: str, word: str) -> None:
    result = CliRunner().invoke(
        cli,
        ["audit", "--sbom", str(places[0]), "--advisories", str(places[1]), "--lang", lang],
        standalone_mode=False,
    )
    assert word in result.output
    assert "lodash 4.17.20" in result.output


def test_the_gate_is_opt_in(places: tuple[Path, Path]) -> None:
    start = ["audit", "--sbom", str(places[0]), "--advisories", str(places[1])]
    assert CliRunner().invoke(cli, start, standalone_mode=False).return_value == 0
    assert (
        CliRunner().invoke(cli, [*start, "--fail-on", "high"], standalone_mode=False).return_value
        == 1
    )
    assert (
        CliRunner()
        .invoke(cli, [*start, "--fail-on", "critical"], standalone_mode=False)
        .return_value
        == 0
    )


def analysed(file: Path, name: str, *, ref: str = "l", more: dict[str, Any] | None = None) -> Path:
    """The SBOM with a statement of its maker about its own component."""
    whole = json.loads(file.read_text("utf-8"))
    stated = {
        "id": "CVE-2026-1",
        "analysis": {"state": "not_affected", "detail": "Wordt niet aangeroepen"},
        "affects": [{"ref": ref} | (more or {})],
    }
    target = file.with_name(name)
    target.write_text(json.dumps(whole | {"vulnerabilities": [stated]}), "utf-8")
    return target


@pytest.mark.parametrize(
    ("ref", "more", "effective"),
    [
        ("l", {}, "not_affected"),
        ("e", {}, "open"),
        ("a", {}, "not_affected"),
        ("l", {"versions": [{"version": "4.17.20", "status": "affected"}]}, "open"),
        ("l", {"versions": [{"range": "vers:npm/<4.17.19", "status": "unaffected"}]}, "open"),
    ],
)
def test_what_an_sbom_says_of_itself_is_applied_and_stays_visible(
    places: tuple[Path, Path], ref: str, more: dict[str, Any], effective: str
) -> None:
    file = analysed(places[0], "eigen.cdx.json", ref=ref, more=more)
    start = ["audit", "--sbom", str(file), "--advisories", str(places[1]), "--nl"]
    ran = CliRunner().invoke(cli, [*start, "--fail-on", "low"], standalone_mode=False)
    (found,) = [r for r in lines(ran.output) if r["kind"] == "finding"]
    assert found["effective"] == effective
    assert ran.return_value == (effective == "open")
    if effective != "open":
        assert found["vex"]["statement"] == "Wordt niet aangeroepen"
        assert found["vex"]["document"] == "eigen.cdx.json"


def test_statements_in_a_packed_delivery_count_for_their_own_document(
    places: tuple[Path, Path], tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "levering.zip", "w") as packed:
        packed.write(places[0], "een.cdx.json")
        packed.write(analysed(places[0], "twee.cdx.json"), "twee.cdx.json")
    ran = CliRunner().invoke(
        cli,
        ["audit", "--sbom", str(tmp_path / "levering.zip"), "--advisories", str(places[1]), "--nl"],
        standalone_mode=False,
    )
    found = [r.get("effective", "open") for r in lines(ran.output) if r["kind"] == "finding"]
    assert sorted(found) == ["not_affected", "open"]


@pytest.mark.parametrize(
    ("lang", "asked"),
    [("nl", "Wanneer levert u een versie met 4.17.21"), ("en", "When will you deliver a version")],
)
def test_the_questions_to_the_supplier_are_drafted(
    places: tuple[Path, Path], tmp_path: Path, lang: str, asked: str
) -> None:
    start = ["audit", "--advisories", str(places[1]), "--lang", lang]
    letter = tmp_path / "brief.md"
    ask = ["--questions", str(letter)]
    CliRunner().invoke(cli, [*start, "--sbom", str(places[0]), *ask], standalone_mode=False)
    text = letter.read_text("utf-8")
    assert "## app" in text
    assert "1. **lodash 4.17.20**" in text
    assert asked in text
    assert "- zonder" in text  # no package URL: a question as well
    answered = analysed(places[0], "twee.cdx.json")
    CliRunner().invoke(cli, [*start, "--sbom", str(answered), *ask], standalone_mode=False)
    assert "lodash" not in letter.read_text("utf-8")


def test_sync_then_audit_from_the_copy(places: tuple[Path, Path], tmp_path: Path) -> None:
    store = ["--store", str(tmp_path / "a.db")]
    done = CliRunner().invoke(
        cli, ["sync", "advisories", "--from", str(places[1]), *store], standalone_mode=False
    )
    assert done.return_value == 0
    result = CliRunner().invoke(
        cli, ["audit", "--sbom", str(places[0]), "--nl", *store], standalone_mode=False
    )
    assert [r["advisory"] for r in lines(result.output) if r["kind"] == "finding"] == [
        "GHSA-voor-beel-dddd"
    ]


def test_no_socket_is_opened_by_an_audit(
    places: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("an audit never uses the network")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    store = ["--store", str(tmp_path / "a.db")]
    done = CliRunner().invoke(
        cli, ["sync", "advisories", "--from", str(places[1]), *store], standalone_mode=False
    )
    assert done.return_value == 0
    outputs = ["--sarif", str(tmp_path / "x.sarif"), "--atom", str(tmp_path / "x.xml"), "--health"]
    result = CliRunner().invoke(
        cli, ["audit", "--sbom", str(places[0]), "--nl", *store, *outputs], standalone_mode=False
    )
    assert result.exception is None
    assert "GHSA-voor-beel-dddd" in result.output


@pytest.mark.fixtures
def test_every_given_case_is_decided_as_expected(fixtures_dir: Path, tmp_path: Path) -> None:
    folder = fixtures_dir / "E_advisories"
    rows = [
        json.loads(line) for line in (folder / "match_cases.jsonl").read_text("utf-8").splitlines()
    ]
    purls = {}
    for row in rows:
        namespace, _, name = row["name"].rpartition("/")
        made = build(TYPES[row["ecosystem"]], name, row["version"], namespace=namespace)
        purls[row["ecosystem"], row["name"], row["version"]] = made
    components = [
        {"type": "library", "name": name, "version": version, "purl": purl}
        for (_, name, version), purl in purls.items()
    ]
    file = bom(tmp_path / "x.cdx.json", components)
    result = CliRunner().invoke(
        cli,
        ["audit", "--sbom", str(file), "--advisories", str(folder), "--nl"],
        standalone_mode=False,
    )
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in lines(result.output):
        if row["kind"] == "finding" and row.get("status") == "affected":
            found.setdefault((row["ecosystem"], row["name"], row["version"]), set()).add(
                row["advisory"]
            )
    wrong = [
        row
        for row in rows
        if (row["advisory"] in found.get((row["ecosystem"], row["name"], row["version"]), set()))
        != row["expected"]
    ]
    assert len(rows) == 3549
    assert wrong == []
