"""CSAF 2.0 and 2.1 documents, of any profile: advisories, VEX, informational ones.

One statement per vulnerability, status group and distinct set of justification, impact and
actions; products of a group that share them stand in one statement. Flags and threats without
products count for none, remediations without products for all (2.0 allows it by schema). Products
named in a status group but defined nowhere stay, as products with an id alone, with a NOTE.

Source: CSAF 2.0 and 2.1, section 3.2.
"""

from typing import Any

from sbom.documents.cyclonedx_model import items
from sbom.issue import Issue, IssueKind
from sbom.vex import csaf_products
from sbom.vex.statement import (
    Action,
    Justification,
    Mention,
    Status,
    VexDocument,
    VexProduct,
    VexStatement,
    Vulnerability,
)
from sbom.vex.wire import table, tables, text, texts

STATUSES = {
    "first_affected": Status.AFFECTED,
    "known_affected": Status.AFFECTED,
    "last_affected": Status.AFFECTED,
    "known_not_affected": Status.NOT_AFFECTED,
    "first_fixed": Status.FIXED,
    "fixed": Status.FIXED,
    "under_investigation": Status.UNDER_INVESTIGATION,
    "recommended": Status.RECOMMENDED,
    "unknown": Status.UNKNOWN,
}
"""Status groups of the standard."""
_JUSTIFICATIONS = {j.value: j for j in Justification}


def is_csaf(root: dict[str, Any]) -> bool:
    """Whether the members are those of a CSAF document."""
    head = root.get("document")
    return isinstance(head, dict) and ("csaf_version" in head or "tracking" in head)


def read(root: dict[str, Any]) -> VexDocument:
    """Facts of one CSAF document; never raises."""
    head = table(root.get("document"))
    tracking = table(head.get("tracking"))
    publisher = table(head.get("publisher"))
    engine = table(table(tracking.get("generator")).get("engine"))
    tree = table(root.get("product_tree"))
    groups = csaf_products.groups(tree)
    reader = _Reader(csaf_products.products(tree), groups)
    issued = text(tracking.get("initial_release_date"))
    updated = text(tracking.get("current_release_date"))
    for number, stated in enumerate(items(root.get("vulnerabilities"))):
        if isinstance(stated, dict):
            reader.take(stated, issued, updated)
        else:
            reader.issue(IssueKind.ENTRY, "vulnerability is not an object", number)
    reader.sum_up()
    return VexDocument(
        format="csaf",
        format_version=text(head.get("csaf_version")),
        id=text(tracking.get("id")),
        title=text(head.get("title")),
        category=text(head.get("category")),
        author=text(publisher.get("name")),
        author_role=text(publisher.get("category")),
        issued=issued,
        updated=updated,
        version=text(tracking.get("version")),
        status=text(tracking.get("status")),
        tool=" ".join(t for k in ("name", "version") if (t := text(engine.get(k)))),
        products=tuple(reader.products.values()),
        groups=tuple(groups.items()),
        relations=csaf_products.relations(tree),
        vulnerabilities=tuple(reader.vulnerabilities),
        statements=tuple(reader.statements),
        issues=tuple(reader.issues),
    )


def members(item: dict[str, Any], groups: dict[str, tuple[str, ...]]) -> list[str]:
    """Products of a flag, threat, remediation or the like: its own and those of its groups."""
    found = texts(item.get("product_ids"))
    for group in texts(item.get("group_ids")):
        found.extend(groups.get(group, ()))
    return list(dict.fromkeys(found))


class _Reader:
    """State of one reading."""

    def __init__(self, products: dict[str, VexProduct], groups: dict[str, tuple[str, ...]]) -> None:
        self.products = products
        self._groups = groups
        self.vulnerabilities: list[Vulnerability] = []
        self.statements: list[VexStatement] = []
        self.issues: list[Issue] = []
        self._undefined: list[str] = []

    def issue(self, kind: IssueKind, message: str, number: int) -> None:
        """Record what could not be read of a vulnerability."""
        self.issues.append(Issue(kind=kind, message=message, subject=f"vulnerabilities[{number}]"))

    def sum_up(self) -> None:
        """One NOTE for the products that are defined nowhere."""
        if self._undefined:
            count = len(self._undefined)
            message = f"{count} product ids are used but not defined in the product tree"
            note = Issue(kind=IssueKind.NOTE, message=message, subject=self._undefined[0][:200])
            self.issues.append(note)

    def take(self, stated: dict[str, Any], issued: str, updated: str) -> None:
        """Take over one vulnerability with its statements."""
        number = len(self.vulnerabilities)
        self.vulnerabilities.append(_vulnerability(stated))
        flags = self._by_product(stated.get("flags"), lambda f: text(f.get("label")))
        impacts = self._by_product(
            [t for t in tables(stated.get("threats")) if text(t.get("category")) == "impact"],
            lambda t: text(t.get("details")),
        )
        remedies = tables(stated.get("remediations"))
        actions = self._by_product(remedies, _action)
        general = tuple(
            _action(r) for r in remedies if "product_ids" not in r and "group_ids" not in r
        )
        for word, listed in table(stated.get("product_status")).items():
            status = STATUSES.get(word)
            if status is None:
                self.issue(IssueKind.NOTE, f"has no known status group {word[:40]!r}", number)
                status = Status.UNSTATED
            apart: dict[tuple[Any, ...], list[str]] = {}
            for product in dict.fromkeys(texts(listed)):
                key = (
                    flags.get(product, ()),
                    impacts.get(product, ()),
                    (*actions.get(product, ()), *general),
                )
                apart.setdefault(key, []).append(self._known(product))
            for (labels, impact, todo), found in apart.items():
                label = labels[0] if labels else ""
                self.statements.append(
                    VexStatement(
                        vulnerability=number,
                        status=status,
                        stated=word,
                        products=tuple(Mention(product=p) for p in found),
                        justification=_JUSTIFICATIONS.get(label),
                        justification_stated=", ".join(labels),
                        impact=impact,
                        actions=todo,
                        issued=issued,
                        updated=updated,
                    )
                )

    def _known(self, product: str) -> str:
        if product not in self.products:
            self.products[product] = VexProduct(id=product)
            self._undefined.append(product)
        return product

    def _by_product(self, stated: Any, make: Any) -> dict[str, tuple[Any, ...]]:
        """What `make` gives for each item, by the products it is about."""
        found: dict[str, tuple[Any, ...]] = {}
        for item in tables(stated):
            made = make(item)
            for product in members(item, self._groups):
                found[product] = (*found.get(product, ()), made)
        return found


def _action(item: dict[str, Any]) -> Action:
    return Action(
        text=text(item.get("details")),
        category=text(item.get("category")),
        url=text(item.get("url")),
        date=text(item.get("date")),
    )


def _vulnerability(stated: dict[str, Any]) -> Vulnerability:
    ids = [text(i.get("text")) for i in tables(stated.get("ids"))]
    names = list(dict.fromkeys(n for n in (text(stated.get("cve")), *ids) if n))
    notes = tables(stated.get("notes"))
    cwes = [text(c.get("id")) for c in (*tables(stated.get("cwe")), *tables(stated.get("cwes")))]
    kinds = ("description", "summary", "details", "general")
    described = sorted(
        (n for n in notes if text(n.get("category")) in kinds),
        key=lambda n: kinds.index(text(n.get("category"))),
    )
    return Vulnerability(
        id=names[0] if names else "",
        aliases=tuple(names[1:]),
        title=text(stated.get("title")),
        description=text(described[0].get("text")) if described else "",
        cwes=tuple(c for c in cwes if c),
        scores=tuple(_scores(stated)),
        published=text(stated.get("release_date")) or text(stated.get("disclosure_date")),
        updated=text(stated.get("discovery_date")),
    )


def _scores(stated: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(method, score, vector) of `scores` (2.0) and `metrics` (2.1), without doubles."""
    contents = [*tables(stated.get("scores"))]
    contents += [table(m.get("content")) for m in tables(stated.get("metrics"))]
    found: dict[tuple[str, str, str], None] = {}
    for content in contents:
        for method in ("cvss_v2", "cvss_v3", "cvss_v4"):
            score = content.get(method)
            if isinstance(score, dict):
                row = (method, text(score.get("baseScore")), text(score.get("vectorString")))
                found[row] = None
        rating = text(content.get("qualitative_severity_rating"))
        if rating:
            found["qualitative", rating, ""] = None
    return list(found)
