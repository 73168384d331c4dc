"""Lines about who stands behind the product: the vendor in the register, and who holds it."""

from collections.abc import Sequence

from policies.finding import Severity, Verdict
from policies.pack_vendor import VendorPolicy
from policies.vendor.line import Ground, Line, Proof, Topic, both
from sbom.registers.facts import Vendor
from sbom.registers.identifiers import Identifier
from sbom.registers.names import How, matches

_NAME = both("Wie zit erachter", "Who stands behind it")


def owner_lines(
    vendor: str,
    ids: Sequence[Identifier],
    known: Sequence[tuple[str, Vendor]],
    policy: VendorPolicy,
) -> list[Line]:
    """Whether the vendor is known, and under whose law its owner is.

    Args:
        vendor: Name as the product description states it; empty: not stated.
        ids: Numbers stated there.
        known: (document, row) of the registers in the dossier.
        policy: With the home countries.
    """
    if not vendor and not ids:
        return [
            _unknown("owner/vendor", "Geen leverancier opgegeven.", "No vendor is stated.", known)
        ]
    found = matches(vendor, ids, [v for _, v in known])
    if not found:
        return [
            _unknown(
                "owner/vendor",
                f"{vendor} staat in geen register van dit dossier.",
                f"{vendor} is in no register of this dossier.",
                known,
            )
        ]
    best = found[0]
    document = next(d for d, v in known if v is best.vendor)
    proof = Proof(document=document, quote=best.why, line=best.vendor.line)
    sure = best.how is not How.SIMILAR
    lines = [
        Line(
            id="owner/vendor",
            topic=Topic.OWNER,
            name=both("Leverancier", "Vendor"),
            verdict=Verdict.COMPLIES if sure else Verdict.UNKNOWN,
            severity=Severity.LOW,
            ground=None if sure else Ground.UNREAD,
            says=both(
                f"Gevonden als {best.vendor.name}, {_how(best.how, 'nl')}.",
                f"Found as {best.vendor.name}, {_how(best.how, 'en')}.",
            ),
            proofs=(proof,),
            confidence=best.confidence,
        )
    ]
    lines.append(_parent(best.vendor, document, policy))
    return lines


def _how(how: How, language: str) -> str:
    told = {
        How.NUMBER: ("op nummer", "by number"),
        How.NAME: ("op naam", "by name"),
        How.SIMILAR: (
            "op een naam die erop lijkt: controleer dit",
            "by a similar name: check this",
        ),
    }
    return told[how][language == "en"]


def _parent(vendor: Vendor, document: str, policy: VendorPolicy) -> Line:
    name = vendor.ultimate_parent or vendor.parent
    country = vendor.ultimate_parent_country or ("" if name else vendor.country)
    told = f"{name or vendor.name} ({country or '?'})"
    source = f", {vendor.source}" if vendor.source else ""
    day = f", {vendor.as_of.isoformat()}" if vendor.as_of else ""
    proof = Proof(document=document, quote=f"{told}{source}{day}", line=vendor.line)
    if not country or not vendor.ultimate_parent:
        verdict, ground = Verdict.UNKNOWN, Ground.UNREAD
        says = both("De uiteindelijke eigenaar is niet bekend.", "The ultimate owner is not known.")
    elif country in policy.home_countries:
        verdict, ground = Verdict.COMPLIES, None
        says = both(f"De uiteindelijke eigenaar is {told}.", f"The ultimate owner is {told}.")
    else:
        verdict, ground = Verdict.DEVIATES, Ground.POLICY
        says = both(
            f"De uiteindelijke eigenaar is {told}: buiten de EU en de EER. De overheid daar kan "
            "gegevens opeisen.",
            f"The ultimate owner is {told}: outside the EU and EEA. A court or government there may demand data.",
        )
    return Line(
        id="owner/parent",
        topic=Topic.OWNER,
        name=both("Uiteindelijke eigenaar", "Ultimate owner"),
        verdict=verdict,
        severity=Severity.HIGH,
        ground=ground,
        says=says,
        proofs=(proof,),
        question=None
        if verdict is Verdict.COMPLIES
        else both(
            "Wie is de uiteindelijke eigenaar, in welk land, en wie houdt 25 procent of meer?",
            "Who is the ultimate owner, in which country, and who holds 25 per cent or more?",
        ),
    )


def _unknown(id_: str, nl: str, en: str, known: Sequence[tuple[str, Vendor]]) -> Line:
    documents = ", ".join(sorted({d for d, _ in known})) or "-"
    return Line(
        id=id_,
        topic=Topic.OWNER,
        name=_NAME,
        verdict=Verdict.UNKNOWN,
        severity=Severity.MEDIUM,
        ground=Ground.UNREAD,
        says=both(nl, en),
        searched=both(
            f"Gezocht onder {len(known)} leveranciers in: {documents}.",
            f"Searched {len(known)} vendors in: {documents}.",
        ),
        question=both(
            "Wat is uw KvK-nummer, en wie is de uiteindelijke eigenaar?",
            "What is your registration number, and who is the ultimate owner?",
        ),
    )
