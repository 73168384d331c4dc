"""A policy pack: what the town chose, as values. Read from YAML by `pack_load`, judged by rules."""

from datetime import date
from enum import StrEnum

import msgspec

from policies.finding import Severity
from policies.pack_conditions import Conditions
from policies.pack_parts import Bilingual, Certainty, PackHead, Part, Source
from policies.pack_promises import Promises
from policies.pack_standards import Standard, StandardCheck, Standards
from policies.pack_vendor import VendorPolicy
from policies.waiver import Waiver

__all__ = ["Bilingual", "Certainty", "Source", "Standard", "StandardCheck", "Standards"]
"""Parts that live in modules of their own."""

FILES = {
    "strategy.yaml": ("strategy",),
    "licenses.yaml": ("licenses",),
    "license-refs.yaml": ("license_refs",),
    "standards.yaml": ("standards",),
    "vendor.yaml": ("vendor",),
    "conditions.yaml": ("conditions",),
    "promises.yaml": ("promises",),
    "texts.nl.yaml": ("texts", "nl"),
    "texts.en.yaml": ("texts", "en"),
    "cases.yaml": ("cases",),
    "waivers.yaml": ("waivers",),
}
"""Files of a layer, each optional above the first layer, to their place in the merged pack."""


class Outcome(StrEnum):
    """What the pack says of a licence class in a use context, mildest first."""

    ALLOW = "allow"
    """Nothing to do."""
    NOTE = "note"
    """Allowed; duties come with it."""
    REVIEW = "review"
    """Someone has to decide and record it."""
    DENY = "deny"
    """Not allowed without a waiver."""


class LicenseClass(Part, frozen=True):
    """A class of licences."""

    order: int
    """Strictness, least first; settles equal outcomes in an OR."""
    open: bool
    """Whether it counts as open source."""
    name: Bilingual
    obligations: tuple[str, ...] = ()
    """Keys of `obligations`."""
    note: str = ""


class Obligation(Part, frozen=True):
    """A duty that comes with a class."""

    text: Bilingual
    trigger: str
    """What sets it off: `distribution`, `remote-interaction`, `litigation`, `time` or `use`."""
    certainty: Certainty = Certainty.OWN_KNOWLEDGE


class UseContext(Part, frozen=True):
    """A way of using software that a licence distinguishes."""

    name: Bilingual
    distribution: str
    """`no`, `network-only`, `yes`, or the same seen from the supplier: `vendor`,
    `vendor-network-only`.
    """
    note: str = ""


class UseModeContexts(Part, frozen=True):
    """Contexts of one use mode of `estate.yaml`."""

    own: str
    """For components found in sources of the town."""
    supplied: str
    """For components in an SBOM that a supplier delivered."""
    why: str = ""


class ExceptionEffect(Part, frozen=True):
    """What a licence exception does to the class."""

    effect: str
    """`weak-copyleft` (class becomes so), `output-only` (frees generated output) or `none`."""
    certainty: Certainty = Certainty.OWN_KNOWLEDGE


class LicenseEntry(Part, frozen=True):
    """Class of one licence id."""

    license_class: str = msgspec.field(name="class")
    by: str
    """`curated` (set here), `scancode` (from ScanCode's category), `family` (by name, to be
    reviewed).
    """
    osi: bool = False
    fsf: bool = False
    deprecated: bool = False
    review: bool = False
    """True: a person should look at this classification."""
    material: str = ""
    """`font`, `data`, `content`, `hardware` ...; empty: software."""
    note: str = ""


class Licenses(PackHead, frozen=True):
    """`licenses.yaml`: classes, contexts and the verdict for each pair."""

    precedence: tuple[str, ...]
    """Kinds of claims, strongest first: a stated view, not a truth."""
    several_claims: str
    """`all`: several claims of one kind all apply (AND); `any`: one may be chosen (OR)."""
    dev_scopes: tuple[str, ...]
    """Scopes judged as `dev_context`, whatever the system's use mode."""
    dev_context: str
    classes: dict[str, LicenseClass]
    obligations: dict[str, Obligation]
    contexts: dict[str, UseContext]
    use_modes: dict[str, UseModeContexts]
    """By `UseMode` value, and `unlinked` for sources that no system claims."""
    matrix: dict[str, dict[str, Outcome]]
    """Class, then context."""
    exceptions: dict[str, ExceptionEffect]
    ids: dict[str, LicenseEntry]
    """SPDX ids and the town's own `LicenseRef-` ids."""


class LicenseRefs(PackHead, frozen=True):
    """`license-refs.yaml`: keys of ScanCode LicenseDB without an SPDX id, by class."""

    prefix: str
    refs: dict[str, tuple[str, ...]]
    """Class to ids without the prefix."""


class RuleSetting(Part, frozen=True):
    """The town's choice for one rule."""

    severity: Severity
    enabled: bool = True
    params: dict[str, int | str | tuple[str, ...]] = msgspec.field(default_factory=dict)
    """What the rule asks for; see its page."""
    valid_from: date | None = None
    """First day on which the rule counts; None: always."""
    valid_to: date | None = None
    source: str = ""
    """Norm with article, or document with section."""
    certainty: Certainty = Certainty.OWN_DESIGN

    def holds(self, today: date) -> bool:
        """Whether the rule runs on a day."""
        early = self.valid_from is not None and today < self.valid_from
        late = self.valid_to is not None and today > self.valid_to
        return self.enabled and not early and not late


class Gate(Part, frozen=True):
    """When a run fails. Report-only unless the town says otherwise."""

    fail_on: str
    """`never`, or the lowest severity that fails a run."""
    count_unknown: bool = False
    """Whether open unknowns of that severity fail a run as well."""


class Strategy(PackHead, frozen=True):
    """`strategy.yaml`: which rules run and how much each matters."""

    name: str
    gate: Gate
    rules: dict[str, RuleSetting]
    waiver_grounds: dict[str, Bilingual]
    """Grounds on which a deviation may be approved."""
    waiver_warning_days: int
    """Days before its end that a waiver is announced."""


class RuleText(Part, frozen=True):
    """What a reader sees of one rule, in one language; `policies.texts` fills in the braces."""

    title: str
    message: str
    fix: str


class Texts(PackHead, frozen=True):
    """`texts.nl.yaml` or `texts.en.yaml`."""

    rules: dict[str, RuleText]
    words: dict[str, str]
    """Words for values, by `kind.value` (`outcome.deny`, `severity.high`, `use-mode.hosted`)."""


class Case(Part, frozen=True):
    """One example that the pack promises: claims and use, to a verdict."""

    name: str
    claims: tuple[tuple[str, str], ...]
    """(kind, raw)."""
    use_mode: str
    verdict: str
    scope: str = "runtime"
    supplied: bool = False
    outcome: str = ""
    license_class: str = msgspec.field(name="class", default="")
    chosen: str = ""
    state: str = ""


class Cases(PackHead, frozen=True):
    """`cases.yaml`: run by `policy test`."""

    cases: dict[str, Case]


class PackFile(Part, frozen=True):
    """One file that took part in a pack."""

    layer: str
    name: str
    version: str = ""
    retrieved: str = ""


class Pack(msgspec.Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """The merged pack. Compared and hashed by identity: load once, pass it on."""

    digest: str
    """SHA-256 over names and texts of all files of all layers; changes when any choice may have."""
    files: tuple[PackFile, ...]
    """In the order of merging."""
    strategy: Strategy
    licenses: Licenses
    license_refs: LicenseRefs
    texts: dict[str, Texts]
    """By language: `nl`, `en`."""
    cases: Cases | None = None
    standards: Standards | None = None
    vendor: VendorPolicy | None = None
    conditions: Conditions | None = None
    promises: Promises | None = None
    waivers: tuple[Waiver, ...] = ()
    """Of the layers' `waivers.yaml`, by id; the last layer wins."""
    origins: dict[str, str] = {}
    """`section/key/...` to `layer/file`, for values that a layer above the first one set."""

    @property
    def name(self) -> str:
        """Name of the pack, as the strategy gives it."""
        return self.strategy.name

    @property
    def version(self) -> str:
        """Version of the strategy."""
        return self.strategy.version

    def in_force(self, today: date) -> tuple[str, ...]:
        """Rules that hold on a day, sorted."""
        return tuple(sorted(n for n, s in self.strategy.rules.items() if s.holds(today)))

    def setting(self, rule: str) -> RuleSetting | None:
        """The setting of a rule; None when the pack does not know it."""
        return self.strategy.rules.get(rule)

    def origin_of(self, path: str) -> str:
        """`layer/file` that set a value; `path` as in `licenses/ids/MIT/class`."""
        found = self.origins.get(path)
        if found is not None:
            return found
        keys = tuple(path.split("/"))
        file = next((f for f, place in FILES.items() if keys[: len(place)] == place), keys[0])
        return f"{self.files[0].layer}/{file}"
