"""Literal values that a build script gives to names, and texts that use them."""

import re
from collections.abc import Mapping

from sbom.gradle.tokens import Kind, Token, brackets, split

_PLACE = re.compile(r"\$\{([^{}\n]{1,200})\}|\$([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)")
_PREFIX = re.compile(r"\A(?:(?:project|rootProject|gradle|ext|extra|properties|this)\.)+")
_INDEX = re.compile(r"\s*(?:\.(?:get|getProperty|property))?[\[(]\s*[\"']([\w.-]+)[\"']\s*[\])]")
_PROPERTY = re.compile(r"\A(?:findProperty|property|getProperty|extra|ext)\Z")
_TAIL = re.compile(r"(?:\(\)|!!|\s+as\s+\w+|\.toString|\.get|\.asProvider|\.trim)+\Z")
_MAX_DEPTH = 6
_MAX_LENGTH = 1000


def plain(name: str) -> str:
    """A name as variables are kept: without `project.`, `ext.`, brackets, `.get()`, casts."""
    name = _INDEX.sub(r".\1", name.strip())
    name = _TAIL.sub("", name)
    name = _PREFIX.sub("", name)
    head, dot, rest = name.partition(".")
    return rest if dot and _PROPERTY.match(head) else name


def expand(text: str, settled: Mapping[str, str]) -> str:
    """A text with the names that are known, see `settle`; unknown ones stay as written."""
    if "$" not in text:
        return text

    def replace(match: re.Match[str]) -> str:
        name = plain(match.group(1) or match.group(2))
        if name in settled:
            return settled[name]
        # Kotlin reads `$a.b` as `${a}.b`.
        head, dot, rest = (match.group(2) or "").partition(".")
        return f"{settled[head]}.{rest}" if dot and head in settled else match.group()

    result = _PLACE.sub(replace, text)
    return result if len(result) <= _MAX_LENGTH else text[:_MAX_LENGTH]


def settle(variables: Mapping[str, str]) -> dict[str, str]:
    """Variables whose values hold no known name any more, as far as rings and depth allow."""
    settled = {name: value for name, value in variables.items() if "$" not in value}
    waiting = {name: value for name, value in variables.items() if "$" in value}
    for _ in range(_MAX_DEPTH):
        still: dict[str, str] = {}
        for name, value in waiting.items():
            value_now = expand(value, settled)
            (still if "$" in value_now else settled)[name] = value_now
        if len(still) == len(waiting):
            break
        waiting = still
    settled.update(waiting)
    return settled


def literals(tokens: list[Token]) -> dict[str, str]:
    """Names with a literal text; of two the one in fewer blocks wins, then the first."""
    found: dict[str, tuple[int, str]] = {}
    ends = brackets(tokens)
    depth = inside = 0
    for index, token in enumerate(tokens):
        if token.kind is Kind.MARK:
            depth += (token.value == "{") - (token.value == "}")
            inside = max(0, inside + (token.value == "(") - (token.value == ")"))
            # Within parentheses `name = value` is an argument.
            if token.value == "=" and not inside:
                name = _name_before(tokens, index)
                if name:
                    _assign(found, (depth, name), (tokens, index + 1), ends)
        elif token.kind is Kind.NAME:
            _by_call(found, depth, tokens, index)
    return {name: value for name, (_, value) in found.items()}


def _name_before(tokens: list[Token], index: int) -> str:
    """The name that is assigned to at `=`: `name`, `name: String` or `ext["name"]`."""
    before = tokens[index - 1] if index else None
    if before is None:
        return ""
    if before.kind is Kind.NAME:
        typed = (
            index >= 3 and tokens[index - 2].value == ":" and tokens[index - 3].kind is Kind.NAME
        )
        return plain(tokens[index - 3].value if typed else before.value)
    if before.value == "]" and index >= 4 and tokens[index - 2].kind is Kind.TEXT:
        return plain(f"{tokens[index - 4].value}.{tokens[index - 2].value}")
    return ""


def _by_call(
    found: dict[str, tuple[int, str]], depth: int, tokens: list[Token], index: int
) -> None:
    """`set("name", "value")` and `val name by extra("value")`."""
    following = tokens[index + 1 : index + 6]
    name = tokens[index].value
    if name.rpartition(".")[2] == "set" and [t.value for t in following[:1]] == ["("]:
        if len(following) >= 4 and following[1].kind is Kind.TEXT and following[2].value == ",":
            _keep(found, depth, following[1].value, following[3])
    elif name == "by" and index and len(following) >= 3 and following[0].value == "extra":
        _keep(found, depth, tokens[index - 1].value, following[2])


def _keep(found: dict[str, tuple[int, str]], depth: int, name: str, value: Token) -> None:
    if value.kind in {Kind.TEXT, Kind.TEMPLATE} and (name not in found or depth < found[name][0]):
        found[name] = depth, value.value


def _assign(
    found: dict[str, tuple[int, str]],
    target: tuple[int, str],
    place: tuple[list[Token], int],
    ends: dict[int, int],
) -> None:
    """A text, a map of texts (`[a: 'x']`, `mapOf("a" to "x")`), or another name."""
    depth, name = target
    tokens, index = place
    if index >= len(tokens):
        return
    token = tokens[index]
    if token.kind in {Kind.TEXT, Kind.TEMPLATE}:
        _keep(found, depth, name, token)
    elif token.value == "[" and token.kind is Kind.MARK:
        _map(found, depth, name, tokens[index + 1 : ends.get(index, index)], 0)
    elif token.value in {"mapOf", "mutableMapOf"} and index + 1 < len(tokens):
        _map(found, depth, name, tokens[index + 2 : ends.get(index + 1, index)], 0)
    elif token.kind is Kind.NAME and (
        index + 1 >= len(tokens) or tokens[index + 1].kind is Kind.END
    ):
        _keep(found, depth, name, Token(Kind.TEMPLATE, "${" + token.value + "}", token.line))


def _map(
    found: dict[str, tuple[int, str]], depth: int, name: str, tokens: list[Token], level: int
) -> None:
    for part in split(tokens):
        if len(part) < 3 or part[0].kind is Kind.MARK or part[1].value not in {":", "to"}:
            continue
        key, value = f"{name}.{part[0].value}", part[2]
        if value.kind in {Kind.TEXT, Kind.TEMPLATE}:
            _keep(found, depth, key, value)
        elif level < _MAX_DEPTH and value.value == "[":
            _map(found, depth, key, part[3:-1], level + 1)
        elif level < _MAX_DEPTH and value.value == "mapOf":
            _map(found, depth, key, part[4:-1], level + 1)
