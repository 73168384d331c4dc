"""Rows for machines: one flat mapping a finding, component, system, source or issue.

Names of fields are a promise to users: fields may be added, never renamed. Texts of findings come
in both languages; the rest has no language.
"""

from typing import Any

import msgspec

from scanner.reports import view
from scanner.reports.data import (
    ComponentRow,
    FindingRow,
    FormatRow,
    IssueRow,
    LicenseRow,
    ReportData,
    RuleCount,
    SourceRow,
    SystemRow,
)

SCHEMA = "sluis-report/1"

Row = dict[str, Any]


def scan(data: ReportData) -> Row:
    """The scan itself, with its figures."""
    totals = view.totals(data)
    return {
        "schema": SCHEMA,
        "organisation": data.organisation,
        "scan": data.scan_id,
        "previous_scan": data.previous_scan_id,
        "started_at": data.started_at,
        "finished_at": data.finished_at,
        "complete": data.complete,
        "tool_version": data.tool_version,
        "pack": data.pack_name,
        "pack_version": data.pack_version,
        "pack_digest": data.pack_digest,
        "components": data.component_count,
        "occurrences": data.occurrence_count,
        "with_license": totals.licensed,
        "deviates": totals.deviates,
        "unknown": totals.unknown,
        "waived": totals.waived,
        "new": totals.new,
    }


def finding(row: FindingRow) -> Row:
    """A finding."""
    return {
        "fingerprint": row.fingerprint,
        "rule": row.rule,
        "status": row.status,
        "new": row.new,
        "first_seen": row.first_seen,
        "verdict": row.verdict.value,
        "severity": row.severity.value,
        "confidence": row.confidence.value,
        "system": row.system,
        "subject_kind": row.subject_kind.value,
        "subject": row.subject,
        "title": {"nl": row.title.nl, "en": row.title.en},
        "message": {"nl": row.message.nl, "en": row.message.en},
        "fix": {"nl": row.fix.nl, "en": row.fix.en},
        "values": dict(row.values),
        "places": [
            {"source": p.source, "path": p.path, "line": p.line or None} for p in row.places
        ],
        "place_count": row.place_count,
        "waiver": row.waiver,
        "waiver_reason": row.waiver_reason,
        "waiver_until": row.waiver_until,
    }


def component(row: ComponentRow) -> Row:
    """One occurrence of a component."""
    found = row.component
    return {
        "system": row.system,
        "source": row.source,
        "path": row.path,
        "line": row.line or None,
        "purl": found.purl,
        "name": found.name,
        "version": found.version,
        "version_kind": found.version_kind.value,
        "requirement": found.requirement,
        "kind": found.kind.value,
        "scope": found.scope.value,
        "direct": found.direct,
        "roles": [r.value for r in found.roles],
        "module": found.module,
        "supplier": found.supplier,
        "license": row.license,
        "license_raw": row.license_raw,
        "license_class": row.license_class,
        "verdict": row.verdict,
    }


def system(row: SystemRow, stand: str) -> Row:
    """A system; `stand` is its status."""
    return {**_plain(row), "status": stand}


def source(row: SourceRow) -> Row:
    """Coverage of a source."""
    return _plain(row)


def file_format(row: FormatRow) -> Row:
    """Coverage of a format."""
    return _plain(row)


def license_row(row: LicenseRow) -> Row:
    """One effective licence."""
    return _plain(row)


def issue(row: IssueRow) -> Row:
    """Something that could not be read."""
    found = row.issue
    return {
        "source": row.source,
        "kind": found.kind.value,
        "stage": found.stage.value,
        "path": found.path,
        "line": found.line,
        "subject": found.subject,
        "message": found.message,
    }


def rule(row: RuleCount) -> Row:
    """Verdicts of a rule."""
    return {
        "rule": row.rule,
        "complies": row.complies,
        "deviates": row.deviates,
        "unknown": row.unknown,
        "not_applicable": row.not_applicable,
        "waived": row.waived,
    }


def encode(row: Row) -> str:
    """A row as JSON on one line; lone surrogates become `?`."""
    try:
        return msgspec.json.encode(row).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(_mended(row)).decode()


def _plain(row: msgspec.Struct) -> Row:
    return {key: msgspec.to_builtins(value) for key, value in msgspec.structs.asdict(row).items()}


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_mended(k): _mended(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(v) for v in value]
    return value
