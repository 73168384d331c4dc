"""Compiled programs: what they state of themselves, in every kind of file."""

import json
import struct
import zlib
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program_files import (
    assembly,
    elf,
    go_inline,
    go_pointers,
    macho,
    pe,
    varint,
    version_resource,
)

from sbom.component import Component, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.parsers.binary.program import parse
from sbom.programs.dotnet_bundle import MARK
from sbom.source import SourceFile

MODULES = (
    "path\texample.org/loket/cmd/loket\n"
    "mod\texample.org/loket\tv1.4.0\t\n"
    "dep\texample.org/een\tv1.0.0\th1:abc=\n"
    "dep\texample.org/twee\tv2.0.0+incompatible\n"
    "=>\texample.org/vork\tv2.1.0\th1:def=\n"
    "dep\texample.org/drie\tv0.0.0-20211224170007-df43bca6b6ff\n"
    "=>\t./drie\t(devel)\n"
    "build\tvcs.revision=0123456789abcdef0123456789abcdef01234567\n"
    "build\tGOOS=linux\n"
)


def read(content: bytes, path: str = "usr/local/bin/loket") -> Inventory:
    return parse(SourceFile(path=path, content=content))


def rows(made: Inventory) -> list[tuple[str, str, tuple[Role, ...]]]:
    return [(c.name, c.version, c.roles) for c in made.components]


def facts(component: Component) -> dict[str, str]:
    return dict(component.properties)


GO = [
    ("example.org/loket", "v1.4.0", ()),
    ("example.org/een", "v1.0.0", ()),
    ("example.org/twee", "v2.0.0+incompatible", (Role.REPLACED,)),
    ("example.org/vork", "v2.1.0", ()),
    ("example.org/drie", "v0.0.0-20211224170007-df43bca6b6ff", (Role.REPLACED,)),
    ("./drie", "(devel)", (Role.LOCAL,)),
    ("stdlib", "1.22.5", (Role.STDLIB,)),
]
HELD = go_inline("go1.22.5", MODULES)


@pytest.mark.parametrize(
    "content",
    [
        elf({".go.buildinfo": HELD}),
        elf({".go.buildinfo": HELD}, bits=32),
        elf({".go.buildinfo": HELD}, big=True),
        elf({".data": b"\0" * 32 + HELD}),
        pe({".text": b"\x90" * 16, ".data": HELD}),
        pe({".data": HELD}, bits=32),
        macho({"__go_buildinfo": HELD}),
        macho({"__go_buildinfo": HELD}, bits=32, big=True),
        struct.pack(">5I", 0xCAFEBABE, 2, 7, 3, 64).ljust(64, b"\0")
        + macho({"__go_buildinfo": HELD}),
    ],
    ids=["elf", "elf-32", "elf-big", "elf-data", "pe", "pe-32", "mach-o", "mach-o-32-big", "fat"],
)
def test_go_modules_in_every_kind_of_file(content: bytes) -> None:
    made = read(content)
    assert rows(made) == GO
    main = made.components[0]
    assert main.purl == "pkg:golang/example.org/loket@v1.4.0"
    assert facts(main)["commit"] == "0123456789abcdef0123456789abcdef01234567"
    assert facts(main)["command"] == "example.org/loket/cmd/loket"
    assert facts(made.components[1])["h1"] == "h1:abc="
    assert facts(made.components[2])["replaced-by"] == "example.org/vork v2.1.0"
    assert facts(made.components[4])["commit"] == "df43bca6b6ff"
    assert made.components[5].version_kind is VersionKind.UNRESOLVED
    assert len(made.dependencies[0].targets) == 6


@pytest.mark.parametrize("bits", [32, 64])
@pytest.mark.parametrize("big", [False, True])
def test_go_before_1_18_points_at_its_texts(bits: int, *, big: bool) -> None:
    def made(base: int) -> bytes:
        held = go_pointers("go1.16.3", MODULES, base=base, bits=bits, big=big)
        return elf({".go.buildinfo": held}, bits=bits, big=big)

    offset = made(0).index(b"\xff Go buildinf:")
    found = read(made(0x400000 + offset))
    assert rows(found)[:-1] == GO[:-1]
    assert found.components[-1].version == "1.16.3"


def test_go_pointers_in_a_pe_file_have_the_image_base_on_top() -> None:
    held = go_pointers("go1.17", MODULES, base=0x140001000, bits=64, big=False)
    assert rows(read(pe({".data": held})))[0] == GO[0]


def devel(*settings: str, texts: bytes = b"") -> Component:
    modules = "path\texample.org/loket\nmod\texample.org/loket\t(devel)\t\n" + "".join(
        f"build\t{s}\n" for s in settings
    )
    held = go_inline("go1.22.5", modules)
    return read(elf({".rodata": texts, ".go.buildinfo": held})).components[0]


def test_a_working_copy_gets_the_version_it_was_built_with() -> None:
    linked = devel('-ldflags="-s -w -X main.version=1.9.2 -X main.date=2026-01-01"')
    assert (linked.version, facts(linked)["version-from"]) == ("v1.9.2", "ldflags")
    stamped = devel("vcs.revision=0123456789abcdef", "vcs.time=2026-03-04T05:06:07Z")
    assert stamped.version == "v0.0.0-20260304050607-0123456789ab"
    told = devel(texts=b"x\x002.4.1+ds1\x00y\x002.4.1+ds1-2\x00")
    assert (told.version, facts(told)["confidence"]) == ("v2.4.1+ds1", "medium")
    torn = devel(texts=b"x\x002.4.1\x00y\x003.0.0\x00")
    assert (torn.version, torn.version_kind) == ("(devel)", VersionKind.UNRESOLVED)
    assert torn.purl == "pkg:golang/example.org/loket"


def test_a_command_of_go_itself() -> None:
    made = read(elf({".go.buildinfo": go_inline("go1.21.3", "path\tcmd/go\n")}))
    assert made.components[0].purl == "pkg:generic/go@1.21.3"


def test_lines_of_modules_that_make_no_sense_are_told() -> None:
    made = read(elf({".go.buildinfo": go_inline("devel go1.99-abc", MODULES + "dep\t\nwat\n")}))
    assert [i.kind for i in made.issues] == [IssueKind.ENTRY]
    assert made.components[-1].version_kind is VersionKind.UNRESOLVED


def crates(packages: Iterable[object]) -> bytes:
    return zlib.compress(json.dumps({"packages": list(packages)}).encode())


CRATES = crates(
    [
        {
            "name": "balie",
            "version": "0.3.0",
            "source": "local",
            "root": True,
            "dependencies": [1, 2],
        },
        {"name": "serde", "version": "1.0.200", "source": "crates.io", "dependencies": [3]},
        {"name": "cc", "version": "1.0.1", "source": "crates.io", "kind": "build"},
        {"name": "eigen", "version": "0.1.0", "source": "git"},
        {"name": "", "version": 3},
        7,
    ]
)


@pytest.mark.parametrize("make", [elf, pe, macho])
def test_the_list_of_cargo_auditable(make: Callable[..., bytes]) -> None:
    made = read(make({".dep-v0": CRATES}))
    assert [(c.name, c.version, c.scope, c.roles, c.direct) for c in made.components] == [
        ("balie", "0.3.0", Scope.RUNTIME, (), None),
        ("serde", "1.0.200", Scope.RUNTIME, (), True),
        ("cc", "1.0.1", Scope.BUILD, (), True),
        ("eigen", "0.1.0", Scope.RUNTIME, (Role.GIT,), False),
    ]
    assert {d.ref: d.targets for d in made.dependencies} == {
        "balie@0.3.0": ("cc@1.0.1", "serde@1.0.200"),
        "serde@1.0.200": ("eigen@0.1.0",),
    }
    assert len(made.issues) == 2


def test_a_damaged_list_of_crates_is_an_error() -> None:
    with pytest.raises(ParseError, match="cannot be read"):
        read(elf({".dep-v0": b"geen zlib"}))


def test_crates_named_in_messages_are_hints() -> None:
    texts = (
        b"/build/.cargo/registry/src/index.example.org-6f17d22bba15001f/serde-json5-1.0.200/src/a.rs"
        b"C:\\u\\registry\\src\\i\\once_cell-1.21.3-rc.1\\src"
        b"/usr/share/cargo/registry/regex-1.7.1/src/lib.rs /registry/src/x/../y-1.2.3/"
    )
    made = read(elf({".rodata": texts, ".comment": b"\0rustc version 1.75.0 (82e1608df)\0"}))
    assert [c.purl for c in made.components] == [
        "pkg:cargo/once_cell@1.21.3-rc.1",
        "pkg:cargo/regex@1.7.1",
        "pkg:cargo/serde-json5@1.0.200",
        "pkg:generic/rust@1.75.0",
    ]
    assert facts(made.components[0])["confidence"] == "medium"
    assert [i.kind for i in made.issues] == [IssueKind.NOTE]


def windows(
    name: str, version: tuple[int, int, int, int], culture: str = "", **facts: str
) -> bytes:
    cli = assembly(name, version, culture)
    sections = {".text": cli}
    directories = {14: (".text", 72)}
    if facts:
        resource = version_resource(facts)
        sections = {".rsrc": resource, ".text": cli}
        # the CLI header names its metadata by relative address: it lies in the second section now
        sections[".text"] = cli[:8] + struct.pack("<I", 0x11000 + 72) + cli[12:]
        directories[2] = (".rsrc", len(resource))
    return pe(sections, directories)


def test_an_assembly_has_its_own_name_and_the_version_of_its_product() -> None:
    plain = read(windows("Voorbeeld.Kern", (1, 2, 3, 4))).components[0]
    assert plain.purl == "pkg:nuget/Voorbeeld.Kern@1.2.3.4"
    told = windows(
        "Voorbeeld.Kern",
        (1, 0, 0, 0),
        ProductVersion="1.2.3-beta.1+0123abc",
        FileVersion="1.2.3.77",
    )
    made = read(told).components[0]
    assert made.purl == "pkg:nuget/Voorbeeld.Kern@1.2.3-beta.1"
    assert facts(made)["file-version"] == "1.2.3.77"
    odd = read(windows("Oud", (4, 0, 0, 0), ProductVersion="zie site", FileVersion="4, 0, 30, 1"))
    assert odd.components[0].version == "4.0.30.1"
    words = read(windows("Vertaald.resources", (1, 0, 0, 0), "nl")).components[0]
    assert (words.name, words.roles, facts(words)["culture"]) == ("Vertaald", (Role.BUNDLED,), "nl")


def test_another_windows_program_is_its_product() -> None:
    resource = version_resource({"ProductName": "Zaak® Balie (R)", "ProductVersion": "7.1"})
    made = read(pe({".rsrc": resource}, {2: (".rsrc", len(resource))}), "balie.exe").components[0]
    assert made.purl == "pkg:generic/Zaak%20Balie@7.1"
    fixed = version_resource({"ProductName": "Kaal"})
    made = read(pe({".rsrc": fixed}, {2: (".rsrc", len(fixed))})).components[0]
    assert made.version == "3.1.4.2"


def bundled(files: Iterable[tuple[int, str, bytes]], major: int) -> bytes:
    """A host with a bundle behind it."""
    placed: list[tuple[int, str, int, int]] = []
    blob = bytearray(pe({".data": b"\0" * 8 + MARK}))
    for kind, path, content in files:
        placed.append((kind, path, len(blob), len(content)))
        blob += content
    header = len(blob)
    blob += struct.pack("<IIi", major, 0, len(placed)) + varint(4) + b"abcd"
    deps = next(((o, s) for k, _, o, s in placed if k == 3), (0, 0))
    if major >= 2:
        blob += struct.pack("<QQQQQ", *deps, 0, 0, 0)
    for kind, path, offset, size in placed:
        blob += struct.pack("<QQ", offset, size) + (b"\0" * 8 if major >= 6 else b"")
        blob += bytes([kind]) + varint(len(path)) + path.encode()
    at = blob.index(MARK)
    blob[at - 8 : at] = struct.pack("<Q", header)
    return bytes(blob)


DEPS = json.dumps(
    {
        "runtimeTarget": {"name": ".NETCoreApp,Version=v8.0"},
        "targets": {
            ".NETCoreApp,Version=v8.0": {"Json.Voorbeeld/13.0.3": {"runtime": {"a.dll": {}}}}
        },
        "libraries": {"Json.Voorbeeld/13.0.3": {"type": "package"}},
    }
).encode()


@pytest.mark.parametrize("major", [1, 2, 6])
def test_a_single_file_application_lists_its_packages(major: int) -> None:
    made = read(bundled([(1, "app.dll", b"MZ"), (3, "app.deps.json", DEPS)], major))
    assert [c.purl for c in made.components] == ["pkg:nuget/Json.Voorbeeld@13.0.3"]


def test_a_bundle_without_a_list_is_read_file_by_file() -> None:
    held = [(1, "a.dll", windows("Een", (1, 0, 0, 0))), (1, "b.dll", b"kapot")]
    made = read(bundled(held, 6))
    assert [c.name for c in made.components] == ["Een"]
    assert [(i.kind, i.subject) for i in made.issues] == [(IssueKind.ENTRY, "b.dll")]
    damaged = read(bundled([(3, "app.deps.json", b"{")], 6))
    assert "cannot be read" in damaged.issues[0].message


def test_the_note_of_a_package() -> None:
    note = json.dumps(
        {
            "type": "rpm",
            "name": "balie",
            "version": "2.1-3.fc40",
            "architecture": "x86_64",
            "osCpe": "cpe:/o:fedoraproject:fedora:40",
        }
    ).encode()
    held = struct.pack("<III", 4, len(note), 0xCAFE1A7E) + b"FDO\0" + note
    made = read(elf({".note.package": held})).components[0]
    assert made.purl == "pkg:rpm/fedora/balie@2.1-3.fc40?arch=x86_64&distro=fedora-40"
    broken = struct.pack("<III", 4, 3, 0xCAFE1A7E) + b"FDO\0{x}\0"
    assert read(elf({".note.package": broken})).issues[0].kind is IssueKind.ENTRY


def test_kernel_modules_and_kernels() -> None:
    info = b"license=GPL v2\0version=1.2.3\0name=poort\0vermagic=6.1.0-18-amd64 SMP mod_unload\0"
    own = read(elf({".modinfo": info}), "lib/modules/poort.ko").components[0]
    assert (own.purl, own.licenses[0].raw) == ("pkg:generic/poort@1.2.3", "GPL v2")
    part = read(elf({".modinfo": info.replace(b"version=1.2.3", b"intree=Y")})).components[0]
    assert (part.purl, part.roles) == ("pkg:generic/linux-kernel@6.1.0-18-amd64", (Role.BUNDLED,))
    image = bytearray(0x400)
    image[0x202:0x206], image[0x20E:0x210] = b"HdrS", struct.pack("<H", 0x100)
    image[0x300:0x320] = b"6.1.0-18-amd64 (bouw@voorbeeld)\0"
    assert read(bytes(image)).components[0].version == "6.1.0-18-amd64"


def test_the_document_in_a_native_image() -> None:
    document = json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "components": [
                {"type": "library", "name": "x", "version": "1", "purl": "pkg:maven/g/x@1"}
            ],
        }
    ).encode()
    worker = zlib.compressobj(wbits=31)
    packed = worker.compress(document) + worker.flush()

    def image(sbom: int, length: int) -> bytes:
        names = b"\0sbom\0sbom_length\0"
        symbols = struct.pack("<IBBHQQ", 1, 1, 0, 1, sbom, len(packed))
        symbols += struct.pack("<IBBHQQ", 6, 1, 0, 1, length, 8)
        held = struct.pack("<Q", len(packed)) + packed
        return elf({".dynstr": names, ".dynsym": symbols, ".data": held})

    at = 0x400000 + image(0, 0).index(packed)
    assert [c.purl for c in read(image(at, at - 8)).components] == ["pkg:maven/g/x@1"]
    assert [c.purl for c in read(elf({"sbom": document})).components] == ["pkg:maven/g/x@1"]
    assert "cannot be read" in read(elf({"sbom": b'{"a": 1}'})).issues[0].message


def test_a_packed_program_is_told_of() -> None:
    made = read(elf({"x": b"UPX!"}))
    assert [i.kind for i in made.issues] == [IssueKind.UNSUPPORTED]


@pytest.mark.parametrize(
    "content",
    [b"", b"#!/bin/sh\n", b"MZ", b"MZ" + b"\0" * 80, b"\xca\xfe\xba\xbe\0\0\0\x34", elf({})],
)
def test_what_is_no_program_or_says_nothing_is_passed_over(content: bytes) -> None:
    with pytest.raises(NotThisFormatError):
        read(content)


@pytest.mark.parametrize(
    "content", [b"\x7fELF", b"\x7fELF\x09" + b"\0" * 80, b"\xcf\xfa\xed\xfe...."]
)
def test_a_damaged_header_is_an_error(content: bytes) -> None:
    with pytest.raises(ParseError):
        read(content)


SEEDS = (
    elf({".go.buildinfo": HELD, ".rodata": b"/registry/src/x/serde-1.0.0/ \x003.11.2\x00"}),
    elf({".dep-v0": CRATES, ".note.package": b"\4\0\0\0\4\0\0\0\x7e\x1a\xfe\xcaFDO\0{}  "}),
    elf({".modinfo": b"version=1\0license=GPL\0", ".comment": b"rustc version 1.2.3"}, bits=32),
    windows("Een", (1, 2, 3, 4), ProductName="x", ProductVersion="1.2"),
    bundled([(3, "a.deps.json", DEPS)], 6),
    bundled([(1, "a.dll", windows("Een", (1, 0, 0, 0)))], 2),
    macho({"__go_buildinfo": HELD, ".dep-v0": CRATES}),
)


@given(st.data())
def test_any_bytes_give_an_inventory_or_an_error(data: st.DataObject) -> None:
    held = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(0, 8))):
        at = data.draw(st.integers(0, len(held) - 1))
        patch = data.draw(st.binary(min_size=1, max_size=8))
        held[at : at + len(patch)] = patch
    content = bytes(held[: data.draw(st.integers(0, len(held)))])
    try:
        made = parse(
            SourceFile(
                path=data.draw(st.sampled_from(["python3.11", "libz.so.1"])), content=content
            )
        )
    except ParseError:
        return
    assert made.components or made.issues
