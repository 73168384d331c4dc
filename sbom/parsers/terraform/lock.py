""".terraform.lock.hcl: the providers that Terraform or OpenTofu chose.

Rules: each provider is `pkg:terraform/NAMESPACE/NAME@VERSION` (other tools use this type too; the purl
specification has none for it yet), EXACT, direct, scope BUILD: a provider runs while
infrastructure is made. The host of the registry is the qualifier `repository_url` when it is not
the public one. `constraints` is the requirement. `h1:` hashes stay a property; `zh:` ones are dropped
(one for each platform).

Source: Terraform documentation, "Dependency Lock File".
"""

from sbom.component import Component
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.hcl_blocks import read_blocks
from sbom.readers.text import decode
from sbom.source import SourceFile
from sbom.terraform import provider_component


def parse(source: SourceFile, /) -> Inventory:
    """The providers.

    Raises:
        ParseError: not text, or a block that is not closed.
    """
    text = decode(source.content) if source.content.strip() else ""
    components: list[Component] = []
    issues: list[Issue] = []
    for block in read_blocks(text).blocks:
        if block.kind != "provider":
            continue
        address = block.labels[0] if block.labels else ""
        version = str(block.attributes.get("version", ""))
        made = provider_component(
            address,
            version,
            locked=True,
            requirement=str(block.attributes.get("constraints", "")),
            line=block.line,
        )
        if made is None or not version:
            message = "the provider has no address or no version"
            issues.append(
                Issue(kind=IssueKind.ENTRY, subject=address[:200], line=block.line, message=message)
            )
        else:
            components.append(made)
    return Inventory(
        components=tuple(components), issues=tuple(issues), expects_components=bool(components)
    )
