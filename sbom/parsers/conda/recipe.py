"""meta.yaml: the recipe of a conda package, with its Jinja templates read as far as they are literal.

Rules: `{% set name = "x" %}` is followed, `{{ name }}` and its simple filters filled in; other
statements are left out, and what an expression stands for otherwise is not known. The package is
ROOT, UNRESOLVED when its version is not literal; each of `outputs` is WORKSPACE. `build` and `host`
are BUILD, `run` RUNTIME, `run_constrained` CONSTRAINT, `test.requires` TEST, all direct. Of an
expression such as `{{ compiler('c') }}` a note tells that it is unknown. The selector behind `#` is
dropped, so that the lines of all platforms count. Licence: `about.license`.

Source: conda-build documentation, "Defining metadata (meta.yaml)".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.conda import read_spec
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.shape import item_line, items, line_of, mapping, pairs, text
from sbom.readers.text import decode
from sbom.readers.yaml_reader import loads_yaml
from sbom.source import SourceFile

_SET = re.compile(r"\{%-?\s*set\s+(\w+)\s*=\s*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([0-9.]+))\s*-?%\}")
_STATEMENT = re.compile(r"^[ \t]*\{%.*?%\}[ \t]*$", re.MULTILINE)
_EXPRESSION = re.compile(r"\{\{([^{}\n]*+)\}\}")
_UNKNOWN = "<unknown>"
_SECTIONS = (("build", Scope.BUILD), ("host", Scope.BUILD), ("run", Scope.RUNTIME))


def parse(source: SourceFile, /) -> Inventory:
    """The package, its outputs and their requirements.

    Raises:
        ParseError: no YAML after the templates were filled in.
        NotThisFormatError: neither `package` nor `requirements`.
    """
    documents = loads_yaml(_filled(decode(source.content)))
    data = documents[0] if documents else None
    if not isinstance(data, dict) or not data.keys() & {"package", "requirements", "outputs"}:
        raise NotThisFormatError("holds neither `package` nor `requirements`")
    gathering = Gathering()
    package = mapping(data.get("package"))
    version = text(package.get("version"))
    root = _package(package, mapping(data.get("about")), version, data)
    ref = gathering.add(root) if root is not None else ""
    gathering.need(ref, _requirements(data, gathering))
    for output in items(data.get("outputs")):
        entry = mapping(output)
        made = _package(entry, mapping(entry.get("about")), version, entry, part=True)
        if made is not None:
            inner = gathering.add(made)
            gathering.need(inner, _requirements(entry, gathering))
    return gathering.inventory(expects=False)


def _filled(content: str) -> str:
    known = {n: d or s or v for n, d, s, v in _SET.findall(content)}

    def value(match: re.Match[str]) -> str:
        name, _, rest = match.group(1).partition("|")
        stated = known.get(name.strip())
        if stated is None:
            return _UNKNOWN
        return str(stated).lower() if rest.strip() == "lower" else str(stated)

    return _EXPRESSION.sub(value, _STATEMENT.sub("", content))


def _package(
    package: Mapping[str, Any],
    about: Mapping[str, Any],
    version: str,
    holder: Mapping[str, Any],
    *,
    part: bool = False,
) -> Component | None:
    name = text(package.get("name"))
    if not name or _UNKNOWN in name:
        return None
    version = text(package.get("version")) or version
    kind = VersionKind.UNRESOLVED if _UNKNOWN in version else firmness(version)
    raw = text(about.get("license"))
    claim = LicenseClaim(raw=raw, line=line_of(about, "license"), source="about.license")
    return Component(
        purl=build("conda", name, version if kind is VersionKind.EXACT else ""),
        name=name,
        version=version,
        version_kind=kind,
        kind=ComponentKind.LIBRARY,
        roles=(Role.WORKSPACE,) if part else (Role.ROOT,),
        ref=name if part else ".",
        licenses=(claim,) if raw and _UNKNOWN not in raw else (),
        line=line_of(package, "name") or line_of(holder, "package"),
        properties=pairs(
            description=text(about.get("summary"))[:1000], homepage=text(about.get("home"))
        ),
    )


def _requirements(holder: Mapping[str, Any], gathering: Gathering) -> list[str]:
    stated = holder.get("requirements")
    refs: list[str] = []
    if isinstance(stated, list):
        refs += _section(stated, Scope.RUNTIME, gathering)
    for section, scope in _SECTIONS:
        refs += _section(mapping(stated).get(section), scope, gathering)
    limits = mapping(stated).get("run_constrained")
    _section(limits, Scope.UNKNOWN, gathering, roles=(Role.CONSTRAINT,))
    return refs + _section(mapping(holder.get("test")).get("requires"), Scope.TEST, gathering)


def _section(
    listed: object, scope: Scope, gathering: Gathering, *, roles: tuple[Role, ...] = ()
) -> list[str]:
    refs = []
    for stated, line in _lines(listed):
        if _UNKNOWN in stated.partition(" ")[0]:
            gathering.note("requirements", "a template expression is not known", line)
            continue
        spec = read_spec(stated.replace(_UNKNOWN, "").strip())
        if spec is None:
            gathering.lost(stated, "is no specification", line)
            continue
        version = "" if spec.fuzzy or _UNKNOWN in stated else spec.version
        refs.append(
            gathering.add(
                Component(
                    purl=build("conda", spec.name, version),
                    name=spec.name,
                    version=version,
                    version_kind=firmness(version, spec.requirement),
                    requirement=spec.requirement,
                    scope=scope,
                    roles=roles,
                    direct=None if roles else True,
                    ref=f"{scope}/{spec.name}",
                    line=line,
                    properties=pairs(build=spec.build, channel=spec.channel),
                )
            )
        )
    return refs


def _lines(listed: object) -> Iterator[tuple[str, int | None]]:
    if isinstance(listed, str):
        yield listed, None
    for index, item in enumerate(items(listed)):
        stated = text(item)
        if stated:
            yield stated, item_line(listed, index)
