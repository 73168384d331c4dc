"""Which format a file of an export has, by its content; the name never decides.

Sources: ISO 19005 (PDF/A, `pdfaid:part` in its XMP); ISO 26300 (ODF, first member `mimetype`); OGC 07-036
(GML namespace); StUF 3.01 (namespace of the header); ZGW APIs of VNG (names of attributes); MDTO 1.0.
"""

import re
from enum import StrEnum
from typing import NamedTuple


class Form(StrEnum):
    """A format."""

    CSV = "csv"
    JSON = "json"
    ZGW = "zgw"
    GEOJSON = "geojson"
    XML = "xml"
    GML = "gml"
    STUF = "stuf"
    MDTO = "mdto"
    SCHEMA = "schema"
    """Says what another file holds: JSON Schema, Table Schema, XSD."""
    SQL = "sql"
    SQLITE = "sqlite"
    ODF = "odf"
    OOXML = "ooxml"
    PDF_A = "pdf/a"
    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    ZIP = "zip"
    PARQUET = "parquet"
    UNKNOWN = "unknown"
    EMPTY = "empty"


OPEN = frozenset(Form) - {Form.UNKNOWN, Form.EMPTY}
"""Formats with a public description."""
DATA = frozenset(
    {Form.CSV, Form.JSON, Form.ZGW, Form.GEOJSON, Form.XML, Form.GML, Form.STUF, Form.SQL}
    | {Form.SQLITE, Form.ODF, Form.OOXML, Form.PARQUET, Form.MDTO}
)
"""Formats that a program reads back."""


class Recognised(NamedTuple):
    """What a file is."""

    form: Form
    why: str
    """The sign that told."""


_HEAD = 8192
_PDFA = re.compile(rb"pdfaid:part(?:>|\s*=\s*[\"'])\s*([1-4])")
_SQL = re.compile(
    rb"^\s*(?:--[^\n]*\n|/\*.{0,2000}?\*/|SET [^;]*;|\s)*(?:CREATE (?:TABLE|DATABASE|SCHEMA)|INSERT INTO|COPY |BEGIN|"
    rb"DROP TABLE|PRAGMA|USE )",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)([^>]{0,4000})>")
_ZGW = frozenset(
    {"zaaktype", "bronorganisatie", "zaaktypecode", "informatieobjecttype", "besluittype"}
)


def recognise(content: bytes) -> Recognised:
    """The format of bytes."""
    if not content.strip():
        return Recognised(Form.EMPTY, "0 bytes")
    head = content[:_HEAD]
    if head[:5] == b"%PDF-":
        found = _PDFA.search(content)
        if found:
            return Recognised(Form.PDF_A, f"pdfaid:part {found[1].decode()}")
        return Recognised(Form.PDF, "%PDF-")
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return Recognised(form, magic[:8].decode("latin-1").strip())
    if head[:4] == b"PK\x03\x04":
        return _packed(head, content)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:1] == b"<":
        return _xml(text)
    if text[:1] in {b"{", b"["}:
        return _json(content)
    if _SQL.match(text):
        return Recognised(Form.SQL, "SQL")
    return _plain(content)


_MAGIC: tuple[tuple[bytes, Form], ...] = (
    (b"SQLite format 3\x00", Form.SQLITE),
    (b"PAR1", Form.PARQUET),
    (b"\x89PNG", Form.IMAGE),
    (b"\xff\xd8\xff", Form.IMAGE),
    (b"II*\x00", Form.IMAGE),
    (b"MM\x00*", Form.IMAGE),
)


def _packed(head: bytes, content: bytes) -> Recognised:
    if head[30:38] == b"mimetype" and b"application/vnd.oasis.opendocument" in head[:120]:
        return Recognised(Form.ODF, "mimetype opendocument")
    if (
        b"[Content_Types].xml" in content[: 1 << 16]
        or b"[Content_Types].xml" in content[-(1 << 16) :]
    ):
        return Recognised(Form.OOXML, "[Content_Types].xml")
    return Recognised(Form.ZIP, "PK")


def _xml(text: bytes) -> Recognised:
    root = _ROOT.search(text)
    if root is None:
        return Recognised(Form.UNKNOWN, "<")
    name, attributes = root[1].decode("utf-8", "replace"), root[2].lower()
    if b"stuf" in attributes and (b"egem" in attributes or b"stufstandaarden" in attributes):
        return Recognised(Form.STUF, "namespace StUF")
    if b"nationaalarchief.nl/mdto" in attributes:
        return Recognised(Form.MDTO, "namespace MDTO")
    if b'www.w3.org/2001/xmlschema"' in attributes and name == "schema":
        return Recognised(Form.SCHEMA, "XML Schema")
    if b"opengis.net/gml" in attributes or b"opengis.net/wfs" in attributes:
        return Recognised(Form.GML, "namespace GML")
    if name.lower() == "html":
        return Recognised(Form.TEXT, "html")
    return Recognised(Form.XML, name)


def _json(content: bytes) -> Recognised:
    from sbom.errors import ParseError
    from sbom.readers.json_reader import load_json

    try:
        tree = load_json(content)
    except ParseError:
        first = content.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
        try:
            load_json(first)
        except ParseError:
            return _plain(content)
        return Recognised(Form.JSON, "JSON Lines")
    if isinstance(tree, dict):
        if "$schema" in tree and ("properties" in tree or "$defs" in tree or "items" in tree):
            return Recognised(Form.SCHEMA, "JSON Schema")
        fields = tree.get("fields")
        if "tableSchema" in tree or (
            isinstance(fields, list) and fields and isinstance(fields[0], dict)
        ):
            return Recognised(Form.SCHEMA, "Table Schema")
        if tree.get("type") == "FeatureCollection":
            return Recognised(Form.GEOJSON, "FeatureCollection")
    if _ZGW & _keys(tree, 4):
        return Recognised(Form.ZGW, ", ".join(sorted(_ZGW & _keys(tree, 4))[:3]))
    return Recognised(Form.JSON, "JSON")


def _keys(tree: object, deep: int) -> set[str]:
    if deep == 0:
        return set()
    if isinstance(tree, dict):
        out = {str(k) for k in tree}
        for value in list(tree.values())[:50]:
            out |= _keys(value, deep - 1)
        return out
    if isinstance(tree, list):
        return set().union(*(_keys(v, deep - 1) for v in tree[:20]))
    return set()


def _plain(content: bytes) -> Recognised:
    if b"\x00" in content[:_HEAD]:
        return Recognised(Form.UNKNOWN, content[:4].hex())
    try:
        text = content[: 1 << 16].decode(
            "utf-8-sig", "strict" if len(content) < 1 << 16 else "ignore"
        )
    except UnicodeDecodeError:
        text = content[: 1 << 16].decode("cp1252", "replace")
    lines = [x for x in text.splitlines()[:30] if x.strip()]
    for sign in (";", "\t", ",", "|"):
        counts = {x.count(sign) for x in lines}
        if len(lines) > 1 and min(counts) > 0 and (len(counts) <= 2 or '"' in text):
            return Recognised(Form.CSV, f"{min(counts) + 1} columns")
    printable = sum(c.isprintable() or c in "\r\n\t\f" for c in text)
    if printable < len(text) * 0.95:
        return Recognised(Form.UNKNOWN, content[:4].hex())
    return Recognised(Form.TEXT, "text")
