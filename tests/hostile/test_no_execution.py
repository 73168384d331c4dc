"""Nothing that a source brings along is run, and nothing is asked of the network."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, Sluis, apart, environment, estate, rows

HOOKS = (
    "applypatch-msg",
    "fsmonitor-watchman",
    "post-checkout",
    "post-index-change",
    "post-merge",
    "pre-auto-gc",
    "reference-transaction",
)


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.hooksPath=/dev/null"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """The file that any code of the source would make."""
    return tmp_path / "uitgevoerd"


@pytest.fixture
def trapped(tmp_path: Path, marker: Path) -> Path:
    """A working repository in which everything that could be run makes the marker."""
    folder = tmp_path / "bron"
    folder.mkdir()
    touch = f"touch {marker}"
    files = {
        "package.json": '{"name": "v", "version": "1.0.0", "dependencies": {"a": "1.0.0"}, "scripts": {'
        + ", ".join(
            f'"{s}": "{touch}"' for s in ("preinstall", "install", "postinstall", "prepare")
        )
        + "}}",
        ".npmrc": f"script-shell={touch}\n",
        ".yarnrc.yml": f"yarnPath: ./{marker.name}.cjs\n",
        "setup.py": f"open({str(marker)!r}, 'w')\nfrom setuptools import setup\n"
        f"setup(name=open({str(marker)!r}, 'w') and 'v', version=__import__('os').system({touch!r}))\n",
        "conftest.py": f"open({str(marker)!r}, 'w')\n",
        "sitecustomize.py": f"open({str(marker)!r}, 'w')\n",
        "pyproject.toml": '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "achterdeur"\n'
        'backend-path = ["."]\n[project]\nname = "v"\ndynamic = ["version", "dependencies"]\n',
        "achterdeur.py": f"open({str(marker)!r}, 'w')\n",
        "build.gradle": f'exec {{ commandLine "touch", "{marker}" }}\n'
        f'dependencies {{ implementation "org.x:y:${{"{touch}".execute()}}" }}\n',
        "settings.gradle": f'"{touch}".execute()\n',
        "gradlew": f"#!/bin/sh\n{touch}\n",
        "pom.xml": "<project><groupId>nl.v</groupId><artifactId>v</artifactId><version>1</version><build>"
        "<plugins><plugin><groupId>org.codehaus.mojo</groupId><artifactId>exec-maven-plugin</artifactId>"
        "<version>3.1.0</version></plugin></plugins></build></project>",
        "app.csproj": '<Project Sdk="Microsoft.NET.Sdk"><Target Name="t" BeforeTargets="Build">'
        f'<Exec Command="{touch}"/></Target><ItemGroup><PackageReference Include="a" '
        f"Version=\"$([System.IO.File]::WriteAllText('{marker}', 'x'))\"/></ItemGroup></Project>",
        "Makefile": f"$(shell {touch})\nall:\n\t{touch}\n",
        "Gemfile": f"system({touch!r})\n",
        "Gemfile.lock": "GEM\n  specs:\n    rake (13.0.0)\n\nDEPENDENCIES\n  rake\n",
        "build.rs": "fn main() {}\n",
        "Cargo.toml": '[package]\nname = "v"\nversion = "1.0.0"\nbuild = "build.rs"\n',
        "Dockerfile": f"FROM debian:12\nRUN {touch}\n",
        ".envrc": f"{touch}\n",
        ".pre-commit-config.yaml": "repos:\n- repo: local\n  hooks:\n  - id: x\n    name: x\n"
        f"    entry: {touch}\n    language: system\n",
        ".github/workflows/x.yml": f"on: push\njobs:\n  a:\n    steps:\n    - run: {touch}\n",
        "values.yaml": f'a: !!python/object/apply:os.system ["{touch}"]\n',
        "estate.yaml": f"organisation: !!python/object/apply:os.system ['{touch}']\n",
        ".gitattributes": "* filter=val diff=val merge=val text eol=crlf\n",
        ".gitmodules": f'[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "{touch}"\n\tupdate = !{touch}\n',
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "gradlew").chmod(0o755)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    for hook in HOOKS:
        path = folder / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{touch}\n", "utf-8")
        path.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "core.editor",
        "core.askPass",
        "core.alternateRefsCommand",
        "diff.external",
        "diff.val.textconv",
        "diff.val.command",
        "filter.val.clean",
        "filter.val.smudge",
        "filter.val.process",
        "credential.helper",
        "uploadpack.packObjectsHook",
        "gpg.program",
        "alias.ls-tree",
        "alias.cat-file",
    ):
        git(folder, "config", key, f"!{touch}" if key.startswith("alias") else touch)
    git(folder, "config", "filter.val.required", "true")
    git(folder, "config", "remote.origin.url", f"ext::sh -c '{touch}'")
    git(folder, "config", "remote.origin.promisor", "true")
    git(folder, "config", "core.hooksPath", str(folder / ".git" / "hooks"))
    return folder


@pytest.mark.parametrize("kind", ["git", "bare", "folder"])
def test_scan_runs_nothing_of_a_source(
    sluis: Sluis, tmp_path: Path, trapped: Path, marker: Path, kind: str
) -> None:
    place = trapped
    if kind == "bare":
        place = tmp_path / "bron.git"
        shutil.copytree(trapped / ".git", place)
        git(place, "config", "core.bare", "true")
    path = estate(tmp_path, {"folder" if kind == "folder" else "git": str(place)})
    assert sluis("scan", path, "-q").code in {0, 3}
    found = {r[0] for r in rows(tmp_path / "estate.db", "SELECT purl FROM current_occurrence")}
    assert {"pkg:gem/rake@13.0.0", "pkg:npm/v@1.0.0"} <= found, "the source was not read at all"
    assert not marker.exists()
    sluis("report", "--db", tmp_path / "estate.db", "--format", "html", "-o", tmp_path / "r.html")
    assert not marker.exists()


@pytest.mark.parametrize("inside", ["", "pyproject.toml", "build.gradle", "setup.py"])
def test_making_a_bill_of_materials_runs_nothing(
    sluis: Sluis, trapped: Path, marker: Path, inside: str
) -> None:
    ran = sluis("sbom", "create", trapped / inside if inside else trapped, cwd=trapped)
    assert ran.code in {0, 2, 3}
    assert not marker.exists()


def test_started_inside_a_source_nothing_of_it_is_run(trapped: Path, marker: Path) -> None:
    ran = apart("scan", cwd=trapped, env=environment(trapped.parent))
    assert ran.code == 2
    assert "estate.yaml:1" in ran.err
    assert not marker.exists()


NO_NETWORK = """
import socket, sys

def refuse(*arguments, **named):
    with open({marker!r}, "a") as file:
        print(arguments, file=file)
    raise OSError("no network here")

socket.socket.connect = socket.socket.connect_ex = refuse
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
socket.socket.sendto = refuse
sys.argv = ["sluis", *sys.argv[1:]]
from scanner.cli.main import main
main()
"""


@pytest.mark.slow
def test_scan_and_reports_ask_nothing_of_the_network(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    asked = tmp_path / "gevraagd"
    database = tmp_path / "x.db"
    alone = shutil.which("unshare")
    prefix = [alone, "-rn"] if alone and _works([alone, "-rn", "true"]) else []
    for arguments, code in (
        (["scan", "examples/estate.yaml", "--db", str(database), "--jobs", "2"], 3),
        (["report", "--db", str(database), "--format", "html", "-o", "r.html"], 0),
        (["report", "--db", str(database), "--format", "cyclonedx", "-o", "r.json"], 0),
        (["explain", "license-denied"], 0),
        (["find", "left-pad", "--db", str(database)], 1),
        (["sbom", "create", "examples/repositories/geoportaal", "-o", "b.json"], 3),
        (["doctor"], 0),
    ):
        done = subprocess.run(
            [*prefix, sys.executable, "-c", NO_NETWORK.format(marker=str(asked)), *arguments],
            cwd=tmp_path,
            env=environment(tmp_path),
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == code, (arguments, done.stderr.decode())
        assert not asked.exists(), asked.read_text()
    assert (tmp_path / "r.html").stat().st_size > 10_000


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
