"""What a call in a build script asks for: its arguments as written, nothing executed.

Source: Gradle user manual, "Declaring Dependencies"; Groovy and Kotlin DSL.
"""

from enum import StrEnum

import msgspec

from sbom.gradle.tokens import Kind, Token, closing, split


class Sort(StrEnum):
    """What a call asks for."""

    MODULE = "module"
    ACCESSOR = "accessor"
    """A name: of a version catalogue, or of a variable."""
    PROJECT = "project"
    FILES = "files"
    PLUGIN = "plugin"
    API = "api"
    """`gradleApi()` and its like."""


class Call(msgspec.Struct, frozen=True, array_like=True):
    """One thing that a script asks for."""

    sort: Sort
    text: str
    """Notation `group:name:version`, accessor, project path, file or plugin id; may hold `$`."""
    configuration: str
    line: int
    wrapper: str = ""
    """`platform`, `enforcedPlatform`, `testFixtures` ..."""
    constraint: bool = False
    version: str = ""
    """Of a plugin, or of a `version { ... }` block; may hold `$`."""


_PLATFORMS = frozenset({"platform", "enforcedPlatform"})
_APIS = frozenset({"gradleApi", "localGroovy", "gradleTestKit", "gradleKotlinDsl"})
_MAP_KEYS = ("group", "name", "version", "classifier", "ext")
_MAX_NESTING = 8


class CallReader:
    """Turns the arguments of one call into `Call`s, kept in `calls`."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self.calls: list[Call] = []

    def keep(self, call: Call, sort: Sort, text: str, *, wrapper: str = "") -> None:
        """Keep the call with what it turned out to ask for."""
        wrapper = wrapper or call.wrapper
        self.calls.append(msgspec.structs.replace(call, sort=sort, text=text, wrapper=wrapper))

    def map(self, parts: list[list[Token]], call: Call) -> None:
        """`group: 'g', name: 'a', version: 'v'`, and the same with `=`."""
        values = {p[0].value: text_of(p[2:]) for p in parts if labelled(p)}
        if not values.get("name"):
            return
        group, name, version, classifier, ext = (values.get(k) or "" for k in _MAP_KEYS)
        notation = f"{group}:{name}:{version}:{classifier}".rstrip(":")
        self.keep(call, Sort.MODULE, f"{notation}@{ext}" if ext else notation)

    def value(self, part: list[Token], call: Call, level: int) -> None:
        """One argument: text, name, call or list."""
        if not part or level > _MAX_NESTING or labelled(part):
            return
        head = part[0]
        text = text_of(part)
        if text is not None and head.kind is not Kind.NAME:
            if ":" in text:
                self.keep(call, Sort.MODULE, text)
            return
        if head.kind is Kind.MARK:
            if head.value in "[(":
                inner = split(part[1 : closing(part, 0)])
                if {p[0].value for p in inner if labelled(p)} & {"group", "name"}:
                    self.map(inner, call)
                    return
                for item in inner:
                    self.value(item, call, level + 1)
            return
        if len(part) == 1 or part[1].value not in {"(", "["}:
            if head.kind is Kind.NAME and (len(part) == 1 or part[1].kind is Kind.MARK):
                self._name(head.value, call)
            return
        self._function(part, call, level)

    def _name(self, name: str, call: Call) -> None:
        if name.startswith("projects."):
            self.keep(call, Sort.PROJECT, name)
        else:
            self.keep(call, Sort.ACCESSOR, name.removesuffix(".get"))

    def _function(self, part: list[Token], call: Call, level: int) -> None:
        name = part[0].value.rpartition(".")[2]
        inner = split(part[2 : closing(part, 1)])
        if name in _PLATFORMS or name in {"testFixtures", "variantOf", "create"}:
            wrapped = msgspec.structs.replace(call, wrapper=name if name != "create" else "")
            if {p[0].value for p in inner if labelled(p)} & {"group", "name"}:
                self.map(inner, wrapped)
                return
            for item in inner:
                self.value(item, wrapped, level + 1)
        elif name == "project":
            path = next((text_of(p[2:] if labelled(p) else p) for p in inner), None)
            self.keep(call, Sort.PROJECT, path or ":")
        elif name in {"files", "fileTree"}:
            for item in inner:
                text = text_of(item[2:] if labelled(item) else item)
                if text:
                    self.keep(call, Sort.FILES, text)
        elif name == "kotlin" and inner:
            texts = [text_of(p[2:] if labelled(p) else p) or "" for p in inner]
            notation = ":".join(["org.jetbrains.kotlin", f"kotlin-{texts[0]}", *texts[1:2]])
            self.keep(call, Sort.MODULE, notation)
        elif name in _APIS:
            self.keep(call, Sort.API, name)
        elif part[1].value == "[":
            text = text_of(inner[0]) if inner else None
            self.keep(call, Sort.ACCESSOR, f"{part[0].value}.{text or ''}")
        elif not inner:
            # `libs.foo.get()`, or a function of one's own.
            self._name(part[0].value, call)


def labelled(part: list[Token]) -> bool:
    """Whether an argument is `label: value` or `label = value`."""
    return len(part) > 2 and part[0].kind is Kind.NAME and part[1].value in {":", "="}


def text_of(part: list[Token]) -> str | None:
    """Text of a literal, a name or their sum (`"a:b:" + version`); None for anything else."""
    if not part:
        return None
    pieces = []
    for position, token in enumerate(part):
        if position % 2:
            if token.value != "+" or token.kind is not Kind.MARK:
                return None
        elif token.kind is Kind.NAME:
            pieces.append("${" + token.value + "}")
        elif token.kind in {Kind.TEXT, Kind.TEMPLATE}:
            pieces.append(token.value)
        else:
            return None
    return "".join(pieces) if len(part) % 2 else None


def block_version(tokens: list[Token]) -> str:
    """Version in `{ version { strictly("1.0") } }`; a range with `prefer` as `range!!preferred`."""
    found: dict[str, str] = {}
    for index, token in enumerate(tokens):
        if token.value in {"strictly", "require", "prefer"}:
            value = next(
                (
                    t.value
                    for t in tokens[index + 1 : index + 3]
                    if t.kind in {Kind.TEXT, Kind.TEMPLATE}
                ),
                "",
            )
            found.setdefault(token.value, value)
    required = found.get("strictly") or found.get("require", "")
    preferred = found.get("prefer", "")
    return f"{required}!!{preferred}" if required and preferred else required or preferred
