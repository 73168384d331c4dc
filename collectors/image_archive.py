"""What holds an image: an archive or a folder with JSON documents and layers in it.

Source: Open Container Initiative, "Image Layout Specification" 1.1; the archive of `docker save`.
"""

import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

import msgspec

from collectors.paths import is_plain
from sbom.errors import CollectError

JSON_BYTES = 16 * 1024 * 1024
"""Larger documents of an image are refused."""
LAYERS = 2000
"""Layers of one image; the specification names no limit, overlay file systems stop at 500."""
_NESTED = 8
"""Indexes inside indexes."""
_BROKEN = (tarfile.TarError, EOFError, zlib.error, ValueError, OverflowError, OSError)

BROKEN = _BROKEN
"""What reading a damaged archive can raise."""


class Layer(msgspec.Struct, frozen=True):
    """One layer."""

    name: str
    """Of the blob or member."""
    size: int
    """Bytes as stored."""
    media: str = ""
    """Media type, when stated."""


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """One image of an archive."""

    name: str
    """Reference as stated (`voorbeeld/app:1.2`); empty when it has none."""
    platform: str = ""
    """For example `linux/amd64`."""
    digest: str = ""
    """Of the manifest."""
    layers: tuple[Layer, ...]
    """Lowest first."""
    config: bytes = b""
    """JSON of the configuration."""
    annotations: dict[str, str] = {}


class Holder(Protocol):
    """An archive or a folder."""

    def names(self) -> dict[str, int]:
        """Members with their bytes."""
        ...

    def place(self, name: str) -> int:
        """Where a member lies: reading in this order goes forward."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """A member, opened.

        Raises:
            CollectError: it is not there.
        """
        ...


class FolderHolder:
    """An image layout that lies unpacked in a folder."""

    def __init__(self, top: Path) -> None:
        """`top` is the folder with `index.json` or `manifest.json`."""
        self._top = top

    def names(self) -> dict[str, int]:
        """Regular files two levels deep in `blobs`, and at the top."""
        found = {}
        for pattern in ("*.json", "oci-layout", "blobs/*/*", "*/layer.tar", "*.tar"):
            for path in self._top.glob(pattern):
                if path.is_file():
                    found[path.relative_to(self._top).as_posix()] = path.stat().st_size
        return found

    def place(self, _name: str) -> int:
        """Any order will do."""
        return 0

    def open(self, name: str) -> IO[bytes]:
        """As `Holder.open`; a name that leads out of the folder is not there."""
        path = self._top / name
        inside = is_plain(name) and path.resolve().is_relative_to(self._top.resolve())
        if not inside or not path.is_file():
            raise CollectError(f"{name[:200]}: is not in the image")
        return path.open("rb")


class ArchiveHolder:
    """A tar archive, packed with gzip, bzip2 or xz or not at all."""

    def __init__(self, archive: tarfile.TarFile, most: int) -> None:
        """Index the archive: its headers are read once.

        Raises:
            CollectError: more members than `most`, or damaged.
        """
        self._archive = archive
        self._members: dict[str, tarfile.TarInfo] = {}
        try:
            for count, member in enumerate(archive):
                if count > most:
                    raise CollectError(f"the archive holds more than {most} members")
                self._members[_clean(member.name)] = member
        except _BROKEN as error:
            if not self._members:
                raise CollectError(f"the archive cannot be read: {error}") from error

    def names(self) -> dict[str, int]:
        """Regular members and links to them."""
        return {n: m.size for n, m in self._members.items() if m.isfile() or m.issym() or m.islnk()}

    def place(self, name: str) -> int:
        """Offset of a member in the unpacked archive."""
        member = self._members.get(name)
        return member.offset if member else 0

    def open(self, name: str) -> IO[bytes]:
        """As `Holder.open`. Links inside the archive are followed, as old `docker save` makes them."""
        member = self._members.get(name)
        for _ in range(8):
            if member is None or member.isfile():
                break
            target = member.linkname
            if member.issym():
                parts: list[str] = _clean(member.name).split("/")[:-1]
                for part in target.split("/"):
                    if part == "..":
                        del parts[-1:]
                    elif part not in {"", "."}:
                        parts.append(part)
                target = "/".join(parts)
            member = self._members.get(_clean(target))
        opened = self._archive.extractfile(member) if member and member.isfile() else None
        if opened is None:
            raise CollectError(f"{name[:200]}: is not in the image")
        return opened


class FileHolder:
    """A root file system packed as it is: the file is its own only layer."""

    def __init__(self, path: Path) -> None:
        """`path` is the archive."""
        self._path = path

    def names(self) -> dict[str, int]:
        """The one layer."""
        return {self._path.name: self._path.stat().st_size}

    def place(self, _name: str) -> int:
        """There is only one."""
        return 0

    def open(self, name: str) -> IO[bytes]:
        """As `Holder.open`."""
        if name != self._path.name:
            raise CollectError(f"{name[:200]}: is not in the image")
        return self._path.open("rb")


@contextmanager
def opened(location: str, most: int) -> Iterator[Holder]:
    """The holder at a path, closed afterwards.

    Raises:
        CollectError: nothing there, or no archive.
    """
    path = Path(location)
    if path.is_dir():
        yield FolderHolder(path)
        return
    try:
        archive = tarfile.open(path)  # noqa: SIM115 - closed below
    except FileNotFoundError as error:
        raise CollectError(f"{location}: is not there") from error
    except _BROKEN as error:
        raise CollectError(f"{location}: is no tar archive: {error}") from error
    with archive:
        yield ArchiveHolder(archive, most)


def images_of(holder: Holder) -> list[Image]:
    """The images; an index for several platforms gives one, that for linux/amd64 if it is there.

    Empty when this is no image but may be the archive of a root file system.

    Raises:
        CollectError: an image whose documents cannot be read.
    """
    names = holder.names()
    if "manifest.json" in names:
        made = _docker(holder, names)
        if made:
            return made
    if "index.json" in names:
        return _layout(holder, names)
    return []


def _docker(holder: Holder, names: dict[str, int]) -> list[Image]:
    """Images of `docker save`."""
    listed = _json(holder, "manifest.json")
    found = []
    for entry in listed if isinstance(listed, list) else ():
        if not isinstance(entry, dict) or not isinstance(entry.get("Layers"), list):
            continue
        tags = entry.get("RepoTags")
        first = tags[0] if isinstance(tags, list) and tags and isinstance(tags[0], str) else ""
        layers = [_clean(n) for n in entry["Layers"] if isinstance(n, str)]
        config = entry.get("Config")
        found.append(
            Image(
                name=first,
                layers=tuple(Layer(n, names.get(n, 0)) for n in layers[:LAYERS]),
                config=_bytes(holder, _clean(config)) if isinstance(config, str) else b"",
            )
        )
    return found


def _layout(holder: Holder, names: dict[str, int]) -> list[Image]:
    """Images of an OCI layout."""
    found = []
    top = _json(holder, "index.json")
    for descriptor in _list(top, "manifests"):
        annotations = _texts(descriptor.get("annotations"))
        name = annotations.get("io.containerd.image.name") or annotations.get(
            "org.opencontainers.image.ref.name", ""
        )
        made = _manifest(holder, names, descriptor, name, _NESTED)
        if made is not None:
            found.append(made)
    if not found:
        raise CollectError("the image layout names no image with layers")
    return found


def _manifest(
    holder: Holder, names: dict[str, int], descriptor: dict[str, Any], name: str, depth: int
) -> Image | None:
    blob = _blob(descriptor.get("digest"))
    if not blob or depth == 0 or blob not in names:
        return None
    document = _json(holder, blob)
    inner = _list(document, "manifests")
    if inner:
        ranked = sorted(
            (d for d in inner if _platform(d) != "unknown/unknown"),
            key=lambda d: _platform(d) != "linux/amd64",
        )
        made = (_manifest(holder, names, d, name, depth - 1) for d in ranked)
        return next((m for m in made if m is not None), None)
    layers = []
    for layer in _list(document, "layers"):
        media = str(layer.get("mediaType") or "")
        inside = _blob(layer.get("digest"))
        if inside and (not media or "tar" in media or "rootfs" in media):
            layers.append(Layer(inside, names.get(inside, 0), media))
    if not layers:
        return None
    config = _blob((document.get("config") or {}).get("digest"))
    return Image(
        name=name,
        platform=_platform(descriptor),
        digest=str(descriptor.get("digest")),
        layers=tuple(layers[:LAYERS]),
        config=_bytes(holder, config) if config in names else b"",
        annotations=_texts(document.get("annotations")),
    )


def _platform(descriptor: dict[str, Any]) -> str:
    platform = descriptor.get("platform")
    if not isinstance(platform, dict):
        return ""
    return f"{platform.get('os', '')}/{platform.get('architecture', '')}"


def _blob(digest: object) -> str:
    """Member name of a digest, or empty when it is none."""
    algorithm, colon, value = str(digest).partition(":")
    right = colon and algorithm in {"sha256", "sha512"} and value.isalnum() and len(value) >= 64
    return f"blobs/{algorithm}/{value}" if right else ""


def _list(document: object, key: str) -> list[dict[str, Any]]:
    value = document.get(key) if isinstance(document, dict) else None
    return [d for d in value if isinstance(d, dict)] if isinstance(value, list) else []


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {str(k)[:200]: v[:2000] for k, v in value.items() if isinstance(v, str)}


def _json(holder: Holder, name: str) -> Any:
    try:
        return json.loads(_bytes(holder, name))
    except (ValueError, RecursionError) as error:
        raise CollectError(f"{name}: is not JSON") from error


def _bytes(holder: Holder, name: str) -> bytes:
    try:
        with holder.open(name) as file:
            content = file.read(JSON_BYTES + 1)
    except _BROKEN as error:
        raise CollectError(f"{name}: cannot be read: {error}") from error
    if len(content) > JSON_BYTES:
        raise CollectError(f"{name}: has more than {JSON_BYTES} bytes")
    return content


def _clean(name: str) -> str:
    return name.removeprefix("./").strip("/")
