"""What a Java archive calls itself: in pom.properties, in its manifest, in its file name.

Source: Apache Maven Archiver; JAR File Specification, "Main Attributes"; OSGi Core 8, section 3.2.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple


class Named(NamedTuple):
    """Coordinates, and where they were read."""

    group: str
    artifact: str
    version: str
    evidence: str


_FILE = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z0-9_.]*?(?:[-_][A-Za-z][A-Za-z0-9_.]*?)*)"
    r"[-_](?P<version>[vr]?\d+(?:[._]\d+)*(?:[a-z]\d+)?(?:-\d{1,3})?(?:[.-](?:[A-Za-z]+[.-]?\d*|\d{8}[.-]\d+(?:-\d+)?))*)\Z"
)
_CLASSIFIER = re.compile(
    r"-(?:sources|javadoc|tests|test-sources|all|shaded|uber|jar-with-dependencies)\Z"
)
_ARTIFACT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")
_GROUP = re.compile(r"[A-Za-z_][\w-]*(?:\.[\w-]+)+\Z")
_UMBRELLAS = frozenset(
    {"org.apache", "org.eclipse", "org.codehaus", "com.sun", "com.google", "com.oracle", "javax"}
)
"""Vendors whose projects have groups of their own below or beside this name."""
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]*\Z")


def from_properties(text: str, path: str) -> Named | None:
    """Coordinates of a pom.properties; group and artefact default to the folders it lies in."""
    facts = {}
    for line in text.splitlines():
        key, separator, value = line.partition("=")
        if separator and not key.lstrip().startswith(("#", "!")):
            facts[key.strip()] = value.strip()
    folders = path.split("/")
    group = facts.get("groupId") or folders[-3]
    artifact = facts.get("artifactId") or folders[-2]
    version = facts.get("version", "")
    if not version or "$" in version + group + artifact or not _VERSION.match(version):
        return None
    return Named(group, artifact, version, "pom-properties")


def from_manifest(headers: Mapping[str, str], stem: str) -> Named | None:
    """Coordinates of a manifest, or None when it states no version and name together.

    Args:
        headers: Main attributes, names in lower case.
        stem: File name without extension; its name wins over titles meant for people.
    """
    version = headers.get("implementation-version") or headers.get("bundle-version") or ""
    version = version or headers.get("specification-version", "")
    named = from_file_name(stem)
    symbolic = headers.get("bundle-symbolicname", "").partition(";")[0].strip()
    title = headers.get("implementation-title", "") or headers.get("specification-title", "")
    vendor = headers.get("implementation-vendor-id", "")
    group = vendor if _GROUP.match(vendor) and vendor not in _UMBRELLAS else ""
    if named is not None:
        return Named(group, named.artifact, named.version, "manifest") if group else None
    if not _VERSION.match(version) or "$" in version:
        return None
    artifact = ""
    if _ARTIFACT.match(stem) and stem.lower() not in {"app", "application", "main", "root"}:
        artifact = stem
    elif _ARTIFACT.match(title):
        artifact = title
    elif symbolic and _ARTIFACT.match(symbolic):
        artifact = symbolic.rpartition(".")[2]
    return Named(group, artifact, version, "manifest") if artifact else None


def from_file_name(stem: str) -> Named | None:
    """Name and version of `name-1.2.3`, or None without a version."""
    stem = _CLASSIFIER.sub("", stem[:200])
    match = _FILE.match(stem)
    if match is None:
        return None
    return Named("", match.group("name"), match.group("version"), "file-name")
