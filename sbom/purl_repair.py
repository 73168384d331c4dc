r"""Package URLs that real tools write wrongly, brought to their canonical form.

What is mended, each seen in published SBOMs:

- spelling: `pkg://`, capitals in scheme, type or qualifier keys, spaces and control characters at
  the ends, backslashes for slashes, unescaped characters, escapes that need none;
- `@scope%2Fname` and `@scope/name` without escapes; a whole Go or Composer path in one `%2F` name;
- twice-encoded text (`%2540`, `%252F`);
- types that are no type: `gradle`, `sbt`, `ivy` and `android` are Maven coordinates, `yarn` and
  `pnpm` are npm, `python` and `pip` are pypi, `rubygems` is gem, `go` is golang, `crates` is
  cargo;
- Maven `group:artifact` in one part;
- `rpm/rhel` is `rpm/redhat`, `apk/alpine-linux` is `apk/alpine`;
- a `v` before a number for types whose versions have none (npm, pypi, cargo, nuget, gem, hex, pub);
- Go: upper-case escapes of the module proxy (`!azure` is `Azure`), a host in capitals, and a major
  version put in the subpath (`#v2`) moved back to the module path. Other case is kept: Go module
  paths are case sensitive;
- the same qualifier twice: the first stays.

Anything the specification itself treats as another spelling of the same purl has reason None only
when the text was canonical already.
"""

import re

from sbom.errors import ParseError
from sbom.lazy_pattern import lazy
from sbom.purl import Purl, fault, parse, unquote

_VERSIONED = "cargo|nuget|gem"
_FREE = "cran|conda|conan|generic|cocoapods"
_LOWER = "composer|github|gitlab|bitbucket|deb|apk|alpm"
_CLEAN = re.compile(
    rf"pkg:(?:"
    rf"npm/(?:%40[A-Za-z0-9._~-]++/)?+[A-Za-z0-9._~-]++(?!@v[0-9])"
    rf"|(?:{_VERSIONED})/[A-Za-z0-9._~-]++(?!@v[0-9])"
    rf"|pypi/[a-z0-9]++(?:-[a-z0-9]++)*+(?!@v[0-9])"
    rf"|golang/[a-z0-9.-]++(?:/[A-Za-z0-9._~-]++)*+"
    rf"|(?:{_LOWER})/(?:[a-z0-9._~-]++/)*+[a-z0-9._~-]++"
    rf"|maven/[A-Za-z0-9._~-]++/[A-Za-z0-9._~-]++"
    rf"|(?:{_FREE})/(?:[A-Za-z0-9._~-]++/)*+[A-Za-z0-9._~-]++"
    rf")(?:@(?:[A-Za-z0-9._~:-]++|%2B)++)?\Z"
)
"""Canonical already: one match and no further work. Linear: no two parts can claim one
character."""

_ROUNDS = 8
"""Mending one thing may show the next; no purl that was met needs more than three rounds."""
is_clean = _CLEAN.match
"""`is_clean(text)` is true when the text is known at once to be canonical; else ask `repair`."""

_TYPES = {
    "gradle": "maven",
    "sbt": "maven",
    "ivy": "maven",
    "android": "maven",
    "yarn": "npm",
    "pnpm": "npm",
    "node": "npm",
    "nodejs": "npm",
    "python": "pypi",
    "pip": "pypi",
    "rubygems": "gem",
    "ruby": "gem",
    "go": "golang",
    "gomod": "golang",
    "crates": "cargo",
    "rust": "cargo",
    "dotnet": "nuget",
    "packagist": "composer",
    "php": "composer",
    "debian": "deb",
    "dpkg": "deb",
    "alpine": "apk",
}
_NAMESPACES = {
    ("rpm", "rhel"): "redhat",
    ("rpm", "red-hat"): "redhat",
    ("rpm", "red hat"): "redhat",
    ("apk", "alpine-linux"): "alpine",
    ("apk", "alpinelinux"): "alpine",
}
_DISTRO = {"apk": "alpine", "deb": "debian"}
"""Namespace that a distribution's name used as a type stands for."""
_NO_V = frozenset({"npm", "pypi", "cargo", "nuget", "gem", "hex", "pub"})
_PATHS = frozenset(
    {"npm", "golang", "composer", "github", "gitlab", "bitbucket", "docker", "swift"}
)
_DOUBLE = lazy(r"%25(?=[0-9A-Fa-f]{2})")
_V = lazy(r"v(?=[0-9])")
_MAJOR = lazy(r"v[1-9][0-9]*\Z")
_BANG = lazy(r"!([a-z])")
_BAD_KEY = lazy(r"[^a-z0-9._-]+")
_CONTROL = lazy(r"[\x00-\x20\x7f]+")


def repair(text: str) -> tuple[str, str | None]:
    """The canonical package URL that a text means, and what was wrong with it.

    Args:
        text: As a document states it; keep it as `Component.purl_raw` when a reason comes back.

    Returns:
        (canonical purl, None when the text was canonical already, else a reason in English).

    Raises:
        ParseError: no package URL can be made of it.
    """
    if is_clean(text):
        return text, None
    try:
        purl: Purl | None = parse(text)
        reason = "is not in canonical form"
    except ParseError as error:
        purl, reason = None, error.reason
    if purl is None:
        purl = _salvage(text)
    first: str | None = None
    for _ in range(_ROUNDS):
        purl, why = _mend(purl)
        if why is None:
            break
        first = first or why
        purl = parse(str(purl))
    else:
        raise ParseError("is encoded too many times")
    canonical = str(purl)
    if canonical == text:
        return text, None
    return canonical, first or reason


def _salvage(text: str) -> Purl:
    """Parts of a text that the strict parser refuses."""
    clean = _CONTROL.sub("", text.replace("\\", "/"))
    if clean[:4].lower() != "pkg:":
        raise ParseError("does not start with 'pkg:'")
    rest, _, subpath = clean.partition("#")
    rest, _, query = rest.partition("?")
    pairs: dict[str, str] = {}
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        key = _BAD_KEY.sub("-", unquote(key).lower()).strip("-")
        if key[:1].isalpha() and value:
            pairs.setdefault(key, unquote(value))
    bare = parse(rest) if not rest.lower().startswith("pkg:julia") else parse(rest + "?uuid=-")
    wrong = fault(
        bare.type, bare.name, bare.version, namespace=bare.namespace, qualifiers=list(pairs)
    )
    if wrong:
        raise ParseError(wrong)
    return Purl(
        bare.type,
        bare.name,
        bare.namespace,
        bare.version,
        tuple(sorted(pairs.items())),
        "/".join(s for s in unquote(subpath).split("/") if s not in {"", ".", ".."}),
    )


def _mend(purl: Purl) -> tuple[Purl, str | None]:
    """The parts as they were meant, with the first reason that applied."""
    kind, name, namespace = purl.type, purl.name, purl.namespace
    version, subpath = purl.version, purl.subpath
    why: list[str] = []
    if "%" in name or "%" in namespace or "%" in version:
        decoded = tuple(_undouble(part) for part in (namespace, name, version))
        if decoded != (namespace, name, version):
            namespace, name, version = decoded
            why.append("was encoded twice")
    if kind in _TYPES:
        kind = _TYPES[kind]
        if kind in _DISTRO and not namespace:
            namespace = _DISTRO[kind]
        why.append(f"type {purl.type} means {kind}")
    if "\\" in name or "\\" in namespace:
        namespace, name = namespace.replace("\\", "/"), name.replace("\\", "/")
        why.append("has backslashes")
    if kind != "generic" and _CONTROL.search(namespace + name):  # a generic name is any text
        stripped = _CONTROL.sub("", namespace), _CONTROL.sub("", name)
        if stripped[1]:
            namespace, name = stripped
            why.append("has spaces in its name")
    if "/" in name.strip("/") and kind in _PATHS:
        head, _, name = name.strip("/").rpartition("/")
        namespace = f"{namespace}/{head}" if namespace else head
        why.append("has its namespace encoded into the name")
    if kind == "maven" and not namespace and ":" in name:
        namespace, _, name = name.partition(":")
        why.append("has group and artifact in one part")
    if (kind, namespace.lower()) in _NAMESPACES:
        namespace = _NAMESPACES[kind, namespace.lower()]
        why.append(f"namespace means {namespace}")
    if kind == "golang":
        namespace, name, subpath = _golang(namespace, name, subpath, why)
    if kind in _NO_V and _V.match(version):
        version = version[1:]
        why.append(f"versions of type {kind} have no 'v'")
    if version != version.strip():
        version = version.strip()
        why.append("has spaces around its version")
    if not why:
        return purl, None
    if not name or fault(kind, name, version, namespace=namespace, qualifiers=["uuid"]):
        raise ParseError("has no usable name")
    return Purl(kind, name, namespace, version, purl.qualifiers, subpath), why[0]


def _undouble(part: str) -> str:
    """Decode what is still encoded after the first decoding; at most three layers."""
    for _ in range(3):
        if "%" not in part:
            break
        decoded = unquote(_DOUBLE.sub("%", part))
        if decoded == part:
            break
        part = decoded
    return part


def _golang(namespace: str, name: str, subpath: str, why: list[str]) -> tuple[str, str, str]:
    """Module path and subpath as Go means them."""
    path = f"{namespace}/{name}" if namespace else name
    if "!" in path:
        path = _BANG.sub(lambda m: m[1].upper(), path)
        why.append("has the module proxy's escapes for capitals")
    host, slash, rest = path.partition("/")
    if slash and "." in host and host != host.lower():
        path = host.lower() + slash + rest
        why.append("has capitals in its host")
    if subpath and _MAJOR.match(subpath):
        path, subpath = f"{path}/{subpath}", ""
        why.append("has its major version in the subpath")
    namespace, _, name = path.rpartition("/")
    return namespace, name, subpath
