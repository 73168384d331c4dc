"""Literal dependency and plugin calls of a build script, as written; nothing is executed.

Source: Gradle user manual, "Declaring Dependencies", "Using Plugins"; Groovy and Kotlin DSL.
"""

import msgspec

from sbom.component import Scope
from sbom.gradle.arguments import Call, CallReader, Sort, block_version, labelled, text_of
from sbom.gradle.coordinates import scope_of
from sbom.gradle.tokens import Kind, Token, closing, split

_WORDS = frozenset(
    {
        "because",
        "exclude",
        "module",
        "modules",
        "components",
        "attributes",
        "println",
        "if",
        "else",
        "for",
        "while",
        "def",
        "val",
        "var",
        "repositories",
        "all",
        "withModule",
        "apply",
        "from",
        "registerTransform",
        "artifactTypes",
        "return",
        "import",
        "capabilities",
        "capability",
        "entry",
        "when",
        "try",
    }
)
_MAX_HEADER = 60


class Unreadable(msgspec.Struct, frozen=True):
    """A dependency that is no literal."""

    text: str
    line: int


class ScriptReader:
    """Walks over the tokens once, knowing in which block it is."""

    def __init__(self, tokens: list[Token]) -> None:
        """The tokens of one script."""
        self._tokens = tokens
        self._found = CallReader()
        self.calls = self._found.calls
        self.unreadable: list[Unreadable] = []

    def read(self) -> None:
        """Fill `calls` and `unreadable`."""
        tokens, blocks = self._tokens, list[tuple[str, list[Token]]]()
        index = start = 0
        while index < len(tokens):
            token = tokens[index]
            if token.kind is Kind.END:
                index += 1
                start = index
            elif token.kind is Kind.MARK and token.value == "{":
                header = tokens[start:index]
                blocks.append((_block_name(header), header[:_MAX_HEADER]))
                index += 1
                start = index
            elif token.kind is Kind.MARK and token.value == "}":
                if blocks:
                    blocks.pop()
                index += 1
                start = index
            elif index == start:
                following = self._statement(blocks, index)
                if following is None:
                    index += 1
                else:
                    index = start = following
            else:
                index += 1

    def _statement(self, blocks: list[tuple[str, list[Token]]], index: int) -> int | None:
        """Read a statement that begins here; the index behind it, None when it is not ours."""
        token = self._tokens[index]
        here = blocks[-1][0] if blocks else ""
        above = blocks[-2][0] if len(blocks) > 1 else ""
        name = token.value
        if here == "plugins" and token.kind is Kind.NAME:
            return self._plugin(index)
        last = name.rpartition(".")[2]
        if token.kind is Kind.NAME and (
            (here == "resolutionStrategy" and name in {"force", "forcedModules"})
            or name.endswith("resolutionStrategy.force")
        ):
            return self._dependency(index, "force", constraint=True)
        if here == "imports" and last == "mavenBom":
            return self._dependency(index, "mavenBom", wrapper="platform")
        if here == "dependencySet" and name == "entry":
            return self._set_entry(blocks[-1][1], index)
        inside = any(b == "dependencies" for b, _ in blocks[-4:])
        if not inside or name in _WORDS or token.kind is Kind.MARK:
            if token.kind is Kind.NAME and name == "dependencies.add":
                return self._dependency(index, "")
            return None
        constraint = here == "constraints" or "dependencyManagement" in {above, here}
        if constraint and here == "dependencies" and above == "dependencyManagement":
            return (
                self._dependency(index, "dependency", constraint=True)
                if name == "dependency"
                else None
            )
        if name in {"constraints", "dependencies"}:
            return None
        return self._dependency(index, "" if name == "add" else last, constraint=constraint)

    def _arguments(self, index: int) -> tuple[list[Token], int] | None:
        """Tokens of the arguments of the call at `index`, and the index behind it."""
        tokens = self._tokens
        following = index + 1
        if following >= len(tokens):
            return None
        token = tokens[following]
        if token.kind is Kind.MARK and token.value == "(":
            end = closing(tokens, following)
            return tokens[following + 1 : end], end + 1
        if token.kind is Kind.END or (token.kind is Kind.MARK and token.value != "["):
            return None
        depth, end = 0, following
        while end < len(tokens):
            token = tokens[end]
            if token.kind is Kind.END and depth == 0 and tokens[end - 1].value not in {",", "("}:
                break
            if token.kind is Kind.MARK:
                if token.value == "{" and depth == 0:
                    break
                if token.value == "}" and depth == 0:
                    break
                depth += (token.value in "([{") - (token.value in ")]}")
            end += 1
        return tokens[following:end], end

    def _dependency(
        self, index: int, configuration: str, *, wrapper: str = "", constraint: bool = False
    ) -> int | None:
        found = self._arguments(index)
        if found is None:
            return None
        arguments, end = found
        parts = split(arguments)
        if not parts:
            return None
        line = self._tokens[index].line
        if not configuration:
            if parts[0][0].kind is not Kind.TEXT:
                return None
            configuration, parts = parts[0][0].value, parts[1:]
        version = ""
        if (
            end < len(self._tokens)
            and self._tokens[end].value == "{"
            and self._tokens[end].kind is Kind.MARK
        ):
            close = closing(self._tokens, end)
            version = block_version(self._tokens[end:close])
            end = close + 1
        call = Call(Sort.MODULE, "", configuration, line, wrapper, constraint, version)
        before = len(self.calls)
        labels = {p[0].value for p in parts if labelled(p)}
        texts = [p for p in parts if len(p) == 1 and p[0].kind in {Kind.TEXT, Kind.TEMPLATE}]
        if labels & {"group", "name"}:
            self._found.map(parts, call)
        elif len(parts) in {2, 3} and len(texts) == len(parts) and ":" not in texts[0][0].value:
            self._found.keep(call, Sort.MODULE, ":".join(p[0].value for p in texts))
        else:
            for part in parts:
                self._found.value(part, call, 0)
        if len(self.calls) == before and scope_of(configuration) is not Scope.UNKNOWN:
            text = f"{configuration} " + "".join(t.value for t in arguments)
            self.unreadable.append(Unreadable(text[:200], line))
        return end

    def _plugin(self, index: int) -> int | None:
        """`id("x") version "1"`, `kotlin("jvm")`, `alias(libs.plugins.x)`, a core plugin's name."""
        tokens, end = self._tokens, index
        while end < len(tokens) and tokens[end].kind is not Kind.END and tokens[end].value != "}":
            end += 1
        statement = tokens[index:end]
        head = statement[0]
        values = [t for t in statement[1:] if t.kind in {Kind.TEXT, Kind.TEMPLATE, Kind.NAME}]
        version = ""
        for position, token in enumerate(values):
            if token.value in {"version", ".version"} and position + 1 < len(values):
                after = values[position + 1]
                version = "${" + after.value + "}" if after.kind is Kind.NAME else after.value
        call = Call(Sort.PLUGIN, "", "plugins", head.line, version=version)
        if head.value == "alias" and values:
            self._found.keep(call, Sort.ACCESSOR, values[0].value)
        elif head.value == "id" and values:
            self._found.keep(call, Sort.PLUGIN, values[0].value)
        elif head.value == "kotlin" and values:
            self._found.keep(call, Sort.PLUGIN, f"org.jetbrains.kotlin.{values[0].value}")
        elif len(statement) == 1 or statement[1].value in {"apply", "version"}:
            self._found.keep(call, Sort.PLUGIN, head.value)
        return end

    def _set_entry(self, header: list[Token], index: int) -> int | None:
        """An entry of Spring's `dependencySet(group: 'g', version: 'v')`."""
        found = self._arguments(index)
        if found is None or not found[0]:
            return None
        opening = next((i for i, t in enumerate(header) if t.value == "("), len(header))
        texts = [
            text_of(p[2:] if labelled(p) else p) or "" for p in split(header[opening + 1 : -1])
        ]
        if len(texts) == 1:
            texts = texts[0].split(":")
        if len(texts) == 2:
            notation = f"{texts[0]}:{found[0][0].value}:{texts[1]}"
            line = self._tokens[index].line
            self.calls.append(Call(Sort.MODULE, notation, "dependency", line, "", True))
        return found[1]


def _block_name(header: list[Token]) -> str:
    """Name of a block: the word before the brace, or before its arguments."""
    if not header:
        return ""
    if header[-1].kind is Kind.NAME:
        return header[-1].value.rpartition(".")[2]
    first = next((t.value for t in header if t.kind is Kind.NAME), "")
    return first.rpartition(".")[2]
