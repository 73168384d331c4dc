"""Package URLs: canonical building, fast; tolerant parsing with repair lives beside it."""

import re
from collections.abc import Mapping
from functools import lru_cache

_SAFE = re.compile(r"[A-Za-z0-9.\-_~:]*\Z")
_PYPI = re.compile(r"[-_.]+")
_LOWER_NAME = frozenset(
    {
        "bitbucket",
        "github",
        "gitlab",
        "pypi",
        "composer",
        "hex",
        "deb",
        "apk",
        "alpm",
        "pub",
        "luarocks",
        "qpkg",
    }
)
_LOWER_NAMESPACE = frozenset(
    {"bitbucket", "github", "gitlab", "composer", "hex", "deb", "apk", "alpm", "rpm"}
)


def quote(text: str) -> str:
    """Percent-encode one segment as the purl specification says (`:` stays, `/` does not)."""
    if _SAFE.match(text):
        return text
    return "".join(
        c if _SAFE.match(c) else "".join(f"%{b:02X}" for b in c.encode("utf-8", "replace"))
        for c in text
    )


def build(
    purl_type: str,
    name: str,
    version: str = "",
    *,
    namespace: str = "",
    qualifiers: Mapping[str, str] | None = None,
    subpath: str = "",
) -> str:
    """A canonical package URL.

    Args:
        purl_type: As in the purl specification (`npm`, `pypi`, `maven`, `golang` ...).
        name: Last part of the name; may hold `/` only where the type allows it.
        version: As the ecosystem writes it, or empty.
        namespace: Scope, group, vendor or path before the name; `/` separates segments.
        qualifiers: Lower-case keys; empty values are left out.
        subpath: Path inside the package.

    Returns:
        `pkg:type/namespace/name@version?qualifiers#subpath`, case and spelling normalised per type.

    Source: package-url/purl-spec, PURL-SPECIFICATION and PURL-TYPES.
    """
    base = _base(purl_type, namespace, name)
    if version:
        base += "@" + quote(version)
    if qualifiers:
        pairs = "&".join(f"{k.lower()}={quote(v)}" for k, v in sorted(qualifiers.items()) if v)
        if pairs:
            base += "?" + pairs
    if subpath:
        parts = "/".join(
            quote(s) for s in subpath.strip("/").split("/") if s not in {"", ".", ".."}
        )
        if parts:
            base += "#" + parts
    return base


@lru_cache(maxsize=65536)
def _base(purl_type: str, namespace: str, name: str) -> str:
    kind = purl_type.lower()
    if kind in _LOWER_NAME:
        name = name.lower()
    if kind in _LOWER_NAMESPACE:
        namespace = namespace.lower()
    if kind == "pypi":
        name = _PYPI.sub("-", name)
    parts = [quote(s) for s in namespace.split("/") if s] if namespace else []
    return f"pkg:{kind}/" + "/".join([*parts, quote(name)])
