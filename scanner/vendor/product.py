"""`product.yaml`: what is bought, from whom, and for what."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from policies.deviations import Deviation
from policies.facts import UseMode
from sbom.dossier import PaperKind
from sbom.errors import ConfigError, ParseError
from sbom.registers import identifiers
from sbom.registers.identifiers import Identifier

NAMES = ("product.yaml", "product.yml")


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """The product description; what is not stated stays unknown."""

    vendor: str = ""
    product: str = ""
    ids: tuple[Identifier, ...] = ()
    tags: tuple[str, ...] = ()
    use_mode: UseMode = UseMode.HOSTED
    sourcing_line: int | None = None
    value_eur: float | None = None
    start: date | None = None
    end: date | None = None
    personal_data: bool | None = None
    documents: dict[str, PaperKind] = {}
    """File name to its kind, where the guess is wrong."""
    deviations: tuple[Deviation, ...] = ()
    """From open standards: "leg uit"."""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    vendor: str = ""
    product: str = ""
    kvk: str = ""
    lei: str = ""
    tags: list[str] = []
    use_mode: UseMode = UseMode.HOSTED
    sourcing_line: int | None = None
    value_eur: float | None = None
    start: date | None = None
    end: date | None = None
    personal_data: bool | None = None
    documents: dict[str, PaperKind] = {}
    deviations: list[Deviation] = []


def read_product(path: Path) -> Product:
    """The description in a file.

    Raises:
        ConfigError: it cannot be read or has a mistake; names file and place.
    """
    from sbom.readers.yaml_reader import load_yaml_map

    try:
        stated: Any = load_yaml_map(path.read_bytes())
        file = msgspec.convert(dict(stated), _File, strict=False)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (ParseError, msgspec.ValidationError) as error:
        raise ConfigError(f"{path}: {error}") from error
    ids = []
    for scheme in ("kvk", "lei"):
        text = getattr(file, scheme)
        if not text:
            continue
        found = identifiers.read(scheme, str(text))
        if found is None:
            raise ConfigError(f"{path}: {text!r} cannot be a number of {scheme}")
        ids.append(found)
    return Product(
        vendor=file.vendor,
        product=file.product,
        ids=tuple(ids),
        tags=tuple(file.tags),
        use_mode=file.use_mode,
        sourcing_line=file.sourcing_line,
        value_eur=file.value_eur,
        start=file.start,
        end=file.end,
        personal_data=file.personal_data,
        documents=file.documents,
        deviations=tuple(file.deviations),
    )
