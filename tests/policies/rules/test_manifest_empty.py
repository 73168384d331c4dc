"""Rule manifest-empty: a hit, a miss, and what is counted."""

from policies.finding import SubjectKind, Verdict


def test_an_empty_lockfile_is_unknown(run, source, file) -> None:
    (finding,), _ = run("manifest-empty", sources=(source(files=(file(components=0),)),))
    assert finding.subject == "git/afspraken:package-lock.json"
    assert (finding.subject_kind, finding.verdict) == (SubjectKind.FILE, Verdict.UNKNOWN)


def test_other_files_are_counted(run, source, file) -> None:
    files = (
        file("a"),
        file("b", components=0, expects=False),
        file("c", components=0, state="failed"),
    )
    findings, counted = run("manifest-empty", sources=(source(files=files),))
    assert findings == []
    assert {(c.verdict, c.count) for c in counted} == {
        (Verdict.COMPLIES, 1),
        (Verdict.NOT_APPLICABLE, 1),
        (Verdict.UNKNOWN, 1),
    }
