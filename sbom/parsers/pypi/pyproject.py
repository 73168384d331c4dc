"""pyproject.toml: what a Python project says of itself and asks for.

Rules of this reader:

- `[project]` (PEP 621) or `[tool.poetry]` makes the project itself a ROOT component with its
  licence claims; a dynamic version is ABSENT. A file with neither, and without dependencies, is
  mere tool configuration: empty, and rightly so.
- Scope: dependencies RUNTIME; extras by the words of their name, else OPTIONAL; dependency groups
  (PEP 735, Poetry, PDM, uv, Hatch environments) by their words, else DEV; `build-system` BUILD.
- All are `direct`; the group or extra is the property `group`. `python` itself is no component but
  the property `requires-python` of the root. A bare number in Poetry (`"5.3.0"`) is EXACT.
- `tool.uv.sources` settles where a dependency comes from: GIT, URL, LOCAL, or WORKSPACE.
  Constraints and overrides of uv and PDM are CONSTRAINT.
- Fragment `lock/exempt`: what stands in tables of one tool, by the locks that do hold it (`poetry`,
  `uv`, `pdm`, several with a space between, or none), so that no other lock is blamed for lacking it.
- `dynamic = ["dependencies"]` is an issue of kind NOTE: they stand in another file.

Source: PEP 508, 517, 621, 639, 735; documentation of Poetry 1 and 2, PDM, uv and Hatch.
"""

from typing import Any

import msgspec

from sbom import purl
from sbom.component import Component, ComponentKind, Dependency, Role, Scope, VersionKind
from sbom.inventory import Fragment, Inventory
from sbom.issue import Issue, IssueKind
from sbom.license import LicenseClaim
from sbom.pep508 import normalise, parse_requirement
from sbom.poetry_constraints import poetry_requirements
from sbom.pypi import Address, address_of, archive_of, declared, scope_of, unique_ref
from sbom.readers.text import decode
from sbom.readers.toml_places import Places
from sbom.readers.toml_reader import loads_toml
from sbom.source import SourceFile

MAX_CLAIM = 4096
_HELD_BY = (
    ("build-system", ""),
    ("dependency-groups", "pdm uv"),
    ("tool.hatch", ""),
    ("tool.pdm", "pdm"),
    ("tool.poetry", "poetry"),
    ("tool.uv", "uv"),
)
"""Tables, and the locks that are sure to hold what they ask for; Poetry reads groups from 2.2 on."""


def parse(source: SourceFile) -> Inventory:
    """Facts of a pyproject.toml.

    Raises:
        ParseError: not TOML.
    """
    text = decode(source.content)
    data = loads_toml(text)
    reader = _Reader(data, Places(text.replace("\r\n", "\n")))
    reader.read()
    return reader.inventory()


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _str(value: object) -> str:
    return value if isinstance(value, str) else ""


class _Reader:
    """One pyproject.toml on its way to components."""

    def __init__(self, data: dict[str, Any], places: Places) -> None:
        self._data = data
        self._places = places
        self._project = _dict(data.get("project"))
        tools = _dict(data.get("tool"))
        self._poetry = _dict(tools.get("poetry"))
        self._uv = _dict(tools.get("uv"))
        self._pdm = _dict(tools.get("pdm"))
        self._hatch = _dict(tools.get("hatch"))
        self._sources = {normalise(k): v for k, v in _dict(self._uv.get("sources")).items()}
        self._components: list[Component] = []
        self._issues: list[Issue] = []
        self._taken: dict[str, int] = {}
        self._held_by: dict[str, list[str]] = {}
        self._root: Component | None = None

    def read(self) -> None:
        """Take every table that states dependencies."""
        self._root = self._root_component()
        if self._root is not None:
            self._components.append(self._root)
            self._taken[self._root.ref] = 1
        self._read_project()
        self._read_poetry()
        self._read_groups()
        self._read_tools()
        build = _dict(self._data.get("build-system"))
        self._strings(build.get("requires"), "build-system", Scope.BUILD, "build-system")

    def inventory(self) -> Inventory:
        """What was read."""
        dependencies: tuple[Dependency, ...] = ()
        if self._root is not None:
            targets = sorted(
                c.ref
                for c in self._components
                if c is not self._root
                and c.scope is not Scope.BUILD
                and Role.CONSTRAINT not in c.roles
            )
            if targets:
                dependencies = (Dependency(ref=self._root.ref, targets=tuple(targets)),)
        return Inventory(
            components=tuple(self._components),
            dependencies=dependencies,
            fragments=(
                (Fragment(kind="lock/exempt", data=self._held_by),) if self._held_by else ()
            ),
            issues=tuple(self._issues),
            expects_components=bool(self._components or self._issues),
        )

    def _root_component(self) -> Component | None:
        table = self._project or self._poetry
        name = (_str(table.get("name")) or _str(self._poetry.get("name"))).strip()
        if not name:
            return None
        version = _str(table.get("version")).strip() or _str(self._poetry.get("version")).strip()
        dynamic = {d for d in _list(self._project.get("dynamic")) if isinstance(d, str)}
        section = "project" if self._project.get("name") else "tool.poetry"
        python = self._project.get("requires-python")
        if python is None:
            python = _dict(self._poetry.get("dependencies")).get("python")
        properties = [
            ("description", _str(table.get("description"))[:MAX_CLAIM]),
            ("dynamic", ", ".join(sorted(dynamic))),
            ("license-file", self._license_files()),
            ("requires-python", _str(python)),
        ]
        return Component(
            purl=purl.build("pypi", name, version),
            name=name,
            version=version,
            version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
            kind=ComponentKind.APPLICATION,
            roles=(Role.ROOT,),
            ref=normalise(name),
            licenses=tuple(self._claims()),
            line=self._places.line(section, "name"),
            properties=tuple(p for p in properties if p[1]),
        )

    def _license_files(self) -> str:
        named = _dict(self._project.get("license")).get("file")
        listed = self._project.get("license-files", self._poetry.get("license-files"))
        if isinstance(listed, dict):  # an early draft of PEP 639
            listed = [p for v in listed.values() for p in _list(v)]
        files = [named, *_list(listed)]
        return ", ".join(f for f in files if isinstance(f, str) and f)

    def _claims(self) -> list[LicenseClaim]:
        claims = []
        for section, table in (("project", self._project), ("tool.poetry", self._poetry)):
            stated = table.get("license")
            for field, raw in (
                ("license", stated),
                ("license.text", _dict(stated).get("text")),
                ("license-expression", table.get("license-expression")),
            ):
                if isinstance(raw, str) and raw.strip():
                    line = self._places.line(section, "license")
                    text = raw.strip()[:MAX_CLAIM]
                    claims.append(LicenseClaim(raw=text, line=line, source=field))
            for classifier in _list(table.get("classifiers")):
                if isinstance(classifier, str) and classifier.startswith("License ::"):
                    line = self._places.line(section, classifier)
                    raw = classifier.strip()[:MAX_CLAIM]
                    claims.append(LicenseClaim(raw=raw, line=line, source="classifier"))
        return claims

    def _read_project(self) -> None:
        project = self._project
        if not project:
            return
        self._strings(project.get("dependencies"), "project", Scope.RUNTIME, "")
        for extra, items in _dict(project.get("optional-dependencies")).items():
            scope = scope_of(extra, Scope.OPTIONAL)
            self._strings(items, "project.optional-dependencies", scope, extra)
        kinds = ("dependencies", "optional-dependencies")
        moved = [d for d in kinds if d in _list(project.get("dynamic"))]
        poetry = self._poetry.get("dependencies")
        if moved and not poetry:
            self._issues.append(
                Issue(
                    kind=IssueKind.NOTE,
                    message=f"{' and '.join(moved)} are dynamic: they stand in another file",
                    subject="project.dynamic",
                    line=self._places.line("project", "dynamic"),
                )
            )

    def _read_poetry(self) -> None:
        poetry = self._poetry
        self._poetry_table(poetry.get("dependencies"), "tool.poetry.dependencies", "")
        self._poetry_table(poetry.get("dev-dependencies"), "tool.poetry.dev-dependencies", "dev")
        for name, group in _dict(poetry.get("group")).items():
            items = _dict(group).get("dependencies")
            optional = _dict(group).get("optional") is True
            self._poetry_table(
                items, f"tool.poetry.group.{name}.dependencies", name, optional=optional
            )

    def _poetry_table(
        self, table: object, section: str, group: str, *, optional: bool = False
    ) -> None:
        # Poetry 2 lets [tool.poetry.dependencies] add a source to what [project] lists already.
        listed = (
            {normalise(c.name) for c in self._components} if not group and self._project else set()
        )
        for name, stated in _dict(table).items():
            if name.lower() == "python" or (normalise(name) in listed and isinstance(stated, dict)):
                continue
            line = self._places.line(section, name)
            found = poetry_requirements(stated)
            if found is None:
                self._lost(name, "requirement is not understood", line)
                continue
            for one in found:
                scope = scope_of(group, Scope.DEV) if group else Scope.RUNTIME
                if (one.optional or optional) and scope is Scope.RUNTIME:
                    scope = Scope.OPTIONAL
                properties = [*one.properties, ("group", group)]
                self._add(
                    declared(
                        name,
                        requirement=one.requirement,
                        pin=one.pin,
                        scope=scope,
                        roles=one.roles,
                        address=one.address,
                        line=line,
                        properties=properties,
                    ),
                    section,
                )

    def _read_groups(self) -> None:
        groups = _dict(self._data.get("dependency-groups"))
        for name, items in groups.items():
            scope = scope_of(name, Scope.DEV)
            if not isinstance(items, list):
                self._lost(name, "dependency group is not a list", None)
                continue
            plain = [i for i in items if not (isinstance(i, dict) and "include-group" in i)]
            self._strings(plain, "dependency-groups", scope, name)
        self._check_includes(groups)

    def _check_includes(self, groups: dict[str, Any]) -> None:
        """Groups that include what is not there, or themselves (PEP 735 forbids both)."""
        folded = {normalise(k): v for k, v in groups.items()}
        includes = {
            name: [
                normalise(_str(i["include-group"]))
                for i in _list(items)
                if isinstance(i, dict) and "include-group" in i
            ]
            for name, items in folded.items()
        }
        for name, wanted in includes.items():
            for target in wanted:
                if target not in folded:
                    self._lost(name, f"includes group {target[:60]!r}, which is not there", None)
        done: set[str] = set()
        for start, first in includes.items():
            way = {} if start in done else {start: iter(first)}
            while way:
                name, targets = next(reversed(way.items()))
                following = next(targets, None)
                if following is None:
                    del way[name]
                    done.add(name)
                elif following in way:
                    self._lost(name, f"includes group {following[:60]!r}, which includes it", None)
                elif following not in done and following in includes:
                    way[following] = iter(includes[following])

    def _read_tools(self) -> None:
        uv = self._uv
        self._strings(uv.get("dev-dependencies"), "tool.uv", Scope.DEV, "dev")
        for key in ("constraint-dependencies", "override-dependencies"):
            self._strings(uv.get(key), "tool.uv", Scope.RUNTIME, key, roles=(Role.CONSTRAINT,))
        self._strings(
            uv.get("build-constraint-dependencies"),
            "tool.uv",
            Scope.BUILD,
            "build-constraint-dependencies",
            roles=(Role.CONSTRAINT,),
        )
        for name, items in _dict(self._pdm.get("dev-dependencies")).items():
            scope = scope_of(name, Scope.DEV)
            self._strings(items, "tool.pdm.dev-dependencies", scope, name)
        overrides = _dict(_dict(self._pdm.get("resolution")).get("overrides"))
        self._strings(
            [
                k + v if v[:1] in "<>=!~" else f"{k}=={v}"
                for k, v in overrides.items()
                if isinstance(v, str) and v
            ],
            "tool.pdm.resolution.overrides",
            Scope.RUNTIME,
            "overrides",
            roles=(Role.CONSTRAINT,),
        )
        for name, environment in _dict(self._hatch.get("envs")).items():
            scope = scope_of(name, Scope.DEV) if name != "default" else Scope.DEV
            for key in ("dependencies", "extra-dependencies"):
                section = f"tool.hatch.envs.{name}"
                self._strings(_dict(environment).get(key), section, scope, name)

    def _strings(
        self, items: object, section: str, scope: Scope, group: str, *, roles: tuple[Role, ...] = ()
    ) -> None:
        """Requirements written as strings."""
        if items is not None and not isinstance(items, list):
            self._lost(section, f"{group or 'dependencies'} is not a list", None)
            return
        for item in _list(items):
            if not isinstance(item, str):
                self._lost(str(item), "requirement is not a string", None)
                continue
            line = self._places.line(section, item)
            editable = item.startswith("-e ")
            text = item.removeprefix("-e ").strip()
            try:
                made = self._one(text, scope, group, roles, line)
            except ValueError as error:
                self._lost(item, f"requirement {error}", line)
                continue
            if editable:
                properties = tuple(sorted((*made.properties, ("editable", "true"))))
                made = msgspec.structs.replace(made, properties=properties)
            self._add(made, section)

    def _one(
        self, text: str, scope: Scope, group: str, roles: tuple[Role, ...], line: int | None
    ) -> Component:
        """A component from one requirement.

        Raises:
            ValueError: not a requirement.
        """
        if text.startswith(("file:", "git+", "https:", "http:", "hg+", "svn+", "bzr+")):
            address = address_of(text)
            name = address.egg or archive_of(address.url)[0]
            if not name:
                raise ValueError("has an address and no name")
            local = text.startswith("file:")
            return declared(
                name,
                scope=scope,
                roles=(*roles, Role.LOCAL) if local else roles,
                address=None if local else address,
                line=line,
                properties=[("group", group), ("path", address.url if local else "")],
            )
        read = parse_requirement(text)
        found: Address | None = None
        properties = [
            ("extras", ", ".join(read.extras)),
            ("group", group),
            ("marker", read.marker),
        ]
        if read.url.startswith("file:"):
            roles = (*roles, Role.LOCAL)
            properties.append(("path", read.url))
        elif read.url:
            found = address_of(read.url)
        elif normalise(read.name) in self._sources and Role.CONSTRAINT not in roles:
            found, more, place = _uv_source(self._sources[normalise(read.name)])
            roles = (*roles, *more)
            properties += place
        return declared(
            read.name,
            requirement=read.specifier,
            pin=read.pin,
            scope=scope,
            roles=roles,
            address=found,
            line=line,
            properties=properties,
        )

    def _add(self, made: Component, section: str) -> None:
        group = dict(made.properties).get("group", "")
        ref = unique_ref(made.name, made.version, self._taken, group)
        self._components.append(msgspec.structs.replace(made, ref=ref))
        held = next((locks for table, locks in _HELD_BY if section.startswith(table)), None)
        if held is not None:
            self._held_by.setdefault(held, []).append(ref)

    def _lost(self, subject: str, message: str, line: int | None) -> None:
        self._issues.append(
            Issue(kind=IssueKind.ENTRY, message=message, subject=subject[:200], line=line)
        )


def _uv_source(stated: object) -> tuple[Address | None, tuple[Role, ...], list[tuple[str, str]]]:
    """Address, roles and properties by an entry of `tool.uv.sources`; the first of several."""
    table = _dict(next(iter(_list(stated)), {}) if isinstance(stated, list) else stated)
    if table.get("workspace") is True:
        return None, (Role.WORKSPACE,), []
    if isinstance(table.get("path"), str):
        return None, (Role.LOCAL,), [("path", table["path"])]
    if isinstance(table.get("git"), str):
        address = address_of("git+" + table["git"])
        revision = next((r for k in ("rev", "tag", "branch") if (r := _str(table.get(k)))), "")
        return address._replace(revision=revision or address.revision), (), []
    if isinstance(table.get("url"), str):
        return address_of(table["url"]), (), []
    return None, (), [("registry", _str(table.get("index")))]
