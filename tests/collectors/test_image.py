"""Container images: archives, layouts, root file systems, and hostile ones."""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from collectors.collector import Limits, Listing, Target
from collectors.image import collect, is_image, revision
from sbom.errors import CollectError
from sbom.issue import Issue
from sbom.source import OriginKind

STATUS = "var/lib/dpkg/status"


def layer(
    files: Mapping[str, bytes], links: Mapping[str, str] | None = None, *, hard: bool = False
) -> bytes:
    """A layer as tar."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type = tarfile.LNKTYPE if hard else tarfile.SYMTYPE
            info.linkname = target
            archive.addfile(info)
    return buffer.getvalue()


def docker_archive(place: Path, layers: list[bytes], name: str = "voorbeeld/app:1.2") -> Path:
    files = {f"{n}/layer.tar": content for n, content in enumerate(layers)}
    files["c.json"] = json.dumps(
        {"config": {"Labels": {"org.opencontainers.image.licenses": "EUPL-1.2"}}}
    ).encode()
    files["manifest.json"] = json.dumps(
        [{"Config": "c.json", "RepoTags": [name], "Layers": [f for f in files if "layer" in f]}]
    ).encode()
    place.write_bytes(layer(files))
    return place


def oci_layout(top: Path, layers: list[tuple[bytes, str]]) -> Path:
    blobs = top / "blobs" / "sha256"
    blobs.mkdir(parents=True)

    def put(content: bytes) -> dict[str, object]:
        digest = hashlib.sha256(content).hexdigest()
        (blobs / digest).write_bytes(content)
        return {"digest": f"sha256:{digest}", "size": len(content)}

    config = put(b"{}")
    listed = [{**put(c), "mediaType": m} for c, m in layers]
    manifest = put(json.dumps({"config": config, "layers": listed}).encode())
    wrong = {"platform": {"os": "unknown", "architecture": "unknown"}, **manifest}
    right = {"platform": {"os": "linux", "architecture": "amd64"}, **manifest}
    index = put(json.dumps({"manifests": [wrong, right]}).encode())
    (top / "index.json").write_text(
        json.dumps({"manifests": [index, {"digest": "sha256:../../etc/passwd"}]})
    )
    (top / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    return top


def listing(place: Path, limits: Limits | None = None) -> Listing:
    target = Target(id="x", kind=OriginKind.IMAGE, location=str(place))
    return collect(target, lambda path: "config" not in path, limits or Limits())


def contents(found: Listing) -> dict[str, bytes]:
    return {f.path: f.content for f in found.read(found.entries) if not isinstance(f, Issue)}


def test_upper_layers_hide_and_replace(tmp_path: Path) -> None:
    lower = layer(
        {
            "./etc/os-release": b"oud",
            STATUS: b"laag",
            "app/weg/package-lock.json": b"{}",
            "app/leeg/a.txt": b"a",
            "opt/ding/x.txt": b"x",
            "dicht/y.txt": b"y",
        }
    )
    upper = layer(
        {
            "etc/os-release": b"nieuw",
            "app/.wh.weg": b"",
            "app/leeg/.wh..wh..opq": b"",
            "app/leeg/b.txt": b"b",
        },
        {"dicht": "elders"},
    )
    found = listing(docker_archive(tmp_path / "i.tar", [lower, gzip.compress(upper)]))
    assert contents(found) == {
        "etc/os-release": b"nieuw",
        STATUS: b"laag",
        "app/leeg/b.txt": b"b",
        "opt/ding/x.txt": b"x",
    }
    assert found.issues == []
    assert found.origin.kind is OriginKind.IMAGE


def test_an_oci_layout_in_a_folder_and_packed(tmp_path: Path) -> None:
    top = oci_layout(
        tmp_path / "oci",
        [
            (gzip.compress(layer({STATUS: b"x"})), "application/vnd.oci.image.layer.v1.tar+gzip"),
            (b"\x28\xb5\x2f\xfd....", "application/vnd.oci.image.layer.v1.tar+zstd"),
        ],
    )
    packed = tmp_path / "oci.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(top, ".")
    for place in (top, packed):
        assert is_image(place)
        found = listing(place)
        assert contents(found) == {STATUS: b"x"}
        assert [i.message for i in found.issues] == [
            "the layer is packed with zstd, which this version cannot read"
        ]


def test_hard_links_give_the_content_of_their_target(tmp_path: Path) -> None:
    made = layer({"usr/a.txt": b"a"}, {"etc/os-release": "usr/a.txt"}, hard=True)
    assert contents(listing(docker_archive(tmp_path / "i.tar", [made])))["etc/os-release"] == b"a"


def test_paths_that_lead_out_are_not_read(tmp_path: Path) -> None:
    made = layer({"../../etc/passwd": b"x", "/etc/os-release": b"y"})
    found = listing(docker_archive(tmp_path / "i.tar", [made]))
    assert contents(found) == {"etc/os-release": b"y"}
    assert [i.kind.value for i in found.issues] == ["note"]


def test_a_root_file_system_packed_or_in_a_folder(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "var/lib/dpkg").mkdir(parents=True)
    (root / STATUS).write_bytes(b"s")
    packed = tmp_path / "root.tar"
    packed.write_bytes(layer({STATUS: b"s"}))
    for place in (root, packed):
        assert is_image(place)
        assert contents(listing(place)) == {STATUS: b"s"}
    assert (
        len(revision(Target(id="x", kind=OriginKind.IMAGE, location=str(packed)), Limits())) == 64
    )


def test_what_packages_carry_along_is_left_out(tmp_path: Path) -> None:
    made = layer(
        {
            "app/LICENSE": b"",
            "usr/share/doc/bash/copyright": b"c",
            "usr/share/doc/bash/examples/docker-compose.yml": b"",
            "app/node_modules/a/package.json": b"{}",
            "app/node_modules/a/Dockerfile": b"",
            "app/package.json": b"{}",
        }
    )
    assert sorted(contents(listing(docker_archive(tmp_path / "i.tar", [made])))) == [
        "app/node_modules/a/package.json",
        "app/package.json",
        "usr/share/doc/bash/copyright",
    ]


def test_caps_on_members_and_bytes(tmp_path: Path) -> None:
    place = docker_archive(tmp_path / "i.tar", [layer({f"f{n}.txt": b"12345" for n in range(50)})])
    few = listing(place, Limits(files=10))
    assert [i.kind.value for i in few.issues] == ["limit"]
    small = listing(place, Limits(file_bytes=4))
    assert {i.kind.value for i in small.read(small.entries) if isinstance(i, Issue)} == {"limit"}


def test_a_bomb_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collectors.image_layers.LEAST_EXPANDED", 1_000_000)
    bomb = gzip.compress(layer({"etc/os-release": b"x", "bom.txt": b"\0" * 50_000_000}))
    found = listing(docker_archive(tmp_path / "i.tar", [bomb]))
    assert [i.kind.value for i in found.issues] == ["limit"]


def test_damaged_layers_and_documents(tmp_path: Path) -> None:
    whole = gzip.compress(layer({"etc/os-release": b"x" * 5000}))
    found = listing(docker_archive(tmp_path / "i.tar", [whole[:40], layer({STATUS: b"s"})]))
    assert contents(found) == {STATUS: b"s"}
    assert [i.kind.value for i in found.issues] == ["unreadable"]
    for content in (b"", b"geen tar", layer({"manifest.json": b"{"}), layer({"los.txt": b""})):
        place = tmp_path / "fout.tar"
        place.write_bytes(content)
        with pytest.raises(CollectError):
            listing(place)
    with pytest.raises(CollectError):
        listing(tmp_path / "weg.tar")
    with pytest.raises(CollectError):
        listing(tmp_path)


def test_the_configuration_is_offered(tmp_path: Path) -> None:
    place = docker_archive(tmp_path / "i.tar", [layer({STATUS: b"s"})])
    target = Target(id="x", kind=OriginKind.IMAGE, location=str(place))
    found = collect(target, lambda _: True, Limits())
    facts = json.loads(contents(found)["image.oci-config.json"])
    assert facts["name"] == "voorbeeld/app:1.2"
