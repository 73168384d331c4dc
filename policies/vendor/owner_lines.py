"""Lines about who stands behind the product: the vendor in the register, and who holds it."""

from collections.abc import Sequence
from datetime import date

import msgspec

from policies.deviations import day_in
from policies.finding import Severity, Verdict
from policies.pack_parts import Bilingual
from policies.pack_vendor import VendorPolicy
from policies.vendor.chain import Known, owners_of, rows_of
from policies.vendor.line import Ground, Line, Proof, Topic, both
from sbom.registers.facts import Contract, Vendor
from sbom.registers.identifiers import Identifier
from sbom.registers.names import How, Match, likeness, matches
from sbom.registers.values import read_date

_SAME = 0.9
"""Likeness from which two names are one organisation."""
_WHO = both(
    "Wie is de uiteindelijke eigenaar, in welk land, en wie houdt 25 procent of meer?",
    "Who is the ultimate owner, in which country, and who holds 25 per cent or more?",
)
_NAME = both("Wie zit erachter", "Who stands behind it")


def owner_lines(
    vendor: str,
    ids: Sequence[Identifier],
    known: Sequence[tuple[str, Vendor]],
    policy: VendorPolicy,
    makers: Sequence[tuple[str, Contract]] = (),
    today: date | None = None,
) -> list[Line]:
    """Whether the vendor is known, and under whose law its owner is.

    Args:
        vendor: Name as the product description states it; empty: not stated.
        ids: Numbers stated there.
        known: (document, row) of the registers in the dossier.
        policy: With the home countries.
        makers: (document, contract) where another makes the product than who sells it.
        today: The day of judging; None: the age of statements is not looked at.
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
    sure = best.how is not How.SIMILAR
    lines = [_found(best, document, sure=sure)]
    maker = _maker(vendor, makers)
    if maker is not None:
        lines.append(_seller(vendor, *maker))
    name = maker[1].product_vendor if maker else vendor
    rows = rows_of(name, () if maker else ids, known) if sure or maker else []
    rows = rows or ([] if maker else [(document, best.vendor)])
    ended = _ended(rows_of(vendor, ids, known) if sure else [])
    if ended is not None:
        lines.append(ended)
    parent = _parent(rows, name, known, policy)
    lines.append(_aged(parent, rows, policy, today) if today is not None else parent)
    return lines


def _found(best: Match, document: str, *, sure: bool) -> Line:
    return Line(
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
        proofs=(Proof(document=document, quote=best.why, line=best.vendor.line),),
        confidence=best.confidence,
    )


def _ended(rows: Known) -> Line | None:
    """That a register says the vendor no longer exists."""
    for document, vendor in rows:
        beside = dict(vendor.beside)
        day = read_date(beside.get("datumEinde", ""))
        if day is None and beside.get("status") != "INACTIVE":
            continue
        on_nl = f" op {day_in(day, 'nl')}" if day else ""
        on_en = f" on {day_in(day, 'en')}" if day else ""
        return Line(
            id="owner/registration",
            topic=Topic.OWNER,
            name=both("Inschrijving van de leverancier", "Registration of the vendor"),
            verdict=Verdict.DEVIATES,
            severity=Severity.HIGH,
            ground=Ground.FACT,
            says=both(
                f"Volgens {vendor.source or document} is de inschrijving van {vendor.name} "
                f"beëindigd{on_nl}.",
                f"According to {vendor.source or document} the registration of {vendor.name} "
                f"ended{on_en}.",
            ),
            proofs=(Proof(document=document, quote=vendor.name, line=vendor.line),),
            question=both(
                "Met welke onderneming sluiten wij het contract, en wat is haar KvK-nummer?",
                "With which company do we conclude the contract, and what is its number?",
            ),
        )
    return None


def _aged(line: Line, rows: Known, policy: VendorPolicy, today: date) -> Line:
    """The line on the owner; not known for certain where all that says it is old."""
    days = [v.as_of for _, v in rows if v.as_of is not None and (v.parent or v.ultimate_parent)]
    if line.verdict is not Verdict.COMPLIES or not days:
        return line
    newest = max(days)
    if (today - newest).days <= policy.register_months * 30.4375:
        return line
    return msgspec.structs.replace(
        line,
        verdict=Verdict.UNKNOWN,
        ground=Ground.UNREAD,
        says=both(
            f"{line.says.nl} Die opgave is van {day_in(newest, 'nl')}, ouder dan "
            f"{policy.register_months} maanden. Vraag het na.",
            f"{line.says.en} That statement is of {day_in(newest, 'en')}, older than "
            f"{policy.register_months} months. Ask.",
        ),
        question=_WHO,
    )


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
        question=None if verdict is Verdict.COMPLIES else _WHO,
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
