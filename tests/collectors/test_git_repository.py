"""Repositories on this disk: what is read, and what happens when they are damaged or odd."""

import shutil
import subprocess
from pathlib import Path

import pytest

from collectors import git_repository
from collectors.collector import Limits
from sbom.errors import CollectError
from sbom.issue import Issue, IssueKind

FILES = {
    "package.json": b"{}",
    "api/requirements.txt": b"django==5.2\n",
    "api/main.py": b"print()\n",
    "LICENSE": b"EUPL-1.2\n",
}


def manifests(path):
    return path.rpartition("/")[2] in {"package.json", "requirements.txt", "LICENSE"}


def everything(_):
    return True


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_wanted_files_of_head_are_read(
    make_repository, target, contents, limits, git, bare, object_format
):
    top = make_repository(FILES, bare=bare, object_format=object_format)
    listing = git_repository.collect(target(top), manifests, limits)
    assert listing.files_seen == 4
    assert listing.issues == []
    assert [e.path for e in listing.entries] == ["LICENSE", "api/requirements.txt", "package.json"]
    assert listing.paths == [e.path for e in listing.entries]
    assert contents(listing) == {k: v for k, v in FILES.items() if k != "api/main.py"}
    head = git(top, "rev-parse", "HEAD")
    assert listing.origin.revision == head == git_repository.revision(target(top), limits)
    assert {e.blob for e in listing.entries} == {
        git(top, "rev-parse", f"HEAD:{e.path}") for e in listing.entries
    }


def test_working_tree_and_index_are_not_read(make_repository, target, contents, limits, git):
    top = make_repository(FILES)
    (top / "package.json").write_bytes(b"changed")
    (top / "yarn").mkdir()
    (top / "yarn" / "package.json").write_bytes(b"new")
    git(top, "add", "-A")
    assert contents(git_repository.collect(target(top), manifests, limits)) == {
        k: v for k, v in FILES.items() if k != "api/main.py"
    }


def test_the_hint_by_name_changes_nothing(make_repository, target, limits):
    class Hinted:
        def __init__(self):
            self.asked = []

        def __call__(self, path):
            return manifests(path)

        def maybe(self, base):
            self.asked.append(base)
            return manifests(base)

    top = make_repository({**FILES, "b/main.py": b"", "c/main.py": b""})
    wanted = Hinted()
    hinted = git_repository.collect(target(top), wanted, limits)
    plain = git_repository.collect(target(top), manifests, limits)
    assert hinted.entries == plain.entries
    assert wanted.asked.count("main.py") == 1


def test_branch_tag_and_commit_can_be_named(make_repository, target, contents, limits, git):
    top = make_repository(FILES)
    first = git(top, "rev-parse", "HEAD")
    git(top, "tag", "-a", "v1", "-m", "one")
    git(top, "branch", "old/one")
    (top / "package.json").write_bytes(b"[2]")
    git(top, "commit", "-qam", "second")
    for name in ("v1", "old/one", first, first[:12], "refs/heads/old/one"):
        assert git_repository.revision(target(top, revision=name), limits) == first
        listing = git_repository.collect(target(top, revision=name), manifests, limits)
        assert contents(listing)["package.json"] == b"{}"
    assert git_repository.revision(target(top, revision="main"), limits) != first
    git(top, "pack-refs", "--all")
    assert git_repository.revision(target(top, revision="old/one"), limits) == first
    assert git_repository.revision(target(top, revision="v1"), limits) == first
    git(top, "checkout", "-q", "--detach", "v1")
    assert git_repository.revision(target(top), limits) == first


@pytest.mark.parametrize("name", ["nowhere", "--all", "a..b", "main:package.json", "@{-1}", "a b"])
def test_unknown_or_unsafe_revision_is_refused(make_repository, target, limits, name):
    top = make_repository(FILES)
    with pytest.raises(CollectError, match=r"no branch|is not a branch"):
        git_repository.revision(target(top, revision=name), limits)


def test_subfolder_keeps_whole_paths(make_repository, target, contents, limits):
    top = make_repository({**FILES, "api2/package.json": b"no"}, bare=True)
    for written in ("api", "api/"):
        listing = git_repository.collect(target(top, subfolder=written), manifests, limits)
        assert contents(listing) == {"api/requirements.txt": b"django==5.2\n"}
        assert listing.files_seen == 2
    with pytest.raises(CollectError, match="no files in folder 'nope'"):
        git_repository.collect(target(top, subfolder="nope"), manifests, limits)
    with pytest.raises(CollectError, match="no files in folder"):
        git_repository.collect(target(top, subfolder=":(glob)**"), manifests, limits)


def test_worktree_and_submodule_checkout_are_repositories(
    make_repository, target, contents, limits, git, tmp_path
):
    top = make_repository(FILES)
    git(top, "worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    (tmp_path / "side" / "LICENSE").write_bytes(b"MIT\n")
    git(tmp_path / "side", "commit", "-qam", "side")
    listing = git_repository.collect(target(tmp_path / "side"), manifests, limits)
    assert contents(listing)["LICENSE"] == b"MIT\n"
    assert listing.origin.revision == git(tmp_path / "side", "rev-parse", "HEAD")

    other = make_repository({"LICENSE": b"x"}, name="other")
    git(top, "submodule", "--quiet", "add", str(other), "sub")
    git(top, "commit", "-qm", "sub")
    assert contents(git_repository.collect(target(top / "sub"), manifests, limits)) == {
        "LICENSE": b"x"
    }
    listing = git_repository.collect(target(top), manifests, limits)
    assert listing.files_seen == 5
    assert [i.message for i in listing.issues if i.kind is IssueKind.NOTE] == [
        "1 git submodules are not read; add each as a target of its own"
    ]


def test_shared_clone_finds_the_objects_it_borrows(
    make_repository, target, contents, limits, git, tmp_path
):
    make_repository(FILES, name="lender")
    git(tmp_path, "clone", "-q", "--shared", "lender", "borrower")
    found = contents(git_repository.collect(target(tmp_path / "borrower"), manifests, limits))
    assert found["package.json"] == b"{}"


def test_symbolic_links_are_counted_not_followed(make_repository, target, contents, limits, git):
    top = make_repository(FILES)
    (top / "app").mkdir()
    (top / "app" / "LICENSE").symlink_to("/etc/passwd")
    (top / "loop").symlink_to("loop")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "links")
    listing = git_repository.collect(target(top), manifests, limits)
    assert listing.files_seen == 4
    assert "app/LICENSE" not in contents(listing)
    assert [(i.kind, i.subject) for i in listing.issues] == [(IssueKind.NOTE, "app/LICENSE")]


def test_repository_without_commits_says_so(target, limits, git, tmp_path):
    git(tmp_path, "init", "-q", "-b", "main", "empty")
    empty = target(tmp_path / "empty")
    assert git_repository.revision(empty, limits) == ""
    listing = git_repository.collect(empty, everything, limits)
    assert (listing.files_seen, listing.entries) == (0, [])
    assert [i.kind for i in listing.issues] == [IssueKind.NOTE]


def test_commit_without_files_is_an_empty_listing(make_repository, target, limits):
    listing = git_repository.collect(target(make_repository({})), everything, limits)
    assert (listing.files_seen, listing.entries, listing.issues) == (0, [], [])
    assert list(listing.read([])) == []


def test_head_of_a_branch_that_is_gone_is_an_error(make_repository, target, limits, git):
    top = make_repository(FILES, bare=True)
    git(top, "symbolic-ref", "HEAD", "refs/heads/master")
    with pytest.raises(CollectError, match=r"HEAD names no commit; .*main"):
        git_repository.revision(target(top), limits)


@pytest.mark.parametrize(
    "head", ["", "ref: ../../../etc/passwd", "junk", "\x00\xff", "ref: refs/heads/../../HEAD"]
)
def test_damaged_head_is_an_error(make_repository, target, limits, head):
    top = make_repository(FILES, bare=True)
    (top / "HEAD").write_text(head, "latin-1")
    with pytest.raises(CollectError):
        git_repository.revision(target(top), limits)


def test_place_without_repository_is_an_error(target, limits, tmp_path):
    (tmp_path / "plain").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / ".git").write_text("gitdir: ../gone")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / ".git").write_bytes(b"\xff\x00")
    for name, words in {
        "nothing": "is not there",
        "plain": "is not a git repository",
        "file": "is a file",
        "broken": "is not there",
        "odd": "does not say",
        "no.bundle": "is not there",
    }.items():
        with pytest.raises(CollectError, match=words):
            git_repository.collect(target(tmp_path / name), everything, limits)


def test_parent_folders_are_not_searched(make_repository, target, limits):
    top = make_repository(FILES)
    with pytest.raises(CollectError, match="is not a git repository"):
        git_repository.revision(target(top / "api"), limits)


def _object(top: Path, git, spec: str) -> Path:
    oid = git(top, "rev-parse", spec)
    return top / ".git" / "objects" / oid[:2] / oid[2:]


def test_missing_blob_loses_that_file_only(make_repository, target, contents, limits, git):
    top = make_repository(FILES)
    _object(top, git, "HEAD:LICENSE").unlink()
    found = contents(git_repository.collect(target(top), manifests, limits))
    assert "not in this repository" in found["LICENSE"]
    assert found["package.json"] == b"{}"


def test_damaged_blobs_lose_those_files_only(make_repository, target, contents, limits, git):
    files = {f"{n:02}/package.json": b"%d" % n * 50 for n in range(30)}
    top = make_repository(files)
    for bad in ("05", "06", "20"):
        loose = _object(top, git, f"HEAD:{bad}/package.json")
        loose.chmod(0o600)
        loose.write_bytes(b"\x78\x01 this is not zlib")
    found = contents(git_repository.collect(target(top), manifests, limits))
    bad = {path for path, content in found.items() if isinstance(content, str)}
    assert bad == {"05/package.json", "06/package.json", "20/package.json"}
    assert {p: c for p, c in found.items() if p not in bad} == {
        p: c for p, c in files.items() if p not in bad
    }


def test_damaged_pack_is_told(make_repository, target, limits, git):
    top = make_repository(FILES, bare=True)
    git(top, "gc", "-q")
    for pack in (top / "objects" / "pack").glob("*.pack"):
        pack.chmod(0o600)
        pack.write_bytes(pack.read_bytes()[:12] + b"\0" * 200)
    with pytest.raises(CollectError, match="cannot be listed"):
        git_repository.collect(target(top), everything, limits)


def test_missing_tree_is_told(make_repository, target, limits, git):
    top = make_repository(FILES)
    _object(top, git, "HEAD:api").unlink()
    listing = git_repository.collect(target(top), everything, limits)
    assert [i.kind for i in listing.issues] == [IssueKind.UNREADABLE]
    _object(top, git, "HEAD^{tree}").unlink()
    with pytest.raises(CollectError, match="cannot be listed"):
        git_repository.collect(target(top), everything, limits)


def test_repository_deleted_before_reading_gives_an_issue_for_each(make_repository, target, limits):
    top = make_repository({f"{n}/package.json": b"x" for n in range(40)})
    listing = git_repository.collect(target(top), manifests, limits)
    shutil.rmtree(top)
    found = list(listing.read(listing.entries))
    assert len(found) == 40
    assert all(isinstance(i, Issue) and i.kind is IssueKind.UNREADABLE for i in found)
    assert "disappeared" in found[0].message


def test_repository_deleted_while_reading_gives_every_file_an_answer(
    make_repository, target, limits
):
    top = make_repository({f"{n:03}/package.json": bytes(70_000) for n in range(100)})
    listing = git_repository.collect(target(top), manifests, limits)
    reading = listing.read(listing.entries)
    first = next(reading)
    shutil.rmtree(top)
    rest = list(reading)
    assert [first.path, *(r.path for r in rest)] == [e.path for e in listing.entries]


def test_file_over_the_cap_is_not_read(make_repository, target, contents, limits):
    top = make_repository({**FILES, "big/package.json": b"x" * 5000, "z/package.json": b"z"})
    small = Limits(file_bytes=100)
    listing = git_repository.collect(target(top), manifests, small)
    items = list(listing.read(listing.entries))
    assert [i.kind for i in items if isinstance(i, Issue)] == [IssueKind.LIMIT]
    found = contents(listing)
    assert found["big/package.json"] == "has 5000 bytes, more than the cap of 100"
    assert found["z/package.json"] == b"z"


def test_cap_on_files_stops_the_listing(make_repository, target):
    top = make_repository({f"{n}": b"" for n in range(30)})
    listing = git_repository.collect(target(top), everything, Limits(files=10))
    assert [i.kind for i in listing.issues] == [IssueKind.LIMIT]


def test_reader_that_stops_early_leaves_no_process(make_repository, target, limits):
    top = make_repository({f"{n}/package.json": bytes(200_000) for n in range(30)})
    listing = git_repository.collect(target(top), manifests, limits)
    reading = listing.read(listing.entries)
    next(reading)
    reading.close()
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert str(top) not in running.stdout


def test_large_blobs_and_many_small_ones_arrive_whole(make_repository, target, contents, limits):
    files = {"a/package.json": bytes(range(256)) * 12_000}
    files |= {f"n{n:04}/package.json": b"\n" * (n % 7) + b"%d" % n for n in range(3000)}
    files["z/package.json"] = b""
    top = make_repository(files, bare=True)
    assert contents(git_repository.collect(target(top), manifests, limits)) == files


def test_git_lfs_pointer_is_told(make_repository, target, contents, limits):
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
    top = make_repository({"package.json": pointer})
    found = contents(git_repository.collect(target(top), manifests, limits))
    assert "LFS pointer" in found["package.json"]


def test_git_lfs_pointer_makes_a_source_partial_only_where_it_hides_what_is_stated(
    make_repository, target, limits
):
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
    top = make_repository({"go.mod": pointer, "lib/loket.dll": pointer, "package.json": b"{}"})
    listing = git_repository.collect(target(top), lambda _: True, limits)
    found = {i.path: i.kind for i in listing.read(listing.entries) if isinstance(i, Issue)}
    assert found == {"go.mod": IssueKind.UNREADABLE, "lib/loket.dll": IssueKind.NOTE}


def test_odd_paths_are_read_and_shown_safely(target, contents, limits, git, tmp_path):
    top = tmp_path / "odd"
    git(tmp_path, "init", "-q", "odd")
    blob = git(top, "hash-object", "-w", "--stdin", stdin=b"x")
    names = [
        b"new\nline",
        b"esc\x1b[31m",
        b"latin\xe9",
        b"b\\s",
        "bidi\u202e".encode(),
        "gëwoon".encode(),
    ]
    listing = b"".join(b"100644 blob %s\t%s\0" % (blob.encode(), name) for name in names)
    tree = git(top, "mktree", "-z", stdin=listing)
    commit = git(top, "commit-tree", tree, "-m", "odd")
    git(top, "update-ref", "HEAD", commit)
    found = git_repository.collect(target(top), everything, limits)
    assert sorted(contents(found)) == sorted(
        ["new\\x0aline", "esc\\x1b[31m", "latin\\xe9", "b\\x5cs", "bidi\\u{202e}", "gëwoon"]
    )
    assert set(contents(found).values()) == {b"x"}
    assert [i.message for i in found.issues] == [
        "5 paths hold unprintable characters, `..` or bytes that are not UTF-8"
    ]


def test_tree_that_climbs_out_stays_inside(target, contents, limits, git, tmp_path):
    top = tmp_path / "climb"
    git(tmp_path, "init", "-q", "climb")
    blob = git(top, "hash-object", "-w", "--stdin", stdin=b"x")
    tree = _raw_tree(git, top, [(b"100644", b"passwd", blob)])
    for name in (b"..", b"etc", b".git"):
        tree = _raw_tree(git, top, [(b"40000", name, tree)])
    git(top, "update-ref", "HEAD", git(top, "commit-tree", tree, "-m", "climb"))
    found = git_repository.collect(target(top), everything, limits)
    assert contents(found) == {".git/etc/\\x2e\\x2e/passwd": b"x"}


def test_tree_with_one_name_twice_gives_one_entry(target, contents, limits, git, tmp_path):
    top = tmp_path / "twice"
    git(tmp_path, "init", "-q", "twice")
    blob = git(top, "hash-object", "-w", "--stdin", stdin=b"x")
    tree = _raw_tree(git, top, [(b"100644", b"a", blob), (b"100644", b"a", blob)])
    git(top, "update-ref", "HEAD", git(top, "commit-tree", tree, "-m", "twice"))
    found = git_repository.collect(target(top), everything, limits)
    assert contents(found) == {"a": b"x"}
    assert [i.kind for i in found.issues] == [IssueKind.NOTE]


def _raw_tree(git, top, entries) -> str:
    raw = b"".join(m + b" " + n + b"\0" + bytes.fromhex(oid) for m, n, oid in entries)
    return git(top, "hash-object", "-w", "--literally", "-t", "tree", "--stdin", stdin=raw)


def test_hundred_thousand_files_are_listed(target, limits, git, tmp_path):
    top = tmp_path / "wide"
    git(tmp_path, "init", "-q", "--bare", "wide")
    blob = git(top, "hash-object", "-w", "--stdin", stdin=b"x").encode()
    inner = b"".join(b"100644 blob %s\tf%04d.py\0" % (blob, n) for n in range(1000))
    tree = git(top, "mktree", "-z", stdin=inner).encode()
    outer = b"".join(b"040000 tree %s\td%03d\0" % (tree, n) for n in range(100))
    commit = git(top, "commit-tree", git(top, "mktree", "-z", stdin=outer), "-m", "wide")
    git(top, "update-ref", "HEAD", commit)
    listing = git_repository.collect(target(top), lambda p: p.endswith("f0500.py"), limits)
    assert (listing.files_seen, len(listing.entries)) == (100_000, 100)


def test_time_cap_ends_git(make_repository, target):
    top = make_repository(FILES)
    with pytest.raises(CollectError, match="took longer than 1e-09 seconds"):
        git_repository.collect(target(top), everything, Limits(git_seconds=1e-9))


def test_bundle_is_a_repository(make_repository, target, contents, limits, git, tmp_path):
    top = make_repository(FILES)
    git(top, "tag", "-a", "v1", "-m", "one")
    bundle = tmp_path / "delivery.bundle"
    git(top, "bundle", "create", "-q", str(bundle), "--all", "HEAD")
    head = git(top, "rev-parse", "HEAD")
    for name in ("", "main", "v1", head):
        assert git_repository.revision(target(bundle, revision=name), limits) == head
        listing = git_repository.collect(target(bundle, revision=name), manifests, limits)
        assert contents(listing)["package.json"] == b"{}"
    (top / "package.json").write_bytes(b"[2]")
    git(top, "commit", "-qam", "two")
    git(top, "bundle", "create", "-q", str(bundle), "main")
    assert contents(git_repository.collect(target(bundle), manifests, limits))["package.json"] == (
        b"[2]"
    )
    kept = list((tmp_path / "cache" / "git" / "bundles").iterdir())
    assert len(kept) == 1
    with pytest.raises(CollectError, match="no branch or tag 'nope'"):
        git_repository.revision(target(bundle, revision="nope"), limits)


def test_sha256_bundle_is_a_repository(make_repository, target, contents, limits, git, tmp_path):
    top = make_repository(FILES, object_format="sha256")
    bundle = tmp_path / "delivery.bundle"
    git(top, "bundle", "create", "-q", "--version=3", str(bundle), "--all")
    listing = git_repository.collect(target(bundle), manifests, limits)
    assert contents(listing)["LICENSE"] == b"EUPL-1.2\n"


def test_unusable_bundles_are_errors(make_repository, target, limits, git, tmp_path):
    top = make_repository(FILES)
    whole, cut = tmp_path / "whole.bundle", tmp_path / "cut.bundle"
    git(top, "bundle", "create", "-q", str(whole), "--all")
    cut.write_bytes(whole.read_bytes()[:-30])
    (tmp_path / "text.bundle").write_text("not a bundle")
    (tmp_path / "head.bundle").write_text("# v2 git bundle\nno end")
    git(top, "commit", "-q", "--allow-empty", "-m", "two")
    git(top, "bundle", "create", "-q", str(tmp_path / "part.bundle"), "main~1..main")
    git(top, "branch", "other")
    git(top, "branch", "-m", "main", "second")
    git(top, "bundle", "create", "-q", str(tmp_path / "two.bundle"), "second", "other")
    for name, words in {
        "cut": "cannot be unpacked",
        "text": "is not a git bundle",
        "head": "damaged bundle header",
        "part": "only holds changes",
        "two": "set `revision`, for example other, second",
    }.items():
        with pytest.raises(CollectError, match=words):
            git_repository.collect(target(tmp_path / f"{name}.bundle"), everything, limits)
    assert list((tmp_path / "cache" / "git" / "bundles").iterdir()) == []
