"""OpenAPI documents."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbom.errors import NotThisFormatError, ParseError
from sbom.inventory import Inventory
from sbom.parsers.project.openapi import parse
from sbom.source import SourceFile

TEXT = """\
openapi: 3.0.3
info:
  title: Loket-API
  version: v1
paths:
  /mijnZaken/:
    get:
      responses:
        "200":
          description: goed
"""


def read(content: str | bytes) -> Inventory:
    data = content.encode() if isinstance(content, str) else content
    return parse(SourceFile(path="openapi.yaml", content=data))


def test_the_api_and_where_it_breaks_which_rule() -> None:
    inventory = read(TEXT)
    (descriptor,) = inventory.descriptors
    assert (descriptor.kind, descriptor.name, descriptor.version) == ("openapi", "Loket-API", "v1")
    facts = dict(descriptor.properties)
    assert (facts["openapi"], facts["paths"], facts["breaches"]) == ("3.0.3", "1", "6")
    assert facts["rule core/semver"] == "4 /info/version"
    assert facts["rule core/no-trailing-slash"] == "6 /paths/~1mijnZaken~1"
    assert facts["rule core/http-methods"] == "ok"
    assert (inventory.components, inventory.format_version) == ((), "3.0.3")


def test_swagger_in_json_is_read_too() -> None:
    swagger = {"swagger": "2.0", "info": {"title": "Oud", "version": "1.0.0"}, "paths": {}}
    facts = dict(read(json.dumps(swagger)).descriptors[0].properties)
    assert facts["rule core/doc-openapi"] == "0 /"


@pytest.mark.parametrize("content", ["{}", '{"openapi": "3.0.0"}', "name: iets\n", "- openapi\n"])
def test_something_else_of_that_name(content: str) -> None:
    with pytest.raises(NotThisFormatError):
        read(content)


def test_yaml_over_the_cap_is_refused_with_its_reason() -> None:
    with pytest.raises(ParseError, match="4 MiB"):
        read("openapi: 3.0.0\n# " + "x" * (5 << 20))


@given(st.binary(max_size=200) | st.integers(0, len(TEXT)).map(lambda n: TEXT[:n].encode()))
def test_any_bytes_are_an_inventory_or_an_error(content: bytes) -> None:
    try:
        assert isinstance(read(content), Inventory)
    except ParseError:
        return
