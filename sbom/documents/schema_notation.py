"""Rules of a document format as short lines, made into a JSON Schema that `json_schema` compiles.

One line a member, with one space of indent for each level:

    name!: text             a member; `!` when it is required
    lines: [text] 1 u       a list; a number for the fewest items, `u` when items may not repeat
    kind!: = one two        one of these words
    inner: {}               an object, whose members follow one level deeper
    parts: [{}] 1           a list of such objects; `{2}` with at least so many members, `{=3}` with
                            exactly so many, `{open}` when others are allowed too, `{closed}` when not
    def part: {}            a shape by name, to be used as a type: `part`, `[part]`
    old: text @2.0          only in the edition of that name

Words for types are those of `WORDS` and those that the caller adds.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

TEXT = {"type": "string", "minLength": 1}
WORDS: dict[str, Any] = {
    "any": {},
    "string": {"type": "string"},
    "text": TEXT,
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "number": {"type": "number"},
    "object": {"type": "object"},
    "uri": {"type": "string", "format": "uri"},
    "iri": {"type": "string", "format": "iri"},
    "time": {"type": "string", "format": "date-time"},
}
_LINE = re.compile(r"( *)(def )?([^\s:!]+)(!?): (.*?)(?: @([0-9.]+))?\Z")
_SHAPE = re.compile(r"\{([^}]*)\}")


class _Line(NamedTuple):
    indent: int
    named: bool
    name: str
    required: bool
    kind: str


def schema_of(
    rules: str, *, edition: str = "", words: Mapping[str, Any] | None = None, closed: bool = True
) -> dict[str, Any]:
    """The JSON Schema of a document.

    Args:
        rules: Lines as above.
        edition: Lines of another edition are left out, and what stands under them.
        words: Further words for types, as JSON Schemas.
        closed: Whether objects allow no members but those that are named.

    Raises:
        ValueError: a line or word that is not known.
    """
    lines = list(_lines(rules, edition))
    made = _Maker({**WORDS, **(words or {})}, closed=closed)
    made.defined = {line.name for line in lines if line.named}
    root, _ = made.members(lines, 0, 0)
    return {**root, "definitions": made.definitions}


def _lines(rules: str, edition: str) -> Any:
    skipped: int | None = None
    for text in rules.splitlines():
        if not text.strip():
            continue
        match = _LINE.match(text)
        if match is None:
            raise ValueError(f"rule {text!r} cannot be read")
        indent = len(match[1])
        if skipped is not None and indent > skipped:
            continue
        skipped = indent if match[6] and match[6] != edition else None
        if skipped is None:
            yield _Line(indent, bool(match[2]), match[3], bool(match[4]), match[5])


class _Maker:
    def __init__(self, words: Mapping[str, Any], *, closed: bool) -> None:
        self._words = words
        self._closed = closed
        self.definitions: dict[str, Any] = {}
        self.defined: set[str] = set()

    def members(self, lines: list[_Line], at: int, indent: int) -> tuple[dict[str, Any], int]:
        """The object whose members start at a line, and the line after it."""
        made: dict[str, Any] = {"type": "object", "properties": {}, "required": []}
        if self._closed:
            made["additionalProperties"] = False
        while at < len(lines) and lines[at].indent == indent:
            line = lines[at]
            kind, at = self._kind(line, lines, at)
            if line.named:
                self.definitions[line.name] = kind
                continue
            made["properties"][line.name] = kind
            if line.required:
                made["required"].append(line.name)
        if at < len(lines) and lines[at].indent > indent:
            raise ValueError(f"rule {lines[at].name!r} is indented too far")
        return made, at

    def _kind(self, line: _Line, lines: list[_Line], at: int) -> tuple[dict[str, Any], int]:
        kind = line.kind
        if kind.startswith("= "):
            return {"enum": kind[2:].split()}, at + 1
        listed, _, flags = kind.removeprefix("[").partition("]")
        inner: dict[str, Any]
        shape = _SHAPE.fullmatch(listed)
        if shape is None:
            inner, at = self._word(listed), at + 1
        else:
            inner, at = self.members(lines, at + 1, line.indent + 1)
            for flag in shape[1].split():
                _limit(inner, flag)
        if not kind.startswith("["):
            return inner, at
        made: dict[str, Any] = {"type": "array", "items": inner}
        for flag in flags.split():
            made.update({"uniqueItems": True} if flag == "u" else {"minItems": int(flag)})
        return made, at

    def _word(self, word: str) -> dict[str, Any]:
        if word in self.defined:
            return {"$ref": f"#/definitions/{word}"}
        if word not in self._words:
            raise ValueError(f"type {word!r} is not known")
        found: dict[str, Any] = self._words[word]
        return found


def _limit(made: dict[str, Any], flag: str) -> None:
    if flag == "open":
        made.pop("additionalProperties", None)
    elif flag == "closed":
        made["additionalProperties"] = False
    elif flag.startswith("="):
        made |= {"minProperties": int(flag[1:]), "maxProperties": int(flag[1:])}
    else:
        made["minProperties"] = int(flag)
