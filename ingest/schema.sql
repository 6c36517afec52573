-- The ledger: what came in, what it was checked to be, and how far each projection has followed.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA foreign_keys = ON;
PRAGMA cache_size = -65536;
PRAGMA mmap_size = 1073741824;
PRAGMA secure_delete = ON;

CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS run (
    id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    summary TEXT NOT NULL DEFAULT '{}'
);

-- One reading of one file. `fingerprint` covers bytes, mapping and kind: the same again changes nothing.
CREATE TABLE IF NOT EXISTS file (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run,
    path TEXT NOT NULL,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    complete INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS file_fingerprint ON file (fingerprint) WHERE complete;

CREATE TABLE IF NOT EXISTS row (
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES file,
    sheet TEXT NOT NULL,
    number INTEGER NOT NULL,
    cells TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS problem (
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES file,
    level TEXT NOT NULL,
    sheet TEXT NOT NULL,
    number INTEGER NOT NULL,
    "column" TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL
);

-- A checked row says something of one entity. Every version is kept; `superseded` is the run that replaced it.
CREATE TABLE IF NOT EXISTS record (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    entity TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    version INTEGER NOT NULL,
    run INTEGER NOT NULL REFERENCES run,
    row INTEGER NOT NULL REFERENCES row,
    hash TEXT NOT NULL,
    properties TEXT NOT NULL,
    superseded INTEGER REFERENCES run
);
CREATE UNIQUE INDEX IF NOT EXISTS record_current ON record (source, entity, ordinal) WHERE superseded IS NULL;
CREATE INDEX IF NOT EXISTS record_entity ON record (entity);
CREATE INDEX IF NOT EXISTS record_superseded ON record (superseded) WHERE superseded IS NOT NULL;

-- Which property a heading of a sheet fed, as the mapping of that reading said.
CREATE TABLE IF NOT EXISTS heading (
    file INTEGER NOT NULL REFERENCES file,
    sheet TEXT NOT NULL,
    heading TEXT NOT NULL,
    property TEXT NOT NULL,
    PRIMARY KEY (file, sheet, heading)
) WITHOUT ROWID;

-- What the current records add up to; `seq` orders changes for the projections, `run` is the run in which
-- the entity was first known (0: before ledgers kept that).
CREATE TABLE IF NOT EXISTS entity (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    properties TEXT NOT NULL,
    mentions TEXT NOT NULL DEFAULT '{}',
    version INTEGER NOT NULL DEFAULT 1,
    stub INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    seq INTEGER NOT NULL,
    run INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entity_seq ON entity (seq);
CREATE INDEX IF NOT EXISTS entity_kind ON entity (kind);

CREATE TABLE IF NOT EXISTS link (
    id TEXT PRIMARY KEY,
    relation TEXT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    properties TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    seq INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_seq ON link (seq);
CREATE INDEX IF NOT EXISTS link_source ON link (source);
CREATE INDEX IF NOT EXISTS link_target ON link (target);

-- Which entity says which link, and since which run; a link nobody says any more is deleted.
CREATE TABLE IF NOT EXISTS assertion (
    link TEXT NOT NULL,
    entity TEXT NOT NULL,
    run INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (entity, link)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS assertion_link ON assertion (link);

-- Which entity said which link from `run` until `superseded`.
CREATE TABLE IF NOT EXISTS retracted (
    link TEXT NOT NULL,
    entity TEXT NOT NULL,
    run INTEGER NOT NULL,
    superseded INTEGER NOT NULL,
    PRIMARY KEY (link, entity, run)
) WITHOUT ROWID;

-- By what an entity is known: `name` is the property set of the identity key or "~" + reference property.
CREATE TABLE IF NOT EXISTS key (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    entity TEXT NOT NULL,
    PRIMARY KEY (kind, name, value, entity)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS key_entity ON key (entity);

CREATE TABLE IF NOT EXISTS cursor (
    projection TEXT NOT NULL,
    target TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (projection, target)
) WITHOUT ROWID;

-- References that named nothing, or several: tried again in every run.
CREATE TABLE IF NOT EXISTS pending (
    entity TEXT NOT NULL,
    property TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (entity, property, value)
) WITHOUT ROWID;

-- Phone numbers and mail addresses, whole; everything else holds them masked. The entity is the record's.
CREATE TABLE IF NOT EXISTS personal (
    record INTEGER NOT NULL REFERENCES record,
    property TEXT NOT NULL,
    value TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run,
    since TEXT NOT NULL,
    PRIMARY KEY (record, property, value)
) WITHOUT ROWID;

-- Who took whole values out of the ledger, when, what for, and of which entities (a JSON list of ids).
CREATE TABLE IF NOT EXISTS disclosure (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    purpose TEXT NOT NULL,
    entities TEXT NOT NULL,
    count INTEGER NOT NULL
);

-- A person who was removed on request. Nothing of him is kept but keyed hashes of what he was known by
-- (meta `salt` is the key) and how long his names were, so that he is not taken in again.
CREATE TABLE IF NOT EXISTS tombstone (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    reason TEXT NOT NULL,
    lengths TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS tombstone_key (
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    tombstone INTEGER NOT NULL REFERENCES tombstone,
    PRIMARY KEY (hash, tombstone)
) WITHOUT ROWID;
-- Who is who, as people or sure scores decided. Nothing is changed or removed: what takes a decision back is a
-- row of its own (verdict "undone", `undoes` its number). `at` is UTC.
CREATE TABLE IF NOT EXISTS decision (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    left TEXT NOT NULL,
    right TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'undone')),
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run,
    reason TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES decision
);
CREATE INDEX IF NOT EXISTS decision_pair ON decision (left, right);

-- Entities that decisions have joined, and what each is by itself; `canonical` is the one that is shown.
CREATE TABLE IF NOT EXISTS member (
    entity TEXT PRIMARY KEY,
    canonical TEXT NOT NULL,
    properties TEXT NOT NULL,
    stub INTEGER NOT NULL,
    deleted INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS member_canonical ON member (canonical);

-- Every entity as it is by itself, as if nothing were joined.
CREATE VIEW IF NOT EXISTS own AS
    SELECT entity.id, entity.kind, coalesce(member.properties, entity.properties) AS properties,
        coalesce(member.stub, entity.stub) AS stub, coalesce(member.deleted, entity.deleted) AS deleted
    FROM entity LEFT JOIN member ON member.entity = entity.id;

-- Pairs that may be one, as last scored; those that nothing decides wait for a person.
CREATE TABLE IF NOT EXISTS pair (
    left TEXT NOT NULL,
    right TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    score REAL NOT NULL,
    features TEXT NOT NULL,
    PRIMARY KEY (left, right)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pair_id ON pair (id);
CREATE INDEX IF NOT EXISTS pair_right ON pair (right);

-- What became of a match, step by step (matches/chain.py). Nothing is changed or removed: what takes a step back
-- is a row of its own (status "undone", `undoes` its number). `dated` is the day it happened, `at` (UTC) when it
-- was written down, `amount` in yuan. The ids are those of the day; joined entities are followed when it is read.
CREATE TABLE IF NOT EXISTS step (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    candidate TEXT NOT NULL,
    status TEXT NOT NULL,
    dated TEXT NOT NULL,
    reason TEXT NOT NULL,
    amount REAL,
    note TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run,
    undoes INTEGER UNIQUE REFERENCES step
);
CREATE INDEX IF NOT EXISTS step_subject ON step (subject);
CREATE INDEX IF NOT EXISTS step_candidate ON step (candidate);

-- Standing queries: of whom (`scope` county, institute or enterprise; `target` its code or id), which kinds of
-- answer (`aims`, a JSON list), how many of each and from which grade. `removed` (UTC) is empty while it stands.
CREATE TABLE IF NOT EXISTS watch (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    target TEXT NOT NULL,
    aims TEXT NOT NULL,
    most INTEGER NOT NULL,
    least TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    removed TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX IF NOT EXISTS watch_name ON watch (name) WHERE removed = '';

-- What a standing query has listed, and with which grade; only added to.
CREATE TABLE IF NOT EXISTS listed (
    id INTEGER PRIMARY KEY,
    watch INTEGER NOT NULL REFERENCES watch,
    subject TEXT NOT NULL,
    candidate TEXT NOT NULL,
    grade TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run
);
CREATE INDEX IF NOT EXISTS listed_watch ON listed (watch);

-- How what has a name may be typed: its names, their pinyin as letters, the same with a ' before and after
-- each syllable (sound), their initials. Made from what lives, and followed like a projection (cursor `names`); technical words too.
CREATE TABLE IF NOT EXISTS form (
    sort TEXT NOT NULL CHECK (sort IN ('name', 'pinyin', 'sound', 'initials')),
    form TEXT NOT NULL,
    entity TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (sort, form, entity)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS form_entity ON form (entity);
