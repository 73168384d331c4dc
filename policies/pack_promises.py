"""`promises.yaml`: what suppliers promise, in which words, and what in a dossier speaks for or against it."""

from policies.finding import Severity
from policies.pack_parts import Bilingual, PackHead, Part

SIGNS = frozenset(
    {
        "subprocessors-abroad",
        "subprocessors-american",
        "subprocessors-home",
        "endpoints-abroad",
        "endpoints-foreign-provider",
        "endpoints-american-provider",
        "sdk-foreign-provider",
        "images-foreign-registry",
        "parts-not-open",
        "parts-of-others",
        "own-parts-not-open",
        "licences-open",
        "no-parts-of-others",
        "standards-broken",
        "standards-shown",
        "api-rules-broken",
        "api-rules-shown",
        "no-foreign-provider",
    }
)
"""What can be seen in a dossier; `policies.vendor.observed` tells how."""


class Promise(Part, frozen=True):
    """One kind of promise."""

    name: Bilingual
    severity: Severity
    nl: tuple[str, ...]
    """Conditions on the words of a Dutch sentence, any of which makes it this promise: groups apart by
    `;`, terms apart by `|`, `!` for what may not occur (`sbom.contracts.clauses.terms`).
    """
    en: tuple[str, ...]
    question: Bilingual
    against: tuple[str, ...] = ()
    """Signs that show that it does not hold."""
    doubts: tuple[str, ...] = ()
    """Signs that make it doubtful: ask."""
    backs: tuple[str, ...] = ()
    """Signs that it holds."""
    why: Bilingual | None = None


class Provider(Part, frozen=True):
    """An organisation whose services are built in by a library or reached at an address."""

    name: str
    country: str
    """ISO 3166-1 code of its ultimate parent."""
    hosts: tuple[str, ...] = ()
    """Ends of host names."""
    purls: tuple[str, ...] = ()
    """Beginnings of purls of its client libraries."""


class Promises(PackHead, frozen=True):
    """`promises.yaml`."""

    promises: dict[str, Promise]
    providers: dict[str, Provider]
