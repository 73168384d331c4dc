"""paket.dependencies: what a project asks of Paket.

Rules: `nuget`, `clitool` and `dotnet tool` lines are direct. A bare version and `= 1.0`, `== 1.0`
are EXACT; `>= 1.0`, `~> 1.0`, `1.0 - 2.0` are a RANGE; nothing is ABSENT. `github`, `git`, `gist`
and `http` are GIT or URL; a tag, branch or commit after `:` is UNRESOLVED. A `group` is a property;
groups Build and Test give those scopes, the main group is RUNTIME, others UNKNOWN.

Source: Paket documentation, "The paket.dependencies file".
"""

from sbom.component import Component, Role, Scope, VersionKind
from sbom.gathering import Gathering, firmness
from sbom.git_address import vcs_url, without_credentials
from sbom.inventory import Inventory
from sbom.lazy_pattern import lazy
from sbom.purl import build
from sbom.pypi import scope_of
from sbom.readers.shape import pairs
from sbom.readers.text import decode
from sbom.source import SourceFile

_COMMENT = lazy(r"(?:\A|(?<=[^:\s])(?=//)|\s)(?://|#)[^\n]*")
_OPTION = lazy(r"\s[A-Za-z_]+:\s.*\Z")
_VERSION = lazy(r"(?:(===?|=|>=|<=|~>|>|<|!?~>|@)\s*)?([0-9][^\s,]*)(?:\s+(.*))?\Z")
_PACKAGES = ("nuget ", "clitool ", "dotnet ")
_FETCHED = ("github ", "git ", "gist ", "http ")


def parse(source: SourceFile, /) -> Inventory:
    """Requirements of a paket.dependencies.

    Raises:
        ParseError: binary.
    """
    gathering = Gathering()
    group = ""
    for number, raw in enumerate(decode(source.content).splitlines(), 1):
        line = _COMMENT.sub("", raw, count=1).strip() if "//" in raw or "#" in raw else raw.strip()
        lower = line.lower()
        if lower.startswith("group "):
            group = line[6:].strip()
            continue
        scope = scope_of(group, Scope.UNKNOWN) if group and group != "Main" else Scope.RUNTIME
        if lower.startswith(_PACKAGES):
            words = _OPTION.sub("", line).split(None, 2)
            if len(words) < 2:
                gathering.lost(line, "names no package", number)
            else:
                gathering.add(_package(words, group, scope, number))
        elif lower.startswith(_FETCHED):
            made = _fetched(line, group, scope, number)
            if made is None:
                gathering.lost(line, "names no repository", number)
            else:
                gathering.add(made)
    return gathering.inventory(expects=False)


def _package(words: list[str], group: str, scope: Scope, number: int) -> Component:
    name, requirement = words[1], words[2].strip() if len(words) > 2 else ""
    match = _VERSION.match(requirement)
    exact = ""
    if match is not None and match.group(1) in {None, "=", "==", "==="}:
        rest = match.group(3) or ""
        exact = "" if rest[:1] in set("-<>=,") or "*" in match.group(2) else match.group(2)
    return Component(
        purl=build("nuget", name, exact),
        name=name,
        version=exact,
        version_kind=firmness(exact, requirement),
        requirement=requirement,
        scope=scope,
        direct=True,
        ref=f"{group}/{name}" if group else name,
        line=number,
        properties=pairs(group=group),
    )


def _fetched(line: str, group: str, scope: Scope, number: int) -> Component | None:
    word, _, rest = line.partition(" ")
    words = rest.split()
    if not words:
        return None
    stated = words[0]
    scheme = stated.find("://") + 3 if "://" in stated else 0
    cut = stated.find(":", scheme)
    reference = ""
    if cut > 0 and not stated.startswith("git@") and word.lower() != "http":
        stated, reference = stated[:cut], stated[cut + 1 :]
    elif word.lower() == "git" and len(words) > 1:
        reference = " ".join(words[1:])
    address = without_credentials(stated)
    if word.lower() == "github" and scheme == 0:
        address = f"https://github.com/{stated}"
    http = word.lower() == "http"
    shown = stated.rpartition("://")[2].removesuffix(".git")
    namespace, _, last = shown.rstrip("/").rpartition("/")
    if not last:
        return None
    if word.lower() == "github" and namespace:
        purl = build("github", last, namespace=namespace)
    else:
        qualifiers = {"download_url": address} if http else {"vcs_url": vcs_url(address)}
        purl = build("generic", last, namespace=namespace, qualifiers=qualifiers)
    return Component(
        purl=purl,
        name=shown,
        version=reference,
        version_kind=VersionKind.UNRESOLVED if reference else VersionKind.ABSENT,
        requirement=reference,
        scope=scope,
        roles=(Role.URL,) if http else (Role.GIT,),
        direct=True,
        download=address,
        line=number,
        properties=pairs(file=words[1] if len(words) > 1 and not http else "", group=group),
    )
