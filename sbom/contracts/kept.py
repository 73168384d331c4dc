"""What is kept of a contract file: its readings and what it states, and the descriptors made of them.

`Kept` is what the cache holds of one file in place of its text. `descriptors` lays the files of one
folder together and gives each its facts for the database: `contract-document`, one per document, and
`contract-clause`, one per clause and paper that holds it.
"""

from collections.abc import Mapping, Sequence

import msgspec

from sbom.contracts.clauses.catalogue import kind_of
from sbom.contracts.clauses.reading import Evidence, Reading, read_clauses
from sbom.contracts.clauses.shown import explanation
from sbom.contracts.clauses.status import Status
from sbom.contracts.document import Document
from sbom.contracts.precedence import Hierarchy, hierarchy
from sbom.contracts.settled import Settled, settled_by_name
from sbom.contracts.stated import Stated, stated_of
from sbom.inventory import Descriptor
from sbom.issue import Issue

DOCUMENT, CLAUSE = "contract-document", "contract-clause"
NUMBERS = (
    "notice_months", "renewal_months", "term_months", "period_days", "longest_days", "cap_eur",
    "cap_multiple", "percent",
)  # fmt: skip
"""Values that are kept as `number.NAME` (see `sbom.contracts.values_clause.Values.number`)."""
_QUOTE = 600
"""Characters of a quote that the database holds."""


class KeptDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """One document of a file."""

    name: str
    """Path in the source; "!" joins a member of an archive or message."""
    form: str
    language: str
    pages: int
    words: int
    unread: tuple[int, ...]
    ocr: tuple[int, ...]
    stated: Stated
    readings: tuple[Reading, ...]
    """All clause kinds, found or not."""


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file."""

    documents: tuple[KeptDocument, ...]
    issues: tuple[Issue, ...] = ()


def kept_of(documents: Sequence[Document]) -> Kept:
    """What is kept of the documents of one file.

    Args:
        documents: `sbom.contracts.read_all.read_documents` of the file.
    """
    made = [
        KeptDocument(
            name=document.name,
            form=document.form,
            language=document.language,
            pages=len(document.pages),
            words=len(document.text.split()),
            unread=document.unread,
            ocr=document.ocr,
            stated=stated_of(document),
            readings=read_clauses(document),
        )
        for document in documents
        if document.text.strip()
    ]
    issues = [
        issue if issue.subject or d.name == documents[0].name
        else msgspec.structs.replace(issue, subject=d.name[:200])
        for d in documents
        for issue in d.issues
    ]  # fmt: skip
    return Kept(tuple(made), tuple(issues))


def descriptors(files: Mapping[str, Kept]) -> dict[str, tuple[Descriptor, ...]]:
    """The facts of every file, by its path, when all are laid together.

    Args:
        files: What is kept of each file of one folder, by path.
    """
    ordered = sorted(files)
    documents = [d for path in ordered for d in files[path].documents]
    ranked = hierarchy([d.stated for d in documents])
    readings = [r for d in documents for r in d.readings]
    found = settled_by_name([d.name for d in documents], readings, ranked)
    by_document: dict[str, list[Descriptor]] = {d.name: [] for d in documents}
    for one in found:
        for stand in (one.leads, *one.others):
            if stand is not None:
                reading = readings[stand.reading]
                by_document[reading.document].append(
                    _clause(one, reading, stand.evidence, stand.status, ranked, documents)
                )
    return {
        path: tuple(
            descriptor
            for d in files[path].documents
            for descriptor in (_document(d), *by_document[d.name])
        )
        for path in ordered
    }


def _document(kept: KeptDocument) -> Descriptor:
    absent = [r.clause for r in kept.readings if not r.found]
    return Descriptor(
        kind=DOCUMENT,
        name=kept.name,
        properties=_pairs(
            {
                "absent": " ".join(absent),
                "form": kept.form,
                "language": kept.language,
                "ocr": " ".join(map(str, kept.ocr)),
                "pages": str(kept.pages or ""),
                "paper": kept.stated.papers[0].kind,
                "title": kept.stated.papers[0].title,
                "unread": " ".join(map(str, kept.unread)),
                "words": str(kept.words),
            }
        ),
    )


def _clause(
    one: Settled,
    reading: Reading,
    evidence: Evidence,
    status: Status,
    ranked: Hierarchy,
    documents: Sequence[KeptDocument],
) -> Descriptor:
    leads = one.leads is not None and one.leads.evidence is evidence
    kind = kind_of(one.clause)
    numbers = {
        f"number.{name}": f"{number:g}"
        for name in NUMBERS
        if leads and (number := reading.values.number(name)) is not None
    }
    law = reading.values.law
    first = evidence is reading.evidence[0]
    return Descriptor(
        kind=CLAUSE,
        name=one.clause,
        properties=_pairs(
            {
                "article": evidence.article,
                "basis": one.basis.value if leads and one.others else "",
                "because": _because(one, ranked, documents) if leads else "",
                "confidence": f"{reading.confidence:g}",
                "document": reading.document,
                "end": str(evidence.end),
                "law": law.country or law.name if law and first else "",
                "leads": "yes" if leads else "",
                "name_en": kind.name("en") if kind else one.clause,
                "name_nl": kind.name("nl") if kind else one.clause,
                "page": str(evidence.page or ""),
                "part": evidence.part,
                "quote": evidence.quote[:_QUOTE],
                "start": str(evidence.start),
                "status": status.value,
                "tier": reading.tier.value,
                "why_en": explanation(reading, "en") if first else "",
                "why_nl": explanation(reading, "nl") if first else "",
                **numbers,
            }
        ),
    )


def _because(one: Settled, ranked: Hierarchy, documents: Sequence[KeptDocument]) -> str:
    """The passage that decided, with its document; empty where none does."""
    told = [(ranked.orders[n].paper, ranked.orders[n].quote) for n in one.orders]
    told += [(ranked.excluded[n].paper, ranked.excluded[n].quote) for n in one.excluded]
    if not told:
        return ""
    paper, quote = told[0]
    return f"{documents[ranked.papers[paper].document].name}: {quote[:_QUOTE]}"


def _pairs(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((k, v) for k, v in values.items() if v))
