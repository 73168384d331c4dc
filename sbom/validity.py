"""Whether a document is what its specification allows: SBOM or VEX, of any form that is read."""

from sbom.documents.fault import Verdict
from sbom.errors import NotThisFormatError


def validate(content: bytes, name: str = "") -> Verdict:
    """Judge a CycloneDX (JSON, XML, protobuf text), SPDX (any form), CSAF or OpenVEX document.

    Args:
        content: The bytes.
        name: Of the file, without folders; CSAF has a rule for it.

    Raises:
        NotThisFormatError: none of these.
        ImportError: the validators for CycloneDX are not installed.
    """
    from sbom.documents import validity

    try:
        return validity.validate(content)
    except NotThisFormatError as error:
        from sbom.vex.validity import validate as of_vex

        verdict = of_vex(content, name)
        if verdict is None:
            reason = error.reason.replace("CycloneDX nor SPDX", "CycloneDX, SPDX, CSAF nor OpenVEX")
            raise NotThisFormatError(reason, line=error.line) from error
        return verdict
