"""Scopes by reachability: what the run needs, what only development needs."""

from collections.abc import Collection, Iterable, Mapping

from sbom.component import Scope

ORDER = (Scope.RUNTIME, Scope.OPTIONAL, Scope.BUILD, Scope.TEST, Scope.DEV, Scope.UNKNOWN)
"""Strongest first: what several scopes reach belongs to the first of them."""

Edges = Mapping[str, Collection[str]]


def reachable(starts: Iterable[str], edges: Edges, *, without: Edges | None = None) -> set[str]:
    """Every ref that can be reached, the starts included.

    Args:
        starts: Refs to begin with.
        edges: Targets by ref.
        without: Edges that are not followed.
    """
    seen: set[str] = set()
    queue = list(starts)
    skipped = without or {}
    while queue:
        ref = queue.pop()
        if ref in seen:
            continue
        seen.add(ref)
        targets = edges.get(ref)
        if targets:
            skip = skipped.get(ref, ())
            queue.extend(t for t in targets if t not in seen and t not in skip)
    return seen


def scopes_of(
    starts: Mapping[Scope, Iterable[str]], edges: Edges, optional: Edges | None = None
) -> dict[str, Scope]:
    """The scope of every ref that can be reached.

    Args:
        starts: Refs asked for directly, by scope.
        edges: Targets by ref, optional ones included.
        optional: The edges of these that are optional: what only they add to RUNTIME is OPTIONAL.
    """
    groups = {scope: list(starts.get(scope, ())) for scope in ORDER}
    found: dict[str, Scope] = {}
    if optional and groups[Scope.RUNTIME]:
        firm = reachable(groups[Scope.RUNTIME], edges, without=optional)
        groups[Scope.OPTIONAL] += [t for ref in firm for t in optional.get(ref, ())]
        found.update(dict.fromkeys(firm, Scope.RUNTIME))
        groups[Scope.RUNTIME] = []
    for scope in ORDER:
        if groups[scope]:
            for ref in reachable(groups[scope], edges):
                found.setdefault(ref, scope)
    return found
