"""What the contracts of a system hold, out of the descriptors that reading them left.

Of each folder the document that prevails speaks; of several folders of one system the worst for the
customer. A clause that only one of the two signals points at is not sure.
"""

from collections.abc import Iterable, Mapping

import msgspec

from policies.facts import Facts, SystemFact
from policies.finding import Confidence, Finding, Place, Severity, SubjectKind, Verdict
from policies.pack_vendor import ClauseChoice

CLAUSE, DOCUMENT = "contract-clause", "contract-document"
_BADNESS = {"contradicted": 0, "unclear": 1, "weak": 2, "present": 3}
_SERVICES = frozenset({"saas", "cloud", "hosting", "iaas", "paas"})
_SHOWN = 20


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """One clause as one folder settles it."""

    clause: str
    values: Mapping[str, str]
    """Properties of the descriptor: status, tier, quote, article, page, number.NAME ..."""
    place: Place

    @property
    def status(self) -> str:
        """`present`, `weak`, `contradicted` or `unclear`."""
        return self.values.get("status", "")

    @property
    def sure(self) -> bool:
        """Both signals point at it."""
        return self.values.get("tier") == "both"

    def number(self, name: str) -> float | None:
        """A value that was read, as `sbom.contracts.values_clause.Values.number`."""
        written = self.values.get(f"number.{name}", "")
        try:
            return float(written) if written else None
        except ValueError:
            return None


class Held(msgspec.Struct, kw_only=True):
    """The contracts of one system, or of one folder that no system claims."""

    system: str
    subject: str
    """System id, or the uri of the folder."""
    name: str
    """For people: the system's name, or the uri."""
    documents: list[Place] = []
    """Readable documents."""
    papers: set[str] = set()
    """What kinds of document they are: `agreement`, `dpa` (a processor agreement) ..."""
    partial: bool = False
    """Some page or document could not be read."""
    clauses: dict[str, list[Clause]] = {}
    """By clause id, worst for the customer first; only those that prevail in their folder."""

    def worst(self, clause: str) -> Clause | None:
        """The worst that is sure, else the worst; None where nothing was found."""
        found = self.clauses.get(clause, [])
        return next((c for c in found if c.sure), found[0] if found else None)


def held(facts: Facts) -> list[Held]:
    """The contracts of every system that has any, sorted by subject."""
    out: dict[tuple[str, str], Held] = {}
    systems = facts.systems()
    for fact in facts.descriptors((CLAUSE, DOCUMENT)):
        one = _of(out, fact.system, fact.source, systems)
        values = dict(fact.descriptor.properties)
        place = Place(source=fact.source, path=fact.path)
        if fact.descriptor.kind == DOCUMENT:
            one.documents.append(place)
            one.papers.add(values.get("paper", ""))
            one.partial = one.partial or bool(values.get("unread"))
        elif values.get("leads"):
            made = Clause(clause=fact.descriptor.name, values=values, place=place)
            one.clauses.setdefault(made.clause, []).append(made)
    for source in facts.sources() if out else ():
        failed = source.kind == "contracts" and (
            source.state != "complete"
            or any(f.state in {"failed", "partial"} for f in source.files)
        )
        key = (source.system, source.system or source.uri)
        if failed and key in out:
            out[key].partial = True
    for one in out.values():
        for clauses in one.clauses.values():
            clauses.sort(key=lambda c: (_BADNESS.get(c.status, 9), c.place))
    return [out[key] for key in sorted(out, key=lambda k: (k[1], k[0]))]


def _of(
    out: dict[tuple[str, str], Held], system: str, source: str, systems: Mapping[str, SystemFact]
) -> Held:
    key = (system, system or source)
    if key not in out:
        name = systems[system].name if system in systems else key[1]
        out[key] = Held(
            system=system, subject=key[1], name=name, documents=[], papers=set(), clauses={}
        )
    return out[key]


def is_service(system: SystemFact | None) -> bool:
    """Whether a system is a data processing service, to which the Data Act's rules on switching apply."""
    return system is not None and not _SERVICES.isdisjoint(system.tags)


def wanted(
    choices: Mapping[str, ClauseChoice], only: Iterable[str], system: SystemFact | None
) -> dict[str, ClauseChoice]:
    """The clauses that a contract for a system should hold, with how much each matters.

    Args:
        choices: Of the pack.
        only: Ids of the clauses whose absence counts; none: all but those whose absence is fine.
        system: The system; None: not known, so that clauses about personal data count.
    """
    personal = system is None or "personal-data" in system.tags
    named = set(only)
    return {
        name: choice
        for name, choice in choices.items()
        if (name in named if named else not choice.absence_is_fine)
        and (personal or not choice.personal_data)
    }


def finding(
    rule: str,
    one: Held,
    *,
    name: tuple[str, str],
    verdict: Verdict,
    severity: Severity,
    key: tuple[tuple[str, str], ...],
    values: Mapping[str, str],
    places: Iterable[Place],
) -> Finding:
    """A finding about the contracts of a system.

    Args:
        rule: Id of the rule.
        one: Whose contracts.
        name: Of the clause, Dutch and English.
        verdict: DEVIATES or UNKNOWN.
        severity: How much it matters.
        key: What makes it another finding than one of the same rule on the same system.
        values: For the texts, beside names.
        places: Documents.
    """
    shown = sorted(set(places))
    told = {**values, "clause_nl": name[0], "clause_en": name[1], "system_name": one.name}
    return Finding(
        rule=rule,
        subject_kind=SubjectKind.SYSTEM if one.system else SubjectKind.SOURCE,
        subject=one.subject,
        system=one.system,
        verdict=verdict,
        severity=severity,
        confidence=Confidence.MEDIUM,
        key=key,
        values=tuple(sorted((k, v) for k, v in told.items() if v)),
        places=tuple(shown[:_SHOWN]),
        place_count=len(shown),
    )


def where(clause: Clause) -> str:
    """Document, article and page of a clause, for the texts."""
    values = clause.values
    parts = [values.get("document", clause.place.path)]
    parts += [f"art. {values['article']}"] if values.get("article") else []
    parts += [f"p. {values['page']}"] if values.get("page") else []
    return ", ".join(parts)


def quote(clause: Clause, most: int = 300) -> str:
    """The words of a clause on one line, cut at a word."""
    words = " ".join(clause.values.get("quote", "").split())
    if len(words) <= most:
        return words
    return words[:most].rpartition(" ")[0] + " ..."
