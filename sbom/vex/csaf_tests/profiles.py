"""CSAF 6.1.26 and 6.1.27: what the category of a document asks of it."""

from collections.abc import Iterable, Iterator
from typing import Any

from sbom.lazy_pattern import lazy
from sbom.vex.csaf_view import Mistake, View
from sbom.vex.wire import table, tables, text, texts

_ADVISORIES = frozenset({"csaf_security_advisory", "csaf_vex", "csaf_deprecated_security_advisory"})
_NOTES = frozenset({"csaf_informational_advisory", "csaf_security_incident_response"})
_ENDED = frozenset({"csaf_withdrawn", "csaf_superseded"})
_OLD = frozenset(
    {
        "csaf_base",
        "csaf_security_incident_response",
        "csaf_informational_advisory",
        "csaf_security_advisory",
        "csaf_vex",
    }
)
_NEW = _OLD | _ENDED | {"csaf_deprecated_security_advisory"}
_DASHES = lazy(
    r"[\s_\-\u00ad\u02d7\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe33\ufe34\ufe4d-\ufe4f"
    r"\ufe58\ufe63\uff0d\uff3f\u203f\u2040\u2054\u0332]+"
)


def prohibited_category(view: View) -> Iterator[Mistake]:
    """6.1.26: a category of one's own is not nearly that of a profile."""
    known = _OLD if view.edition == "2.0" else _NEW
    if view.category in known:
        return
    bare = _DASHES.sub("", view.category).casefold()
    names = {_DASHES.sub("", k.removeprefix("csaf_")) for k in known - {"csaf_base"}}
    values = {_DASHES.sub("", k) for k in known}
    if bare in names or bare in values or view.category.casefold().startswith("csaf_"):
        yield Mistake("/document/category", "is nearly the name of a profile")


def document_notes(view: View) -> Iterator[Mistake]:
    """6.1.27.1: an informational document explains itself."""
    wanted = {"description", "details", "general", "summary"}
    notes = tables(view.head.get("notes"))
    if view.category in _NOTES and not any(text(n.get("category")) in wanted for n in notes):
        yield Mistake("/document/notes", "has no description, details, general or summary")


def document_references(view: View) -> Iterator[Mistake]:
    """6.1.27.2: an informational document refers to another source."""
    found = tables(view.head.get("references"))
    kinds = {text(r.get("category")) or "external" for r in found}
    if view.category in _NOTES and "external" not in kinds:
        yield Mistake("/document/references", "has no external reference")


def no_vulnerabilities(view: View) -> Iterator[Mistake]:
    """6.1.27.3: an informational, withdrawn or superseded document has no vulnerabilities."""
    without = {"csaf_informational_advisory"} | (_ENDED if view.edition != "2.0" else set())
    if view.category in without and "vulnerabilities" in view.root:
        yield Mistake("/vulnerabilities", f"may not be in {view.category}")


def product_tree(view: View) -> Iterator[Mistake]:
    """6.1.27.4: an advisory or VEX has a product tree."""
    if view.category in _ADVISORIES and "product_tree" not in view.root:
        yield Mistake("/product_tree", "is missing")


def vulnerability_notes(view: View) -> Iterator[Mistake]:
    """6.1.27.5: each vulnerability of an advisory or VEX has notes."""
    for path, vulnerability in view.vulnerabilities:
        if view.category in _ADVISORIES and "notes" not in vulnerability:
            yield Mistake(f"{path}/notes", "is missing")


def product_status(view: View) -> Iterator[Mistake]:
    """6.1.27.6: each vulnerability of an advisory has a product status."""
    for path, vulnerability in view.vulnerabilities:
        if view.category in _ADVISORIES - {"csaf_vex"} and "product_status" not in vulnerability:
            yield Mistake(f"{path}/product_status", "is missing")


def vex_status(view: View) -> Iterator[Mistake]:
    """6.1.27.7: each vulnerability of a VEX has one of the four statuses."""
    wanted = {"fixed", "known_affected", "known_not_affected", "under_investigation"}
    for path, vulnerability in view.vulnerabilities:
        stated = table(vulnerability.get("product_status"))
        if view.category == "csaf_vex" and wanted.isdisjoint(stated):
            yield Mistake(f"{path}/product_status", "has none of the four statuses of VEX")


def vulnerability_id(view: View) -> Iterator[Mistake]:
    """6.1.27.8: each vulnerability of a VEX has an identifier for each of its products."""
    if view.category != "csaf_vex":
        return
    for path, vulnerability in view.vulnerabilities:
        ids = tables(vulnerability.get("ids"))
        if "cve" in vulnerability:
            continue
        if not ids:
            yield Mistake(path, "has neither cve nor ids")
        elif all("product_ids" in i or "group_ids" in i for i in ids):
            named = {p for i in ids for p in view.members(i)}
            listed = table(vulnerability.get("product_status")).values()
            for product in sorted({p for v in listed for p in texts(v)} - named):
                yield Mistake(f"{path}/ids", f"no identifier applies to {product!r}")


def impact_statement(view: View) -> Iterator[Mistake]:
    """6.1.27.9: each product that is not affected has an impact statement."""
    for path, vulnerability in view.vulnerabilities:
        threats = [
            t for t in tables(vulnerability.get("threats")) if text(t.get("category")) == "impact"
        ]
        said = (*tables(vulnerability.get("flags")), *threats)
        yield from _unsaid(view, path, vulnerability, "known_not_affected", said, "impact")


def action_statement(view: View) -> Iterator[Mistake]:
    """6.1.27.10: each affected product has an action statement."""
    for path, vulnerability in view.vulnerabilities:
        said = tables(vulnerability.get("remediations"))
        yield from _unsaid(view, path, vulnerability, "known_affected", said, "action")


def _unsaid(
    view: View,
    path: str,
    vulnerability: dict[str, Any],
    status: str,
    said: Iterable[dict[str, Any]],
    what: str,
) -> Iterator[Mistake]:
    """Products of a status of which no item of `said` speaks, in a VEX."""
    if view.category != "csaf_vex":
        return
    known = {p for item in said for p in view.members(item)}
    for number, product in enumerate(texts(table(vulnerability.get("product_status")).get(status))):
        if product not in known:
            place = f"{path}/product_status/{status}[{number}]"
            yield Mistake(place, f"{product!r} has no {what} statement")


def vulnerabilities(view: View) -> Iterator[Mistake]:
    """6.1.27.11: an advisory or VEX has vulnerabilities."""
    if view.category in _ADVISORIES and "vulnerabilities" not in view.root:
        yield Mistake("/vulnerabilities", "is missing")


def affected_products(view: View) -> Iterator[Mistake]:
    """6.1.27.12 (2.1): each vulnerability of an advisory names affected products."""
    for path, vulnerability in view.vulnerabilities:
        stated = table(vulnerability.get("product_status"))
        if view.category == "csaf_security_advisory" and "known_affected" not in stated:
            yield Mistake(f"{path}/product_status/known_affected", "is missing")


def ended_notes(view: View) -> Iterator[Mistake]:
    """6.1.27.14 (2.1): a withdrawn or superseded document has a description."""
    kinds = {text(n.get("category")) for n in tables(view.head.get("notes"))}
    if view.category in _ENDED and "description" not in kinds:
        yield Mistake("/document/notes", "has no description")


def ended_tree(view: View) -> Iterator[Mistake]:
    """6.1.27.15 (2.1): a withdrawn or superseded document has no product tree."""
    if view.category in _ENDED and "product_tree" in view.root:
        yield Mistake("/product_tree", f"may not be in {view.category}")


def ended_history(view: View) -> Iterator[Mistake]:
    """6.1.27.16 (2.1): a withdrawn or superseded document has at least two revisions."""
    if view.category in _ENDED and len(view.history) < 2:
        yield Mistake("/document/tracking/revision_history", "has fewer than two entries")


def _reasoning(view: View, category: str, title: str) -> Iterator[Mistake]:
    if view.category != category or not view.english:
        return
    notes = view.notes(title)
    if len(notes) != 1 or text(notes[0].get("category")) != "description":
        yield Mistake("/document/notes", f"has not exactly one description {title!r}")


def withdrawal(view: View) -> Iterator[Mistake]:
    """6.1.27.17 (2.1): a withdrawn document says why."""
    yield from _reasoning(view, "csaf_withdrawn", "Reasoning for Withdrawal")


def supersession(view: View) -> Iterator[Mistake]:
    """6.1.27.18 (2.1): a superseded document says why."""
    yield from _reasoning(view, "csaf_superseded", "Reasoning for Supersession")


def superseding(view: View) -> Iterator[Mistake]:
    """6.1.27.19 (2.1): a superseded document names the one that replaces it."""
    found = any(
        text(r.get("summary")).startswith("Superseding Document")
        and text(r.get("category")) == "external"
        for r in tables(view.head.get("references"))
    )
    if view.category == "csaf_superseded" and view.english and not found:
        yield Mistake("/document/references", "names no superseding document")
