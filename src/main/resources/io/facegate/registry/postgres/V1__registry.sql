-- The registry of many gateways. The owner of this schema makes and changes it; gateways only use it. Columns stand in
-- the order of registry.db, and texts sort by their bytes, so that a row has the same HMAC in both.

CREATE TABLE organisation (
    id text COLLATE "C" PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    suspended bigint NOT NULL,
    upstream_role text COLLATE "C",
    version bigint,
    mac bytea
);

CREATE TABLE organisation_purpose (
    organisation text COLLATE "C" NOT NULL REFERENCES organisation (id),
    purpose text COLLATE "C" NOT NULL,
    PRIMARY KEY (organisation, purpose)
);

CREATE TABLE organisation_jurisdiction (
    organisation text COLLATE "C" NOT NULL REFERENCES organisation (id),
    jurisdiction text COLLATE "C" NOT NULL,
    PRIMARY KEY (organisation, jurisdiction)
);

CREATE TABLE organisation_fact (
    organisation text COLLATE "C" NOT NULL REFERENCES organisation (id),
    name text COLLATE "C" NOT NULL,
    word text COLLATE "C" NOT NULL,
    PRIMARY KEY (organisation, name, word)
);

CREATE TABLE organisation_resource (
    organisation text COLLATE "C" NOT NULL REFERENCES organisation (id),
    resource text COLLATE "C" NOT NULL,
    PRIMARY KEY (organisation, resource)
);

CREATE TABLE access_key (
    id text COLLATE "C" PRIMARY KEY,
    organisation text COLLATE "C" NOT NULL REFERENCES organisation (id),
    purpose text COLLATE "C",
    expires bigint,
    created bigint NOT NULL,
    revoked bigint,
    sealed_secret bytea NOT NULL,
    api_key_sha256 bytea NOT NULL,
    matter text COLLATE "C",
    version bigint,
    mac bytea,
    sandbox bigint
);

CREATE TABLE access_key_principal (
    access_key text COLLATE "C" NOT NULL REFERENCES access_key (id),
    position bigint NOT NULL,
    organisation text COLLATE "C" NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (access_key, position)
);

CREATE TABLE evidence (
    id text COLLATE "C" PRIMARY KEY,
    organisation text COLLATE "C" NOT NULL REFERENCES organisation (id),
    type text COLLATE "C" NOT NULL,
    matter text COLLATE "C",
    holds_from bigint,
    holds_until bigint,
    created bigint NOT NULL,
    revoked bigint,
    version bigint,
    mac bytea
);

CREATE TABLE evidence_fact (
    evidence text COLLATE "C" NOT NULL REFERENCES evidence (id),
    name text COLLATE "C" NOT NULL,
    word text COLLATE "C" NOT NULL,
    PRIMARY KEY (evidence, name, word)
);

CREATE TABLE issuer (
    id text COLLATE "C" PRIMARY KEY,
    digest text COLLATE "C" NOT NULL,
    accepted bigint NOT NULL,
    removed bigint,
    version bigint,
    mac bytea
);

-- Tells which registry.key sealed the rows.
CREATE TABLE vault (
    "only" bigint PRIMARY KEY CHECK ("only" = 1),
    proof bytea NOT NULL
);

-- The head of all rows: its version grows with each change. Who changes something locks this row first.
CREATE TABLE seal_head (
    "only" bigint PRIMARY KEY CHECK ("only" = 1),
    version bigint NOT NULL,
    root text COLLATE "C" NOT NULL,
    manifest bytea NOT NULL,
    mac bytea NOT NULL,
    signed text COLLATE "C"
);
ALTER TABLE seal_head ALTER manifest SET STORAGE EXTERNAL;

-- A row here seals the registry: it goes on elsewhere.
CREATE TABLE moved (
    "only" bigint PRIMARY KEY CHECK ("only" = 1),
    at timestamp with time zone NOT NULL
);
