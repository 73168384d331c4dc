"""Items of MSBuild files to components; the rules are stated in the parsers under `nuget`."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.lazy_pattern import lazy
from sbom.msbuild.evaluation import Properties
from sbom.msbuild.model import File, Import, Item
from sbom.msbuild.versions import judge
from sbom.purl import build

_FRAMEWORK_ASSEMBLY = lazy(
    r"(?:System|Microsoft\.(?:CSharp|VisualBasic|VisualC|JScript|Build(?:\.\w+)?)|mscorlib|netstandard"
    r"|WindowsBase|PresentationCore|PresentationFramework|PresentationUI|ReachFramework|UIAutomation\w*"
    r"|WindowsFormsIntegration|Accessibility|CustomMarshalers|envdte\w*|stdole|office|adodb)\Z"
    r"|(?:System|PresentationFramework)\.",
    re.IGNORECASE,
)
_PACKAGE_FOLDER = lazy(
    r"(?:\A|[\\/])packages[\\/]([A-Za-z][\w.-]*?)\.([0-9]+(?:\.[0-9]+){1,3}(?:-[\w.-]+)?(?:\+[\w.-]+)?)[\\/]",
    re.IGNORECASE,
)
_CLI_PLATFORM_SDKS = ("microsoft.net.sdk", "microsoft.build.notargets", "microsoft.build.traversal")


class Central(NamedTuple):
    """A version that a shared file states for a package."""

    version: str
    path: str


class Context(NamedTuple):
    """What is known around one file."""

    properties: Properties
    central: Mapping[str, Central]
    """By package id in lower case."""
    test: bool
    """The project is a test project."""
    is_project: bool
    """A project file; otherwise a shared file."""


class ItemReader:
    """Makes components of the items of one file."""

    def __init__(self, file: File, context: Context) -> None:
        """`context` comes from the parser (this file alone) or the joiner (files above too)."""
        self._file = file
        self._context = context
        self._refs: dict[str, int] = {}
        self._included = {
            i.id.lower() for i in file.items if _is_reference(i) and i.action == "Include"
        }
        self._updates: dict[str, Item] = {}
        self._removed: dict[str, str] = {}
        for item in file.items:
            if _is_reference(item) and item.action == "Update" and context.is_project:
                self._updates[item.id.lower()] = item
            elif _is_reference(item) and item.action == "Remove":
                self._removed[item.id.lower()] = item.condition or "always"

    def read(self) -> list[Component]:
        """Components in the order of the file, SDKs first."""
        found = [self._sdk(i) for i in self._file.imports if i.sdk]
        for item in self._file.items:
            if item.action != "Remove" and (made := self._item(item)) is not None:
                found.append(made)
        return found

    def _sdk(self, sdk: Import) -> Component:
        platform = sdk.sdk.lower().startswith(_CLI_PLATFORM_SDKS[0]) and not sdk.version
        return self._component(
            sdk.sdk,
            sdk.version,
            Item("Sdk", "Include", sdk.sdk, {}, sdk.condition, sdk.line),
            scope=Scope.BUILD,
            roles=(Role.STDLIB,) if platform else (),
        )

    def _item(self, item: Item) -> Component | None:
        expand = self._context.properties.expand
        name = expand(item.id)
        if item.tag == "PackageReference":
            return self._package(item, name)
        version = expand(item.metadata.get("Version", ""))
        if item.tag == "PackageVersion":
            return self._component(
                name, version, item, scope=Scope.UNKNOWN, roles=(Role.CONSTRAINT,), direct=None
            )
        if item.tag == "GlobalPackageReference":
            return self._component(name, version, item, scope=Scope.DEV)
        if item.tag in {"PackageDownload", "DotNetCliToolReference"}:
            return self._component(name, version, item, scope=Scope.BUILD)
        if item.tag == "FrameworkReference":
            return self._component(
                name, "", item, roles=(Role.STDLIB,), kind=ComponentKind.FRAMEWORK
            )
        if item.tag == "ProjectReference":
            path = name.replace("\\", "/")
            stem = path.rpartition("/")[2].rpartition(".")[0] or path
            return self._component(stem, "", item, roles=(Role.WORKSPACE,), extra=(("path", path),))
        if item.tag == "COMReference":
            return self._component(name, "", item, roles=(Role.LOCAL,), purl_type="generic")
        return self._assembly(item, name)

    def _package(self, item: Item, name: str) -> Component | None:
        key = item.id.lower()
        context, metadata = self._context, dict(item.metadata)
        if item.action == "Update":
            if context.is_project and key in self._included:
                return None
        elif key in self._updates:
            metadata.update(self._updates[key].metadata)
        expand = context.properties.expand
        stated = expand(metadata.get("VersionOverride") or metadata.get("Version", ""))
        extra = []
        if not stated and key in context.central:
            central = context.central[key]
            stated = central.version
            if central.path:
                extra.append(("managed-in", central.path))
        if "VersionOverride" in metadata:
            extra.append(("version-override", "true"))
        private = expand(metadata.get("PrivateAssets", "")).lower()
        for field, label in (
            ("PrivateAssets", "private-assets"),
            ("IncludeAssets", "include-assets"),
            ("ExcludeAssets", "exclude-assets"),
        ):
            if metadata.get(field):
                extra.append((label, " ".join(metadata[field].split())))
        if key in self._removed:
            extra.append(("removed", self._removed[key]))
        roles = (Role.CONSTRAINT,) if item.action == "Update" else ()
        scope = Scope.DEV if private == "all" else None
        if item.action == "Update":
            scope = Scope.UNKNOWN
        direct = None if item.action == "Update" else True
        return self._component(
            name, stated, item, scope=scope, roles=roles, direct=direct, extra=tuple(extra)
        )

    def _assembly(self, item: Item, name: str) -> Component:
        """A Reference: of a packages folder, of a file, or of the framework."""
        identity, _, rest = name.partition(",")
        identity = identity.strip()
        stated = next(
            (
                p.partition("=")[2].strip()
                for p in rest.split(",")
                if p.strip().startswith("Version=")
            ),
            "",
        )
        hint = self._context.properties.expand(item.metadata.get("HintPath", ""))
        extra = [("assembly", identity)]
        if stated:
            extra.append(("assembly-version", stated))
        if hint:
            extra.append(("path", hint.replace("\\", "/")))
        if package := _PACKAGE_FOLDER.search(hint):
            return self._component(package.group(1), package.group(2), item, extra=tuple(extra))
        if not hint and _FRAMEWORK_ASSEMBLY.match(identity):
            return self._component(
                identity,
                "",
                item,
                roles=(Role.STDLIB,),
                kind=ComponentKind.FRAMEWORK,
                extra=tuple(extra),
            )
        return self._component(identity, "", item, roles=(Role.LOCAL,), extra=tuple(extra))

    def _component(  # noqa: PLR0913  # keyword-only, the fields of a Component
        self,
        name: str,
        stated: str,
        item: Item,
        *,
        scope: Scope | None = None,
        roles: tuple[Role, ...] = (),
        direct: bool | None = True,
        kind: ComponentKind = ComponentKind.LIBRARY,
        extra: tuple[tuple[str, str], ...] = (),
        purl_type: str = "nuget",
    ) -> Component:
        version_kind, version, requirement = judge(stated)
        raw = item.metadata.get("VersionOverride") or item.metadata.get("Version", "")
        if version_kind is VersionKind.EXACT and "$(" in raw:
            requirement = raw
        if scope is None:
            scope = Scope.TEST if self._context.test else Scope.RUNTIME
        properties = list(extra)
        if item.condition:
            properties.append(("condition", item.condition[:1000]))
        wanted = f"{item.tag} {name}"
        self._refs[wanted] = number = self._refs.get(wanted, 0) + 1
        return Component(
            purl=build(purl_type, name, version if version_kind is VersionKind.EXACT else ""),
            name=name,
            version=version,
            version_kind=version_kind,
            requirement=requirement,
            kind=kind,
            scope=scope,
            roles=roles,
            direct=direct,
            ref=wanted if number == 1 else f"{wanted}#{number}",
            line=item.line,
            properties=tuple(sorted(properties)) if properties else (),
        )


def _is_reference(item: Item) -> bool:
    return item.tag == "PackageReference"
