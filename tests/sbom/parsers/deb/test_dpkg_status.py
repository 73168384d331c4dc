"""The database of dpkg, and what os-release and copyright files add."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import NotThisFormatError, ParseError
from sbom.joiners.os_release import join
from sbom.parsers.deb.copyright_file import parse as parse_copyright
from sbom.parsers.deb.dpkg_status import parse
from sbom.parsers.deb.opkg_status import parse as parse_opkg
from sbom.parsers.os.release import parse as parse_release
from sbom.source import SourceFile

STATUS = """\
Package: libvoorbeeld1
Status: install ok installed
Maintainer: Voorbeeld <voorbeeld@lists.debian.org>
Architecture: amd64
Source: voorbeeld (2:1.2-1)
Version: 2:1.2-1+b1
Depends: libc6 (>= 2.36), niets | zlib
Description: een voorbeeld
 in twee regels

Package: libc6
Status: install ok unpacked
Architecture: amd64
Version: 2.36-9

Package: zlib1g
Status: hold ok installed
Provides: zlib (= 1)
Architecture: amd64
Version: 1:1.2.13

Package: weg
Status: deinstall ok config-files
Architecture: amd64
Version: 1.0

Package: zonderversie
Status: install ok installed
"""
DEP5 = b"""Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
License: MIT

Files: *
Copyright: 2020 Voorbeeld
License: GPL-2+

Files: lib/*
License: BSD-3-clause
 tekst

Files: debian/*
License: public-domain
"""


def _file(path: str, content: str | bytes) -> SourceFile:
    return SourceFile(path=path, content=content.encode() if isinstance(content, str) else content)


def test_what_is_on_disk_is_listed_with_source_and_state() -> None:
    made = parse(_file("var/lib/dpkg/status", STATUS))
    assert [c.purl for c in made.components] == [
        "pkg:deb/debian/libvoorbeeld1@2:1.2-1%2Bb1?arch=amd64",
        "pkg:deb/debian/libc6@2.36-9?arch=amd64",
        "pkg:deb/debian/zlib1g@1:1.2.13?arch=amd64",
    ]
    facts = dict(made.components[0].properties)
    assert (facts["source"], facts["source-version"]) == ("voorbeeld", "2:1.2-1")
    assert dict(made.components[1].properties)["state"] == "unpacked"
    assert [c.line for c in made.components] == [1, 11, 16]


def test_dependencies_go_to_the_first_alternative_that_is_installed() -> None:
    made = parse(_file("var/lib/dpkg/status", STATUS))
    assert [(d.ref, d.targets) for d in made.dependencies] == [
        ("libvoorbeeld1", ("libc6", "zlib1g"))
    ]


def test_removed_packages_are_a_note_and_one_without_version_an_issue() -> None:
    made = parse(_file("var/lib/dpkg/status", STATUS))
    assert [(i.kind.value, i.subject, i.line) for i in made.issues] == [
        ("entry", "zonderversie", 27),
        ("note", "", None),
    ]


def test_files_of_status_d_need_no_status_field() -> None:
    text = "Package: base-files\nVersion: 12\nArchitecture: arm64\n"
    made = parse(_file("var/lib/dpkg/status.d/base", text))
    assert [(c.name, c.version) for c in made.components] == [("base-files", "12")]
    listed = parse(_file("var/lib/dpkg/status", text))
    assert listed.components == ()


def test_opkg_gives_its_own_type() -> None:
    text = "Package: ubus\nVersion: 1.0-r1\nStatus: install user installed\nLicense: LGPL-2.1\n"
    made = parse_opkg(_file("usr/lib/opkg/status", text))
    assert made.components[0].purl == "pkg:opkg/ubus@1.0-r1"
    assert [c.raw for c in made.components[0].licenses] == ["LGPL-2.1"]


def test_empty_is_empty_and_other_text_is_refused() -> None:
    assert parse(_file("var/lib/dpkg/status", "\n\n")).components == ()
    with pytest.raises(ParseError):
        parse(_file("var/lib/dpkg/status", "zomaar wat tekst\n"))


def test_os_release_completes_the_purl_per_root() -> None:
    files = {
        f"{root}{path}": parser(_file(f"{root}{path}", content))
        for root in ("", "b/")
        for path, parser, content in (
            ("var/lib/dpkg/status", parse, STATUS),
            ("usr/share/doc/libvoorbeeld1/copyright", parse_copyright, DEP5),
        )
    }
    files["usr/lib/os-release"] = parse_release(
        _file("usr/lib/os-release", 'ID=ubuntu\nVERSION_ID="24.04"\n')
    )
    joined = join(files)
    first = joined["var/lib/dpkg/status"].components[0]
    assert first.purl == (
        "pkg:deb/ubuntu/libvoorbeeld1@2:1.2-1%2Bb1?arch=amd64&distro=ubuntu-24.04"
    )
    assert [c.raw for c in first.licenses] == ["GPL-2+", "BSD-3-clause"]
    assert "distro" not in joined["b/var/lib/dpkg/status"].components[0].purl


def test_free_form_copyright_claims_nothing() -> None:
    with pytest.raises(NotThisFormatError):
        parse_copyright(_file("usr/share/doc/a/copyright", "This is under the GPL.\n"))


@given(st.binary(max_size=400))
def test_any_bytes_give_an_inventory_or_a_parse_error(content: bytes) -> None:
    for parser in (parse, parse_opkg, parse_copyright, parse_release):
        try:
            parser(_file("var/lib/dpkg/status", content))
        except ParseError:
            continue
