"""Brewfile.lock.json: formulae, casks and App Store programs as they were installed.

Rules: formulae are `pkg:brew/NAME@VERSION` with the tap as namespace, scope DEV (a Brewfile sets up a
developer's machine), direct. Casks are APPLICATION, property `cask`. Taps are GIT components at
their revision. `mas` entries are purl generic.

Source: Homebrew Bundle documentation, "Brewfile.lock.json"; purl specification, type brew.
"""

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.json_reader import load_json_object
from sbom.readers.shape import mapping, pairs, text
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """What was installed.

    Raises:
        ParseError: not a JSON object.
        NotThisFormatError: no entries.
    """
    entries = mapping(load_json_object(source.content).get("entries"))
    if not entries:
        raise NotThisFormatError("holds no entries")
    components = []
    for kind in ("tap", "brew", "cask", "mas", "vscode"):
        for name, value in mapping(entries.get(kind)).items():
            facts = mapping(value)
            version = text(facts.get("version")) or text(facts.get("revision"))
            namespace, _, last = name.rpartition("/")
            components.append(
                Component(
                    purl=build(
                        {"tap": "github", "mas": "generic", "vscode": "generic"}.get(kind, "brew"),
                        f"homebrew-{last}" if kind == "tap" else last,
                        version,
                        namespace=namespace,
                    ),
                    name=name,
                    version=version,
                    version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
                    kind=ComponentKind.LIBRARY
                    if kind in {"brew", "tap"}
                    else ComponentKind.APPLICATION,
                    scope=Scope.DEV,
                    roles=(Role.GIT,) if kind == "tap" else (),
                    direct=True,
                    properties=pairs(use=kind),
                )
            )
    return Inventory(components=tuple(components))
