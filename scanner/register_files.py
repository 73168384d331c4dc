"""Registers on disk: read within a cap, with the column mapping that was remembered beside them."""

from collections.abc import Mapping
from pathlib import Path

from sbom.errors import ConfigError, ParseError
from sbom.registers.facts import Register, RegisterKind
from sbom.registers.read import read_register

MAX_FILE = 100 << 20


def load(
    path: Path, *, kind: RegisterKind | None = None, mapping: Mapping[str, str] | None = None
) -> list[Register]:
    """The registers in a file.

    Raises:
        ConfigError: it cannot be read, is larger than 100 MiB or is no register; names the file.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise ConfigError(f"{path}: is larger than {MAX_FILE >> 20} MiB")
        return _read(path.read_bytes(), kind, mapping)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except ParseError as error:
        raise ConfigError(f"{path}: {error}") from error


def _read(
    content: bytes, kind: RegisterKind | None, mapping: Mapping[str, str] | None
) -> list[Register]:
    """Own registers by their headers; exports of others by what is in them."""
    from sbom.documents import sheet_archive, sheet_csv
    from sbom.readers.text import decode
    from sbom.registers.exports import read_export, read_sheets

    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in {b"{", b"["}:
        return read_export(content)
    if kind is None and not mapping:
        packed = content[:4] == b"PK\x03\x04"
        sheets = sheet_archive.read(content) if packed else [sheet_csv.read(decode(content))]
        found = read_sheets(sheets)
        if found:
            return found
    return read_register(content, kind=kind, mapping=mapping)


def load_mapping(path: Path | None) -> dict[str, str]:
    """A mapping of headers to fields: YAML, `Header: field` a line; empty without a file.

    Raises:
        ConfigError: it cannot be read, or names a field that no register has.
    """
    if path is None:
        return {}
    from sbom.readers.yaml_reader import load_yaml_map
    from sbom.registers.columns import FIELDS

    try:
        stated = load_yaml_map(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except ParseError as error:
        raise ConfigError(f"{path}: {error}") from error
    known = {f for fields in FIELDS.values() for f in fields}
    for header, field in stated.items():
        if field not in known:
            listed = ", ".join(sorted(known))
            raise ConfigError(f"{path}: {header!r} goes to {field!r}, which is no field: {listed}")
    return {str(h): str(f) for h, f in stated.items()}
