"""Lines about who stands behind the product: the vendor in the register, and who holds it."""

from collections.abc import Sequence

from policies.finding import Severity, Verdict
from policies.pack_parts import Bilingual
from policies.pack_vendor import VendorPolicy
from policies.vendor.chain import Known, owners_of, rows_of
from policies.vendor.line import Ground, Line, Proof, Topic, both
from sbom.registers.facts import Contract, Vendor
from sbom.registers.identifiers import Identifier
from sbom.registers.names import How, likeness, matches

_SAME = 0.9
"""Likeness from which two names are one organisation."""
_NAME = both("Wie zit erachter", "Who stands behind it")


def owner_lines(
    vendor: str,
    ids: Sequence[Identifier],
    known: Sequence[tuple[str, Vendor]],
    policy: VendorPolicy,
    makers: Sequence[tuple[str, Contract]] = (),
) -> list[Line]:
    """Whether the vendor is known, and under whose law its owner is.

    Args:
        vendor: Name as the product description states it; empty: not stated.
        ids: Numbers stated there.
        known: (document, row) of the registers in the dossier.
        policy: With the home countries.
        makers: (document, contract) where another makes the product than who sells it.
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
    maker = _maker(vendor, makers)
    if maker is not None:
        lines.append(_seller(vendor, *maker))
    name = maker[1].product_vendor if maker else vendor
    rows = rows_of(name, () if maker else ids, known) if sure or maker else []
    lines.append(_parent(rows or ([] if maker else [(document, best.vendor)]), name, known, policy))
    return lines


def _maker(vendor: str, makers: Sequence[tuple[str, Contract]]) -> tuple[str, Contract] | None:
    """The contract that names another maker than the vendor; None: the vendor makes it itself."""
    for document, contract in makers:
        seller = likeness(contract.vendor, vendor) >= _SAME
        if seller and likeness(contract.product_vendor, vendor) < _SAME:
            return document, contract
    return None


def _seller(vendor: str, document: str, contract: Contract) -> Line:
    maker = contract.product_vendor
    return Line(
        id="owner/maker",
        topic=Topic.OWNER,
        name=both("Verkoper en maker", "Seller and maker"),
        verdict=Verdict.COMPLIES,
        severity=Severity.LOW,
        says=both(
            f"{vendor} verkoopt; {maker} maakt het product. De eigenaar van de maker telt.",
            f"{vendor} sells; {maker} makes the product. The owner of the maker counts.",
        ),
        proofs=(
            Proof(document=document, quote=f"{contract.vendor} / {maker}", line=contract.line),
        ),
    )


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


def _parent(rows: Known, name: str, known: Known, policy: VendorPolicy) -> Line:
    owners, steps = owners_of(rows, known)
    told = "; ".join(f"{o.name} ({o.country or '?'})" for o in owners)
    proofs = list(dict.fromkeys([*(o.proof for o in owners), *steps]))
    abroad = [o for o in owners if o.country and o.country not in policy.home_countries]
    if not owners or (any(not o.country for o in owners) and not abroad):
        verdict, ground = Verdict.UNKNOWN, Ground.UNREAD
        says = both("De uiteindelijke eigenaar is niet bekend.", "The ultimate owner is not known.")
        proofs = proofs or [
            Proof(document=d, quote=f"{v.name} ({v.country or '?'})", line=v.line) for d, v in rows
        ]
    elif not abroad:
        verdict, ground = Verdict.COMPLIES, None
        says = both(f"De uiteindelijke eigenaar is {told}.", f"The ultimate owner is {told}.")
    elif len(abroad) < len(owners):
        verdict, ground = Verdict.UNKNOWN, Ground.UNREAD
        says = both(
            f"Bronnen noemen verschillende eigenaren: {told}. Vraag het na.",
            f"Sources name different owners: {told}. Ask.",
        )
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
        proofs=tuple(proofs[:6]),
        searched=None if proofs else _looked(name, known),
        question=None
        if verdict is Verdict.COMPLIES
        else both(
            "Wie is de uiteindelijke eigenaar, in welk land, en wie houdt 25 procent of meer?",
            "Who is the ultimate owner, in which country, and who holds 25 per cent or more?",
        ),
    )


def _unknown(id_: str, nl: str, en: str, known: Sequence[tuple[str, Vendor]]) -> Line:
    return Line(
        id=id_,
        topic=Topic.OWNER,
        name=_NAME,
        verdict=Verdict.UNKNOWN,
        severity=Severity.MEDIUM,
        ground=Ground.UNREAD,
        says=both(nl, en),
        searched=_looked("", known),
        question=both(
            "Wat is uw KvK-nummer, en wie is de uiteindelijke eigenaar?",
            "What is your registration number, and who is the ultimate owner?",
        ),
    )


def _looked(name: str, known: Known) -> Bilingual:
    documents = ", ".join(sorted({d for d, _ in known})) or "-"
    who_nl, who_en = (f" naar {name}", f" for {name}") if name else ("", "")
    return both(
        f"Gezocht onder {len(known)} leveranciers{who_nl} in: {documents}.",
        f"Searched {len(known)} vendors{who_en} in: {documents}.",
    )
