"""Which column of a register holds what, by Dutch and English headers.

Own format, the names of the Gemeentelijk Gegevensmodel, both specifications of the GEMMA
Softwarecatalogus, and what municipal exports call them. The names of columns for contact persons are
known too, so that their values are left out.
"""

from collections.abc import Mapping

from sbom.documents.sheet_columns import plain
from sbom.registers.facts import RegisterKind

PRIVATE = (
    "contactpersoon, contact, contact persoon, contact person, email, e mail, mail, e mailadres, "
    "emailadres, telefoon, telefoonnummer, phone, mobiel, contractmanager email, contactgegevens, "
    "accountmanager, account manager, adres, postadres, bezoekadres, address"
)
"""Columns whose values are never kept."""
_SHARED = {
    "as_of": "as of, peildatum, datum gegevens, per datum, bijgewerkt, laatst gewijzigd, updated",
    "source": "source, bron",
}
_VENDOR_IDS = {
    "kvk": "kvk, kvknummer, kvk nummer, kvk nr, handelsregisternummer, nl kvk, kamer van koophandel",
    "rsin": "rsin, fiscaal nummer",
    "oin": "oin, oidn, organisatie identificatienummer",
    "lei": "lei, legal entity identifier",
    "vat": "btw, btw nummer, btwnummer, vat, vat number, btw id",
    "duns": "duns, duns nummer, d u n s",
    "id_scheme": "id scheme, scheme, soort nummer",
    "id_value": "id value, identificatie, identifier",
}
FIELDS: dict[RegisterKind, dict[str, str]] = {
    RegisterKind.VENDORS: {
        "key": "vendor id, leverancier id, leveranciersnummer, nummer, crediteurnummer, "
        "crediteurennummer, supplier id, id",
        "name": "name, naam, vendor, vendor name, leverancier, leveranciersnaam, naam leverancier, "
        "organisatienaam, supplier, supplier name, statutaire naam, bedrijfsnaam, legal name",
        **_VENDOR_IDS,
        "country": "country, land, vestigingsland, land van vestiging, country of registration",
        "website": "website, site, url, webadres",
        "parent": "parent, moeder, moederorganisatie, moederbedrijf, parent company, direct parent",
        "parent_country": "parent country, land moeder, land moederbedrijf, direct parent country",
        "ultimate_parent": "ultimate parent name, ultimate parent, uiteindelijke moeder, "
        "uiteindelijk moederbedrijf, uiteindelijke eigenaar, concern",
        "ultimate_parent_country": "ultimate parent country, land uiteindelijke moeder, "
        "land uiteindelijk moederbedrijf, land uiteindelijke eigenaar, land van concern",
        "holders": "control 25pct, zeggenschap 25 procent, aandeelhouders, holders, belanghebbenden",
        **_SHARED,
    },
    RegisterKind.CONTRACTS: {
        "key": "contract id, contractnummer, contract nummer, contractnr, contract nr, "
        "interncontractid, contractreferentie, contract number, zaaknummer, kenmerk, id",
        "title": "title, titel, onderwerp, contractnaam, naam contract, omschrijving, beschrijving, "
        "contract name, contractomschrijving, subject, description",
        "vendor": "vendor, vendor id, leverancier, leveranciersnaam, naam leverancier, "
        "contractpartij, contractant, wederpartij, opdrachtnemer, supplier, party, leverancier id, "
        "gecontracteerde partij",
        "product_vendor": "product vendor, productleverancier, fabrikant, softwareleverancier, maker, "
        "product owner",
        "product": "product, productnaam, applicatie, software, pakket, application",
        "systems": "system ids, systemen, systeem, applicaties, systems, system id",
        "start": "start date, startdatum, datumstart, ingangsdatum, begindatum, datum ingang, "
        "contractdatum, start, aanvang, datum van ingang, start contract",
        "end": "end date, einddatum, datumeinde, afloopdatum, expiratiedatum, datum einde, einde, "
        "end, vervaldatum, loopt tot, einde contract, expiry date, eind contract",
        "options": "option count, aantal opties, verlengingsopties, optiejaren, aantal verlengingen, "
        "opties, options",
        "option_months": "option months, optieduur, duur optie, verlengingsduur, looptijd optie",
        "notice_months": "notice months, opzegtermijn, opzegtermijn maanden, opzegtermijn in maanden, "
        "notice period, notice",
        "auto_renewal": "auto renewal, stilzwijgende verlenging, automatische verlenging, "
        "stilzwijgend verlengd, verlengt automatisch",
        "value": "value eur, waarde, contractwaarde, bedrag, kosten, contract value, value, "
        "jaarbedrag, geraamde waarde, jaarkosten, totale waarde, contractbedrag, kosten per jaar",
        "value_basis": "value basis, kostenperiode, bedrag per, periode bedrag",
        "conditions": "conditions, voorwaarde, voorwaarden, inkoopvoorwaarden, algemene voorwaarden, "
        "terms, toepasselijke voorwaarden",
        "law": "law, toepasselijk recht, governing law, recht",
        "tender": "tenderned id, tendernedkenmerk, tenderned, aanbestedingsnummer, tender",
        "document": "document path, document, documentreferentie, bestand, contractdocument, file",
        "processor_agreement": "dpa present, verwerkersovereenkomst, vwo, dpa, vo aanwezig",
        "escrow": "escrow, escrowregeling, broncodedepot",
        "owner": "owner, eigenaar, contracteigenaar, afdeling, budgethouder, cluster, directie",
        "status": "status, contractstatus, fase",
        **_SHARED,
    },
    RegisterKind.SYSTEMS: {
        "key": "system id, systeem id, applicatie id, applicatienummer, guid, ggm guid, id, "
        "configuratie id, ci nummer",
        "name": "name, naam, applicatie, applicatienaam, naam applicatie, systeem, systeemnaam, "
        "system, application, application name, voorziening",
        "owner": "owner department, eigenaar, systeemeigenaar, proceseigenaar, afdeling, owner, "
        "functioneel beheer, team, beleidsdomein",
        "vendor": "vendor id, leverancier, vendor, leverancier id, supplier, leveranciersnaam",
        "product": "product, pakket, pakketnaam, productnaam",
        "version": "version, versie, versienummer",
        "criticality": "business critical, bedrijfskritisch, bedrijfskritiek, kritiek, criticality, "
        "belang, kritikaliteit",
        "sourcing": "sourcing line, sourcing, sourcingvorm, type",
        "hosting": "hosting provider, hosting, hostingpartij, hostingopties, hoster",
        "hosting_country": "hosting country, land hosting, hostingland, datalocatie",
        "repository": "repo url, repository, broncode, code url, applicatieurl repository",
        "component": "reference component, referentiecomponent, referentiecomponenten, gemma component",
        "personal_data": "personal data, persoonsgegevens, privacygevoelig, bevat persoonsgegevens",
        "status": "status, beheerstatus, levensfase",
        **_SHARED,
    },
    RegisterKind.SUBPROCESSORS: {
        "name": "name, naam, subverwerker, naam subverwerker, subprocessor, sub processor, "
        "sub verwerker, verwerker, entity",
        "contract": "contract id, contractnummer, contract",
        "country": "country, land, locatie, land van verwerking, location, plaats verwerking",
        "parent_country": "ultimate parent country, land moederbedrijf, land moeder",
        "task": "task, taak, dienst, doel, werkzaamheden, purpose, service, verwerking, activiteit",
        **_SHARED,
    },
}
_TELLING = {
    RegisterKind.VENDORS: {"kvk", "rsin", "oin", "lei", "vat", "duns", "parent"}
    | {"ultimate_parent", "ultimate_parent_country", "holders", "country", "id_value"},
    RegisterKind.CONTRACTS: {"start", "end", "notice_months", "value", "conditions", "options"}
    | {"auto_renewal", "tender", "processor_agreement"},
    RegisterKind.SYSTEMS: {"criticality", "hosting", "component", "repository", "version"}
    | {"personal_data", "sourcing", "hosting_country"},
    RegisterKind.SUBPROCESSORS: {"task", "parent_country"},
}
"""Fields that only a register of that kind has."""
_OWN_NAMES = {
    RegisterKind.SUBPROCESSORS: {"subverwerker", "naam subverwerker", "subprocessor"}
    | {"sub processor", "sub verwerker"},
    RegisterKind.SYSTEMS: {"applicatie", "applicatienaam", "naam applicatie", "systeem"}
    | {"systeemnaam", "application", "application name", "voorziening", "system id"},
    RegisterKind.CONTRACTS: {"contract id", "contractnummer", "contractnaam", "contract nummer"},
    RegisterKind.VENDORS: {"vendor id", "leveranciersnummer", "organisatienaam", "bedrijfsnaam"},
}


def _table(kind: RegisterKind) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, stated in FIELDS[kind].items():
        for header in stated.split(", "):
            found.setdefault(header, field)
            found.setdefault(header.replace(" ", ""), field)
    return found


_TABLES: dict[RegisterKind, dict[str, str]] = {}
_PRIVATE = frozenset(p.replace(" ", "") for p in PRIVATE.split(", "))


def is_private(header: str) -> bool:
    """Whether a column holds what belongs to persons."""
    return plain(header[:100]).replace(" ", "") in _PRIVATE


def field_of(kind: RegisterKind, header: str, mapping: Mapping[str, str]) -> str:
    """The field that a header names, or empty.

    Args:
        kind: Of the register.
        header: As in the sheet.
        mapping: The user's own: header to field; it goes before the table.
    """
    stated = plain(header[:100])
    for own, field in mapping.items():
        if plain(own) == stated:
            return field
    if kind not in _TABLES:
        _TABLES[kind] = _table(kind)
    table = _TABLES[kind]
    return table.get(stated) or table.get(stated.replace(" ", ""), "")


def kind_of(headers: list[str]) -> RegisterKind | None:
    """The kind of register that has these headers; None when none fits."""
    best, most = None, 0
    for kind in (
        RegisterKind.SUBPROCESSORS,
        RegisterKind.CONTRACTS,
        RegisterKind.SYSTEMS,
        RegisterKind.VENDORS,
    ):
        fields = {field_of(kind, h, {}) for h in headers} - {""}
        names = {"name"} if kind is not RegisterKind.CONTRACTS else {"title", "vendor", "key"}
        own = any(plain(h) in _OWN_NAMES[kind] for h in headers)
        score = len(fields & _TELLING[kind]) * 2 + own * 3 + len(fields)
        telling = own or fields & _TELLING[kind]
        if telling and fields & names and score > most:
            best, most = kind, score
    return best
