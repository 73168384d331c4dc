"""What a report shows: plain values, made by `scanner.store.queries`, rendered by `formats/`."""

from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec

from policies.finding import Confidence, Place, Severity, SubjectKind, Verdict
from sbom.component import Component
from sbom.issue import Issue


class Texts(msgspec.Struct, frozen=True, kw_only=True):
    """One text in both languages; values are already filled in."""

    nl: str
    en: str


class FindingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as it stands after this scan."""

    fingerprint: str
    rule: str
    status: str
    """`open`, `waived` or `resolved` (resolved only in a diff)."""
    new: bool
    """First seen, or reopened, in this scan."""
    first_seen: datetime
    subject_kind: SubjectKind
    subject: str
    system: str
    """System id or empty."""
    verdict: Verdict
    severity: Severity
    confidence: Confidence
    values: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]
    place_count: int
    title: Texts
    """What is wrong, one line."""
    message: Texts
    """What was seen, one or two sentences."""
    fix: Texts
    """Who does what next."""
    waiver: str = ""
    """Id of the waiver that holds, with its reason in `waiver_reason`."""
    waiver_reason: str = ""
    waiver_until: str = ""


class SystemRow(msgspec.Struct, frozen=True, kw_only=True):
    """A system with its counts. `id` is empty for sources that no system claims."""

    id: str
    name: str
    domain: str
    owner: str
    sourcing: str
    use_mode: str
    criticality: str
    sources: int
    components: int
    """Distinct component versions."""
    with_license: int
    """Of these, with a licence that could be read as an expression."""
    deviates: int
    """Open findings by verdict."""
    unknown: int
    waived: int
    worst: Severity | None


class SourceRow(msgspec.Struct, frozen=True, kw_only=True):
    """Coverage of one source: what was read and what was not."""

    uri: str
    kind: str
    system: str
    revision: str
    state: str
    """`complete`, `partial` or `failed`."""
    unchanged: bool
    """True when the source was the same as in the scan before and was not read again."""
    files_seen: int
    files_read: int
    files_failed: int
    files_skipped: int
    unsupported: tuple[str, ...]
    """Titles of dependency formats seen that this version cannot read, sorted, distinct."""
    components: int
    issues: int


class FormatRow(msgspec.Struct, frozen=True, kw_only=True):
    """Coverage of one format over the estate."""

    format: str
    files: int
    failed: int
    components: int
    with_version: int
    with_license: int


class LicenseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One effective licence over the estate."""

    expression: str
    """SPDX expression; `` for unknown."""
    license_class: str
    """Class of the pack, for example `permissive`."""
    components: int
    systems: int


class IssueRow(msgspec.Struct, frozen=True, kw_only=True):
    """An issue with its source."""

    source: str
    issue: Issue


class RuleCount(msgspec.Struct, frozen=True, kw_only=True):
    """Verdicts of one rule over the estate."""

    rule: str
    title: Texts
    complies: int
    deviates: int
    unknown: int
    not_applicable: int
    waived: int


class ComponentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One occurrence for exports."""

    component: Component
    license: str
    """Effective SPDX expression, or empty."""
    license_raw: str
    """What was stated, joined with ` | `."""
    license_class: str
    verdict: str
    """Verdict of the licence for this use."""
    system: str
    source: str
    path: str
    line: int


class ReportData(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a report may show. Rows are sorted; same database, same bytes."""

    organisation: str
    scan_id: int
    started_at: datetime
    finished_at: datetime
    tool_version: str
    pack_name: str
    pack_version: str
    pack_digest: str
    complete: bool
    previous_scan_id: int | None
    systems: tuple[SystemRow, ...]
    findings: tuple[FindingRow, ...]
    """Open and waived, most severe first, then rule, system, subject."""
    rules: tuple[RuleCount, ...]
    licenses: tuple[LicenseRow, ...]
    sources: tuple[SourceRow, ...]
    formats: tuple[FormatRow, ...]
    issues: tuple[IssueRow, ...]
    component_count: int
    """Distinct component versions."""
    occurrence_count: int
    components: Callable[[], Iterator[ComponentRow]]
    """All occurrences, streamed; sorted by system, purl, source, path, line."""
