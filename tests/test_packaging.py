"""The wheel holds the four packages and their data, nothing else, and runs from anywhere."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from command_line import ROOT, environment

from scanner.version import __version__

PACKAGES = {"scanner", "collectors", "policies", "sbom"}
DATA = {
    "policies/packs/default.json",
    "policies/packs/default/strategy.yaml",
    "policies/packs/default/licenses.yaml",
    "policies/packs/default/texts.nl.yaml",
    "policies/packs/default/texts.en.yaml",
    "scanner/data/estate.nl.yaml",
    "scanner/data/estate.en.yaml",
    "scanner/data/estate.schema.json",
    "scanner/locale/nl.json",
    "scanner/locale/en.json",
    *(f"{package}/py.typed" for package in PACKAGES),
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as the build system makes it, without a network."""
    out = tmp_path_factory.mktemp("dist")
    hatchling = subprocess.run(
        [sys.executable, "-c", "import hatchling.build"], capture_output=True, check=False
    )
    if hatchling.returncode:
        pytest.skip("hatchling, the build system, is not installed here")
    code = f"from hatchling.build import build_wheel; print(build_wheel({str(out)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return out / done.stdout.strip().splitlines()[-1]


@pytest.mark.slow
def test_wheel_holds_what_it_should_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    information = f"sluis-{__version__}.dist-info"
    assert {name.partition("/")[0] for name in names} == {*PACKAGES, information}
    assert names >= DATA, DATA - names
    modules = {
        str(p.relative_to(ROOT))
        for package in PACKAGES
        for p in (ROOT / package).rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    assert {n for n in names if not n.startswith(information)} == modules
    assert f"{information}/licenses/LICENSE" in names
    assert f"{information}/licenses/NOTICE" in names


@pytest.mark.slow
def test_wheel_is_the_same_bytes_twice(wheel: Path, tmp_path: Path) -> None:
    code = f"from hatchling.build import build_wheel; print(build_wheel({str(tmp_path)!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


@pytest.mark.slow
def test_installed_wheel_runs_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "site"
    place.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    (tmp_path / "elders").mkdir()
    (tmp_path / "elders" / "requirements.txt").write_text("flask==3.0.0\n")
    env = environment(tmp_path, PYTHONPATH=str(place), PYTHONSAFEPATH="1")
    start = (
        "import sys, scanner; assert scanner.__file__.startswith(sys.argv.pop(1)), scanner.__file__;"
        "from scanner.cli.main import main; main()"
    )

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", start, str(place), *arguments],
            cwd=tmp_path / "elders",
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    told = run("--version")
    assert (told.returncode, told.stdout) == (0, f"sluis, version {__version__}\n"), told.stderr
    assert run("init").returncode == 0
    assert run("scan", "--quiet").returncode == 0
    assert "<html" in run("report", "--format", "html").stdout
    assert "pkg:pypi/flask@3.0.0" in run("sbom", "create", "requirements.txt").stdout


def test_versions_agree() -> None:
    assert __version__.count(".") == 2
    assert f"[{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8") or "Unreleased" in (
        ROOT / "CHANGELOG.md"
    ).read_text("utf-8")
