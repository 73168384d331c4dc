"""CycloneDX in the text form of Protocol Buffers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import ComponentKind, Role, Scope
from sbom.documents.reading import read_any
from sbom.errors import ParseError
from sbom.inventory import Inventory

TEXT = """# proto-message: Bom
spec_version: "1.6"
version: 1
metadata { component: { type: CLASSIFICATION_APPLICATION bom_ref: "root" name: "zaak" } }
components {
  type: CLASSIFICATION_LIBRARY
  bom_ref: 'a'
  name: "kern\\x21" # opmerking
  version: "1.0" ".0"
  scope: SCOPE_EXCLUDED
  hashes { alg: HASH_ALG_SHA_3_256, value: "AB"; }
  licenses { license { id: "MIT" acknowledgement: LICENSE_ACKNOWLEDGEMENT_ENUMERATION_CONCLUDED } }
  external_references { type: EXTERNAL_REFERENCE_TYPE_ISSUE_TRACKER url: "https://example.org/" }
  properties: [ { name: "x" value: "1" }, { name: "y" value: "2" } ]
}
dependencies { ref: "root" dependencies { ref: "a" } }
"""


def test_one_document() -> None:
    inventory = read_any(TEXT.encode(), expected="CycloneDX")
    root, kern = inventory.components
    assert (root.name, root.roles, root.kind) == ("zaak", (Role.ROOT,), ComponentKind.APPLICATION)
    assert (kern.name, kern.scope, kern.line) == ("kern!", Scope.DEV, 5)
    assert kern.hashes == (("SHA3-256", "ab"),)
    assert [(c.raw, c.kind.value) for c in kern.licenses] == [("MIT", "concluded")]
    assert kern.properties[:1] == (("purl-origin", "derived"),)
    assert ("reference:issue-tracker", "https://example.org/") in kern.properties
    assert {("x", "1"), ("y", "2")} <= set(kern.properties)
    assert [(d.ref, d.targets) for d in inventory.dependencies] == [("root", ("a",))]
    assert inventory.format_version == "1.6"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('spec_version: "1.6"\n{', 2),
        ('spec_version: "1.6"\n}', 2),
        ('spec_version: "1.6"\ncomponents {', None),
        ('spec_version: "1.6"\n\n%', 3),
    ],
)
def test_damage_has_a_place(text: str, line: int | None) -> None:
    with pytest.raises(ParseError) as caught:
        read_any(text.encode(), expected="CycloneDX")
    assert caught.value.line == line


def test_depth_is_capped() -> None:
    with pytest.raises(ParseError):
        read_any(b'spec_version: "1.6"\n' + b"components {" * 5000, expected="CycloneDX")


@given(st.integers(0, len(TEXT)), st.text(max_size=5), st.integers(0, 30))
def test_any_damage_is_an_inventory_or_an_error(at: int, put: str, drop: int) -> None:
    damaged = TEXT[:at] + put + TEXT[at + drop :]
    try:
        assert isinstance(read_any(damaged.encode(), expected="CycloneDX"), Inventory)
    except ParseError:
        return
