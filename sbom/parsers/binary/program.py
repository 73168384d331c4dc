"""Compiled programs and libraries: ELF, PE and Mach-O files, and kernel images.

Read are, and what is found is listed together:

- the modules that Go records (`sbom.programs.go_build`), the crates of `cargo auditable` or those named in
  a Rust program's messages (`sbom.programs.rust_audit`);
- .NET assemblies, the packages in a single-file application, the version resource of other Windows
  programs (`sbom.programs.windows_file`, `sbom.programs.dotnet_bundle`);
- the note of a distribution's package, kernel modules, the CycloneDX document of a GraalVM native image
  (`sbom.programs.elf_notes`);
- well-known programs by a byte string, and libraries linked into others (`sbom.programs.byte_patterns`).

Rules: property `evidence` says by which of these a component is known, `offset` where it stands in the
file, `confidence` how sure a guess is (absent: the file states it). What is found in a folder where only
the packages of an operating system lie is DECLARED when the image has their database, since that states
the same with the right version (`sbom.joiners.owned_files`). Nothing is run. A program packed with UPX is told of
and not unpacked.

Source: see the modules named.
"""

from sbom.errors import NotThisFormatError, ParseError
from sbom.gathering import Gathering
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.programs import byte_patterns, dotnet_bundle, elf_notes, go_build, rust_audit
from sbom.programs.windows_file import add_windows_file
from sbom.readers import elf, macho, pe
from sbom.readers.executable import Executable
from sbom.readers.program_magic import ELF, PE
from sbom.source import SourceFile

_UPX = b"UPX!"
_HEAD = 4096


def parse(source: SourceFile, /) -> Inventory:
    """What a program states of itself.

    Raises:
        ParseError: a program whose header is damaged, or whose list of crates is.
        NotThisFormatError: no program, or one that states nothing.
    """
    kernel = elf_notes.kernel_image(source.content)
    if kernel is not None:
        return Inventory(components=(kernel,), expects_components=False, format_version="bzImage")
    program = _open(source.content)
    gathering = Gathering()
    base = source.path.rpartition("/")[2]
    issues = _stated(program, base, gathering)
    document = elf_notes.embedded_document(program)
    made = gathering.inventory(version=f"{program.format} {program.machine}", expects=False)
    if document:
        made = _with_document(made, document)
    if _UPX in source.content[:_HEAD] and not made.components:
        message = "is packed with UPX, which this version does not unpack"
        issues.append(Issue(kind=IssueKind.UNSUPPORTED, message=message))
    if issues:
        made = _and(made, Inventory(issues=tuple(issues)))
    if not made.components and not made.issues:
        raise NotThisFormatError("states nothing of what it is made of")
    return made


def _open(content: bytes) -> Executable:
    if content.startswith(ELF):
        return elf.read_elf(content)
    if content.startswith(PE):
        return pe.read_pe(content)
    return macho.read_macho(content)


def _stated(program: Executable, base: str, gathering: Gathering) -> list[Issue]:
    """Everything that the file says in one of the known ways."""
    issues: list[Issue] = []
    build = go_build.find_build(program)
    if build is not None:
        components, lost = go_build.components(build)
        refs = [gathering.add(c) for c in components]
        if len(refs) > 1:
            gathering.need(refs[0], refs[1:])
        if lost:
            gathering.lost("buildinfo", f"{lost} lines of the list of modules cannot be read")
    listed = rust_audit.add_listed(program, gathering)
    if not listed and build is None and rust_audit.add_hinted(program, gathering):
        message = (
            "has no list of crates; those named in its messages are listed, others may be in it"
        )
        issues.append(Issue(kind=IssueKind.NOTE, message=message))
    if program.format == "elf":
        rust_audit.add_compiler(program, gathering)
        elf_notes.add_package_note(program, gathering)
        if elf_notes.add_kernel_module(program, base, gathering):
            return issues
    _dotnet(program, gathering)
    named = program.format == "pe" and add_windows_file(program, gathering)
    if not named and build is None:
        byte_patterns.add_products(program, base, gathering)
    if build is None:
        byte_patterns.add_embedded(program, base, gathering)
    return issues


def _dotnet(program: Executable, gathering: Gathering) -> None:
    """The packages in a single-file application."""
    bundle = dotnet_bundle.find_bundle(program)
    if bundle is None:
        return
    if bundle.deps[1]:
        from sbom.nuget_deps import read_deps

        start, size = bundle.deps
        try:
            read_deps(program.content[start : start + size], gathering)
        except ParseError as error:
            gathering.lost("deps.json", f"the list of packages cannot be read: {error.reason}")
        return
    for start, size, path in bundle.assemblies:
        try:
            add_windows_file(pe.read_pe(program.content[start : start + size]), gathering)
        except ParseError as error:
            gathering.lost(path, f"the assembly cannot be read: {error.reason}")
    if bundle.compressed:
        message = f"{bundle.compressed} compressed assemblies and no list of packages: not read"
        gathering.note("bundle", message)


def _with_document(made: Inventory, document: bytes) -> Inventory:
    """What the document in a native image says as well."""
    from sbom.documents.reading import read_any

    try:
        return _and(made, read_any(document, expected="CycloneDX"))
    except ParseError as error:
        message = f"the document in the program cannot be read: {error.reason}"
        return _and(made, Inventory(issues=(Issue(kind=IssueKind.ENTRY, message=message),)))


def _and(one: Inventory, other: Inventory) -> Inventory:
    """Both in one; the version of the format is that of the first."""
    return Inventory(
        components=one.components + other.components,
        dependencies=one.dependencies + other.dependencies,
        descriptors=one.descriptors + other.descriptors,
        issues=one.issues + other.issues,
        format_version=one.format_version,
        expects_components=False,
    )
