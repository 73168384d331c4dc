"""What is handed to the process that writes, by itself or by a worker process.

A worker hands over bytes: pickling the values of a large repository took as long as reading it.
"""

from functools import cache

import msgspec

from scanner.result import SourceResult
from scanner.source_reader import SourceAnswer
from scanner.store.cache import CachedParse, cached_parses
from scanner.store.source_writer import sealed


class Parcel(msgspec.Struct, frozen=True, array_like=True):
    """A source that was read, ready to write."""

    result: SourceResult
    """Its files carry their digests."""
    parses: tuple[CachedParse, ...] = ()
    """For the parse cache."""


def parcel(answer: SourceAnswer) -> Parcel:
    """Do what can be done before writing, so that workers do it at the same time."""
    result = answer.result
    files = tuple(map(sealed, result.files))
    return Parcel(msgspec.structs.replace(result, files=files), cached_parses(answer.fresh))


def pack(given: Parcel) -> bytes | Parcel:
    """As bytes; as it is when it holds texts or numbers that MessagePack cannot hold."""
    try:
        return msgspec.msgpack.encode(given)
    except (UnicodeEncodeError, OverflowError):
        return given


def unpack(given: bytes | Parcel) -> Parcel:
    """The other way round."""
    return _decoder().decode(given) if isinstance(given, bytes) else given


@cache
def _decoder() -> "msgspec.msgpack.Decoder[Parcel]":
    return msgspec.msgpack.Decoder(Parcel)
