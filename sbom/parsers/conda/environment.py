"""environment.yml: what a conda environment consists of.

Rules: each entry of `dependencies` is direct. `==1.2`, `1.2 build` and `=1.2=build` are EXACT. A
single `=1.2` is fuzzy, any version that begins with it; it counts as EXACT in an exported file,
which is told by its `prefix`, or with three numbers, and as a RANGE otherwise. The list below `pip`
is of lines of a requirements file (purl type pypi), read by its rules; `-r` is not followed.
`channel::` and the build are properties; `python` is STDLIB. What follows a `# [selector]` is a
comment.

Source: conda documentation, "Managing environments", "Package match specifications".
"""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from sbom.component import Component, Role
from sbom.conda import Spec, read_spec
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.pip_lines import option_of, pip_lines
from sbom.readers.shape import item_line, items, pairs, text
from sbom.readers.yaml_reader import load_yaml_map
from sbom.requirement_entries import RequirementEntries
from sbom.source import SourceFile

_KNOWN = frozenset({"dependencies", "channels", "prefix"})


def parse(source: SourceFile, /) -> Inventory:
    """Components of one environment.

    Raises:
        ParseError: not YAML, or no mapping at the top.
        NotThisFormatError: neither `dependencies` nor `channels`.
    """
    data = load_yaml_map(source.content)
    if _KNOWN.isdisjoint(data):
        raise NotThisFormatError("holds neither `dependencies` nor `channels`")
    gathering = Gathering()
    exported = "prefix" in data
    entries = RequirementEntries(folder=_folder(source.path), direct=True)
    listed = data.get("dependencies")
    if listed is not None and not isinstance(listed, list):
        gathering.lost("dependencies", "is no list", data.line_of("dependencies"))
    for index, entry in enumerate(items(listed)):
        line = item_line(listed, index)
        if isinstance(entry, dict):
            _pip(entry, gathering, line, entries)
            continue
        spec = read_spec(text(entry))
        if spec is None:
            gathering.lost(text(entry) or f"dependencies[{index}]", "is no specification", line)
        else:
            gathering.add(_component(spec, line, exported=exported))
    return gathering.inventory(expects=bool(items(listed)))


def _folder(path: str) -> str:
    return path.rpartition("/")[0].rpartition("/")[2]


def _component(spec: Spec, line: int | None, *, exported: bool) -> Component:
    version = spec.version
    if spec.fuzzy and not exported and version.count(".") < 2:
        version = ""
    return Component(
        purl=build("conda", spec.name, version),
        name=spec.name,
        version=version,
        version_kind=firmness(version, spec.requirement),
        requirement=spec.requirement,
        roles=(Role.STDLIB,) if spec.name == "python" else (),
        direct=True,
        line=line,
        properties=pairs(build=spec.build, channel=spec.channel),
    )


def _pip(
    entry: Mapping[str, Any],
    gathering: Gathering,
    line: int | None,
    entries: RequirementEntries,
) -> None:
    for key, listed in entry.items():
        if not isinstance(listed, list):
            gathering.lost(key, "is no list of requirements", line)
            continue
        for index, item in enumerate(listed):
            place = item_line(listed, index) or line
            stated = text(item).replace("\n", " ").strip()
            read = next((p for p in pip_lines(stated) if p.text), None)
            if read is None:
                gathering.lost(stated or f"{key}[{index}]", "is no requirement of pip", place)
                continue
            option, value = option_of(read.text) if read.text[0] == "-" else ("", read.text)
            if option not in {"", "-e", "--editable"}:
                gathering.note(stated, "an option of pip, not followed", place)
                continue
            try:
                made = entries.made(read, value, editable=bool(option))
            except ValueError:
                gathering.lost(stated, "is no requirement of pip", place)
            else:
                gathering.add(replace(made, line=place, ref=f"pip/{made.ref}"))
