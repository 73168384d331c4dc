"""Borrowed licences: how many more components are known, and how often a hidden licence is told right.

    python tests/bench/bench_borrowing.py DATABASE

DATABASE is one that `sluis scan` made of a real estate. Hides each licence that sources state, in turn, tells
it from the others as a scan would, and compares.
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def main(database: Path) -> None:
    """Print the shares before and after, and the precision by step."""
    from policies.borrowing import loans
    from sbom.licensing.expression import parse
    from sbom.licensing.tree import sorted_text
    from scanner.store import license_evidence as table
    from scanner.store.store import open_store
    from scanner.store.summary import effective

    with open_store(database, readonly=True) as store:
        third = {n for (n,) in store.rows(
            "SELECT DISTINCT o.component_id FROM occurrence o JOIN trait t ON t.id = o.trait_id "
            "WHERE o.to_scan IS NULL AND t.third_party = 1"
        )}  # fmt: skip
        judged = {n for (n,) in store.rows(
            "SELECT DISTINCT o.component_id FROM occurrence o JOIN effective_set e "
            "ON e.set_id = o.license_id WHERE o.to_scan IS NULL"
        )}  # fmt: skip
        with store.snapshot() as connection:
            known = effective(connection)
            bases = [n for (n,) in connection.execute("SELECT id FROM purl_base")]
            uses = list(table.used(connection, bases))
    stated: dict[int, dict[int, str]] = {}
    versions: dict[int, dict[int, str]] = {}
    base_of: dict[int, int] = {}
    for use in uses:
        versions.setdefault(use.base, {})[use.component] = use.version
        base_of[use.component] = use.base
        found = known.get(use.stated)
        if found is not None:
            canonical = sorted_text(parse(found[0]))
            stated.setdefault(use.component, {})[use.source] = canonical
    own = third & stated.keys()
    print(f"components of third parties: {len(third):,}")
    print(f"with a licence before borrowing: {len(own):,} ({len(own) / len(third):.1%})")
    after = third & judged
    print(f"with a licence after borrowing: {len(after):,} ({len(after) / len(third):.1%})")
    right: dict[tuple[str, bool], int] = {}
    total: dict[tuple[str, bool], int] = {}
    started = time.process_time()
    for component, sources in stated.items():
        others = {
            c: frozenset(stated[c].values()) for c in versions[base_of[component]] if c in stated
        }
        for source, licence in sources.items():  # another source knows the same version
            rest = frozenset(v for s, v in sources.items() if s != source)
            if rest:
                _count(right, total, ("same-version", len(rest) > 1), rest == {licence})
        del others[component]  # nobody knows this version
        loan = loans(versions[base_of[component]].items(), others).get(component)
        if loan is not None:
            truth = set(sources.values())
            _count(right, total, (loan.step, loan.disputed), set(loan.expressions) == truth)
    for (step, disputed), number in sorted(total.items()):
        name = f"{step}{', disputed' if disputed else ''}"
        good = right.get((step, disputed), 0)
        print(f"{name}: {good:,} of {number:,} right ({good / number:.2%})")
    sure = sum(n for (_, d), n in total.items() if not d)
    good = sum(n for (_, d), n in right.items() if not d)
    print(f"undisputed: {good:,} of {sure:,} right ({good / sure:.2%})")
    print(f"{time.process_time() - started:.2f} s of processor time")


def _count(
    right: dict[tuple[str, bool], int],
    total: dict[tuple[str, bool], int],
    key: tuple[str, bool],
    good: bool,
) -> None:
    total[key] = total.get(key, 0) + 1
    right[key] = right.get(key, 0) + good


if __name__ == "__main__":
    main(Path(sys.argv[1]))
