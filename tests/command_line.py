"""Running `sluis` in tests as a person does: in this process, or in one of its own."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOW = "2026-11-23T12:00:00+00:00"


class Ran(NamedTuple):
    """What a run gave."""

    code: int
    out: str
    err: str


Sluis = Callable[..., Ran]


@pytest.fixture
def sluis(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> Sluis:
    """Runs the command line here: `sluis("scan", path, cwd=folder, SLUIS_NOW=...)`."""
    for name in [n for n in os.environ if n.startswith("SLUIS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SLUIS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("SLUIS_NOW", NOW)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: object, cwd: Path = tmp_path, **environment: str) -> Ran:
        from scanner.cli.main import _outcome

        with monkeypatch.context() as inner:
            for name, value in environment.items():
                inner.setenv(name, value)
            inner.setattr(sys, "argv", ["sluis", *map(str, arguments)])
            inner.chdir(cwd)
            capfdbinary.readouterr()
            code = _outcome()  # `main` itself ends the process
        said = capfdbinary.readouterr()
        return Ran(code, said.out.decode(), said.err.decode())

    return run


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Environment of a process of its own that leaves the user's files alone."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SLUIS_")}
    return {
        **kept,
        "SLUIS_CACHE": str(folder / "cache"),
        "XDG_DATA_HOME": str(folder / "data"),
        "SLUIS_NOW": NOW,
        **more,
    }


def apart(*arguments: object, cwd: Path, env: Mapping[str, str] | None = None) -> Ran:
    """Run `sluis` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "scanner", *map(str, arguments)],
        capture_output=True,
        cwd=cwd,
        env=dict(env or environment(cwd)),
        check=False,
        timeout=300,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def estate(folder: Path, *targets: Mapping[str, Any] | Path, more: str = "") -> Path:
    """Write an estate file with folder targets (a path) or any others, in one system."""
    import json

    lines = ["organisation: {name: Gemeente Voorbeeld}", "systems:", "  - {id: s, name: S}"]
    lines += ["database: estate.db", "targets:"]
    for target in targets:
        written = {"folder": str(target)} if isinstance(target, Path) else dict(target)
        lines.append("  - " + json.dumps({"system": "s", **written}))
    path = folder / "estate.yaml"
    path.write_text("\n".join(lines) + "\n" + more, "utf-8")
    return path


def rows(database: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of a query on a database that nobody has open."""
    connection = sqlite3.connect(database)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def sound(database: Path) -> bool:
    """Whether SQLite finds nothing wrong with a database."""
    return rows(database, "PRAGMA integrity_check") == [("ok",)] and not rows(
        database, "PRAGMA foreign_key_check"
    )


def facts(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What the last scan holds, without numbers and times: for comparing two databases."""
    return {
        "components": rows(
            database,
            "SELECT source, path, purl, version, line, scope, direct FROM current_occurrence "
            "ORDER BY 1, 2, 3, 4, 5, 6, 7",
        ),
        "findings": rows(
            database,
            "SELECT fingerprint, verdict, severity, status FROM finding "
            "WHERE status <> 'resolved' ORDER BY 1",
        ),
    }
