"""Whether a CycloneDX document in protobuf text has what the specification asks for; reasons with path and line.

Fields of a message are optional by their nature; asked is what the JSON form requires: the version of the
specification, names and types, one of several choices, a hash of the length that its algorithm gives, and
words that are of their enumeration.

Source: CycloneDX bom-1.3.proto to bom-1.7.proto, with the JSON schemas of the same versions.
"""

import re
from collections.abc import Iterator
from typing import Any

from sbom.documents.fault import MAX_FAULTS, Fault, Verdict

_Message = dict[str, list[Any]]
_VERSIONS = frozenset({"1.3", "1.4", "1.5", "1.6", "1.7"})
_SERIAL = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_HEX = re.compile(
    r"(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})\Z"
)
_LENGTHS = {
    "HASH_ALG_MD_5": 32, "HASH_ALG_SHA_1": 40, "HASH_ALG_SHA_256": 64, "HASH_ALG_SHA_384": 96,
    "HASH_ALG_SHA_512": 128, "HASH_ALG_SHA_3_256": 64, "HASH_ALG_SHA_3_384": 96,
    "HASH_ALG_SHA_3_512": 128, "HASH_ALG_BLAKE_2_B_256": 64, "HASH_ALG_BLAKE_2_B_384": 96,
    "HASH_ALG_BLAKE_2_B_512": 128, "HASH_ALG_BLAKE_3": 0, "HASH_ALG_STREEBOG_256": 64,
    "HASH_ALG_STREEBOG_512": 128,
}  # fmt: skip
"""Hex digits by algorithm; 0: any of the allowed lengths."""
_KINDS = frozenset(
    "APPLICATION FRAMEWORK LIBRARY OPERATING_SYSTEM DEVICE FILE CONTAINER FIRMWARE DEVICE_DRIVER "  # noqa: SIM905 - words in a row
    "PLATFORM MACHINE_LEARNING_MODEL DATA CRYPTOGRAPHIC_ASSET".split()
)
_COMPONENTS = frozenset({"components", "component", "ancestors", "descendants", "variants"})
_CHOICES = frozenset({"license", "expression", "expression_detailed"})


def of_message(message: _Message, lines: list[int]) -> Verdict:
    """The verdict on a document.

    Args:
        message: As `cyclonedx_textproto.parse` gives it.
        lines: Of the top components.
    """
    found = [Fault(f"$.{field}", None, m) for field, m in _top(message)]
    stack: list[tuple[str, _Message, int | None]] = [("$", message, None)]
    while stack:
        path, held, line = stack.pop()
        for field, values in held.items():
            for index, value in enumerate(values):
                if not isinstance(value, dict):
                    continue
                here = f"{path}.{field}[{index}]" if len(values) > 1 else f"{path}.{field}"
                top = path == "$" and field == "components" and index < len(lines)
                place = lines[index] if top else line
                found.extend(Fault(here, place, m) for m in _required(field, value))
                stack.append((here, value, place))
    version = str(_first(message, "spec_version"))[:40]
    found.sort(key=lambda f: (f.line or 0, f.path))
    kind = "CycloneDX protobuf text"
    return Verdict(kind=kind, version=version, faults=tuple(found[:MAX_FAULTS]))


def _first(message: _Message, field: str) -> str:
    value: Any = next(iter(message.get(field, ())), "")
    return value if isinstance(value, str) else ""


def _top(message: _Message) -> Iterator[tuple[str, str]]:
    version = _first(message, "spec_version")
    if version and version not in _VERSIONS:
        yield "spec_version", f"spec_version {version[:40]!r} has no protobuf form"
    serial = _first(message, "serial_number")
    if serial and not _SERIAL.match(serial):
        yield "serial_number", f"{serial[:80]!r} does not have the form urn:uuid:..."


def _required(field: str, value: _Message) -> Iterator[str]:
    """What a message of this field lacks, or holds wrongly."""
    if field == "properties" and "name" not in value:
        yield "property has no name"
    elif field == "license":
        if value.keys().isdisjoint({"id", "name"}):
            yield "license has neither id nor name"
        elif {"id", "name"} <= value.keys():
            yield "license has both id and name"
    elif field == "licenses" and len(value.keys() & _CHOICES) > 1:
        yield "licence choice holds a license and an expression"
    elif field == "hashes":
        yield from _hash(_first(value, "alg"), _first(value, "value"))
    elif field == "external_references" and "url" not in value:
        yield "external reference has no url"
    elif field in _COMPONENTS:
        yield from _component(value)
    elif field == "services" and not _first(value, "name"):
        yield "service has no name"


def _component(value: _Message) -> Iterator[str]:
    if not _first(value, "name"):
        yield "component has no name"
    kind = _first(value, "type")
    if kind.isdigit():
        return
    if not kind.startswith("CLASSIFICATION_") or kind[15:] not in _KINDS:
        yield (
            f"component type {kind[:60]!r} is not of CycloneDX" if kind else "component has no type"
        )


def _hash(algorithm: str, content: str) -> Iterator[str]:
    if not algorithm or not content:
        yield "hash lacks alg or value"
        return
    digits = _LENGTHS.get(algorithm)
    if digits is None and not algorithm.isdigit():
        yield f"algorithm {algorithm[:60]!r} is not of CycloneDX"
    elif not _HEX.match(content) or (digits and len(content) != digits):
        yield f"value is no {algorithm.removeprefix('HASH_ALG_')} in hex digits"
