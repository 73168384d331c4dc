"""The 44 kinds of clause: ids, names in both languages, and which are scored by the codebook."""

from functools import lru_cache
from pkgutil import get_data

import msgspec


class Kind(msgspec.Struct, frozen=True):
    """One kind of clause."""

    id: str
    """With underscores: "data_export"."""
    name_nl: str
    name_en: str
    severity: str
    """What its absence weighs: "critical", "high", "medium" or "low"."""
    core: bool = True
    """One of the 22 of the codebook; the others are finer or rarer."""
    facts: str = ""
    """Key in the facts on portability clauses, for the norms behind it."""

    def name(self, language: str) -> str:
        """The name in `nl` or `en`."""
        return self.name_en if language == "en" else self.name_nl


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """Every kind: first the 22 of the codebook, then the others."""
    content = get_data("sbom.contracts.clauses", "data/kinds.json") or b"[]"
    return tuple(msgspec.json.decode(content, type=list[Kind]))


def core_ids() -> list[str]:
    """Ids of the 22 of the codebook, in its order."""
    return [kind.id for kind in kinds() if kind.core]


def kind_of(clause: str) -> Kind | None:
    """The kind with an id, None when there is none."""
    return next((kind for kind in kinds() if kind.id == clause), None)
