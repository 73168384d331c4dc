"""Every format that is written: valid, the same bytes each time, and read back as the same facts."""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.validation.xml import XmlValidator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.documents.bom import Bom, from_inventories
from sbom.documents.reading import read_any
from sbom.documents.validity import validate
from sbom.inventory import Inventory
from sbom.license import LicenseClaim, LicenseKind
from sbom.purl import build
from scanner.sbom_rendering import rendered

CYCLONEDX = [(f, s) for f in ("cyclonedx", "cyclonedx-xml") for s in ("1.4", "1.5", "1.6", "1.7")]
FORMS = [*CYCLONEDX, ("spdx", ""), ("spdx-tv", ""), ("spdx3", "")]


def rich() -> Bom:
    """Everything that may be awkward to write."""
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
        supplier='Voorbeeld "B.V." & <Zonen>',
        licenses=(
            LicenseClaim(raw="MIT"),
            LicenseClaim(raw="Eigen <licentie> & meer", kind=LicenseKind.CONCLUDED),
            LicenseClaim(raw="ISC", kind=LicenseKind.DETECTED),
        ),
        hashes=(("SHA-1", "kort"), ("SHA-512", "ab" * 64)),
        download="https://example.org/kern.tgz",
        line=12,
        properties=(
            ("author", "Maker"),
            ("copyright", "(c) één </text> \x01"),
            ("cpe", "cpe:2.3:a:v:kern:1.0.0:*:*:*:*:*:*:*"),
            ("description", "Kern\nop twee regels"),
            ("homepage", "https://kern.example.org/"),
            ("reference:issue-tracker", "https://example.org/issues"),
            ("syft:package:type", "npm"),
        ),
    )
    platform = Component(
        purl="pkg:generic/python@3.13",
        name="python",
        version="3.13",
        kind=ComponentKind.PLATFORM,
        ref="python",
        scope=Scope.BUILD,
    )
    loose = Component(
        purl="pkg:npm/los",
        name="los",
        version_kind=VersionKind.RANGE,
        requirement="^1.2",
        scope=Scope.OPTIONAL,
        ref="los",
    )
    return from_inventories(
        [
            (
                "app/lock.json",
                Inventory(
                    components=(root, kern, platform, loose),
                    dependencies=(
                        Dependency(ref=".", targets=("kern", "los", "python")),
                        Dependency(ref="kern", targets=("los",)),
                    ),
                ),
            )
        ],
        timestamp=datetime(2026, 11, 23, 12, tzinfo=UTC),
        tool=("Sluis", "1.0"),
        author="Gemeente Voorbeeld",
        supplier="Leverancier",
        complete=False,
    )


def accepted(content: bytes, form: str, spec: str, folder: Any) -> None:
    """What the official tools say of a document."""
    verdict = validate(content)
    assert verdict.faults == ()
    if form == "cyclonedx":
        version = SchemaVersion.from_version(spec)
        assert JsonStrictValidator(version).validate_str(content.decode()) is None
    elif form == "cyclonedx-xml":
        version = SchemaVersion.from_version(spec)
        assert XmlValidator(version).validate_str(content.decode()) is None
    elif form in {"spdx", "spdx-tv"}:
        file = folder / ("x.spdx.json" if form == "spdx" else "x.spdx")
        file.write_bytes(content)
        assert validate_full_spdx_document(parse_file(str(file))) == []
    else:
        model = pytest.importorskip("spdx_python_model", reason="the model of SPDX 3 is not here")
        objects = model.v3_0_1.SHACLObjectSet()
        file = folder / "x.spdx3.json"
        file.write_bytes(content)
        with file.open("rb") as opened:
            model.v3_0_1.JSONLDDeserializer().read(opened, objects)
        assert objects.missing_ids == set()


@pytest.mark.parametrize(("form", "spec"), FORMS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the oracle leaves its tables open
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_official_tools_accept_it(form: str, spec: str, tmp_path: Any) -> None:
    accepted(rendered(rich(), form, spec), form, spec, tmp_path)
    accepted(rendered(from_inventories([]), form, spec), form, spec, tmp_path)


@pytest.mark.parametrize(("form", "spec"), FORMS)
def test_the_same_bill_gives_the_same_bytes(form: str, spec: str) -> None:
    assert rendered(rich(), form, spec) == rendered(rich(), form, spec)


def fact(component: Component) -> tuple[Any, ...]:
    c = component
    kept = {"cpe", "description", "homepage", "author"}
    # Before CycloneDX 1.6 there is no word for what was concluded.
    stated = {LicenseKind.DECLARED, LicenseKind.CONCLUDED}
    claims = {k.raw for k in c.licenses if k.kind in stated}
    return (
        *(c.purl, c.name, c.version, c.version_kind, c.requirement, c.kind, c.scope),
        *(c.roles, c.download, claims, {h for h in c.hashes if len(h[1]) > 40}),
        {(n, v) for n, v in c.properties if n in kept},
    )


@pytest.mark.parametrize(("form", "spec"), FORMS)
def test_what_is_written_is_read_back(form: str, spec: str) -> None:
    bom = rich()
    inventory = read_any(
        rendered(bom, form, spec), expected="CycloneDX" if form in dict(CYCLONEDX) else "SPDX"
    )
    assert inventory.issues == ()
    found = {c.purl: fact(c) for c in inventory.components}
    wanted = {e.component.purl: fact(e.component) for e in (bom.root, *bom.components)}
    assert found == wanted
    edges = sum(len(d.targets) for d in inventory.dependencies)
    assert edges == sum(len(d.targets) for d in bom.dependencies)


def test_scope_and_firmness_are_stated_of_every_component() -> None:
    content = json.loads(rendered(rich(), "cyclonedx", "1.6"))
    for component in (content["metadata"]["component"], *content["components"]):
        names = {p["name"] for p in component["properties"]}
        assert {"sluis:scope", "sluis:version-kind"} <= names


def test_the_oldest_version_keeps_places_as_properties() -> None:
    content = json.loads(rendered(rich(), "cyclonedx", "1.4"))
    kern = next(c for c in content["components"] if c["name"] == "kern")
    assert {"name": "sluis:location", "value": "app/lock.json:12"} in kern["properties"]
    python = next(c for c in content["components"] if c["name"] == "python")
    assert python["type"] == "framework"
    assert {"name": "sluis:kind", "value": "platform"} in python["properties"]


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(ValueError, match="onbekend"):
        rendered(rich(), "onbekend", "1.6")


TEXTS = st.text(min_size=1, max_size=12)
COMPONENTS = st.builds(
    lambda name, version, supplier, raw, prop, scope, kind: Component(
        purl=build("npm", name, version),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT,
        supplier=supplier,
        licenses=(LicenseClaim(raw=raw.strip() or "MIT"),),
        properties=(("description", prop), ("eigen", prop)),
        scope=scope,
        kind=kind,
        ref=name + version,
    ),
    st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    st.from_regex(r"[0-9]\.[0-9]", fullmatch=True),
    TEXTS,
    TEXTS,
    TEXTS,
    st.sampled_from(list(Scope)),
    st.sampled_from(list(ComponentKind)),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(COMPONENTS, max_size=3, unique_by=lambda c: c.purl), st.sampled_from(FORMS))
def test_any_text_is_written_validly(found: list[Component], form: tuple[str, str]) -> None:
    bom = from_inventories([("a", Inventory(components=tuple(found)))], name="x")
    content = rendered(bom, *form)
    assert validate(content).faults == ()
    inventory = read_any(content, expected="CycloneDX" if "cyclonedx" in form[0] else "SPDX")
    assert {c.purl for c in inventory.components} >= {c.purl for c in found}


def test_values_are_not_shared_between_renderings() -> None:
    first = rich()
    other = msgspec.structs.replace(first, timestamp=None)
    assert rendered(first, "spdx3", "") != rendered(other, "spdx3", "")
