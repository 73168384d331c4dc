"""What publiccode.yml 0.2 to 0.7 demands of each key, and what a file does otherwise.

Only what the file itself shows is checked: no address is visited, no register is asked.

Source: publiccode.yml standard, "The Standard (core)", versions 0.2 to 0.7.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sbom.lazy_pattern import lazy
from sbom.readers.shape import item_line, items, line_of, mapping, text
from sbom.readers.yaml_values import YamlMap

_DATE = lazy(r"\d{4}-\d{2}-\d{2}\Z")
_WEB = lazy(r"https?://[^\s/]+(?:/\S*)?\Z", re.IGNORECASE)
_URI = lazy(
    r"(?:urn:[a-z0-9][a-z0-9-]{1,31}:[^\s]+|(?!urn:)[a-z][a-z0-9+.-]*:(?://)?[^\s/]\S*)\Z",
    re.IGNORECASE,
)
_MIME = lazy(r"[a-z]+/[\w.+-]+\Z", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_COUNTRY = lazy(r"[A-Za-z]{2}\Z")
_CLONE = re.compile(
    r"(?:https?|git|ssh|git\+https|git\+ssh)://[^\s/]+(?:/\S*)?\Z|git@[^\s:]+:\S+\Z", re.IGNORECASE
)
_STATUSES = ("concept", "development", "beta", "stable", "obsolete")
_SCOPES = (
    "agriculture|culture|defence|education|emergency-services|employment|energy|environment"
    "|finance-and-economic-development|foreign-affairs|government|healthcare|infrastructures|justic"
    "e"
    "|local-authorities|manufacturing|research|science-and-technology|security|society|sport|touris"
    "m"
    "|transportation|welfare"
)
"""Source: publiccode.yml standard, "Scope list"."""
_MAINTENANCE = ("internal", "contract", "community", "none")


class Flaw(NamedTuple):
    """One key that does not follow the standard."""

    key: str
    """Path of the key: `dependsOn.open[0].optional`."""
    message: str
    line: int | None


class _Field(NamedTuple):
    kind: str
    required: bool = False


_TOP = {
    "publiccodeYmlVersion": _Field("version", required=True),
    "name": _Field("text", required=True),
    "applicationSuite": _Field("text"),
    "url": _Field("repository", required=True),
    "landingURL": _Field("web"),
    "isBasedOn": _Field("repositories"),
    "softwareVersion": _Field("text"),
    "releaseDate": _Field("date"),
    "logo": _Field("logo"),
    "monochromeLogo": _Field("logo"),
    "inputTypes": _Field("mimes"),
    "outputTypes": _Field("mimes"),
    "platforms": _Field("texts", required=True),
    "categories": _Field("texts"),
    "organisation": _Field("map"),
    "fundedBy": _Field("maps"),
    "usedBy": _Field("texts"),
    "roadmap": _Field("web"),
    "developmentStatus": _Field("status", required=True),
    "softwareType": _Field("text", required=True),
    "intendedAudience": _Field("map"),
    "description": _Field("map", required=True),
    "legal": _Field("map", required=True),
    "maintenance": _Field("map", required=True),
    "localisation": _Field("map", required=True),
    "dependsOn": _Field("map"),
    "supports": _Field("maps"),
    "tags": _Field("texts"),
}
_ORGANISATION = {"name": _Field("text"), "uri": _Field("uri", required=True)}
_DESCRIPTION = {
    "localisedName": _Field("text"),
    "genericName": _Field("text"),
    "shortDescription": _Field("text", required=True),
    "longDescription": _Field("text", required=True),
    "documentation": _Field("web"),
    "apiDocumentation": _Field("web"),
    "features": _Field("texts", required=True),
    "screenshots": _Field("texts"),
    "videos": _Field("texts"),
    "awards": _Field("texts"),
}
_LENGTHS = {"genericName": (0, 35), "shortDescription": (0, 150), "longDescription": (150, 10_000)}
_LEGAL = {
    "license": _Field("text", required=True),
    "mainCopyrightOwner": _Field("text"),
    "repoOwner": _Field("text"),
    "authorsFile": _Field("text"),
}
_UPKEEP = {
    "type": _Field("upkeep", required=True),
    "contractors": _Field("maps"),
    "contacts": _Field("maps"),
}
_CONTRACTOR = {
    "name": _Field("text", required=True),
    "until": _Field("date", required=True),
    "email": _Field("mail"),
    "website": _Field("web"),
}
_CONTACT = {
    "name": _Field("text", required=True),
    "email": _Field("mail"),
    "phone": _Field("text"),
    "affiliation": _Field("text"),
}
_LANGUAGES = {
    "localisationReady": _Field("flag", required=True),
    "availableLanguages": _Field("texts", required=True),
}
_AUDIENCE = {
    "scope": _Field("scopes"),
    "countries": _Field("countries"),
    "unsupportedCountries": _Field("countries"),
}
_NEED = {
    "name": _Field("text", required=True),
    "version": _Field("text"),
    "versionMin": _Field("text"),
    "versionMax": _Field("text"),
    "optional": _Field("flag"),
}


def flaws(document: YamlMap) -> list[Flaw]:
    """Keys that do not follow the standard, in the order of the standard."""
    return list(_flaws(document))


def _flaws(document: YamlMap) -> Iterator[Flaw]:
    yield from _table(document, _TOP, "")
    for key in document:
        country = (len(key) == 2 and key.isupper()) or key == "it"
        if key not in _TOP and not country and not key.startswith("x-"):
            yield Flaw(key, "is not a key of the standard", document.line_of(key))
    yield from _table(document.get("organisation"), _ORGANISATION, "organisation")
    yield from _tables(document.get("fundedBy"), _ORGANISATION, "fundedBy")
    yield from _descriptions(document.get("description"))
    yield from _table(document.get("legal"), _LEGAL, "legal")
    yield from _upkeep(document.get("maintenance"))
    yield from _table(document.get("localisation"), _LANGUAGES, "localisation")
    yield from _italian(document.get("IT") or document.get("it"))
    yield from _table(document.get("intendedAudience"), _AUDIENCE, "intendedAudience")
    for kind in ("open", "proprietary", "hardware"):
        needs = mapping(document.get("dependsOn")).get(kind)
        yield from _tables(needs, _NEED, f"dependsOn.{kind}")


def _table(value: object, fields: Mapping[str, _Field], path: str) -> Iterator[Flaw]:
    """Flaws of the fields of one mapping; nothing when it is no mapping (told elsewhere)."""
    if not isinstance(value, YamlMap):
        return
    for name, field in fields.items():
        key = f"{path}.{name}" if path else name
        stated = value.get(name)
        line = line_of(value, name)
        if stated is None or stated in ("", [], {}):
            if field.required:
                yield Flaw(key, "is required", line)
            elif stated == "" and field.kind in {"date", "web", "uri"}:
                yield Flaw(key, _WORDS[field.kind], line)
            elif stated is not None and stated != "" and not _fits(stated, field.kind):
                yield Flaw(key, "has the wrong type", line)
            continue
        yield from _value(stated, field.kind, key, line)


def _fits(empty: object, kind: str) -> bool:
    """Whether an empty list or mapping has the right shape for the kind."""
    if kind == "map":
        return isinstance(empty, Mapping)
    return isinstance(empty, list) and (kind == "maps" or kind in _LISTS)


def _tables(value: object, fields: Mapping[str, _Field], path: str) -> Iterator[Flaw]:
    for index, entry in enumerate(items(value)):
        key = f"{path}[{index}]"
        if isinstance(entry, Mapping):
            yield from _table(entry, fields, key)
        else:
            yield Flaw(key, "has the wrong type", item_line(value, index))


_WORDS = {
    "date": "must be a date written YYYY-MM-DD",
    "web": "must be a web address (http or https)",
    "uri": "must be a URI",
    "repository": "must be the address of a repository",
    "mail": "must be an e-mail address",
    "status": f"must be one of {', '.join(_STATUSES)}",
    "upkeep": f"must be one of {', '.join(_MAINTENANCE)}",
    "mime": "must be a MIME type",
    "country": "must be a country code of two letters",
    "scope": "must be one of the scopes of the standard",
    "logo": "must be a relative path or a web address",
    "version": "is a version that this tool does not know",
}
_PATTERNS = {
    "date": _DATE,
    "web": _WEB,
    "uri": _URI,
    "repository": _CLONE,
    "mail": _MAIL,
    "mime": _MIME,
    "country": _COUNTRY,
    "status": re.compile(rf"(?:{'|'.join(_STATUSES)})\Z"),
    "upkeep": re.compile(rf"(?:{'|'.join(_MAINTENANCE)})\Z"),
    "scope": lazy(f"(?:{_SCOPES})\\Z"),
    "logo": lazy(r"(?!file:)"),
    "version": re.compile(r"0(?:\.\d+){0,2}\Z"),
}
_LISTS = {
    "texts": "text",
    "scopes": "scope",
    "mimes": "mime",
    "countries": "country",
    "repositories": "repository",
}


def _value(value: object, kind: str, key: str, line: int | None) -> Iterator[Flaw]:
    """Flaws of one value of the kind."""
    if kind in {"map", "maps"}:
        if not isinstance(value, Mapping if kind == "map" else list):
            yield Flaw(key, "has the wrong type", line)
    elif kind == "flag":
        if not isinstance(value, bool):
            yield Flaw(key, "must be true or false", line)
    elif kind in _LISTS:
        if kind == "repositories" and isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            yield Flaw(key, "must be a list", line)
            return
        for index, entry in enumerate(value):
            yield from _value(entry, _LISTS[kind], f"{key}[{index}]", item_line(value, index))
    elif isinstance(value, bool) or not text(value):
        yield Flaw(key, "must be a text", line)
    elif kind in _PATTERNS and not _PATTERNS[kind].match(text(value)):
        yield Flaw(key, _WORDS[kind], line)


def _descriptions(value: object) -> Iterator[Flaw]:
    for language, entry in mapping(value).items():
        plain = language.isalnum()
        path = f"description.{language}" if plain else f"description[{language}]"
        if not isinstance(entry, Mapping):
            yield Flaw(path, "has the wrong type", line_of(value, language))
            continue
        yield from _table(entry, _DESCRIPTION, path)
        for name, (low, high) in _LENGTHS.items():
            stated = entry.get(name)
            if not isinstance(stated, str):
                stated = text(stated)
            if stated and not low <= len(stated) <= high:
                message = f"must have {low} to {high} characters"
                yield Flaw(f"{path}.{name}", message, line_of(entry, name))


def _italian(value: object) -> Iterator[Flaw]:
    """The Italian extension: its version only."""
    stated = text(mapping(value).get("countryExtensionVersion"))
    if stated and stated not in {"0.2", "1.0"}:
        line = line_of(value, "countryExtensionVersion")
        yield Flaw("IT.countryExtensionVersion", "must be one of 0.2, 1.0", line)


def _upkeep(value: object) -> Iterator[Flaw]:
    """`maintenance`: who must be named depends on the type."""
    yield from _table(value, _UPKEEP, "maintenance")
    facts = mapping(value)
    kind = text(facts.get("type"))
    if kind == "contract" and not facts.get("contractors"):
        yield Flaw(
            "maintenance.contractors", "is required for type contract", line_of(value, "type")
        )
    if kind in {"internal", "community"} and not facts.get("contacts"):
        message = f"is required for type {kind}"
        yield Flaw("maintenance.contacts", message, line_of(value, "type"))
    if kind and kind != "contract" and facts.get("contractors"):
        line = line_of(value, "contractors")
        yield Flaw("maintenance.contractors", "belongs to type contract only", line)
    yield from _tables(facts.get("contractors"), _CONTRACTOR, "maintenance.contractors")
    yield from _tables(facts.get("contacts"), _CONTACT, "maintenance.contacts")
