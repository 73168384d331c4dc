"""From the YAML texts of one or more layers to a pack: merged by key, the last layer wins.

Keys of mappings merge at every depth; lists and single values are replaced. Each value remembers
the file that set it. A mistake is named as `LAYER/FILE: $.path: reason`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from policies.pack import FILES, Pack, PackFile
from policies.pack_check import Mistake, meaning_mistakes, shape_mistakes
from policies.waiver import Waiver, problems
from sbom.errors import PackError, ParseError


class PackLayer(msgspec.Struct, frozen=True, kw_only=True):
    """One folder of policy files."""

    name: str
    """For messages and `policy explain`: `default`, or the folder's name."""
    files: Mapping[str, str]
    """File name to text. YAML files of another name are a mistake; other files are ignored."""


class Draft(msgspec.Struct, kw_only=True):
    """A tree being merged."""

    tree: dict[str, Any]
    origins: dict[str, str]
    files: list[PackFile]
    digest: str
    mistakes: list[Mistake]


def load_pack(layers: Sequence[PackLayer]) -> Pack:
    """The pack that the layers make together.

    Args:
        layers: At least one; the first is complete, the others change it.

    Raises:
        PackError: every mistake, one a line: `LAYER/FILE: $.path: reason`.
    """
    return pack_of(merge(Draft(tree={}, origins={}, files=[], digest="", mistakes=[]), layers))


def merge(draft: Draft, layers: Sequence[PackLayer]) -> Draft:
    """Merge layers into a draft, in place; mistakes are collected, not raised."""
    for layer in layers:
        first = not draft.files
        hashed = hashlib.sha256(draft.digest.encode())
        for name, text in sorted(layer.files.items()):
            place = FILES.get(name)
            if place is None:
                if name.endswith((".yaml", ".yml")):
                    known = ", ".join(FILES)
                    draft.mistakes.append(
                        Mistake(f"{layer.name}/{name}", "$", f"is not a file of a pack: {known}")
                    )
                continue
            hashed.update(f"{name}\0{text}\0".encode())
            _merge_file(draft, layer.name, name, text, first=first)
        draft.digest = hashed.hexdigest()
    return draft


def pack_of(draft: Draft) -> Pack:
    """The pack of a draft.

    Raises:
        PackError: see `load_pack`.
    """
    mistakes = list(draft.mistakes)
    if not mistakes:
        try:
            pack = msgspec.convert(_complete(draft), Pack)
        except msgspec.ValidationError:
            pack = None
        if pack is not None:
            mistakes = meaning_mistakes(pack)
            if not mistakes:
                return pack
    if not mistakes:
        mistakes = shape_mistakes(_complete(draft), Pack, draft)
    raise PackError("\n".join(str(m) for m in mistakes))


def validate(layers: Sequence[PackLayer], *, base: Draft | None = None) -> list[Mistake]:
    """Every mistake of the layers, sorted; empty when the pack can be used.

    Args:
        layers: As for `load_pack`.
        base: Draft of a pack below the layers, for example `default_pack.default_draft()`.
    """
    draft = merge(base or Draft(tree={}, origins={}, files=[], digest="", mistakes=[]), layers)
    found = list(draft.mistakes)
    complete = _complete(draft)
    wrong = shape_mistakes(complete, Pack, draft)
    if not wrong:
        wrong = meaning_mistakes(msgspec.convert(complete, Pack))
    found.extend(wrong)
    for layer in layers:
        found.extend(_doubles(layer))
    return sorted(set(found))


def read_waivers(text: str, file: str = "waivers.yaml") -> tuple[Waiver, ...]:
    """The waivers of a file.

    Raises:
        PackError: every mistake, one a line: `FILE: $.path: reason`.
    """
    draft = Draft(tree={}, origins={}, files=[], digest="", mistakes=[])
    tree = _yaml(draft, file, text)
    found, mistakes = _waivers(tree, file)
    mistakes = draft.mistakes + mistakes
    if mistakes:
        raise PackError("\n".join(str(m) for m in mistakes))
    return found


def _merge_file(draft: Draft, layer: str, name: str, text: str, *, first: bool) -> None:
    origin = f"{layer}/{name}"
    tree = _yaml(draft, origin, text)
    head = {k: str(tree.get(k, "")) for k in ("version", "retrieved")}
    draft.files.append(PackFile(layer=layer, name=name, **head))
    if name == "waivers.yaml":
        waivers, mistakes = _waivers(tree, origin)
        draft.mistakes.extend(mistakes)
        stored = draft.tree.setdefault("waivers", {})
        for waiver in waivers:
            stored[waiver.id] = msgspec.to_builtins(waiver)
            draft.origins[f"waivers/{waiver.id}"] = origin
        return
    target = draft.tree
    place = FILES[name]
    for part in place:
        target = target.setdefault(part, {})
    _merge_tree(target, tree, "/".join(place), None if first else origin, draft.origins)


def _merge_tree(
    target: dict[str, Any],
    tree: Mapping[str, Any],
    path: str,
    origin: str | None,
    origins: dict[str, str],
) -> None:
    for key, value in tree.items():
        here = f"{path}/{key}"
        old = target.get(key)
        if isinstance(value, Mapping) and isinstance(old, dict):
            _merge_tree(old, value, here, origin, origins)
            continue
        if isinstance(value, Mapping):
            fresh: dict[str, Any] = {}
            target[key] = fresh
            _merge_tree(fresh, value, here, origin, origins)
        else:
            target[key] = value
        if origin is not None:
            origins[here] = origin


def _yaml(draft: Draft, origin: str, text: str) -> Mapping[str, Any]:
    from sbom.readers.yaml_reader import loads_yaml

    try:
        documents = loads_yaml(text)
    except ParseError as error:
        draft.mistakes.append(Mistake(origin, "$", str(error)))
        return {}
    if not documents or documents[0] is None:
        return {}
    if not isinstance(documents[0], dict):
        draft.mistakes.append(Mistake(origin, "$", "holds no mapping at the top"))
        return {}
    return documents[0]


def _waivers(tree: Mapping[str, Any], origin: str) -> tuple[tuple[Waiver, ...], list[Mistake]]:
    """Waivers of one file; each wrong one is named and left out."""
    mistakes = [
        Mistake(
            origin, f"$.{key}", "is not a key of this file: version, source, retrieved, waivers"
        )
        for key in tree
        if key not in {"version", "source", "retrieved", "waivers"}
    ]
    entries = tree.get("waivers") or []
    if not isinstance(entries, list):
        return (), [*mistakes, Mistake(origin, "$.waivers", "is not a list")]
    found: dict[str, Waiver] = {}
    for index, entry in enumerate(entries):
        path = f"$.waivers[{index}]"
        wrong = shape_mistakes(entry, Waiver, None, origin=origin, path=path)
        if wrong:
            mistakes.extend(wrong)
            continue
        waiver = msgspec.convert(entry, Waiver)
        mistakes.extend(Mistake(origin, f"{path}.{f}", r) for f, r in problems(waiver))
        if waiver.id in found:
            mistakes.append(Mistake(origin, f"{path}.id", f"{waiver.id!r} is used twice"))
        found[waiver.id] = waiver
    return tuple(found.values()), mistakes


def _complete(draft: Draft) -> dict[str, Any]:
    tree = dict(draft.tree)
    tree["waivers"] = [w for _, w in sorted(tree.get("waivers", {}).items())]
    tree["digest"] = draft.digest
    tree["files"] = [msgspec.to_builtins(f) for f in draft.files]
    tree["origins"] = draft.origins
    return tree


def _doubles(layer: PackLayer) -> list[Mistake]:
    """Keys that stand twice in one mapping: YAML keeps the last one without a word."""
    import yaml

    found = []
    for name, text in layer.files.items():
        if name not in FILES:
            continue
        try:
            stack = [yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))]
        except yaml.YAMLError:
            continue
        while stack:
            node = stack.pop()
            if isinstance(node, yaml.MappingNode):
                seen: set[str] = set()
                for key, value in node.value:
                    stack.append(value)
                    if key.value in seen:
                        reason = f"key {key.value!r} stands twice"
                        line = f"line {key.start_mark.line + 1}"
                        found.append(Mistake(f"{layer.name}/{name}", line, reason))
                    seen.add(key.value)
            elif isinstance(node, yaml.SequenceNode):
                stack.extend(node.value)
    return found
