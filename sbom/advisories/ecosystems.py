"""Ecosystems of advisories as package URLs, and releases of distributions.

`place` gives the key under which an advisory's package is found: the canonical package URL without
version, in lower case where the ecosystem itself does not tell cases apart. `key_of` gives the same
for a component. Distributions keep their release apart: `Debian:12` is `pkg:deb/debian/NAME` with
release `12`. Source: OSV format, "Defined ecosystems"; purl specification, types.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from sbom.errors import ParseError
from sbom.purl import base, build, parse

_TYPES = {
    "bioconductor": "bioconductor",
    "bitnami": "bitnami",
    "conancenter": "conan",
    "cran": "cran",
    "crates.io": "cargo",
    "github actions": "github",
    "go": "golang",
    "hackage": "hackage",
    "hex": "hex",
    "homebrew": "brew",
    "julia": "julia",
    "maven": "maven",
    "npm": "npm",
    "nuget": "nuget",
    "opam": "opam",
    "packagist": "composer",
    "pub": "pub",
    "pypi": "pypi",
    "rubygems": "gem",
    "swifturl": "swift",
    "vscode": "vscode-extension",
}
_DISTROS = {
    "almalinux": ("rpm", "almalinux"),
    "alpaquita": ("apk", "alpaquita"),
    "alpine": ("apk", "alpine"),
    "azure linux": ("rpm", "azurelinux"),
    "bellsoft hardened containers": ("apk", "bellsoft-hardened-containers"),
    "chainguard": ("apk", "chainguard"),
    "cleanstart": ("apk", "cleanstart"),
    "debian": ("deb", "debian"),
    "echo": ("deb", "echo"),
    "mageia": ("rpm", "mageia"),
    "minimos": ("apk", "minimos"),
    "openeuler": ("rpm", "openeuler"),
    "opensuse": ("rpm", "opensuse"),
    "photon os": ("rpm", "photon"),
    "red hat": ("rpm", "redhat"),
    "rocky linux": ("rpm", "rocky"),
    "suse": ("rpm", "suse"),
    "ubuntu": ("deb", "ubuntu"),
    "wolfi": ("apk", "wolfi"),
}
_VENDORS = {
    "alma": "almalinux",
    "azure-linux": "azurelinux",
    "opensuse-leap": "opensuse",
    "opensuse-tumbleweed": "opensuse",
    "opensuse_leap": "opensuse",
    "red-hat": "redhat",
    "rhel": "redhat",
    "rocky-linux": "rocky",
    "rockylinux": "rocky",
    "sled": "suse",
    "sles": "suse",
}
"""Other spellings of a distribution in package URLs."""
_CASELESS = ("pkg:golang/", "pkg:nuget/", "pkg:swift/", "pkg:github/", "pkg:composer/")
RESPELLED = frozenset({"golang", "nuget", "swift", "github", "githubactions", "composer", "rpm"})
"""Types of which `key_of` changes more than it cuts off."""
DISTRO_TYPES = frozenset({"apk", "deb", "rpm"})
_NAMES = {
    "bullseye": "11",
    "bookworm": "12",
    "buster": "10",
    "forky": "14",
    "jessie": "8",
    "stretch": "9",
    "trixie": "13",
    "trusty": "14.04",
    "xenial": "16.04",
    "bionic": "18.04",
    "focal": "20.04",
    "jammy": "22.04",
    "noble": "24.04",
    "oracular": "24.10",
    "plucky": "25.04",
    "questing": "25.10",
}
_ROLLING = ("tumbleweed", "rawhide", "edge", "sid", "rolling")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_WORD = re.compile(r"[a-z]+")
_ENTERPRISE = re.compile(r"::el([0-9]+)")
_BUILT_FOR = {
    "rpm": re.compile(r"[.+]el([0-9]+)(?:_[0-9]+)?(?![0-9])"),
    "deb": re.compile(r"[+~](?:deb|bpo)([0-9]+)(?![0-9])"),
}
"""How a package's own version tells the release it was built for (`-3.el9_2`, `+deb12u1`)."""
_PACK = re.compile(r"([0-9]+)[ -]SP([0-9]+)", re.IGNORECASE)
_SUBPATH_MAJOR = re.compile(r"v[0-9]+\Z")


class Place(NamedTuple):
    """Where an advisory's package is found."""

    type: str
    """Of the package URL; empty: this ecosystem has none (`OSS-Fuzz`, `Linux`)."""
    key: str
    release: str
    """Of the distribution, as numbers; empty: all."""


@lru_cache(maxsize=65_536)
def place(ecosystem: str, name: str, purl: str = "") -> Place:
    """Where a package of an advisory is found; type and key are empty when it is nowhere."""
    head, _, rest = ecosystem.strip().partition(":")
    known = head.strip().lower()
    if known in _DISTROS:
        kind, vendor = _DISTROS[known]
        return Place(kind, build(kind, name, namespace=vendor), release(rest))
    kind = _TYPES.get(known, "")
    if not kind and purl.startswith("pkg:"):
        try:
            kind = parse(purl).type
        except ParseError:
            return Place("", "", "")
        return Place(kind, key_of(purl), "")
    if not kind or not name.strip():
        return Place("", "", "")
    return Place(kind, key_for(kind, name), "")


def key_for(kind: str, name: str) -> str:
    """The key of a package by type and full name as its ecosystem writes it."""
    full = name.strip()
    if kind == "maven":
        full = full.replace(":", "/")
    elif kind == "swift":
        full = full.partition("://")[2] or full
        full = full.removesuffix("/").removesuffix(".git")
    elif kind == "github":
        full = "/".join(full.split("/")[:2])
    namespace, _, last = full.rpartition("/")
    if kind in {"nuget", "cargo", "gem", "pypi", "hex", "pub", "cran", "hackage"}:
        namespace, last = "", full
    return key_of(build(kind, last, namespace=namespace))


def key_of(purl: str) -> str:
    """The key of a component: its package URL without version, cased as advisories are found."""
    found = base(purl)
    if found.startswith("pkg:githubactions/"):  # as some tools name actions
        found = f"pkg:github/{found[18:]}"
    if found.startswith(_CASELESS):
        found = found.lower()
        if found == "pkg:golang/std":  # as some tools name the standard library
            return "pkg:golang/stdlib"
        if "#" in purl and found.startswith("pkg:golang/"):
            major = purl.rpartition("#")[2].partition("/")[0]
            if _SUBPATH_MAJOR.match(major):
                return f"{found}/{major}"
    elif found.startswith("pkg:rpm/"):
        vendor, _, name = found[8:].partition("/")
        return f"pkg:rpm/{_VENDORS[vendor]}/{name}" if vendor in _VENDORS else found
    return found


def release(text: str) -> str:
    """Numbers of a release: `v3.18` is 3.18, `22.04:LTS` is 22.04, `Server 15 SP3` is 15.3.

    A release without numbers is its word (`tumbleweed`, `edge`). What was built for a release of
    Red Hat (`openshift:4.12::el8`) has that one, 8.
    """
    pack = _PACK.search(text)
    if pack:
        return f"{pack[1]}.{pack[2]}"
    lowered = text.lower()
    words: list[str] = _WORD.findall(lowered)
    for word in words:
        if word in _ROLLING:
            return word
        if word in _NAMES:
            return _NAMES[word]
    found = _ENTERPRISE.search(lowered)
    if found:
        return found[1]
    found = _NUMBER.search(text)
    return found[0] if found else ""


def same_release(stated: str, distro: str) -> bool | None:
    """Whether a component of a distribution's release falls under an advisory of a release.

    A service pack of SUSE is a release of its own; elsewhere the numbers behind are repairs of one
    release (`alpine-3.18.4` is 3.18, `rocky-9.3` is 9).

    Args:
        stated: Release of the advisory, of `place`; empty: all.
        distro: Qualifier `distro` of the component (`debian-12`, `jammy`, `alpine-3.18.4`).

    Returns:
        None when the component does not say its release, or only its first number.
    """
    if not stated:
        return True
    own = release(distro)
    if not own:
        return None
    if own == stated:
        return True
    if stated.startswith(own + "."):
        return None
    return own.startswith(stated + ".") and not distro.lower().startswith(("sle", "suse"))


def built_for(kind: str, version: str) -> str:
    """The release that a distribution's version names itself, or empty: `1.2-3.el9_2` is 9."""
    pattern = _BUILT_FOR.get(kind)
    found = pattern.search(version) if pattern is not None else None
    return found[1] if found else ""


def vendor_of(distro: str) -> str:
    """The distribution that a qualifier `distro` names, as in package URLs: `rocky-9.3` is rocky."""
    head = distro.lower().rpartition("-")[0] or distro.lower()
    if head in _VENDORS:
        return _VENDORS[head]
    word = _WORD.match(head)
    name = word[0] if word else ""
    return _VENDORS.get(name, name)
