"""kustomization.yaml: images set for the objects it collects, and charts.

Rules: `images` with `newTag` or `digest` are components of scope RUNTIME (property `replaces`: the
name in the objects); without either they only rename, role DECLARED, version ABSENT.
`helmCharts` are components of type helm. `resources`, `components` and `bases` that lie in a git
repository elsewhere are GIT: `?ref=` is the version, ABSENT without it.

Source: Kustomize, "The Kustomization File", "Remote targets".
"""

import re

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.git_address import without_credentials
from sbom.image_mentions import Images
from sbom.inventory import Inventory
from sbom.kubernetes.objects import take_kustomization
from sbom.purl import build
from sbom.readers.shape import item_line, items, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile

_KEYS = frozenset(
    "resources bases components images helmCharts patches patchesStrategicMerge namePrefix namespace "  # noqa: SIM905 - words in a row
    "configMapGenerator secretGenerator commonLabels labels generators transformers kind".split()
)
_HOSTED = re.compile(
    r"(?:https?://|git::|git@|ssh://)?(?:git@)?(github\.com|gitlab\.com|bitbucket\.org)[/:]"
    r"([^/\s]+)/([^/\s?]+?)(?:\.git)?(?:/+([^?\s]*))?(?:\?(\S*))?\Z"
)
_TYPES = {"github.com": "github", "gitlab.com": "gitlab", "bitbucket.org": "bitbucket"}


def parse(source: SourceFile, /) -> Inventory:
    """Images, charts and remote bases.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: none of the keys of a kustomization.
    """
    document = load_yaml_map(source.content)
    if not _KEYS.intersection(document):
        raise NotThisFormatError("holds no kustomization")
    images = Images()
    take_kustomization(document, images)
    remote = []
    for key in ("resources", "components", "bases"):
        listed = document.get(key)
        for index, entry in enumerate(items(listed)):
            made = _remote(text(entry), item_line(listed, index))
            if made is not None:
                remote.append(made)
    return Inventory(
        components=(*images.components, *remote), issues=images.issues, expects_components=False
    )


def _remote(written: str, line: int | None) -> Component | None:
    match = _HOSTED.match(written)
    if match is None:
        return None
    host, owner, name, path, query = match.groups("")
    ref = next((p[4:] for p in query.split("&") if p.startswith("ref=")), "")
    release = "/releases/download/"
    if f"/{path}".startswith(release):
        ref = path.split("/")[2] if path.count("/") >= 2 else ref
        path = ""
    kind = VersionKind.EXACT if ref else VersionKind.ABSENT
    if ref and not any(c.isdigit() for c in ref):
        kind = VersionKind.UNRESOLVED
    exact = ref if kind is VersionKind.EXACT else ""
    return Component(
        purl=build(_TYPES[host], name, exact, namespace=owner, subpath=path.strip("/")),
        name=f"{owner}/{name}",
        version=ref,
        version_kind=kind,
        requirement=without_credentials(written),
        kind=ComponentKind.APPLICATION,
        scope=Scope.RUNTIME,
        roles=(Role.GIT,),
        direct=True,
        line=line,
    )
