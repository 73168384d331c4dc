"""Which column of a vendor's spreadsheet holds what, by Dutch and English headers."""

import re
from functools import cache
from unicodedata import normalize

_HEADERS = {
    "name": (
        "name, naam, component, componentnaam, component name, naam component, package, package name, "
        "pakket, pakketnaam, naam pakket, software, softwarenaam, naam software, software name, "
        "bibliotheek, naam bibliotheek, library, library name, module, modulenaam, module name, "
        "product, productnaam, product name, artifact, artifactid, artifact name, titel, title, "
        "onderdeel, afhankelijkheid, dependency, dependency name, softwarecomponent"
    ),
    "version": (
        "version, versie, versienummer, version number, component version, package version, "
        "library version, installed version, current version, used version, software version, "
        "softwareversie, huidige versie, gebruikte versie, geinstalleerde versie, release"
    ),
    "license": (
        "license, licence, licenses, licences, licentie, licenties, license s, licence s, licentie s, "
        "licentienaam, naam licentie, license name, licence name, licentietype, license type, "
        "licence type, spdx, spdxid, spdx license, spdx licence, spdx licentie, spdx identifier, "
        "license id, licence id, licentie id, license expression, declared license, licentievorm, "
        "open source licentie, open source license"
    ),
    "supplier": (
        "supplier, supplier name, leverancier, leveranciersnaam, naam leverancier, vendor, "
        "vendor name, fabrikant, manufacturer, maker, uitgever, publisher, organisatie, organization, "
        "organisation, ontwikkelaar, developer, eigenaar"
    ),
    "author": "author, authors, auteur, auteurs",
    "purl": "purl, package url, packageurl, pkg url, package purl, component purl",
    "cpe": "cpe, cpe23, cpe 2 3, cpe uri",
    "hash": "hash, checksum, controlegetal, sha1, sha256, sha384, sha512, md5, digest",
    "group": "group, groep, groupid, groepid, namespace",
    "ecosystem": (
        "ecosystem, ecosysteem, package manager, pakketbeheerder, package type, pakkettype, purl type"
    ),
    "description": "description, omschrijving, beschrijving, toelichting, doel, purpose",
    "homepage": "homepage, website, web site, url, link, project url, webpagina",
    "download": "download, downloadlocatie, download location, download url, bron url, source url",
    "copyright": "copyright, auteursrecht, copyright tekst, copyright text",
    "scope": "scope, gebruik, usage, toepassing",
    "direct": "direct, directe afhankelijkheid, direct dependency, rechtstreeks",
}
_WORD = re.compile(r"[a-z0-9]+")
_PURL_TYPES = {
    "npm": "npm, node, nodejs, javascript, yarn",
    "pypi": "pypi, pip, python",
    "maven": "maven, java, gradle",
    "nuget": "nuget, dotnet, net",
    "composer": "composer, php, packagist",
    "gem": "gem, ruby, rubygems",
    "golang": "golang, go",
    "cargo": "cargo, rust, crates",
    "docker": "docker",
    "deb": "deb, debian",
    "rpm": "rpm",
    "apk": "apk",
    "github": "github",
}


@cache
def _table() -> dict[str, str]:
    """Field by header, with and without its spaces."""
    found: dict[str, str] = {}
    for field, stated in _HEADERS.items():
        for header in stated.split(", "):
            found.setdefault(header, field)
            found.setdefault(header.replace(" ", ""), field)
    return found


@cache
def _types() -> dict[str, str]:
    return {word: kind for kind, words in _PURL_TYPES.items() for word in words.split(", ")}


def plain(header: str) -> str:
    """A header in small letters, without accents and signs."""
    letters = normalize("NFKD", header.lower())
    return " ".join(_WORD.findall("".join(c for c in letters if c.isascii())))


def field_of(header: str) -> str:
    """The field that a header names, or empty."""
    stated = plain(header[:100])
    return _table().get(stated) or _table().get(stated.replace(" ", ""), "")


def purl_type(ecosystem: str) -> str:
    """The purl type that a word for an ecosystem means, or empty."""
    return _types().get(plain(ecosystem[:100]).replace(" ", ""), "")
