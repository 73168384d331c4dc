"""`release` at the top of a Java installation: which Java it is.

Rules: `pkg:generic/openjdk@VERSION`, or `graalvm` where the file names its version; PLATFORM with role STDLIB,
supplier as the file states it. The version is that of the runtime without what the packager put behind it
(`21.0.4+7`), else `JAVA_VERSION` (`1.8.0_412` becomes 8.0.412).

Source: OpenJDK, JEP 223 (version strings) and `make/ReleaseFile.gmk`.
"""

import re

from sbom.component import Component, ComponentKind, Role
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_VERSION = re.compile(r"(\d+(?:\.\d+)*)(?:_(\d+))?(\+\d+)?")
_MAX_BYTES = 1 << 20


def parse(source: SourceFile, /) -> Inventory:
    """The Java.

    Raises:
        NotThisFormatError: no `JAVA_VERSION`.
    """
    if b"JAVA_VERSION=" not in source.content[:_MAX_BYTES]:
        raise NotThisFormatError("names no version of Java")
    facts: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(decode(source.content).split("\n"), 1):
        key, equals, value = line.partition("=")
        if equals:
            facts.setdefault(key.strip(), value.strip().strip('"').strip()[:500])
            lines.setdefault(key.strip(), number)
    graal = facts.get("GRAALVM_VERSION", "")
    stated = graal or facts.get("JAVA_RUNTIME_VERSION", "") or facts.get("JAVA_VERSION", "")
    match = _VERSION.match(stated) or _VERSION.match(facts.get("JAVA_VERSION", ""))
    if match is None:
        raise NotThisFormatError("names no version of Java")
    version = match.group(1) + (f".{match.group(2)}" if match.group(2) else "")
    version = version.removeprefix("1.") if version.startswith("1.") else version
    version += match.group(3) or ""
    name = "graalvm" if graal else "openjdk"
    return Inventory(
        components=(
            Component(
                purl=build("generic", name, version),
                name=name,
                version=version,
                requirement=stated,
                kind=ComponentKind.PLATFORM,
                roles=(Role.STDLIB,),
                supplier=facts.get("IMPLEMENTOR", ""),
                line=lines.get("JAVA_VERSION"),
                properties=pairs(
                    evidence="release-file",
                    distribution=facts.get("IMPLEMENTOR_VERSION", ""),
                    architecture=facts.get("OS_ARCH", ""),
                    java_version=facts.get("JAVA_VERSION", ""),
                ),
            ),
        )
    )
