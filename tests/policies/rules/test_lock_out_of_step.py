"""Rule lock-out-of-step: a hit, a miss, and what is counted."""

from policies.default_pack import load_default
from policies.facts import DescriptorFact
from policies.finding import Finding, Place, SubjectKind, Verdict
from policies.rule import Counted
from policies.texts import render
from sbom.inventory import Descriptor

RULE = "lock-out-of-step"


def told(kind: str, name: str, version: str = "", **properties: str) -> DescriptorFact:
    return DescriptorFact(
        source="git/afspraken",
        system="afspraken",
        path="package.json",
        descriptor=Descriptor(
            kind=kind, name=name, version=version, properties=tuple(properties.items())
        ),
    )


COMPARED = told("lock", "package-lock.json", asked="3")


def wrong(name: str, version: str = "", line: str = "7") -> DescriptorFact:
    return told(
        "lock-step", name, version, line=line, lock="package-lock.json", requirement="^2.0.0"
    )


def found(run, *descriptors: DescriptorFact) -> tuple[Finding, dict[str, str]]:
    (finding,), counted = run(RULE, descriptors=(COMPARED, *descriptors))
    assert counted == []
    return finding, dict(finding.values)


def test_a_lock_that_lacks_or_differs_deviates(run) -> None:
    finding, values = found(run, wrong("oud", "1.4.0"), wrong("weg", line="9"))
    assert (finding.subject_kind, finding.subject) == (
        SubjectKind.FILE,
        "git/afspraken:package.json",
    )
    assert (finding.verdict, finding.key) == (Verdict.DEVIATES, (("lock", "package-lock.json"),))
    assert (values["missing"], values["outside"]) == ("weg ^2.0.0", "oud ^2.0.0 (1.4.0)")
    assert [p.line for p in finding.places] == [7, 9]
    assert finding.places[0] == Place(source="git/afspraken", path="package.json", line=7)


def test_it_is_told_in_both_languages(run) -> None:
    finding, _ = found(run, wrong("weg"))
    dutch, english = (render(finding, load_default(), lang) for lang in ("nl", "en"))
    assert dutch.title == "Lockbestand loopt niet gelijk: package.json"
    assert "één onderdeel" in dutch.message
    assert "andere versie" not in dutch.message
    assert "Not in the lockfile: weg ^2.0.0." in english.message


def test_many_are_counted(run) -> None:
    finding, values = found(run, *(wrong(f"p{i:02}", line=str(i)) for i in range(1, 31)))
    assert values["number"] == "30"
    assert values["missing"].endswith("p10 ^2.0.0 (+20)")
    assert (len(finding.places), finding.place_count) == (20, 30)


def test_a_line_that_is_no_number_is_borne(run) -> None:
    for line in ("", "x", "9" * 5000):
        assert found(run, wrong("weg", line=line))[0].places[0].line == 0


def test_the_same_pair_keeps_its_fingerprint(run) -> None:
    one, other = found(run, wrong("weg"))[0], found(run, wrong("oud", "1.0.0"))[0]
    assert one.fingerprint == other.fingerprint


def test_what_is_in_step_is_counted(run) -> None:
    findings, counted = run(RULE, descriptors=(COMPARED,))
    assert findings == []
    assert counted == [Counted(system="afspraken", verdict=Verdict.COMPLIES, count=1)]
    assert run(RULE) == ([], [])
