"""A bill of materials of anything on disk: folder, repository, bundle or single file; no estate needed."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from collectors.collector import Limits, State, Target
from collectors.registry import collector_for
from sbom.component import Role
from sbom.errors import CollectError
from sbom.inventory import Inventory
from sbom.issue import INCOMPLETE, Issue
from sbom.match import format_of
from sbom.read import parse_file
from sbom.sniff import sniff
from sbom.source import OriginKind, SourceFile
from scanner.result import SourceResult
from scanner.source_reader import join_files, read_source, time_cap
from scanner.version import __version__

if TYPE_CHECKING:  # loaded by `_get_ready`
    from policies.facts import UseMode
    from policies.pack import Pack
    from sbom.documents.bom import Bom, BomComponent

FILE_SECONDS = 60.0
_OWN = frozenset({Role.ROOT, Role.WORKSPACE, Role.LOCAL})
_FOLDERS = 3
"""Folders above a single file that its parser may see: `node_modules/@scope/name/package.json`."""


class Parties(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands behind a bill of materials; names of organisations, empty when not stated."""

    author: str = ""
    """Made the document."""
    supplier: str = ""
    """Supplies what the document is about: the product and its own parts, not what it uses."""


NOBODY = Parties()


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A bill of materials and what could not be read for it."""

    bom: "Bom"
    issues: tuple[Issue, ...]
    complete: bool


def bom_of(
    path: Path,
    *,
    revision: str = "",
    name: str = "",
    parties: Parties = NOBODY,
    now: datetime | None = None,
) -> Made:
    """Read a folder, git repository (bare, working or bundle), container image or single file.

    Args:
        path: What to read. A folder with a `.git` inside is read at its HEAD commit.
        revision: Branch, tag or commit, for a repository.
        name: Name of the product; default the name of the root project, else of the folder.
        parties: Who made the document and who supplies the product.
        now: Time of making; default `SOURCE_DATE_EPOCH`, else the clock.

    Raises:
        CollectError: there is nothing there that can be read.
    """
    at = now or made_at()
    kind = kind_of(path)
    if path.is_file() and path.suffix != ".bundle" and kind is not OriginKind.IMAGE:
        return _of_file(path, name, at, parties)
    if not path.exists():
        raise CollectError(f"{path}: is not there")
    target = Target(id=str(path), kind=kind, location=str(path.absolute()), revision=revision)
    result = read_source(
        target, collector_for(target.kind), limits=Limits(), now=at, get_ready=_get_ready
    ).result
    if result.state is State.FAILED:
        raise CollectError("; ".join(i.message for i in result.issues))
    return _made([result], name, at, place=_product(path), parties=parties)


def _get_ready() -> None:
    """Import what judges and writes while git lists the files; it takes us 20 ms, and git 2 to 20."""
    for module in (
        "policies.default_pack",
        "policies.licensing",
        "sbom.documents.bom",
        "sbom.documents.cyclonedx_write",
    ):
        import_module(module)


def made_at() -> datetime:
    """`SOURCE_DATE_EPOCH` when it is a number, else the present; aware, UTC, whole seconds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit() and len(epoch) < 12:
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC).replace(microsecond=0)


def kind_of(path: Path) -> OriginKind:
    """GIT for bare and working repositories and bundles, IMAGE for images, else FOLDER."""
    if path.suffix == ".bundle" or (path / ".git").exists():
        return OriginKind.GIT
    if (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir():
        return OriginKind.GIT
    from collectors.image import is_image  # loads tarfile: 6 ms that a repository need not wait for

    if is_image(path):
        return OriginKind.IMAGE
    return OriginKind.GIT if path.is_file() else OriginKind.FOLDER


def verdicts(
    bom: "Bom", pack: "Pack", use_mode: "UseMode", *, supplied: bool
) -> dict[str, tuple[str, str]]:
    """By bom-ref: verdict and class of the licence of each component in a use."""
    from policies.licensing import judge

    found: dict[str, tuple[str, str]] = {}
    for entry in bom.components:
        component = entry.component
        claims = tuple(sorted({(c.kind.value, c.raw) for c in component.licenses}))
        judged = judge(claims, use_mode, component.scope.value, supplied, pack)
        found[entry.ref] = (judged.verdict.value, judged.license_class)
    return found


def _of_file(path: Path, name: str, at: datetime, parties: Parties) -> Made:
    try:
        size = path.stat().st_size
        if size > Limits().file_bytes:
            raise CollectError(f"{path}: has {size} bytes, more than {Limits().file_bytes}")
        content = path.read_bytes()
    except OSError as error:
        raise CollectError(f"{path}: cannot be read: {error.strerror}") from error
    inside = "/".join(path.absolute().parts[1:])
    entry = format_of(inside) or sniff(content)
    if entry is None:
        raise CollectError(f"{path}: is of no format that this version reads (see `sluis doctor`)")
    # Some formats keep a fact in the name of a folder: opam, dist-info, node_modules, status.d.
    source = SourceFile(path="/".join(inside.split("/")[-_FOLDERS - 1 :]), content=content)
    with time_cap(FILE_SECONDS):
        inventory = parse_file(source, entry)
        if not inventory.components and inventory.issues:
            other = sniff(content)
            if other is not None and other != entry:
                entry = other
                inventory = parse_file(source, entry)
    inventory = _called(inventory, source.path, path.name)
    if entry.wide and inventory == Inventory(expects_components=False):
        raise CollectError(f"{path}: holds nothing that this version reads (see `sluis doctor`)")
    joined = join_files({path.name: (entry.name, inventory)})
    files = [(path.name, i) for i in joined.values()]
    return _assembled(files, (), name or _project(files) or path.stem, at, parties)


def _called(inventory: Inventory, path: str, name: str) -> Inventory:
    """An inventory whose issues call the file by its name; where it stands is not ours to tell."""
    if not inventory.issues:
        return inventory
    issues = tuple(
        msgspec.structs.replace(i, path=name) if i.path == path else i for i in inventory.issues
    )
    return msgspec.structs.replace(inventory, issues=issues)


def _made(
    results: list[SourceResult],
    name: str,
    at: datetime,
    *,
    place: str,
    parties: Parties = NOBODY,
) -> Made:
    files: list[tuple[str, Inventory]] = []
    issues: list[Issue] = []
    for result in results:
        files.extend((f.path, f.inventory) for f in result.files)
        issues.extend(result.issues)
    return _assembled(files, issues, name or _project(files) or place, at, parties)


def _assembled(
    files: list[tuple[str, Inventory]],
    issues: Iterable[Issue],
    name: str,
    at: datetime,
    parties: Parties,
) -> Made:
    from sbom.documents.bom import from_inventories

    listed = [*issues, *(i for _, inventory in files for i in inventory.issues)]
    complete = not any(i.kind in INCOMPLETE for i in listed)
    bom = from_inventories(
        files,
        name=name,
        timestamp=at,
        tool=("sluis", __version__),
        author=parties.author,
        supplier=parties.supplier,
        complete=None if complete else False,
    )
    return Made(bom=supplied_by(bom, parties.supplier), issues=tuple(listed), complete=complete)


def supplied_by(bom: "Bom", supplier: str) -> "Bom":
    """A bill of materials whose own parts (root, workspaces, folders) name who supplies them.

    Args:
        bom: As merged.
        supplier: Of the product; empty changes nothing. What a component itself states, stands.
    """
    if not supplier:
        return bom
    replace = msgspec.structs.replace

    def named(entry: "BomComponent") -> "BomComponent":
        component = entry.component
        if component.supplier or _OWN.isdisjoint(component.roles):
            return entry
        return replace(entry, component=replace(component, supplier=supplier))

    components = tuple([named(c) for c in bom.components])
    return replace(bom, root=named(bom.root), components=components)


def _project(files: Iterable[tuple[str, Inventory]]) -> str:
    """Name of the project when its files state one and no other; else empty."""
    names = {c.name for _, i in files for c in i.components if Role.ROOT in c.roles}
    return names.pop() if len(names) == 1 else ""


def _product(path: Path) -> str:
    absolute = path.absolute()
    return absolute.name.removesuffix(".git").removesuffix(".bundle") or "unnamed"
