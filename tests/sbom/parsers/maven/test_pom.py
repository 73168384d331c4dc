"""pom.xml: what one file says, and what it cannot settle."""

import contextlib
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Component, ComponentKind, Role, Scope, VersionKind
from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.maven.model import Pom
from sbom.parsers.maven.pom import parse
from sbom.source import SourceFile

HEAD = (
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
    "<groupId>nl.voorbeeld</groupId><artifactId>loket</artifactId><version>1.0</version>"
)


def read(body: str, head: str = HEAD) -> Inventory:
    return parse(SourceFile(path="pom.xml", content=f"{head}{body}</project>".encode()))


def dependency(version: str = "", more: str = "", name: str = "kern") -> str:
    stated = f"<version>{version}</version>" if version else ""
    return (
        f"<dependency><groupId>org.example</groupId><artifactId>{name}</artifactId>"
        f"{stated}{more}</dependency>"
    )


def one(inventory: Inventory, name: str) -> Component:
    (found,) = [c for c in inventory.components if c.name == name]
    return found


def test_the_project_is_root_with_licence_supplier_and_authors():
    inventory = read(
        "<packaging>war</packaging><name>Loket</name><url>https://example.org/loket</url>"
        "<organization><name>Gemeente Voorbeeld</name></organization>"
        "<licenses><license><name>EUPL-1.2</name><url>https://example.org/eupl</url></license>"
        "<license><url>https://example.org/mit</url></license></licenses>"
        "<developers><developer><name>Team Loket</name></developer></developers>"
        "<scm><url>https://wie:geheim@example.org/git/loket</url></scm>"
    )
    root = inventory.components[0]
    assert root.purl == "pkg:maven/nl.voorbeeld/loket@1.0"
    assert root.roles == (Role.ROOT,)
    assert root.kind is ComponentKind.APPLICATION
    assert [c.raw for c in root.licenses] == ["EUPL-1.2", "https://example.org/mit"]
    assert root.supplier == "Gemeente Voorbeeld"
    assert root.download == "https://example.org/git/loket"
    assert dict(root.properties)["author"] == "Team Loket"
    assert dict(root.properties)["license-url"] == "https://example.org/eupl"
    assert inventory.format_version == "4.0.0"


@pytest.mark.parametrize(
    ("written", "kind", "version", "requirement"),
    [
        ("1.2.3", VersionKind.EXACT, "1.2.3", "1.2.3"),
        ("[1.0]", VersionKind.EXACT, "1.0", "[1.0]"),
        ("[1,2)", VersionKind.RANGE, "", "[1,2)"),
        ("(,1.0],[1.2,)", VersionKind.RANGE, "", "(,1.0],[1.2,)"),
        ("LATEST", VersionKind.RANGE, "", "LATEST"),
        ("RELEASE", VersionKind.RANGE, "", "RELEASE"),
        ("${env.VERSIE}", VersionKind.UNRESOLVED, "${env.VERSIE}", "${env.VERSIE}"),
        ("", VersionKind.ABSENT, "", ""),
    ],
)
def test_versions(written, kind, version, requirement):
    found = one(read(f"<dependencies>{dependency(written)}</dependencies>"), "org.example:kern")
    assert (found.version_kind, found.version, found.requirement) == (kind, version, requirement)
    assert found.purl == "pkg:maven/org.example/kern" + (
        f"@{version}" if kind is VersionKind.EXACT else ""
    )


@pytest.mark.parametrize(
    ("placeholder", "version"),
    [
        ("${kern.version}", "3.1"),
        ("${via}", "3.1"),
        ("${project.version}", "1.0"),
        ("${pom.version}", "1.0"),
        ("${version}", "1.0"),
        ("${project.artifactId}-x", "loket-x"),
        ("${a.${smaak}}", "7"),
        ("${kern.version}-${project.groupId}", "3.1-nl.voorbeeld"),
    ],
)
def test_properties_are_filled_in(placeholder, version):
    properties = (
        "<properties><kern.version>3.1</kern.version><via>${kern.version}</via>"
        "<smaak>zoet</smaak><a.zoet>7</a.zoet></properties>"
    )
    found = one(
        read(f"{properties}<dependencies>{dependency(placeholder)}</dependencies>"),
        "org.example:kern",
    )
    assert (found.version, found.version_kind) == (version, VersionKind.EXACT)
    assert found.requirement == placeholder


def test_ci_friendly_version():
    head = (
        "<project><groupId>nl.voorbeeld</groupId><artifactId>loket</artifactId>"
        "<version>${revision}${sha1}${changelist}</version>"
    )
    settled = read(
        "<properties><revision>2.0</revision><sha1/><changelist>-SNAPSHOT</changelist></properties>",
        head,
    )
    assert settled.components[0].version == "2.0-SNAPSHOT"
    open_end = read("<properties><revision>2.0</revision></properties>", head)
    assert open_end.components[0].version_kind is VersionKind.UNRESOLVED
    assert open_end.components[0].version == "2.0${sha1}${changelist}"


def test_a_ring_of_properties_stays_as_written():
    found = one(
        read(
            "<properties><a>${b}</a><b>${a}</b></properties>"
            f"<dependencies>{dependency('${a}')}</dependencies>"
        ),
        "org.example:kern",
    )
    assert found.version_kind is VersionKind.UNRESOLVED


def test_properties_that_double_each_other_end():
    doubling = "".join(f"<p{i}>${{p{i + 1}}}${{p{i + 1}}}</p{i}>" for i in range(60))
    found = one(
        read(
            f"<properties>{doubling}<p60>xx</p60></properties>"
            f"<dependencies>{dependency('${p0}')}</dependencies>"
        ),
        "org.example:kern",
    )
    assert len(found.version) <= 5000


@pytest.mark.parametrize(
    ("more", "scope", "roles"),
    [
        ("", Scope.RUNTIME, ()),
        ("<scope>compile</scope>", Scope.RUNTIME, ()),
        ("<scope>provided</scope>", Scope.RUNTIME, ()),
        ("<scope>test</scope>", Scope.TEST, ()),
        ("<type>test-jar</type>", Scope.TEST, ()),
        ("<optional>true</optional>", Scope.OPTIONAL, ()),
        (
            "<scope>system</scope><systemPath>/lib/a.jar</systemPath>",
            Scope.RUNTIME,
            (Role.LOCAL,),
        ),
    ],
)
def test_scopes(more, scope, roles):
    found = one(read(f"<dependencies>{dependency('1', more)}</dependencies>"), "org.example:kern")
    assert (found.scope, found.roles, found.direct) == (scope, roles, True)


def test_classifier_and_type_are_qualifiers():
    more = "<classifier>linux</classifier><type>zip</type>"
    found = one(read(f"<dependencies>{dependency('1', more)}</dependencies>"), "org.example:kern")
    assert found.purl == "pkg:maven/org.example/kern@1?classifier=linux&type=zip"


def test_exclusions_are_noted():
    more = "<exclusions><exclusion><groupId>a</groupId><artifactId>*</artifactId></exclusion></exclusions>"
    found = one(read(f"<dependencies>{dependency('1', more)}</dependencies>"), "org.example:kern")
    assert dict(found.properties)["exclusions"] == "a:*"


def test_management_gives_version_and_scope():
    managed = dependency("5", "<scope>test</scope>")
    inventory = read(
        f"<dependencyManagement><dependencies>{managed}</dependencies></dependencyManagement>"
        f"<dependencies>{dependency()}</dependencies>"
    )
    constraint, used = [c for c in inventory.components if c.name == "org.example:kern"]
    assert constraint.roles == (Role.CONSTRAINT,)
    assert (used.version, used.scope, used.roles) == ("5", Scope.TEST, ())


def test_parent_and_bom_outside_are_named_where_a_version_is_missing():
    parent = (
        "<parent><groupId>org.ouder</groupId><artifactId>boven</artifactId>"
        "<version>3</version></parent>"
    )
    bom = dependency("9", "<type>pom</type><scope>import</scope>", "bom")
    inventory = read(
        f"{parent}<dependencyManagement><dependencies>{bom}</dependencies></dependencyManagement>"
        f"<dependencies>{dependency()}</dependencies>"
    )
    assert one(inventory, "org.ouder:boven").roles == (Role.PARENT,)
    assert one(inventory, "org.example:bom").roles == (Role.PARENT,)
    assert one(inventory, "org.example:bom").purl == "pkg:maven/org.example/bom@9"
    found = one(inventory, "org.example:kern")
    assert found.version_kind is VersionKind.ABSENT
    assert dict(found.properties)["managed-by"] == "org.ouder:boven:3, org.example:bom:9"


def test_group_and_version_come_from_the_parent():
    head = (
        "<project><parent><groupId>org.ouder</groupId><artifactId>boven</artifactId>"
        "<version>3</version></parent><artifactId>onder</artifactId>"
    )
    root = read("", head).components[0]
    assert root.purl == "pkg:maven/org.ouder/onder@3"


def test_plugins_their_dependencies_and_extensions_are_build():
    inventory = read(
        "<build><extensions><extension><groupId>e</groupId><artifactId>x</artifactId>"
        "<version>1</version></extension></extensions>"
        "<pluginManagement><plugins><plugin><artifactId>maven-jar-plugin</artifactId>"
        "<version>3.4.0</version></plugin></plugins></pluginManagement>"
        "<plugins><plugin><artifactId>maven-jar-plugin</artifactId>"
        f"<dependencies>{dependency('2')}</dependencies></plugin>"
        "<plugin><artifactId>maven-compiler-plugin</artifactId><configuration>"
        "<annotationProcessorPaths><path><groupId>ap</groupId><artifactId>verwerker</artifactId>"
        "<version>1</version></path></annotationProcessorPaths></configuration></plugin>"
        "</plugins></build>"
    )
    assert {c.scope for c in inventory.components[1:]} == {Scope.BUILD}
    managed, used = [c for c in inventory.components if c.name.endswith(":maven-jar-plugin")]
    assert managed.name == "org.apache.maven.plugins:maven-jar-plugin"
    assert managed.roles == (Role.CONSTRAINT,)
    assert (used.version, used.roles) == ("3.4.0", ())
    inner = one(inventory, "org.example:kern")
    assert dict(inner.properties)["plugin"] == "org.apache.maven.plugins:maven-jar-plugin"
    assert one(inventory, "ap:verwerker").scope is Scope.BUILD
    edges = {d.ref: d.targets for d in inventory.dependencies}
    assert edges[used.ref] == (inner.ref,)


def test_profiles_are_listed_and_those_active_unasked_count():
    profile = (
        "<profile><id>{0}</id><activation>{1}</activation><properties><v>{2}</v></properties>"
        "<dependencies>" + dependency("${{v}}", name="p-{0}") + "</dependencies></profile>"
    )
    inventory = read(
        "<profiles>"
        + profile.format("standaard", "<activeByDefault>true</activeByDefault>", "1")
        + profile.format("oud", "<jdk>1.4</jdk>", "2")
        + "</profiles><dependencies>"
        + dependency("${v}")
        + "</dependencies>"
    )
    assert one(inventory, "org.example:kern").version == "1"
    assert one(inventory, "org.example:p-oud").version == "2"
    assert dict(one(inventory, "org.example:p-oud").properties) == {"profile": "oud"}
    default = dict(one(inventory, "org.example:p-standaard").properties)
    assert default == {"profile": "standaard", "profile-active": "true"}


def test_a_profile_for_the_jdk_switches_the_default_one_off():
    inventory = read(
        "<profiles><profile><id>a</id><activation><activeByDefault>true</activeByDefault></activation>"
        "<properties><v>1</v></properties></profile><profile><id>b</id><activation><jdk>!1.4</jdk>"
        "</activation><properties><v>2</v></properties></profile></profiles>"
        f"<dependencies>{dependency('${v}')}</dependencies>"
    )
    assert one(inventory, "org.example:kern").version == "2"


def test_a_relocated_project_names_its_successor():
    inventory = read(
        "<distributionManagement><relocation><groupId>org.nieuw</groupId></relocation>"
        "</distributionManagement>"
    )
    assert one(inventory, "org.nieuw:loket").version == "1.0"
    assert dict(inventory.components[0].properties)["replaced-by"] == "org.nieuw:loket:1.0"


def test_the_graph_goes_from_the_project_to_what_it_asks_for():
    inventory = read(f"<dependencies>{dependency('1')}{dependency('1')}</dependencies>")
    (edge,) = inventory.dependencies
    assert edge.ref == inventory.components[0].ref
    assert edge.targets == tuple(sorted(c.ref for c in inventory.components[1:]))
    assert len({c.ref for c in inventory.components}) == 3


def test_an_entry_without_name_is_an_issue_and_only_that_is_lost():
    inventory = read(
        "\n<dependencies><dependency><groupId>a</groupId></dependency>"
        f"{dependency('1')}</dependencies>"
    )
    (issue,) = inventory.issues
    assert (issue.kind, issue.line, issue.subject) == (IssueKind.ENTRY, 2, "a")
    assert one(inventory, "org.example:kern")


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf<project><artifactId>a</artifactId></project>",
        "<?xml version='1.0' encoding='UTF-16'?><project><artifactId>a</artifactId></project>".encode(
            "utf-16"
        ),
        "<?xml version='1.0' encoding='ISO-8859-1'?><project><artifactId>a</artifactId>"
        "<name>Bé</name></project>".encode("latin-1"),
        "<?xml version='1.0' encoding='windows-1252'?><project><artifactId>a</artifactId>"
        "<name>€</name></project>".encode("cp1252"),
        b"<m:project xmlns:m='urn:m'><m:artifactId>a</m:artifactId></m:project>",
    ],
)
def test_encodings_marks_and_namespaces(content):
    inventory = parse(SourceFile(path="pom.xml", content=content))
    assert inventory.components[0].name == "a"
    assert inventory.issues == ()


@pytest.mark.parametrize(
    "content",
    [
        b"\n\nrommel\n<?xml version='1.0'?>\n<project><artifactId>a</artifactId></project>",
        b"<?xml version='1.0' encoding='UTF-8'?><project><artifactId>a</artifactId><name>B\xe9</name></project>",
        b"<project><artifactId>a</artifactId><name>Caf&eacute; &nbsp;</name></project>",
        b"<project><artifactId>a</artifactId><url>https://example.org/?a=1&b=2</url></project>",
        b"<project xsi:schemaLocation='x'><artifactId>a</artifactId></project>",
    ],
)
def test_repaired_with_a_note(content):
    inventory = parse(SourceFile(path="pom.xml", content=content))
    assert inventory.components[0].name == "a"
    assert [i.kind for i in inventory.issues] == [IssueKind.NOTE]


def test_lines_survive_the_repair():
    content = b"rommel\n\n<?xml version='1.0'?>\n<project><artifactId>a</artifactId></project>"
    assert parse(SourceFile(path="pom.xml", content=content)).components[0].line == 4


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"niet eens xml",
        b"<project><artifactId>a</project>",
        b"<!DOCTYPE p [<!ENTITY x 'y'>]><project><artifactId>&x;</artifactId></project>",
        b"<project>" * 300,
    ],
)
def test_what_is_not_xml_is_an_error(content):
    with pytest.raises(ParseError):
        parse(SourceFile(path="pom.xml", content=content))


def test_another_root_is_another_format():
    with pytest.raises(NotThisFormatError):
        parse(SourceFile(path="pom.xml", content=b"<settings/>"))


def test_the_fragment_survives_json():
    inventory = read(
        f"<dependencies>{dependency('1')}</dependencies><modules><module>m</module></modules>"
    )
    (fragment,) = inventory.fragments
    there = json.loads(json.dumps(fragment.data))
    assert msgspec.convert(there, Pom) == msgspec.convert(fragment.data, Pom)


@given(st.binary(max_size=300))
def test_any_bytes_give_an_inventory_or_an_error(content):
    for around in (b"%b", b"<project>%b</project>"):
        with contextlib.suppress(ParseError):
            parse(SourceFile(path="pom.xml", content=around % content))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "groupId",
                    "artifactId",
                    "version",
                    "scope",
                    "type",
                    "parent",
                    "dependencies",
                    "dependency",
                    "properties",
                    "profiles",
                    "profile",
                    "build",
                    "plugins",
                    "plugin",
                ]
            ),
            st.sampled_from(["", "${a}", "${project.version}", "1", "[1,", "${${a}}"]),
        ),
        max_size=30,
    )
)
def test_any_nesting_of_known_elements_is_read(parts):
    opened = "".join(f"<{tag}>{text}" for tag, text in parts)
    closed = "".join(f"</{tag}>" for tag, _ in reversed(parts))
    parse(SourceFile(path="pom.xml", content=f"<project>{opened}{closed}</project>".encode()))


@pytest.mark.fixtures
def test_declared_names_of_another_reader(fixtures_dir):
    folder = fixtures_dir / "A_lockfiles"
    cases = json.loads((folder / "cases.json").read_text())["cases"]
    wrong = []
    for case in cases:
        if case["format"] != "pom.xml" or not case["id"].startswith("scancode"):
            continue
        content = (folder / case["file"]).read_bytes()
        found = {c.name for c in parse(SourceFile(path="pom.xml", content=content)).components}
        if not {e["name"] for e in case["expected"]} <= found:
            wrong.append(case["file"])
    assert wrong == []
