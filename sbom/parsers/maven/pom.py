"""Maven pom.xml (model 4.0.0 and 4.1.0; Maven 1 descriptors as far as their words are the same).

One file is resolved as far as it goes: its own properties, profiles that are active by default
and its own management. Its model goes along as Fragment `maven/pom`, from which the joiner
`maven_reactor` resolves again with the parents and BOMs of the same source.

Rules:
- The project is ROOT with its licences; organization is its supplier, developers are `author`.
- `parent` and imported BOMs are PARENT, `dependencyManagement` and `pluginManagement` are
  CONSTRAINT.
- Plugins, their dependencies, annotation processors and extensions have scope BUILD.
- `test` (and type test-jar) is TEST; `optional` is OPTIONAL; compile, runtime, provided and
  system are RUNTIME with the word of Maven in `maven-scope`; system is LOCAL too.
- What a profile adds is listed with the property `profile`, active or not; `profile-active` marks
  those that are when nobody asks for profiles (assuming a current JDK).
- A relocation gives the project `replaced-by`, and what it moved to is a component.
- A plain version is EXACT, `[1.0]` too; other ranges, LATEST and RELEASE are a RANGE; what is
  left of `${...}` (env, settings, an outside parent) is UNRESOLVED; no version anywhere is
  ABSENT. Then `managed-by` names the outside parent and BOMs that may know it.
- purl: `classifier`, and `type` when a dependency states one other than jar; projects, parents
  and BOMs carry no `type`, so that the same thing has one purl.

Source: Maven POM reference; package-url PURL-TYPES, maven.
"""

import msgspec

from sbom.inventory import Fragment, Inventory
from sbom.issue import Issue, IssueKind
from sbom.maven.effective import Effective, Located
from sbom.maven.inventory import Builder
from sbom.maven.reading import read_pom
from sbom.readers.xml_repaired import load_repaired_xml
from sbom.source import SourceFile

FRAGMENT = "maven/pom"


def parse(source: SourceFile, /) -> Inventory:
    """Facts of one pom.

    Raises:
        ParseError: not XML, also after repair.
        NotThisFormatError: the root element is not `project`.
    """
    root, repair = load_repaired_xml(source.content)
    pom, issues = read_pom(root)
    if repair:
        issues.insert(0, Issue(kind=IssueKind.NOTE, message=repair))
    if not pom.artifact:
        issues.append(Issue(kind=IssueKind.NOTE, message="states no artifactId", line=pom.line))
    components, dependencies = Builder(Effective((Located("", pom),))).build()
    model = root.value("modelVersion") or root.value("pomVersion")
    return Inventory(
        components=components,
        dependencies=dependencies,
        fragments=(Fragment(kind=FRAGMENT, data=msgspec.to_builtins(pom)),),
        issues=tuple(issues),
        format_version=model,
        expects_components=False,
    )
