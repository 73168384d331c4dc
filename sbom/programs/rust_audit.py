"""Rust programs: the list that `cargo auditable` puts in them, else what their panics name.

Rules: with a list, the crate marked `root` is an APPLICATION without role; crates with source `local` have
role LOCAL, those with `git` role GIT; kind `build` gives scope BUILD. Edges are those of the list, and
what the root needs is direct. Without a list, crates are named by the paths of their source files
that the compiler leaves in messages (`.../registry/src/INDEX/NAME-1.2.3/...`, on Debian
`/usr/share/cargo/registry/NAME-1.2.3/...`): such a crate was compiled in,
but not each that was leaves a path; property `confidence` is `medium`, and the list is known to be
incomplete. The compiler itself, where the file names it, is `rust` with role STDLIB.

Source: rust-secure-code/cargo-auditable, "PARSING.md" and "cargo-auditable.schema.json"; RFC 2801.
"""

import re
import zlib
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import ParseError
from sbom.gathering import Gathering
from sbom.purl import build
from sbom.readers.executable import Executable
from sbom.readers.json_reader import load_json_object
from sbom.readers.shape import items, mapping, pairs, text

SECTION = ".dep-v0"
_MAX_LIST = 64 * 1024 * 1024
_MAX_HINTS = 20_000
_SOURCE_PATH = re.compile(
    rb"registry[/\\](?:src[/\\][A-Za-z0-9._-]{1,80}[/\\])?"
    rb"([A-Za-z0-9_](?:[A-Za-z0-9_]|-(?!\d+\.\d)){0,80})-(\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][0-9A-Za-z.+-]{1,60})?)[/\\]"
)
_COMPILER = re.compile(rb"rustc version (\d+\.\d+\.\d+(?:-[a-z0-9.]{1,20})?)")


def add_listed(program: Executable, gathering: Gathering) -> bool:
    """Crates of the list; False when the program carries none.

    Raises:
        ParseError: the list is there and cannot be read.
    """
    section = program.section(SECTION)
    if section is None or not section.size:
        return False
    try:
        worker = zlib.decompressobj()
        held = worker.decompress(program.bytes_of(section), _MAX_LIST)
    except zlib.error as error:
        raise ParseError(f"the list of crates in section {SECTION} cannot be read") from error
    if worker.unconsumed_tail:
        raise ParseError(f"the list of crates unpacks to more than {_MAX_LIST >> 20} MiB")
    packages = items(load_json_object(held).get("packages"))
    refs = [f"{text(mapping(p).get('name'))}@{text(mapping(p).get('version'))}" for p in packages]
    root = next((p for p in packages if mapping(p).get("root") is True), None)
    direct = set(_numbers(root))
    for index, package in enumerate(packages):
        made = _crate(
            mapping(package), refs[index], direct=None if root is None else index in direct
        )
        if made is None:
            gathering.lost(refs[index], "the crate has no name or no version")
            continue
        ref = gathering.add(made)
        gathering.need(ref, [refs[n] for n in _numbers(package) if n < len(refs)])
    return True


def _numbers(package: object) -> list[int]:
    found = items(mapping(package).get("dependencies"))
    return [n for n in found if isinstance(n, int) and not isinstance(n, bool) and n >= 0]


def _crate(package: Any, ref: str, *, direct: bool | None) -> Component | None:
    name, version = text(package.get("name")), text(package.get("version"))
    if not name or not version:
        return None
    source, root = text(package.get("source")), package.get("root") is True
    role = {"local": Role.LOCAL, "git": Role.GIT}.get(source)
    return Component(
        purl=build("cargo", name, version),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT,
        kind=ComponentKind.APPLICATION if root else ComponentKind.LIBRARY,
        scope=Scope.BUILD if text(package.get("kind")) == "build" else Scope.RUNTIME,
        roles=(role,) if role and not root else (),
        direct=None if root else direct,
        ref=ref,
        properties=pairs(
            evidence="cargo-auditable",
            source=source if source not in {"local", "git", "crates.io"} else "",
        ),
    )


def add_hinted(program: Executable, gathering: Gathering) -> bool:
    """Crates named by paths of source files; False when there are none."""
    found: dict[tuple[str, str], int] = {}
    if program.content.find(b"registry") < 0:
        return False
    for section in program.constants():
        held = program.bytes_of(section)
        at = held.find(b"registry")
        while at >= 0 and len(found) < _MAX_HINTS:
            match = _SOURCE_PATH.match(held, at)
            if match:
                key = match.group(1).decode(), match.group(2).decode()
                found.setdefault(key, section.offset + at)
            at = held.find(b"registry", at + 8)
    for (name, version), offset in sorted(found.items()):
        gathering.add(
            Component(
                purl=build("cargo", name, version),
                name=name,
                version=version,
                properties=pairs(evidence="source-path", offset=hex(offset), confidence="medium"),
            )
        )
    return bool(found)


def add_compiler(program: Executable, gathering: Gathering) -> None:
    """The Rust compiler and its standard library, where the file names it."""
    section = program.section(".comment")
    match = _COMPILER.search(program.bytes_of(section, 1 << 16)) if section else None
    if match is None:
        return
    version = match.group(1).decode()
    gathering.add(
        Component(
            purl=build("generic", "rust", version),
            name="rust",
            version=version,
            kind=ComponentKind.PLATFORM,
            roles=(Role.STDLIB,),
            properties=pairs(evidence="compiler-comment"),
        )
    )
