"""One entry of a yarn.lock, the same shape for Yarn 1 and berry."""

from typing import Any, NamedTuple

from sbom.issue import Issue, IssueKind
from sbom.npm.descriptors import inner_descriptor
from sbom.npm.identity import served_name, split_descriptor
from sbom.npm.specifier import decoded, read_specifier
from sbom.readers.yaml_values import YamlMap
from sbom.readers.yarn_lines import YarnBlock

_NONE: frozenset[str] = frozenset()


class YarnEntry(NamedTuple):
    """One entry."""

    ref: str
    """First descriptor; unique in the file."""
    line: int
    descriptors: list[str]
    name: str
    """Real package name."""
    version: str
    alias: str
    """Name in this project, when it differs."""
    place: str
    """Address or locator reference: `npm:1.0.0`, `https://...`, `file:...`; empty when unknown."""
    needs: dict[str, str]
    """Name to range, optional ones included."""
    optional: frozenset[str]
    """Names among `needs` that are optional."""
    integrity: str = ""
    digest: str = ""
    """Hexadecimal digest (Yarn 1, after `#` of the address)."""
    checksum: str = ""
    workspace: str | None = None
    """Folder of the workspace, empty for the root; None for anything else."""
    conditions: str = ""
    patch: str = ""
    """What was patched in, for a patched package."""
    patch_of: str = ""
    """Descriptor of what a patched package is made from."""


def from_classic(block: YarnBlock) -> YarnEntry:
    """An entry of Yarn 1."""
    fields, groups, first = block.fields, block.groups, block.descriptors[0]
    key, _ = split_descriptor(first)
    name = key
    for descriptor in block.descriptors:
        if "@npm:" in descriptor:
            key, asked = split_descriptor(descriptor)
            name = read_specifier(key, asked).name
            break
    place = fields.get("resolved", "")
    digest = ""
    if "/-/" in place and name == key and ("@" in place or f"/{name}/-/" not in place):
        name = served_name(place) or name
    if place:
        address, _, fragment = place.partition("#")
        if fragment and "git" not in address[:4] and not address.endswith(".git"):
            digest = fragment
            place = address if len(fragment) == 40 and "/-/" in address else place
    else:
        place = next(
            (
                w
                for d in block.descriptors
                if (w := split_descriptor(d)[1]).startswith(("file:", "link:", "./", "../"))
            ),
            "",
        )
    needs, optional = groups.get("dependencies", {}), groups.get("optionalDependencies", {})
    return YarnEntry(
        ref=first,
        line=block.line,
        descriptors=block.descriptors,
        name=name,
        version=fields.get("version", ""),
        alias=key if key != name else "",
        place=place,
        needs={**needs, **optional} if optional else needs,
        optional=frozenset(optional) if optional else _NONE,
        integrity=fields.get("integrity", ""),
        digest=digest if place.find("/-/") >= 0 else "",
    )


def from_berry(documents: list[Any], issues: list[Issue]) -> tuple[list[YarnEntry], str]:
    """Entries of a berry lock and the version in its `__metadata`."""
    data = documents[0] if documents and isinstance(documents[0], YamlMap) else YamlMap(1)
    metadata = data.get("__metadata")
    version = str(metadata.get("version") or "") if isinstance(metadata, dict) else ""
    entries = []
    for key, value in data.items():
        if key == "__metadata":
            continue
        if not isinstance(value, dict):
            issues.append(
                Issue(
                    kind=IssueKind.ENTRY,
                    message="entry is no mapping",
                    subject=key[:200],
                    line=data.line_of(key),
                )
            )
            continue
        entries.append(_berry(key, value, data.key_lines[key]))
    return entries, version


def _berry(key: str, value: dict[str, Any], line: int) -> YarnEntry:
    descriptors = key.split(", ") if ", " in key else [key]
    resolution = value.get("resolution")
    ident, place = split_descriptor(
        resolution if type(resolution) is str and resolution else descriptors[0]
    )
    alias, own = "", ident + "@"
    for descriptor in descriptors:
        if not descriptor.startswith(own):
            alias = split_descriptor(descriptor)[0]
            break
    needs = _strings(value.get("dependencies"))
    optional = _optional(value["dependenciesMeta"]) if "dependenciesMeta" in value else _NONE
    more = _strings(value.get("optionalDependencies"))
    workspace = patch = patch_of = None
    if place.startswith("workspace:"):
        workspace = place[10:].removeprefix("./").strip("/")
        workspace = "" if workspace == "." else workspace
    elif place.startswith("patch:"):
        patch = decoded(place.partition("#")[2].partition("::")[0])[:1000]
        first = split_descriptor(descriptors[0])[1]
        patch_of = inner_descriptor(first if first.startswith("patch:") else place)
    version = value.get("version")
    return YarnEntry(
        ref=descriptors[0],
        line=line,
        descriptors=descriptors,
        name=ident,
        version="" if version is None or isinstance(version, dict | list) else str(version),
        alias=alias,
        place="" if patch is not None else place,
        needs={**needs, **more} if more else needs,
        optional=optional | frozenset(more) if more else optional,
        checksum=c if type(c := value.get("checksum")) is str else "",
        workspace=workspace,
        conditions=c if type(c := value.get("conditions")) is str else "",
        patch=patch or "",
        patch_of=patch_of or "",
    )


def _optional(meta: Any) -> frozenset[str]:
    """Names that `dependenciesMeta` marks as optional."""
    if not isinstance(meta, dict):
        return _NONE
    return frozenset(n for n, m in meta.items() if isinstance(m, dict) and m.get("optional"))


def _strings(value: Any) -> dict[str, str]:
    """A mapping of names to ranges; numbers as written."""
    if value is None or not isinstance(value, dict):
        return {}
    return {k: v if type(v) is str else str(v) for k, v in value.items() if v is not None}
