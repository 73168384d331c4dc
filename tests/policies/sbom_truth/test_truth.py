"""Each truth test on a document that shows what it looks for, and on one that does not."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

import msgspec
import pytest

from policies.sbom_truth.look import Document, Look, State
from policies.sbom_truth.registry import (
    TESTS,
    Truth,
    Verdict,
    judge,
    load_truth,
    question,
    truth_of,
)
from sbom.documents import cyclonedx_read
from sbom.errors import PackError, ParseError

NOW = datetime(2026, 11, 23, tzinfo=UTC)
NAMES = [
    "accepts",
    "body-parser",
    "express",
    "qs",
    "send",
    "cookie",
    "debug",
    "ms",
    "depd",
    "inherits",
    "lodash",
    "semver",
    "chalk",
    "yargs",
    "y18n",
    "yargs-parser",
    "glob",
    "minimatch",
    "once",
    "wrappy",
    "rimraf",
    "uuid",
    "ws",
    "tar",
    "which",
    "isexe",
    "path-key",
    "onetime",
    "mimic-fn",
    "is-docker",
    "p-limit",
    "p-locate",
    "locate-path",
    "find-up",
    "pkg-dir",
    "slash",
    "micromatch",
    "braces",
    "fill-range",
]
LICENSES = ("MIT", "ISC", "BSD-3-Clause", "Apache-2.0")


def part(name: str, number: int = 0, **changes: Any) -> dict[str, Any]:
    """A plausible component."""
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"r:{name}",
        "name": name,
        "version": f"1.{number}.0",
        "purl": f"pkg:npm/{name}@1.{number}.0",
        "hashes": [{"alg": "SHA-512", "content": sha512(name.encode()).hexdigest()}],
        "licenses": [{"license": {"id": LICENSES[number % 4]}}],
        "supplier": {"name": f"Maker {number}"},
    }
    made.update(changes)
    return made


def bom(names: Any = NAMES, **changes: Any) -> dict[str, Any]:
    """A plausible document: a graph two levels deep."""
    parts = [part(n, i) for i, n in enumerate(names)]
    made: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {
            "timestamp": "2026-11-01T00:00:00Z",
            "component": {
                "type": "application",
                "bom-ref": "root",
                "name": "zaaksysteem",
                "version": "3",
            },
        },
        "components": parts,
        "dependencies": [
            {"ref": "root", "dependsOn": [p["bom-ref"] for p in parts[:5]]},
            {"ref": parts[0]["bom-ref"], "dependsOn": [p["bom-ref"] for p in parts[5:]]},
        ]
        if parts
        else [],
    }
    made.update(changes)
    return made


def document(root: dict[str, Any], name: str = "levering.json") -> Document:
    return Document(name, cyclonedx_read.read(json.dumps(root).encode()))


def truth(root: dict[str, Any], *others: dict[str, Any], tags: tuple[str, ...] = ()) -> Truth:
    against = [document(o, f"ander{n}.json") for n, o in enumerate(others)]
    return judge(Look(document(root), now=NOW, tags=tags, others=against), load_truth())


def suspects(found: Truth) -> set[str]:
    return {r.test for r in found.suspects}


def outcome(found: Truth, test: str) -> State:
    return next(r.outcome.state for r in found.results if r.test == test)


def test_a_sound_document_is_plausible() -> None:
    found = truth(bom())
    assert suspects(found) == set()
    assert found.verdict is Verdict.PLAUSIBLE


def _dated(root: dict[str, Any]) -> None:
    root["components"][0] |= {"purl": "pkg:pypi/certifi@2026.11.12", "version": "2026.11.12"}


def _each(change: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    def spoil(root: dict[str, Any]) -> None:
        for item in root["components"]:
            change(item)

    return spoil


SPOILED: tuple[tuple[str, Callable[[dict[str, Any]], None]], ...] = (
    ("no-components", lambda r: r.update(components=[], dependencies=[])),
    (
        "missing-children",
        lambda r: r.update(components=[part("express"), part("react-dom"), part("lodash")]),
    ),
    ("no-transitives", lambda r: r["dependencies"].pop()),
    ("timestamp-future", lambda r: r["metadata"].update(timestamp="2027-01-01T00:00:00Z")),
    ("timestamp-missing", lambda r: r["metadata"].pop("timestamp")),
    ("timestamp-missing", lambda r: r["metadata"].update(timestamp="vorige week")),
    ("newer-than-document", _dated),
    (
        "newer-than-document",
        lambda r: r["components"][0].update(
            purl="pkg:golang/example.org/x@v0.0.0-20261120101010-abcdef123456",
            version="v0.0.0-20261120101010-abcdef123456",
        ),
    ),
    (
        "empty-hashes",
        lambda r: r["components"][3].update(
            hashes=[{"alg": "SHA-256", "content": sha256(b"").hexdigest()}]
        ),
    ),
    (
        "repeated-hashes",
        _each(lambda c: c.update(hashes=[{"alg": "SHA-256", "content": "1f" * 31 + "a7"}])),
    ),
    (
        "invented-hashes",
        _each(lambda c: c.update(hashes=[{"alg": "SHA-256", "content": "abc123"}])),
    ),
    (
        "invented-hashes",
        _each(lambda c: c.update(hashes=[{"alg": "SHA-256", "content": "0123456789abcdef" * 4}])),
    ),
    ("impossible-purls", _each(lambda c: c.update(purl=f"pkg:library/{c['name']}@1"))),
    ("impossible-purls", _each(lambda c: c.update(purl=f"pkg:maven/{c['name']}@1"))),
    ("impossible-purls", _each(lambda c: c.update(purl=f"pkg:npm/{c['name']}@1 beta"))),
    ("impossible-purls", _each(lambda c: c.update(purl=f"npm:{c['name']}"))),
    ("same-license", _each(lambda c: c.update(licenses=[{"license": {"id": "MIT"}}]))),
    ("same-supplier", _each(lambda c: c.update(supplier={"name": "Leverancier BV"}))),
    (
        "dangling-refs",
        lambda r: r["dependencies"].append(
            {"ref": "root", "dependsOn": [f"x{n}" for n in range(20)]}
        ),
    ),
    ("no-versions", _each(lambda c: c.update(version="^1.0", purl=f"pkg:npm/{c['name']}"))),
    (
        "placeholders",
        lambda r: r.update(
            components=[part(n) for n in ("component1", "library-a", "test", "voorbeeld2")]
        ),
    ),
)


@pytest.mark.parametrize(
    ("test", "spoil"), SPOILED, ids=[f"{t}-{n}" for n, (t, _) in enumerate(SPOILED)]
)
def test_what_is_odd_is_found_with_evidence_and_question(
    test: str, spoil: Callable[[dict[str, Any]], None]
) -> None:
    root = bom()
    spoil(root)
    found = truth(root)
    assert test in suspects(found)
    result = next(r for r in found.suspects if r.test == test)
    for language in ("nl", "en"):
        asked = question(result, load_truth(), language)
        assert asked
        assert "{" not in asked


def test_a_dated_version_before_the_document_is_fine() -> None:
    root = bom()
    root["components"][0] |= {"purl": "pkg:pypi/certifi@2026.10.5", "version": "2026.10.5"}
    assert outcome(truth(root), "newer-than-document") is State.OK


def test_an_unknown_calendar_is_no_date() -> None:
    root = bom()
    root["components"][0] |= {"purl": "pkg:nuget/Voorbeeld@2027.1.0", "version": "2027.1.0"}
    assert outcome(truth(root), "newer-than-document") is State.UNKNOWN


def test_old_dated_parts() -> None:
    root = bom()
    for number, item in enumerate(root["components"][:12]):
        version = f"v0.0.0-2019010{number % 9 + 1}101010-abcdef123456"
        item |= {"purl": f"pkg:golang/example.org/x{number}@{version}", "version": version}
    assert "old-parts" in suspects(truth(root))


def test_every_component_direct() -> None:
    names = [f"pakket-{a}{b}" for a in "abcdefgh" for b in "klmnopqr"]
    root = bom(names)
    root["dependencies"] = [{"ref": "root", "dependsOn": [f"r:{n}" for n in names]}]
    assert {"all-direct", "no-transitives"} <= suspects(truth(root))


def test_tags_say_what_must_occur() -> None:
    assert "one-ecosystem" in suspects(truth(bom(), tags=("java", "react")))
    assert "one-ecosystem" not in suspects(truth(bom(), tags=("react",)))
    assert outcome(truth(bom()), "one-ecosystem") is State.UNKNOWN
    assert "too-few" in suspects(truth(bom(), tags=("react",)))
    assert "too-few" not in suspects(truth(bom(), tags=("unheard-of",)))


def test_the_list_of_another_product() -> None:
    other = bom()
    other["metadata"]["component"]["name"] = "parkeersysteem"
    found = truth(bom(), other)
    assert "same-as-other" in suspects(found)
    assert found.verdict is Verdict.IMPLAUSIBLE
    other["components"] = other["components"][:10]
    assert "same-as-other" not in suspects(truth(bom(), other))


def test_the_list_of_last_year() -> None:
    before = bom()
    before["metadata"]["timestamp"] = "2025-11-01T00:00:00Z"
    before["metadata"]["component"]["version"] = "2"
    assert "copy-of-earlier" in suspects(truth(bom(), before))
    before["components"][0]["version"] = "0.9"
    before["components"][0]["purl"] = "pkg:npm/accepts@0.9"
    assert "copy-of-earlier" not in suspects(truth(bom(), before))


def test_licences_against_those_elsewhere() -> None:
    other = bom()
    other["metadata"]["component"]["name"] = "parkeersysteem"
    for item in other["components"]:
        item["licenses"] = [{"license": {"id": "GPL-3.0-only"}}]
    assert "license-contradiction" in suspects(truth(bom(), other))
    for item, mine in zip(other["components"], bom()["components"], strict=True):
        item["licenses"] = [{"expression": f"{mine['licenses'][0]['license']['id']} OR EUPL-1.2"}]
    assert "license-contradiction" not in suspects(truth(bom(), other))


def test_signs_of_one_cause_count_once() -> None:
    root = bom(NAMES[:12])
    for item in root["components"]:
        item.update(version="^1", purl=f"pkg:npm/{item['name']}")
    root["components"] = [
        c for c in root["components"] if c["name"] in {"express", "debug", "lodash"}
    ]
    root["components"] += [
        part(f"los-{n}", version="^1", purl=f"pkg:npm/los-{n}") for n in range(9)
    ]
    found = truth(root)
    assert {"missing-children", "no-versions"} <= suspects(found)
    assert found.verdict is Verdict.DOUBTFUL


def test_too_little_cannot_be_judged_and_half_read_neither() -> None:
    assert truth(bom(NAMES[:2])).verdict is Verdict.UNJUDGED
    root = bom()
    root["components"].append({"type": "library"})
    found = truth(root)
    assert found.partial
    assert found.verdict is Verdict.UNJUDGED


def test_a_vex_is_no_empty_sbom() -> None:
    root = bom(components=[], dependencies=[], vulnerabilities=[{"id": "CVE-2026-1"}])
    assert outcome(truth(root), "no-components") is State.UNKNOWN


def test_every_test_has_weight_reason_and_texts() -> None:
    data = load_truth()
    assert list(data.tests) == [name for name, _ in TESTS]
    for entry in data.tests.values():
        assert entry.weight > 0
        assert len(entry.reason) > 20
        for text in (entry.title, entry.question, entry.change):
            assert text.nl
            assert text.en


def test_every_lack_has_words() -> None:
    lacks = set()
    for root in (bom(), bom(()), {"bomFormat": "CycloneDX", "specVersion": "1.6"}):
        found = truth(root)
        lacks |= {r.outcome.lacks for r in found.results if r.outcome.lacks}
    assert lacks <= load_truth().lacks.keys()


def test_a_test_that_is_not_there_is_refused() -> None:
    content = msgspec.json.encode(load_truth())
    with pytest.raises(PackError, match="not the tests"):
        truth_of(content.replace(b'"all-direct"', b'"all-direckt"', 1))


@pytest.mark.fixtures
def test_false_alarms_on_public_documents_stay_few(fixtures_dir: Path) -> None:
    """Real lists of 20 components or more: none may be called implausible, and few doubtful."""
    folder = fixtures_dir / "C_sbom_vex"
    verdicts: dict[str, int] = {}
    for item in json.loads((folder / "index.json").read_text("utf-8"))["items"]:
        if item["set"] not in {
            "in-the-wild",
            "in-the-lab",
            "dependency-track",
            "cyclonedx-bom-examples",
        }:
            continue
        content = (folder / item["file"]).read_bytes()
        try:
            from sbom.documents.reading import read_any

            inventory = read_any(content, expected=item["kind"])
        except ParseError:
            continue
        found = judge(Look(Document(item["file"], inventory), now=NOW), load_truth())
        if found.components >= 20:
            verdicts[found.verdict.value] = verdicts.get(found.verdict.value, 0) + 1
    assert verdicts.get("implausible", 0) == 0
    assert verdicts["doubtful"] <= 0.2 * sum(verdicts.values())
