"""helmfile.yaml: releases of charts and the repositories they come from.

Rules: each release is a component of type helm, scope RUNTIME; a full version is EXACT, anything else
a RANGE, none ABSENT. The first part of `chart` names the repository, whose address becomes the
qualifier; a chart in a folder is LOCAL. `installed: false` is OPTIONAL. Templates (`{{ }}`,
`helmfile.yaml.gotmpl`) are read as far as they are YAML once `{{ }}` is set aside; a version that is
a placeholder is UNRESOLVED.

Source: Helmfile documentation, "Configuration".
"""

import re

from msgspec.structs import replace

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.helm import chart_dependency
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.purl import build
from sbom.readers.shape import items, line_of, mapping, pairs, text
from sbom.readers.text import decode
from sbom.readers.yaml_reader import loads_yaml
from sbom.source import SourceFile

_BLOCK = re.compile(r"^[ \t]*\{\{[^{}\n]*\}\}[ \t]*$", re.MULTILINE)
_PLACE = re.compile(r"\{\{[^{}\n]*\}\}")


def parse(source: SourceFile, /) -> Inventory:
    """Charts.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: no releases, repositories or further helmfiles.
    """
    content = decode(source.content)
    if "{{" in content:
        content = _PLACE.sub("$value", _BLOCK.sub("", content))
    try:
        documents = [d for d in loads_yaml(content) if mapping(d)]
    except ParseError as error:
        if "$value" in content:
            raise NotThisFormatError(
                "is a template that is not YAML yet", line=error.line
            ) from error
        raise
    keys = {k for d in documents for k in d}
    if not keys & {"releases", "repositories", "helmfiles", "environments", "bases"}:
        raise NotThisFormatError("holds no releases")
    places: dict[str, str] = {}
    for document in documents:
        for entry in items(document.get("repositories")):
            facts = mapping(entry)
            places[text(facts.get("name"))] = text(facts.get("url"))
    components: list[Component] = []
    issues: list[Issue] = []
    for document in documents:
        for entry in items(document.get("releases")):
            facts = mapping(entry)
            made = _release(text(facts.get("chart")), text(facts.get("version")), places)
            line = line_of(facts, "chart")
            if made is None:
                subject = text(facts.get("name"))[:200] or "releases"
                message = "the release names no chart"
                issues.append(
                    Issue(kind=IssueKind.ENTRY, subject=subject, line=line, message=message)
                )
                continue
            off = facts.get("installed") is False
            components.append(
                replace(
                    made,
                    line=line,
                    scope=Scope.OPTIONAL if off else Scope.RUNTIME,
                    properties=pairs(release=text(facts.get("name"))),
                )
            )
    return Inventory(
        components=tuple(components),
        issues=tuple(issues),
        expects_components=bool(components),
    )


def _release(chart: str, version: str, places: dict[str, str]) -> Component | None:
    """The chart of a release."""
    local = chart.startswith((".", "/", "~"))
    place, _, name = chart.removeprefix("oci://").rstrip("/").rpartition("/")
    if chart.startswith("oci://"):
        place = f"oci://{place}"
    elif not local:
        place = places.get(place, f"@{place}" if place else "@")
    made = chart_dependency({"name": name, "version": version, "repository": place}, None)
    if made is None:
        return None
    if local:
        return replace(made, roles=(Role.LOCAL,), download=chart, ref="")
    if "$" in version:
        purl = build("helm", name)
        return replace(
            made, purl=purl, version=version, version_kind=VersionKind.UNRESOLVED, ref=""
        )
    return replace(made, ref="")
