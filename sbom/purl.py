"""Package URLs: canonical building and strict parsing, fast; mending lives in `sbom.purl_repair`.

Rules per type follow package-url/purl-spec as of 2026-08-21 (PURL-SPECIFICATION and types/*.json):

- The type is lower case. Names and namespaces are lowered only where the type says that case does
  not matter. `golang`, `npm`, `maven` and `nuget` keep their case.
- `pypi` names follow PEP 503 (runs of `-`, `_` and `.` become one `-`), which is a superset of the
  specification's rule for `_`. `hackage` turns `_` into `-`, `pub` turns anything else into `_`.
- Versions are lowered for `huggingface`, `oci` and `vscode-extension`.
- The name of type `git` may hold `/`; its namespace is the first segment, the host.
- Only what the specification's own suite refuses is refused (see `fault`). A namespace that a type
  merely should not have is kept, since inventories hold them.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from sbom.errors import ParseError
from sbom.lazy_pattern import lazy

_SAFE = re.compile(r"[A-Za-z0-9.\-_~:]*\Z")
_UNSAFE = re.compile(r"[^A-Za-z0-9.\-_~:]+")
_PYPI = lazy(r"[-_.]+")
_PUB = lazy(r"[^a-z0-9_]")
_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*\Z")
_KEY = lazy(r"[a-z][a-z0-9._-]*\Z")
_CHROME_NAME = lazy(r"[a-p]{32}\Z")
_CHROME_VERSION = lazy(r"[0-9]+(?:\.[0-9]+){0,3}\Z")
_FAST = re.compile(
    r"pkg:([a-z][a-z0-9.+-]*)/(%40)?((?:[A-Za-z0-9._~-]++/)*+)([A-Za-z0-9._~-]++)"
    r"(?:@([A-Za-z0-9.\-_~:]++))?\Z"
)
_LOWER_NAME = frozenset(
    "alpm apk bitbucket bitnami brew chrome-extension composer deb github gitlab hex luarocks oci "  # noqa: SIM905 - words in a row
    "otp pub pypi vscode-extension".split()
)
_LOWER_NAMESPACE = frozenset(
    "alpm apk bitbucket brew composer deb github gitlab hex luarocks qpkg rpm "  # noqa: SIM905 - words in a row
    "vscode-extension yocto".split()
)
_LOWER_VERSION = frozenset({"huggingface", "oci", "vscode-extension"})
_NO_NAMESPACE = frozenset({"otp", "vcpkg"})
_NEEDS_NAMESPACE = frozenset({"swift", "vscode-extension"})
_STRICT = (
    _LOWER_VERSION
    | _NO_NAMESPACE
    | _NEEDS_NAMESPACE
    | {"chrome-extension", "cpan", "git", "julia", "mlflow"}
)
"""Types for which a string of plain characters may still be invalid or need more than lowering."""
_SPELLED = _LOWER_NAME | _LOWER_NAMESPACE | {"hackage"}


class Purl(msgspec.Struct, frozen=True):
    """The parts of a package URL, decoded and normalised; `str()` gives the canonical form."""

    type: str
    """Lower case, for example `npm`."""
    name: str
    """Decoded; never empty."""
    namespace: str = ""
    """Decoded segments joined with `/`; empty when there is none."""
    version: str = ""
    """Decoded; empty when there is none."""
    qualifiers: tuple[tuple[str, str], ...] = ()
    """(key, decoded value), sorted by key; none is empty."""
    subpath: str = ""
    """Decoded, without leading or trailing slash."""

    def __str__(self) -> str:
        return build(
            self.type,
            self.name,
            self.version,
            namespace=self.namespace,
            qualifiers=dict(self.qualifiers) if self.qualifiers else None,
            subpath=self.subpath,
        )


def quote(text: str) -> str:
    """Percent-encode one segment as the purl specification says (`:` stays, `/` does not)."""
    if _SAFE.match(text):
        return text
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def build(
    purl_type: str,
    name: str,
    version: str = "",
    *,
    namespace: str = "",
    qualifiers: Mapping[str, str] | None = None,
    subpath: str = "",
) -> str:
    """A canonical package URL; never raises, so check parts from outside with `fault` first.

    Args:
        purl_type: As in the purl specification (`npm`, `pypi`, `maven`, `golang` ...).
        name: Last part of the name; a `/` in it is encoded, except for type `git`.
        version: As the ecosystem writes it, or empty.
        namespace: Scope, group, vendor or path before the name; `/` separates segments.
        qualifiers: Any case of key; empty values are left out.
        subpath: Path inside the package.

    Returns:
        `pkg:type/namespace/name@version?qualifiers#subpath`, case and spelling normalised per type.

    Source: package-url/purl-spec, PURL-SPECIFICATION and PURL-TYPES.
    """
    if purl_type == "mlflow" and qualifiers:
        name = _mlflow(name, qualifiers.get("repository_url", ""))
    purl = _base(purl_type, namespace, name)
    if version:
        purl += "@" + quote(version.lower() if purl_type in _LOWER_VERSION else version)
    if qualifiers:
        pairs = "&".join(
            f"{key}={quote(value)}"
            for key, value in sorted((k.lower(), v) for k, v in qualifiers.items())
            if value
        )
        if pairs:
            purl += "?" + pairs
    if subpath:
        parts = "/".join(
            quote(s) for s in subpath.strip("/").split("/") if s not in {"", ".", ".."}
        )
        if parts:
            purl += "#" + parts
    return purl


@lru_cache(maxsize=65536)
def _base(purl_type: str, namespace: str, name: str) -> str:
    kind = purl_type.lower()
    namespace, name = _normal(kind, namespace, name)
    parts = [quote(s) for s in namespace.split("/") if s] if namespace else []
    if kind == "git":
        parts += [quote(s) for s in name.split("/") if s]
    else:
        parts.append(quote(name))
    return f"pkg:{kind}/" + "/".join(parts)


def _normal(kind: str, namespace: str, name: str) -> tuple[str, str]:
    """Namespace and name as their type spells them."""
    if kind in _LOWER_NAMESPACE:
        namespace = namespace.lower()
    if kind in _LOWER_NAME:
        name = name.lower()
        if kind == "pypi":
            name = _PYPI.sub("-", name)
        elif kind == "pub":
            name = _PUB.sub("_", name)
    elif kind == "hackage":
        name = name.replace("_", "-")
    return namespace, name


def _mlflow(name: str, repository: str) -> str:
    """Databricks names have no case, Azure ML names do."""
    return name.lower() if "databricks" in repository.lower() else name


def base(purl: str) -> str:
    """A canonical package URL without version, qualifiers and subpath: the key of a package."""
    head = purl.partition("@")[0]
    if "?" in head or "#" in head:
        return head.partition("#")[0].partition("?")[0]
    return head


def fault(
    purl_type: str,
    name: str,
    version: str = "",
    *,
    namespace: str = "",
    qualifiers: Iterable[str] = (),
) -> str | None:
    """Why these parts make no valid package URL, or None when they do.

    Args:
        purl_type: Any case.
        name: Decoded.
        version: Decoded.
        namespace: Decoded.
        qualifiers: The keys.

    Returns:
        A reason in English, for an issue. Source: the purl specification's test suite.
    """
    kind = purl_type.lower()
    if not _TYPE.match(purl_type):
        return "has no valid type"
    if not name or name.isspace():
        return "has no name"
    if namespace and kind in _NO_NAMESPACE:
        return f"type {kind} takes no namespace"
    if not namespace and kind in _NEEDS_NAMESPACE:
        return f"type {kind} needs a namespace"
    if kind == "cpan" and "::" in name:
        return "type cpan takes distribution names, not module names with '::'"
    if kind == "julia" and "uuid" not in qualifiers:
        return "type julia needs the qualifier uuid"
    if kind == "chrome-extension":
        if not _CHROME_NAME.match(name.lower()):
            return "type chrome-extension needs a name of 32 letters a-p"
        if version and not _CHROME_VERSION.match(version):
            return "type chrome-extension needs a version of one to four numbers"
    return None


def parse(text: str) -> Purl:
    """The parts of a package URL.

    Strict: a qualifier key with a capital or twice the same key is refused. What the specification
    allows on reading is read: `pkg://`, a type in capitals, an unescaped `@` before a scope.

    Raises:
        ParseError: not a package URL; the reason does not repeat the text.

    Source: package-url/purl-spec, "How to parse a purl string in its components".
    """
    match = _FAST.match(text)
    if match is None:
        return _parse_slowly(text)
    kind, at, namespace, name, version = match.groups("")
    if kind in _STRICT or (at and not namespace):
        return _parse_slowly(text)
    if namespace:
        namespace = "@" + namespace[:-1] if at else namespace[:-1]
    if kind in _SPELLED:
        namespace, name = _normal(kind, namespace, name)
    return Purl(kind, name, namespace, version)


def _parse_slowly(text: str) -> Purl:
    if text[:4].lower() != "pkg:":
        raise ParseError("does not start with 'pkg:'")
    rest, _, subpath = text[4:].partition("#")
    rest, _, query = rest.partition("?")
    kind, slash, rest = rest.strip("/").partition("/")
    kind = kind.lower()
    if not slash:
        raise ParseError("has no type or no name")
    rest, version = _cut_version(rest.strip("/"))
    qualifiers = _qualifiers(query) if query else ()
    segments = [unquote(s) for s in rest.split("/") if s]
    if not segments:
        raise ParseError("has no name")
    if kind == "git" and len(segments) > 1:
        namespace, name = segments[0], "/".join(segments[1:])
    else:
        namespace, name = "/".join(segments[:-1]), segments[-1]
    version = unquote(version)
    if kind in _LOWER_VERSION:
        version = version.lower()
    wrong = fault(kind, name, version, namespace=namespace, qualifiers=[k for k, _ in qualifiers])
    if wrong:
        raise ParseError(wrong)
    namespace, name = _normal(kind, namespace, name)
    if kind == "mlflow":
        name = _mlflow(name, dict(qualifiers).get("repository_url", ""))
    parts = (unquote(s) for s in subpath.split("/"))
    subpath = "/".join(s for s in parts if s not in {"", ".", ".."})
    return Purl(kind, name, namespace, version, qualifiers, subpath)


def _cut_version(rest: str) -> tuple[str, str]:
    """Split at the last `@`, unless it opens a scope (`@scope/name`)."""
    at = rest.rfind("@")
    if at < 0:
        return rest, ""
    if (at == 0 or rest[at - 1] == "/") and "/" in rest[at:]:
        return rest, ""
    if at == 0 or rest[at - 1] == "/":
        raise ParseError("has no name")
    return rest[:at], rest[at + 1 :]


def _qualifiers(query: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        if not pair or not value:
            continue
        if not _KEY.match(key):
            raise ParseError(f"has the invalid qualifier key {key[:40]!r}")
        if key in found:
            raise ParseError(f"has the qualifier {key[:40]!r} twice")
        found[key] = unquote(value)
    return tuple(sorted(found.items()))


_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def unquote(text: str) -> str:
    """Percent-decode; a `+` stays a plus, broken escapes stay as they are."""
    if "%" not in text:
        return text
    return _ESCAPES.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")
