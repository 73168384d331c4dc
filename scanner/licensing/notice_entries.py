"""What goes into a notice: from the last scan of a system, or from a folder with what is installed in it."""

import os
from collections.abc import Iterator
from pathlib import Path

from sbom.component import Role, Scope
from sbom.errors import ParseError
from sbom.licensing.copyright_lines import copyright_lines
from sbom.readers.text import decode
from scanner.licensing.notice import Entry
from scanner.licensing.vendored import owner
from scanner.store.license_lookups import copyrights
from scanner.store.license_rows import parts
from scanner.store.store import Store

MOST_FILES = 50_000
_MOST_BYTES = 400_000
_SPEAKING = ("license", "licence", "copying", "notice", "copyright")
_NOT_SHIPPED = frozenset({Scope.DEV, Scope.TEST, Scope.BUILD})
_OWN = frozenset({Role.ROOT, Role.WORKSPACE, Role.LOCAL, Role.DECLARED, Role.CONSTRAINT})


def of_system(store: Store, system: str, *, everything: bool) -> list[Entry]:
    """Components of a system as the last scan found them.

    Args:
        store: May be read-only.
        system: Id.
        everything: Also what is for development, tests and building only.
    """
    lines = copyrights(store)
    found: dict[str, Entry] = {}
    for part in parts(store, system):
        if part.scope in _NOT_SHIPPED and not everything:
            continue
        found.setdefault(
            part.purl,
            Entry(
                purl=part.purl if part.purl.startswith("pkg:") else "",
                name=part.name,
                version=part.version,
                claims=part.claims,
                scope=part.scope,
                supplied=part.supplied,
                copyrights=lines.get(part.purl, ()),
            ),
        )
    return list(found.values())


def of_folder(path: Path, *, everything: bool) -> list[Entry]:
    """Components of a folder, repository, image or file; texts that are installed beside it come along.

    Args:
        path: As for `sluis sbom create`.
        everything: Also what is for development, tests and building only.

    Raises:
        CollectError: there is nothing there that can be read.
    """
    from scanner.bom_source import bom_of

    texts: dict[str, list[tuple[str, str]]] = {}
    for purl, name, text in _installed(path):
        texts.setdefault(purl, []).append((name, text))
    found = []
    for held in bom_of(path).bom.components:
        one = held.component
        if not _OWN.isdisjoint(one.roles) or (one.scope in _NOT_SHIPPED and not everything):
            continue
        mine = tuple(texts.get(one.purl.partition("@")[0].partition("?")[0], ()))
        lines = dict.fromkeys(line for _, text in mine for line in copyright_lines(text))
        found.append(
            Entry(
                purl=one.purl,
                name=one.name,
                version=one.version,
                claims=tuple(sorted({(c.kind.value, c.raw) for c in one.licenses})),
                scope=one.scope.value,
                copyrights=tuple(lines),
                texts=mine,
            )
        )
    return found


def _installed(path: Path) -> Iterator[tuple[str, str, str]]:
    """(purl base, path, text) of licence and notice files within installed components."""
    if not path.is_dir():
        return
    seen = 0
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(f for f in folders if f not in {".git", ".hg"})
        for name in sorted(files):
            seen += 1
            if seen > MOST_FILES:
                return
            if not name.lower().startswith(_SPEAKING):
                continue
            file = Path(folder) / name
            purl = owner(file.relative_to(path).as_posix())
            if not purl or file.is_symlink():
                continue
            try:
                with file.open("rb") as stream:
                    text = decode(stream.read(_MOST_BYTES))
            except (OSError, ParseError):
                continue
            yield purl, name, text
