"""CSAF 6.1.8-6.1.10: CVSS objects; scores are computed anew from the vector.

6.1.8 looks at required members and vectors, not at a whole schema. Computing is left to the package
`cvss`.

Sources: FIRST, CVSS v2 complete guide, section 3.2.1; CVSS v3.0 and v3.1 specification, section 7; CVSS
v4.0 specification, section 8.
"""

from collections.abc import Iterator
from typing import Any

from sbom.vex.csaf_view import Mistake, View
from sbom.vex.wire import text

_REQUIRED = {
    "cvss_v2": ("version", "vectorString", "baseScore"),
    "cvss_v3": ("version", "vectorString", "baseScore", "baseSeverity"),
    "cvss_v4": ("version", "vectorString", "baseScore", "baseSeverity"),
}
_REMOVED = ("threatScore", "threatSeverity", "environmentalScore", "environmentalSeverity")
"""Members that the schema of CVSS 4.0 does not know (any more)."""
_VERSIONS = {"cvss_v2": {"2.0"}, "cvss_v3": {"3.0", "3.1"}, "cvss_v4": {"4.0"}}
_LEVELS = {"N": "NONE", "L": "LOW", "H": "HIGH"}
_WORDS3 = {
    "attackVector": (
        "AV",
        {"N": "NETWORK", "A": "ADJACENT_NETWORK", "L": "LOCAL", "P": "PHYSICAL"},
    ),
    "attackComplexity": ("AC", _LEVELS),
    "privilegesRequired": ("PR", _LEVELS),
    "userInteraction": ("UI", {"N": "NONE", "R": "REQUIRED"}),
    "scope": ("S", {"U": "UNCHANGED", "C": "CHANGED"}),
    "confidentialityImpact": ("C", _LEVELS),
    "integrityImpact": ("I", _LEVELS),
    "availabilityImpact": ("A", _LEVELS),
}
_PARTS2 = {"N": "NONE", "P": "PARTIAL", "C": "COMPLETE"}
_WORDS2 = {
    "accessVector": ("AV", {"N": "NETWORK", "A": "ADJACENT_NETWORK", "L": "LOCAL"}),
    "accessComplexity": ("AC", {"L": "LOW", "M": "MEDIUM", "H": "HIGH"}),
    "authentication": ("Au", {"N": "NONE", "S": "SINGLE", "M": "MULTIPLE"}),
    "confidentialityImpact": ("C", _PARTS2),
    "integrityImpact": ("I", _PARTS2),
    "availabilityImpact": ("A", _PARTS2),
}
_WORDS4 = {
    "attackVector": ("AV", {"N": "NETWORK", "A": "ADJACENT", "L": "LOCAL", "P": "PHYSICAL"}),
    "attackComplexity": ("AC", _LEVELS),
    "attackRequirements": ("AT", {"N": "NONE", "P": "PRESENT"}),
    "privilegesRequired": ("PR", _LEVELS),
    "userInteraction": ("UI", {"N": "NONE", "P": "PASSIVE", "A": "ACTIVE"}),
    "vulnConfidentialityImpact": ("VC", _LEVELS),
    "vulnIntegrityImpact": ("VI", _LEVELS),
    "vulnAvailabilityImpact": ("VA", _LEVELS),
    "subConfidentialityImpact": ("SC", _LEVELS),
    "subIntegrityImpact": ("SI", _LEVELS),
    "subAvailabilityImpact": ("SA", _LEVELS),
}
_NEED = {"L": "LOW", "M": "MEDIUM", "H": "HIGH", "ND": "NOT_DEFINED", "X": "NOT_DEFINED"}
_PROOF = {
    "U": "UNPROVEN", "POC": "PROOF_OF_CONCEPT", "P": "PROOF_OF_CONCEPT", "F": "FUNCTIONAL",
    "H": "HIGH", "ND": "NOT_DEFINED", "X": "NOT_DEFINED",
}  # fmt: skip
_REMEDY = {
    "OF": "OFFICIAL_FIX", "O": "OFFICIAL_FIX", "TF": "TEMPORARY_FIX", "T": "TEMPORARY_FIX",
    "W": "WORKAROUND", "U": "UNAVAILABLE", "ND": "NOT_DEFINED", "X": "NOT_DEFINED",
}  # fmt: skip
_NEEDS = {
    "confidentialityRequirement": ("CR", _NEED),
    "integrityRequirement": ("IR", _NEED),
    "availabilityRequirement": ("AR", _NEED),
}
_SPREAD = {"N": "NONE", **_NEED}
_DAMAGE = {**_SPREAD, "LM": "LOW_MEDIUM", "MH": "MEDIUM_HIGH"}
_FURTHER = {
    "cvss_v2": {
        "exploitability": ("E", _PROOF),
        "remediationLevel": ("RL", _REMEDY),
        "reportConfidence": (
            "RC", {"UC": "UNCONFIRMED", "UR": "UNCORROBORATED", "C": "CONFIRMED", "ND": "NOT_DEFINED"},
        ),
        "collateralDamagePotential": ("CDP", _DAMAGE),
        "targetDistribution": ("TD", _SPREAD),
        **_NEEDS,
    },
    "cvss_v3": {
        "exploitCodeMaturity": ("E", _PROOF),
        "remediationLevel": ("RL", _REMEDY),
        "reportConfidence": (
            "RC", {"U": "UNKNOWN", "R": "REASONABLE", "C": "CONFIRMED", "X": "NOT_DEFINED"},
        ),
        **_NEEDS,
    },
    "cvss_v4": {
        "exploitMaturity": (
            "E", {"A": "ATTACKED", "P": "PROOF_OF_CONCEPT", "U": "UNREPORTED", "X": "NOT_DEFINED"},
        ),
        "Safety": ("S", {"N": "NEGLIGIBLE", "P": "PRESENT", "X": "NOT_DEFINED"}),
        "Automatable": ("AU", {"N": "NO", "Y": "YES", "X": "NOT_DEFINED"}),
        "Recovery": ("R", {"A": "AUTOMATIC", "U": "USER", "I": "IRRECOVERABLE", "X": "NOT_DEFINED"}),
        "valueDensity": ("V", {"D": "DIFFUSE", "C": "CONCENTRATED", "X": "NOT_DEFINED"}),
        "vulnerabilityResponseEffort": (
            "RE", {"L": "LOW", "M": "MODERATE", "H": "HIGH", "X": "NOT_DEFINED"},
        ),
        "providerUrgency": (
            "U", {"Clear": "CLEAR", "Green": "GREEN", "Amber": "AMBER", "Red": "RED", "X": "NOT_DEFINED"},
        ),
        **_NEEDS,
    },
}  # fmt: skip


def _modified(
    words: dict[str, tuple[str, dict[str, str]]],
) -> dict[str, tuple[str, dict[str, str]]]:
    """The environmental twins of base metrics: `MAV` is `modifiedAttackVector`."""
    more = {"X": "NOT_DEFINED"}
    later = {"X": "NOT_DEFINED", "S": "SAFETY", "H": "HIGH", "L": "LOW", "N": "NEGLIGIBLE"}
    return {
        f"modified{key[0].upper()}{key[1:]}": (
            f"M{metric}",
            later if key.startswith("sub") else {**more, **meant},
        )
        for key, (metric, meant) in words.items()
    }


_WORDS = {
    "cvss_v2": {**_WORDS2, **_FURTHER["cvss_v2"]},
    "cvss_v3": {**_WORDS3, **_modified(_WORDS3), **_FURTHER["cvss_v3"]},
    "cvss_v4": {**_WORDS4, **_modified(_WORDS4), **_FURTHER["cvss_v4"]},
}
_PARTS = ("base", "temporal", "environmental")


def _scores(view: View) -> Iterator[tuple[str, str, dict[str, Any], dict[str, str]]]:
    """(path, method, object, metrics of the vector)."""
    for path, content, _, _ in view.contents():
        for method in _REQUIRED:
            score = content.get(method)
            if isinstance(score, dict):
                parts = text(score.get("vectorString")).split("/")
                vector = dict(p.split(":", 1) for p in parts if ":" in p)
                yield f"{path}/{method}", method, score, vector


def invalid(view: View) -> Iterator[Mistake]:
    """6.1.8: a CVSS object has its required members and a vector of its version."""
    for path, method, score, vector in _scores(view):
        for key in _REQUIRED[method]:
            if key not in score:
                yield Mistake(path, f"has no {key}")
        if method == "cvss_v4":
            for key in _REMOVED:
                if key in score:
                    yield Mistake(f"{path}/{key}", "is no member of a CVSS 4.0 object")
        stated = text(score.get("version"))
        prefix = vector.get("CVSS", "2.0" if method == "cvss_v2" else "")
        if "version" in score and (stated not in _VERSIONS[method] or prefix != stated):
            yield Mistake(f"{path}/version", f"is {stated!r}, the vector {prefix!r}")


def computed(view: View) -> Iterator[Mistake]:
    """6.1.9: scores and severities follow from the vector."""
    for path, method, score, _ in _scores(view):
        for part, value, severity in _values(method, text(score.get("vectorString"))):
            stated = score.get(f"{part}Score")
            if not isinstance(stated, int | float) or isinstance(stated, bool):
                stated = value
            if abs(stated - value) > 0.001:
                yield Mistake(f"{path}/{part}Score", f"is {stated}, computed {value}")
            said = text(score.get(f"{part}Severity"))
            if said and severity and said != severity:
                yield Mistake(f"{path}/{part}Severity", f"is {said}, computed {severity}")


def _values(method: str, vector: str) -> Iterator[tuple[str, float, str]]:
    """(part, score, severity) that a vector gives; of CVSS 4 the base with all its metrics."""
    from cvss import CVSS2, CVSS3, CVSS4
    from cvss.exceptions import CVSSError

    made: Any
    try:
        if method == "cvss_v4":
            made = CVSS4(vector)
            yield "base", float(made.base_score), made.severity.upper()
            return
        made = CVSS2(vector) if method == "cvss_v2" else CVSS3(vector)
        severities = ("", "", "") if method == "cvss_v2" else made.severities()
        for part, value, severity in zip(_PARTS, made.scores(), severities, strict=True):
            if value is not None:
                yield part, float(value), severity.upper()
    except (CVSSError, ValueError, KeyError, ArithmeticError):
        return


def consistent(view: View) -> Iterator[Mistake]:
    """6.1.10: members of a CVSS object say what the vector says."""
    for path, method, score, vector in _scores(view):
        for key, (metric, words) in _WORDS[method].items():
            said = text(score.get(key))
            meant = words.get(vector.get(metric, ""))
            if said and meant and said != meant:
                yield Mistake(f"{path}/{key}", f"is {said}, the vector says {meant}")
