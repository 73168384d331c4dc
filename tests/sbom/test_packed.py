"""Packed deliveries: what is in them, and that bombs stay small."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom import packed
from sbom.errors import ParseError
from sbom.packed import Member, kind_of, unpacked

BOM = b'{"bomFormat": "CycloneDX"}'


def zipped(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return held.getvalue()


def tarred(name: str, content: bytes) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
        link = tarfile.TarInfo("koppeling")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return held.getvalue()


PACKERS = [(gzip.compress, "gz"), (bz2.compress, "bz2"), (lzma.compress, "xz")]


@pytest.mark.parametrize(("pack", "ending"), PACKERS)
def test_one_file(pack: Callable[[bytes], bytes], ending: str) -> None:
    assert unpacked(pack(BOM), f"bom.json.{ending}") == [Member("bom.json", BOM)]
    assert unpacked(pack(BOM) + pack(b"rest"), f"a.{ending}") == [Member("a", BOM + b"rest")]
    with pytest.raises(ParseError, match="cut off"):
        unpacked(pack(BOM)[:-9], "a")


def test_what_is_not_packed_stays_as_it_is() -> None:
    assert unpacked(BOM, "bom.json") == [Member("bom.json", BOM)]
    assert unpacked(b"", "leeg") == [Member("leeg", b"")]
    assert kind_of(zipped(xl__workbook=b"x.xml").replace(b"xl/workbook", b"xl/workbook.xml")) == ""


def test_archives_and_archives_in_them() -> None:
    made = zipped(map__bom=BOM, ander=gzip.compress(b"x"), diep=zipped(laag=BOM))
    assert unpacked(made, "levering.zip") == [
        Member("levering.zip!/map/bom", BOM),
        Member("levering.zip!/ander", b"x"),
        Member("levering.zip!/diep!/laag", BOM),
    ]
    packed_twice = gzip.compress(tarred("map/bom.json", BOM))
    assert unpacked(packed_twice, "l.tgz") == [Member("l.tar!/map/bom.json", BOM)]
    three_deep = zipped(a=zipped(b=zipped(c=BOM)))
    ((name, content),) = unpacked(three_deep, "x")
    assert (name, content[:2]) == ("x!/a!/b", b"PK")


def test_caps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MAX_TOTAL", 1000)
    monkeypatch.setattr(packed, "MAX_MEMBERS", 3)
    monkeypatch.setattr(packed, "MAX_DIRECTORY", 1000)
    many = {f"f{n}": b"x" for n in range(4)}
    for bomb in (
        gzip.compress(b"\0" * 2000),
        gzip.compress(gzip.compress(b"\0" * 2000)),
        lzma.compress(b"\0" * 2000),
        zipped(a=b"\0" * 700, b=b"\0" * 700),
        tarred("a", b"\0" * 1500),
        zipped(**many),
        gzip.compress(b"") * 5,
        zipped(**{"x" * 2000: b""}),
    ):
        with pytest.raises(ParseError):
            unpacked(bomb, "bom")


def test_a_locked_archive_and_unknown_kinds() -> None:
    locked = bytearray(zipped(a=BOM))
    at = locked.index(b"PK\x01\x02")
    locked[6] |= 1
    locked[at + 8] |= 1
    with pytest.raises(ParseError, match="password"):
        unpacked(bytes(locked), "x")
    for content, said in ((b"7z\xbc\xaf\x27\x1c..", "7-Zip"), (b"\x28\xb5\x2f\xfd..", "Zstandard")):
        with pytest.raises(ParseError, match=said):
            unpacked(content, "x")


SAMPLES = [p(BOM) for p, _ in PACKERS] + [zipped(a=BOM, b=b"x"), tarred("a", BOM)]


@given(st.sampled_from(SAMPLES), st.integers(0, 600), st.binary(max_size=8))
def test_any_damage_is_a_list_or_an_error(content: bytes, at: int, put: bytes) -> None:
    damaged = content[:at] + put + content[at + len(put) :]
    try:
        assert all(isinstance(m.content, bytes) for m in unpacked(damaged, "x"))
    except ParseError:
        return
