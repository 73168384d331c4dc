"""Score of Sluis against what other scanners expect of manifests and lock files.

Usage, from the root of the repository: `.venv/bin/python tests/peers/score.py [--out FOLDER] [--docs]`.

Every case of the fixture set goes through `sluis sbom create`; the CycloneDX document is read back,
the rules of the other scanner (rules.yaml) are applied, and the sets of name and version compared.
Printed per format: files, exact, precision and recall, raw and after the rules; then every case that
still differs with its reason (explained.yaml). `--out` also writes results.jsonl (after the rules)
and raw.jsonl, in the shape that the scorer of the fixture set reads; `--docs` renews the tables of
docs/peers.md.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

from peers.comparing import (  # noqa: E402 - a script finds its neighbours first
    Key,
    Tally,
    Verdict,
    by_file,
    judge,
    keys_expected,
    keys_ours,
    macro,
    tally,
)
from peers.filtering import Rule, apply, load_rules  # noqa: E402 - as above
from peers.reading import Reading, Record, load, peer_of, read  # noqa: E402 - as above

Case = dict[str, Any]
Judged = list[tuple[Case, Verdict]]


@dataclass(frozen=True)
class Score:
    """Everything that one run tells."""

    cases: list[Case]
    raw: Judged
    after: Judged
    nothing: dict[str, bool]
    """By case id: whether saying nothing would be right."""
    readings: dict[str, Reading]
    kept: dict[str, list[Record]]

    def tallies(
        self, *, raw: bool = False, without: frozenset[str] = frozenset()
    ) -> dict[str, Tally]:
        """Sums per format.

        Args:
            raw: Before the rules.
            without: Ids of cases that do not count.
        """
        judged = self.raw if raw else self.after
        return tally([(c, v) for c, v in judged if c["id"] not in without], self.nothing)

    def unflagged(self, *, spelled: bool = False, without: frozenset[str] = frozenset()) -> float:
        """Precision of the components that carry no flag; nothing else is left out.

        Args:
            spelled: Names and versions as the peer spells them, by its rules.
            without: Ids of cases that do not count.
        """
        shared = listed = 0
        rules = load_rules()["peers"]
        for case, _ in self.after:
            if case["id"] in without or case["match"].startswith(("count", "subset")):
                continue
            expected: set[Key] = keys_expected(case)
            reading = self.readings[case["id"]]
            listed_here = (
                apply(case, reading, rules, spelling_only=True) if spelled else reading.records
            )
            ours = keys_ours(case, (r for r in listed_here if not r.flagged))
            shared, listed = shared + len(ours & expected), listed + len(ours)
        return shared / listed


def explained() -> dict[str, dict[str, str]]:
    """Kind and reason by case id."""
    import yaml

    text = (HERE / "explained.yaml").read_text(encoding="utf-8")
    reasons: dict[str, dict[str, str]] = yaml.safe_load(text)
    return reasons


def run(folder: Path) -> Score:
    """Read and judge every case of the fixture set in `folder`."""
    document = load_rules()
    cases = load(folder)
    readings: dict[str, Reading] = {}
    kept: dict[str, list[Record]] = {}
    for case in cases:
        with tempfile.TemporaryDirectory() as scratch:
            reading = read(case, folder, Path(scratch), document["real-names"])
        readings[case["id"]] = reading
        kept[case["id"]] = apply(case, reading, document["peers"])
    return Score(
        cases=cases,
        raw=by_file(
            cases,
            lambda c: judge(c, list(readings[c["id"]].records), readings[c["id"]].error),
        ),
        after=by_file(cases, lambda c: judge(c, kept[c["id"]], readings[c["id"]].error)),
        nothing={c["id"]: judge(c, [], "").exact for c in cases},
        readings=readings,
        kept=kept,
    )


def total(tallies: dict[str, Tally]) -> Tally:
    """All formats together."""
    whole = Tally()
    for t in tallies.values():
        whole.files += t.files
        whole.exact += t.exact
        whole.shared += t.shared
        whole.extra += t.extra
        whole.missing += t.missing
        whole.peers |= t.peers
    return whole


def summary(score: Score) -> list[str]:
    """The figures over everything, with and without the cases in which the fixture set is off."""
    off = frozenset(i for i, e in explained().items() if e["kind"] == "index")
    lines = []
    for title, without in (("all cases", frozenset()), ("without faults of the index", off)):
        for name, raw in (("raw", True), ("after rules", False)):
            tallies = score.tallies(raw=raw, without=without)
            whole, (average, formats) = total(tallies), macro(tallies)
            lines.append(
                f"{title}, {name}: exact {whole.exact} of {whole.files}, precision "
                f"{whole.precision:.3f}, recall {whole.recall:.3f}, macro average of exact over "
                f"{formats} formats {average:.3f}"
            )
        lines.append(
            f"{title}: precision of unflagged components {score.unflagged(without=without):.3f}, "
            f"with the peer's spelling {score.unflagged(spelled=True, without=without):.3f}"
        )
    return lines


def support(score: Score) -> dict[tuple[str, int], frozenset[str]]:
    """By peer and place of the rule: the files that are right only because of that rule."""
    found: dict[tuple[str, int], frozenset[str]] = {}
    for peer, rules in load_rules()["peers"].items():
        cases = [c for c in score.cases if peer_of(c) == peer]
        right = {c["file"] for c, v in score.after if v.exact and peer_of(c) == peer}
        for place in range(len(rules)):
            fewer = {peer: rules[:place] + rules[place + 1 :]}
            without = by_file(cases, partial(_judged, score, fewer))
            found[peer, place] = frozenset(right - {c["file"] for c, v in without if v.exact})
    return found


def _judged(score: Score, rules: dict[str, list[Rule]], case: Case) -> Verdict:
    reading = score.readings[case["id"]]
    return judge(case, apply(case, reading, rules), reading.error)


def held_out(score: Score, found: dict[tuple[str, int], frozenset[str]]) -> dict[str, Tally]:
    """Sums per format when a file may not use a rule that no other file needs.

    The rules were made from the same files that they are judged by; this is what is left of the
    exact files when each rule must have been learnt from another file. Only `exact` means
    something.
    """
    alone = {(peer, next(iter(files))) for (peer, _), files in found.items() if len(files) == 1}
    judged = [
        (c, replace(v, exact=v.exact and (peer_of(c), c["file"]) not in alone))
        for c, v in score.after
    ]
    return tally(judged, score.nothing)


def caution(score: Score, found: dict[tuple[str, int], frozenset[str]]) -> list[str]:
    """How much of the figures rests on rules made for single files."""
    kept = held_out(score, found)
    average, formats = macro(kept)
    single = sum(len(files) == 1 for files in found.values())
    none = sum(not files for files in found.values())
    left = total(kept)
    return [
        f"{len(found)} rules: {single} make exactly one file right, {none} make none right alone",
        (
            f"without rules that only one file needs: exact {left.exact} of {left.files}, macro average of exact over {formats} formats {average:.3f}"
        ),
    ]


def table(score: Score) -> list[str]:
    """Markdown rows, one a format."""
    raw, after = score.tallies(raw=True), score.tallies()
    rows = [
        "| Format | Peers | Files | Exact raw | P raw | R raw | Exact | P | R |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, t in after.items():
        r = raw[name]
        rows.append(
            f"| {name} | {', '.join(sorted(t.peers))} | {t.files} | {r.exact} | {r.precision:.3f} "
            f"| {r.recall:.3f} | {t.exact} | {t.precision:.3f} | {t.recall:.3f} |"
        )
    return rows


def differences(score: Score) -> list[str]:
    """Every case that still differs, with names and reason."""
    reasons = explained()
    lines = []
    for case, verdict in score.after:
        if verdict.exact:
            continue
        reason = reasons.get(case["id"], {"kind": "?", "why": "not explained"})
        lines.append(f"{case['id']} {case['format']}: {reason['kind']}: {reason['why']}")
        if verdict.expected_count not in {None, verdict.count}:
            lines.append(f"    entries: {verdict.count}, expected {verdict.expected_count}")
        for word, keys in (("missing", verdict.missing), ("extra", verdict.extra)):
            if keys:
                shown = ", ".join("@".join(filter(None, k)) for k in keys[:8])
                more = f" and {len(keys) - 8} more" if len(keys) > 8 else ""
                lines.append(f"    {word}: {shown}{more}")
    return lines


def kinds(score: Score) -> list[str]:
    """Markdown rows: how many remaining differences of each kind."""
    reasons = explained()
    counted = Counter(reasons[c["id"]]["kind"] for c, v in score.after if not v.exact)
    meaning = {
        "index": "the fixture set is off (another file, a file missing, marked as error in vain)",
        "resolves": "the peer ran a build tool, or read files that are not in the set",
        "counts": "only the number of entries differs; the set states no names",
        "peer": "a mistake or limit of the peer that no flag of ours expresses",
        "ours": "Sluis does not do this",
    }
    rows = ["| Kind | Files | Meaning |", "|---|--:|---|"]
    return rows + [f"| {k} | {counted[k]} | {meaning[k]} |" for k in meaning]


def rules_table(
    rules: dict[str, list[Rule]], found: dict[tuple[str, int], frozenset[str]]
) -> list[str]:
    """Markdown rows: what each peer does otherwise, per format, and how many files show it."""
    rows = ["| Peer | Formats | Does otherwise | Files | Source |", "|---|---|---|--:|---|"]
    for peer, listed in rules.items():
        for place, rule in enumerate(listed):
            formats = rule.get("for", rule.get("ecosystem", "all"))
            where = ", ".join(formats) if isinstance(formats, list) else str(formats)
            did = [
                f"{word} `{json.dumps(rule[word], ensure_ascii=False)}`"
                for word in (
                    "options",
                    "beside",
                    "file-says",
                    "when",
                    "leave-out",
                    "spell",
                    "once-per",
                )
                if rule.get(word)
            ]
            text = "; ".join(did).replace("|", "\\|")
            source = rule["source"].replace("|", "/")
            rows.append(f"| {peer} | {where} | {text} | {len(found[peer, place])} | {source} |")
    return rows


def renew(page: str, sections: dict[str, list[str]]) -> str:
    """A page with its generated sections replaced."""
    for name, lines in sections.items():
        start, end = f"<!-- generated: {name} -->", f"<!-- end: {name} -->"
        head, _, rest = page.partition(start)
        _, _, tail = rest.partition(end)
        page = f"{head}{start}\n\n" + "\n".join(lines) + f"\n\n{end}{tail}"
    return page


def sections(score: Score) -> dict[str, list[str]]:
    """The generated sections of docs/peers.md."""
    found = support(score)
    return {
        "figures": [f"- {line}" for line in (*summary(score), *caution(score, found))],
        "formats": table(score),
        "differences": kinds(score),
        "rules": rules_table(load_rules()["peers"], found),
    }


def _write(score: Score, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    raw = {i: list(r.records) for i, r in score.readings.items()}
    for name, records in (("raw.jsonl", raw), ("results.jsonl", score.kept)):
        lines = []
        for case in score.cases:
            packages = [
                {"name": r.name, "version": r.version, "purl": r.purl} for r in records[case["id"]]
            ]
            error = score.readings[case["id"]].error or None
            lines.append(json.dumps({"id": case["id"], "packages": packages, "error": error}))
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Run, print, and write what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--fixtures", type=Path, help="folder of the unpacked fixture set")
    parser.add_argument("--out", type=Path, help="folder for results.jsonl and raw.jsonl")
    parser.add_argument("--docs", action="store_true", help="renew the tables of docs/peers.md")
    given = parser.parse_args()
    root = HERE.parent.parent
    folder = given.fixtures
    if folder is None:
        unpack = root.parent / "shared" / "fixtures" / "unpack"
        done = subprocess.run([str(unpack)], capture_output=True, text=True, check=True)
        folder = Path(done.stdout.strip())
    score = run(folder)
    shown = [*table(score), "", *differences(score), "", *summary(score)]
    shown.extend(caution(score, support(score)))
    sys.stdout.write("\n".join(shown) + "\n")
    if given.out:
        _write(score, given.out)
    if given.docs:
        page = root / "docs" / "peers.md"
        page.write_text(renew(page.read_text(encoding="utf-8"), sections(score)), encoding="utf-8")


if __name__ == "__main__":
    main()
