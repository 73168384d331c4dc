"""GitHub `uses:` references and steps: place, ref and pin; and the component they make.

Rules: `owner/repo/path@ref` becomes `pkg:github/owner/repo@ref#path`, scope BUILD, named as
written before the `@`. Property `pinned` is `sha` (a full commit), `tag` (looks like a version)
or `branch`; a branch is UNRESOLVED. A comment behind the reference is property
`version-comment`. `./path` and `$/path` are LOCAL. `docker://image` is a container image. `${{ }}` is
UNRESOLVED.

Source: GitHub Docs, "Workflow syntax for GitHub Actions", `jobs.<job_id>.steps[*].uses`; purl
specification, type github.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.image_reference import image_component, split_image
from sbom.issue import Issue, IssueKind
from sbom.lazy_pattern import lazy
from sbom.purl import build
from sbom.readers.shape import item_line, items, line_of, mapping, pairs, text

_SHA = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z", re.IGNORECASE)
_TAG = re.compile(r"(?:[A-Za-z][\w-]*?[-_/@.])?[vV]?\d+(?:\.[\dx*]+)*(?:[-+._][0-9A-Za-z.+-]+)?\Z")
_REMOTE = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)/([A-Za-z0-9_.-]+)(/[^@\s]*)?\Z")
_COMMENT = re.compile(r"\suses\s*:\s*(?:\"[^\"]*\"|'[^']*'|\S++)\s*+#\s*+(\S.*)")
_VERSION_WORD = lazy(r"(?:tag|ver|version|pin|ratchet)\s*[:=@]\s*", re.IGNORECASE)


class Uses:
    """Collects components and issues of the `uses:` and images of one file."""

    def __init__(self, content: str) -> None:
        """`content` is the text of the file, for the comments."""
        self._lines = content.split("\n")
        self.components: list[Component] = []
        self.issues: list[Issue] = []

    def steps(self, value: object, **facts: str) -> None:
        """References of a list of steps."""
        for index, step in enumerate(items(value)):
            if not isinstance(step, Mapping):
                if step is not None:
                    self._lost("steps", item_line(value, index), "the step is not a mapping")
                continue
            if "uses" in step:
                self.reference(step["uses"], line_of(step, "uses"), **facts)

    def reference(self, value: object, line: int | None, **facts: str) -> None:
        """One `uses:` value."""
        written = text(value)
        if not written:
            self._lost("uses", line, "`uses` is not a text")
        elif written.startswith("docker://"):
            self.image(written, line, **facts)
        elif written.startswith(("./", "../", ".\\", "$/")) or written in {".", ".."}:
            self.components.append(_local(written, line, facts))
        else:
            made = _remote(written, line, self._comment(line), facts)
            if made is None:
                self._lost(written, line, "is not `owner/repo@ref`")
            else:
                self.components.append(made)

    def image(self, value: object, line: int | None, **facts: str) -> None:
        """A container image: a text, or a mapping with `image`."""
        if isinstance(value, Mapping):
            value, line = value.get("image"), line_of(value, "image")
        written = text(value)
        if not written:
            return
        plain = re.sub(r"\$\{\{.*?\}\}", lambda m: m.group().replace(" ", ""), written)
        reference = split_image(plain)
        if reference is None:
            self._lost(written, line, "is not the name of an image")
        else:
            made = image_component(
                reference, written=written, scope=Scope.BUILD, line=line, facts=facts
            )
            self.components.append(made)

    def _comment(self, line: int | None) -> str:
        if line is None or line > len(self._lines):
            return ""
        match = _COMMENT.search(" " + self._lines[line - 1].rstrip("\r"))
        return _VERSION_WORD.sub("", match.group(1).rstrip(), count=1)[:200] if match else ""

    def _lost(self, subject: str, line: int | None, message: str) -> None:
        issue = Issue(kind=IssueKind.ENTRY, subject=subject[:200], line=line, message=message)
        self.issues.append(issue)


def _remote(
    written: str, line: int | None, comment: str, facts: Mapping[str, str]
) -> Component | None:
    name, at, ref = written.partition("@")
    if "${{" in written:
        name = name if "${{" not in name else "unresolved/unresolved"
    match = _REMOTE.match(name)
    if match is None:
        return None
    owner, repository, subpath = match.group(1), match.group(2), (match.group(3) or "").strip("/")
    pinned, kind = "branch", VersionKind.UNRESOLVED
    if "${{" in written:
        pinned = ""
    elif _SHA.match(ref):
        pinned, kind = "sha", VersionKind.EXACT
    elif _TAG.match(ref):
        pinned, kind = "tag", VersionKind.EXACT
    elif not at or not ref:
        pinned, kind = "", VersionKind.ABSENT
    reusable = subpath.startswith(".github/workflows/")
    return Component(
        purl=build(
            "github",
            repository,
            ref if kind is VersionKind.EXACT else "",
            namespace=owner,
            subpath=subpath,
        ),
        name=written.partition("@")[0],
        version=ref,
        version_kind=kind,
        requirement=written,
        kind=ComponentKind.APPLICATION,
        scope=Scope.BUILD,
        direct=True,
        line=line,
        properties=pairs(
            pinned=pinned, version_comment=comment, workflow="true" if reusable else "", **facts
        ),
    )


def _local(written: str, line: int | None, facts: Mapping[str, str]) -> Component:
    path = written.replace("\\", "/").removeprefix("./").removeprefix("$/").strip("/")
    namespace, _, name = path.replace("../", "").rpartition("/")
    return Component(
        purl=build("generic", name or "action", namespace=namespace),
        name=written,
        version_kind=VersionKind.ABSENT,
        requirement=written,
        kind=ComponentKind.APPLICATION,
        scope=Scope.BUILD,
        roles=(Role.LOCAL,),
        direct=True,
        line=line,
        properties=pairs(**facts),
    )


def runs_of(action: Mapping[str, Any], uses: Uses) -> Iterator[Component]:
    """Components of `runs` of an action: steps, image, or the Node version it asks for."""
    runs = mapping(action.get("runs"))
    using = text(runs.get("using"))
    uses.steps(runs.get("steps"))
    image = text(runs.get("image"))
    if image.startswith("docker://"):
        uses.image(image, line_of(runs, "image"))
    elif image:
        yield _local(f"./{image.removeprefix('./')}", line_of(runs, "image"), {})
    if using.startswith("node"):
        yield Component(
            purl=build("generic", "node", using[4:]),
            name="node",
            version=using[4:],
            version_kind=VersionKind.EXACT if using[4:] else VersionKind.ABSENT,
            requirement=using,
            kind=ComponentKind.PLATFORM,
            roles=(Role.STDLIB,),
            direct=True,
            line=line_of(runs, "using"),
        )
