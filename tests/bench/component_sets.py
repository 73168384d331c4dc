"""Components of CycloneDX documents as sets that can be compared, and why a peer has one that we lack.

Two components are the same when, after these rules, type, name and version are equal:

1. Of a purl count type, namespace, name, version and, for `github`, `golang` and `cocoapods`, the
   subpath (as the end of the name): there it is part of what the package is. Qualifiers do not count.
2. Percent escapes are decoded. Names of pypi are folded as PEP 503 says; names of github, golang,
   composer and nuget are lower case. `githubactions` is `github`.
3. `v` before a version of golang and composer does not count.
4. Behind a commit of an action may stand a version in a comment. Sluis lists the commit and keeps the
   comment; a peer may list either.
5. Without a version a component is matched by its name.
6. What a document is about (`metadata.component` and its modules) is not asked of the other: each peer
   has its own way to name a repository. Entries without purl are not compared.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

UNUSED = frozenset(
    {"root", "workspace", "declared", "constraint", "replaced", "hash-only", "stdlib", "local"}
)
_PURL = re.compile(r"pkg:([^/]+)/([^?#]*)[^#]*(?:#(.*))?\Z", re.DOTALL)
_LOWER = frozenset({"golang", "github", "composer", "nuget"})
_SUBPATH = frozenset({"github", "golang", "cocoapods"})
Key = tuple[str, str, str]
"""Type, name, version."""


@dataclass
class Found:
    """What a document says of one key."""

    files: set[str] = field(default_factory=set)
    said: dict[str, set[str]] = field(default_factory=dict)
    """Values of `sluis:` properties by name."""
    same: set[Key] = field(default_factory=set)
    """All keys that the component goes by."""
    first: bool = False
    """True for the key with the version as listed, not that of a comment."""


Listed = dict[Key, Found]


def listed(document: Path, *, product: bool = False) -> Listed | None:
    """Components of a CycloneDX document; None when there is none that can be read.

    Args:
        document: A file.
        product: Whether `metadata.component` counts too.
    """
    try:
        data = json.loads(document.read_bytes())
    except (OSError, ValueError):
        return None
    found: Listed = {}
    for component in _components(data, product=product):
        key = key_of(str(component.get("purl") or ""))
        if key is None:
            continue
        properties = [
            (str(p.get("name")), str(p.get("value"))) for p in component.get("properties", ())
        ]
        occurrences = component.get("evidence", {}).get("occurrences", ())
        files = {str(o.get("location")) for o in occurrences}
        files |= {v for n, v in properties if n == "SrcFile" or n.endswith(":path")}
        said: dict[str, set[str]] = {}
        for name, value in properties:
            if name.startswith("sluis:"):
                said.setdefault(name[6:], set()).add(value)
        keys = {_versioned(key, v) for v in (key[2], *said.get("version-comment", ()))}
        for each in keys:
            entry = found.setdefault(each, Found())
            entry.first |= each == key
            entry.same |= keys
            entry.files |= files
            for name, values in said.items():
                entry.said.setdefault(name, set()).update(values)
    return found


def key_of(purl: str) -> Key | None:
    """Type, name and version of a purl after the rules of this module; None for something else."""
    match = _PURL.match(purl)
    if match is None:
        return None
    kind, body, subpath = match[1].lower(), match[2], match[3]
    name, at, version = body.rpartition("@")
    if not at or not name or name.endswith("/"):
        name, version = body, ""
    name = unquote(name)
    kind = "github" if kind == "githubactions" else kind
    if kind == "pypi":
        name = re.sub(r"[-_.]+", "-", name).lower()
    if subpath and kind in _SUBPATH:
        name = f"{name}/{unquote(subpath)}"
    if kind in _LOWER:
        name = name.lower()
    return _versioned((kind, name, ""), unquote(version))


def missed(theirs: Listed, ours: Listed) -> list[Key]:
    """What a peer lists and we do not, sorted."""
    names = {key[:2] for key in ours}
    return sorted(k for k in theirs if k not in ours and (k[2] or k[:2] not in names))


def used(ours: Listed) -> Listed:
    """Third-party components at an exact version that are in use: no flags that say otherwise."""
    return {
        key: found
        for key, found in ours.items()
        if key[2]
        and found.first
        and found.said.get("version-kind", {"exact"}) == {"exact"}
        and UNUSED.isdisjoint(found.said.get("role", ()))
    }


def _components(data: Any, *, product: bool) -> Iterator[dict[str, Any]]:
    stack = [*data.get("components", ())]
    about = data.get("metadata", {}).get("component")
    if product and isinstance(about, dict):
        stack.append(about)
    while stack:
        component = stack.pop()
        stack.extend(component.get("components", ()))
        yield component


def _versioned(key: Key, version: str) -> Key:
    if key[0] in {"golang", "composer"}:
        version = version.removeprefix("v")
    return key[0], key[1], version


@dataclass(frozen=True)
class Reason:
    """Why a peer has a component that we lack."""

    id: str
    title: str
    text: str
    applies: Callable[[Key, Listed], bool]
    ours: bool = False
    """True: Sluis does not do this."""


def reason_of(key: Key, ours: Listed) -> Reason | None:
    """The first reason that applies; None: not explained."""
    return next((reason for reason in REASONS if reason.applies(key, ours)), None)


def _named(kind: str, name: str, ours: Listed) -> Iterator[tuple[Key, Found]]:
    return ((k, f) for k, f in ours.items() if k[0] == kind and k[1] == name)


def _asked(found: Found) -> set[str]:
    return found.said.get("requirement", set())


def _platform_gem(key: Key, ours: Listed) -> bool:
    return key[0] == "gem" and any(
        key[2] == f"{k[2]}-{platform}"
        for k, f in _named("gem", key[1], ours)
        for platform in f.said.get("platform", ())
    )


def _branch(key: Key, ours: Listed) -> bool:
    kind, name, version = key
    return kind == "github" and any(
        asked.endswith(f"@{version}")
        for k, f in _named(kind, name, ours)
        if not k[2]
        for asked in _asked(f)
    )


def _workflow(key: Key, ours: Listed) -> bool:
    kind, name, version = key
    folder, _, last = name.rpartition("/")
    if kind != "github" or not last.endswith((".yml", ".yaml")) or ".github" in folder:
        return False
    full = (kind, f"{folder}/.github/workflows/{last}", version)
    return full in ours or _branch(full, ours)


def _bound(key: Key, ours: Listed) -> bool:
    return any(
        re.search(rf"(?<![\w.]){re.escape(key[2])}(?![\w.])", asked)
        for k, f in _named(key[0], key[1], ours)
        if not k[2]
        for asked in _asked(f)
    )


def _local(key: Key, ours: Listed) -> bool:
    start = key[2].startswith(("file:", "link:", "workspace:", "portal:", "."))
    return start and any(_named(key[0], key[1], ours))


def _address(key: Key, ours: Listed) -> bool:
    return "://" in key[2] and any(_named(key[0], key[1], ours))


def _wrapper(key: Key, ours: Listed) -> bool:
    return (
        key[0] == "maven"
        and key[1].endswith("/gradle-wrapper")
        and any(_named("generic", "gradle", ours))
    )


def _banner(key: Key, ours: Listed) -> bool:
    name = key[1].partition("(")[0].rstrip("-")
    return "(" in key[1] and (key[0], name, key[2]) in ours


def _cpp(key: Key, _ours: Listed) -> bool:
    return key[0] == "generic"


REASONS = (
    Reason(
        "platform-gem",
        "Platform joined to the version of a gem",
        "The peer writes `1.2.3-x86_64-linux-gnu` as version. The version is `1.2.3`; Sluis lists it "
        "once a platform, with `platform` as qualifier and property.",
        _platform_gem,
    ),
    Reason(
        "branch",
        "A branch as version",
        "The action or workflow is taken from a branch. The peer calls the branch a version. Sluis lists "
        "it with version kind `unresolved` and the branch in `sluis:requirement`, since what runs tomorrow "
        "may be something else.",
        _branch,
    ),
    Reason(
        "workflow-path",
        "A reusable workflow without its folder",
        "The peer leaves `.github/workflows` out of the path. Sluis lists the path as written.",
        _workflow,
    ),
    Reason(
        "local",
        "A folder as version",
        "The package is a folder of the same repository. The peer writes its path as the version. Sluis "
        "lists it with role `local` or `workspace`, with the version that its own manifest states.",
        _local,
    ),
    Reason(
        "address",
        "An address as version",
        "The package comes from an address, which the peer writes as the version. Sluis lists the version "
        "that the lock states, with the address as download location.",
        _address,
    ),
    Reason(
        "bound",
        "A bound as version",
        "The file states a range (`>=2.10`). The peer takes the bound for the version that is in use. Sluis "
        "lists the package with version kind `range` and the range in `sluis:requirement`.",
        _bound,
    ),
    Reason(
        "wrapper",
        "The jar of the Gradle wrapper",
        "The peer takes the jar for a package without version. Sluis lists the Gradle that the wrapper "
        "downloads (`pkg:generic/gradle`), from `gradle-wrapper.properties`.",
        _wrapper,
    ),
    Reason(
        "banner",
        "The name of a file within a name",
        "The peer takes more of the banner of a copied script for its name than the name. Sluis lists the "
        "project at the same version.",
        _banner,
    ),
    Reason(
        "cpp",
        "C and C++ build files",
        "The peer reads CMake, and guesses libraries from the names of files. Sluis does not read CMake.",
        _cpp,
        ours=True,
    ),
)
