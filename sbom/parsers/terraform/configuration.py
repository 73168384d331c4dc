"""Terraform and OpenTofu configuration (`*.tf`, `*.tofu`): providers, modules, the tool itself.

Rules: `required_providers` and modules from a registry are `pkg:terraform/...`, direct, scope BUILD;
a plain version is EXACT, a constraint a RANGE, none ABSENT; a provider without `source` is in
namespace `hashicorp`, as Terraform takes it. A module in git is GIT at `ref`; a path is LOCAL; an
address of an archive URL. `required_version` is a PLATFORM `terraform`. `docker_image` and `image`
of container resources are not followed: they are mostly computed.

Source: Terraform documentation, "Provider Requirements", "Module Sources", "Terraform Settings".
"""

from collections.abc import Iterator

from sbom.component import Component, ComponentKind, Role, Scope
from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.issue import Issue, IssueKind
from sbom.purl import build
from sbom.readers.hcl_blocks import Block, read_blocks
from sbom.readers.text import decode
from sbom.source import SourceFile
from sbom.terraform import constraint_kind, module_component, provider_component


def parse(source: SourceFile, /) -> Inventory:
    """Providers and modules.

    Raises:
        NotThisFormatError: the file requires nothing.
        ParseError: a block that is not closed.
    """
    if b"module" not in source.content and b"terraform" not in source.content:
        raise NotThisFormatError("requires nothing")
    components: list[Component] = []
    issues: list[Issue] = []
    for block in read_blocks(decode(source.content)).blocks:
        if block.kind == "terraform":
            components.extend(_settings(block))
        elif block.kind == "module":
            address = _text(block, "source")
            made = module_component(
                address,
                _text(block, "version"),
                name=block.labels[0] if block.labels else "",
                line=block.lines.get("source", block.line),
            )
            if made is None:
                subject = " ".join(block.labels)[:200] or "module"
                message = "the module has no source that can be read"
                issues.append(
                    Issue(kind=IssueKind.ENTRY, subject=subject, line=block.line, message=message)
                )
            else:
                components.append(made)
    if not components and not issues:
        raise NotThisFormatError("requires nothing")
    return Inventory(components=tuple(components), issues=tuple(issues))


def _settings(block: Block) -> Iterator[Component]:
    required = _text(block, "required_version")
    if required:
        version, kind = constraint_kind(required)
        yield Component(
            purl=build("generic", "terraform", version),
            name="terraform",
            version=version,
            version_kind=kind,
            requirement=required,
            kind=ComponentKind.PLATFORM,
            scope=Scope.BUILD,
            roles=(Role.STDLIB,),
            direct=True,
            line=block.lines.get("required_version"),
        )
    for inner in block.blocks:
        if inner.kind != "required_providers":
            continue
        for name, value in inner.attributes.items():
            facts = value if isinstance(value, dict) else {"version": value}
            address = str(facts.get("source") or f"hashicorp/{name}")
            made = provider_component(
                address,
                str(facts.get("version") or ""),
                locked=False,
                line=inner.lines.get(name),
            )
            if made is not None:
                yield made


def _text(block: Block, name: str) -> str:
    value = block.attributes.get(name)
    return value if isinstance(value, str) else ""
