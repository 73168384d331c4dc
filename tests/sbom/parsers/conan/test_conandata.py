"""conandata.yml."""

from sbom.parsers.conan.conandata import parse
from sbom.source import SourceFile


def test_sources_of_a_recipe_are_no_components() -> None:
    content = b'sources:\n  "1.84.0":\n    url: "https://example.org/x.tar.bz2"\n  "1.83.0": {}\n'
    read = parse(SourceFile(path="conandata.yml", content=content))
    assert read.components == ()
    assert not read.expects_components
    assert read.descriptors[0].properties == (("versions", "1.84.0, 1.83.0"),)
