"""Folders and delivered SBOMs: what is read, what is left alone, and what goes wrong on the way."""

import gzip
import io
import os
import shutil
import zipfile

import pytest

from collectors import folder, sbom_drop
from collectors.collector import Entry, Limits
from sbom.errors import CollectError
from sbom.issue import Issue, IssueKind
from sbom.source import OriginKind


def everything(_):
    return True


@pytest.fixture
def tree(tmp_path):
    """Write files below a folder."""

    def make(files, name="tree"):
        for path, content in files.items():
            place = tmp_path / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return tmp_path / name

    return make


FILES = {"package.json": b"{}", "api/requirements.txt": b"django\n", "api/main.py": b"x"}


def test_wanted_files_are_read_with_their_git_blob_id(tree, target, limits, git, tmp_path):
    top = tree(FILES)
    listing = folder.collect(
        target(top, OriginKind.FOLDER), lambda p: not p.endswith(".py"), limits
    )
    assert listing.files_seen == 3
    assert listing.issues == []
    assert listing.entries == [
        Entry(path="api/requirements.txt", blob="", size=7),
        Entry(path="package.json", blob="", size=2),
    ]
    assert listing.paths == ["api/requirements.txt", "package.json"]
    read = list(listing.read(listing.entries))
    assert [(f.path, f.content) for f in read] == [
        ("api/requirements.txt", b"django\n"),
        ("package.json", b"{}"),
    ]
    git(tmp_path, "init", "-q")
    assert [f.blob for f in read] == [git(tmp_path, "hash-object", str(top / f.path)) for f in read]


def test_revision_changes_with_any_file_and_only_then(tree, target, limits):
    place = target(tree(FILES), OriginKind.FOLDER)
    before = folder.revision(place, limits)
    assert folder.revision(place, limits) == before
    assert folder.collect(place, everything, limits).origin.revision == before
    tree({"new": b""})
    after = folder.revision(place, limits)
    assert after != before
    os.utime(tree({}) / "new", ns=(1, 1))
    assert folder.revision(place, limits) != after


def test_copies_of_other_peoples_packages_are_skipped_and_counted(tree, target, contents, limits):
    top = tree(
        {
            "package.json": b"{}",
            "node_modules/left/package.json": b"no",
            "node_modules/.package-lock.json": b"yes",
            "a/node_modules/x/package.json": b"no",
            "vendor/x/go.mod": b"no",
            ".git/config": b"no",
        }
    )
    listing = folder.collect(target(top, OriginKind.FOLDER), everything, limits)
    assert contents(listing) == {"package.json": b"{}", "node_modules/.package-lock.json": b"yes"}
    assert [(i.kind, i.message) for i in listing.issues] == [
        (IssueKind.NOTE, "folders skipped by name: .git (1), node_modules (2), vendor (1)")
    ]


def test_links_loops_pipes_and_devices_are_left_alone(tree, target, contents, limits, tmp_path):
    top = tree(FILES)
    outside = tree({"secret.json": b"s"}, "outside")
    (top / "out").symlink_to(outside)
    (top / "secret.json").symlink_to(outside / "secret.json")
    (top / "loop").symlink_to(top)
    (top / "self").symlink_to("self")
    (top / "gone").symlink_to("nowhere")
    os.mkfifo(top / "pipe.json")
    listing = folder.collect(target(top, OriginKind.FOLDER), everything, limits)
    assert contents(listing) == FILES
    assert [i.message for i in listing.issues] == [
        "5 symbolic links are not followed",
        "1 pipes, sockets or devices are not opened",
    ]


def test_folder_that_is_itself_a_link_is_read(tree, target, contents, limits, tmp_path):
    (tmp_path / "link").symlink_to(tree(FILES))
    listing = folder.collect(target(tmp_path / "link", OriginKind.FOLDER), everything, limits)
    assert contents(listing) == FILES


def test_file_or_folder_swapped_for_a_link_after_listing_is_not_followed(
    tree, target, contents, limits
):
    top = tree({**FILES, "pipe": b"", "gone": b""})
    outside = tree({"requirements.txt": b"secret", "package.json": b"secret"}, "outside")
    listing = folder.collect(target(top, OriginKind.FOLDER), everything, limits)
    (top / "package.json").unlink()
    (top / "package.json").symlink_to(outside / "package.json")
    shutil.rmtree(top / "api")
    (top / "api").symlink_to(outside)
    (top / "pipe").unlink()
    os.mkfifo(top / "pipe")
    (top / "gone").unlink()
    assert contents(listing) == {
        "api/main.py": "cannot be read: became a symbolic link",
        "api/requirements.txt": "cannot be read: became a symbolic link",
        "gone": "cannot be read: No such file or directory",
        "package.json": "cannot be read: became a symbolic link",
        "pipe": "cannot be read: is no longer a regular file",
    }


def test_whole_folder_deleted_after_listing_gives_an_issue_for_each(tree, target, limits):
    top = tree(FILES)
    listing = folder.collect(target(top, OriginKind.FOLDER), everything, limits)
    shutil.rmtree(top)
    found = list(listing.read(listing.entries))
    assert [type(i) for i in found] == [Issue] * 3
    assert {i.kind for i in found} == {IssueKind.UNREADABLE}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(tree, target, contents, limits):
    top = tree({**FILES, "closed/package.json": b"x"})
    (top / "package.json").chmod(0)
    (top / "closed").chmod(0)
    listing = folder.collect(target(top, OriginKind.FOLDER), everything, limits)
    assert [(i.kind, i.path) for i in listing.issues] == [(IssueKind.UNREADABLE, "closed")]
    assert contents(listing)["package.json"] == "cannot be read: Permission denied"


def test_caps_on_size_count_and_depth(tree, target, contents):
    top = tree({"big": b"x" * 101, "small": b"x" * 100, "a/b/c/d": b""})
    place = target(top, OriginKind.FOLDER)
    listing = folder.collect(place, everything, Limits(file_bytes=100))
    assert contents(listing)["big"] == "cannot be read: has 101 bytes, more than the cap of 100"
    assert contents(listing)["small"] == b"x" * 100
    issues = folder.collect(place, everything, Limits(depth=2)).issues
    assert [(i.kind, i.path) for i in issues] == [(IssueKind.LIMIT, "a/b")]
    issues = folder.collect(place, everything, Limits(files=1)).issues
    assert [(i.kind, i.message) for i in issues] == [
        (IssueKind.LIMIT, "holds more than 1 files; the rest was not listed")
    ]


def test_file_that_grows_while_it_is_read_stays_under_the_cap(target, contents):
    place = target("/proc/self", OriginKind.FOLDER)
    wanted = {"status", "maps"}.__contains__
    listing = folder.collect(place, wanted, Limits(file_bytes=10, depth=1))
    assert contents(listing) == dict.fromkeys(
        ["maps", "status"], "cannot be read: grew past the cap of 10 bytes while it was read"
    )


def test_odd_names_are_read_and_shown_safely(tree, target, contents, limits):
    top = tree({"a\nb": b"1", "a\\x0ab": b"2", os.fsdecode(b"lat\xe9"): b"3", "ë": b"4"})
    listing = folder.collect(target(top, OriginKind.FOLDER), everything, limits)
    assert contents(listing) == {
        "a\\x0ab": b"1",
        "a\\x5cx0ab": b"2",
        "lat\\xe9": b"3",
        "ë": b"4",
    }


def test_subfolder_keeps_whole_paths_and_stays_inside(tree, target, contents, limits):
    top = tree(FILES)
    listing = folder.collect(target(top, OriginKind.FOLDER, subfolder="api"), everything, limits)
    assert sorted(contents(listing)) == ["api/main.py", "api/requirements.txt"]
    for bad in ("../tree", "nowhere"):
        with pytest.raises(CollectError):
            folder.revision(target(top, OriginKind.FOLDER, subfolder=bad), limits)


def test_place_that_is_no_folder_is_an_error(tree, target, limits, tmp_path):
    top = tree(FILES)
    with pytest.raises(CollectError, match="is a file, not a folder"):
        folder.collect(target(top / "package.json", OriginKind.FOLDER), everything, limits)
    with pytest.raises(CollectError, match="is not there"):
        folder.revision(target(tmp_path / "nothing", OriginKind.FOLDER), limits)


def test_delivered_file_is_read_whatever_its_name(tree, target, contents, limits, tmp_path):
    top = tree({"Stuklijst leverancier.final": b"{}"})
    file = top / "Stuklijst leverancier.final"
    (tmp_path / "link").symlink_to(file)
    listing = sbom_drop.collect(target(file, OriginKind.SBOM), lambda _: False, limits)
    assert contents(listing) == {"Stuklijst leverancier.final": b"{}"}
    assert listing.origin.kind is OriginKind.SBOM
    listing = sbom_drop.collect(target(tmp_path / "link", OriginKind.SBOM), everything, limits)
    assert contents(listing) == {"link": b"{}"}
    over = sbom_drop.collect(target(file, OriginKind.SBOM), everything, Limits(file_bytes=1))
    assert "more than the cap" in contents(over)["Stuklijst leverancier.final"]
    file.unlink()
    assert "No such file" in contents(listing)["link"]


def test_folder_of_deliveries_offers_what_can_hold_an_sbom(tree, target, contents, limits):
    top = tree(
        {
            "a.json": b"1",
            "2026/B.XML": b"2",
            "vendor/c.spdx": b"3",
            "d.7z": b"4",
            "brief.pdf": b"5",
            "logo.png": b"6",
        }
    )
    place = target(top, OriginKind.SBOM)
    listing = sbom_drop.collect(place, lambda _: False, limits)
    assert contents(listing) == {"a.json": b"1", "2026/B.XML": b"2", "vendor/c.spdx": b"3"}
    assert listing.files_seen == 6
    assert [(i.kind, i.path, i.message) for i in listing.issues] == [
        (IssueKind.UNSUPPORTED, "d.7z", "is packed; unpack it first"),
        (
            IssueKind.NOTE,
            "",
            "2 files have an extension that holds no SBOM and are not read",
        ),
    ]
    assert sbom_drop.revision(place, limits) == listing.origin.revision


def test_packed_deliveries_are_opened(tree, target, contents, limits):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("een/bom.json", b"1")
        archive.writestr("twee/bom.json.gz", gzip.compress(b"2"))
        archive.writestr("logo.png", b"3")
    top = tree(
        {
            "levering.zip": held.getvalue(),
            "bom.json.gz": gzip.compress(b"4"),
            "kapot.json.gz": gzip.compress(b"5")[:-9],
            "los.xlsx": b"6",
        }
    )
    listing = sbom_drop.collect(target(top, OriginKind.SBOM), lambda _: False, limits)
    assert contents(listing) == {
        "bom.json.gz": b"4",
        "levering.zip!/een/bom.json": b"1",
        "levering.zip!/twee/bom.json": b"2",
        "los.xlsx": b"6",
    }
    assert [(i.kind, i.path, i.message) for i in listing.issues] == [
        (IssueKind.UNREADABLE, "kapot.json.gz", "cannot be read: is cut off")
    ]
    lone = sbom_drop.collect(target(top / "levering.zip", OriginKind.SBOM), everything, limits)
    assert sorted(contents(lone)) == ["levering.zip!/een/bom.json", "levering.zip!/twee/bom.json"]
    (found,) = lone.read([e for e in lone.entries if "twee" in e.path])
    assert found.content == b"2"


def test_empty_or_absent_delivery_is_told(target, limits, tmp_path):
    (tmp_path / "empty").mkdir()
    listing = sbom_drop.collect(target(tmp_path / "empty", OriginKind.SBOM), everything, limits)
    assert [i.message for i in listing.issues] == ["the folder holds no files"]
    os.mkfifo(tmp_path / "pipe")
    for name, words in {"nothing": "is not there", "pipe": "is not a file or folder"}.items():
        with pytest.raises(CollectError, match=words):
            sbom_drop.revision(target(tmp_path / name, OriginKind.SBOM), limits)
