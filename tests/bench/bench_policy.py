"""Licence policy over a large estate: verdicts by distinct value, and what expression bombs cost.

    python tests/bench/bench_policy.py [DATABASE]

DATABASE is one that `sluis scan` made, for example of `bench_million.py`; it is copied. Without one only the
bombs are measured.
"""

import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

BOMBS = {
    "500 operators": " OR ".join(f"LicenseRef-{n}" for n in range(500)),
    "500 operators, mixed": "(MIT AND ISC) OR " * 249 + "MIT",
    "300 deep": "(MIT AND " * 300 + "ISC" + ")" * 300,
    "1 MB of operators": "MIT OR " * 150_000 + "MIT",
    "1 MB of brackets": "(" * 1_000_000,
    "1 MB of words": "licentie " * 116_000,
}


def bombs() -> None:
    """Time to judge each hostile expression, as claim and as outbound licence."""
    from policies.compatibility import compatible
    from policies.default_pack import load_default
    from policies.facts import UseMode
    from policies.licensing import judge

    pack = load_default()
    judge((("declared", "MIT"),), UseMode.HOSTED, "runtime", False, pack)
    for name, text in BOMBS.items():
        started = time.process_time()
        judge((("declared", text),), UseMode.DISTRIBUTED, "runtime", False, pack)
        judged = time.process_time() - started
        compatible(text, text, UseMode.DISTRIBUTED, pack)
        whole = time.process_time() - started
        print(f"{name}: judged in {judged * 1000:.1f} ms, both in {whole * 1000:.1f} ms")


def estate(database: Path) -> None:
    """Time of the licence rules over a database."""
    from policies.default_pack import load_default
    from policies.licensing import judge_key
    from scanner.security_facts import SecuredFacts
    from scanner.store.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "estate.db"
        shutil.copy(database, copy)
        with open_store(copy) as store:
            ((number,),) = store.rows("SELECT count(*) FROM occurrence WHERE to_scan IS NULL")
            pack = load_default()
            facts = SecuredFacts(store, date(2026, 11, 23))
            started = time.process_time()
            keys = list(facts.license_keys())
            walked = time.process_time() - started
            for key in keys:
                judge_key(key, pack)
                facts.use_counts(key)
            judged = time.process_time() - started - walked
            print(
                f"{number:,} occurrences, {len(keys):,} distinct values: gathered in {walked:.2f} s, "
                f"judged and counted in {judged:.3f} s"
            )


if __name__ == "__main__":
    bombs()
    if len(sys.argv) > 1:
        estate(Path(sys.argv[1]))
