"""Requirements files of one source, joined: includes followed, constraints and compiled pins used.

- `-r` and `-c` paths are relative to the file that names them. One that is not among the files of
  the source is an ENTRY issue; an address is UNSUPPORTED (nothing is fetched); a ring is a NOTE.
- A file whose name says nothing of its scope, and that only files of other scopes include, takes
  the strongest of theirs. A file called requirements keeps its own: it is installed by itself.
- A file that is only ever named by `-c`, is not compiled and is not called requirements, holds
  constraints: its entries get the role CONSTRAINT.
- A range or bare name that a constraint in force pins stays, as DECLARED, and the pinned version is
  listed beside it (property `resolved-by`).
- Entries of an input file (`x.in`) that its compiled file (`x.txt`, or one whose `# via -r` names
  it) pins are DECLARED, unless the input is a compiled file itself: its pins are what is installed.
  Where the annotations of a compiled file leave `direct` open, its inputs settle it.

Source: pip's requirements file format and constraints files; pip-compile's layered workflow.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from sbom import purl
from sbom.component import Component, Role, Scope, VersionKind
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind, Stage
from sbom.pep508 import normalise
from sbom.pypi import strongest, unique_ref

KIND = "pypi/requirements"
MAX_INCLUDES = 1000
"""Files that one file may reach; beyond it the rest is not followed."""


def join(files: Mapping[str, Inventory], /) -> Mapping[str, Inventory]:
    """Inventories that includes, constraints or compiled files change."""
    joiner = _Joiner({p: i for p, i in files.items() if _facts(i) is not None})
    return joiner.changed()


def _facts(inventory: Inventory) -> dict[str, Any] | None:
    for fragment in inventory.fragments:
        if fragment.kind == KIND and isinstance(fragment.data, dict):
            return fragment.data
    return None


class _Joiner:
    """All requirements files of one source."""

    def __init__(self, files: dict[str, Inventory]) -> None:
        self._files = files
        self._facts = {p: _facts(i) or {} for p, i in files.items()}
        self._issues: dict[str, list[Issue]] = {}
        self._walked: dict[str, dict[str, None]] = {}
        self._pinned: dict[str, dict[str, str]] = {}
        self._requires: dict[str, list[str]] = {p: [] for p in files}
        self._limits: dict[str, list[str]] = {p: [] for p in files}
        for path in sorted(files):
            self._resolve(path)
        self._required_by = _turned(self._requires)
        self._limited_by = _turned(self._limits)
        self._compiled_from = self._inputs()
        self._compiled_to = _turned(self._compiled_from)

    def changed(self) -> dict[str, Inventory]:
        """New inventories of the files that change."""
        result: dict[str, Inventory] = {}
        self._report_rings()
        for path, inventory in self._files.items():
            components = self._components(path, inventory.components)
            issues = inventory.issues + tuple(self._issues.get(path, ()))
            if components != inventory.components or len(issues) != len(inventory.issues):
                result[path] = msgspec.structs.replace(
                    inventory,
                    components=components,
                    issues=issues,
                    expects_components=inventory.expects_components or bool(components),
                )
        return result

    def _resolve(self, path: str) -> None:
        """Includes of one file to paths of the source, or to issues."""
        folder = path.rpartition("/")[0]
        for include in self._facts[path].get("includes", ()):
            stated, line = str(include.get("path", "")), include.get("line")
            if "://" in stated:
                message = f"includes the address {stated[:120]!r}, which is not fetched"
                self._issue(path, IssueKind.UNSUPPORTED, message, line, stated)
                continue
            target = _joined(folder, stated)
            if target is None or target not in self._files:
                message = f"includes {stated[:120]!r}, which is not a requirements file here"
                self._issue(path, IssueKind.ENTRY, message, line, stated)
                continue
            kind = self._limits if include.get("constraint") else self._requires
            if target not in kind[path]:
                kind[path].append(target)

    def _issue(
        self, path: str, kind: IssueKind, message: str, line: int | None, subject: str
    ) -> None:
        self._issues.setdefault(path, []).append(
            Issue(
                kind=kind,
                stage=Stage.JOIN,
                path=path,
                line=line,
                message=message,
                subject=subject[:200],
            )
        )

    def _report_rings(self) -> None:
        """A NOTE where an include closes a ring of `-r`; one walk over all includes."""
        done: set[str] = set()
        for start in sorted(self._files):
            if start in done:
                continue
            way = {start: iter(self._requires[start])}
            while way:
                path, targets = next(reversed(way.items()))
                target = next(targets, None)
                if target is None:
                    del way[path]
                    done.add(path)
                elif target in way:
                    message = f"includes {target!r}, which includes this file in turn"
                    self._issue(path, IssueKind.NOTE, message, None, target)
                elif target not in done:
                    way[target] = iter(self._requires[target])

    def _reached(self, path: str) -> dict[str, None]:
        """The file and all that it includes by `-r`, in order; bounded."""
        if path in self._walked:
            return self._walked[path]
        seen: dict[str, None] = {path: None}
        stack = [path]
        while stack and len(seen) < MAX_INCLUDES:
            for target in self._requires[stack.pop()]:
                if target not in seen:
                    seen[target] = None
                    stack.append(target)
        self._walked[path] = seen
        return seen

    def _inputs(self) -> dict[str, list[str]]:
        """Input files by compiled file."""
        found: dict[str, list[str]] = {}
        by_base: dict[str, list[str]] = {}
        for path in self._files:
            by_base.setdefault(path.rpartition("/")[2], []).append(path)
        for path, facts in self._facts.items():
            stem, dot, extension = path.rpartition(".")
            inputs = set()
            if dot and extension == "txt" and f"{stem}.in" in self._files:
                inputs.add(f"{stem}.in")
            for stated in facts.get("inputs", ()):
                wanted = str(stated).replace("\\", "/").removeprefix("./")
                for other in by_base.get(wanted.rpartition("/")[2], ()):
                    if other == wanted or other.endswith("/" + wanted):
                        inputs.add(other)
            inputs.discard(path)
            if inputs:
                found[path] = sorted(inputs)
        return found

    def _components(self, path: str, components: tuple[Component, ...]) -> tuple[Component, ...]:
        scope = self._inherited_scope(path)
        if scope is not None:
            components = tuple(msgspec.structs.replace(c, scope=scope) for c in components)
        if self._is_constraints(path):
            return tuple(_with_role(c, Role.CONSTRAINT) for c in components)
        if path in self._compiled_from:
            components = self._direct(path, components)
        compiled = {n for t in self._compiled_to.get(path, ()) for n in self._pins(t)}
        if compiled and not self._is_compiled(path):
            components = tuple(
                _with_role(c, Role.DECLARED)
                if _is_registry(c) and normalise(c.name) in compiled
                else c
                for c in components
            )
        pins = self._constraints_of(path)
        return _pinned(components, pins) if pins else components

    def _inherited_scope(self, path: str) -> Scope | None:
        base = path.rpartition("/")[2]
        users = self._required_by.get(path, [])
        if not users or self._facts[path].get("scope") or base.startswith("requirements."):
            return None
        scopes = [self._scope(u) for u in users]
        found = strongest(scopes)
        return found if found not in {Scope.RUNTIME, Scope.UNKNOWN} else None

    def _scope(self, path: str) -> Scope:
        named = self._facts[path].get("scope")
        return Scope(named) if named in set(Scope) else Scope.RUNTIME

    def _is_constraints(self, path: str) -> bool:
        facts = self._facts[path]
        if facts.get("constraints"):
            return True
        if path not in self._limited_by or path in self._required_by:
            return False
        called = "requirement" in path.rpartition("/")[2].lower()
        return not (
            called
            or facts.get("compiled")
            or path in self._compiled_from
            or path in self._compiled_to
            or facts.get("scope")
        )

    def _constraints_of(self, path: str) -> dict[str, tuple[str, str]]:
        """Version and file by folded name, of the constraints in force for a file.

        pip applies every constraint to the whole installation: those of the files that it includes
        count, and those of the files that include it.
        """
        if not any(self._limits.values()):
            return {}
        area = set(self._reached(path))
        stack = [path]
        while stack:
            for user in self._required_by.get(stack.pop(), ()):
                if user not in area and len(area) < MAX_INCLUDES:
                    area.add(user)
                    stack.append(user)
        pins: dict[str, tuple[str, str]] = {}
        for member in sorted(area):
            for limit in self._limits[member]:
                for file in self._reached(limit):
                    for name, version in self._pins(file).items():
                        pins.setdefault(name, (version, file))
        return pins

    def _pins(self, path: str) -> dict[str, str]:
        """Version by folded name of what a file pins."""
        if path not in self._pinned:
            self._pinned[path] = {
                normalise(c.name): c.version
                for c in self._files[path].components
                if c.version_kind is VersionKind.EXACT and _is_registry(c)
            }
        return self._pinned[path]

    def _is_compiled(self, path: str) -> bool:
        return bool(self._facts[path].get("compiled")) or path in self._compiled_from

    def _direct(self, path: str, components: tuple[Component, ...]) -> tuple[Component, ...]:
        """`direct` where the annotations of a compiled file leave it open, by its inputs."""
        if all(c.direct is not None for c in components):
            return components
        asked = {n for i in self._compiled_from[path] for n in self._asked(i)}
        return tuple(
            c
            if c.direct is not None
            else msgspec.structs.replace(c, direct=normalise(c.name) in asked)
            for c in components
        )

    def _asked(self, path: str) -> set[str]:
        """Folded names that an input asks for itself, through includes and compiled inputs."""
        asked: set[str] = set()
        seen: set[str] = set()
        stack = [path]
        while stack and len(seen) < MAX_INCLUDES:
            file = stack.pop()
            if file in seen:
                continue
            seen.add(file)
            stack += self._requires[file]
            compiled = self._is_compiled(file)
            if compiled:
                stack += self._compiled_from.get(file, ())
            for component in self._files[file].components:
                if component.direct or (component.direct is None and not compiled):
                    asked.add(normalise(component.name))
        return asked


def _pinned(
    components: tuple[Component, ...], pins: dict[str, tuple[str, str]]
) -> tuple[Component, ...]:
    """Open components as DECLARED, each followed by the version that a constraint gives it."""
    taken = {c.ref: 1 for c in components}
    exact = {normalise(c.name) for c in components if c.version_kind is VersionKind.EXACT}
    made: list[Component] = []
    for component in components:
        name = normalise(component.name)
        open_ended = component.version_kind in {VersionKind.RANGE, VersionKind.ABSENT}
        settled = name in exact or Role.DECLARED in component.roles
        if not open_ended or name not in pins or settled or not _is_registry(component):
            made.append(component)
            continue
        version, file = pins[name]
        made.append(_with_role(component, Role.DECLARED))
        made.append(
            msgspec.structs.replace(
                component,
                purl=purl.build("pypi", component.name, version),
                version=version,
                version_kind=VersionKind.EXACT,
                ref=unique_ref(component.name, version, taken),
                properties=tuple(sorted((*component.properties, ("resolved-by", file)))),
            )
        )
    return tuple(made)


def _is_registry(component: Component) -> bool:
    return not {Role.GIT, Role.URL, Role.LOCAL, Role.ROOT} & set(component.roles)


def _with_role(component: Component, role: Role) -> Component:
    if role in component.roles:
        return component
    return msgspec.structs.replace(component, roles=tuple(sorted({*component.roles, role})))


def _turned(edges: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Edges the other way round."""
    turned: dict[str, list[str]] = {}
    for start in sorted(edges):
        for end in edges[start]:
            turned.setdefault(end, []).append(start)
    return turned


def _joined(folder: str, stated: str) -> str | None:
    """A path relative to a folder, within the source; None when it leads out of it."""
    parts = folder.split("/") if folder else []
    for part in stated.replace("\\", "/").split("/"):
        if part in {"", "."}:
            continue
        if part == "..":
            if not parts:
                return None
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
