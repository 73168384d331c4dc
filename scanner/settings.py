"""`estate.yaml`, the environment and defaults to `Settings`: the only reader of configuration.

Environment: `SLUIS_CONFIG` (path of the file), `SLUIS_DB`, `SLUIS_LANG`, `SLUIS_JOBS` go before the
file; `SLUIS_CACHE` moves the cache. Options of the command line go before both.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from collectors.cache import cache_dir as cache_dir  # noqa: PLC0414 - settings names every folder
from collectors.collector import Limits, Target
from collectors.git_url import is_remote
from policies.facts import SystemFact, UseMode
from sbom.errors import ConfigError, ParseError
from sbom.readers.text import decode
from sbom.readers.yaml_reader import loads_yaml
from sbom.readers.yaml_values import YamlMap
from sbom.source import OriginKind
from scanner.estate_file import (
    Domain,
    EstateFile,
    IndexEntry,
    Organisation,
    RegisterEntry,
    System,
    TargetEntry,
)

FILE_NAMES = ("estate.yaml", "estate.yml")
_MAX_BYTES = 16 * 1024 * 1024


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the user chose; every path is absolute."""

    path: str
    """Of the file read."""
    organisation: Organisation
    language: str
    """`nl` or `en`."""
    domains: tuple[Domain, ...]
    """In the order of the file."""
    systems: tuple[System, ...]
    """In the order of the file."""
    entries: tuple[TargetEntry, ...]
    """All targets, those of systems too, each with its `system` filled in."""
    packs: tuple[str, ...]
    """Folders, the last one wins."""
    waivers: str
    """File, or empty."""
    curations: str
    """File with licence decisions, or empty."""
    borrow_licenses: bool
    indexes: tuple[IndexEntry, ...]
    """Package indexes of the organisation."""
    registers: tuple[RegisterEntry, ...] = ()
    """Public registers that are asked about vendors."""
    database: str
    """File; need not exist yet."""
    jobs: int
    """Processes; 0: one for each core."""
    limits: Limits

    def targets(self) -> tuple[Target, ...]:
        """Everything to scan, sorted by id; ids are unique."""
        folder = Path(self.path).parent
        return tuple(sorted((_target(e, folder) for e in self.entries), key=lambda t: t.id))

    def system_facts(self) -> dict[str, SystemFact]:
        """Systems as the rules and reports see them, by id, sorted; `domain` is the name of the domain."""
        names = {d.id: d.name for d in self.domains}
        return {
            s.id: SystemFact(
                id=s.id,
                name=s.name,
                domain=names.get(s.domain, s.domain),
                owner=s.owner,
                sourcing=s.sourcing,
                use_mode=UseMode(s.use_mode),
                criticality=s.criticality,
                tags=s.tags,
                supplier=s.supplier,
                outbound_license=s.outbound_license,
            )
            for s in sorted(self.systems, key=lambda s: s.id)
        }


def find_estate_file(folder: Path, environ: Mapping[str, str] = os.environ) -> Path | None:
    """`$SLUIS_CONFIG`, else `estate.yaml` or `estate.yml` in a folder, else None."""
    if chosen := environ.get("SLUIS_CONFIG"):
        return Path(chosen).expanduser().absolute()
    return next((p for name in FILE_NAMES if (p := folder / name).is_file()), None)


def load_settings(path: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read an estate file.

    Args:
        path: The file; paths in it are relative to its folder.
        environ: Where `SLUIS_…` variables are looked up.

    Raises:
        ConfigError: one line for each mistake, all of them, in the order of the file:
            `estate.yaml:LINE: $.systems[2].use_mode: reason`. Never holds a credential.
    """
    path = path.expanduser().absolute()
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    if len(content) > _MAX_BYTES:
        raise ConfigError(f"{path.name}: is larger than {_MAX_BYTES} bytes")
    estate = parse_estate(content, path.name)
    return _settle(estate, path, environ)


def parse_estate(content: bytes, name: str) -> EstateFile:
    """The estate file as written, checked.

    Args:
        content: The bytes of the file.
        name: Its name, for messages.

    Raises:
        ConfigError: as `load_settings`.
    """
    from scanner.estate_links import links

    data, text = _mapping(content, name)
    problems = list(links(data, text))
    estate: EstateFile | None = None
    try:
        estate = msgspec.convert(_filled(data), EstateFile)
    except msgspec.ValidationError as error:
        from scanner.estate_check import Problem, structure

        problems += structure(_filled(data)) or [Problem(1, "$", str(error))]
    if problems or estate is None:
        lines = [f"{name}:{p.line}: {p.path}: {p.reason}" for p in sorted(set(problems))]
        raise ConfigError("\n".join(lines))
    return estate


def default_database(environ: Mapping[str, str] = os.environ) -> Path:
    """`$SLUIS_DB`, else `sluis/sluis.db` in the user's data folder.

    Source: XDG Base Directory Specification 0.8 (relative values are ignored).
    """
    if chosen := environ.get("SLUIS_DB"):
        return Path(chosen).expanduser().absolute()
    base = environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".local/share") / "sluis/sluis.db"


def _mapping(content: bytes, name: str) -> tuple[YamlMap, str]:
    try:
        text = decode(content)
        documents = loads_yaml(text)
    except ParseError as error:
        raise ConfigError(f"{name}:{error.line or 1}: $: {error.reason}") from error
    if len(documents) > 1:
        raise ConfigError(f"{name}:1: $: holds {len(documents)} documents (`---`); write one")
    if not documents or documents[0] is None:
        raise ConfigError(f"{name}:1: $: is empty; `sluis init` writes one to start from")
    if not isinstance(documents[0], YamlMap):
        raise ConfigError(f"{name}:1: $: must be a mapping of keys such as `organisation:`")
    return documents[0], text


def _filled(data: Any) -> Any:
    """Plain data without the keys that were left empty (`tags:`): those mean the default."""
    if isinstance(data, YamlMap):
        kept = YamlMap(data.line)
        kept.key_lines = data.key_lines
        for key, value in data.items():
            if value is not None:
                kept[key] = _filled(value)
        return kept
    if isinstance(data, list):
        for index, value in enumerate(data):
            data[index] = _filled(value)
    elif isinstance(data, float):
        return float(data)  # the YAML reader's own kind of float keeps its spelling
    return data


def _settle(estate: EstateFile, path: Path, environ: Mapping[str, str]) -> Settings:
    folder = path.parent
    inner = (
        msgspec.structs.replace(target, system=system.id)
        for system in estate.systems
        for target in system.targets
    )
    database = environ.get("SLUIS_DB") or (estate.database and _absolute(estate.database, folder))
    return Settings(
        path=str(path),
        organisation=estate.organisation,
        language=_language(environ.get("SLUIS_LANG", ""), estate.language),
        domains=estate.domains,
        systems=estate.systems,
        entries=(*estate.targets, *inner),
        packs=tuple(_absolute(p, folder) for p in estate.packs),
        waivers=_absolute(estate.waivers, folder) if estate.waivers else "",
        curations=_absolute(estate.curations, folder) if estate.curations else "",
        borrow_licenses=estate.borrow_licenses is not False,
        indexes=estate.indexes,
        registers=estate.registers,
        database=str(Path(database).expanduser().absolute())
        if database
        else str(default_database(environ)),
        jobs=_jobs(environ.get("SLUIS_JOBS", ""), estate.jobs),
        limits=Limits(**msgspec.structs.asdict(estate.limits)),
    )


def _target(entry: TargetEntry, folder: Path) -> Target:
    from scanner.estate_links import KINDS, target_id

    written = msgspec.structs.asdict(entry)
    kind = next(k for k in KINDS if written[k])
    place = written[kind]
    remote = kind == "git" and is_remote(place)
    return Target(
        id=target_id(written),
        kind=OriginKind(kind),
        location=place if remote else _absolute(place, folder),
        system=entry.system,
        revision=entry.revision,
        subfolder=entry.subfolder.strip("/").removeprefix("./"),
        exclude=entry.exclude,
        token_env=entry.token_env,
        supplied=kind in {"sbom", "contracts"} if entry.supplied is None else entry.supplied,
    )


def _absolute(written: str, folder: Path) -> str:
    """A path of the file, from the file's folder."""
    return os.path.normpath(folder / Path(written).expanduser())


def _language(chosen: str, default: str) -> str:
    if chosen and chosen not in {"nl", "en"}:
        raise ConfigError(f"SLUIS_LANG: {chosen[:40]!r} is not one of nl, en")
    return chosen or default


def _jobs(chosen: str, default: int) -> int:
    if chosen and not (chosen.isascii() and chosen.isdigit()):
        raise ConfigError(f"SLUIS_JOBS: {chosen[:40]!r} is not a whole number")
    return int(chosen) if chosen else default
