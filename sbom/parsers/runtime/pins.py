"""Files that pin a runtime, for checks on the end of support.

Read are `.nvmrc`, `.node-version`, `.python-version`, `.ruby-version`,
`.java-version`, `.go-version`, `.php-version`, `.terraform-version`, `.tool-versions`, `mise.toml`,
`.sdkmanrc`, `global.json`, `runtime.txt`, `rust-toolchain` and `rust-toolchain.toml`, and the
distribution in `gradle-wrapper.properties` and `maven-wrapper.properties` (scope BUILD).

Rules: every runtime is a PLATFORM component with role STDLIB, direct, scope RUNTIME, purl
`pkg:generic/NAME@VERSION`. A version of numbers is EXACT as far as
it goes (`20` is version 20); a word (`lts/iron`, `stable`, `latest`, `system`) is UNRESOLVED; a range
is a RANGE. Names: nodejs becomes `node`, `temurin-17.0.1` version 17.0.1 of `java` with property
`distribution`. Of several versions in one line all are listed. `global.json` gives `dotnet-sdk` and
the MSBuild SDKs (nuget, BUILD).

Source: documentation of nvm, pyenv, rbenv, jenv, asdf, mise, SDKMAN, Heroku ("runtime.txt"), .NET
("global.json overview"), rustup ("Overrides"), Gradle ("Gradle wrapper"), Apache Maven Wrapper.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.purl import build
from sbom.readers.json_reader import load_json_object
from sbom.readers.shape import items, mapping, pairs, text
from sbom.readers.text import KeyFinder, decode
from sbom.readers.toml_reader import load_toml
from sbom.source import SourceFile

_SINGLE = {
    ".nvmrc": "node",
    ".node-version": "node",
    ".python-version": "python",
    ".ruby-version": "ruby",
    ".java-version": "java",
    ".go-version": "go",
    ".php-version": "php",
    ".terraform-version": "terraform",
    ".opentofu-version": "opentofu",
    ".swift-version": "swift",
    ".bun-version": "bun",
    ".deno-version": "deno",
    "rust-toolchain": "rust",
    "runtime.txt": "",
}
_NAMES = {
    "nodejs": "node",
    "golang": "go",
    "dotnet-core": "dotnet",
    "dotnetcore": "dotnet",
    "core:node": "node",
    "core:python": "python",
}
_FIRM = re.compile(r"v?(\d+(?:\.\d+)*(?:[-+._]?[A-Za-z0-9][A-Za-z0-9.+_-]*)?)\Z")
_NAMED = re.compile(
    r"([a-z][a-z0-9_]*(?:-[a-z][a-z0-9_]*)*)-?(\d+(?:\.\d+)*(?:[-+._][A-Za-z0-9.+_-]+)?)\Z"
)
_DISTRIBUTION = re.compile(
    r"(?:apache-)?(gradle|maven)-(\d[A-Za-z0-9.+_-]*?)-(?:bin|all|src)\.(?:zip|tar\.gz)\Z"
)
_RANGE = re.compile(r"[\^~<>=*|]|\.x\b")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9:/@._-]*\Z")
_JAVA = frozenset({"java", "jdk", "openjdk"})


class _Pin(NamedTuple):
    """One runtime at one version, as written."""

    name: str
    version: str
    line: int | None
    purl_type: str = "generic"
    scope: Scope = Scope.RUNTIME


def parse(source: SourceFile, /) -> Inventory:
    """The runtimes.

    Raises:
        ParseError: not text, or not JSON or TOML where that is asked.
        NotThisFormatError: no runtime is named.
    """
    base = source.path.rpartition("/")[2]
    if base == "global.json":
        pins = _dotnet(source)
    elif base.endswith("-wrapper.properties"):
        pins = _wrapper(decode(source.content))
    elif base.endswith(".toml"):
        pins = _toml(source, base)
    elif base in {".tool-versions", ".sdkmanrc"}:
        pins = _pairs(decode(source.content), "=" if base == ".sdkmanrc" else " ")
    else:
        pins = _single(decode(source.content), _SINGLE.get(base, ""))
    made, issues = [], []
    for pin in pins:
        if pin.name and _NAME.match(pin.name) and len(pin.version) <= 200:
            made.append(_component(pin))
        else:
            message = "names no runtime at a version"
            subject = f"{pin.name} {pin.version}".strip()[:200]
            issues.append(
                Issue(kind=IssueKind.ENTRY, subject=subject, line=pin.line, message=message)
            )
    if not made and not issues:
        raise NotThisFormatError("pins no runtime")
    return Inventory(components=tuple(made), issues=tuple(issues), expects_components=bool(made))


def _single(content: str, runtime: str) -> Iterator[_Pin]:
    """One version a line; a name may stand before it (`python-3.12.1`, `ruby-3.3.0`)."""
    if not runtime and not _NAMED.match(content.strip()):
        raise NotThisFormatError("names no runtime")
    if content.lstrip().startswith("[toolchain]"):
        yield from _rust(content)
        return
    for number, line in enumerate(content.split("\n"), 1):
        words = line.partition("#")[0].split()
        for word in words[: None if runtime == "python" else 1]:
            named = None if runtime else _NAMED.match(word)
            name, version = (named.group(1), named.group(2)) if named else (runtime, word)
            yield _Pin(name, version, number)


def _pairs(content: str, separator: str) -> Iterator[_Pin]:
    for number, line in enumerate(content.split("\n"), 1):
        line = line.partition("#")[0].strip()  # noqa: PLW2901 - the same line without its comment
        if not line:
            continue
        name, _, rest = line.replace("\t", " ").partition(separator)
        versions = rest.split() or [""]
        for version in versions:
            yield _Pin(name.strip(), version, number)


def _toml(source: SourceFile, base: str) -> Iterator[_Pin]:
    content = decode(source.content)
    if base == "rust-toolchain.toml":
        yield from _rust(content)
        return
    tools = mapping(load_toml(source.content).get("tools"))
    finder = KeyFinder(content)
    for name, value in tools.items():
        line = finder.line_of(name)
        for entry in items(value) or [value]:
            version = text(mapping(entry).get("version")) or text(entry)
            yield _Pin(name, version, line)


def _rust(content: str) -> Iterator[_Pin]:
    document = mapping(load_toml(content.encode()).get("toolchain"))
    if channel := text(document.get("channel")):
        yield _Pin("rust", channel, KeyFinder(content).line_of("channel"))


def _dotnet(source: SourceFile) -> Iterator[_Pin]:
    document = load_json_object(source.content)
    if not {"sdk", "msbuild-sdks", "tools"}.intersection(document):
        raise NotThisFormatError("is no global.json of .NET")
    content = decode(source.content)
    if version := text(mapping(document.get("sdk")).get("version")):
        yield _Pin("dotnet-sdk", version, KeyFinder(content).line_of('"version"'))
    for name, value in mapping(document.get("msbuild-sdks")).items():
        line = KeyFinder(content).line_of(f'"{name}"')
        yield _Pin(name, text(value), line, "nuget", Scope.BUILD)
    for name, value in mapping(document.get("tools")).items():
        for entry in items(value) or [value]:
            if text(entry):
                yield _Pin(name, text(entry), KeyFinder(content).line_of(f'"{name}"'))


def _wrapper(content: str) -> Iterator[_Pin]:
    """The build tool that a wrapper downloads, by the name of its archive."""
    for number, line in enumerate(content.split("\n"), 1):
        key, equals, value = line.partition("=")
        if equals and key.strip() == "distributionUrl":
            match = _DISTRIBUTION.match(value.strip().rpartition("/")[2])
            if match is not None:
                yield _Pin(match.group(1), match.group(2), number, scope=Scope.BUILD)


def _component(pin: _Pin) -> Component:
    written = pin.version
    name = _NAMES.get(pin.name, pin.name) if pin.purl_type == "generic" else pin.name
    backend, _, tool = name.rpartition(":")
    name, distribution, version = tool or name, "", ""
    kind = VersionKind.ABSENT
    match = _FIRM.match(written)
    named = _NAMED.match(written)
    if match:
        version, kind = match.group(1), VersionKind.EXACT
        if name in _JAVA and "-" in version:
            version, _, distribution = version.partition("-")
    elif named and _RANGE.search(written) is None:
        distribution, version, kind = named.group(1), named.group(2), VersionKind.EXACT
    elif written and _RANGE.search(written):
        kind = VersionKind.RANGE
    elif written:
        version, kind = written, VersionKind.UNRESOLVED
    if not name:
        name = distribution
    if distribution in {name, "system"} or (name == "python" and distribution == "python"):
        distribution = ""
    if name in _JAVA:
        name = "java"
    platform = pin.purl_type == "generic"
    exact = version if kind is VersionKind.EXACT else ""
    return Component(
        purl=build(pin.purl_type, name.rpartition("/")[2], exact),
        name=name,
        version=version,
        version_kind=kind,
        requirement=written,
        kind=ComponentKind.PLATFORM if platform else ComponentKind.LIBRARY,
        scope=pin.scope,
        roles=(Role.STDLIB,) if platform else (),
        direct=True,
        line=pin.line,
        properties=pairs(distribution=distribution, backend=backend),
    )
