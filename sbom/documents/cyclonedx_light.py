"""CycloneDX component entries with only what a row needs, by column; see `cyclonedx_rows`."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from sbom.documents import cyclonedx_model as wire
from sbom.documents.chunked import Batches
from sbom.documents.cyclonedx_model import decoded

_NOTHING = wire.NOTHING


class Quiet(msgspec.Struct, gc=False, rename={"version_range": "versionRange"}):
    """A component entry with only what a row needs; lists stay undecoded."""

    name: str | None = ""
    version: str | None = ""
    group: str | None = ""
    purl: str | None = ""
    scope: str | None = ""
    version_range: str | None = ""
    licenses: msgspec.Raw = _NOTHING
    components: msgspec.Raw = _NOTHING


class _Light(Quiet, gc=False):
    """An entry whose properties may change its row."""

    properties: msgspec.Raw = _NOTHING


class Columns(NamedTuple):
    """Entries by column."""

    texts: list[Sequence[str]]
    """Name, version, group, purl, scope and version range, each empty for none."""
    nested: Sequence[msgspec.Raw]
    """Components within."""
    licenses: list[bytes]
    properties: list[bytes] | None
    """None: they cannot change a row."""


def columns_of(entries: Sequence[Quiet]) -> Columns:
    """The columns of a batch of `LIGHTS`."""
    columns = list(zip(*map(msgspec.structs.astuple, entries), strict=True))
    texts: list[Sequence[str]] = [
        [t or "" for t in column] if None in column else column for column in columns[:6]
    ]
    own = list(map(bytes, columns[8])) if len(columns) > 8 else None
    return Columns(texts, columns[7], list(map(bytes, columns[6])), own)


def telling(content: bytes) -> bool:
    """Whether properties in it may change a row: ours, or the marks of CycloneDX plug-ins.

    Without any backslash no text in it holds a control character.
    """
    return b"\\" in content or b"sluis:" in content or b'"cdx:' in content


def _light(raw: msgspec.Raw) -> Quiet:
    """An entry with a wrong type somewhere, read alone; an empty one when it is no object."""
    value = decoded(raw)
    if not isinstance(value, dict):
        return _Light()
    entry = wire.lenient_entry(value)
    names = ("name", "version", "group", "purl", "scope", "version_range")
    made = _Light(**{name: getattr(entry, name) for name in names})
    made.licenses, made.properties = entry.licenses, entry.properties
    if value.get("components") is not None:
        made.components = msgspec.Raw(msgspec.json.encode(value["components"]))
    return made


class _Either:
    """Decodes properties only where they may change a row."""

    def __init__(self) -> None:
        self._quiet = msgspec.json.Decoder(list[Quiet])
        self._light = msgspec.json.Decoder(list[_Light])

    def decode(self, array: bytes, /) -> Sequence[Quiet]:
        """The entries, all of one kind."""
        return self._light.decode(array) if telling(array) else self._quiet.decode(array)


LIGHTS: Batches[Quiet] = Batches(_Either(), _light)
