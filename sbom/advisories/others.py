"""Forms of advisories besides OSV, brought into the shape of OSV.

- RubySec (`gem`, `patched_versions`, `unaffected_versions`): affected is who meets neither.
- FriendsOfPHP (`reference: composer://`, `branches.*.versions`): affected is who meets a branch.
- Node.js security working group (`module_name`, `vulnerable_versions`): npm requirements.
- RustSec's own form (TOML before a text): `[advisory]` and `[versions]`.
- GitHub's own forms: see `sbom.advisories.github`.

Sources: the repositories rubysec/ruby-advisory-db, FriendsOfPHP/security-advisories,
nodejs/security-wg and rustsec/advisory-db, 2026-08.
"""

from collections.abc import Mapping
from typing import Any

from sbom.advisories import github
from sbom.advisories.advisory import Advisory, Affected, AffectedSpecific, Package, Severity
from sbom.advisories.words import links, text, texts


def from_value(value: Mapping[str, Any], name: str) -> tuple[str, Advisory] | None:
    """(form, record) of one of the forms, or None when it is none of them.

    Args:
        value: Members of the file.
        name: Path of the file, from which an id is made when there is none.
    """
    if "gem" in value or "library" in value or "engine" in value:
        return _rubysec(value, name)
    reference = value.get("reference")
    if isinstance(reference, str) and "://" in reference and "branches" in value:
        return "friendsofphp", _friendsofphp(value, name, reference)
    if "module_name" in value and "vulnerable_versions" in value:
        return "nodejs-security-wg", _nodejs(value, name)
    if "ghsa_id" in value or "ghsaId" in value:
        return "github", github.advisory(value)
    if isinstance(value.get("advisory"), dict) and "versions" in value:
        return "rustsec", _rustsec(value["advisory"], value["versions"])
    return None


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0]


def _rubysec(value: Mapping[str, Any], name: str) -> tuple[str, Advisory] | None:
    gem = text(value.get("gem"))
    if not gem:
        if "patched_versions" not in value:
            return None
        gem = ""  # a Ruby engine or a library of it: kept, though found by no package
    aliases = [f"CVE-{c}" for c in texts(value.get("cve"))]
    aliases += [f"GHSA-{g.removeprefix('GHSA-')}" for g in texts(value.get("ghsa"))]
    aliases += [f"OSVDB-{o}" for o in texts(value.get("osvdb"))]
    stem = _stem(name)
    made = stem if stem.startswith(("CVE-", "GHSA-", "OSVDB-")) else f"RUBYSEC-{gem}-{stem}"
    safe = (*texts(value.get("patched_versions")), *texts(value.get("unaffected_versions")))
    return "rubysec", Advisory(
        id=made,
        published=text(value.get("date")),
        modified=text(value.get("date")),
        aliases=tuple(a for a in aliases if a != made),
        summary=text(value.get("title")),
        details=text(value.get("description")),
        severity=_scores(value),
        affected=(
            Affected(
                package=Package(ecosystem="RubyGems", name=gem),
                unaffected=safe,
                platform=text(value.get("platform")),
            ),
        ),
        references=links(value.get("url")),
    )


def _scores(value: Mapping[str, Any]) -> tuple[Severity, ...]:
    """RubySec gives bare scores, newest first."""
    return tuple(
        Severity(type=f"score:{v.removeprefix('cvss_').upper()}", score=text(value[v]))
        for v in ("cvss_v4", "cvss_v3", "cvss_v2")
        if text(value.get(v))
    )


def _friendsofphp(value: Mapping[str, Any], name: str, reference: str) -> Advisory:
    package = reference.partition("://")[2]
    branches = value.get("branches")
    requirements = []
    moments = []
    for branch in branches.values() if isinstance(branches, dict) else ():
        if isinstance(branch, dict):
            listed = texts(branch.get("versions"))
            if listed:
                requirements.append(",".join(listed))
            moments.append(text(branch.get("time")))
    cve = text(value.get("cve"))
    stem = _stem(name)
    made = cve if cve.startswith("CVE-") else f"FOP-{package}-{stem}"
    day = min((m for m in moments if m), default="")[:10]
    return Advisory(
        id=made,
        published=day,
        modified=max((m for m in moments if m), default="")[:10],
        summary=text(value.get("title")),
        affected=(
            Affected(
                package=Package(ecosystem="Packagist", name=package),
                vulnerable=tuple(requirements),
            ),
        ),
        references=links(value.get("link")),
    )


def _nodejs(value: Mapping[str, Any], name: str) -> Advisory:
    number = text(value.get("id")) or _stem(name)
    vector = text(value.get("cvss_vector"))
    vulnerable = text(value.get("vulnerable_versions"))
    return Advisory(
        id=f"NSWG-ECO-{number}",
        published=text(value.get("publish_date")) or text(value.get("created_at")),
        modified=text(value.get("updated_at")),
        aliases=texts(value.get("cves")),
        summary=text(value.get("title")),
        details=text(value.get("overview")),
        severity=(Severity(type="CVSS_V3", score=vector),) if vector.startswith("CVSS:") else (),
        affected=(
            Affected(
                package=Package(ecosystem="npm", name=text(value.get("module_name"))),
                vulnerable=tuple(p for part in vulnerable.split("||") if (p := part.strip())),
            ),
        ),
        references=links(value.get("references")),
    )


def _rustsec(head: Mapping[str, Any], versions: Any) -> Advisory:
    found = versions if isinstance(versions, dict) else {}
    safe = (*texts(found.get("patched")), *texts(found.get("unaffected")))
    vector = text(head.get("cvss"))
    return Advisory(
        id=text(head.get("id")),
        published=text(head.get("date")),
        modified=text(head.get("date")),
        withdrawn=text(head.get("withdrawn")) or None,
        aliases=texts(head.get("aliases")),
        related=texts(head.get("related")),
        summary=text(head.get("title")),
        severity=(Severity(type="CVSS", score=vector),) if vector else (),
        affected=(
            Affected(
                package=Package(ecosystem="crates.io", name=text(head.get("package"))),
                unaffected=safe,
                database_specific=AffectedSpecific(
                    informational=text(head.get("informational")) or None
                ),
            ),
        ),
        references=links(head.get("url")),
    )
