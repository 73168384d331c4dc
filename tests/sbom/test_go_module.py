"""Go modules."""

from sbom.go_module import commit_of, package_url, version_key


def test_purl() -> None:
    assert package_url("example.org/a/b", "v1.0.0") == "pkg:golang/example.org/a/b@v1.0.0"
    assert package_url("stdlib", "1.22") == "pkg:golang/stdlib@1.22"


def test_commits_of_pseudo_versions() -> None:
    assert commit_of("v0.0.0-20211224170007-df43bca6b6ff") == "df43bca6b6ff"
    assert commit_of("v1.1.2-0.20180830191138-d8f796af33cc") == "d8f796af33cc"
    assert commit_of("v1.2.3") == ""


def test_order() -> None:
    ordered = [
        "kapot",
        "v1.0.0-0.2",
        "v1.0.0-alpha",
        "v1.0.0-alpha.1",
        "v1.0.0-rc.10",
        "v1.0.0",
        "v1.10.0",
        "v2.0.0+incompatible",
    ]
    backwards = ordered[::-1]
    backwards.sort(key=version_key)
    assert backwards == ordered
