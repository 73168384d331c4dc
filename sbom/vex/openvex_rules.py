"""What members an OpenVEX document has, and what stands in them.

Source: OpenVEX specification 0.2.0.
"""

from functools import cache
from typing import Any

from sbom.documents.json_schema import Schema
from sbom.documents.schema_notation import schema_of

RULES = """\
@context!: uri
@id!: iri
author!: string
role: string
timestamp!: time
last_updated: time
version!: count
tooling: string
statements!: [statement] 1 u
def statement: {}
 @id: iri
 version: count
 vulnerability!: {}
  @id: iri
  name!: string
  description: string
  aliases: [string] u
 timestamp: time
 last_updated: time
 products: [product] u
 status!: = not_affected affected fixed under_investigation
 supplier: string
 status_notes: string
 justification: = component_not_present vulnerable_code_not_present \
    vulnerable_code_not_in_execute_path vulnerable_code_cannot_be_controlled_by_adversary \
    inline_mitigations_already_exist
 impact_statement: string
 action_statement: string
 action_statement_timestamp: time
def product: {}
 @id: iri
 identifiers: identifiers
 hashes: hashes
 subcomponents: [part] u
def part: {}
 @id: iri
 identifiers: identifiers
 hashes: hashes
def identifiers: {1}
 purl: string
 cpe22: string
 cpe23: string
def hashes: {}
 md5: string
 sha1: string
 sha-256: string
 sha-384: string
 sha-512: string
 sha3-224: string
 sha3-256: string
 sha3-384: string
 sha3-512: string
 blake2s-256: string
 blake2b-256: string
 blake2b-512: string
"""


def _having(*names: str) -> dict[str, Any]:
    return {"anyOf": [{"required": [n]} for n in names]}


def _when(status: str, then: dict[str, Any]) -> dict[str, Any]:
    stated = {"properties": {"status": {"const": status}}, "required": ["status"]}
    return {"if": stated, "then": then}


@cache
def schema() -> Schema:
    """The compiled rules."""
    count = {"type": "integer", "minimum": 1}
    made = schema_of(RULES, words={"count": count})
    shapes = made["definitions"]
    shapes["product"] |= _having("@id", "identifiers")
    shapes["part"] |= _having("@id", "identifiers")
    shapes["statement"]["allOf"] = [
        _when("not_affected", _having("justification", "impact_statement")),
        _when("affected", {"required": ["action_statement"]}),
    ]
    return Schema({"openvex": made}, "openvex")
