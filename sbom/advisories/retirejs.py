"""Repositories of retire.js, every version of the form, brought into the shape of OSV.

A library stands under its npm name when it has one, else under its own name as npm package.
Source: RetireJS/retire.js, `repository/jsrepository*.json`, 2026-08.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sbom.advisories.advisory import Advisory, Affected, DatabaseSpecific, Event, Package, Range
from sbom.advisories.words import links, text, texts


def is_retirejs(value: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a repository of retire.js."""
    found = [v for v in list(value.values())[:5] if isinstance(v, dict)]
    if "advisories" in value and isinstance(value["advisories"], dict):
        return True
    return bool(found) and all("vulnerabilities" in v or "extractors" in v for v in found)


def advisories(value: Mapping[str, Any]) -> Iterator[Advisory]:
    """The records of a repository of retire.js; its example entry is left out."""
    libraries = value.get("advisories") if isinstance(value.get("advisories"), dict) else value
    for library, facts in (libraries or {}).items():
        if library == "retire-example" or not isinstance(facts, dict):
            continue
        listed = facts.get("vulnerabilities")
        for number, entry in enumerate(listed if isinstance(listed, list) else (), 1):
            if isinstance(entry, dict):
                yield _retired(text(facts.get("npmname")) or library, library, number, entry)


def _retired(package: str, library: str, number: int, entry: Mapping[str, Any]) -> Advisory:
    identifiers = entry.get("identifiers")
    known = identifiers if isinstance(identifiers, dict) else {}
    cves, ghsa = texts(known.get("CVE")), texts(known.get("githubID"))
    ranges = entry.get("ranges")
    stretches = (
        [entry] if not isinstance(ranges, list) else [r for r in ranges if isinstance(r, dict)]
    )
    names = (*ghsa, *cves)
    low, high = text(entry.get("atOrAbove")), text(entry.get("below"))
    made = f"RETIREJS-{library}-{names[0] if names else number}-{low or 0}-{high or 'all'}"
    severity = text(entry.get("severity")).upper().replace("MEDIUM", "MODERATE")
    return Advisory(
        id=made,
        aliases=names if len(ghsa) <= 1 else (),
        summary=text(known.get("summary")) or text(entry.get("summary")),
        affected=(
            Affected(
                package=Package(ecosystem="npm", name=package),
                ranges=tuple(_retired_range(s) for s in stretches),
            ),
        ),
        database_specific=DatabaseSpecific(severity=severity or None),
        references=links(entry.get("info")),
    )


def _retired_range(stretch: Mapping[str, Any]) -> Range:
    low, high = text(stretch.get("atOrAbove")) or "0", text(stretch.get("below"))
    events = [Event(introduced=low)]
    if high:
        events.append(Event(fixed=high))
    return Range(type="SEMVER", events=tuple(events))
