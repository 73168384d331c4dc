"""What a dossier shows, whatever was promised: signs with their places.

A sign that rests on something that may be of another product, or that only says that a library is
built in, is not sure: it asks, it does not accuse.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from policies.finding import Verdict
from policies.license_view import LicenseState
from policies.licensing import judge
from policies.pack import Pack
from policies.pack_promises import Promises, Provider
from policies.vendor.line import Line, Proof
from sbom.component import Component, Role, Scope
from sbom.contracts.document import Document
from sbom.inventory import Descriptor, Inventory
from sbom.registers.facts import Subprocessor
from sbom.registers.listed import listed
from sbom.registers.names import likeness

_NOT_SHIPPED = frozenset({Scope.DEV, Scope.TEST, Scope.BUILD})
_HOST = re.compile(r"^[a-z][a-z0-9+.-]*://(?:[^/@\s]*@)?([^/:?#\s]+)", re.IGNORECASE)
_REGION = re.compile(r"\b(us|eu|ap|ca|sa|me|af|cn|il|mx)-(?:gov-)?[a-z]+-\d\b", re.IGNORECASE)
_HOME_REGIONS = frozenset({"eu"})
_OWN = 0.9
"""Likeness from which a supplier counts as the vendor."""
_MOST = 40
"""Places kept of one sign."""


class Bom(msgspec.Struct, frozen=True):
    """One bill of materials."""

    document: str
    inventory: Inventory
    other_product: bool = False
    """It may describe another product."""


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """All that there is to look at."""

    vendor: str
    boms: Sequence[Bom] = ()
    descriptors: Sequence[tuple[str, Descriptor]] = ()
    documents: Sequence[Document] = ()
    subprocessors: Sequence[tuple[str, Subprocessor]] = ()
    standards: Sequence[Line] = ()


class Seen(msgspec.Struct, frozen=True):
    """One thing that was seen."""

    sign: str
    proof: Proof
    sure: bool = True


def observe(material: Material, promises: Promises, pack: Pack, home: frozenset[str]) -> list[Seen]:
    """Every sign in the dossier, with at most 40 places each, in the order of the dossier.

    Args:
        material: The dossier.
        promises: With the providers.
        pack: With the licence classes.
        home: Countries that count as at home.
    """
    found = [
        *_parties(material, home),
        *_endpoints(material.descriptors, promises, home),
        *_standards(material.standards),
    ]
    for bom in material.boms:
        found += _of_bom(bom, material.vendor, promises, pack, home)
    looked = material.boms or material.descriptors
    if looked and not any("foreign" in s.sign or "abroad" in s.sign for s in found):
        names = [b.document for b in material.boms] or [n for n, _ in material.descriptors]
        found.append(
            Seen("no-foreign-provider", Proof(document=names[0]), sure=bool(material.boms))
        )
    counts: Counter[str] = Counter()
    kept = []
    for seen in found:
        counts[seen.sign] += 1
        if counts[seen.sign] <= _MOST:
            kept.append(seen)
    return kept


def _parties(material: Material, home: frozenset[str]) -> Iterator[Seen]:
    for document, party in material.subprocessors:
        task = f": {party.task}" if party.task else ""
        countries = [c for c in (party.country, party.parent_country) if c]
        abroad = [c for c in countries if c not in home]
        if countries:
            quote = f"{party.name} ({', '.join(abroad or countries[:1])}){task}"
            proof = Proof(document=document, quote=quote, line=party.line)
            yield from _party(proof, abroad)
    for text in material.documents:
        for entry in listed(text):
            page = text.page_at(entry.start)
            proof = Proof(document=text.name, quote=entry.quote, page=page, heading=entry.name)
            yield from _party(proof, [entry.country] if entry.country not in home else [])


def _party(proof: Proof, abroad: Sequence[str]) -> Iterator[Seen]:
    yield Seen("subprocessors-abroad" if abroad else "subprocessors-home", proof)
    if "US" in abroad:
        yield Seen("subprocessors-american", proof)


def _endpoints(
    descriptors: Iterable[tuple[str, Descriptor]], promises: Promises, home: frozenset[str]
) -> Iterator[Seen]:
    for document, descriptor in descriptors:
        for address in dict(descriptor.properties).get("servers", "").split():
            match = _HOST.match(address)
            host = match[1].lower() if match else ""
            provider = provider_of(host, promises)
            if provider is None:
                continue
            proof = Proof(
                document=document, quote=f"{address} ({provider.name}, {provider.country})"
            )
            if provider.country not in home:
                yield Seen("endpoints-foreign-provider", proof)
            if provider.country == "US":
                yield Seen("endpoints-american-provider", proof)
            region = _REGION.search(host)
            if region and region[1].lower() not in _HOME_REGIONS:
                yield Seen("endpoints-abroad", proof)


def provider_of(host: str, promises: Promises) -> Provider | None:
    """Whose address a host name is; None where it is nobody's that is known."""
    for provider in promises.providers.values():
        if any(host == end or host.endswith("." + end) for end in provider.hosts):
            return provider
    return None


def library_of(purl: str, promises: Promises) -> Provider | None:
    """Whose services a component is a client of; None where nobody's."""
    low = purl.lower()
    for provider in promises.providers.values():
        for start in provider.purls:
            rest = low[len(start) :] if low.startswith(start) else None
            if rest is not None and (
                start[-1] in "./-_" or rest[:1] in {"", "@", "-", "/", ".", "?", "_"}
            ):
                return provider
    return None


def _standards(lines: Sequence[Line]) -> Iterator[Seen]:
    whole = not any(x.verdict is Verdict.UNKNOWN for x in lines)
    for line in lines:
        api = line.id.endswith(("/rest-api-design-rules", "/openapi"))
        if line.verdict not in {Verdict.DEVIATES, Verdict.COMPLIES}:
            continue
        end = "broken" if line.verdict is Verdict.DEVIATES else "shown"
        for proof in line.proofs[:2]:
            told = f"{line.name.nl}: {proof.quote}" if proof.quote else line.name.nl
            shown = msgspec.structs.replace(proof, quote=told)
            yield Seen(f"standards-{end}", shown, sure=end == "broken" or whole)
            if api:
                yield Seen(f"api-rules-{end}", shown)


def _of_bom(
    bom: Bom, vendor: str, promises: Promises, pack: Pack, home: frozenset[str]
) -> Iterator[Seen]:
    sure = not bom.other_product
    others = 0
    for component in bom.inventory.components:
        if component.scope in _NOT_SHIPPED:
            continue
        own = _is_own(component, vendor)
        yield from _licence(bom, component, pack, own=own)
        provider = library_of(component.purl, promises)
        if provider is not None and provider.country not in home:
            quote = f"{component.purl} ({provider.name}, {provider.country})"
            proof = Proof(document=bom.document, quote=quote, line=component.line)
            yield Seen("sdk-foreign-provider", proof, sure=False)
        if registry := _registry(component):
            held = provider_of(registry, promises)
            if held is not None and held.country not in home:
                quote = f"{component.purl} ({held.name}, {held.country})"
                proof = Proof(document=bom.document, quote=quote, line=component.line)
                yield Seen("images-foreign-registry", proof, sure=False)
        if not own:
            others += 1
            by = f" ({component.supplier})" if component.supplier else ""
            quote = f"{component.name} {component.version}{by}".strip()
            yield Seen(
                "parts-of-others",
                Proof(document=bom.document, quote=quote, line=component.line),
                sure=sure,
            )
    if not others and bom.inventory.components:
        yield Seen("no-parts-of-others", Proof(document=bom.document), sure=False)


def _is_own(component: Component, vendor: str) -> bool:
    if not {Role.ROOT, Role.WORKSPACE, Role.LOCAL}.isdisjoint(component.roles):
        return True
    return bool(vendor and component.supplier) and likeness(component.supplier, vendor) >= _OWN


def _licence(bom: Bom, component: Component, pack: Pack, *, own: bool) -> Iterator[Seen]:
    claims = tuple(sorted({(c.kind.value, c.raw) for c in component.licenses}))
    if not claims:
        return
    told = judge(claims, None, component.scope.value, True, pack)
    stated = told.expression or "; ".join(raw for _, raw in claims)
    proof = Proof(
        document=bom.document, quote=f"{component.name}: {stated}"[:300], line=component.line
    )
    if told.state is LicenseState.UNPARSABLE:
        if own:
            yield Seen("own-parts-not-open", proof, sure=False)
        return
    if told.state is not LicenseState.KNOWN or told.license_class == "unknown":
        return
    is_open = pack.licenses.classes[told.license_class].open
    if not is_open:
        sign = "own-parts-not-open" if own else "parts-not-open"
        yield Seen(sign, proof, sure=not bom.other_product)
    elif own:
        yield Seen("licences-open", proof, sure=not bom.other_product)


def _registry(component: Component) -> str:
    """Host of the registry of an image, empty for what is no image."""
    if not component.purl.startswith(("pkg:docker/", "pkg:oci/")):
        return ""
    _, _, query = component.purl.partition("?")
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        if key == "repository_url":
            address = value.replace("%2F", "/").replace("%3A", ":").removeprefix("https://")
            return address.split("/")[0].split(":")[0].lower()
    return "docker.io" if component.purl.startswith("pkg:docker/") else ""
