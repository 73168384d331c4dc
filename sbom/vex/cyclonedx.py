"""VEX in CycloneDX: `vulnerabilities` with `analysis`, in JSON and XML, with or without components.

Products are the components of the same document that `affects` points to, else the reference as
written (a BOM-Link to another document). A vulnerability without analysis has status UNSTATED.

Source: CycloneDX 1.4-1.7 schemas; CycloneDX, VEX use cases.
"""

from typing import Any

from sbom.documents.cyclonedx_model import items
from sbom.issue import Issue, IssueKind
from sbom.vex.statement import (
    Action,
    Justification,
    Mention,
    Status,
    VersionClaim,
    VexDocument,
    VexProduct,
    VexStatement,
    Vulnerability,
)
from sbom.vex.wire import table, tables, text, texts

STATUSES = {
    "resolved": Status.FIXED,
    "resolved_with_pedigree": Status.FIXED,
    "exploitable": Status.AFFECTED,
    "in_triage": Status.UNDER_INVESTIGATION,
    "false_positive": Status.NOT_AFFECTED,
    "not_affected": Status.NOT_AFFECTED,
}
"""States of the analysis."""
_JUSTIFICATIONS = {
    "code_not_present": Justification.CODE_NOT_PRESENT,
    "code_not_reachable": Justification.CODE_NOT_IN_PATH,
    "protected_by_compiler": Justification.MITIGATED,
    "protected_at_runtime": Justification.MITIGATED,
    "protected_at_perimeter": Justification.MITIGATED,
    "protected_by_mitigating_control": Justification.MITIGATED,
}
"""`requires_configuration`, `requires_dependency` and `requires_environment` have no counterpart."""


def is_cyclonedx_vex(root: dict[str, Any]) -> bool:
    """Whether the members are those of a CycloneDX document that names vulnerabilities."""
    stated = text(root.get("bomFormat")).lower() == "cyclonedx" or "specVersion" in root
    return stated and bool(items(root.get("vulnerabilities")))


def read(root: dict[str, Any]) -> VexDocument:
    """Facts of one CycloneDX document; never raises."""
    metadata = table(root.get("metadata"))
    reader = _Reader(_components(root, metadata))
    for number, stated in enumerate(items(root.get("vulnerabilities"))):
        if isinstance(stated, dict):
            reader.take(stated, text(metadata.get("timestamp")))
        else:
            reader.lost(number)
    tools = metadata.get("tools")
    named = tables(table(tools).get("components")) or tables(tools)
    author = [text(a.get("name")) for a in tables(metadata.get("authors"))]
    for key in ("supplier", "manufacturer", "manufacture"):
        author.append(text(table(metadata.get(key)).get("name")))
    return VexDocument(
        format="cyclonedx",
        format_version=text(root.get("specVersion")),
        id=text(root.get("serialNumber")),
        title=text(table(metadata.get("component")).get("name")),
        author=next((a for a in author if a), ""),
        issued=text(metadata.get("timestamp")),
        version=text(root.get("version")),
        tool=", ".join(t for n in named if (t := text(n.get("name")))),
        products=tuple(reader.products.values()),
        vulnerabilities=tuple(reader.vulnerabilities),
        statements=tuple(reader.statements),
        issues=tuple(reader.issues),
    )


def _components(root: dict[str, Any], metadata: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Components and services by bom-ref, nested ones included."""
    found: dict[str, dict[str, Any]] = {}
    stack = [*tables(metadata.get("component"))]
    stack += [*tables(root.get("components")), *tables(root.get("services"))]
    while stack:
        component = stack.pop()
        ref = text(component.get("bom-ref"))
        if ref:
            found.setdefault(ref, component)
        stack.extend(tables(component.get("components")))
        stack.extend(tables(component.get("services")))
    return found


class _Reader:
    """State of one reading."""

    def __init__(self, components: dict[str, dict[str, Any]]) -> None:
        self._components = components
        self.products: dict[str, VexProduct] = {}
        self.vulnerabilities: list[Vulnerability] = []
        self.statements: list[VexStatement] = []
        self.issues: list[Issue] = []

    def lost(self, number: int) -> None:
        """Record an entry that is no object."""
        self.issues.append(
            Issue(
                kind=IssueKind.ENTRY,
                message="vulnerability is not an object",
                subject=f"vulnerabilities[{number}]",
            )
        )

    def take(self, stated: dict[str, Any], issued: str) -> None:
        """Take over one vulnerability and the one statement it makes."""
        analysis = table(stated.get("analysis"))
        word = text(analysis.get("state"))
        reason = text(analysis.get("justification"))
        actions = [Action(category=r) for r in texts(analysis.get("response"))]
        for key in ("recommendation", "workaround"):
            if advice := text(stated.get(key)):
                actions.append(Action(text=advice, category=key))
        status = STATUSES.get(word, Status.UNSTATED)
        detail = text(analysis.get("detail"))
        self.vulnerabilities.append(_vulnerability(stated))
        self.statements.append(
            VexStatement(
                vulnerability=len(self.vulnerabilities) - 1,
                status=status,
                stated=word,
                products=tuple(self._mention(a) for a in tables(stated.get("affects"))),
                justification=_JUSTIFICATIONS.get(reason),
                justification_stated=reason,
                impact=(detail,) if detail and status is Status.NOT_AFFECTED else (),
                actions=tuple(actions),
                notes=detail,
                issued=text(analysis.get("firstIssued")) or issued,
                updated=text(analysis.get("lastUpdated")),
            )
        )

    def _mention(self, affected: dict[str, Any]) -> Mention:
        ref = text(affected.get("ref"))
        component = self._components.get(ref, {})
        purl, cpe = text(component.get("purl")), text(component.get("cpe"))
        if ref.startswith("pkg:") and not purl:
            purl = ref
        self.products[ref] = VexProduct(
            id=ref,
            name=text(component.get("name")),
            version=text(component.get("version")),
            purls=(purl,) if purl else (),
            cpes=(cpe,) if cpe else (),
        )
        return Mention(
            product=ref,
            versions=tuple(
                VersionClaim(
                    version=text(v.get("version")),
                    range=text(v.get("range")),
                    status=text(v.get("status")),
                )
                for v in tables(affected.get("versions"))
            ),
        )


def _vulnerability(stated: dict[str, Any]) -> Vulnerability:
    aliases = [text(r.get("id")) for r in tables(stated.get("references"))]
    name = text(stated.get("id")) or next((a for a in aliases if a), "")
    return Vulnerability(
        id=name,
        aliases=tuple(dict.fromkeys(a for a in aliases if a and a != name)),
        description=text(stated.get("description")),
        cwes=tuple(f"CWE-{c}" for c in map(text, items(stated.get("cwes"))) if c),
        scores=tuple(
            (
                text(r.get("method")),
                text(r.get("score")) or text(r.get("severity")),
                text(r.get("vector")),
            )
            for r in tables(stated.get("ratings"))
        ),
        published=text(stated.get("published")),
        updated=text(stated.get("updated")),
    )
