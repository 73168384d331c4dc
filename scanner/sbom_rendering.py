"""A bill of materials in any format that is written, and its way to a file."""

import sys
from pathlib import Path

import click

from sbom.documents.bom import Bom
from sbom.documents.cyclonedx_write import Verdicts


def rendered(bom: Bom, form: str, spec: str, verdicts: Verdicts | None = None) -> bytes:
    """The document.

    Args:
        bom: What to write.
        form: `cyclonedx`, `cyclonedx-xml`, `spdx`, `spdx-tv` or `spdx3`.
        spec: Version of CycloneDX; nothing to the others.
        verdicts: Judgement on the licences of a component, by ref.

    Raises:
        ValueError: an unknown form or version.
    """
    from sbom.licensing.reading import normalise

    if form == "cyclonedx":
        from sbom.documents import cyclonedx_write

        return cyclonedx_write.render(bom, spec=spec, normalise=normalise, verdicts=verdicts)
    if form == "cyclonedx-xml":
        from sbom.documents import cyclonedx_xml_write

        return cyclonedx_xml_write.render(bom, spec=spec, normalise=normalise, verdicts=verdicts)
    if form == "spdx":
        from sbom.documents import spdx_write

        return spdx_write.render(bom, normalise=normalise, verdicts=verdicts)
    if form == "spdx-tv":
        from sbom.documents import spdx_tag_write

        return spdx_tag_write.render(bom, normalise=normalise, verdicts=verdicts)
    if form == "spdx3":
        from sbom.documents import spdx3_write

        return spdx3_write.render(bom, normalise=normalise, verdicts=verdicts)
    raise ValueError(f"format {form!r} is not known")


def write(document: bytes, output: Path | None) -> None:
    """Write to a file, whole or not at all, or to standard output.

    Raises:
        UsageError: the file cannot be written.
    """
    if output is None:
        sys.stdout.buffer.write(document)
        return
    scratch = output.with_name(output.name + ".part")
    try:
        scratch.write_bytes(document)
        scratch.replace(output)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise click.UsageError(f"{output}: cannot be written: {error.strerror}") from error
