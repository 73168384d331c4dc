"""The shape of `estate.yaml`: every key, its meaning in English and a short Dutch title.

The JSON Schema for editors is made from these types; see `scanner.estate_schema`.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Count = Annotated[int, Meta(ge=1)]


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping in which only known keys may stand."""


class Organisation(_Part, frozen=True):
    """The municipality, or other body, whose software this is."""

    name: Annotated[Name, Meta(title="Naam", description="Full name, as on reports.")]
    code: Annotated[
        str,
        Meta(
            title="Gemeentecode",
            description="Municipality code of Statistics Netherlands, for example GM0000.",
        ),
    ] = ""
    url: Annotated[str, Meta(title="Website", description="Public web address.")] = ""


class Domain(_Part, frozen=True):
    """A field of work that systems belong to."""

    id: Annotated[Id, Meta(title="Kenmerk", description="Short name that systems refer to.")]
    name: Annotated[Name, Meta(title="Naam", description="Name for people.")]


class TargetEntry(_Part, frozen=True):
    """One thing to scan: exactly one of `git`, `folder`, `image`, `sbom` and `contracts`."""

    git: Annotated[
        str,
        Meta(
            title="Git-repository",
            description="Path of a repository or bundle, or an https, ssh or git address. "
            "Never holds a password.",
        ),
    ] = ""
    folder: Annotated[
        str, Meta(title="Map", description="Path of a folder that is not under version control.")
    ] = ""
    image: Annotated[
        str,
        Meta(
            title="Containerimage",
            description="Path of a container image: an archive of `docker save`, an OCI image layout, "
            "or an unpacked root file system.",
        ),
    ] = ""
    sbom: Annotated[
        str,
        Meta(
            title="Stuklijst (SBOM)",
            description="Path of a delivered SBOM, or of a folder of them.",
        ),
    ] = ""
    contracts: Annotated[
        str,
        Meta(
            title="Contracten",
            description="Path of a folder of contract documents of one deal (agreement, annexes, terms, "
            "mails; PDF, Word, ODF, HTML, text), or of one document.",
        ),
    ] = ""
    name: Annotated[
        str,
        Meta(
            title="Naam",
            description="Name of this source in the database and in reports. Default: its address. "
            "Set it once; another name is another source.",
        ),
    ] = ""
    system: Annotated[str, Meta(title="Systeem", description="Id of the system it belongs to.")] = (
        ""
    )
    revision: Annotated[
        str,
        Meta(
            title="Versie",
            description="Branch, tag or commit to read; git only. Default: HEAD.",
        ),
    ] = ""
    subfolder: Annotated[
        str, Meta(title="Submap", description="Read only below this folder of the source.")
    ] = ""
    exclude: Annotated[
        tuple[str, ...],
        Meta(
            title="Uitsluiten",
            description="Globs on paths that are not read. `**` spans folders; a glob without a "
            "slash fits at any depth.",
        ),
    ] = ()
    token_env: Annotated[
        str,
        Meta(
            title="Variabele met toegangssleutel",
            description="Name of the environment variable that holds an access token for an https "
            "address. Never the token itself.",
        ),
    ] = ""
    supplied: Annotated[
        bool | None,
        Meta(
            title="Door leverancier geleverd",
            description="Whether a supplier delivered it. Default: true for `sbom` and `contracts`, else false.",
        ),
    ] = None


class System(_Part, frozen=True):
    """An application of the organisation."""

    id: Annotated[Id, Meta(title="Kenmerk", description="Short name that targets refer to.")]
    name: Annotated[Name, Meta(title="Naam", description="Name for people.")]
    domain: Annotated[str, Meta(title="Domein", description="Id of a domain.")] = ""
    owner: Annotated[
        str, Meta(title="Eigenaar", description="Department or role that answers for it.")
    ] = ""
    sourcing: Annotated[
        Literal["own", "commercial", "mixed"],
        Meta(
            title="Herkomst",
            description="own: built by or for the organisation; commercial: bought; mixed: both.",
        ),
    ] = "own"
    use_mode: Annotated[
        Literal["internal", "hosted", "public-client", "distributed", "dev-tool"],
        Meta(
            title="Gebruik",
            description="internal: for own staff; hosted: for residents over a network; "
            "public-client: code goes to the user's browser or app; distributed: handed over or "
            "published; dev-tool: build and test only. It decides what a licence asks for.",
        ),
    ] = "hosted"
    criticality: Annotated[
        Literal["low", "medium", "high", "vital"],
        Meta(title="Belang", description="How much depends on it."),
    ] = "medium"
    tags: Annotated[
        tuple[str, ...], Meta(title="Labels", description="Free words to group systems by.")
    ] = ()
    supplier: Annotated[
        str, Meta(title="Leverancier", description="Who delivers or maintains it.")
    ] = ""
    outbound_license: Annotated[
        str,
        Meta(
            title="Licentie waaronder het wordt uitgegeven",
            description="SPDX expression under which the organisation publishes it.",
        ),
    ] = ""
    targets: Annotated[
        tuple[TargetEntry, ...],
        Meta(title="Bronnen", description="What to scan for this system."),
    ] = ()


class LimitsEntry(_Part, frozen=True):
    """Caps on what is read from one source."""

    file_bytes: Annotated[
        Count, Meta(title="Bytes per bestand", description="Larger files are not read.")
    ] = 256 * 1024 * 1024
    files: Annotated[Count, Meta(title="Bestanden", description="Files of one source.")] = 2_000_000
    depth: Annotated[Count, Meta(title="Diepte", description="Folder levels.")] = 64
    git_seconds: Annotated[
        float, Meta(ge=1, title="Seconden", description="For one git command.")
    ] = 300.0


class IndexEntry(_Part, frozen=True):
    """A package index of the organisation."""

    type: Annotated[
        Literal["npm", "pypi"], Meta(title="Soort", description="Which packages it holds.")
    ]
    url: Annotated[
        str,
        Meta(
            title="Adres",
            min_length=8,
            description="Base address: for npm the registry; for pypi the one below which "
            "`pypi/NAME/VERSION/json` lies, or the address that ends in `/simple`. Never holds a "
            "password.",
        ),
    ]
    token_env: Annotated[
        str,
        Meta(
            title="Variabele met toegangssleutel",
            description="Name of the environment variable that holds an access token.",
        ),
    ] = ""


class RegisterEntry(_Part, frozen=True):
    """A public register that `sluis sync registers` asks."""

    source: Annotated[
        Literal["gleif", "kvk", "tenderned", "gemma", "oss"],
        Meta(title="Bron", description="Which register."),
    ]
    url: Annotated[
        str,
        Meta(
            title="Adres",
            description="Address, where it is not the usual one; for tenderned that of a file with "
            "OCDS releases.",
        ),
    ] = ""
    key_env: Annotated[
        str,
        Meta(
            title="Variabele met sleutel",
            description="Name of the environment variable that holds the key; never the key itself.",
        ),
    ] = ""


class EstateFile(_Part, frozen=True):
    """The estate of one organisation: its systems, and where their software is to be found."""

    organisation: Annotated[
        Organisation, Meta(title="Organisatie", description="Whose software this is.")
    ]
    language: Annotated[
        Literal["nl", "en"], Meta(title="Taal", description="Language of reports.")
    ] = "nl"
    domains: Annotated[
        tuple[Domain, ...], Meta(title="Domeinen", description="Fields of work.")
    ] = ()
    systems: Annotated[tuple[System, ...], Meta(title="Systemen", description="Applications.")] = ()
    targets: Annotated[
        tuple[TargetEntry, ...],
        Meta(title="Bronnen", description="What to scan, apart from targets listed in a system."),
    ] = ()
    packs: Annotated[
        tuple[str, ...],
        Meta(
            title="Beleidspakketten",
            description="Folders with policy of your own, laid over the default pack in order.",
        ),
    ] = ()
    waivers: Annotated[
        str, Meta(title="Ontheffingen", description="File with approved exceptions.")
    ] = ""
    curations: Annotated[
        str,
        Meta(
            title="Licentiebesluiten",
            description="File with what people found out or chose about licences (curations.yaml).",
        ),
    ] = ""
    borrow_licenses: Annotated[
        bool | None,
        Meta(
            title="Licenties lenen",
            description="Whether a licence that a source does not state is borrowed from the same "
            "software elsewhere in the estate. Default: true.",
        ),
    ] = None
    indexes: Annotated[
        tuple[IndexEntry, ...],
        Meta(
            title="Pakketregisters",
            description="Package indexes of your own, which `sluis sync licences` asks first.",
        ),
    ] = ()
    registers: Annotated[
        tuple[RegisterEntry, ...],
        Meta(
            title="Registers",
            description="Public registers that `sluis sync registers` asks about vendors.",
        ),
    ] = ()
    database: Annotated[
        str, Meta(title="Database", description="SQLite file that scans are kept in.")
    ] = ""
    jobs: Annotated[
        int,
        Meta(ge=0, title="Gelijktijdig", description="Processes; 0: one for each core."),
    ] = 0
    limits: Annotated[LimitsEntry, Meta(title="Grenzen", description="Caps on what is read.")] = (
        LimitsEntry()
    )
