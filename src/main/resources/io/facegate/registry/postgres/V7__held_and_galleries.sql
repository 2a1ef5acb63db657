-- Answers that are held for review, and the galleries of the embedded engine, for all gateways.

CREATE TABLE held (
    id text COLLATE "C" PRIMARY KEY,
    request bytea NOT NULL,
    organisations text COLLATE "C" NOT NULL,
    provider text COLLATE "C" NOT NULL,
    operation text COLLATE "C" NOT NULL,
    purpose text COLLATE "C",
    created bigint NOT NULL,
    expires bigint NOT NULL,
    required bigint NOT NULL,
    results bigint NOT NULL,
    rejected_by text COLLATE "C",
    rejected bigint,
    reason text COLLATE "C",
    bytes bigint NOT NULL,
    sealed bytea NOT NULL,
    scores bytea NOT NULL,
    mac bytea,
    version bigint
);
CREATE UNIQUE INDEX held_request ON held (request);
CREATE INDEX held_over ON held (expires);

CREATE TABLE approval (
    held text COLLATE "C" NOT NULL REFERENCES held (id) ON DELETE CASCADE,
    reviewer text COLLATE "C" NOT NULL,
    given bigint NOT NULL,
    PRIMARY KEY (held, reviewer)
);

CREATE TABLE reviewer (
    organisation text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    added bigint NOT NULL,
    removed bigint,
    version bigint,
    mac bytea,
    PRIMARY KEY (organisation, id)
);

CREATE TABLE begun (
    matter bytea PRIMARY KEY,
    first bigint NOT NULL,
    mac bytea,
    version bigint
);

-- Keys of the commitments to requests and cases, sealed under registry.key.
CREATE TABLE held_key (
    id text COLLATE "C" PRIMARY KEY,
    sealed bytea NOT NULL,
    mac bytea,
    version bigint
);

CREATE TABLE held_list (
    ref text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    mac bytea
);
CREATE INDEX held_list_version ON held_list (version);

CREATE TABLE held_head (
    "only" bigint PRIMARY KEY CHECK ("only" = 1),
    version bigint NOT NULL,
    count bigint NOT NULL,
    sum bytea NOT NULL,
    mac bytea NOT NULL
);

-- Keys of rows come from the version of the head: none is used twice.
CREATE TABLE gallery (
    key bigint PRIMARY KEY,
    owner text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    created bigint NOT NULL,
    purpose text COLLATE "C",
    mac bytea,
    version bigint,
    enrolled bigint,
    enrolled_sum bytea
);
CREATE UNIQUE INDEX gallery_name ON gallery (owner, name);

CREATE TABLE face (
    key bigint PRIMARY KEY,
    gallery bigint NOT NULL REFERENCES gallery (key) ON DELETE CASCADE,
    id text COLLATE "C" NOT NULL,
    sealed bytea NOT NULL,
    expires bigint
);
CREATE UNIQUE INDEX face_id ON face (id);
CREATE INDEX face_of_gallery ON face (gallery, key);
CREATE INDEX face_by_expiry ON face (expires);

CREATE TABLE gallery_list (
    ref text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    mac bytea
);
CREATE INDEX gallery_list_version ON gallery_list (version);

CREATE TABLE gallery_head (
    "only" bigint PRIMARY KEY CHECK ("only" = 1),
    version bigint NOT NULL,
    count bigint NOT NULL,
    sum bytea NOT NULL,
    mac bytea NOT NULL
);
