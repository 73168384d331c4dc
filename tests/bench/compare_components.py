"""Which components Sluis, syft and cdxgen find in real repositories, and every difference by name.

    python tests/bench/compare_components.py REPOS --syft FILE --cdxgen FILE [--docs] [--only NAME ...]

REPOS is a folder of bare git repositories (searched two levels deep). Sluis reads each bare repository;
the peers get a checkout, with development packages included. What a peer made before stands in
`--work` and is used again, unless `--again` is given. `--docs` writes `docs/peers-components.md`.
Exit code 1 when something that a peer lists is missing and no reason is known.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from bench_peers import QUIET, SLUIS, check_out, repositories
from component_sets import REASONS, Key, Listed, listed, missed, reason_of, used

PAGE = Path(__file__).resolve().parents[2] / "docs" / "peers-components.md"
PEERS = {"syft": "syft 1.18.1", "cdxgen": "cdxgen 12.8.4"}
SECONDS = 600.0


@dataclass
class Compared:
    """One repository."""

    name: str
    commit: str
    ours: Listed
    theirs: dict[str, Listed | None] = field(default_factory=dict)
    """By peer; None: it made no document."""
    missed: dict[str, list[Key]] = field(default_factory=dict)


def main() -> int:
    """Compare and print; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("repos", type=Path)
    parser.add_argument("--syft")
    parser.add_argument("--cdxgen")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--listed", type=Path, help="CSV whose first column names the repositories")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "sluis-compare")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--docs", action="store_true")
    options = parser.parse_args()
    os.environ.update(QUIET)
    names = set()
    if options.listed:
        rows = options.listed.read_text("utf-8").splitlines()[1:]
        names = {row.partition(",")[0].replace("/", "+") for row in rows}
    found = []
    for name, bare in repositories(options.repos).items():
        chosen = not options.only or any(o in name for o in options.only)
        if chosen and (not names or name in names):
            found.append(_compare(name, bare, options))
            _print(found[-1])
    unexplained = [
        (c.name, peer, key)
        for c in found
        for peer, keys in c.missed.items()
        for key in keys
        if reason_of(key, c.ours) is None
    ]
    print(f"\n{len(found)} repositories; {len(unexplained)} components without a reason")
    if options.docs:
        PAGE.write_text(page(found), "utf-8")
    return 1 if unexplained else 0


def _compare(name: str, bare: Path, options: argparse.Namespace) -> Compared:
    out = options.work / "out" / name
    out.mkdir(parents=True, exist_ok=True)
    tree = check_out(bare, options.work / "trees" / name)
    subprocess.run(
        [SLUIS, "sbom", "create", str(bare), "-o", str(out / "sluis.json")],
        check=False,
        stderr=subprocess.DEVNULL,
    )
    head = ["git", f"--git-dir={bare}", "rev-parse", "HEAD"]
    commit = subprocess.run(head, capture_output=True, text=True, check=True).stdout.strip()
    made = Compared(name=name, commit=commit, ours=listed(out / "sluis.json", product=True) or {})
    commands = {}
    if options.syft:
        document = f"cyclonedx-json={out / 'syft.json'}"
        commands["syft"] = [options.syft, "scan", "-q", f"dir:{tree}", "-o", document]
    if options.cdxgen:
        flags = ["-r", "--no-install-deps", "--no-babel", "-o", str(out / "cdxgen.json")]
        commands["cdxgen"] = [options.cdxgen, *flags, str(tree)]
    for peer, command in commands.items():
        file = out / f"{peer}.json"
        if options.again or not file.exists():
            file.unlink(missing_ok=True)
            _run(command)
        made.theirs[peer] = listed(file)
        made.missed[peer] = missed(made.theirs[peer] or {}, made.ours)
    return made


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=False, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        print(f"  {command[0]} took longer than {SECONDS:.0f} s", file=sys.stderr)


def _print(compared: Compared) -> None:
    print(f"\n{compared.name}: {len(compared.ours)} of ours")
    for peer, theirs in compared.theirs.items():
        if theirs is None:
            print(f"  {peer}: made no document")
            continue
        keys = compared.missed[peer]
        print(
            f"  {peer}: {len(theirs)}; not ours {len(keys)}, "
            f"not theirs {len(compared.ours.keys() - theirs.keys())}"
        )
        for key in keys:
            reason = reason_of(key, compared.ours)
            print(f"    {_shown(key)}  [{reason.id if reason else 'NO REASON'}]")


def page(found: list[Compared]) -> str:
    """The page for the documentation."""
    lines = [*_head(found), *_figures(found), *_exceptions(found), *_blind(found)]
    return "\n".join(lines) + "\n"


def _head(found: list[Compared]) -> list[str]:
    import component_sets

    rules = (component_sets.__doc__ or "").partition("\n\n")[2].strip()
    failed = "; ".join(
        f"{peer} of {c.name.replace('+', '/', 1)}"
        for c in found
        for peer, theirs in c.theirs.items()
        if theirs is None
    )
    return [
        "# Components: Sluis beside syft and cdxgen",
        "",
        "<!-- made by: python tests/bench/compare_components.py REPOS --syft FILE --cdxgen FILE --docs -->",
        "",
        f"{len(found)} public repositories of governments and their suppliers. Sluis reads the bare "
        f"repository; {' and '.join(PEERS.values())} read a checkout of the same commit, offline, without "
        "installing anything, with development packages included. "
        + (f"Stopped without a document: {failed}." if failed else ""),
        "",
        "What a peer lists and Sluis does not is named below, each with its reason. All else Sluis lists.",
        "",
        "## When two components are the same",
        "",
        rules,
        "",
    ]


def _figures(found: list[Compared]) -> list[str]:
    lines = [
        "## Figures",
        "",
        "*Not ours*: listed by the peer, not by Sluis; all are explained below.",
        "",
    ]
    lines += [
        "| Repository | Commit | Sluis | syft | not ours | cdxgen | not ours |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for c in found:
        cells = []
        for peer in PEERS:
            theirs = c.theirs.get(peer)
            cells += ["-", "-"] if theirs is None else [str(len(theirs)), str(len(c.missed[peer]))]
        name = c.name.replace("+", "/", 1)
        lines.append(f"| {name} | {c.commit[:10]} | {len(c.ours)} | {' | '.join(cells)} |")
    sums = [sum(len(c.ours) for c in found)]
    for peer in PEERS:
        sums.append(sum(len(c.theirs.get(peer) or ()) for c in found))
        sums.append(sum(len(c.missed.get(peer, ())) for c in found))
    return [*lines, f"| **Total** | | {' | '.join(map(str, sums))} |", ""]


def _exceptions(found: list[Compared]) -> list[str]:
    by_reason: dict[str, dict[Key, dict[str, set[str]]]] = defaultdict(dict)
    for c in found:
        for peer, keys in c.missed.items():
            for key in keys:
                reason = reason_of(key, c.ours)
                places = by_reason[reason.id if reason else ""].setdefault(key, {})
                places.setdefault(c.name.replace("+", "/", 1), set()).add(peer)
    lines = ["## Every exception by name", ""]
    for reason in REASONS:
        if reason.id in by_reason:
            lines += [f"### {reason.title}", "", reason.text, ""]
            lines += [*_names(by_reason[reason.id]), ""]
    if "" in by_reason:
        lines += ["### Without a reason", "", "Faults of Sluis until shown otherwise.", ""]
        lines += [*_names(by_reason[""]), ""]
    return lines


def _names(keys: dict[Key, dict[str, set[str]]]) -> list[str]:
    lines = []
    for key, places in sorted(keys.items()):
        where = "; ".join(f"{name} ({', '.join(sorted(p))})" for name, p in sorted(places.items()))
        lines.append(f"- `{_shown(key)}`: {where}")
    return lines


def _blind(found: list[Compared]) -> list[str]:
    sys.path.insert(0, str(PAGE.parents[1]))
    from sbom.match import format_of

    counts: dict[str, Counter[str]] = defaultdict(Counter)
    where: dict[str, set[str]] = defaultdict(set)
    for c in found:
        for entry in used(c.ours).values():
            lacking = [
                p for p, t in c.theirs.items() if t is not None and not entry.same & t.keys()
            ]
            if not lacking:
                continue
            form = next((f for p in sorted(entry.files) if (f := format_of(p))), None)
            title = form.title if form else "-"
            if entry.said.get("scope", set()) & {"dev", "test"}:
                title += ", for development"
            counts[title].update(lacking)
            where[title].add(c.name)
    lines = [
        "## What the peers do not list",
        "",
        "Third-party components at an exact version that are in use, by the first file that states them.",
        "",
        "| File | Repositories | not in syft | not in cdxgen |",
        "|---|--:|--:|--:|",
    ]
    for title, count in sorted(counts.items(), key=lambda i: (-sum(i[1].values()), i[0])):
        cells = " | ".join(str(count[p]) for p in PEERS)
        lines.append(f"| {title} | {len(where[title])} | {cells} |")
    return lines


def _shown(key: Key) -> str:
    return f"{key[0]}/{key[1]}" + (f"@{key[2]}" if key[2] else "")


if __name__ == "__main__":
    sys.exit(main())
