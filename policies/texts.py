"""What a reader sees of a finding: title, message and fix, in Dutch and English.

In a text, `{name}` is a value of the finding, in words where the pack has words for it;
`{n:one|many}` is `one` when the value is 1 and `many` otherwise, with `#` for the number;
`{name?text}` is the text when the value is there, and nothing when it is empty. A value that a
finding gives in both languages, as `name_nl` and `name_en`, is `{name}` here.
"""

import re

import msgspec

from policies.finding import Finding
from policies.pack import Bilingual, Pack, RuleText
from sbom.errors import PackError

_PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::([^{}|]*)\|([^{}|]*)|\?([^{}]*))?\}")
_WORDS = {
    "use_mode": "use-mode",
    "outcome": "outcome",
    "direct": "direct",
    "version_kind": "version-kind",
    "scope": "scope",
    "kind": "source-kind",
    "context": "context",
    "license_class": "class",
    "license_class_before": "class",
    "standard_scope": "standard-scope",
    "standard_check": "standard-check",
    "fit_reason": "fit-reason",
}
"""Values that the pack has words for."""


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """The texts of one finding in one language."""

    title: str
    message: str
    fix: str


def render(finding: Finding, pack: Pack, language: str, *, strict: bool = False) -> Rendered:
    """The texts of a finding.

    Args:
        finding: Of any rule of the pack.
        pack: With texts in the language.
        language: `nl` or `en`.
        strict: Raise for a placeholder without a value; otherwise it becomes the pack's word for
            unknown.

    Raises:
        PackError: the language or rule has no texts; with `strict` also a placeholder without a
        value.
    """
    texts = pack.texts.get(language)
    found = None if texts is None else texts.rules.get(finding.rule)
    if found is None:
        raise PackError(f"texts.{language}.yaml: $.rules.{finding.rule}: is missing")
    values = {
        "subject": finding.subject,
        "system": finding.system,
        "place_count": str(finding.place_count),
        **dict(finding.values),
    }
    ending = f"_{language}"
    values |= {k.removesuffix(ending): v for k, v in finding.values if k.endswith(ending)}

    fill = _Filler(values, pack, language, finding.rule if strict else "")
    return Rendered(title=fill(found.title), message=fill(found.message), fix=fill(found.fix))


def placeholders(text: RuleText) -> frozenset[str]:
    """Names of all values that the texts of a rule use."""
    parts = (text.title, text.message, text.fix)
    return frozenset(m[1] for part in parts for m in _PLACEHOLDER.finditer(part))


def word(pack: Pack, language: str, kind: str, value: str) -> str:
    """The pack's word for a value, or the value itself.

    Args:
        pack: With words in the language.
        language: `nl` or `en`.
        kind: For example `outcome`, `severity`, `verdict`, `use-mode`; `class` and `context` are
            named in `licenses.yaml`.
        value: As in the finding.
    """
    named = _named(pack, kind, value)
    if named is not None:
        return named.nl if language == "nl" else named.en
    texts = pack.texts.get(language)
    return value if texts is None else texts.words.get(f"{kind}.{value}", value)


def _named(pack: Pack, kind: str, value: str) -> Bilingual | None:
    if kind == "class" and value in pack.licenses.classes:
        return pack.licenses.classes[value].name
    if kind == "context" and value in pack.licenses.contexts:
        return pack.licenses.contexts[value].name
    if kind == "fit-reason":
        from policies.compatibility import REASONS

        return Bilingual(nl=REASONS[value][0], en=REASONS[value][1]) if value in REASONS else None
    if kind == "standard-scope" and pack.standards and value in pack.standards.standards:
        return pack.standards.standards[value].scope
    if kind == "standard-check" and pack.standards and value in pack.standards.standards:
        check = pack.standards.standards[value].check
        return None if check is None else check.how
    return None


class _Filler:
    """Fills in the values of one finding; raises for a missing one when it has a rule to name."""

    def __init__(self, values: dict[str, str], pack: Pack, language: str, rule: str) -> None:
        self._values = values
        self._pack = pack
        self._language = language
        self._rule = rule

    def __call__(self, text: str) -> str:
        return _PLACEHOLDER.sub(self._one, text)

    def _one(self, match: re.Match[str]) -> str:
        name, single, many, when = match.groups()
        value = self._values.get(name)
        if value is None:
            if self._rule:
                where = f"texts.{self._language}.yaml: $.rules.{self._rule}"
                raise PackError(f"{where}: no value for {{{name}}}")
            value = self._word("value", "unknown")
        kind = _WORDS.get(name)
        if when is not None:
            told = value if kind is None else self._word(kind, value)
            return when.replace("#", told) if value and value != "-" else ""
        if single is not None:
            return (single if value == "1" else many).replace("#", value)
        if name == "system_name" and not value:
            return self._word("system", "none")
        return value if kind is None else self._word(kind, value)

    def _word(self, kind: str, value: str) -> str:
        return word(self._pack, self._language, kind, value)
