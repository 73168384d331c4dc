"""Yarn's graph: descriptors (`name@range`) lead to entries.

Source: Yarn manual, lexicon (descriptor, locator); Yarn 1 lock files key entries by descriptor too.
"""

from collections.abc import Iterable, Mapping

from sbom.npm.identity import split_descriptor
from sbom.npm.specifier import decoded


class DescriptorIndex:
    """Finds the entry that a requirement resolves to."""

    def __init__(self, entries: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Index (ref, descriptors) pairs."""
        self._refs: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        self._builtin: dict[str, str] = {}
        for ref, descriptors in entries:
            names: set[str] = set()
            for descriptor in descriptors:
                self._refs.setdefault(descriptor, ref)
                name, wanted = split_descriptor(descriptor)
                names.add(name)
                if wanted.startswith("patch:") and "builtin<" in wanted:
                    self._builtin.setdefault(inner_descriptor(wanted), ref)
            for name in names:
                self._by_name.setdefault(name, []).append(ref)

    def find(self, name: str, wanted: str) -> str | None:
        """Ref of the entry, or None.

        A range without protocol stands for `npm:` (Yarn 2 and later). Where the range itself is
        not listed, because a resolution replaced it, the only entry of that name is meant.
        """
        refs = self._refs
        for descriptor in (f"{name}@{wanted}", f"{name}@npm:{wanted}"):
            if descriptor in self._builtin:
                return self._builtin[descriptor]
            if descriptor in refs:
                return refs[descriptor]
        found = self._by_name.get(name, ())
        return found[0] if len(found) == 1 else None

    def at(self, descriptor: str) -> str | None:
        """Ref of the entry that lists exactly this descriptor, or None."""
        return self._refs.get(descriptor)

    def ambiguous(self) -> Mapping[str, str]:
        """Descriptors of the names that have several entries, with their refs."""
        return {
            d: ref
            for d, ref in self._refs.items()
            if len(self._by_name[split_descriptor(d)[0]]) > 1
        }


def inner_descriptor(wanted: str) -> str:
    """What a `patch:` range patches, for example `typescript@npm:^5.0.0`."""
    return decoded(wanted[6:].partition("#")[0])
