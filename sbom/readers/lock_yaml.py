"""A fast reader of machine-written block YAML (lock files), several times faster than libyaml.

It knows the small part of YAML 1.2 that lock writers use: block mappings, one-line flow mappings
and sequences, block sequences of scalars, plain and quoted one-line scalars, block scalars, long
keys (`? key`), comments on their own line and several documents. At anything else it steps back and
`sbom.readers.yaml_reader` reads the text, so the values are always the same: a test compares both
on every lock file of the fixture set. Only the lines inside one-line flow values are not kept.
"""

from typing import Any

from sbom.lazy_pattern import lazy
from sbom.readers.yaml_reader import loads_yaml
from sbom.readers.yaml_values import YamlList, YamlMap

_QUOTED_KEY = lazy(r"""('(?:[^']|'')*'|"[^"\\]*"):(?: (.*))?\Z""")
_PLAIN_OUT = lazy(r"""[\[\]{}&*!|>'"%@`,#?]|- |-\Z|: |:\Z""")
"""What may not start a plain scalar here (YAML 1.2, chapter 7.3.3)."""
_FLOW_PLAIN = r"""[^\s,{}\[\]'"#&*!|>%@`?:\-](?:[^,{}\[\]'"#:\n]|:(?![\s,]|\Z))*+"""
_FLOW_VALUE = rf"""('(?:[^']|'')*'|"[^"\\]*"|{_FLOW_PLAIN})[ ]*(?:,|\Z)"""
_FLOW_PAIR = lazy(
    r"""[ ]*(?:'((?:[^']|'')*)'|"([^"\\]*)"|([A-Za-z_][\w.\-]*)):[ ]+""" + _FLOW_VALUE
)
_FLOW_ITEM = lazy("[ ]*" + _FLOW_VALUE)
_FLOW_SIMPLE = lazy(r"\{([A-Za-z]+): ([A-Za-z][^\s,{}\[\]'\"#:]*)\}\Z")
_SAFE = lazy(r"[A-Za-z^~<=/0-9][^\s:#]*\Z")
"""A plain scalar that needs no closer look."""
_COMMON = lazy(
    r"""(?:([A-Za-z/][^\s:#"']*)|"([^"\\]+)"|'([^']+)'):"""
    r"""(?: (?:([A-Za-z0-9^~][^\s:#]*)|"([^"\\]*)"|'([^']*)'))?\Z"""
)
"""Nearly all lines: a plain or quoted key with nothing, a plain word or a quoted text."""
_NESTED, _BLOCK, _QUESTION = object(), object(), object()
"""Marks of `_line`: a value on the following lines; a block scalar; a long key."""
_NUMBER_START = frozenset("+-.0123456789")
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_CONTROLS = bytes(b for b in (*range(32), 127) if b != 10)
_FOREIGN = lazy(r"[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Tabs, controls and other line ends, which the complete reader judges (YAML 1.2, chapter 5.1)."""
_new = YamlMap.__new__
"""Skips `YamlMap.__init__`: a lock holds thousands of them, and it costs half of making one."""
_MAX_INDENT = 60
"""Deeper text goes to the complete reader, which has its own cap."""


class _StepBackError(Exception):
    """The text holds something that this reader does not know."""


def loads_lock_yaml(text: str) -> list[Any]:
    """All documents of a lock file; same values, types and errors as `loads_yaml`.

    Args:
        text: Decoded text of the file.

    Returns:
        `YamlMap`, `YamlList`, str, int, float, bool or None per document.

    Raises:
        ParseError: as `yaml_reader.load_yaml`.
    """
    fast = read_fast(text)
    return loads_yaml(text) if fast is None else fast


def read_fast(text: str) -> list[Any] | None:
    """The documents, or None when the text needs the complete reader."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if text.isascii():
        plain = text.encode("ascii")
        if len(plain.translate(None, _CONTROLS)) != len(plain):
            return None
    elif _FOREIGN.search(text):
        return None
    try:
        return _read(text.split("\n"))
    except _StepBackError:
        return None


def _read(lines: list[str]) -> list[Any]:
    documents: list[Any] = []
    index, last = 0, len(lines)
    opened = False
    while index < last:
        line = lines[index]
        if line == "---":
            if opened:
                raise _StepBackError
            opened = True
            index += 1
            continue
        if line.lstrip(" ")[:1] in {"", "#"}:
            index += 1
            continue
        document, index = _document(lines, index)
        documents.append(document)
        opened = False
    if opened:
        raise _StepBackError
    return documents


def _document(lines: list[str], start: int) -> tuple[YamlMap, int]:
    """One block mapping from `lines[start]` up to the next `---` or the end."""
    here = root = YamlMap(start + 1)
    key_lines, indent, skip, end = here.key_lines, 0, start, len(lines)
    stack: list[tuple[int, YamlMap]] = []
    pending: str | None = None
    memo: dict[str, tuple[str, Any]] = {}
    for index, line in enumerate(lines[start:] if start else lines, start + 1):
        body = line.lstrip(" ")
        if index <= skip or not body or body[0] == "#":
            continue
        depth = len(line) - len(body)
        if pending is not None:
            if body[:2] == "- " and depth >= indent:
                here[pending], skip = _items(lines, index - 1, depth)
                pending = None
                continue
            if depth > indent:
                if depth > _MAX_INDENT:
                    raise _StepBackError
                stack.append((indent, here))
                here[pending] = child = _new(YamlMap)
                child.line, child.key_lines = index, {}
                here, indent, key_lines = child, depth, child.key_lines
            else:
                here[pending] = None
            pending = None
        if depth != indent:
            while depth < indent:
                indent, here = stack.pop()
            if depth != indent:
                raise _StepBackError
            key_lines = here.key_lines
        if body == "---" and not depth:
            end = index - 1
            break
        key, value = memo.get(body) or memo.setdefault(body, _line(body))
        key_lines[key] = index
        if value is _NESTED:
            pending = key
        elif value is _BLOCK:
            here[key], skip = _block_scalar(lines, index, depth, body.rpartition(" ")[2])
        elif value is _QUESTION:
            if index >= len(lines) or lines[index] != " " * depth + ":":
                raise _StepBackError
            pending, skip = key, index + 1
        else:
            here[key] = value
    if pending is not None:
        here[pending] = None
    return root, end


def _line(body: str) -> tuple[str, Any]:
    """Key and value of a line without its indent; the value may be one of the three marks."""
    common = _COMMON.match(body)
    if common is not None:
        bare, double, single, word, text, other = common.groups()
        key = bare or double or single
        if word is not None:
            return key, word if word[0] > "9" and word not in _WORDS else _scalar(word)
        text = other if text is None else text
        return key, _NESTED if text is None else text
    first = body[0]
    if first in "'\"":
        match = _QUOTED_KEY.match(body)
        if match is None:
            raise _StepBackError
        key, value = match.groups()
        key = key[1:-1].replace("''", "'") if first == "'" else key[1:-1]
    elif first == "?" and body[:2] == "? ":
        key = _scalar(body[2:])
        if not isinstance(key, str):
            raise _StepBackError
        return key, _QUESTION
    else:
        key, colon, value = body.partition(": ")
        if not colon:
            if body[-1] != ":":
                raise _StepBackError
            key, value = body[:-1], None
        if not key or _PLAIN_OUT.match(key) or " #" in key or key[-1] == " ":
            raise _StepBackError
    if value is None:
        return key, _NESTED
    mark = value[:1]
    if mark in {"|", ">"}:
        return key, _BLOCK
    if mark in {"{", "["}:
        return key, _flow(value)
    return key, _scalar(value)


def _items(lines: list[str], index: int, depth: int) -> tuple[YamlList, int]:
    """A block sequence of scalars whose dashes stand at column `depth`."""
    found = YamlList(index + 1)
    while index < len(lines):
        line = lines[index]
        body = line.lstrip(" ")
        if not body or body[0] == "#":
            index += 1
            continue
        at = len(line) - len(body)
        if at < depth or (at == depth and body[:2] != "- "):
            break
        value = body[2:]
        if at != depth or not value or value[0] in " -?&*!|>{[" or _pair_like(value):
            raise _StepBackError
        found.append(_scalar(value))
        index += 1
        found.item_lines.append(index)
    return found, index


def _pair_like(value: str) -> bool:
    """Whether a sequence item could be a mapping."""
    return value[0] not in "'\"" and (": " in value or value[-1] == ":")


def _scalar(value: str) -> Any:
    """A one-line scalar, plain or quoted."""
    first = value[:1]
    if first == "'":
        if value[-1] != "'" or len(value) < 2 or "'" in value[1:-1].replace("''", ""):
            raise _StepBackError
        return value[1:-1].replace("''", "'")
    if first == '"':
        if value[-1] != '"' or len(value) < 2 or '"' in value[1:-1] or "\\" in value:
            raise _StepBackError
        return value[1:-1]
    if value in _WORDS:
        return _WORDS[value]
    if _SAFE.match(value) and (first not in _NUMBER_START or value.count(".") > 1):
        return value
    if value != value.strip() or _PLAIN_OUT.match(value) or " #" in value or ": " in value:
        raise _StepBackError
    if value[-1] == ":":
        raise _StepBackError
    if first in _NUMBER_START:
        from sbom.readers.yaml_scalar import scalar

        return scalar(value)
    return value


def _flow(value: str) -> Any:
    """A one-line `{key: scalar}` or `[scalar]`, as plain dict or list."""
    simple = _FLOW_SIMPLE.match(value)
    if simple is not None and (raw := simple.group(2)) not in _WORDS:
        return {simple.group(1): raw}
    value = value.rstrip(" ")
    inner = value[1:-1].strip(" ")
    pattern, closing = (_FLOW_PAIR, "}") if value[0] == "{" else (_FLOW_ITEM, "]")
    if value[-1] != closing:
        raise _StepBackError
    position, made, items = 0, {}, []
    while position < len(inner):
        match = pattern.match(inner, position)
        if match is None:
            raise _StepBackError
        if closing == "}":
            single, double, plain, raw = match.groups()
            key = plain or (double if single is None else single.replace("''", "'"))
            made[key] = _scalar(raw.rstrip(" "))
        else:
            items.append(_scalar(match.group(1).rstrip(" ")))
        position = match.end()
    return made if closing == "}" else items


def _block_scalar(lines: list[str], index: int, depth: int, style: str) -> tuple[str, int]:
    """A literal (`|`, `|-`) or folded (`>`, `>-`) scalar below a key at column `depth`."""
    if style not in {"|", "|-", ">", ">-"}:
        raise _StepBackError
    text: list[str] = []
    inner = 0
    while index < len(lines):
        line = lines[index]
        body = line.lstrip(" ")
        at = len(line) - len(body)
        if body:
            if at <= depth:
                break
            inner = inner or at
            if at < inner or (style[0] == ">" and at > inner):
                raise _StepBackError
        elif at > inner > 0 or (at and not inner):
            raise _StepBackError
        text.append(line[inner:] if body else "")
        index += 1
    if index == len(lines) and lines[-1] and style[-1] != "-":
        raise _StepBackError  # the file does not end its last line, so neither does the scalar
    while text and not text[-1]:
        text.pop()
    if not text:
        raise _StepBackError
    joined = "\n".join(text) if style[0] == "|" else _fold(text)
    return joined + ("" if style[-1] == "-" else "\n"), index


def _fold(lines: list[str]) -> str:
    """Folded lines: one newline becomes a space, n + 1 become n."""
    out, blanks = lines[0], 0
    if not out:
        raise _StepBackError
    for line in lines[1:]:
        if not line:
            blanks += 1
            continue
        out += ("\n" * blanks if blanks else " ") + line
        blanks = 0
    return out
