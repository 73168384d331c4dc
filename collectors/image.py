"""Container images and root file systems: an archive, an OCI image layout, or an unpacked folder.

Layers are read in memory, lowest first, with whiteouts; see `collectors.image_layers`. Of an index
for several platforms one image is read, linux/amd64 when it is there. Several images in one archive
are all read, each below a folder with its name.

Inside folders of installed packages (`site-packages`, `node_modules`, `usr/share` ...) only files
that state what is installed are read, not the manifests and examples that packages carry along.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha1
from pathlib import Path

from collectors.collector import Entry, Limits, Listing, Target, Wanted
from collectors.image_archive import FileHolder, Holder, Image, Layer, images_of, opened
from collectors.image_layers import File, Seen, look, read, visible
from collectors.paths import shown
from collectors.walk import Found, digest, programs, read_files, remarks, walk
from sbom.errors import CollectError
from sbom.issue import Issue, IssueKind, Stage
from sbom.match import format_of
from sbom.source import Origin, OriginKind, SourceFile

NAME = OriginKind.IMAGE.value
NEEDS_NETWORK = False

CONFIG = "image.oci-config.json"
"""Name under which the configuration of an image is offered, at the top of its files."""
_INSTALLED = frozenset(
    {
        "os/release",
        "deb/dpkg-status",
        "deb/opkg-status",
        "deb/copyright",
        "apk/installed",
        "rpm/database",
        "rpm/listing",
        "npm/installed",
        "npm/package-lock",
        "maven/jar",
        "pypi/core-metadata",
        "pypi/direct-url",
        "conda/installed",
        "snap/manifest",
        "snap/snap",
        "nuget/deps-json",
        "container/image-config",
        "binary/program",
        "hex/otp-app",
        "runtime/jdk-release",
        "brew/receipt",
        "alpm/installed",
        "wordpress/extension",
        "cran/description",
        "composer/installed",
        "luarocks/rockspec",
        "sbom/cyclonedx-json",
        "sbom/spdx-json",
    }
)
"""Formats that state what is installed, wherever they lie."""
_PACKAGE_FOLDERS = frozenset(
    {"site-packages", "dist-packages", "node_modules", "gems", "vendor", "testdata"}
)
_SYSTEM = (
    "usr/share/",
    "usr/include/",
    "usr/src/",
    "usr/lib/",
    "usr/local/lib/",
    "usr/local/go/",
    "usr/local/share/",
    "lib/",
    "proc/",
    "sys/",
    "dev/",
    "go/pkg/",
    "root/.cache/",
    "tmp/",
)
_NOT_FILES = ("proc/", "sys/", "dev/")
_ROOTS = ("etc", "usr", "lib", "bin", "var", "opt", "app")


def revision(target: Target, limits: Limits, /) -> str:
    """Digest over names, sizes and times; contents are not read.

    Raises:
        CollectError: nothing is there.
    """
    path = Path(target.location)
    try:
        if path.is_dir():
            return digest(walk(target.location, limits, skip={}).files)
        status = path.stat()
    except OSError as error:
        raise CollectError(f"{target.location}: cannot be read: {error.strerror}") from error
    return digest([Found(path.name, path.name, status.st_size, status.st_mtime_ns)])


def collect(target: Target, wanted: Wanted, limits: Limits, /) -> Listing:
    """List an image.

    Entries are read layer by layer, not in the order asked for: a layer is a stream.

    Raises:
        CollectError: nothing there, or neither image nor root file system.
    """
    path = Path(target.location)
    if path.is_dir() and not (path / "index.json").exists() and not _saved(path):
        return _root_folder(target, wanted, limits)
    asked, may_be = _asked(wanted), _program(wanted)
    with opened(target.location, limits.files) as holder:
        images = images_of(holder)
        plan = _Plan(many=len(images) > 1)
        for index, image in enumerate(images):
            plan.add(index, image, holder, asked, limits, may_be)
        if not images:
            plan.plain = _plain(target, holder)
    if plan.plain is not None:
        layer = Layer(path.name, path.stat().st_size)
        plan.add(0, Image(name="", layers=(layer,)), plan.plain, asked, limits, may_be)
    return Listing(
        origin=Origin(kind=OriginKind.IMAGE, uri=target.id, revision=revision(target, limits)),
        files_seen=plan.count,
        entries=sorted(plan.entries, key=lambda e: e.path),
        issues=plan.issues,
        read=lambda chosen: _read(target.location, plan, chosen, limits),
        paths=sorted(e.path for e in plan.entries),
    )


def is_image(path: Path) -> bool:
    """Whether a path is an image or a root file system by its looks: cheap, opens no layer."""
    if path.is_dir():
        return (path / "oci-layout").is_file() or _saved(path) or _has_root(path)
    if not path.name.lower().endswith((".tar", ".tar.gz", ".tgz", ".tar.xz", ".oci", ".docker")):
        return False
    import tarfile

    try:
        with tarfile.open(path) as archive:
            for count, member in enumerate(archive):
                name = member.name.removeprefix("./").strip("/")
                if name in {"manifest.json", "index.json", "oci-layout"}:
                    return True
                if name.partition("/")[0] in _ROOTS:
                    return True
                if name.startswith("blobs/sha256") or count > 1000:
                    return name.startswith("blobs/sha256")
    except (tarfile.TarError, OSError, EOFError, ValueError):
        return False
    return False


class _Plan:
    """What to read of the images of one archive."""

    def __init__(self, *, many: bool) -> None:
        self.entries: list[Entry] = []
        self.issues: list[Issue] = []
        self.count = 0
        self.files: dict[str, tuple[Layer, File]] = {}
        self.made: dict[str, bytes] = {}
        self.plain: FileHolder | None = None
        """Set when the archive itself is the only layer."""
        self._many = many

    def add(
        self,
        index: int,
        image: Image,
        holder: Holder,
        asked: Callable[[str], bool],
        limits: Limits,
        may_be: Callable[[str], bool] | None = None,
    ) -> None:
        """Look through the layers of an image, in the order in which they lie in the archive."""
        prefix = f"{shown(image.name.replace('/', '_') or f'image-{index}')}/" if self._many else ""
        order = sorted(range(len(image.layers)), key=lambda n: holder.place(image.layers[n].name))
        seen: dict[int, Seen] = {}
        for number in order:
            layer = image.layers[number]
            seen[number] = look(holder, layer, number, asked, limits.files - self.count, may_be)
            self.count += seen[number].count
            self._remark(layer, seen[number], prefix)
        shows = visible(seen[n] for n in range(len(image.layers)))
        for path, file in shows.items():
            name = prefix + shown(path)
            self.files[name] = (image.layers[file.layer], file)
            entry = Entry(path=name, blob="", size=file.size, program=file.program)
            self.entries.append(entry)
        if image.config and asked(CONFIG):
            content = _config(image)
            self.made[prefix + CONFIG] = content
            self.count += 1
            self.entries.append(Entry(path=prefix + CONFIG, blob="", size=len(content)))

    def _remark(self, layer: Layer, seen: Seen, prefix: str) -> None:
        name = prefix + layer.name
        if seen.trouble:
            limit = "more than" in seen.trouble
            kind = IssueKind.LIMIT if limit else IssueKind.UNREADABLE
            message = f"the layer {seen.trouble}"
            self.issues.append(Issue(kind=kind, stage=Stage.COLLECT, path=name, message=message))
        if seen.outside:
            message = f"{seen.outside} members have a path that leads out of the image; not read"
            note = Issue(kind=IssueKind.NOTE, stage=Stage.COLLECT, path=name, message=message)
            self.issues.append(note)


def _asked(wanted: Wanted) -> Callable[[str], bool]:
    """What to read of an image: what is wanted, less what packages carry along."""

    def asked(path: str) -> bool:
        if not wanted(path):
            return False
        base = path.rpartition("/")[2].lower()
        carried = path.startswith(_SYSTEM) or not _PACKAGE_FOLDERS.isdisjoint(path.split("/"))
        if not carried:
            return not base.startswith(("license", "licence", "copying", "unlicense"))
        entry = format_of(path)
        if entry is not None and entry.name == "gem/gemspec":
            return "/specifications/" in path
        return entry is not None and entry.name in _INSTALLED

    return asked


def _program(wanted: Wanted) -> Callable[[str], bool] | None:
    """Which files that may be run to look at: all but those of the running system."""
    may_be: Callable[[str], bool] | None = getattr(wanted, "program", None)
    if may_be is None:
        return None

    def asked(path: str) -> bool:
        return not path.startswith(_NOT_FILES) and may_be(path[path.rfind("/") + 1 :])

    return asked


def _config(image: Image) -> bytes:
    """Name, digest and configuration in one document, for `sbom.parsers.container.image_config`."""
    try:
        config = json.loads(image.config)
    except (ValueError, RecursionError):
        config = {}
    facts = {
        "name": image.name,
        "digest": image.digest,
        "platform": image.platform,
        "annotations": image.annotations,
        "layers": len(image.layers),
        "config": config,
    }
    return json.dumps(facts, sort_keys=True).encode()


def _read(
    location: str, plan: _Plan, chosen: Iterable[Entry], limits: Limits
) -> Iterator[SourceFile | Issue]:
    by_layer: dict[str, tuple[Layer, dict[str, list[str]]]] = {}
    for entry in chosen:
        if entry.path in plan.made:
            yield _source(entry.path, plan.made[entry.path])
            continue
        layer, file = plan.files[entry.path]
        members = by_layer.setdefault(layer.name, (layer, {}))[1]
        members.setdefault(file.member, []).append(entry.path)
    if not by_layer:
        return
    if plan.plain is not None:
        yield from _layers(plan.plain, by_layer, limits)
        return
    with opened(location, limits.files) as holder:
        yield from _layers(holder, by_layer, limits)


def _layers(
    holder: Holder, by_layer: dict[str, tuple[Layer, dict[str, list[str]]]], limits: Limits
) -> Iterator[SourceFile | Issue]:
    """The files, layer by layer."""
    for name in sorted(by_layer, key=holder.place):
        layer, members = by_layer[name]
        for path, content in read(holder, layer, members, limits):
            if isinstance(content, bytes):
                yield _source(path, content)
            else:
                kind = IssueKind.LIMIT if "cap of" in content else IssueKind.UNREADABLE
                message = f"cannot be read: {content}"
                yield Issue(kind=kind, stage=Stage.COLLECT, path=path, message=message)


def _source(path: str, content: bytes) -> SourceFile:
    git_id = sha1(b"blob %d\0" % len(content), usedforsecurity=False)
    git_id.update(content)
    return SourceFile(path=path, content=content, blob=git_id.hexdigest())


def _plain(target: Target, holder: Holder) -> FileHolder:
    """The archive as the one layer of an image, when it holds a root file system."""
    if not any(n.partition("/")[0] in _ROOTS for n in holder.names()):
        raise CollectError(f"{target.location}: holds no image and no root file system")
    return FileHolder(Path(target.location))


def _root_folder(target: Target, wanted: Wanted, limits: Limits) -> Listing:
    """An unpacked root file system. Symbolic links are not followed."""
    path = Path(target.location)
    if not path.exists():
        raise CollectError(f"{target.location}: is not there")
    if not _has_root(path):
        raise CollectError(f"{target.location}: holds no image and no root file system")
    found = walk(target.location, limits, skip={".git": ()})
    asked = _asked(wanted)
    kept = [f for f in found.files if asked(f.path)]
    raws = {f.path: f.raw for f in kept if f.path is not f.raw}
    entries = [Entry(path=f.path, blob="", size=f.size) for f in kept]
    names = {e.path for e in entries}
    others = (f for f in found.files if f.path not in names)
    for file in programs(target.location, others, getattr(wanted, "program", None)):
        entries.append(Entry(path=file.path, blob="", size=file.size, program=True))
        if file.path is not file.raw:
            raws[file.path] = file.raw
    entries.sort(key=lambda e: e.path)
    return Listing(
        origin=Origin(kind=OriginKind.IMAGE, uri=target.id, revision=digest(found.files)),
        files_seen=len(found.files),
        entries=entries,
        issues=remarks(found),
        read=lambda chosen: read_files(target.location, raws, chosen, limits),
        paths=[e.path for e in entries],
    )


def _saved(path: Path) -> bool:
    """Whether a folder holds what `docker save` packs."""
    return (path / "manifest.json").is_file() and (
        (path / "blobs").is_dir() or any(path.glob("*/layer.tar"))
    )


def _has_root(path: Path) -> bool:
    release = any((path / p).exists() for p in ("etc/os-release", "usr/lib/os-release"))
    return release or any(
        (path / p).exists()
        for p in (
            "var/lib/dpkg",
            "lib/apk/db",
            "usr/lib/sysimage/rpm",
            "var/lib/rpm",
            "usr/lib/opkg",
        )
    )
