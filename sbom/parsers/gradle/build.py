"""Gradle build, settings and script files, Groovy (`*.gradle`) and Kotlin (`*.gradle.kts`).

Only literal calls are read; nothing is ever executed. Rules:
- String, map and named-argument notation, several in one call, and `"configuration"("g:a:v")`
  give one component each; the scope follows from the configuration, which is kept in
  `configuration`.
- `platform`, `enforcedPlatform` and `mavenBom` are PARENT; `constraints`, `force` and Spring's
  `dependencyManagement { dependencies {} }` are CONSTRAINT.
- `project(...)` and `projects.x` are WORKSPACE, `files` and `fileTree` LOCAL, `gradleApi()` and
  core plugins STDLIB. Plugins have scope BUILD and the coordinates of their marker artifact.
- Names with literal values in the same file are filled in (`ext`, `val`, `def`, `extra`, maps).
  What stays unknown is UNRESOLVED with the text as written; a name that stands for a whole
  dependency (`libs.foo`) is then an ALIAS. The joiner `gradle_catalog` knows catalogues and
  scripts above.
- A catalogue in a settings script (`versionCatalogs`) is listed as a catalogue file is.
- A dependency without version beside platforms names them in `managed-by`.
- `apply plugin:` names what is on the class path already and is not listed again.
- A dependency that is computed gives an Issue of kind NOTE.

Source: Gradle user manual, "Declaring Dependencies", "Using Plugins", "Sharing Dependency
Versions".
"""

import msgspec

from sbom.gradle.catalog import component_of
from sbom.gradle.requests import Catalog, components_of
from sbom.gradle.script import ScriptReader
from sbom.gradle.settings import inline_catalogs
from sbom.gradle.tokens import MAX_TOKENS, tokenize
from sbom.gradle.variables import literals
from sbom.inventory import Fragment, Inventory
from sbom.issue import Issue, IssueKind
from sbom.readers.text import decode
from sbom.source import SourceFile

FRAGMENT = "gradle/build"


def parse(source: SourceFile, /) -> Inventory:
    """Facts of one script.

    Raises:
        ParseError: binary.
    """
    text = decode(source.content) if source.content.strip() else ""
    tokens = tokenize(text)
    reader = ScriptReader(tokens)
    reader.read()
    variables = literals(tokens)
    message = "a dependency that is computed, not literal"
    issues = [
        Issue(kind=IssueKind.NOTE, message=message, line=u.line, subject=u.text)
        for u in reader.unreadable
    ]
    if len(tokens) >= MAX_TOKENS:
        issues.append(Issue(kind=IssueKind.LIMIT, message=f"read up to {MAX_TOKENS} tokens"))
    catalogs = inline_catalogs(tokens)
    stated = [component_of(entry, []) for c in catalogs for entry in c.entries]
    data = {
        "calls": msgspec.to_builtins(reader.calls),
        "variables": variables,
        "catalogs": msgspec.to_builtins(catalogs),
    }
    return Inventory(
        components=(*stated, *components_of(reader.calls, variables, Catalog())),
        fragments=(Fragment(kind=FRAGMENT, data=data),),
        issues=tuple(issues),
        expects_components=False,
    )
