"""Verdicts and differences in words."""

from sbom.documents.comparison import Change
from sbom.documents.fault import Fault, Verdict
from scanner.reports.document_sheet import change_lines, verdict_lines
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
