"""One effective status of an exposure: what statements of exploitability say of a component.

A statement counts when it names the vulnerability, under any of its names, and the component: by
package URL (with its version, or a range that holds it), by the reference within the same document
(or a BOM-Link to it) when name and version agree, or as part (`subcomponents`, CSAF relationships)
of a product that is audited. A statement about a whole product counts for every component of it.
Of several the newest counts; of two of one moment the one that is worse. A statement with an end
date (`valid until 2027-01-01`) counts up to that day.

Not affected and fixed suppress a finding, which stays visible with its reason; under investigation and
affected leave it open.
Source: CISA, Minimum Requirements for VEX, 2023-04-21; OpenVEX 0.2.0; CSAF 2.0, section 3.2.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import unquote

import msgspec

from sbom.advisories.ecosystems import key_of
from sbom.component import Component
from sbom.errors import ParseError
from sbom.purl import parse
from sbom.versions import compare, satisfies
from sbom.vex.statement import Mention, Status, VexDocument, VexProduct, VexStatement

SUPPRESSING = frozenset({Status.NOT_AFFECTED, Status.FIXED})
_UNTIL = re.compile(
    r"(?:valid until|geldig tot)(?: en met)? ([0-9]{4}-[0-9]{2}-[0-9]{2})", re.IGNORECASE
)
_WORSE = (
    Status.NOT_AFFECTED,
    Status.FIXED,
    Status.UNDER_INVESTIGATION,
    Status.AFFECTED,
)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of one exposure."""

    status: Status
    justification: str = ""
    statement: str = ""
    """Impact, notes and actions in one text, at most 500 characters."""
    author: str = ""
    document: str = ""
    """Name of the file."""
    at: str = ""
    """As written."""
    until: str = ""
    """Last day on which it counts, or empty."""

    @property
    def suppresses(self) -> bool:
        """Whether the finding no longer asks for action."""
        return self.status in SUPPRESSING


class _Said(msgspec.Struct, frozen=True):
    document: int
    statement: VexStatement
    mention: Mention


class VexIndex:
    """Statements of documents, by the names of vulnerabilities."""

    def __init__(self, documents: Sequence[tuple[str, VexDocument]]) -> None:
        """Index documents; each with the name of its file."""
        self._documents = documents
        self._products: list[dict[str, VexProduct]] = []
        self._parts: list[dict[str, tuple[str, str]]] = []
        self._said: dict[str, list[_Said]] = {}
        for number, (_, document) in enumerate(documents):
            self._products.append({p.id: p for p in document.products})
            self._parts.append({r.product: (r.part, r.whole) for r in document.relations})
            for statement in document.statements:
                if statement.status not in _WORSE or statement.vulnerability >= len(
                    document.vulnerabilities
                ):
                    continue
                named = document.vulnerabilities[statement.vulnerability]
                for mention in statement.products:
                    said = _Said(number, statement, mention)
                    for name in {named.id, *named.aliases} - {""}:
                        self._said.setdefault(name.upper(), []).append(said)

    def answer(
        self, names: Iterable[str], component: Component, products: Collection[str], today: date
    ) -> Answer | None:
        """The effective statement about a component, or None.

        Args:
            names: All names of the vulnerability.
            component: With its package URL.
            products: What the component is part of: names and package URLs, in lower case.
            today: For statements with an end date.
        """
        best: tuple[str, int, Answer] | None = None
        for said in self._about(names):
            if not self._holds(said, component, products):
                continue
            answer = self._answer(said)
            if answer.until and answer.until < today.isoformat():
                continue
            found = (answer.at, _WORSE.index(answer.status), answer)
            if best is None or found[:2] >= best[:2]:
                best = found
        return best[2] if best is not None else None

    def _about(self, names: Iterable[str]) -> Iterator[_Said]:
        for name in dict.fromkeys(n.upper() for n in names):
            yield from self._said.get(name, ())

    def _holds(self, said: _Said, component: Component, products: Collection[str]) -> bool:
        known = self._products[said.document]
        mention = said.mention
        whole_id, part_ids = mention.product, mention.subcomponents
        relation = self._parts[said.document].get(whole_id)
        if relation is not None:
            part_ids, whole_id = (*part_ids, relation[0]), relation[1]
        whole = known.get(whole_id)
        if part_ids:
            if not any(_is(known.get(p), p, component, products) for p in part_ids):
                return False
            return not products or whole is None or _is_product(whole, products)
        if _is(whole, whole_id, component, products):
            return _fits_versions(said, component)
        return whole is not None and _is_product(whole, products)

    def _answer(self, said: _Said) -> Answer:
        name, document = self._documents[said.document]
        statement = said.statement
        texts = [
            *statement.impact,
            statement.notes,
            *(a.text or a.category for a in statement.actions),
        ]
        told = " ".join(dict.fromkeys(t for t in texts if t))
        until = _UNTIL.search(told)
        return Answer(
            status=statement.status,
            justification=statement.justification.value
            if statement.justification
            else statement.justification_stated,
            statement=told[:500],
            author=document.author,
            document=name,
            at=statement.updated or statement.issued or document.updated or document.issued,
            until=until[1] if until else "",
        )


def _is(
    product: VexProduct | None, reference: str, component: Component, products: Collection[str]
) -> bool:
    """Whether a product of a document is the component."""
    purls = [reference] if reference.startswith("pkg:") else []
    if reference.startswith("urn:cdx:"):
        serial, _, reference = reference[8:].partition("#")
        reference = unquote(reference)
        linked = f"urn:uuid:{serial.partition('/')[0]}".lower() in products
        if linked and component.ref and reference == component.ref:
            return True
        purls = [reference] if reference.startswith("pkg:") else []
    elif component.ref and reference == component.ref and _is_called(product, component):
        return True
    if product is not None:
        purls += product.purls
    return any(_same(purl, component, product) for purl in purls)


def _is_called(product: VexProduct | None, component: Component) -> bool:
    """Whether name and version agree: references such as `1` occur in many documents."""
    if product is None or not component.name.lower().endswith(product.name.lower()):
        return False
    return product.name != "" and product.version in {"", component.version}


def _same(purl: str, component: Component, product: VexProduct | None) -> bool:
    if not component.purl.startswith("pkg:"):
        return False
    try:
        stated = parse(purl)
    except ParseError:
        return purl == component.purl
    if key_of(str(stated)) != key_of(component.purl):
        return False
    version = stated.version or (product.version if product is not None else "")
    if version:
        return component.version != "" and compare(stated.type, version, component.version) == 0
    if product is not None and product.version_range:
        return _within(product.version_range, stated.type, component.version)
    return True


def _within(stated: str, kind: str, version: str) -> bool:
    vers = stated if stated.startswith("vers:") else f"vers:{kind}/{stated}"
    try:
        return version != "" and satisfies(vers, version)
    except ParseError:
        return False


def _fits_versions(said: _Said, component: Component) -> bool:
    """Whether the version is among those that the mention is about; none named: all.

    A version that the mention itself calls affected is not among those of a statement that nothing
    is the matter.
    """
    claims = said.mention.versions
    if not claims:
        return True
    kind = component.purl[4:].partition("/")[0] if component.purl.startswith("pkg:") else "generic"
    fitting = [
        c
        for c in claims
        if (c.version and compare(kind, c.version, component.version) == 0)
        or (c.range and _within(c.range, kind, component.version))
    ]
    if said.statement.status in SUPPRESSING:
        return bool(fitting) and all(c.status != "affected" for c in fitting)
    return bool(fitting)


def _is_product(product: VexProduct, products: Collection[str]) -> bool:
    """Whether a product is what is audited, by name or package URL."""
    if not products:
        return False
    own = {product.name.lower(), product.id.lower(), *(p.lower() for p in product.purls)} - {""}
    if product.id.startswith("urn:cdx:") and "#" not in product.id:
        own.add(f"urn:uuid:{product.id[8:].partition('/')[0]}".lower())
    own |= {p.partition("@")[0] for p in own if p.startswith("pkg:")}
    return not own.isdisjoint(products)
