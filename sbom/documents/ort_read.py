"""The analyzer result of the OSS Review Toolkit, YAML or JSON.

- Projects are ROOT (WORKSPACE when there are several and one holds the path of the others is not
  told, so all are ROOT); packages are components. `direct` is True for what a scope of a project
  names first.
- Scopes by their names: `dev`, `test`, `build`, `provided` and `optional` in a name mean so, all
  others RUNTIME; the strongest stands. A package in no scope is UNKNOWN.
- Licences: `declared_licenses` each DECLARED, `concluded_license` CONCLUDED.
- Both forms of the tree are read: `dependency_graphs`, and `scopes` within projects. Curations that
  were applied stand in the package already.

Source: ORT model classes OrtResult, AnalyzerResult, Package and DependencyGraph, versions 1 to 60.
"""

from typing import Any

from msgspec.structs import replace

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.documents.wording import STRENGTH, address, claim, name_of, purl_of
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering
from sbom.inventory import Descriptor, Inventory
from sbom.license import LicenseClaim, LicenseKind
from sbom.purl import build
from sbom.readers.shape import item_line, items, mapping, text

_TYPES = {
    "npm": "npm", "yarn": "npm", "yarn2": "npm", "pnpm": "npm", "pypi": "pypi", "pip": "pypi",
    "poetry": "pypi", "pipenv": "pypi", "maven": "maven", "gradle": "maven", "sbt": "maven",
    "gradleinspector": "maven", "nuget": "nuget", "dotnet": "nuget", "crate": "cargo",
    "cargo": "cargo", "go": "golang", "gomod": "golang", "gem": "gem", "bundler": "gem",
    "composer": "composer", "packagist": "composer", "pub": "pub", "conan": "conan", "pod": "cocoapods",
    "swift": "swift", "hackage": "hackage", "bower": "bower", "bazel": "bazel",
}  # fmt: skip
_HASHES = {"SHA1": "SHA-1", "SHA256": "SHA-256", "SHA384": "SHA-384", "SHA512": "SHA-512"}
_WORDS = (
    ("dev", Scope.DEV),
    ("test", Scope.TEST),
    ("build", Scope.BUILD),
    ("provided", Scope.BUILD),
    ("optional", Scope.OPTIONAL),
)


def read(content: bytes) -> Inventory:
    """Facts of one document.

    Raises:
        ParseError: neither JSON nor YAML.
        NotThisFormatError: no `analyzer.result`.
    """
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        from sbom.readers.json_reader import load_json_object

        table: dict[str, Any] = load_json_object(content)
    else:
        from sbom.readers.yaml_reader import load_yaml_map

        table = load_yaml_map(content)
    analyzer = mapping(table.get("analyzer"))
    result = mapping(analyzer.get("result"))
    if not {"projects", "packages"} & result.keys():
        raise NotThisFormatError("is no result of the ORT analyzer (no analyzer.result)")
    reader = _Reader()
    reader.projects(result.get("projects"))
    reader.packages(result.get("packages"))
    reader.graphs(mapping(result.get("dependency_graphs")))
    return reader.inventory(_descriptor(table, analyzer))


def _descriptor(table: Any, analyzer: Any) -> Descriptor:
    environment = mapping(analyzer.get("environment"))
    source = mapping(mapping(table.get("repository")).get("vcs_processed"))
    facts = {
        "tool": f"ORT {text(environment.get('ort_version'))}".strip(),
        "timestamp": text(analyzer.get("start_time")),
        "vcs": address(text(source.get("url"))),
    }
    return Descriptor(
        kind="ort-document", properties=tuple(sorted((k, v) for k, v in facts.items() if v))
    )


class _Reader:
    """Components by ORT id, and what the trees say of them."""

    def __init__(self) -> None:
        self._gathering = Gathering()
        self._made: dict[str, Component] = {}
        self._scopes: dict[str, Scope] = {}
        self._direct: set[str] = set()
        self._edges: dict[str, set[str]] = {}

    def inventory(self, descriptor: Descriptor) -> Inventory:
        """Everything, with scopes and `direct` settled."""
        inside = {t for targets in self._edges.values() for t in targets}
        for ref, component in self._made.items():
            if Role.ROOT not in component.roles:
                direct = True if ref in self._direct else False if ref in inside else None
                scope = self._scopes.get(ref, Scope.UNKNOWN)
                self._gathering.add(replace(component, scope=scope, direct=direct))
            else:
                self._gathering.add(component)
        for ref, targets in self._edges.items():
            self._gathering.need(ref, targets)
        return self._gathering.inventory(descriptors=(descriptor,))

    def projects(self, value: Any) -> None:
        """The projects, and the trees that older versions write inside them."""
        for index, item in enumerate(items(value)):
            entry = mapping(item)
            ref = text(entry.get("id"))
            made = self._component(entry, ref, item_line(value, index))
            if made is None:
                continue
            kind = ComponentKind.APPLICATION
            self._made.setdefault(ref, replace(made, roles=(Role.ROOT,), kind=kind))
            for scope in items(entry.get("scopes")):
                held = mapping(scope)
                self._tree(ref, held.get("dependencies"), _scope(text(held.get("name"))))

    def packages(self, value: Any) -> None:
        """The packages, bare or wrapped with their curations."""
        for index, item in enumerate(items(value)):
            entry = mapping(item)
            entry = mapping(entry.get("package")) or entry
            ref = text(entry.get("id"))
            made = self._component(entry, ref, item_line(value, index))
            if made is not None:
                self._made.setdefault(ref, made)

    def graphs(self, value: Any) -> None:
        """The graphs by package manager."""
        projects: dict[str, list[str]] = {}
        for ref in self._made:
            projects.setdefault(ref.partition(":")[2], []).append(ref)
        for graph in value.values():
            self._graph(mapping(graph), projects)

    def _graph(self, graph: Any, projects: dict[str, list[str]]) -> None:
        """One graph: nodes stand for packages, scopes name the nodes they start from."""
        packages = [text(p) for p in items(graph.get("packages"))]
        names: list[str] = []
        places: dict[tuple[int, int], int] = {}
        for place, node in enumerate(items(graph.get("nodes"))):
            number = _number(mapping(node).get("pkg"))
            names.append(packages[number] if 0 <= number < len(packages) else "")
            places.setdefault((number, _number(mapping(node).get("fragment"))), place)
        links: dict[int, list[int]] = {}
        for edge in items(graph.get("edges")):
            ends = _number(mapping(edge).get("from")), _number(mapping(edge).get("to"))
            if all(0 <= e < len(names) for e in ends):
                links.setdefault(ends[0], []).append(ends[1])
                self._edges.setdefault(names[ends[0]], set()).add(names[ends[1]])
        tops: dict[Scope, set[int]] = {}
        for name, roots in mapping(graph.get("scopes")).items():
            project, _, short = str(name).rpartition(":")
            found = set()
            for root in items(roots):
                held = mapping(root)
                key = _number(held.get("root")), _number(held.get("fragment"))
                if key in places:
                    found.add(places[key])
            tops.setdefault(_scope(short), set()).update(found)
            for ref in projects.get(project, ()) if project else ():
                self._edges.setdefault(ref, set()).update(names[t] for t in found)
            self._direct.update(names[t] for t in found)
        for scope, starts in tops.items():
            self._spread(scope, starts, names, links)

    def _spread(
        self, scope: Scope, starts: set[int], names: list[str], links: dict[int, list[int]]
    ) -> None:
        """Everything below the tops of a scope has it."""
        seen, todo = set(starts), list(starts)
        while todo:
            place = todo.pop()
            self._mark(names[place], scope)
            for target in links.get(place, ()):
                if target not in seen:
                    seen.add(target)
                    todo.append(target)

    def _tree(self, root: str, value: Any, scope: Scope) -> None:
        todo = [(root, d) for d in items(value)]
        self._direct.update(text(mapping(d).get("id")) for d in items(value))
        while todo:
            parent, item = todo.pop()
            ref = text(mapping(item).get("id"))
            if ref:
                self._edges.setdefault(parent, set()).add(ref)
                self._mark(ref, scope)
                todo.extend((ref, d) for d in items(mapping(item).get("dependencies")))

    def _mark(self, ref: str, scope: Scope) -> None:
        known = self._scopes.get(ref)
        if known is None or STRENGTH[scope] < STRENGTH[known]:
            self._scopes[ref] = scope

    def _component(self, entry: Any, ref: str, line: int | None) -> Component | None:
        parts = ref.split(":", 3)
        if len(parts) != 4 or not parts[2]:
            self._gathering.lost(ref or "package", "has no id of four parts", line)
            return None
        kind, group, name, version = (p.replace("%3A", ":").replace("%2F", "/") for p in parts)
        stated = text(entry.get("purl"))
        known = stated or build(_TYPES.get(kind.lower(), "generic"), name, version, namespace=group)
        purl, reason = purl_of(known, group, name, version)
        if reason and stated and reason != "is not in canonical form":
            self._gathering.note(stated, f"purl read otherwise: {reason}", line)
        artifact = mapping(entry.get("binary_artifact")) or mapping(entry.get("source_artifact"))
        vcs = mapping(entry.get("vcs_processed")) or mapping(entry.get("vcs"))
        authors = ", ".join(a for x in items(entry.get("authors")) if (a := text(x)))
        facts = (
            ("author", authors),
            ("description", text(entry.get("description"))),
            ("homepage", address(text(entry.get("homepage_url")))),
            ("location", text(entry.get("definition_file_path"))),
            ("vcs", address(text(vcs.get("url")))),
        )
        return Component(
            purl=purl,
            name=name_of(purl, group, name),
            version=version,
            version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
            ref=ref,
            licenses=_claims(entry),
            hashes=_hashes(mapping(artifact.get("hash"))),
            download=address(text(artifact.get("url"))),
            line=line,
            purl_raw=stated if stated and stated != purl else "",
            properties=tuple((n, v[:1024]) for n, v in facts if v),
        )


def _claims(entry: Any) -> tuple[LicenseClaim, ...]:
    found = []
    if made := claim(
        text(entry.get("concluded_license")), LicenseKind.CONCLUDED, "concluded_license"
    ):
        found.append(made)
    for item in items(entry.get("declared_licenses")):
        if made := claim(text(item), LicenseKind.DECLARED, "declared_licenses"):
            found.append(made)
    return tuple(found)


def _hashes(value: Any) -> tuple[tuple[str, str], ...]:
    algorithm, content = text(value.get("algorithm")).upper(), text(value.get("value")).lower()
    if not algorithm or not content or algorithm in {"NONE", "UNKNOWN"}:
        return ()
    return ((_HASHES.get(algorithm.replace("-", ""), algorithm), content),)


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _scope(name: str) -> Scope:
    lower = name.lower()
    for word, scope in _WORDS:
        if word in lower:
            return scope
    return Scope.RUNTIME
