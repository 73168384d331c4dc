"""Whether a CSAF or OpenVEX document is what its specification allows; reasons with path and line.

CSAF is held against the members and values of its edition and against the mandatory tests of section
6.1; a broken test is named with its number. The name of the file is a rule of the standard too
(section 5.1). Of CSAF 2.1 the schemas and metadata of extensions are judged as well.

Source: CSAF 2.0 and 2.1, sections 3, 5.1, 6.1 and 3.2.1.3 (extensions); OpenVEX specification 0.2.0.
"""

import re
from collections.abc import Iterator
from typing import Any

from sbom.documents.fault import MAX_FAULTS, Fault, Verdict, placed
from sbom.documents.strict_json import strict_json
from sbom.errors import ParseError
from sbom.vex import csaf, openvex

Path = tuple[str | int, ...]
Found = tuple[Path, str]
_STEP = re.compile(r"([^/\[\]]+)|\[([0-9]+)\]")
_NAMED = re.compile(r"[^+\-a-z0-9]+")


def kind_of(value: dict[str, Any]) -> str:
    """`CSAF JSON`, `CSAF extension`, `OpenVEX JSON`, or empty when it is none of them."""
    if csaf.is_csaf(value):
        return "CSAF JSON"
    if openvex.is_openvex(value):
        return "OpenVEX JSON"
    stated = value.get("$schema")
    if isinstance(stated, str) and "/csaf/v2.1/schema/extension-" in stated:
        return "CSAF extension"
    return ""


def validate(content: bytes, name: str = "") -> Verdict | None:
    """The verdict, or None when the content is neither CSAF nor OpenVEX.

    Args:
        content: The bytes.
        name: Of the file, without folders; empty when it has none.
    """
    if not content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    try:
        value, text, wrong = strict_json(content)
    except ParseError as error:
        kind = _guess(content)
        fault = Fault("$", error.line, error.reason)
        return Verdict(kind=kind, version="", faults=(fault,)) if kind else None
    kind = kind_of(value) if isinstance(value, dict) else ""
    if not kind:
        return None
    try:
        version, found = _JUDGES[kind](value, name)
    except RecursionError:
        version, found = "", [((), "is nested too deeply")]
    return Verdict(kind=kind, version=version, faults=wrong + placed(text, found))


def _guess(content: bytes) -> str:
    """What damaged JSON was to be."""
    if b'"csaf_version"' in content:
        return "CSAF JSON"
    return "OpenVEX JSON" if b"openvex" in content else ""


def _csaf(value: dict[str, Any], name: str) -> tuple[str, list[Found]]:
    from sbom.vex.csaf_check import BOTH, broken_tests
    from sbom.vex.csaf_rules import schema

    head = value.get("document")
    version = head.get("csaf_version") if isinstance(head, dict) else None
    if version not in BOTH:
        return str(version or "")[:40], [
            (("document", "csaf_version"), f"csaf_version {version!r} is neither 2.0 nor 2.1")
        ]
    found: list[Found] = [(m.path(), m.message) for m in schema(version).mistakes(value)]
    found = found[:MAX_FAULTS]
    found += list(_file_name(head, name))
    if not found or version == "2.1":
        found += [(_path(b.path), f"CSAF {b.test}: {b.message}") for b in broken_tests(value)]
    return version, found


def _file_name(head: Any, name: str) -> Iterator[Found]:
    """Section 5.1: the tracking id in lower case, other characters as one `_`, and `.json`."""
    tracking = head.get("tracking")
    ref = tracking.get("id") if isinstance(tracking, dict) else None
    if not name or not isinstance(ref, str):
        return
    wanted = _NAMED.sub("_", ref.lower()) + ".json"
    if name != wanted and name.lower().endswith(".json"):
        yield ("document", "tracking", "id"), f"the file is named {name[:80]!r}, not {wanted!r}"


def _path(stated: str) -> Path:
    """`/vulnerabilities[0]/cve` as keys and indexes."""
    return tuple(int(m[2]) if m[2] else m[1] for m in _STEP.finditer(stated))


def _openvex(value: dict[str, Any], _name: str) -> tuple[str, list[Found]]:
    from sbom.vex.openvex_rules import schema

    context = value.get("@context")
    version = context.rpartition("/v")[2] if isinstance(context, str) and "/v" in context else ""
    return version[:40], [(m.path(), m.message) for m in schema().mistakes(value)]


def _extension(value: dict[str, Any], _name: str) -> tuple[str, list[Found]]:
    from sbom.vex.csaf_extension import mistakes

    return "2.1", [(m.path(), m.message) for m in mistakes(value)]


_JUDGES = {"CSAF JSON": _csaf, "CSAF extension": _extension, "OpenVEX JSON": _openvex}
