"""`sluis sbom convert`, `merge`, `diff` and `validate` as a person runs them."""

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from command_line import Sluis

from sbom.validity import validate


def bom(*components: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {
            "timestamp": "2026-11-01T00:00:00Z",
            "component": {"type": "application", "bom-ref": "r", "name": "zaak", "version": "1"},
        },
        "components": list(components),
        **members,
    }


def npm(name: str, version: str = "1.0", **members: Any) -> dict[str, Any]:
    purl = f"pkg:npm/{name}@{version}"
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": purl,
        "bom-ref": purl,
        **members,
    }


def written(folder: Path, document: object, name: str = "levering.cdx.json") -> Path:
    file = folder / name
    file.write_text(
        document if isinstance(document, str) else json.dumps(document, indent=1), "utf-8"
    )
    return file


@pytest.mark.parametrize("form", ["cyclonedx", "cyclonedx-xml", "spdx", "spdx-tv", "spdx3"])
def test_convert_gives_valid_documents_and_the_same_bytes(
    sluis: Sluis, tmp_path: Path, form: str
) -> None:
    file = written(tmp_path, bom(npm("kern"), npm("lib", "2.0")))
    first = sluis("sbom", "convert", file, "--to", form)
    assert (first.code, first.err) == (0, "")
    assert validate(first.out.encode()).faults == ()
    assert "pkg:npm/lib@2.0" in first.out
    out = tmp_path / "uit"
    assert sluis("sbom", "convert", file, "--to", form, "-o", out).code == 0
    assert out.read_text("utf-8") == first.out


def test_convert_reads_a_spreadsheet_and_says_what_was_lost(sluis: Sluis, tmp_path: Path) -> None:
    file = written(tmp_path, "Naam;Versie\nkern;1.0\n;2.0\n", "lijst.csv")
    ran = sluis("sbom", "convert", file, "--spec", "1.4")
    assert ran.code == 3
    assert "lijst.csv:3: row 3: heeft geen naam" in ran.err
    assert json.loads(ran.out)["components"][0]["name"] == "kern"


def test_convert_names_what_has_no_place(sluis: Sluis, tmp_path: Path) -> None:
    file = written(tmp_path, bom(npm("kern"), vulnerabilities=[{"id": "CVE-2026-1"}]))
    ran = sluis("sbom", "convert", file)
    assert (ran.code, ran.err.strip()) == (
        0,
        "sluis: levering.cdx.json: niet overgenomen: 1 vulnerabilities",
    )


def test_convert_of_something_else(sluis: Sluis, tmp_path: Path) -> None:
    ran = sluis("sbom", "convert", written(tmp_path, "zomaar", "x.weetniet"))
    assert ran.code == 2
    assert "heeft geen vorm die deze versie leest" in ran.err


def test_merge(sluis: Sluis, tmp_path: Path) -> None:
    one = written(tmp_path, bom(npm("kern", licenses=[{"license": {"id": "MIT"}}])), "een.cdx.json")
    two = written(
        tmp_path, "name,version,purl,license\nkern,1.0,pkg:npm/kern@1.0,ISC\n", "twee.csv"
    )
    ran = sluis("sbom", "merge", one, two, "--name", "alles", "--version", "7")
    assert ran.code == 0
    assert ran.out == sluis("sbom", "merge", two, one, "--name", "alles", "--version", "7").out
    assert validate(ran.out.encode()).faults == ()
    content = json.loads(ran.out)
    assert content["metadata"]["component"]["name"] == "alles"
    (kern,) = [c for c in content["components"] if c["name"] == "kern"]
    assert [o["location"] for o in kern["evidence"]["occurrences"]] == ["een.cdx.json", "twee.csv"]
    assert [p["value"] for p in kern["properties"] if p["name"] == "sluis:stated"] == [
        "een.cdx.json: license MIT",
        "twee.csv: license ISC",
    ]


def test_merge_of_files_of_one_name(sluis: Sluis, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    files = [written(tmp_path / f, bom(npm(f)), "bom.json") for f in ("a", "b")]
    content = json.loads(sluis("sbom", "merge", *files).out)
    places = {o["location"] for c in content["components"] for o in c["evidence"]["occurrences"]}
    assert places == {"a/bom.json", "b/bom.json"}


def test_diff(sluis: Sluis, tmp_path: Path) -> None:
    before = written(tmp_path, bom(npm("kern"), npm("weg")), "voor.cdx.json")
    after = written(tmp_path, bom(npm("kern", "2.0"), npm("nieuw")), "na.cdx.json")
    ran = sluis("sbom", "diff", before, after)
    lines = ["~ pkg:npm/kern: versie 1.0 -> 2.0", "+ pkg:npm/nieuw 1.0", "- pkg:npm/weg 1.0"]
    total = "1 toegevoegd, 1 verdwenen, 1 wijziging."
    assert (ran.code, ran.out.splitlines()) == (0, [*lines, total])
    english = sluis("sbom", "diff", before, after, "--lang", "en").out.splitlines()
    assert english[0] == "~ pkg:npm/kern: version 1.0 -> 2.0"
    assert english[-1] == "1 added, 1 removed, 1 change."
    assert sluis("sbom", "diff", before, after, "--exit-code").code == 1
    same = sluis("sbom", "diff", before, before, "--exit-code")
    assert (same.code, same.out) == (0, "Geen verschillen.\n")
    listed = json.loads(sluis("sbom", "diff", before, after, "--json").out)
    assert listed[0] == {
        "what": "version",
        "package": "pkg:npm/kern",
        "name": "kern",
        "before": ["1.0"],
        "after": ["2.0"],
    }


def test_validate(sluis: Sluis, tmp_path: Path) -> None:
    right = written(tmp_path, bom(npm("kern")), "goed.json")
    wrong = written(tmp_path, bom(npm("kern", type="onzin")), "fout.json")
    ran = sluis("sbom", "validate", right)
    assert (ran.code, ran.out) == (0, f"{right}: geldig CycloneDX JSON 1.6\n")
    ran = sluis("sbom", "validate", right, wrong)
    assert ran.code == 1
    assert f"{wrong}: ONGELDIG CycloneDX JSON 1.6" in ran.out
    assert "fout.json:15: $.components[0].type: 'onzin' is niet een van" in ran.out
    assert ran.out.endswith("2 documenten: 1 geldig, 1 ongeldig.\n")
    english = sluis("sbom", "validate", wrong, "--lang", "en").out
    assert "INVALID CycloneDX JSON 1.6" in english
    assert "fout.json:15: $.components[0].type: 'onzin' is not one of" in english
    verdicts = json.loads(sluis("sbom", "validate", right, wrong, "--json").out)
    assert [v["valid"] for v in verdicts] == [True, False]
    assert verdicts[1]["faults"][0]["path"] == "$.components[0].type"
    ran = sluis("sbom", "validate", right, written(tmp_path, "a;b", "x.csv"))
    assert ran.code == 2
    assert "is geen CycloneDX, SPDX, CSAF of OpenVEX" in ran.err


def test_packed_deliveries_are_opened(sluis: Sluis, tmp_path: Path) -> None:
    bill = json.dumps(bom(npm("kern"))).encode()
    other = json.dumps(bom(npm("lib"))).encode()
    lone = tmp_path / "bom.json.gz"
    lone.write_bytes(gzip.compress(bill))
    both = tmp_path / "levering.zip"
    with zipfile.ZipFile(both, "w") as archive:
        archive.writestr("een/bom.json", bill)
        archive.writestr("twee/bom.json.gz", gzip.compress(other))
        archive.writestr("leesmij.txt", b"Bij deze levering")
    ran = sluis("sbom", "convert", lone)
    assert (ran.code, ran.err) == (0, "")
    assert [c["name"] for c in json.loads(ran.out)["components"]] == ["kern"]
    ran = sluis("sbom", "merge", lone, both)
    places = {
        c["name"]: [o["location"] for o in c["evidence"]["occurrences"]]
        for c in json.loads(ran.out)["components"]
    }
    assert places["kern"] == ["bom.json.gz", "levering.zip!/een/bom.json"]
    assert places["lib"] == ["levering.zip!/twee/bom.json"]
    ran = sluis("sbom", "validate", both)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "2 documenten: 2 geldig, 0 ongeldig.")
    assert f"{both}!/een/bom.json: geldig" in ran.out
    assert "pkg:npm/lib" in sluis("sbom", "diff", lone, both).out
    assert sluis("sbom", "score", lone).out.startswith("bom.json.gz: CycloneDX 1.6")
    assert "een/bom.json, twee/bom.json)" in sluis("sbom", "truth", both).err
    broken = tmp_path / "kapot.gz"
    broken.write_bytes(gzip.compress(bill)[:-20])
    for words in (("convert", broken), ("score", broken), ("validate", broken)):
        ran = sluis("sbom", *words)
        assert ran.code == 2
        assert "is afgebroken" in ran.err
