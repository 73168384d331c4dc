"""Findings about sources: one per source, with what could not be judged counted as unknown."""

from collections.abc import Callable, Iterator, Mapping

from policies.facts import Facts, SourceFact
from policies.finding import Confidence, Finding, Place, SubjectKind, Verdict
from policies.rule import Context, Counted


class Missing:
    """What a source lacks."""

    __slots__ = ("values",)

    def __init__(self, values: Mapping[str, str]) -> None:
        """State it.

        Args:
            values: For the texts, beyond source and system.
        """
        self.values = values


_DOCUMENTS = "sbom/"
"""Start of the name of formats that describe software made elsewhere."""
_INSTALLED = frozenset(
    {"os/release", "deb/dpkg-status", "deb/opkg-status", "apk/installed", "rpm/database"}
)
"""Formats of the package database of an operating system: a root file system, no source."""


def is_repository(source: SourceFact) -> bool | None:
    """Whether the town publishes a source, so that it owes a licence file and publiccode.yml.

    A git repository is one. A delivered SBOM, a container image and a folder of bills of materials or
    of a root file system are not. Another folder is one as soon as it holds a file that belongs to
    source code (manifest, lock, build file, licence); None when nothing in it was recognised.

    Args:
        source: As the scan left it.
    """
    if source.supplied or source.kind not in {"git", "folder"}:
        return False
    if source.kind == "git":
        return True
    formats = {f.format for f in source.files}
    if formats & _INSTALLED:
        return False
    if source.license_files or source.publiccode:
        return True
    if not formats:
        return None
    return not all(f.startswith(_DOCUMENTS) for f in formats)


def source_findings(
    rule: str,
    facts: Facts,
    judge_one: Callable[[SourceFact], Missing | Verdict],
    context: Context,
    *,
    even_failed: bool = False,
) -> Iterator[Finding | Counted]:
    """Findings and counts of a rule that looks at one source at a time.

    Args:
        rule: Id of the rule.
        facts: The estate.
        judge_one: What a source lacks, or how it counts.
        context: Of the rule.
        even_failed: Whether a source that could not be read can be judged; else it counts as
            unknown. A source that was read in part is judged with less confidence.
    """
    counts: dict[tuple[str, Verdict], int] = {}
    systems = facts.systems()
    for source in facts.sources():
        found = judge_one(source)
        if isinstance(found, Missing) and source.state == "failed" and not even_failed:
            found = Verdict.UNKNOWN
        if isinstance(found, Verdict):
            counts[source.system, found] = counts.get((source.system, found), 0) + 1
            continue
        known = systems.get(source.system)
        values = {
            **found.values,
            "source": source.uri,
            "kind": source.kind,
            "system_name": known.name if known else "",
        }
        sure = source.state == "complete" or even_failed
        yield Finding(
            rule=rule,
            subject_kind=SubjectKind.SOURCE,
            subject=source.uri,
            system=source.system,
            verdict=Verdict.DEVIATES,
            severity=context.severity,
            confidence=Confidence.HIGH if sure else Confidence.MEDIUM,
            values=tuple(sorted(values.items())),
            places=(Place(source=source.uri),),
            place_count=1,
        )
    for (system, verdict), number in sorted(counts.items()):
        yield Counted(system=system, verdict=verdict, count=number)
