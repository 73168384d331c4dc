"""Texts that SQLite takes: valid Unicode."""

from typing import Any

import msgspec

from sbom.inventory import Inventory


def storable(text: str) -> str:
    r"""The text, with code points that no UTF-8 can hold (lone surrogates) written as `\udc80`."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def storable_inventory(inventory: Inventory) -> Inventory:
    """The inventory with every text storable; for the rare one that cannot be encoded."""
    return msgspec.convert(_clean(msgspec.to_builtins(inventory)), Inventory)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {_clean(k): _clean(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(v) for v in value]
    return value
