"""What Ruby's manifests share: requirements on gems and groups of them."""

from collections.abc import Iterable, Sequence

from sbom.component import Scope, VersionKind
from sbom.lazy_pattern import lazy

_EXACT = lazy(r"=?\s*([0-9][0-9A-Za-z.-]*)\Z")


def requirement_of(stated: Sequence[str]) -> tuple[str, str, VersionKind]:
    """Version, requirement and firmness of what a `gem` or `add_dependency` is given.

    Args:
        stated: Requirements, which all must hold: `~> 1.2`, `>= 1.2.3`.

    Returns:
        One plain number or `= number` is EXACT; `>= 0`, which all versions meet, is ABSENT.
    """
    wanted = [s.strip() for s in stated if s.strip() and s.strip() not in {">= 0", ">=0"}]
    requirement = ", ".join(wanted)
    match = _EXACT.match(wanted[0]) if len(wanted) == 1 else None
    if match is not None:
        return match.group(1), requirement, VersionKind.EXACT
    return "", requirement, VersionKind.RANGE if requirement else VersionKind.ABSENT


def scope_of_groups(groups: Iterable[str]) -> Scope:
    """Scope of a gem by its groups; one group of use makes it RUNTIME, as does none."""
    found = {g.strip().lower() for g in groups if g.strip()}
    if not found or found - {"development", "test", "dev"}:
        return Scope.RUNTIME
    return Scope.TEST if found == {"test"} else Scope.DEV
