"""Contract folders in an estate: read once, laid together, kept by content, and judged."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT

from collectors import contracts
from collectors.collector import Limits, State, Target
from sbom.errors import CollectError
from sbom.inventory import Inventory
from sbom.source import OriginKind
from scanner.contracts_source import FORMAT, read_contracts
from scanner.source_reader import CacheKey, SourceAnswer

CONTRACT = """OVEREENKOMST ICT-DIENSTEN

Artikel 1. Rangorde

1.1 Bij strijdigheid gaat de Verwerkersovereenkomst voor op deze Overeenkomst.

Artikel 2. Slot

2.1 De aansprakelijkheid van Leverancier is per gebeurtenis beperkt tot viermaal de jaarvergoeding, met een \
maximum van EUR 2.000.000 per jaar.

2.2 Op deze overeenkomst is Nederlands recht van toepassing.

2.3 Deze overeenkomst kan door Opdrachtgever worden opgezegd met een opzegtermijn van zes maanden.
"""
PROCESSOR = """VERWERKERSOVEREENKOMST

Artikel 1. Slot

1.1 De aansprakelijkheid van Verwerker is uitgesloten.
"""
ESTATE = """organisation: {name: Gemeente Voorbeeld}
database: estate.db
systems:
  - id: zaak
    name: Zaaksysteem
    sourcing: commercial
    tags: [saas]
    targets:
      - contracts: contracten
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "contracten"
    made.mkdir()
    (made / "contract.txt").write_text(CONTRACT, "utf-8")
    (made / "bijlage-1-verwerkersovereenkomst.txt").write_text(PROCESSOR, "utf-8")
    (made / "plaatje.svg").write_text("<svg/>", "utf-8")
    (made / "~$contract.docx").write_bytes(b"lock")
    return made


def target(place: Path) -> Target:
    return Target(id="contracten", kind=OriginKind.CONTRACTS, location=str(place), system="zaak")


def read(place: Path, known: dict[CacheKey, Inventory] | None = None) -> SourceAnswer:
    def cached(keys: list[CacheKey]) -> dict[CacheKey, Inventory]:
        return {k: known[k] for k in keys if known and k in known}

    return read_contracts(target(place), contracts, limits=Limits(), cached=cached)


def said(answer: SourceAnswer) -> dict[tuple[str, str], dict[str, str]]:
    return {
        (f.path, d.name): dict(d.properties)
        for f in answer.result.files
        for d in f.inventory.descriptors
        if d.kind == "contract-clause"
    }


def test_the_document_that_prevails_leads(folder: Path) -> None:
    answer = read(folder)
    assert answer.result.state is State.COMPLETE
    assert [f.path for f in answer.result.files] == [
        "bijlage-1-verwerkersovereenkomst.txt",
        "contract.txt",
    ]
    found = said(answer)
    processor = found["bijlage-1-verwerkersovereenkomst.txt", "liability_cap"]
    assert (processor["status"], processor["leads"]) == ("contradicted", "yes")
    assert processor["because"].startswith("contract.txt: 1.1 Bij strijdigheid")
    assert "leads" not in found["contract.txt", "liability_cap"]
    assert found["contract.txt", "governing_law"]["law"] == "NL"
    assert found["contract.txt", "termination_convenience"]["number.notice_months"] == "6"
    assert any("ending" in i.message for i in answer.result.issues)


def test_an_unchanged_document_is_taken_from_the_cache(folder: Path) -> None:
    first = read(folder)
    assert (len(first.fresh), first.result.cache_hits) == (2, 0)
    (folder / "contract.txt").write_text(CONTRACT.replace("zes maanden", "een maand"), "utf-8")
    second = read(folder, dict(first.fresh))
    assert (len(second.fresh), second.result.cache_hits) == (1, 1)
    found = said(second)
    assert found["contract.txt", "termination_convenience"]["number.notice_months"] == "1"
    assert "leads" in found["bijlage-1-verwerkersovereenkomst.txt", "liability_cap"]
    assert said(read(folder, dict(second.fresh) | dict(first.fresh))) == found


def test_what_is_kept_but_cannot_be_understood_is_read_again(folder: Path) -> None:
    first = read(folder)
    broken = {key: Inventory() for key, _ in first.fresh}
    assert said(read(folder, broken)) == said(first)


def test_a_bad_document_costs_only_itself(folder: Path) -> None:
    (folder / "kapot.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (folder / "leeg.docx").write_bytes(b"")
    answer = read(folder)
    states = {f.path: f.state for f in answer.result.files}
    assert states["kapot.pdf"] == states["leeg.docx"] == "failed"
    assert states["contract.txt"] == "read"
    assert answer.result.state is State.PARTIAL
    assert all(f.format == FORMAT for f in answer.result.files)
    assert not [k for k, _ in answer.fresh if k[3] in {"kapot.pdf", "leeg.docx"}]


def test_one_document_can_be_the_target(folder: Path) -> None:
    answer = read(folder / "contract.txt")
    assert [f.path for f in answer.result.files] == ["contract.txt"]


def test_a_folder_that_is_not_there_fails_with_a_reason(tmp_path: Path) -> None:
    answer = read(tmp_path / "weg")
    assert answer.result.state is State.FAILED
    assert "is not there" in answer.result.issues[0].message
    with pytest.raises(CollectError):
        contracts.revision(target(tmp_path / "weg"), Limits())


def sluis(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scanner", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": str(folder), "LANG": "C.UTF-8"},
    )  # fmt: skip


def test_a_scan_tells_what_the_contracts_say(folder: Path) -> None:
    home = folder.parent
    (home / "estate.yaml").write_text(ESTATE, "utf-8")
    assert sluis("scan", folder=home).returncode == 0
    listed = sluis("contract", "list", "--nl", "--db", "estate.db", folder=home)
    rows = {r["clause"]: r for r in map(json.loads, listed.stdout.splitlines())}
    assert rows["liability_cap"]["document"] == "bijlage-1-verwerkersovereenkomst.txt"
    assert rows["termination_convenience"]["values"]["notice_months"] == 6
    absent = sluis(
        "contract", "list", "--status", "absent", "--nl", "--db", "estate.db", folder=home
    )
    assert "data_export" in {json.loads(line)["clause"] for line in absent.stdout.splitlines()}
    report = sluis("report", "--format", "jsonl", "--db", "estate.db", folder=home)
    assert "contract-limit-exceeded" in report.stdout
    html = sluis("report", "--format", "html", "--db", "estate.db", folder=home)
    assert "De aansprakelijkheid van Verwerker is uitgesloten." in html.stdout
    again = sluis("scan", folder=home)
    assert "ongewijzigd: 1" in again.stdout + again.stderr
