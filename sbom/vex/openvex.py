"""OpenVEX documents, 0.0.x and 0.2.0.

Products are strings in 0.0.x and objects with `@id` and `identifiers` in 0.2.0; both are read, and
so is the vulnerability. A statement without timestamp has that of the document.

Source: OpenVEX specification 0.2.0, openvex/spec.
"""

from typing import Any

from sbom.documents.cyclonedx_model import items
from sbom.issue import Issue, IssueKind
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

_STATUSES = {s.value: s for s in Status if s not in {Status.UNKNOWN, Status.UNSTATED}}
_JUSTIFICATIONS = {j.value: j for j in Justification}
_ALGORITHM = {"cpe22": "cpe", "cpe23": "cpe", "purl": "purl"}


def is_openvex(root: dict[str, Any]) -> bool:
    """Whether the members are those of an OpenVEX document."""
    context = " ".join(texts(root.get("@context")))
    if "openvex" in context.lower():
        return "statements" in root
    statements = tables(root.get("statements"))
    return any("status" in s and "vulnerability" in s for s in statements)


def read(root: dict[str, Any]) -> VexDocument:
    """Facts of one OpenVEX document; never raises."""
    return _Reader().run(root)


class _Reader:
    """State of one reading."""

    def __init__(self) -> None:
        self.products: dict[str, VexProduct] = {}
        self.vulnerabilities: dict[Vulnerability, int] = {}
        self.issues: list[Issue] = []

    def run(self, root: dict[str, Any]) -> VexDocument:
        head = table(root.get("metadata")) | root
        issued = text(head.get("timestamp"))
        statements = []
        for number, stated in enumerate(items(root.get("statements"))):
            if isinstance(stated, dict):
                statements.append(self._statement(stated, issued, number))
            else:
                self._issue(IssueKind.ENTRY, "statement is not an object", number)
        context = next((c for c in texts(root.get("@context")) if "openvex" in c), "")
        return VexDocument(
            format="openvex",
            format_version=context.rpartition("/")[2].lstrip("v") if "/v" in context else "",
            id=text(head.get("@id")) or text(head.get("id")),
            author=text(head.get("author")),
            author_role=text(head.get("role")),
            issued=issued,
            updated=text(head.get("last_updated")),
            version=text(head.get("version")),
            tool=text(head.get("tooling")),
            products=tuple(self.products.values()),
            vulnerabilities=tuple(self.vulnerabilities),
            statements=tuple(statements),
            issues=tuple(self.issues),
        )

    def _issue(self, kind: IssueKind, message: str, number: int) -> None:
        self.issues.append(Issue(kind=kind, message=message, subject=f"statements[{number}]"))

    def _statement(self, stated: dict[str, Any], issued: str, number: int) -> VexStatement:
        word = text(stated.get("status"))
        status = _STATUSES.get(word, Status.UNSTATED)
        if status is Status.UNSTATED:
            self._issue(IssueKind.NOTE, f"status {word[:40]!r} is none of OpenVEX", number)
        justification = text(stated.get("justification"))
        action = text(stated.get("action_statement"))
        impact = text(stated.get("impact_statement"))
        return VexStatement(
            vulnerability=self._vulnerability(stated.get("vulnerability")),
            status=status,
            stated=word,
            products=tuple(self._mention(p, number) for p in items(stated.get("products"))),
            justification=_JUSTIFICATIONS.get(justification),
            justification_stated=justification,
            impact=(impact,) if impact else (),
            actions=(
                (Action(text=action, date=text(stated.get("action_statement_timestamp"))),)
                if action
                else ()
            ),
            notes=text(stated.get("status_notes")),
            issued=text(stated.get("timestamp")) or issued,
            updated=text(stated.get("last_updated")),
        )

    def _vulnerability(self, value: Any) -> int:
        if isinstance(value, dict):
            found = [text(value.get("name")), text(value.get("@id")), *texts(value.get("aliases"))]
            names = list(dict.fromkeys(n for n in found if n))
            made = Vulnerability(
                id=names[0] if names else "",
                aliases=tuple(names[1:]),
                description=text(value.get("description")),
            )
        else:
            made = Vulnerability(id=text(value))
        return self.vulnerabilities.setdefault(made, len(self.vulnerabilities))

    def _mention(self, value: Any, number: int) -> Mention:
        product = self._product(value, number)
        inner = items(value.get("subcomponents")) if isinstance(value, dict) else []
        parts = tuple(p for v in inner if (p := self._product(v, number)))
        return Mention(product=product, subcomponents=parts)

    def _product(self, value: Any, number: int) -> str:
        """The id of a product, which is put with the others."""
        purls: list[str] = []
        cpes: list[str] = []
        hashes: list[tuple[str, str]] = []
        if isinstance(value, dict):
            stated = text(value.get("@id"))
            for kind, name in table(value.get("identifiers")).items():
                meaning = _ALGORITHM.get(kind)
                if meaning:
                    (purls if meaning == "purl" else cpes).extend(texts(name))
            hashes = [(k, text(v).lower()) for k, v in table(value.get("hashes")).items()]
        else:
            stated = text(value)
        if stated.startswith("pkg:") and stated not in purls:
            purls.insert(0, stated)
        elif stated.startswith("cpe:") and stated not in cpes:
            cpes.insert(0, stated)
        found = stated or next(iter([*purls, *cpes]), "")
        if not found:
            self._issue(IssueKind.ENTRY, "product has no identifier", number)
            return ""
        before = self.products.get(found)
        if before is not None:
            purls = list(dict.fromkeys([*before.purls, *purls]))
            cpes = list(dict.fromkeys([*before.cpes, *cpes]))
            hashes = [*before.hashes, *hashes]
        self.products[found] = VexProduct(
            id=found,
            purls=tuple(purls),
            cpes=tuple(cpes),
            hashes=tuple(sorted({h for h in hashes if h[1]})),
        )
        return found
