"""The norms as typed data: profiles, fields, levels, weights and words; read from `profiles.yaml`.

The file comes in through the import system, as modules do. It is no part of any other command than
`sluis sbom score`, so YAML is read when it is asked for.
"""

from functools import lru_cache
from typing import Any, Protocol, cast

import msgspec

import policies.sbom_profiles
from policies.sbom_profiles.checks import CHECKS
from policies.sbom_profiles.paths import steps_of
from sbom.errors import PackError

FORMS = ("cyclonedx", "spdx2", "spdx3")
LEVELS = (
    "required",
    "implied",
    "forbidden",
    "required-if-available",
    "recommended",
    "optional",
)
DEMANDED = frozenset({"required", "implied", "forbidden"})
"""Levels without which a document does not meet a norm."""
SPECIAL = frozenset({"dependencies", "completeness"})
MODES = frozenset({"top-level", "in-graph", "each-stated"})


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    nl: str
    en: str

    def of(self, language: str) -> str:
        """The text in `nl` or `en`."""
        return self.en if language == "en" else self.nl


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one norm asks of one field."""

    level: str
    check: str = ""
    """Stricter than the field's own."""
    paths: dict[str, list[str]] = {}
    """Instead of the field's own."""
    also: dict[str, list[str]] = {}
    """Beside the field's own."""
    confidence: str = ""
    """How sure this entry is; empty: as the norm."""
    note: str = ""


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field of an SBOM, over all norms."""

    id: str
    about: str
    """`document` or `component`."""
    name: Words
    paths: dict[str, list[str]]
    """By form; a form that is absent has no place for it."""
    norms: dict[str, Asked]
    fix: Words
    check: str = "text"
    checks: dict[str, str] = {}
    """By form, where it differs."""
    special: str = ""


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One norm."""

    id: str
    title: Words
    source: str
    date: str
    confidence: str
    status: str
    gate: bool
    """Whether it may hold a delivery back."""
    severity: str
    enough: float
    """Share of the components that must have a field."""
    dependencies: str
    """`top-level`, `in-graph` or `each-stated`."""
    formats: dict[str, str]
    """Lowest version by form; a form that is absent is not accepted."""
    note: Words
    max_age_days: int = 0
    """0: no limit."""


class Norms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of it."""

    schema_version: int
    retrieved: str
    weights: dict[str, float]
    profiles: list[Profile]
    fields: list[Field]
    words: dict[str, Words]

    def word(self, key: str, language: str) -> str:
        """A word for people."""
        return self.words[key].of(language)


class _Loader(Protocol):
    def get_data(self, path: str, /) -> bytes:
        """Bytes of a file beside the package."""
        ...


@lru_cache(maxsize=1)
def load_norms() -> Norms:
    """The norms that ship with the tool.

    Raises:
        PackError: the file is wrong (a test reads it, so a shipped one is not).
    """
    loader = cast("_Loader", policies.sbom_profiles.__spec__.loader)
    place = f"{policies.sbom_profiles.__path__[0]}/profiles.yaml"
    return norms_of(loader.get_data(place))


def norms_of(content: bytes) -> Norms:
    """Norms out of YAML, checked.

    Raises:
        PackError: the first mistake.
    """
    import yaml

    try:
        tree = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
        norms = msgspec.convert(_plain(tree), Norms)
    except (yaml.YAMLError, msgspec.MsgspecError) as error:
        raise PackError(f"profiles.yaml: {error}") from error
    for mistake in _mistakes(norms):
        raise PackError(f"profiles.yaml: {mistake}")
    return norms


def _plain(value: Any) -> Any:
    """Dates as text; YAML makes them of their own accord."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _mistakes(norms: Norms) -> list[str]:
    known = {p.id for p in norms.profiles}
    found = [f"weights: no {level}" for level in LEVELS if level not in norms.weights]
    for profile in norms.profiles:
        if profile.dependencies not in MODES or not profile.formats.keys() <= set(FORMS):
            found.append(f"{profile.id}: unknown mode or form")
    for field in norms.fields:
        names = [field.check, *field.checks.values(), *(a.check for a in field.norms.values())]
        found += [f"{field.id}: no check {n!r}" for n in names if n and n not in CHECKS]
        found += [f"{field.id}: no profile {n!r}" for n in field.norms if n not in known]
        levels = [a.level for a in field.norms.values()]
        found += [f"{field.id}: no level {n!r}" for n in levels if n not in LEVELS]
        if field.special and field.special not in SPECIAL:
            found.append(f"{field.id}: no special {field.special!r}")
        elif not field.special:
            found += _wrong_paths(field)
    return found


def _wrong_paths(field: Field) -> list[str]:
    found = []
    tables = [field.paths, *(t for a in field.norms.values() for t in (a.paths, a.also))]
    for table in tables:
        for form, paths in table.items():
            if form not in FORMS:
                found.append(f"{field.id}: no form {form!r}")
            for path in paths:
                try:
                    steps_of(path)
                except ValueError as error:
                    found.append(f"{field.id}: {error}")
    return found
