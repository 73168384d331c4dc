"""Jenkinsfile: literal images, shared libraries and tools.

Rules, all BUILD and direct: `docker { image 'x' }`, `agent { docker 'x' }`, `docker.image('x')` and
`image: x` in the YAML of a pod are images. `@Library('name@ref')` and `library('name@ref')` are
GIT components without a known repository: purl of type generic; a tag or commit is EXACT, a
branch UNRESOLVED, none ABSENT. `tools { jdk 'JDK 21' }` names what the server has set up: a PLATFORM
whose version is ABSENT. Groovy is not run: what is computed is not seen. Comments are skipped.

Source: Jenkins, "Pipeline Syntax" (agent, tools), "Extending with Shared Libraries".
"""

import re

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.image_mentions import Images
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.shape import pairs
from sbom.readers.text import Lines, decode
from sbom.source import SourceFile

_IMAGE = re.compile(
    r"""(?:\bdocker\s*\{[^{}]{0,2000}?\bimage\s+|\bdocker\s*\.\s*image\s*\(\s*|\bdocker\s+(?=['"])"""
    r"""|\bimage\s+(?=['"])|\bimage\s*:\s*(?=['"]))(['"])([^'"\n]{1,300})\1"""
)
_POD = re.compile(r"^[ \t]*(?:-[ \t]*)?image:[ \t]+([^\s'\"#][^\s#]*)", re.MULTILINE)
_LIBRARY = re.compile(
    r"""(?:@Library\s*+\(\s*+\[?|\blibrary\s*+\(?\s*+(?:identifier\s*+:\s*+)?)"""
    r"""((?:\s*+(?:,\s*+)?['"][^'"\n]{1,200}['"])+)"""
)
_QUOTED = re.compile(r"""['"]([^'"\n]+)['"]""")
_TOOLS = re.compile(r"\btools\s*\{([^{}]{0,2000})\}")
_TOOL = re.compile(r"""^[ \t]*([A-Za-z]\w*)[ \t]+['"]([^'"\n]{1,100})['"]""", re.MULTILINE)
_COMMENT = re.compile(
    r"""('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*(?:.*?\*/|.*)""", re.DOTALL
)
_FIRM = re.compile(r"[0-9a-f]{40}\Z|v?\d+(?:\.\d+)+(?:[-+.][\w.+-]+)?\Z")


def parse(source: SourceFile, /) -> Inventory:
    """Images, libraries and tools.

    Raises:
        ParseError: not text.
    """
    text = _COMMENT.sub(_blank, decode(source.content))
    lines = Lines(text)
    images = Images()
    taken: set[int] = set()
    for match in _IMAGE.finditer(text):
        taken.add(match.start(2))
        images.add(match.group(2), lines.at(match.start(2)), scope=Scope.BUILD, strict=False)
    for match in _POD.finditer(text):
        if match.start(1) not in taken:
            images.add(match.group(1), lines.at(match.start(1)), scope=Scope.BUILD, strict=False)
    for match in _LIBRARY.finditer(text):
        line = lines.at(match.start())
        images.components.extend(_library(w, line) for w in _QUOTED.findall(match.group(1)))
    for block in _TOOLS.finditer(text):
        for match in _TOOL.finditer(block.group(1)):
            at = lines.at(block.start(1) + match.start(1))
            images.components.append(_tool(match.group(1), match.group(2), at))
    return Inventory(
        components=tuple(images.components), issues=images.issues, expects_components=False
    )


def _blank(match: re.Match[str]) -> str:
    return match.group() if match.group(1) else re.sub(r"[^\n]", " ", match.group())


def _library(written: str, line: int) -> Component:
    name, _, ref = written.strip().partition("@")
    kind = VersionKind.ABSENT
    if ref:
        kind = VersionKind.EXACT if _FIRM.match(ref) else VersionKind.UNRESOLVED
    return Component(
        purl=build(
            "generic",
            name or "library",
            ref if kind is VersionKind.EXACT else "",
            namespace="jenkins-library",
        ),
        name=name or written,
        version=ref,
        version_kind=kind,
        requirement=written,
        kind=ComponentKind.APPLICATION,
        scope=Scope.BUILD,
        roles=(Role.GIT,),
        direct=True,
        line=line,
        properties=pairs(use="library"),
    )


def _tool(kind: str, label: str, line: int) -> Component:
    return Component(
        purl=build("generic", kind.lower()),
        name=kind.lower(),
        version_kind=VersionKind.ABSENT,
        requirement=label,
        kind=ComponentKind.PLATFORM,
        scope=Scope.BUILD,
        direct=True,
        line=line,
        properties=pairs(use="tools", label=label),
    )
