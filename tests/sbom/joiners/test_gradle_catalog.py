"""Gradle files of one source together."""

from sbom.component import Role, Scope, VersionKind
from sbom.inventory import Inventory
from sbom.joiners.gradle_catalog import join
from sbom.parsers.gradle import build, lockfile, version_catalog
from sbom.source import SourceFile

CATALOG = (
    '[versions]\nv = "2"\n[libraries]\nkern-basis = { module = "g:kern", version.ref = "v" }\n'
    'ander = "g:ander:1"\nover = "g:over:9"\n[bundles]\nalles = ["kern-basis", "ander"]\n'
    '[plugins]\ninvoeg = "p.q:3"\n'
)


def joined(files: dict[str, str]) -> dict[str, Inventory]:
    read = {}
    for path, text in files.items():
        parser = lockfile if path.endswith(".lockfile") else build
        if path.endswith(".toml"):
            parser = version_catalog
        read[path] = parser.parse(SourceFile(path=path, content=text.encode()))
    return {**read, **join(read)}


def test_accessors_become_libraries():
    files = joined(
        {
            "gradle/libs.versions.toml": CATALOG,
            "app/build.gradle.kts": "plugins { alias(libs.plugins.invoeg) }\n"
            "dependencies {\n testImplementation(libs.kern.basis)\n api(libs.bundles.alles)\n"
            ' api("g:los:${libs.versions.v.get()}")\n api(libs.onbekend)\n}',
        }
    )
    found = files["app/build.gradle.kts"].components
    assert [(c.name, c.version, c.scope) for c in found] == [
        ("p.q:p.q.gradle.plugin", "3", Scope.BUILD),
        ("g:kern", "2", Scope.TEST),
        ("g:kern", "2", Scope.RUNTIME),
        ("g:ander", "1", Scope.RUNTIME),
        ("g:los", "2", Scope.RUNTIME),
        ("libs.onbekend", "libs.onbekend", Scope.RUNTIME),
    ]
    assert dict(found[1].properties)["alias"] == "kern-basis"
    catalog = {
        dict(c.properties)["alias"]: c for c in files["gradle/libs.versions.toml"].components
    }
    assert catalog["kern-basis"].roles == (Role.DECLARED,)
    assert dict(catalog["kern-basis"].properties)["used-by"] == "app/build.gradle.kts"
    assert catalog["over"].roles == ()


def test_the_nearest_catalogue_counts():
    use = "dependencies { api(libs.x) }"
    files = joined(
        {
            "gradle/libs.versions.toml": '[libraries]\nx = "g:x:1"\n',
            "los/gradle/libs.versions.toml": '[libraries]\nx = "g:x:2"\n',
            "los/app/build.gradle": use,
            "app/build.gradle": use,
        }
    )
    assert files["los/app/build.gradle"].components[0].version == "2"
    assert files["app/build.gradle"].components[0].version == "1"


def test_variables_come_from_scripts_above_and_then_from_those_that_agree():
    use = 'dependencies { api "g:a:$v"\n api "g:b:$w"\n api "g:c:$z" }'
    files = joined(
        {
            "build.gradle": "ext.v = '1'",
            "app/build.gradle": use,
            "gradle/versies.gradle": "ext { v = '9'\n w = '2'\n z = '3' }",
            "ander/build.gradle": "ext.z = '4'",
        }
    )
    found = files["app/build.gradle"].components
    assert [c.version for c in found] == ["1", "2", "$z"]
    assert found[2].version_kind is VersionKind.UNRESOLVED


def test_what_a_lock_settles_is_declared():
    files = joined(
        {
            "app/build.gradle": "dependencies { api 'g:a:1'\n api 'g:b:1' }",
            "app/gradle.lockfile": "g:a:1.1=runtimeClasspath\n",
        }
    )
    assert [c.roles for c in files["app/build.gradle"].components] == [(Role.DECLARED,), ()]


SETTINGS = """
dependencyResolutionManagement {
    versionCatalogs {
        create("libs") {
            from(files("../gradle/libs.versions.toml"))
            version("w", "7")
            library("een", "g", "een").versionRef("v")
            library("twee", "g:twee:5")
            library("drie", "g", "drie").version {
                strictly("[6,7[")
                prefer("6.5")
            }
            library("vier", "g", "vier").withoutVersion()
            library("vijf", "g", "vijf")
                .versionRef("w")
            plugin("invoegen", "x.y").version("8")
            bundle("paar", listOf("een", "twee"))
        }
    }
}
"""


def test_a_settings_script_states_a_catalogue():
    files = joined(
        {
            "gradle/libs.versions.toml": CATALOG,
            "bouw/settings.gradle.kts": SETTINGS,
            "bouw/build.gradle.kts": "plugins { alias(libs.plugins.invoegen) }\n"
            "dependencies {\n api(libs.een)\n api(libs.bundles.paar)\n api(libs.drie)\n"
            " api(libs.vier)\n api(libs.vijf)\n api(libs.ander)\n}",
            "app/build.gradle.kts": "dependencies { api(libs.een) }",
        }
    )
    found = files["bouw/build.gradle.kts"].components
    assert [(c.name, c.version) for c in found] == [
        ("x.y:x.y.gradle.plugin", "8"),
        ("g:een", "2"),
        ("g:een", "2"),
        ("g:twee", "5"),
        ("g:drie", "6.5"),
        ("g:vier", ""),
        ("g:vijf", "7"),
        ("g:ander", "1"),
    ]
    stated = files["bouw/settings.gradle.kts"].components
    assert [c.name for c in stated][:2] == ["g:een", "g:twee"]
    assert {c.roles for c in stated} == {(Role.DECLARED,)}
    assert files["app/build.gradle.kts"].components[0].roles == (Role.ALIAS,)


def test_older_words_of_a_catalogue_in_settings():
    settings = (
        "versionCatalogs { libs {\n alias('een').to('g:een:1')\n"
        " alias('twee').to('g', 'twee').version('2')\n alias('p').toPluginId('x.y').version('3')\n } }"
    )
    files = joined({"settings.gradle": settings})
    assert [(c.name, c.version) for c in files["settings.gradle"].components] == [
        ("g:een", "1"),
        ("g:twee", "2"),
        ("x.y:x.y.gradle.plugin", "3"),
    ]


def test_a_platform_is_named_where_a_version_is_missing():
    files = joined({"build.gradle": "dependencies { api platform('g:bom:3')\n api 'g:a' }"})
    assert dict(files["build.gradle"].components[1].properties)["managed-by"] == "g:bom:3"


def test_nothing_changes_without_a_reason():
    read = {"build.gradle": build.parse(SourceFile(path="build.gradle", content=b"x = 1"))}
    assert dict(join(read)) == {}
