"""The schema as SQL text, one tuple of statements per version. Comments inside become docs/schema.md.

Every table opens with a comment line that says what a row is; every column carries its own. History is
kept by intervals: a row holds from scan `from_scan` up to, not including, scan `to_scan`; NULL is "still".
"""

APPLICATION_ID = 0x536C7569
"""`PRAGMA application_id` of our files: "Slui"; another program's database is never written to."""

SOURCE_BITS = 32
"""An occurrence's id is `source_id << 32 | n`: the rows of a source lie together without an index."""

V1: tuple[str, ...] = (
    """CREATE TABLE scan (
  -- One run of `sluis scan`. Never deleted.
  id INTEGER PRIMARY KEY, -- Counts up by one; intervals refer to it
  state TEXT NOT NULL, -- running, complete, partial, failed, or aborted (the process died)
  started_at TEXT NOT NULL, -- UTC, ISO 8601
  finished_at TEXT, -- UTC, ISO 8601; NULL while running and when aborted
  organisation TEXT NOT NULL, -- As in estate.yaml
  tool_version TEXT NOT NULL, -- Version of Sluis
  pack_name TEXT NOT NULL, -- Policy pack that judged
  pack_version TEXT NOT NULL, -- Its version
  pack_digest TEXT NOT NULL, -- Digest of the merged pack, overlays included
  judged_digest TEXT NOT NULL, -- Digest of all but the facts that decided its verdicts; empty: not judged in full
  summary_id INTEGER REFERENCES summary (id) -- Totals of the estate; shared by scans that changed nothing
) STRICT""",
    """CREATE TABLE summary (
  -- Totals of the estate after a scan that changed something.
  id INTEGER PRIMARY KEY, -- Number
  content TEXT NOT NULL -- JSON: components, occurrences, counts per system, counts per licence
) STRICT""",
    """CREATE TABLE system (
  -- A system of the municipality as estate.yaml states it (interval).
  row INTEGER PRIMARY KEY, -- Number of the row
  id TEXT NOT NULL, -- System id
  name TEXT NOT NULL, -- Name
  domain TEXT NOT NULL, -- Policy domain, or empty
  owner TEXT NOT NULL, -- Role or department that owns it, or empty
  sourcing TEXT NOT NULL, -- own, commercial or mixed
  use_mode TEXT NOT NULL, -- internal, hosted, public-client, distributed or dev-tool
  criticality TEXT NOT NULL, -- low, medium, high or vital
  tags TEXT NOT NULL, -- JSON array
  supplier TEXT NOT NULL, -- Supplier, or empty
  from_scan INTEGER NOT NULL REFERENCES scan (id), -- First scan in which it holds
  to_scan INTEGER REFERENCES scan (id) -- First scan in which it no longer holds
) STRICT""",
    "CREATE UNIQUE INDEX system_open ON system (id) WHERE to_scan IS NULL",
    """CREATE TABLE source (
  -- A place that is or was scanned.
  id INTEGER PRIMARY KEY, -- Number
  uri TEXT NOT NULL UNIQUE, -- Name as the configuration gives it; never holds credentials
  kind TEXT NOT NULL, -- git, folder or sbom
  system TEXT NOT NULL, -- Id of the system that claims it now, or empty
  supplied INTEGER NOT NULL, -- 1: an SBOM that a supplier delivered
  retired_scan INTEGER REFERENCES scan (id) -- Scan that found it no longer configured; NULL: in use
) STRICT""",
    """CREATE TABLE source_scan (
  -- What became of one source in one scan; the coverage statement. last seen = latest row whose state is not failed.
  scan_id INTEGER NOT NULL REFERENCES scan (id), -- Scan
  source_id INTEGER NOT NULL REFERENCES source (id), -- Source
  state TEXT NOT NULL, -- complete, partial or failed
  revision TEXT NOT NULL, -- Commit id or digest of the listing
  reader_digest TEXT NOT NULL, -- Digest of everything of the tool that decides what is read
  unchanged INTEGER NOT NULL, -- 1: same revision and reader as before, so nothing was read
  system TEXT NOT NULL, -- System id at the time
  collected_at TEXT NOT NULL, -- UTC, ISO 8601
  files_seen INTEGER NOT NULL, -- Regular files in the source
  files_read INTEGER NOT NULL, -- Files read in full or in part
  files_failed INTEGER NOT NULL, -- Files that could not be read
  files_skipped INTEGER NOT NULL, -- Files excluded or over a cap
  components INTEGER NOT NULL, -- Distinct component versions that hold for the source
  issues INTEGER NOT NULL, -- Issues that hold for the source
  cache_hits INTEGER NOT NULL, -- Files whose parse came from the cache
  PRIMARY KEY (scan_id, source_id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX source_scan_source ON source_scan (source_id, scan_id)",
    """CREATE TABLE purl_base (
  -- A piece of software apart from its version.
  id INTEGER PRIMARY KEY, -- Number
  purl TEXT NOT NULL UNIQUE, -- Package URL without version, qualifiers and subpath; `-:name` when the file gives none
  type TEXT NOT NULL, -- Package URL type, or empty
  namespace TEXT NOT NULL, -- Package URL namespace, decoded, or empty
  name TEXT NOT NULL, -- Package URL name, decoded
  full_name TEXT NOT NULL -- Name as its ecosystem writes it: @scope/name, group:artifact, vendor/package
) STRICT""",
    "CREATE INDEX purl_base_name ON purl_base (name COLLATE NOCASE)",
    """CREATE TABLE component (
  -- One piece of software at one version, once in the estate.
  id INTEGER PRIMARY KEY, -- Number
  purl TEXT NOT NULL UNIQUE, -- Canonical package URL; without version when no file states an exact one
  base_id INTEGER NOT NULL REFERENCES purl_base (id), -- Apart from its version
  version TEXT NOT NULL, -- Exact version, or empty
  version_key BLOB -- Sorts byte by byte as the ecosystem orders versions; NULL without an exact version
) STRICT""",
    "CREATE INDEX component_version ON component (base_id, version_key)",
    """CREATE TABLE path (
  -- Dictionary of paths of files within sources.
  id INTEGER PRIMARY KEY, -- Number
  value TEXT NOT NULL UNIQUE -- POSIX path
) STRICT""",
    """CREATE TABLE term (
  -- Dictionary of other repeated texts: modules, requirements, refs, placeholders of versions.
  id INTEGER PRIMARY KEY, -- Number
  value TEXT NOT NULL UNIQUE -- As found
) STRICT""",
    """CREATE TABLE trait (
  -- Dictionary of how a component is used.
  id INTEGER PRIMARY KEY, -- Number
  value TEXT NOT NULL UNIQUE, -- The five values below joined with `|`
  kind TEXT NOT NULL, -- CycloneDX component type
  scope TEXT NOT NULL, -- runtime, dev, optional, test, build or unknown
  roles TEXT NOT NULL, -- Roles joined with a comma, sorted; empty: a plain third-party component
  version_kind TEXT NOT NULL, -- exact, range, unresolved or absent
  direct INTEGER, -- 1: asked for by the project itself; 0: transitive; NULL: not stated
  third_party INTEGER NOT NULL -- 0 for the project itself and its workspaces
) STRICT""",
    """CREATE TABLE detail (
  -- Dictionary of rarely asked facts of an occurrence.
  id INTEGER PRIMARY KEY, -- Number
  digest BLOB NOT NULL UNIQUE, -- BLAKE2b-128 of content
  content TEXT NOT NULL -- JSON: name (when spelled otherwise), supplier, hashes, download, purl_raw, properties
) STRICT""",
    """CREATE TABLE license_text (
  -- Dictionary of licences as found.
  id INTEGER PRIMARY KEY, -- Number
  raw TEXT NOT NULL UNIQUE, -- As found
  expression TEXT, -- SPDX expression, or NULL when it cannot be read
  class TEXT, -- Class of the expression in the policy pack
  settled TEXT -- Digest of normaliser and pack that filled expression and class; NULL: not yet
) STRICT""",
    """CREATE TABLE license_set (
  -- Dictionary of sets of licence claims; most components share a few hundred.
  id INTEGER PRIMARY KEY, -- Number
  digest BLOB NOT NULL UNIQUE, -- BLAKE2b-128 of the members
  class TEXT -- Class of the effective expression in the policy pack
) STRICT""",
    """CREATE TABLE license_set_member (
  -- One claim in a set.
  set_id INTEGER NOT NULL REFERENCES license_set (id), -- Set
  kind TEXT NOT NULL, -- declared, detected, concluded or inferred
  text_id INTEGER NOT NULL REFERENCES license_text (id), -- Licence as found
  field TEXT NOT NULL, -- Field or place that states it, or empty
  PRIMARY KEY (set_id, kind, text_id, field)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE occurrence (
  -- One entry of one file: a component in its place (interval). The lines are where it stands now, not history.
  id INTEGER PRIMARY KEY, -- source_id << 32 | number within the source
  source_id INTEGER NOT NULL REFERENCES source (id), -- Source
  path_id INTEGER NOT NULL REFERENCES path (id), -- File
  component_id INTEGER NOT NULL REFERENCES component (id), -- Component
  trait_id INTEGER NOT NULL REFERENCES trait (id), -- How it is used
  from_scan INTEGER NOT NULL REFERENCES scan (id), -- First scan in which it holds
  to_scan INTEGER REFERENCES scan (id), -- First scan in which it no longer holds
  stated_id INTEGER REFERENCES license_set (id), -- Licence claims of this entry; NULL: none
  license_id INTEGER REFERENCES license_set (id), -- All licence claims on the component within the source; NULL: none
  line INTEGER, -- 1-based line of the entry
  claim_line INTEGER, -- 1-based line of its first licence claim
  module_id INTEGER REFERENCES term (id), -- Workspace or module within the file
  requirement_id INTEGER REFERENCES term (id), -- Range as written
  version_id INTEGER REFERENCES term (id), -- Version as written where the purl does not carry it: placeholders
  ref_id INTEGER REFERENCES term (id), -- Identity within the file; ends of edges
  detail_id INTEGER REFERENCES detail (id) -- Further facts
) STRICT""",
    (
        "CREATE INDEX occurrence_component ON occurrence "
        "(component_id, source_id, license_id, trait_id, to_scan) WHERE to_scan IS NULL"
    ),
    """CREATE TABLE license_claim (
  -- The licence claims on a component within a source (interval).
  source_id INTEGER NOT NULL REFERENCES source (id), -- Source
  component_id INTEGER NOT NULL REFERENCES component (id), -- Component
  from_scan INTEGER NOT NULL REFERENCES scan (id), -- First scan in which it holds
  set_id INTEGER NOT NULL REFERENCES license_set (id), -- The claims
  to_scan INTEGER REFERENCES scan (id), -- First scan in which it no longer holds
  PRIMARY KEY (source_id, component_id, from_scan)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE edge (
  -- One component of a file needs another (interval). An end without an occurrence is a dangling ref, kept as found.
  source_id INTEGER NOT NULL REFERENCES source (id), -- Source
  path_id INTEGER NOT NULL REFERENCES path (id), -- File
  from_ref INTEGER NOT NULL REFERENCES term (id), -- occurrence.ref_id of the one that needs
  to_ref INTEGER NOT NULL REFERENCES term (id), -- occurrence.ref_id of what it needs
  from_scan INTEGER NOT NULL REFERENCES scan (id), -- First scan in which it holds
  to_scan INTEGER REFERENCES scan (id), -- First scan in which it no longer holds
  PRIMARY KEY (source_id, path_id, from_ref, to_ref, from_scan)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE descriptor (
  -- What a descriptive file says of the project as a whole (interval).
  id INTEGER PRIMARY KEY, -- Number
  source_id INTEGER NOT NULL REFERENCES source (id), -- Source
  path_id INTEGER NOT NULL REFERENCES path (id), -- File
  kind TEXT NOT NULL, -- publiccode, license-file, spdx-document, cyclonedx-document ...
  content TEXT NOT NULL, -- JSON: name, version, licenses, properties
  from_scan INTEGER NOT NULL REFERENCES scan (id), -- First scan in which it holds
  to_scan INTEGER REFERENCES scan (id) -- First scan in which it no longer holds
) STRICT""",
    "CREATE INDEX descriptor_source ON descriptor (source_id) WHERE to_scan IS NULL",
    """CREATE TABLE file (
  -- Coverage of one file that a format claimed (interval).
  id INTEGER PRIMARY KEY, -- Number
  source_id INTEGER NOT NULL REFERENCES source (id), -- Source
  path_id INTEGER NOT NULL REFERENCES path (id), -- File
  format TEXT NOT NULL, -- Name of the format, or title of one that cannot be read
  state TEXT NOT NULL, -- read, partial, failed, skipped or unsupported
  blob TEXT NOT NULL, -- Git blob id of the content
  digest BLOB NOT NULL, -- BLAKE2b-128 of everything read from it
  components INTEGER NOT NULL, -- Entries it yielded
  with_version INTEGER NOT NULL, -- Of these, with an exact version
  with_license INTEGER NOT NULL, -- Of these, with a licence claim
  expects INTEGER NOT NULL, -- 1: an empty result is odd
  from_scan INTEGER NOT NULL REFERENCES scan (id), -- First scan in which it holds
  to_scan INTEGER REFERENCES scan (id) -- First scan in which it no longer holds
) STRICT""",
    "CREATE INDEX file_source ON file (source_id) WHERE to_scan IS NULL",
    "CREATE INDEX file_blob ON file (blob)",
    """CREATE TABLE issue (
  -- Something the tool could not do (interval).
  id INTEGER PRIMARY KEY, -- Number
  source_id INTEGER REFERENCES source (id), -- Source; NULL: the estate as a whole
  path TEXT NOT NULL, -- File, or empty
  kind TEXT NOT NULL, -- unreadable, entry, limit, unsupported or note
  stage TEXT NOT NULL, -- collect, parse, join, evaluate or store
  line INTEGER, -- 1-based
  subject TEXT NOT NULL, -- The entry concerned, or empty
  message TEXT NOT NULL, -- The reason in English
  from_scan INTEGER NOT NULL REFERENCES scan (id), -- First scan in which it holds
  to_scan INTEGER REFERENCES scan (id) -- First scan in which it no longer holds
) STRICT""",
    "CREATE INDEX issue_source ON issue (source_id) WHERE to_scan IS NULL",
    """CREATE TABLE finding (
  -- A deviation or unknown, once for its whole life. Never deleted.
  fingerprint TEXT PRIMARY KEY, -- 32 hex digits over rule, subject, system and key
  status TEXT NOT NULL, -- open, waived or resolved
  rule TEXT NOT NULL, -- Rule id
  subject_kind TEXT NOT NULL, -- component, source, file, system or waiver
  subject TEXT NOT NULL, -- What it is about
  system TEXT NOT NULL, -- System id, or empty
  verdict TEXT NOT NULL, -- deviates or unknown
  severity TEXT NOT NULL, -- info, low, medium, high or critical
  severity_rank INTEGER NOT NULL, -- 0 for info up to 4 for critical
  confidence TEXT NOT NULL, -- low, medium or high
  content TEXT NOT NULL, -- JSON: key, values, places, place_count
  waiver TEXT NOT NULL, -- Id of the waiver that holds, or empty
  waiver_reason TEXT NOT NULL, -- Its ground and explanation, or empty
  waiver_until TEXT NOT NULL, -- Its last day, or empty
  first_scan INTEGER NOT NULL REFERENCES scan (id) -- Scan that first saw it
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX finding_status ON finding (status, severity_rank DESC, rule, system, subject)",
    """CREATE TABLE finding_event (
  -- One step in a finding's life.
  id INTEGER PRIMARY KEY, -- In order of time
  fingerprint TEXT NOT NULL REFERENCES finding (fingerprint), -- Finding
  scan_id INTEGER NOT NULL REFERENCES scan (id), -- Scan that saw it
  event TEXT NOT NULL, -- opened, resolved, reopened, waived or unwaived
  note TEXT NOT NULL -- Id of the waiver for waived and unwaived, else empty
) STRICT""",
    "CREATE INDEX finding_event_finding ON finding_event (fingerprint, id)",
    "CREATE INDEX finding_event_scan ON finding_event (scan_id)",
    """CREATE TABLE verdict_count (
  -- Verdicts of one rule in one system (interval).
  id INTEGER PRIMARY KEY, -- Number
  rule TEXT NOT NULL, -- Rule id
  system TEXT NOT NULL, -- System id, or empty
  complies INTEGER NOT NULL, -- Subjects that comply
  deviates INTEGER NOT NULL, -- Subjects that deviate, waived ones included
  unknown INTEGER NOT NULL, -- Subjects of which it cannot be known, waived ones included
  not_applicable INTEGER NOT NULL, -- Subjects to which it does not apply
  waived INTEGER NOT NULL, -- Findings with a waiver
  from_scan INTEGER NOT NULL REFERENCES scan (id), -- First scan in which it holds
  to_scan INTEGER REFERENCES scan (id) -- First scan in which it no longer holds
) STRICT""",
    "CREATE UNIQUE INDEX verdict_count_open ON verdict_count (rule, system) WHERE to_scan IS NULL",
    """CREATE TABLE parse_cache (
  -- What a file of this content gave, so that it is not parsed again. May be emptied at any time.
  blob TEXT NOT NULL, -- Git blob id
  format TEXT NOT NULL, -- Name of the format
  version INTEGER NOT NULL, -- Version of its parser
  path TEXT NOT NULL, -- Path: the same content may read otherwise elsewhere
  content BLOB NOT NULL, -- MessagePack of the inventory, deflated when the first byte is 0x78
  scan_id INTEGER NOT NULL, -- Scan that stored it
  PRIMARY KEY (blob, format, version, path)
) STRICT""",
    """CREATE VIEW effective_set AS
  -- The licence that counts for a set of claims: the strongest kind that can be read wins
  -- (concluded, declared, detected, inferred); several readable licences of that kind hold together.
  WITH ranked AS (
    SELECT m.set_id, t.expression,
      CASE m.kind WHEN 'concluded' THEN 0 WHEN 'declared' THEN 1 WHEN 'detected' THEN 2 ELSE 3 END AS rank
    FROM license_set_member m JOIN license_text t ON t.id = m.text_id
    WHERE t.expression IS NOT NULL AND t.expression <> ''),
  best AS (
    SELECT DISTINCT r.set_id, r.rank, r.expression FROM ranked r
    JOIN (SELECT set_id, min(rank) AS rank FROM ranked GROUP BY set_id) b
      ON b.set_id = r.set_id AND b.rank = r.rank
    ORDER BY r.set_id, r.expression),
  counted AS (SELECT set_id, count(*) AS n FROM best GROUP BY set_id)
  SELECT b.set_id,
    CASE min(b.rank) WHEN 0 THEN 'concluded' WHEN 1 THEN 'declared' WHEN 2 THEN 'detected' ELSE 'inferred' END AS kind,
    group_concat(CASE WHEN c.n > 1 AND instr(b.expression, ' OR ') THEN '(' || b.expression || ')'
      ELSE b.expression END, ' AND ') AS expression
  FROM best b JOIN counted c ON c.set_id = b.set_id GROUP BY b.set_id""",
    """CREATE VIEW effective_license AS
  -- The licence that counts for a component in a source, now.
  SELECT s.uri AS source, c.purl, e.kind, e.expression, l.class
  FROM license_claim lc JOIN source s ON s.id = lc.source_id JOIN component c ON c.id = lc.component_id
  JOIN license_set l ON l.id = lc.set_id LEFT JOIN effective_set e ON e.set_id = lc.set_id
  WHERE lc.to_scan IS NULL""",
    """CREATE VIEW current_occurrence AS
  -- Every entry of every file as it holds now, in words.
  SELECT o.id, s.uri AS source, s.system, p.value AS path, o.line, c.purl, b.purl AS purl_base,
    b.full_name AS name, coalesce(v.value, c.version) AS version, t.version_kind,
    coalesce(q.value, '') AS requirement, t.kind, t.scope, t.roles, t.direct, t.third_party,
    coalesce(m.value, '') AS module, o.license_id, o.from_scan
  FROM occurrence o JOIN source s ON s.id = o.source_id JOIN path p ON p.id = o.path_id
  JOIN component c ON c.id = o.component_id JOIN purl_base b ON b.id = c.base_id
  JOIN trait t ON t.id = o.trait_id LEFT JOIN term v ON v.id = o.version_id
  LEFT JOIN term q ON q.id = o.requirement_id LEFT JOIN term m ON m.id = o.module_id
  WHERE o.to_scan IS NULL""",
    """CREATE VIEW open_finding AS
  -- Findings that stand and have no waiver, most severe first.
  SELECT fingerprint, rule, subject_kind, subject, system, verdict, severity, confidence, content, first_scan
  FROM finding WHERE status = 'open' ORDER BY severity_rank DESC, rule, system, subject, fingerprint""",
)
"""Version 1."""

V2: tuple[str, ...] = (
    "DROP INDEX system_open",
    "ALTER TABLE system RENAME TO system_before",
    """CREATE TABLE system (
  -- A system of the municipality as estate.yaml states it (interval).
  row INTEGER PRIMARY KEY, -- Number of the row
  id TEXT NOT NULL, -- System id
  name TEXT NOT NULL, -- Name
  domain TEXT NOT NULL, -- Policy domain, or empty
  owner TEXT NOT NULL, -- Role or department that owns it, or empty
  sourcing TEXT NOT NULL, -- own, commercial or mixed
  use_mode TEXT NOT NULL, -- internal, hosted, public-client, distributed or dev-tool
  criticality TEXT NOT NULL, -- low, medium, high or vital
  tags TEXT NOT NULL, -- JSON array
  supplier TEXT NOT NULL, -- Supplier, or empty
  outbound_license TEXT NOT NULL, -- SPDX expression under which it is published, or empty
  from_scan INTEGER NOT NULL REFERENCES scan (id), -- First scan in which it holds
  to_scan INTEGER REFERENCES scan (id) -- First scan in which it no longer holds
) STRICT""",
    (
        "INSERT INTO system SELECT row, id, name, domain, owner, sourcing, use_mode, criticality, "
        "tags, supplier, '', from_scan, to_scan FROM system_before"
    ),
    "DROP TABLE system_before",
    "CREATE UNIQUE INDEX system_open ON system (id) WHERE to_scan IS NULL",
    """CREATE TABLE license_evidence (
  -- What is known of a component's licence beside what the source that uses it states (interval).
  id INTEGER PRIMARY KEY, -- Number
  component_id INTEGER NOT NULL REFERENCES component (id), -- Component
  source_id INTEGER REFERENCES source (id), -- Source in which it holds; NULL: in every source
  step TEXT NOT NULL, -- curation, vendored-text, look-up, same-version, same-major or other-version
  set_id INTEGER NOT NULL REFERENCES license_set (id), -- The claims
  confidence REAL NOT NULL, -- 0 to 1; how often such evidence is right, or less when it is disputed
  origin TEXT NOT NULL, -- Id of the curation, file, service, or the component that lends it
  from_scan INTEGER NOT NULL REFERENCES scan (id), -- First scan in which it holds
  to_scan INTEGER REFERENCES scan (id) -- First scan in which it no longer holds
) STRICT""",
    (
        "CREATE INDEX license_evidence_component ON license_evidence (component_id) "
        "WHERE to_scan IS NULL"
    ),
    """CREATE TABLE license_lookup (
  -- What a service answered about the licence of a component; filled by `sluis sync licences`.
  service TEXT NOT NULL, -- deps.dev, clearlydefined, or the name of an index of the user
  purl TEXT NOT NULL, -- Component as asked, with version
  state TEXT NOT NULL, -- found, none (known there, without licence), absent (not known there) or failed
  licenses TEXT NOT NULL, -- JSON array of licences as answered
  detail TEXT NOT NULL, -- JSON: copyright lines, or the reason of a failure
  etag TEXT NOT NULL, -- Of the answer, or empty
  asked_at TEXT NOT NULL, -- UTC, ISO 8601
  PRIMARY KEY (service, purl)
) STRICT, WITHOUT ROWID""",
    "DROP VIEW effective_license",
    """CREATE VIEW license_step AS
  -- Everything known of the licence of a component in a source, now. The lowest rank counts, and of what
  -- the source itself states the strongest kind: concluded, declared (lockfile, BOM, installed metadata),
  -- detected (texts), inferred. Steps 2 to 6 count only where the source states nothing that can be read.
  SELECT lc.source_id, lc.component_id, 1 AS rank, 'stated' AS step, lc.set_id, 1.0 AS confidence, '' AS origin
  FROM license_claim lc WHERE lc.to_scan IS NULL
  UNION ALL
  SELECT e.source_id, e.component_id, CASE e.step WHEN 'curation' THEN 0 WHEN 'vendored-text' THEN 2
    WHEN 'look-up' THEN 3 WHEN 'same-version' THEN 4 WHEN 'same-major' THEN 5 ELSE 6 END,
    e.step, e.set_id, e.confidence, e.origin
  FROM license_evidence e WHERE e.to_scan IS NULL""",
    """CREATE VIEW effective_license AS
  -- The licence that counts for a component in a source, now: what the source states and what
  -- license_evidence adds, as `license_step` ranks it; occurrence.license_id holds the outcome.
  SELECT s.uri AS source, c.purl, e.kind, e.expression, l.class,
    coalesce((SELECT iif(max(m.field = 'curation'), 'curation', max(m.field))
      FROM license_set_member m WHERE m.set_id = o.license_id AND m.field IN
      ('curation', 'vendored-text', 'look-up', 'same-version', 'same-major', 'other-version')), 'stated') AS step
  FROM (SELECT DISTINCT source_id, component_id, license_id FROM occurrence
    WHERE to_scan IS NULL AND license_id IS NOT NULL) o
  JOIN source s ON s.id = o.source_id JOIN component c ON c.id = o.component_id
  JOIN license_set l ON l.id = o.license_id LEFT JOIN effective_set e ON e.set_id = o.license_id""",
)
"""Version 2: evidence of licences from elsewhere, decisions, and the licence a system goes out under."""

V3: tuple[str, ...] = (
    """CREATE TABLE tally (
  -- Counts over all components in use, so that the next scan counts only what changed. May be emptied at any time.
  kind TEXT PRIMARY KEY, -- uses or totals
  scan_id INTEGER NOT NULL, -- Scan that counted; the counts hold until something changes
  content BLOB NOT NULL -- MessagePack of the counts
) STRICT, WITHOUT ROWID""",
)
"""Version 3: counts that are kept."""

V4: tuple[str, ...] = (
    """CREATE VIEW descriptor_property AS
  -- Named values of the descriptors that hold now.
  SELECT d.id AS descriptor_id, json_extract(j.value, '$[0]') AS name, json_extract(j.value, '$[1]') AS value
  FROM descriptor d JOIN json_each(d.content, '$.properties') j WHERE d.to_scan IS NULL""",
    """CREATE VIEW contract_document AS
  -- Contract documents as they were last read: what each is, and which clause kinds it does not hold.
  SELECT s.uri AS source, s.system, p.value AS path, json_extract(d.content, '$.name') AS document,
    max(CASE WHEN a.name = 'paper' THEN a.value END) AS paper,
    max(CASE WHEN a.name = 'title' THEN a.value END) AS title,
    max(CASE WHEN a.name = 'language' THEN a.value END) AS language,
    max(CASE WHEN a.name = 'pages' THEN CAST(a.value AS INTEGER) END) AS pages,
    max(CASE WHEN a.name = 'words' THEN CAST(a.value AS INTEGER) END) AS words,
    max(CASE WHEN a.name = 'unread' THEN a.value END) AS pages_without_text,
    max(CASE WHEN a.name = 'absent' THEN a.value END) AS clauses_not_found
  FROM descriptor d JOIN source s ON s.id = d.source_id JOIN path p ON p.id = d.path_id
  JOIN descriptor_property a ON a.descriptor_id = d.id
  WHERE d.to_scan IS NULL AND d.kind = 'contract-document' GROUP BY d.id""",
    """CREATE VIEW contract_clause AS
  -- Clauses of contracts, now: what each document says, where, and whether it prevails (leads = 1).
  SELECT s.uri AS source, s.system, p.value AS path, json_extract(d.content, '$.name') AS clause,
    max(CASE WHEN a.name = 'document' THEN a.value END) AS document,
    max(CASE WHEN a.name = 'status' THEN a.value END) AS status,
    max(CASE WHEN a.name = 'tier' THEN a.value END) AS tier,
    max(CASE WHEN a.name = 'confidence' THEN CAST(a.value AS REAL) END) AS confidence,
    max(a.name = 'leads') AS leads,
    max(CASE WHEN a.name = 'article' THEN a.value END) AS article,
    max(CASE WHEN a.name = 'page' THEN CAST(a.value AS INTEGER) END) AS page,
    max(CASE WHEN a.name = 'quote' THEN a.value END) AS quote,
    max(CASE WHEN a.name = 'why_nl' THEN a.value END) AS why_nl,
    max(CASE WHEN a.name = 'why_en' THEN a.value END) AS why_en,
    max(CASE WHEN a.name = 'law' THEN a.value END) AS law,
    json_group_object(substr(a.name, 8), CAST(a.value AS REAL))
      FILTER (WHERE a.name LIKE 'number.%') AS numbers
  FROM descriptor d JOIN source s ON s.id = d.source_id JOIN path p ON p.id = d.path_id
  JOIN descriptor_property a ON a.descriptor_id = d.id
  WHERE d.to_scan IS NULL AND d.kind = 'contract-clause' GROUP BY d.id""",
)
"""Version 4: contracts as they read; the rows are descriptors."""

VERSIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("v1_estate", V1),
    ("v2_license_evidence", V2),
    ("v3_tally", V3),
    ("v4_contracts", V4),
)
"""(name of the migration, statements), oldest first. A version, once released, is never edited."""

LATEST = len(VERSIONS)
"""`PRAGMA user_version` of an up-to-date database."""
