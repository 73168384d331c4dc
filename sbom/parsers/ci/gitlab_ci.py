"""GitLab CI: images of jobs, services, and configuration that is included from elsewhere.

Rules: `image` and `services` (top level, `default`, every job) are BUILD, direct; property `job`.
Variables that the file itself sets at the top are filled in; others make the version UNRESOLVED.
Of a `$CI_*` variable the value is only known to the server. `include`: `component` is a purl of
type generic with the version behind `@` (`~latest` is a RANGE); `project` is a GIT component at
`ref` (ABSENT without one, a branch is UNRESOLVED); `remote` is a URL with version ABSENT;
`template` ships with GitLab itself: version ABSENT; `local` lies in the same source and is LOCAL.

Source: GitLab documentation, "CI/CD YAML syntax reference" (image, services, include, variables).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.git_address import without_credentials
from sbom.image_mentions import Images
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.purl import build
from sbom.readers.shape import item_line, items, line_of, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml
from sbom.source import SourceFile

_NOT_JOBS = frozenset(
    {"default", "include", "stages", "variables", "workflow", "spec", "image", "services", "cache"}
)
_SHA = re.compile(r"[0-9a-f]{40}\Z")
_TAG = re.compile(r"[A-Za-z]*[-_/]?v?\d+(?:\.\d+)*(?:[-+.][0-9A-Za-z.+-]+)?\Z")
_PARTIAL = re.compile(r"~latest\Z|v?\d+(?:\.\d+)?\Z")


def parse(source: SourceFile, /) -> Inventory:
    """What the pipeline runs in and includes.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: not a mapping.
    """
    documents = [d for d in load_yaml(source.content) if isinstance(d, Mapping)]
    if not documents:
        raise NotThisFormatError("holds no pipeline")
    images = Images()
    included: list[Component] = []
    issues: list[Issue] = []
    for document in documents:
        values = _values(document.get("variables"))
        for name in (None, "default"):
            holder = document if name is None else mapping(document.get(name))
            _run(holder, images, values, "")
        for name, job in document.items():
            if name not in _NOT_JOBS and isinstance(job, Mapping):
                _run(job, images, {**values, **_values(job.get("variables"))}, name)
        included += _includes(document.get("include"), line_of(document, "include"), issues)
    components = (*images.components, *included)
    return Inventory(
        components=components,
        issues=(*images.issues, *issues),
        expects_components=bool(components),
    )


def _values(value: object) -> dict[str, str]:
    found = {}
    for name, given in mapping(value).items():
        found[name] = text(mapping(given).get("value")) if isinstance(given, dict) else text(given)
    return {k: v for k, v in found.items() if v}


def _run(holder: Mapping[str, Any], images: Images, values: Mapping[str, str], job: str) -> None:
    image = holder.get("image")
    line = line_of(holder, "image")
    if isinstance(image, Mapping):
        image, line = image.get("name"), line_of(image, "name")
    images.add(image, line, scope=Scope.BUILD, values=values, job=job)
    services = holder.get("services")
    for index, entry in enumerate(items(services)):
        name = entry.get("name") if isinstance(entry, Mapping) else entry
        line = item_line(services, index)
        images.add(name, line, scope=Scope.BUILD, values=values, job=job, use="service")


def _includes(value: object, line: int | None, issues: list[Issue]) -> Iterator[Component]:
    entries = value if isinstance(value, list) else [value] if value is not None else []
    for index, entry in enumerate(entries):
        at = item_line(value, index) or line
        facts: Mapping[str, Any] = entry if isinstance(entry, Mapping) else {"local": entry}
        if isinstance(entry, str) and "://" in entry:
            facts = {"remote": entry}
        made = _include({k: text(v) for k, v in facts.items()}, at)
        if made is None:
            message = "the include names nothing that is known"
            issues.append(Issue(kind=IssueKind.ENTRY, subject="include", line=at, message=message))
        else:
            yield made


def _include(facts: Mapping[str, str], line: int | None) -> Component | None:
    if written := facts.get("component"):
        name, _, ref = written.rpartition("@") if "@" in written else (written, "", "")
        host, _, path = name.partition("/")
        return _made(path or host, ref, written, line, host=host, use="component")
    if project := facts.get("project"):
        return _made(project, facts.get("ref", ""), project, line, roles=(Role.GIT,), use="project")
    if url := facts.get("remote"):
        clean = without_credentials(url)
        name = clean.partition("://")[2].partition("?")[0]
        return _made(name, "", clean, line, roles=(Role.URL,), use="remote")
    if template := facts.get("template"):
        return _made(f"gitlab-templates/{template}", "", template, line, use="template")
    if local := facts.get("local"):
        return _made(local.strip("/"), "", local, line, roles=(Role.LOCAL,), use="local")
    return None


def _made(
    path: str,
    ref: str,
    written: str,
    line: int | None,
    *,
    host: str = "",
    roles: tuple[Role, ...] = (),
    use: str,
) -> Component:
    kind = VersionKind.ABSENT
    if ref:
        kind = VersionKind.EXACT if _SHA.match(ref) or _TAG.match(ref) else VersionKind.UNRESOLVED
        if use == "component" and _PARTIAL.match(ref):
            kind = VersionKind.RANGE
    namespace, _, name = path.strip("/").rpartition("/")
    hosted = "gitlab" if use == "project" or host == "gitlab.com" else "generic"
    return Component(
        purl=build(
            hosted, name or path, ref if kind is VersionKind.EXACT else "", namespace=namespace
        ),
        name=path,
        version="" if kind is VersionKind.RANGE else ref,
        version_kind=kind,
        requirement=f"{written}@{ref}" if use == "project" and ref else written,
        kind=ComponentKind.APPLICATION,
        scope=Scope.BUILD,
        roles=roles,
        direct=True,
        line=line,
        properties=pairs(use=use, host="" if "$" in host else host),
    )
