"""Go programs: the modules that the linker recorded in them.

Rules: the main module is an APPLICATION without role, since the program is what is installed. Its
version `(devel)` is settled by the settings, in this order: a version handed to the linker
(`-ldflags -X ...version=1.2.3`, property `version-from` `ldflags`), else the commit it was built from,
as the pseudo-version that Go itself would give (`vcs`), else the only text of the form of a version that the
linker was told to put in (`linked-text`, `confidence` `medium`: such texts stand between NUL bytes, those of
Go code do not); else it is UNRESOLVED. A command of Go's own distribution (`cmd/go`) is
`pkg:generic/go`. Dependencies are plain; a replaced one has role REPLACED, and what stands in for it is
listed too (LOCAL when it is a folder).
Property `h1` is the checksum of a module. The toolchain gives `stdlib` with role STDLIB.
Settings that tell where a program comes from (`vcs.revision`, `vcs.time`, `vcs.modified`, `CGO_ENABLED`,
`GOOS`, `GOARCH`, `GOFIPS140`) are properties of the main module.

Source: Go, `debug/buildinfo` and `runtime/debug.ParseBuildInfo` (formats of Go 1.13 to 1.25);
Go Modules Reference, "Pseudo-versions".
"""

import re
import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sbom.component import Component, ComponentKind, Role, VersionKind
from sbom.go_module import commit_of, package_url
from sbom.lazy_pattern import lazy
from sbom.purl import build as package
from sbom.readers.executable import Executable
from sbom.readers.shape import pairs

_MAGIC = b"\xff Go buildinf:"
_ALIGN = 16
_HEADER = 32
_INLINE, _BIG = 2, 1
_MAX_TEXT = 16 * 1024 * 1024
_MAX_SEARCHED = 64 * 1024 * 1024
_MAX_MODULES = 50_000
_GUARD = 16
"""Bytes before and after the list of modules."""
_RELEASE = re.compile(r"go(\d+(?:\.\d+){0,2}(?:(?:rc|beta)\d+)?)")
_KEPT = (
    "vcs",
    "vcs.revision",
    "vcs.time",
    "vcs.modified",
    "GOOS",
    "GOARCH",
    "CGO_ENABLED",
    "GOFIPS140",
)
_LINKED = lazy(
    r"""-X[\s=]?['"]?[^\s'"=]*?[vV]ersion(?:\.[A-Za-z]+)?=v?(\d+\.\d+[0-9A-Za-z.+-]*)['"]?"""
)
_TEXT = lazy(rb"\0(v?\d{1,5}\.\d{1,5}\.\d{1,5}(?:[-+~][0-9A-Za-z.+~-]{1,60})?)\0")
_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z\Z")


class Build(NamedTuple):
    """What the linker recorded."""

    go: str
    """Of the toolchain, as stated: `go1.22.5`."""
    modules: str
    """Lines of `path`, `mod`, `dep`, `=>` and `build`."""
    offset: int
    """Where it stands in the file."""
    text: str = ""
    """The only version that stands as a text in the constants; empty when several differ."""


class _Module(NamedTuple):
    path: str
    version: str
    checksum: str


def find_build(program: Executable) -> Build | None:
    """The build information, or None when this is no Go program or an old one."""
    for start, end in _places(program):
        at = start
        while (at := program.content.find(_MAGIC, at, end)) >= 0:
            if (at - start) % _ALIGN == 0 or at % _ALIGN == 0:
                found = _read(program, at)
                if found is not None:
                    main = found.modules.partition("\nmod\t")[2].partition("\n")[0]
                    settled = main and "(devel)" not in main
                    return found if settled else found._replace(text=_linked_text(program))
            at += 1
    return None


def _places(program: Executable) -> Iterator[tuple[int, int]]:
    """Where it can stand: its own section, else what is loaded to be written to."""
    own = program.section(".go.buildinfo", "__go_buildinfo")
    if own is not None:
        yield own.offset, own.offset + own.size
        return
    for segment in program.segments:
        if segment.writable or program.format == "pe":
            yield segment.offset, segment.offset + segment.size


def _linked_text(program: Executable) -> str:
    """The one version that stands between NUL bytes, of which all others are longer forms."""
    found: set[str] = set()
    for section in program.constants():
        for match in _TEXT.finditer(program.bytes_of(section, _MAX_SEARCHED)):
            found.add(match.group(1).decode("ascii"))
            if len(found) > 8:
                return ""
    shortest = min(found, key=len, default="")
    return shortest if all(f.startswith(shortest) for f in found) else ""


def _read(program: Executable, at: int) -> Build | None:
    content = program.content
    head = content[at : at + _HEADER]
    if len(head) < _HEADER:
        return None
    width, flags = head[14], head[15]
    if flags & _INLINE:
        go, place = _counted(content, at + _HEADER)
        modules, _ = _counted(content, place)
    else:
        if width not in {4, 8}:
            return None
        layout = struct.Struct((">" if flags & _BIG else "<") + ("Q" if width == 8 else "I"))
        go = _pointed(program, layout, layout.unpack_from(head, 16)[0])
        modules = _pointed(program, layout, layout.unpack_from(head, 16 + width)[0])
    if not go:
        return None
    if len(modules) >= 2 * _GUARD + 1 and modules[-_GUARD - 1 : -_GUARD] == b"\n":
        modules = modules[_GUARD:-_GUARD]
    else:
        modules = b""
    return Build(go.decode("utf-8", "replace")[:200], modules.decode("utf-8", "replace"), at)


def _counted(content: bytes, at: int) -> tuple[bytes, int]:
    """A text behind its length as a varint, and the place behind it; empty when damaged."""
    size = shift = 0
    for index in range(at, min(at + 10, len(content))):
        size |= (content[index] & 0x7F) << shift
        shift += 7
        if content[index] < 0x80:
            end = index + 1 + size
            if size <= _MAX_TEXT and end <= len(content):
                return content[index + 1 : end], end
            break
    return b"", len(content)


def _pointed(program: Executable, layout: struct.Struct, address: int) -> bytes:
    """A text of Go (address and length) at an address; empty when it leads nowhere."""
    header = program.place(address - program.image_base)
    if header is None or header + 2 * layout.size > len(program.content):
        return b""
    (data,) = layout.unpack_from(program.content, header)
    (size,) = layout.unpack_from(program.content, header + layout.size)
    place = program.place(data - program.image_base)
    if place is None or size > _MAX_TEXT:
        return b""
    return program.content[place : place + size]


def components(build: Build) -> tuple[list[Component], int]:
    """Components of a build, the main module first, and the number of lines that could not be read."""
    command, main = "", None
    settings: dict[str, str] = {}
    dependencies: list[tuple[_Module, _Module | None]] = []
    lost = 0
    for line in build.modules.split("\n")[:_MAX_MODULES]:
        kind, _, rest = line.partition("\t")
        if kind == "path":
            command = rest.strip()[:1000]
        elif kind == "build":
            key, _, value = rest.partition("=")
            settings.setdefault(key, value.strip('"')[:20_000])
        elif kind in {"mod", "dep", "=>"}:
            module = _module(rest)
            if module is None:
                lost += 1
            elif kind == "mod":
                main = module
            elif kind == "dep":
                dependencies.append((module, None))
            elif dependencies:
                dependencies[-1] = (dependencies[-1][0], module)
            elif main is not None:
                main = module
        elif line.strip():
            lost += 1
    made = [_main(main, command, settings, build)] if main or command else []
    for module, replacement in dependencies:
        made.append(_plain(module, replacement))
        if replacement is not None:
            made.append(_replacement(module, replacement))
    made.append(_stdlib(build))
    return made, lost


def _module(rest: str) -> _Module | None:
    words = rest.split("\t")
    if not words[0].strip() or len(words[0]) > 1000:
        return None
    return _Module(
        words[0].strip(),
        words[1].strip()[:200] if len(words) > 1 else "",
        words[2].strip()[:200] if len(words) > 2 else "",
    )


def _main(main: _Module | None, command: str, settings: dict[str, str], build: Build) -> Component:
    """The program itself; one that was built outside any module has the path of its command."""
    module = main or _Module(command, "(devel)", "")
    version, source = module.version, ""
    kind = VersionKind.EXACT
    release = _RELEASE.match(build.go)
    if command.startswith("cmd/") and release and (main is None or main.path == "cmd"):
        return _toolchain(release.group(1), command, build)
    if version in {"", "(devel)"}:
        version, source = _settled(settings)
        if not version and build.text:
            version, source = f"v{build.text.removeprefix('v')}", "linked-text"
        if not version:
            version, kind = "(devel)", VersionKind.UNRESOLVED
    exact = version if kind is VersionKind.EXACT else ""
    return Component(
        purl=package_url(module.path, exact),
        name=module.path,
        version=version,
        version_kind=kind,
        kind=ComponentKind.APPLICATION,
        ref=module.path,
        properties=pairs(
            evidence="go-buildinfo",
            offset=hex(build.offset),
            command=command if command != module.path else "",
            commit=settings.get("vcs.revision", "")[:64] or commit_of(exact),
            h1=module.checksum,
            version_from=source,
            confidence="medium" if source == "linked-text" else "",
            **{f"go_{k.lower().replace('.', '_')}": settings.get(k, "")[:200] for k in _KEPT},
        ),
    )


def _toolchain(version: str, command: str, build: Build) -> Component:
    """A command of the distribution of Go."""
    return Component(
        purl=package("generic", "go", version),
        name="go",
        version=version,
        kind=ComponentKind.PLATFORM,
        ref="go",
        properties=pairs(evidence="go-buildinfo", offset=hex(build.offset), command=command),
    )


def _settled(settings: dict[str, str]) -> tuple[str, str]:
    """A version for a program that was built from a working copy, and where it comes from."""
    match = _LINKED.search(settings.get("-ldflags", ""))
    if match:
        return f"v{match.group(1)}", "ldflags"
    time, revision = _TIME.match(settings.get("vcs.time", "")), settings.get("vcs.revision", "")
    if time and len(revision) >= 12 and revision.isalnum():
        return f"v0.0.0-{''.join(time.groups())}-{revision[:12]}", "vcs"
    return "", ""


def _plain(module: _Module, replacement: _Module | None) -> Component:
    by = f"{replacement.path} {replacement.version}".strip() if replacement else ""
    role = Role.REPLACED if replacement else None
    return _of_module(module, module.path, role, {"replaced_by": by})


def _replacement(module: _Module, by: _Module) -> Component:
    local = by.path.startswith((".", "/")) or by.path[1:3] in {":\\", ":/"}
    path = by.path.replace("\\", "/").strip("./") or "local" if local else by.path
    replaces = f"{module.path} {module.version}".strip()
    return _of_module(by, path, Role.LOCAL if local else None, {"replaces": replaces})


def _of_module(
    module: _Module, path: str, role: Role | None, relation: Mapping[str, str]
) -> Component:
    """A module as a component under the package URL of `path`; `relation` is a property of it."""
    exact = module.version if module.version != "(devel)" else ""
    return Component(
        purl=package_url(path, exact),
        name=module.path,
        version=module.version,
        version_kind=_kind(module.version),
        roles=(role,) if role else (),
        ref=f"{module.path}@{module.version}",
        properties=pairs(
            evidence="go-buildinfo",
            commit=commit_of(exact),
            h1=module.checksum,
            **relation,
        ),
    )


def _kind(version: str) -> VersionKind:
    if not version:
        return VersionKind.ABSENT
    return VersionKind.UNRESOLVED if version == "(devel)" else VersionKind.EXACT


def _stdlib(build: Build) -> Component:
    match = _RELEASE.match(build.go)
    version = match.group(1) if match else build.go
    return Component(
        purl=package_url("stdlib", version if match else ""),
        name="stdlib",
        version=version,
        version_kind=VersionKind.EXACT if match else VersionKind.UNRESOLVED,
        requirement=build.go,
        kind=ComponentKind.PLATFORM,
        roles=(Role.STDLIB,),
        ref="stdlib",
        properties=pairs(evidence="go-buildinfo"),
    )
