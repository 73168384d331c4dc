"""A lock that falls out of step is told by a scan, and no longer once it is mended."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
from command_line import estate, rows

from scanner.judgement import Judgement
from scanner.packs import load_policy
from scanner.pipeline import scan
from scanner.progress import Progress
from scanner.settings import load_settings
from scanner.store.store import open_store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
STANDING = "SELECT subject FROM finding WHERE rule = 'lock-out-of-step' AND status <> 'resolved' ORDER BY 1"


def lock(version: str) -> bytes:
    packages = {"": {"name": "a"}, "node_modules/een": {"version": version, "license": "MIT"}}
    return msgspec.json.encode({"name": "a", "lockfileVersion": 3, "packages": packages})


def test_only_the_lock_changes(tmp_path: Path) -> None:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "package.json").write_text('{"name": "a", "dependencies": {"een": "^2.0.0"}}')
    settings = load_settings(estate(tmp_path, folder), {})
    seen = []
    for version in ("2.1.0", "1.0.0", "2.2.0"):
        (folder / "package-lock.json").write_bytes(lock(version))
        judgement = Judgement(pack=load_policy(), waivers=(), now=NOW)
        with open_store(settings.database) as store:
            progress = Progress(0, enabled=False)
            scan(settings, store, judgement, progress=progress, jobs=1, clock=lambda: NOW)
        seen.append([s.rpartition(":")[2] for (s,) in rows(Path(settings.database), STANDING)])
    assert seen == [[], ["package.json"], []]
