"""What is promised, and what is seen of it."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policies.default_pack import load_default
from policies.finding import Verdict
from policies.pack import Pack
from policies.vendor.line import Line
from policies.vendor.observed import Bom, Material, library_of, provider_of
from policies.vendor.product_line import of_product
from policies.vendor.promise_lines import Said, claims_of, promise_lines
from sbom.component import Component, Role, Scope
from sbom.contracts.document import Document
from sbom.contracts.read import read_document
from sbom.inventory import Descriptor, Inventory
from sbom.license import LicenseClaim
from sbom.registers.facts import Subprocessor
from sbom.registers.listed import listed

PROMISED = [
    ("data-in-europe", "Uw gegevens blijven altijd binnen de EU."),
    ("data-in-europe", "De data verlaat de EER niet."),
    ("data-in-europe", "Opslag vindt uitsluitend plaats in Nederland."),
    ("data-in-europe", "All data is stored exclusively within the EEA."),
    ("data-in-europe", "Your data never leaves the European Union."),
    ("no-subprocessors-abroad", "Wij werken niet met subverwerkers buiten de EER."),
    ("no-subprocessors-abroad", "We use no sub-processors outside the EU."),
    ("no-us-cloud", "Ons platform is onafhankelijk van Amerikaanse hyperscalers."),
    ("no-us-cloud", "We do not use American cloud providers."),
    ("open-source", "De software is volledig open source."),
    ("open-source", "Our product is published as open source."),
    ("open-standards", "Wij gebruiken uitsluitend open standaarden."),
    ("open-standards", "The product complies with open standards."),
    ("api-design-rules", "De API volgt de NL GOV API Design Rules."),
    ("no-third-party", "Het product bevat geen componenten van derden."),
    ("no-third-party", "The software contains no third-party libraries."),
    ("no-third-party", "Alles is volledig zelf ontwikkeld."),
]
NOT_PROMISED = [
    "De software is niet open source.",
    "Het product is deels open source.",
    "Gegevens kunnen ook buiten de EU worden opgeslagen.",
    "Uw gegevens blijven niet binnen de EU.",
    "Wij streven naar het gebruik van open standaarden.",
    "Staan uw gegevens binnen de EU?",
    "Our product is not open source.",
    "Data may be stored outside the EEA.",
    "De gemeente is gevestigd in Nederland.",
    "Wij schakelen subverwerkers buiten de EER alleen in met toestemming.",
]


@pytest.fixture(name="pack", scope="module")
def _pack() -> Pack:
    return load_default()


def document(text: str, name: str = "offerte.txt") -> Document:
    return read_document(name, text.encode())


def kinds(text: str, pack: Pack) -> set[str]:
    assert pack.promises is not None
    material = Material(vendor="Voorbeeldsoft", documents=[document(f"{text}\n")])
    return {c.promise for c in claims_of(material, (), pack.promises)}


@pytest.mark.parametrize(("promise", "text"), PROMISED)
def test_a_promise_is_recognised(promise: str, text: str, pack: Pack) -> None:
    assert promise in kinds(text, pack)


@pytest.mark.parametrize("text", NOT_PROMISED)
def test_what_denies_or_asks_is_no_promise(text: str, pack: Pack) -> None:
    assert kinds(text, pack) == set()


def component(name: str, purl: str = "", **more: object) -> Component:
    return Component(purl=purl or f"pkg:npm/{name}@1.0.0", name=name, version="1.0.0", **more)  # type: ignore[arg-type] - fields of the test


def bom(*components: Component, other: bool = False) -> Bom:
    return Bom("sbom.json", Inventory(components=components), other)


def judged(pack: Pack, text: str, **material: object) -> dict[str, Line]:
    made = Material(vendor="Voorbeeldsoft B.V.", documents=[document(text)], **material)  # type: ignore[arg-type] - fields of the test
    return {x.id: x for x in promise_lines(made, (), pack, ("NL", "DE"))}


def roles(line: Line) -> list[str]:
    return [p.role for p in line.proofs]


def test_a_promise_without_anything_seen_says_what_was_searched(pack: Pack) -> None:
    line = judged(pack, "De software is volledig open source.")["promises/open-source"]
    assert line.verdict is Verdict.UNKNOWN
    assert line.searched is not None
    assert roles(line) == ["claim"]


def test_a_closed_part_speaks_against_open_source_and_an_unknown_one_asks(pack: Pack) -> None:
    text = "De software is volledig open source."
    closed = component("kern", licenses=(LicenseClaim(raw="BUSL-1.1"),))
    line = judged(pack, text, boms=[bom(closed)])["promises/open-source"]
    assert (line.verdict, roles(line)) == (Verdict.DEVIATES, ["claim", "against"])
    line = judged(pack, text, boms=[bom(closed, other=True)])["promises/open-source"]
    assert (line.verdict, roles(line)) == (Verdict.UNKNOWN, ["claim", "doubt"])
    root = component("app", roles=(Role.ROOT,), licenses=(LicenseClaim(raw="EUPL-1.2"),))
    line = judged(pack, text, boms=[bom(root)])["promises/open-source"]
    assert (line.verdict, roles(line)) == (Verdict.COMPLIES, ["claim", "for"])


def test_a_party_abroad_breaks_it_and_a_library_only_asks(pack: Pack) -> None:
    text = "Uw gegevens blijven altijd binnen de EU."
    party = ("partijen.csv", Subprocessor(line=2, name="Postduif Inc.", country="US"))
    line = judged(pack, text, subprocessors=[party])["promises/data-in-europe"]
    assert line.verdict is Verdict.DEVIATES
    assert line.proofs[1].document == "partijen.csv"
    sdk = bom(component("boto3", "pkg:pypi/boto3@1.0"))
    line = judged(pack, text, boms=[sdk])["promises/data-in-europe"]
    assert (line.verdict, roles(line)) == (Verdict.UNKNOWN, ["claim", "doubt"])
    tool = bom(component("boto3", "pkg:pypi/boto3@1.0", scope=Scope.DEV))
    line = judged(pack, text, boms=[tool])["promises/data-in-europe"]
    assert roles(line) == ["claim"]
    home = ("partijen.csv", Subprocessor(line=2, name="Hostwerk", country="NL"))
    line = judged(pack, text, subprocessors=[home])["promises/data-in-europe"]
    assert (line.verdict, roles(line)) == (Verdict.COMPLIES, ["claim", "for"])


def test_an_address_tells_the_region_and_whose_it_is(pack: Pack) -> None:
    def api(url: str) -> list[tuple[str, Descriptor]]:
        return [("api.yaml", Descriptor(kind="openapi", properties=(("servers", url),)))]

    text = "Uw gegevens blijven binnen de EU. Wij gebruiken geen Amerikaanse clouddiensten."
    lines = judged(pack, text, descriptors=api("https://x.us-east-1.amazonaws.com/v1"))
    assert lines["promises/data-in-europe"].verdict is Verdict.DEVIATES
    lines = judged(pack, text, descriptors=api("https://x.eu-central-1.amazonaws.com/v1"))
    assert lines["promises/data-in-europe"].verdict is Verdict.UNKNOWN
    assert lines["promises/no-us-cloud"].verdict is Verdict.DEVIATES
    lines = judged(pack, text, descriptors=api("https://api.voorbeeld.example/v1"))
    assert roles(lines["promises/data-in-europe"]) == ["claim"]


def test_an_answer_is_a_promise_too(pack: Pack) -> None:
    said = Said("antwoorden.xlsx", "Onze data staat uitsluitend in Nederland.", 7)
    (line,) = promise_lines(Material(vendor="X"), [said], pack, ("NL",))
    assert (line.id, line.proofs[0].line) == ("promises/data-in-europe", 7)


def test_nothing_promised_says_so(pack: Pack) -> None:
    assert judged(pack, "Wij komen graag langs.").keys() == {"promises/none"}


def test_providers_by_host_and_by_library(pack: Pack) -> None:
    assert pack.promises is not None
    for host, found in (("a.b.amazonaws.com", True), ("notamazonaws.com", False), ("", False)):
        assert (provider_of(host, pack.promises) is not None) is found
    for purl, found in (
        ("pkg:pypi/boto3@1.0", True),
        ("pkg:pypi/boto3-fake-stubsx", True),
        ("pkg:pypi/boto30@1.0", False),
        ("pkg:npm/%40aws-sdk/client-s3@3", True),
        ("pkg:nuget/AWSSDK.S3@3", True),
        ("pkg:pypi/ociregistry@1", False),
    ):
        assert (library_of(purl, pack.promises) is not None) is found, purl


@pytest.mark.parametrize(
    ("name", "product", "vendor", "told"),
    [
        ("zaakwerk-balie", "Zaakwerk Balie", "Zaakwerk B.V.", True),
        ("nl.zaakwerk.BalieBackend", "Zaakwerk Balie", "Zaakwerk B.V.", True),
        ("zaakwerk-meldingen", "Zaakwerk Balie", "Zaakwerk B.V.", False),
        ("Jeugdnet", "Jeugdnet Online", "Jeugdnet Software", True),
        ("frontend", "Zaakwerk Balie", "Zaakwerk B.V.", None),
        ("", "Zaakwerk Balie", "", None),
    ],
)
def test_a_bill_of_materials_of_another_product(
    name: str, product: str, vendor: str, told: bool | None
) -> None:
    assert of_product(name, product, vendor) is told


def test_sub_processors_that_a_document_lists() -> None:
    text = (
        "Bijlage 3. Lijst van subverwerkers\n\n"
        "| Naam | Land | Dienst |\n| Hostwerk Nederland B.V. | Nederland | hosting |\n"
        "| Postduif Inc. | Verenigde Staten | e-mail |\n\n"
        "Subverwerker: Meetpunt GmbH\n\nLand: Duitsland\n\n"
        "Doorgifte naar de Verenigde Staten is niet toegestaan.\n\n"
        "Hostwerk Nederland B.V. levert hosting.\n"
    )
    found = listed(document(text, "bijlage.txt"))
    assert {(f.name.split()[0], f.country) for f in found} >= {
        ("Postduif", "US"),
        ("Meetpunt", "DE"),
    }
    assert all(f.quote in text for f in found)
    assert "niet toegestaan" not in " ".join(f.quote for f in found)
    assert listed(document("Wij leveren aan gemeenten in Nederland en Duitsland.\n")) == []


def test_a_pack_names_a_sign_that_does_not_exist() -> None:
    from policies.pack_load import PackLayer
    from sbom.errors import PackError

    layer = PackLayer(
        name="stad",
        files={"promises.yaml": "promises: {open-source: {against: [horen-zeggen]}}\n"},
    )
    with pytest.raises(PackError, match="'horen-zeggen' is not a sign"):
        load_default([layer])


def test_the_providers_are_dated(pack: Pack) -> None:
    assert pack.promises is not None
    assert pack.promises.retrieved <= date(2026, 11, 23)


@given(
    st.text(max_size=300),
    st.sampled_from(["", "Lijst van subverwerkers\n\n", "Export: entiteiten "]),
)
def test_any_text_gives_lines_that_rest_on_something(text: str, head: str) -> None:
    assume((head + text).strip())
    document_ = document(head + text)
    for entry in listed(document_):
        assert entry.quote in document_.text
    for line in promise_lines(
        Material(vendor="X", documents=[document_]), (), load_default(), ("NL",)
    ):
        assert line.proofs or line.searched
