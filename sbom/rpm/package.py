"""The component of an installed RPM, from whichever listing.

Rules: version is `[epoch:]version-release`; the purl has `version-release` and, unless it is 0, the
qualifier `epoch`, as its specification says. `gpg-pubkey` is a key, not software: kind DATA. The
namespace comes from the vendor, or from the `.cm2`/`.azl3` ending of Microsoft's releases; os-release
settles it when it is there. Properties `source` and `source-rpm` name the source package, `module`
the stream of a modular package.

Source: purl specification, type rpm; rpm-version(7).
"""

import re
from collections.abc import Mapping

from sbom.component import Component, ComponentKind, Scope
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.shape import MAX_TEXT, pairs

_VENDORS = (
    ("red hat", "redhat"),
    ("fedora", "fedora"),
    ("centos", "centos"),
    ("opensuse", "opensuse"),
    ("suse", "suse"),
    ("rocky", "rocky"),
    ("almalinux", "almalinux"),
    ("oracle", "oracle"),
    ("amazon", "amzn"),
    ("openmandriva", "openmandriva"),
    ("mageia", "mageia"),
    ("vmware", "photon"),
)
_MICROSOFT = re.compile(r"\.(cm|azl)\d+\Z")
_SOURCE = re.compile(r"(.+)-[^-]+-[^-]+\.(?:no)?src\.rpm\Z")
_NOTHING = frozenset({"(none)", "none", "(null)"})


def namespace_of(vendor: str, release: str) -> str:
    """Namespace of the purl, or empty when the vendor is no distribution we know."""
    match = _MICROSOFT.search(release)
    if match:
        return "mariner" if match.group(1) == "cm" else "azurelinux"
    low = vendor.lower()
    return next((name for mark, name in _VENDORS if mark in low), "")


def component_of(
    facts: Mapping[str, str], *, line: int | None = None, ref: str = ""
) -> Component | None:
    """The component, or None without a name or a version.

    Args:
        facts: `name`, `version`, `release`, `epoch`, `arch`, `vendor`, `license`, `url`, `summary`,
            `sourcerpm`, `modularitylabel`, `packager`; `(none)` means nothing.
        line: 1-based line.
        ref: Identity within the file.
    """
    clean = {k: v.strip() for k, v in facts.items() if v.strip() not in _NOTHING and v.strip()}
    name, version = clean.get("name", ""), clean.get("version", "")
    if not name or not version:
        return None
    release, epoch = clean.get("release", ""), clean.get("epoch", "")
    epoch = "" if epoch == "0" else epoch
    full = f"{version}-{release}" if release else version
    key = name == "gpg-pubkey"
    license_ = clean.get("license", "")
    claim = license_ and license_ != "pubkey"
    source = _SOURCE.match(clean.get("sourcerpm", ""))
    vendor = clean.get("vendor", "")
    return Component(
        purl=build(
            "rpm",
            name,
            full,
            namespace=namespace_of(vendor, release),
            qualifiers={"arch": clean.get("arch", ""), "epoch": epoch},
        ),
        name=name,
        version=f"{epoch}:{full}" if epoch else full,
        kind=ComponentKind.DATA if key else ComponentKind.LIBRARY,
        scope=Scope.RUNTIME,
        ref=ref,
        licenses=(LicenseClaim(raw=license_[:MAX_TEXT], source="License"),) if claim else (),
        supplier=(vendor or clean.get("packager", ""))[:MAX_TEXT],
        line=line,
        properties=pairs(
            architecture=clean.get("arch", ""),
            source=source.group(1) if source else "",
            source_rpm=clean.get("sourcerpm", ""),
            module=clean.get("modularitylabel", ""),
            description=clean.get("summary", "")[:500],
            homepage=clean.get("url", "")[:MAX_TEXT],
        ),
    )
