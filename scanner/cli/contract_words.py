"""Words of `sluis contract read` and `explain` for people, in Dutch and English."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for the signature
    from sbom.contracts.clauses.catalogue import Kind

TEXTS: dict[str, dict[str, str]] = {
    "nl": {
        "present": "geregeld",
        "weak": "zwak",
        "contradicted": "tegen u",
        "absent": "niet gevonden",
        "unclear": "onduidelijk",
        "article": "art.",
        "page": "p.",
        "searched": "gezocht op onder meer",
        "row": "regel van de beslistabel",
        "patterns": "woorden van de patronen",
        "model": "woorden die in het model het zwaarst wogen",
        "severity": "gewicht als het ontbreekt",
        "rows": "hoe de uitkomst wordt bepaald, in volgorde",
        "trained": "Geleerd van {count} labels: {before} goed voor en {after} goed na. Geschreven: {file}",
        "detection": "gevonden",
        "status": "uitkomst goed, indien gevonden",
        "critical": "'geregeld' getoond waar de tekst tegen u werkt",
        "evidence": "juiste passage bij de eerste 1/3/5",
    },
    "en": {
        "present": "provided for",
        "weak": "weak",
        "contradicted": "against you",
        "absent": "not found",
        "unclear": "unclear",
        "article": "art.",
        "page": "p.",
        "searched": "searched for, among others",
        "row": "row of the decision table",
        "patterns": "words of the patterns",
        "model": "words that weighed most in the model",
        "severity": "weight when missing",
        "rows": "how the outcome is decided, in order",
        "trained": "Learned from {count} labels: {before} right before and {after} after. Wrote {file}",
        "detection": "found",
        "status": "status right, when found",
        "critical": "'provided for' shown where the text works against you",
        "evidence": "right passage among the first 1/3/5",
    },
}


def explained(kind: "Kind", lang: str) -> str:
    """A kind of clause for people: its weight and its decision table."""
    from sbom.contracts.clauses.status import rows_of

    words = TEXTS[lang]
    lines = [f"{kind.name(lang)} ({kind.id})", f"{words['severity']}: {kind.severity}", ""]
    lines.append(f"{words['rows']}:")
    for number, row in enumerate(rows_of(kind.id), 1):
        why = row.why_en if lang == "en" else row.why_nl
        lines.append(f"  {number}. {words[str(row.status)]}: {why}")
    return "\n".join(lines) + "\n"


def score_text(found: dict[str, object], lang: str) -> str:
    """A score for people."""
    words = TEXTS[lang]
    return "\n".join(
        [
            f"{words['detection']}: P={found['precision']} R={found['recall']} F1={found['f1']} "  # noqa: ISC004 - one text over two lines
            f"macro F1={found['macro_f1']}",
            f"{words['status']}: {found['status_when_found']}",
            f"{words['critical']}: {found['present_on_contradicted']}",
            f"{words['evidence']}: {found['evidence_1']} / {found['evidence_3']} / "  # noqa: ISC004 - one text over two lines
            f"{found['evidence_5']}",
        ]
    )
