"""Poms of one source together."""

from sbom.component import Role, Scope, VersionKind
from sbom.inventory import Inventory
from sbom.issue import IssueKind, Stage
from sbom.joiners.maven_reactor import join
from sbom.parsers.maven.pom import parse
from sbom.source import SourceFile


def pom(artifact: str, body: str = "", *, version: str = "1", parent: str = "") -> str:
    stated = f"<groupId>nl.v</groupId><version>{version}</version>" if version else ""
    return f"<project>{parent}<artifactId>{artifact}</artifactId>{stated}{body}</project>"


def parent(artifact: str, *, version: str = "1", path: str | None = None) -> str:
    relative = "" if path is None else f"<relativePath>{path}</relativePath>"
    return (
        f"<parent><groupId>nl.v</groupId><artifactId>{artifact}</artifactId>"
        f"<version>{version}</version>{relative}</parent>"
    )


def dep(name: str, version: str = "", more: str = "", group: str = "g") -> str:
    stated = f"<version>{version}</version>" if version else ""
    return f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>{stated}{more}</dependency>"


def deps(*entries: str) -> str:
    return f"<dependencies>{''.join(entries)}</dependencies>"


def managed(*entries: str) -> str:
    return f"<dependencyManagement>{deps(*entries)}</dependencyManagement>"


def joined(**files: str) -> dict[str, Inventory]:
    return joined_paths(
        {
            k.replace("__", "/") + "/pom.xml" if k != "top" else "pom.xml": v
            for k, v in files.items()
        }
    )


def joined_paths(files: dict[str, str]) -> dict[str, Inventory]:
    read = {p: parse(SourceFile(path=p, content=c.encode())) for p, c in files.items()}
    return {**read, **join(read)}


def version(inventory: Inventory, name: str) -> str:
    (found,) = [c for c in inventory.components if c.name == name]
    return found.version


def test_parent_above_gives_properties_management_and_coordinates():
    files = joined(
        top=pom("boven", "<properties><v>1</v></properties>" + managed(dep("a", "${v}"))),
        onder=pom(
            "onder",
            "<properties><v>2</v></properties>" + deps(dep("a")),
            version="",
            parent=parent("boven"),
        ),
    )
    onder = files["onder/pom.xml"]
    assert onder.components[0].purl == "pkg:maven/nl.v/onder@1"
    assert version(onder, "g:a") == "2"
    assert onder.components[1].roles == (Role.PARENT, Role.WORKSPACE)
    found = onder.components[2]
    assert dict(found.properties)["managed-in"] == "pom.xml"


def test_a_file_above_with_other_coordinates_is_not_the_parent():
    files = joined(
        top=pom("iets-anders", managed(dep("a", "9"))),
        onder=pom("onder", deps(dep("a")), parent=parent("boven")),
    )
    (found,) = [c for c in files["onder/pom.xml"].components if c.name == "g:a"]
    assert found.version_kind is VersionKind.ABSENT
    assert dict(found.properties)["managed-by"] == "nl.v:boven:1"


def test_another_version_of_the_parent_is_outside():
    files = joined(
        top=pom("boven", managed(dep("a", "9")), version="2"),
        onder=pom("onder", deps(dep("a")), parent=parent("boven")),
    )
    assert version(files["onder/pom.xml"], "g:a") == ""


def test_parent_by_relative_path_to_a_folder_or_a_file():
    for path in ("../ouders", "../ouders/pom.xml", "..\\ouders"):
        files = joined(
            ouders=pom("boven", managed(dep("a", "3"))),
            onder=pom("onder", deps(dep("a")), parent=parent("boven", path=path)),
        )
        assert version(files["onder/pom.xml"], "g:a") == "3"


def test_parent_by_coordinates_anywhere():
    files = joined(
        build__ouders=pom("boven", managed(dep("a", "3"))),
        app__onder=pom("onder", deps(dep("a")), parent=parent("boven", path="")),
    )
    assert version(files["app/onder/pom.xml"], "g:a") == "3"


def test_grandparents_count():
    files = joined(
        top=pom("opa", "<properties><v>4</v></properties>"),
        a=pom("boven", managed(dep("a", "${v}")), parent=parent("opa")),
        a__b=pom("onder", deps(dep("a")), parent=parent("boven")),
    )
    assert version(files["a/b/pom.xml"], "g:a") == "4"


def test_revision_of_the_parent():
    files = joined(
        top=pom("boven", "<properties><revision>7</revision></properties>", version="${revision}"),
        onder=pom("onder", version="", parent=parent("boven", version="${revision}")),
    )
    assert files["onder/pom.xml"].components[0].version == "7"


def test_imported_bom_in_the_source_after_own_management():
    bom_import = dep("bom", "1", "<type>pom</type><scope>import</scope>", group="nl.v")
    files = joined(
        bom=pom(
            "bom", "<properties><v>5</v></properties>" + managed(dep("a", "${v}"), dep("b", "5"))
        ),
        app=pom("app", managed(bom_import, dep("b", "6")) + deps(dep("a"), dep("b"))),
    )
    app = files["app/pom.xml"]
    used = {c.name: c for c in app.components if c.ref.startswith("dependency:")}
    assert (used["g:a"].version, used["g:b"].version) == ("5", "6")
    assert dict(used["g:a"].properties)["managed-in"] == "bom/pom.xml"
    (found,) = [c for c in app.components if c.name == "nl.v:bom"]
    assert found.roles == (Role.PARENT, Role.WORKSPACE)


def test_dependencies_of_the_parent_are_inherited_unless_stated():
    files = joined(
        top=pom("boven", deps(dep("a", "1"), dep("b", "1", "<scope>test</scope>"))),
        onder=pom("onder", deps(dep("a", "2")), parent=parent("boven")),
    )
    onder = files["onder/pom.xml"]
    assert version(onder, "g:a") == "2"
    (found,) = [c for c in onder.components if c.name == "g:b"]
    assert (found.scope, found.line) == (Scope.TEST, None)
    assert dict(found.properties)["inherited-from"] == "pom.xml"


def test_neighbours_are_workspace_only_at_their_own_version():
    files = joined(
        a=pom("a"),
        b=pom(
            "b",
            deps(
                dep("a", "${project.version}", group="nl.v"),
                dep("a", "0.9", "<type>zip</type>", group="nl.v"),
            ),
        ),
    )
    first, second = [c for c in files["b/pom.xml"].components if c.name == "nl.v:a"]
    assert first.roles == (Role.WORKSPACE,)
    assert second.roles == ()


def test_licence_and_organisation_are_inherited():
    files = joined(
        top=pom(
            "boven",
            "<organization><name>Gemeente Voorbeeld</name></organization>"
            "<licenses><license><name>EUPL-1.2</name></license></licenses>",
        ),
        onder=pom("onder", parent=parent("boven")),
    )
    root = files["onder/pom.xml"].components[0]
    assert [(c.raw, c.source) for c in root.licenses] == [("EUPL-1.2", "pom-parent")]
    assert root.supplier == "Gemeente Voorbeeld"


def test_rings_of_parents_and_boms_are_cut_with_a_note():
    ring = joined(
        a=pom("a", parent=parent("b", path="../b")),
        b=pom("b", parent=parent("a", path="../a")),
    )
    (issue,) = ring["a/pom.xml"].issues
    assert (issue.kind, issue.stage, issue.path) == (IssueKind.NOTE, Stage.JOIN, "a/pom.xml")
    more = "<type>pom</type><scope>import</scope>"
    boms = joined(
        a=pom("a", managed(dep("b", "1", more, group="nl.v")) + deps(dep("x"))),
        b=pom("b", managed(dep("a", "1", more, group="nl.v")) + deps(dep("x"))),
    )
    assert any("ring" in i.message for v in boms.values() for i in v.issues)


def test_a_pom_that_is_its_own_parent_stays_whole():
    files = joined_paths({"pom.xml": pom("a", parent=parent("a", path="."))})
    assert files["pom.xml"].components[0].name == "nl.v:a"


def test_maven_4_infers_the_coordinates_of_a_parent():
    files = joined(
        top=pom("boven", managed(dep("a", "3"))),
        onder=pom("onder", deps(dep("a")), version="", parent="<parent/>"),
    )
    onder = files["onder/pom.xml"]
    assert onder.components[0].purl == "pkg:maven/nl.v/onder@1"
    assert onder.components[1].purl == "pkg:maven/nl.v/boven@1"
    assert version(onder, "g:a") == "3"


def test_a_parent_with_an_open_version_range_fits():
    files = joined(
        top=pom("boven", managed(dep("a", "3")), version="1.5"),
        onder=pom("onder", deps(dep("a")), parent=parent("boven", version="[1,2)")),
    )
    assert version(files["onder/pom.xml"], "g:a") == "3"


def test_a_bom_is_interpolated_in_its_own_context_and_the_nearest_counts():
    bom_import = dep("bom", "1", "<type>pom</type><scope>import</scope>", group="nl.v")
    body = "<properties><v>{}</v></properties>" + managed(dep("a", "${{v}}"))
    files = joined(
        ver__weg=pom("bom", body.format("1")),
        hier__bom=pom("bom", body.format("2")),
        hier__app=pom(
            "app", "<properties><v>9</v></properties>" + managed(bom_import) + deps(dep("a"))
        ),
    )
    assert version(files["hier/app/pom.xml"], "g:a") == "2"


def test_a_relative_path_that_leaves_the_source_finds_nothing():
    files = joined(top=pom("app", deps(dep("a")), parent=parent("boven", path="../../x/pom.xml")))
    assert version(files["pom.xml"], "g:a") == ""


def test_poms_that_stand_alone_do_not_change():
    read = {
        "pom.xml": parse(SourceFile(path="pom.xml", content=pom("a", deps(dep("b", "1"))).encode()))
    }
    assert dict(join(read)) == {}
    assert dict(join({"x": Inventory()})) == {}


def test_the_order_of_files_does_not_matter():
    files = {
        "pom.xml": pom("boven", managed(dep("a", "3"))),
        "x/pom.xml": pom("onder", deps(dep("a")), parent=parent("boven")),
        "y/pom.xml": pom("zij", deps(dep("a")), parent=parent("boven")),
    }
    backwards = dict(reversed(files.items()))
    assert joined_paths(files) == joined_paths(backwards)
