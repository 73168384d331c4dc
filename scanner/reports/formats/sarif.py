"""SARIF 2.1.0, for code scanning in GitHub, GitLab, Azure DevOps and editors.

- One run. Level: critical and high `error`, medium `warning`, low and info `note`; an unknown at
  most `warning`, with `properties.verdict`. No `security-severity`: a licence is no vulnerability.
- `partialFingerprints["sluisFingerprint/v1"]` is Sluis's own fingerprint: stable over wording,
  versions, lines and time. `baselineState` says what is new since the previous scan, if there was one.
- Waived findings stay in, as accepted suppressions with their reason; all others have none.
- Paths are relative to their source, named by `uriBaseId`. A finding about a whole source or system
  stands at `./`, because viewers want a place.
- Help of rules is there in both languages; messages are in the language asked for.
- Limits of GitHub: 25,000 results (most severe first, the rest is told in a notification), 1,000
  locations a result, 20 tags a rule, 10 MB gzipped. What was not read is a notification.

Source: SARIF 2.1.0, OASIS standard 27 March 2020; GitHub documentation, "SARIF support for code
scanning" and "SARIF results exceed limit", read November 2026.
"""

from collections.abc import Iterator
from urllib.parse import quote

from policies.finding import Place, Severity, Verdict
from sbom.issue import INCOMPLETE, IssueKind
from scanner.reports import rows, view
from scanner.reports.data import FindingRow, IssueRow, ReportData
from scanner.reports.escape import clip, seen
from scanner.reports.rows import Row
from scanner.words import Words
from scanner.words import words as words_of

MAX_RESULTS = 25_000
MAX_LOCATIONS = 100
MAX_NOTIFICATIONS = 1_000
_MESSAGE = 2_000
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def render(data: ReportData, /, *, lang: str) -> Iterator[str]:
    """The log, one rule or result a line.

    Args:
        data: What to show.
        lang: `nl` or `en`, for messages.
    """
    words = words_of(lang)
    shown = data.findings[:MAX_RESULTS]
    ids = sorted({r.rule for r in data.rules} | {f.rule for f in data.findings})
    index = {rule: number for number, rule in enumerate(ids)}
    bases = _bases(shown)
    worst = _worst(data.findings)
    driver = {
        "name": "Sluis",
        "version": data.tool_version,
        "semanticVersion": data.tool_version,
        "language": "en",
    }
    yield f'{{\n"$schema": "{_SCHEMA}",\n"version": "2.1.0",\n"runs": [{{\n"tool": {{"driver": '
    yield rows.encode(driver)[:-1] + ',"rules": [\n'
    yield ",\n".join(rows.encode(_rule(rule, worst.get(rule))) for rule in ids)
    yield "\n]}},\n"
    yield f'"language": "{lang}",\n"columnKind": "unicodeCodePoints",\n'
    yield f'"automationDetails": {rows.encode({"id": f"sluis/{data.pack_name}/"})},\n'
    yield f'"originalUriBaseIds": {rows.encode({b: _base(s) for s, b in bases.items()})},\n'
    yield f'"invocations": [{rows.encode(_invocation(data, words))}],\n'
    yield f'"properties": {rows.encode(rows.scan(data))},\n"results": ['
    for number, finding in enumerate(shown):
        result = _result(finding, index[finding.rule], bases, words)
        if data.previous_scan_id is not None:
            result["baselineState"] = "new" if finding.new else "unchanged"
        yield ("\n" if number == 0 else ",\n") + rows.encode(result)
    yield "\n]\n}]\n}\n"


def _worst(findings: tuple[FindingRow, ...]) -> dict[str, Severity]:
    found: dict[str, Severity] = {}
    for finding in findings:
        before = found.get(finding.rule)
        if before is None or finding.severity.rank > before.rank:
            found[finding.rule] = finding.severity
    return found


def _rule(rule: str, severity: Severity | None) -> Row:
    dutch, english = words_of("nl"), words_of("en")
    name = english.of("rule", rule)
    helps = (dutch.of("rule-help", rule), english.of("rule-help", rule))
    return {
        "id": rule,
        "name": "".join(part.capitalize() for part in rule.split("-")),
        "shortDescription": {"text": f"{dutch.of('rule', rule)} / {name}"},
        "fullDescription": {"text": f"{helps[0]} / {helps[1]}"},
        "help": {
            "text": f"{helps[0]}\n\n{helps[1]}\n\nsluis explain {rule}",
            "markdown": f"**{dutch.of('rule', rule)}**\n\n{helps[0]}\n\n**{name}**\n\n{helps[1]}\n\n"
            f"`sluis explain {rule}`",
        },
        "defaultConfiguration": {"level": _LEVELS[severity or Severity.MEDIUM]},
        "properties": {"tags": ["sluis", rule.split("-", 1)[0]], "precision": "high"},
    }


def _result(finding: FindingRow, index: int, bases: dict[str, str], words: Words) -> Row:
    text = f"{words.pick(finding.title)}. {words.pick(finding.message)} {words.pick(finding.fix)}"
    places = finding.places[:MAX_LOCATIONS] or (Place(),)
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _level(finding),
        "message": {"text": clip(seen(text), _MESSAGE)},
        "locations": [_location(p, finding, bases) for p in places],
        "partialFingerprints": {"sluisFingerprint/v1": finding.fingerprint},
        "suppressions": _suppressions(finding, words),
        "properties": {
            "verdict": finding.verdict.value,
            "severity": finding.severity.value,
            "confidence": finding.confidence.value,
            "system": finding.system,
            "subject": finding.subject,
            "firstSeen": finding.first_seen,
            "placeCount": finding.place_count,
        },
    }


def _level(finding: FindingRow) -> str:
    level = _LEVELS[finding.severity]
    return "warning" if level == "error" and finding.verdict is Verdict.UNKNOWN else level


def _suppressions(finding: FindingRow, words: Words) -> list[Row]:
    if finding.status != "waived":
        return []
    held = words("waiver.valid", id=finding.waiver, until=finding.waiver_until)
    return [
        {
            "kind": "external",
            "status": "accepted",
            "justification": clip(seen(f"{held} {finding.waiver_reason}".strip()), _MESSAGE),
        }
    ]


def _location(place: Place, finding: FindingRow, bases: dict[str, str]) -> Row:
    artifact: Row = {"uri": _uri(place.path)}
    if place.source:
        artifact["uriBaseId"] = bases[place.source]
    physical: Row = {"artifactLocation": artifact, "region": {"startLine": place.line or 1}}
    name = finding.subject if not place.source else f"{place.source}: {finding.subject}"
    logical = {"fullyQualifiedName": clip(seen(name), 500), "kind": finding.subject_kind.value}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _uri(path: str) -> str:
    """A relative reference; `./` for a source as a whole."""
    if not path:
        return "./"
    uri = quote(path.encode("utf-8", "replace"), safe="/~!$&'()*+,;=@")
    return f"./{uri}" if uri.startswith("//") else uri


def _bases(findings: tuple[FindingRow, ...]) -> dict[str, str]:
    """By source: its `uriBaseId`, `SOURCE1` and on, in the order of their names."""
    sources = sorted({p.source for f in findings for p in f.places[:MAX_LOCATIONS] if p.source})
    return {source: f"SOURCE{number}" for number, source in enumerate(sources, 1)}


def _base(source: str) -> Row:
    return {"description": {"text": seen(source)}}


def _invocation(data: ReportData, words: Words) -> Row:
    told = [_notification(row) for row in data.issues if row.issue.kind is not IssueKind.NOTE]
    left = len(told) - MAX_NOTIFICATIONS
    told = told[:MAX_NOTIFICATIONS]
    if left > 0:
        told.append({"level": "warning", "message": {"text": words("more.issues", count=left)}})
    over = len(data.findings) - MAX_RESULTS
    if over > 0:
        told.append({"level": "error", "message": {"text": words("more.findings", count=over)}})
    return {
        "executionSuccessful": data.complete,
        "startTimeUtc": _stamp(data.started_at.isoformat(timespec="seconds")),
        "endTimeUtc": _stamp(data.finished_at.isoformat(timespec="seconds")),
        "toolExecutionNotifications": told,
    }


def _stamp(text: str) -> str:
    return text.replace("+00:00", "Z")


def _notification(row: IssueRow) -> Row:
    issue = row.issue
    subject = f"{issue.subject}: " if issue.subject else ""
    text = f"{view.issue_place(row)}: {subject}{issue.message}"
    return {
        "level": "error" if issue.kind in INCOMPLETE else "note",
        "descriptor": {"id": f"issue-{issue.kind.value}"},
        "message": {"text": clip(seen(text), _MESSAGE)},
    }
