"""go.sum: the checksums that Go verifies, which is more than what it builds in.

Rules: one component for each module and version, with role INDIRECT_HASH: being listed does not
prove that it is built in. Property `h1` is the checksum of the module, `h1-go-mod` that of its
go.mod alone; a version with only the latter was looked at to resolve versions and was not
downloaded. They are Go's own checksum over a list of files (base64), not a hash of one file,
hence no `hashes`. The joiner `golang/sum` settles which versions go.mod selects.

Source: Go Modules Reference, "go.sum files"; package golang.org/x/mod/sumdb/dirhash.
"""

from sbom.component import Component, Role
from sbom.errors import NotThisFormatError
from sbom.go_module import commit_of, package_url
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_ONLY_MOD = "/go.mod"


def parse(source: SourceFile, /) -> Inventory:
    """One component for each module and version listed.

    Raises:
        NotThisFormatError: no line of the file is `module version hash`.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    lines: dict[tuple[str, str], int] = {}
    issues: list[Issue] = []
    for number, line in enumerate(decode(source.content).splitlines(), 1):
        words = line.split()
        if not words:
            continue
        if len(words) != 3 or not words[1].startswith("v") or ":" not in words[2]:
            message = "the line is not `module version hash`"
            issue = Issue(kind=IssueKind.ENTRY, subject=line[:200], line=number, message=message)
            issues.append(issue)
            continue
        path, version, digest = words
        only_mod = version.endswith(_ONLY_MOD)
        key = (path, version.removesuffix(_ONLY_MOD))
        lines.setdefault(key, number)
        found.setdefault(key, {})["h1_go_mod" if only_mod else "h1"] = digest
    if issues and not found:
        raise NotThisFormatError("no line is `module version hash`")
    components = tuple(
        Component(
            purl=package_url(path, version),
            name=path,
            version=version,
            roles=(Role.INDIRECT_HASH,),
            ref=f"{path}@{version}",
            line=lines[path, version],
            properties=pairs(commit=commit_of(version), **hashes),
        )
        for (path, version), hashes in found.items()
    )
    return Inventory(
        components=components, issues=tuple(issues), expects_components=bool(components)
    )
