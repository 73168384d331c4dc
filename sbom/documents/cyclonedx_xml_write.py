"""A bill of materials as CycloneDX XML 1.4 to 1.7: what `cyclonedx_write` says, in the order of XSD.

The JSON document is made and its members are written as elements, so both forms state the same facts.
Characters that XML cannot hold are left out. One component takes one line.

Source: CycloneDX XML schemas bom-1.4 to bom-1.7.
"""

from collections.abc import Callable, Container
from typing import Any

import msgspec

from sbom.documents.bom import Bom
from sbom.documents.cyclonedx_write import Verdicts, uuid_of
from sbom.documents.cyclonedx_write import render as render_json
from sbom.documents.licensing import Normalise
from sbom.lazy_pattern import lazy

_UNFIT = lazy("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = lazy('[&<>"\r\n\t]')
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\r": "&#13;",
    "\n": "&#10;",
    "\t": "&#9;",
}


def render(
    bom: Bom,
    *,
    spec: str = "1.6",
    normalise: Normalise | None = None,
    license_ids: Container[str] | None = None,
    verdicts: Verdicts | None = None,
) -> bytes:
    """The document, UTF-8, ending in a newline; arguments and errors as `cyclonedx_write.render`."""
    document = msgspec.json.decode(
        render_json(bom, spec=spec, normalise=normalise, license_ids=license_ids, verdicts=verdicts)
    )
    parts = [f"<metadata>{_metadata(document['metadata'])}</metadata>"]
    lines = "\n".join(_component(c) for c in document["components"])
    parts.append(f"<components>\n{lines}\n</components>" if lines else "<components/>")
    edges = "\n".join(_edges(d) for d in document["dependencies"])
    parts.append(f"<dependencies>\n{edges}\n</dependencies>" if edges else "<dependencies/>")
    if "compositions" in document:
        parts.append(
            f"<compositions>{''.join(map(_composition, document['compositions']))}</compositions>"
        )
    body = "\n".join(parts).encode("utf-8", "replace")
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<bom xmlns="http://cyclonedx.org/schema/bom/{spec}" '
        f'serialNumber="urn:uuid:{uuid_of(body)}" version="1">\n'
    )
    return head.encode() + body + b"\n</bom>\n"


def _text(value: str) -> str:
    """A text as XML holds it."""
    return _ESCAPED.sub(lambda m: _ESCAPES[m[0]], _UNFIT.sub("", value))


def _leaf(tag: str, holder: dict[str, Any]) -> str:
    value = holder.get(tag)
    return "" if value is None else f"<{tag}>{_text(str(value))}</{tag}>"


def _list(holder: dict[str, Any], plural: str, make: Callable[[Any], str]) -> str:
    made = "".join(map(make, holder.get(plural, ())))
    return f"<{plural}>{made}</{plural}>" if made else ""


def _party(tag: str, holder: dict[str, Any]) -> str:
    value = holder.get(tag)
    return "" if value is None else f"<{tag}>{_leaf('name', value)}</{tag}>"


def _metadata(value: dict[str, Any]) -> str:
    tools = value["tools"]
    if isinstance(tools, dict):
        made = f"<components>{''.join(map(_component, tools['components']))}</components>"
    else:
        made = "".join(f"<tool>{_leaf('name', t)}{_leaf('version', t)}</tool>" for t in tools)
    return "".join(
        (
            _leaf("timestamp", value),
            f"<tools>{made}</tools>",
            _component(value["component"]),
            _party("manufacture", value),
            _party("manufacturer", value),
            _party("supplier", value),
        )
    )


def _component(value: dict[str, Any]) -> str:
    """One component element, its children in the order of the schema."""
    ref = f' bom-ref="{_text(value["bom-ref"])}"' if "bom-ref" in value else ""
    parts = [f'<component type="{value["type"]}"{ref}>', _party("supplier", value)]
    parts.append(_list(value, "authors", lambda a: f"<author>{_leaf('name', a)}</author>"))
    parts.extend(
        _leaf(t, value)
        for t in ("author", "publisher", "group", "name", "version", "description", "scope")
    )
    parts.append(_list(value, "hashes", lambda h: f'<hash alg="{h["alg"]}">{h["content"]}</hash>'))
    parts.append(_list(value, "licenses", _license))
    parts.extend(_leaf(t, value) for t in ("copyright", "cpe", "purl"))
    parts.append(
        _list(
            value,
            "externalReferences",
            lambda r: f'<reference type="{r["type"]}">{_leaf("url", r)}</reference>',
        )
    )
    parts.append(
        _list(
            value,
            "properties",
            lambda p: f'<property name="{_text(p["name"])}">{_text(p["value"])}</property>',
        )
    )
    evidence = value.get("evidence")
    if evidence:
        made = _list(evidence, "occurrences", _occurrence) + _list(evidence, "licenses", _license)
        parts.append(f"<evidence>{made}</evidence>")
    parts.append("</component>")
    return "".join(parts)


def _license(choice: dict[str, Any]) -> str:
    if "expression" in choice:
        return f"<expression{_said(choice)}>{_text(choice['expression'])}</expression>"
    license_ = choice["license"]
    return f"<license{_said(license_)}>{_leaf('id', license_)}{_leaf('name', license_)}</license>"


def _said(value: dict[str, Any]) -> str:
    said = value.get("acknowledgement")
    return f' acknowledgement="{said}"' if said else ""


def _occurrence(value: dict[str, Any]) -> str:
    return f"<occurrence>{_leaf('location', value)}{_leaf('line', value)}</occurrence>"


def _edges(value: dict[str, Any]) -> str:
    targets = "".join(f'<dependency ref="{_text(t)}"/>' for t in value["dependsOn"])
    return f'<dependency ref="{_text(value["ref"])}">{targets}</dependency>'


def _composition(value: dict[str, Any]) -> str:
    held = "".join(f'<assembly ref="{_text(a)}"/>' for a in value["assemblies"])
    return (
        f"<composition><aggregate>{value['aggregate']}</aggregate>"
        f"<assemblies>{held}</assemblies></composition>"
    )
