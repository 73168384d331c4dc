"""Creative Commons licences in prose: elements, version and port.

Source: the names that Creative Commons gives its licences ("Attribution-ShareAlike 4.0
International", "CC BY-NC-ND 3.0 NL") and the Dutch ones ("Naamsvermelding-GelijkDelen").
"""

from sbom.lazy_pattern import lazy
from sbom.licensing.clues.mention import Mention
from sbom.licensing.ids import canonical_license

_ELEMENT = (
    r"(?:by|attribution|naamsvermelding|nc|non-?\s?commercial|niet-?commercieel|nd"
    r"|no-?\s?deriv(?:ative)?s?"
    r"(?: works?)?|geen-?\s?afgeleide(?: werken)?|geenafgeleidewerken|sa|share-?\s?alike"
    r"|gelijk-?\s?delen)"
)
_PATTERN = lazy(
    r"(?<![a-z0-9])(?:creative commons(?:' )?(?:[ -]+licen[cs]e)?|cc)[ :(\-\"']{1,3}(?:cc[ -])?"
    rf"(?P<elements>{_ELEMENT}(?:[ /,_\-]{{1,3}}(?:and )?{_ELEMENT}){{0,3}})(?![a-z])"
    r"(?:\)|\"|')?(?:[ ,\-]{1,3}(?:public )?licen[cs]e)?"
    r"(?:[ ,(\-]{0,3}(?:version |v\.? ?)?(?P<version>[1-4]\.[05]|(?<=v)[1-4](?![.\d]))(?P<port>[ -](?:nl|de|us|uk|at"
    r"|au|fr|igo"
    r"|nederland|netherlands|germany|deutschland|united states|austria|australia"
    r"|france)(?![a-z]))?)?"
)
_ZERO = lazy(
    r"(?<![a-z0-9])(?:cc0|cc zero|creative commons zero"
    r"|creative commons cc0)(?![a-z])(?:[ ,\-]{0,2}(?:v\.?)?1\.0)?"
)
_PORTS = {
    "nl": "NL", "nederland": "NL", "netherlands": "NL", "de": "DE", "germany": "DE", "deutschlan"
    "d": "DE",
    "us": "US", "united states": "US", "uk": "UK", "at": "AT", "austria": "AT", "au": "AU",
    "australia": "AU", "fr": "FR", "france": "FR", "igo": "IGO",
}  # fmt: skip


def creative_mentions(text: str) -> list[Mention]:
    """The Creative Commons licences that a flat text names; without version they are vague."""
    found = []
    if "cc" not in text and "creative commons" not in text:
        return []
    for match in _ZERO.finditer(text):
        found.append(Mention(match.start(), match.end(), "CC0-1.0", "", "name", strong=True))
    for match in _PATTERN.finditer(text):
        words = match["elements"]
        parts = ["CC", "BY"] if "by" in words or "att" in words or "naams" in words else ["CC"]
        for sign, name in (
            ("nc", "NC"),
            ("comm", "NC"),
            ("nd", "ND"),
            ("deriv", "ND"),
            ("afgel", "ND"),
            ("sa", "SA"),
            ("alike", "SA"),
            ("gelijk", "SA"),
        ):
            if sign in words and name not in parts:
                parts.append(name)
        family = "-".join(parts)
        version = match["version"]
        if version and "." not in version:
            version += ".0"
        name = ""
        if version:
            port = _PORTS.get((match["port"] or "").strip(" -"), "")
            name = canonical_license(f"{family}-{version}-{port}") or ""
            if not name:
                swapped = family.replace("ND-NC", "NC-ND").replace("SA-NC", "NC-SA")
                name = canonical_license(f"{swapped}-{version}") or ""
        found.append(
            Mention(match.start(), match.end(), name, "" if name else family, "name", strong=True)
        )
    return found
