"""The streaming reader: the same facts as the whole reader, in little memory."""

import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Component, Dependency, Role, Scope, VersionKind
from sbom.documents import cyclonedx_read
from sbom.documents.chunked import Batches, Chunks
from sbom.documents.cyclonedx_rows import Row, stream_rows
from sbom.documents.cyclonedx_stream import stream
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Descriptor, Inventory
from sbom.issue import Issue, IssueKind


def reader(content: bytes, most: int = 1 << 30) -> Any:
    source = io.BytesIO(content)
    return lambda size: source.read(min(size, most))


def document(*components: Any, **members: Any) -> bytes:
    whole = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components, **members}
    return json.dumps(whole).encode()


def comparable(component: Component) -> Component:
    """Without what only the whole reader can settle."""
    return msgspec.structs.replace(
        component, line=None, direct=None, ref=component.ref.partition("#")[0]
    )


def gather(content: bytes, most: int = 1 << 30) -> Inventory:
    found: dict[type, list[Any]] = {Component: [], Dependency: [], Descriptor: [], Issue: []}
    for item in stream(reader(content, most)):
        found[type(item)].append(item)
    return Inventory(
        components=tuple(found[Component]),
        dependencies=tuple(found[Dependency]),
        descriptors=tuple(found[Descriptor]),
        issues=tuple(found[Issue]),
    )


def rows_of(content: bytes) -> list[Row]:
    return [
        row
        for batch in stream_rows(reader(content))
        for row, count in zip(batch.rows, batch.counts, strict=True)
        for _ in range(count)
    ]


@pytest.mark.fixtures
def test_every_real_document_streams_as_it_reads(fixtures_dir: Path) -> None:
    folder = fixtures_dir / "C_sbom_vex"
    seen = 0
    for case in json.loads((folder / "index.json").read_bytes())["items"]:
        if case.get("kind") != "CycloneDX" or case.get("serialisation") != "json":
            continue
        content = (folder / case["file"]).read_bytes()
        try:
            whole = cyclonedx_read.read(content)
        except ParseError:
            with pytest.raises(ParseError):
                gather(content)
            continue
        streamed = gather(content)
        order = {c.ref: None for c in whole.components}
        assert sorted(map(repr, map(comparable, whole.components))) == sorted(
            map(repr, map(comparable, streamed.components))
        ), case["file"]
        assert [d.kind for d in streamed.descriptors] == ["cyclonedx-document"]
        rows = rows_of(content)
        assert sorted(c.purl for c in whole.components) == sorted(r.purl for r in rows)
        assert sorted((c.name, c.version, c.scope) for c in whole.components) == sorted(
            (r.name, r.version, r.scope) for r in rows
        ), case["file"]
        assert len(order) <= len(rows)
        seen += 1
    assert seen > 400


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("most", [1, 7, 1000, 1 << 20])
def test_chunk_borders_do_not_matter(indent: int | None, most: int) -> None:
    members = {
        "metadata": {"component": {"name": "zaaksysteem", "version": "1", "bom-ref": "root"}},
        "components": [
            {
                "name": f"a{i}",
                "version": "1",
                "purl": f"pkg:npm/a{i}@1",
                "bom-ref": f"r{i}",
                "x": '},{"name":',
            }
            for i in range(40)
        ],
        "vulnerabilities": [{"id": i} for i in range(5)],
        "dependencies": [{"ref": "root", "dependsOn": ["r1", "r0"]}, {"ref": "r2"}],
        "services": [{"name": "dienst"}],
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
    }
    content = b"\xef\xbb\xbf" + json.dumps(members, indent=indent).encode()
    inventory = gather(content, most)
    assert [c.name for c in inventory.components] == ["zaaksysteem", *(f"a{i}" for i in range(40))]
    assert inventory.components[0].roles == (Role.ROOT,)
    assert inventory.dependencies == (Dependency(ref="root", targets=("r0", "r1")),)
    assert dict(inventory.descriptors[0].properties)["services"] == "dienst"
    assert inventory.issues == ()


def test_rows_have_what_a_store_needs() -> None:
    rows = rows_of(
        document(
            {
                "name": "kern",
                "group": "@v",
                "version": "1",
                "purl": "pkg:npm/%40v/kern@1",
                "bom-ref": "k",
                "licenses": [{"license": {"id": "MIT"}}, {"expression": "ISC"}],
            },
            {
                "name": "lib",
                "group": "org.v",
                "version": "1",
                "purl": "pkg:maven/org.v/lib@1",
                "scope": "optional",
            },
            {"name": "bash", "version": "5-1", "purl": "pkg:rpm/rhel/bash@5-1?arch=x86_64"},
            {"name": "los"},
            {
                "name": "d",
                "version": "1",
                "purl": "pkg:npm/d@1",
                "properties": [
                    {"name": "sluis:direct", "value": "true"},
                    {"name": "sluis:role", "value": "git"},
                ],
            },
            {
                "name": "e",
                "version": "1",
                "purl": "pkg:npm/e@1",
                "properties": [{"name": "syft:x", "value": "y"}],
            },
        )
    )
    assert rows == [
        Row(
            "pkg:npm/%40v/kern@1",
            "pkg:npm/%40v/kern",
            "@v/kern",
            "1",
            VersionKind.EXACT,
            Scope.RUNTIME,
            (),
            ("MIT", "ISC"),
            None,
        ),
        Row(
            "pkg:maven/org.v/lib@1",
            "pkg:maven/org.v/lib",
            "org.v:lib",
            "1",
            VersionKind.EXACT,
            Scope.OPTIONAL,
            (),
            (),
            None,
        ),
        Row(
            "pkg:rpm/redhat/bash@5-1?arch=x86_64",
            "pkg:rpm/redhat/bash",
            "bash",
            "5-1",
            VersionKind.EXACT,
            Scope.RUNTIME,
            (),
            (),
            None,
        ),
        Row(
            "pkg:generic/los",
            "pkg:generic/los",
            "los",
            "",
            VersionKind.ABSENT,
            Scope.RUNTIME,
            (),
            (),
            None,
        ),
        Row(
            "pkg:npm/d@1",
            "pkg:npm/d",
            "d",
            "1",
            VersionKind.EXACT,
            Scope.RUNTIME,
            (Role.GIT,),
            (),
            True,
        ),
        Row("pkg:npm/e@1", "pkg:npm/e", "e", "1", VersionKind.EXACT, Scope.RUNTIME, (), (), None),
    ]


def test_wrong_entries_are_lost_alone() -> None:
    inventory = gather(
        document({"name": "a", "version": 1}, 5, {"version": "1"}, {"name": "b", "licenses": "MIT"})
    )
    assert [(c.name, c.version) for c in inventory.components] == [("a", "1"), ("b", "")]
    assert [i.kind for i in inventory.issues] == [IssueKind.ENTRY, IssueKind.ENTRY]
    assert [
        r.name for r in rows_of(document({"name": "a", "version": 1}, 5, {"name": "b", "scope": 3}))
    ] == ["a", "b"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b'{"components":[{"name":"a"}',
        b'{"components":[{"name":"a"} {"name":"b"}]}',
        b'{"components":[{"name":}]}',
        b'{"components"[]}',
        b"{1:2}",
        b'{"a":tru',
        b'{"a":1 "b":2}',
    ],
)
def test_broken_documents_are_errors(content: bytes) -> None:
    with pytest.raises(ParseError):
        list(stream(reader(content)))
    with pytest.raises(ParseError):
        list(stream_rows(reader(content, 3)))


def test_what_came_before_the_break_stands() -> None:
    content = document(*({"name": f"a{i}", "version": "1"} for i in range(100)))[:-200]
    items = stream(reader(content, 512))
    found = [next(items) for _ in range(90)]
    assert all(isinstance(item, Component) for item in found)
    with pytest.raises(ParseError, match="ends in the middle"):
        list(items)


def test_other_json_is_not_this_format() -> None:
    with pytest.raises(NotThisFormatError):
        list(stream(reader(b'{"a":[1,2,{"b":3}],"c":true}')))


def test_nested_components_are_flattened() -> None:
    content = document(
        {"name": "a", "bom-ref": "a", "components": [{"name": "b", "components": [{"name": "c"}]}]}
    )
    assert [c.name for c in gather(content).components] == ["a", "b", "c"]
    assert [(r.name, r.roles) for r in rows_of(content)] == [
        ("a", ()),
        ("b", (Role.BUNDLED,)),
        ("c", (Role.BUNDLED,)),
    ]


def test_memory_stays_small() -> None:
    one = b'{"type":"library","name":"pakket","version":"1.0.0","purl":"pkg:npm/pakket@1.0.0"}'
    parts = iter(
        [
            b'{"bomFormat":"CycloneDX","specVersion":"1.6","components":[',
            *([one + b","] * 100_000),
            one,
            b"]}",
        ]
    )

    def read(size: int) -> bytes:
        return b"".join(p for _, p in zip(range(max(1, size // 100)), parts, strict=False))

    tracemalloc.start()
    count = sum(sum(b.counts) for b in stream_rows(read))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 100_001
    assert peak < 40_000_000


_ELEMENTS = st.lists(
    st.dictionaries(
        st.sampled_from(("name", "x", "y")),
        st.text('a},{"\\:[]name', max_size=12)
        | st.lists(st.dictionaries(st.just("name"), st.just("}"), max_size=2), max_size=3),
        max_size=3,
    ),
    max_size=30,
)


@given(_ELEMENTS, st.integers(1, 80), st.sampled_from((None, 0, 3)))
def test_batches_hold_every_element_once(
    elements: list[Any], chunk: int, indent: int | None
) -> None:
    content = json.dumps(elements, indent=indent).encode()
    chunks = Chunks(reader(content), chunk)
    batches = Batches(msgspec.json.Decoder(list[dict[str, Any]]), msgspec.json.decode)
    assert elements == [e for batch in batches.read(chunks) for e in batch]


@given(st.binary(max_size=120))
def test_any_bytes_end_in_facts_or_an_error(content: bytes) -> None:
    for body in (content, b'{"bomFormat":"CycloneDX","components":[' + content + b"]}"):
        for read in (stream, stream_rows):
            try:
                list(read(reader(body, 9)))
            except ParseError:
                continue


def test_too_many_issues_are_summed_up() -> None:
    inventory = gather(document(*({"version": "1"} for _ in range(1200))))
    kinds = [i.kind for i in inventory.issues]
    assert kinds.count(IssueKind.ENTRY) == 1000
    assert kinds[-1] is IssueKind.LIMIT


def test_odd_members_while_streaming() -> None:
    content = document(
        {"name": "a", "purl": "pkg:npm/@v%2Fa@1", "version": "1"},
        {"name": "b", "version": "1", "properties": {"sluis:role": "git"}},
        {
            "name": "c",
            "version": "1",
            "properties": [{"name": "cdx:npm:package:development", "value": 3}],
        },
        metadata=[],
        specVersion="9",
        dependencies=[{"ref": 3, "dependsOn": "a"}, 5, {"ref": "a", "dependsOn": ["b", 4]}],
    )
    inventory = gather(content)
    assert [c.name for c in inventory.components] == ["@v/a", "b", "c"]
    assert [i.kind for i in inventory.issues] == [IssueKind.NOTE] * 3
    assert inventory.dependencies[-1].targets == ("4", "b")
    assert [r.name for r in rows_of(content)] == ["@v/a", "b", "c"]
    assert rows_of(content)[1].roles == (Role.GIT,)
