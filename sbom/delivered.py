"""A delivered bill of materials is not believed where it says that a component does not count.

Roles such as `declared`, `constraint` or `hash-only` take a component out of judgement. Sluis writes
them as properties in its own documents, so a supplier could write them too. Of a delivery:

- DECLARED, CONSTRAINT, REPLACED, INDIRECT_HASH and STDLIB are dropped: the component counts.
- The first ROOT stays. Another ROOT, or a WORKSPACE, stays only when it is visibly of the same
  maker: same supplier, same purl namespace, or no purl of its own.
- Roles that take nothing out of judgement (GIT, URL, ALIAS, PLATFORM, BUNDLED, PARENT, LOCAL) stay.

A note says how many components this is about. Pure.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from sbom.component import Component, Role
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind

UNPROVEN = frozenset(
    {Role.DECLARED, Role.CONSTRAINT, Role.REPLACED, Role.INDIRECT_HASH, Role.STDLIB}
)
_PRODUCT = frozenset({Role.ROOT, Role.WORKSPACE})
_DERIVED = ("purl-origin", "derived")


def believed(inventory: Inventory) -> Inventory:
    """The inventory of a delivered document without roles that nothing proves.

    Args:
        inventory: As the parser gave it.
    """
    if not any(c.roles for c in inventory.components):
        return inventory
    root = next((c for c in inventory.components if Role.ROOT in c.roles), None)
    made, changed = [], 0
    for component in inventory.components:
        roles = component.roles
        if roles and component is not root:
            kept = believed_roles(roles, own=root is not None and _same_maker(component, root))
            if kept != roles:
                changed += 1
                component = replace(component, roles=kept)  # noqa: PLW2901 - the changed one
        made.append(component)
    if not changed:
        return inventory
    return replace(inventory, components=tuple(made), issues=(*inventory.issues, note(changed)))


def believed_roles(roles: Iterable[Role], *, own: bool) -> tuple[Role, ...]:
    """Roles that a delivery may claim for a component.

    Args:
        roles: As stated.
        own: Whether the component is visibly of the maker of the product.
    """
    return tuple([r for r in roles if r not in UNPROVEN and (own or r not in _PRODUCT)])


def note(count: int) -> Issue:
    """What is told of a document in which roles were not believed.

    Args:
        count: Components, 1 or more.
    """
    return Issue(
        kind=IssueKind.NOTE,
        message=f"claims of {count} components that they do not count; in a delivery they do",
    )


def _same_maker(component: Component, root: Component) -> bool:
    if component.supplier and component.supplier == root.supplier:
        return True
    if _DERIVED in component.properties:
        return True
    space = _namespace(component.purl)
    return bool(space) and space == _namespace(root.purl)


def _namespace(purl: str) -> str:
    """`pkg:type/namespace` of a purl; empty when it has no namespace."""
    path = purl.partition("?")[0].partition("#")[0]
    before, _, _ = path.rpartition("/")
    return before if before.count("/") else ""
