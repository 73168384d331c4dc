"""Which versions are affected: events, lists, commits, quirks per ecosystem, and doubt."""

import pytest

from sbom.advisories.matching import Matcher, Status, Unknown
from sbom.component import Role, VersionKind

SINCE_1_FIXED_2 = [{"introduced": "1.0.0"}, {"fixed": "2.0.0"}]


def asked(known, record, component, purl, version=None, *, records=(), more=None, **facts):
    matcher = Matcher(known(*(records or [record(**facts)])))
    return matcher.ask(component(purl, version, **(more or {})))


@pytest.mark.parametrize(
    ("version", "hit"),
    [
        ("0.9", False),
        ("1.0.0", True),
        ("1.9.9", True),
        ("2.0.0rc1", True),
        ("2.0.0", False),
        ("3", False),
    ],
)
def test_events_open_and_close(known, record, component, version: str, hit: bool) -> None:
    found = asked(known, record, component, f"pkg:pypi/voorbeeld@{version}", events=SINCE_1_FIXED_2)
    assert bool(found.matches) is hit
    assert found.unknown is None


@pytest.mark.parametrize(
    ("events", "version", "hit"),
    [
        ([{"introduced": "0"}, {"last_affected": "1.5"}], "1.5", True),
        ([{"introduced": "0"}, {"last_affected": "1.5"}], "1.5.1", False),
        ([{"introduced": "0"}, {"limit": "1.5"}], "1.5", False),
        ([{"introduced": "0"}, {"limit": "*"}], "9", True),
        ([{"introduced": "0"}], "9", True),
        (
            [{"fixed": "1.2"}, {"introduced": "0"}, {"introduced": "1.4"}, {"fixed": "1.6"}],
            "1.3",
            False,
        ),
        (
            [{"fixed": "1.2"}, {"introduced": "0"}, {"introduced": "1.4"}, {"fixed": "1.6"}],
            "1.5",
            True,
        ),
        ([{"introduced": "1.0"}, {"introduced": "1.2"}, {"fixed": "1.4"}], "1.1", True),
        (
            [{"introduced": "1.6"}, {"fixed": "1.7"}, {"introduced": "1.7"}, {"fixed": "1.8"}],
            "1.7",
            True,
        ),
        (
            [
                {"introduced": "0"},
                {"fixed": "3.1"},
                {"introduced": "3.2"},
                {"fixed": "3.3"},
                {"introduced": "3.1"},
                {"fixed": "3.2"},
            ],
            "3.2.1",
            True,
        ),
        (
            [{"introduced": "1.8"}, {"fixed": "1.8"}, {"introduced": "3"}, {"fixed": "4"}],
            "2",
            False,
        ),
        ([{"introduced": "1.8"}, {"last_affected": "1.8"}], "1.8", True),
        ([{"introduced": "1.8"}, {"last_affected": "1.8"}], "1.9", False),
    ],
)
def test_events_in_any_order(known, record, component, events, version: str, hit: bool) -> None:
    found = asked(known, record, component, f"pkg:pypi/voorbeeld@{version}", events=events)
    assert bool(found.matches) is hit


def test_a_listed_version_counts_besides_ranges_and_in_another_spelling(
    known, record, component
) -> None:
    facts = {"events": [{"introduced": "0"}, {"fixed": "1"}], "versions": ["5.0.0"]}
    for version in ("5.0.0", "5.0"):
        (match,) = asked(known, record, component, f"pkg:pypi/voorbeeld@{version}", **facts).matches
        assert (match.status, match.why) == (Status.AFFECTED, "listed")
    assert not asked(known, record, component, "pkg:pypi/voorbeeld@5.0.1", **facts).matches


@pytest.mark.parametrize(
    ("ecosystem", "name", "events", "purl", "hit"),
    [
        ("PyPI", "Voor_Beeld", SINCE_1_FIXED_2, "pkg:pypi/voor-beeld@1.5", True),
        ("PyPI", "voorbeeld", [{"introduced": "0"}, {"last_affected": "1.2"}], "pkg:pypi/voorbeeld@1.2%2Bubuntu1", True),
        ("PyPI", "voorbeeld", [{"introduced": "0"}, {"fixed": "1.2"}], "pkg:pypi/voorbeeld@1.2%2Bubuntu1", False),
        ("npm", "@voor/beeld", SINCE_1_FIXED_2, "pkg:npm/%40voor/beeld@2.0.0-rc.1", True),
        ("Maven", "org.voor:beeld", SINCE_1_FIXED_2, "pkg:maven/org.voor/beeld@1.2.RELEASE", True),
        ("Maven", "org.voor:beeld", [{"introduced": "0"}, {"fixed": "1.0"}], "pkg:maven/org.voor/beeld@1.0-SNAPSHOT", True),
        ("Maven:https://repo.example.org/", "org.voor:beeld", SINCE_1_FIXED_2, "pkg:maven/org.voor/beeld@1.2", True),
        ("NuGet", "Voor.Beeld", SINCE_1_FIXED_2, "pkg:nuget/voor.beeld@1.5", True),
        ("Go", "example.org/Voor/beeld", SINCE_1_FIXED_2, "pkg:golang/example.org/voor/beeld@v1.5.0", True),
        ("Go", "example.org/v/b", [{"introduced": "0"}, {"fixed": "0.0.0-20200601000000-aaaaaaaaaaaa"}], "pkg:golang/example.org/v/b@v0.0.0-20200501000000-bbbbbbbbbbbb", True),
        ("Go", "example.org/v/b/v2", SINCE_1_FIXED_2, "pkg:golang/example.org/v/b@v1.5.0#v2", True),
        ("Go", "stdlib", [{"introduced": "1.20.0-0"}, {"fixed": "1.20.3"}], "pkg:golang/stdlib@go1.20rc1", True),
        ("Go", "stdlib", [{"introduced": "0"}, {"fixed": "1.20.3"}], "pkg:golang/std@1.20.3", False),
        ("crates.io", "voorbeeld", [{"introduced": "0.0.0-0"}, {"fixed": "1.0.0"}], "pkg:cargo/voorbeeld@1.0.0-alpha", True),
        ("RubyGems", "voorbeeld", [{"introduced": "0"}, {"fixed": "1.13.4"}], "pkg:gem/voorbeeld@1.13.4-x86_64-linux", False),
        ("RubyGems", "voorbeeld", [{"introduced": "0"}, {"fixed": "1.13.4"}], "pkg:gem/voorbeeld@1.13.3-java", True),
        ("Packagist", "Voor/Beeld", SINCE_1_FIXED_2, "pkg:composer/voor/beeld@v1.5.0", True),
        ("Bitnami", "voorbeeld", [{"introduced": "0"}, {"fixed": "15.3.0"}], "pkg:bitnami/voorbeeld@15.3.0-5", False),
        ("Bitnami", "java", [{"introduced": "0"}, {"last_affected": "1.8.0-333"}], "pkg:bitnami/java@1.8.0-334", False),
        ("SwiftURL", "https://example.org/voor/Beeld.git", SINCE_1_FIXED_2, "pkg:swift/example.org/voor/beeld@1.5.0", True),
        ("GitHub Actions", "voor/beeld/sub", SINCE_1_FIXED_2, "pkg:github/voor/beeld@v1.5.0", True),
        ("Debian:12", "voorbeeld", [{"introduced": "0"}, {"fixed": "1:2.0-1"}], "pkg:deb/debian/voorbeeld@3.0-1?distro=debian-12", True),
        ("Debian:12", "voorbeeld", [{"introduced": "0"}, {"fixed": "2.0-1~deb12u1"}], "pkg:deb/debian/voorbeeld@2.0-1?distro=bookworm", False),
        ("Debian:12", "voorbeeld", [{"introduced": "0"}], "pkg:deb/debian/voorbeeld@3.0-1?distro=debian-11", False),
        ("Ubuntu:22.04:LTS", "bron", [{"introduced": "0"}], "pkg:deb/ubuntu/voorbeeld@3.0-1?distro=jammy&upstream=bron", True),
        ("Alpine:v3.18", "voorbeeld", [{"introduced": "0"}, {"fixed": "1.2-r1"}], "pkg:apk/alpine/voorbeeld@1.2-r0?distro=alpine-3.18.4", True),
        ("AlmaLinux:8", "voorbeeld", [{"introduced": "0"}, {"fixed": "2:1.0-1.el8"}], "pkg:rpm/almalinux/voorbeeld@1.0-1.el8?distro=almalinux-8.9&epoch=2", False),
        ("Red Hat:enterprise_linux:9::appstream", "voorbeeld", [{"introduced": "0"}], "pkg:rpm/rhel/voorbeeld@1-1?distro=rhel-9.2", True),
        ("SUSE:Linux Enterprise Server 15 SP3", "voorbeeld", [{"introduced": "0"}], "pkg:rpm/suse/voorbeeld@1-1?distro=sles-15.3", True),
        ("SUSE:Linux Enterprise Server 15", "voorbeeld", [{"introduced": "0"}], "pkg:rpm/suse/voorbeeld@1-1?distro=sles-15.3", False),
        ("openSUSE:Tumbleweed", "voorbeeld", [{"introduced": "0"}], "pkg:rpm/opensuse/voorbeeld@1-1?distro=opensuse-leap-15.4", False),
        ("openSUSE:Tumbleweed", "voorbeeld", [{"introduced": "0"}], "pkg:rpm/opensuse/voorbeeld@1-1?distro=opensuse-tumbleweed-20240101", True),
        ("Rocky Linux:9", "voorbeeld", [{"introduced": "0"}, {"fixed": "0:2.0-1.el9"}], "pkg:rpm/voorbeeld@1.0-1?distro=rocky-9.3", True),
        ("Rocky Linux:9", "voorbeeld", [{"introduced": "0"}, {"fixed": "0:2.0-1.el9"}], "pkg:rpm/rockylinux/voorbeeld@1.0-1.el9_2?arch=x86_64", True),
        ("Rocky Linux:9", "voorbeeld", [{"introduced": "0"}, {"fixed": "0:2.0-1.el9"}], "pkg:rpm/rocky/voorbeeld@1.0-1.el8", False),
        ("Debian:12", "voorbeeld", [{"introduced": "0"}, {"fixed": "2.0-1+deb12u2"}], "pkg:deb/debian/voorbeeld@2.0-1+deb12u1?arch=amd64", True),
        ("Red Hat:openshift:4.12::el8", "voorbeeld", [{"introduced": "0"}], "pkg:rpm/redhat/voorbeeld@1-1?distro=rhel-8.6", True),
        ("GitHub Actions", "voor/beeld", SINCE_1_FIXED_2, "pkg:githubactions/voor/beeld@v1.5.0", True),
    ],
)  # fmt: skip
def test_quirks(
    known, record, component, ecosystem: str, name: str, events, purl: str, hit: bool
) -> None:
    from sbom.purl import parse

    version = parse(purl).version
    found = asked(
        known, record, component, purl, version, name=name, ecosystem=ecosystem, events=events
    )
    assert [m.status for m in found.matches] == ([Status.AFFECTED] if hit else [])


def test_what_is_not_certain_is_possible_and_says_why(known, record, component) -> None:
    facts = {"events": SINCE_1_FIXED_2}
    base = "pkg:pypi/voorbeeld"
    cases = [
        (base, {"version_kind": VersionKind.RANGE, "requirement": ">=1.5"}, Unknown.RANGE),
        (base, {"version_kind": VersionKind.ABSENT}, Unknown.NO_VERSION),
        (base, {"version_kind": VersionKind.UNRESOLVED, "version": "${x}"}, Unknown.UNRESOLVED),
        (f"{base}@geen-versie", {}, Unknown.UNREADABLE),
    ]
    for purl, more, reason in cases:
        version = more.pop("version", None) if "version" in more else None
        found = asked(known, record, component, purl, version, more=more, **facts)
        assert [(m.status, m.why) for m in found.matches] == [(Status.POSSIBLY, reason.value)]
        assert found.unknown is reason


def test_a_range_that_cannot_be_affected_is_no_match_but_still_told(
    known, record, component
) -> None:
    for requirement in (">=2.0", "<1.0", "==2.5"):
        more = {"version_kind": VersionKind.RANGE, "requirement": requirement}
        found = asked(
            known, record, component, "pkg:pypi/voorbeeld", "", more=more, events=SINCE_1_FIXED_2
        )
        assert found.matches == ()
        assert found.unknown is Unknown.RANGE


def test_what_cannot_be_asked_says_why(known, record, component) -> None:
    facts = {"events": SINCE_1_FIXED_2}
    assert asked(known, record, component, "", "1", **facts).unknown is Unknown.NO_PURL
    found = asked(known, record, component, "pkg:npm/voorbeeld@1.0.0", **facts)
    assert found.unknown is Unknown.NOT_COVERED
    root = asked(
        known, record, component, "pkg:pypi/voorbeeld@1.5", more={"roles": (Role.ROOT,)}, **facts
    )
    assert root == ((), Unknown.NOT_IN_USE)


def test_a_distribution_without_release_is_possible(known, record, component) -> None:
    facts = {"ecosystem": "Debian:12", "events": [{"introduced": "0"}]}
    (match,) = asked(known, record, component, "pkg:deb/debian/voorbeeld@1.0-1", **facts).matches
    assert (match.status, match.why) == (Status.POSSIBLY, "release-unknown")


@pytest.mark.parametrize(
    ("ecosystem", "purl", "unknown"),
    [
        ("Debian:12", "pkg:deb/voorbeeld@1.0-1", Unknown.NO_DISTRIBUTION),
        ("Debian:12", "pkg:deb/ubuntu/voorbeeld@1.0-1?distro=jammy", Unknown.NOT_COVERED),
        ("Debian:12", "pkg:deb/debian/voorbeeld@1.0-1?distro=debian-11", Unknown.NOT_COVERED),
        ("Debian:12", "pkg:deb/debian/anders@1.0-1?distro=debian-12", None),
        ("Debian", "pkg:deb/debian/anders@1.0-1?distro=debian-11", None),
        ("AlmaLinux:8", "pkg:rpm/fedora/voorbeeld@1.0-1?distro=fedora-40", Unknown.NOT_COVERED),
    ],
)
def test_a_distribution_or_release_without_advisories_is_never_called_clean(
    known, record, component, ecosystem: str, purl: str, unknown: Unknown | None
) -> None:
    found = asked(known, record, component, purl, ecosystem=ecosystem, events=[{"introduced": "0"}])
    assert found == ((), unknown)


def test_a_release_known_by_its_first_number_only_is_possible(known, record, component) -> None:
    facts = {
        "ecosystem": "SUSE:Linux Enterprise Server 15 SP3",
        "events": [{"introduced": "0"}],
    }
    purl = "pkg:rpm/suse/voorbeeld@1.0-1?distro=sles-15"
    (match,) = asked(known, record, component, purl, **facts).matches
    assert (match.status, match.why) == (Status.POSSIBLY, "release-unknown")


def test_commits_only_count_when_one_is_known(known, record, component) -> None:
    bad, good = "a" * 40, "b" * 40
    facts = {
        "events": [{"introduced": bad}, {"fixed": good}],
        "kind": "GIT",
        "ecosystem": "Go",
        "name": "example.org/x",
    }
    (match,) = asked(known, record, component, "pkg:golang/example.org/x@1.0.0", **facts).matches
    assert (match.status, match.why) == (Status.POSSIBLY, "git-only")
    more = {"version_kind": VersionKind.UNRESOLVED}
    purl = "pkg:golang/example.org/x"
    assert asked(known, record, component, purl, good, more=more, **facts).matches == ()
    (match,) = asked(known, record, component, purl, bad, more=more, **facts).matches
    assert match.status is Status.AFFECTED


def test_a_moving_tag_of_an_action_is_possible(known, record, component) -> None:
    facts = {
        "ecosystem": "GitHub Actions",
        "name": "voor/beeld",
        "events": [{"introduced": "0"}, {"fixed": "4.1.3"}],
    }
    (match,) = asked(known, record, component, "pkg:github/voor/beeld@v4.1", **facts).matches
    assert match.why in {"in-range", "moving-tag"}
    assert not asked(known, record, component, "pkg:github/voor/beeld@v5", **facts).matches


def test_fixes_are_those_above_the_version_nearest_first(known, record, component) -> None:
    events = [{"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "2.0"}, {"fixed": "2.4"}]
    (match,) = asked(known, record, component, "pkg:pypi/voorbeeld@2.1", events=events).matches
    assert match.fixed == ("2.4",)
    (match,) = asked(known, record, component, "pkg:pypi/voorbeeld@1.1", events=events).matches
    assert match.fixed == ("1.2", "2.4")


def test_withdrawn_is_no_match_and_the_newer_of_two_copies_counts(known, record, component) -> None:
    old = record(events=[{"introduced": "0"}], modified="2025-01-01T00:00:00Z")
    new = record(
        events=[{"introduced": "0"}],
        modified="2026-01-01T00:00:00Z",
        withdrawn="2026-01-01T00:00:00Z",
    )
    for order in ([old, new], [new, old]):
        advisories = known(*order)
        assert advisories.withdrawn == 1
        assert Matcher(advisories).ask(component("pkg:pypi/voorbeeld@1")).matches == ()


def test_impossible_ranges_are_read_as_the_format_says_and_called_odd(
    known, record, component
) -> None:
    advisories = known(record(events=[{"introduced": "2.0"}, {"fixed": "1.0"}]))
    (entry,) = advisories.entries("pkg:pypi/voorbeeld")
    assert "comes before anything" in entry.line.odd
    assert Matcher(advisories).ask(component("pkg:pypi/voorbeeld@3.0")).matches
    assert not Matcher(advisories).ask(component("pkg:pypi/voorbeeld@1.5")).matches
    (entry,) = known(record(events=[{"introduced": "onzin"}])).entries("pkg:pypi/voorbeeld")
    assert "no version of its ecosystem" in entry.line.odd
