"""The layers hold, and each contract would notice a break: proven by breaking it on a copy."""

import ast
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from command_line import ROOT

PACKAGES = ("scanner", "collectors", "policies", "sbom")
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
CONTRACTS = [c["name"] for c in CONFIG["contracts"]]

BREAKS: dict[str, tuple[tuple[str, str], ...]] = {
    "stages flow one way": (
        ("sbom/reach.py", "import scanner.words\n"),
        ("collectors/paths.py", "import policies.finding\n"),
        ("policies/grouping.py", "import collectors.paths\n"),
    ),
    "facts and judgement do no I/O": (
        ("sbom/reach.py", "import os\n"),
        ("policies/grouping.py", "import sqlite3\n"),
    ),
    "parsers do not know each other": (
        ("sbom/parsers/golang/go_sum.py", "import sbom.parsers.golang.go_mod\n"),
    ),
    "rules do not know each other": (
        ("policies/rules/license_denied.py", "import policies.rules.license_unknown\n"),
    ),
    "reports do not know each other": (
        ("scanner/reports/formats/junit.py", "import scanner.reports.formats.sarif\n"),
    ),
    "no rings": (("sbom/source.py", "import sbom.read\n"),),
    "only the store speaks SQL": (
        ("scanner/cli/find.py", "import sqlite3\n"),
        ("scanner/gate.py", "import sqlite_utils\n"),
    ),
}
MAY_CATCH_ANYTHING = {
    "sbom/read.py",  # a parser fails: one file
    "policies/engine.py",  # a rule fails: that rule
    "scanner/source_reader.py",  # a joiner fails: its formats
    "scanner/source_jobs.py",  # anything else: one source
    "scanner/cli/main.py",  # the boundary
}


PACKAGES_WITH_CODE = {"sbom/versions/__init__.py"}  # `key`, `compare`, `satisfies` live there


def linted(folder: Path) -> tuple[int, str]:
    """Exit code and words of import-linter in a folder."""
    code = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, ''); {code}", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four packages and the contracts, apart."""
    folder = tmp_path_factory.mktemp("kopie")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.mark.slow
def test_every_contract_is_kept(copied: Path) -> None:
    code, told = linted(copied)
    assert code == 0, told
    for name in CONTRACTS:
        assert f"{name} KEPT" in told


def test_every_contract_has_a_break_that_proves_it() -> None:
    assert set(BREAKS) == set(CONTRACTS)


@pytest.mark.slow
@pytest.mark.parametrize("name", BREAKS)
def test_contract_notices_a_break(copied: Path, name: str) -> None:
    for path, line in BREAKS[name]:
        file = copied / path
        before = file.read_text("utf-8")
        end = before.index('"""', 3) + 3
        file.write_text(before[:end] + "\n" + line + before[end:], "utf-8")
        try:
            code, told = linted(copied)
        finally:
            file.write_text(before, "utf-8")
        assert code == 1, f"{path}: {line} went unseen\n{told}"
        assert f"{name} BROKEN" in told, f"{path}: {line} broke something else\n{told}"


@cache
def trees() -> list[tuple[str, ast.Module]]:
    """Every module by path; tables of data, which take long to parse, left out."""
    return [
        (str(p.relative_to(ROOT)), ast.parse(p.read_text("utf-8")))
        for package in PACKAGES
        for p in sorted((ROOT / package).rglob("*.py"))
        if not p.match("sbom/licensing/*_table.py") and not p.match("sbom/licensing/spdx_*.py")
    ]


def names_of(handler: ast.ExceptHandler) -> set[str]:
    if handler.type is None:
        return {"BaseException"}
    parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {p.id for p in parts if isinstance(p, ast.Name)}


def test_only_the_named_places_catch_anything() -> None:
    found: set[str] = set()
    for path, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ExceptHandler):
                continue
            names = names_of(node)
            raises_again = any(isinstance(n, ast.Raise) and n.exc is None for n in ast.walk(node))
            if names & {"Exception", "BaseException"} and not raises_again:
                found.add(path)
    assert found <= MAY_CATCH_ANYTHING, found - MAY_CATCH_ANYTHING


def test_only_the_git_door_and_the_doctor_start_processes() -> None:
    found = {
        path
        for path, tree in trees()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(a.name == "subprocess" for a in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "subprocess")
    }
    assert found <= {
        "collectors/git.py",
        "scanner/doctor.py",
        "scanner/document_reader.py",
        "scanner/ocr.py",
    }


def test_nothing_evaluates_or_unpickles_foreign_text() -> None:
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "compile", "__import__"}, path
            if isinstance(node, ast.Import | ast.ImportFrom):
                named = {a.name for a in node.names} | {getattr(node, "module", "") or ""}
                assert not named & {"pickle", "marshal", "shelve", "dill", "runpy"}, path


def test_packages_hold_nothing_but_a_docstring() -> None:
    for path, tree in trees():
        if path.endswith("__init__.py") and path not in PACKAGES_WITH_CODE:
            assert [type(n) for n in tree.body] == [ast.Expr], path


def test_tests_are_no_package() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []
