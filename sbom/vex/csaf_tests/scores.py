"""CSAF 6.1.8-6.1.10: CVSS objects; base scores of version 2 and 3 are computed anew.

Not computed: temporal and environmental scores, and scores of version 4 (its table of 270 macro
vectors is not carried here); 6.1.8 looks at required members and vectors, not at a whole schema.

Sources: FIRST, CVSS v2 complete guide, section 3.2.1; CVSS v3.0 and v3.1 specification, section 7.
"""

import math
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
_IMPACT3 = {"H": 0.56, "L": 0.22, "N": 0.0}
_V3 = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2},
    "AC": {"L": 0.77, "H": 0.44},
    "UI": {"N": 0.85, "R": 0.62},
    "C": _IMPACT3,
    "I": _IMPACT3,
    "A": _IMPACT3,
}
_PRIVILEGES = {"U": {"N": 0.85, "L": 0.62, "H": 0.27}, "C": {"N": 0.85, "L": 0.68, "H": 0.5}}
_IMPACT2 = {"N": 0.0, "P": 0.275, "C": 0.66}
_V2 = {
    "AV": {"L": 0.395, "A": 0.646, "N": 1.0},
    "AC": {"H": 0.35, "M": 0.61, "L": 0.71},
    "Au": {"M": 0.45, "S": 0.56, "N": 0.704},
    "C": _IMPACT2,
    "I": _IMPACT2,
    "A": _IMPACT2,
}
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
_WORDS = {"cvss_v2": _WORDS2, "cvss_v3": _WORDS3, "cvss_v4": _WORDS4}


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
    """6.1.9: base score and severity follow from the vector."""
    for path, method, score, vector in _scores(view):
        stated = score.get("baseScore")
        if isinstance(stated, bool) or not isinstance(stated, int | float):
            continue
        try:
            made = _base2(vector) if method == "cvss_v2" else _base3(vector)
        except KeyError:
            continue
        if method == "cvss_v4":
            made = float(stated)
        if abs(made - stated) > 0.001:
            yield Mistake(f"{path}/baseScore", f"is {stated}, computed {made}")
        severity = text(score.get("baseSeverity"))
        if method != "cvss_v2" and severity and severity != _severity(made):
            yield Mistake(f"{path}/baseSeverity", f"is {severity}, computed {_severity(made)}")


def consistent(view: View) -> Iterator[Mistake]:
    """6.1.10: members of a CVSS object say what the vector says."""
    for path, method, score, vector in _scores(view):
        for key, (metric, words) in _WORDS[method].items():
            said = text(score.get(key))
            meant = words.get(vector.get(metric, ""))
            if said and meant and said != meant:
                yield Mistake(f"{path}/{key}", f"is {said}, the vector says {meant}")


def _base3(vector: dict[str, str]) -> float:
    if "AT" in vector:
        return 0.0
    value = {k: table[vector[k]] for k, table in _V3.items()}
    changed = vector["S"] == "C"
    privileges = _PRIVILEGES["C" if changed else "U"][vector["PR"]]
    missing = 1 - (1 - value["C"]) * (1 - value["I"]) * (1 - value["A"])
    impact = 7.52 * (missing - 0.029) - 3.25 * (missing - 0.02) ** 15 if changed else 6.42 * missing
    if impact <= 0:
        return 0.0
    total = impact + 8.22 * value["AV"] * value["AC"] * privileges * value["UI"]
    total = min(1.08 * total if changed else total, 10.0)
    if vector.get("CVSS") == "3.0":
        return math.ceil(round(total * 10, 9)) / 10
    whole = round(total * 100_000)
    return whole / 100_000 if whole % 10_000 == 0 else (whole // 10_000 + 1) / 10


def _base2(vector: dict[str, str]) -> float:
    value = {k: table[vector[k]] for k, table in _V2.items()}
    impact = 10.41 * (1 - (1 - value["C"]) * (1 - value["I"]) * (1 - value["A"]))
    exploit = 20 * value["AV"] * value["AC"] * value["Au"]
    total = (0.6 * impact + 0.4 * exploit - 1.5) * (1.176 if impact else 0)
    return math.floor(total * 10 + 0.5) / 10


def _severity(score: float) -> str:
    if score == 0:
        return "NONE"
    limits = ((4.0, "LOW"), (7.0, "MEDIUM"), (9.0, "HIGH"))
    return next((name for limit, name in limits if score < limit), "CRITICAL")
