"""What no change touched keeps its findings: the same as judging everything anew.

`license-changed` looks at the scan before and is no part of this.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from command_line import estate, rows, sound

from policies.waiver import Waiver
from scanner.judgement import Judgement
from scanner.packs import load_policy
from scanner.pipeline import scan
from scanner.progress import Progress
from scanner.settings import load_settings
from scanner.store.store import open_store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FINDINGS = (
    "SELECT fingerprint, status, rule, subject, system, verdict, severity, confidence, content, "
    "waiver FROM finding WHERE status <> 'resolved' AND rule <> 'license-changed' ORDER BY 1"
)
COUNTS = (
    "SELECT rule, system, complies, deviates, unknown, not_applicable, waived FROM verdict_count "
    "WHERE to_scan IS NULL AND rule <> 'license-changed' ORDER BY 1, 2"
)


def lock(*packages: tuple[str, str, str]) -> str:
    entries = {
        f"node_modules/{name}": {"version": version, "license": licence}
        for name, version, licence in packages
    }
    whole = {"name": "a", "lockfileVersion": 3, "packages": {"": {"name": "a"}, **entries}}
    return msgspec.json.format(msgspec.json.encode(whole)).decode()


def judged(settings: object, waivers: tuple[Waiver, ...], database: str | Path) -> None:
    judgement = Judgement(pack=load_policy(), waivers=waivers, now=NOW)
    with open_store(database) as store:
        progress = Progress(0, enabled=False)
        scan(settings, store, judgement, progress=progress, jobs=1, clock=lambda: NOW)  # type: ignore[arg-type]  # Settings


A = [("oud", "1.0.0", "GPL-3.0-only"), ("los", "2.0.0", "Eigen"), ("mit", "1.0.0", "MIT")]
B = [("oud", "1.1.0", "GPL-3.0-only"), ("ander", "1.0.0", "BUSL-1.1"), ("leeg", "1.0.0", "")]
STEPS = [
    [("oud", "1.2.0", "MIT"), ("ander", "1.0.0", "BUSL-1.1"), ("leeg", "1.0.0", "")],
    [("ander", "1.0.0", "BUSL-1.1")],
    [("nieuw", "0.1.0", "AGPL-3.0-only"), ("los", "2.0.0", "Eigen"), ("oud", "9.0.0", "")],
    [],
    B,
]
WAIVER = Waiver(
    id="w1",
    ground="no-alternative",
    explanation="vervanging loopt",
    decided_by="CIO",
    decided_on=date(2026, 1, 1),
    valid_until=date(2027, 1, 1),
    rule="*",
    subject="pkg:npm/los",
)


@pytest.mark.parametrize("waivers", [(), (WAIVER,)])
def test_step_by_step_ends_where_a_fresh_start_does(
    tmp_path: Path, waivers: tuple[Waiver, ...]
) -> None:
    folders = [tmp_path / name for name in ("een", "twee", "drie")]
    for folder, packages in zip(folders, (A, B, A), strict=True):
        folder.mkdir()
        (folder / "package-lock.json").write_text(lock(*packages))
    settings = load_settings(estate(tmp_path, *folders), {})
    judged(settings, waivers, settings.database)
    assert rows(Path(settings.database), FINDINGS)
    for number, packages in enumerate(STEPS):
        (folders[1] / "package-lock.json").write_text(lock(*packages))
        judged(settings, waivers, settings.database)
        fresh = tmp_path / f"fresh-{number}.db"
        judged(settings, waivers, fresh)
        for query in (FINDINGS, COUNTS):
            assert rows(Path(settings.database), query) == rows(fresh, query), (number, query)
    assert sound(Path(settings.database))
