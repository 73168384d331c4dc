"""Java archives."""

import contextlib
import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.parsers.maven.jar import parse
from sbom.source import SourceFile


def jar(files: Mapping[str, bytes | str]) -> bytes:
    """An archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def pom(group: str, artifact: str, version: str) -> dict[str, str]:
    """The member that states coordinates."""
    text = f"#made\r\ngroupId={group}\r\nartifactId={artifact}\r\nversion={version}\r\n"
    return {f"META-INF/maven/{group}/{artifact}/pom.properties": text}


def _read(name: str, content: bytes) -> Inventory:
    return parse(SourceFile(path=f"lib/{name}", content=content))


def _told(made: Inventory) -> list[tuple[str, str, bool]]:
    return [
        (c.purl.removeprefix("pkg:maven/"), dict(c.properties)["evidence"], bool(c.roles))
        for c in made.components
    ]


def test_a_shaded_jar_lists_itself_and_what_is_in_it() -> None:
    made = _read(
        "app-1.2.jar", jar({**pom("org.x", "hulp", "3"), **pom("nl.voorbeeld", "app", "1.2")})
    )
    assert _told(made) == [
        ("nl.voorbeeld/app@1.2", "pom-properties", False),
        ("org.x/hulp@3", "pom-properties", True),
    ]


def test_manifest_then_file_name() -> None:
    manifest = (
        "Manifest-Version: 1.0\r\nImplementation-Version: 2.5\r\n"
        "Implementation-Vendor-Id: nl.voor\r\n beeld\r\nBundle-License: MIT;x=y\r\n"
    )
    made = _read("zaak.jar", jar({"META-INF/MANIFEST.MF": manifest}))
    assert _told(made) == [("nl.voorbeeld/zaak@2.5", "manifest", False)]
    assert [c.raw for c in made.components[0].licenses] == ["MIT"]
    assert _told(_read("log4j-core-2.17.1.jar", jar({"a.class": b""}))) == [
        ("log4j-core@2.17.1", "file-name", False)
    ]
    assert _read("niets.jar", jar({"a.class": b""})).components == ()


def test_archives_inside_are_read() -> None:
    inner = jar(pom("org.x", "hulp", "3"))
    made = _read(
        "web-1.0.war",
        jar({"WEB-INF/lib/hulp-3.jar": inner, "WEB-INF/lib/stuk.jar": b"PK geen archief"}),
    )
    assert [c.purl for c in made.components] == ["pkg:maven/web@1.0", "pkg:maven/org.x/hulp@3"]
    assert dict(made.components[1].properties)["archive"] == "WEB-INF/lib/hulp-3.jar"
    assert [(i.kind.value, i.subject) for i in made.issues] == [("entry", "WEB-INF/lib/stuk.jar")]


def test_a_bomb_and_deep_nesting_hit_the_cap() -> None:
    made = _read("a-1.jar", jar({"b.jar": b"\0" * 20_000_000}))
    assert [i.kind.value for i in made.issues] == ["limit"]
    content = jar({"x": b""})
    for _ in range(6):
        content = jar({"in.jar": content})
    assert [i.kind.value for i in _read("a-1.jar", content).issues] == ["limit"]


def test_no_archive_is_refused() -> None:
    with pytest.raises(ParseError):
        _read("a.jar", b"tekst")


@given(st.data())
def test_a_broken_archive_gives_an_inventory_or_a_parse_error(data: st.DataObject) -> None:
    whole = bytearray(jar({**pom("a.b", "c", "1"), "d.jar": jar(pom("e.f", "g", "2"))}))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ParseError):
        _read("c-1.jar", bytes(whole))
