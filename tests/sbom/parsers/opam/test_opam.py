"""opam files."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.opam.opam import parse
from sbom.source import SourceFile

TEXT = b"""\
opam-version: "2.0"
synopsis: "Een voorbeeld"
maintainer: ["Gemeente <post@example.org>"]
license: ["EUPL-1.2" "MIT"]
# een opmerking
depends: [
  "ocaml" {>= "4.08"}
  "dune" {build & >= "2.0"}
  ("lwt" {= "5.7.0"} | "async")
  "alcotest" {with-test}
  "odoc" {with-doc}
]
depopts: ["conf-x"]
conflicts: ["oud"]
build: [["dune" "build" "-p" name] {with-test}]
url {
  src: "https://example.org/loket-1.0.tbz"
  checksum: ["sha256=ab12" "md5=cd34"]
}
"""


def test_package_and_dependencies() -> None:
    read = parse(SourceFile(path="loket.opam", content=TEXT))
    assert [(c.name, c.version, c.scope, c.roles, c.line) for c in read.components] == [
        ("loket", "", Scope.RUNTIME, (Role.ROOT,), 1),
        ("ocaml", "", Scope.RUNTIME, (Role.STDLIB,), 7),
        ("dune", "", Scope.BUILD, (), 8),
        ("lwt", "5.7.0", Scope.RUNTIME, (), 9),
        ("async", "", Scope.RUNTIME, (), 9),
        ("alcotest", "", Scope.TEST, (), 10),
        ("odoc", "", Scope.DEV, (), 11),
        ("conf-x", "", Scope.OPTIONAL, (), 13),
    ]
    root = read.components[0]
    assert [(x.raw, x.line) for x in root.licenses] == [("EUPL-1.2", 4), ("MIT", 4)]
    assert root.download == "https://example.org/loket-1.0.tbz"
    assert root.hashes == (("MD5", "cd34"), ("SHA-256", "ab12"))
    assert read.components[2].version_kind is VersionKind.RANGE


def test_the_folder_names_package_and_version() -> None:
    content = b'opam-version: "2.0"\ndepends: ["kern" {= version}]\n'
    read = parse(SourceFile(path="packages/loket/loket.4.14.0/opam", content=content))
    assert [(c.name, c.version) for c in read.components] == [
        ("loket", "4.14.0"),
        ("kern", "4.14.0"),
    ]


FILTERS = b"""\
opam-version: "2.0"
name: "loket"
version: "3.1"
depends: [
  "arm" {arch = "arm32" & post}
  "flexdll" {>= "0.36" & os = "win32"}
  "kern" {= version & os != "win32"}
  "oud" {= "1.0" | = "2.0"}
  "vast" {with-test & = "5.0"}
]
"""


def test_filters_on_variables_constrain_no_version() -> None:
    read = parse(SourceFile(path="loket.opam", content=FILTERS))
    assert [(c.name, c.version, c.version_kind, c.requirement) for c in read.components[1:]] == [
        ("arm", "", VersionKind.ABSENT, ""),
        ("flexdll", "", VersionKind.RANGE, ">= 0.36"),
        ("kern", "3.1", VersionKind.EXACT, "= version"),
        ("oud", "", VersionKind.RANGE, "= 1.0 | = 2.0"),
        ("vast", "5.0", VersionKind.EXACT, "= 5.0"),
    ]


@given(
    content=st.binary(max_size=120)
    | st.text('"{}[]()&|<>=! abwin32os:.\n#*', max_size=80).map(lambda t: f"depends: [{t}".encode())
)
def test_any_content(content: bytes) -> None:
    with suppress(ParseError, NotThisFormatError):
        assert isinstance(parse(SourceFile(path="a.opam", content=content)), Inventory)


def test_an_empty_file_holds_nothing() -> None:
    assert parse(SourceFile(path="a.opam", content=b"")).components == ()
