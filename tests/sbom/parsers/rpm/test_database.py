"""The database of rpm in its three containers, made here from the description of each."""

import contextlib
import sqlite3
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.parsers.rpm.database import parse
from sbom.source import SourceFile

TAGS = {
    "name": (1000, 6),
    "version": (1001, 6),
    "release": (1002, 6),
    "epoch": (1003, 4),
    "vendor": (1011, 6),
    "license": (1014, 6),
    "arch": (1022, 6),
    "sourcerpm": (1044, 6),
    "provides": (1047, 8),
    "requires": (1049, 8),
}


def header(**facts: str | int | list[str]) -> bytes:
    """A header blob: index, then store."""
    index, store = b"", b""
    for name, value in facts.items():
        tag, kind = TAGS[name]
        values = value if isinstance(value, list) else [value]
        if kind == 4:
            store += b"\0" * (-len(store) % 4)
        index += struct.pack(">iiii", tag, kind, len(store), len(values))
        for one in values:
            store += struct.pack(">I", one) if isinstance(one, int) else one.encode() + b"\0"
    return struct.pack(">II", len(facts), len(store)) + index + store


BASH = header(
    name="bash",
    version="5.1",
    release="6.el9",
    epoch=1,
    arch="x86_64",
    vendor="Red Hat, Inc.",
    license="GPLv3+",
    sourcerpm="bash-5.1-6.el9.src.rpm",
    requires=["glibc", "/bin/sh", "rpmlib(x)"],
)
GLIBC = header(
    name="glibc",
    version="2.34",
    release="60.el9",
    arch="x86_64",
    provides=["glibc", "libc.so.6"],
    requires=["x" * 9000],
)
KEY = header(name="gpg-pubkey", version="fd431d51", release="4ae0493b", license="pubkey")


def sqlite_bytes(folder: Path, blobs: list[bytes]) -> bytes:
    place = folder / "rpmdb.sqlite"
    connection = sqlite3.connect(place)
    connection.execute("PRAGMA page_size=1024")
    connection.execute("CREATE TABLE Other (a, b)")
    connection.execute("CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB NOT NULL)")
    connection.executemany("INSERT INTO Packages (blob) VALUES (?)", [(b,) for b in blobs])
    connection.commit()
    connection.close()
    return place.read_bytes()


def ndb_bytes(blobs: list[bytes]) -> bytes:
    slots, body, offset = b"", b"", 4096
    for number, blob in enumerate(blobs, 1):
        data = struct.pack("<4sIII", b"BlbS", number, 0, len(blob)) + blob
        data += b"\0" * (-len(data) % 16)
        slots += struct.pack("<4sIII", b"Slot", number, (offset + len(body)) // 16, len(data) // 16)
        body += data
    head = struct.pack("<4sIIIIIII", b"RpmP", 0, 1, 1, 0, 0, 0, 0)
    return (head + slots).ljust(4096, b"\0") + body


def bdb_bytes(blobs: list[bytes], order: str = "<") -> bytes:
    size = 512

    def page(number: int, following: int, count: int, used: int, kind: int, body: bytes) -> bytes:
        head = struct.pack(order + "QIII HH BB", 0, number, 0, following, count, used, 0, kind)
        return (head + body).ljust(size, b"\0")

    meta = struct.pack(order + "QIIII BB", 0, 0, 0x061561, 9, size, 0, 8).ljust(size, b"\0")
    items, overflow, number = [(b"\x01" + b"\0" * 4, b"\x01" + b"\0" * 4)], [], 2
    for index, blob in enumerate(blobs, 1):
        first, chunks = number, [blob[i : i + size - 26] for i in range(0, len(blob), size - 26)]
        for position, chunk in enumerate(chunks):
            last = position == len(chunks) - 1
            following = 0 if last else number + 1
            overflow.append(page(number, following, 1, len(chunk), 7, chunk))
            number += 1
        items.append(
            (
                b"\x01" + struct.pack(order + "I", index),
                b"\x03\0\0\0" + struct.pack(order + "II", first, len(blob)),
            )
        )
    flat = [part for pair in items for part in pair]
    at, offsets, body = size, [], bytearray(size - 26)
    for part in flat:
        at -= len(part)
        offsets.append(at)
        body[at - 26 : at - 26 + len(part)] = part
    body[: 2 * len(offsets)] = struct.pack(f"{order}{len(offsets)}H", *offsets)
    return meta + page(1, 0, len(offsets), at, 13, bytes(body)) + b"".join(overflow)


def _read(content: bytes) -> Inventory:
    return parse(SourceFile(path="var/lib/rpm/Packages", content=content))


def test_all_three_containers_hold_the_same(tmp_path: Path) -> None:
    blobs = [BASH, GLIBC, KEY]
    made = [
        _read(sqlite_bytes(tmp_path, blobs)),
        _read(ndb_bytes(blobs)),
        _read(bdb_bytes(blobs)),
        _read(bdb_bytes(blobs, ">")),
    ]
    assert [m.format_version for m in made] == ["sqlite", "ndb", "bdb", "bdb"]
    assert all(m.components == made[0].components and not m.issues for m in made)
    bash, glibc, key = made[0].components
    assert bash.purl == "pkg:rpm/redhat/bash@5.1-6.el9?arch=x86_64&epoch=1"
    assert bash.version == "1:5.1-6.el9"
    assert dict(bash.properties)["source"] == "bash"
    assert [c.raw for c in bash.licenses] == ["GPLv3+"]
    assert key.kind.value == "data"
    assert [(d.ref, d.targets) for d in made[0].dependencies] == [(bash.ref, (glibc.ref,))]


def test_many_rows_on_several_levels_of_pages(tmp_path: Path) -> None:
    blobs = [header(name=f"p{n}", version="1", release=str(n)) for n in range(2000)]
    made = _read(sqlite_bytes(tmp_path, blobs))
    assert [c.name for c in made.components] == [f"p{n}" for n in range(2000)]


def test_a_damaged_header_loses_only_itself(tmp_path: Path) -> None:
    made = _read(sqlite_bytes(tmp_path, [BASH, b"\0\0\xff\xff\0\0\0\1" + b"x" * 40, GLIBC]))
    assert [c.name for c in made.components] == ["bash", "glibc"]
    assert [i.kind.value for i in made.issues] == ["entry"]


@pytest.mark.parametrize("content", [b"", b"tekst", b"SQLite format 3\0", b"RpmP\1\0\0\0"])
def test_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(ParseError):
        _read(content)


@given(st.data())
def test_a_broken_database_gives_an_inventory_or_a_parse_error(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([ndb_bytes([BASH, GLIBC]), bdb_bytes([GLIBC])])))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ParseError):
        _read(bytes(whole[: data.draw(st.integers(0, len(whole)))]))


def test_a_broken_sqlite_file_gives_an_inventory_or_a_parse_error(tmp_path: Path) -> None:
    whole = sqlite_bytes(tmp_path, [BASH, GLIBC] * 20)
    for position in range(0, len(whole), 997):
        for byte in (0, 255):
            broken = whole[:position] + bytes([byte]) + whole[position + 1 :]
            try:
                _read(broken)
            except ParseError:
                continue
