"""package.json below node_modules."""

from sbom.component import VersionKind
from sbom.parsers.npm.package_json import parse
from sbom.source import SourceFile


def test_it_is_an_exact_component_with_its_licence_and_no_root() -> None:
    content = (
        b'{"name": "@s/hulp", "version": "1.2.3", "license": "MIT", "dependencies": {"ms": "^2"}}'
    )
    read = parse(SourceFile(path="web/node_modules/@s/hulp/package.json", content=content))
    own, need = read.components
    assert (own.name, own.version, own.version_kind) == ("@s/hulp", "1.2.3", VersionKind.EXACT)
    assert own.roles == ()
    assert [x.raw for x in own.licenses] == ["MIT"]
    assert need.direct is False
