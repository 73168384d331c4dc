"""What a cold start loads: heavy packages stay out. Modules are counted here, time in tests/bench."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    "requests",
    "sqlite_utils",
    "sqlite3",
    "cyclonedx",
    "spdx_tools",
    "jsonschema",
    "numpy",
    "license_expression",
    "packageurl",
    "yaml",
}
LOCK = {
    "name": "voorbeeld",
    "version": "1.0.0",
    "lockfileVersion": 3,
    "packages": {
        "": {"name": "voorbeeld", "version": "1.0.0", "dependencies": {"ms": "^2.0.0"}},
        "node_modules/ms": {
            "version": "2.1.3",
            "resolved": "https://example.org/ms/-/ms-2.1.3.tgz",
            "integrity": "sha512-" + "A" * 86 + "==",
            "license": "MIT",
        },
    },
}
MANIFEST = {"name": "voorbeeld", "version": "1.0.0", "dependencies": {"ms": "^2.0.0"}}


def loaded(*arguments: str) -> set[str]:
    """Names of the modules that a run of `sluis` with these arguments has imported at its end."""
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('\\n'.join(['', '@', *sys.modules]), file=sys.stderr))\n"
        "from scanner.cli.main import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith(("COVERAGE", "COV_"))},
        capture_output=True,
        text=True,
        check=False,
    )
    said, mark, modules = done.stderr.rpartition("\n@\n")
    assert (done.returncode, said.strip(), mark) == (0, "", "\n@\n")
    return set(modules.split())


@pytest.fixture(scope="module")
def npm_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one commit: a package.json, its lock and an EUPL notice."""
    top = tmp_path_factory.mktemp("start") / "voorbeeld"
    top.mkdir()
    (top / "package-lock.json").write_text(json.dumps(LOCK, indent=2), "utf-8")
    (top / "package.json").write_text(json.dumps(MANIFEST, indent=2), "utf-8")
    (top / "LICENSE").write_text("SPDX-License-Identifier: EUPL-1.2\n", "utf-8")
    who = ["-c", "user.name=Voorbeeld", "-c", "user.email=voorbeeld@example.org"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "Begin"]):
        subprocess.run(["git", *command], cwd=top, check=True)
    return top


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(option: str) -> None:
    modules = loaded(option)

    assert set() == modules & (HEAVY | {"msgspec", "logging", "json", "pathlib", "subprocess"})
    ours = {
        m for m in modules if m.partition(".")[0] in {"policies", "collectors", "sbom", "scanner"}
    }
    assert {"scanner", "scanner.cli", "scanner.cli.main", "scanner.version"} == ours


def test_help_of_a_command_loads_no_parser(tmp_path: Path) -> None:
    modules = loaded("sbom", "create", "--help")

    assert set() == modules & (HEAVY | {"msgspec", "logging"})


def test_a_bill_of_materials_of_an_npm_repository_loads_what_it_needs(
    npm_repository: Path, tmp_path: Path
) -> None:
    modules = loaded("sbom", "create", str(npm_repository), "--output", str(tmp_path / "bom.json"))

    assert "msgspec" in modules
    unneeded = {
        "logging": "shown only when asked for (sbom.lazy_log)",
        "typing_extensions": "scanner.cli.sbom loads msgspec without it",
        "json": "msgspec decodes; json takes over for what is not strict",
        "tarfile": "no image is read",
        "tomllib": "no TOML here",
        "xml": "no XML here",
        "concurrent.futures": "one source, one process",
        "fnmatch.translate": "globs of the registry need no regular expressions",
        "policies.pack_load": "no pack of the town's own",
        "policies.pack_check": "same",
    }
    assert set() == modules & (HEAVY | unneeded.keys())
    parsers = {m for m in modules if m.startswith("sbom.parsers.") and m.count(".") == 3}
    assert {
        "sbom.parsers.npm.package_json",
        "sbom.parsers.npm.package_lock",
        "sbom.parsers.project.license_file",
    } == parsers
    joiners = {m for m in modules if m.startswith("sbom.joiners.")}
    assert set() == joiners & {"sbom.joiners.maven_reactor", "sbom.joiners.nuget_central"}
