"""Rows of tables and lists that real contracts are long with; none of them holds a clause that is scored."""

NL_VERBS = (
    "toont", "registreert", "sorteert", "filtert", "groepeert", "controleert", "signaleert", "berekent",
    "ordent", "vertaalt", "kopieert", "valideert", "nummert",
)  # fmt: skip
NL_THINGS = (
    "aanvragen", "adressen", "afspraken", "agendapunten", "beschikkingen", "bezwaarschriften", "brieven", "dossiers",
    "formulieren", "handtekeningen", "intakegesprekken", "kaartlagen", "klantcontacten", "meldingen", "notities",
    "objecten", "percelen", "subsidies", "taken", "telefoonnotities", "vergunningen", "vragen", "werkvoorraden", "zaken",
)  # fmt: skip
NL_HOW = (
    "per afdeling en per behandelaar", "op datum, status en onderwerp", "in een overzicht dat de gebruiker zelf indeelt",
    "zonder dat de gebruiker van scherm hoeft te wisselen", "binnen twee seconden bij honderd gelijktijdige gebruikers",
    "met een toelichting die de functioneel beheerder instelt", "op een telefoon even goed als op een groot scherm",
    "volgens de autorisaties van de rol", "met een herinnering enkele dagen voor de afgesproken datum",
    "ook als een verplicht veld nog leeg is", "met behoud van de volgorde die de behandelaar koos",
)  # fmt: skip
NL_ITEMS = (
    "Basismodule", "Module zaken", "Module klantcontact", "Module vergunningen", "Module subsidies", "Kaartviewer",
    "Testomgeving", "Acceptatieomgeving", "Training beheerders", "Inrichting", "Projectleiding", "Technisch advies",
    "Conversie", "Documentgenerator", "Zoekvoorziening", "Rapportage", "Mobiele app", "Servicedesk",
)  # fmt: skip
NL_INCIDENTS = (
    "de dienst is voor alle gebruikers onbereikbaar", "een hoofdproces ligt stil", "een functie werkt niet, er is een omweg",
    "een scherm toont een verkeerde tekst", "een vraag over het gebruik", "een wens",
)  # fmt: skip
NL_ROLES = (
    "Contractmanager", "Functioneel beheerder", "Technisch beheerder", "Projectleider", "Servicemanager", "Adviseur",
    "Testcoördinator", "Opleider", "Informatieanalist",
)  # fmt: skip
EN_VERBS = (
    "shows", "registers", "sorts", "filters", "groups", "checks", "flags", "calculates", "links", "orders", "translates",
    "copies", "validates", "numbers",
)  # fmt: skip
EN_THINGS = (
    "applications", "addresses", "appointments", "agenda items", "decisions", "objections", "letters", "files", "forms",
    "signatures", "interviews", "map layers", "contacts", "reports", "notes", "objects", "parcels", "grants", "tasks",
)  # fmt: skip
EN_HOW = (
    "per department and case handler", "by date, state and subject", "in a list that the user arranges",
    "without changing screens", "within two seconds for a hundred simultaneous users", "with a note set by the administrator",
    "as well on a telephone as on a large screen", "according to the role of the user", "also while a required field is empty",
)  # fmt: skip
EN_ITEMS = (
    "Base module", "Case module", "Contact module", "Permit module", "Grants module", "Map viewer", "Test environment",
    "Training", "Set-up", "Project management", "Technical advice", "Document generator", "Search", "Reporting", "Mobile app",
)  # fmt: skip
EN_INCIDENTS = (
    "the service cannot be reached by anyone", "a main process stands still", "a function fails, there is a workaround",
    "a screen shows a wrong text", "a question about use", "a wish",
)  # fmt: skip
EN_ROLES = (
    "Contract manager", "Administrator", "Technical manager", "Project leader", "Service manager", "Adviser", "Test lead",
)  # fmt: skip
