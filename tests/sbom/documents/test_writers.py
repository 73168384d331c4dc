"""Bills of materials out: valid, readable by others, the same each time, and read back the same."""

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from cyclonedx.model.bom import Bom as TheirBom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.documents import cyclonedx_write, spdx_write
from sbom.documents.bom import Bom, from_inventories
from sbom.documents.reading import read_json
from sbom.inventory import Inventory
from sbom.license import LicenseClaim, LicenseKind
from sbom.purl import build

SCHEMAS = {"1.5": SchemaVersion.V1_5, "1.6": SchemaVersion.V1_6, "1.7": SchemaVersion.V1_7}
EXPRESSIONS = {
    "MIT": "MIT",
    "EUPL-1.2": "EUPL-1.2",
    "MIT OR ISC": "MIT OR ISC",
    "Apache 2": "Apache-2.0",
    "LicenseRef-x": "LicenseRef-x",
}
normalise = EXPRESSIONS.get


def rich() -> Bom:
    root = Component(
        purl="pkg:npm/zaaksysteem@2.0.0",
        name="zaaksysteem",
        version="2.0.0",
        kind=ComponentKind.APPLICATION,
        roles=(Role.ROOT,),
        ref=".",
    )
    kern = Component(
        purl="pkg:npm/%40voorbeeld/kern@1.0.0",
        name="@voorbeeld/kern",
        version="1.0.0",
        ref="kern",
        direct=True,
        supplier='Voorbeeld "B.V."',
        licenses=(
            LicenseClaim(raw="MIT OR ISC"),
            LicenseClaim(raw="Apache 2"),
            LicenseClaim(raw="Eigen licentie", kind=LicenseKind.CONCLUDED),
            LicenseClaim(raw="MIT", kind=LicenseKind.DETECTED),
            LicenseClaim(raw="EUPL-1.2", kind=LicenseKind.INFERRED),
        ),
        hashes=(("SHA-512", "ab" * 64), ("SHA-1", "kort"), ("ONZIN", "ab")),
        download="git@example.org:groep/kern met spatie.git",
        line=12,
        properties=(
            ("alias", "k\n\\n"),
            ("author", "Maker"),
            ("copyright", "(c) één"),
            ("cpe", "cpe:2.3:a:v:kern:1.0.0:*:*:*:*:*:*:*"),
            ("description", "Kern"),
            ("homepage", "https://kern.example.org/<a>"),
            ("publisher", "Uitgever"),
            ("syft:package:type", "npm"),
            ("vcs", "https://example.org/kern.git"),
        ),
    )
    others = (
        Component(
            purl="pkg:npm/los",
            name="los",
            version_kind=VersionKind.RANGE,
            requirement="^1.2",
            scope=Scope.DEV,
            roles=(Role.CONSTRAINT, Role.GIT),
            ref="los",
            licenses=(LicenseClaim(raw="MIT"), LicenseClaim(raw="MIT OR ISC")),
        ),
        Component(
            purl="pkg:generic/naamloos",
            name="naamloos",
            version_kind=VersionKind.ABSENT,
            scope=Scope.UNKNOWN,
            ref="naamloos",
            properties=(("purl-origin", "derived"),),
            licenses=(LicenseClaim(raw="LicenseRef-x"),),
        ),
        Component(
            purl="pkg:maven/org.voorbeeld/lib@1.0",
            name="org.voorbeeld:lib",
            version="1.0",
            scope=Scope.TEST,
            direct=False,
            ref="lib",
            licenses=(LicenseClaim(raw="EUPL-1.2", kind=LicenseKind.CONCLUDED),),
        ),
    )
    edges = (
        Dependency(ref=".", targets=("kern", "los")),
        Dependency(ref="kern", targets=("lib",)),
    )
    return from_inventories(
        [("app/lock.json", Inventory(components=(root, kern, *others), dependencies=edges))],
        timestamp=datetime(2026, 11, 23, 12, tzinfo=UTC),
        tool=("Sluis", "1.0"),
        author="Gemeente Voorbeeld",
        supplier="Leverancier",
        complete=False,
    )


@pytest.mark.filterwarnings("ignore:.*is deprecated from CycloneDX")
@pytest.mark.parametrize("spec", ["1.5", "1.6", "1.7"])
def test_cyclonedx_is_valid_and_loads_elsewhere(spec: str) -> None:
    bom = rich()
    content = cyclonedx_write.render(
        bom,
        spec=spec,
        normalise=normalise,
        verdicts={bom.components[0].ref: ("allowed", "permissive")},
    )
    assert JsonStrictValidator(SCHEMAS[spec]).validate_str(content.decode()) is None
    theirs = TheirBom.from_json(json.loads(content))  # type: ignore[attr-defined]  # run time
    assert len(theirs.components) == len(bom.components)
    assert {str(c.bom_ref) for c in theirs.components} == {c.ref for c in bom.components}
    empty = cyclonedx_write.render(from_inventories([]), spec=spec)
    assert JsonStrictValidator(SCHEMAS[spec]).validate_str(empty.decode()) is None


def test_spdx_is_valid_and_loads_elsewhere(tmp_path: Path) -> None:
    for name, bom in (("rich", rich()), ("empty", from_inventories([]))):
        path = tmp_path / f"{name}.spdx.json"
        path.write_bytes(spdx_write.render(bom, normalise=normalise))
        document = parse_file(str(path))
        assert [m.validation_message for m in validate_full_spdx_document(document)] == []
        assert len(document.packages) == len(bom.components) + 1


def test_cyclonedx_text() -> None:
    bom = rich()
    content = json.loads(
        cyclonedx_write.render(
            bom,
            normalise=normalise,
            verdicts={"pkg:npm/%40voorbeeld/kern@1.0.0": ("allowed", "permissive")},
        )
    )
    assert content["metadata"] == {
        "timestamp": "2026-11-23T12:00:00Z",
        "tools": {"components": [{"type": "application", "name": "Sluis", "version": "1.0"}]},
        "component": {
            "type": "application",
            "bom-ref": "pkg:npm/zaaksysteem@2.0.0",
            "name": "zaaksysteem",
            "version": "2.0.0",
            "scope": "required",
            "purl": "pkg:npm/zaaksysteem@2.0.0",
            "evidence": {"occurrences": [{"location": "app/lock.json"}]},
            "properties": [
                {"name": "sluis:role", "value": "root"},
                {"name": "sluis:scope", "value": "runtime"},
                {"name": "sluis:version-kind", "value": "exact"},
            ],
        },
        "manufacturer": {"name": "Gemeente Voorbeeld"},
        "supplier": {"name": "Leverancier"},
    }
    assert content["compositions"] == [
        {"aggregate": "incomplete", "assemblies": ["pkg:npm/zaaksysteem@2.0.0"]}
    ]
    kern = next(c for c in content["components"] if c["name"] == "kern")
    assert kern["group"] == "@voorbeeld"
    assert kern["licenses"] == [
        {"license": {"name": "MIT OR ISC", "acknowledgement": "declared"}},
        {"license": {"id": "Apache-2.0", "acknowledgement": "declared"}},
        {"license": {"name": "Eigen licentie", "acknowledgement": "concluded"}},
    ]
    assert kern["evidence"] == {
        "licenses": [{"license": {"id": "MIT"}}],
        "occurrences": [{"location": "app/lock.json", "line": 12}],
    }
    assert kern["hashes"] == [{"alg": "SHA-512", "content": "ab" * 64}]
    assert kern["externalReferences"] == [
        {"type": "distribution", "url": "ssh://git@example.org/groep/kern%20met%20spatie.git"},
        {"type": "vcs", "url": "https://example.org/kern.git"},
        {"type": "website", "url": "https://kern.example.org/%3Ca%3E"},
    ]
    assert [(p["name"], p["value"]) for p in kern["properties"]] == [
        ("sluis:alias", "k\n\\n"),
        ("sluis:direct", "true"),
        ("sluis:hash", "ONZIN:ab"),
        ("sluis:hash", "SHA-1:kort"),
        ("sluis:license-class", "permissive"),
        ("sluis:license-inferred", "EUPL-1.2"),
        ("sluis:license-verdict", "allowed"),
        ("sluis:scope", "runtime"),
        ("sluis:version-kind", "exact"),
        ("syft:package:type", "npm"),
    ]
    los = next(c for c in content["components"] if c["name"] == "los")
    assert [p["value"] for p in los["properties"] if p["name"] == "sluis:role"] == [
        "constraint",
        "git",
    ]
    assert los["scope"] == "excluded"
    naamloos = next(c for c in content["components"] if c["name"] == "naamloos")
    assert "purl" not in naamloos
    assert "scope" not in naamloos
    assert naamloos["licenses"] == [{"expression": "LicenseRef-x", "acknowledgement": "declared"}]


def test_early_and_late_versions_differ_where_the_schema_does() -> None:
    early = json.loads(cyclonedx_write.render(rich(), spec="1.5", normalise=normalise))
    assert early["metadata"]["manufacture"] == {"name": "Gemeente Voorbeeld"}
    assert "acknowledgement" not in json.dumps(early)
    late = json.loads(cyclonedx_write.render(rich(), spec="1.7", normalise=normalise))
    los = next(c for c in late["components"] if c["name"] == "los")
    assert {"expression": "MIT OR ISC", "acknowledgement": "declared"} in los["licenses"]
    with pytest.raises(ValueError, match=r"1\.3"):
        cyclonedx_write.render(rich(), spec="1.3")


def test_ids_are_only_those_that_are_known() -> None:
    trusted = cyclonedx_write.render(rich(), normalise=normalise, license_ids={"MIT"})
    assert b'"id":"MIT"' in trusted
    assert b'"id":"EUPL-1.2"' not in trusted
    assert b'"id"' not in cyclonedx_write.render(rich())


def test_same_input_gives_the_same_bytes() -> None:
    for render in (cyclonedx_write.render, spdx_write.render):
        first, second = render(rich(), normalise=normalise), render(rich(), normalise=normalise)
        assert first == second
    later = msgspec.structs.replace(rich(), timestamp=datetime(2027, 1, 1, tzinfo=UTC))
    assert cyclonedx_write.render(rich()) != cyclonedx_write.render(later)


def test_serial_number_is_a_name_based_uuid() -> None:
    import uuid

    content = json.loads(cyclonedx_write.render(rich()))
    assert uuid.UUID(content["serialNumber"]).version == 5
    assert cyclonedx_write.uuid_of(b"voorbeeld") == str(uuid.uuid5(uuid.NAMESPACE_URL, "voorbeeld"))


def test_spdx_text() -> None:
    content = json.loads(spdx_write.render(rich(), normalise=normalise))
    by_name = {p["name"]: p for p in content["packages"]}
    kern = by_name["@voorbeeld/kern"]
    assert kern["licenseDeclared"] == "Apache-2.0 AND (MIT OR ISC)"
    assert kern["licenseConcluded"] == "LicenseRef-Eigen-licentie"
    assert kern["supplier"] == 'Organization: Voorbeeld "B.V."'
    assert "sluis:license-detected=MIT" in kern["comment"]
    assert content["hasExtractedLicensingInfos"] == [
        {
            "licenseId": "LicenseRef-Eigen-licentie",
            "name": "Eigen licentie",
            "extractedText": "Eigen licentie",
        },
        {"licenseId": "LicenseRef-x", "name": "LicenseRef-x", "extractedText": "LicenseRef-x"},
    ]
    kinds = {r["relationshipType"] for r in content["relationships"]}
    assert kinds == {"DESCRIBES", "DEPENDS_ON", "DEV_DEPENDENCY_OF"}
    assert content["creationInfo"]["creators"] == [
        "Tool: Sluis-1.0",
        "Organization: Gemeente Voorbeeld",
    ]


def carried(component: Component) -> Component:
    """What both formats carry: without place in the file, and without the places of evidence."""
    properties = tuple(p for p in component.properties if p[0] not in {"location", "purl-raw"})
    licenses = tuple(sorted((c.raw, c.kind) for c in component.licenses))
    return msgspec.structs.replace(
        component,
        ref="",
        line=None,
        module="",
        purl_raw="",
        properties=tuple(sorted(set(properties))),
        licenses=tuple(LicenseClaim(raw=raw, kind=kind) for raw, kind in licenses),
    )


TEXT = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
    .map(str.strip)
    .filter(bool)
)
SLUG = st.from_regex(r"[a-z][a-z0-9-]{0,8}[a-z0-9]", fullmatch=True)


@st.composite
def components(draw: st.DrawFn) -> Component:
    kind = draw(st.sampled_from(("npm", "maven", "pypi", "golang", "generic", "deb", "nuget")))
    namespace, name = draw(SLUG), draw(SLUG)
    namespace = {"npm": f"@{namespace}", "pypi": "", "nuget": ""}.get(kind, namespace)
    firm = draw(st.sampled_from(VersionKind))
    version = draw(st.from_regex(r"[1-9]\.[0-9]{1,2}", fullmatch=True))
    exact = firm is VersionKind.EXACT
    joint = ":" if kind == "maven" else "/"
    full = name if kind in {"deb", "pypi", "nuget"} else f"{namespace}{joint}{name}"
    return Component(
        purl=build(kind, name, version if exact else "", namespace=namespace),
        name=draw(st.just(full) | TEXT),
        version=version if exact or firm is VersionKind.UNRESOLVED else "",
        version_kind=firm,
        requirement=draw(st.just("") | TEXT),
        kind=draw(st.sampled_from((ComponentKind.LIBRARY, ComponentKind.CONTAINER))),
        scope=draw(st.sampled_from(Scope)),
        roles=tuple(
            sorted(
                draw(
                    st.sets(
                        st.sampled_from(
                            [r for r in Role if r is not Role.ROOT and r is not Role.DECLARED]
                        )
                    )
                )
            )
        ),
        direct=draw(st.sampled_from((True, False, None))),
        licenses=tuple(
            LicenseClaim(raw=raw, kind=kind_)
            for raw, kind_ in sorted(
                draw(
                    st.sets(
                        st.tuples(
                            st.sampled_from(("MIT", "EUPL-1.2", "MIT OR ISC"))
                            | TEXT.filter(lambda t: t.upper() not in {"NONE", "NOASSERTION"}),
                            st.sampled_from(LicenseKind),
                        ),
                        max_size=3,
                    )
                )
            )
        ),
        supplier=draw(st.just("") | TEXT),
        hashes=draw(st.sampled_from(((), (("SHA-256", "ab" * 32),)))),
        download=draw(st.sampled_from(("", "https://example.org/a.tgz"))),
        properties=draw(
            st.sampled_from(
                (
                    (),
                    (("alias", "a\nb"), ("description", "d"), ("homepage", "https://example.org/")),
                )
            )
        ),
    )


@given(
    st.lists(
        components(), max_size=4, unique_by=lambda c: (c.purl, c.name, c.version, c.requirement)
    )
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_is_written_as_cyclonedx_is_read_back(found: list[Component]) -> None:
    found = list(
        {c.purl if c.version_kind is VersionKind.EXACT else id(c): c for c in found}.values()
    )
    bom = from_inventories([("lock", Inventory(components=tuple(found)))], name="Zaaksysteem")
    for spec in ("1.6", "1.7"):
        inventory = read_json(
            cyclonedx_write.render(bom, spec=spec, normalise={"MIT": "MIT"}.get),
            expected="CycloneDX",
        )
        assert inventory.issues == ()
        read = sorted((carried(c) for c in inventory.components[1:]), key=repr)
        expected = sorted((carried(c.component) for c in bom.components), key=repr)
        assert expected == [msgspec.structs.replace(c, direct=c.direct) for c in read]


@given(
    st.lists(
        components(), max_size=3, unique_by=lambda c: (c.purl, c.name, c.version, c.requirement)
    )
)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_is_written_as_spdx_is_read_back(found: list[Component]) -> None:
    """One licence per kind, no detected ones: SPDX joins several, which is not undone."""
    found = list(
        {c.purl if c.version_kind is VersionKind.EXACT else id(c): c for c in found}.values()
    )
    single = [
        msgspec.structs.replace(
            c,
            licenses=tuple(k for k in c.licenses if k.kind is LicenseKind.DECLARED)[:1],
            supplier=c.supplier if c.supplier.isalnum() else "",
        )
        for c in found
    ]
    bom = from_inventories([("lock", Inventory(components=tuple(single)))], name="Zaaksysteem")
    content = spdx_write.render(bom, normalise={"MIT": "MIT", "EUPL-1.2": "EUPL-1.2"}.get)
    inventory = read_json(content, expected="SPDX")
    assert inventory.issues == ()
    read = sorted((carried(c) for c in inventory.components if Role.ROOT not in c.roles), key=repr)
    expected = sorted((carried(c.component) for c in bom.components), key=repr)
    assert expected == read


def test_places_of_evidence_are_written_and_read_back() -> None:
    component = Component(
        purl="pkg:npm/kern@1",
        name="kern",
        version="1",
        line=4,
        properties=(
            ("location", "a.json:3"),
            ("location", "b:c"),
            ("author", "x"),
            ("author", "y"),
        ),
    )
    bom = from_inventories([("lock", Inventory(components=(component,)))])
    for spec, expected in (("1.6", "lock:4"), ("1.5", "lock")):
        content = cyclonedx_write.render(bom, spec=spec)
        read = read_json(content, expected="CycloneDX").components[1]
        places = [v for n, v in read.properties if n == "location"]
        assert sorted(["a.json:3" if spec == "1.6" else "a.json", "b:c", expected]) == places
        assert [v for n, v in read.properties if n == "author"] == ["x", "y"]


def test_an_address_without_scheme_goes_to_the_comment_of_spdx() -> None:
    component = Component(purl="pkg:npm/kern@1", name="kern", version="1", download="../kern")
    bom = from_inventories([("lock", Inventory(components=(component,)))])
    content = json.loads(spdx_write.render(bom, verdicts={"pkg:npm/kern@1": ("denied", "x")}))
    (kern,) = [p for p in content["packages"] if p["name"] == "kern"]
    assert kern["downloadLocation"] == "NOASSERTION"
    assert "sluis:download=../kern" in kern["comment"]
    assert "sluis:license-verdict=denied" in kern["comment"]


def test_different_texts_never_share_a_license_ref() -> None:
    names: dict[str, str] = {}
    from sbom.documents.licensing import ref_for

    assert ref_for("a b", names) == "LicenseRef-a-b"
    assert ref_for("a-b", names) == "LicenseRef-a-b-2"
    assert ref_for("a b", names) == "LicenseRef-a-b"
    assert ref_for("!", names) == "LicenseRef-unnamed"
