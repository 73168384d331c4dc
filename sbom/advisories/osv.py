"""OSV records, as osv.dev, GitHub, PyPA, Go, RustSec, distributions and others publish them.

The usual record is decoded in one go. One with a wrong type somewhere is read member by member:
what is wrong is left out and named in an issue; only a record without id is lost.
Source: Open Source Vulnerability format 1.7.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from sbom.advisories.advisory import (
    Advisory,
    Affected,
    AffectedSpecific,
    DatabaseSpecific,
    EcosystemSpecific,
    Event,
    Package,
    Range,
    Reference,
    Severity,
)
from sbom.issue import Issue, IssueKind

_DECODER = msgspec.json.Decoder(Advisory)
_MOST = 200_000
"""Entries of one list that are read."""
Value = TypeVar("Value", bound=msgspec.Struct)


def decode(content: bytes | memoryview) -> Advisory | None:
    """A record in the usual shape, or None when it is not."""
    try:
        record = _DECODER.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return record if record.id else None


def looks_like(value: dict[str, Any]) -> bool:
    """Whether an object is an OSV record: an id, and one of its own members."""
    return "id" in value and any(
        k in value for k in ("affected", "modified", "aliases", "withdrawn", "schema_version")
    )


def from_value(value: dict[str, Any], issues: list[Issue]) -> Advisory | None:
    """A record member by member; what cannot be used is named in `issues`."""
    name = value.get("id")
    if not isinstance(name, str) or not name.strip():
        issues.append(Issue(kind=IssueKind.ENTRY, message="an advisory has no id and is lost"))
        return None
    wrong: list[str] = []
    reader = _Reader(wrong)
    specific = reader.object(value, "database_specific")
    made = Advisory(
        id=name.strip()[:200],
        modified=reader.text(value, "modified"),
        published=reader.text(value, "published"),
        withdrawn=reader.text(value, "withdrawn") or None,
        aliases=reader.texts(value, "aliases"),
        related=reader.texts(value, "related"),
        upstream=reader.texts(value, "upstream"),
        summary=reader.text(value, "summary"),
        details=reader.text(value, "details"),
        severity=tuple(reader.severities(value)),
        affected=tuple(reader.affected(value)),
        references=tuple(
            Reference(type=reader.text(r, "type"), url=reader.text(r, "url"))
            for r in reader.objects(value, "references")
        ),
        database_specific=DatabaseSpecific(
            severity=reader.text(specific, "severity") or None,
            cwe_ids=reader.texts(specific, "cwe_ids"),
            malicious=specific.get("malicious-packages-origins"),
        ),
    )
    if wrong:
        shown = ", ".join(sorted(set(wrong))[:8])
        issues.append(
            Issue(
                kind=IssueKind.ENTRY,
                subject=made.id,
                message=f"members of the wrong type are left out: {shown}"[:400],
            )
        )
    return made


class _Reader:
    """Reads members of foreign JSON and remembers what was wrong."""

    def __init__(self, wrong: list[str]) -> None:
        self._wrong = wrong

    def text(self, value: dict[str, Any], key: str) -> str:
        found = value.get(key)
        if found is None:
            return ""
        if isinstance(found, str):
            return found
        if isinstance(found, int | float) and not isinstance(found, bool):
            self._wrong.append(key)
            return str(found)
        self._wrong.append(key)
        return ""

    def texts(self, value: dict[str, Any], key: str) -> tuple[str, ...]:
        found = value.get(key)
        if found is None:
            return ()
        if isinstance(found, str):
            self._wrong.append(key)
            return (found,)
        if not isinstance(found, list | tuple):
            self._wrong.append(key)
            return ()
        kept = tuple(f for f in found[:_MOST] if isinstance(f, str))
        if len(kept) != len(found):
            self._wrong.append(key)
        return kept

    def object(self, value: dict[str, Any], key: str) -> dict[str, Any]:
        found = value.get(key)
        if isinstance(found, dict):
            return found
        if found is not None:
            self._wrong.append(key)
        return {}

    def objects(self, value: dict[str, Any], key: str) -> list[dict[str, Any]]:
        found = value.get(key)
        if found is None:
            return []
        if not isinstance(found, list | tuple):
            self._wrong.append(key)
            return []
        kept = [f for f in found[:_MOST] if isinstance(f, dict)]
        if len(kept) != len(found):
            self._wrong.append(key)
        return kept

    def severities(self, value: dict[str, Any]) -> Iterator[Severity]:
        for entry in self.objects(value, "severity"):
            yield Severity(type=self.text(entry, "type"), score=self.text(entry, "score"))

    def ranges(self, value: dict[str, Any], key: str) -> Iterator[Range]:
        for entry in self.objects(value, key):
            events = []
            for event in self.objects(entry, "events"):
                made = Event(
                    introduced=self.text(event, "introduced") or None,
                    fixed=self.text(event, "fixed") or None,
                    last_affected=self.text(event, "last_affected") or None,
                    limit=self.text(event, "limit") or None,
                )
                if made == Event():
                    self._wrong.append("events")
                else:
                    events.append(made)
            yield Range(
                type=self.text(entry, "type"), repo=self.text(entry, "repo"), events=tuple(events)
            )

    def affected(self, value: dict[str, Any]) -> Iterator[Affected]:
        for entry in self.objects(value, "affected"):
            package = self.object(entry, "package")
            own = self.object(entry, "ecosystem_specific")
            specific = self.object(entry, "database_specific")
            informational = specific.get("informational")
            yield Affected(
                package=Package(
                    ecosystem=self.text(package, "ecosystem"),
                    name=self.text(package, "name"),
                    purl=self.text(package, "purl"),
                ),
                ranges=tuple(self.ranges(entry, "ranges")),
                versions=self.texts(entry, "versions"),
                severity=tuple(self.severities(entry)),
                ecosystem_specific=EcosystemSpecific(
                    custom_ranges=tuple(self.ranges(own, "custom_ranges")) or None
                ),
                database_specific=AffectedSpecific(
                    informational=informational if isinstance(informational, str) else None
                ),
            )
