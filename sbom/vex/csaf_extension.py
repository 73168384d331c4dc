"""What the schema and the metadata of a CSAF 2.1 extension may hold.

Judged is what the standard asks of an extension itself: the four members that its content has, how
each is stated, and the places where it may be used. That a schema is sound JSON Schema beyond that is
not judged.

Source: CSAF 2.1 (editor's draft of 2026), extension metaschema and extension metadata.
"""

from functools import cache
from typing import Any

from sbom.documents.json_schema import Mistake, Schema
from sbom.documents.schema_notation import schema_of

_HOST = r"https://[a-z0-9][a-z0-9-]{0,62}(\.[a-z0-9][a-z0-9-]{0,62})+/"
_NUMBER = r"(0|[1-9][0-9]*)"
_ADDRESS = {
    "type": "string",
    "pattern": rf"^{_HOST}([^/\s]+/)*[^/\s]+_{_NUMBER}\.{_NUMBER}\.{_NUMBER}([-+][0-9A-Za-z.+-]+)?\.json$",
}
"""Of a schema: over https, ending in its version."""
_CONTENT = """\
$schema!: = https://docs.oasis-open.org/csaf/csaf/v2.1/schema/extension-metaschema.json
$id!: address
title!: text
description!: text
type!: = object
$defs: some
required!: all
properties!: {open}
 $schema!: {4}
  title!: text
  description!: text
  type!: = string
  format!: = uri
  const: address
  pattern: text
 category!: {}
  title!: text
  description!: text
  type!: = string
  enum!: [class] 1 u
 critical!: {}
  title!: text
  description!: text
  type!: = boolean
  default: any
  const: bool
 content!: {open}
  title!: text
  description!: text
  type!: = object
  minProperties!: natural
  properties!: object
  unevaluatedProperties!: never
additionalProperties!: never
"""
_METADATA = """\
$schema!: = https://docs.oasis-open.org/csaf/csaf/v2.1/schema/extension-metadata.json
extension_schema!: address
incompatible_extensions: [address] 1 u
last_updated!: time
requirement!: {}
 $.document.x_extensions!: place
 $.product_tree.branches..product.x_extensions!: place
 $.product_tree.full_product_names[*].x_extensions!: place
 $.product_tree.relationships[*].full_product_name.x_extensions!: place
 $.vulnerabilities[*].metrics[*].content.x_extensions!: place
 $.vulnerabilities[*].x_extensions!: place
 $.x_extensions!: place
def place: {}
 max_occurrence!: count
"""
_WORDS: dict[str, Any] = {
    "address": _ADDRESS,
    "some": {"type": "object", "minProperties": 1},
    "all": {"enum": [["$schema", "category", "critical", "content"]]},
    "class": {"enum": ["essential", "significant", "supplementary"]},
    "natural": {"type": "integer", "minimum": 1},
    "count": {"type": "integer", "minimum": 0},
    "never": {"enum": [False]},
}


@cache
def _schema(rules: str) -> Schema:
    return Schema({"extension": schema_of(rules, words=_WORDS)}, "extension")


def mistakes(value: dict[str, Any]) -> list[Mistake]:
    """What is wrong with the schema or the metadata of an extension, by its `$schema`."""
    metadata = str(value.get("$schema")).endswith("metadata.json")
    return _schema(_METADATA if metadata else _CONTENT).mistakes(value)
