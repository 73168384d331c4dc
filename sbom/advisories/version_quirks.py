"""Sort keys of versions as advisories mean them: the quirks of ecosystems.

- PyPI: a local build (`1.2+ubuntu1`) counts as the public version it was built from.
- Go: `go1.21rc2` of the standard library is 1.21.0-rc.2; a leading `v` is not counted.
- RubyGems: a platform behind the version (`1.13.3-x86_64-linux`) is left out.
- Bitnami: a number behind the version (`15.3.0-5`) is a revision of the packaging and is left out,
  unless the entry itself speaks of such numbers (`1.8.0-333`).
"""

import re

from sbom.advisories.advisory import Affected
from sbom.versions import key

UNREADABLE = b"\x00"
"""First byte of the key of what is no version of its ecosystem; see `sbom.versions`."""
_GO_RELEASE = re.compile(
    r"(?:go)?([0-9]+)\.([0-9]+)(?:\.([0-9]+))?(?:-?(alpha|beta|rc)\.?([0-9]+))?\Z"
)
_GEM_PLATFORM = re.compile(
    r"-(?:(?:x86|x64|amd64|arm|aarch64|i[3-6]86|universal|powerpc|ppc|s390|riscv)[\w.-]*|java|jruby"
    r"|mswin\w*|mingw\w*|darwin[\w.-]*|linux[\w.-]*)\Z"
)
_REVISION = re.compile(r"-(?:0*[1-9][0-9]*)\Z")


def key_of_version(kind: str, version: str, *, stdlib: bool = False) -> bytes:
    """Key of a version of a component, with the quirks of its ecosystem; see the module."""
    if kind == "pypi":
        version = version.partition("+")[0]
    elif kind == "golang":
        if stdlib:
            version = go_release(version)
    elif kind == "gem" and "-" in version:
        version = _GEM_PLATFORM.sub("", version)
    return key(kind, version)


def go_release(version: str) -> str:
    """A release of Go as a semantic version: `go1.21rc2` is 1.21.0-rc.2, `1.20` is 1.20.0."""
    match = _GO_RELEASE.match(version.strip())
    if match is None:
        return version
    major, minor, patch, word, number = match.groups()
    release = f"{major}.{minor}.{patch or '0'}"
    return f"{release}-{word}.{number}" if word else release


def without_revision(version: str) -> str:
    """A Bitnami version without the revision of its packaging."""
    return _REVISION.sub("", version)


def speaks_of_revisions(affected: Affected) -> bool:
    """Whether a Bitnami entry has numbers behind versions itself."""
    return any(
        _REVISION.search(v)
        for r in affected.ranges or ()
        for e in r.events or ()
        for v in (e.introduced, e.fixed, e.last_affected)
        if v
    )
