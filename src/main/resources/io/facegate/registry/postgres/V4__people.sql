-- Who may change what, changes that wait for a second person, and exemptions.

CREATE TABLE person (
    id text COLLATE "C" PRIMARY KEY,
    organisation text COLLATE "C" REFERENCES organisation (id),
    issuer text COLLATE "C",
    subject text COLLATE "C",
    added bigint NOT NULL,
    removed bigint,
    version bigint,
    mac bytea
);

CREATE TABLE person_role (
    person text COLLATE "C" NOT NULL REFERENCES person (id),
    role text COLLATE "C" NOT NULL,
    PRIMARY KEY (person, role)
);

CREATE TABLE registry_setting (
    id text COLLATE "C" PRIMARY KEY,
    value text COLLATE "C" NOT NULL,
    removed bigint,
    version bigint,
    mac bytea
);

CREATE TABLE proposal (
    id text COLLATE "C" PRIMARY KEY,
    document text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    decided_by text COLLATE "C",
    decided bigint,
    version bigint,
    mac bytea
);

CREATE TABLE exemption (
    id text COLLATE "C" PRIMARY KEY,
    organisation text COLLATE "C" NOT NULL REFERENCES organisation (id),
    capability text COLLATE "C" NOT NULL,
    purpose text COLLATE "C" NOT NULL,
    holds_from bigint NOT NULL,
    holds_until bigint NOT NULL,
    evidence text COLLATE "C" NOT NULL,
    granted_by text COLLATE "C" NOT NULL,
    created bigint NOT NULL,
    revoked bigint,
    version bigint,
    mac bytea
);

CREATE TABLE exemption_place (
    exemption text COLLATE "C" NOT NULL REFERENCES exemption (id),
    place text COLLATE "C" NOT NULL,
    PRIMARY KEY (exemption, place)
);
