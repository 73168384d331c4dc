"""CycloneDX in the text form of Protocol Buffers, by way of its JSON form.

What the reader of the JSON form knows is turned into it; enumeration values lose their prefix
(`HASH_ALG_SHA_256` is `SHA-256`, `CLASSIFICATION_LIBRARY` is `library`).

Source: CycloneDX bom-1.3.proto to bom-1.7.proto; Protocol Buffers text format specification.
"""

import re
from typing import Any

import msgspec

from sbom.documents import cyclonedx_read
from sbom.documents.cyclonedx_model import strict
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.readers.text import Lines, decode

_MAX_DEPTH = 200
_TOKEN = re.compile(
    r"""\s++|\#[^\n]*+|(?P<open>[{<])|(?P<close>[}>])|(?P<mark>[:,;\[\]])"""
    r"""|(?P<text>"(?:[^"\\\n]++|\\.)*+"|'(?:[^'\\\n]++|\\.)*+')|(?P<word>[A-Za-z0-9_.+/-]++)""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}
_NAMES = {
    "bom_ref": "bom-ref",
    "spec_version": "specVersion",
    "serial_number": "serialNumber",
    "external_references": "externalReferences",
    "version_range": "versionRange",
    "is_external": "isExternal",
    "mime_type": "mime-type",
}
_HASHES = {
    "HASH_ALG_MD_5": "MD5",
    "HASH_ALG_BLAKE_3": "BLAKE3",
    "HASH_ALG_BLAKE_2_B_256": "BLAKE2b-256",
    "HASH_ALG_BLAKE_2_B_384": "BLAKE2b-384",
    "HASH_ALG_BLAKE_2_B_512": "BLAKE2b-512",
}
_PREFIX = re.compile(
    r"(?:CLASSIFICATION|SCOPE|EXTERNAL_REFERENCE_TYPE|LICENSE_ACKNOWLEDGEMENT_ENUMERATION"
    r"|AGGREGATE|LIFECYCLE_PHASE|SEVERITY|IMPACT_ANALYSIS_STATE)_(?=[A-Z0-9])"
)
_PLURALS = frozenset(
    "components dependencies hashes licenses properties services compositions vulnerabilities authors "  # noqa: SIM905 - words in a row
    "externalReferences lifecycles occurrences ratings affects".split()
)
_Message = dict[str, list[Any]]


class _Enum(str):
    """A word without quotes."""

    __slots__ = ()


def read(content: bytes) -> Inventory:
    """Facts of one document, as `cyclonedx_read.read` gives them for JSON; lines are those of the
    top components.

    Raises:
        ParseError: not the text form of a message.
        NotThisFormatError: no `spec_version`, `components` or `metadata`.
    """
    message, lines = parse(decode(content))
    if message.keys().isdisjoint({"spec_version", "components", "metadata"}):
        raise NotThisFormatError("is text but not CycloneDX (no spec_version)")
    made = strict({"bomFormat": "CycloneDX", **members_of(message)})
    inventory = cyclonedx_read.read(msgspec.json.encode(made))
    placed = iter(lines)
    components = []
    for component in inventory.components:
        nested = any(n == "parent" for n, _ in component.properties) or component.roles
        line = None if nested else next(placed, None)
        components.append(msgspec.structs.replace(component, line=line))
    issues = tuple(msgspec.structs.replace(i, line=None) for i in inventory.issues)
    return msgspec.structs.replace(inventory, components=tuple(components), issues=issues)


def parse(text: str) -> tuple[_Message, list[int]]:
    """Fields by name, each with its values in order, and the lines of the top `components`.

    Raises:
        ParseError: not the text form of a message.
    """
    lines = Lines(text)
    root: _Message = {}
    stack: list[_Message] = [root]
    lists: list[str] = []
    """Per open brace: the name that goes on after it, inside a list."""
    tops: list[int] = []
    name, in_list, at = "", False, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ParseError(f"holds {text[at]!r}, which no message does", line=lines.at(at))
        kind, token = match.lastgroup, match[0]
        if kind == "open":
            if not name or len(stack) > _MAX_DEPTH:
                raise ParseError("has a brace where no value stands", line=lines.at(at))
            if name == "components" and len(stack) == 1:
                tops.append(lines.at(at))
            made: _Message = {}
            stack[-1].setdefault(name, []).append(made)
            stack.append(made)
            lists.append(name if in_list else "")
            name, in_list = "", False
        elif kind == "close":
            if len(stack) == 1:
                raise ParseError("closes a brace that was not opened", line=lines.at(at))
            stack.pop()
            name = lists.pop()
            in_list = bool(name)
        elif kind == "mark":
            in_list = token == "[" or (in_list and token != "]")  # noqa: S105 - a mark of the grammar
            name = "" if token in {";", "]"} or (token == "," and not in_list) else name  # noqa: S105 - as above
        elif kind == "text" and name:
            values = stack[-1].setdefault(name, [])
            values.append(_ESCAPE.sub(_unescaped, token[1:-1]))
            name = name if in_list else ""
        elif kind == "word" and not name:
            name = token
        elif kind == "word":
            stack[-1].setdefault(name, []).append(_Enum(token))
            name = name if in_list else ""
        at = match.end()
    if len(stack) > 1:
        raise ParseError("ends in the middle")
    return root, tops


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    if match[2]:
        return chr(int(match[2], 8) & 0xFF)
    return _PLAIN.get(match[3], match[3])


def members_of(message: _Message) -> dict[str, Any]:
    """The members of the JSON form."""
    made: dict[str, Any] = {}
    for field, values in message.items():
        name = _NAMES.get(field, field)
        if name == "dependencies" and values and isinstance(values[0], dict):
            made[name] = [_edges(v) for v in values if isinstance(v, dict)]
            continue
        found = [members_of(v) if isinstance(v, dict) else _plain(v) for v in values]
        if name == "expression_detailed":
            # One choice of licence: what stands in it holds for the choice.
            made |= next((v for v in found if isinstance(v, dict)), {})
            continue
        if name == "hashes":
            found = [_hash(v) for v in found]
        made[name] = found if name in _PLURALS or len(found) != 1 else found[0]
    return made


def _edges(message: _Message) -> dict[str, Any]:
    held = [d for d in message.get("dependencies", ()) if isinstance(d, dict)]
    targets = [str(r) for d in held for r in d.get("ref", ())[:1]]
    return {"ref": "".join(map(str, message.get("ref", ())[:1])), "dependsOn": targets}


def _hash(value: Any) -> Any:
    if isinstance(value, dict) and "value" in value:
        value = {**value, "content": value["value"]}
    return value


def _plain(value: str) -> Any:
    if not isinstance(value, _Enum):
        return value
    if value in {"true", "false"}:
        return value == "true"
    if value.isdigit() and len(value) < 15:
        return int(value)
    if value.startswith("HASH_ALG_"):
        known = _HASHES.get(value)
        if known:
            return known
        words = value.removeprefix("HASH_ALG_").split("_")
        return f"{words[0]}{words[1]}-{words[2]}" if len(words) == 3 else "-".join(words)
    return _PREFIX.sub("", value, count=1).lower().replace("_", "-")
