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
    from sbom.documents.bom import Bom

FILE_SECONDS = 60.0


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A bill of materials and what could not be read for it."""

    bom: "Bom"
    issues: tuple[Issue, ...]
    complete: bool


def bom_of(path: Path, *, revision: str = "", name: str = "", now: datetime | None = None) -> Made:
    """Read a folder, git repository (bare, working or bundle), container image or single file.

    Args:
        path: What to read. A folder with a `.git` inside is read at its HEAD commit.
        revision: Branch, tag or commit, for a repository.
        name: Name of the product; default the name of the root project, else of the folder.
        now: Time of making; default `SOURCE_DATE_EPOCH`, else the clock.

    Raises:
        CollectError: there is nothing there that can be read.
    """
    at = now or made_at()
    kind = kind_of(path)
    if path.is_file() and path.suffix != ".bundle" and kind is not OriginKind.IMAGE:
        return _of_file(path, name, at)
    if not path.exists():
        raise CollectError(f"{path}: is not there")
    target = Target(id=str(path), kind=kind, location=str(path.absolute()), revision=revision)
    result = read_source(
        target, collector_for(target.kind), limits=Limits(), now=at, get_ready=_get_ready
    ).result
    if result.state is State.FAILED:
        raise CollectError("; ".join(i.message for i in result.issues))
    return _made([result], name, at, place=_product(path))


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


def bom_of_results(results: Iterable[SourceResult], name: str, now: datetime) -> Made:
    """One bill of materials over several sources; paths start with the id of the source."""
    return _made(list(results), name, now, prefix=True, place="")


def _of_file(path: Path, name: str, at: datetime) -> Made:
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
    with time_cap(FILE_SECONDS):
        inventory = parse_file(SourceFile(path=path.name, content=content), entry)
        if not inventory.components and inventory.issues:
            other = sniff(content)
            if other is not None and other != entry:
                entry = other
                inventory = parse_file(SourceFile(path=path.name, content=content), entry)
    if entry.wide and inventory == Inventory(expects_components=False):
        raise CollectError(f"{path}: holds nothing that this version reads (see `sluis doctor`)")
    joined = join_files({path.name: (entry.name, inventory)})
    files = [(path.name, i) for i in joined.values()]
    return _assembled(files, (), name or _project(files) or path.stem, at)


def _made(
    results: list[SourceResult], name: str, at: datetime, *, place: str, prefix: bool = False
) -> Made:
    files: list[tuple[str, Inventory]] = []
    issues: list[Issue] = []
    for result in results:
        start = f"{result.target.id}:" if prefix else ""
        files.extend((start + f.path, f.inventory) for f in result.files)
        issues.extend(result.issues)
    return _assembled(files, issues, name or _project(files) or place, at)


def _assembled(
    files: list[tuple[str, Inventory]], issues: Iterable[Issue], name: str, at: datetime
) -> Made:
    from sbom.documents.bom import from_inventories

    listed = [*issues, *(i for _, inventory in files for i in inventory.issues)]
    complete = not any(i.kind in INCOMPLETE for i in listed)
    bom = from_inventories(
        files,
        name=name,
        timestamp=at,
        tool=("sluis", __version__),
        complete=None if complete else False,
    )
    return Made(bom=bom, issues=tuple(listed), complete=complete)


def _project(files: Iterable[tuple[str, Inventory]]) -> str:
    """Name of the project when its files state one and no other; else empty."""
    names = {c.name for _, i in files for c in i.components if Role.ROOT in c.roles}
    return names.pop() if len(names) == 1 else ""


def _product(path: Path) -> str:
    absolute = path.absolute()
    return absolute.name.removesuffix(".git").removesuffix(".bundle") or "unnamed"
