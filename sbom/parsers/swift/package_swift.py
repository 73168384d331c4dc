"""Package.swift: what a Swift package asks for.

Rules: the package is ROOT. Each `.package(url: …)` is direct, known by its address as in
Package.resolved; `exact:` and `.exact` are EXACT, `from:`, `.upToNextMajor`, `.upToNextMinor` and
ranges of two versions a RANGE; `branch:` and `revision:` GIT; `path:` LOCAL; `id:` is of a registry.
The file is a Swift program: an address that it puts together is a note.

Source: Swift package manager, "PackageDescription".
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sbom.component import Component, Role, VersionKind
from sbom.errors import NotThisFormatError
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.purl import build
from sbom.readers.code_tokens import Token, read_tokens
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile
from sbom.swift import name_of_address

_ROOT = "."
_LONGEST = 120  # tokens of one call
_NEXT = {"upToNextMajor": "^", "upToNextMinor": "~"}


def parse(source: SourceFile, /) -> Inventory:
    """The package and what it asks for.

    Raises:
        NotThisFormatError: no `Package(`.
    """
    tokens = [t for t in read_tokens(decode(source.content), "swift") if t.kind != "newline"]
    start = next(
        (
            i
            for i, t in enumerate(tokens[:-1])
            if t.value == "Package" and tokens[i + 1].value == "("
        ),
        None,
    )
    if start is None:
        raise NotThisFormatError("holds no Package")
    gathering = Gathering()
    after = tokens[start + 2 : start + 4]
    if len(after) == 2 and after[0].value == "name" and after[1].kind == "text":
        gathering.add(
            Component(
                purl=build("generic", after[1].value),
                name=after[1].value,
                version_kind=VersionKind.ABSENT,
                roles=(Role.ROOT,),
                ref=_ROOT,
                line=after[1].line,
            )
        )
    targets = []
    for line, inner in _calls(tokens):
        made = _component(inner, line)
        if made is not None:
            targets.append(gathering.add(made))
        elif any(t.value in {"url", "path", "id"} for t in inner if t.kind == "key"):
            gathering.note(".package", "is put together when the file runs", line)
    gathering.need(_ROOT, targets)
    return gathering.inventory(expects=False)


def _calls(tokens: Sequence[Token]) -> Iterator[tuple[int, Sequence[Token]]]:
    """Line and inner tokens of each `.package(…)`."""
    for place in range(len(tokens) - 2):
        if tokens[place].value != "." or tokens[place + 1].value != "package":
            continue
        if tokens[place + 2].value != "(":
            continue
        depth = 1
        for end in range(place + 3, min(len(tokens), place + _LONGEST)):
            if tokens[end].kind == "sign" and tokens[end].value in "()":
                depth += 1 if tokens[end].value == "(" else -1
            if depth == 0:
                yield tokens[place].line, tokens[place + 3 : end]
                break


def _component(inner: Sequence[Token], line: int) -> Component | None:
    named: dict[str, Token] = {}
    for token, following in pairwise(inner):
        if token.kind == "key":
            named.setdefault(token.value, following)
    texts = {key: t.value for key, t in named.items() if t.kind == "text"}
    version, requirement = _versions(inner, texts)
    for place, token in enumerate(inner[:-2]):
        if token.value in {"branch", "revision"} and inner[place + 2].kind == "text":
            texts.setdefault(token.value, inner[place + 2].value)  # `.branch("main")`
    branch, commit = texts.get("branch", ""), texts.get("revision", "")
    address = without_credentials(texts.get("url", ""))
    role = None
    if "path" in texts:
        name, role = texts.get("name") or texts["path"].rstrip("/").rpartition("/")[2], Role.LOCAL
    elif address:
        name = name_of_address(address)
        role = Role.GIT if not version and not requirement and (branch or commit) else None
    else:
        name = texts.get("id", "").replace(".", "/", 1)
    if not name.strip("."):
        return None
    namespace, _, last = name.rpartition("/")
    # Without a host there is no namespace, which the type asks for.
    kind = "swift" if namespace else "generic"
    qualifiers = {"vcs_url": vcs_url(address, commit)} if role is Role.GIT else None
    return Component(
        purl=build(kind, last, version, namespace=namespace, qualifiers=qualifiers),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT if version else firmness("", requirement),
        requirement=requirement,
        roles=(role,) if role else (),
        direct=True,
        download=address,
        line=line,
        properties=pairs(branch=branch, commit=commit),
    )


def _versions(inner: Sequence[Token], texts: dict[str, str]) -> tuple[str, str]:
    """The exact version, and the requirement."""
    if "exact" in texts:
        return texts["exact"], texts["exact"]
    words = [t.value for t in inner]
    if "exact" in words:
        found = next((t.value for t in inner[words.index("exact") :] if t.kind == "text"), "")
        return found, found
    for place, token in enumerate(inner[1:-1], 1):
        before, after = inner[place - 1], inner[place + 1]
        if token.value in {"..<", "..."} and before.kind == after.kind == "text":
            return "", f"{before.value}{token.value}{after.value}"
    if "from" in texts:
        sign = next((s for w, s in _NEXT.items() if w in words), "^")
        return "", f"{sign}{texts['from']}"
    return "", ""
