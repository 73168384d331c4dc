"""What is wrong with a pack: first its shape, key by key, then what the values mean together."""

import types
import typing
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import msgspec

from policies.facts import UseMode
from policies.finding import Severity
from policies.pack import FILES, Licenses, Outcome, Pack
from policies.pack_promises import SIGNS
from sbom.license import LicenseKind


class Mistake(NamedTuple):
    """One mistake in a pack."""

    file: str
    """`layer/file`, or the file's own name."""
    path: str
    """Place within the file, from `$`."""
    reason: str

    def __str__(self) -> str:
        """As in messages: `FILE: $.path: reason`."""
        return f"{self.file}: {self.path}: {self.reason}"


class Origins(Protocol):
    """What is known of the files that a tree was merged from."""

    @property
    def origins(self) -> dict[str, str]:
        """`section/key` to `layer/file`."""
        ...

    @property
    def files(self) -> list[Any]:
        """Files in the order of merging, the first layer first."""
        ...


def shape_mistakes(
    tree: Any, kind: type, draft: Origins | None, *, origin: str = "", path: str = "$"
) -> list[Mistake]:
    """Unknown keys, missing keys and values of the wrong kind, each with its file and path.

    Args:
        tree: Plain values.
        kind: The Struct they should fit.
        draft: Where values come from; None: all from `origin`.
        origin: File name for messages without a draft.
        path: Path of `tree` itself.
    """
    found = []
    for keys, reason in _wrong(tree, kind, ()):
        if draft is None:
            found.append(Mistake(origin, path + _dotted(keys), reason))
        else:
            file, inner = _placed(keys, draft)
            found.append(Mistake(file, "$" + _dotted(inner), reason))
    return found


def meaning_mistakes(pack: Pack) -> list[Mistake]:
    """References to what does not exist, and choices that contradict the tool's promises."""
    found: list[Mistake] = []

    def wrong(section: str, keys: tuple[str, ...], reason: str) -> None:
        file = pack.origin_of("/".join((section, *keys)))
        found.append(Mistake(file, "$" + _dotted(keys), reason))

    _check_licenses(pack, wrong)
    _check_strategy(pack, wrong)
    _check_standards(pack, wrong)
    _check_vendor(pack, wrong)
    _check_conditions(pack, wrong)
    _check_promises(pack, wrong)
    return found


Wrong = Callable[[str, tuple[str, ...], str], None]
"""Notes a mistake: section, keys, reason."""


_STATUSES = frozenset(
    {"mandatory", "legally-required", "recommended", "in-procedure", "removed", "not-listed"}
)


def _check_standards(pack: Pack, wrong: Wrong) -> None:
    if pack.standards is None:
        return
    for status in pack.standards.binding:
        if status not in _STATUSES:
            wrong("standards", ("binding",), f"{status!r} is not a status")
    for name, standard in pack.standards.standards.items():
        if standard.status not in _STATUSES:
            reason = f"{standard.status!r} is not a status"
            wrong("standards", ("standards", name, "status"), reason)
        for tag in standard.relevant_when:
            if tag not in pack.standards.tags:
                wrong("standards", ("standards", name, "relevant_when"), f"{tag!r} is not a tag")


_DECISIONS = frozenset({"do-not-sign", "negotiate", "cannot-be-judged", "sign"})


def _check_vendor(pack: Pack, wrong: Wrong) -> None:
    if pack.vendor is None:
        return
    for row in pack.vendor.decision:
        if row.verdict not in _DECISIONS:
            wrong("vendor", ("decision",), f"{row.verdict!r} is not a verdict")
        if row.when.verdict not in {"deviates", "unknown"}:
            wrong("vendor", ("decision",), f"{row.when.verdict!r} cannot decide")


def _check_promises(pack: Pack, wrong: Wrong) -> None:
    if pack.promises is None:
        return
    for name, promise in pack.promises.promises.items():
        for field in ("against", "doubts", "backs"):
            for sign in getattr(promise, field):
                if sign not in SIGNS:
                    reason = f"{sign!r} is not a sign: {', '.join(sorted(SIGNS))}"
                    wrong("promises", ("promises", name, field), reason)


def _check_conditions(pack: Pack, wrong: Wrong) -> None:
    if pack.conditions is None:
        return
    for index, pair in enumerate(pack.conditions.pairs):
        if pair.fit not in {"fits", "separate", "review", "conflicts"}:
            reason = f"{pair.fit!r} is not one of fits, separate, review, conflicts"
            wrong("conditions", ("pairs", str(index), "fit"), reason)
    triggers = {o.trigger for o in pack.licenses.obligations.values()} | {"distribution"}
    for name, duty in pack.conditions.duties.items():
        if duty.trigger not in triggers:
            reason = f"{duty.trigger!r} is not one of {', '.join(sorted(triggers))}"
            wrong("conditions", ("duties", name, "trigger"), reason)


def _check_licenses(pack: Pack, wrong: Wrong) -> None:
    data = pack.licenses
    _check_matrix(data, wrong)
    for name, entry in data.classes.items():
        for duty in entry.obligations:
            if duty not in data.obligations:
                wrong("licenses", ("classes", name, "obligations"), f"{duty!r} is not defined")
    for mode in [*UseMode, "unlinked"]:
        pair = data.use_modes.get(str(mode))
        if pair is None:
            wrong("licenses", ("use_modes", str(mode)), "is missing")
            continue
        for side, context in (("own", pair.own), ("supplied", pair.supplied)):
            if context not in data.contexts:
                wrong("licenses", ("use_modes", str(mode), side), f"{context!r} is not a context")
    for name, license_entry in data.ids.items():
        if license_entry.license_class not in data.classes:
            reason = f"{license_entry.license_class!r} is not a class"
            wrong("licenses", ("ids", name, "class"), reason)
    for name in pack.license_refs.refs:
        if name not in data.classes:
            wrong("license_refs", ("refs", name), "is not a class")
    for name, effect in data.exceptions.items():
        if effect.effect not in {"weak-copyleft", "output-only", "none"}:
            reason = "is not weak-copyleft, output-only or none"
            wrong("licenses", ("exceptions", name, "effect"), reason)
    if data.dev_context not in data.contexts:
        wrong("licenses", ("dev_context",), f"{data.dev_context!r} is not a context")
    if sorted(data.precedence) != sorted(LicenseKind):
        kinds = ", ".join(LicenseKind)
        wrong("licenses", ("precedence",), f"names each kind of claim once: {kinds}")
    if data.several_claims not in {"all", "any"}:
        wrong("licenses", ("several_claims",), "is not all or any")


def _check_matrix(data: Licenses, wrong: Wrong) -> None:
    for name in ("unknown", "weak-copyleft"):
        if name not in data.classes:
            wrong("licenses", ("classes", name), "is missing; the tool needs this class")
    for name in data.classes:
        row = data.matrix.get(name)
        if row is None:
            wrong("licenses", ("matrix", name), "the class has no row")
            continue
        for context in data.contexts:
            if context not in row:
                wrong("licenses", ("matrix", name, context), "the context has no outcome")
    for name, row in data.matrix.items():
        if name not in data.classes:
            wrong("licenses", ("matrix", name), "is not a class")
        for context, outcome in row.items():
            if context not in data.contexts:
                wrong("licenses", ("matrix", name, context), "is not a context")
            if name == "unknown" and outcome in {Outcome.ALLOW, Outcome.NOTE}:
                wrong("licenses", ("matrix", name, context), "unknown never passes: review or deny")


def _check_strategy(pack: Pack, wrong: Wrong) -> None:
    strategy = pack.strategy
    if strategy.gate.fail_on not in {"never", *Severity}:
        wrong("strategy", ("gate", "fail_on"), "is not never or a severity")
    for rule in strategy.rules:
        for language, texts in pack.texts.items():
            if rule not in texts.rules:
                wrong(f"texts/{language}", ("rules", rule), "the rule has no text")
    for language in ("nl", "en"):
        if language not in pack.texts:
            wrong(f"texts/{language}", (), "the language is missing")
    for waiver in pack.waivers:
        if waiver.ground not in strategy.waiver_grounds:
            known = ", ".join(strategy.waiver_grounds)
            reason = f"ground {waiver.ground!r} is not one of the pack: {known}"
            wrong("waivers", (waiver.id,), reason)


Step = tuple[str, ...]


def _wrong(value: Any, kind: Any, keys: Step) -> list[tuple[Step, str]]:
    """(keys, reason) of every mistake of shape, in the order of the tree."""
    bare = _bare(kind)
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        return _wrong_struct(value, bare, keys)
    origin, arguments = typing.get_origin(bare), typing.get_args(bare)
    if origin is dict:
        if not isinstance(value, dict):
            return [(keys, f"is {_kind(value)}, not a mapping")]
        return [w for k, v in value.items() for w in _wrong(v, arguments[1], (*keys, str(k)))]
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        if not isinstance(value, (list, tuple)):
            return [(keys, f"is {_kind(value)}, not a list")]
        return [w for i, v in enumerate(value) for w in _wrong(v, arguments[0], (*keys, f"[{i}]"))]
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        return [(keys, str(error).partition(" - at ")[0])]
    return []


def _wrong_struct(value: Any, kind: type[msgspec.Struct], keys: Step) -> list[tuple[Step, str]]:
    if not isinstance(value, dict):
        return [(keys, f"is {_kind(value)}, not a mapping")]
    fields = {f.encode_name: f for f in msgspec.structs.fields(kind)}
    found: list[tuple[Step, str]] = []
    for key, item in value.items():
        field = fields.get(key)
        if field is None:
            from difflib import get_close_matches

            near = get_close_matches(str(key), fields, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ": " + ", ".join(fields)
            found.append(((*keys, str(key)), f"is not a known key{hint}"))
            continue
        found.extend(_wrong(item, field.type, (*keys, str(key))))
    for name, field in fields.items():
        if field.required and name not in value:
            found.append(((*keys, name), "is missing"))
    return found


def _bare(kind: Any) -> Any:
    """`X` for `X | None`; the type itself otherwise."""
    if typing.get_origin(kind) in {typing.Union, types.UnionType}:
        rest = [a for a in typing.get_args(kind) if a is not type(None)]
        if len(rest) == 1:
            return rest[0]
    return kind


def _kind(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "a yes or no"
    names = {str: "text", dict: "a mapping", list: "a list", int: "a number", float: "a number"}
    return next((n for t, n in names.items() if isinstance(value, t)), type(value).__name__)


def _placed(keys: Step, draft: Origins) -> tuple[str, Step]:
    """File and path within it of a place in the merged tree."""
    base = draft.files[0].layer if draft.files else "pack"
    for name, place in FILES.items():
        if keys[: len(place)] != place:
            continue
        inner = keys[len(place) :]
        for length in range(len(keys), len(place) - 1, -1):
            path = "/".join(keys[:length])
            if path in draft.origins:
                return draft.origins[path], inner
        below = "/".join(keys[:-1]) + "/"
        file = next((o for p, o in draft.origins.items() if p.startswith(below)), f"{base}/{name}")
        return file, inner
    return f"{base}/{keys[0] if keys else '?'}", keys


def _dotted(keys: Step) -> str:
    return "".join(k if k.startswith("[") else f".{k}" for k in keys)
