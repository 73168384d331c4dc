"""Versions as their ecosystems order them: sort keys, comparison and ranges.

`key` gives bytes that compare as the versions do; `compare` is their comparison; `satisfies` reads
VERS ranges and `native_satisfies` what manifests write. One module per scheme in
`sbom.versions.schemes`, one per notation in `sbom.versions.ranges`, each loaded on first use.

What is no version of its ecosystem still has a key: below all that are, in natural order. Maven,
Debian, RPM and Composer refuse next to nothing and order any text by their own rules.
"""

import importlib
from collections.abc import Callable
from functools import cache, lru_cache

_SCHEME_OF = {
    "alpine": "alpine",
    "alpm": "alpm",
    "apk": "alpine",
    "arch": "alpm",
    "bitbucket": "semver",
    "bitnami": "semver",
    "cargo": "semver",
    "chrome-extension": "intdot",
    "cocoapods": "gem",
    "composer": "composer",
    "conan": "conan",
    "conda": "conda",
    "cpan": "cpan",
    "cran": "dotted",
    "dart": "pub",
    "datetime": "moment",
    "deb": "debian",
    "debian": "debian",
    "ebuild": "gentoo",
    "gem": "gem",
    "gentoo": "gentoo",
    "gitea": "semver",
    "github": "semver",
    "gitlab": "semver",
    "go": "golang",
    "golang": "golang",
    "hackage": "dotted",
    "helm": "semver",
    "hex": "semver",
    "intdot": "intdot",
    "julia": "semver",
    "lexicographic": "lexicographic",
    "maven": "maven",
    "mlflow": "intdot",
    "nginx": "semver",
    "npm": "semver",
    "nuget": "nuget",
    "opam": "debian",
    "openssl": "openssl",
    "otp": "intdot",
    "pub": "pub",
    "pypi": "pep440",
    "rpm": "rpm",
    "rubygems": "gem",
    "semver": "semver",
    "swift": "semver",
    "vscode-extension": "semver",
    "yocto": "generic",
}
"""Scheme per type of package URL or VERS; any other type takes `generic`."""


@lru_cache(maxsize=65_536)
def key(purl_type: str, version: str) -> bytes:
    """Sort key of a version, by the rules of its ecosystem.

    Args:
        purl_type: Type of the package URL or of the VERS (`npm`, `pypi`, `deb` ...); an unknown one
            takes generic rules.
        version: Any text, decoded.

    Returns:
        Bytes to compare one by one. Equal versions in another spelling have equal keys where the
        ecosystem says that they are equal. Never raises.
    """
    return _key_of(purl_type)(version)


def compare(purl_type: str, left: str, right: str) -> int:
    """-1, 0 or 1 as `left` is older than, equal to or newer than `right`; never raises.

    It is the comparison of the keys. Only for `alpm` a release (`-1`) that one side does not state
    is left out of account, as pacman does, which no key can express: there a key may tell apart
    what `compare` calls equal, and never contradicts it otherwise.
    """
    if purl_type in {"alpm", "arch"}:
        alpm = importlib.import_module("sbom.versions.schemes.alpm")
        pair: tuple[bytes, bytes] = alpm.keys(left, right)
    else:
        pair = key(purl_type, left), key(purl_type, right)
    one, two = pair
    return (one > two) - (one < two)


def satisfies(vers: str, version: str) -> bool:
    """Whether a version lies in a VERS range (`vers:npm/>=1.0.0|<2.0.0`).

    Constraints out of order are sorted, redundant ones simplified; pre-releases take their place in
    the order, as VERS has no rule of its own for them.

    Raises:
        ParseError: not a VERS; the reason says why.

    Source: package-url/vers-spec, "How to parse and validate VERS" as of 2026-08-21.
    """
    return bool(importlib.import_module("sbom.versions.ranges.vers").contains(vers, version))


def native_satisfies(
    purl_type: str, requirement: str, version: str, *, prereleases: bool | None = None
) -> bool:
    """Whether a version meets a requirement as the manifests of its ecosystem write it.

    Args:
        purl_type: Type of the package URL.
        requirement: For example `^1.2`, `~=1.4`, `[1.0,2.0)`, `~> 2.0`, `>= 1:2.3-4`.
        version: Exact version.
        prereleases: None: as the ecosystem judges a version that is already there (npm, Cargo and
            Helm refuse a pre-release unless the range names one of the same version). True: a
            pre-release counts by its place in the order alone. False: a pre-release counts only
            when the requirement names one.

    Raises:
        ParseError: the requirement is not understood (a tag, a path, a typing mistake).
    """
    native = importlib.import_module("sbom.versions.ranges.native")
    return bool(native.contains(purl_type, requirement, version, prereleases))


@cache
def _key_of(purl_type: str) -> Callable[[str], bytes]:
    name = _SCHEME_OF.get(purl_type) or _SCHEME_OF.get(purl_type.lower(), "generic")
    scheme: Callable[[str], bytes] = importlib.import_module(f"sbom.versions.schemes.{name}").key
    return scheme
