"""Build scripts: literal calls in Groovy and Kotlin."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.component import Role, Scope, VersionKind
from sbom.errors import ParseError
from sbom.inventory import Inventory
from sbom.issue import IssueKind
from sbom.parsers.gradle.build import parse
from sbom.source import SourceFile


def read(text: str) -> Inventory:
    return parse(SourceFile(path="build.gradle", content=text.encode()))


def names(text: str) -> list[str]:
    return [f"{c.name}@{c.version}" for c in read(f"dependencies {{\n{text}\n}}\n").components]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("implementation 'g:a:1'", ["g:a@1"]),
        ('implementation("g:a:1")', ["g:a@1"]),
        ("implementation 'g:a:1', 'g:b:2'", ["g:a@1", "g:b@2"]),
        ("implementation(['g:a:1', 'g:b:2'])", ["g:a@1", "g:b@2"]),
        ("implementation group: 'g', name: 'a', version: '1'", ["g:a@1"]),
        ("implementation(\n  group: 'g',\n  name: 'a',\n  version: '1'\n)", ["g:a@1"]),
        ("implementation([group: 'g', name: 'a', version: '1'], 'g:b:2')", ["g:a@1", "g:b@2"]),
        ('implementation(group = "g", name = "a", version = "1")', ["g:a@1"]),
        ('implementation("g", "a", "1")', ["g:a@1"]),
        ('"eigenConfiguratie"("g:a:1")', ["g:a@1"]),
        ('add("implementation", "g:a:1")', ["g:a@1"]),
        ("implementation 'g:a:1', {\n exclude group: 'x', module: 'y'\n}", ["g:a@1"]),
        ("implementation('g:a:1') {\n exclude(group: 'x')\n transitive = false\n}", ["g:a@1"]),
        ("implementation('g:a') { version { strictly '[1,2['; prefer '1.7' } }", ["g:a@1.7"]),
        ('implementation(kotlin("stdlib", "1.9"))', ["org.jetbrains.kotlin:kotlin-stdlib@1.9"]),
        ("if (x) {\n implementation 'g:a:1'\n}", ["g:a@1"]),
        ("// implementation 'g:a:1'\n/* implementation 'g:b:1' */", []),
        ("implementation 'g:a:1' // weg\nimplementation 'g:b:1'", ["g:a@1", "g:b@1"]),
        ("implementation 'g:a:1'; implementation 'g:b:1'", ["g:a@1", "g:b@1"]),
        ("because 'g:a:1'", []),
        ("implementation platform(group: 'g', name: 'a', version: '1')", ["g:a@1"]),
        ("implementation(dependencies.create('g:a:1'))", ["g:a@1"]),
        ("implementation group: 'g', version: '1'", []),
        ("implementation(variantOf(libs.kern) { classifier('x') })", ["libs.kern@libs.kern"]),
        ("implementation deps['kern']", ["deps.kern@deps.kern"]),
        ("implementation 'geen notatie'", []),
        ("exclude group: 'g', name: 'a'", []),
    ],
)
def test_notations(call, expected):
    assert names(call) == expected


@pytest.mark.parametrize(
    ("before", "text", "version"),
    [
        ("ext.v = '1'", '"g:a:$v"', "1"),
        ("ext { v = '1' }", '"g:a:${v}"', "1"),
        ("def v = '1'", '"g:a:" + v', "1"),
        ('val v = "1"', '"g:a:$v"', "1"),
        ('val v: String = "1"', '"g:a:$v"', "1"),
        ('val v by extra("1")', '"g:a:${v}"', "1"),
        ('extra["v"] = "1"', '"g:a:${extra["v"]}"', "1"),
        ("ext.set('v', '1')", '"g:a:${project.ext.v}"', "1"),
        ("def vs = [kern: '1']", '"g:a:${vs.kern}"', "1"),
        ("def vs = [kern: [diep: '1']]", '"g:a:$vs.kern.diep"', "1"),
        ('val vs = mapOf("kern" to "1")', '"g:a:${vs["kern"]}"', "1"),
        ("def w = '1'\ndef v = w", '"g:a:$v"', "1"),
        ('def w = "1"\ndef v = "${w}.2"', '"g:a:$v"', "1.2"),
        ('val v = "1"', '"g:a:$v.RELEASE"', "1.RELEASE"),
    ],
)
def test_literal_values_of_the_same_file_are_filled_in(before, text, version):
    (found,) = read(f"{before}\ndependencies {{\n implementation({text})\n}}\n").components
    assert (found.name, found.version, found.version_kind) == ("g:a", version, VersionKind.EXACT)


def test_maps_of_maps_and_calls_outside_a_block():
    found = read(
        'val vs = mapOf("a" to mapOf("b" to "1"), "c" to listOf("2"))\n'
        'dependencies.add("implementation", "g:a:${vs["a"]["b"]}")\n'
        "configurations.all.resolutionStrategy.force('g:b:2', 'g:c:3')\n"
    ).components
    assert [(c.name, c.version) for c in found] == [("g:a", "1"), ("g:b", "2"), ("g:c", "3")]


def test_a_single_quoted_text_and_an_unknown_name_stay_as_written():
    first, second = read(
        'dependencies {\n implementation "g:a:$x"\n implementation "g:b:${rootProject.y}"\n}'
    ).components
    assert (first.version_kind, first.version) == (VersionKind.UNRESOLVED, "$x")
    assert (second.version_kind, second.version) == (VersionKind.UNRESOLVED, "${rootProject.y}")


def test_variables_that_use_each_other_in_a_ring_end():
    (found,) = read('a = "$b"\nb = "$a$a"\ndependencies { implementation "g:a:$a" }').components
    assert found.version_kind is VersionKind.UNRESOLVED


@pytest.mark.parametrize(
    ("call", "roles"),
    [
        ("implementation platform('g:a:1')", (Role.PARENT,)),
        ('implementation(enforcedPlatform("g:a:1"))', (Role.PARENT,)),
        ("constraints { implementation('g:a:1') }", (Role.CONSTRAINT,)),
        ("implementation project(':kern')", (Role.WORKSPACE,)),
        ("implementation project(path: ':kern', configuration: 'x')", (Role.WORKSPACE,)),
        ("implementation(projects.kern.basis)", (Role.WORKSPACE,)),
        ("testImplementation(testFixtures(project(':kern')))", (Role.WORKSPACE,)),
        ("implementation files('libs/a.jar')", (Role.LOCAL,)),
        ("implementation fileTree(dir: 'libs')", (Role.LOCAL,)),
        ("compileOnly gradleApi()", (Role.STDLIB,)),
        ("implementation libs.kern.basis", (Role.ALIAS,)),
        ("implementation(libs.bundles.kern)", (Role.ALIAS,)),
    ],
)
def test_roles(call, roles):
    (found,) = read(f"dependencies {{\n{call}\n}}").components
    assert found.roles == roles


@pytest.mark.parametrize(
    ("configuration", "scope"),
    [
        ("implementation", Scope.RUNTIME),
        ("api", Scope.RUNTIME),
        ("compile", Scope.RUNTIME),
        ("runtimeOnly", Scope.RUNTIME),
        ("providedCompile", Scope.RUNTIME),
        ("compileOnly", Scope.BUILD),
        ("annotationProcessor", Scope.BUILD),
        ("kapt", Scope.BUILD),
        ("classpath", Scope.BUILD),
        ("testImplementation", Scope.TEST),
        ("androidTestImplementation", Scope.TEST),
        ("kaptTest", Scope.TEST),
        ("debugImplementation", Scope.DEV),
        ("eigen", Scope.UNKNOWN),
    ],
)
def test_scopes(configuration, scope):
    (found,) = read(f"dependencies {{ {configuration} 'g:a:1' }}").components
    assert found.scope is scope


def test_plugins():
    found = read(
        "plugins {\n id 'java'\n id 'org.example.a' version '1' apply false\n"
        ' id("org.example.b").version("2")\n kotlin("jvm") version "3"\n'
        " `kotlin-dsl`\n alias(libs.plugins.c)\n id 'org.example.d'\n}\n"
    ).components
    assert [(c.name.partition(":")[0], c.version, c.version_kind) for c in found] == [
        ("java", "", VersionKind.ABSENT),
        ("org.example.a", "1", VersionKind.EXACT),
        ("org.example.b", "2", VersionKind.EXACT),
        ("org.jetbrains.kotlin.jvm", "3", VersionKind.EXACT),
        ("kotlin-dsl", "", VersionKind.ABSENT),
        ("libs.plugins.c", "libs.plugins.c", VersionKind.UNRESOLVED),
        ("org.example.d", "", VersionKind.ABSENT),
    ]
    assert {c.scope for c in found} == {Scope.BUILD}
    assert found[0].roles == (Role.STDLIB,)


def test_build_script_spring_management_and_forced_versions():
    found = read(
        "buildscript { dependencies { classpath 'g:bouw:1' } }\n"
        "dependencyManagement {\n imports { mavenBom 'g:bom:2' }\n"
        " dependencies {\n  dependency 'g:vast:3'\n"
        "  dependencySet(group: 'g', version: '4') {\n   entry 'een'\n   entry 'twee'\n  }\n }\n}\n"
        "configurations.all { resolutionStrategy { force 'g:moet:5' } }\n"
    ).components
    assert [(c.name, c.version, c.roles) for c in found] == [
        ("g:bouw", "1", ()),
        ("g:bom", "2", (Role.PARENT,)),
        ("g:vast", "3", (Role.CONSTRAINT,)),
        ("g:een", "4", (Role.CONSTRAINT,)),
        ("g:twee", "4", (Role.CONSTRAINT,)),
        ("g:moet", "5", (Role.CONSTRAINT,)),
    ]


def test_a_computed_dependency_is_noted_with_its_line():
    inventory = read("dependencies {\n implementation bereken('x', 2)\n}")
    (issue,) = inventory.issues
    assert (issue.kind, issue.line) == (IssueKind.NOTE, 2)
    assert inventory.components == ()


def test_lines_count_through_comments_and_texts_of_more_lines():
    text = '/* een\n twee */\ndef t = """a\nb"""\ndependencies {\n implementation "g:a:1"\n}'
    assert [c.line for c in read(text).components] == [6]


def test_refs_are_unique():
    found = read("dependencies {\n api 'g:a:1'\n api 'g:a:1'\n api 'g:a:2'\n}").components
    assert len({c.ref for c in found}) == 3


def test_classifier_and_extension():
    (found,) = read("dependencies { api 'g:a:1:linux@zip' }").components
    assert found.purl == "pkg:maven/g/a@1?classifier=linux&type=zip"


def test_binary_is_an_error():
    with pytest.raises(ParseError):
        parse(SourceFile(path="build.gradle", content=b"\x00\x01\x02\x03\x00\xff"))


@given(st.binary(max_size=200))
def test_any_bytes_give_an_inventory_or_an_error(content):
    for around in (b"%b", b"dependencies {\n%b"):
        with contextlib.suppress(ParseError):
            parse(SourceFile(path="build.gradle", content=around % content))


PIECES = [
    "dependencies",
    "plugins",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "'a:b:1'",
    '"a:b:$x"',
    "\n",
    ",",
    ":",
    "=",
    "implementation",
    "id",
    "version",
    "platform",
    "x",
    "libs.a",
    "/*",
    "//",
    '"""',
    ".",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_order_of_tokens_is_read(pieces):
    read(" ".join(pieces))
    read("dependencies { " + " ".join(pieces))
