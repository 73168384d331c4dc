"""The configuration of a container image, as the collector of images hands it over.

Rules: the image is ROOT, kind CONTAINER; its name is the reference it was saved under, else label
`org.opencontainers.image.title`, else `image`; its version is the tag, else label `version`, else the
digest. Labels of the specification give licence, vendor and addresses. Label
`org.opencontainers.image.base.name` names the base image: a component of its own, direct, property
`use` is `base`.

Source: Open Container Initiative, "Image Configuration" and "Annotations", image-spec 1.1.
"""

from sbom.component import Component, ComponentKind, Role, VersionKind
from sbom.git_address import without_credentials
from sbom.image_reference import image_component, split_image
from sbom.inventory import Inventory
from sbom.license import LicenseClaim
from sbom.purl import build
from sbom.readers.json_reader import load_json_object
from sbom.readers.shape import MAX_TEXT, mapping, pairs, text
from sbom.source import SourceFile

_PREFIX = "org.opencontainers.image."


def parse(source: SourceFile, /) -> Inventory:
    """The image and its base.

    Raises:
        ParseError: not a JSON object.
    """
    facts = load_json_object(source.content)
    config = mapping(facts.get("config"))
    labels = {**mapping(mapping(config.get("config")).get("Labels"))}
    labels.update(mapping(facts.get("annotations")))
    said = {k.removeprefix(_PREFIX): text(v) for k, v in labels.items() if k.startswith(_PREFIX)}
    reference = split_image(text(facts.get("name"))) if text(facts.get("name")) else None
    name = reference.name if reference else said.get("title") or "image"
    digest = text(facts.get("digest"))
    version = (reference.tag if reference else "") or said.get("version", "") or digest
    if reference and ":" not in text(facts.get("name")) and "/" not in text(facts.get("name")):
        tag = text(facts.get("name"))  # an OCI layout names the tag alone
        if tag[:1].isdigit() or tag == "latest":
            name, version = said.get("title") or "image", tag
    namespace, _, last = name.rpartition("/")
    license_ = said.get("licenses", "")
    root = Component(
        purl=build("docker", last, version, namespace=namespace),
        name=name,
        version=version,
        version_kind=VersionKind.EXACT if version else VersionKind.ABSENT,
        kind=ComponentKind.CONTAINER,
        roles=(Role.ROOT,),
        ref=".",
        licenses=(LicenseClaim(raw=license_[:MAX_TEXT], source="label"),) if license_ else (),
        supplier=said.get("vendor", ""),
        download=without_credentials(said.get("source", "")),
        properties=pairs(
            digest=digest,
            platform=text(facts.get("platform"))
            or "/".join(t for k in ("os", "architecture") if (t := text(config.get(k)))),
            created=said.get("created", "") or text(config.get("created")),
            revision=said.get("revision", ""),
            description=said.get("description", "")[:500],
            homepage=without_credentials(said.get("url", "")),
        ),
    )
    base = split_image(said.get("base.name", "")) if said.get("base.name") else None
    made: tuple[Component, ...] = ()
    if base is not None:
        made = (
            image_component(
                base,
                written=said["base.name"],
                facts={"use": "base", "base-digest": said.get("base.digest", "")},
            ),
        )
    return Inventory(components=(root, *made))
