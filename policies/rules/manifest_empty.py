"""A file that should list components yields none.

What it checks:
    Files of a format from which components are expected (a lockfile, an SBOM) that were read
    without error, and gave none.

Why it matters:
    An empty result looks clean. It can also mean that the file was made wrongly, or that the tool
    does not understand this form of it. What is in it is unknown.

Example:
    A CycloneDX file with metadata and an empty `components` list.

How to fix:
    Open the file. If the project has no dependencies, delete the lockfile or accept this finding
    with a waiver. If it has, make the file again, or report the form to the maintainers of Sluis.

Source:
    Own design: results of a scan are never silently empty.
"""

from collections.abc import Iterator

from policies.facts import Facts, FileFact
from policies.finding import Finding, Place, SubjectKind, Verdict
from policies.rule import Context, Counted, Need

ID = "manifest-empty"
NEEDS = frozenset({Need.SOURCES})


def check(facts: Facts, context: Context, /) -> Iterator[Finding | Counted]:
    """Findings of UNKNOWN for empty files; see the module."""
    counts: dict[tuple[str, Verdict], int] = {}
    systems = facts.systems()
    for source in facts.sources():
        known = systems.get(source.system)
        for file in source.files:
            counted = _counted(file)
            if counted is not None:
                place = source.system, counted
                counts[place] = counts.get(place, 0) + 1
                continue
            values = {
                "path": file.path,
                "format": file.format,
                "source": source.uri,
                "system_name": known.name if known else "",
            }
            yield Finding(
                rule=ID,
                subject_kind=SubjectKind.FILE,
                subject=f"{source.uri}:{file.path}",
                system=source.system,
                verdict=Verdict.UNKNOWN,
                severity=context.severity,
                values=tuple(sorted(values.items())),
                places=(Place(source=source.uri, path=file.path),),
                place_count=1,
            )
    for (system, verdict), number in sorted(counts.items()):
        yield Counted(system=system, verdict=verdict, count=number)


def _counted(file: FileFact) -> Verdict | None:
    """How a file counts; None when it is a finding."""
    if not file.expects:
        return Verdict.NOT_APPLICABLE
    if file.components:
        return Verdict.COMPLIES
    return None if file.state == "read" else Verdict.UNKNOWN
