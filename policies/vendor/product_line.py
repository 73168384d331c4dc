"""Whether a bill of materials is of the product that is bought, by the names that both state."""

import re
from difflib import SequenceMatcher

from policies.finding import Severity, Verdict
from policies.vendor.line import Ground, Line, Proof, Topic, both
from sbom.component import Role
from sbom.inventory import Inventory
from sbom.registers.names import words_of

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_COMMON = frozenset(
    (
        *(
            "app",
            "application",
            "applicatie",
            "backend",
            "frontend",
            "web",
            "webapp",
            "api",
            "server",
        ),
        *("service", "client", "main", "root", "core", "project", "platform", "suite", "product"),
        *(
            "portal",
            "portaal",
            "module",
            "image",
            "docker",
            "container",
            "release",
            "latest",
            "src",
        ),
        *(
            "sbom",
            "bom",
            "cdx",
            "spdx",
            "cyclonedx",
            "com",
            "org",
            "net",
            "nl",
            "io",
            "www",
            "dist",
        ),
        *(
            "build",
            "the",
            "online",
            "digital",
            "digitaal",
            "cloud",
            "software",
            "systeem",
            "system",
        ),
        *("saas",),
    )
)
"""Words that do not tell one product from another."""
_ALIKE = 0.8


def root_of(inventory: Inventory) -> tuple[str, int | None]:
    """Name and line of what the document says it describes; empty where it does not say."""
    for component in inventory.components:
        if Role.ROOT in component.roles:
            return component.name, component.line
    for descriptor in inventory.descriptors:
        if descriptor.kind in {"spdx-document", "cyclonedx-document"} and descriptor.name:
            return descriptor.name, None
    return "", None


def of_product(name: str, product: str, vendor: str) -> bool | None:
    """Whether a name is that of the product; None when that cannot be told.

    Words that the vendor's own name and many products share do not count.
    """
    maker = set(_words(vendor))
    all_wanted = [w for w in _words(product) if w not in _COMMON]
    all_stated = [w for w in _words(name) if w not in _COMMON and not w.isdigit()]
    wanted = [w for w in all_wanted if w not in maker]
    stated = [w for w in all_stated if w not in maker]
    if not wanted:
        wanted, stated = all_wanted, all_stated
    if not wanted or not stated:
        return None
    return any(_alike(a, b) for a in wanted for b in stated)


def _words(name: str) -> list[str]:
    return list(words_of(_HUMP.sub(" ", name))) if name else []


def _alike(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    if len(short) >= 4 and short in long:
        return True
    return one == two or SequenceMatcher(None, one[:60], two[:60]).ratio() >= _ALIKE


def product_line(document: str, inventory: Inventory, product: str, vendor: str) -> Line | None:
    """The line on whether the document is of the product; None when no product is stated."""
    if not product:
        return None
    name, line = root_of(inventory)
    told = of_product(name, product, vendor)
    if told:
        verdict, ground = Verdict.COMPLIES, None
        says = both(
            f"De onderdelenlijst gaat over {name}; dat past bij {product}.",
            f"The bill of materials is of {name}; that fits {product}.",
        )
    elif told is None:
        verdict, ground = Verdict.UNKNOWN, Ground.UNREAD
        says = both(
            f"Niet te zeggen of de onderdelenlijst over {product} gaat; er staat: {name or '-'}.",
            f"Whether the bill of materials is of {product} cannot be told; it says: {name or '-'}.",
        )
    else:
        verdict, ground = Verdict.DEVIATES, Ground.FACT
        says = both(
            f"De onderdelenlijst gaat over {name}, niet over {product}.",
            f"The bill of materials is of {name}, not of {product}.",
        )
    return Line(
        id="software/sbom-product",
        topic=Topic.SOFTWARE,
        name=both("Onderdelenlijst van dit product", "Bill of materials of this product"),
        verdict=verdict,
        severity=Severity.HIGH if told is False else Severity.MEDIUM,
        ground=ground,
        says=says,
        proofs=(Proof(document=document, quote=name, line=line),),
        question=None
        if told
        else both(
            f"Wilt u een onderdelenlijst leveren van precies de versie van {product} die u aanbiedt?",
            f"Will you deliver a bill of materials of exactly the version of {product} that you offer?",
        ),
    )
