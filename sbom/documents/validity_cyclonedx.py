"""Whether a CycloneDX document fits the schema of its version; reasons with path and line.

Besides the schema: a bom-ref stands once; `versionRange` is for external components only, and not
beside `version` (CycloneDX 1.7, component). References to no bom-ref are remarks.

The schemas are those that come with cyclonedx-python-lib. JSON is held against them by
`sbom.documents.json_schema`, XML by lxml, if that is installed. For protobuf text see
`sbom.documents.validity_message`.

Source: CycloneDX 1.7 JSON schema, descriptions of `bom-ref`,
`versionRange` and `isExternal`.
"""

import json
from collections.abc import Iterator
from functools import cache
from pkgutil import get_data
from typing import TYPE_CHECKING, Any

from sbom.documents.fault import MAX_FAULTS, Fault, Verdict, placed
from sbom.documents.json_places import shown
from sbom.documents.json_schema import Schema
from sbom.readers.xml_reader import Element

if TYPE_CHECKING:
    from cyclonedx.schema import SchemaVersion

_MESSAGE = 300
_DEPTH = 200
_FILES = {
    "1.2": "bom-1.2-strict.SNAPSHOT.schema.json",
    "1.3": "bom-1.3-strict.SNAPSHOT.schema.json",
    "1.4": "bom-1.4.SNAPSHOT.schema.json",
    "1.5": "bom-1.5.SNAPSHOT.schema.json",
    "1.6": "bom-1.6.SNAPSHOT.schema.json",
    "1.7": "bom-1.7.SNAPSHOT.schema.json",
}
_SHARED = (
    "spdx.SNAPSHOT.schema.json",
    "jsf-0.82.SNAPSHOT.schema.json",
    "cryptography-defs.SNAPSHOT.schema.json",
)
Path = tuple[str | int, ...]


def of_json(text: str, value: dict[str, Any]) -> Verdict:
    """The verdict on a document in JSON.

    Args:
        text: The whole text, for lines.
        value: What it holds.
    """
    kind, version = "CycloneDX JSON", str(value.get("specVersion", ""))[:40]
    if version not in _FILES:
        said = f"specVersion {version!r} has no JSON schema" if version else "has no specVersion"
        return Verdict(kind=kind, version=version, faults=placed(text, [(("specVersion",), said)]))
    found: list[tuple[Path, str]] = []
    lost: list[tuple[Path, str]] = []
    try:
        found += [(m.path(), m.message) for m in schema(version).mistakes(value)[:MAX_FAULTS]]
        twice, lost = _references(value)
        found += [*twice, *_ranges(value.get("components"), ("components",))]
    except RecursionError:
        found.append(((), "is nested too deeply"))
    return Verdict(
        kind=kind, version=version, faults=placed(text, found), remarks=placed(text, lost)
    )


@cache
def schema(version: str) -> Schema:
    """The compiled JSON schema of a version from 1.2 on.

    Raises:
        ImportError: cyclonedx-python-lib is not installed, or keeps its schemas elsewhere.
    """
    names = [_FILES[version], *_SHARED]
    return Schema({n: json.loads(_resource(n)) for n in names}, names[0])


def _resource(name: str) -> bytes:
    try:
        content = get_data("cyclonedx.schema", f"_res/{name}")
    except OSError as error:
        raise ImportError(f"cyclonedx-python-lib holds no {name}") from error
    if content is None:
        raise ImportError(f"cyclonedx-python-lib holds no {name}")
    return content


def _schema(version: str) -> "SchemaVersion | None":
    from cyclonedx.schema import SchemaVersion

    try:
        return SchemaVersion.from_version(version)
    except (ValueError, KeyError, TypeError):
        return None


def _nested(
    value: Any, path: Path, inside: str, depth: int = 0
) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Objects of a list and those in their lists of that name, at any depth, with their paths."""
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            here = (*path, index)
            yield here, item
            if depth < _DEPTH:
                yield from _nested(item.get(inside), (*here, inside), inside, depth + 1)


def _references(value: dict[str, Any]) -> tuple[list[tuple[Path, str]], list[tuple[Path, str]]]:
    """bom-refs that stand twice, and dependencies on none."""
    metadata = value.get("metadata")
    root = metadata.get("component") if isinstance(metadata, dict) else None
    entries = list(_nested([root], ("metadata", "component"), "components")) if root else []
    entries = [(("metadata", "component", *p[3:]), e) for p, e in entries]
    for name in ("components", "services"):
        entries += _nested(value.get(name), (name,), name)
    seen: dict[str, Path] = {}
    twice: list[tuple[Path, str]] = []
    for path, entry in entries:
        ref = entry.get("bom-ref")
        if not isinstance(ref, str):
            continue
        if ref in seen:
            twice.append(
                ((*path, "bom-ref"), f"bom-ref {ref[:80]!r} also stands at {shown(seen[ref])}")
            )
        else:
            seen[ref] = path
    return twice, list(_dangling(value.get("dependencies"), seen))


def _dangling(value: Any, known: dict[str, Path]) -> Iterator[tuple[Path, str]]:
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if not isinstance(item, dict):
            continue
        targets = item.get("dependsOn")
        for ref in (item.get("ref"), *(targets if isinstance(targets, list) else ())):
            if isinstance(ref, str) and ref not in known and not ref.startswith("urn:cdx:"):
                yield ("dependencies", index), f"refers to {ref[:80]!r}, which is no bom-ref"


def _ranges(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    for here, entry in _nested(value, path, "components"):
        if "versionRange" not in entry:
            continue
        if entry.get("isExternal") is not True:
            yield here, "versionRange stands on a component that is not external"
        elif "version" in entry:
            yield here, "version and versionRange exclude each other"


def of_xml(content: bytes, root: Element) -> Verdict:
    """The verdict on a document in XML.

    Args:
        content: The bytes.
        root: Its root element, named `bom`.
    """
    from cyclonedx.validation.xml import XmlValidator

    kind, version = "CycloneDX XML", root.namespace.rpartition("/")[2]
    known = _schema(version) if "cyclonedx.org/schema/bom/" in root.namespace else None
    if known is None:
        said = f"namespace {root.namespace[:80]!r} is not of CycloneDX"
        return Verdict(kind=kind, version=version, faults=(Fault("/bom", root.line, said),))
    text = content.decode("utf-8", "replace").lstrip("\ufeff")
    if text.startswith("<?xml"):
        # The validator takes text and encodes it anew; a declaration of another encoding misleads it.
        head, end, rest = text.partition("?>")
        text = "\n" * head.count("\n") + rest if end else text
    faults = []
    try:
        errors = XmlValidator(known).validate_str(text, all_errors=True)
    except Exception as error:
        if type(error).__name__ != "MissingOptionalDependencyException":
            raise
        raise ImportError("validating CycloneDX XML needs lxml, which is not installed") from error
    for number, found in enumerate(errors or ()):
        if number >= MAX_FAULTS:
            break
        cause = found.data
        message = str(cause.message).replace(f"{{{root.namespace}}}", "")
        place = _xpath(root, cause.line) or str(cause.path or "/bom")
        faults.append(Fault(place, cause.line or None, message[:_MESSAGE]))
    for element in root.walk():
        ranged = element.tag == "component" and element.first("versionRange") is not None
        if ranged and element.attributes.get("isExternal") != "true":
            said = "versionRange stands on a component that is not external"
            faults.append(Fault("component", element.line, said))
    return Verdict(kind=kind, version=version, faults=tuple(faults[:MAX_FAULTS]))


def _xpath(root: Element, line: int) -> str:
    """Path of the first element that starts on a line, or empty."""
    stack = [(root, f"/{root.tag}")]
    while stack:
        element, path = stack.pop()
        if element.line == line:
            return path
        if element.line > line:
            continue
        counts: dict[str, int] = {}
        inner = []
        for child in element.children:
            counts[child.tag] = counts.get(child.tag, 0) + 1
            inner.append((child, f"{path}/{child.tag}[{counts[child.tag]}]"))
        stack.extend(reversed(inner))
    return ""
