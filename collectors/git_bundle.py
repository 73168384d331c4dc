"""Git bundles: one file that holds a repository; unpacked once into a bare cache repository.

Source: gitformat-bundle(5) of git 2.39.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from collectors.cache import private_dir
from collectors.git import GitError, run
from sbom.errors import CollectError

_HEADER_BYTES = 64 * 1024 * 1024
_TRAILER = 64
_REF = re.compile(rb"([0-9a-f]{40}|[0-9a-f]{64}) (.+)\Z")


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """The header of a bundle."""

    path: str
    refs: dict[str, str]
    """Commit (or tag) id by full ref name; `HEAD` where the bundle has it."""
    object_format: str
    """`sha1` or `sha256`."""
    key: str
    """Digest of header, size and the pack's own checksum: names the content."""


def read_bundle(path: str) -> Bundle:
    """The header of a bundle file; the pack behind it is not read.

    Raises:
        CollectError: not there, not a bundle, or one that only holds changes on another repository.
    """
    try:
        with Path(path).open("rb") as file:
            signature = file.readline(64)
            if signature not in {b"# v2 git bundle\n", b"# v3 git bundle\n"}:
                raise CollectError(f"{path}: is not a git bundle of version 2 or 3")
            header, refs, form = _header(path, file.readline)
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - _TRAILER, 0))
            trailer = file.read(_TRAILER)
    except OSError as error:
        raise CollectError(f"{path}: cannot be read: {error.strerror}") from error
    digest = hashlib.sha256(signature + header + b"%d " % size + trailer)
    return Bundle(path=path, refs=refs, object_format=form, key=digest.hexdigest()[:32])


def _header(path: str, readline: Callable[[int], bytes]) -> tuple[bytes, dict[str, str], str]:
    """Header bytes, refs and object format."""
    lines, refs, form, total = [], {}, "sha1", 0
    while (line := readline(65536)) != b"\n":
        total += len(line)
        if not line.endswith(b"\n") or total > _HEADER_BYTES:
            raise CollectError(f"{path}: has a damaged bundle header")
        lines.append(line)
        if line.startswith(b"-"):
            raise CollectError(
                f"{path}: only holds changes on another repository; make the bundle with --all"
            )
        if line.startswith(b"@object-format="):
            form = "sha256" if line.strip().endswith(b"=sha256") else "sha1"
        elif match := _REF.match(line[:-1]):
            refs[match[2].decode("utf-8", "surrogateescape")] = match[1].decode("ascii")
    return b"".join(lines), refs, form


def tip(bundle: Bundle, revision: str) -> str:
    """Id that a revision has in a bundle.

    Args:
        bundle: Its refs are looked at.
        revision: Branch, tag or full commit id; empty: HEAD, else the one branch there is.

    Raises:
        CollectError: the bundle does not have it.
    """
    refs = bundle.refs
    if revision:
        for name in (revision, f"refs/tags/{revision}", f"refs/heads/{revision}"):
            if name in refs:
                return refs[name]
        if revision in refs.values():
            return revision
        raise CollectError(f"{bundle.path}: has no branch or tag {revision!r}")
    branches = [name for name in refs if name.startswith("refs/heads/")]
    for name in ("HEAD", "refs/heads/main", "refs/heads/master", *branches[: len(branches) == 1]):
        if name in refs:
            return refs[name]
    shown = ", ".join(b.removeprefix("refs/heads/") for b in sorted(branches)[:5])
    raise CollectError(
        f"{bundle.path}: does not say which branch is the main one; set `revision`"
        + (f", for example {shown}" if shown else "")
    )


def unpack(bundle: Bundle, *, seconds: float) -> str:
    """Path of a bare repository with the objects of a bundle; made once for each content.

    Raises:
        CollectError: the pack is damaged, or the cache cannot be written.
    """
    home = private_dir("git", "bundles")
    name = hashlib.sha256(os.fsencode(bundle.path)).hexdigest()[:16]
    done = home / f"{name}-{bundle.key}.git"
    if done.is_dir():
        return str(done)
    made = home / f".{name}-{os.getpid()}.git"
    try:
        shutil.rmtree(made, ignore_errors=True)
        form = ["--object-format=sha256"] if bundle.object_format == "sha256" else []
        run(["init", "--quiet", "--bare", "--template=", *form, "--", str(made)], seconds=seconds)
        run(["bundle", "unbundle", bundle.path], git_dir=str(made), seconds=seconds)
        for old in home.glob(f"{name}-*.git"):
            shutil.rmtree(old, ignore_errors=True)
        with suppress(FileExistsError):
            made.rename(done)
    except GitError as error:
        raise CollectError(f"{bundle.path}: cannot be unpacked: {error}") from error
    except OSError as error:
        raise CollectError(f"{bundle.path}: cannot be unpacked: {error.strerror}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return str(done)
