"""What members a CSAF document has, of 2.0 and of 2.1, and what stands in them.

Members of a CVSS or SSVC object are judged by the mandatory tests, not here.

Source: CSAF 2.0 section 3; CSAF 2.1 section 3 (editor's draft of 2026).
"""

from functools import cache
from typing import Any

from sbom.documents.json_schema import Schema
from sbom.documents.schema_notation import TEXT, schema_of

_EDGED = r"^[^\s\-_.](.*[^\s\-_.])?$"
_NUMBER = r"(0|[1-9][0-9]*)"
_PART = r"(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_SEMANTIC = (
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(-{_PART}(\.{_PART})*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?"
)
_ESCAPED = r"\\[\\*?!\"#$%&'()+,/:;<=>@\[\]^`{|}~]"
_CPE_FIELD = rf"(\?*|\*?)([a-zA-Z0-9._-]|{_ESCAPED})+(\?*|\*?)|[*-]"
_CPE = (
    rf"^(cpe:2\.3:[aho*-](:({_CPE_FIELD})){{5}}(:([a-zA-Z]{{2,3}}(-([a-zA-Z]{{2}}|[0-9]{{3}}))?|[*-]))"
    rf"(:({_CPE_FIELD})){{4}}|[cC][pP][eE]:/[AHOaho]?(:[A-Za-z0-9._~%-]*){{0,6}})$"
)
_LANGUAGE = (
    "^([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    "(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*"
    "(-[Xx](-[A-Za-z0-9]{1,8})+)?$|^[Xx](-[A-Za-z0-9]{1,8})+$|^[Ii]-([Dd][Ee][Ff][Aa][Uu][Ll][Tt]"
    "|[Mm][Ii][Nn][Gg][Oo])$"
)
_GROUP = r"^([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|0{8}(-0{4}){3}-0{12}|f{8}(-f{4}){3}-f{12})$"


def _text(pattern: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern, **more}


WORDS: dict[str, Any] = {
    "edged": _text(_EDGED),
    "trimmed": _text(r"^\S(.*\S)?$"),
    "version": _text(rf"^({_NUMBER}|{_SEMANTIC})$"),
    "language": _text(_LANGUAGE),
    "cpe": _text(_CPE, minLength=5),
    "purl20": _text(r"^pkg:[A-Za-z.+-][A-Za-z0-9.+-]*/.+", minLength=7, format="uri"),
    "purl21": _text(r"^pkg:[a-z][a-z0-9.-]*/.+", minLength=7, format="uri"),
    "hex": _text("^[0-9a-fA-F]{32,}$"),
    "lowhex": _text("^[0-9a-f]{32,}$"),
    "algorithm": _text("^[0-9a-z][0-9a-z-]*$"),
    "group": _text(_GROUP),
    "cve": _text(r"^CVE-[0-9]{4}-[0-9]{4,}$"),
    "cwe": _text(r"^CWE-[1-9][0-9]{0,5}$"),
    "catalog": _text(r"^[1-9][0-9]*\.([0-9]|[1-9][0-9]+)(\.[0-9]+)?$"),
    "chance": _text(r"^(0\.[0-9]+|1\.0+)$"),
    "schema21": {"enum": ["https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json"]},
    "name": TEXT,
    # Its members are judged by the mandatory tests 6.1.8 to 6.1.10, 6.1.46 and 6.1.47.
    "score": {"type": "object"},
}
RULES = """\
$schema!: schema21 @2.1
document!: {}
 $schema: uri @2.0
 acknowledgments: acknowledgments
 aggregate_severity: {}
  namespace: uri
  text!: text
 category!: edged
 csaf_version!: = 2.0 @2.0
 csaf_version!: = 2.1 @2.1
 distribution: {1} @2.0
  text: text
  tlp: {}
   label!: = AMBER GREEN RED WHITE
   url: uri
 distribution!: {} @2.1
  sharing_group: {}
   id!: group
   name: text
  text: text
  tlp!: {}
   label!: = AMBER AMBER+STRICT CLEAR GREEN RED
   url: uri
 lang: language
 license_expression: text @2.1
 notes: notes
 publisher!: {}
  category!: = coordinator discoverer other translator user vendor @2.0
  category!: = coordinator discoverer multiplier other translator user vendor @2.1
  contact_details: text
  issuing_authority: text
  name!: text
  namespace!: uri
 references: references
 source_lang: language
 title!: text
 tracking!: {}
  aliases: [text] 1 u
  current_release_date!: time
  generator: {}
   date: time
   engine!: {}
    name!: text
    version: text
  id!: trimmed
  initial_release_date!: time
  revision_history!: [{}] 1
   date!: time
   legacy_version: text
   number!: version
   summary!: text
  status!: = draft final interim
  version!: version
 x_extensions: extensions @2.1
product_tree: {1}
 branches: branches
 full_product_names: [product] 1
 product_groups: [{}] 1
  group_id!: name
  product_ids!: [name] 2 u
  summary: text
 product_paths: [{}] 1 @2.1
  beginning_product_reference!: name
  full_product_name!: product
  subpaths!: [{}] 1
   category!: = default_component_of external_component_of installed_on installed_with \
    optional_component_of
   next_product_reference!: name
 relationships: [{}] 1 @2.0
  category!: = default_component_of external_component_of installed_on installed_with \
    optional_component_of
  full_product_name!: product
  product_reference!: name
  relates_to_product_reference!: name
vulnerabilities: [{1}] 1
 acknowledgments: acknowledgments
 cve: cve
 cwe: {} @2.0
  id!: cwe
  name!: text
 cwes: [{}] 1 u @2.1
  id!: cwe
  name!: edged
  version!: catalog
 disclosure_date: time @2.1
 discovery_date: time
 first_known_exploitation_dates: [{3}] 1 u @2.1
  date!: time
  exploitation_date!: time
  group_ids: members
  product_ids: members
 flags: [{}] 1 u
  date: time
  group_ids: members
  label!: = component_not_present inline_mitigations_already_exist \
    vulnerable_code_cannot_be_controlled_by_adversary vulnerable_code_not_in_execute_path \
    vulnerable_code_not_present
  product_ids: members
 ids: [{}] 1 u
  group_ids: members @2.1
  product_ids: members @2.1
  system_name!: text
  text!: text
 involvements: [{}] 1 u
  contact: text @2.1
  date: time
  group_ids: members @2.1
  party!: = coordinator discoverer other user vendor
  product_ids: members @2.1
  status!: = completed contact_attempted disputed in_progress not_contacted open
  summary: text
 metrics: [{}] 1 u @2.1
  content!: {1}
   cvss_v2: score
   cvss_v3: score
   cvss_v4: score
   epss: {}
    percentile!: chance
    probability!: chance
    timestamp!: time
   qualitative_severity_rating: = critical high low medium none
   ssvc_v2: score
   x_extensions: extensions
  products!: members
  source: uri
 notes: notes
 product_status: {1}
  first_affected: members
  first_fixed: members
  fixed: members
  known_affected: members
  known_not_affected: members
  last_affected: members
  recommended: members
  under_investigation: members
  unknown: members @2.1
 references: references
 release_date: time @2.0
 remediations: [{}] 1
  category!: = mitigation no_fix_planned none_available vendor_fix workaround @2.0
  category!: = fix_planned mitigation no_fix_planned none_available optional_patch vendor_fix \
    workaround @2.1
  date: time
  details!: text
  entitlements: [text] 1
  group_ids: members
  product_ids: members
  restart_required: {}
   category!: = connected dependencies machine none parent service system vulnerable_component zone
   details: text
  url: uri
 scores: [{2}] 1 @2.0
  cvss_v2: score
  cvss_v3: score
  products!: members
 threats: [{}] 1
  category!: = exploit_status impact target_set
  date: time
  details!: text
  group_ids: members
  product_ids: members
 title: text
 x_extensions: extensions @2.1
x_extensions: extensions @2.1
def acknowledgments: [{1}] 1
 names: [text] 1
 organization: text
 summary: text
 urls: [uri] 1
def branches: [{=3}] 1
 branches: branches
 category!: = architecture host_name language legacy patch_level product_family product_name \
    product_version product_version_range service_pack specification vendor @2.0
 category!: = architecture host_name language patch_level platform product_family product_name \
    product_version product_version_range service_pack specification vendor @2.1
 name!: text
 product: product
def extensions: [{closed}] 1 u
 $schema!: uri
 category!: = essential significant supplementary
 content!: {1 open}
 critical!: bool
def members: [name] 1 u
def notes: [{}] 1
 audience: text
 category!: = description details faq general legal_disclaimer other summary
 group_ids: members @2.1
 product_ids: members @2.1
 text!: text
 title: text
def product: {}
 name!: text
 product_id!: name
 product_identification_helper: {1}
  cpe: cpe
  hashes: [{}] 1
   file_hashes!: [{}] 1
    algorithm!: text @2.0
    algorithm!: algorithm @2.1
    value!: hex @2.0
    value!: lowhex @2.1
   filename!: text
  model_numbers: [text] 1 u
  purl: purl20 @2.0
  purls: [purl21] 1 u @2.1
  sbom_urls: [uri] 1
  serial_numbers: [text] 1 u
  skus: [text] 1
  x_generic_uris: [{}] 1
   namespace!: uri
   uri!: uri
 x_extensions: extensions @2.1
def references: [{}] 1
 category: = external self
 summary!: text
 url!: uri
"""


@cache
def schema(edition: str) -> Schema:
    """The compiled rules of an edition, `2.0` or `2.1`; only 2.1 forbids members it does not name."""
    made = schema_of(RULES, edition=edition, words=WORDS, closed=edition == "2.1")
    return Schema({"csaf": made}, "csaf")
