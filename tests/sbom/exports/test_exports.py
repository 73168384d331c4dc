"""A sample export: recognised by its content, and followed from reference to row."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.contracts.read import read_document
from sbom.errors import ParseError
from sbom.exports.promised import promised_entities, promised_formats
from sbom.exports.recognise import Form, recognise
from sbom.exports.relations import keys_of, references_of, same_name
from sbom.exports.tables import Table, tables_of
from scanner.sheet_file import ods, xlsx

STUF = b"""<?xml version="1.0"?><z:zakLk01 xmlns:z="http://www.egem.nl/StUF/sector/zkn/0310"
 xmlns:s="http://www.egem.nl/StUF/StUF0301"><z:object s:entiteittype="ZAK"><z:identificatie>1</z:identificatie></z:object></z:zakLk01>"""
GML = b"""<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2">
<wfs:member><boom gml:id="b1"><soort>eik</soort></boom></wfs:member>
<wfs:member><boom gml:id="b2"><soort>linde</soort></boom></wfs:member></wfs:FeatureCollection>"""
SQL = b"""-- dump
CREATE TABLE zaak (id integer PRIMARY KEY, naam text, aanvrager_id integer, PRIMARY KEY (id));
INSERT INTO zaak VALUES (1, 'Kap; van ''t bos', 7), (2, NULL, 8);
COPY public.aanvrager (id, naam) FROM stdin;
7\tAda
\\.
"""


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b"", Form.EMPTY),
        (b"id;naam\n1;a\n2;b\n", Form.CSV),
        (b'\xef\xbb\xbfid,naam\r\n1,"a, b"\r\n', Form.CSV),
        (b'{"zaken": [{"id": 1}]}', Form.JSON),
        (b'{"id": 1}\n{"id": 2}\n', Form.JSON),
        (b'[{"url": "u", "bronorganisatie": "1", "zaaktype": "t"}]', Form.ZGW),
        (b'{"type": "FeatureCollection", "features": []}', Form.GEOJSON),
        (b'{"$schema": "x", "properties": {}}', Form.SCHEMA),
        (b'{"fields": [{"name": "id"}]}', Form.SCHEMA),
        (b"<zaken><zaak/></zaken>", Form.XML),
        (b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>', Form.SCHEMA),
        (STUF, Form.STUF),
        (GML, Form.GML),
        (b'<MDTO xmlns="https://www.nationaalarchief.nl/mdto"/>', Form.MDTO),
        (SQL, Form.SQL),
        (b"%PDF-1.7\n<pdfaid:part>2</pdfaid:part>", Form.PDF_A),
        (b"%PDF-1.7\n", Form.PDF),
        (b"SQLite format 3\x00....", Form.SQLITE),
        (xlsx("a", [["id", "naam"]], (9, 9)), Form.OOXML),
        (ods("a", [["id", "naam"]], (9, 9)), Form.ODF),
        (zipped("a.csv", b"id"), Form.ZIP),
        (b"\x01\x0f\x00\x00TAPE\x00\x00\x03", Form.UNKNOWN),
        (b"Beste lezer, hierbij de export.\nGroet\n", Form.TEXT),
    ],
)
def test_the_content_tells(content: bytes, form: Form) -> None:
    assert recognise(content).form is form


def of(name: str, content: bytes) -> dict[str, Table]:
    return {t.name: t for t in tables_of(name, content, recognise(content).form)}


def test_tables_of_every_carrier() -> None:
    assert of("zaken.csv", b"id;naam\n1;a\n")["zaken"].rows == ((2, ("1", "a")),)
    nested = of("x.json", b'{"zaken": [{"id": 1, "stukken": [{"nr": 5, "zaak_id": 1}]}]}')
    assert nested["zaken"].columns == ("id", "stukken")
    assert nested["stukken"].rows == ((None, ("5", "1")),)
    sql = of("dump.sql", SQL)
    assert sql["zaak"].columns == ("id", "naam", "aanvrager_id")
    assert [r for _, r in sql["zaak"].rows] == [("1", "Kap; van 't bos", "7"), ("2", "", "8")]
    assert sql["aanvrager"].rows == ((None, ("7", "Ada")),)
    assert [r for _, r in of("b.gml", GML)["boom"].rows] == [("b1", "eik"), ("b2", "linde")]
    (sheet,) = tables_of("zaken.xlsx", xlsx("blad", [["id", "x"], ["1", "2"]], (9, 9)), Form.OOXML)
    assert (sheet.name, len(sheet.rows)) == ("zaken", 1)


def test_keys_and_references() -> None:
    tables = [
        *of("zaken.csv", b"zaak_id;aanvragerId\n1;7\n1;9\n;7\n").values(),
        *of("aanvragers.csv", b"id;naam\n7;Ada\n").values(),
        *of("documenten.csv", b"id;zaak\n1;1\n2;5\n3;\n").values(),
    ]
    zaken = next(k for k in keys_of(tables) if k.table == "zaken")
    assert (zaken.column, zaken.double, zaken.empty, zaken.examples, zaken.line) == (
        "zaak_id",
        1,
        1,
        ("1",),
        3,
    )
    found = {(r.table, r.column): r for r in references_of(tables)}
    assert found["zaken", "aanvragerId"].examples == ("9",)
    assert (found["documenten", "zaak"].lost, found["documenten", "zaak"].filled) == (1, 2)


def test_a_reference_by_url_finds_its_row() -> None:
    tables = [
        *of("zaken.csv", b"uuid;naam\na1;x\n").values(),
        *of("documenten.csv", b"id;zaak\n1;https://api.example/zaken/a1\n").values(),
    ]
    (found,) = references_of(tables)
    assert found.lost == 0


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("zaak", "zaken", True),
        ("Aanvrager", "aanvragers", True),
        ("persoon", "personen", True),
        ("adres", "adressen", True),
        ("document", "documents", True),
        ("zaak", "besluiten", False),
        ("taak", "zaken", False),
        ("documenten", "enkelvoudigedocumenten", True),
    ],
)
def test_names_of_kinds(one: str, two: str, *, same: bool) -> None:
    assert same_name(one, two) is same


def test_what_documents_promise() -> None:
    text = (
        "Artikel 7. Export van gegevens\n"
        "7.1 De export is in CSV met schema en PDF/A.\n"
        "7.2 De export omvat de entiteiten zaak, aanvrager en besluit.\n"
        "7.3 Een export in XML is niet mogelijk.\n"
        "Artikel 8. Overig\n8.1 Rapporten zijn er in XLSX.\n"
    )
    document = read_document("overeenkomst.txt", text.encode())
    assert {s.what for s in promised_formats([document])} == {"CSV", "PDF/A", "SCHEMA"}
    entities = promised_entities([document])
    assert [e.what for e in entities] == ["zaak", "aanvrager", "besluit"]
    assert all(e.quote in text and e.article == "7.2" for e in entities)


@given(st.binary(max_size=400))
def test_any_bytes_give_tables_or_a_reason(content: bytes) -> None:
    told = recognise(content)
    try:
        tables = tables_of("x.bin", content, told.form)
    except ParseError:
        return
    keys_of(tables)
    references_of(tables)


@given(
    st.sampled_from(
        ["{", "[", "<a>", "INSERT INTO a VALUES (", "CREATE TABLE a (", "COPY a (b) FROM stdin;\n"]
    ),
    st.text(max_size=120),
)
def test_broken_data_gives_tables_or_a_reason(start: str, rest: str) -> None:
    content = (start + rest).encode("utf-8", "surrogatepass")
    try:
        tables_of("x", content, recognise(content).form)
    except ParseError:
        return


def test_hostile_sql_takes_one_pass() -> None:
    content = b"CREATE TABLE a (" * 20_000 + b"COPY a (b) FROM stdin;\n" * 20_000
    assert len(tables_of("x.sql", content, Form.SQL)) <= 200


def test_many_tables_with_many_columns() -> None:
    header = tuple(f"k{n}_id" for n in range(500))
    tables = [Table(f"t{n}", "x", header, ((1, ("1",) * 500),)) for n in range(200)]
    assert references_of(tables) == []
