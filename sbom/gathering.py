"""What a parser gathers on its way through a file: components, edges and issues in one hand."""

from collections.abc import Iterable

from msgspec.structs import replace

from sbom.component import Component, Dependency, VersionKind
from sbom.inventory import Descriptor, Inventory
from sbom.issue import Issue, IssueKind

_MAX_SUBJECT = 200


def firmness(version: str, requirement: str = "") -> VersionKind:
    """EXACT with a version, else RANGE with a requirement, else ABSENT."""
    if version:
        return VersionKind.EXACT
    return VersionKind.RANGE if requirement else VersionKind.ABSENT


class Gathering:
    """Components, edges and issues of one file, in the order of the file."""

    def __init__(self) -> None:
        self.components: list[Component] = []
        self._issues: list[Issue] = []
        self._taken: set[str] = set()
        self._doubles: dict[str, int] = {}
        self._edges: dict[str, set[str]] = {}

    def add(self, component: Component) -> str:
        """Take a component and return its ref, made unique by a number (`name@1.0#2`).

        An empty ref becomes `name@version`.
        """
        wanted = component.ref
        if not wanted:
            version = component.version if component.version_kind is VersionKind.EXACT else ""
            wanted = f"{component.name}@{version}" if version else component.name
        ref = wanted
        while ref in self._taken:
            number = self._doubles.get(wanted, 1) + 1
            self._doubles[wanted] = number
            ref = f"{wanted}#{number}"
        self._taken.add(ref)
        if ref != component.ref:
            component = replace(component, ref=ref)
        self.components.append(component)
        return ref

    def need(self, ref: str, targets: Iterable[str]) -> None:
        """Edges from one ref to others; refs that stay unknown are left out at the end."""
        self._edges.setdefault(ref, set()).update(targets)

    def lost(self, subject: str, message: str, line: int | None = None) -> None:
        """One entry could not be read; `message` is the reason."""
        self._issue(IssueKind.ENTRY, subject, message, line)

    def note(self, subject: str, message: str, line: int | None = None) -> None:
        """Read in full, but something needs a word."""
        self._issue(IssueKind.NOTE, subject, message, line)

    def _issue(self, kind: IssueKind, subject: str, message: str, line: int | None) -> None:
        subject = subject[:_MAX_SUBJECT]
        self._issues.append(Issue(kind=kind, subject=subject, message=message, line=line))

    def inventory(
        self,
        *,
        version: str = "",
        expects: bool = True,
        descriptors: tuple[Descriptor, ...] = (),
    ) -> Inventory:
        """Everything gathered.

        Args:
            version: Of the format.
            expects: False when an empty result is right.
            descriptors: Of the file as a whole.
        """
        found = ((r, sorted((t & self._taken) - {r})) for r, t in self._edges.items())
        return Inventory(
            components=tuple(self.components),
            dependencies=tuple(
                Dependency(ref=ref, targets=tuple(targets))
                for ref, targets in found
                if targets and ref in self._taken
            ),
            descriptors=descriptors,
            issues=tuple(self._issues),
            format_version=version,
            expects_components=expects,
        )
