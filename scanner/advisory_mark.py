"""Where the local copy of advisories stands, and a mark that changes when it does; loads next to nothing."""

import os
from collections.abc import Mapping
from pathlib import Path

from sbom.errors import StoreError


def copy_beside(database: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Where the local copy stands: `$SLUIS_ADVISORIES`, else `advisories.db` beside the database."""
    chosen = environ.get("SLUIS_ADVISORIES")
    return Path(chosen).expanduser() if chosen else database.parent / "advisories.db"


def mark_of(database: Path) -> str:
    """Changes when the advisories or own statements do; empty: there is no copy."""
    path = copy_beside(database)
    if not path.exists():
        return ""
    import hashlib

    from scanner.store.advisories import open_advisories

    seen = hashlib.sha256()
    with open_advisories(path, readonly=True) as copy:
        for source in copy.sources():
            seen.update(f"{source.name}|{source.sha256}|{source.fetched}|{source.records}".encode())
    for file in vex_files(database):
        stat = file.stat()
        seen.update(f"{file.name}|{stat.st_size}|{stat.st_mtime_ns}".encode())
    return seen.hexdigest()[:32]


def vex_files(database: Path) -> list[Path]:
    """Own statements and those of suppliers: the folder `vex` beside the database."""
    folder = database.parent / "vex"
    return sorted(p for p in folder.rglob("*") if p.suffix in {".json", ".xml"})


def mark_with(digest: str, database: Path) -> str:
    """A digest of judging that also changes with the advisories; unchanged without a copy."""
    try:
        mark = mark_of(database)
    except StoreError:
        mark = "unreadable"
    if not mark:
        return digest
    import hashlib

    return hashlib.sha256(f"{digest}|{mark}".encode()).hexdigest()[: len(digest)]
