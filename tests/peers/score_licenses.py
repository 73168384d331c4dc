"""Score licence answers on the labelled files of the fixture set, class by class.

    python tests/peers/score_licenses.py [--half 0|1] [--answers OTHER.json] [--show]

Prints per class right, wrong and no answer, false SPDX ids apart from "no answer", and for files
with several licences the mean Jaccard index of the sets of SPDX ids (without LicenseRef).
`--answers` scores another tool: a JSON object of file to list of expressions. `--half` takes the
files whose SHA-256 is even (0) or odd (1), so a half can be kept out of tuning.

Reading of the labels, the same for every tool:

- deprecated ids mean what they mean today; where a label has a GNU licence without `-only` or
  `-or-later`, either counts;
- a label that is only a `LicenseRef-scancode-*` asks for no SPDX id: "unknown" is right, and so is the
  SPDX id that the list has given that text since (LicenseRef-scancode-fsl-1.1-mit is FSL-1.1-MIT);
- the expression of the whole is compared, as a set of ids with their exceptions;
- files of licensee that have no label ("other") are shown apart: two are Creative Commons texts.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
_PLAIN = re.compile(r"(?:A|L)?GPL-\d\.\d|GFDL-\d\.\d")
"""A GNU label that does not say whether later versions are allowed."""
_NAMES = re.compile(r" (?:AND|OR) ")


def say(*words: object) -> None:
    """One line for people."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")


class Verdict(NamedTuple):
    """How one file was answered."""

    group: str
    verdict: str
    jaccard: float | None
    false_ids: frozenset[str]


def ids(expressions: list[str]) -> set[str]:
    """Ids with their exceptions of expressions, deprecated ids as they are written today."""
    from sbom.licensing.ids import REPLACED_BY

    found = set()
    for text in expressions:
        for name in _NAMES.split(text.replace("(", " ").replace(")", " ")):
            bare = " ".join(name.split())
            if bare:
                found.add(REPLACED_BY.get(bare, bare))
    return found


def spdx(found: set[str]) -> set[str]:
    """Ids of the SPDX list."""
    return {name for name in found if not name.startswith("LicenseRef-")}


def family(name: str) -> str:
    """A GNU id without its ending; without its exception."""
    return re.sub(r"-(?:only|or-later)$", "", name.split(" WITH ", maxsplit=1)[0])


def judge(entry: dict[str, Any], whole: list[str], parts: list[str]) -> Verdict:
    """Compare an answer with a label.

    Args:
        entry: Entry of the fixture index.
        whole: Expression of the file.
        parts: Expressions of its detections.
    """
    label, answer = ids(entry["expected"]), ids(whole)
    if len(entry["expected"]) > 1 or any(" AND " in e for e in entry["expected"]):
        return _several(label, ids(parts))
    group = entry["class"] if entry["expected"] else f"no label: {entry['class']}"
    false = {family(n) for n in spdx(answer)} - {family(n) for n in label} - _same_text(label)
    if not label:
        return Verdict(group, "wrong" if spdx(answer) else "right", None, frozenset(false))
    loose = any(_PLAIN.fullmatch(e) or "-with-" in e for e in entry["expected"])
    if loose:
        right = {family(n) for n in answer} == {family(n) for n in label}
    elif spdx(label) == label:
        right = answer == label
    else:
        bases = {n.split(" WITH ")[0] for n in label}
        right = {n for n in spdx(answer) if family(n) not in _same_text(label)} <= spdx(
            label
        ) | bases
    verdict = "right" if right else "wrong" if spdx(answer) else "none"
    return Verdict(group, verdict, None, frozenset(false))


def _same_text(label: set[str]) -> set[str]:
    """SPDX ids of texts that a label still names by ScanCode's key."""
    from sbom.licensing.ids import canonical_license

    keys = (n.removeprefix("LicenseRef-scancode-").removesuffix("-en") for n in label - spdx(label))
    return {found for key in keys if (found := canonical_license(key)) is not None}


def _several(label: set[str], answer: set[str]) -> Verdict:
    wanted = {n.split(" WITH ")[0] for n in spdx(label)}
    given = {n.split(" WITH ")[0] for n in spdx(answer)}
    share = len(wanted & given) / len(wanted | given) if wanted | given else 1.0
    false = {family(n) for n in given} - {family(n) for n in wanted}
    verdict = "right" if share == 1 else "wrong" if false else "part"
    return Verdict("several licences", verdict, share, frozenset(false))


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["0", "1"])
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    unpack = ROOT.parent / "shared" / "fixtures" / "unpack"
    done = subprocess.run([str(unpack)], capture_output=True, text=True, check=True)
    folder = Path(done.stdout.strip()) / "D_licences"
    entries = [
        e
        for e in json.loads((folder / "index.json").read_text("utf-8"))["items"]
        if options.half is None or int(e["sha256"], 16) % 2 == int(options.half)
    ]
    others = json.loads(options.answers.read_text("utf-8")) if options.answers else None
    score(folder, entries, others, show=options.show)


def score(
    folder: Path, entries: list[dict[str, Any]], others: dict[str, Any] | None, *, show: bool
) -> None:
    """Answer, judge and print all entries."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    shares, false = [], Counter[str]()
    seconds = 0.0
    for entry in entries:
        if entry["class"] == "project folder":
            continue
        if others is None:
            whole, parts, spent = _ours(folder / entry["file"])
            seconds += spent
        else:
            parts = [e for e in others.get(entry["file"], ()) if e]
            whole = parts
        found = judge(entry, whole, parts)
        table[found.group][found.verdict] += 1
        if found.jaccard is not None:
            shares.append(found.jaccard)
        false["several" if found.jaccard is not None else "single"] += bool(found.false_ids)
        if show and found.verdict != "right":
            say(found.verdict, entry["file"], entry["expected"][:6], "->", whole)
    _print(table, shares, false, seconds, len(entries))


def _ours(path: Path) -> tuple[list[str], list[str], float]:
    from sbom.licensing.identify import identify

    text = path.read_text("utf-8", "replace")
    start = time.perf_counter()
    found = identify(text)
    spent = time.perf_counter() - start
    return (
        [found.expression] if found.expression else [],
        [d.expression for d in found.detections],
        spent,
    )


def _print(
    table: dict[str, Counter[str]],
    shares: list[float],
    false: Counter[str],
    seconds: float,
    files: int,
) -> None:
    total = Counter[str]()
    for group in sorted(table):
        row = table[group]
        if group != "several licences" and not group.startswith("no label: LICENSE"):
            total += row
        say(
            f"{group:36} right {row['right']:4}  wrong {row['wrong']:4}  none {row['none'] + row['part']:4}"
        )
    count = sum(total.values())
    say(
        f"\nsingle: {total['right']} of {count} right ({total['right'] / count:.1%}), "
        f"wrong {total['wrong']} ({total['wrong'] / count:.1%}), no answer {total['none']}"
    )
    say(
        f"files with a false SPDX id: single {false['single']} ({false['single'] / count:.1%}), "
        f"several {false['several']} of {len(shares)}"
    )
    say(f"several licences: mean Jaccard {sum(shares) / max(1, len(shares)):.3f}")
    if seconds:
        say(f"{files / seconds:.0f} files per second")


if __name__ == "__main__":
    main()
