"""Mistakes of users: one clear message, the right exit code, never a traceback."""

from pathlib import Path

import pytest
from command_line import Sluis, apart, environment, estate


@pytest.fixture
def database(sluis: Sluis, tmp_path: Path) -> Path:
    """A database with one scan of one source."""
    source = tmp_path / "bron"
    source.mkdir()
    (source / "requirements.txt").write_text("flask==3.0.0\n")
    assert sluis("scan", estate(tmp_path, source), "-q").code == 0
    return tmp_path / "estate.db"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["scan"], 2, "There is no estate.yaml here. Write one with: sluis init"),
        (["scan", "nergens.yaml"], 2, "nergens.yaml: cannot be read: No such file or directory"),
        (["scna"], 2, "Did you mean 'scan'?"),
        (["report", "--format", "pdf"], 2, "'pdf' is not one of"),
        (["report", "--db", "nergens.db"], 3, "there is no database here yet"),
        (["find", "x", "--db", "nergens.db"], 3, "Make one with `sluis scan`"),
        (["db", "check", "--db", "nergens.db"], 3, "there is no database here"),
        (["db", "migrate", "--db", "nergens.db"], 3, "there is no database here"),
        (["sbom", "create"], 2, "Give a PATH, or --system ID, or --estate."),
        (["sbom", "create", "nergens"], 2, "nergens: is not there"),
        (["sbom", "create", "tekst.docx"], 2, "is of no format that this version reads"),
        (["sbom", "create", ".", "--estate"], 2, "Give a PATH, or --system ID, or --estate."),
        (["explain", "license-denid"], 2, "Did you mean 'license-denied'?"),
        (["policy", "validate", "leeg"], 2, "holds no .yaml file, so it is no policy pack"),
        (["scan", "--jobs", "99"], 2, "99 is not in the range"),
        (["scan", "--fail-on", "ernstig"], 2, "'ernstig' is not one of"),
        (["waive", "abc"], 2, "Missing option"),
        (["demo"], 2, "is not there. Run this in the source tree, or give --folder."),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else "",
)
def test_message_and_exit_code(
    sluis: Sluis, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    (tmp_path / "leeg").mkdir()
    (tmp_path / "tekst.docx").write_bytes(b"PK\x03\x04")
    ran = sluis(*arguments, SLUIS_LANG="en")
    assert ran.code == code, ran
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["sbom", "create", "--system", "bestaat-niet"], 3, "no system 'bestaat-niet'"),
        (["report", "--scan", "9"], 3, "no finished scan 9"),
        (["diff", "1", "9"], 3, "no finished scan 9"),
        (["explain", "ffffffffff"], 3, "ffffffffff"),
        (["find", "bestaat-niet"], 1, "Nothing of 'bestaat-niet'"),
        (["find", "bestaat-niet", "--places"], 1, "Nothing of 'bestaat-niet'"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else "",
)
def test_message_over_a_database(
    sluis: Sluis, database: Path, arguments: list[str], code: int, words: str
) -> None:
    ran = sluis(*arguments, "--db", database, SLUIS_LANG="en")
    assert ran.code == code, ran
    assert words in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("command", [["scan", "estate.yaml"], ["report"], ["find", "x"], ["diff"]])
def test_file_that_is_no_database(sluis: Sluis, database: Path, command: list[str]) -> None:
    other = database.with_name("brief.txt")
    other.write_text("Geachte heer, mevrouw,\n" * 100)
    ran = sluis(*command, "--db", other)
    assert ran.code == 3
    assert ran.err.startswith(f"sluis: {other}: this is not an SQLite database")
    assert other.read_text().startswith("Geachte")


def test_database_of_another_program_is_left_alone(sluis: Sluis, database: Path) -> None:
    import sqlite3

    other = database.with_name("ander.db")
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    before = other.read_bytes()
    ran = sluis("scan", "estate.yaml", "--db", other)
    assert (ran.code, "belongs to another program" in ran.err) == (3, True)
    assert other.read_bytes() == before


def test_only_one_scan_has_nothing_to_compare(sluis: Sluis, database: Path) -> None:
    ran = sluis("diff", "--db", database)
    assert (ran.code, ran.out) == (0, "")
    assert "only one finished scan" in ran.err


def test_odd_values_in_the_environment(sluis: Sluis, database: Path) -> None:
    for name, value, words in (
        ("SLUIS_LANG", "de", "'de' is not one of 'nl', 'en'"),
        ("SLUIS_JOBS", "veel", "SLUIS_JOBS"),
        ("SLUIS_NOW", "gisteren", "SLUIS_NOW"),
    ):
        ran = sluis("scan", "estate.yaml", **{name: value})
        assert ran.code == 2, ran
        assert words in ran.err


def test_closed_pipe_is_no_error(database: Path, tmp_path: Path) -> None:
    import subprocess
    import sys

    command = f"{sys.executable} -m scanner policy list --json | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == b""


def test_init_writes_an_estate_that_can_be_scanned(sluis: Sluis, tmp_path: Path) -> None:
    for language in ("nl", "en"):
        path = tmp_path / language / "estate.yaml"
        path.parent.mkdir()
        ran = sluis("init", path, "--organisation", 'Gemeente "Súdwest": #1', "--lang", language)
        assert (ran.code, ran.out) == (0, "")
        assert path.with_name("estate.schema.json").exists()
        from scanner.settings import load_settings

        assert load_settings(path, {}).organisation.name == 'Gemeente "Súdwest": #1'
        before = path.read_bytes()
        again = sluis("init", path)
        assert (again.code, "--force" in again.err) == (2, True)
        assert path.read_bytes() == before
        assert sluis("init", path, "--force").code == 0
    assert sluis("init", tmp_path / "weg" / "estate.yaml").code == 2


def test_logs_are_json_lines_without_disturbing_the_output(sluis: Sluis, database: Path) -> None:
    import json

    ran = apart("--log-json", "-v", "scan", "estate.yaml", "--reread", "-q", cwd=database.parent)
    assert (ran.code, ran.out) == (0, "")
    lines = [json.loads(line) for line in ran.err.splitlines()]
    assert lines
    assert all(isinstance(line, dict) for line in lines)


def test_estate_file_in_this_folder_names_database_packs_and_waivers(
    sluis: Sluis, database: Path
) -> None:
    folder = database.parent
    pack = folder / "beleid"
    pack.mkdir()
    (pack / "strategy.yaml").write_text(
        "waiver_grounds:\n  eigen-grond: {nl: Eigen grond, en: Own ground}\n"
    )
    with (folder / "estate.yaml").open("a") as file:
        file.write("packs: [beleid]\nwaivers: besluiten.yaml\n")
    (folder / "besluiten.yaml").write_text("waivers: []\n")
    assert sluis("scan", "-q").code == 0
    assert sluis("find", "flask").code == 0
    assert sluis("diff").code == 0
    assert sluis("db", "check").code == 0
    assert str(database) in sluis("doctor").out
    assert "eigen-grond" in sluis("policy", "list", "--grounds").out
    assert sluis("sbom", "create", "--estate").code == 0
    from command_line import rows

    ((number, *_), *_) = rows(database, "SELECT fingerprint FROM finding WHERE status = 'open'")
    ran = sluis("waive", number, "--ground", "eigen-grond", "--explanation", "x", "--decided-by", "y",
                "--until", "2027-01-01")  # fmt: skip
    assert ran.code == 0, ran.err
    assert number in (folder / "besluiten.yaml").read_text()
    assert not (folder / "waivers.yaml").exists()
    assert sluis("scan", "-q").code == 0
    assert sluis("explain", number).out.count("eigen-grond") >= 1


@pytest.mark.parametrize("shape", ["--json", "--nl", "--csv", "-t"])
def test_rows_in_each_shape(sluis: Sluis, database: Path, shape: str) -> None:
    ran = sluis("find", "flask", shape, "--db", database)
    assert (ran.code, ran.err) == (0, "")
    assert "pkg:pypi/flask" in ran.out
