"""Advisories and components for the tests, written by us."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from sbom.advisories.feed import Feed
from sbom.advisories.index import MemoryAdvisories
from sbom.advisories.reading import read
from sbom.component import Component


@pytest.fixture
def record() -> Callable[..., dict[str, Any]]:
    """An OSV record."""

    def make(
        name: str = "voorbeeld",
        *,
        ecosystem: str = "PyPI",
        events: list[dict[str, str]] | None = None,
        versions: list[str] | None = None,
        kind: str = "ECOSYSTEM",
        **more: Any,
    ) -> dict[str, Any]:
        affected: dict[str, Any] = {"package": {"ecosystem": ecosystem, "name": name}}
        if events is not None:
            affected["ranges"] = [{"type": kind, "events": events}]
        if versions is not None:
            affected["versions"] = versions
        made = {"id": "VB-1", "modified": "2026-01-02T00:00:00Z", "affected": [affected]}
        return made | more

    return make


@pytest.fixture
def known() -> Callable[..., MemoryAdvisories]:
    """Records read as files, indexed."""

    def make(*records: Any) -> MemoryAdvisories:
        feed = Feed(name="proef")
        for number, value in enumerate(records):
            read(f"{number}.json", msgspec.json.encode(value), feed)
        return MemoryAdvisories([feed])

    return make


@pytest.fixture
def component() -> Callable[..., Component]:
    """A component by its package URL."""

    def make(purl: str, version: str | None = None, **more: Any) -> Component:
        head, _, stated = purl.partition("?")[0].rpartition("@")
        version = stated if version is None and head else version or ""
        return Component(purl=purl, name=(head or purl).rpartition("/")[2], version=version, **more)

    return make
