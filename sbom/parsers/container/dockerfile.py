"""Dockerfile and Containerfile: the images that a build starts from and copies from.

Rules: each `FROM`, `COPY --from`, `RUN --mount=from` and `# syntax=` that names an image is a
component; stages and `scratch` are not. The image under the last stage is RUNTIME, and so is
one that a stage under it copies from; all others are BUILD. `ARG` defaults are filled in: those
before the first FROM, else an earlier one (a file that needs that does not build as it is).
What stays open is UNRESOLVED; an image without tag and digest is ABSENT, never `latest`.
Properties: `use` (from, copy, mount, syntax), `stage`, `platform`, `digest`.

Source: Dockerfile reference (docs.docker.com/reference/dockerfile).
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from sbom.component import Component, Scope
from sbom.errors import NotThisFormatError
from sbom.image_reference import image_component, split_image
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.lazy_pattern import lazy
from sbom.placeholder import substitute
from sbom.readers.text import decode
from sbom.source import SourceFile

_DIRECTIVE = re.compile(r"#\s*([A-Za-z]+)\s*=\s*(\S+)\s*\Z")
_HEREDOC = lazy(r"(?<!<)<<-?\s*([\"']?)([A-Za-z_]\w*)\1")
_ARGUMENT = re.compile(r"""([A-Za-z_]\w*)(?:=("[^"]*"|'[^']*'|[^\s]*))?""")
_FLAG = re.compile(r"--([a-z]+)=(\S+)")
_MOUNT_FROM = lazy(r"(?:\A|,)from=([^,]+)")


def parse(source: SourceFile, /) -> Inventory:
    """Images of a Dockerfile.

    Raises:
        NotThisFormatError: no FROM.
    """
    reading = _Reading()
    for line, instruction in _instructions(decode(source.content), reading):
        reading.instruction(line, instruction)
    if not reading.stages and not reading.issues:
        raise NotThisFormatError("holds no FROM")
    return reading.inventory()


def _instructions(text: str, reading: "_Reading") -> Iterator[tuple[int, str]]:
    """First line and text of each instruction; comments and heredocs are left out."""
    lines = text.splitlines()
    escape, at = _directives(lines, reading)
    open_ended: set[str] = set()
    while at < len(lines):
        line = lines[at].strip()
        at += 1
        if not line or line[0] == "#":
            continue
        first, parts = at, []
        while line.endswith(escape) and at < len(lines):
            parts.append(line[:-1])
            while at < len(lines) and (not lines[at].strip() or lines[at].lstrip()[0] == "#"):
                at += 1
            line = lines[at].strip() if at < len(lines) else ""
            at += 1
        joined = " ".join([*parts, line])
        if "<<" in joined and joined[:4].upper() in {"RUN ", "COPY", "ADD "}:
            names = [m.group(2) for m in _HEREDOC.finditer(joined)]
            if open_ended.isdisjoint(names):
                at = _past_heredocs(lines, at, names, open_ended)
        yield first, joined


def _directives(lines: list[str], reading: "_Reading") -> tuple[str, int]:
    """The escape character, and the index after the parser directives."""
    escape = "\\"
    for at, line in enumerate(lines):
        match = _DIRECTIVE.match(line.strip())
        if match is None:
            return escape, at
        key, value = match.group(1).lower(), match.group(2)
        if key == "escape" and value in {"`", "\\"}:
            escape = value
        elif key == "syntax":
            reading.image(value, at + 1, "syntax")
    return escape, len(lines)


def _past_heredocs(lines: list[str], at: int, names: list[str], open_ended: set[str]) -> int:
    """The index after the last terminator; unchanged when one is missing, which is noted."""
    position = at
    for name in names:
        while position < len(lines) and lines[position].strip() != name:
            position += 1
        if position == len(lines):
            open_ended.add(name)
            return at
        position += 1
    return position


class _Reading:
    """Stages, arguments and images seen so far."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int | None]] = []
        """Name in lower case, and the index of the stage that it starts from."""
        self.issues: list[Issue] = []
        self._found: list[tuple[Component, int | None]] = []
        """With the stage whose content it becomes; None for tools of the build."""
        self._global: dict[str, str] = {}
        self._local: dict[str, str] = {}

    def instruction(self, line: int, text: str) -> None:
        verb, _, rest = text.partition(" ")
        verb, rest = verb.upper(), rest.strip()
        if verb == "ONBUILD":
            verb, _, rest = rest.partition(" ")
            verb, rest = verb.upper(), rest.strip()
        if verb == "FROM":
            self._from(line, rest)
        elif verb == "ARG":
            self._arguments(rest)
        elif verb in {"COPY", "ADD", "RUN"}:
            self._flags(line, verb, rest)

    def _arguments(self, rest: str) -> None:
        for name, value in _ARGUMENT.findall(rest):
            if value:
                known = {**self._local, **self._global}
                filled = substitute(value.strip("\"'"), known)
                (self._local if self.stages else self._global)[name] = filled

    def _from(self, line: int, rest: str) -> None:
        words = rest.split()
        platform = ""
        while words and words[0].startswith("--"):
            key, _, value = words.pop(0)[2:].partition("=")
            platform = value if key == "platform" else platform
        name = words[2] if len(words) >= 3 and words[1].upper() == "AS" else ""
        if not words:
            self._lost("FROM", line)
            return
        written = words[0].strip("\"'")
        index = self._stage(substitute(written, {**self._local, **self._global}))
        self.stages.append((name.lower(), index))
        if index is None:
            facts = {"stage": name, "platform": platform}
            self.image(written, line, "from", len(self.stages) - 1, facts=facts)

    def _stage(self, name: str) -> int | None:
        """Index of an earlier stage by name or, for COPY, by number."""
        for index in range(len(self.stages) - 1, -1, -1):
            if self.stages[index][0] and self.stages[index][0] == name.lower():
                return index
        return None

    def _flags(self, line: int, verb: str, rest: str) -> None:
        for word in rest.split():
            if not word.startswith("--"):
                break
            match = _FLAG.match(word)
            if match is None:
                continue
            key, value = match.groups()
            use, stage = "copy", len(self.stages) - 1
            if key == "mount" and verb == "RUN":
                mount = _MOUNT_FROM.search(value)
                value, use = (mount.group(1) if mount else ""), "mount"
            elif key != "from":
                continue
            value = value.strip("\"'")
            if value and not value.isdigit() and self._stage(value) is None:
                self.image(value, line, use, None if use == "mount" else stage)

    def image(
        self,
        written: str,
        line: int,
        use: str,
        at: int | None = None,
        *,
        facts: dict[str, str] | None = None,
    ) -> None:
        """Note an image; `at` is the stage whose content it becomes."""
        name = substitute(written, {**self._local, **self._global})
        if name.lower() == "scratch":
            return
        reference = split_image(name)
        if reference is None:
            self._lost(name, line)
            return
        made = image_component(
            reference,
            written=written,
            scope=Scope.BUILD,
            line=line,
            facts={"use": use, **(facts or {})},
        )
        self._found.append((made, at))

    def _lost(self, subject: str, line: int) -> None:
        message = "is not the name of an image"
        issue = Issue(kind=IssueKind.ENTRY, subject=subject[:200], line=line, message=message)
        self.issues.append(issue)

    def inventory(self) -> Inventory:
        shipped: set[int] = set()
        stage: int | None = len(self.stages) - 1
        while stage is not None and stage >= 0:
            shipped.add(stage)
            stage = self.stages[stage][1]
        return Inventory(
            components=tuple(
                replace(c, scope=Scope.RUNTIME) if at in shipped else c for c, at in self._found
            ),
            issues=tuple(self.issues),
            expects_components=bool(self._found),
        )
