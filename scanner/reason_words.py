"""Reasons of issues and faults, in Dutch.

Who finds that something cannot be read says so in English, where it is found, and the database keeps
those words. An official reads them in Dutch: `scanner/locale/reasons.nl.json` holds each sentence with
`{}` for what varies (`{w}`: one word), and its translation with the same places in the same order.
A test holds the sentences in the sources against that list. What others say (an operating system, the
rule of a standard) and what has no line there stays as it was written.
"""

import functools
from pathlib import Path
from typing import NamedTuple

import msgspec

_FILE = Path(__file__).parent / "locale" / "reasons.nl.json"

_DEEPEST = 4  # a reason within a reason: "line 3: is not valid JSON: ..."


class _Sentence(NamedTuple):
    """One sentence, cut at what varies."""

    pieces: tuple[str, ...]
    single: tuple[bool, ...]  # whether each value is one word
    dutch: str


@functools.cache
def _sentences() -> tuple[dict[str, str], tuple[_Sentence, ...]]:
    """Fixed sentences, and those with values: the one that says most comes first."""
    fixed: dict[str, str] = {}
    open_: list[_Sentence] = []
    for english, dutch in msgspec.json.decode(_FILE.read_bytes(), type=dict[str, str]).items():
        marked = english.replace("{w}", "\0{}")
        pieces = marked.split("{}")
        if len(pieces) == 1:
            fixed[english] = dutch
            continue
        single = tuple(p.endswith("\0") for p in pieces[:-1])
        open_.append(_Sentence(tuple(p.removesuffix("\0") for p in pieces), single, dutch))
    open_.sort(key=lambda s: (-sum(map(len, s.pieces)), s.pieces))
    return fixed, tuple(open_)


def _values(message: str, sentence: _Sentence) -> list[str] | None:
    """What stands at the places of a sentence; None: it is another one."""
    pieces = sentence.pieces
    if not message.startswith(pieces[0]) or not message.endswith(pieces[-1]):
        return None
    values, place = [], len(pieces[0])
    for piece in pieces[1:-1]:
        found = message.find(piece, place + 1)
        if found < 0:
            return None
        values.append(message[place:found])
        place = found + len(piece)
    end = len(message) - len(pieces[-1])
    if end <= place:
        return None
    values.append(message[place:end])
    if any(
        one and (v.endswith(":") or any(sign.isspace() for sign in v))
        for v, one in zip(values, sentence.single, strict=True)
    ):
        return None
    return values


@functools.lru_cache(maxsize=4096)
def _dutch(message: str, depth: int) -> str:
    fixed, sentences = _sentences()
    if message in fixed:
        return fixed[message]
    if depth == 0:
        return message
    for sentence in sentences:
        values = _values(message, sentence)
        if values is not None:
            parts = sentence.dutch.split("{}")
            told = [_dutch(v, depth - 1) for v in values]
            return "".join(p + v for p, v in zip(parts, [*told, ""], strict=True))
    mark = min(("; ", ": "), key=lambda m: (message + m).index(m))
    head, found, rest = message.partition(mark)
    return f"{_dutch(head, depth - 1)}{mark}{_dutch(rest, depth - 1)}" if found else message


def reason_in(lang: str, message: str) -> str:
    """A reason in the language of the reader.

    Args:
        lang: `nl` or `en`.
        message: As the issue or the fault holds it: one line.

    Returns:
        The same for `en`; for `nl` the translation, with the values left as they are.
    """
    return _dutch(message, _DEEPEST) if lang == "nl" else message
