"""Gradle lock files: gradle.lockfile, buildscript locks, and the older ones per configuration.

The older ones are `gradle/dependency-locks/NAME.lockfile`, without configurations in their lines.

Rules: each line is one component, EXACT, `direct` unknown. The scope is the furthest reaching of
its configurations: runtime, dev, build, test; a buildscript lock is BUILD. `configurations` keeps
their names. `empty=` names configurations without components.

Source: Gradle user manual, "Locking Versions".
"""

from sbom.component import Component, Scope
from sbom.errors import ParseError
from sbom.gradle.coordinates import component, read, scope_of_all
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.text import decode
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Facts of one lock file.

    Raises:
        ParseError: binary, or no line is one of a lock file.
    """
    base = source.path.rpartition("/")[2]
    buildscript = base.startswith("buildscript-")
    older = source.path.rpartition("/")[0].endswith("dependency-locks")
    only = base.removeprefix("buildscript-").removesuffix(".lockfile") if older else ""
    components: list[Component] = []
    issues: list[Issue] = []
    seen: set[str] = set()
    understood = False
    text = decode(source.content) if source.content.strip() else ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        notation, equals, names = line.partition("=")
        if notation.strip() == "empty" and equals:
            understood = True
            continue
        found = read(notation)
        if found is None or not found.group or not found.version or not (equals or only):
            message = "not of the form group:name:version=configurations"
            issue = Issue(kind=IssueKind.ENTRY, message=message, line=number, subject=line[:200])
            issues.append(issue)
            continue
        understood = True
        if notation in seen:
            continue
        seen.add(notation)
        configurations = [n for n in (p.strip() for p in names.split(",")) if n] or [only] * bool(
            only
        )
        properties = (("configurations", ", ".join(configurations)),) if configurations else ()
        components.append(
            component(
                found,
                scope=Scope.BUILD if buildscript else scope_of_all(configurations),
                ref=notation.strip(),
                line=number,
                properties=properties,
            )
        )
    if issues and not understood:
        raise ParseError("holds no line of a Gradle lock file", line=issues[0].line)
    return Inventory(
        components=tuple(components), issues=tuple(issues), expects_components=bool(issues)
    )
