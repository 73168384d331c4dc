"""YAML to plain values with line numbers; aliases bounded, no tags run, many documents allowed."""

from typing import Any

from sbom.errors import ParseError
from sbom.readers.text import decode
from sbom.readers.yaml_values import YamlMap


def load_yaml(content: bytes) -> list[Any]:
    """The documents of a YAML stream: `YamlMap`, `YamlList`, str, int, float, bool or None each.

    Dates stay strings, and so do scalars that only YAML 1.1 takes for booleans (`on`, `yes`).
    Keys are strings. Merge keys (`<<`) are applied.

    Raises:
        ParseError: not YAML, over the caps, or an alias that holds itself.
    """
    return loads_yaml(decode(content))


def loads_yaml(text: str) -> list[Any]:
    """As `load_yaml`, of decoded text.

    A fast reader takes the usual files; what it is not sure of goes to the complete one.
    """
    from sbom.readers.yaml_fast import load_fast
    from sbom.readers.yaml_giveup import GiveUpError

    try:
        return load_fast(text)
    except GiveUpError:
        from sbom.readers.yaml_full import load_documents

        return load_documents(text)


def load_yaml_map(content: bytes) -> YamlMap:
    """The first document, which must be a mapping.

    Raises:
        ParseError: also when it is something else or nothing.
    """
    documents = load_yaml(content)
    if not documents or documents[0] is None:
        raise ParseError("is empty")
    if not isinstance(documents[0], YamlMap):
        raise ParseError("holds no mapping at the top")
    return documents[0]
