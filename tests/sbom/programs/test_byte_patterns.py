"""The table of known byte strings: every line fits its example and nothing that only looks like it."""

import re

import pytest
from program_files import elf

from sbom.component import Component, Role
from sbom.parsers.binary.program import parse
from sbom.programs.known_signs import EMBEDDED, SIGNS, Sign
from sbom.source import SourceFile


def found(name: str, content: bytes, section: str = ".rodata") -> list[Component]:
    made = elf({section: b"begin\0" + content + b"\0"})
    return list(parse(SourceFile(path=f"usr/local/bin/{name}", content=made)).components)


@pytest.mark.parametrize("entry", [*SIGNS, *EMBEDDED], ids=lambda e: e.product)
def test_a_line_fits_its_example_and_not_the_other(entry: Sign) -> None:
    match = re.search(entry.sign, entry.example)
    assert match is not None
    assert match.group(1).decode() == entry.version
    assert re.search(entry.sign, entry.unlike) is None
    assert entry.literal in entry.example
    assert bool(entry.literal) == (not entry.names)


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("python3.11", "python"),
        ("libpython3.11.so.1.0", "python"),
        ("python311.dll", "python"),
        ("node", "node"),
        ("nodejs", "node"),
        ("libnode.so.108", "node"),
        ("redis-server", "redis"),
        ("nginx-debug", "nginx"),
        ("postgres", "postgresql"),
        ("php-fpm8.2", "php"),
        ("php8.2", "php"),
        ("libruby-3.1.so.3.1", "ruby"),
        ("perl5.36.0", "perl"),
        ("libMagickCore-6.Q16.so.6", "imagemagick"),
        ("libsqlite3.so.0.8.6", "sqlite"),
        ("mariadbd", "mariadb"),
        ("libc.so.6", "glibc"),
        ("ld-musl-x86_64.so.1", "musl"),
        ("libjvm.so", "openjdk"),
        ("libQt5Core.so.5.15.8", "qt"),
    ],
)
def test_the_names_of_files(name: str, product: str) -> None:
    fitting = {e.product for e in SIGNS if re.match(f"(?:{e.names})\\Z", name.lower())}
    assert product in fitting


@pytest.mark.parametrize(
    "name", ["pythonista", "nodemon", "redis", "phpunit", "bash.bak", "libcups.so.2"]
)
def test_other_names_are_left_alone(name: str) -> None:
    assert not [e for e in SIGNS if re.match(f"(?:{e.names})\\Z", name)]


def test_a_program_by_its_name_and_a_text() -> None:
    (made,) = found("python3.11", b"3.9.1\0x\x003.11.2")
    assert made.purl == "pkg:generic/python@3.11.2"
    facts = dict(made.properties)
    assert (facts["evidence"], facts["confidence"]) == ("binary-pattern", "medium")
    content = elf({".rodata": b"begin\x003.9.1\0x\x003.11.2\0"})
    assert content[int(facts["offset"], 16) :].startswith(b"3.11.2")
    assert found("haproxy", b" version 2.6.12, released 2026", ".data")[0].version == "2.6.12"


def test_a_library_within_something_else() -> None:
    held = b"\0OpenSSL 3.0.22 25 Aug 2026\0 inflate 1.2.13 Copyright 1995-2022 Mark Adler "
    assert [(c.purl, c.roles) for c in found("balie", held)] == [
        ("pkg:generic/openssl@3.0.22", (Role.BUNDLED,)),
        ("pkg:generic/zlib@1.2.13", (Role.BUNDLED,)),
    ]
    assert next((c.name, c.roles) for c in found("libcrypto.so.3", held)) == ("openssl", ())
    assert [(c.name, c.roles) for c in found("[", b"BusyBox v1.36.1 (2024)")] == [("busybox", ())]
