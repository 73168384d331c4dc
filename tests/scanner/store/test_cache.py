"""The parse cache: what went in comes out, and what is of no use goes."""

import pytest

from sbom.component import Component
from sbom.inventory import Fragment, Inventory
from scanner.store.cache import CacheKey, ParseCache

KEY = CacheKey("b1", "npm/package-lock", 1, "package-lock.json")


@pytest.mark.parametrize("size", [0, 1, 500])
def test_there_and_back(scans, make, size) -> None:
    cache = ParseCache(scans.store)
    inventory = Inventory(
        components=tuple(make.component(f"p{i}", "1.0.0", "MIT", line=i + 1) for i in range(size)),
        fragments=(Fragment(kind="maven/pom", data={"a": [1, None, "x"]}),),
        format_version="3",
    )
    cache.put_many({KEY: inventory})
    assert cache.get_many([KEY, KEY._replace(version=2), KEY._replace(path="x")]) == {
        KEY: inventory
    }


def test_without_a_blob_nothing_is_kept(scans) -> None:
    cache = ParseCache(scans.store)
    cache.put_many({KEY._replace(blob=""): Inventory()})
    assert cache.get_many([KEY._replace(blob="")]) == {}


def test_what_cannot_be_encoded_or_read_counts_as_unknown(scans) -> None:
    cache = ParseCache(scans.store)
    cache.put_many({KEY: Inventory(components=(Component(purl="", name="\ud800"),))})
    assert cache.get_many([KEY]) == {}
    for content in (b"", b"\x78\x01garbage", b"\xc1", b"\x93\x01"):
        with scans.store.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO parse_cache VALUES (?, ?, ?, ?, ?, 0)", (*KEY, content)
            )
        assert cache.get_many([KEY]) == {}


def test_a_path_that_is_no_unicode_is_a_key_too(scans) -> None:
    key = KEY._replace(path="map/\udce9.json")
    ParseCache(scans.store).put_many({key: Inventory(format_version="2")})
    assert ParseCache(scans.store).get_many([key])[key].format_version == "2"


def test_entries_without_a_file_go_after_a_while(scans, make) -> None:
    cache = ParseCache(scans.store)
    held, nothing = KEY, KEY._replace(blob="holds nothing, so no file is listed")
    cache.put_many({held: Inventory(), nothing: Inventory()}, 1)
    scans(make.result(make.file(components=[make.component("a")], blob="b1")))
    scans(make.result(make.file(components=[make.component("b")], blob="b2")))
    assert set(cache.get_many([held, nothing])) == {held, nothing}
    for n in range(25):
        scans(make.result(make.file(components=[make.component(f"c{n}")], blob=f"c{n}")))
    assert cache.get_many([held, nothing]) == {}


def test_entries_of_a_file_that_stays_are_kept(scans, make) -> None:
    cache = ParseCache(scans.store)
    cache.put_many({KEY: Inventory()}, 1)
    stays = make.file(components=[make.component("a")], blob="b1")
    for n in range(25):
        other = make.file("other.json", [make.component(f"c{n}")], blob=f"c{n}")
        scans(make.result(stays, other))
    assert set(cache.get_many([KEY])) == {KEY}
