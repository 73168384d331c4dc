"""The shape of a parser and of a joiner: modules with one function."""

from collections.abc import Mapping
from typing import Protocol

from sbom.inventory import Inventory
from sbom.source import SourceFile


class Parser(Protocol):
    """A module under `sbom/parsers/<ecosystem>/` that reads one format."""

    def parse(self, source: SourceFile, /) -> Inventory:
        """Facts of one file.

        Pure and linear in the size of the content. A malformed entry becomes an Issue of kind
        ENTRY and loses only itself.

        Raises:
            ParseError: the file as a whole cannot be read.
            NotThisFormatError: the content is of another format.
        """
        ...


class Joiner(Protocol):
    """A module under `sbom/joiners/` that settles what one file alone cannot."""

    def join(self, files: Mapping[str, Inventory], /) -> Mapping[str, Inventory]:
        """Inventories by path of one source, of the formats it consumes.

        Returns only the inventories that changed. Never raises for content; records Issues.
        """
        ...
