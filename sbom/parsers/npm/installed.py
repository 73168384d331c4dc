"""package.json of an installed npm package: `node_modules/NAME/package.json`.

Rules: the package is there at that version, whatever asked for it: BUNDLED, `direct` unknown, scope
RUNTIME. Its own wishes (dependencies, scripts) are not read: what is installed of them lies beside
it. Deeper package.json files, which mark module types or are test data, are passed over.

Source: npm documentation, "folders" and "package.json".
"""

from sbom.component import Component, Role, VersionKind
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.json_reader import load_json_object
from sbom.readers.shape import MAX_TEXT, items, mapping, pairs, text
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """The package.

    Raises:
        ParseError: not a JSON object.
        NotThisFormatError: not the top of an installed package.
    """
    below = f"/{source.path}".rpartition("/node_modules/")[2].split("/")
    if len(below) != (3 if below[0].startswith("@") else 2):
        raise NotThisFormatError("is not at the top of an installed package")
    package = load_json_object(source.content)
    name, version = text(package.get("name")), text(package.get("version"))
    if not name:
        name = "/".join(below[:-1])
    scope, _, last = name.rpartition("/")
    author = package.get("author")
    return Inventory(
        components=(
            Component(
                purl=build("npm", last, version, namespace=scope),
                name=name,
                version=version,
                version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
                roles=(Role.BUNDLED,),
                licenses=tuple(
                    LicenseClaim(raw=raw[:MAX_TEXT], source="license")
                    for value in (package.get("license"), *items(package.get("licenses")))
                    if (raw := text(mapping(value).get("type")) or text(value))
                ),
                line=1,
                properties=pairs(
                    description=text(package.get("description"))[:500],
                    homepage=text(package.get("homepage")),
                    author=(text(mapping(author).get("name")) or text(author))[:400],
                ),
            ),
        )
    )
