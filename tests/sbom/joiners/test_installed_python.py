"""METADATA and the direct_url.json beside it."""

from sbom.component import Role
from sbom.joiners.installed_python import join
from sbom.parsers.pypi import core_metadata, direct_url
from sbom.source import SourceFile

FOLDER = "lib/site-packages/loket-1.0.dist-info"


def test_one_installation_is_one_component() -> None:
    metadata = SourceFile(
        path=f"{FOLDER}/METADATA",
        content=b"Metadata-Version: 2.1\nName: Loket\nVersion: 1.0\nLicense: EUPL-1.2\n",
    )
    origin = SourceFile(
        path=f"{FOLDER}/direct_url.json",
        content=b'{"url": "https://git.example.org/loket.git", "vcs_info": {"commit_id": "0123"}}',
    )
    files = {metadata.path: core_metadata.parse(metadata), origin.path: direct_url.parse(origin)}
    changed = join(files)
    (own,) = changed[metadata.path].components
    assert (own.name, own.roles, own.licenses[0].raw) == ("Loket", (Role.GIT,), "EUPL-1.2")
    assert own.purl.startswith("pkg:pypi/loket@1.0?vcs_url=")
    assert own.download == "https://git.example.org/loket.git"
    assert dict(own.properties)["commit"] == "0123"
    assert changed[origin.path].components == ()
    assert join({metadata.path: files[metadata.path]}) == {}
