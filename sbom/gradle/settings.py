"""Version catalogues that a settings script states itself.

For example `versionCatalogs { libs { library("kern", "org.example", "kern").version("1") } }`.

Source: Gradle user manual, "Version Catalogs", settings API (VersionCatalogBuilder).
"""

import msgspec

from sbom.gradle.arguments import block_version
from sbom.gradle.catalog import CatalogEntry, plugin_marker
from sbom.gradle.coordinates import Coordinates, read
from sbom.gradle.tokens import Kind, Token, brackets

_TEXTS = frozenset({Kind.TEXT, Kind.TEMPLATE})


class InlineCatalog(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One catalogue of a settings script."""

    name: str
    """As scripts use it, `libs`."""
    entries: list[CatalogEntry]
    """An entry with `missing_ref` names a version of a catalogue file that this one extends."""
    versions: dict[str, str]
    bundles: dict[str, list[str]]


def inline_catalogs(tokens: list[Token]) -> list[InlineCatalog]:
    """Catalogues in the order of the script; literal calls only."""
    found: list[InlineCatalog] = []
    if not any(t.value == "versionCatalogs" for t in tokens):
        return found
    ends = brackets(tokens)
    index = 0
    while index < len(tokens):
        opening = index + 1
        if tokens[index].value == "versionCatalogs" and opening in ends:
            _catalogs(tokens, (opening + 1, ends[opening]), ends, found)
            index = ends[opening]
        index += 1
    return found


def _catalogs(
    tokens: list[Token],
    span: tuple[int, int],
    ends: dict[int, int],
    found: list[InlineCatalog],
) -> None:
    """Blocks `libs {` and `create("libs") {` between two indexes."""
    index, stop = span
    name = ""
    while index < stop:
        token = tokens[index]
        if token.kind is Kind.MARK and token.value == "{" and index in ends:
            if name:
                found.append(_catalog(name, tokens, (index + 1, ends[index]), ends))
            index, name = ends[index], ""
        elif token.kind in {Kind.NAME, Kind.TEXT} and token.value not in {"create", "register"}:
            name = token.value
        index += 1


def _catalog(
    name: str, tokens: list[Token], span: tuple[int, int], ends: dict[int, int]
) -> InlineCatalog:
    made = InlineCatalog(name=name, entries=[], versions={}, bundles={})
    index, stop = span
    while index < stop:
        token = tokens[index]
        if token.kind is Kind.NAME and index + 1 in ends and tokens[index + 1].value == "(":
            index, chain = _chain(tokens, index, ends)
            _statement(made, chain, token.line)
        else:
            index += 1
    entries = [_with_version(entry, made.versions) for entry in made.entries]
    return msgspec.structs.replace(made, entries=entries)


def _chain(
    tokens: list[Token], index: int, ends: dict[int, int]
) -> tuple[int, list[tuple[str, list[str]]]]:
    """Calls joined by points, each with the texts of its arguments; and the index behind them."""
    chain: list[tuple[str, list[str]]] = []
    while index + 1 in ends and tokens[index].kind is Kind.NAME:
        opening = index + 1
        inside = tokens[opening + 1 : ends[opening]]
        index = ends[opening] + 1
        if tokens[opening].value == "{":
            chain.append((tokens[opening - 1].value, [block_version(inside)]))
        else:
            chain.append((tokens[opening - 1].value, [t.value for t in inside if t.kind in _TEXTS]))
            if index in ends and tokens[index].value == "{":
                chain.append(("version", [block_version(tokens[index : ends[index]])]))
                index = ends[index] + 1
        ahead = index
        while ahead < len(tokens) and tokens[ahead].kind is Kind.END:
            ahead += 1
        if ahead >= len(tokens) or tokens[ahead].value != ".":
            break
        index = ahead + 1
    return index, chain


def _statement(made: InlineCatalog, chain: list[tuple[str, list[str]]], line: int) -> None:
    (method, texts), *rest = chain
    if not texts:
        return
    alias, following = texts[0], texts[1:]
    calls = dict(rest)
    if method == "version":
        version = following[0] if following else next(iter(calls.get("version", [])), "")
        made.versions[alias] = version
        return
    if method == "bundle":
        made.bundles[alias] = following
        return
    version = next(iter(calls.get("version", [])), "")
    ref = next(iter(calls.get("versionRef", [])), "")
    plugin = following[0] if method == "plugin" and following else ""
    if method == "alias":
        # The words of Gradle 7.0 to 7.3.
        plugin = next(iter(calls.get("toPluginId", [])), "")
        following = calls.get("to", [])
    elif method not in {"library", "plugin"}:
        return
    if plugin:
        coordinates: Coordinates | None = plugin_marker(plugin, version)
    elif len(following) == 1:
        coordinates = read(following[0])
    else:
        coordinates = Coordinates(following[0], following[1], version) if following else None
    if coordinates is not None:
        made.entries.append(
            CatalogEntry(
                alias=alias,
                coordinates=coordinates,
                plugin=plugin,
                version_alias=ref,
                missing_ref=bool(ref),
                line=line,
            )
        )


def _with_version(entry: CatalogEntry, versions: dict[str, str]) -> CatalogEntry:
    if not entry.missing_ref or entry.version_alias not in versions:
        return entry
    return resolved(entry, versions[entry.version_alias])


def resolved(entry: CatalogEntry, version: str) -> CatalogEntry:
    """The entry with the version that its alias stands for."""
    coordinates = Coordinates(entry.coordinates.group, entry.coordinates.name, version)
    return msgspec.structs.replace(entry, coordinates=coordinates, missing_ref=False)
