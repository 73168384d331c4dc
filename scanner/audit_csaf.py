"""Findings as a CSAF document about own software: a draft for the security team to publish.

One product for each system, or for what an audited SBOM describes; each affected component is a part of
it. Answers (VEX) become not affected or fixed, with their reason; what is only possible is under
investigation; a waiver changes nothing, since accepted is still affected. The document is a draft: who
publishes it looks it over and gives it a number.

Source: CSAF 2.0 (OASIS, 2022), profile 5 (VEX), sections 3.2 and 6.1.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sbom.advisories.scoring import rating_of
from sbom.issue import Issue, IssueKind, Stage
from scanner.audit_outputs import Publisher
from scanner.version import __version__
from scanner.words import words

Row = Mapping[str, Any]
_STATUS = {
    "not_affected": "known_not_affected",
    "fixed": "fixed",
    "affected": "known_affected",
    "possibly": "under_investigation",
}
_WORST = ("known_affected", "under_investigation", "fixed", "known_not_affected")
_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,}")
_FLAGS = frozenset(
    {
        "component_not_present",
        "vulnerable_code_not_present",
        "vulnerable_code_not_in_execute_path",
        "vulnerable_code_cannot_be_controlled_by_adversary",
        "inline_mitigations_already_exist",
    }
)
_SYSTEMS = {
    "GHSA": "GitHub Security Advisories",
    "GO": "Go Vulnerability Database",
    "MAL": "OpenSSF Malicious Packages",
    "OSV": "OSV",
    "PYSEC": "PyPA Advisory Database",
    "RUSTSEC": "RustSec Advisory Database",
}


def csaf(
    rows: Iterable[Row], publisher: Publisher, number: str, at: datetime, lang: str
) -> dict[str, Any]:
    """The document; without vulnerabilities it lacks what CSAF demands, see `write_csaf`.

    Args:
        rows: Findings.
        publisher: Who publishes it.
        number: Its tracking id, which is also the name of its file.
        at: The present, aware.
        lang: Of texts.
    """
    say = words(lang)
    stamp = at.isoformat(timespec="seconds").replace("+00:00", "Z")
    told = [r for r in rows if r["rule"] in {"vulnerable-component", "malicious-package"}]
    tree = _Tree()
    groups: dict[str, list[tuple[str, Row]]] = {}
    for row in told:
        product = tree.product(row)
        for name in row["cves"] or [row["advisory"]]:
            groups.setdefault(name, []).append((product, row))
    return {
        "document": {
            "category": "csaf_vex",
            "csaf_version": "2.0",
            "lang": lang,
            "title": say("audit.csaf-title", name=publisher.name),
            "publisher": {
                "category": "vendor",
                "name": publisher.name,
                "namespace": publisher.namespace,
            },
            "tracking": {
                "id": number,
                "status": "draft",
                "version": "0.1.0",
                "initial_release_date": stamp,
                "current_release_date": stamp,
                "generator": {"date": stamp, "engine": {"name": "Sluis", "version": __version__}},
                "revision_history": [
                    {"number": "0.1.0", "date": stamp, "summary": say("audit.csaf-draft")}
                ],
            },
        },
        "product_tree": tree.whole(),
        "vulnerabilities": [_vulnerability(n, groups[n], lang) for n in sorted(groups)],
    }


def write_csaf(
    rows: Sequence[Row], target: tuple[Path, Publisher], at: datetime, lang: str
) -> list[tuple[str, Issue]]:
    """Write the document when there is something to tell; returns what went wrong."""
    path, publisher = target
    document = csaf(rows, publisher, path.stem, at, lang)
    if not document["vulnerabilities"]:
        message = "nothing falls under an advisory, so there is no CSAF document"
        return [(str(path), Issue(kind=IssueKind.NOTE, message=message))]
    try:
        path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        return [(str(path), Issue(kind=IssueKind.UNREADABLE, stage=Stage.STORE, message=message))]
    return []


class _Tree:
    """The product tree: products, components, and each component in its product."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, Any]] = {}
        self._relations: dict[str, dict[str, Any]] = {}

    def product(self, row: Row) -> str:
        """Id of the component as part of its product."""
        whole = str(row.get("system_name") or row.get("system") or row.get("audited") or "sbom")
        owner = self._full(f"product {whole}", whole)
        version = row["version"] or row["requirement"]
        name = f"{row['name']} {version}".strip()
        part = self._full(f"part {row['purl']} {version}", name, row["purl"])
        made = _id(f"{owner} {part}")
        self._relations[made] = {
            "category": "default_component_of",
            "product_reference": part,
            "relates_to_product_reference": owner,
            "full_product_name": {"product_id": made, "name": f"{name} ({whole})"},
        }
        return made

    def _full(self, key: str, name: str, purl: str = "") -> str:
        made = _id(key)
        if made not in self._names:
            self._names[made] = {"product_id": made, "name": name}
            if purl:
                self._names[made]["product_identification_helper"] = {"purl": purl}
        return made

    def whole(self) -> dict[str, Any]:
        """As CSAF wants it."""
        return {
            "full_product_names": list(self._names.values()),
            "relationships": list(self._relations.values()),
        }


def _id(key: str) -> str:
    return f"CSAFPID-{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _status(row: Row) -> str:
    effective = row.get("effective", "open")
    if effective in {"not_affected", "fixed"}:
        return _STATUS[effective]
    if (row.get("vex") or {}).get("status") == "under_investigation":
        return "under_investigation"
    return _STATUS[row["status"]]


def _vulnerability(name: str, told: Sequence[tuple[str, Row]], lang: str) -> dict[str, Any]:
    from scanner.audit_formats import advice

    by_product: dict[str, Row] = {}
    for product, row in told:
        known = by_product.get(product)
        if known is None or _WORST.index(_status(row)) < _WORST.index(_status(known)):
            by_product[product] = row
    first = told[0][1]
    made: dict[str, Any] = {"title": first["title"] or name}
    if _CVE.fullmatch(name):
        made["cve"] = name
    ids = dict.fromkeys(r["advisory"] for _, r in told if not _CVE.fullmatch(r["advisory"]))
    if not ids and "cve" not in made:
        ids = {name: None}
    if ids:
        made["ids"] = [
            {"system_name": _SYSTEMS.get(i.partition("-")[0], i.partition("-")[0]), "text": i}
            for i in ids
        ]
    made["notes"] = [{"category": "description", "text": first["title"] or name}]
    links = dict.fromkeys(u for _, r in told for u in r["references"] if "://" in u)
    if links:
        made["references"] = [{"summary": u, "url": u} for u in list(links)[:10]]
    statuses: dict[str, list[str]] = {}
    for product, row in by_product.items():
        statuses.setdefault(_status(row), []).append(product)
    made["product_status"] = {k: sorted(v) for k, v in sorted(statuses.items())}
    affected = statuses.get("known_affected", [])
    made["remediations"] = [
        {
            "category": "vendor_fix" if by_product[p]["fixed"] else "mitigation",
            "details": advice(by_product[p], lang),
            "product_ids": [p],
        }
        for p in affected
    ]
    _reasons(made, {p: by_product[p] for p in statuses.get("known_not_affected", [])}, lang)
    scored = [s for p in affected for s in _score(p, by_product[p])]
    if scored:
        made["scores"] = scored
    return {k: v for k, v in made.items() if v != []}


def _reasons(made: dict[str, Any], products: Mapping[str, Row], lang: str) -> None:
    """Why products are not affected: the label of VEX, else the statement in words."""
    flags, threats = [], []
    for product, row in products.items():
        label = row["vex"]["justification"]
        if label in _FLAGS:
            flags.append({"label": label, "product_ids": [product]})
        if row["vex"]["statement"] or label not in _FLAGS:
            text = row["vex"]["statement"] or label or words(lang)("audit.vex-not_affected")
            threats.append({"category": "impact", "details": text, "product_ids": [product]})
    if flags:
        made["flags"] = flags
    if threats:
        made["threats"] = threats


def _score(product: str, row: Row) -> Iterable[dict[str, Any]]:
    """CSAF 2.0 knows CVSS 2 and 3; a score of 4 or a word alone is left out."""
    version, vector = row["score_version"], row["vector"]
    if row["score"] is None or not vector:
        return
    if version in {"3.0", "3.1"}:
        stated = {
            "version": version,
            "vectorString": vector,
            "baseScore": row["score"],
            "baseSeverity": rating_of(row["score"]).upper(),
        }
        yield {"products": [product], "cvss_v3": stated}
    elif version == "2.0":
        stated = {"version": version, "vectorString": vector, "baseScore": row["score"]}
        yield {"products": [product], "cvss_v2": stated}
