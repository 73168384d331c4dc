"""Licence files that lie within a component's own folder: whose text is it?"""

import re

_FOLDERS = re.compile(
    r"(?:.*/)?(?:node_modules/(?P<npm>@[^/]+/[^/]+|[^@/][^/]*)"
    r"|(?:site|dist)-packages/(?P<pypi>[^/]+?)-\d[^/]*\.(?:dist|egg)-info(?:/licenses)?"
    r"|vendor/(?P<go>[a-z0-9-]+\.[a-z0-9.-]+/[^/]+/[^/]+)"
    r"|vendor/(?P<composer>[a-z0-9_.-]+/[a-z0-9_.-]+))/[^/]+\Z"
)


def owner(path: str) -> str:
    """Package URL, without version, of the component in whose top folder a file lies; else empty.

    `node_modules/NAME/LICENSE`, `site-packages/NAME-1.0.dist-info/licenses/LICENSE`,
    `vendor/HOST/OWNER/NAME/LICENSE` (Go) and `vendor/OWNER/NAME/LICENSE` (Composer).
    """
    found = _FOLDERS.match(path) if len(path) < 1000 else None
    if found is None:
        return ""
    from sbom.purl import build

    kind = found.lastgroup or ""
    namespace, _, name = found[kind].rpartition("/")
    return build({"go": "golang"}.get(kind, kind), name, namespace=namespace)
