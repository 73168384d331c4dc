"""Chart.yaml (v1, v2) and requirements.yaml: a Helm chart and the charts it needs.

Rules: the chart is ROOT with property `app-version`. Dependencies are direct; a full version is
EXACT, anything else a RANGE. With `condition` or `tags` the scope is OPTIONAL. `file://` and an
empty repository (a chart in `charts/`) are LOCAL. An alias gives role ALIAS. The address of the
repository is the purl qualifier `repository_url`; `@name` and `alias:name` stand in `download`
only.

Source: Helm documentation, "The Chart.yaml File" and "Chart Dependencies".
"""

from collections.abc import Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Dependency, Role, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.helm import chart_dependency
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.shape import item_line, items, line_of, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml
from sbom.source import SourceFile

_ROOT = "."


def parse(source: SourceFile, /) -> Inventory:
    """The chart and its dependencies.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: no chart and no list of dependencies.
    """
    try:
        documents = load_yaml(source.content)
    except ParseError as error:
        if b"{{" in source.content:
            raise NotThisFormatError("is a template of a chart", line=error.line) from error
        raise
    chart = mapping(documents[0]) if documents else {}
    wanted = chart.get("dependencies")
    named = bool(text(chart.get("name"))) and ("version" in chart or "apiVersion" in chart)
    if not named and not isinstance(wanted, list):
        raise NotThisFormatError("holds no chart and no dependencies")
    root = (_root(chart),) if named else ()
    found: list[Component] = []
    issues: list[Issue] = []
    for index, entry in enumerate(items(wanted)):
        line = item_line(wanted, index)
        made = chart_dependency(mapping(entry), line)
        if made is None:
            subject, message = f"dependencies[{index}]", "the dependency has no name"
            issues.append(Issue(kind=IssueKind.ENTRY, subject=subject, line=line, message=message))
        else:
            found.append(made)
    targets = tuple(sorted({c.ref for c in found}))
    return Inventory(
        components=(*root, *found),
        dependencies=(Dependency(ref=_ROOT, targets=targets),) if root and targets else (),
        issues=tuple(issues),
        format_version=text(chart.get("apiVersion")),
        expects_components=bool(found),
    )


def _root(chart: Mapping[str, Any]) -> Component:
    name, version = text(chart.get("name")), text(chart.get("version"))
    notes = mapping(chart.get("annotations"))
    licence = text(notes.get("licenses")) or text(notes.get("artifacthub.io/license"))
    return Component(
        purl=build("helm", name, version),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        kind=ComponentKind.APPLICATION,
        roles=(Role.ROOT,),
        ref=_ROOT,
        licenses=(LicenseClaim(raw=licence, source="annotations"),) if licence else (),
        line=line_of(chart, "name"),
        properties=pairs(
            app_version=text(chart.get("appVersion")),
            kube_version=text(chart.get("kubeVersion")),
            type=text(chart.get("type")),
            description=text(chart.get("description"))[:1000],
            homepage=text(chart.get("home")),
            deprecated="true" if chart.get("deprecated") is True else "",
            sources=", ".join(text(s) for s in items(chart.get("sources")))[:4096],
        ),
    )
