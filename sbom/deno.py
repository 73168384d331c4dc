"""Deno: identities of packages from JSR, npm and plain addresses.

JSR has no type in the purl specification yet; `pkg:jsr/@scope/name@version` is what is used.

Source: Deno documentation, "Modules and dependencies"; JSR documentation, "Using packages".
"""

import re
from typing import NamedTuple

from sbom import purl
from sbom.component import Role
from sbom.npm.address import without_credentials
from sbom.npm.identity import package_url, split_descriptor

_VERSIONED = re.compile(r"https?://([^/\s?#]+)/((?:[^@\s?#]*?/)?@?[^@/\s?#]+)@v?([^/\s?#]+)")


class Specifier(NamedTuple):
    """`jsr:@scope/name@^1`, `npm:name@5/sub`, or an address."""

    kind: str
    """`jsr`, `npm` or `https`."""
    name: str
    wanted: str
    """Version or range; empty when there is none."""


def read_specifier(text: str) -> Specifier | None:
    """What an import names; None for a local file or anything else."""
    for kind in ("jsr", "npm"):
        if text.startswith(kind + ":"):
            name, wanted = split_descriptor(text[len(kind) + 1 :].lstrip("/"))
            if not wanted and name.count("/") > name.startswith("@"):
                name = "/".join(name.split("/")[: 2 if name.startswith("@") else 1])
            return Specifier(kind, name, wanted.partition("/")[0]) if name else None
    if text.startswith(("https://", "http://")):
        name, version = module_of(text)
        return Specifier("https", name, version)
    return None


def module_of(address: str) -> tuple[str, str]:
    """Name (`host/path`) and version of a remote module; the version is empty when none stands in it."""
    clean = without_credentials(address)
    match = _VERSIONED.match(clean)
    if match is not None:
        host, path, version = match.groups()
        return f"{host}/{path}", version
    bare = clean.partition("?")[0].partition("#")[0]
    return bare.partition("://")[2], ""


def identity(kind: str, name: str, version: str) -> str:
    """The purl of a package by its kind."""
    if kind == "npm":
        return package_url(name, version)
    namespace, _, last = name.rstrip("/").rpartition("/")
    if kind == "jsr":
        return purl.build("jsr", last, version, namespace=namespace)
    return purl.build("generic", last or name, version, namespace=namespace)


def role(kind: str) -> tuple[Role, ...]:
    """URL for what comes from a plain address."""
    return (Role.URL,) if kind == "https" else ()
