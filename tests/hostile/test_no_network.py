"""No command uses the network but those that say so: every one is run on the example estate.

A command added later is found by walking the command table; until a line here says how to run it, the
first test fails. Processes that a command starts refuse sockets too (`sitecustomize`).
"""

import json
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from command_line import ROOT, Sluis

from scanner.cli.main import cli

BY_DESIGN = "sync "
"""Commands that start so fetch: that is what they are for. Reading a folder they ask nothing either."""
DOSSIER = "examples/dossiers/gemengd"
CONTRACT = f"{DOSSIER}/overeenkomst.pdf"
TERMS = "examples/dossiers/goed/overeenkomst.txt"
BOM = f"{DOSSIER}/meldkaart-4.2.cdx.json"
LOCK = "examples/repositories/geoportaal"
SAID = ["CVE-2026-0001", "--product", "zaaksysteem", "--status", "affected"]
PUBLISHER = "Voorbeeld <https://voorbeeld.example.org>"
DECIDED = [
    "--explanation",
    "tot de vervanging",
    "--decided-by",
    "Directeur",
    "--until",
    "2027-01-01",
]

RUNS: dict[str, list[list[str]]] = {
    "audit": [
        ["--advisories", "meldingen", "--health", "--sarif", "a.sarif", "--gitlab", "a.json"],
        ["--advisories", "meldingen", "--sbom", BOM, "--atom", "a.xml", "--questions", "v.md"],
        ["--advisories", "meldingen", "--csaf", "vb-1.json", "--publisher", PUBLISHER],
    ],
    "contract diff": [[CONTRACT, "examples/dossiers/goed/overeenkomst.txt"]],
    "contract evaluate": [["goud.jsonl", "lezing.jsonl"]],
    "contract explain": [["data_export"], ["data_export", CONTRACT]],
    "contract label": [
        [TERMS, "data_export", "--confirm", "--reason", "staat er", "--labels", "oordelen.jsonl"]
    ],
    "contract list": [["--db", "e.db"]],
    "contract read": [[CONTRACT]],
    "contract text": [[CONTRACT]],
    "contract train": [["geleerd.jsonl", "-o", "model.json"]],
    "db backup": [["kopie.db", "--db", "e.db"]],
    "db check": [["--db", "e.db"]],
    "db migrate": [["--db", "e.db"]],
    "demo": [[]],
    "diff": [["--db", "e.db"]],
    "doctor": [[]],
    "explain": [["license-denied"]],
    "find": [["left-pad", "--db", "e.db"]],
    "impact": [["left-pad", "--db", "e.db"], ["--license", "MIT", "--db", "e.db"]],
    "init": [["nieuw"]],
    "license compatible": [["MIT", "GPL-3.0-only"]],
    "license curations": [["examples/curations.yaml"]],
    "license evidence": [["left-pad", "--db", "e.db"]],
    "license identify": [["LICENSE"]],
    "license notice": [[LOCK]],
    "license obligations": [["--system", "SYSTEM", "--db", "e.db"]],
    "license timeline": [["left-pad", "--db", "e.db"]],
    "policy explain": [["MIT"]],
    "policy list": [[]],
    "policy test": [[]],
    "policy validate": [["beleid"]],
    "register deadlines": [["examples/registers/contracten.csv"]],
    "register form": [["-o", "formulier.ods"]],
    "register read": [["examples/registers/leveranciers.csv"]],
    "report": [
        ["--db", "e.db"],
        ["--db", "e.db", "--format", "html", "-o", "r.html"],
        ["--db", "e.db", "--format", "sarif", "-o", "r.sarif"],
    ],
    "sbom convert": [[BOM, "--to", "spdx", "-o", "c.spdx.json"]],
    "sbom create": [[LOCK, "-o", "b.json"], ["--estate", "--db", "e.db", "-o", "f.json"]],
    "sbom diff": [[BOM, "examples/supplied/zaaksysteem/zaakwerk-2026.3.cdx.json"]],
    "sbom merge": [[BOM, BOM, "-o", "m.json"]],
    "sbom score": [[BOM]],
    "sbom truth": [[BOM]],
    "sbom validate": [[BOM]],
    "scan": [["examples/estate.yaml", "--db", "tweede.db", "--jobs", "2"]],
    "standards annual": [[DOSSIER]],
    "standards check": [[f"{DOSSIER}/openapi.yaml"]],
    "standards list": [[]],
    "standards show": [["--db", "e.db"]],
    "sync advisories": [["--from", "meldingen", "--store", "kopie-meldingen.db"]],
    "vendor check": [[DOSSIER]],
    "vendor pack": [[DOSSIER, "-o", "dossier.zip"]],
    "vendor verify": [["gemaakt.zip"]],
    "vex add": [
        [*SAID, "--by", "Team Zaken", "--why", "werk bij", "--file", "eigen.json"],
    ],
    "vex show": [["uitspraken.json"]],
    "waive": [
        ["FINGERPRINT", "--ground", "GROUND", *DECIDED, "--db", "e.db", "--file", "w.yaml"],
    ],
    "why": [["left-pad", "--db", "e.db"]],
}
"""By command: the arguments of each run. Capitals are filled in from the estate."""
ADVISORY = {
    "id": "VB-1",
    "modified": "2026-11-20T00:00:00Z",
    "affected": [
        {
            "package": {"ecosystem": "npm", "name": "left-pad"},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}],
        }
    ],
}
STATEMENT = {
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": "urn:voorbeeld:vex",
    "author": "Voorbeeld",
    "timestamp": "2026-11-20T00:00:00Z",
    "version": 1,
    "statements": [
        {
            "vulnerability": {"name": "CVE-2026-0001"},
            "products": [{"@id": "pkg:npm/left-pad"}],
            "status": "under_investigation",
        }
    ],
}
REFUSING = """
import socket

def refuse(*arguments, **named):
    with open({marker!r}, "a") as file:
        print(arguments, file=file)
    raise OSError("no network here")

socket.socket.__init__ = refuse
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
"""


def commands(group: click.Group, path: str = "") -> Iterator[str]:
    """Every command below a group, as it is typed."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        if isinstance(found, click.Group):
            yield from commands(found, f"{path}{name} ")
        else:
            yield path + name


def test_every_command_is_run_here() -> None:
    known = set(commands(cli))
    apart = {name for name in known if name.startswith(BY_DESIGN)}
    assert known - set(RUNS) - apart == set(), "say in RUNS how to run it"
    assert set(RUNS) - known == set()


@pytest.mark.slow
def test_no_command_opens_a_socket(
    sluis: Sluis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = _estate(sluis, tmp_path)
    marker = tmp_path / "gevraagd"
    (tmp_path / "dicht").mkdir()
    (tmp_path / "dicht/sitecustomize.py").write_text(REFUSING.format(marker=str(marker)), "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "dicht"))

    def refused(*arguments: object, **_: object) -> None:
        with marker.open("a") as file:
            file.write(f"{arguments}\n")
        raise OSError("no network here")

    monkeypatch.setattr(socket.socket, "__init__", refused)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refused)
    for name, runs in RUNS.items():
        for arguments in runs:
            ran = sluis(*name.split(), *(filled.get(a, a) for a in arguments))
            assert not marker.exists(), (name, arguments, marker.read_text())
            assert ran.code in {0, 1, 3}, (name, arguments, ran.code, ran.err)


@pytest.mark.slow
def test_what_a_started_process_asks_would_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess

    marker = tmp_path / "gevraagd"
    (tmp_path / "sitecustomize.py").write_text(REFUSING.format(marker=str(marker)), "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    command = [sys.executable, "-c", "import socket; socket.socket()"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1
    assert marker.exists()


def _estate(sluis: Sluis, folder: Path) -> dict[str, str]:
    """The example estate scanned, with what commands want to find beside it."""
    shutil.copytree(ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("out"))
    shutil.copy(ROOT / "LICENSE", folder)
    (folder / "meldingen").mkdir()
    (folder / "meldingen/VB-1.json").write_text(json.dumps(ADVISORY), "utf-8")
    (folder / "uitspraken.json").write_text(json.dumps(STATEMENT), "utf-8")
    (folder / "beleid").mkdir()
    (folder / "beleid/texts.nl.yaml").write_text("{}\n", "utf-8")
    label = {"clause": "data_export", "quote": "levert alle gegevens", "right": True, "heading": ""}
    (folder / "geleerd.jsonl").write_text(json.dumps(label) + "\n", "utf-8")
    evidence = [{"start": 0, "end": 9}]
    gold = {"doc_id": "x", "clause": "data_export", "status": "present", "evidence": evidence}
    (folder / "goud.jsonl").write_text(json.dumps(gold) + "\n", "utf-8")
    read = sluis("contract", "read", "examples/dossiers/goed/overeenkomst.txt", "--nl")
    (folder / "lezing.jsonl").write_text(read.out, "utf-8")
    for at in ("2026-11-22T12:00:00+00:00", "2026-11-23T12:00:00+00:00"):
        assert sluis("scan", "examples/estate.yaml", "--db", "e.db", SLUIS_NOW=at).code in {0, 3}
    assert sluis("vendor", "pack", DOSSIER, "-o", "gemaakt.zip").code in {0, 1, 3}
    report = json.loads(sluis("report", "--db", "e.db", "--format", "json").out)
    finding = report["findings"][0]
    grounds = sluis("policy", "list", "--grounds").out
    system = next(f["system"] for f in report["findings"] if f["system"])
    return {
        "FINGERPRINT": finding["fingerprint"],
        "GROUND": grounds.splitlines()[2].split()[0],
        "SYSTEM": system,
    }
