"""The evidence pack: the same bytes, the same verdict, and every change seen for what it is."""

import hashlib
import json
import shutil
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from command_line import Sluis
from command_line import sluis as sluis  # noqa: PLC0414 - pytest finds fixtures by name

from policies.default_pack import load_default
from sbom.errors import ParseError
from scanner.packs import folder_layer
from scanner.vendor.pack import make_pack
from scanner.vendor.pack_read import read_pack
from scanner.vendor.pack_shape import safe_name
from scanner.vendor.product import read_product
from scanner.vendor.verify import Cause, State, Verification, verify
from scanner.zip_file import packed

DOSSIERS = Path(__file__).resolve().parents[3] / "examples" / "dossiers"
BAD = DOSSIERS / "slecht"
DAY = date(2026, 11, 23)
NAMES = ("facts.json", "manifest.json", "policy.json", "quotes.json", "verdict.json")


def made(folder: Path = BAD, *, personal_data: bool = True) -> bytes:
    product = read_product(folder / "product.yaml")
    return make_pack(folder, product, load_default(), DAY, personal_data=personal_data).content


@pytest.fixture(scope="module")
def whole() -> bytes:
    return made()


@pytest.fixture(scope="module")
def bare() -> bytes:
    return made(personal_data=False)


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {i.filename: archive.read(i) for i in archive.infolist()}


def anew(parts: dict[str, bytes], **change: Any) -> bytes:
    """The pack with a manifest that fits its members again, as a forger would write it."""
    manifest = json.loads(parts["manifest.json"])
    manifest.update(change)
    for member in manifest["members"]:
        content = parts[member["name"]]
        member.update(sha256=hashlib.sha256(content).hexdigest(), bytes=len(content))
    return packed([*{**parts, "manifest.json": json.dumps(manifest).encode()}.items()])


def checked(tmp_path: Path, content: bytes, **more: Any) -> Verification:
    file = tmp_path / "pakket.zip"
    file.write_bytes(content)
    return verify(file, more.pop("here", None) or load_default(), **more)


def test_the_same_dossier_gives_the_same_pack_and_its_verdict_holds(
    tmp_path: Path, whole: bytes
) -> None:
    assert made() == whole
    found = checked(tmp_path, whole)
    assert (found.state, found.differences, found.causes) == (State.SAME, (), ())
    assert found.lines > 60
    parts = members(whole)
    files = [f for f in BAD.iterdir() if f.is_file()]
    wanted = {f"documents/{hashlib.sha256(f.read_bytes()).hexdigest()}" for f in files}
    assert parts.keys() == wanted | set(NAMES)
    quotes = json.loads(parts["quotes.json"])
    assert all(q["sha256"] == hashlib.sha256(q["quote"].encode()).hexdigest() for q in quotes)
    assert len(quotes) > 20


@pytest.mark.parametrize("number", range(9))
def test_a_change_in_any_member_is_seen(tmp_path: Path, whole: bytes, number: int) -> None:
    parts = members(whole)
    name = sorted(parts)[number]
    content = parts[name]
    place = len(content) // 2
    parts[name] = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    noted = hashlib.sha256(members(whole)["manifest.json"]).hexdigest()
    if name == "manifest.json":
        # Any change to the manifest is seen by the digest that was noted.
        parts[name] = content.replace(b'"verdict": "do-not-sign"', b'"verdict": "negotiate"')
    found = checked(tmp_path, packed(list(parts.items())), digest=noted)
    assert found.state is State.TAMPERED
    assert any(f.startswith(name) for f in found.faults), found.faults


def test_a_member_that_is_gone_or_came_in_is_seen(tmp_path: Path, whole: bytes) -> None:
    for name in sorted(members(whole).keys() - {"manifest.json"}):
        parts = members(whole)
        del parts[name]
        found = checked(tmp_path, packed(list(parts.items())))
        assert found.state is State.TAMPERED
        assert f"{name}: is missing" in found.faults
    extra = {**members(whole), "documents/" + "0" * 64: b"x"}
    found = checked(tmp_path, packed(list(extra.items())))
    assert found.faults == (f"documents/{'0' * 64}: does not stand in the manifest",)


def test_a_verdict_that_was_written_anew_does_not_follow_from_its_papers(
    tmp_path: Path, whole: bytes
) -> None:
    parts = members(whole)
    verdict = json.loads(parts["verdict.json"])
    verdict["verdict"] = "sign"
    verdict["lines"][0]["verdict"] = "complies"
    parts["verdict.json"] = json.dumps(verdict).encode()
    forged = anew(parts)
    found = checked(tmp_path, forged)
    assert found.state is State.UNEXPLAINED
    assert {(d.line, d.field) for d in found.differences} == {
        ("", "verdict"),
        (verdict["lines"][0]["id"], "verdict"),
    }
    noted = hashlib.sha256(members(whole)["manifest.json"]).hexdigest()
    assert checked(tmp_path, forged, digest=noted[:16]).state is State.TAMPERED


def test_another_tool_is_told_apart(tmp_path: Path, whole: bytes) -> None:
    parts = members(whole)
    manifest = json.loads(parts["manifest.json"])
    tool = {**manifest["tool"], "version": "0.0.1"}
    found = checked(tmp_path, anew(parts, tool=tool))
    assert (found.state, found.causes) == (State.SAME, (Cause.TOOL,))
    verdict = json.loads(parts["verdict.json"])
    verdict["lines"][0]["verdict"] = "complies"
    parts["verdict.json"] = json.dumps(verdict).encode()
    found = checked(tmp_path, anew(parts, tool=tool))
    assert (found.state, found.causes) == (State.DIFFERS, (Cause.TOOL,))


def test_another_policy_is_told_apart_and_the_one_in_the_pack_judges(
    tmp_path: Path, whole: bytes
) -> None:
    own = tmp_path / "beleid"
    own.mkdir()
    rows = "decision:\n  - {verdict: cannot-be-judged, at_least: 1, when: {verdict: deviates, severity: low}}\n"
    (own / "vendor.yaml").write_text(rows, "utf-8")
    found = checked(tmp_path, whole, here=load_default([folder_layer(own)]))
    assert (found.state, found.causes) == (State.SAME, (Cause.POLICY,))
    assert ("", "verdict") in {(d.line, d.field) for d in found.by_policy_here}


def test_another_reading_is_told_apart(tmp_path: Path, whole: bytes) -> None:
    found = checked(tmp_path, anew(members(whole), ocr="tesseract 1 fry"))
    assert (found.state, found.causes) == (State.SAME, (Cause.READING,))


def test_a_pack_without_personal_data_holds_none_and_can_still_be_judged(
    tmp_path: Path, bare: bytes
) -> None:
    folder = tmp_path / "dossier"
    shutil.copytree(DOSSIERS / "goed", folder)
    file = folder / "overeenkomst.txt"
    text = file.read_text("utf-8")
    personal = (
        "Namens deze: J.P. de Vries, bereikbaar via j.devries@voorbeeld.example of 010-1234567, "
        "rekening NL91 ABNA 0417 1643 00."
    )
    place = text.index("\n", text.index("rtikel"))
    file.write_text(f"{text[:place]} {personal}{text[place:]}", "utf-8")
    file.rename(folder / "overeenkomst J. de Vries.txt")
    parts = members(made(folder, personal_data=False))
    assert parts.keys() == set(NAMES)
    said = b"".join(parts.values()).decode()
    for word in ("de Vries", "j.devries", "010-1234567", "0417 1643"):
        assert word not in said, word
    content = packed(list(parts.items()))
    assert checked(tmp_path, content).state is State.NOT_RUN
    assert checked(tmp_path, content, folder=folder).state is State.SAME
    (folder / "erbij.txt").write_text("erbij", "utf-8")
    found = checked(tmp_path, content, folder=folder)
    assert found.faults == ("erbij.txt: does not stand in the manifest",)
    found = checked(tmp_path, bare, folder=folder)
    assert found.state is State.TAMPERED
    assert any("is not in the given folder" in f for f in found.faults)


def raw(*entries: tuple[str, bytes], mode: int = 0o100644, flag: int = 0) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    content = held.getvalue()
    if flag:  # in the directory at the end
        place = content.rindex(b"PK\x01\x02") + 8
        content = content[:place] + struct.pack("<H", flag) + content[place + 2 :]
    return content


def hostile(whole: bytes) -> dict[str, tuple[bytes, str]]:
    parts = members(whole)
    first = parts["manifest.json"]
    manifest = json.loads(first)

    def named(change: Callable[[dict[str, Any]], None]) -> bytes:
        made = json.loads(first)
        change(made)
        return anew(parts, **{k: made[k] for k in ("documents",)})

    def out(tree: dict[str, Any]) -> None:
        tree["documents"][0]["name"] = "../../etc/weg"

    def twice(tree: dict[str, Any]) -> None:
        tree["documents"][1]["name"] = tree["documents"][0]["name"].upper()

    def under(tree: dict[str, Any]) -> None:
        tree["documents"][1]["name"] = tree["documents"][0]["name"] + "/x"

    big = {**manifest, "members": [{"name": "facts.json", "sha256": "", "bytes": 3 << 30}]}
    return {
        "no zip": (b"PK\x03\x04 kapot", "not a whole ZIP"),
        "empty": (raw(), "no manifest.json"),
        "slip": (raw(("../uit.txt", b"x")), "that no pack has"),
        "absolute": (raw(("/etc/passwd", b"x")), "that no pack has"),
        "link": (raw(("manifest.json", b"/etc/passwd"), mode=0o120777), "no plain file"),
        "locked": (raw(("manifest.json", first), flag=1), "password"),
        "no json": (raw(("manifest.json", b"[]")), "not that of a pack"),
        "other form": (raw(("manifest.json", first.replace(b"vendor-pack", b"x"))), "form"),
        "bomb in the manifest": (raw(("manifest.json", b" " * (17 << 20))), "unpacks to more"),
        "bomb as stated": (raw(("manifest.json", json.dumps(big).encode())), "unpacks to more"),
        "names a way out": (named(out), "outside its folder"),
        "names twice": (named(twice), "names a document twice"),
        "file and folder": (named(under), "outside its folder"),
        "many": (raw(*((f"documents/{n:064x}", b"") for n in range(1001))), "more than 1000"),
    }


HOSTILE = (
    "no zip",
    "empty",
    "slip",
    "absolute",
    "link",
    "locked",
    "no json",
    "other form",
    "bomb in the manifest",
    "bomb as stated",
    "names a way out",
    "names twice",
    "file and folder",
    "many",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_pack_that_was_made_to_hurt_is_refused(tmp_path: Path, whole: bytes, name: str) -> None:
    content, told = hostile(whole)[name]
    inside = tmp_path / "in"
    inside.mkdir()
    file = tmp_path / "pakket.zip"
    file.write_bytes(content)
    with pytest.raises(ParseError, match=told):
        read_pack(file, inside)
    assert not list(inside.iterdir())


def test_a_name_that_occurs_twice_is_refused(tmp_path: Path, whole: bytes) -> None:
    file = tmp_path / "pakket.zip"
    with pytest.warns(UserWarning, match="Duplicate"):
        file.write_bytes(raw(("manifest.json", b"{}"), ("manifest.json", b"{}")))
    with pytest.raises(ParseError, match="twice"):
        read_pack(file)


def test_a_member_that_unpacks_to_more_than_stated_is_not_unpacked(
    tmp_path: Path, whole: bytes
) -> None:
    parts = members(whole)
    parts["facts.json"] = b" " * (20 << 20)
    found = checked(tmp_path, packed(list(parts.items())))
    assert found.faults == ("facts.json: is not what the manifest says",)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a/b.pdf", True),
        ("bijlage één.pdf", True),
        ("../a", False),
        ("a/../b", False),
        ("/a", False),
        ("a//b", False),
        ("C:a", False),
        ("a\\b", False),
        ("a\nb", False),
        ("", False),
        ("x" * 256, False),
    ],
)
def test_names_of_files_stay_below_their_folder(name: str, safe: bool) -> None:
    assert safe_name(name) is safe


def test_the_commands_tell_a_person_what_became_of_it(sluis: Sluis, tmp_path: Path) -> None:
    file = tmp_path / "pakket.zip"
    ran = sluis("vendor", "pack", BAD, "-o", file)
    assert ran.code == 3  # one cell of the register cannot be read
    assert "Noteer het bij het besluit" in ran.out
    digest = hashlib.sha256(members(file.read_bytes())["manifest.json"]).hexdigest()
    assert digest in ran.out
    ran = sluis("vendor", "verify", file, "--digest", digest)
    assert (ran.code, "het oordeel is hetzelfde" in ran.out) == (0, True)
    ran = sluis("vendor", "verify", file, "--digest", "0" * 64, "--lang", "en")
    assert (ran.code, "was changed" in ran.out) == (1, True)
    ran = sluis("vendor", "verify", file, "--json")
    assert json.loads(ran.out)["state"] == "same"
    bare = tmp_path / "kaal.zip"
    sluis("vendor", "pack", BAD, "-o", bare, "--no-personal-data")
    assert sluis("vendor", "verify", bare).code == 3
    ran = sluis("vendor", "pack", tmp_path, "-o", tmp_path / "x.zip")
    assert (ran.code, "lies in the dossier itself" in ran.err) == (2, True)
    file.write_bytes(b"geen zip")
    ran = sluis("vendor", "verify", file)
    assert (ran.code, "zip-archief" in ran.err, ran.out) == (3, True, "")
