"""CSAF 6.1.6, 6.1.7, 6.1.33, 6.1.35, 6.1.36, 6.1.56: what excludes what, per product."""

from collections.abc import Iterator
from itertools import combinations

from sbom.vex.csaf_view import Mistake, View
from sbom.vex.statement import Justification
from sbom.vex.wire import numbered, table, text

_TOGETHER = {
    frozenset(p)
    for p in (
        ("workaround", "mitigation"),
        ("workaround", "vendor_fix"),
        ("workaround", "fix_planned"),
        ("workaround", "no_fix_planned"),
        ("mitigation", "vendor_fix"),
        ("mitigation", "fix_planned"),
        ("mitigation", "no_fix_planned"),
    )
}
"""Remediation categories that may stand together (2.1, table of remediation combinations)."""
_CATEGORIES = frozenset(
    {
        "workaround",
        "mitigation",
        "vendor_fix",
        "optional_patch",
        "none_available",
        "fix_planned",
        "no_fix_planned",
    }
)
_PROHIBITED = {
    "affected": {"optional_patch"},
    "not affected": {"workaround", "mitigation", "vendor_fix", "none_available"},
    "fixed": _CATEGORIES - {"optional_patch"},
}
"""Remediation categories by the status group they contradict (2.1, second table)."""
_LABELS = frozenset(j.value for j in Justification)


def contradicting_status(view: View) -> Iterator[Mistake]:
    """6.1.6: no product stands in two status groups that exclude each other."""
    for path, vulnerability in view.vulnerabilities:
        groups = view.statuses(vulnerability)
        for one, other in combinations(groups, 2):
            for product in sorted(groups[one] & groups[other]):
                yield Mistake(f"{path}/product_status", f"{product!r} is {one} and {other}")


def scores_twice(view: View) -> Iterator[Mistake]:
    """6.1.7: no product has two scores of one version and source."""
    seen: set[tuple[str, ...]] = set()
    for path, content, products, source in view.contents():
        holder = path.partition("]")[0]
        for method in ("cvss_v2", "cvss_v3", "cvss_v4"):
            score = content.get(method)
            if not isinstance(score, dict):
                continue
            stated = text(score.get("version")) or method
            for product in dict.fromkeys(products):
                key = (holder, product, stated, source)
                if key in seen:
                    yield Mistake(f"{path}/{method}", f"{product!r} has two scores {stated}")
                seen.add(key)


def flags_twice(view: View) -> Iterator[Mistake]:
    """6.1.33: no product has two justifications."""
    for path, vulnerability in view.vulnerabilities:
        seen: set[str] = set()
        for number, flag in numbered(vulnerability.get("flags")):
            if text(flag.get("label")) not in _LABELS:
                continue
            for product in view.members(flag):
                if product in seen:
                    yield Mistake(f"{path}/flags[{number}]", f"{product!r} has two justifications")
                seen.add(product)


def contradicting_remediations(view: View) -> Iterator[Mistake]:
    """6.1.35: no product has remediations that exclude each other."""
    for path, vulnerability in view.vulnerabilities:
        seen: dict[str, set[str]] = {}
        for number, item in numbered(vulnerability.get("remediations")):
            category = text(item.get("category"))
            if category not in _CATEGORIES:
                continue
            for product in view.members(item):
                before = seen.setdefault(product, set())
                for other in sorted(before - {category}):
                    if frozenset((category, other)) not in _TOGETHER:
                        yield Mistake(
                            f"{path}/remediations[{number}]",
                            f"{product!r} has {category} and {other}",
                        )
                before.add(category)


def status_against_remediation(view: View) -> Iterator[Mistake]:
    """6.1.36: no product has a remediation that contradicts its status."""
    for path, vulnerability in view.vulnerabilities:
        groups = view.statuses(vulnerability)
        for number, item in numbered(vulnerability.get("remediations")):
            category = text(item.get("category"))
            for product in view.members(item):
                for group, prohibited in _PROHIBITED.items():
                    if category in prohibited and product in groups[group]:
                        yield Mistake(
                            f"{path}/remediations[{number}]",
                            f"{product!r} is {group} and has {category}",
                        )


def rating_beside_score(view: View) -> Iterator[Mistake]:
    """6.1.56: no product has a CVSS score and a qualitative rating of one source."""
    scored: set[tuple[str, str, str]] = set()
    rated: dict[tuple[str, str, str], str] = {}
    for path, content, products, source in view.contents():
        holder = path.partition("]")[0]
        keys = {(holder, product, source) for product in products}
        if any(k in content for k in ("cvss_v2", "cvss_v3", "cvss_v4")):
            scored |= keys
        if "qualitative_severity_rating" in table(content):
            rated |= dict.fromkeys(keys, path)
    for key in sorted(rated.keys() & scored):
        yield Mistake(f"{rated[key]}/qualitative_severity_rating", f"{key[1]!r} has a score too")
