-- The salts of records and the words kept beside them, encrypted under registry.key and bound to their record and field.

CREATE TABLE salt (
    record text COLLATE "C" NOT NULL,
    field text COLLATE "C" NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (record, field)
);

-- Records whose salts were erased: none of them comes back from an older copy.
CREATE TABLE salt_erased (
    record text COLLATE "C" PRIMARY KEY,
    erased bigint NOT NULL,
    mac bytea,
    version bigint
);

CREATE TABLE salt_list (
    ref text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    mac bytea
);
CREATE INDEX salt_list_version ON salt_list (version);

CREATE TABLE salt_head (
    "only" bigint PRIMARY KEY CHECK ("only" = 1),
    version bigint NOT NULL,
    count bigint NOT NULL,
    sum bytea NOT NULL,
    mac bytea NOT NULL
);

-- Which steps of an appeal were recorded; of two gateways that record the same one, one can. The ledger has the step.
CREATE TABLE appeal_step (
    decision text COLLATE "C" NOT NULL,
    step bigint NOT NULL,
    act text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (decision, step)
);
