"""Fields that package.json and package-lock.json share: licences, people, platforms.

Source: npm documentation, package.json; the older forms `licenses: [{type, url}]` and
`license: {type, url}` were documented until npm 1.4 and are still published.
"""

from collections.abc import Mapping
from typing import Any

from sbom.license import LicenseClaim

_MAX_LICENSE = 4096
_MAX_TEXT = 1000


def licenses_of(entry: Mapping[str, Any], line: int | None = None) -> tuple[LicenseClaim, ...]:
    """Licence claims of an entry, in order, without doubles.

    `license` and `licenses` may be a string, an object with `type` (or `name`) and `url`, or a list
    of these; anything else is left out.
    """
    stated = entry.get("license")
    if type(stated) is str and "licenses" not in entry:
        raw = stated.strip()[:_MAX_LICENSE]
        return (LicenseClaim(raw=raw, line=line, source="license"),) if raw else ()
    found: dict[tuple[str, str], LicenseClaim] = {}
    for field in ("license", "licenses"):
        value = entry.get(field)
        if not value:
            continue
        for item in value if isinstance(value, list) else [value]:
            raw = _license_text(item)
            if raw:
                found.setdefault((field, raw), LicenseClaim(raw=raw, line=line, source=field))
    return tuple(found.values())


def _license_text(item: object) -> str:
    if isinstance(item, dict):
        stated = (item.get(k) for k in ("type", "name", "url"))
        item = next((v for v in stated if isinstance(v, str) and v), "")
    return item.strip()[:_MAX_LICENSE] if isinstance(item, str) else ""


def person(value: object) -> str:
    """Name of an author, a string `name <mail> (url)` or an object; without the mail address."""
    if isinstance(value, dict):
        value = value.get("name")
    if not isinstance(value, str):
        return ""
    return value.partition("<")[0].partition("(")[0].strip()[:_MAX_TEXT]


def platform_of(entry: Mapping[str, Any]) -> str:
    """`os=linux,darwin cpu=x64 libc=glibc` of an entry bound to platforms, else empty."""
    parts = []
    for field in ("os", "cpu", "libc"):
        value = entry.get(field)
        if not value:
            continue
        values = [value] if isinstance(value, str) else value
        if isinstance(values, list):
            words = ",".join(v for v in values if isinstance(v, str) and v != "any")
            if words:
                parts.append(f"{field}={words}")
    return " ".join(parts)


def text_of(value: object) -> str:
    """A string as a property value, cut to a sensible length; empty for anything else."""
    return value.strip()[:_MAX_TEXT] if isinstance(value, str) else ""


def strings_of(value: object) -> dict[str, str]:
    """The entries of an object whose values are strings; others are left out."""
    if not isinstance(value, dict):
        return {}
    return {k: v for k, v in value.items() if isinstance(v, str)}
