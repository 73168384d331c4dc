"""The API Design Rules, each with a hit and a miss."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.standards.api_design_rules import CHECKED, NOT_CHECKED, SHOULD, check


def api(**changes: Any) -> dict[str, Any]:
    """An API that follows every rule that can be checked."""
    response = {"headers": {"API-Version": {"schema": {"type": "string"}}}}
    problem = {"content": {"application/problem+json": {}}}
    good: dict[str, Any] = {
        "openapi": "3.0.3",
        "info": {
            "title": "Loket",
            "version": "1.2.0",
            "contact": {"name": "Team", "email": "t@example.org", "url": "https://example.org"},
        },
        "servers": [{"url": "https://api.example.org/loket/v1"}],
        "paths": {
            "/": {"get": {"responses": {"200": response}}},
            "/zaken/{zaakId}/status-historie": {
                "parameters": [],
                "get": {
                    "parameters": [{"in": "query", "name": "vanafDatum"}],
                    "responses": {"200": response, "404": problem},
                },
            },
        },
    }
    return {**good, **changes}


def broken(document: dict[str, Any]) -> dict[str, str]:
    return {b.rule: b.place for b in reversed(check(document))}


def test_a_good_api_breaks_nothing() -> None:
    assert check(api()) == []


def paths(path: str, operation: dict[str, Any], method: str = "get") -> dict[str, Any]:
    return api(paths={path: {method: operation}})


OK = {"responses": {"200": {"headers": {"api-version": {}}}}}


@pytest.mark.parametrize(
    ("document", "rule", "place"),
    [
        ({**api(), "openapi": "2.0"}, "core/doc-openapi", ""),
        (
            api(info={"version": "1.0.0", "contact": {"name": "a", "email": "b"}}),
            "core/doc-openapi-contact",
            "/info/contact/url",
        ),
        (
            paths("/a", {"responses": {"400": {"content": {"application/json": {}}}}}),
            "core/error-handling/problem-details",
            "/paths/~1a/get/responses/400",
        ),
        (paths("/a", OK, "trace"), "core/http-methods", "/paths/~1a/trace"),
        (paths("/a/", OK), "core/no-trailing-slash", "/paths/~1a~1"),
        (paths("/mijnZaken", OK), "core/path-segments-kebab-case", "/paths/~1mijnZaken"),
        (
            paths("/a", {**OK, "parameters": [{"in": "query", "name": "van_datum"}]}),
            "core/query-keys-camel-case",
            "/paths/~1a/get/parameters/0",
        ),
        (api(info={**api()["info"], "version": "v1"}), "core/semver", "/info/version"),
        (
            api(servers=[{"url": "http://api.example.org/v1"}]),
            "core/transport-https",
            "/servers/0/url",
        ),
        (
            api(servers=[{"url": "https://api.example.org/"}]),
            "core/uri-version",
            "/servers/0/url",
        ),
        (
            paths("/a", {"responses": {"201": {"description": "x"}}}),
            "core/version-header",
            "/paths/~1a/get/responses/201",
        ),
    ],
)
def test_each_rule(document: dict[str, Any], rule: str, place: str) -> None:
    assert broken(document) == {rule: place}


def test_every_rule_has_a_case_and_none_is_on_both_lists() -> None:
    cases = test_each_rule.pytestmark[0].args[1]
    assert {rule for _, rule, _ in cases} == set(CHECKED)
    assert not set(CHECKED) & set(NOT_CHECKED)
    assert set(CHECKED) >= SHOULD


def test_references_are_followed_and_rings_end() -> None:
    document = paths("/a", {"responses": {"200": {"$ref": "#/components/responses/Ok"}}})
    document["components"] = {"responses": {"Ok": {"headers": {"API-Version": {}}}}}
    assert check(document) == []
    document["components"]["responses"]["Ok"] = {"$ref": "#/components/responses/Ok"}
    assert broken(document) == {"core/version-header": "/paths/~1a/get/responses/200"}


def test_twenty_places_of_a_rule_are_kept() -> None:
    many = {f"/Pad{i}": {"get": OK} for i in range(50)}
    assert len(check(api(paths=many))) == 20


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["openapi", "info", "servers", "paths", "swagger"]), JSON))
def test_wrong_types_do_no_harm(document: dict[str, Any]) -> None:
    assert {b.rule for b in check(document)} <= set(CHECKED)
