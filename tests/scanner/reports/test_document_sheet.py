"""Verdicts and differences in words."""

import pytest

from sbom.documents.comparison import Change
from sbom.documents.fault import Fault, Verdict
from scanner.reports.document_sheet import change_lines, verdict_lines
from scanner.reports.fault_words import fault_in
from scanner.words import words


def test_verdicts() -> None:
    verdict = Verdict(
        kind="SPDX JSON",
        version="2.3",
        faults=(Fault("$.name", 4, "document has no name"), Fault("$", None, "is raar")),
        remarks=(
            Fault("$.relationships[0]", 9, "spdxElementId 'x' is no element of the document"),
        ),
    )
    assert verdict_lines("map/a.json", verdict, words("nl")) == [
        "map/a.json: ONGELDIG SPDX JSON 2.3",
        "  a.json:4: $.name: document heeft geen name",
        "  a.json: $: is raar",
        "  opmerking: a.json:9: $.relationships[0]: spdxElementId 'x' is geen element van het document",
    ]
    assert verdict_lines("a", verdict, words("en"))[1] == "  a:4: $.name: document has no name"
    sound = Verdict(kind="OpenVEX JSON", version="")
    assert verdict_lines("a", sound, words("nl")) == ["a: geldig OpenVEX JSON"]


def test_differences() -> None:
    found = (
        Change(what="supplier", package="pkg:npm/a", name="a", after=("Twee",)),
        Change(what="added", package="pkg:npm/b", name="b"),
        Change(what="removed", package="pkg:npm/c", name="c", before=("1", "2")),
    )
    assert change_lines(found, words("nl")) == [
        "~ pkg:npm/a: leverancier (geen) -> Twee",
        "+ pkg:npm/b",
        "- pkg:npm/c 1, 2",
        "1 toegevoegd, 1 verdwenen, 1 wijziging.",
    ]
    assert change_lines((), words("en")) == ["No differences."]


@pytest.mark.parametrize(
    ("message", "dutch"),
    [
        ("'name' is required", "'name' is verplicht"),
        ("'x' is not one of 'a', 'b'", "'x' is niet een van 'a', 'b'"),
        ("1 is not of type string", "1 is niet van het soort string"),
        ("'' breaks minLength 1", "'' past niet bij minLength 1"),
        (
            "package has no licenseConcluded, which SPDX 2.2 requires",
            "pakket heeft geen licenseConcluded",
        ),
        ("relationship has no spdxElementId", "relatie heeft geen spdxElementId"),
        ("Person has no creationInfo", "Person heeft geen creationInfo"),
        ("'a b' is no iri-reference", "'a b' is geen iri-reference"),
        ("dataLicense is not CC0-1.0", "dataLicense is niet CC0-1.0"),
        ("bom-ref 'a' also stands at $.x", "bom-ref 'a' staat ook op $.x"),
        ("CSAF 6.1.9: is 1, computed 2", "CSAF 6.1.9: is 1, computed 2"),
    ],
)
def test_reasons_in_dutch(message: str, dutch: str) -> None:
    assert fault_in("nl", message) == dutch
    assert fault_in("en", message) == message
