"""Programs of the distribution, and those beside it."""

from program_files import elf, go_inline

from sbom.component import Role
from sbom.inventory import Inventory
from sbom.joiners.owned_files import join
from sbom.parsers.binary.program import parse
from sbom.source import SourceFile

PYTHON = elf({".rodata": b"\x003.11.2\0"})
GO = elf({".go.buildinfo": go_inline("go1.22.5", "path\texample.org/x\n")})


def made(path: str, content: bytes = PYTHON) -> Inventory:
    return parse(SourceFile(path=path, content=content))


def test_what_the_database_states_better_is_declared() -> None:
    paths = ("usr/bin/python3.11", "usr/local/bin/python3.11", "opt/x/python3.11")
    files = {p: made(p) for p in paths} | {"usr/bin/x": made("usr/bin/x", GO)}
    files["var/lib/dpkg/status"] = Inventory()
    changed = join(files)
    assert list(changed) == ["usr/bin/python3.11"]
    assert changed["usr/bin/python3.11"].components[0].roles == (Role.DECLARED,)
    assert join({**files, **changed}) == {}


def test_each_image_of_an_archive_has_its_own_database() -> None:
    files = {
        f"{top}/usr/bin/python3.11": made(f"{top}/usr/bin/python3.11") for top in ("een", "twee")
    }
    files["twee/lib/apk/db/installed"] = Inventory()
    assert list(join(files)) == ["twee/usr/bin/python3.11"]


def test_without_a_database_nothing_changes() -> None:
    assert join({"usr/bin/python3.11": made("usr/bin/python3.11")}) == {}
