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
        return read_register(path.read_bytes(), kind=kind, mapping=mapping)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except ParseError as error:
        raise ConfigError(f"{path}: {error}") from error


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
