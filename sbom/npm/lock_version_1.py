"""package-lock version 1 (npm 5 and 6, npm-shrinkwrap): the nested tree as install paths.

Source: npm documentation, package-lock.json, field `dependencies`; npm 6 `package-lock.json(5)`.
"""

from typing import Any

from sbom.npm.address import role_of
from sbom.npm.identity import split_descriptor

MAX_DEPTH = 100
MAX_PATH = 4096


def flattened(tree: dict[str, Any]) -> dict[str, Any]:
    """Entries by install path, in the order of the file, shaped as those of versions 2 and 3.

    `requires` becomes `dependencies`; a `version` that is an alias or an address becomes `name` and
    `resolved`. An entry inside one that only development or optional packages need is of the same
    kind, since nothing else can reach it. What is no object is passed on as it is.
    """
    found: dict[str, Any] = {}
    stack: list[tuple[str, Any, int]] = [
        (f"node_modules/{name}", entry, 0) for name, entry in reversed(tree.items())
    ]
    while stack:
        path, entry, depth = stack.pop()
        if not isinstance(entry, dict):
            found[path] = entry
            continue
        made = found[path] = _entry(entry)
        above = found.get(path.rpartition("/node_modules/")[0])
        if isinstance(above, dict):
            made |= {flag: True for flag in ("dev", "optional") if above.get(flag)}
        nested = entry.get("dependencies")
        if isinstance(nested, dict) and depth < MAX_DEPTH and len(path) < MAX_PATH:
            stack.extend(
                (f"{path}/node_modules/{n}", e, depth + 1) for n, e in reversed(nested.items())
            )
    return found


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    made = {k: v for k, v in entry.items() if k not in {"dependencies", "requires", "bundled"}}
    requires = entry.get("requires")
    if isinstance(requires, dict):
        made["dependencies"] = requires
    if entry.get("bundled"):
        made["inBundle"] = True
    version = entry.get("version")
    if isinstance(version, str):
        if version.startswith("npm:"):
            name, wanted = split_descriptor(version[4:])
            made["name"], made["version"] = name, wanted
        elif role_of(version) is not None or version.startswith("/"):
            del made["version"]
            made["resolved"] = version
    return made
