"""Who is the supplier and who the customer: names in a contract brought back to two roles.

Role words ("Opdrachtnemer", "Klant", "Controller") have a fixed role. A party with a name of its
own ("Voorbeeldsoft kan de dienst opschorten") is the supplier when the text lets it do what a
supplier does; what the document itself says of it ("Voorbeeldsoft, hierna: Leverancier") counts
first. A name that cannot be placed keeps its own word, and a row that needs a role does not fit.
"""

import re

from sbom.contracts.clauses.words import fold, words

SUPPLIER, CUSTOMER = "xsup", "xcus"
_ROLES = {
    SUPPLIER: (
        "leverancier leveranciers opdrachtnemer verwerker bewerker aanbieder dienstverlener provider "
        "wederpartij licentiegever wij we ik ons onze mijn supplier vendor licensor processor us our "
        "subverwerker contractor hoster verkoper seller"
    ),
    CUSTOMER: (
        "opdrachtgever klant afnemer verantwoordelijke verwerkingsverantwoordelijke gemeente u uw je "
        "jij jouw jullie licentienemer koper huurder customer client licensee controller authority you "
        "your subscriber buyer abonnee contractant"
    ),
}  # fmt: skip
_ROLE_OF = {word: role for role, all_ in _ROLES.items() for word in all_.split()}
_SUFFIX = re.compile(r"('s|s'|’s)$")  # noqa: RUF001 - the apostrophe of real contracts
_NAME = re.compile(r"\b[a-z]?[A-Z][\w&.-]{2,24}(?: [A-Z][\w&.-]{1,24})?(?=[\s,'’])")  # noqa: RUF001 - as above
_DOES = re.compile(
    r"(?:\s(?:bv|nv|vof|bvba|BV|NV|VOF|B\.V\.|N\.V\.))?\s(?:is (?:niet |nimmer |nooit |te allen tijde )?(?:gerechtigd|aansprakelijk|bevoegd|gehouden)|behoudt|verleent|levert|"  # noqa: E501 - one expression or table
    r"staat er niet|spant|zal (?:zich|de|klant|opdrachtgever)|kan de|mag de|mag|kan|garandeert|heeft het recht|"
    r"will provide|may suspend|may terminate|reserves|grants|shall provide|warrants|does not|will not be liable|"
    r"shall not be liable|provides|retains|is not liable|will|"
    r"verwerkt|informeert|treft|ondersteunt|biedt|stelt)\b"
)
_DEFINED = re.compile(
    r"[\"“‘'](?P<name>[A-Z][\w&. -]{1,40})[\"”’']\s*(?:\)|:|=|betekent|means|,)?\s*(?P<rest>[^.;\n]{0,90})"  # noqa: RUF001 - the quotes of real contracts
)
_GIVEN = re.compile(
    r"(?:,? hierna(?: te noemen| genoemd)?:?|\((?:the|hereinafter|hierna|(?=[\"“])))\s?"
    r"[\"“'(]{0,2}(?:de |het |the )?(?P<role>\w+)"
)
_LISTED = re.compile(
    r"(?P<role>[A-Z]\w{4,30})[*_\s]{0,4}(?:\([\s*_]{0,3}[\"“'](?P<quoted>[A-Z][\w&-]{2,24})[\"”']|"
    r":[*_\s]{0,4}(?:de |het )?(?P<named>[A-Z][\w&-]{2,24}\b))"
)
"""A role with its name behind it: 'Verwerker ("Voorbeeldsoft")', "Verwerker: Voorbeeldsoft, die ..."."""
_LISTED_TIMES = 4
"""How often a name behind a colon must occur to be one, and no common noun with a capital."""
_OWN_WORDS = (
    (
        re.compile(
            r"\b(?:opdrachtgever|klant|afnemer)\W{1,12}(?:is )?(?:(?:de|iedere|elke|haar|zijn) )?wederpartij\b"
            r"|\bwederpartij(?:en)?\W{1,4}(?:opdrachtgever|klant|afnemer)\b"
            r"|\bwederpartij van \w+(?: \w+)? wordt [^.\n]{0,60}\b(?:opdrachtgever|klant|afnemer)\b",
            re.IGNORECASE,
        ),
        "wederpartij",
        CUSTOMER,
    ),
    (
        re.compile(
            r"\bgebruiker\b[^.\n]{0,60}\bgebruiker van (?:de|deze) (?:algemene )?voorwaarden",
            re.IGNORECASE,
        ),
        "gebruiker",
        SUPPLIER,
    ),
    (
        re.compile(
            r"\bgebruiker\W{1,8}(?:iedere|elke|de) (?:natuurlijke|rechtspersoon|persoon)",
            re.IGNORECASE,
        ),
        "gebruiker",
        CUSTOMER,
    ),
)
"""Words that are the one party in some documents and the other in others, and what tells which."""
_FORMS = frozenset({"bv", "nv", "vof", "bvba", "gmbh", "ltd", "llc", "inc"})
"""Legal forms behind a party's name, which are no words of the sentence."""
_AND = frozenset({"en", "of", "and", "or", "tussen", "between"})
"""Words after a name in quotes that begin another party, not what the name stands for."""
_CAPITAL = re.compile(r"\b[a-z]?[A-Z][\w&-]{2,24}")
_NOT_NAMES = frozenset(
    [
        "de",
        "het",
        "een",
        "in",
        "op",
        "bij",
        "indien",
        "deze",
        "dit",
        "als",
        "artikel",
        "partijen",
        "partij",
        "overeenkomst",
        "dienst",
        "diensten",
        "the",
        "this",
        "party",
        "parties",
        "agreement",
        "service",
        "services",
        "product",
        "section",
        "if",
        "any",
        "all",
        "each",
        "such",
        "no",
        "neither",
        "either",
        "software",
        "tussen",
        "between",
        "gemeente",
        "recipient",
        "discloser",
        "wbp",
        "avg",
        "verwerkersovereenkomst",
        "voorwaarden",
        "gebruiker",
        "gebruikers",
        "persoonsgegevens",
        "data",
        "content",
        "documentation",
        "naam",
        "algemene",
        "leveringsvoorwaarden",
        "inkoopvoorwaarden",
        "raamovereenkomst",
        "contract",
        "bijlage",
        "ondergetekende",
        "ondergetekenden",
        "besloten",
        "vennootschap",
        "stichting",
        "general",
        "terms",
        "conditions",
        "voor",
        "namens",
        "adres",
        "organisatie",
        "bedrijf",
    ]
)


PARTY = 260
"""Characters of a line before "hierna" in which the party's name is looked for."""


def role_of(word: str) -> str:
    """The role of a folded word, or an empty string."""
    return _ROLE_OF.get(word) or _ROLE_OF.get(_SUFFIX.sub("", word), "")


def names_of(text: str) -> dict[str, str]:
    """Names of parties in a contract, folded, with their role."""
    out: dict[str, str] = {}
    for match in _DEFINED.finditer(text[:20_000]):
        name = fold(match["name"]).strip()
        rest = words(match["rest"])[:3]
        if rest[:1] and rest[0] in _AND:
            continue
        role = next((r for w in rest if (r := role_of(w))), "")
        if role and not role_of(name) and name not in _NOT_NAMES and len(name.split()) <= 2:
            out.setdefault(name, role)
    out |= {name: role for name, role in _given(text[:20_000]) if name not in out}
    out |= {name: role for name, role in _listed(text) if name not in out}
    for told, word, role in _OWN_WORDS:
        if word not in out and told.search(text[:20_000]):
            out[word] = role
    counts: dict[str, int] = {}
    for match in _NAME.finditer(text):
        if _DOES.match(text, match.end()):
            name = fold(match.group()).strip(" .")
            first = name.split()[0]
            if first not in _NOT_NAMES and not role_of(first):
                counts[name] = counts.get(name, 0) + 1
    if counts:
        best = max(counts, key=lambda n: (counts[n], n))
        if counts[best] >= 3:
            out.setdefault(best, SUPPLIER)
    return out


def _given(text: str) -> list[tuple[str, str]]:
    """Names that are given a role: "Voorbeeldsoft B.V., hierna: Leverancier".

    The name stands first in its line; a line that begins with another role word ("De klant die een
    overeenkomst sluit met Voorbeeldsoft, hierna: opdrachtgever") names nobody.
    """
    out = []
    last = 0
    for match in _GIVEN.finditer(text):
        role = role_of(fold(match["role"]))
        if not role:
            continue
        before = text[max(last, match.start() - PARTY) : match.start()].rsplit("\n", 1)[-1]
        last = match.end()
        for found in _CAPITAL.finditer(before):
            name = fold(found.group())
            if name in _NOT_NAMES:
                continue
            if not any(map(role_of, words(before[: found.end()]))):
                out.append((name, role))
            break
    return out


def _listed(text: str) -> list[tuple[str, str]]:
    """Names behind their role: 'Verwerker ("Voorbeeldsoft")', "Verwerker: Voorbeeldsoft, die ..."."""
    out = []
    for match in _LISTED.finditer(text, 0, 20_000):
        role = role_of(fold(match["role"]))
        raw = match["quoted"] or match["named"] or ""
        name = fold(raw)
        if not role or not name or name in _NOT_NAMES or role_of(name):
            continue
        if match["quoted"] or text.count(raw) >= _LISTED_TIMES:
            out.append((name, role))
    return out


class Roles:
    """Brings the parties of one document back to their roles."""

    def __init__(self, text: str) -> None:
        """Looks for names in the whole text."""
        self.names = names_of(text)
        self._single = {name: role for name, role in self.names.items() if " " not in name}
        self._double = {
            tuple(name.split()): role for name, role in self.names.items() if " " in name
        }

    def words(self, text: str) -> list[str]:
        """The words of a sentence with every party as `xsup` or `xcus`."""
        out: list[str] = []
        for word in words(text):
            bare = _SUFFIX.sub("", word)
            if out and (role := self._double.get((out[-1], bare))):
                out[-1] = role
                continue
            if word in _FORMS and out and out[-1] in (SUPPLIER, CUSTOMER):
                continue
            role = self._single.get(bare) or role_of(word)
            out.append(role or word)
        return out
