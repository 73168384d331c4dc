"""JUnit XML: a suite per system, a test case per rule, for build servers.

A case with a deviation fails with type `deviates`; one with only unknowns fails with type `unknown`:
what is not known never passes. Every suite has a case `coverage`, which fails with type `unknown`
when one of the system's sources was not read in full. Waived findings are named in `system-out`.
The first suite holds what was not read in the estate as a whole.

Source: the JUnit format as Jenkins and GitLab read it (testsuites, testsuite, testcase, failure).
"""

from collections.abc import Iterator

from policies.finding import Verdict
from scanner.reports import view
from scanner.reports.data import FindingRow, ReportData, SourceRow, SystemRow
from scanner.reports.escape import clip, seen, xml, xml_attribute
from scanner.words import Words
from scanner.words import words as words_of

_LISTED = 50
"""Findings listed in one case; the rest is counted."""

_Case = tuple[str, str, str, str, str]
"""Name, failure type (empty: passed), message, lines, what was waived."""


def render(data: ReportData, /, *, lang: str) -> Iterator[str]:
    """The document, a suite at a time.

    Args:
        data: What to show.
        lang: `nl` or `en`.
    """
    words = words_of(lang)
    found: dict[tuple[str, str], list[FindingRow]] = {}
    for finding in data.findings:
        found.setdefault((finding.system, finding.rule), []).append(finding)
    sources: dict[str, list[SourceRow]] = {}
    for source in data.sources:
        sources.setdefault(source.system, []).append(source)
    rules = sorted({r.rule for r in data.rules} | {rule for _, rule in found})
    known = {s.id for s in data.systems}
    ids: list[tuple[str, SystemRow | None]] = [(s.id, s) for s in data.systems]
    ids += [(i, None) for i in sorted({system for system, _ in found} - known)]
    suites = []
    for number, system in ids:
        cases = [_coverage(sources.get(number, []), words, has_sources=number in sources)]
        cases += [_case(rule, found.get((number, rule), []), words) for rule in rules]
        suites.append((_name(number, system, words), cases))
    estate = [_estate(data, words)]
    every = [*estate, *(case for _, cases in suites for case in cases)]
    failures = sum(bool(c[1]) for c in every)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="sluis" tests="{len(every)}" failures="{failures}" errors="0" time="0">\n'
    stamp = data.started_at.strftime("%Y-%m-%dT%H:%M:%S")
    for name, cases in [(words("junit.estate"), estate), *suites]:
        yield from _suite(name, cases, stamp)
    yield "</testsuites>\n"


def _suite(name: str, cases: list[_Case], stamp: str) -> Iterator[str]:
    failures = sum(bool(c[1]) for c in cases)
    label = xml_attribute(clip(name, 200))
    yield (
        f'  <testsuite name="{label}" tests="{len(cases)}" failures="{failures}" errors="0" '
        f'skipped="0" time="0" timestamp="{stamp}">\n'
    )
    for case, kind, message, lines, waived in cases:
        head = f'    <testcase classname="{label}" name="{xml_attribute(case)}" time="0"'
        if not kind and not waived:
            yield head + "/>\n"
            continue
        yield head + ">\n"
        if kind:
            yield (
                f'      <failure type="{kind}" message="{xml_attribute(message)}">'
                f"{xml(lines)}</failure>\n"
            )
        if waived:
            yield f"      <system-out>{xml(waived)}</system-out>\n"
        yield "    </testcase>\n"
    yield "  </testsuite>\n"


def _case(rule: str, found: list[FindingRow], words: Words) -> _Case:
    opened = [f for f in found if f.status == "open"]
    deviates = sum(f.verdict is Verdict.DEVIATES for f in opened)
    unknown = len(opened) - deviates
    waived = "\n".join(
        f"{words('waiver.valid', id=f.waiver, until=f.waiver_until)} {words.pick(f.title)}"
        for f in found
        if f.status == "waived"
    )
    if not opened:
        return rule, "", "", "", clip(waived, 4000)
    lines = [_line(f, words) for f in opened[:_LISTED]]
    if len(opened) > _LISTED:
        lines.append(words("more.findings", count=len(opened) - _LISTED))
    kind = "deviates" if deviates else "unknown"
    message = words("junit.message", deviates=deviates, unknown=unknown)
    return rule, kind, message, "\n".join(lines), clip(waived, 4000)


def _line(finding: FindingRow, words: Words) -> str:
    title = clip(seen(words.pick(finding.title)), 300)
    place = f" ({seen(view.place_text(finding.places[0]))})" if finding.places else ""
    severity = words.of("severity", finding.severity.value)
    return f"[{severity}] {title}{clip(place, 300)}\n    {clip(seen(words.pick(finding.fix)), 500)}"


def _coverage(sources: list[SourceRow], words: Words, *, has_sources: bool) -> _Case:
    if not has_sources:
        return "coverage", "unknown", words("junit.no-sources"), "", ""
    partly = [s for s in sources if s.state != "complete"]
    if not partly:
        return "coverage", "", "", "", ""
    lines = [f"{seen(s.uri)}: {words.of('state', s.state)}" for s in partly]
    return "coverage", "unknown", words("junit.coverage", sources=len(partly)), "\n".join(lines), ""


def _estate(data: ReportData, words: Words) -> _Case:
    lost = view.lost(data)
    if data.complete and not lost:
        return "coverage", "", "", "", ""
    lines = [
        f"{view.issue_place(row)}: {words.of('issue', row.issue.kind.value)}: "
        f"{words.reason(row.issue.message)}"
        for row in lost[:_LISTED]
    ]
    if len(lost) > _LISTED:
        lines.append(words("more.issues", count=len(lost) - _LISTED))
    lines += [
        f"{words.of('issue', k.value)}: {words.of('issue-help', k.value)}" for k in view.kinds(lost)
    ]
    text = "\n".join(clip(seen(line), 500) for line in lines)
    return "coverage", "unknown", words("junit.issues", issues=len(lost)), text, ""


def _name(number: str, system: SystemRow | None, words: Words) -> str:
    return (system.name if system else "") or number or words("system.none")
