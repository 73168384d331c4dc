r"""Listings of installed RPMs: the manifest of images without rpm, `rpm -qa`, `rpm -qa --xml`.

Rules: as `sbom.rpm.package`. Three shapes, told apart by their content. (1) `container-manifest-2`
of CBL-Mariner and Azure Linux: ten fields between tabs. (2) one `name-version-release.arch` a
line. (3) `<rpmHeader>` elements, one after the other, without a root. A line that fits none is an
issue of its own.

Source: Azure Linux, toolkit (rpm query `%{NAME}\t%{VERSION}-%{RELEASE}\t%{INSTALLTIME}\t
%{BUILDTIME}\t%{VENDOR}\t%{EPOCH}\t%{SIZE}\t%{ARCH}\t%{EPOCHNUM}\t%{SOURCERPM}`); rpm(8).
"""

import re
from html import unescape

from sbom.component import Component
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.lazy_pattern import lazy
from sbom.readers.text import decode
from sbom.rpm.package import component_of
from sbom.source import SourceFile

_NVRA = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9+._-]*)-(?:(?P<epoch>\d+):)?(?P<version>[^-\s:]+)"
    r"-(?P<release>[^-\s]+?)"
    r"(?:\.(?P<arch>noarch|x86_64(?:_v[234])?|i[3-6]86|aarch64|armv[5-8]\w*|ppc64(?:le)?|s390x?"
    r"|riscv64|loongarch64|src|\(none\)))?\Z"
)
_MANIFEST = ("name", "full", "", "", "vendor", "", "", "arch", "epoch", "sourcerpm")
_TAG = lazy(r'<rpmTag name="(\w+)">\s*<(?:string|integer)>([^<]*)</')
_WORDS = frozenset(
    "name version release epoch arch vendor license url summary sourcerpm packager".split()  # noqa: SIM905 - words in a row
)


def parse(source: SourceFile, /) -> Inventory:
    """The packages of a listing.

    Raises:
        ParseError: no line or element names a package.
    """
    text = decode(source.content)
    components: list[Component] = []
    issues: list[Issue] = []
    if "<rpmHeader" in text:
        _headers(text, components, issues)
    else:
        _lines(text, components, issues)
    if not components:
        line = issues[0].line if issues else None
        raise ParseError("lists no installed RPM", line=line)
    return Inventory(components=tuple(components), issues=tuple(issues))


def _lines(text: str, components: list[Component], issues: list[Issue]) -> None:
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        if line.count("\t") >= 7:
            facts = dict(zip(_MANIFEST, line.split("\t"), strict=False))
            facts["version"], _, facts["release"] = facts.pop("full", "").rpartition("-")
        else:
            match = _NVRA.match(line.split(maxsplit=1)[0])
            facts = {k: v for k, v in match.groupdict().items() if v} if match else {}
        made = component_of(facts, line=number)
        if made is None:
            message = "the line names no package as name-version-release"
            issues.append(
                Issue(
                    kind=IssueKind.ENTRY, subject=line.strip()[:200], line=number, message=message
                )
            )
        else:
            components.append(made)


def _headers(text: str, components: list[Component], issues: list[Issue]) -> None:
    line = 1
    position = text.find("<rpmHeader")
    line += text.count("\n", 0, position)
    while position >= 0:
        following = text.find("<rpmHeader", position + 1)
        body = text[position : following if following >= 0 else len(text)]
        facts: dict[str, str] = {}
        for match in _TAG.finditer(body):
            name = match.group(1).lower()
            if name in _WORDS:
                facts.setdefault(name, unescape(match.group(2)).strip())
        made = component_of(facts, line=line)
        if made is None:
            message = "the header names no package at a version"
            issues.append(
                Issue(kind=IssueKind.ENTRY, subject="rpmHeader", line=line, message=message)
            )
        else:
            components.append(made)
        line += body.count("\n")
        position = following
