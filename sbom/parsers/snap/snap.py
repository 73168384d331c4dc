"""Snaps: `meta/snap.yaml` inside one, `snapcraft.yaml` of its source.

Rules: the snap itself is ROOT, an APPLICATION with purl `pkg:snap/NAME@VERSION`; its base (`core24`)
is a PLATFORM of scope RUNTIME without version. `stage-packages` in `snapcraft.yaml` are Debian
packages of Ubuntu, scope RUNTIME, version ABSENT unless `=` gives one; those below `on`, `for`, `try`
and `else` are all listed, with the property `condition`. What was packed into a
built snap stands in its manifest (`sbom.parsers.snap.manifest`).

Source: Snapcraft documentation, "The snap format", "snapcraft.yaml reference", build manifests.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.shape import item_line, items, line_of, mapping, pairs, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile

_WORDS = frozenset({"on", "for", "try", "else"})
"""Of the grammar of snapcraft.yaml for lists that depend on the machine."""
_FAILS = ("try", "else", "fail", "else fail")
_MOST_DEPTH = 8
_SIGNS = frozenset(
    {
        "snapcraft-version",
        "confinement",
        "grade",
        "apps",
        "base",
        "parts",
        "type",
    }
)


def parse(source: SourceFile, /) -> Inventory:
    """The snap, its base and what was packed into it.

    Raises:
        ParseError: not YAML.
        NotThisFormatError: does not describe a snap.
    """
    snap = load_yaml_map(source.content)
    name = text(snap.get("name"))
    if not _SIGNS.intersection(snap) or not name:
        raise NotThisFormatError("does not describe a snap")
    issues: list[Issue] = []
    components = [*_itself(name, snap)]
    for part in mapping(snap.get("parts")).values():
        components += _packages(mapping(part), issues)
    return Inventory(components=tuple(components), issues=tuple(issues))


def _itself(name: str, snap: Mapping[str, Any]) -> Iterator[Component]:
    version = text(snap.get("version"))
    license_ = text(snap.get("license"))
    if name:
        yield Component(
            purl=build("snap", name, version),
            name=name,
            version=version,
            version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
            kind=ComponentKind.APPLICATION,
            roles=(Role.ROOT,),
            ref=name,
            licenses=(LicenseClaim(raw=license_, source="license"),) if license_ else (),
            line=line_of(snap, "name"),
            properties=pairs(description=text(snap.get("summary")), grade=text(snap.get("grade"))),
        )
    if base := text(snap.get("base")):
        yield Component(
            purl=build("snap", base),
            name=base,
            version_kind=VersionKind.ABSENT,
            kind=ComponentKind.PLATFORM,
            direct=True,
            line=line_of(snap, "base"),
        )


def _packages(part: Mapping[str, Any], issues: list[Issue]) -> Iterator[Component]:
    for entry, line, condition in _entries(part.get("stage-packages"), 0):
        name, _, version = text(entry).partition("=")
        name, _, own = name.strip().partition(":")
        if not name or any(c.isspace() for c in name):
            message = "the entry of stage-packages is no `name=version`"
            issues.append(
                Issue(kind=IssueKind.ENTRY, subject=text(entry)[:200], line=line, message=message)
            )
            continue
        yield Component(
            purl=build("deb", name, version, namespace="ubuntu", qualifiers={"arch": own}),
            name=name,
            version=version,
            version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
            scope=Scope.RUNTIME,
            roles=(Role.BUNDLED,),
            direct=True,
            line=line,
            properties=pairs(condition=condition),
        )


def _entries(
    listed: object, depth: int, condition: str = ""
) -> Iterator[tuple[object, int | None, str]]:
    """Entries with line and condition (`on armhf`, `try`), those of nested lists included."""
    for index, entry in enumerate(items(listed)):
        line = item_line(listed, index)
        if isinstance(entry, dict) and entry and depth < _MOST_DEPTH:
            for word, nested in entry.items():
                if str(word).partition(" ")[0] in _WORDS and isinstance(nested, list):
                    yield from _entries(nested, depth + 1, f"{condition} {word}".strip())
                else:
                    yield nested if isinstance(nested, str) else None, line, condition
        elif entry not in _FAILS:
            yield entry, line, condition
