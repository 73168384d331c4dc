"""The database of dpkg: `var/lib/dpkg/status`, and `status.d/*` of images without dpkg.

Rules: every package whose files are on disk is a component (states installed, unpacked,
half-configured, half-installed, triggers-*; all but installed are named in property `state`).
Packages in state not-installed or config-files, and those of a `status` file without a Status
field, are not there: they are counted in a note. Under `status.d` no Status is written; all
count. Scope RUNTIME; `direct` is unknown. Properties `source` and `source-version` name the source
package, which Debian's and Ubuntu's advisories go by. The purl's namespace is taken from the
maintainer's address (debian.org, ubuntu.com), the most frequent for those that do not say;
os-release, when it is there, settles it (see `sbom.joiners.os_release`).

Source: dpkg(1), "Information about packages"; Debian Policy 5.3; deb822(5).
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
    single = "/status.d/" in f"/{source.path}" and not source.path.endswith(".md5sums")
    return installed(decode(source.content), purl_type="deb", single=single)
