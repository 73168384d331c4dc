"""Chart.lock and requirements.lock: the chart versions that Helm resolved.

Rules: every entry is EXACT and direct (Helm locks one level). `file://` is LOCAL. The digest of the
lock itself is not a hash of a chart and is left out.

Source: Helm documentation, "helm dependency build"; helm, `pkg/chart/dependency.go` (Lock).
"""

from sbom.component import Component
from sbom.errors import NotThisFormatError
from sbom.helm import chart_dependency
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.shape import item_line, items, mapping
from sbom.readers.yaml_reader import load_yaml
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Locked charts.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: no list of dependencies and no digest.
    """
    documents = load_yaml(source.content)
    lock = mapping(documents[0]) if documents else {}
    if "dependencies" not in lock and "digest" not in lock:
        raise NotThisFormatError("holds no dependencies")
    entries = lock.get("dependencies")
    found: list[Component] = []
    issues: list[Issue] = []
    for index, entry in enumerate(items(entries)):
        line = item_line(entries, index)
        made = chart_dependency(mapping(entry), line, locked=True)
        if made is None:
            subject, message = f"dependencies[{index}]", "the dependency has no name"
            issues.append(Issue(kind=IssueKind.ENTRY, subject=subject, line=line, message=message))
        else:
            found.append(made)
    return Inventory(components=tuple(found), issues=tuple(issues), expects_components=bool(found))
