"""go.mod: the modules that a Go module requires.

Rules: the module itself is ROOT, without version. Each `require` is a component; `// indirect`
makes it not direct. go.mod does not tell modules that only tests need, so the scope is RUNTIME.
A `replace` that applies gives the original role REPLACED (property `replaced-by`) and lists the
replacement as well (property `replaces`); a replacement by a folder is LOCAL. A `replace` that
applies to no requirement is listed with role CONSTRAINT. `exclude` is a CONSTRAINT with
property `excluded`. `tool` marks the module that holds the tool with property `tool`. `retract`
is a property of the root. The standard library is a STDLIB component `stdlib` of the version of
`toolchain`, else of `go`: the lowest version that may build the module (property `minimum`).
Names keep their case, versions their `v`.

Source: Go Modules Reference, "go.mod files".
"""

import re
from collections.abc import Iterator

from sbom.component import Component, ComponentKind, Dependency, Role, VersionKind
from sbom.errors import NotThisFormatError
from sbom.go_module import commit_of, package_url
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|`([^`]*)`|(=>)|([()\[\],])|([^\s()\[\],"`]+)')
_STRICT = frozenset({"module", "go", "toolchain", "require", "replace", "exclude", "tool"})
_KNOWN = _STRICT | {"retract", "godebug", "ignore"}
_TOOLCHAIN = re.compile(r"(?:go)?(\d+(?:\.\d+)*(?:(?:rc|beta)\d+)?)")
_ROOT = "."


def parse(source: SourceFile, /) -> Inventory:
    """Modules that a go.mod requires, replaces and excludes.

    Raises:
        NotThisFormatError: none of the directives of a go.mod.
    """
    reading = _Reading()
    for line, verb, words, comment in _statements(decode(source.content)):
        reading.statement(line, verb, words, comment)
    if not reading.seen:
        raise NotThisFormatError("holds no directive of a go.mod")
    return reading.inventory()


def _statements(text: str) -> Iterator[tuple[int, str, list[str], str]]:
    """Line, verb, words and comment of each statement, blocks taken apart."""
    block = ""
    for number, raw in enumerate(text.splitlines(), 1):
        line, comment = raw, ""
        cut = raw.find("//")
        if cut >= 0 and (cut == 0 or raw[cut - 1].isspace() or raw[cut - 1] in '()"`'):
            line, comment = raw[:cut], raw[cut + 2 :].strip()
        words = [next(g for g in m.groups() if g is not None) for m in _TOKEN.finditer(line)]
        if not words:
            continue
        if block:
            if words == [")"]:
                block = ""
            else:
                yield number, block, words, comment
        elif words[-1] == "(" and len(words) == 2:
            block = words[0]
        elif words[-1] == ")" and "(" in words:
            continue
        else:
            yield number, words[0], words[1:], comment


class _Reading:
    """What the statements said so far."""

    def __init__(self) -> None:
        self.seen = False
        self._module: tuple[str, int, str] | None = None
        self._go: tuple[str, int] | None = None
        self._toolchain: tuple[str, int] | None = None
        self._requires: list[tuple[str, str, bool, int]] = []
        self._replaces: list[tuple[str, str, str, str, int]] = []
        self._excludes: list[tuple[str, str, int]] = []
        self._retracts: list[str] = []
        self._tools: list[str] = []
        self._issues: list[Issue] = []

    def statement(self, line: int, verb: str, words: list[str], comment: str) -> None:
        self.seen = self.seen or verb in _KNOWN
        if verb == "require" and len(words) == 2:
            indirect = comment.partition(";")[0].strip() == "indirect"
            self._requires.append((words[0], words[1], indirect, line))
        elif verb == "replace" and "=>" in words and len(words) in {3, 4, 5}:
            arrow = words.index("=>")
            left, right = words[:arrow], words[arrow + 1 :]
            if len(left) in {1, 2} and len(right) in {1, 2}:
                self._replaces.append((*_two(left), *_two(right), line))
            else:
                self._lost(verb, words, line)
        elif verb == "exclude" and len(words) == 2:
            self._excludes.append((words[0], words[1], line))
        elif verb == "retract":
            self._retracts.append("".join(words).replace(",", ", "))
        elif verb == "tool" and len(words) == 1:
            self._tools.append(words[0])
        elif verb == "module" and words:
            deprecated = comment.partition("Deprecated:")[2].strip()
            self._module = (words[0], line, deprecated)
        elif verb == "go" and words:
            self._go = (words[0], line)
        elif verb == "toolchain" and words:
            self._toolchain = (words[0], line)
        elif verb not in {"godebug", "ignore"}:
            self._lost(verb, words, line)

    def _lost(self, verb: str, words: list[str], line: int) -> None:
        subject = " ".join([verb, *words])[:200]
        message = f"the {verb} line is not understood" if verb in _KNOWN else "unknown directive"
        kind = IssueKind.ENTRY if verb in _STRICT else IssueKind.NOTE
        self._issues.append(Issue(kind=kind, subject=subject, line=line, message=message))

    def inventory(self) -> Inventory:
        found: dict[str, Component] = {}
        targets: set[str] = set()
        used: set[int] = set()
        for path, version, indirect, line in self._requires:
            index = self._replacement(path, version)
            ref = f"{path}@{version}"
            if index is None:
                found.setdefault(ref, self._required(path, version, indirect=indirect, line=line))
            else:
                used.add(index)
                original = self._required(
                    path, version, indirect=indirect, line=line, by=self._replaces[index]
                )
                new = _replacement(self._replaces[index], f"{path}@{version}", indirect=indirect)
                found.setdefault(ref, original)
                found.setdefault(new.ref, new)
                ref = new.ref
            if not indirect:
                targets.add(ref)
        others = [_unused(r) for i, r in enumerate(self._replaces) if i not in used]
        others += [_excluded(*e) for e in self._excludes]
        components = [*self._root(), *found.values(), *others, *self._stdlib()]
        edges = (Dependency(ref=_ROOT, targets=tuple(sorted(targets))),) if targets else ()
        return Inventory(
            components=tuple(components),
            dependencies=edges if self._module else (),
            issues=tuple(self._issues),
            format_version=self._go[0] if self._go else "",
            expects_components=bool(self._requires),
        )

    def _replacement(self, path: str, version: str) -> int | None:
        """The replace that applies: one for the exact version goes before one for all."""
        general = None
        for index, (old, old_version, *_) in enumerate(self._replaces):
            if old == path and old_version == version:
                return index
            if old == path and not old_version:
                general = index
        return general

    def _required(
        self,
        path: str,
        version: str,
        *,
        indirect: bool,
        line: int,
        by: tuple[str, str, str, str, int] | None = None,
    ) -> Component:
        tools = [t for t in self._tools if t == path or t.startswith(path + "/")]
        return Component(
            purl=package_url(path, version),
            name=path,
            version=version,
            roles=(Role.REPLACED,) if by else (),
            direct=not indirect,
            ref=f"{path}@{version}",
            line=line,
            properties=pairs(
                commit=commit_of(version),
                tool=", ".join(tools),
                replaced_by=" ".join(w for w in by[2:4] if w) if by else "",
            ),
        )

    def _root(self) -> Iterator[Component]:
        if self._module is not None:
            path, line, deprecated = self._module
            yield Component(
                purl=package_url(path),
                name=path,
                version_kind=VersionKind.ABSENT,
                kind=ComponentKind.APPLICATION,
                roles=(Role.ROOT,),
                ref=_ROOT,
                line=line,
                properties=pairs(retract="; ".join(self._retracts)[:4096], deprecated=deprecated),
            )

    def _stdlib(self) -> Iterator[Component]:
        stated = self._toolchain or self._go
        if self._toolchain and self._toolchain[0] in {"default", "local"}:
            stated = self._go
        match = _TOOLCHAIN.match(stated[0]) if stated else None
        if stated and match:
            yield Component(
                purl=package_url("stdlib", match.group(1)),
                name="stdlib",
                version=match.group(1),
                requirement=stated[0],
                kind=ComponentKind.PLATFORM,
                roles=(Role.STDLIB,),
                direct=True,
                ref="stdlib",
                line=stated[1],
                properties=pairs(minimum="toolchain" if stated is self._toolchain else "go"),
            )


def _two(words: list[str]) -> tuple[str, str]:
    return (words[0], words[1]) if len(words) == 2 else (words[0], "")


def _replacement(
    entry: tuple[str, str, str, str, int], replaces: str, *, indirect: bool
) -> Component:
    _, _, path, version, line = entry
    return Component(
        purl=package_url(path.strip("./").replace("\\", "/") or "local", version)
        if not version
        else package_url(path, version),
        name=path,
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        roles=() if version else (Role.LOCAL,),
        direct=not indirect,
        ref=f"{path}@{version}",
        line=line,
        properties=pairs(replaces=replaces, commit=commit_of(version)),
    )


def _unused(entry: tuple[str, str, str, str, int]) -> Component:
    made = _replacement(entry, " ".join(w for w in entry[:2] if w), indirect=True)
    return Component(
        purl=made.purl,
        name=made.name,
        version=made.version,
        version_kind=made.version_kind,
        roles=tuple(sorted({Role.CONSTRAINT, *made.roles})),
        line=made.line,
        properties=made.properties,
    )


def _excluded(path: str, version: str, line: int) -> Component:
    return Component(
        purl=package_url(path, version),
        name=path,
        version=version,
        roles=(Role.CONSTRAINT,),
        line=line,
        properties=pairs(excluded="true"),
    )
