"""What is wrong with a document, in Dutch: the reasons that validation gives are in English.

A reason that has no line here stays as it is: rules of a standard (`CSAF 6.1.9: ...`) and what the XML
validator says.
"""

import re

_DUTCH: tuple[tuple[str, str], ...] = (
    (r"'(.*)' is required", r"'\1' is verplicht"),
    (r"'(.*)' is not allowed here", r"'\1' mag hier niet staan"),
    (r"(.*) is not one of (.*)", r"\1 is niet een van \2"),
    (r"(.*) is not of type (.*)", r"\1 is niet van het soort \2"),
    (r"(.*) does not have the form (.*)", r"\1 heeft niet de vorm \2"),
    (r"(.*) breaks (m\w+) (\d+)", r"\1 past niet bij \2 \3"),
    (r"is the same as item (\d+)", r"is gelijk aan nummer \1 van de lijst"),
    (r"fits none of the choices", r"past bij geen van de mogelijkheden"),
    (r"fits (\d+) of the choices, of which one may hold", r"past bij \1 mogelijkheden; er mag er één gelden"),
    (r"has a form that is excluded", r"heeft een vorm die is uitgesloten"),
    (r"bom-ref (.*) also stands at (.*)", r"bom-ref \1 staat ook op \2"),
    (r"(SPDXID|spdxId) (.*) also stands at (.*)", r"\1 \2 staat ook op \3"),
    (r"refers to (.*), which is no (.*)", r"verwijst naar \1, en dat is geen \2"),
    (
        r"versionRange stands on a component that is not external",
        r"versionRange staat bij een onderdeel dat niet extern is",
    ),
    (r"version and versionRange exclude each other", r"version en versionRange sluiten elkaar uit"),
    (r"has no specVersion", r"heeft geen specVersion"),
    (r"specVersion (.*) has no JSON schema", r"specVersion \1 bestaat niet in JSON"),
    (r"is nested too deeply", r"is te diep genest"),
    (r"is not valid JSON: (.*)", r"is geen geldige JSON: \1"),
    (r"is not JSON: (.*)", r"is geen JSON: \1"),
    (r"(\w+) is missing or empty", r"\1 ontbreekt of is leeg"),
    (r"(\w+) is missing", r"\1 ontbreekt"),
    (r"(\w+) is not a list", r"\1 is geen lijst"),
    (r"(\w+) is not (\S+)", r"\1 is niet \2"),
    (r"(\w+) (.*) is no version of SPDX 2", r"\1 \2 is geen versie van SPDX 2"),
    (r"SPDXID of the document is (.*), not (.*)", r"SPDXID van het document is \1, niet \2"),
    (
        r"(document|package|element|relationship|external reference|property) has no ([^\s,]+)(?:,.*)?",
        r"\1 heeft geen \2",
    ),
    (r"element has the SPDXID (.*), which is not allowed", r"element heeft SPDXID \1, en dat mag niet"),
    (r"documentNamespace is no URI without '#'", r"documentNamespace is geen URI zonder '#'"),
    (r"created is no time of the form (.*)", r"created is geen tijd van de vorm \1"),
    (r"creator is no Person, Organization or Tool", r"maker is geen Person, Organization of Tool"),
    (r"(\w+) is no Person, Organization or NOASSERTION", r"\1 is geen Person, Organization of NOASSERTION"),
    (r"downloadLocation (.*) is no address", r"downloadLocation \1 is geen adres"),
    (r"algorithm (.*) is not of SPDX", r"algoritme \1 is niet van SPDX"),
    (r"value is no (.*) in hex digits", r"waarde is geen \1 in hexadecimale cijfers"),
    (r"(\w+) (.*) is no element of the document", r"\1 \2 is geen element van het document"),
    (r"relationshipType (.*) is not of SPDX( 3)?", r"relationshipType \1 is niet van SPDX\2"),
    (r"holds (\d+) elements of type SpdxDocument, not one", r"heeft \1 elementen van het soort SpdxDocument, niet één"),
    (r"creationInfo (.*) is not in the document", r"creationInfo \1 staat niet in het document"),
    (r"the file is named (.*), not (.*)", r"het bestand heet \1, niet \2"),
    (r"(\S+) has no (\S+)", r"\1 heeft geen \2"),
    (r"has no type", r"heeft geen type"),
    (r"(.*) is no (date-time|date|uri|iri|iri-reference|idn-email|IRI)", r"\1 is geen \2"),
)  # fmt: skip
_NOUNS = {
    "package": "pakket", "relationship": "relatie", "external reference": "verwijzing",
    "property": "eigenschap", "license": "licentie",
}  # fmt: skip


def fault_in(lang: str, message: str) -> str:
    """The reason in a language.

    Args:
        lang: `nl` or `en`.
        message: As validation gives it.
    """
    if lang != "nl":
        return message
    for pattern, dutch in _DUTCH:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match is not None:
            made = match.expand(dutch)
            noun = next((n for n in _NOUNS if made.startswith(f"{n} heeft")), "")
            return _NOUNS[noun] + made[len(noun) :] if noun else made
    return message
