"""Looking for the byte strings of `sbom.programs.known_signs` in a program.

Rules: a hit is `pkg:generic/PRODUCT@VERSION` with properties `evidence` `binary-pattern`, `offset` and
`confidence`: `medium` when the name of the file fits too, `low` for a library that is linked into something
else (role BUNDLED). Of a product only the first version in a file counts. Texts are looked for in
the sections that hold constants (and variables, where the name of the file fits); in a file without a list
of sections, in its first 64 MiB.
`python3.11` is only ever a Python 3.11.
"""

import re
from functools import cache

from sbom.component import Component, ComponentKind, Role
from sbom.gathering import Gathering
from sbom.programs.known_signs import EMBEDDED, SIGNS, Sign
from sbom.purl import build
from sbom.readers.executable import Executable
from sbom.readers.shape import pairs

_MOST = 64 * 1024 * 1024
_SERIES = re.compile(r"python([23]\.?\d{1,2})")


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], re.Pattern[bytes], Sign], ...]:
    return tuple((re.compile(f"(?:{s.names})\\Z"), re.compile(s.sign), s) for s in SIGNS)


@cache
def _embedded() -> tuple[tuple[re.Pattern[bytes], Sign], ...]:
    return tuple((re.compile(s.sign), s) for s in EMBEDDED)


def add_products(program: Executable, basename: str, gathering: Gathering) -> bool:
    """What the file is, by its name and a byte string in it; False when nothing fits."""
    base = basename.lower().removesuffix(".exe")
    fitting = [(sign, entry) for names, sign, entry in _compiled() if names.match(base)]
    found = False
    for sign, entry in fitting:
        hit = _search(program, sign, _series(base) if entry.product == "python" else "")
        if hit is not None:
            gathering.add(_component(entry.product, *hit, embedded=False))
            found = True
    return found


def _series(base: str) -> str:
    """`3.11.` for `python3.11` and `python311.dll`; empty when the name tells nothing."""
    match = _SERIES.search(base)
    if match is None:
        return ""
    digits = match.group(1).replace(".", "")
    return f"{digits[0]}.{digits[1:]}." if len(digits) > 1 else ""


def add_embedded(program: Executable, basename: str, gathering: Gathering) -> bool:
    """Libraries linked into the file; False when none shows."""
    stem = basename.lower().removeprefix("lib")
    found = False
    parts = _parts(program)
    for sign, entry in _embedded():
        for start, held in parts:
            at = held.find(entry.literal)
            if at < 0:
                continue
            match = sign.search(held, max(0, at - 16))
            if match is None:
                continue
            names = (entry.product.removeprefix("lib"), *_FILES.get(entry.product, ()))
            own = entry.product == "busybox" or stem.startswith(names)
            version = match.group(1).decode("ascii")
            hit = version, start + match.start(1)
            gathering.add(_component(entry.product, *hit, embedded=not own))
            found = True
            break
    return found


_FILES = {
    "zlib": ("z.", "z-"),
    "openssl": ("crypto", "ssl"),
    "libjpeg-turbo": ("jpeg", "turbojpeg"),
}
"""How the files of a library are named, `lib` taken off, where they do not have its name."""


def _parts(program: Executable, *, data: bool = False) -> list[tuple[int, bytes]]:
    """Offset and bytes of what is searched."""
    sections = [s for s in program.constants(data=data) if s.size]
    if not sections:
        return [(0, program.content[:_MOST])]
    return [(s.offset, program.bytes_of(s, _MOST)) for s in sections]


def _search(program: Executable, sign: re.Pattern[bytes], series: str) -> tuple[str, int] | None:
    """Version and offset of the first hit, of the series when one is given."""
    for start, held in _parts(program, data=True):
        for match in sign.finditer(held):
            version = match.group(1).decode("ascii")
            if version.startswith(series):
                return version, start + match.start(1)
    return None


def _component(product: str, version: str, offset: int, *, embedded: bool) -> Component:
    return Component(
        purl=build("generic", product, version),
        name=product,
        version=version,
        kind=ComponentKind.LIBRARY if embedded else ComponentKind.APPLICATION,
        roles=(Role.BUNDLED,) if embedded else (),
        properties=pairs(
            evidence="binary-pattern",
            offset=hex(offset),
            confidence="low" if embedded else "medium",
        ),
    )
