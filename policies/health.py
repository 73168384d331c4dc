"""Hints about the health of what is used: not pinned, without lock, scripts at install, names that mislead.

Hints are no verdicts: each has a confidence and a reason, and none counts for a gate.

- `unpinned-action`: an action by tag or branch, which its owner can move; a full commit cannot move.
- `unpinned-image`: an image without digest.
- `no-lockfile`: a file of which no component has an exact version.
- `install-script`, `deprecated`: as the lock itself states.
- `name-like`: one letter more, less, other or swapped from a package that very many use, and not
  itself one of those. A look at it is worth the while; most are honest.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from sbom.component import Component, Role, VersionKind

_POPULAR = {
    "npm": [
        "axios",
        "babel-core",
        "body-parser",
        "chalk",
        "chokidar",
        "classnames",
        "colors",
        "commander",
        "core-js",
        "cors",
        "cross-env",
        "debug",
        "dotenv",
        "electron",
        "eslint",
        "express",
        "fs-extra",
        "glob",
        "inquirer",
        "jest",
        "jquery",
        "js-yaml",
        "jsonwebtoken",
        "lodash",
        "minimist",
        "mocha",
        "moment",
        "mongoose",
        "mysql",
        "next",
        "node-fetch",
        "nodemailer",
        "passport",
        "prettier",
        "prop-types",
        "react",
        "react-dom",
        "redux",
        "request",
        "rimraf",
        "rollup",
        "rxjs",
        "semver",
        "socket.io",
        "typescript",
        "underscore",
        "uuid",
        "validator",
        "vite",
        "vue",
        "webpack",
        "winston",
        "yargs",
        "zone.js",
    ],
    "pypi": [
        "aiohttp",
        "beautifulsoup4",
        "boto3",
        "botocore",
        "certifi",
        "cffi",
        "chardet",
        "click",
        "colorama",
        "cryptography",
        "django",
        "fastapi",
        "flask",
        "gunicorn",
        "httpx",
        "idna",
        "jinja2",
        "jsonschema",
        "lxml",
        "markupsafe",
        "matplotlib",
        "numpy",
        "openpyxl",
        "packaging",
        "pandas",
        "pillow",
        "pip",
        "psycopg",
        "psycopg2",
        "pydantic",
        "pygments",
        "pymongo",
        "pytest",
        "python-dateutil",
        "pytz",
        "pyyaml",
        "redis",
        "requests",
        "scikit-learn",
        "scipy",
        "selenium",
        "setuptools",
        "six",
        "sqlalchemy",
        "tensorflow",
        "torch",
        "tqdm",
        "typing-extensions",
        "urllib3",
        "virtualenv",
        "werkzeug",
        "wheel",
    ],
}
"""Packages that very many projects use; from own knowledge, 2026."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-._"
_IMAGES = frozenset({"docker", "oci"})
_OWN = frozenset({Role.ROOT, Role.WORKSPACE, Role.LOCAL})


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look at."""

    rule: str
    component: Component
    confidence: str
    """`low`, `medium` or `high`."""
    about: str = ""
    """The popular name, the tag, or what the lock says."""


def hints(components: Sequence[Component]) -> Iterator[Hint]:
    """Hints about the components of one file."""
    for component in components:
        if component.roles and not _OWN.isdisjoint(component.roles):
            continue
        yield from _of(component)
    asked = [c for c in components if c.direct and _OWN.isdisjoint(c.roles)]
    if asked and all(c.version_kind is VersionKind.RANGE for c in asked):
        exact = any(
            c.version_kind is VersionKind.EXACT and _OWN.isdisjoint(c.roles) for c in components
        )
        if not exact:
            yield Hint(
                rule="no-lockfile", component=asked[0], confidence="medium", about=str(len(asked))
            )


def _of(component: Component) -> Iterator[Hint]:
    properties = dict(component.properties)
    kind = component.purl[4:].partition("/")[0] if component.purl.startswith("pkg:") else ""
    pinned = properties.get("pinned", "")
    if kind == "github" and pinned in {"tag", "branch"}:
        sure = "high" if pinned == "branch" else "medium"
        about = component.version or component.requirement
        yield Hint(rule="unpinned-action", component=component, confidence=sure, about=about)
    if kind in _IMAGES and not properties.get("digest") and "sha256" not in component.purl:
        about = component.version or component.requirement or "latest"
        sure = "high" if about == "latest" else "medium"
        yield Hint(rule="unpinned-image", component=component, confidence=sure, about=about)
    if properties.get("install-script"):
        about = properties["install-script"][:200]
        yield Hint(rule="install-script", component=component, confidence="high", about=about)
    if properties.get("deprecated"):
        about = properties["deprecated"][:200]
        yield Hint(rule="deprecated", component=component, confidence="high", about=about)
    like = name_like(kind, component.name)
    if like:
        yield Hint(rule="name-like", component=component, confidence="low", about=like)


def name_like(kind: str, name: str) -> str:
    """The popular package that a name could be mistaken for, or empty."""
    popular = _POPULAR.get(kind)
    lowered = name.lower()
    if popular is None or len(lowered) < 4 or lowered in popular:
        return ""
    return _near(kind).get(lowered, "")


def _near(kind: str) -> dict[str, str]:
    found = _NEAR.get(kind)
    if found is None:
        known = set(_POPULAR[kind])
        found = _NEAR[kind] = {
            n: p for p in _POPULAR[kind] if len(p) >= 5 for n in _edits(p) if n not in known
        }
    return found


_NEAR: dict[str, dict[str, str]] = {}


def _edits(word: str) -> Iterable[str]:
    """Every word one letter away: left out, swapped, doubled or other; the first letter stays."""
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]
        yield word[:i] + word[i] + word[i:]
        if i + 1 < len(word):
            yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        for letter in _LETTERS:
            yield word[:i] + letter + word[i + 1 :]
