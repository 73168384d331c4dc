"""Results of internet.nl."""

import json
from typing import Any

import pytest

from sbom.errors import NotThisFormatError
from sbom.inventory import Inventory
from sbom.parsers.project.internet_nl import parse
from sbom.source import SourceFile


def read(value: Any) -> Inventory:
    content = json.dumps(value).encode()
    return parse(SourceFile(path="internet.nl-2026.json", content=content))


FLAT = {
    "api_version": "2.0.0",
    "request": {"request_type": "web", "finished_date": "2026-11-02T10:00:00+00:00"},
    "domains": {
        "voorbeeld.example": {
            "status": "ok",
            "report": {"url": "https://example.org/site/1"},
            "scoring": {"percentage": 87},
            "results": {
                "categories": {"web_dnssec": {"verdict": "passed", "status": "passed"}},
                "tests": {
                    "web_dnssec_exist": {"status": "passed", "verdict": "good"},
                    "web_https_http_hsts": {"status": "failed", "verdict": "bad"},
                    "web_ipv6_ws_similar": {"status": "not_tested", "verdict": "not-tested"},
                },
            },
        },
        "stuk.example": {"status": "error"},
    },
}
NESTED = {
    "results": {
        "domains": {
            "voorbeeld.example": {
                "results": {
                    "categories": {
                        "auth": {
                            "verdict": "failed",
                            "tests": {"mail_auth_dmarc_policy": {"verdict": "failed"}},
                        }
                    }
                }
            }
        }
    }
}


def test_tests_of_each_domain_with_score_and_report() -> None:
    inventory = read(FLAT)
    (domain,) = inventory.descriptors
    assert domain.name == "voorbeeld.example"
    assert dict(domain.properties) == {
        "date": "2026-11-02T10:00:00+00:00",
        "report": "https://example.org/site/1",
        "score": "87",
        "web_dnssec": "passed",
        "web_dnssec_exist": "passed",
        "web_https_http_hsts": "failed",
        "web_ipv6_ws_similar": "not_tested",
    }
    assert [(i.subject, i.message) for i in inventory.issues] == [
        ("stuk.example", "has no tests: error")
    ]


def test_the_other_layout_gives_the_same() -> None:
    (domain,) = read(NESTED).descriptors
    assert dict(domain.properties) == {"mail_auth_dmarc_policy": "failed"}


@pytest.mark.parametrize("value", [{}, [], {"domains": {}}, {"domains": 3}])
def test_something_else(value: Any) -> None:
    with pytest.raises(NotThisFormatError):
        read(value)
