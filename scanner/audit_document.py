"""An audit of one SBOM or lockfile, as plain values; what it says of itself (VEX) is applied."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from policies.audit import audit
from policies.health import hints
from policies.vex_status import VexIndex
from sbom.component import Role
from sbom.inventory import Inventory
from sbom.issue import INCOMPLETE, Issue
from sbom.vex.statement import VexDocument
from scanner.advisory_source import Source
from scanner.audit import Told, answered, finding_rows, hint_row, joined, unasked_row
from scanner.audit_words import summary
from scanner.sbom_files import files_of, read_documents
from scanner.vex_files import embedded, read_all


def of_document(
    file: Path, source: Source, vex_files: Sequence[Path], today: date, *, health: bool = False
) -> Told:
    """Audit one file, packed or not.

    Args:
        file: SBOM, lockfile, or a delivery of several.
        source: The advisories.
        vex_files: Statements besides those in the file itself.
        today: For ends of life and statements with an end.
        health: Whether hints are wanted.

    Raises:
        CollectError: it cannot be read at all.
    """
    documents = read_documents(file)
    inventory = joined(documents)
    found = audit(inventory.components, source.advisories, today)
    findings = list(finding_rows(found, inventory, today))
    whole = _whole(documents, file)
    for row in findings:
        row["audited"] = whole
    issues = [(str(file), i) for i in inventory.issues if i.kind in INCOMPLETE]
    if found.exposed:
        vex, wrong = statements(vex_files, _embedded(file, documents))
        issues += wrong
        if vex is not None:
            listed = [e.component for e in found.exposed]
            answered(findings[: len(listed)], listed, vex, _products(documents), today)
    return Told(
        findings=findings,
        unasked=[unasked_row(u) for u in found.unasked],
        summary=summary(found, source.states),
        issues=issues,
        hints=[hint_row(h) for h in hints(inventory.components)] if health else [],
    )


def statements(
    files: Iterable[Path], more: Iterable[tuple[str, VexDocument]] = ()
) -> tuple[VexIndex | None, list[tuple[str, Issue]]]:
    """The statements of VEX documents, and what could not be read; None: there are none."""
    documents, issues = read_all(files)
    listed = [*more, *documents]
    return (VexIndex(listed) if listed else None), issues


def _embedded(
    file: Path, documents: Sequence[tuple[str, Inventory]]
) -> list[tuple[str, VexDocument]]:
    members = files_of(file)
    if len(documents) == 1 and len(members) == 1:
        return embedded([(documents[0][0], members[0].content)])
    contents = {m.name: m.content for m in members}
    return embedded([(name, contents.get(name, b"")) for name, _ in documents])


def _whole(documents: Sequence[tuple[str, Inventory]], file: Path) -> str:
    """Name and version of what is audited, else the name of the file."""
    roots = [c for _, i in documents for c in i.components if Role.ROOT in c.roles]
    named = [f"{c.name} {c.version}".strip() for c in roots if c.name]
    return ", ".join(dict.fromkeys(named)) if 0 < len(named) <= 3 else file.name


def _products(documents: Sequence[tuple[str, Inventory]]) -> set[str]:
    """Names, package URLs and serial numbers of what the documents describe, in lower case."""
    names = {
        n
        for _, inventory in documents
        for c in inventory.components
        if Role.ROOT in c.roles
        for n in (c.name, c.purl, c.purl.partition("@")[0])
    }
    names |= {
        value
        for _, inventory in documents
        for d in inventory.descriptors
        for key, value in d.properties
        if key == "serial-number"
    }
    return {n.lower() for n in names if n}
