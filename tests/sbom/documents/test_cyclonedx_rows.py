"""Rows are what the streaming reader says of each component, counted."""

import io
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Component
from sbom.documents import cyclonedx_rows
from sbom.documents.cyclonedx_rows import stream_rows
from sbom.documents.cyclonedx_stream import stream
from sbom.issue import Issue

_TEXT = st.sampled_from(("a", "b", "kern", "", " ", "a\0b", "\\", "org.v", "@v", "1.0", "unknown"))
_PURLS = st.sampled_from(
    (
        "",
        "pkg:npm/a@1.0",
        "pkg:npm/%40v/a@1.0",
        "pkg:maven/org.v/kern@1.0",
        "pkg:npm/a",
        "x",
        "pkg:a/b@2",
    )
)
_LICENSES = st.sampled_from(
    (
        [],
        [{"license": {"id": "MIT"}}],
        [{"expression": "ISC OR MIT"}],
        [{"license": {"name": "a\0"}}],
    )
)
_PROPERTIES = st.sampled_from(
    (
        [],
        [{"name": "syft:x", "value": "1"}],
        [{"name": "sluis:scope", "value": "dev"}],
        [{"name": "cdx:npm:package:development", "value": "true"}],
    )
)
_ENTRY = st.fixed_dictionaries(
    {"name": _TEXT},
    optional={
        "version": _TEXT,
        "group": st.sampled_from((None, "org.v", "@v", 3)),
        "purl": _PURLS,
        "scope": st.sampled_from(("required", "optional", "anders", None)),
        "licenses": _LICENSES,
        "properties": _PROPERTIES,
        "components": st.just([{"name": "in", "version": "1"}]),
        "bom-ref": st.sampled_from(("r1", "r2")),
    },
)


def document(entries: list[Any]) -> bytes:
    whole = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": entries}
    return json.dumps(whole).encode()


def shown(component: Component) -> tuple[object, ...]:
    raws = tuple(c.raw for c in component.licenses if c.kind in {"declared", "concluded"})
    plain = component.purl, component.name, component.version, component.version_kind
    return (*plain, component.scope, component.roles, raws, component.direct)


@given(st.lists(_ENTRY, max_size=12), st.sampled_from((1, 3, 1000)))
def test_rows_are_the_components(entries: list[Any], keys: int) -> None:
    content = document(entries * 2)
    items = list(stream(io.BytesIO(content).read))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cyclonedx_rows, "MAX_KEYS", keys)
        batches = list(stream_rows(io.BytesIO(content).read))
    found: Counter[tuple[object, ...]] = Counter()
    for batch in batches:
        for row, count in zip(batch.rows, batch.counts, strict=True):
            found[row[0], *row[2:]] += count
    assert found == Counter(shown(c) for c in items if isinstance(c, Component))
    mine = {i.message for b in batches for i in b.others if isinstance(i, Issue)}
    assert mine == {i.message for i in items if isinstance(i, Issue)}


def test_equal_entries_are_one_row_whatever_their_ref() -> None:
    entries = [
        {"name": "a", "version": "1", "purl": "pkg:npm/a@1", "bom-ref": f"r{i}"} for i in range(500)
    ]
    (batch, *rest) = stream_rows(io.BytesIO(document(entries)).read)
    assert [(r.purl, n) for r, n in zip(batch.rows, batch.counts, strict=True)] == [
        ("pkg:npm/a@1", 500)
    ]
    assert not any(b.rows for b in rest)


def test_edges_are_counted() -> None:
    whole = json.loads(document([{"name": "a", "bom-ref": "a"}]))
    whole["dependencies"] = [{"ref": "a", "dependsOn": ["b", "c"]}, {"ref": "b"}]
    batches = stream_rows(io.BytesIO(json.dumps(whole).encode()).read)
    assert sum(b.edges for b in batches) == 2
