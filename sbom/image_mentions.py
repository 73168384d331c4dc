"""Collects the container images that a file mentions, and the issues about them.

`{{ }}` (Helm, Jinja), `<< >>` (CircleCI), `$( )` (Kubernetes, Azure), `${{ }}` and `${ }` are
placeholders. An image of which the name itself is nothing but a placeholder cannot be a component; it
is counted in a note.
"""

import re
from collections.abc import Mapping

from msgspec.structs import replace

from sbom.component import Component, Role, Scope
from sbom.helm import chart_dependency
from sbom.image_reference import image_component, split_image
from sbom.issue import Issue, IssueKind
from sbom.placeholder import substitute
from sbom.readers.shape import line_of, pairs, text

_PLACE = re.compile(r"\$?\{\{-?([^{}]*+)\}\}|\$\(([^()]*+)\)|<<([^<>]*+)>>|\$\[\[([^\[\]]*+)\]\]")
_ONLY = re.compile(r"(?:\$\{[^{}]*\}|\$\w+|[/:@.-])+\Z")


class Images:
    """Images of one file, in its order."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.components: list[Component] = []
        self.lost: list[Issue] = []
        self._unnamed: list[str] = []

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Mentions that name no image, and a note on those that only placeholders name."""
        if not self._unnamed:
            return tuple(self.lost)
        count = len(self._unnamed)
        message = f"{count} images are named by values that this file does not hold"
        note = Issue(kind=IssueKind.NOTE, subject=self._unnamed[0][:200], message=message)
        return (*self.lost, note)

    def add(
        self,
        value: object,
        line: int | None,
        *,
        scope: Scope = Scope.RUNTIME,
        values: Mapping[str, str] | None = None,
        strict: bool = True,
        role: Role | None = None,
        facts: Mapping[str, str] | None = None,
        **more: str,
    ) -> None:
        """One mention.

        Args:
            value: The name; anything that is no text is passed over.
            line: 1-based line.
            scope: What the image is for.
            values: Values of placeholders.
            strict: Whether something that is no name of an image becomes an issue.
            role: LOCAL for an image that is built here, for example.
            facts: Properties.
            more: Further properties; `_` in a name stands for `-`.
        """
        written = text(value)
        if not written:
            return
        plain = _PLACE.sub(_named, written)
        if "$" in plain:
            plain = substitute(plain, values or {})
        reference = split_image(plain)
        if reference is None or not reference.repository:
            if strict:
                self.issue(written, line, "is not the name of an image")
            return
        if _ONLY.match(reference.repository):
            self._unnamed.append(written)
            return
        made = image_component(
            reference, written=written, scope=scope, line=line, facts={**(facts or {}), **more}
        )
        self.components.append(replace(made, roles=(role,)) if role else made)

    def parts(
        self,
        holder: Mapping[str, object],
        *,
        scope: Scope = Scope.RUNTIME,
        facts: Mapping[str, str] | None = None,
    ) -> None:
        """An image in parts: `registry`, `repository` (or `name`), `tag`, `digest`."""
        repository = text(holder.get("repository"))
        registry = text(holder.get("registry")).rstrip("/")
        tag = text(holder.get("tag"))
        digest = text(holder.get("digest")) or text(holder.get("sha"))
        if digest and ":" not in digest:
            digest = f"sha256:{digest}"
        if tag.startswith("sha256:"):
            tag, digest = "", tag
        name = f"{registry}/{repository}" if registry else repository
        whole = name + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
        at = line_of(holder, "tag" if tag else "repository")
        self.add(whole, at, scope=scope, strict=False, facts=facts)

    def chart(
        self,
        name: str,
        version: str,
        repository: str,
        line: int | None,
        facts: Mapping[str, str] | None = None,
    ) -> None:
        """A Helm chart that is taken from elsewhere."""
        made = chart_dependency(
            {"name": name, "version": version, "repository": repository or "@"}, line
        )
        if made is not None:
            made = replace(made, properties=pairs(**(facts or {})), ref="")
            self.components.append(made)

    def issue(self, subject: str, line: int | None, message: str) -> None:
        """Something lost."""
        self.lost.append(
            Issue(kind=IssueKind.ENTRY, subject=subject[:200], line=line, message=message)
        )


def _named(match: re.Match[str]) -> str:
    """A placeholder of any style as `${name}`; characters with a meaning in image names go."""
    inner = next((g for g in match.groups() if g is not None), "")
    return "${" + re.sub(r"[^A-Za-z0-9_.]+", "_", inner.strip().removesuffix("-").strip()) + "}"
