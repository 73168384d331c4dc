"""What an ELF file says of the package it belongs to, of the kernel it is part of, and of what it was made of.

Rules: the note of a package (`.note.package`) gives the distribution's package, with property `evidence`
`package-note`. A kernel module with a version of its own is `pkg:generic/NAME@VERSION` with the licence it
states; one without is part of the kernel, and gives `linux-kernel` at the release it was made for (role
BUNDLED) or, when it does not come with the kernel, itself without version. A GraalVM native image
carries a CycloneDX document, which is read as such.

Source: UAPI Group, "Package Metadata for Executable Files"; Linux, `include/linux/moduleparam.h` and
`module.h` (`.modinfo`); GraalVM, "Embed a Software Bill of Materials".
"""

import zlib

from sbom.component import Component, ComponentKind, Role, VersionKind
from sbom.errors import ParseError
from sbom.gathering import Gathering, firmness
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.elf import notes, symbols
from sbom.readers.executable import Executable
from sbom.readers.json_reader import load_json_object
from sbom.readers.shape import pairs, text

_OWNER, _KIND = "FDO", 0xCAFE1A7E
_MAX_DOCUMENT = 64 * 1024 * 1024
_PURL_TYPES = {"deb": "deb", "rpm": "rpm", "apk": "apk", "alpm": "alpm", "pacman": "alpm"}


def add_package_note(program: Executable, gathering: Gathering) -> bool:
    """The package that a note names; False without one."""
    section = program.section(".note.package")
    if section is None:
        return False
    for owner, kind, held in notes(program, section):
        if owner == _OWNER and kind == _KIND:
            try:
                facts = load_json_object(held.rstrip(b"\0"))
            except ParseError:
                gathering.lost(".note.package", "the note of the package is not JSON")
                return True
            gathering.add(_package(facts))
            return True
    return False


def _package(facts: dict[str, object]) -> Component:
    name, version = text(facts.get("name")), text(facts.get("version"))
    purl_type = _PURL_TYPES.get(text(facts.get("type")).lower(), "generic")
    cpe = text(facts.get("osCpe")).split(":")
    system = text(facts.get("os")).lower()
    vendor = {"fedoraproject": "fedora"}.get(system or (cpe[2] if len(cpe) > 2 else ""), "")
    namespace = vendor or system or (cpe[2] if len(cpe) > 2 else "")
    release = text(facts.get("osVersion")) or (cpe[4] if len(cpe) > 4 else "")
    architecture = text(facts.get("architecture"))
    qualifiers = {"arch": architecture}
    if namespace and release:
        qualifiers["distro"] = f"{namespace}-{release}"
    if purl_type == "generic":
        namespace, qualifiers = "", {}
    return Component(
        purl=build(
            purl_type,
            name or "unnamed",
            version,
            namespace=namespace,
            qualifiers={k: v for k, v in qualifiers.items() if v},
        ),
        name=name or "unnamed",
        version=version,
        version_kind=firmness(version),
        properties=pairs(
            evidence="package-note",
            architecture=architecture,
            module_name=text(facts.get("moduleName")),
            app_cpe=text(facts.get("appCpe")),
        ),
    )


def add_kernel_module(program: Executable, basename: str, gathering: Gathering) -> bool:
    """The module; False when this is none."""
    section = program.section(".modinfo")
    if section is None:
        return False
    facts: dict[str, list[str]] = {}
    for entry in program.bytes_of(section, 1 << 20).split(b"\0"):
        key, equals, value = entry.decode("utf-8", "replace").partition("=")
        if equals:
            facts.setdefault(key, []).append(value.strip()[:1000])
    first = {k: v[0] for k, v in facts.items()}
    name = first.get("name", "") or basename.partition(".")[0]
    release = first.get("vermagic", "").partition(" ")[0]
    version = first.get("version", "")
    part = "intree" in first and not version
    if part and not release:
        return False
    licence = first.get("license", "")
    gathering.add(
        Component(
            purl=build("generic", "linux-kernel" if part else name, release if part else version),
            name="linux-kernel" if part else name,
            version=release if part else version,
            version_kind=firmness(release if part else version),
            kind=ComponentKind.OPERATING_SYSTEM if part else ComponentKind.FIRMWARE,
            roles=(Role.BUNDLED,) if part else (),
            licenses=(LicenseClaim(raw=licence, source="modinfo"),) if licence else (),
            properties=pairs(
                evidence="modinfo",
                module=name if part else "",
                kernel=release if not part else "",
                author="; ".join(facts.get("author", ()))[:1000],
                description=first.get("description", ""),
            ),
        )
    )
    return True


def kernel_image(content: bytes) -> Component | None:
    """The kernel in a boot image of x86 (`vmlinuz`); None when it is none.

    Source: Linux, "The Linux/x86 Boot Protocol", `header` at 0x202 and `kernel_version` at 0x20E.
    """
    if content[0x202:0x206] != b"HdrS":
        return None
    at = int.from_bytes(content[0x20E:0x210], "little") + 0x200
    end = content.find(b"\0", at, at + 512)
    words = content[at : max(at, end)].decode("latin-1").split()
    if not words or not words[0][:1].isdigit():
        return None
    return Component(
        purl=build("generic", "linux-kernel", words[0][:100]),
        name="linux-kernel",
        version=words[0][:100],
        version_kind=VersionKind.EXACT,
        kind=ComponentKind.OPERATING_SYSTEM,
        properties=pairs(evidence="boot-header", build=" ".join(words[1:])[:300]),
    )


def embedded_document(program: Executable) -> bytes:
    """The CycloneDX document of a native image, unpacked; empty when there is none."""
    section = program.section("sbom", ".sbom", "__sbom")
    if section is not None and section.size:
        return _unpacked(program.bytes_of(section, _MAX_DOCUMENT))
    if program.format != "elf" or b"sbom_length\0" not in program.content:
        return b""
    found = symbols(program, frozenset({"sbom", "sbom_length"}))
    start = program.place(found.get("sbom", (0, 0))[0])
    length = program.place(found.get("sbom_length", (0, 0))[0])
    if start is None or length is None or not found.get("sbom"):
        return b""
    stated = program.content[length : length + 8]
    size = int.from_bytes(stated, "big") if program.big else int.from_bytes(stated, "little")
    return _unpacked(program.content[start : start + min(size, _MAX_DOCUMENT)])


def _unpacked(held: bytes) -> bytes:
    """JSON, packed with gzip or not; empty when it is neither."""
    if held[:2] == b"\x1f\x8b":
        try:
            held = zlib.decompressobj(31).decompress(held, _MAX_DOCUMENT)
        except zlib.error:
            return b""
    held = held.strip(b"\0 \r\n\t")
    return held if held.startswith(b"{") else b""
