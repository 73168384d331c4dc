"""VEX documents on disk: read for an audit, and the town's own statements written as OpenVEX."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from sbom.errors import ConfigError, ParseError
from sbom.issue import Issue, IssueKind
from sbom.vex.read import read
from sbom.vex.statement import VexDocument
from scanner.version import __version__

CONTEXT = "https://openvex.dev/ns/v0.2.0"
MAX_BYTES = 256 << 20
STATUSES = ("not_affected", "affected", "fixed", "under_investigation")
JUSTIFICATIONS = (
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "inline_mitigations_already_exist",
)


def read_all(
    paths: Iterable[Path],
) -> tuple[list[tuple[str, VexDocument]], list[tuple[str, Issue]]]:
    """(file, document) of every VEX document in files and folders; and what could not be read."""
    found: list[tuple[str, VexDocument]] = []
    issues: list[tuple[str, Issue]] = []
    for path in paths:
        files = (
            sorted(p for p in path.rglob("*") if p.suffix in {".json", ".xml"})
            if path.is_dir()
            else [path]
        )
        for file in files:
            try:
                if file.stat().st_size > MAX_BYTES:
                    raise ParseError(f"is larger than {MAX_BYTES >> 20} MiB")  # noqa: TRY301 - told as any
                document = read(file.read_bytes())
            except (OSError, ParseError) as error:
                issues.append(
                    (
                        str(file),
                        Issue(kind=IssueKind.UNREADABLE, message=f"is not read as VEX: {error}"),
                    )
                )
                continue
            found.append((str(file), document))
            issues += [(str(file), i) for i in document.issues]
    return found, issues


def embedded(members: Sequence[tuple[str, bytes]]) -> list[tuple[str, VexDocument]]:
    """Statements that SBOMs make about their own components (CycloneDX `vulnerabilities`).

    Args:
        members: (name, content) of the documents of one delivery. Of several, references are told
            apart as `scanner.audit.joined` does.
    """
    found = []
    for number, (name, content) in enumerate(members):
        if b"ulnerabilities" not in content or len(content) > MAX_BYTES:
            continue
        try:
            document = read(content)
        except ParseError:
            continue  # no VEX; that it cannot be read as SBOM is told elsewhere
        if len(members) > 1:
            document = _apart(document, f"{number}:")
        found.append((name, document))
    return found


def _apart(document: VexDocument, prefix: str) -> VexDocument:
    """The document with its references set apart: what it says counts for its own components."""
    replace = msgspec.structs.replace
    return replace(
        document,
        products=tuple(replace(p, id=prefix + p.id, purls=()) for p in document.products),
        statements=tuple(
            replace(s, products=tuple(replace(m, product=prefix + m.product) for m in s.products))
            for s in document.statements
        ),
    )


def add_statement(  # noqa: PLR0913 - the parts of one statement
    file: Path,
    *,
    vulnerability: str,
    product: str,
    subcomponent: str,
    status: str,
    justification: str,
    why: str,
    by: str,
    until: str,
    now: datetime,
) -> None:
    """Add an own statement to an OpenVEX document, which is made when it is not there.

    Args:
        file: The document.
        vulnerability: CVE, GHSA or other id.
        product: Package URL, or the name of a system.
        subcomponent: Package URL of the part that is meant, or empty.
        status: One of `STATUSES`.
        justification: One of `JUSTIFICATIONS`, or empty.
        why: The reason, for people.
        by: Role or department that decided.
        until: Last day, ISO 8601, or empty.
        now: Aware, UTC.

    Raises:
        ConfigError: the statement lacks what OpenVEX asks for, or the file is something else.
    """
    if status == "not_affected" and not justification and not why:
        raise ConfigError("vex add: not_affected needs a justification or a reason")
    if status == "affected" and not why:
        raise ConfigError("vex add: affected needs a reason that says what to do")
    at = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    document = _load(file, by, at)
    stated: dict[str, Any] = {"@id": product}
    if product.startswith("pkg:"):
        stated["identifiers"] = {"purl": product}
    if subcomponent:
        stated["subcomponents"] = [{"@id": subcomponent, "identifiers": {"purl": subcomponent}}]
    statement: dict[str, Any] = {
        "vulnerability": {"name": vulnerability},
        "products": [stated],
        "status": status,
        "timestamp": at,
    }
    if justification:
        statement["justification"] = justification
    if why:
        statement["action_statement" if status == "affected" else "impact_statement"] = why
    notes = [f"decided by {by}"] if by else []
    notes += [f"valid until {until}"] if until else []
    if notes:
        statement["status_notes"] = "; ".join(notes)
    document["statements"].append(statement)
    document["last_updated"] = at
    document["version"] = int(document.get("version") or 0) + 1
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    read(text.encode())
    scratch = file.with_name(file.name + ".new")
    file.parent.mkdir(parents=True, exist_ok=True)
    scratch.write_text(text, "utf-8")
    scratch.replace(file)


def _load(file: Path, by: str, at: str) -> dict[str, Any]:
    if not file.exists():
        name = hashlib.sha256(f"{file.name}{at}".encode()).hexdigest()[:16]
        return {
            "@context": CONTEXT,
            "@id": f"urn:sluis:vex:{name}",
            "author": by or "unknown",
            "timestamp": at,
            "version": 0,
            "tooling": f"sluis {__version__}",
            "statements": [],
        }
    try:
        document = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file}: cannot be read as OpenVEX: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("statements"), list):
        raise ConfigError(f"{file}: is no OpenVEX document")
    return document
