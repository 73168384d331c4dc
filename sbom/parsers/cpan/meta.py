"""META.json, META.yml and MYMETA.* of a Perl distribution.

Rules: the distribution is ROOT when it has name and version; without one of them the file is not a
distribution's and an issue says so. `license` is a claim for each entry, `unknown` none. Required
modules are direct: phase runtime RUNTIME, test TEST, build and configure BUILD, develop DEV;
`recommends` and `suggests` OPTIONAL; `conflicts` name no components. A requirement names a module,
not its distribution: the purl takes the usual name (`Foo::Bar` is `Foo-Bar`), property `module` the
name as written. `0` is ABSENT, a bare number a RANGE (at least), `== 1.0` EXACT. `perl` is STDLIB.

Source: CPAN::Meta::Spec, versions 1.x and 2.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.json_reader import load_json_object
from sbom.readers.key_lines import KeyLines
from sbom.readers.shape import line_of, mapping, pairs, text
from sbom.readers.text import decode
from sbom.readers.yaml_reader import load_yaml_map
from sbom.source import SourceFile

_PHASES = {
    "runtime": Scope.RUNTIME,
    "test": Scope.TEST,
    "build": Scope.BUILD,
    "configure": Scope.BUILD,
    "develop": Scope.DEV,
}
_OLDER = (
    ("requires", "runtime", "requires"),
    ("build_requires", "build", "requires"),
    ("configure_requires", "configure", "requires"),
    ("test_requires", "test", "requires"),
    ("recommends", "runtime", "recommends"),
)
_KNOWN = frozenset({"name", "prereqs", "requires", "meta-spec", "abstract"})
_ROOT = "."


def parse(source: SourceFile, /) -> Inventory:
    """The distribution and the modules it requires.

    Raises:
        ParseError: neither JSON nor YAML.
        NotThisFormatError: none of the fields of such a file.
    """
    as_json = source.path.endswith(".json")
    data = load_json_object(source.content) if as_json else load_yaml_map(source.content)
    if _KNOWN.isdisjoint(data):
        raise NotThisFormatError("holds none of the fields of CPAN metadata")
    lines = KeyLines(decode(source.content), "prereqs") if as_json else None
    gathering = Gathering()
    name, version = text(data.get("name")), text(data.get("version"))
    if name and version:
        gathering.add(_package(name, version, data))
    else:
        missing = "version" if name else "name"
        gathering.lost(name or "name", f"the distribution has no {missing}")
    targets = []
    for phase, relation, module, wanted in _needs(data):
        line = lines.of(module) if lines is not None else None
        scope = _PHASES.get(phase, Scope.UNKNOWN)
        if relation != "requires":
            scope = Scope.OPTIONAL
        made = _component(module, text(wanted), scope, phase, relation, line)
        targets.append(gathering.add(made))
    gathering.need(_ROOT, targets)
    spec = text(mapping(data.get("meta-spec")).get("version"))
    return gathering.inventory(version=spec, expects=False)


def _needs(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Any]]:
    """Phase, relation, module and requirement."""
    for phase, relations in mapping(data.get("prereqs")).items():
        for relation in ("requires", "recommends", "suggests"):
            for module, wanted in mapping(mapping(relations).get(relation)).items():
                yield phase, relation, module, wanted
    if "prereqs" not in data:
        for field, phase, relation in _OLDER:
            for module, wanted in mapping(data.get(field)).items():
                yield phase, relation, module, wanted


def _package(name: str, version: str, data: Mapping[str, Any]) -> Component:
    stated = data.get("license")
    line = line_of(data, "license")
    claims = tuple(
        LicenseClaim(raw=raw, line=line, source="license")
        for s in (stated if isinstance(stated, list) else [stated])
        if (raw := text(s)) and raw != "unknown"
    )
    people = data.get("author")
    authors = [text(a) for a in (people if isinstance(people, list) else [people])]
    names = [a.partition("<")[0].strip() for a in authors if a and a != "~"]
    homepage = text(mapping(data.get("resources")).get("homepage"))
    return Component(
        purl=build("cpan", name.replace("::", "-"), version),
        name=name,
        version=version,
        roles=(Role.ROOT,),
        ref=_ROOT,
        licenses=claims,
        supplier=next(iter(names), "")[:1000],
        line=line_of(data, "name"),
        properties=pairs(
            author=", ".join(names)[:1000],
            description=text(data.get("abstract"))[:1000],
            homepage=homepage,
        ),
    )


def _component(  # one per fact of an entry
    module: str, wanted: str, scope: Scope, phase: str, relation: str, line: int | None
) -> Component:
    exact = wanted[2:].strip() if wanted.startswith("==") and "," not in wanted else ""
    requirement = "" if wanted in {"", "0"} else wanted
    perl = module == "perl"
    name = module.replace("::", "-")
    return Component(
        purl=build("generic", "perl", exact) if perl else build("cpan", name, exact),
        name="perl" if perl else name,
        version=exact,
        version_kind=firmness(exact, requirement),
        requirement=requirement,
        kind=ComponentKind.PLATFORM if perl else ComponentKind.LIBRARY,
        scope=scope,
        roles=(Role.STDLIB,) if perl else (),
        direct=True,
        ref=f"{phase}/{relation}/{module}",
        line=line,
        properties=pairs(module=module if module != name else ""),
    )
