"""Bad files in a scan: each gets an issue with file and reason, nothing else is lost."""

import json
import resource
import subprocess
from pathlib import Path

import pytest
from command_line import Sluis, apart, environment, estate, rows, sound
from hostile.contents import CONTENTS

from sbom.registry import FORMATS

GOOD_LOCK = json.dumps(
    {
        "name": "voorbeeld",
        "lockfileVersion": 3,
        "packages": {
            "": {"name": "voorbeeld", "dependencies": {"left-pad": "1.3.0"}},
            "node_modules/left-pad": {"version": "1.3.0", "license": "WTFPL"},
        },
    }
)
ISSUES = (
    "SELECT path, kind, message FROM issue WHERE to_scan IS NULL AND kind <> 'note' ORDER BY path"
)


def good(folder: Path) -> Path:
    """A source that must be read whatever happens beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package-lock.json").write_text(GOOD_LOCK, "utf-8")
    return folder


def purls(database: Path) -> set[str]:
    """What stands in the database now."""
    return {r[0] for r in rows(database, "SELECT DISTINCT purl FROM current_occurrence")}


@pytest.mark.slow
def test_every_content_under_every_name_in_one_source(sluis: Sluis, tmp_path: Path) -> None:
    source = good(tmp_path / "bron")
    small = {n: c for n, c in CONTENTS.items() if len(c) < 2_000}
    for number, content in enumerate(small.values()):
        for entry in FORMATS:
            base = entry.patterns[0].replace("*", "x")
            file = source / f"{number:02}" / entry.name / base
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    path = estate(tmp_path, source)
    database = tmp_path / "estate.db"
    first = sluis("scan", path)
    assert first.code == 3
    assert "Traceback" not in first.err
    assert sound(database)
    assert "pkg:npm/left-pad@1.3.0" in purls(database)
    listed = rows(database, ISSUES)
    assert all(path and message for path, _, message in listed)
    failed = rows(
        database,
        "SELECT p.value FROM file f JOIN path p ON p.id = f.path_id WHERE f.state = 'failed'",
    )
    assert {path for (path,) in failed} <= {path for path, _, _ in listed}
    before = rows(database, "SELECT * FROM occurrence ORDER BY id")
    second = sluis("scan", path)
    assert second.code == 3
    assert rows(database, "SELECT unchanged FROM source_scan WHERE scan_id = 2") == [(1,)]
    assert rows(database, "SELECT * FROM occurrence ORDER BY id") == before
    assert sound(database)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("yarn.lock", b"\x00" * 100, "binary"),
        ("Cargo.lock", b'[[package]]\nname = "a"\nversi', "TOML"),
        ("composer.lock", b'{"packages": [', "JSON"),
        ("pom.xml", CONTENTS["XML bomb"], "entities"),
        ("packages.config", CONTENTS["deep XML"], "nested"),
        ("pnpm-lock.yaml", CONTENTS["YAML bomb"], "alias"),
        ("docker-compose.yml", CONTENTS["YAML alias of itself"], "itself"),
        ("Pipfile.lock", CONTENTS["deep object"], "nested"),
        ("uv.lock", CONTENTS["deep TOML"], "nested"),
        ("poetry.lock", CONTENTS["long TOML key"], "nested"),
        ("bom.json", CONTENTS["half a UTF-16"], "utf-16"),
    ],
)
def test_file_and_reason_are_told_and_the_rest_is_read(
    sluis: Sluis, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    source = good(tmp_path / "bron")
    (source / "map").mkdir()
    (source / "map" / name).write_bytes(content)
    ran = sluis("scan", estate(tmp_path, source))
    database = tmp_path / "estate.db"
    assert ran.code == 3
    ((path, kind, message),) = rows(database, ISSUES)
    assert (path, kind in {"unreadable", "limit"}) == (f"map/{name}", True)
    assert reason in message
    assert f"map/{name}" in ran.out
    assert "pkg:npm/left-pad@1.3.0" in purls(database)
    assert sound(database)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_other_encodings_are_read(sluis: Sluis, tmp_path: Path, encoding: str) -> None:
    source = tmp_path / "bron"
    source.mkdir()
    (source / "package-lock.json").write_bytes(GOOD_LOCK.encode(encoding))
    assert sluis("scan", estate(tmp_path, source)).code == 0
    assert "pkg:npm/left-pad@1.3.0" in purls(tmp_path / "estate.db")


def test_requirements_that_include_each_other(sluis: Sluis, tmp_path: Path) -> None:
    source = tmp_path / "bron"
    source.mkdir()
    (source / "requirements.txt").write_text("-r requirements-b.txt\nflask==3.0.0\n")
    (source / "requirements-b.txt").write_text("-r requirements.txt\nclick==8.1.0\n")
    (source / "requirements-c.txt").write_text(
        "-r requirements-c.txt\n-r ../../geheim.txt\nsix==1\n"
    )
    sluis("scan", estate(tmp_path, source))
    found = purls(tmp_path / "estate.db")
    assert {"pkg:pypi/flask@3.0.0", "pkg:pypi/click@8.1.0", "pkg:pypi/six@1"} <= found
    assert sound(tmp_path / "estate.db")


def test_poms_that_are_each_others_parent(sluis: Sluis, tmp_path: Path) -> None:
    source = tmp_path / "bron"
    for this, parent in (("a", "b"), ("b", "a"), ("c", "c")):
        (source / this).mkdir(parents=True)
        (source / this / "pom.xml").write_text(
            f"<project><parent><groupId>nl.voorbeeld</groupId><artifactId>{parent}</artifactId>"
            f"<version>1</version><relativePath>../{parent}/pom.xml</relativePath></parent>"
            f"<artifactId>{this}</artifactId><properties><v>${{w}}</v><w>${{v}}</w></properties>"
            "<dependencies><dependency><groupId>org.x</groupId><artifactId>y</artifactId>"
            "<version>1.0</version></dependency><dependency><groupId>org.x</groupId>"
            "<artifactId>z</artifactId><version>${v}</version></dependency></dependencies></project>"
        )
    sluis("scan", estate(tmp_path, source))
    assert "pkg:maven/org.x/y@1.0" in purls(tmp_path / "estate.db")
    assert sound(tmp_path / "estate.db")


def test_links_out_of_the_source_are_not_followed(sluis: Sluis, tmp_path: Path) -> None:
    secret = tmp_path / "geheim"
    secret.mkdir()
    (secret / "package-lock.json").write_text(GOOD_LOCK.replace("left-pad", "geheim"))
    source = good(tmp_path / "bron")
    (source / "map").symlink_to(secret)
    (source / "eigen").mkdir()
    (source / "eigen" / "package-lock.json").symlink_to(secret / "package-lock.json")
    (source / "lus").symlink_to(source)
    assert sluis("scan", estate(tmp_path, source)).code == 0
    assert purls(tmp_path / "estate.db") == {"pkg:npm/left-pad@1.3.0", "pkg:npm/voorbeeld"}
    notes = rows(tmp_path / "estate.db", "SELECT message FROM issue WHERE kind = 'note'")
    assert ("3 symbolic links are not followed",) in notes


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], input=stdin, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def test_git_tree_with_names_that_climb_or_control(sluis: Sluis, tmp_path: Path) -> None:
    repository = tmp_path / "bron.git"
    git(tmp_path, "init", "-q", "--bare", str(repository))
    blob = git(repository, "hash-object", "-w", "--stdin", stdin=GOOD_LOCK.encode())

    def tree(*entries: tuple[str, str, bytes]) -> str:
        listed = b"".join(f"{kind} {oid}\t".encode() + name + b"\0" for kind, oid, name in entries)
        return git(repository, "mktree", "-z", stdin=listed)

    leaf = tree(("100644 blob", blob, b"package-lock.json"))
    top = tree(
        ("040000 tree", leaf, b".."),
        ("040000 tree", leaf, b"\x1b[31mrood\x07"),
        ("040000 tree", leaf, b"regel\neinde"),
        ("040000 tree", leaf, b"\xff\xfe"),
        ("100644 blob", blob, b"package-lock.json"),
    )
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    commit = git(repository, *who, "commit-tree", "-m", "x", top)
    git(repository, "update-ref", "HEAD", commit)
    ran = sluis("scan", estate(tmp_path, {"git": str(repository)}))
    database = tmp_path / "estate.db"
    assert ran.code == 0
    paths = {r[0] for r in rows(database, "SELECT DISTINCT path FROM current_occurrence")}
    assert len(paths) == 5
    assert all(p.isprintable() and ".." not in p.split("/") for p in paths)
    for shape in ("table", "csv-findings", "html", "sarif", "markdown"):
        shown = sluis("report", "--db", database, "--format", shape)
        assert "\x1b[31m" not in shown.out
        assert "\x07" not in shown.out
    assert sound(database)


@pytest.mark.slow
def test_lock_of_200_megabytes(tmp_path: Path) -> None:
    source = good(tmp_path / "bron")
    (source / "groot").mkdir()
    entry = b'    "node_modules/pakket-%07d": {"version": "1.0.0", "funding": "%s"},\n'
    with (source / "groot" / "package-lock.json").open("wb") as file:
        file.write(b'{"lockfileVersion": 3, "packages": {\n')
        for number in range(1000):
            file.write(entry % (number, b"x" * 200_000))
        file.write(b'    "": {"name": "groot"}\n}}\n')
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    ran = apart("scan", estate(tmp_path, source), cwd=tmp_path, env=environment(tmp_path))
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert ran.code in {0, 3}
    assert "Traceback" not in ran.err
    found = purls(tmp_path / "estate.db")
    assert "pkg:npm/left-pad@1.3.0" in found
    assert "pkg:npm/pakket-0000999@1.0.0" in found or rows(tmp_path / "estate.db", ISSUES)
    assert max(before, after) < 2_500_000  # KiB
    assert sound(tmp_path / "estate.db")


def test_file_that_may_be_read_again_is_read_again(sluis: Sluis, tmp_path: Path) -> None:
    source = good(tmp_path / "bron")
    path = estate(tmp_path, source, more="limits: {file_bytes: 100}\n")
    assert sluis("scan", path).code == 3
    assert purls(tmp_path / "estate.db") == set()
    assert sluis("scan", path).code == 3
    estate(tmp_path, source)
    assert sluis("scan", path).code == 0, "nothing of the source itself changed"
    assert "pkg:npm/left-pad@1.3.0" in purls(tmp_path / "estate.db")


def test_file_over_the_cap_is_an_issue(sluis: Sluis, tmp_path: Path) -> None:
    source = good(tmp_path / "bron")
    with (source / "yarn.lock").open("wb") as file:
        file.truncate(300 * 1024 * 1024)  # sparse
    ran = sluis("scan", estate(tmp_path, source))
    assert ran.code == 3
    ((path, kind, message),) = rows(tmp_path / "estate.db", ISSUES)
    assert (path, kind) == ("yarn.lock", "limit")
    assert "314572800 bytes, more than the cap" in message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- x\n",
        "organisation: [\n",
        "organisation: &a [*a]\n",
        CONTENTS["YAML bomb"].decode(),
        CONTENTS["deep YAML"].decode(),
        "organisation: {name: X}\nstelsels: []\n",
        'organisation: {name: X}\ntargets: [{git: "https://u:geheim@example.org/x"}]\n',
        "organisation: {name: X}\ntargets: [{folder: a}, {folder: a}]\n",
        "organisation: {name: X}\nwaivers: nergens.yaml\n",
        "organisation: {name: X}\npacks: [nergens]\n",
    ],
)
def test_bad_estate_file_is_told_with_its_place(sluis: Sluis, tmp_path: Path, text: str) -> None:
    (tmp_path / "estate.yaml").write_text(text)
    ran = sluis("scan", tmp_path / "estate.yaml", "--db", tmp_path / "x.db")
    assert ran.code == 2, ran
    assert ran.err.startswith(("sluis: estate.yaml:", "sluis: /"))
    assert "Traceback" not in ran.err
    assert "geheim@" not in ran.err


@pytest.mark.parametrize("kind", ["folder", "git", "sbom"])
def test_target_that_is_not_there_costs_only_itself(
    sluis: Sluis, tmp_path: Path, kind: str
) -> None:
    source = good(tmp_path / "bron")
    path = estate(tmp_path, source, {kind: str(tmp_path / "weg")})
    ran = sluis("scan", path)
    database = tmp_path / "estate.db"
    assert ran.code == 3
    assert "weg" in ran.out
    assert "pkg:npm/left-pad@1.3.0" in purls(database)
    assert [s for (s,) in rows(database, "SELECT state FROM source_scan ORDER BY state")] == [
        "complete",
        "failed",
    ]
