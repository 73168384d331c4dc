"""What a shape cannot say of an `estate.yaml`: references, doubles, and targets that make sense.

Works on the raw mapping, so that these mistakes are told together with those of shape.
"""

import re
from collections.abc import Iterator
from typing import Any

from collectors.git_url import check_remote, check_revision, hide_credentials, is_remote
from sbom.errors import CollectError
from sbom.readers.yaml_values import YamlMap
from scanner.estate_check import Problem, closest

KINDS = ("git", "folder", "image", "sbom", "contracts")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_TOKENS = re.compile(r"(?:gh[a-z]_|github_pat_|glpat-|glft-|ATATT|xox|eyJ)", re.IGNORECASE)
_DOUBLE = re.compile(r"([A-Za-z_]\w*) *:(?:\s|$)")


def links(data: YamlMap, text: str) -> Iterator[Problem]:
    """Mistakes of meaning, in no particular order."""
    yield from _double_keys(text)
    domains, systems = _maps(data, "domains"), _maps(data, "systems")
    yield from _doubles(domains, "domains")
    yield from _doubles(systems, "systems")
    known = [m["id"] for _, m in domains if isinstance(m.get("id"), str)]
    ids = [m["id"] for _, m in systems if isinstance(m.get("id"), str)]
    for index, system in systems:
        where = f"$.systems[{index}]"
        yield from _reference(system, "domain", known, where)
    for where, target, parent in all_targets(data):
        yield from _reference(target, "system", ids, where)
        if parent and target.get("system") not in {None, "", parent.get("id")}:
            reason = "stands in another system already; leave this key out"
            yield Problem(target.line_of("system"), f"{where}.system", reason)
        yield from _target(target, where)
    yield from _same_names(data)


def all_targets(data: YamlMap) -> Iterator[tuple[str, YamlMap, YamlMap | None]]:
    """Path, mapping and system (or None) of every target, in the order of the file."""
    for index, target in _maps(data, "targets"):
        yield f"$.targets[{index}]", target, None
    for number, system in _maps(data, "systems"):
        for index, target in _maps(system, "targets"):
            yield f"$.systems[{number}].targets[{index}]", target, system


def target_id(target: YamlMap | dict[str, Any]) -> str:
    """Stable name of a target: its `name`, else its place with revision and subfolder."""
    if name := _string(target, "name"):
        return name
    place = next((v for kind in KINDS if (v := _string(target, kind))), "")
    revision, subfolder = _string(target, "revision"), _string(target, "subfolder").strip("/")
    tail = (f"@{revision}" if revision else "") + (f"#{subfolder}" if subfolder else "")
    return hide_credentials(place) + tail


def _target(target: YamlMap, where: str) -> Iterator[Problem]:
    kinds = [kind for kind in KINDS if kind in target]
    if len(kinds) != 1:
        told = (
            f"has {' and '.join(kinds)}; keep one"
            if kinds
            else "needs git, folder, image, sbom or contracts"
        )
        yield Problem(target.line, where, told)
        return
    kind = kinds[0]
    place = _string(target, kind)
    if target[kind] is None or (isinstance(target[kind], str) and not place.strip()):
        yield Problem(target.line_of(kind), f"{where}.{kind}", "is empty")
        return
    remote = kind == "git" and is_remote(place)
    if remote:
        yield from _told(target, kind, where, lambda: check_remote(place))
    elif kind == "git" and place.startswith("-"):
        yield Problem(target.line_of(kind), f"{where}.{kind}", "cannot open with a dash")
    elif "://" in place:
        reason = (
            f"must be a path, not an address; for an address use git: {hide_credentials(place)!r}"
        )
        yield Problem(target.line_of(kind), f"{where}.{kind}", reason)
    if revision := _string(target, "revision"):
        if kind == "git":
            yield from _told(target, "revision", where, lambda: check_revision(revision))
        else:
            yield Problem(target.line_of("revision"), f"{where}.revision", "is for git only")
    yield from _subfolder(target, kind, where)
    yield from _token(target, where, remote=remote)


def _subfolder(target: YamlMap, kind: str, where: str) -> Iterator[Problem]:
    subfolder = _string(target, "subfolder")
    if not subfolder:
        return
    at, path = target.line_of("subfolder"), f"{where}.subfolder"
    if kind in {"sbom", "contracts"}:
        yield Problem(at, path, f"is not for {kind}; write the whole path in `{kind}`")
    elif subfolder.startswith("/") or ".." in subfolder.split("/") or not subfolder.strip("/."):
        yield Problem(at, path, "must be a folder inside the source, without `..` or a slash first")


def _token(target: YamlMap, where: str, *, remote: bool) -> Iterator[Problem]:
    """Messages here never repeat the value: people put the secret itself there."""
    value = _string(target, "token_env")
    if not value:
        return
    at, path = target.line_of("token_env"), f"{where}.token_env"
    if not _VARIABLE.match(value) or _TOKENS.match(value):
        reason = "must be the name of an environment variable, for example FORGE_TOKEN; a token "
        yield Problem(at, path, reason + "itself never stands in this file")
    elif not remote or not _string(target, "git").lower().startswith(("https://", "http://")):
        yield Problem(at, path, "only works with an https address in `git`")


def _told(target: YamlMap, key: str, where: str, check: Any) -> Iterator[Problem]:
    try:
        check()
    except CollectError as error:
        yield Problem(target.line_of(key), f"{where}.{key}", str(error))


def _reference(item: YamlMap, key: str, known: list[str], where: str) -> Iterator[Problem]:
    value = item.get(key)
    if isinstance(value, str) and value and value not in known:
        tip = closest(value, known) or ("" if known else f"; there are no {key}s in this file")
        yield Problem(item.line_of(key), f"{where}.{key}", f"no {key} has id {value[:60]!r}{tip}")


def _doubles(items: list[tuple[int, YamlMap]], key: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, item in items:
        value = item.get("id")
        if not isinstance(value, str):
            continue
        at = item.line_of("id")
        if value in first:
            reason = f"{value[:60]!r} is used before, on line {first[value]}"
            yield Problem(at, f"$.{key}[{index}].id", reason)
        first.setdefault(value, at)


def _same_names(data: YamlMap) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for where, target, _ in sorted(all_targets(data), key=lambda found: found[1].line):
        name = target_id(target)
        if name in first:
            reason = (
                f"has the same name as the target on line {first[name]}; set `name` in one of them"
            )
            yield Problem(target.line, where, reason)
        elif name:
            first[name] = target.line


def _double_keys(text: str) -> Iterator[Problem]:
    """Keys at the top that stand there twice; the YAML reader keeps the last one only."""
    first: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if match := _DOUBLE.match(line):
            key = match.group(1)
            if key in first:
                yield Problem(number, "$", f"key {key!r} stands on line {first[key]} too")
            first.setdefault(key, number)


def _maps(data: YamlMap, key: str) -> list[tuple[int, YamlMap]]:
    """Index and item, for items of a list that are mappings; `[]` for anything else."""
    value = data.get(key)
    if not isinstance(value, list):
        return []
    return [(index, item) for index, item in enumerate(value) if isinstance(item, YamlMap)]


def _string(data: YamlMap | dict[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""
