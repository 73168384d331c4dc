"""The database of opkg (OpenWrt, Yocto): `usr/lib/opkg/status` and `var/lib/opkg/status`.

Rules as for dpkg; the purl has type opkg.

Source: opkg manual; the format is that of dpkg's status file.
"""

from sbom.deb_status import installed
from sbom.inventory import Inventory
from sbom.readers.text import decode
from sbom.source import SourceFile


def parse(source: SourceFile, /) -> Inventory:
    """Installed packages.

    Raises:
        ParseError: text, but no paragraph names a package.
    """
    if not source.content.strip():
        return Inventory(expects_components=False)
    return installed(decode(source.content), purl_type="opkg", single=False)
