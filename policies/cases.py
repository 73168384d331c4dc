"""Examples that a pack promises: claims and a use, to a verdict. `sluis policy test` runs them."""

import msgspec

from policies.facts import UseMode
from policies.licensing import LicenseVerdict, judge
from policies.pack import Case, Pack


class CaseResult(msgspec.Struct, frozen=True, kw_only=True):
    """One case and what came out."""

    id: str
    case: Case
    found: LicenseVerdict
    mistakes: tuple[tuple[str, str, str], ...]
    """(what, expected, found) of everything that differs; empty when the case holds."""

    @property
    def holds(self) -> bool:
        """Whether the verdict is as promised."""
        return not self.mistakes


def run_cases(pack: Pack) -> tuple[CaseResult, ...]:
    """Results of all cases of the pack, by id.

    Expectations that a case leaves empty are not checked.
    """
    cases = {} if pack.cases is None else pack.cases.cases
    return tuple(_run(key, case, pack) for key, case in sorted(cases.items()))


def _run(key: str, case: Case, pack: Pack) -> CaseResult:
    mode = None if case.use_mode == "unlinked" else UseMode(case.use_mode)
    claims = tuple(sorted(set(case.claims)))
    found = judge(claims, mode, case.scope, case.supplied, pack)
    pairs = (
        ("verdict", case.verdict, found.verdict.value),
        ("outcome", case.outcome, found.outcome.value),
        ("class", case.license_class, found.license_class),
        ("chosen", case.chosen, found.chosen),
        ("state", case.state, found.state.value),
    )
    wrong = tuple((what, want, got) for what, want, got in pairs if want and want != got)
    return CaseResult(id=key, case=case, found=found, mistakes=wrong)
