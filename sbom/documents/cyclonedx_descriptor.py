"""What a CycloneDX document says of itself: version, makers, tools, services."""

import re
from typing import Any

import msgspec

from sbom.component import Component
from sbom.documents import cyclonedx_model as wire
from sbom.documents.cyclonedx_entry import claims
from sbom.documents.cyclonedx_model import decoded
from sbom.inventory import Descriptor
from sbom.license import LicenseKind

SPEC_VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
MAX_VULNERABILITIES = 10_000
_NUMBER = re.compile(r"([0-9]{1,4})(?:\.([0-9]{1,4}))?")


def is_cyclonedx(table: dict[str, msgspec.Raw]) -> bool:
    """Whether these members are those of a CycloneDX document."""
    stated = value_of(table, "bomFormat")
    if isinstance(stated, str):
        return stated.lower() == "cyclonedx"
    schema = value_of(table, "$schema")
    return "specVersion" in table and (
        not table.keys().isdisjoint({"components", "metadata"})
        or (isinstance(schema, str) and "cyclonedx" in schema.lower())
    )


def value_of(table: dict[str, msgspec.Raw], key: str) -> Any:
    """The decoded member, or None when it is absent or cannot be decoded."""
    raw = table.get(key)
    return None if raw is None else decoded(raw)


def spec_version(stated: Any) -> tuple[str, str | None]:
    """The version as stated, and the one it is read as when that is another."""
    version = wire.text(stated) or ""
    if version in SPEC_VERSIONS:
        return version, None
    number = _NUMBER.match(version)
    early = number is not None and (int(number[1]), int(number[2] or 0)) < (1, 2)
    nearest = SPEC_VERSIONS[0] if early else SPEC_VERSIONS[-1]
    return version[:40] or nearest, nearest


def metadata_of(table: dict[str, msgspec.Raw]) -> tuple[dict[str, Any], msgspec.Raw | None]:
    """Members of `metadata`, decoded, and its `component` apart, undecoded.

    Raises:
        msgspec.MsgspecError, UnicodeDecodeError: metadata is no object, or no UTF-8.
    """
    raw = table.get("metadata")
    if raw is None:
        return {}, None
    members = wire.TABLE.decode(raw)
    root = members.pop("component", None)
    if root is not None and bytes(memoryview(root)[:4]) == b"null":
        root = None
    return {key: decoded(value) for key, value in members.items()}, root


def services_of(value: Any) -> list[tuple[str, str]]:
    """(bom-ref, name) of services, nested ones included."""
    found: list[tuple[str, str]] = []
    stack = [s for s in wire.items(value) if isinstance(s, dict)][::-1]
    while stack:
        service = stack.pop()
        found.append(
            (wire.text(service.get("bom-ref")) or "", wire.text(service.get("name")) or "?")
        )
        stack.extend(s for s in wire.items(service.get("services")) if isinstance(s, dict))
    return found


def describe(
    table: dict[str, msgspec.Raw],
    metadata: dict[str, Any],
    root: Component | None,
    *,
    version: str,
    services: list[str],
) -> Descriptor:
    """What the document says of itself.

    Args:
        table: Members of the document.
        metadata: Decoded members of `metadata`.
        root: The component the document is about, if it states one.
        version: `specVersion` as stated.
        services: Names.
    """
    supplier = wire.party(metadata.get("supplier"))
    maker = wire.party(metadata.get("manufacturer") or metadata.get("manufacture"))
    authors = [p for a in wire.items(metadata.get("authors")) if (p := wire.party(a))]
    phases = [
        wire.text(p.get("phase")) or wire.text(p.get("name")) or ""
        for p in wire.items(metadata.get("lifecycles"))
        if isinstance(p, dict)
    ]
    facts = {
        "spec-version": version,
        "serial-number": wire.text(value_of(table, "serialNumber")),
        "document-version": wire.text(value_of(table, "version")),
        "timestamp": wire.text(metadata.get("timestamp")),
        "supplier": supplier.name if supplier else None,
        "manufacturer": maker.name if maker else None,
        "author": ", ".join(a.name or a.email or "" for a in authors),
        "tool": ", ".join(_tools(metadata.get("tools"))),
        "lifecycle": ", ".join(p for p in phases if p),
        "services": ", ".join(services),
        "compositions": _compositions(value_of(table, "compositions")),
        "component": root.name if root else None,
        "vulnerabilities": str(len(wire.items(value_of(table, "vulnerabilities"))) or ""),
    }
    return Descriptor(
        kind="cyclonedx-document",
        name=root.name if root else "",
        version=root.version if root else "",
        licenses=tuple(
            claims(
                wire.choices(metadata.get("licenses")), LicenseKind.DECLARED, "metadata.licenses"
            )
        ),
        properties=tuple(sorted((k, v[:4096]) for k, v in facts.items() if v)),
    )


def vulnerabilities_of(value: Any) -> tuple[Descriptor, ...]:
    """What the document says of vulnerabilities, one descriptor of kind `vulnerability` each.

    Properties: `source`, `severity` (of the first rating that has one), `state` (of the analysis),
    `justification` and `affects` (bom-refs, joined with spaces). At most 10,000.
    """
    found: dict[Descriptor, None] = {}
    for item in wire.items(value)[:MAX_VULNERABILITIES]:
        if not isinstance(item, dict):
            continue
        source, analysis = item.get("source"), item.get("analysis")
        source = source if isinstance(source, dict) else {}
        analysis = analysis if isinstance(analysis, dict) else {}
        ratings = [r for r in wire.items(item.get("ratings")) if isinstance(r, dict)]
        targets = [
            wire.text(a.get("ref")) or ""
            for a in wire.items(item.get("affects"))
            if isinstance(a, dict)
        ]
        facts = {
            "source": wire.text(source.get("name")) or wire.text(source.get("url")),
            "severity": next((s for r in ratings if (s := wire.text(r.get("severity")))), None),
            "state": wire.text(analysis.get("state")),
            "justification": wire.text(analysis.get("justification")),
            "affects": " ".join(t for t in targets if t),
        }
        made = Descriptor(
            kind="vulnerability",
            name=(wire.text(item.get("id")) or wire.text(item.get("bom-ref")) or "")[:200],
            properties=tuple(sorted((k, v[:4096]) for k, v in facts.items() if v)),
        )
        found[made] = None
    return tuple(found)


def _tools(value: Any) -> list[str]:
    """`name version` of each tool, in the old list and in the new object form."""
    if isinstance(value, dict) and not value.keys().isdisjoint({"components", "services"}):
        value = [*wire.items(value.get("components")), *wire.items(value.get("services"))]
    found = []
    for tool in wire.items(value):
        if isinstance(tool, dict):
            words = (wire.text(tool.get("name")), wire.text(tool.get("version")))
            found.append(" ".join(w for w in words if w))
        elif isinstance(tool, str):
            found.append(tool)
    return [f for f in found if f]


def _compositions(value: Any) -> str:
    """The aggregates stated, without doubles."""
    stated = {wire.text(c.get("aggregate")) or "" for c in wire.items(value) if isinstance(c, dict)}
    return ", ".join(sorted(stated - {""}))
