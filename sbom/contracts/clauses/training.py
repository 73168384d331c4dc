"""A city's own model: the one that ships, moved by what its readers confirmed and overruled.

A label says of a passage whether it holds a clause. Every label moves the weights of its features
by a step of logistic regression, in a fixed order, so the same labels give the same model. Nothing
but additions: no library, and seconds for thousands of labels.
"""

from base64 import b85decode, b85encode
from collections import Counter
from math import exp, sqrt
from pkgutil import get_data
from struct import iter_unpack, pack
from zlib import crc32

import msgspec

from sbom.contracts.clauses.model import COMMON, Model, ModelFile, features
from sbom.contracts.clauses.words import words
from sbom.errors import ParseError

ROUNDS = 20
STEP = 1.2
KEEP = 0.002
"""Each round pulls the moved weights back by this share, so a few labels cannot overrule all."""


class Label(msgspec.Struct, frozen=True):
    """What a reader said of a passage."""

    clause: str
    quote: str
    right: bool = True
    heading: str = ""
    reason: str = ""


def read_labels(content: bytes, name: str = "") -> list[Label]:
    """Labels out of JSON lines.

    Raises:
        ParseError: a line is no label.
    """
    out = []
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            try:
                out.append(msgspec.json.decode(line, type=Label))
            except msgspec.DecodeError as error:
                raise ParseError(f"{name}: not a label: {error}", line=number) from error
    return out


def _shipped() -> ModelFile:
    content = get_data("sbom.contracts.clauses", "data/model.json") or b"{}"
    return msgspec.json.decode(content, type=ModelFile)


def trained(labels: list[Label]) -> tuple[bytes, int, int]:
    """A model file, and how many labels were right before and after.

    Raises:
        ParseError: a label names a clause that the model does not know.
    """
    file = _shipped()
    base = Model(file)
    moved: dict[tuple[int, int], float] = {}
    rows = []
    for label in labels:
        if label.clause not in file.classes:
            raise ParseError(f"no clause {label.clause!r}")
        at = file.classes.index(label.clause)
        size = 1 / sqrt(sum(w not in COMMON for w in words(label.quote)) + 3)
        keys = Counter(crc32(f.encode()) for f in features(label.quote, label.heading))
        start = base.scores(label.quote, label.heading)[at]
        rows.append((at, keys, size, start, label.right))
    before = sum((start > 0) == right for _, _, _, start, right in rows)
    after = 0
    for _ in range(ROUNDS):
        after = 0
        for at, keys, size, start, right in rows:
            score = start + size * sum(n * moved.get((k, at), 0.0) for k, n in keys.items())
            after += (score > 0) == right
            gap = (1.0 if right else 0.0) - 1 / (1 + exp(-max(-30.0, min(30.0, score))))
            for key, count in keys.items():
                spot = (key, at)
                moved[spot] = moved.get(spot, 0.0) * (1 - KEEP) + STEP * gap * size * count
    return _written(file, moved), before, after


def _written(file: ModelFile, moved: dict[tuple[int, int], float]) -> bytes:
    """The weights together, written as the shipped ones are."""
    total: dict[tuple[int, int], float] = dict(moved)
    for key, at, weight in iter_unpack("<IBb", b85decode(file.entries)):
        total[key, at] = total.get((key, at), 0.0) + weight * file.scale
    scale = max(map(abs, total.values())) / 127
    packed = bytearray()
    for (key, at), weight in sorted(total.items()):
        step = round(weight / scale)
        if step:
            packed += pack("<IBb", key, at, step)
    made = msgspec.structs.replace(
        file,
        scale=scale,
        entries=b85encode(bytes(packed)).decode(),
        data=f"{file.data}; own labels",
    )
    return msgspec.json.encode(made)
