"""GitHub's advisories as its REST and GraphQL interfaces give them, brought into the shape of OSV.

Source: GitHub Docs, "Global security advisories" (REST, 2022-11-28) and `SecurityAdvisory` (GraphQL).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sbom.advisories.advisory import (
    Advisory,
    Affected,
    DatabaseSpecific,
    Event,
    Package,
    Range,
    Severity,
)
from sbom.advisories.words import links, mapping, text

_GITHUB = {
    "actions": "GitHub Actions",
    "composer": "Packagist",
    "erlang": "Hex",
    "go": "Go",
    "maven": "Maven",
    "npm": "npm",
    "nuget": "NuGet",
    "pip": "PyPI",
    "pub": "Pub",
    "rubygems": "RubyGems",
    "rust": "crates.io",
    "swift": "SwiftURL",
}


def advisory(value: Mapping[str, Any]) -> Advisory:
    """One advisory."""
    found = value.get("vulnerabilities")
    nodes = found.get("nodes") if isinstance(found, dict) else found
    affected = []
    for node in nodes if isinstance(nodes, list) else ():
        if not isinstance(node, dict):
            continue
        package = mapping(node.get("package"))
        ecosystem = text(package.get("ecosystem")).lower()
        stated = text(node.get("vulnerable_version_range")) or text(
            node.get("vulnerableVersionRange")
        )
        first = node.get("first_patched_version") or node.get("firstPatchedVersion")
        fixed = text(first.get("identifier")) if isinstance(first, dict) else text(first)
        affected.append(
            Affected(
                package=Package(
                    ecosystem=_GITHUB.get(ecosystem, ecosystem), name=text(package.get("name"))
                ),
                ranges=(Range(type="ECOSYSTEM", events=tuple(_github_events(stated, fixed))),),
            )
        )
    aliases = [
        text(i.get("value"))
        for i in value.get("identifiers") or ()
        if isinstance(i, dict) and text(i.get("value"))
    ]
    made = text(value.get("ghsa_id")) or text(value.get("ghsaId"))
    cvss = mapping(value.get("cvss"))
    vector = text(cvss.get("vector_string")) or text(cvss.get("vectorString"))
    return Advisory(
        id=made,
        published=text(value.get("published_at")) or text(value.get("publishedAt")),
        modified=text(value.get("updated_at")) or text(value.get("updatedAt")),
        withdrawn=text(value.get("withdrawn_at")) or text(value.get("withdrawnAt")) or None,
        aliases=tuple(
            dict.fromkeys(a for a in (*aliases, text(value.get("cve_id"))) if a and a != made)
        ),
        summary=text(value.get("summary")),
        details=text(value.get("description")),
        severity=(Severity(type="CVSS_V3", score=vector),) if vector else (),
        affected=tuple(affected),
        database_specific=DatabaseSpecific(
            severity=text(value.get("severity")).upper().replace("MEDIUM", "MODERATE") or None,
            malicious=text(value.get("type")).lower() == "malware" or None,
        ),
        references=links(value.get("html_url")),
    )


def _github_events(stated: str, fixed: str) -> Iterator[Event]:
    """`>= 1.0, < 1.2` as events; what is not understood affects all."""
    low, last = "0", ""
    for part in stated.split(","):
        operator, _, version = part.strip().partition(" ")
        if operator in {">=", ">"}:
            low = version.strip()
        elif operator == "<":
            fixed = fixed or version.strip()
        elif operator == "<=":
            last = version.strip()
        elif operator == "=":
            low = last = version.strip()
    yield Event(introduced=low)
    if last:
        yield Event(last_affected=last)
    elif fixed:
        yield Event(fixed=fixed)
