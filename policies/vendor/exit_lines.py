"""Lines about the rehearsal of an exit: is the sample export what was promised, and does it hang together?"""

from collections.abc import Sequence

import msgspec

from policies.finding import Severity, Verdict
from policies.pack_parts import Bilingual
from policies.vendor.line import Ground, Line, Proof, Topic, both
from sbom.exports.promised import Said
from sbom.exports.recognise import DATA, OPEN, Form
from sbom.exports.relations import Key, Reference, keys_of, references_of, same_name
from sbom.exports.tables import Table

_SHOWN = 8
_FORMATS: dict[str, frozenset[Form]] = {
    "CSV": frozenset({Form.CSV}),
    "JSON": frozenset({Form.JSON, Form.ZGW, Form.GEOJSON}),
    "XML": frozenset({Form.XML, Form.GML, Form.STUF, Form.MDTO}),
    "SQL": frozenset({Form.SQL}),
    "XLS": frozenset({Form.OOXML}),
    "XLSX": frozenset({Form.OOXML}),
    "EXCEL": frozenset({Form.OOXML}),
    "PDF": frozenset({Form.PDF, Form.PDF_A}),
    "PDF/A": frozenset({Form.PDF_A}),
    "ODF": frozenset({Form.ODF}),
    "ODT": frozenset({Form.ODF}),
    "ODS": frozenset({Form.ODF}),
    "MDTO": frozenset({Form.MDTO}),
    "STUF": frozenset({Form.STUF}),
    "PARQUET": frozenset({Form.PARQUET}),
    "TXT": frozenset({Form.TEXT, Form.CSV}),
    "SCHEMA": frozenset({Form.SCHEMA}),
}
"""What a format that a contract names is met by."""


class ExportFile(msgspec.Struct, frozen=True):
    """One file of the sample."""

    name: str
    form: Form
    why: str
    tables: tuple[Table, ...] = ()
    problem: str = ""


def exit_lines(
    files: Sequence[ExportFile], formats: Sequence[Said], entities: Sequence[Said], documents: int
) -> list[Line]:
    """Lines on format, kinds of things, keys and relations; one that says so without a sample.

    Args:
        files: Of the sample export; empty: there is none.
        formats: Promised.
        entities: Promised kinds of things.
        documents: How many files of the dossier were looked at for a sample.
    """
    if not files:
        return [_no_sample(documents)]
    tables = [t for f in files for t in f.tables]
    lines = [_format(files, formats)]
    if entities:
        lines.append(_entities(files, tables, entities))
    if tables:
        lines += [_keys(keys_of(tables)), _relations(references_of(tables), tables)]
    return lines


def _line(
    id_: str,
    name: Bilingual,
    says: Bilingual,
    proofs: Sequence[Proof],
    verdict: Verdict,
    question: Bilingual | None = None,
    severity: Severity = Severity.HIGH,
) -> Line:
    settled = verdict in {Verdict.COMPLIES, Verdict.NOT_APPLICABLE}
    ground = Ground.FACT if verdict is Verdict.DEVIATES else Ground.UNREAD
    return Line(
        id=f"exit/{id_}",
        topic=Topic.EXIT,
        name=name,
        verdict=verdict,
        severity=severity,
        ground=None if settled else ground,
        says=says,
        proofs=tuple(proofs[:_SHOWN]),
        question=None if settled else question,
    )


def _no_sample(documents: int) -> Line:
    return Line(
        id="exit/sample",
        topic=Topic.EXIT,
        name=both("Voorbeeldexport", "Sample export"),
        verdict=Verdict.UNKNOWN,
        severity=Severity.MEDIUM,
        ground=Ground.UNREAD,
        says=both(
            "Het dossier bevat geen voorbeeldexport. Of overstappen lukt, is niet geoefend.",
            "The dossier holds no sample export. Whether an exit works has not been rehearsed.",
        ),
        searched=both(
            f"Gezocht in {documents} bestanden naar een map of bestand met een export.",
            f"Searched {documents} files for a folder or file with an export.",
        ),
        question=both(
            "Wilt u een voorbeeldexport met proefgegevens leveren, met de beschrijving erbij?",
            "Will you deliver a sample export with test data, and its description?",
        ),
    )


def _promise(said: Said) -> Proof:
    return Proof(
        document=said.document,
        quote=said.quote,
        page=said.page,
        article=said.article,
        heading=said.heading,
        role="claim",
    )


def _format(files: Sequence[ExportFile], formats: Sequence[Said]) -> Line:
    name = both("Formaat van de export", "Format of the export")
    found = {f.form for f in files}
    wanted = list(dict.fromkeys(s.what for s in formats if s.what in _FORMATS))
    missing = [w for w in wanted if found.isdisjoint(_FORMATS[w])]
    seen = ", ".join(sorted({f.form.value.upper() for f in files}))
    shown = [_promise(s) for s in formats if s.what in missing or not missing][:2]
    proofs = list(dict.fromkeys(shown)) + [Proof(document=f.name, seen=_form(f)) for f in files]
    closed = [f.name for f in files if f.form not in OPEN]
    broken = [f.name for f in files if f.problem]
    question = both(
        "Wilt u een voorbeeldexport leveren in de formaten die het contract noemt?",
        "Will you deliver a sample export in the formats that the contract names?",
    )
    if missing:
        told = ", ".join("schema" if m == "SCHEMA" else m for m in missing)
        says = both(
            f"Beloofd maar niet aangetroffen: {told}. Wel aangetroffen: {seen}.",
            f"Promised but not found: {told}. Found: {seen}.",
        )
        return _line("format", name, says, proofs, Verdict.DEVIATES, question)
    if closed or broken or not found & DATA:
        listed = ", ".join(closed or broken) or seen
        says = both(
            f"Niet te lezen als open formaat of als gegevens: {listed}.",
            f"Cannot be read as an open format or as data: {listed}.",
        )
        verdict = Verdict.UNKNOWN if broken and not closed else Verdict.DEVIATES
        return _line("format", name, says, proofs, verdict, question)
    if wanted:
        says = both(
            f"De beloofde formaten zijn er: {seen}.", f"The promised formats are there: {seen}."
        )
    else:
        says = both(
            f"Open en leesbaar: {seen}. Het contract noemt geen formaat.",
            f"Open and readable: {seen}. The contract names no format.",
        )
    return _line("format", name, says, proofs, Verdict.COMPLIES)


def _form(file: ExportFile) -> Bilingual:
    form = file.form.value.upper()
    if not file.problem:
        return both(f"Herkend als {form}.", f"Recognised as {form}.")
    return both(
        f"Herkend als {form}, maar niet goed te lezen.",
        f"Recognised as {form}, but cannot be read well.",
    )


def _rows(name: str, count: int) -> Bilingual:
    return both(
        f"{name}: {count} rij{'en' * (count != 1)}", f"{name}: {count} row{'s' * (count != 1)}"
    )


def _entities(
    files: Sequence[ExportFile], tables: Sequence[Table], entities: Sequence[Said]
) -> Line:
    name = both("Gegevenssoorten in de export", "Kinds of data in the export")
    names = [t.name for t in tables] + [f.name.rpartition("/")[2].partition(".")[0] for f in files]
    filled = {t.name for t in tables if t.rows}
    missing = [e for e in entities if not any(same_name(e.what, n) for n in names)]
    empty = [
        e
        for e in entities
        if e not in missing
        and any(same_name(e.what, t.name) for t in tables)
        and not any(same_name(e.what, n) for n in filled)
    ]
    proofs = list(dict.fromkeys(_promise(e) for e in (missing or entities)))
    proofs += [Proof(document=t.file, seen=_rows(t.name, len(t.rows))) for t in tables]
    if not missing and not empty:
        told = ", ".join(e.what for e in entities)
        says = both(
            f"Alle genoemde soorten zijn er: {told}.", f"All kinds named are there: {told}."
        )
        return _line("entities", name, says, proofs, Verdict.COMPLIES)
    told = ", ".join(e.what for e in (*missing, *empty))
    count = len(missing) + len(empty)
    lacks, is_ = ("ontbreekt of is", "is") if count == 1 else ("ontbreken of zijn", "are")
    says = both(
        f"{count} van de {len(entities)} genoemde soorten gegevens {lacks} leeg: {told}.",
        f"{count} of the {len(entities)} kinds of data named {is_} missing or empty: {told}.",
    )
    question = both(
        f"Hoe komt dit mee bij een overstap: {told}?",
        f"How does this come along on an exit: {told}?",
    )
    return _line("entities", name, says, proofs, Verdict.DEVIATES, question)


def _keys(keys: Sequence[Key]) -> Line:
    name = both("Sleutels van de gegevens", "Keys of the data")
    without = [k for k in keys if not k.column]
    wrong = [k for k in keys if k.column and (k.double or k.empty)]
    proofs = [
        Proof(
            document=k.file,
            seen=_wrong(k),
            line=k.line,
        )
        for k in wrong
    ]
    proofs += [Proof(document=k.file, seen=_rows(k.table, k.rows)) for k in without]
    proofs += [
        Proof(document=k.file, seen=_rows(f"{k.table}.{k.column}", k.rows))
        for k in keys
        if k.column and k not in wrong
    ]
    question = both(
        "Waaraan is elk gegeven na een overstap te herkennen?",
        "By what can each record be recognised after an exit?",
    )
    if wrong:
        told = ", ".join(f"{k.table}.{k.column}" for k in wrong)
        says = both(f"Sleutels zijn dubbel of leeg: {told}.", f"Keys are double or empty: {told}.")
        return _line("keys", name, says, proofs, Verdict.DEVIATES, question)
    if without:
        told = ", ".join(k.table for k in without)
        says = both(f"Geen sleutel gevonden in: {told}.", f"No key found in: {told}.")
        return _line("keys", name, says, proofs, Verdict.UNKNOWN, question, Severity.MEDIUM)
    says = both(
        f"Elke rij van {len(keys)} tabellen heeft een eigen sleutel.",
        f"Every row of {len(keys)} tables has a key of its own.",
    )
    return _line("keys", name, says, proofs, Verdict.COMPLIES)


def _wrong(key: Key) -> Bilingual:
    """How a column fails as key: which values come back, and how many rows have none."""
    shown = f" ({', '.join(key.examples)})" if key.examples else ""
    nl, en = [], []
    if key.double:
        nl.append(f"{key.double} keer een waarde die al voorkomt{shown}")
        en.append(f"{key.double} times a value that occurs already{shown}")
    if key.empty:
        nl.append(f"{key.empty} keer leeg")
        en.append(f"{key.empty} times empty")
    column = f"{key.table}.{key.column}"
    return both(f"{column}: {', '.join(nl)}", f"{column}: {', '.join(en)}")


def _reference(reference: Reference) -> Bilingual:
    """How many references of a column lead somewhere."""
    shown = f" ({', '.join(reference.examples)})" if reference.examples else ""
    column = f"{reference.table}.{reference.column}"
    lost, filled, target = reference.lost, reference.filled, reference.target
    return both(
        f"{column}: {lost} van {filled} verwijzingen staan niet in {target}{shown}",
        f"{column}: {lost} of {filled} references are not in {target}{shown}",
    )


def _relations(references: Sequence[Reference], tables: Sequence[Table]) -> Line:
    name = both("Relaties tussen de gegevens", "Relations between the data")
    lost = [r for r in references if r.lost]
    proofs = [
        Proof(
            document=r.file,
            seen=_reference(r),
            line=r.line,
        )
        for r in (*lost, *(r for r in references if not r.lost))
    ]
    question = both(
        "Hoe blijven de verbanden tussen de gegevens bij een overstap behouden?",
        "How do the links between the data survive an exit?",
    )
    if lost:
        count = sum(r.lost for r in lost)
        told = ", ".join(f"{r.table}.{r.column}" for r in lost)
        says = both(
            f"{count} verwijzingen komen nergens uit: {told}.",
            f"{count} references lead nowhere: {told}.",
        )
        return _line("relations", name, says, proofs, Verdict.DEVIATES, question)
    if references:
        says = both(
            f"Alle {sum(r.filled for r in references)} verwijzingen tussen tabellen komen uit.",
            f"All {sum(r.filled for r in references)} references between tables lead somewhere.",
        )
        return _line("relations", name, says, proofs, Verdict.COMPLIES)
    listed = [
        Proof(document=t.file, quote=f"{t.name}: {', '.join(t.columns[:12])}") for t in tables
    ]
    says = both(
        "Er zijn geen verwijzingen tussen tabellen gevonden.",
        "No references between tables were found.",
    )
    verdict = Verdict.UNKNOWN if len(tables) > 1 else Verdict.NOT_APPLICABLE
    return _line("relations", name, says, listed, verdict, question, Severity.MEDIUM)
